package letter

import (
	"strings"
	"unicode"
)

// quotes are a language's quotation marks: around a quotation, and around one
// within it.
type quotes struct {
	open, close           string
	innerOpen, innerClose string
}

// quote is one straight mark found to be a quotation mark.
type quote struct {
	at    int // index of the rune
	depth int // 1 for the outermost
	opens bool
}

// set turns straight quotation marks into the language's: ООО "Заря" becomes
// ООО «Заря». It never adds or drops a mark, and what does not come out even
// (a lone mark, an inch in a quotation) stays as it was written. One exception:
// a name that closes two quotations with one mark, ООО "Дом "Заря", gets outer
// marks throughout, as such names are registered.
func (q quotes) set(s string) string {
	if !strings.Contains(s, `"`) {
		return s
	}
	text := []rune(s)
	found, open, deepest, ok := q.find(text)
	flat := open == 1 && deepest > 1
	if !ok || open != 0 && !flat {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2*len(found))
	next := 0
	for _, f := range found {
		b.WriteString(string(text[next:f.at]))
		b.WriteString(q.mark(f, flat))
		next = f.at + 1
	}
	b.WriteString(string(text[next:]))
	return b.String()
}

func (q quotes) mark(f quote, flat bool) string {
	switch inner := f.depth > 1 && !flat; {
	case inner && f.opens:
		return q.innerOpen
	case inner:
		return q.innerClose
	case f.opens:
		return q.open
	}
	return q.close
}

// find says which straight marks open and close, how many are left open in the
// end and how deep they nest. Marks already set count for the depth. It fails
// at a mark that is neither.
func (q quotes) find(text []rune) (found []quote, depth, deepest int, ok bool) {
	for i, r := range text {
		switch prev, next := besides(text, i); {
		case string(r) == q.open:
			depth++
		case string(r) == q.close:
			depth = max(depth-1, 0)
		case r != '"':
		case opens(prev, next, depth):
			depth++
			found = append(found, quote{i, depth, true})
		case depth > 0:
			found = append(found, quote{i, depth, false})
			depth--
		case unicode.IsDigit(prev): // inches
		default:
			return nil, 0, 0, false
		}
		deepest = max(deepest, depth)
	}
	return found, depth, deepest, true
}

// opens tells an opening mark: something follows it, and before it the line
// begins, or there is a space, a bracket, a dash or another opening mark. The
// first mark of all may also touch the legal form before it: ООО"Заря".
func opens(prev, next rune, depth int) bool {
	if next == 0 || unicode.IsSpace(next) {
		return false
	}
	switch {
	case prev == 0, unicode.IsSpace(prev), strings.ContainsRune(`([{/«„“—–-`, prev):
		return true
	case prev == '"':
		return unicode.IsLetter(next) || unicode.IsDigit(next)
	}
	return depth == 0 && unicode.IsLetter(prev) && unicode.IsUpper(next)
}

// besides is what stands before and after a rune; a change of style is nothing.
func besides(text []rune, i int) (prev, next rune) {
	for j := i - 1; j >= 0 && prev == 0; j-- {
		prev = text[j]
	}
	for j := i + 1; j < len(text) && next == 0; j++ {
		next = text[j]
	}
	return prev, next
}

// setApostrophes gives the apostrophe between two Cyrillic letters its proper
// form, whichever key it was typed with: об'єднання, об`єднання → об’єднання.
func setApostrophes(s string) string {
	if !strings.ContainsAny(s, "'`\u02bc\u2018") {
		return s
	}
	text := []rune(s)
	for i, r := range text {
		if strings.ContainsRune("'`\u02bc\u2018", r) {
			prev, next := besides(text, i)
			if unicode.Is(unicode.Cyrillic, prev) && unicode.Is(unicode.Cyrillic, next) {
				text[i] = '’'
			}
		}
	}
	return string(text)
}
