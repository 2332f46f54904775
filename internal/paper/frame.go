package paper

import (
	"strings"

	"debitor/internal/letter"
)

// arrangement is where the parts of a letter's first page stand.
type arrangement struct {
	letterhead area
	addressee  area
	reference  area
	returned   area // the sender above the addressee; zero: the form has none
	body       float64
	marks      []float64 // where to fold and to punch, from the top
}

// corner is the form of Russian, Belarusian and Ukrainian letters, used
// wherever no other is known: the sender in the left corner, the addressee
// beside it, within the window of a DL envelope, which begins 5 mm from the
// sheet's top and right edge and is 95 × 55 mm (LAW.md 8).
var corner = arrangement{
	letterhead: area{left, 14, 80, 50},
	addressee:  area{113, 17, right - 113, 40},
	reference:  area{left, 42, 80, 25},
	body:       70,
	marks:      []float64{99, 198},
}

// din is form B of DIN 5008 (LAW.md 8): the letterhead in the upper 45 mm, below
// it the address field, 85 × 45 mm and 20 mm from the left, its text 5 mm
// inside: the sender on one line, 12.7 mm for the post, the addressee.
var din = arrangement{
	letterhead: area{left, 12, textWidth, 31},
	returned:   area{25, 45.6, 80, 4},
	addressee:  area{25, 62.7, 80, 27.3},
	reference:  area{125, 50, right - 125, 38},
	body:       98.46,
	marks:      []float64{105, 148.5, 210},
}

func arrangementOf(m letter.Meta) *arrangement {
	if m.Country == "DE" {
		return &din
	}
	return &corner
}

// The logo's bounds.
const (
	logoWidth  = 45.0
	logoHeight = 18.0
)

// frame sets what stands above the body and tells where the body begins.
func (a *arrangement) frame(s *sheet, blocks []letter.Block) float64 {
	body, below := a.body, a.reference.y
	for _, b := range blocks {
		switch b := b.(type) {
		case letter.Letterhead:
			end := a.head(s, b)
			if a.reference.x == a.letterhead.x {
				below = max(below, end+5)
			}
			body = max(body, end+8)
		case letter.Addressee:
			body = max(body, a.to(s, b)+8)
		case letter.Reference:
			style := bodyStyle.fitted(b.Text, a.reference.width, 1, 9)
			lines := style.strips(style.lines(plainRun(b.Text), a.reference.width), a.reference.x)
			body = max(body, stack(s, clip(lines, a.reference.height), below)+7)
		}
	}
	return body
}

// head sets the sender: the logo above his name where the letterhead is narrow,
// else beside it.
func (a *arrangement) head(s *sheet, b letter.Letterhead) float64 {
	at := a.letterhead
	logo, bottom := pictureOf(b.Logo), at.y
	if logo != nil {
		w, h := logo.within(logoWidth, logoHeight)
		s.ops = append(s.ops, op{x: at.x, y: at.y, x2: at.x + w, y2: at.y + h, picture: logo})
		bottom += h
		if at.width > 100 {
			at.x, at.width = at.x+w+6, at.width-w-6
		} else {
			at.y, at.height = bottom+2, at.height-h-2
		}
	}
	name := headStyle.fitted(b.Name, at.width, 2, smallest)
	y := stack(s, clip(name.strips(name.lines(plainRun(b.Name), at.width), at.x), at.height/2), at.y) + 0.8
	var lines []box
	for _, line := range b.Lines {
		for _, part := range smallStyle.parts(line, at.width) {
			lines = append(lines, smallStyle.strips(smallStyle.lines(plainRun(part), at.width), at.x)...)
		}
	}
	y = max(bottom, stack(s, clip(lines, a.letterhead.y+a.letterhead.height-2-y), y)) + 2
	s.ops = append(s.ops, op{x: a.letterhead.x, y: y, x2: a.letterhead.x + a.letterhead.width, y2: y, size: 0.35, grey: 60})
	return y
}

// fitted is the style so much smaller that a text takes no more lines than
// that, but not below a size.
func (s style) fitted(text string, width float64, lines int, least float64) style {
	for len(s.lines(plainRun(text), width)) > lines && s.size > least {
		s.size, s.leading = s.size*0.95, s.leading*0.95
	}
	return s
}

// parts breaks a line at its dots where it must break at all, and leaves the dot
// out there.
func (s style) parts(line string, width float64) []string {
	const dot = " · "
	var parts []string
	for part := range strings.SplitSeq(line, dot) {
		if n := len(parts); n > 0 && measure(s.regular, parts[n-1]+dot+part, s.size) <= width {
			parts[n-1] += dot + part
		} else {
			parts = append(parts, part)
		}
	}
	return parts
}

// to sets the addressee into the window.
func (a *arrangement) to(s *sheet, b letter.Addressee) float64 {
	if r := a.returned; r.width > 0 && b.Return != "" {
		line := smallStyle.fitted(b.Return, r.width, 1, smallest-1)
		y := stack(s, clip(line.strips(line.lines(plainRun(b.Return), r.width), r.x), line.leading), r.y)
		s.ops = append(s.ops, op{x: r.x, y: y, x2: r.x + r.width, y2: y, size: 0.1, grey: 120})
	}
	lines := b.Lines
	if b.Attn != "" {
		lines = append([]string{b.Attn}, lines...)
	}
	set, _ := field(b.Name, lines, bodyStyle, a.addressee.width, a.addressee.height)
	for i := range set {
		set[i] = shifted(set[i], a.addressee.x)
	}
	return stack(s, set, a.addressee.y)
}

// fold draws the marks at the sheet's left edge.
func (a *arrangement) fold(s *sheet) {
	for _, y := range a.marks {
		s.ops = append(s.ops, op{x: 5, y: y, x2: 9, y2: y, size: 0.1, grey: 160})
	}
}

// foot sets what stands at the bottom of every page: the letter, the page, and
// both for a scanner, the code's dark part flush with the margin.
func foot(s *sheet, m letter.Meta, n, of int) {
	const size = 7.5
	page, end := m.PageLabel(n, of), right
	if m.ID != "" { // what is no letter has nothing to be found by
		s.ops = append(s.ops, PageCode{Run: m.Date, Letter: m.ID, Page: n, Pages: of}.ops(right+2-pageCodeSide, footLine+7-pageCodeSide)...)
		end += 1 - pageCodeSide
	}
	s.ops = append(
		s.ops,
		op{x: left, y: footLine, size: size, face: sans, grey: 110, text: m.Label()},
		op{x: end - measure(sans, page, size), y: footLine, size: size, face: sans, grey: 110, text: page},
	)
}

// stack puts boxes one below the other from y on and tells where they end.
func stack(s *sheet, boxes []box, y float64) float64 {
	for _, b := range boxes {
		y = put(s, b, y)
	}
	return y
}

func put(s *sheet, b box, y float64) float64 {
	for _, o := range b.ops {
		o.y += y
		o.y2 += y
		s.ops = append(s.ops, o)
	}
	return y + b.height
}
