package ui

import "strings"

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// described names the elements that say more about a field.
func described(f *Form, name, hint string) string {
	var ids []string
	if f.Error(name) != "" {
		ids = append(ids, "e-"+name)
	}
	if hint != "" {
		ids = append(ids, "h-"+name)
	}
	return strings.Join(ids, " ")
}

// longText is how many letters of a text a list shows.
const longText = 160

// beginOf is the beginning of a long text, up to a word; a short one is all of it.
func beginOf(text string) string {
	letters := []rune(text)
	if len(letters) <= longText {
		return text
	}
	begin := string(letters[:longText])
	if cut := strings.LastIndexByte(begin, ' '); cut > 0 {
		begin = begin[:cut]
	}
	return begin
}
