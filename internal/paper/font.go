package paper

import (
	"embed"
	"encoding/binary"
	"fmt"
	"sync"
)

// The fonts are PT Serif and PT Sans; their licence lies beside them and
// allows embedding.
//
//go:embed fonts/*.ttf fonts/LICENCE.txt
var fontFiles embed.FS

// face is one font in one style.
type face uint8

const (
	serif face = iota
	serifBold
	serifItalic
	sans
	sansBold
	faces
)

var (
	faceFiles = [faces]string{"PTF55F", "PTF75F", "PTF56F", "PTS55F", "PTS75F"}
	faceNames = [faces]string{"PTSerif-Regular", "PTSerif-Bold", "PTSerif-Italic", "PTSans-Regular", "PTSans-Bold"}
)

// metrics is a font as layout and the PDF writer need it: the glyph of each
// character and how wide it is, in thousandths of the size.
type metrics struct {
	tables map[string][]byte
	narrow [0x500]uint16 // glyphs of Latin and Cyrillic; 0: none
	wide   map[rune]uint16
	widths []uint16 // by glyph; glyph 0 is shown for what the font lacks
}

var loadFonts = sync.OnceValue(func() *[faces]*metrics {
	var all [faces]*metrics
	for f := range faces {
		data, err := fontFiles.ReadFile("fonts/" + faceFiles[f] + ".ttf")
		if err != nil {
			panic(err) // embedded: cannot be absent
		}
		m, err := readMetrics(data)
		if err != nil {
			panic(fmt.Errorf("font %s: %w", faceFiles[f], err))
		}
		all[f] = m
	}
	return &all
})

// readMetrics reads a TrueType file.
func readMetrics(data []byte) (*metrics, error) {
	m := &metrics{tables: map[string][]byte{}, wide: map[rune]uint16{}}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		entry := data[12+16*i:]
		offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		m.tables[string(entry[:4])] = data[offset : offset+length]
	}
	m.widths = make([]uint16, m.number("maxp", 4))
	longs := m.number("hhea", 34)
	for glyph := range m.widths {
		m.widths[glyph] = uint16(m.thousandth(m.number("hmtx", min(glyph, longs-1)*4)))
	}
	sub, err := unicodeTable(m.tables["cmap"])
	if err != nil {
		return nil, err
	}
	eachGlyph(sub, func(r rune, glyph int) {
		if int(r) < len(m.narrow) {
			m.narrow[r] = uint16(glyph)
		} else {
			m.wide[r] = uint16(glyph)
		}
	})
	return m, nil
}

// number is the unsigned 16-bit number at an offset of a table.
func (m *metrics) number(table string, offset int) int {
	return int(binary.BigEndian.Uint16(m.tables[table][offset:]))
}

// signed is number for a signed one.
func (m *metrics) signed(table string, offset int) int {
	return int(int16(binary.BigEndian.Uint16(m.tables[table][offset:])))
}

// thousandth turns the font's units into thousandths of its size.
func (m *metrics) thousandth(units int) int { return units * 1000 / m.number("head", 18) }

// unicodeTable finds the format 4 table of the Unicode plane.
func unicodeTable(cmap []byte) ([]byte, error) {
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		entry := cmap[4+8*i:]
		platform, encoding := binary.BigEndian.Uint16(entry), binary.BigEndian.Uint16(entry[2:])
		sub := cmap[binary.BigEndian.Uint32(entry[4:]):]
		if (platform == 0 || platform == 3 && encoding == 1) && binary.BigEndian.Uint16(sub) == 4 {
			return sub, nil
		}
	}
	return nil, fmt.Errorf("no Unicode table")
}

// eachGlyph walks a format 4 table.
func eachGlyph(sub []byte, visit func(r rune, glyph int)) {
	at := func(offset int) int { return int(binary.BigEndian.Uint16(sub[offset:])) }
	n := at(6) / 2
	ends, starts := 14, 16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	for s := range n {
		first, last := at(starts+2*s), at(ends+2*s)
		for c := first; c <= last && c != 0xffff; c++ {
			glyph := c
			if o := at(offsets + 2*s); o != 0 {
				if glyph = at(offsets + 2*s + o + 2*(c-first)); glyph == 0 {
					continue
				}
			}
			if glyph = (glyph + at(deltas+2*s)) & 0xffff; glyph != 0 {
				visit(rune(c), glyph)
			}
		}
	}
}

// glyph is the glyph of a character, 0 when the font has none.
func (m *metrics) glyph(r rune) uint16 {
	if int(r) < len(m.narrow) {
		return m.narrow[r]
	}
	return m.wide[r]
}

// pointMM is a point in millimetres.
const pointMM = 25.4 / 72

// width is how far a text of this size (in points) reaches, in millimetres.
func (m *metrics) width(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += int(m.widths[m.glyph(r)])
	}
	return float64(sum) / 1000 * size * pointMM
}

func measure(f face, s string, size float64) float64 { return loadFonts()[f].width(s, size) }
