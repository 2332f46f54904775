package paper

import "debitor/internal/letter"

// Where a signature stands: the position, the line to sign on, the name.
const (
	positionWidth = 68.0
	signFrom      = left + 72
	signTo        = left + 116
	nameGap       = 4.0  // between the line and the name
	shortestLine  = 28.0 // that a hand can sign on
	stampHeight   = 14.0 // what a round stamp covers below the line
)

// signatureBox is never divided: closing, position, a line to sign on, name.
func signatureBox(s letter.Signature) box {
	b := box{gap: 4}
	if s.Closing != "" {
		b.column(bodyStyle, s.Closing, left, textWidth)
	}
	if s.ByHand {
		end := lineEnd(s.Signers)
		for _, who := range s.Signers {
			b.height += 7 // room for the hand
			b.signer(who, end)
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

// lineEnd is where the lines to sign on end: earlier than usual where a name
// written out in full would not stand on one line beside it.
func lineEnd(signers []letter.Signer) float64 {
	end := signTo
	for _, who := range signers {
		name := measure(bodyStyle.regular, who.Name, bodyStyle.size) + 0.5
		end = min(end, right-nameGap-name)
	}
	return max(end, signFrom+shortestLine)
}

// signer sets one line to sign on, and the name beside its end.
func (b *box) signer(who letter.Signer, end float64) {
	nameFrom := end + nameGap
	top := b.height
	base := top + bodyStyle.baseline() + 0.6
	b.ops = append(b.ops, op{x: signFrom, y: base, x2: end, y2: base, size: 0.2})
	b.column(bodyStyle, who.Position, left, positionWidth)
	below := b.height
	b.height = top
	b.column(bodyStyle, who.Name, nameFrom, right-nameFrom)
	b.height = max(b.height, below)
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
