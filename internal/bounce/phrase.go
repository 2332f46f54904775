package bounce

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase is words of a server in the form of plainWords. Two dots within stand
// for up to five words more. It begins where a word begins and may end within
// one; in scripts without spaces it may begin anywhere.
type phrase []string // the pieces between the dots

// phrases are read from a list of them, apart by commas.
func phrases(list string) []phrase {
	var all []phrase
	for p := range strings.SplitSeq(list, ",") {
		pieces := strings.Split(strings.TrimSpace(p), " .. ")
		if pieces[0] == "" {
			continue // behind the last comma
		}
		for i := range pieces {
			if r, _ := utf8.DecodeRuneInString(pieces[i]); i > 0 || spaced(r) {
				pieces[i] = " " + pieces[i]
			}
		}
		all = append(all, pieces)
	}
	return all
}

// spaced tells a letter of a script that parts its words.
func spaced(r rune) bool {
	return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// gap is how many words two dots may stand for.
const gap = 5

// in tells whether words, with a space before them, hold the phrase.
func (p phrase) in(words string) bool {
	for {
		at := strings.Index(words, p[0])
		if at < 0 {
			return false
		}
		words = words[at+len(p[0]):]
		if len(p) == 1 || p[1:].follows(words) {
			return true
		}
	}
}

// follows tells whether the rest of a phrase stands soon behind its beginning.
func (p phrase) follows(words string) bool {
	if len(p) == 0 {
		return true
	}
	for skipped := 0; skipped <= gap && strings.HasPrefix(words, " "); skipped++ {
		if rest, ok := strings.CutPrefix(words, p[0]); ok && p[1:].follows(rest) {
			return true
		}
		next := strings.IndexByte(words[1:], ' ')
		if next < 0 {
			return false
		}
		words = words[1+next:]
	}
	return false
}

// says tells whether a text holds one of the phrases.
func says(words string, list []phrase) bool {
	words = " " + words
	for _, p := range list {
		if p.in(words) {
			return true
		}
	}
	return false
}

// maxWords bounds the bytes of a text that are searched for phrases: a reason
// stands near its recipient.
const maxWords = 16 << 10

// plainWords is a text in lower case without addresses and punctuation, its
// words one space apart.
func plainWords(text string) string {
	text = withoutAddresses(text[:min(len(text), maxWords)])
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '`':
			return -1
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
