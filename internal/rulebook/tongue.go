package rulebook

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"debitor/internal/authority"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
)

// tongue is one language.
type tongue struct {
	code        string
	roles       map[string]role
	letters     map[letter.Kind]thing
	otherLetter thing // of a kind of the company's own, with {name}
	kinds       map[policy.Kind]string
	acts        map[policy.Kind]string // a sentence: who does what, {When} it is done
	channels    map[policy.Channel]string
	classes     map[string]string       // of mail, in place of the channel
	contacts    map[string]string       // roles of a customer's contacts
	events      map[policy.Event]string // after "after"
	dayNames    map[ledger.DayUnit]dayForms
	bounds      map[authority.Unit][3]string
	asks        map[authority.Kind]string
	facts       map[string]string    // subjects of conditions
	flags       map[string][2]string // clauses: it is so, it is not
	weekdays    [7]string            // "on Sundays", from Sunday on
	states      map[policy.State]string
	findings    map[string]findingText // by code and what tells its texts apart
	text        map[string]string      // everything else, by what it is about
	smooth      *strings.Replacer      // prepositions before words they cannot stand before
	form        func(n int) int        // which form a noun takes after a number
}

// role is what a role is called.
type role struct {
	name string // at the head of a row
	the  string // as the subject of a sentence
	with string // after "together with"
	of   string // after "by decision of"
}

// thing is what a letter is called.
type thing struct {
	name string // at the head of a row
	it   string // as what is sent
}

// dayForms are the forms of "day" in a unit.
type dayForms struct {
	on     string    // in "on the 5th day"
	of     string    // in "from the 5th day"
	count  [3]string // after a number
	within [3]string // after a number after "within"
	plain  string    // "in calendar days"
}

var tongues = map[string]*tongue{"en": &english, "ru": &russian, "be": &belarusian, "uk": &ukrainian, "bs": &bosnian, "de": &german}

// tongueOf falls back to English, so that every language can be read.
func tongueOf(lang string) *tongue {
	if t, ok := tongues[lang]; ok {
		return t
	}
	return &english
}

// say is the sentence of that name with its places filled in: name, value,
// name, value.
func (t *tongue) say(key string, places ...string) string { return fill(t.text[key], places...) }

func fill(text string, places ...string) string {
	for i := 0; i+1 < len(places); i += 2 {
		text = strings.ReplaceAll(text, "{"+places[i]+"}", places[i+1])
	}
	return text
}

// role is what the role is called; a role without words is its own.
func (t *tongue) role(id string) role {
	if r, ok := t.roles[id]; ok {
		return r
	}
	return role{name: id, the: id, with: id, of: id}
}

func (t *tongue) roleNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.role(id).name
	}
	return strings.Join(names, ", ")
}

// letter is what a letter is called: by its title where the step has one.
func (t *tongue) letter(s *policy.Step) thing {
	if l, ok := t.letters[letter.Kind(s.Letter)]; ok {
		return l
	}
	name := spaced(s.Letter)
	return thing{fill(t.otherLetter.name, "name", name), fill(t.otherLetter.it, "name", name)}
}

// count is a number of days: "5 working days".
func (t *tongue) count(n int, unit ledger.DayUnit) string {
	return strconv.Itoa(n) + nbsp + t.dayForms(unit).count[t.form(n)]
}

// within is the same after "within".
func (t *tongue) within(n int, unit ledger.DayUnit) string {
	return strconv.Itoa(n) + nbsp + t.dayForms(unit).within[t.form(n)]
}

const nbsp = "\u00a0"

func (t *tongue) dayForms(unit ledger.DayUnit) dayForms {
	if f, ok := t.dayNames[unit]; ok {
		return f
	}
	return t.dayNames[""]
}

// anyOf joins with commas and a last "or"; allOf with "and".
func (t *tongue) anyOf(list []string) string { return joined(list, t.text["or"]) }
func (t *tongue) allOf(list []string) string { return joined(list, t.text["and"]) }

func joined(list []string, last string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " " + last + " " + list[n-1]
	}
	return strings.Join(list, "")
}

// own is a text of the policy in the language, in English where it has no
// other, else any that it has.
func (t *tongue) own(texts map[string]string) string {
	for _, lang := range []string{t.code, "en", "ru"} {
		if s := texts[lang]; s != "" {
			return s
		}
	}
	return ""
}

// plain is a text for terminals and programs, whose spaces are all alike.
func plain(s string) string { return strings.ReplaceAll(s, nbsp, " ") }

// spaced is a name as people read it.
func spaced(name string) string { return strings.ReplaceAll(name, "-", " ") }

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// slavic is how Russian, Ukrainian, Belarusian and Bosnian bend nouns after numbers.
func slavic(n int) int {
	switch {
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}

// oneOrMore is how English and German do.
func oneOrMore(n int) int {
	if n == 1 {
		return 0
	}
	return 2
}

// uncapital begins no sentence; German nouns keep their capital.
func uncapital(s, lang string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || lang == "de" || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
