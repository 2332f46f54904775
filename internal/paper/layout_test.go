package paper

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/money"
)

func TestPageCounts(t *testing.T) {
	for _, c := range []struct {
		kind        letter.Kind
		lang        string
		items, want int
	}{
		{letter.Reminder, "ru", 1, 1}, {letter.Warning, "ru", 1, 1}, {letter.Claim, "en", 1, 1},
		{letter.Warning, "ru", 15, 1}, {letter.Claim, "ru", 80, 3}, {letter.Claim, "en", 80, 3},
	} {
		if got := Pages(doc(t, c.kind, c.lang, c.items, nil)); got != c.want {
			t.Errorf("%s %s of %d: %d pages, want %d", c.lang, c.kind, c.items, got, c.want)
		}
	}
}

// words is any text of a page, one op a line.
func texts(s sheet) string {
	var b strings.Builder
	for _, o := range s.ops {
		b.WriteString(strings.ReplaceAll(o.text, "\u00a0", " ") + "\n")
	}
	return b.String()
}

// TestEveryLetterKeepsItsShape lays out letters of any length with names of
// any length: nothing leaves the sheet, the head stands over every page with
// rows, the total and the signature are never alone.
func TestEveryLetterKeepsItsShape(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 130).Draw(rt, "items")
		name := rapid.StringOfN(rapid.RuneFrom([]rune("АбвXy. -«»/")), 1, 300, -1).Draw(rt, "name")
		big := rapid.Bool().Draw(rt, "big")
		d := doc(t, letter.Claim, "ru", n, func(f *letter.Facts) {
			f.Debtor.Name, f.Debtor.Address = name+"Ъ", name
			f.Creditor.Signatory.Position = "Ш" + name
			if big {
				f.Items[0].Amount, f.Items[0].Open, f.Total = money.Max, money.Max, f.Total-f.Items[0].Open+money.Max
				f.Items[0].Contract, f.Items[0].Document = name+"1", name+"2"
			}
		})
		sheets := layout(d)
		rows := 0
		for i, s := range sheets {
			text := texts(s)
			for _, o := range s.ops {
				if o.y < 5 || o.y > footLine+0.1 || o.x < 5 || (o.text != "" && o.x+measure(o.face, o.text, o.size) > right+0.5) {
					rt.Fatalf("page %d: %q at %.1f, %.1f leaves the sheet", i+1, o.text, o.x, o.y)
				}
			}
			here := strings.Count(text, "\nТТН ")
			rows += here
			if here > 0 && !strings.Contains(text, "Договор\n") {
				rt.Fatalf("page %d has rows without a head", i+1)
			}
			if strings.Contains(text, "\nИтого\n") && here == 0 && n > 1 {
				rt.Fatalf("page %d: the total stands alone", i+1)
			}
			if strings.Contains(text, "С уважением,") && !strings.Contains(text, "документы.") {
				rt.Fatalf("page %d: the signature stands alone", i+1)
			}
			if !strings.Contains(text, "Страница ") {
				rt.Fatalf("page %d has no number", i+1)
			}
		}
		if want := n; rows != want {
			rt.Fatalf("%d rows, want %d", rows, want)
		}
	})
}

func TestWeightClass(t *testing.T) {
	for sheets, want := range map[int]string{1: "20", 2: "20", 3: "50", 8: "50", 9: "100", 18: "100", 19: "250", 398: "2000", 399: "2000+"} {
		if got := WeightClass(sheets); got != want {
			t.Errorf("%d sheets: %s, want %s", sheets, got, want)
		}
	}
}

func TestMissingCharacters(t *testing.T) {
	d := doc(t, letter.Warning, "ru", 1, func(f *letter.Facts) { f.Debtor.Name = "ТОО «Қазақ» 株式会社 株" })
	if got := string(Missing(d)); got != "株式会社" {
		t.Errorf("missing %q", got)
	}
	for _, lang := range []string{"ru", "en"} {
		for _, kind := range []letter.Kind{letter.Reminder, letter.Warning, letter.Claim} {
			if got := Missing(doc(t, kind, lang, 4, nil)); len(got) > 0 {
				t.Errorf("%s %s: missing %q", lang, kind, string(got))
			}
		}
	}
}

func rowsOf(n int) []RegisterRow {
	var rows []RegisterRow
	for i := range n {
		rows = append(rows, RegisterRow{
			Number: i + 1, Addressee: "ООО «Ромашка»", Address: "224000, г. Брест, ул. Вторая, д. 7",
			Letter: string(id.New(string(rune('A' + i%26)))), Kind: letter.Warning, Pages: 1 + i%4,
		})
	}
	return rows
}

var day = cal.On(2026, 2, 3)
