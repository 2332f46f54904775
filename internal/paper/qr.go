package paper

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rsc.io/qr/coding"

	"debitor/internal/fault"
)

// qrQuiet is the white border that a code needs on all sides, in modules.
const qrQuiet = 4

// leastModule is the side of a module in millimetres that any telephone reads
// from paper; the National Bank of Ukraine asks for it.
const leastModule = 0.5

// qrCode is a QR code as it is drawn. It does not change after it is made and
// may stand on many sheets.
type qrCode struct {
	dots *dots
	sign string // drawn on a white patch in the middle; empty: none
}

// newQR makes a code at error level M, which payment standards ask for. With a
// sign, such as the hryvnia that the National Bank of Ukraine wants in the
// middle, it is version 10 or above, as the bank wants then, and of level Q, so
// that what the sign covers can be restored; M where the text is too long for
// version 20 otherwise. A text that no code holds is a fault of kind Input.
func newQR(text, sign string) (*qrCode, error) {
	const longestAtQ = 482 // bytes in version 20
	version, level := coding.Version(coding.MinVersion), coding.M
	if sign != "" {
		version = 10
		if len(text) <= longestAtQ {
			level = coding.Q
		}
	}
	enc := encoding(text)
	for enc.Bits(version) > version.DataBytes(level)*8 {
		if version++; version > coding.MaxVersion {
			return nil, fault.New(fault.Input, "paper.code.long", "a text of %d bytes does not fit into a code: shorten it", len(text))
		}
	}
	plan, err := coding.NewPlan(version, level, 0)
	if err != nil {
		return nil, fmt.Errorf("plan a code of version %d: %w", version, err)
	}
	code, err := plan.Encode(enc)
	if err != nil {
		return nil, fmt.Errorf("encode a code of version %d: %w", version, err)
	}
	d := &dots{side: code.Size, dark: make([]bool, code.Size*code.Size)}
	for i := range d.dark {
		d.dark[i] = code.Black(i%code.Size, i/code.Size)
	}
	return &qrCode{dots: d, sign: sign}, nil
}

// encoding is the tightest way to hold a text.
func encoding(text string) coding.Encoding {
	switch {
	case coding.Alpha(text).Check() == nil:
		return coding.Alpha(text)
	case strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0:
		return coding.String(text)
	}
	return utf8Text{coding.String(text)}
}

// utf8Text says before the bytes that they are UTF-8 (ISO 18004, ECI 26): a
// reader that has to guess takes a lonely umlaut for a Chinese sign.
type utf8Text struct{ bytes coding.String }

const (
	eciMode, eciModeBits = 7, 4
	eciUTF8, eciUTF8Bits = 26, 8
)

// String and Check are those of the bytes.
func (s utf8Text) String() string { return s.bytes.String() }
func (s utf8Text) Check() error   { return s.bytes.Check() }

// Bits is the length with the announcement.
func (s utf8Text) Bits(v coding.Version) int { return eciModeBits + eciUTF8Bits + s.bytes.Bits(v) }

// Encode writes the announcement and the bytes.
func (s utf8Text) Encode(b *coding.Bits, v coding.Version) {
	b.Write(eciMode, eciModeBits)
	b.Write(eciUTF8, eciUTF8Bits)
	s.bytes.Encode(b, v)
}

// least is the smallest side of a code that is meant for telephones, in
// millimetres, with its white border.
func (c *qrCode) least() float64 { return float64(c.dots.side+2*qrQuiet) * leastModule }

// ops draws the code into a square of the given side in millimetres, white
// border included, whose upper left corner is x, y.
func (c *qrCode) ops(x, y, side float64) []op {
	module := side / float64(c.dots.side+2*qrQuiet)
	border, inner := qrQuiet*module, float64(c.dots.side)*module
	ops := []op{{x: x + border, y: y + border, x2: x + border + inner, y2: y + border + inner, dots: c.dots}}
	if c.sign != "" {
		ops = append(ops, c.signOps(x+side/2, y+side/2, module)...)
	}
	return ops
}

// signShare is how many times the sign's white patch goes into the code's side:
// it covers one part in 36 of the area, of which level Q restores nine.
const signShare = 6

// signOps is the sign on its patch; the patch covers whole modules around the
// middle one.
func (c *qrCode) signOps(midX, midY, module float64) []op {
	patch := float64(c.dots.side/signShare|1) * module
	size := 0.8 * patch / pointMM
	return []op{
		{x: midX - patch/2, y: midY - patch/2, x2: midX + patch/2, y2: midY + patch/2, fill: true, grey: 255},
		{x: midX - measure(sansBold, c.sign, size)/2, y: midY + 0.35*size*pointMM, size: size, face: sansBold, text: c.sign},
	}
}
