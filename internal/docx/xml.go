package docx

import (
	"strings"
	"unicode"

	"debitor/internal/letter"
)

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes a value text within an element or a quoted attribute.
func escape(s string) string { return markup.Replace(strings.Map(visible, s)) }

// visible drops what XML does not allow and what could make a reader see
// another text than stands there. A paragraph is one line.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufffe', r == '\uffff':
		return -1
	}
	return r
}

// textRuns are pieces of text as Word's runs. Spaces at their ends count.
func textRuns(runs []letter.Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Text == "" {
			continue
		}
		b.WriteString("<w:r>")
		if r.Bold || r.Italic {
			b.WriteString("<w:rPr>" + given(r.Bold, "<w:b/>") + given(r.Italic, "<w:i/>") + "</w:rPr>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(r.Text) + "</w:t></w:r>")
	}
	return b.String()
}

// plain is text without emphasis.
func plain(text string) []letter.Run { return []letter.Run{{Text: text}} }

// given is the text, or nothing.
func given(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

// twips are tenths of a millimetre in Word's unit, twentieths of a point.
func twips(tenths int) int { return tenths * 1440 / 254 }
