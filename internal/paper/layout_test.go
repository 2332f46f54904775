package paper

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/letter"
	"debitor/internal/money"
)

func TestPageCounts(t *testing.T) {
	for _, c := range []struct {
		kind        letter.Kind
		lang        string
		items, want int
	}{
		{letter.Reminder, "ru", 1, 1},
		{letter.Warning, "ru", 1, 1},
		{letter.Claim, "ru", 1, 1},
		{letter.Reminder, "en", 1, 1},
		{letter.Warning, "en", 1, 1},
		{letter.Claim, "en", 1, 1},
		{letter.Warning, "ru", 15, 1},
		{letter.Claim, "ru", 80, 3},
		{letter.Claim, "en", 80, 3},
	} {
		if got := Pages(doc(t, c.kind, c.lang, c.items, nil)); got != c.want {
			t.Errorf("%s %s of %d: %d pages, want %d", c.lang, c.kind, c.items, got, c.want)
		}
	}
}

// texts is the text of a sheet, one op a line.
func texts(s sheet) string {
	var b strings.Builder
	for _, o := range s.ops {
		if o.text != "" {
			b.WriteString(strings.ReplaceAll(plane(o.text), "\u00a0", " ") + "\n")
		}
	}
	return b.String()
}

// said is what a letter says where the tests look.
type said struct{ head, total, sum, closing string }

func saidBy(d *letter.Document) (says said) {
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case letter.Table:
			for i, c := range b.Columns {
				if c.Key == "document" {
					says.head, says.total = c.Title+"\n", "\n"+b.Total[i]+"\n"
				}
			}
		case letter.Total:
			says.sum = strings.ReplaceAll(b.Label, "\u00a0", " ") + " "
		case letter.Signature:
			says.closing = strings.ReplaceAll(b.Closing, "\u00a0", " ")
		}
	}
	return says
}

// TestEveryLengthKeepsItsShape lays out a letter with 1…120 rows.
func TestEveryLengthKeepsItsShape(t *testing.T) {
	for _, lang := range []string{"ru", "de"} {
		for n := 1; n <= 120; n++ {
			d := doc(t, letter.Claim, lang, n, func(f *letter.Facts) { f.Hold.InForce = n%2 == 0 })
			if problem := shape(d, n); problem != "" {
				t.Errorf("%s of %d: %s", lang, n, problem)
			}
		}
	}
}

// TestEveryKindKeepsItsShape lays out every kind in every language, without the
// annex that some have.
func TestEveryKindKeepsItsShape(t *testing.T) {
	for _, lang := range letter.Languages() {
		for _, kind := range letter.Kinds() {
			for _, n := range []int{1, 2, 17, 28, 31, 34} {
				if problem := shape(doc(t, kind, lang, n, func(f *letter.Facts) { f.Accrual.Lines = nil }), n); problem != "" {
					t.Errorf("%s %s of %d: %s", lang, kind, n, problem)
				}
			}
		}
	}
}

// TestTheAnnexStaysOnTheSheet annexes calculations of any length to a letter:
// nothing leaves the sheets, and every line of it is there.
func TestTheAnnexStaysOnTheSheet(t *testing.T) {
	for _, lang := range letter.Languages() {
		for _, n := range []int{1, 2, 17, 31, 60, 120} {
			lines := 0
			d := doc(t, letter.PenaltyNotice, lang, 3, func(f *letter.Facts) {
				for i := range n {
					line := f.Accrual.Lines[0]
					line.Document = fmt.Sprintf("Z%04d", i)
					f.Accrual.Lines = append(f.Accrual.Lines, line)
				}
			})
			for i, s := range layout(d) {
				if problem := onSheet(s); problem != "" {
					t.Errorf("%s of %d lines, page %d: %s", lang, n, i+1, problem)
				}
				lines += strings.Count(texts(s), "Z0")
			}
			if lines != n {
				t.Errorf("%s: %d lines of %d", lang, lines, n)
			}
		}
	}
}

// TestAnyValuesKeepTheShape does the same with names, positions, numbers and
// amounts of any length.
func TestAnyValuesKeepTheShape(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("АбвXy. -«»/W")), 1, 300, -1)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 130).Draw(t, "items")
		f := letter.Sample(letter.Claim, "ru", n)
		f.Debtor.Name, f.Debtor.Address = "Ъ"+text.Draw(t, "name"), text.Draw(t, "address")
		f.Creditor.Signatory.Position = "Ш" + text.Draw(t, "position")
		if rapid.Bool().Draw(t, "big") {
			f.Total += money.Max - f.Items[0].Open
			f.Items[0].Amount, f.Items[0].Open = money.Max, money.Max
			f.Items[0].Contract, f.Items[0].Document = text.Draw(t, "contract")+"1", text.Draw(t, "document")+"2"
		}
		if problem := shape(render(t, &f), n); problem != "" {
			t.Fatal(problem)
		}
	})
}

// TestTheLongestValuesStayOnTheSheet uses values as long as an import takes.
func TestTheLongestValuesStayOnTheSheet(t *testing.T) {
	for _, value := range []string{strings.Repeat("Щ", 2000), strings.Repeat("Щит и меч ", 220), strings.Repeat("i", 4000)} {
		f := letter.Sample(letter.Claim, "ru", 3)
		f.Debtor.Name, f.Debtor.Address = value, value
		f.Creditor.Name, f.Creditor.Address, f.Creditor.Bank = value, value, []string{value, value}
		f.Creditor.Signatory.Position, f.Creditor.Signatory.Name, f.Manager.Name = value, value, value
		f.Items[1].Contract, f.Items[1].Document = value, value
		for i, s := range layout(render(t, &f)) {
			if problem := onSheet(s); problem != "" {
				t.Errorf("%.10s, page %d: %s", value, i+1, problem)
			}
		}
	}
}

// shape tells what is wrong with a letter of n rows, "" for nothing.
func shape(d *letter.Document, n int) string {
	says, sheets := saidBy(d), layout(d)
	rows := 0
	for i, s := range sheets {
		text := texts(s)
		if problem := onSheet(s); problem != "" {
			return fmt.Sprintf("page %d: %s", i+1, problem)
		}
		here := rowsOn(s)
		rows += here
		switch {
		case here > 0 && !strings.Contains(text, says.head):
			return fmt.Sprintf("page %d has rows without a head", i+1)
		case here == 0 && strings.Contains(text, says.head):
			return fmt.Sprintf("page %d has a head without rows", i+1)
		case strings.Contains(text, says.total) && here < min(n, 2):
			return fmt.Sprintf("page %d: the table's total has %d rows above it", i+1, here)
		case says.sum != "" && strings.Contains(text, says.sum) && !strings.Contains(text, says.total):
			return fmt.Sprintf("page %d: the sum in words has lost its table", i+1)
		case !strings.Contains(text, strings.ReplaceAll(d.Meta.PageLabel(i+1, len(sheets)), "\u00a0", " ")+"\n"):
			return fmt.Sprintf("page %d is not numbered", i+1)
		}
		if problem := signed(s, says.closing); says.closing != "" && problem != "" {
			return fmt.Sprintf("page %d: %s", i+1, problem)
		}
	}
	if all := strings.Count(texts(sheets[len(sheets)-1]), says.closing+"\n"); rows != n || says.closing != "" && all != 1 {
		return fmt.Sprintf("%d rows of %d, %d signatures on the last page", rows, n, all)
	}
	return ""
}

// rowsOn counts the rows of the table on a sheet by the numbers at its left.
func rowsOn(s sheet) int {
	n := 0
	for _, o := range s.ops {
		if o.size == tableStyle.size && o.face == tableStyle.regular && o.x < left+8 && strings.Trim(o.text, "0123456789") == "" && o.text != "" {
			n++
		}
	}
	return n
}

// signed tells a signature without two lines of the letter above it.
func signed(s sheet, closing string) string {
	for _, o := range s.ops {
		if strings.ReplaceAll(o.text, "\u00a0", " ") != closing {
			continue
		}
		above := map[float64]bool{}
		for _, p := range s.ops {
			if p.text != "" && p.y < o.y && p.y > o.y-60 {
				above[p.y] = true
			}
		}
		if len(above) < 2 {
			return "the signature stands alone"
		}
	}
	return ""
}

// onSheet tells what leaves the margins or is printed over something else.
func onSheet(s sheet) string {
	for _, o := range s.ops {
		mark := o.plainLine() && o.x < left && o.x2 < left // where to fold
		foot := o.y == footLine || o.dots != nil && o.y > bottom
		end, lowest := max(o.x, o.x2), max(o.y, o.y2)
		if o.text != "" {
			end, lowest = o.x+measure(o.face, o.text, o.size), o.y
		}
		if !mark && (o.x < left-0.01 || end > right+0.1) || !foot && (o.y < 10 || lowest > bottom+0.6) || foot && lowest > 294 {
			return fmt.Sprintf("%.30q at %.1f, %.1f leaves the margins", o.text, o.x, o.y)
		}
	}
	return overlap(s)
}

// overlap tells what is printed over something else; the sign in the middle of
// a code may be.
func overlap(s sheet) string {
	covered := make([]corners, len(s.ops))
	for i, o := range s.ops {
		covered[i] = boxOf(o)
	}
	for i, a := range s.ops {
		for j := i + 1; j < len(s.ops); j++ {
			b := s.ops[j]
			if a.plainLine() || b.plainLine() || a.fill || b.fill || !covered[i].meets(covered[j]) {
				continue
			}
			if sign := a.dots != nil && b.text != "" && covered[i].holds(covered[j]); !sign {
				return fmt.Sprintf("%.30q and %.30q overlap at %.1f", a.text, b.text, a.y)
			}
		}
	}
	return ""
}

func (o op) plainLine() bool { return o.text == "" && o.picture == nil && o.dots == nil && !o.fill }

type corners struct{ x, y, x2, y2 float64 }

// boxOf is what an op covers; of a text what its small letters do.
func boxOf(o op) corners {
	if o.text == "" {
		return corners{o.x, o.y, o.x2, o.y2}
	}
	return corners{o.x, o.y - 0.6*o.size*pointMM, o.x + measure(o.face, o.text, o.size), o.y}
}

func (a corners) meets(b corners) bool {
	const slack = 0.05
	return a.x+slack < b.x2 && b.x+slack < a.x2 && a.y+slack < b.y2 && b.y+slack < a.y2
}

func (a corners) holds(b corners) bool { return a.x < b.x && b.x2 < a.x2 && a.y < b.y && b.y2 < a.y2 }

// TestAddresseeStandsAloneInTheWindow looks through the window of an envelope:
// 95 × 55 mm, 5 mm from the top and right edge; in Germany the address field.
func TestAddresseeStandsAloneInTheWindow(t *testing.T) {
	long := strings.Repeat("Торгово-промышленная компания ", 8)
	for country, window := range map[string]corners{"BY": {110, 5, 205, 60}, "DE": {20, 45, 105, 90}} {
		for _, name := range []string{"ЗАО «Заря»", long, strings.Repeat(long, 8)} {
			d := doc(t, letter.Warning, "ru", 1, func(f *letter.Facts) {
				f.Creditor.Country, f.Debtor.Name, f.Creditor.Name = country, name, name
				f.Debtor.Head = letter.Person{Name: "Иванов Иван Иванович", Position: "Генеральный директор"}
			})
			seen := ""
			for _, o := range layout(d)[0].ops {
				if o.text == "" || !boxOf(o).meets(window) {
					continue
				}
				seen += o.text + " "
				if b := boxOf(o); b.x < window.x+2 || b.x2 > window.x2-2 || b.y < window.y || b.y2 > window.y2-2 {
					t.Errorf("%s %.20q: %q is cut by the window", country, name, o.text)
				}
			}
			seen = strings.ReplaceAll(seen, "\u00a0", " ")
			if !strings.Contains(seen, name[:16]) || !strings.Contains(seen, "Брест") || strings.Contains(seen, "Предупреждение") {
				t.Errorf("%s %.20q: the window shows %q", country, name, seen)
			}
		}
	}
}

// TestNamesOfSignersStandOnOneLine: a name written out in full is not broken;
// the line to sign on gives way, but never more than a hand allows.
func TestNamesOfSignersStandOnOneLine(t *testing.T) {
	for name, lines := range map[string]int{"И. И. Иванов": 1, "Пшеничная Вера Аркадьевна": 1, "Веснинская-Подберёзкина Александра Иннокентьевна": 2} {
		b := signatureBox(letter.Signature{ByHand: true, Signers: []letter.Signer{{Position: "Директор", Name: name}}})
		var texts []string
		for _, o := range b.ops {
			if o.text != "" {
				texts = append(texts, o.text)
			} else if o.x2-o.x < shortestLine {
				t.Errorf("%s: the line to sign on is %.1f mm long", name, o.x2-o.x)
			}
		}
		if len(texts) != 1+lines {
			t.Errorf("%q, want the name in %d lines", texts, lines)
		}
	}
}

func TestWeightClass(t *testing.T) {
	for sheets, want := range map[int]string{1: "20", 2: "20", 3: "50", 8: "50", 9: "100", 18: "100", 19: "250", 398: "2000", 399: "2000+"} {
		if got := WeightClass(sheets); got != want {
			t.Errorf("%d sheets: %s, want %s", sheets, got, want)
		}
	}
}

func TestMissingCharacters(t *testing.T) {
	d := doc(t, letter.Warning, "ru", 1, func(f *letter.Facts) { f.Debtor.Name = "ТОО «Қазақ» 株式会社 株 Šećerana 🙂" })
	if got := string(Missing(d)); got != "株式会社🙂" {
		t.Errorf("missing %q", got)
	}
	for _, lang := range letter.Languages() {
		for _, kind := range kinds {
			for _, hold := range []bool{false, true} {
				for _, currency := range []money.Currency{"BYN", "RUB", "UAH", "EUR", "USD", "BAM", "PLN"} {
					d := doc(t, kind, lang, 4, func(f *letter.Facts) { f.Hold.InForce, f.Currency = hold, currency })
					if got := Missing(d); len(got) > 0 {
						t.Errorf("%s %s %s: missing %q", lang, kind, currency, string(got))
					}
				}
			}
		}
	}
}

// TestShortListsStayWhole: enclosures and the boxes of a form are on one page; a
// long list is broken, but not after its first line nor before its last.
func TestShortListsStayWhole(t *testing.T) {
	for n := 1; n <= shortList+3; n++ {
		boxes := listBoxes(letter.List{Items: slices.Repeat([][]letter.Run{{{Text: "item"}}}, n)})
		for i, b := range boxes {
			want := i < n-1 && (n <= shortList || i == 0 || i == n-2)
			if b.keep != want {
				t.Errorf("a list of %d: line %d stays with the next: %v", n, i+1, b.keep)
			}
		}
	}
}
