package rulebook

import (
	"debitor/internal/condition"
	"debitor/internal/policy"
)

// clause is a condition as a clause without capital and full stop, "" for none.
func (t *tongue) clause(p *policy.Policy, c *condition.Condition) string {
	return c.Say(t.code, conditionWords{t: t, p: p})
}

// conditionWords are the trade's words for conditions.
type conditionWords struct {
	t    *tongue
	p    *policy.Policy
	refs map[string]string // the clauses of a regulation by step; nil: elsewhere
}

// Fact is what the fact is called.
func (w conditionWords) Fact(name string) string {
	if s, ok := w.t.facts[name]; ok {
		return s
	}
	return spaced(name)
}

// Value is a category by its title where it has one, and a reason by its words.
func (w conditionWords) Value(fact, value string) string {
	if fact == "category" {
		return w.t.categoryName(w.p, value)
	}
	if fact == "reason" {
		return w.t.named(value)
	}
	return value
}

// Flag is the clause for yes or no.
func (w conditionWords) Flag(name string, yes bool) string {
	both, ok := w.t.flags[name]
	if !ok {
		both = [2]string{spaced(name), w.t.say("not", "what", spaced(name))}
	}
	if yes {
		return both[0]
	}
	return both[1]
}

// Done is the clause for a step that was done or not.
func (w conditionWords) Done(step string, yes bool) string {
	key := "step.undone"
	if yes {
		key = "step.done"
	}
	name := spaced(step)
	if s := w.p.Step(step); s != nil {
		name = w.t.title(s)
	}
	if ref := w.refs[step]; ref != "" {
		name += " (" + ref + ")"
	}
	return w.t.say(key, "step", name)
}

// categoryName is a category as people call it: "1 (Reliable)".
func (t *tongue) categoryName(p *policy.Policy, id string) string {
	for i := range p.Categories {
		if c := &p.Categories[i]; c.ID == id {
			if title := t.own(c.Title); title != "" && title != id {
				return id + " (" + title + ")"
			}
		}
	}
	return id
}
