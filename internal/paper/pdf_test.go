package paper

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/letter"
)

var day = cal.On(2026, 2, 3)

var kinds = []letter.Kind{letter.Reminder, letter.Warning, letter.Claim}

// job prints letters of every kind, one document and thirty.
func job(t testing.TB) []byte {
	t.Helper()
	j := NewPrintJob(Info{Title: "Письма (1) \\ 2026", Author: "ООО «Северный свет»", Lang: "ru", Date: day})
	for _, lang := range []string{"ru", "en"} {
		for _, kind := range kinds {
			for _, n := range []int{1, 30} {
				j.Add(doc(t, kind, lang, n, of(lang)))
			}
		}
	}
	if j.Letters() != 12 {
		t.Errorf("%d letters", j.Letters())
	}
	return written(t, j)
}

// of is a customer of the language.
func of(lang string) func(*letter.Facts) {
	return func(f *letter.Facts) { f.Debtor.Code = id.Customer(lang) }
}

func written(t testing.TB, j *PrintJob) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := j.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rowsOf(n int) []RegisterRow {
	var rows []RegisterRow
	for i := range n {
		rows = append(rows, RegisterRow{
			Number: i + 1, Addressee: fmt.Sprintf("ООО «Ромашка-%d»", i+1), Address: "224000, г. Брест, ул. Вторая, д. 7",
			Letter: id.New(fmt.Sprint(i)), Kind: kinds[i%3], Pages: 1 + i%4,
		})
	}
	return rows
}

func TestSameLettersSameBytes(t *testing.T) {
	first := job(t)
	single := func() []byte {
		b, err := Single(doc(t, letter.Claim, "ru", 9, nil))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	one := single()
	for range 10 {
		if !bytes.Equal(first, job(t)) {
			t.Fatal("two jobs differ")
		}
		if !bytes.Equal(one, single()) {
			t.Fatal("two singles differ, with a job between them")
		}
	}
}

func TestJobReadsBack(t *testing.T) {
	pdf := job(t)
	r := readPDF(t, pdf)
	if i := r.info; i.Title != `Письма (1) \ 2026` || i.Author != "ООО «Северный свет»" || i.Producer != "debitor" || i.Creator != "debitor" {
		t.Errorf("title %q, author %q, producer %q, creator %q", i.Title, i.Author, i.Producer, i.Creator)
	}
	if !strings.HasPrefix(r.info.CreationDate, "D:20260203120000") || !strings.HasPrefix(r.info.ModificationDate, "D:20260203120000") {
		t.Errorf("created %s, modified %s: not the letters' date", r.info.CreationDate, r.info.ModificationDate)
	}
	if !bytes.Contains(pdf, []byte("/Lang (ru)")) {
		t.Error("no language")
	}
	if len(r.info.Fonts) != int(faces)-1 { // no letter speaks in italics
		t.Errorf("fonts %v", r.info.Fonts)
	}
	page, letters := 0, 0
	for at, lang := range []string{"ru", "en"} {
		customer := r.marks[at]
		if customer.PageFrom != page+1 || !strings.HasPrefix(customer.Title, lang+" · ") {
			t.Errorf("%s: bookmark %q of page %d, want page %d", lang, customer.Title, customer.PageFrom, page+1)
		}
		for i, mark := range customer.Kids {
			d := doc(t, kinds[i/2], lang, []int{1, 30}[i%2], of(lang))
			if want := string(d.Meta.ID) + " · " + strings.ReplaceAll(d.Meta.Subject, "\u00a0", " "); strings.ReplaceAll(mark.Title, "\u00a0", " ") != want || mark.PageFrom != page+1 {
				t.Errorf("bookmark %q of page %d, want %q of page %d", mark.Title, mark.PageFrom, want, page+1)
			}
			for _, s := range layout(d) {
				if want := texts(s); r.pages[page] != want {
					t.Fatalf("page %d says\n%s\nwant\n%s", page+1, r.pages[page], want)
				}
				page++
			}
			letters++
		}
	}
	if page != r.info.PageCount || letters != 12 {
		t.Errorf("%d pages and %d letters' bookmarks, want %d and 12", r.info.PageCount, letters, page)
	}
}

// TestOneCustomersDataIsNotOnAnothersPage reads a job back: each letter's pages
// carry its own number and its own customer's name, and only those.
func TestOneCustomersDataIsNotOnAnothersPage(t *testing.T) {
	j := NewPrintJob(Info{Title: "job", Date: day})
	var owner []int
	for i := range 20 {
		d := doc(t, letter.Claim, "ru", 1+i*5, func(f *letter.Facts) {
			f.ID = id.Letter(fmt.Sprintf("LETTER-%02d", i))
			f.Debtor.Name = fmt.Sprintf("Должник-%02d", i)
		})
		for range j.Add(d) {
			owner = append(owner, i)
		}
	}
	if j.Pages() != len(owner) {
		t.Errorf("%d pages, want %d", j.Pages(), len(owner))
	}
	r := readPDF(t, written(t, j))
	if len(r.pages) != len(owner) {
		t.Fatalf("%d pages, want %d", len(r.pages), len(owner))
	}
	for p, text := range r.pages {
		for i := range 20 {
			mine := i == owner[p]
			if strings.Contains(text, fmt.Sprintf("LETTER-%02d", i)) != mine || !mine && strings.Contains(text, fmt.Sprintf("Должник-%02d", i)) {
				t.Fatalf("page %d of letter %d, letter %d:\n%s", p, owner[p], i, text)
			}
		}
	}
}

func TestEnvelopesReadBackInOrder(t *testing.T) {
	to := []Party{
		{"ООО «Ромашка»", "224000, г. Брест"},
		{strings.Repeat("Очень длинное имя ", 200), strings.Repeat("улица ", 600)},
		{strings.Repeat("ж", 2000), ""},
		{},
	}
	var b bytes.Buffer
	if err := Envelopes(&b, Info{Title: "e", Lang: "ru", Date: day}, EnvelopeStyle{Country: "BY"}, Party{"ООО «Северный свет»", "Минск"}, to); err != nil {
		t.Fatal(err)
	}
	r := readPDF(t, b.Bytes())
	if len(r.pages) != len(to) {
		t.Fatalf("%d envelopes", len(r.pages))
	}
	for i, want := range []string{"ООО «Северный свет»\nМинск\nООО «Ромашка»\n224000, г. Брест\n", "Очень длинное имя", "жжжж", "Минск\n"} {
		if !strings.Contains(r.pages[i], want) {
			t.Errorf("envelope %d: %q", i, r.pages[i])
		}
	}
	if strings.Count(r.pages[1], "…\n") != 2 || !strings.Contains(r.pages[1], "улица улица") {
		t.Errorf("a name and an address that were cut do not both stand there and say so: %q", r.pages[1])
	}
}

func TestRegisterReadsBack(t *testing.T) {
	for _, lang := range []string{"ru", "en", "de"} {
		var b bytes.Buffer
		if err := (Register{Lang: lang, Sender: Party{"ООО «Северный свет»", "Минск"}, Date: day, Rows: rowsOf(60)}).Write(&b); err != nil {
			t.Fatal(err)
		}
		r := readPDF(t, b.Bytes())
		if len(r.pages) != 2 {
			t.Fatalf("%d pages", len(r.pages))
		}
		all := strings.Join(r.pages, "")
		for i := range 60 {
			if want := fmt.Sprintf("«Ромашка-%d»", i+1); strings.Count(all, want) != 1 {
				t.Errorf("%s: %s stands %d times", lang, want, strings.Count(all, want))
			}
		}
	}
}

func TestAnEmptyRegisterIsAPage(t *testing.T) {
	var b bytes.Buffer
	if err := (Register{Lang: "ru", Sender: Party{"ООО", ""}, Date: day}).Write(&b); err != nil {
		t.Fatal(err)
	}
	if r := readPDF(t, b.Bytes()); len(r.pages) != 1 {
		t.Errorf("%d pages", len(r.pages))
	}
}

// TestHostileTextMakesValidPDF puts what breaks PDF strings, UTF-8 and UTF-16
// into every value a file can bring in.
func TestHostileTextMakesValidPDF(t *testing.T) {
	for _, evil := range []string{
		") Tj ET Q endstream endobj", "((((", "))))", `\`, `\)`, `a\`, "%PDF-1.7 %%EOF", "<</Type/Page>>", "\xe0", "x\xf0\x9f", "🙂🙂", "a🙂",
		"\r\n\x00\x07", "\u202eevil", "\ufeff", "株式会社", "﷽", strings.Repeat("я", 2000), strings.Repeat("W ", 2000), strings.Repeat("a-", 1000), "ഀ", "\u0d0d", "\u5c5c\u2829",
	} {
		d := doc(t, letter.Claim, "ru", 3, func(f *letter.Facts) {
			f.ID = id.Letter("L" + evil)
			f.Debtor.Code, f.Debtor.Name, f.Debtor.Address = id.Customer(evil), "N"+evil, evil
			f.Creditor.Name, f.Creditor.Bank = "C"+evil, []string{evil}
			f.Creditor.Signatory.Position, f.Manager.Name = evil, evil
			f.Items[1].Contract, f.Items[1].Document, f.Items[1].Kind = evil, evil, evil
		})
		j := NewPrintJob(Info{Title: evil, Author: evil, Lang: "ru", Date: day})
		j.Add(d)
		r := readPDF(t, written(t, j))
		if len(r.pages) != j.Pages() || len(r.marks) != 1 {
			t.Errorf("%.20q: %d pages, %d bookmarks", evil, len(r.pages), len(r.marks))
		}
		var b bytes.Buffer
		err := errors.Join(
			Envelopes(&b, Info{Title: evil, Author: evil, Date: day}, EnvelopeStyle{}, Party{evil, evil}, []Party{{evil, evil}}),
			Register{Lang: "en", Sender: Party{evil, evil}, Date: day, Rows: []RegisterRow{{1, evil, evil, evil, letter.Kind(evil), 1}}}.Write(&b),
		)
		if err != nil {
			t.Errorf("%.20q: %v", evil, err)
		}
	}
}

type broken struct{ left int }

var errBroken = errors.New("disk full")

func (w *broken) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestErrorsOfTheWriterAreNotLost(t *testing.T) {
	for _, left := range []int{0, 100, 4000} {
		j := NewPrintJob(Info{Date: day})
		j.Add(doc(t, letter.Warning, "ru", 5, nil))
		if err := j.Write(&broken{left}); !errors.Is(err, errBroken) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
}
