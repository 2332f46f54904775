package paper

import (
	"slices"
	"strings"
	"unicode/utf8"

	"debitor/internal/letter"
)

// The sheet, in millimetres: A4 with a wide left margin for filing.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	left       = 25.0
	right      = 195.0
	top        = 20.0  // of pages after the first
	bottom     = 279.0 // nothing but the foot stands below
	footLine   = 288.0
	textWidth  = right - left
)

// op is one thing drawn: a text with its baseline at x, y; between the corners
// x, y and x2, y2 a picture, the squares of a code or a filled area; else a
// line from x, y to x2, y2. Grey runs from 0 (black) to 255.
type op struct {
	x, y, x2, y2 float64
	size         float64 // of the text in points; of the line in millimetres
	face         face
	grey         uint8
	fill         bool
	text         string
	picture      *picture
	dots         *dots
}

// dots are the squares of a two-dimensional code, without its white border.
type dots struct {
	side int
	dark []bool // row by row, side × side
}

// area is a rectangle of a page, in millimetres from its upper left corner.
type area struct{ x, y, width, height float64 }

// sheet is one page.
type sheet struct {
	ops []op
}

// box is a strip of a page that is never divided. Its ops count from its top.
type box struct {
	gap    float64 // white above, dropped at the top of a page
	height float64
	ops    []op
	line   bool // one line of running text
	keep   bool // stays with the next box
	head   *box // put above when this box begins a page: a table's head
}

// mostHeight is what a page holds below a repeated head.
const mostHeight = bottom - top - 20

// flow puts boxes on sheets from y on.
func flow(first sheet, y float64, boxes []box) []sheet {
	sheets := []sheet{first}
	boxes = divided(boxes)
	fresh := false // nothing stands on the current page below its top
	place := func(b *box) {
		page := &sheets[len(sheets)-1]
		if !fresh {
			y += b.gap
		}
		for _, o := range b.ops {
			o.y += y
			o.y2 += y
			page.ops = append(page.ops, o)
		}
		y += b.height
		fresh = false
	}
	for i := 0; i < len(boxes); {
		n, height := group(boxes[i:])
		if !fresh && y+height > bottom {
			sheets = append(sheets, sheet{})
			y, fresh = top, true
			if head := boxes[i].head; head != nil {
				place(head)
			}
		}
		for range n {
			place(&boxes[i])
			i++
		}
	}
	return sheets
}

// tighter is by how much the white between blocks and the lines of running text
// may shrink, in steps: below the last a letter looks crammed.
var tighter = []struct{ gaps, lines float64 }{{0.75, 0.97}, {0.5, 0.93}}

// flowTight flows boxes a little closer if that saves a sheet: a letter need not
// have another one for its last few lines.
func flowTight(first sheet, y float64, boxes []box) []sheet {
	first.ops = slices.Clip(first.ops)
	sheets := flow(first, y, boxes)
	for _, by := range tighter {
		if len(sheets) == 1 {
			break
		}
		tight := slices.Clone(boxes)
		for i := range tight {
			tight[i].gap *= by.gaps
			if tight[i].line {
				tight[i].height *= by.lines
			}
		}
		if closer := flow(first, y, tight); len(closer) < len(sheets) {
			return closer
		}
	}
	return sheets
}

// group is how many of the boxes stay together, and their height. A group
// taller than a page is cut to its first box.
func group(boxes []box) (n int, height float64) {
	for n < len(boxes) {
		height += boxes[n].gap + boxes[n].height
		n++
		if !boxes[n-1].keep {
			break
		}
	}
	if height > mostHeight {
		return 1, boxes[0].gap + boxes[0].height
	}
	return n, height
}

// divided replaces boxes taller than a page by several: nobody has such a name
// or contract number, but a file may.
func divided(boxes []box) []box {
	if !slices.ContainsFunc(boxes, func(b box) bool { return b.height > mostHeight }) {
		return boxes
	}
	var out []box
	for _, b := range boxes {
		for b.height > mostHeight {
			upper, lower, ok := divide(b)
			if !ok {
				break
			}
			out = append(out, upper)
			b = lower
		}
		out = append(out, b)
	}
	return out
}

// divide cuts a box between two lines of text, as low as a page allows.
func divide(b box) (upper, lower box, ok bool) {
	cut, next := 0.0, b.height
	for _, o := range b.ops {
		below, above := o.y+0.3*o.size*pointMM, o.y-o.size*pointMM
		switch {
		case o.text == "":
		case below <= mostHeight:
			cut = max(cut, below)
		default:
			next = min(next, above)
		}
	}
	if cut == 0 || next == b.height {
		return b, b, false
	}
	upper = box{gap: b.gap, height: cut, head: b.head}
	lower = box{height: b.height - next, keep: b.keep, head: b.head}
	for _, o := range b.ops {
		rest := o
		rest.y, rest.y2 = o.y-next, o.y2-next
		switch {
		case o.text != "" && o.y <= cut, o.text == "" && o.y2 <= cut:
			upper.ops = append(upper.ops, o)
		case o.text == "" && o.y < cut: // a rule along both
			o.y2, rest.y = cut, 0
			upper.ops, lower.ops = append(upper.ops, o), append(lower.ops, rest)
		default:
			lower.ops = append(lower.ops, rest)
		}
	}
	return upper, lower, true
}

// clip keeps the lines that fit into a height; what does not fit leaves an
// ellipsis.
func clip(lines []box, height float64) []box {
	const tolerance = 0.01
	for i, b := range lines {
		if height -= b.height; height < -tolerance && i > 0 {
			ops := lines[i-1].ops
			o := &ops[len(ops)-1]
			room := measure(o.face, o.text, o.size) - measure(o.face, "…", o.size)
			for o.text != "" && measure(o.face, o.text, o.size) > room {
				_, last := utf8.DecodeLastRuneInString(o.text)
				o.text = o.text[:len(o.text)-last]
			}
			o.text = strings.TrimRight(o.text, " ,-") + "…"
			return lines[:i]
		}
	}
	return lines
}

// style is how running text is set.
type style struct {
	regular, bold, italic face
	size                  float64 // points
	leading               float64 // millimetres from line to line
	grey                  uint8
}

// fragment is a piece of a word in one face.
type fragment struct {
	text  string
	face  face
	width float64
}

// word is what stands between two spaces.
type word struct {
	parts []fragment
	width float64
}

// lines breaks runs into lines no wider than width, ragged on the right.
func (s style) lines(runs []letter.Run, width float64) [][]op {
	width += 0.01 // a column exactly as wide as its text holds it
	var out [][]op
	var line []op
	x := 0.0
	for _, w := range s.words(runs, width) {
		space := 0.0
		if len(line) > 0 {
			space = measure(line[len(line)-1].face, " ", s.size)
			if x+space+w.width > width {
				out = append(out, line)
				line, x, space = nil, 0, 0
			}
		}
		for i, p := range w.parts {
			if i == 0 && space > 0 {
				if last := &line[len(line)-1]; last.face == p.face {
					last.text += " "
				}
				x += space
			}
			if n := len(line); n > 0 && line[n-1].face == p.face {
				line[n-1].text += p.text
			} else {
				line = append(line, op{x: x, size: s.size, face: p.face, grey: s.grey, text: p.text})
			}
			x += p.width
		}
	}
	if len(line) > 0 {
		out = append(out, line)
	}
	return out
}

// words cuts runs at spaces; a word wider than the line is cut where it must be.
func (s style) words(runs []letter.Run, width float64) []word {
	var words []word
	open := false // the last word may go on in the next run
	for _, r := range runs {
		f := s.regular
		switch {
		case r.Bold:
			f = s.bold
		case r.Italic:
			f = s.italic
		}
		for i, text := range strings.Split(r.Text, " ") {
			if i > 0 {
				open = false
			}
			for text != "" {
				piece := fit(f, text, s.size, width)
				text = text[len(piece):]
				p := fragment{piece, f, measure(f, piece, s.size)}
				if n := len(words); open && words[n-1].width+p.width <= width {
					words[n-1].parts = append(words[n-1].parts, p)
					words[n-1].width += p.width
				} else {
					words = append(words, word{[]fragment{p}, p.width})
				}
				open = text == ""
			}
		}
	}
	return words
}

// fit is as much of a word as the width holds, at least one character.
func fit(f face, s string, size, width float64) string {
	if measure(f, s, size) <= width {
		return s
	}
	x, last := 0.0, 0
	for i, r := range s {
		w := measure(f, string(r), size)
		if x+w > width && i > 0 {
			// Behind a hyphen or slash is a better place, unless it leaves little.
			if cut := strings.LastIndexAny(s[:i], "-/\u00a0"); cut > i/2 && s[cut] < 0x80 {
				return s[:cut+1]
			}
			return s[:i]
		}
		x += w
		last = i
	}
	return s[:max(last, 1)]
}

// strips makes one box of each line, at x.
func (s style) strips(lines [][]op, x float64) []box {
	boxes := make([]box, len(lines))
	for i, line := range lines {
		for j := range line {
			line[j].x += x
			line[j].y = s.baseline()
		}
		boxes[i] = box{height: s.leading, ops: line, line: true}
	}
	return boxes
}

// baseline is how far below a line's top its letters stand.
func (s style) baseline() float64 { return s.leading*0.5 + s.size*pointMM*0.34 }

// plainRun is text without emphasis.
func plainRun(text string) []letter.Run { return []letter.Run{{Text: text}} }
