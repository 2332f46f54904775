package condition

import (
	"fmt"
	"slices"
)

// Parse reads a condition over these facts and steps; the Env is asked by their
// places. Spaces and line breaks between words mean nothing.
func Parse(text string, facts []Fact, steps []string) (*Condition, *Problem) {
	tooLong := &Problem{Text: fmt.Sprintf("the condition is longer than %d characters", maxText), Hint: "make two steps of it"}
	if len(text) > maxText {
		return nil, tooLong
	}
	tokens, wrong := scan(text)
	if wrong != nil {
		return nil, wrong
	}
	p := parser{tokens: tokens, facts: facts, steps: steps}
	root, wrong := p.all()
	if wrong != nil {
		return nil, wrong
	}
	c := &Condition{root: root, text: string(root.append(nil)), facts: sorted(root.collect(nil, false)), steps: sorted(root.collect(nil, true))}
	if len(c.text) > maxText {
		return nil, tooLong
	}
	return c, nil
}

// parser reads the tokens from left to right. Its methods each read what they
// are named after.
type parser struct {
	tokens  []token // what is left; the end is never taken
	last    token   // what was taken last
	facts   []Fact
	steps   []string
	nodes   int
	nesting int
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) take() token {
	p.last = p.tokens[0]
	if len(p.tokens) > 1 {
		p.tokens = p.tokens[1:]
	}
	return p.last
}

func (p *parser) all() (node, *Problem) {
	if p.peek().end() {
		return node{}, problem(p.peek(), "write what must hold, such as open > 1000.00, or leave the key out", "the condition is empty")
	}
	n, wrong := p.or()
	if wrong != nil {
		return node{}, wrong
	}
	switch t := p.peek(); {
	case t.end():
		return n, nil
	case t.is(")"):
		return node{}, problem(t, "take it out, or open one before it", "this bracket closes nothing")
	default:
		return node{}, p.unexpected(t)
	}
}

// unexpected is said of what follows something that was complete.
func (p *parser) unexpected(t token) *Problem {
	hint := "join the parts with and, or"
	switch {
	case t.is("=") || t.is(","):
		hint = "compare one fact with one value; several stand in a list: category in [1, 2]"
	case t.is("not"):
		hint = "write and not, or or not"
	case isAmount(p.last.text) && isAmount(t.text):
		hint = "write a number in one piece: 1000.00"
	}
	return problem(t, hint, "%q stands where and, or, or the end is expected", t.text)
}

func (p *parser) or() (node, *Problem)  { return p.join(or, "or", p.and) }
func (p *parser) and() (node, *Problem) { return p.join(and, "and", p.unary) }

// join reads parts with the word between them. Parts that are joined in the
// same way themselves become parts of the whole.
func (p *parser) join(k kind, between string, part func() (node, *Problem)) (node, *Problem) {
	n, wrong := part()
	if wrong != nil || !p.peek().is(between) {
		return n, wrong
	}
	whole, wrong := p.node(node{kind: k})
	whole.add(n)
	for wrong == nil && p.peek().is(between) {
		p.take()
		if n, wrong = part(); wrong == nil {
			whole.add(n)
		}
	}
	return whole, wrong
}

func (n *node) add(kid node) {
	if kid.kind == n.kind {
		n.kids = append(n.kids, kid.kids...)
		return
	}
	n.kids = append(n.kids, kid)
}

// node counts the nodes.
func (p *parser) node(n node) (node, *Problem) {
	if p.nodes++; p.nodes > maxNodes {
		return node{}, problem(p.last, "make two steps of it", "the condition has more than %d parts", maxNodes)
	}
	return n, nil
}

// deeper reads what stands inside a bracket or after a not.
func (p *parser) deeper(part func() (node, *Problem)) (node, *Problem) {
	if p.nesting++; p.nesting > maxNesting {
		return node{}, problem(p.last, "make two steps of it", "more than %d brackets and nots stand inside one another", maxNesting)
	}
	n, wrong := part()
	p.nesting--
	return n, wrong
}

func (p *parser) unary() (node, *Problem) {
	before := p.last
	switch t := p.take(); {
	case t.is("not"):
		return p.not()
	case t.is("("):
		return p.bracket(t)
	case t.is("done"):
		return p.done()
	case t.word && !t.quoted && !slices.Contains(keywords, t.text):
		return p.fact(t)
	case t.word && !t.quoted && (t.text == "true" || t.text == "false"):
		return node{}, problem(t, "a condition that always holds is left out", "%s is not a fact", t.text)
	case t.word && t.quoted:
		return node{}, problem(t, "take the quotes off a fact; a value stands behind it: category = 3", "a fact is expected here, not a word in quotes")
	default:
		return node{}, missing(t, before)
	}
}

// missing is said where a fact should stand.
func missing(t, before token) *Problem {
	const hint = "write a fact, such as open > 1000.00, or done(step)"
	switch {
	case t.end():
		return problem(t, hint, "a fact is missing after %q", before.text)
	case before.end():
		return problem(t, hint, "a fact is missing before %q", t.text)
	}
	return problem(t, hint, "a fact is missing between %q and %q", before.text, t.text)
}

func (p *parser) not() (node, *Problem) {
	kid, wrong := p.deeper(p.unary)
	if wrong != nil {
		return node{}, wrong
	}
	if kid.kind == not {
		return kid.kids[0], nil
	}
	return p.node(node{kind: not, kids: []node{kid}})
}

func (p *parser) bracket(open token) (node, *Problem) {
	n, wrong := p.deeper(p.or)
	if wrong != nil {
		return node{}, wrong
	}
	switch t := p.peek(); {
	case t.is(")"):
		p.take()
		return n, nil
	case t.end():
		return node{}, problem(open, "write ) where it ends", "this bracket is not closed")
	default:
		return node{}, p.unexpected(t)
	}
}

func (p *parser) done() (node, *Problem) {
	const hint = "write done(step) with the id of a step"
	if t := p.take(); !t.is("(") {
		return node{}, problem(t, hint, "done asks about a step, which stands in brackets")
	}
	step := p.take()
	if !step.word {
		return node{}, problem(step, hint, "the step is missing")
	}
	place := slices.Index(p.steps, step.text)
	if place < 0 {
		return node{}, problem(step, nearest(step.text, p.steps), "there is no step %q", step.text)
	}
	if t := p.take(); !t.is(")") {
		return node{}, problem(t, "write done("+step.text+"); one step in each", "the bracket of done is not closed")
	}
	return p.node(node{kind: done, place: place, name: step.text})
}
