package policy

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"debitor/internal/authority"
	"debitor/internal/fault"
	"debitor/internal/ledger"
)

// maxCategories bounds the categories of a policy: more nobody can tell apart.
const maxCategories = 20

// contactRoles are the roles of a customer's contacts.
var contactRoles = ledger.ContactRoles

func (r *reader) categories(n ast.Node) []Category {
	nodes := r.list(n)
	if len(nodes) > maxCategories {
		r.fail(n.GetToken(), "policy.too_many", fault.Told{}, "a policy has at most %d categories", maxCategories)
		return nil
	}
	var out []Category
	defaults := 0
	for _, e := range nodes {
		var c Category
		seen := r.fields(e, "a category", map[string]func(ast.Node){
			"id":         func(n ast.Node) { c.ID, _ = r.text(n) },
			"title":      func(n ast.Node) { c.Title = r.titles(n) },
			"grace":      func(n ast.Node) { c.Grace = r.number(n, 90) },
			"tone":       func(n ast.Node) { c.Soft = r.word(n, "tone", "soft", "plain") == "soft" },
			"default":    func(n ast.Node) { c.Default = r.flag(n) },
			"prepayment": func(n ast.Node) { c.Prepayment = r.flag(n) },
			"limit":      func(n ast.Node) { c.Limit = r.limit(n) },
			"days":       func(n ast.Node) { c.Days = r.number(n, maxDays) },
			"discount":   func(n ast.Node) { c.Discount = r.percent(n) },
		})
		switch {
		case seen != nil && c.ID == "":
			r.fail(start(e), "policy.missing.category_id", fault.Tell("hint.category_id", "write id: as customers.csv calls it"), "the category has no id")
		case slices.ContainsFunc(out, func(o Category) bool { return o.ID == c.ID }):
			r.fail(start(e), "policy.twice.id", fault.Told{}, "there is a category %q before this one", clip(c.ID))
		}
		if c.Default {
			if defaults++; defaults > 1 {
				r.fail(start(e), "policy.twice.default", fault.Tell("hint.default", "leave out all but one default: true"), "only one category is that of customers without one")
			}
		}
		out = append(out, c)
	}
	return out
}

// costs reads prices by channel and kind of action.
func (r *reader) costs(n ast.Node) Costs {
	out := Costs{}
	known := map[string]func(ast.Node){}
	for _, key := range append([]string{string(Post), string(Email)}, texts(Kinds[1:])...) {
		known[key] = func(n ast.Node) { out[key] = r.amount(n, 2) }
	}
	r.fields(n, "costs", known)
	return out
}

// authority reads who may decide what.
func (r *reader) authority(n ast.Node) []authority.Rule {
	nodes := r.list(n)
	if len(nodes) > MaxSteps {
		r.fail(n.GetToken(), "policy.too_many", fault.Told{}, "a policy has at most %d rules of authority", MaxSteps)
		return nil
	}
	var out []authority.Rule
	for _, e := range nodes {
		out = append(out, r.authorityRule(e))
	}
	return out
}

func (r *reader) authorityRule(n ast.Node) authority.Rule {
	var rule authority.Rule
	if t := start(n); t != nil && t.Position != nil {
		rule.Line = t.Position.Line
	}
	seen := r.fields(n, "a rule of authority", map[string]func(ast.Node){
		"may":         func(n ast.Node) { rule.May = authority.Kind(r.word(n, "thing to decide", texts(authority.Kinds)...)) },
		"role":        func(n ast.Node) { rule.Role = r.word(n, "role", Roles...) },
		"up-to":       func(n ast.Node) { rule.UpTo = r.bound(n) },
		"amount":      func(n ast.Node) { rule.Amount = r.amounts(n).In },
		"evidence":    func(n ast.Node) { rule.Evidence = r.names(n) },
		"proposed-by": func(n ast.Node) { rule.ProposedBy = r.words(n, "role", Roles...) },
		"together":    func(n ast.Node) { rule.Together = r.words(n, "role", Roles...) },
		"may-require": func(n ast.Node) { rule.MayRequire = r.names(n) },
		"if":          func(n ast.Node) { rule.If = r.condition(n, CustomerFacts) },
	})
	for _, key := range []string{"may", "role"} {
		if seen != nil && !seen[key] {
			r.fail(start(n), "policy.missing.key", fault.Told{}, "the rule does not say %q", key)
		}
	}
	switch {
	case len(rule.Together) > 0 && len(rule.ProposedBy) > 0:
		r.fail(start(n), "policy.together", fault.Tell("hint.together", "keep one of the two"), "a rule has either \"proposed-by\" or \"together\"")
	case len(rule.MayRequire) > 0 && len(rule.Together) == 0:
		r.fail(start(n), "policy.may_require", fault.Tell("hint.may_require", "say who decides together: together: [head-of-security, finance-director]"), "\"may-require\" is for those who decide together")
	}
	return rule
}

func (r *reader) bound(n ast.Node) authority.Bound {
	text, ok := r.text(n)
	b, err := authority.ParseBound(text)
	if ok && err != nil {
		r.fail(n.GetToken(), "policy.bound", fault.Tell("hint.bound", "write 5 days, 10 working days, 1 week or 2 months"), "%q is not a bound", clip(text))
	}
	return b
}
