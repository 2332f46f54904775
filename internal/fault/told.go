package fault

import "fmt"

// Told is a sentence that can be said in other languages than English: a
// finding about a text that somebody writes, or the way out of it. The zero
// Told is none.
type Told struct {
	Code string // dotted and stable, as a Fault's
	Text string // in English, "" if there is nothing to say
	Args []any  // what stands in Text, for who says it in another language
}

// Tell makes a sentence; text is a format string.
func Tell(code, text string, args ...any) Told {
	return Told{Code: code, Text: fmt.Sprintf(text, args...), Args: args}
}
