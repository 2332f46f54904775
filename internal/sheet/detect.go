package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// Detect tells how the letters of a whole text file are written, and how many
// bytes of its beginning only say so. Where no encoding fits, because there are
// NUL bytes or letters of UTF-8 that are broken, it is empty and bad is the
// offset of the first byte that does not fit.
func Detect(src []byte) (e Encoding, mark, bad int) {
	e, mark = byteOrderMark(src)
	if e == UTF16LE || e == UTF16BE {
		return e, mark, 0
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return "", mark, i
	}
	bad = firstInvalid(src)
	switch {
	case bad < 0:
		return UTF8, mark, 0
	case e == UTF8 || mostlyUTF8(src):
		return "", mark, bad
	}
	p, err := countPairs(bytes.NewReader(src))
	if err != nil { // memory does not fail
		return "", mark, bad
	}
	return p.guess(), mark, 0
}

// firstInvalid is the offset of the first byte that is not UTF-8, -1 if none.
func firstInvalid(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// mostlyUTF8 tells a damaged UTF-8 file from one in a code page, in which few
// letters happen to look like UTF-8: of the bytes beyond ASCII nine in ten must
// belong to whole letters.
func mostlyUTF8(src []byte) bool {
	whole, broken := 0, 0
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole += n
		}
		src = src[n:]
	}
	return whole >= 9*broken
}

// Decode gives a whole file as UTF-8. src begins behind the mark that Detect
// counted.
func (e Encoding) Decode(src []byte) string {
	switch e {
	case UTF16LE, UTF16BE:
		order := unicode.LittleEndian
		if e == UTF16BE {
			order = unicode.BigEndian
		}
		out, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(src)
		if err != nil { // the decoder replaces what it cannot read
			return ""
		}
		return string(out)
	case UTF8, "":
		return string(src)
	}
	t := tableOf(e)
	var b strings.Builder
	size := len(src)
	for _, c := range src {
		if c >= utf8.RuneSelf {
			size += len(t[c-128]) - 1
		}
	}
	b.Grow(size)
	for _, c := range src {
		if c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.WriteString(t[c-128])
		}
	}
	return b.String()
}
