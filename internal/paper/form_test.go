package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/letter"
	"debitor/internal/money"
)

// whole is a page without the edge that printers leave.
func whole(size fpdf.SizeType) area { return area{5, 5, size.Wd - 10, size.Ht - 10} }

// sound tells what is wrong with a page of a form: over the edge, text over
// text, or a rule as thick as a letter is high.
func sound(s sheet, size fpdf.SizeType) string {
	for _, o := range s.ops {
		if o.text == "" && !o.fill && o.dots == nil && o.size > 1 {
			return fmt.Sprintf("a rule of %.1f mm at %.1f, %.1f", o.size, o.x, o.y)
		}
	}
	return inside(s.ops, whole(size))
}

func list(n int) PostalList {
	l := PostalList{Number: "17", Date: day, Sender: awkward()[0], Office: "ОПС Минск-30", Class: letter.Valuable, Currency: "BYN"}
	for i := range n {
		l.Rows = append(l.Rows, PostalRow{
			To: Party{fmt.Sprintf("Фирма-%d", i+1), "224000, г. Брест"}, Track: fmt.Sprintf("2200300000%04d", i), Grams: 20,
			Declared: money.Minor(100 * i), Fee: 345, Note: "с уведомлением",
		})
	}
	return l
}

func TestPostalListReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := list(61).Write(&b); err != nil {
		t.Fatal(err)
	}
	pages := readPDF(t, b.Bytes()).pages
	all := strings.Join(pages, "")
	for _, want := range []string{
		"Список № 17 почтовых отправлений от 3 февраля 2026", "письмо с объявленной ценностью", "ОПС Минск-30",
		"61 (шестьдесят одно)", "(одна тысяча восемьсот тридцать белорусских", "210,45 бел. руб.", "Принял", "Оттиск",
		"Страница 1 из " + fmt.Sprint(len(pages)),
	} {
		if !strings.Contains(strings.ReplaceAll(all, "\n", " "), want) {
			t.Errorf("no %q", want)
		}
	}
	if rows, heads := strings.Count(all, "Фирма-"), strings.Count(all, "Адресат\n"); rows != 61 || heads != len(pages) {
		t.Errorf("%d rows, %d heads on %d pages", rows, heads, len(pages))
	}
}

// TestPostalListKeepsItsShape has lists of any length end with signatures that
// do not stand alone.
func TestPostalListKeepsItsShape(t *testing.T) {
	for n := range 130 {
		sheets := list(n).layout()
		for i, s := range sheets {
			if problem := sound(s, a4); problem != "" {
				t.Errorf("%d rows, page %d: %s", n, i+1, problem)
			}
		}
		last := texts(sheets[len(sheets)-1])
		if n > 0 && !strings.Contains(last, "Фирма-") || !strings.Contains(last, "Принял") {
			t.Errorf("%d rows: the last page is %q", n, last)
		}
	}
}

func TestAwkwardPartiesStayInTheForms(t *testing.T) {
	for i, p := range awkward() {
		l := list(1)
		l.Sender, l.Office, l.Rows[0].To, l.Rows[0].Note = p, p.Name, p, p.Name
		l.Rows[0].Track, l.Rows[0].Declared, l.Rows[0].Fee = strings.Repeat("1234567", i), money.Max, money.Max
		for n, s := range l.layout() {
			if problem := sound(s, a4); problem != "" {
				t.Errorf("list %d, page %d: %s", i, n+1, problem)
			}
		}
		notice := Notice{Sender: p, To: p, Class: letter.Valuable, Track: strings.Repeat("1234567", i)}
		for n, s := range []sheet{notice.front(), notice.back()} {
			if problem := sound(s, card); problem != "" {
				t.Errorf("notice %d, side %d: %s", i, n+1, problem)
			}
		}
	}
}

// TestInventoryHasTwoEqualHalves lays out every number of items, with short and
// endless titles: both copies are the same, and neither reaches the cut.
func TestInventoryHasTwoEqualHalves(t *testing.T) {
	upper := area{5, 5, pageWidth - 10, halfHeight - 5}
	for _, p := range awkward() {
		for n := range 40 {
			v := Inventory{To: p, Sender: p.Name, Currency: "RUB"}
			for i := range n {
				v.Items = append(v.Items, InventoryItem{Title: "Претензия", Count: 1, Value: money.Max / 100})
				if i%3 == 0 {
					v.Items[i].Title = strings.Repeat("Щит и меч ", 60)
				}
			}
			rows := 0
			for i, s := range v.layout() {
				var above, below []op
				for _, o := range s.ops {
					switch {
					case o.text == "" && o.y == halfHeight && o.y2 == halfHeight: // where to cut
					case o.y < halfHeight:
						above = append(above, o)
					default:
						below = append(below, o)
					}
				}
				if problem := sound(sheet{ops: above}, a4) + inside(above, upper); problem != "" || len(above) != len(below) {
					t.Fatalf("%.10s, %d items, sheet %d: %s, %d and %d", p.Name, n, i+1, problem, len(above), len(below))
				}
				if problem := sound(sheet{ops: below}, a4); problem != "" {
					t.Fatalf("%.10s, %d items, sheet %d, below: %s", p.Name, n, i+1, problem)
				}
				rows += rowsOfInventory(above)
			}
			if rows != n {
				t.Fatalf("%.10s: %d rows of %d", p.Name, rows, n)
			}
		}
	}
}

// rowsOfInventory counts rows by the numbers in the first column.
func rowsOfInventory(ops []op) (n int) {
	for _, o := range ops {
		if o.text != "" && o.x < left+10 && o.size == formCell.size && o.face == formCell.regular {
			n++
		}
	}
	return n
}

func TestInventoriesAndNoticesReadBack(t *testing.T) {
	info := Info{Title: "опись", Lang: "ru", Date: day}
	var b bytes.Buffer
	one := Inventory{To: awkward()[0], Sender: "ООО «Северный свет»", Track: "22003000000001", Currency: "BYN", Items: []InventoryItem{
		{"Претензия № 17 на 2 листах", 1, 12_300}, {"Расчёт пени", 2, 0},
	}}
	if err := Inventories(&b, info, []Inventory{one, one}); err != nil {
		t.Fatal(err)
	}
	pages := readPDF(t, b.Bytes()).pages
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	text := strings.ReplaceAll(pages[0], "\n", " ")
	for _, want := range []string{"Опись вложения в ценное письмо", "22003000000001", "ООО «Ромашка»", "1 Претензия № 17 на 2 листах 1 123,00", "Расчёт пени 2 —", "3 (три)", "(сто двадцать три белорусских рубля 00 копеек)"} {
		if strings.Count(text, want) != 2 {
			t.Errorf("%q is not on both copies: %s", want, text)
		}
	}

	b.Reset()
	notice := Notice{Sender: Party{"ООО «Северный свет»", "220030, г. Минск, ул. Первая, д. 5"}, To: awkward()[0], Class: letter.Registered}
	if err := Notices(&b, info, []Notice{notice, notice}); err != nil {
		t.Fatal(err)
	}
	pages = readPDF(t, b.Bytes()).pages
	if len(pages) != 4 {
		t.Fatalf("%d pages", len(pages))
	}
	if !strings.Contains(pages[0], "Северный свет") || strings.Contains(pages[0], "Ромашка") || !strings.Contains(pages[1], "Ромашка") {
		t.Errorf("front %q, back %q", pages[0], pages[1])
	}
	if !strings.Contains(pages[3], "письмо заказное с уведомлением о вручении") {
		t.Errorf("back %q", pages[3])
	}
}
