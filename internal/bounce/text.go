package bounce

import (
	"slices"
	"strings"
)

// cutOriginal parts the words of a report from the copy of the mail that it is
// about. The copy begins where lines of a header stand together that only a
// mail has; the words before it ("Below this line …") are in any language.
func cutOriginal(text string) (report, original string) {
	lines := strings.SplitAfter(text, "\n")
	for i, at := 0, 0; i < len(lines); i++ {
		if n := headerLines(lines[i:]); n > 0 {
			return text[:at], unquote(lines[i:])
		}
		at += len(lines[i])
	}
	return text, ""
}

// traces are fields that a mail has and words about a mail have not.
var traces = []string{"received", "return-path", "mime-version", "content-type", "dkim-signature"}

// headerLines counts the fields at the beginning of lines if these are a mail's
// header: three at least, among them a trace.
func headerLines(lines []string) int {
	n, traced := 0, false
	for _, line := range lines[:min(len(lines), 60)] {
		line = quote().ReplaceAllString(strings.TrimRight(line, "\r\n"), "")
		switch {
		case isField([]byte(line)):
			name, _, _ := strings.Cut(line, ":")
			traced = traced || slices.Contains(traces, strings.ToLower(name))
			n++
		case n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t'):
		default:
			if n >= 3 && traced {
				return n
			}
			return 0
		}
	}
	if traced {
		return n
	}
	return 0
}

// quote is what stands before the lines of a quoted mail.
var quote = pattern(`^ ?[>|] ?`)

func unquote(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(quote().ReplaceAllString(line, ""))
	}
	return b.String()
}
