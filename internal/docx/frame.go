package docx

import (
	"fmt"

	"debitor/internal/letter"
)

// frame writes what stands above the title, where package paper has it: in
// Germany form B of DIN 5008, elsewhere the sender at the left and the addressee
// in the window at the right (LAW.md 8).
func (b *body) frame() {
	var head *letter.Letterhead
	var to *letter.Addressee
	var reference *letter.Reference
	for _, block := range b.doc.Blocks {
		switch block := block.(type) {
		case letter.Letterhead:
			head = &block
		case letter.Addressee:
			to = &block
		case letter.Reference:
			reference = &block
		}
	}
	switch {
	case head == nil && to == nil && reference == nil:
	case b.doc.Meta.Country == "DE":
		b.din(head, to, reference)
	default:
		b.corner(head, to, reference)
	}
}

// gapHeight is the height of the style Gap, which ends the frame's table.
var gapHeight = twips(20)

// corner is one row of 50 mm: from the margin to where the text begins.
func (b *body) corner(head *letter.Letterhead, to *letter.Addressee, reference *letter.Reference) {
	sender, between := twips(800), twips(80)
	t := grid{style: "LayoutTable", widths: []int{sender, between, textWidth - sender - between}}
	b.openTable(t)
	b.openRow(twips(500) - gapHeight)
	b.cell(t.cell(0, 1), func() {
		b.drawLogo()
		b.head(head)
		b.reference(reference)
	})
	b.cell(t.cell(1, 1), func() { b.gap(false) })
	b.cell(t.cell(2, 1), func() { b.addressee(to) })
	b.closeRow()
	b.closeTable(false)
}

// din is two rows: the letterhead down to 45 mm, and the field of the address
// beside the reference down to 98.5 mm. The address begins 17.7 mm below the
// field's edge; above it stands the sender on one line.
func (b *body) din(head *letter.Letterhead, to *letter.Addressee, reference *letter.Reference) {
	field := twips(1000)
	logo := b.logo.column()
	t := grid{style: "LayoutTable", widths: []int{logo, field - logo, textWidth - field}}
	if logo == 0 {
		t.widths = t.widths[1:]
	}
	address := len(t.widths) - 1 // columns of the left half
	b.openTable(t)
	b.openRow(twips(250))
	if logo > 0 {
		b.cell(t.cell(0, 1), b.drawLogo)
	}
	b.cell(t.cell(address-1, 2), func() { b.head(head) })
	b.closeRow()
	b.openRow(twips(535) - gapHeight)
	b.cell(t.cell(0, address), func() {
		b.returnAddress(to)
		b.addressee(to)
	})
	b.cell(t.cell(address, 1), func() { b.reference(reference) })
	b.closeRow()
	b.closeTable(false)
}

func (b *body) drawLogo() {
	if b.logo != nil {
		fmt.Fprintf(&b.xml, `<w:p><w:pPr><w:pStyle w:val="Logo"/></w:pPr><w:r>%s</w:r></w:p>`, b.logo.drawing(b.doc.Meta.Sender))
	}
}

// head and its kind write something even where there is nothing, for a cell
// holds at least one paragraph.
func (b *body) head(h *letter.Letterhead) {
	if h == nil {
		b.gap(false)
		return
	}
	b.paragraph("Letterhead", false, plain(h.Name))
	b.lines("LetterheadLines", h.Lines, false)
}

func (b *body) reference(r *letter.Reference) {
	if r == nil {
		b.gap(false)
		return
	}
	b.paragraph("Reference", false, plain(r.Text))
}

// returnAddress keeps its room where it is empty.
func (b *body) returnAddress(a *letter.Addressee) {
	if a == nil {
		a = &letter.Addressee{}
	}
	b.paragraph("ReturnAddress", false, plain(a.Return))
}

func (b *body) addressee(a *letter.Addressee) {
	if a == nil {
		b.gap(false)
		return
	}
	b.paragraph("AddresseeName", false, plain(a.Name))
	if a.Attn != "" {
		b.paragraph("Addressee", false, plain(a.Attn))
	}
	b.lines("Addressee", a.Lines, false)
}
