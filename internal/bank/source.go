package bank

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"debitor/internal/fault"
	"debitor/internal/sheet"
)

// source is one statement as text, ready for a reader: a file, or a member of
// an archive.
type source struct {
	name     string // as messages give it; of a member "archive.zip/member.xml"
	member   string // the member's own name, "" outside an archive
	text     string // the whole of it in UTF-8, without a byte order mark
	encoding string
	raw      []byte // the bytes as they came, for tables
	options  Options
	warnings []Warning
}

// decode makes text of bytes, by what they are and not by what a header says.
func (s *source) decode() error {
	e, mark, bad := sheet.Detect(s.raw)
	if e == "" {
		line := lineAt(s.raw, bad)
		switch {
		case s.raw[bad] == 0:
			return s.fault("bank.binary", "holds a NUL byte; it is not a statement (ask the bank for the file again)", line)
		case bad+utf8.UTFMax > len(s.raw) && !utf8.FullRune(s.raw[bad:]):
			return s.fault("bank.truncated", "ends in the middle of a letter; the file is cut off (ask the bank for it again)", line)
		}
		return s.fault("bank.encoding", "begins as UTF-8 but holds bytes that are not; ask the bank for the file again, and do not save it in an editor", line)
	}
	s.encoding, s.text = string(e), e.Decode(s.raw[mark:])
	if i := strings.IndexRune(s.text, utf8.RuneError); i >= 0 && !s.dos(mark) {
		return s.fault("bank.letters_lost", "letters were lost before the file came here (%s); nobody can tell what stood there: ask the bank for the file again, and do not save it in an editor",
			lineAt(s.text, i), clip(lineOf(s.text, i)))
	}
	return nil
}

// fault refuses the source, naming file and line; line 0 is the file as a whole.
func (s *source) fault(code, text string, line int, args ...any) *fault.Fault {
	f := fault.New(fault.Input, code, text, args...)
	place := s.name
	if line > 0 {
		place = fmt.Sprintf("%s:%d", s.name, line)
	}
	f.Text, f.Args = place+": "+f.Text, append([]any{s.name, line}, args...)
	return f
}

// maxWarnings bounds the warnings of a file: nobody reads more, and a file of
// another kind would give one for each line.
const maxWarnings = 200

// warn notes what is to be looked at in a source that is read all the same. What
// stands in its text is kept as texts and whole numbers.
func (s *source) warn(code, text string, line int, args ...any) {
	for i, a := range args {
		if _, whole := a.(int); !whole {
			args[i] = fmt.Sprint(a)
		}
	}
	if len(s.warnings) < maxWarnings {
		s.warnings = append(s.warnings, Warning{Line: line, Member: s.member, Code: code, Text: fmt.Sprintf(text, args...), Args: args})
	}
}

// lineAt is the line, from 1, of an offset.
func lineAt[T []byte | string](text T, offset int) int {
	return bytes.Count([]byte(text[:offset]), []byte{'\n'}) + 1
}

// lineOf is the line around an offset.
func lineOf(text string, offset int) string {
	from := strings.LastIndexByte(text[:offset], '\n') + 1
	if n := strings.IndexByte(text[offset:], '\n'); n >= 0 {
		text = text[:offset+n]
	}
	return strings.TrimSpace(text[from:])
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
