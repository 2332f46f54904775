package condition

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debitor/internal/fault"
)

// token is a word, a quoted word (without its quotes) or a mark; at the end of
// the text a token without text.
type token struct {
	at     int
	text   string
	word   bool
	quoted bool
}

// end says whether the text is over.
func (t token) end() bool { return t.text == "" }

// is says whether the token is that mark or bare word.
func (t token) is(text string) bool { return t.text == text && !t.quoted }

// keywords cannot be bare words.
var keywords = []string{"and", "or", "not", "in", "done", "true", "false"}

// marks are tried in this order. Those with another to write belong to other languages.
var marks = []struct{ text, write string }{
	{"==", "="},
	{"<>", "!="},
	{"&&", "and"},
	{"||", "or"},
	{"!=", ""},
	{"<=", ""},
	{">=", ""},
	{"=", ""},
	{"<", ""},
	{">", ""},
	{"(", ""},
	{")", ""},
	{"[", ""},
	{"]", ""},
	{",", ""},
	{"&", "and"},
	{"|", "or"},
	{"!", "not, !="},
}

// scan cuts the text into tokens, the last of which is the end.
func scan(text string) ([]token, *Problem) {
	var tokens []token
	for at := 0; at < len(text); {
		rest := text[at:]
		if space := len(rest) - len(strings.TrimLeft(rest, " \t\r\n")); space > 0 {
			at += space
			continue
		}
		t, size, wrong := first(rest)
		if wrong != nil {
			wrong.At += at
			return nil, wrong
		}
		t.at = at
		tokens = append(tokens, t)
		at += size
	}
	return append(tokens, token{at: len(text)}), nil
}

// first is the token that the text begins with, and its length in the text.
func first(text string) (token, int, *Problem) {
	if q := text[0]; q == '"' || q == '\'' {
		return quotedWord(text)
	}
	if n := wordLength(text); n > 0 {
		return token{text: text[:n], word: true}, n, nil
	}
	for _, m := range marks {
		if !strings.HasPrefix(text, m.text) {
			continue
		}
		if m.write != "" {
			return token{}, 0, &Problem{Text: fault.Tell("condition.mark", "%q means nothing here", m.text), Hint: fault.Tell("hint.mark", "write %s", m.write)}
		}
		return token{text: m.text}, len(m.text), nil
	}
	r, _ := utf8.DecodeRuneInString(text)
	return token{}, 0, &Problem{Text: fault.Tell("condition.character", "%q has no place in a condition", string(r)), Hint: fault.Tell("hint.quote_character", "put a word that contains it into quotes")}
}

func quotedWord(text string) (token, int, *Problem) {
	word, _, closed := strings.Cut(text[1:], text[:1])
	switch {
	case !closed:
		return token{}, 0, &Problem{Text: fault.Tell("condition.quote", "the quote is not closed"), Hint: fault.Tell("hint.end_quote", "end the word with %s", text[:1])}
	case strings.TrimSpace(word) != word || word == "":
		return token{}, 0, &Problem{Text: fault.Tell("condition.quote_empty", "the word in quotes is empty, or has spaces around it"), Hint: fault.Tell("hint.quote_empty", "write the word between the quotes, or leave the comparison out")}
	case !utf8.ValidString(word) || strings.ContainsFunc(word, unicode.IsControl):
		return token{}, 0, &Problem{Text: fault.Tell("condition.quote_unprintable", "the word in quotes contains a character that cannot be printed"), Hint: fault.Tell("hint.one_line", "keep it on one line, in plain text")}
	}
	return token{text: word, word: true, quoted: true}, len(word) + 2, nil
}

// wordLength is how much of the text's beginning is one bare word or number.
func wordLength(text string) int {
	if n := strings.IndexFunc(text, func(r rune) bool { return !inWord(r) }); n >= 0 {
		return n
	}
	return len(text)
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-./", r)
}

// quote writes a word bare if it can be.
func quote(word string) string {
	switch {
	case wordLength(word) == len(word) && !slices.Contains(keywords, word):
		return word
	case strings.Contains(word, `"`):
		return "'" + word + "'"
	}
	return `"` + word + `"`
}
