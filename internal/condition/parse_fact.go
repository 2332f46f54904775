package condition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/fault"
)

// operators are the comparisons as they are written.
var operators = []struct {
	text string
	op   op
}{
	{"=", equal},
	{"!=", either &^ equal},
	{"<", less},
	{"<=", less | equal},
	{">", more},
	{">=", more | equal},
}

// types is what there is to know about each type of fact that is compared: its
// node, and what to say where it was misread.
var types = [...]struct {
	kind            kind
	article, sample string
}{
	Number: {number, "a whole number", "30"},
	Money:  {amount, "an amount", "1000.00"},
	Word:   {word, "a word", "B"},
}

// fact reads what follows the name of a fact.
func (p *parser) fact(t token) (node, *Problem) {
	place := slices.IndexFunc(p.facts, func(f Fact) bool { return f.Name == t.text })
	if place < 0 {
		return node{}, p.unknown(t)
	}
	f := &p.facts[place]
	if f.Type == Flag {
		return p.flag(place)
	}
	n := node{kind: types[f.Type].kind, place: place, name: f.Name}
	var wrong *Problem
	if sign := p.take(); sign.is("in") {
		n.op = equal
		n.values, wrong = p.list(f)
	} else if n.op, wrong = operator(f, sign); wrong == nil {
		n.values, wrong = p.value(f, nil)
	}
	if wrong != nil {
		return node{}, wrong
	}
	return p.node(n)
}

func (p *parser) unknown(t token) *Problem {
	if slices.Contains(p.steps, t.text) {
		return problem(t, "condition.step", fault.Tell("hint.done_step", "write done(%s)", t.text), "%q is a step, not a fact", t.text)
	}
	if isAmount(t.text) {
		return problem(t, "condition.number_first", fault.Tell("hint.fact_first", "write the fact first: open > 1000.00"), "a fact is expected here, not the number %s", t.text)
	}
	names := make([]string, len(p.facts))
	for i := range p.facts {
		names[i] = p.facts[i].Name
	}
	return problem(t, "condition.no_fact", nearest(t.text, names), "there is no fact %q", t.text)
}

func (p *parser) flag(place int) (node, *Problem) {
	name := p.facts[place].Name
	t := p.peek()
	if _, compared := operatorOf(t); compared || t.is("in") {
		return node{}, problem(t, "condition.flag", fault.Tell("hint.flag", "write %s, or not %[1]s", name), "%s is yes or no and stands alone", name)
	}
	return p.node(node{kind: flag, place: place, name: name})
}

func operatorOf(t token) (op, bool) {
	for _, o := range operators {
		if t.is(o.text) {
			return o.op, true
		}
	}
	return 0, false
}

func operator(f *Fact, sign token) (op, *Problem) {
	o, ok := operatorOf(sign)
	article, sample := types[f.Type].article, types[f.Type].sample
	switch {
	case sign.is("not"):
		return 0, problem(sign, "condition.not_behind", fault.Tell("hint.not_front", "write not %s in [%s], with not in front", f.Name, sample), "not stands before a fact, not behind it")
	case !ok:
		return 0, problem(sign, "condition.compare", fault.Tell("hint.compare", "write %s = %s", f.Name, sample), "%s is %s: it must be compared with something", f.Name, article)
	case f.Type == Word && o != equal && o != either&^equal:
		return 0, problem(sign, "condition.word_order", fault.Tell("hint.words", "compare words by =, != or in"), "%s is a word: it is neither less nor more than another", f.Name)
	}
	return o, nil
}

// list reads the values of in, each once.
func (p *parser) list(f *Fact) ([]value, *Problem) {
	hint := fault.Tell("hint.square", "write the values in square brackets: %s in [%s]", f.Name, types[f.Type].sample)
	if t := p.take(); !t.is("[") {
		return nil, problem(t, "condition.no_list", hint, "a list is missing after in")
	}
	var values []value
	for {
		var wrong *Problem
		if values, wrong = p.value(f, values); wrong != nil {
			return nil, wrong
		}
		switch t := p.take(); {
		case len(values) > maxList:
			return nil, problem(p.last, "condition.list_too_long", fault.Tell("hint.or", "write another comparison with or"), "the list has more than %d values", maxList)
		case t.is("]"):
			return values, nil
		case !t.is(","):
			return nil, problem(t, "condition.list_not_closed", fault.Tell("hint.commas", "separate the values by commas and end with ]"), "the list is not closed")
		}
	}
}

// value reads one value and adds it to those before, unless it is there.
func (p *parser) value(f *Fact, before []value) ([]value, *Problem) {
	t := p.take()
	if !t.word {
		return nil, problem(t, "condition.no_value", fault.Tell("hint.value", "write %[2]s, such as %[1]s", types[f.Type].sample, types[f.Type].article), "%s is missing here", types[f.Type].article)
	}
	v, wrong := literal(f, t)
	if wrong != nil || slices.Contains(before, v) {
		return before, wrong
	}
	return append(before, v), nil
}

func literal(f *Fact, t token) (value, *Problem) {
	if f.Type == Word {
		return wordValue(f, t)
	}
	if t.quoted {
		return value{}, problem(t, "condition.quoted_number", fault.Tell("hint.unquote", "take the quotes off"), "%s is %s: it is written without quotes", f.Name, types[f.Type].article)
	}
	read, hint := parseNumber, fault.Tell("hint.digits", "write digits only, at most nine: 30")
	if f.Type == Money {
		read, hint = parseAmount, fault.Tell("hint.digits_point", "write digits, and at most three after a point: 1000.00")
	}
	v, ok := read(t.text)
	if !ok {
		return v, problem(t, "condition.wrong_value", hint, "%s is compared with %[3]s, which %[2]q is not", f.Name, t.text, types[f.Type].article)
	}
	return v, nil
}

func wordValue(f *Fact, t token) (value, *Problem) {
	switch {
	case !t.quoted && slices.Contains(keywords, t.text):
		return value{}, problem(t, "condition.keyword", fault.Tell("hint.quote_word", "if it is meant as a word, write %q in quotes", t.text), "a word is missing before %s", t.text)
	case f.Values != nil && !slices.Contains(f.Values, t.text):
		return value{}, problem(t, "condition.never", nearest(t.text, f.Values), "%s is never %q", f.Name, t.text)
	}
	return value{text: t.text}, nil
}

func parseNumber(text string) (value, bool) {
	if !isDigits(strings.TrimPrefix(text, "-"), maxDigits) {
		return value{}, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return value{text: strconv.FormatInt(n, 10), n: n}, err == nil
}

func parseAmount(text string) (value, bool) {
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, cents, pointed := strings.Cut(unsigned, ".")
	if !isDigits(whole, maxWhole) || pointed && !isDigits(cents, maxCents) {
		return value{}, false
	}
	n, err := strconv.ParseInt(whole+cents+strings.Repeat("0", scale-len(cents)), 10, 64)
	if negative {
		n = -n
	}
	return value{text: amountText(n), n: n}, err == nil
}

// amountText writes an amount with as many decimals as it needs, but not one:
// 1000, 1000.50, 0.125.
func amountText(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := fmt.Sprintf("%0*d", scale+1, n)
	whole, cents := digits[:len(digits)-scale], strings.TrimRight(digits[len(digits)-scale:], "0")
	switch len(cents) {
	case 0:
		return sign + whole
	case 1:
		cents += "0"
	}
	return sign + whole + "." + cents
}

func isAmount(text string) bool {
	_, ok := parseAmount(text)
	return ok
}

func isDigits(text string, atMost int) bool {
	return text != "" && len(text) <= atMost && strings.Trim(text, "0123456789") == ""
}
