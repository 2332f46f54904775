package paper

import (
	"fmt"
	"io"

	"debitor/internal/letter"
)

// Report is a paper for the house's own people, from the first page's top to
// the last page's bottom: no letterhead, no window, no code for a scanner.
type Report struct {
	Info  Info
	Foot  string // at the left of every page's foot
	Parts []Part
}

// Part is a block of a letter (Text), or one of Figures, Bars and Stacks.
type Part interface{ boxes() []box }

// Text is a block of a letter, set as in a letter. What belongs to a letter's
// first page alone (letterhead, addressee, reference) is left out.
func Text(b letter.Block) Part { return text{b} }

type text struct{ letter.Block }

func (t text) boxes() []box { return blockBoxes(t.Block) }

// Figures are the headline figures, side by side in as many rows as it takes.
type Figures []Figure

// Figure is one of them: a number that is read from afar, what it is, and what
// to know of it.
type Figure struct {
	Value string
	Label string
	Note  string // may be empty
}

var (
	figureStyle = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 17, leading: 7.5}
	figureLabel = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 3.6}
)

// figuresAbreast is how many figures stand side by side.
const figuresAbreast = 4

func (f Figures) boxes() []box {
	var boxes []box
	const gap = 4.0
	width := (textWidth - gap*(figuresAbreast-1)) / figuresAbreast
	for len(f) > 0 {
		n := min(len(f), figuresAbreast)
		row := box{gap: 4}
		for i, figure := range f[:n] {
			x := left + float64(i)*(width+gap)
			cell := box{height: 1.2}
			value := figureStyle.fitted(figure.Value, width, 1, 9)
			cell.column(value, figure.Value, x, width)
			cell.height = 1.2 + figureStyle.leading
			cell.column(figureLabel, figure.Label, x, width)
			cell.column(captionStyle, figure.Note, x, width)
			row.ops = append(append(row.ops, op{x: x, x2: x + width, size: 0.5, grey: 60}), cell.ops...)
			row.height = max(row.height, cell.height)
		}
		boxes = append(boxes, row)
		f = f[n:]
	}
	return boxes
}

// Write sets the report and writes it as a PDF.
func (r *Report) Write(w io.Writer) error {
	var boxes []box
	for i, p := range r.Parts {
		boxes = append(boxes, p.boxes()...)
		if i+1 == len(r.Parts) {
			break
		}
		_, words := p.(text)
		if next, is := r.Parts[i+1].(text); is && words {
			joinNext(boxes, next.Block)
		}
	}
	sheets := flowTight(sheet{}, top, boxes)
	d := newFile(r.Info, a4, wholeFont)
	meta := letter.Meta{Lang: r.Info.Lang}
	for i := range sheets {
		page := meta.PageLabel(i+1, len(sheets))
		at := right - measure(sans, page, smallStyle.size)
		sheets[i].ops = append(
			sheets[i].ops,
			op{x: left, y: footLine, size: smallStyle.size, face: sans, grey: 110, text: r.Foot},
			op{x: at, y: footLine, size: smallStyle.size, face: sans, grey: 110, text: page},
		)
		d.page(&sheets[i])
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
