package desk

import (
	"context"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/store"
	"debitor/letters"
)

// LetterToEdit is the text that stands in the place of a letter in a language
// and for a law, as its author wrote it: of a letter that comes with debitor,
// with the names of its parts. Where the place is empty it is the text that
// would be used instead, Version 0.
func (s *Session) LetterToEdit(ctx context.Context, name, lang, law string) (t LetterTemplate, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		book, err := readLetterBook(ctx, r)
		if err != nil {
			return err
		}
		c, found, err := book.in(name, lang, letter.Law(law))
		if err == nil && !found {
			c, err = book.pick(name, lang, s.company.Language, letter.Law(law))
		}
		if err != nil {
			return err
		}
		if source, ok := letters.Source(c.lang, name); ok && c.version == 0 {
			c.source = source
		}
		if c.lang != lang {
			c.version = 0
		}
		t = LetterTemplate{c.Template, name, lang, c.law, c.version, c.source}
		return nil
	})
	return t, err
}

// UseLetterText is UseLetter of a text, as an editor has it. A text that is
// wrong is a fault whose cause is a *letter.Problem.
func (s *Session) UseLetterText(ctx context.Context, source, name, lang, law string) (store.Template, error) {
	t, err := letter.Parse(lang+"/"+name, lang, source)
	if err != nil {
		return store.Template{}, err
	}
	return s.useLetter(ctx, store.Template{Name: name, Language: lang, Law: strings.ToUpper(law), Hash: textHash(t.Source)}, t.Source)
}

// LetterSample asks how a text looks as a letter.
type LetterSample struct {
	Source   string
	Letter   string // which letter it is the text of
	Language string
	Law      string
	Customer id.Customer // whose debts of today it is about; empty: made-up ones
}

// sampleDocuments is how many documents a made-up letter is about.
const sampleDocuments = 4

// PreviewLetter makes a letter of a text. It records nothing.
func (s *Session) PreviewLetter(ctx context.Context, q LetterSample) (doc *letter.Document, err error) {
	t, err := letter.Parse(q.Language+"/"+q.Letter, q.Language, q.Source)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		facts, err := s.sampleFacts(ctx, r, q)
		if err != nil {
			return err
		}
		doc, err = t.Render(&facts)
		return err
	})
	return doc, err
}

func (s *Session) sampleFacts(ctx context.Context, r store.Reader, q LetterSample) (f letter.Facts, err error) {
	if q.Customer != "" {
		return s.factsOf(ctx, r, q)
	}
	f = letter.Sample(letter.Kind(q.Letter), q.Language, sampleDocuments).Under(letter.Law(q.Law))
	profile, err := s.Profile()
	if err != nil {
		return f, err
	}
	ours := f
	ours.Creditor = creditorFacts(profile)
	if err := loadLogo(ctx, r, &ours.Creditor); err != nil {
		return f, err
	}
	if ours.Check() == nil { // else the company's file lacks what letters need, and the sample has it
		f = ours
	}
	return f, nil
}

// factsOf are those of a draft to the customer, in the language of the text.
func (s *Session) factsOf(ctx context.Context, r store.Reader, q LetterSample) (f letter.Facts, err error) {
	if err := s.mustSee(ctx, r, q.Customer); err != nil {
		return f, err
	}
	account, ok, err := r.Account(ctx, q.Customer, s.Today(), store.Needs{})
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", q.Customer)
	}
	if err != nil {
		return f, err
	}
	f, _, err = s.draftFacts(ctx, r, &account, Draft{Letter: q.Letter, Customer: q.Customer, Date: s.Today()})
	f.Lang = q.Language
	return f, err
}
