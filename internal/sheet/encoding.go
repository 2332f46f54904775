package sheet

import (
	"bytes"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encoding names how a text file writes its letters.
type Encoding string

// The encodings that are recognised. The two Latin code pages are what Excel
// writes in Germany and Bosnia when asked for plain CSV.
const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1251 Encoding = "windows-1251"
	CP866       Encoding = "CP866"
	Windows1250 Encoding = "windows-1250"
	Windows1252 Encoding = "windows-1252"
)

var charmaps = map[Encoding]*charmap.Charmap{
	Windows1251: charmap.Windows1251, CP866: charmap.CodePage866,
	Windows1250: charmap.Windows1250, Windows1252: charmap.Windows1252,
}

// table is what each byte from 0x80 stands for, as UTF-8.
type table [128]string

func tableOf(e Encoding) *table {
	m, ok := charmaps[e]
	if !ok {
		return nil
	}
	var t table
	for i := range t {
		t[i] = string(m.DecodeByte(byte(128 + i)))
	}
	return &t
}

// append appends src, decoded, to dst.
func (t *table) append(dst, src []byte) []byte {
	for _, b := range src {
		if b < utf8.RuneSelf {
			dst = append(dst, b)
		} else {
			dst = append(dst, t[b-128]...)
		}
	}
	return dst
}

// byteOrderMark recognises an encoding that says its name.
func byteOrderMark(head []byte) (Encoding, int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return UTF16BE, 2
	}
	return "", 0
}

// utf8Checker checks a stream of chunks whose borders may cut a letter.
type utf8Checker struct{ rest []byte }

func (c *utf8Checker) write(p []byte) bool {
	for len(c.rest) > 0 && len(p) > 0 && !utf8.FullRune(c.rest) {
		c.rest = append(c.rest, p[0])
		p = p[1:]
	}
	if len(c.rest) > 0 {
		if !utf8.FullRune(c.rest) {
			return true
		}
		if !utf8.Valid(c.rest) {
			return false
		}
		c.rest = c.rest[:0]
	}
	cut := len(p)
	for i := 1; i <= utf8.UTFMax && i <= len(p); i++ {
		if utf8.RuneStart(p[len(p)-i]) {
			if !utf8.FullRune(p[len(p)-i:]) {
				cut = len(p) - i
			}
			break
		}
	}
	c.rest = append(c.rest, p[cut:]...)
	return utf8.Valid(p[:cut])
}

func (c *utf8Checker) end() bool { return len(c.rest) == 0 }

// pairs counts how often one byte follows another, where the second is not
// ASCII. It is all that the guess between code pages needs to know of a file,
// with how many of those bytes touch an ASCII letter on either side.
type pairs struct {
	n     [256][128]uint32
	all   int
	glued int
}

func countPairs(in io.Reader) (*pairs, error) {
	var p pairs
	buf := make([]byte, sampleSize)
	prev := byte(' ')
	for {
		n, err := in.Read(buf)
		for _, b := range buf[:n] {
			if b >= utf8.RuneSelf {
				p.n[prev][b-128]++
				p.all++
			}
			if b >= utf8.RuneSelf && asciiLetter(prev) || prev >= utf8.RuneSelf && asciiLetter(b) {
				p.glued++
			}
			prev = b
		}
		if err == io.EOF {
			return &p, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// frequency is how often a small letter occurs among ten thousand letters of
// Russian, the letters of Ukrainian and Belarusian with their share in those.
// Only the order of size matters.
var frequency = map[rune]float64{
	'о': 1097, 'е': 845, 'а': 801, 'и': 735, 'н': 670, 'т': 626, 'с': 547, 'р': 473, 'в': 454, 'л': 440, 'к': 349,
	'м': 321, 'д': 298, 'п': 281, 'у': 262, 'я': 201, 'ы': 190, 'ь': 174, 'г': 170, 'з': 165, 'б': 159, 'ч': 144,
	'й': 121, 'х': 97, 'ж': 94, 'ш': 73, 'ю': 64, 'ц': 48, 'щ': 36, 'э': 32, 'ф': 26, 'ъ': 4, 'ё': 4,
	'і': 300, 'ї': 60, 'є': 60, 'ґ': 2, 'ў': 80,
}

// plausible weighs how well the file reads under an encoding: letters by how
// common they are, less for a capital inside a word, much less for signs that
// no table of debts contains.
func (p *pairs) plausible(e Encoding) float64 {
	m := charmaps[e]
	var score float64
	for b := range 128 {
		r := m.DecodeByte(byte(128 + b))
		weight := letterWeight(r)
		for prev := range 256 {
			n := p.n[prev][b]
			if n == 0 {
				continue
			}
			before := m.DecodeByte(byte(prev))
			w := weight
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				w -= 4
			}
			if unicode.IsLetter(r) && before < utf8.RuneSelf && unicode.IsLetter(before) {
				w -= 4 // Cyrillic glued to Latin
			}
			score += w * float64(n)
		}
	}
	return score
}

// letterWeight is positive for what belongs into Cyrillic text.
func letterWeight(r rune) float64 {
	if f, ok := frequency[unicode.ToLower(r)]; ok {
		w := 1.0
		switch {
		case f >= 400:
			w = 3
		case f >= 100:
			w = 2
		}
		if unicode.IsUpper(r) {
			w -= 0.5
		}
		return w
	}
	switch r {
	case '№', '«', '»', '–', '—', '\u00A0', '“', '”', '„', '’', '°':
		return 0.5
	case '─', '│', '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼', '═', '║':
		return -2 // frames are drawn by programs of the CP866 age, but never inside words
	}
	return -5
}

// guess chooses the code page of a file that is not Unicode. A Latin one shows
// itself by letters that stand singly among ASCII letters.
func (p *pairs) guess() Encoding {
	switch {
	case p.glued*2 >= p.all && p.bosnian():
		return Windows1250
	case p.glued*2 >= p.all:
		return Windows1252
	case p.plausible(CP866) > p.plausible(Windows1251):
		return CP866
	}
	return Windows1251
}

// bosnian reports whether any of ŠŽšžĆČĐćčđ of windows-1250 occurs; German
// letters are the same in both Latin code pages.
func (p *pairs) bosnian() bool {
	for prev := range p.n {
		for _, b := range []byte{0x8A, 0x8E, 0x9A, 0x9E, 0xC6, 0xC8, 0xD0, 0xE6, 0xE8, 0xF0} {
			if p.n[prev][b-128] > 0 {
				return true
			}
		}
	}
	return false
}
