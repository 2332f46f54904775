package condition

import (
	"slices"

	"debitor/internal/money"
)

// Never says that the condition contradicts itself and can hold for no Env
// whatsoever: category = 1 and category = 2. False means that it may hold, or
// that telling would take too long. A nil condition always holds.
func Never(c *Condition) bool { return Disjoint(c, nil) }

// Disjoint says that the two, parsed over the same facts and steps, can never
// hold together. Like Never it is sure when it says yes. What facts mean to
// each other it does not know: days > 5 and oldest < 3 are not disjoint to it.
func Disjoint(a, b *Condition) bool {
	s := search{budget: maxCases}
	for _, c := range []*Condition{a, b} {
		if c != nil {
			s.todo = append(s.todo, claim{&c.root, true})
		}
	}
	return !s.possible()
}

// maxCases bounds the ways tried to make a condition true: `or` doubles them.
const maxCases = 2000

// claim is that a node is true, or that it is false.
type claim struct {
	node *node
	want bool
}

// search looks for a way to make all claims true at once: it breaks them down
// to claims about single facts, and asks of each fact whether it has a value
// that suits them all. Facts do not depend on each other, so this is enough.
type search struct {
	todo   []claim
	sure   []claim // about single facts
	budget int     // cases that may still be tried
}

// possible says whether there is a way, or the budget is used up.
func (s *search) possible() bool {
	if s.budget--; s.budget < 0 {
		return true
	}
	for len(s.todo) > 0 {
		c := s.todo[len(s.todo)-1]
		s.todo = s.todo[:len(s.todo)-1]
		switch {
		case c.node.kind >= flag:
			s.sure = append(s.sure, c)
		case (c.node.kind == or) == c.want && c.node.kind != not: // any of them
			return s.any(c)
		default: // all of them
			for i := range c.node.kids {
				s.todo = append(s.todo, claim{&c.node.kids[i], c.want != (c.node.kind == not)})
			}
		}
	}
	return s.consistent()
}

// any tries the parts of which one is enough, each in a search of its own.
func (s *search) any(c claim) bool {
	for i := range c.node.kids {
		todo := append(slices.Clip(s.todo), claim{&c.node.kids[i], c.want})
		branch := search{todo: todo, sure: slices.Clip(s.sure), budget: s.budget}
		if branch.possible() {
			return true
		}
		s.budget = branch.budget
	}
	return false
}

func (s *search) consistent() bool {
	for i := range s.sure {
		if !s.satisfiable(s.sure[i].node) {
			return false
		}
	}
	return true
}

// satisfiable says whether the node's fact or step has a value that suits all
// claims about it.
func (s *search) satisfiable(n *node) bool {
	var about []claim
	for _, c := range s.sure {
		if c.node.place == n.place && (c.node.kind == done) == (n.kind == done) {
			about = append(about, c)
		}
	}
	for _, guess := range guesses(about) {
		if !slices.ContainsFunc(about, func(c claim) bool { return c.node.holdsFor(guess) != c.want }) {
			return true
		}
	}
	return false
}

// guess is a value that a fact may have. For a flag or a step known says yes.
type guess struct {
	known bool
	n     int64
	word  string
}

// guesses are enough values to meet every combination that the claims tell
// apart: all that they name, the neighbours of each, and none of them.
func guesses(about []claim) []guess {
	all := []guess{{known: true}, {}}
	for _, c := range about {
		for _, v := range c.node.values {
			all = append(all, guess{known: true, n: v.n - 1}, guess{known: true, n: v.n}, guess{known: true, n: v.n + 1}, guess{known: true, word: v.text})
		}
	}
	return all
}

// holdsFor is the node's answer for that value of its fact.
func (n *node) holdsFor(g guess) bool {
	switch n.kind {
	case number:
		return g.known && n.ofNumber(g.n)
	case amount:
		return n.ofAmount(money.Minor(g.n), scale)
	case word:
		return n.ofWord(g.word)
	case and, or, not, flag, done:
	}
	return g.known
}
