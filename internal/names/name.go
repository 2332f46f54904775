package names

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nbsp holds initials and surname together.
const nbsp = "\u00a0"

// Name is a person's name by its parts, each as it was written. First and
// Middle may be initials with their stops ("И."); Middle is the patronymic.
// What a name does not have is empty.
type Name struct {
	Last, First, Middle string
}

// role is what a word of a name is.
type role int

const (
	last role = iota
	first
	middle
	title // "Dr." and such, kept as it is
	half  // in a grammar: first halves of double surnames that have no cases
)

// word is one word of a name with its role and the space before it.
type word struct {
	text, space string
	role        role
}

// Parse reads a full name in either order, «Иванов Иван Иванович», «И. И.
// Иванов», "Anna Petrova", "Petrova, Anna". It is not ok when the order cannot
// be told. The language (ISO 639-1) decides the customs: in ru, uk and be there
// are patronymics and either order; elsewhere the surname comes last, or first
// with a comma after it.
func Parse(full, lang string) (Name, bool) {
	words, ok := parse(full, lang)
	if !ok {
		return Name{}, false
	}
	var n Name
	fields := [...]*string{last: &n.Last, first: &n.First, middle: &n.Middle}
	for _, w := range words {
		if w.role == title {
			continue
		}
		into := fields[w.role]
		*into = strings.TrimSpace(*into + " " + strings.TrimSuffix(w.text, ","))
	}
	return n, true
}

// Initials is «И. И. Иванов», "A. Petrova": as a signature is written, with
// no-break spaces. A name that Parse does not read, or with no first name, is
// returned as it is.
func Initials(full, lang string) string {
	n, ok := Parse(full, lang)
	if !ok || n.First == "" || n.Last == "" {
		return full
	}
	return n.initials() + nbsp + n.Last
}

// InitialsAfter is «Иванов И. И.»: as a list or an addressee is written.
func InitialsAfter(full, lang string) string {
	n, ok := Parse(full, lang)
	if !ok || n.First == "" || n.Last == "" {
		return full
	}
	return n.Last + nbsp + n.initials()
}

func (n Name) initials() string {
	short := initialOf(n.First)
	if n.Middle != "" {
		short += nbsp + initialOf(n.Middle)
	}
	return short
}

// initialOf keeps what is an initial already and the hyphen of a double name:
// «Анна-Мария» is «А.-М.».
func initialOf(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	parts := strings.Split(s, "-")
	for i, p := range parts {
		r, _ := utf8.DecodeRuneInString(p)
		parts[i] = string(r) + "."
	}
	return strings.Join(parts, "-")
}

var (
	spaces   = regexp.MustCompile(`[ \x{a0}]+`)
	glued    = regexp.MustCompile(`^((?:\p{Lu}\.)+)(\p{Lu}\p{L}.*)$`) // И.И.Иванов
	pair     = regexp.MustCompile(`^(\p{Lu}\.-?)(\p{Lu}\.)$`)         // И.И.
	initial  = regexp.MustCompile(`^\p{Lu}\.(-\p{Lu}\.)?$`)
	abridged = regexp.MustCompile(`^\p{L}[\p{L}-]+\.$`) // Dr.
	// particles begin a surname of several words.
	particles = []string{"von", "van", "de", "der", "den", "del", "la", "di", "da", "zu"}
)

// split gives a name's words with the spaces before them.
func split(full string) []word {
	var words []word
	full = strings.TrimFunc(full, unicode.IsSpace)
	texts, gaps := spaces.Split(full, -1), spaces.FindAllString(full, -1)
	for i, text := range texts {
		w := word{text: text}
		if i > 0 {
			w.space = gaps[i-1]
		}
		if m := glued.FindStringSubmatch(text); m != nil {
			words = append(words, splitInitials(word{text: m[1], space: w.space})...)
			w = word{text: m[2]}
		}
		words = append(words, splitInitials(w)...)
	}
	return words
}

func splitInitials(w word) []word {
	if m := pair.FindStringSubmatch(w.text); m != nil && !strings.HasSuffix(m[1], "-") {
		return []word{{text: m[1], space: w.space}, {text: m[2]}}
	}
	return []word{w}
}

func parse(full, lang string) ([]word, bool) {
	words := split(full)
	if len(words) == 0 || words[0].text == "" || len(words) > 5 {
		return nil, false
	}
	if eastSlavic(lang) && !slices.ContainsFunc(words, func(w word) bool { return !cyrillic(w.text) }) {
		return words, assign(words, slavicRoles(words)...)
	}
	return words, western(words)
}

func eastSlavic(lang string) bool { return lang == "ru" || lang == "uk" || lang == "be" }

// cyrillic tells a word of Cyrillic letters with hyphens, apostrophes and the
// stop of an initial.
func cyrillic(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Cyrillic, r) && !strings.ContainsRune("-'’ʼ.", r) {
			return false
		}
	}
	return s != ""
}

// assign gives the roles to the words, if there are any to give.
func assign(words []word, roles ...role) bool {
	for i, r := range roles {
		words[i].role = r
	}
	return len(roles) > 0
}

// slavicRoles is nil when the order cannot be told.
func slavicRoles(words []word) []role {
	if n := len(words); n == 4 && patronymicParticle(words[3].text) {
		return []role{last, first, middle, middle}
	}
	shape := make([]byte, len(words)) // i for an initial, w for a word
	for i, w := range words {
		switch {
		case initial.MatchString(w.text):
			shape[i] = 'i'
		case strings.Contains(w.text, "."):
			return nil
		default:
			shape[i] = 'w'
		}
	}
	switch string(shape) {
	case "w":
		if givenGender(words[0].text) != Unknown {
			return []role{first}
		}
		return []role{last}
	case "wi":
		return []role{last, first}
	case "wii", "wwi":
		return []role{last, first, middle}
	case "iw":
		return []role{first, last}
	case "iiw", "wiw":
		return []role{first, middle, last}
	case "ww":
		return rolesOfTwo(words[0].text, words[1].text)
	case "www":
		return rolesOfThree(words[0].text, words[1].text, words[2].text)
	}
	return nil
}

func rolesOfTwo(a, b string) []role {
	givenA, givenB := givenGender(a) != Unknown, givenGender(b) != Unknown
	familyA, familyB := familyGender(a) != Unknown, familyGender(b) != Unknown
	switch {
	case givenA && patronymicGender(b) != Unknown:
		return []role{first, middle}
	case givenA != givenB && givenA, !givenA && !givenB && familyB && !familyA:
		return []role{first, last}
	case givenA != givenB, !givenB && familyA && !familyB:
		return []role{last, first}
	}
	return nil
}

func rolesOfThree(a, b, c string) []role {
	inB, inC := patronymicGender(b) != Unknown, patronymicGender(c) != Unknown
	switch {
	case inB && (!inC || givenGender(a) != Unknown):
		return []role{first, middle, last}
	case inC:
		return []role{last, first, middle}
	}
	return nil
}

// western is "Dr. Anna M. Petrova", "Petrova, Anna": surname last, or first
// before a comma.
func western(words []word) bool {
	start := 0
	for start < len(words) && abridged.MatchString(words[start].text) {
		words[start].role = title
		start++
	}
	rest := words[start:]
	switch {
	case len(rest) == 0:
		return false
	case strings.HasSuffix(rest[0].text, ",") && len(rest) > 1:
		return assign(rest, append([]role{last, first}, slices.Repeat([]role{middle}, len(rest)-2)...)...)
	}
	family := len(rest) - 1
	for family > 1 && slices.Contains(particles, rest[family-1].text) {
		family--
	}
	for i := range rest {
		switch {
		case i >= family:
			rest[i].role = last
		case i == 0:
			rest[i].role = first
		default:
			rest[i].role = middle
		}
	}
	return true
}
