package desk

import (
	"bytes"
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/paper"
	"debitor/internal/store"
)

// LetterTrace is all that is known of a letter that was written.
type LetterTrace struct {
	Letter     store.Letter
	Customer   ledger.Customer
	Facts      letter.Facts
	Document   *letter.Document
	Deliveries []store.Delivery
	Attempts   []store.Attempt
	Claim      *MailedClaim // nil: it is no claim that went by e-mail alone
	Undo       *store.Undo  // what took it back; nil: it stands
	Journal    []store.JournalEntry
}

// TraceLetter shows a letter as it was written, from its frozen facts, and what
// became of it. text is its number or the code of one of its pages (fault
// letter.unknown).
func (s *Session) TraceLetter(ctx context.Context, text string) (t LetterTrace, err error) {
	number := id.Letter(strings.TrimSpace(text))
	if code, err := paper.ParsePageCode(text); err == nil {
		number = code.Letter
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		t, err = s.trace(ctx, r, number)
		return err
	})
	return t, err
}

func (s *Session) trace(ctx context.Context, r store.Reader, number id.Letter) (out LetterTrace, err error) {
	l, err := s.letter(ctx, r, number)
	if err != nil {
		return out, err
	}
	out.Letter = l
	customers, err := r.Customers(ctx, []id.Customer{l.Customer})
	if err != nil {
		return out, err
	}
	out.Customer = customers[0]
	if out.Document, out.Facts, err = writtenDocument(ctx, r, &l); err != nil {
		return out, err
	}
	if out.Deliveries, err = r.Deliveries(ctx, []id.Letter{number}); err != nil {
		return out, err
	}
	if out.Attempts, err = r.Attempts(ctx, number); err != nil {
		return out, err
	}
	if err := out.setClaim(ctx, r); err != nil {
		return out, err
	}
	if out.Journal, err = r.LinesAbout(ctx, "letter:"+string(number)); err != nil || l.Undone == 0 {
		return out, err
	}
	undos, err := r.Undos(ctx, l.RunDate, l.RunDate)
	for i := range undos {
		if undos[i].Number == l.Undone {
			out.Undo = &undos[i]
		}
	}
	return out, err
}

// LetterFile is a letter as a file of the kind its extension names: those of
// RenderLetter, or .eml, the message as it is sent.
func (s *Session) LetterFile(ctx context.Context, number id.Letter, extension string) ([]byte, error) {
	l, err := s.TraceLetter(ctx, string(number))
	if err != nil {
		return nil, err
	}
	if extension != ".eml" {
		return RenderLetter(l.Document, extension)
	}
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	profile.Name, profile.Email = l.Facts.Creditor.Name, l.Facts.Creditor.Email // as they were frozen
	rules, err := s.rulesOf(ctx, l.Letter.RunDate)
	if err != nil {
		return nil, err
	}
	envelope, err := profile.envelope(&l.Facts, stepOf(rules.Policy, l.Letter.Step), l.Letter.RunDate)
	if err != nil {
		return nil, err
	}
	envelope.To = []mail.Address{{Name: l.Facts.Debtor.Name, Addr: l.emailAddress()}}
	var b bytes.Buffer
	err = mail.Write(&b, mail.Compose(l.Document, envelope, nil))
	return b.Bytes(), err
}

func (l *LetterTrace) emailAddress() string {
	for _, d := range l.Deliveries {
		if d.Channel == "email" {
			return d.Address
		}
	}
	return l.Facts.Debtor.Email
}

func (s *Session) rulesOf(ctx context.Context, day cal.Date) (rules Rules, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err = s.rules(ctx, r, day)
		return err
	})
	return rules, err
}

// RunLetterQuery asks for letters of a run that stand.
type RunLetterQuery struct {
	Day            cal.Date
	Channel, State string // only in this state of this channel; empty: all
	Limit, Offset  int
}

// RunLetters are letters of a run in the order of its print job, of the
// customers the actor sees. How many there are in all says RunSeen.
func (s *Session) RunLetters(ctx context.Context, q RunLetterQuery) (list []store.RunLine, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = r.RunLines(ctx, store.RunLineQuery{
			Day: q.Day, Scope: s.scope(), Channel: q.Channel, State: q.State, Limit: q.Limit, Offset: q.Offset,
		})
		return err
	})
	return list, err
}
