package paper

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"debitor/internal/letter"
)

// The words by which the checks below know a block again.
const (
	aClosing = "CLOSING"
	aHeading = "HEADING"
	aColumn  = "COLUMN"
	aSum     = "SUM"
	aNote    = "NOTE"
)

// anyDocument is a letter of any blocks in a sensible order, with texts of any
// length. Its figures are unlike each other: "#0#", "#1#" and so on.
func anyDocument(t *rapid.T) (d *letter.Document, figures int) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("абвгд ежзик лмнопр   WX-/.")), 1, 400, -1)
	short := rapid.StringOfN(rapid.RuneFrom([]rune("абв гдWi-")), 1, 60, -1)
	runs := func(name string) []letter.Run { return []letter.Run{{Text: "Ж" + text.Draw(t, name)}} }
	d = &letter.Document{Meta: letter.Meta{
		ID: "K3F7A-9QX2B", Lang: rapid.SampledFrom(letter.Languages()).Draw(t, "lang"), Date: day,
		Country: rapid.SampledFrom([]string{"DE", "BY", ""}).Draw(t, "country"),
	}}
	head := letter.Letterhead{Name: "Ж" + short.Draw(t, "sender"), Lines: rapid.SliceOfN(text, 0, 4).Draw(t, "head")}
	if rapid.Bool().Draw(t, "logo") {
		head.Logo.Data = drawnLogo(rapid.IntRange(1, 40).Draw(t, "wide"), rapid.IntRange(1, 40).Draw(t, "high"))
	}
	to := letter.Addressee{Name: "Ж" + text.Draw(t, "name"), Lines: []string{text.Draw(t, "address")}, Return: text.Draw(t, "return")}
	if rapid.Bool().Draw(t, "attn") {
		to.Attn = text.Draw(t, "who")
	}
	d.Blocks = []letter.Block{head, to, letter.Reference{Text: "Ж" + short.Draw(t, "reference")}, letter.Title{Text: "Ж" + short.Draw(t, "title")}}
	for range rapid.IntRange(1, 24).Draw(t, "blocks") {
		switch rapid.IntRange(0, 3).Draw(t, "block") {
		case 0:
			d.Blocks = append(d.Blocks, letter.Heading{Runs: []letter.Run{{Text: aHeading}}}, letter.Paragraph{Runs: runs("after heading")})
		case 1:
			l := letter.List{Ordered: rapid.Bool().Draw(t, "ordered"), Boxes: rapid.Bool().Draw(t, "boxes")}
			for range rapid.IntRange(1, 5).Draw(t, "items") {
				l.Items = append(l.Items, runs("item"))
			}
			d.Blocks = append(d.Blocks, l)
		default:
			d.Blocks = append(d.Blocks, letter.Paragraph{Runs: runs("text")})
		}
	}
	if n := rapid.IntRange(0, 90).Draw(t, "rows"); n > 0 {
		table := letter.Table{Columns: []letter.Column{{Key: "number", Title: aColumn, Right: true}, {Key: "document", Title: "D"}, {Key: "open", Title: "O", Right: true}}}
		for i := range n {
			table.Rows = append(table.Rows, []string{fmt.Sprint(i + 1), short.Draw(t, "document"), fmt.Sprintf("#%d#", figures)})
			figures++
		}
		table.Total = []string{"", aSum, fmt.Sprintf("#%d#", figures)}
		figures++
		d.Blocks = append(d.Blocks, table, letter.Total{Label: "Всего:", Amount: "1", Words: "Ж" + short.Draw(t, "words")})
	}
	if rapid.Bool().Draw(t, "details") {
		details := letter.Details{Title: "Реквизиты", Lines: rapid.SliceOfN(short, 1, 5).Draw(t, "bank")}
		if rapid.Bool().Draw(t, "code") {
			details.Code = letter.Code{Text: "Ж" + text.Draw(t, "payment"), Caption: short.Draw(t, "caption"), Sign: rapid.SampledFrom([]string{"", "₴"}).Draw(t, "sign")}
		}
		d.Blocks = append(d.Blocks, details)
	}
	sign := letter.Signature{Closing: aClosing, ByHand: rapid.Bool().Draw(t, "hand"), Contact: short.Draw(t, "contact")}
	for range rapid.IntRange(1, 2).Draw(t, "signers") {
		sign.Signers = append(sign.Signers, letter.Signer{Position: short.Draw(t, "position"), Name: short.Draw(t, "signer")})
	}
	if rapid.Bool().Draw(t, "stamp") {
		sign.Stamp = "М. П."
	}
	d.Blocks = append(d.Blocks, letter.Paragraph{Runs: runs("last")}, letter.Paragraph{Runs: runs("very last")}, sign)
	if rapid.Bool().Draw(t, "note") {
		d.Blocks = append(d.Blocks, letter.Note{Text: aNote})
	}
	return d, figures
}

// TestAnyLetterKeepsTheRules lays out letters of any blocks.
func TestAnyLetterKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, figures := anyDocument(t)
		sheets := layout(d)
		all := ""
		for i, s := range sheets {
			all += texts(s)
			for _, problem := range []string{onSheet(s), signed(s, aClosing), tableRules(s, i, len(sheets))} {
				if problem != "" {
					t.Fatalf("page %d of %d: %s", i+1, len(sheets), problem)
				}
			}
		}
		for n := range figures {
			if found := strings.Count(all, fmt.Sprintf("#%d#\n", n)); found != 1 {
				t.Fatalf("figure %d stands %d times", n, found)
			}
		}
		if strings.Count(all, aClosing) != 1 {
			t.Fatal("not one signature")
		}
	})
}

// tableRules tells which rule about what must not stand alone a page breaks.
func tableRules(s sheet, page, of int) string {
	text := texts(s)
	rows, head := rowsWithFigures(s), strings.Contains(text, aColumn+"\n")
	total := strings.Contains(text, aSum+"\n")
	switch {
	case head != (rows > 0):
		return fmt.Sprintf("%d rows, head %v", rows, head)
	case total && rows < 3 && page > 0 && strings.Count(text, "#0#\n") == 0:
		return fmt.Sprintf("the total has %d rows above it", rows-1)
	case strings.Contains(text, aNote+"\n") && !strings.Contains(text, aClosing+"\n"):
		return "the note stands without the signature"
	}
	lowest, at := "", 0.0
	for _, o := range s.ops {
		if o.text != "" && o.y != footLine && o.y > at {
			lowest, at = o.text, o.y
		}
	}
	if lowest == aHeading && page+1 < of {
		return "a heading ends the page"
	}
	return ""
}

func rowsWithFigures(s sheet) int {
	n := 0
	for _, o := range s.ops {
		if strings.HasPrefix(o.text, "#") {
			n++
		}
	}
	return n
}
