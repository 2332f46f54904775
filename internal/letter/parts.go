package letter

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"debitor/internal/fault"
	"debitor/letters"
)

// partCall is where a template takes in a part: {{part "lateness"}}.
var partCall = regexp.MustCompile(`\{\{\s*part\s+"([a-z0-9-]*)"\s*\}\}`)

// Expand puts the parts that a template names into their places: texts that
// many letters of a language share, such as what the law of the contract says of
// late payment (letters/<language>/parts). A part is one paragraph and names no
// parts itself. The expanded text is what a letter is kept with, so that a part
// may change later. An error is a Fault with code "letter.template".
func Expand(name, lang, source string) (string, error) {
	calls := partCall.FindAllStringSubmatchIndex(source, -1)
	if len(calls) == 0 {
		return source, nil
	}
	var b strings.Builder
	from := 0
	for _, call := range calls {
		part := source[call[2]:call[3]]
		text, ok := letters.Part(lang, part)
		if !ok {
			p := &Problem{Name: name, Text: fault.Tell("letter.part", "there is no part %s", part), Hint: nearest(part, letters.Parts(lang))}
			p.Line, p.Column = piece{source, 1, 1}.at(call[0])
			return "", refuse(p)
		}
		b.WriteString(source[from:call[0]])
		b.WriteString(strings.TrimSpace(text))
		from = call[1]
	}
	b.WriteString(source[from:])
	return b.String(), nil
}

// unexpand gives a problem its place in the template as it was written; what is
// wrong within a part is shown where the part is named.
func (p *Problem) unexpand(lang, source string) {
	source = plainLines(source)
	calls := partCall.FindAllStringSubmatchIndex(source, -1)
	expanded, err := Expand(p.Name, lang, source)
	if len(calls) == 0 || p.Line == 0 || err != nil {
		return
	}
	at := piece{expanded, 1, 1}.lineStart(p.Line)
	for range p.Column - 1 {
		_, size := utf8.DecodeRuneInString(expanded[at:])
		at += size
	}
	longer := 0 // by how much the expanded text is, up to the place
	for _, call := range calls {
		begin := call[0] + longer
		if at < begin {
			break
		}
		text, _ := letters.Part(lang, source[call[2]:call[3]])
		end := begin + len(strings.TrimSpace(text))
		if at < end {
			at = begin
			break
		}
		longer = end - call[1]
	}
	p.Line, p.Column = piece{source, 1, 1}.at(at - longer)
}
