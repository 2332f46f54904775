package names

import (
	"regexp"
	"strings"
	"unicode"
)

// Case is a grammatical case. Where a preposition goes with it, the templates
// write it: о (ru), на (uk).
type Case string

// The cases. Ukrainian has a vocative too, which letters do not need declined.
const (
	Nominative    Case = "nominative"
	Genitive      Case = "genitive"
	Dative        Case = "dative"
	Accusative    Case = "accusative"
	Instrumental  Case = "instrumental"
	Prepositional Case = "prepositional" // Ukrainian: locative
)

// index is the place of the case's ending in a rule.
var index = map[Case]int{Genitive: 0, Dative: 1, Accusative: 2, Instrumental: 3, Prepositional: 4}

// rule says how a word that matches takes the five cases after the nominative,
// each written as petrovich does: "." leaves the word, each "-" takes a letter
// off the end, what follows is put on; "?" is ours and says that one cannot be
// sure.
type rule struct {
	gender  Gender // Unknown: of both
	pattern *regexp.Regexp
	endings [5]string
}

// grammar is the rules of a language by the role of a word, first match wins.
type grammar map[role][]rule

// table is rules as they are written: gender (m, f or neither), pattern, five
// endings or one for all of them.
type table [][3]string

// rules compiles a table. It is done once per language and on first need: most
// runs of the program decline nothing.
func (t table) rules() []rule {
	out := make([]rule, len(t))
	for i, row := range t {
		endings := strings.Fields(row[2])
		out[i] = rule{gender: map[string]Gender{"m": Male, "f": Female}[row[0]], pattern: regexp.MustCompile(row[1])}
		for c := range out[i].endings {
			out[i].endings[c] = endings[min(c, len(endings)-1)]
		}
	}
	return out
}

// Decline puts a full name into a case, keeping its order, spaces and initials:
// «И. И. Иванов» in the dative is «И. И. Иванову». The name and false come back
// when the language (ru and uk are known), the order, the gender or a form is
// not sure; a gender that does not matter need not be known.
func Decline(full string, c Case, lang string) (string, bool) {
	if c == Nominative {
		return full, true
	}
	which, known := index[c]
	g, spoken := grammars(lang)
	if !known || !spoken {
		return full, false
	}
	words, ok := parse(full, lang)
	if !ok {
		return full, false
	}
	gender := genderOf(words)
	if gender != Unknown {
		return g.decline(full, words, gender, which)
	}
	his, ok := g.decline(full, words, Male, which)
	hers, alsoOK := g.decline(full, words, Female, which)
	if ok && alsoOK && his == hers {
		return his, true
	}
	return full, false
}

func grammars(lang string) (grammar, bool) {
	switch lang {
	case "ru":
		return russian(), true
	case "uk":
		return ukrainian(), true
	}
	return nil, false
}

func (g grammar) decline(full string, words []word, gender Gender, c int) (string, bool) {
	var b strings.Builder
	for _, w := range words {
		form, ok := w.text, true
		if !initial.MatchString(w.text) && (len(words) < 4 || w.role != middle) {
			form, ok = g.declineParts(w, gender, c)
		}
		if !ok {
			return full, false
		}
		b.WriteString(w.space + form)
	}
	return b.String(), true
}

// declineParts declines each half of a double name.
func (g grammar) declineParts(w word, gender Gender, c int) (string, bool) {
	parts := strings.Split(w.text, "-")
	for i, p := range parts {
		if i == 0 && len(parts) > 1 && w.role == last {
			if _, fixed := inflect(g[half], p, gender, c); fixed {
				continue
			}
		}
		form, ok := inflect(g[w.role], p, gender, c)
		if !ok {
			return w.text, false
		}
		parts[i] = form
	}
	return strings.Join(parts, "-"), true
}

// inflect finds the rule of a word and puts the ending on.
func inflect(rules []rule, word string, gender Gender, c int) (string, bool) {
	lower := strings.NewReplacer("'", "’", "ʼ", "’").Replace(strings.ToLower(word))
	for _, r := range rules {
		if r.gender != Unknown && r.gender != gender || !r.pattern.MatchString(lower) {
			continue
		}
		return ending(word, r.endings[c])
	}
	return word, false
}

func ending(word, mod string) (string, bool) {
	switch mod {
	case "?":
		return word, false
	case ".":
		return word, true
	}
	letters := []rune(word)
	put := strings.TrimLeft(mod, "-")
	off := len(mod) - len(put)
	if off >= len(letters) {
		return word, false
	}
	if len(letters) > 1 && !strings.ContainsFunc(word, unicode.IsLower) {
		put = strings.ToUpper(put)
	}
	return string(letters[:len(letters)-off]) + put, true
}

// Person puts a post and its bearer's full name into a case together, both or
// neither: «Генеральному директору», «Иванову И. И.». An address half declined
// is worse than one in the nominative.
func Person(position, full string, c Case, lang string) (inPosition, inName string, ok bool) {
	inPosition, ok = Position(position, c, lang)
	if position == "" {
		ok = true
	}
	inName, nameOK := Decline(full, c, lang)
	if !ok || !nameOK {
		return position, full, false
	}
	return inPosition, inName, true
}
