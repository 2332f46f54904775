package paper

import (
	"embed"
	"encoding/binary"
	"fmt"
	"sync"
	"unicode/utf8"
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

var faceFiles = [faces]string{"PTF55F", "PTF75F", "PTF56F", "PTS55F", "PTS75F"}

// metrics is what layout needs of a font: how wide a character is, in
// thousandths of the size, and whether there is one.
type metrics struct {
	data   []byte
	narrow [0x500]uint16 // widths of Latin and Cyrillic
	wide   map[rune]uint16
	absent uint16 // width of what the font lacks
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

// none marks a character the font has no glyph for.
const none = 0xffff

// readMetrics reads the widths out of a TrueType file.
func readMetrics(data []byte) (*metrics, error) {
	tables := map[string][]byte{}
	count := int(binary.BigEndian.Uint16(data[4:]))
	for i := range count {
		entry := data[12+16*i:]
		offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		tables[string(entry[:4])] = data[offset : offset+length]
	}
	unit := uint32(binary.BigEndian.Uint16(tables["head"][18:]))
	longs := int(binary.BigEndian.Uint16(tables["hhea"][34:]))
	width := func(glyph int) uint16 {
		at := min(glyph, longs-1) * 4
		return uint16(uint32(binary.BigEndian.Uint16(tables["hmtx"][at:])) * 1000 / unit)
	}
	m := &metrics{data: data, wide: map[rune]uint16{}, absent: width(0)}
	for i := range m.narrow {
		m.narrow[i] = none
	}
	sub, err := unicodeTable(tables["cmap"])
	if err != nil {
		return nil, err
	}
	eachGlyph(sub, func(r rune, glyph int) {
		if int(r) < len(m.narrow) {
			m.narrow[r] = width(glyph)
		} else {
			m.wide[r] = width(glyph)
		}
	})
	return m, nil
}

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

// has tells whether the font can show the character.
func (m *metrics) has(r rune) bool {
	if int(r) < len(m.narrow) {
		return m.narrow[r] != none
	}
	_, ok := m.wide[r]
	return ok
}

// pointMM is a point in millimetres.
const pointMM = 25.4 / 72

// width is how far a text of this size (in points) reaches, in millimetres.
func (m *metrics) width(s string, size float64) float64 {
	sum := 0
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		w := uint16(none)
		if int(r) < len(m.narrow) {
			w = m.narrow[r]
		} else if known, ok := m.wide[r]; ok {
			w = known
		}
		if w == none {
			w = m.absent
		}
		sum += int(w)
	}
	return float64(sum) / 1000 * size * pointMM
}

func measure(f face, s string, size float64) float64 { return loadFonts()[f].width(s, size) }
