package bank

import (
	"bytes"
	"unicode/utf8"

	"debitor/internal/sheet"
)

// HeadSize is how much of a file's beginning Looks wants to see.
const HeadSize = 8 << 10

// Looks tells by the beginning of a file whether it is surely a statement, or
// an archive that is no workbook. A table is never sure: it must be said to be
// one.
func Looks(head []byte) bool {
	if len(bytes.TrimSpace(head)) == 0 {
		return false
	}
	if isZip(head) {
		return !bytes.Contains(head, []byte("[Content_Types].xml")) && !bytes.Contains(head, []byte("xl/"))
	}
	e, mark, bad := sheet.Detect(head)
	if e == "" && bad+utf8.UTFMax > len(head) {
		head = head[:bad] // the beginning ends within a letter
		e, mark, _ = sheet.Detect(head)
	}
	if e == "" {
		return false
	}
	text := e.Decode(head[mark:])
	for _, f := range formats {
		if f.looks(text) {
			return true
		}
	}
	return false
}
