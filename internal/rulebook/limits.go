package rulebook

import (
	"debitor/internal/authority"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Limit is a rule of authority in words, as the regulation has it.
type Limit struct {
	What    string // may be decided
	HowFar  string
	Grounds string // what must be shown or said before; a dash if nothing
	When    string
}

// Limits are rules of authority in words, amounts in the currency; the policy is
// the one that names their conditions.
func Limits(p *policy.Policy, rules []authority.Rule, lang string, c money.Currency) []Limit {
	t := tongueOf(lang)
	list := make([]Limit, len(rules))
	for i := range rules {
		cells := t.rule(p, &rules[i], c)
		list[i] = Limit{What: cells[0], HowFar: cells[2], Grounds: cells[3], When: cells[4]}
	}
	return list
}
