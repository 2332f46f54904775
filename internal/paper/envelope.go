package paper

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

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

// The DL envelope, in millimetres, wide side down.
const (
	dlWidth  = 220.0
	dlHeight = 110.0
)

var (
	senderStyle = style{regular: sans, bold: sansBold, italic: sans, size: 9, leading: 4.2}
	toStyle     = style{regular: sans, bold: sansBold, italic: sans, size: 12, leading: 5.6}
)

// The two fields of an envelope: sender above on the left, addressee below on
// the right; what is too long for its field is set smaller.
const (
	senderLeft, senderTop, senderWidth, senderHeight = 12.0, 10.0, 85.0, 32.0
	toLeft, toBottom, toWidth, toHeight              = 112.0, 96.0, 96.0, 46.0
)

// Envelopes writes a PDF of DL envelopes, one page per addressee, in the order
// given.
func Envelopes(w io.Writer, info Info, sender Party, to []Party) error {
	d := newFile(info, fpdf.SizeType{Wd: dlWidth, Ht: dlHeight}, wholeFont)
	sender = sender.typeset(info.Lang)
	from, _ := field(sender.Name, []string{sender.Address}, senderStyle, senderWidth, senderHeight)
	for _, p := range to {
		var s sheet
		y := senderTop
		for _, b := range from {
			y = put(&s, shifted(b, senderLeft), y)
		}
		p = p.typeset(info.Lang)
		lines, height := field(p.Name, []string{p.Address}, toStyle, toWidth, toHeight)
		y = max(toBottom-toHeight, toBottom-height-(toHeight-height)/2)
		for _, b := range lines {
			y = put(&s, shifted(b, toLeft), y)
		}
		d.page(&s)
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write envelopes: %w", err)
	}
	return nil
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
