package condition

import (
	"cmp"
	"slices"

	"debitor/internal/money"
)

// Type says what a fact is and so what it can be compared with.
type Type uint8

// The types of facts.
const (
	Flag   Type = iota // yes or no: stands alone
	Number             // a whole number, may be unknown
	Money              // an amount in the currency of the answer
	Word               // a word, compared for equality only
)

// Fact is something a condition may ask.
type Fact struct {
	Name   string   // as it is written: letters, digits, _
	Type   Type     // what it is compared with
	Values []string // of a Word: all it can be, so that a slip is found; nil: any
}

// Env answers what a condition asks. A fact or a step is its place in the lists
// given to Parse; each method is asked only for facts of its type.
type Env interface {
	Flag(fact int) bool
	// Number is a whole number; false when nobody knows it.
	Number(fact int) (int, bool)
	Money(fact int) (money.Minor, money.Currency)
	// Word is "" where there is none, which no written word equals.
	Word(fact int) string
	// Done says whether the step was done.
	Done(step int) bool
}

// Condition is a parsed condition. It never changes; a nil one always holds.
type Condition struct {
	root         node
	text         string
	facts, steps []int
}

// Holds says whether the condition is true. It asks the environment from left
// to right, no more than it must, and allocates nothing.
func (c *Condition) Holds(env Env) bool { return c == nil || c.root.holds(env) }

// String is the condition in its canonical text, which Parse reads back as the
// same condition; "" for nil.
func (c *Condition) String() string {
	if c == nil {
		return ""
	}
	return c.text
}

// Facts are the places of the facts it may ask for, ascending, each once. The
// caller must not change them.
func (c *Condition) Facts() []int {
	if c == nil {
		return nil
	}
	return c.facts
}

// Steps are the places of the steps it may ask for, like Facts.
func (c *Condition) Steps() []int {
	if c == nil {
		return nil
	}
	return c.steps
}

// kind is what a node of the tree is.
type kind uint8

const (
	and kind = iota // all kids; two or more, none of them an and
	or              // any kid; two or more, none of them an or
	not             // not its one kid, which is no not
	flag
	done
	number
	amount
	word
)

// node is one node of the tree.
type node struct {
	kind   kind
	op     op      // of a comparison
	place  int     // of the fact or step
	name   string  // of the fact or step
	values []value // of a comparison: it is true for any of them
	kids   []node
}

// op is a comparison as the set of orders that it accepts.
type op uint8

const (
	less op = 1 << iota
	equal
	more
	either = less | equal | more
)

// accepts says whether the operator is true of what cmp.Compare returned.
func (o op) accepts(order int) bool { return o>>(order+1)&1 != 0 }

// value is a literal.
type value struct {
	text string // canonical; of a word the word itself
	n    int64  // of a number, or of an amount in units of 10^-scale
}

// scale is how many decimals an amount is kept with: the most that a currency
// of ISO 4217 has.
const scale = 4

func (n *node) holds(env Env) bool {
	switch n.kind {
	case and:
		for i := range n.kids {
			if !n.kids[i].holds(env) {
				return false
			}
		}
		return true
	case or:
		for i := range n.kids {
			if n.kids[i].holds(env) {
				return true
			}
		}
		return false
	case not:
		return !n.kids[0].holds(env)
	case flag:
		return env.Flag(n.place)
	case done:
		return env.Done(n.place)
	case number:
		got, known := env.Number(n.place)
		return known && n.ofNumber(int64(got))
	case amount:
		got, currency := env.Money(n.place)
		return n.ofAmount(got, currency.Decimals())
	case word:
		return n.ofWord(env.Word(n.place))
	}
	return false
}

func (n *node) ofNumber(got int64) bool {
	for i := range n.values {
		if n.op.accepts(cmp.Compare(got, n.values[i].n)) {
			return true
		}
	}
	return false
}

func (n *node) ofAmount(got money.Minor, decimals int) bool {
	unit := int64(1) // what one minor unit is in the units of the values
	for ; decimals < scale; decimals++ {
		unit *= 10
	}
	for i := range n.values {
		if n.op.accepts(compareAmount(int64(got), n.values[i].n, unit)) {
			return true
		}
	}
	return false
}

// compareAmount compares got×unit with want without the product, which may not
// fit: by the quotient first, and where that is the same by what is left over.
func compareAmount(got, want, unit int64) int {
	if order := cmp.Compare(got, want/unit); order != 0 {
		return order
	}
	return cmp.Compare(0, want%unit)
}

func (n *node) ofWord(got string) bool {
	for i := range n.values {
		order := -1
		if got == n.values[i].text {
			order = 0
		}
		if n.op.accepts(order) {
			return true
		}
	}
	return false
}

// collect lists the places of facts or of steps that the tree asks for.
func (n *node) collect(places []int, steps bool) []int {
	if n.kind >= flag && (n.kind == done) == steps {
		places = append(places, n.place)
	}
	for i := range n.kids {
		places = n.kids[i].collect(places, steps)
	}
	return places
}

func sorted(places []int) []int {
	slices.Sort(places)
	return slices.Compact(places)
}
