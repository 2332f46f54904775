package docx

import (
	"fmt"
	"strings"

	"debitor/internal/letter"
)

// The sheet in twips: A4 with the margins of package paper.
var (
	pageWidth  = 11906
	pageHeight = 16838
	left       = twips(250)
	right      = twips(150)
	top        = twips(200)
	bottom     = twips(180)
	footAt     = twips(80)
	textWidth  = pageWidth - left - right
)

// body writes the letter's blocks.
type body struct {
	doc      *letter.Document
	xml      strings.Builder
	logo     *picture
	numbered int // lists with numbers so far: each begins at 1
}

func newBody(doc *letter.Document) *body {
	b := &body{doc: doc}
	for _, block := range doc.Blocks {
		if head, ok := block.(letter.Letterhead); ok {
			b.logo = pictureOf(head.Logo)
		}
	}
	return b
}

// letter writes all blocks.
func (b *body) letter() {
	b.frame()
	for i, block := range b.doc.Blocks {
		b.block(block, i+1 < len(b.doc.Blocks) && staysBelow(b.doc.Blocks[i+1]))
	}
}

// staysBelow tells whether a block must not begin a page, apart from what it
// follows.
func staysBelow(next letter.Block) bool {
	switch next.(type) {
	case letter.Signature, letter.Total, letter.Note, letter.List, letter.Table:
		return true
	}
	return false
}

// block writes one; keep: its end stays on the page of the next.
func (b *body) block(block letter.Block, keep bool) {
	switch block := block.(type) {
	case letter.Title:
		b.paragraph("Title", keep, plain(block.Text))
	case letter.Heading:
		b.paragraph("Heading1", keep, block.Runs)
	case letter.Paragraph:
		b.paragraph("Normal", keep, block.Runs)
	case letter.List:
		b.list(block, keep)
	case letter.Table:
		b.table(block, keep)
	case letter.Total:
		b.paragraph("AmountDue", keep, []letter.Run{{Text: block.Label + " "}, {Text: block.Amount, Bold: true}, {Text: " (" + block.Words + ")"}})
	case letter.Details:
		b.paragraph("DetailsTitle", keep, plain(block.Title))
		b.lines("Details", block.Lines, keep)
	case letter.Signature:
		b.signature(block, keep)
	case letter.Note:
		b.paragraph("Note", keep, plain(block.Text))
	}
}

// paragraph writes one in a style; keep: it stays with the next.
func (b *body) paragraph(style string, keep bool, runs []letter.Run) {
	fmt.Fprintf(&b.xml, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>%s</w:p>`, style, given(keep, "<w:keepNext/>"), textRuns(runs))
}

// lines writes paragraphs that stay together.
func (b *body) lines(style string, lines []string, keep bool) {
	for i, line := range lines {
		b.paragraph(style, keep || i+1 < len(lines), plain(line))
	}
}

// gap closes a table: without a paragraph between them Word takes two tables
// for one, and a file must not end with one.
func (b *body) gap(keep bool) { b.paragraph("Gap", keep, nil) }

func (b *body) list(l letter.List, keep bool) {
	style, number := "ListBullet", ""
	switch {
	case l.Boxes:
		style = "ListBox"
	case l.Ordered:
		b.numbered++
		style, number = "ListNumber", fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, numberedList(b.numbered))
	}
	for i, item := range l.Items {
		stays := given(keep && i+1 == len(l.Items), "<w:keepNext/>")
		fmt.Fprintf(&b.xml, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s%s</w:pPr>%s</w:p>`, style, stays, number, textRuns(item))
	}
}

// signature keeps together by its styles. Signed by hand, it is one table, for
// LibreOffice keeps the rows of a table together but not what stands around it.
func (b *body) signature(s letter.Signature, keep bool) {
	position, line := twips(720), twips(350) // the rest is for names written out in full
	t := grid{style: "LayoutTable", widths: []int{position, line, textWidth - position - line}}
	whole := func(style, text string) { b.paragraph(style, keep, plain(text)) }
	if s.ByHand {
		whole = func(style, text string) {
			b.openRow(0)
			b.cell(t.cell(0, 3), func() { b.paragraph(style, true, plain(text)) })
			b.closeRow()
		}
		b.openTable(t)
		defer b.closeTable(keep)
	}
	if s.Closing != "" {
		whole("Closing", s.Closing)
	}
	for _, who := range s.Signers {
		if s.ByHand {
			b.signLine(t, who)
			continue
		}
		for _, text := range []string{who.Position, who.Name} {
			if text != "" {
				whole("Signature", text)
			}
		}
	}
	if s.Stamp != "" {
		whole("Stamp", s.Stamp)
	}
	if s.Contact != "" {
		whole("Contact", s.Contact)
	}
}

// signLine writes position, a line for the hand, name.
func (b *body) signLine(t grid, who letter.Signer) {
	const rule = `<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>`
	b.openRow(twips(110))
	b.cell(t.cell(0, 1)+margins(0, twips(40))+lowest, func() { b.paragraph("Signature", false, plain(who.Position)) })
	b.cell(t.cell(1, 1)+rule+lowest, func() { b.paragraph("Signature", false, nil) })
	b.cell(t.cell(2, 1)+margins(twips(40), 0)+lowest, func() { b.paragraph("Signature", false, plain(who.Name)) })
	b.closeRow()
}
