package docx

import (
	"sort"
	"strings"
	"unicode"

	"debitor/internal/letter"
)

// ruled uses the style's lines below the first row and above the last.
const ruled = `<w:tblLook w:val="0660" w:firstRow="1" w:lastRow="1" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`

// table writes the documents. The head is repeated on every page and stays with
// the first two rows; the last two stay with the total.
func (b *body) table(t letter.Table, keep bool) {
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	g := grid{style: "DocumentTable", widths: columnWidths(t), look: ruled}
	b.openTable(g)
	b.groups(t, g)
	b.row(t, g, titles, rowStyle{"TableHead", "TableHeadFigure", true, true})
	for i, cells := range t.Rows {
		b.row(t, g, cells, rowStyle{"TableText", "TableFigure", i == 0 || i >= len(t.Rows)-2, false})
	}
	if len(t.Total) > 0 {
		b.row(t, g, t.Total, rowStyle{"TableTotal", "TableTotalFigure", keep, false})
	}
	b.closeTable(keep)
}

// groups writes the headings over several columns; they are a part of the head.
func (b *body) groups(t letter.Table, g grid) {
	if len(t.Groups) == 0 {
		return
	}
	b.xml.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
	column := 0
	for _, group := range t.Groups {
		b.cell(g.cell(column, group.Columns), func() { b.paragraph("TableHead", true, plain(group.Title)) })
		column += group.Columns
	}
	b.closeRow()
}

// rowStyle is how a row is set: the styles of text and of figures, whether it
// stays with the next row, and whether it is the head.
type rowStyle struct {
	text, figure string
	keep, head   bool
}

func (b *body) row(t letter.Table, g grid, cells []string, s rowStyle) {
	b.xml.WriteString("<w:tr><w:trPr><w:cantSplit/>" + given(s.head, "<w:tblHeader/>") + "</w:trPr>")
	for i, text := range cells {
		style := s.text
		if t.Columns[i].Right {
			style = s.figure
		}
		b.cell(g.cell(i, 1), func() { b.paragraph(style, s.keep, plain(text)) })
	}
	b.closeRow()
}

// columnWidths shares the width of the text: each column gets what its longest
// text needs, none more than leaves room for the others; what is over is
// shared in proportion.
func columnWidths(t letter.Table) []int {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = titleWidth(c.Title)
		if len(t.Total) > 0 {
			widths[i] = max(widths[i], breadth(t.Total[i]))
		}
		for _, row := range t.Rows {
			widths[i] = max(widths[i], breadth(row[i]))
		}
		widths[i] += cellMargins
		if c.Same > 0 {
			widths[i] = max(widths[i], widths[i-c.Same])
		}
	}
	most := sort.Search(textWidth, func(limit int) bool { return sum(widths, limit+1) > textWidth })
	for i, w := range widths {
		widths[i] = min(w, max(most, 1))
	}
	used := sum(widths, textWidth)
	for i, w := range widths {
		widths[i] = w * textWidth / used
	}
	return widths
}

// sum of the widths, none counted as more than a limit.
func sum(widths []int, limit int) int {
	total := 0
	for _, w := range widths {
		total += min(w, limit)
	}
	return total
}

// cellMargins are left and right of a cell's text, as in the style.
var cellMargins = 2 * twips(13)

// titleWidth is the room a column's title needs: a short one stands on one line,
// another breaks between its words.
func titleWidth(title string) int {
	if whole := breadth(title); whole <= twips(140) {
		return whole
	}
	longest := 0
	for word := range strings.SplitSeq(title, " ") {
		longest = max(longest, breadth(word))
	}
	return longest
}

// breadth is about how wide a table's text is in twips, in PT Sans and in
// faces like it: which one is at hand where the letter is opened is not known
// here.
func breadth(s string) int {
	const size = 17 // of the text in half points
	thousandths := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune(" \u00a0.,:;'|()ilIj", r):
			thousandths += 290
		case strings.ContainsRune("/-rft", r):
			thousandths += 400
		case strings.ContainsRune("№—%", r):
			thousandths += 1030
		case strings.ContainsRune("ЖМФШЩЮжмфшщыюMWmw", r):
			thousandths += 830
		case unicode.IsUpper(r):
			thousandths += 670
		default:
			thousandths += 560
		}
	}
	return thousandths * size * 10 / 1000
}
