package paper

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/letter"
	"debitor/internal/money"
)

// Forms of the post of Russia, which Belarus shares in substance: the list of
// what is handed in (form 103), the inventory of contents (107) and the notice of
// delivery (119). Their wording is Russian in both countries. They carry what
// the forms ask for, in its order; they are no facsimiles, and the exact look of
// the printed forms is [K].

// formLang is the language of the forms.
const formLang = "ru"

// The styles of forms.
var (
	formTitle   = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 12, leading: 5.4}
	formStyle   = style{regular: sans, bold: sansBold, italic: sans, size: 9, leading: 4.2}
	formCaption = style{regular: sans, bold: sansBold, italic: sans, size: 6.5, leading: 2.8, grey: 90}
)

// bind writes sheets as a PDF.
func bind(w io.Writer, info Info, size fpdf.SizeType, sheets []sheet) error {
	d := newFile(info, size, wholeFont)
	for i := range sheets {
		d.page(&sheets[i])
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write %q: %w", info.Title, err)
	}
	return nil
}

// strip is a stretch of a line: from x, so wide.
type strip struct{ x, width float64 }

func (p strip) text(st style, text string) []box {
	return st.strips(st.lines(plainRun(text), p.width), p.x)
}

// labelled is a name and its value, or the name and a rule to write on. A value
// of more than four lines is cut.
func (p strip) labelled(label, value string) []box {
	if value == "" {
		return []box{p.blank(label)}
	}
	lines := formStyle.lines([]letter.Run{{Text: label + " "}, {Text: value, Bold: true}}, p.width)
	return clip(formStyle.strips(lines, p.x), 4*formStyle.leading)
}

// blank is a name and a rule to write on.
func (p strip) blank(label string) box {
	base := formStyle.baseline()
	from := p.x + measure(sans, label, formStyle.size) + 1.5
	return box{height: formStyle.leading + 1.2, ops: []op{
		{x: p.x, y: base, size: formStyle.size, face: sans, text: label},
		{x: from, y: base + 0.8, x2: p.x + p.width, y2: base + 0.8, size: 0.2},
	}}
}

// signature is a name, which may be empty, and rules side by side with what goes
// on each below it.
func (p strip) signature(label string, captions ...string) box {
	base := formStyle.baseline() + 4 // room for the hand
	b := box{height: base + 5}
	if label != "" {
		b.ops = append(b.ops, op{x: p.x, y: base, size: formStyle.size, face: sans, text: label})
	}
	const gap = 4.0
	from := p.x + 16
	width := (p.width - 16 - float64(len(captions)-1)*gap) / float64(len(captions))
	for _, caption := range captions {
		middle := from + (width-measure(sans, caption, formCaption.size))/2
		b.ops = append(
			b.ops,
			op{x: from, y: base + 0.8, x2: from + width, y2: base + 0.8, size: 0.2},
			op{x: middle, y: base + 3.6, size: formCaption.size, face: sans, grey: formCaption.grey, text: caption},
		)
		from += width + gap
	}
	return b
}

// stampSide is the side of the place for the post's stamp: a calendar stamp is
// about 25 mm wide.
const stampSide = 30.0

// stampPlace is a square with its purpose written in it.
func stampPlace(x, y float64) []op {
	corners := [][2]float64{{x, y}, {x + stampSide, y}, {x + stampSide, y + stampSide}, {x, y + stampSide}}
	var s sheet
	for i, c := range corners {
		next := corners[(i+1)%len(corners)]
		s.ops = append(s.ops, op{x: c[0], y: c[1], x2: next[0], y2: next[1], size: 0.15, grey: 150})
	}
	stack(&s, strip{x + 2, stampSide - 4}.text(formCaption, "Оттиск календарного почтового штемпеля"), y+2)
	return s.ops
}

// formTable is a table with lines around every cell.
type formTable struct {
	x       float64
	columns []column
	most    int // lines of a cell; what is longer is cut, so that rows share a page
}

type column struct {
	title string
	width float64
	right bool // figures
}

var formCell = style{regular: sans, bold: sansBold, italic: sans, size: 8, leading: 3.3}

// boxes are the head and the rows, each knowing its head.
func (t formTable) boxes(rows [][]string) []box {
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = c.title
	}
	head := t.row(titles, tableHead)
	head.ops = append(head.ops, op{x: t.x, x2: t.x + t.width(), size: 0.2})
	repeated := head
	head.keep = true
	boxes := []box{head}
	for _, cells := range rows {
		row := t.row(cells, formCell)
		row.head = &repeated
		boxes = append(boxes, row)
	}
	return boxes
}

func (t formTable) width() (width float64) {
	for _, c := range t.columns {
		width += c.width
	}
	return width
}

func (t formTable) row(cells []string, st style) box {
	b := box{height: st.leading + 2*cellPadY}
	x := t.x
	for i, c := range t.columns {
		lines := st.strips(st.lines(plainRun(cells[i]), c.width-2*cellPadX), x+cellPadX)
		y := cellPadY
		for _, line := range clip(lines, float64(t.most)*st.leading) {
			for _, o := range line.ops {
				if c.right {
					o.x = x + c.width - cellPadX - measure(o.face, o.text, o.size)
				}
				o.y += y
				b.ops = append(b.ops, o)
			}
			y += line.height
		}
		b.height = max(b.height, y+cellPadY)
		x += c.width
	}
	b.ops = append(b.ops, op{x: t.x, y: b.height, x2: x, y2: b.height, size: 0.2})
	return t.walls(b)
}

// walls draws the upright lines of a row.
func (t formTable) walls(b box) box {
	x := t.x
	b.ops = append(b.ops, op{x: x, x2: x, y2: b.height, size: 0.2})
	for _, c := range t.columns {
		x += c.width
		b.ops = append(b.ops, op{x: x, x2: x, y2: b.height, size: 0.2})
	}
	return b
}

// classNames is what a class of mail is called on forms.
var classNames = map[letter.Post]string{
	letter.Ordinary:   "письмо простое",
	letter.Registered: "письмо заказное с уведомлением о вручении",
	letter.Valuable:   "письмо с объявленной ценностью, описью вложения и уведомлением",
}

// figure is an amount for a cell, empty for none.
func figure(m money.Minor, c money.Currency) string {
	if m == 0 {
		return ""
	}
	return letter.Figure(m, c, formLang)
}

// inWords is an amount in figures and words.
func inWords(m money.Minor, c money.Currency) string {
	return letter.Money(m, c, formLang) + " (" + letter.Words(m, c, formLang) + ")"
}
