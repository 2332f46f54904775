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

// nameWords are the words of a name, to compare names that are not equal.
func nameWords(name string) []uint64 {
	words := plainWords(name)
	keys := make([]uint64, len(words))
	for i, w := range words {
		keys[i] = hash("word", w)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
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

// shared is whether two names have at least half of their words in common,
// and at least one.
func shared(x, y []uint64) bool {
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return n > 0 && 2*n >= max(len(x), len(y))
}
