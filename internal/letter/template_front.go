package letter

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"debitor/internal/fault"
)

// Problem is what is wrong with a template, and where.
type Problem struct {
	Name   string // the template
	Line   int    // from 1; 0 when it is about the whole
	Column int    // from 1, in characters
	Text   fault.Told
	Hint   fault.Told // the way out, may be none
}

// Error is "name:line:column: text (hint)".
func (p *Problem) Error() string {
	s := p.Name
	if p.Line > 0 {
		s += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
	s += ": " + p.Text.Text
	if p.Hint.Text != "" {
		s += " (" + p.Hint.Text + ")"
	}
	return s
}

// problemOf is an error of a template's text as a problem of that template.
func problemOf(name string, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		found := *p
		found.Name = name
		return &found
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return &Problem{Name: name, Text: fault.Told{Code: f.Code, Text: f.Text, Args: f.Args}}
	}
	return &Problem{Name: name, Text: fault.Tell("letter.failed", "%v", err)}
}

// piece is a part of a template's source that knows where it begins.
type piece struct {
	text string
	line int // of its first character, from 1
	col  int
}

// at is the line and column of a byte offset within the piece.
func (p piece) at(offset int) (line, column int) {
	offset = max(0, min(offset, len(p.text)))
	before := p.text[:offset]
	line = p.line + strings.Count(before, "\n")
	last := strings.LastIndexByte(before, '\n')
	column = utf8.RuneCountInString(before[last+1:]) + 1
	if last < 0 {
		column += p.col - 1
	}
	return line, column
}

// lineStart is the offset of the n-th line of the piece, from 1.
func (p piece) lineStart(n int) int {
	offset := 0
	for range n - 1 {
		offset += strings.IndexByte(p.text[offset:], '\n') + 1
	}
	return offset
}

type front struct {
	subject, title, body piece
}

// plainLines is a text as editors on other systems write it too.
func plainLines(source string) string {
	return strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
}

// splitFront takes a template apart and refuses what no template is.
func splitFront(name, source string) (front, *Problem) {
	source = plainLines(source)
	switch {
	case len(source) > MaxSource:
		return front{}, &Problem{Name: name, Text: fault.Tell("letter.too_long", "the template is longer than %d bytes", MaxSource)}
	case !utf8.ValidString(source):
		return front{}, &Problem{Name: name, Text: fault.Tell("letter.encoding", "the template is not UTF-8 text")}
	case strings.ContainsAny(source, marks):
		return front{}, &Problem{Name: name, Text: fault.Tell("letter.private", "the template holds private characters (U+E000, U+E001)")}
	case strings.ContainsRune(source, 0): // PostgreSQL keeps no such text
		return front{}, &Problem{Name: name, Text: fault.Tell("letter.nul", "the template holds a NUL character")}
	}
	lines := strings.SplitAfter(source, "\n")
	if strings.TrimSpace(lines[0]) != "---" {
		return front{}, &Problem{
			Name: name, Line: 1, Column: 1, Text: fault.Tell("letter.front", "the template does not begin with ---"),
			Hint: fault.Tell("hint.front", "write subject: and title: between two lines of three dashes"),
		}
	}
	var f front
	for i := 1; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], "\n")
		if strings.TrimSpace(line) == "---" {
			return f.complete(name, piece{strings.Join(lines[i+1:], ""), i + 2, 1})
		}
		key, value, ok := strings.Cut(line, ":")
		text := strings.TrimSpace(value)
		found := piece{text, i + 1, utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeft(value, " \t")) + 1}
		switch {
		case strings.TrimSpace(line) == "":
		case ok && key == "subject":
			f.subject = found
		case ok && key == "title":
			f.title = found
		default:
			return front{}, &Problem{
				Name: name, Line: i + 1, Column: 1, Text: fault.Tell("letter.front_key", "%q is not known here", strings.TrimSpace(key)),
				Hint: fault.Tell("hint.front_keys", "the keys are subject and title"),
			}
		}
	}
	return front{}, &Problem{Name: name, Line: 1, Column: 1, Text: fault.Tell("letter.front_end", "the second line of three dashes is missing")}
}

func (f front) complete(name string, body piece) (front, *Problem) {
	f.body = body
	for _, part := range []struct {
		key string
		p   piece
	}{{"subject", f.subject}, {"title", f.title}, {"text", f.body}} {
		if strings.TrimSpace(part.p.text) == "" {
			return front{}, &Problem{Name: name, Line: 1, Column: 1, Text: fault.Tell("letter.no_part", "the template has no %s", part.key)}
		}
	}
	return f, nil
}
