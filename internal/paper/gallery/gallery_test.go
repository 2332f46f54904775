package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"debitor/internal/letter"
	"debitor/internal/paper"
)

const committed = "../../../docs/letters"

// TestGalleryIsWhatIsRendered binds every book again and compares its pages
// with those in docs/letters.
func TestGalleryIsWhatIsRendered(t *testing.T) {
	var books []*book
	for _, lang := range letter.Languages() {
		b, err := bind(lang)
		if err != nil {
			t.Fatal(err)
		}
		books = append(books, b)
		stands, err := os.ReadFile(filepath.Join(committed, lang+".pdf"))
		if err != nil {
			t.Errorf("%v: run \"make gallery\"", err)
			continue
		}
		if !bytes.Equal(stands, b.pdf) {
			differ(t, b, pagesOf(t, stands), pagesOf(t, b.pdf))
		}
	}
	readme, err := os.ReadFile(filepath.Join(committed, "README.md"))
	if err != nil || string(readme) != index(books) {
		t.Errorf("docs/letters/README.md is not the index of the books (%v): run \"make gallery\"", err)
	}
}

// differ names the pages that are not the same, the first few.
func differ(t *testing.T, b *book, stands, now []string) {
	t.Helper()
	const most = 5
	found := 0
	for _, e := range b.entries {
		for page := e.first; page < e.first+e.pages; page++ {
			if page <= len(stands) && stands[page-1] == now[page-1] {
				continue
			}
			if found++; found <= most {
				t.Errorf("docs/letters/%s.pdf, page %d (%s, %s) is not what is rendered now", b.lang, page, e.kind, e.title())
			}
		}
	}
	if found > 0 || len(stands) != len(now) {
		t.Errorf("docs/letters/%s.pdf: %d pages of %d differ: run \"make gallery\", look at them, commit", b.lang, found, len(now))
	}
}

// pagesOf is what is drawn on each page of a file, in the language of PDF.
func pagesOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	api.DisableConfigDir()
	config := model.NewDefaultConfiguration()
	config.ValidationMode = model.ValidationRelaxed
	n, err := api.PageCount(bytes.NewReader(pdf), config)
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]string, n)
	err = api.ExtractContent(bytes.NewReader(pdf), nil, func(content io.Reader, page int) error {
		b, err := io.ReadAll(content)
		pages[page-1] = string(b)
		return err
	}, config)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestBooksAreTheSameEachTime(t *testing.T) {
	lang := letter.Languages()[0]
	var first []byte
	for range 3 {
		b, err := bind(lang)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.pdf
		} else if !bytes.Equal(first, b.pdf) {
			t.Fatal("two books differ")
		}
	}
}

// slips is what no letter may say: traces of templates, empty brackets and
// quotes, doubled or stray punctuation.
var slips = regexp.MustCompile(`<no value>|%!|\{\{|\}\}|\*\*|\(\s*\)|«\s*»|„\s*“|\(\s|\s\)|  |\.\.|,,|;;|::|,\.|;\.|:\.|,;|;,|:,|\s[,.;:!?](\s|$)|«\s|\s»|№\s*(,|\.|$)`)

// TestEveryLetterReads renders each kind in each language under each law, one
// document and forty, with everything known of the sender and with next to
// nothing.
func TestEveryLetterReads(t *testing.T) {
	for _, lang := range letter.Languages() {
		for _, kind := range letter.Kinds() {
			for _, w := range wordings() {
				for _, n := range []int{shortItems, longItems} {
					doc, err := w.document(kind, lang, n)
					if err != nil {
						t.Error(err)
						continue
					}
					reads(t, doc, lang+" "+string(kind)+", "+w.names[0])
				}
				f := w.facts(letter.Sample(kind, lang, 2))
				undress(&f)
				doc, err := rendered(&f)
				if err != nil {
					t.Error(err)
					continue
				}
				reads(t, doc, lang+" "+string(kind)+", "+w.names[0]+", bare")
			}
		}
	}
}

// undress takes away all that a letter can do without.
func undress(f *letter.Facts) {
	f.Creditor, f.Manager = letter.Creditor{Name: f.Creditor.Name}, letter.Manager{}
	f.Debtor = letter.Debtor{Code: f.Debtor.Code, Name: f.Debtor.Name}
	f.From, f.To, f.History, f.Earlier = letter.Person{}, letter.Person{}, nil, letter.Ref{}
	for i := range f.Items {
		f.Items[i].Contract, f.Items[i].ContractDate, f.Items[i].Kind = "", 0, ""
	}
}

// reads looks for slips and for characters without a glyph in a letter.
func reads(t *testing.T, doc *letter.Document, name string) {
	t.Helper()
	if missing := paper.Missing(doc); len(missing) > 0 {
		t.Errorf("%s: no glyph for %q", name, string(missing))
	}
	if pages := paper.Pages(doc); pages > 4 {
		t.Errorf("%s: %d pages", name, pages)
	}
	for _, line := range linesOf(doc) {
		line = strings.ReplaceAll(line, "\u00a0", " ")
		if at := slips.FindStringIndex(line); at != nil {
			t.Errorf("%s: %q in %q", name, line[at[0]:at[1]], line)
		}
		if line != strings.TrimSpace(line) || line == "" {
			t.Errorf("%s: white around %q", name, line)
		}
	}
}

// linesOf is all that a letter says, one text a line, unwrapped.
func linesOf(doc *letter.Document) []string {
	lines := []string{doc.Meta.Subject}
	join := func(runs []letter.Run) string {
		s := ""
		for _, r := range runs {
			s += r.Text
		}
		return s
	}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case letter.Letterhead:
			lines = append(append(lines, b.Name), b.Lines...)
		case letter.Addressee:
			lines = append(append(lines, b.Name), b.Lines...)
			if b.Attn != "" {
				lines = append(lines, b.Attn)
			}
		case letter.Reference:
			lines = append(lines, b.Text)
		case letter.Title:
			lines = append(lines, b.Text)
		case letter.Heading:
			lines = append(lines, join(b.Runs))
		case letter.Paragraph:
			lines = append(lines, join(b.Runs))
		case letter.List:
			for _, item := range b.Items {
				lines = append(lines, join(item))
			}
		case letter.Table:
			for _, row := range b.Rows {
				lines = append(lines, row...)
			}
		case letter.Total:
			lines = append(lines, b.Label, b.Amount, b.Words)
		case letter.Details:
			lines = append(append(lines, b.Title), b.Lines...)
		case letter.Signature:
			lines = append(lines, present(b)...)
		case letter.Note:
			lines = append(lines, b.Text)
		}
	}
	return lines
}

// present is what a signature says, without the parts it lacks.
func present(s letter.Signature) []string {
	all := []string{s.Closing, s.Contact, s.Stamp}
	for _, who := range s.Signers {
		all = append(all, who.Position, who.Name)
	}
	var lines []string
	for _, line := range all {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestSlipsAreFound keeps the test above honest.
func TestSlipsAreFound(t *testing.T) {
	for _, bad := range []string{"a <no value>", "по договору ()", "два  пробела", "конец..", "слово ,", "a,.", "( 5.2)", "{{x}}", "письмо №."} {
		if !slips.MatchString(bad) {
			t.Errorf("%q passes", bad)
		}
	}
	for _, good := range []string{"72,27 бел. руб. (пункт 5.2); см. ниже…", "§ 288 Abs. 5 BGB (40 EUR).", "5 ____________"} {
		if at := slips.FindString(good); at != "" {
			t.Errorf("%q in %q", at, good)
		}
	}
}
