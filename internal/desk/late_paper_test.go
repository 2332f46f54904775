package desk_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"debitor/internal/desk"
)

// The calculation is the same as a paper, a file to edit and a table, and says in
// words what it shows in figures: payments, what each day adds, the clause.
func TestCalculationAsPaper(t *testing.T) {
	b := lateBooks(t, schema.SQLite(t))
	late, err := b.Accrued(b.Context(), "A", on("2026-02-03"))
	if err != nil || len(late.List) != 1 || len(late.Uncounted) != 0 {
		t.Fatalf("accrued: %v %+v", err, late)
	}
	p, err := b.LatePaperOf(b.Context(), "A", late.Sheets())
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"en": {"On 15 Jan 2026, BYN 400.00 was paid", "600.00 × 0.10 % × 19", "Days counted: 29. By days: BYN 21.40", "After 3 Feb 2026 until payment, BYN 0.60 is added"},
		"ru": {"оплачено 400,00 бел. руб.", "600,00 × 0,10 % × 19", "21,40", "двадцать один белорусский рубль 40 копеек", "по день оплаты добавляется 0,60", "7.2"},
		"uk": {"сплачено 400,00", "Днів у розрахунку: 29", "по день оплати додається"}, "be": {"аплачана 400,00", "Дзён у разліку: 29"},
		"bs": {"plaćeno je 400,00", "Obračunatih dana: 29", "do isplate dodaje se"}, "de": {"wurden 400,00 BYN gezahlt", "Gezählte Tage: 29", "kommen bis zur Zahlung je Tag"},
	} {
		p.Language = lang
		doc, err := b.LateDocument(&p)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(strings.Join(strings.Fields(doc.Text()), " "), "\u00a0", " ")
		text = strings.ReplaceAll(text, "\u202f", " ")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in\n%s", lang, w, text)
			}
		}
	}
	for _, ext := range desk.LateExtensions {
		data, err := b.RenderLate(&p, ext)
		if err != nil || len(data) < 1000 {
			t.Errorf("%s: %d bytes, %v", ext, len(data), err)
		}
		if ext != ".xlsx" {
			continue
		}
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("1")
		if err != nil || len(rows) < 4 || rows[2][6] != "11.40" || rows[3][6] != "21.40" {
			t.Errorf("the table: %v %v", rows, err)
		}
	}
}
