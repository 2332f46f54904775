package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/store"
	"debitor/letters"
)

// LetterInfo is one line of the list of letters.
type LetterInfo struct {
	Letter    string        `json:"letter"`
	Shipped   bool          `json:"shipped"`
	Languages []string      `json:"languages"` // in which it comes with debitor
	Own       []OwnTemplate `json:"own"`       // what the company has put in its place
}

// OwnTemplate is a company's own template in its last version.
type OwnTemplate struct {
	Language string `json:"language"`
	Law      string `json:"law"` // empty: every law
	Version  int    `json:"version"`
}

// ShippedLetters lists the letters that come with debitor, from the mildest to
// the hardest.
func ShippedLetters() []LetterInfo {
	list := make([]LetterInfo, 0, len(letter.Kinds()))
	for _, kind := range letter.Kinds() {
		info := LetterInfo{Letter: string(kind), Shipped: true, Languages: []string{}, Own: []OwnTemplate{}}
		for _, lang := range Languages {
			if _, ok := letters.Source(lang, string(kind)); ok {
				info.Languages = append(info.Languages, lang)
			}
		}
		list = append(list, info)
	}
	return list
}

// Letters lists the letters that come with debitor and the company's own.
func (s *Session) Letters(ctx context.Context) ([]LetterInfo, error) {
	list := ShippedLetters()
	err := s.read(ctx, ReadRules, func(r store.Reader) error {
		own, err := r.Templates(ctx)
		for _, t := range own {
			if t.Hash == "" {
				continue
			}
			i := slices.IndexFunc(list, func(l LetterInfo) bool { return l.Letter == t.Name })
			if i < 0 {
				list = append(list, LetterInfo{Letter: t.Name, Languages: []string{}, Own: []OwnTemplate{}})
				i = len(list) - 1
			}
			list[i].Own = append(list[i].Own, OwnTemplate{t.Language, t.Law, t.Version})
		}
		return err
	})
	return list, err
}

// LetterTemplate is a template with where it is from.
type LetterTemplate struct {
	*letter.Template `json:"-"`
	Letter           string `json:"letter"`
	Language         string `json:"language"`
	Law              string `json:"law"`
	Version          int    `json:"version"` // of the company's own; 0: it comes with debitor, or is a file
	Source           string `json:"source"`
}

// ReadLetter reads a template that comes with debitor by its name, or a file.
// It needs no database.
func ReadLetter(nameOrFile, lang string) (LetterTemplate, error) {
	t := LetterTemplate{Letter: nameOrFile, Language: lang}
	if source, ok := letters.Source(lang, nameOrFile); ok {
		t.Source = source
		var err error
		t.Template, err = letter.Shipped(lang, letter.Kind(nameOrFile))
		return t, err
	}
	source, err := os.ReadFile(nameOrFile)
	if err != nil {
		return t, fault.Wrap(err, fault.NotFound, "letter.none", "%q is neither a letter that comes with debitor in %q (\"debitor letter list\") nor a file that can be read",
			nameOrFile, lang)
	}
	t.Source = string(source)
	t.Template, err = letter.Parse(nameOrFile, lang, t.Source)
	return t, err
}

// Letter is the template the company uses for a letter: its own, or the one
// that comes with debitor.
func (s *Session) Letter(ctx context.Context, name, lang, law string) (t LetterTemplate, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		book, err := readLetterBook(ctx, r)
		if err != nil {
			return err
		}
		c, err := book.pick(name, lang, s.company.Language, letter.Law(law))
		if err == nil {
			t = LetterTemplate{c.Template, name, c.lang, c.law, c.version, c.source}
		}
		return err
	})
	return t, err
}

var templateName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// UseLetter puts a file in the place of a letter, in one language, for one law
// or for all. The same text again is the same version. Letters written before
// stay as they were written.
func (s *Session) UseLetter(ctx context.Context, file, name, lang, law string) (store.Template, error) {
	t, err := ReadLetter(file, lang)
	if err != nil {
		return store.Template{}, err
	}
	return s.useLetter(ctx, store.Template{Name: name, Language: lang, Law: strings.ToUpper(law), Hash: textHash(t.Template.Source)}, t.Template.Source)
}

// DropLetter gives the place of a letter back to the one that comes with
// debitor.
func (s *Session) DropLetter(ctx context.Context, name, lang, law string) (store.Template, error) {
	return s.useLetter(ctx, store.Template{Name: name, Language: lang, Law: strings.ToUpper(law)}, "")
}

func (s *Session) useLetter(ctx context.Context, t store.Template, source string) (store.Template, error) {
	switch {
	case !templateName.MatchString(t.Name):
		return t, fault.New(fault.Usage, "letter.name", "%q cannot name a letter: use small Latin letters, digits and hyphens", t.Name)
	case t.Law != "" && !slices.Contains(letter.Laws(), letter.Law(t.Law)):
		return t, fault.New(fault.Usage, "letter.law", "%q is not a law with wording of its own (one of %s)", t.Law, lawNames())
	}
	err := s.do(ctx, WriteLetters, "letter.use", &t, func(ctx context.Context, e *entry) error {
		t.Version = 1
		own, err := e.Templates(ctx)
		if err != nil {
			return err
		}
		for _, last := range own {
			if last.Name != t.Name || last.Language != t.Language || last.Law != t.Law {
				continue
			}
			if last.Hash == t.Hash {
				t.Version = last.Version
				return nil
			}
			t.Version = last.Version + 1
		}
		if t.Hash == "" && t.Version == 1 {
			return fault.New(fault.NotFound, "letter.not_own", "the company has no letter %q of its own in %q for this law", t.Name, t.Language)
		}
		if t.Hash == "" {
			if err := s.mayDrop(ctx, e, own, t); err != nil {
				return err
			}
		}
		if t.Hash != "" {
			if err := e.InsertLetterText(ctx, t.Hash, source); err != nil {
				return err
			}
		}
		e.note("letter.used", "letter:"+t.Name, "", map[string]any{"language": t.Language, "law": t.Law, "version": t.Version, "sha256": t.Hash})
		return e.InsertTemplate(ctx, t)
	})
	if err != nil {
		return t, err
	}
	return t, s.Seal(ctx)
}

// mayDrop refuses to take away the last text of a letter that the policy in
// force writes: its runs would stop.
func (s *Session) mayDrop(ctx context.Context, e *entry, own []store.Template, t store.Template) error {
	stays := func(o store.Template) bool {
		return o.Name == t.Name && o.Hash != "" && o.Law == "" && (o.Language != t.Language || t.Law != "")
	}
	comes := func(lang string) bool { _, ok := letters.Source(lang, t.Name); return ok }
	if slices.ContainsFunc(own, stays) || slices.ContainsFunc(Languages, comes) {
		return nil
	}
	rules, err := s.rules(ctx, e.Reader, s.Today())
	if err != nil {
		return err
	}
	for _, step := range rules.Steps {
		if step.Letter == t.Name {
			return fault.New(fault.Refused, "letter.needed", "step %s of policy %s writes the letter %q and no other text of it is left: put another policy to use first (debitor policy use)",
				step.ID, rules.Name, t.Name)
		}
	}
	return nil
}

func lawNames() string {
	var names []string
	for _, l := range letter.Laws() {
		names = append(names, string(l))
	}
	return strings.Join(names, ", ")
}

// writtenDocument makes a letter again from what was frozen with it.
func writtenDocument(ctx context.Context, r store.Reader, l *store.Letter) (*letter.Document, letter.Facts, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return nil, f, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	run, _, err := r.Run(ctx, l.RunDate)
	if err != nil {
		return nil, f, err
	}
	if err := json.Unmarshal(run.Creditor, &f.Creditor); err != nil {
		return nil, f, err
	}
	if err := loadLogo(ctx, r, &f.Creditor); err != nil {
		return nil, f, err
	}
	book, err := readLetterBook(ctx, r)
	if err != nil {
		return nil, f, err
	}
	t, err := book.written(ctx, r, l)
	if err != nil {
		return nil, f, err
	}
	doc, err := t.Render(&f)
	return doc, f, err
}
