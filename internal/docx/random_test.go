package docx

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/letter"
)

// hostile are texts that break a careless writer of XML.
var hostile = []string{
	`</w:t></w:r></w:p><w:p>`, `&amp; & &#0; &x;`, `<![CDATA[`, `]]>`, `<!--`, `"'>`, "\x00\x01\x08\x0b\x0c\x1b\x1f\x7f", "a\tb\r\nc", "\u0085\u009f\u2028\u2029",
	"\ufffe\uffff\ufeff", "\xff\xfe\xc3", "\xed\xa0\x80", "\u202eevil\u202c\u2066x\u2069", "שלום עולם", "مرحبا بالعالم ١٢٣", "𝔊𝔬𝔱𝔥 🙂", "а\u00a0б  в ", "%s%d%[9]n!",
	strings.Repeat("Очень", 60), strings.Repeat("длинное имя ", 25), "{{.Debtor.Name}}", "_x0041_",
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("аб вг<&>\x02WЖ")), 0, 300, -1))
}

func anyRuns(t *rapid.T) []letter.Run {
	runs := make([]letter.Run, rapid.IntRange(0, 3).Draw(t, "runs"))
	for i := range runs {
		runs[i] = letter.Run{Text: anyText().Draw(t, "text"), Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic")}
	}
	return runs
}

// anyDocument is a letter of any blocks in any order, with any texts.
func anyDocument(t *rapid.T) *letter.Document {
	text := func() string { return anyText().Draw(t, "text") }
	lines := func() []string { return rapid.SliceOfN(anyText(), 0, 3).Draw(t, "lines") }
	doc := &letter.Document{Meta: letter.Meta{
		ID: "K3F7A-9QX2B", Lang: rapid.SampledFrom([]string{"ru", "de", "xx", `"<`}).Draw(t, "lang"), Date: 20_000,
		Subject: text(), Sender: text(), Country: rapid.SampledFrom([]string{"DE", "BY", ""}).Draw(t, "country"),
	}}
	if rapid.Bool().Draw(t, "frame") {
		head := letter.Letterhead{Name: text(), Lines: lines()}
		if rapid.Bool().Draw(t, "logo") {
			head.Logo.Data = drawnLogo(rapid.IntRange(1, 90).Draw(t, "wide"), rapid.IntRange(1, 90).Draw(t, "high"))
		}
		doc.Blocks = append(doc.Blocks, head)
	}
	if rapid.Bool().Draw(t, "to") {
		doc.Blocks = append(doc.Blocks, letter.Addressee{Name: text(), Attn: text(), Lines: lines(), Return: text()}, letter.Reference{Text: text()})
	}
	for range rapid.IntRange(0, 8).Draw(t, "blocks") {
		doc.Blocks = append(doc.Blocks, anyBlock(t, text, lines))
	}
	return doc
}

func anyBlock(t *rapid.T, text func() string, lines func() []string) letter.Block {
	switch rapid.IntRange(0, 8).Draw(t, "block") {
	case 0:
		return letter.Title{Text: text()}
	case 1:
		return letter.Heading{Runs: anyRuns(t)}
	case 2:
		return letter.Paragraph{Runs: anyRuns(t)}
	case 3:
		l := letter.List{Ordered: rapid.Bool().Draw(t, "ordered"), Boxes: rapid.Bool().Draw(t, "boxes")}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			l.Items = append(l.Items, anyRuns(t))
		}
		return l
	case 4:
		return anyTable(t, text)
	case 5:
		return letter.Total{Label: text(), Amount: text(), Words: text()}
	case 6:
		return letter.Details{Title: text(), Lines: lines(), Code: letter.Code{Text: text(), Caption: "not to be seen"}}
	case 7:
		s := letter.Signature{Closing: text(), ByHand: rapid.Bool().Draw(t, "hand"), Stamp: text(), Contact: text()}
		for range rapid.IntRange(1, 2).Draw(t, "signers") {
			s.Signers = append(s.Signers, letter.Signer{Position: text(), Name: text()})
		}
		return s
	}
	return letter.Note{Text: text()}
}

func anyTable(t *rapid.T, text func() string) letter.Table {
	var table letter.Table
	for range rapid.IntRange(1, 8).Draw(t, "columns") {
		table.Columns = append(table.Columns, letter.Column{Key: text(), Title: text(), Right: rapid.Bool().Draw(t, "right")})
		table.Total = append(table.Total, text())
	}
	for range rapid.IntRange(0, 3).Draw(t, "rows") {
		row := make([]string, len(table.Columns))
		for i := range row {
			row[i] = text()
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// TestAnyLetterIsWellFormed writes letters of any blocks with hostile values and
// reads them back.
func TestAnyLetterIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyDocument(t)
		parts := written(t, doc)
		checkParts(t, parts)
		want := expected(doc)
		for i := range want {
			want[i] = readable(want[i])
		}
		want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
		if got := texts(t, parts["word/document.xml"]); !slices.Equal(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

// readable is what may be left of a value: said once more, in other words than
// in the program.
func readable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("\t\r\n\u2028\u2029", r):
			b.WriteByte(' ')
		case r < ' ', r >= 0x7f && r <= 0x9f, r == 0xfffe, r == 0xffff, unicode.Is(unicode.Bidi_Control, r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// TestColumnsFillTheText: widths are positive and no wider together than the
// text, whatever stands in them.
func TestColumnsFillTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t, func() string { return anyText().Draw(t, "text") })
		widths, total := columnWidths(table), 0
		for _, w := range widths {
			if w < cellMargins {
				t.Fatalf("widths %v", widths)
			}
			total += w
		}
		if total > textWidth || total < textWidth-len(widths) {
			t.Fatalf("widths %v make %d, not %d", widths, total, textWidth)
		}
	})
}
