package payqr

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// legalForms are long names of legal forms and what everybody writes instead.
// A name that is too long loses these words first, for they say least.
var legalForms = []struct {
	long  *regexp.Regexp
	short string
}{
	{form("общество с ограниченной ответственностью"), "ООО"},
	{form("публичное акционерное общество"), "ПАО"},
	{form("закрытое акционерное общество"), "ЗАО"},
	{form("открытое акционерное общество"), "ОАО"},
	{form("акционерное общество"), "АО"},
	{form("индивидуальный предприниматель"), "ИП"},
	{form("товариство з обмеженою відповідальністю"), "ТОВ"},
	{form("приватне акціонерне товариство"), "ПрАТ"},
	{form("акціонерне товариство"), "АТ"},
	{form("фізична особа-підприємець"), "ФОП"},
	{form("gesellschaft mit beschränkter haftung"), "GmbH"},
}

func form(words string) *regexp.Regexp { return regexp.MustCompile("(?i)" + words) }

// shortName is a name of at most chars characters and size bytes.
func shortName(name string, chars, size int) string {
	if fits(name, chars, size) {
		return name
	}
	for _, f := range legalForms {
		if at := f.long.FindStringIndex(name); at != nil {
			name = name[:at[0]] + f.short + name[at[1]:]
			break
		}
	}
	return shorten(name, chars, size)
}

// shorten cuts a text behind a word so that it has at most chars characters
// and size bytes; a first word too long for it is cut where it must be.
func shorten(text string, chars, size int) string {
	if fits(text, chars, size) {
		return text
	}
	end, space := 0, 0
	for i, r := range text {
		if chars == 0 || i+utf8.RuneLen(r) > size {
			break
		}
		if r == ' ' {
			space = i
		}
		end = i + utf8.RuneLen(r)
		chars--
	}
	if space > 0 && text[end] != ' ' {
		end = space
	}
	return strings.TrimRight(text[:end], " ,;:-–—(«\"")
}

func fits(text string, chars, size int) bool {
	return len(text) <= size && utf8.RuneCountInString(text) <= chars
}
