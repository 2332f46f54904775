package paper

import (
	"fmt"
	"io"
	"slices"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/fault"
	"debitor/internal/letter"
)

// Party is a name with a postal address, as it stands on an envelope.
type Party struct {
	Name    string
	Address string
}

func (p Party) typeset(lang string) Party {
	return Party{letter.Typeset(p.Name, lang), letter.Typeset(p.Address, lang)}
}

// EnvelopeSize is the size of an envelope, by its name in shops.
type EnvelopeSize string

// The sizes, wide side down; DL is E65 in Russia and Belarus.
const (
	DL EnvelopeSize = "DL" // 220 × 110 mm, a letter folded in three
	C5 EnvelopeSize = "C5" // 229 × 162 mm, folded once
	C6 EnvelopeSize = "C6" // 162 × 114 mm, folded twice
)

var envelopeSizes = map[EnvelopeSize]fpdf.SizeType{DL: {Wd: 220, Ht: 110}, C5: {Wd: 229, Ht: 162}, C6: {Wd: 162, Ht: 114}}

// EnvelopeSizes are the names of the sizes.
func EnvelopeSizes() []EnvelopeSize { return []EnvelopeSize{DL, C5, C6} }

// EnvelopeStyle is how envelopes are laid out. The zero value is DL with the
// international layout.
type EnvelopeStyle struct {
	Size    EnvelopeSize // empty: DL
	Country string       // the creditor's, ISO 3166-1 alpha-2: whose post's rules hold
}

// envelope is where things stand on one.
type envelope struct {
	size fpdf.SizeType
	from area // the sender
	to   area // the addressee
	national
}

// national is what a country's post asks for.
type national struct {
	returnLine bool // DIN 5008: the sender is one small line above the addressee
	index      bool // the grid for the index at the lower left
	order      func(address string) []string
}

// nationals are the countries with rules of their own; the others write sender
// and addressee in the same corners and the address as it is.
var nationals = map[string]national{
	"RU": {index: true, order: russianOrder},
	"BY": {index: true, order: belarusianOrder},
	"DE": {returnLine: true, order: lineByLine},
	"AT": {returnLine: true, order: lineByLine},
}

// The margins of envelopes, and the room that the stamp needs at the upper right.
const (
	envelopeMargin = 12.0
	stampWidth     = 74.0
)

// The DIN field: where a window would be, 20 mm from the left and 15 mm from the
// lower edge; 60 mm on C5, whose letter is folded once [K].
const (
	dinLeft, dinWidth, dinHeight = 20.0, 90.0, 45.0
	dinInset                     = 5.0
	dinBottom, dinBottomC5       = 15.0, 60.0
	dinReturn                    = 5.5 // height of the return line
)

// layoutOf finds the places for a style; an unknown size is a fault of kind Usage.
func (s EnvelopeStyle) layoutOf() (envelope, error) {
	if s.Size == "" {
		s.Size = DL
	}
	size, ok := envelopeSizes[s.Size]
	if !ok {
		return envelope{}, fault.New(fault.Usage, "paper.envelope.size", "%q is not a size of envelopes debitor knows: use one of %v", s.Size, EnvelopeSizes())
	}
	e := envelope{size: size, national: nationals[s.Country]}
	if e.order == nil {
		e.order = asItIs
	}
	if e.returnLine {
		bottom := dinBottom
		if s.Size == C5 {
			bottom = dinBottomC5
		}
		e.from = area{dinLeft + dinInset, size.Ht - bottom - dinHeight, dinWidth - 2*dinInset, dinReturn}
		e.to = area{e.from.x, e.from.y + dinReturn, e.from.width, dinHeight - dinReturn}
		return e, nil
	}
	e.from = area{envelopeMargin, 10, min(90, size.Wd-envelopeMargin-stampWidth-4), min(32, 0.3*size.Ht)}
	width, height := min(96, size.Wd-78), 0.42*size.Ht
	e.to = area{size.Wd - 10 - width, size.Ht - 14 - height, width, height}
	return e, nil
}

var (
	senderStyle = style{regular: sans, bold: sansBold, italic: sans, size: 9, leading: 4.2}
	returnStyle = style{regular: sans, bold: sans, italic: sans, size: 7, leading: 3, grey: 60}
	toStyle     = style{regular: sans, bold: sansBold, italic: sans, size: 12, leading: 5.6}
)

// Envelopes writes a PDF of envelopes, one page per addressee, in the order
// given. Envelopes with a window need none: the letter's own address stands in
// the window.
func Envelopes(w io.Writer, info Info, s EnvelopeStyle, sender Party, to []Party) error {
	e, err := s.layoutOf()
	if err != nil {
		return err
	}
	d := newFile(info, e.size, wholeFont)
	from := e.sender(sender.typeset(info.Lang))
	for _, p := range to {
		s := sheet{ops: slices.Concat(from, e.addressee(p.typeset(info.Lang)))}
		d.page(&s)
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write envelopes: %w", err)
	}
	return nil
}

func (e *envelope) sender(p Party) []op {
	var s sheet
	if e.returnLine {
		e.from.putReturnLine(&s, p)
		return s.ops
	}
	lines, _ := field(p.Name, e.order(p.Address), senderStyle, e.from.width, e.from.height)
	e.from.put(&s, lines, 0)
	return s.ops
}

func (e *envelope) addressee(p Party) []op {
	var s sheet
	lines, height := field(p.Name, e.order(p.Address), toStyle, e.to.width, e.to.height)
	free := max(0, e.to.height-height)
	if e.returnLine {
		free = 0 // the address begins under the return line
	}
	e.to.put(&s, lines, free/2)
	if e.index {
		index, _ := indexIn(p.Address)
		s.ops = append(s.ops, indexGrid(index, envelopeMargin, e.size.Ht-envelopeMargin)...)
	}
	return s.ops
}

// put sets lines into the area, so far below its top.
func (a area) put(s *sheet, lines []box, below float64) {
	y := a.y + below
	for _, b := range lines {
		y = put(s, shifted(b, a.x), y)
	}
}

// putReturnLine sets the sender on one line with a rule under it; what is too
// long is set smaller, then cut.
func (a area) putReturnLine(s *sheet, p Party) {
	text := p.Name
	if p.Address != "" {
		text += " · " + p.Address
	}
	st := returnStyle
	for measure(st.regular, text, st.size) > a.width && st.size > 5 {
		st.size -= 0.25
	}
	a.put(s, clip(st.strips(st.lines(plainRun(text), a.width), 0), st.leading), 0)
	rule := a.y + st.leading + 0.6
	s.ops = append(s.ops, op{x: a.x, y: rule, x2: a.x + a.width, y2: rule, size: 0.15, grey: 120})
}

// smallest is the size below which an address is cut rather than set smaller.
const smallest = 7

// field sets a name and an address, smaller and smaller until they fit.
func field(name string, address []string, s style, width, height float64) (lines []box, used float64) {
	for {
		bold := s
		bold.regular = s.bold
		who := bold.strips(bold.lines(plainRun(name), width), 0)
		var where []box
		for _, line := range address {
			where = append(where, s.strips(s.lines(plainRun(line), width), 0)...)
		}
		if s.size < smallest { // the name yields to the address, up to half of the field
			who = clip(who, max(height/2, height-float64(len(where))*s.leading))
			where = clip(where, height-float64(len(who))*s.leading)
		}
		lines = append(who, where...)
		used = float64(len(lines)) * s.leading
		if used <= height || s.size < smallest {
			return lines, used
		}
		s.size *= 0.92
		s.leading *= 0.92
	}
}

func shifted(b box, dx float64) box {
	ops := make([]op, len(b.ops))
	for i, o := range b.ops {
		o.x += dx
		o.x2 += dx
		ops[i] = o
	}
	b.ops = ops
	return b
}
