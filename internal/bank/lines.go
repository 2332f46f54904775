package bank

import "strings"

// lines walks over a text line by line without copying it.
type lines struct {
	text string
	at   int    // where the next line begins
	from int    // where the current line begins
	end  int    // where it ends, without its line end
	no   int    // of the current line, from 1
	line string // the current line, trimmed
}

// next moves on; false at the end. Lines end with LF, CRLF or CR.
func (l *lines) next() bool {
	if l.at >= len(l.text) {
		return false
	}
	l.from = l.at
	rest := l.text[l.at:]
	if i := strings.IndexAny(rest, "\r\n"); i < 0 {
		l.at, l.line = len(l.text), rest
	} else {
		l.at, l.line = l.at+i+1, rest[:i]
		if rest[i] == '\r' && strings.HasPrefix(rest[i+1:], "\n") {
			l.at++
		}
	}
	l.no++
	l.end = l.from + len(l.line)
	l.line = strings.TrimSpace(l.line)
	return true
}
