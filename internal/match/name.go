package match

import (
	"slices"
	"strings"
	"unicode"
)

// forms are the legal forms and titles that say nothing about who it is, as
// they sound (see sounds).
var forms = setOf(sounds, `ООО ОАО ЗАО ПАО АО ИП ОДО УП ЧУП ЧТУП ЧПУП ТЧУП ТОО КФХ СООО ИООО СП ФЛ ФОП ТОВ ПП ПрАТ ПАТ АТ ТДВ ТАА ААТ ЗАТ УП РУП КУП ГУП МУП
	ОБЩЕСТВО ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ АКЦИОНЕРНОЕ ОТКРЫТОЕ ЗАКРЫТОЕ ПУБЛИЧНОЕ ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ ЧАСТНОЕ УНИТАРНОЕ ПРЕДПРИЯТИЕ ТОРГОВОЕ ПРОИЗВОДСТВЕННОЕ
	ТОВАРИСТВО ОБМЕЖЕНОЮ ВІДПОВІДАЛЬНІСТЮ ПІДПРИЄМСТВО ПРИВАТНЕ ФІЗИЧНА ОСОБА ПІДПРИЄМЕЦЬ ТАВАРЫСТВА АБМЕЖАВАНАЙ АДКАЗНАСЦЮ С З И
	GMBH MBH AG KG OHG UG GBR CO EK SE EG HAFTUNGSBESCHRAENKT GESELLSCHAFT MIT BESCHRAENKTER HAFTUNG
	DOO DD AD OD SP LTD LLC INC CORP PLC SRO SPZOO SA SPA SRL BV FIRMA DRUSTVO OGRANICENOM ODGOVORNOSCU OOO OAO ZAO PAO AO IP ODO UP`)

// setOf is the words of a list, folded.
func setOf(table map[rune]string, list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(fold(list, table)) {
		set[word] = true
	}
	return set
}

// nameKey is a name without case, legal form, quotes and order of words:
// «ООО "Ромашка"» and "Romashka, OOO" are one. What a bank writes after two
// slashes (an address) is left out.
func nameKey(name string) string {
	words := plainWords(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

func plainWords(name string) []string {
	if at := strings.Index(name, "//"); at > 0 {
		name = name[:at]
	}
	// The dots of d.o.o. join its letters, as the dots of initials do.
	folded := strings.ReplaceAll(fold(name, sounds), ".", "")
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	said := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return forms[w] })
	if len(said) == 0 {
		return words
	}
	return said
}

// alike is whether two names may be one: equal but for one typing error, or one
// is the beginning of the other, as banks cut them.
func alike(x, y string) bool {
	a, b := strings.Join(plainWords(x), " "), strings.Join(plainWords(y), " ")
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case a == b:
		return a != ""
	case len(a) < 6:
		return false
	case strings.HasPrefix(b, a):
		return 2*len(a) >= len(b)
	}
	return oneApart(a, b)
}

// oneApart is whether a text becomes another, as long or longer, by one typing
// error: a character changed, left out, added, or two that changed places.
func oneApart(a, b string) bool {
	head := 0
	for head < len(a) && a[head] == b[head] {
		head++
	}
	restA, restB := a[head:], b[head:]
	switch {
	case len(a)+1 == len(b):
		return restA == restB[1:]
	case len(a) != len(b) || restA == "":
		return false
	case restA[1:] == restB[1:]:
		return true
	}
	return len(restA) >= 2 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2:] == restB[2:]
}
