package letter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nbsp keeps what belongs together on one line.
const nbsp = "\u00a0"

// typeset sets a line of text as a compositor of the language would: its
// quotation marks and apostrophes, ordinary spaces folded to one, those made
// no-break that the language wants so, one full stop where two met. A NUL is a
// change of style and no character.
func typeset(s string, lex *lexicon) string {
	s = lex.quotes.set(s)
	if lex.apostrophe {
		s = setApostrophes(s)
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' })
	var b strings.Builder
	b.Grow(len(s) + 16)
	bare := func(w string) string { return strings.ReplaceAll(w, "\x00", "") }
	for i, w := range words {
		if i > 0 {
			if lex.tight(bare(words[i-1]), bare(w)) {
				b.WriteString(nbsp)
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(w)
	}
	if lex.fullStop != nil {
		return lex.fullStop.Replace(b.String())
	}
	return b.String()
}

// oneStop merges the stop that ends an abbreviation with that of the sentence,
// also across a change of style; an ellipsis stays.
func oneStop(ends ...string) *strings.Replacer {
	var pairs []string
	for _, end := range ends {
		pairs = append(pairs, end+"..", end+"..", end+".", end, end+"\x00.", end+"\x00")
	}
	return strings.NewReplacer(pairs...)
}

// keep is the rule most languages share: a short word, a number sign or an
// abbreviation (lists in lower case, split by spaces) stays with the word after
// it, a figure with what it counts, an initial with the name, and a dash with
// the word before it.
func keep(lists ...string) func(prev, next string) bool {
	short := map[string]bool{}
	for _, list := range lists {
		for w := range strings.FieldsSeq(list) {
			short[w] = true
		}
	}
	return func(prev, next string) bool {
		return next == "—" || next == "–" || short[strings.ToLower(strings.TrimLeft(prev, "«„“(\""))] ||
			figures(prev) && (startsWithLetter(next) || strings.HasPrefix(next, "%")) || initial(prev) || phoneParts(prev, next)
	}
}

// city ties «г.» to the name after it: the same letters after a date end it.
func city(abbreviation string) func(prev, next string) bool {
	return func(prev, next string) bool { return prev == abbreviation && startsWithUpper(next) }
}

// before ties a word of the list to the one before it: the legal form after a
// company's name, a currency after its figure.
func before(list string) func(prev, next string) bool {
	words := strings.Fields(list)
	return func(_, next string) bool {
		return slices.Contains(words, strings.TrimRight(next, ",;:)”“\""))
	}
}

// ordinalDay ties "12." to the name of a month, given by its beginning.
func ordinalDay(months ...string) func(prev, next string) bool {
	return func(prev, next string) bool {
		day, ok := strings.CutSuffix(prev, ".")
		if !ok || day == "" || len(day) > 2 || strings.Trim(day, "0123456789") != "" {
			return false
		}
		for _, m := range months {
			if strings.HasPrefix(next, m) {
				return true
			}
		}
		return false
	}
}

// either is true when one of the rules is.
func either(rules ...func(prev, next string) bool) func(prev, next string) bool {
	return func(prev, next string) bool {
		for _, rule := range rules {
			if rule(prev, next) {
				return true
			}
		}
		return false
	}
}

// figures tells a number that counts what follows.
func figures(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && r != ',' && r != '.' && r != '\u00a0' {
			return false
		}
	}
	return s != "" && s[len(s)-1] != ',' && s[len(s)-1] != '.'
}

// phoneParts tells two pieces of one telephone number: «+375» and «29», «29»
// and «600-00-00».
func phoneParts(prev, next string) bool {
	digits := func(s, also string) bool {
		return s != "" && strings.Trim(s, "0123456789"+also) == "" && s[0] != '-'
	}
	switch {
	case prev != "" && prev[0] == '+':
		return digits(prev[1:], "") && digits(next, "-()")
	case strings.Contains(next, "-"):
		return digits(prev, "()") && digits(next, "-.,")
	}
	return false
}

// initial tells "И." of a name.
func initial(s string) bool {
	return utf8.RuneCountInString(s) == 2 && strings.HasSuffix(s, ".") && startsWithUpper(s)
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func startsWithUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
