package docx

import "fmt"

// grid is a table's style and its columns in twips.
type grid struct {
	style  string
	widths []int
	look   string // which conditional parts of the style are used, empty: none
}

// cell is the beginning of a cell's properties: columns from i on.
func (g grid) cell(i, columns int) string {
	width := 0
	for _, w := range g.widths[i : i+columns] {
		width += w
	}
	span := ""
	if columns > 1 {
		span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, columns)
	}
	return fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>%s`, width, span)
}

// margins are a cell's own, before and after its text.
func margins(before, after int) string {
	return fmt.Sprintf(`<w:tcMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tcMar>`, before, after)
}

// lowest puts a cell's text at its bottom.
const lowest = `<w:vAlign w:val="bottom"/>`

// openTable begins a table of fixed columns, so that a long word breaks and
// does not push its neighbours off the page.
func (b *body) openTable(g grid) {
	total, columns := 0, ""
	for _, w := range g.widths {
		total += w
		columns += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, w)
	}
	fmt.Fprintf(&b.xml, `<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>%s</w:tblPr><w:tblGrid>%s</w:tblGrid>`,
		g.style, total, g.look, columns)
}

// closeTable ends it; keep: it stays on the page of what follows.
func (b *body) closeTable(keep bool) {
	b.xml.WriteString("</w:tbl>")
	b.gap(keep)
}

// openRow begins a row that is never divided, at least so many twips high.
func (b *body) openRow(height int) {
	b.xml.WriteString("<w:tr><w:trPr><w:cantSplit/>")
	if height > 0 {
		fmt.Fprintf(&b.xml, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, height)
	}
	b.xml.WriteString("</w:trPr>")
}

func (b *body) closeRow() { b.xml.WriteString("</w:tr>") }

// cell writes a cell. Its content holds at least one paragraph.
func (b *body) cell(properties string, content func()) {
	b.xml.WriteString("<w:tc><w:tcPr>" + properties + "</w:tcPr>")
	content()
	b.xml.WriteString("</w:tc>")
}
