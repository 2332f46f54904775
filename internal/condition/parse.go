package condition

import (
	"slices"

	"debitor/internal/fault"
)

// Parse reads a condition over these facts and steps; the Env is asked by their
// places. Spaces and line breaks between words mean nothing.
func Parse(text string, facts []Fact, steps []string) (*Condition, *Problem) {
	tooLong := &Problem{Text: fault.Tell("condition.too_long", "the condition is longer than %d characters", maxText), Hint: fault.Tell("hint.two_steps", "make two steps of it")}
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
		return node{}, problem(p.peek(), "condition.empty", fault.Tell("hint.condition", "write what must hold, such as open > 1000.00, or leave the key out"), "the condition is empty")
	}
	n, wrong := p.or()
	if wrong != nil {
		return node{}, wrong
	}
	switch t := p.peek(); {
	case t.end():
		return n, nil
	case t.is(")"):
		return node{}, problem(t, "condition.closes_nothing", fault.Tell("hint.closes_nothing", "take it out, or open one before it"), "this bracket closes nothing")
	default:
		return node{}, p.unexpected(t)
	}
}

// unexpected is said of what follows something that was complete.
func (p *parser) unexpected(t token) *Problem {
	hint := fault.Tell("hint.join", "join the parts with and, or")
	switch {
	case t.is("=") || t.is(","):
		hint = fault.Tell("hint.list", "compare one fact with one value; several stand in a list: category in [1, 2]")
	case t.is("not"):
		hint = fault.Tell("hint.and_not", "write and not, or or not")
	case isAmount(p.last.text) && isAmount(t.text):
		hint = fault.Tell("hint.one_piece", "write a number in one piece: 1000.00")
	}
	return problem(t, "condition.unexpected", hint, "%q stands where and, or, or the end is expected", t.text)
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
		return node{}, problem(p.last, "condition.too_many", fault.Tell("hint.two_steps", "make two steps of it"), "the condition has more than %d parts", maxNodes)
	}
	return n, nil
}

// deeper reads what stands inside a bracket or after a not.
func (p *parser) deeper(part func() (node, *Problem)) (node, *Problem) {
	if p.nesting++; p.nesting > maxNesting {
		return node{}, problem(p.last, "condition.too_deep", fault.Tell("hint.two_steps", "make two steps of it"), "more than %d brackets and nots stand inside one another", maxNesting)
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
		return node{}, problem(t, "condition.constant", fault.Tell("hint.constant", "a condition that always holds is left out"), "%s is not a fact", t.text)
	case t.word && t.quoted:
		return node{}, problem(t, "condition.quoted_fact", fault.Tell("hint.quoted_fact", "take the quotes off a fact; a value stands behind it: category = 3"), "a fact is expected here, not a word in quotes")
	default:
		return node{}, missing(t, before)
	}
}

// missing is said where a fact should stand.
func missing(t, before token) *Problem {
	hint := fault.Tell("hint.fact", "write a fact, such as open > 1000.00, or done(step)")
	switch {
	case t.end():
		return problem(t, "condition.missing.after", hint, "a fact is missing after %q", before.text)
	case before.end():
		return problem(t, "condition.missing.before", hint, "a fact is missing before %q", t.text)
	}
	return problem(t, "condition.missing.between", hint, "a fact is missing between %q and %q", before.text, t.text)
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
		return node{}, problem(open, "condition.not_closed", fault.Tell("hint.close", "write ) where it ends"), "this bracket is not closed")
	default:
		return node{}, p.unexpected(t)
	}
}

func (p *parser) done() (node, *Problem) {
	hint := fault.Tell("hint.done", "write done(step) with the id of a step")
	if t := p.take(); !t.is("(") {
		return node{}, problem(t, "condition.done", hint, "done asks about a step, which stands in brackets")
	}
	step := p.take()
	if !step.word {
		return node{}, problem(step, "condition.done.step", hint, "the step is missing")
	}
	place := slices.Index(p.steps, step.text)
	if place < 0 {
		return node{}, problem(step, "condition.no_step", nearest(step.text, p.steps), "there is no step %q", step.text)
	}
	if t := p.take(); !t.is(")") {
		return node{}, problem(t, "condition.done.not_closed", fault.Tell("hint.done_one", "write done(%s); one step in each", step.text), "the bracket of done is not closed")
	}
	return p.node(node{kind: done, place: place, name: step.text})
}
