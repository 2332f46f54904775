package condition

import "strings"

// Words are the trade's part of a sentence, in the language it is said in.
type Words interface {
	// Fact is a subject in the singular: "the open amount", "the number of days overdue".
	Fact(name string) string
	// Value is how a value of the fact is said: "1,000.00 BYN", "30", "Reliable".
	// It comes as String writes it, a word without quotes.
	Value(fact, value string) string
	// Flag is a clause that says the flag, or its contrary: "the last promise
	// was broken", "no promise was broken".
	Flag(name string, yes bool) string
	// Done is a clause that says that the step was done, or was not.
	Done(step string, yes bool) string
}

// Say is the condition as a clause to be read aloud, without a capital or a
// full stop; "" for nil. The language is en, ru, uk, bs or de, and English for
// any other. What an inner `or` or `and` takes in is said by an opening phrase
// and ended by a semicolon, and further inside by brackets. That a comparison
// fails for an unknown number is not said.
func (c *Condition) Say(lang string, w Words) string {
	if c == nil {
		return ""
	}
	l, ok := languages[lang]
	if !ok {
		l = languages["en"]
	}
	s := speaker{language: l, words: w}
	return s.clause(&c.root, true, 0)
}

// language is the connecting words of one language. Those around values take no
// gender and no number from the subject.
type language struct {
	and, or       string
	allOf, anyOf  string      // open a group
	words         comparisons // with words
	numbers       comparisons // with numbers and amounts
	orValue       string      // before the last of several values
	none, norElse string      // before the first value that it is not, and before each further one
}

// comparisons are the phrases of the operators.
type comparisons map[op]string

var languages = map[string]language{
	"en": {
		and: "and", or: "or", allOf: "all of these: ", anyOf: "at least one of these: ",
		words: comparisons{equal: "is", less | more: "is not"},
		numbers: comparisons{
			equal: "is", less | more: "is not",
			less: "is less than", less | equal: "is at most", more: "is more than", more | equal: "is at least",
		},
		orValue: " or ", none: "is neither", norElse: " nor ",
	},
	"ru": {
		and: "и", or: "или", allOf: "всё сразу: ", anyOf: "хотя бы одно: ",
		words: comparisons{equal: "—", less | more: "— не"},
		numbers: comparisons{
			equal: "составляет", less | more: "не составляет",
			less: "меньше", less | equal: "не больше", more: "больше", more | equal: "не меньше",
		},
		orValue: " или ", none: "— ни", norElse: ", ни ",
	},
	"uk": {
		and: "і", or: "або", allOf: "усе разом: ", anyOf: "хоча б одне: ",
		words: comparisons{equal: "—", less | more: "— не"},
		numbers: comparisons{
			equal: "становить", less | more: "не становить",
			less: "менше", less | equal: "не більше", more: "більше", more | equal: "не менше",
		},
		orValue: " або ", none: "— ні", norElse: ", ні ",
	},
	"be": {
		and: "і", or: "або", allOf: "усё разам: ", anyOf: "хаця б адно: ",
		words: comparisons{equal: "—", less | more: "— не"},
		numbers: comparisons{
			equal: "складае", less | more: "не складае",
			less: "менш", less | equal: "не больш", more: "больш", more | equal: "не менш",
		},
		orValue: " або ", none: "— ні", norElse: ", ні ",
	},
	"bs": {
		and: "i", or: "ili", allOf: "sve zajedno: ", anyOf: "barem jedno: ",
		words: comparisons{equal: "je", less | more: "nije"},
		numbers: comparisons{
			equal: "iznosi", less | more: "ne iznosi",
			less: "iznosi manje od", less | equal: "iznosi najviše", more: "iznosi više od", more | equal: "iznosi najmanje",
		},
		orValue: " ili ", none: "nije ni", norElse: " ni ",
	},
	"de": {
		and: "und", or: "oder", allOf: "alles zugleich: ", anyOf: "mindestens eines davon: ",
		words: comparisons{equal: "ist", less | more: "ist nicht"},
		numbers: comparisons{
			equal: "beträgt", less | more: "beträgt nicht",
			less: "beträgt weniger als", less | equal: "beträgt höchstens", more: "beträgt mehr als", more | equal: "beträgt mindestens",
		},
		orValue: " oder ", none: "ist weder", norElse: " noch ",
	},
}

type speaker struct {
	language
	words Words
}

// clause says that the node is so, or that it is not. Depth is how many joins
// it stands in.
func (s *speaker) clause(n *node, so bool, depth int) string {
	switch n.kind {
	case and, or:
		return s.join(n, so, depth)
	case not:
		return s.clause(&n.kids[0], !so, depth)
	case flag:
		return s.words.Flag(n.name, so)
	case done:
		return s.words.Done(n.name, so)
	case number, amount, word:
	}
	return s.comparison(n, so)
}

// join says that all parts are so, or any; not all is any not.
func (s *speaker) join(n *node, so bool, depth int) string {
	between, opening := s.and, s.allOf
	if (n.kind == or) == so {
		between, opening = s.or, s.anyOf
	}
	pause := ", "
	if depth == 0 && groups(n) {
		pause = "; "
	}
	parts := make([]string, len(n.kids))
	for i := range n.kids {
		parts[i] = s.clause(&n.kids[i], so, depth+1)
	}
	text := strings.Join(parts, pause+between+" ")
	switch depth {
	case 0:
		return text
	case 1:
		return opening + text
	}
	return "(" + text + ")"
}

// groups says whether a part of the join is a join itself.
func groups(n *node) bool {
	for i := range n.kids {
		kid := &n.kids[i]
		if kid.kind == not {
			kid = &kid.kids[0]
		}
		if kid.kind < not {
			return true
		}
	}
	return false
}

func (s *speaker) comparison(n *node, so bool) string {
	o, phrases := n.op, s.numbers
	if !so {
		o ^= either
	}
	if n.kind == word {
		phrases = s.language.words
	}
	phrase, last, between := phrases[o], s.orValue, ", "
	if len(n.values) > 1 && !so {
		phrase, last, between = s.none, s.norElse, s.norElse
	}
	var b strings.Builder
	b.WriteString(s.words.Fact(n.name) + " " + phrase + " ")
	for i, v := range n.values {
		switch {
		case i == 0:
		case i == len(n.values)-1:
			b.WriteString(last)
		default:
			b.WriteString(between)
		}
		b.WriteString(s.words.Value(n.name, v.text))
	}
	return b.String()
}
