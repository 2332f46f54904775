package paper

import "debitor/internal/letter"

// Where a signature stands: the position, the line to sign on, the name.
const (
	positionWidth = 68.0
	signFrom      = left + 72
	signTo        = left + 116
	nameFrom      = signTo + 4
	stampHeight   = 14.0 // what a round stamp covers below the line
)

// signatureBox is never divided: closing, position, a line to sign on, name.
func signatureBox(s letter.Signature) box {
	b := box{gap: 4}
	if s.Closing != "" {
		b.column(bodyStyle, s.Closing, left, textWidth)
	}
	if s.ByHand {
		for _, who := range s.Signers {
			b.height += 7 // room for the hand
			b.signer(who)
		}
	} else {
		for _, who := range s.Signers {
			b.column(bodyStyle, who.Position, left, textWidth)
			b.column(bodyStyle, who.Name, left, textWidth)
		}
	}
	if s.Stamp != "" {
		b.stamp(s.Stamp)
	}
	if s.Contact != "" {
		b.height += 2.5
		b.column(smallStyle, s.Contact, left, textWidth)
	}
	return b
}

// signer sets one line to sign on.
func (b *box) signer(who letter.Signer) {
	top := b.height
	base := top + bodyStyle.baseline() + 0.6
	b.ops = append(b.ops, op{x: signFrom, y: base, x2: signTo, y2: base, size: 0.2})
	b.column(bodyStyle, who.Position, left, positionWidth)
	end := b.height
	b.height = top
	b.column(bodyStyle, who.Name, nameFrom, right-nameFrom)
	b.height = max(b.height, end)
}

// stamp keeps room for a stamp left of the line, with its mark in the middle.
func (b *box) stamp(mark string) {
	b.ops = append(b.ops, op{x: signFrom - 18, y: b.height + stampHeight/2, size: smallStyle.size, face: sans, grey: smallStyle.grey, text: mark})
	b.height += stampHeight
}

// column sets text below what the box holds.
func (b *box) column(s style, text string, x, width float64) {
	for _, strip := range s.strips(s.lines(plainRun(text), width), x) {
		for _, o := range strip.ops {
			o.y += b.height
			b.ops = append(b.ops, o)
		}
		b.height += strip.height
	}
}
