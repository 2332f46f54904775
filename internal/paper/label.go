package paper

import (
	"fmt"
	"io"
	"strings"

	"debitor/internal/fault"
)

// LabelSheet is a sheet of A4 with adhesive labels, measures in millimetres.
type LabelSheet struct {
	Name          string // columns by rows: "3x8"
	Columns, Rows int
	Width, Height float64 // of one label
	Gap           float64 // between two columns; rows touch
}

// labelSheets are the grids sold everywhere; each stands in the middle of its
// sheet.
var labelSheets = []LabelSheet{
	{Name: "3x8", Columns: 3, Rows: 8, Width: 70, Height: 37},
	{Name: "2x7", Columns: 2, Rows: 7, Width: 99.1, Height: 38.1, Gap: 2.5},
	{Name: "3x7", Columns: 3, Rows: 7, Width: 63.5, Height: 38.1, Gap: 2.5},
	{Name: "2x8", Columns: 2, Rows: 8, Width: 105, Height: 37},
}

// LabelSheetNamed is the grid of a name such as "3x8"; an unknown one is a fault
// of kind Usage that lists the known.
func LabelSheetNamed(name string) (LabelSheet, error) {
	var names []string
	for _, s := range labelSheets {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return LabelSheet{}, fault.New(fault.Usage, "paper.label.sheet", "%q is not a sheet of labels debitor knows: use one of %s", name, strings.Join(names, ", "))
}

// labelInset keeps text away from the edges, where printers cannot print and
// labels are cut.
const labelInset = 5.0

// area is where the text of a label stands; labels count from 0, row by row.
func (s *LabelSheet) area(n int) area {
	column, row := float64(n%s.Columns), float64(n/s.Columns)
	wide := float64(s.Columns)*s.Width + float64(s.Columns-1)*s.Gap
	high := float64(s.Rows) * s.Height
	return area{
		x:     (pageWidth-wide)/2 + column*(s.Width+s.Gap) + labelInset,
		y:     (pageHeight-high)/2 + row*s.Height + labelInset,
		width: s.Width - 2*labelInset, height: s.Height - 2*labelInset,
	}
}

var labelStyle = style{regular: sans, bold: sansBold, italic: sans, size: 10, leading: 4.4}

// Labels writes a PDF of labels, one per addressee in the order given, row by
// row. first is the first free label of the first sheet, counted from 1, so that
// a sheet begun may be used up; outside the sheet it is a fault of kind Usage.
func Labels(w io.Writer, info Info, s LabelSheet, first int, to []Party) error {
	perSheet := s.Columns * s.Rows
	if first < 1 || first > perSheet {
		return fault.New(fault.Usage, "paper.label.first", "the first label is one of 1 to %d, not %d", perSheet, first)
	}
	d := newFile(info, a4, wholeFont)
	for _, page := range s.layout(first-1, info.Lang, to) {
		d.page(&page)
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write labels: %w", err)
	}
	return nil
}

func (s *LabelSheet) layout(first int, lang string, to []Party) []sheet {
	sheets := []sheet{{}}
	at := first
	for _, p := range to {
		if at == s.Columns*s.Rows {
			sheets, at = append(sheets, sheet{}), 0
		}
		p = p.typeset(lang)
		a := s.area(at)
		lines, height := field(p.Name, asItIs(p.Address), labelStyle, a.width, a.height)
		a.put(&sheets[len(sheets)-1], lines, max(0, a.height-height)/2)
		at++
	}
	return sheets
}
