package policy

import (
	"github.com/goccy/go-yaml/ast"

	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// prices reads what list prices become by the agreed term. Who pays later pays
// more.
func (r *reader) prices(n ast.Node) (list []Price) {
	for _, e := range r.list(n) {
		var p Price
		seen := r.fields(e, "a price by term", map[string]func(ast.Node){
			"within":  func(n ast.Node) { p.Within = r.daysFromNone(n) },
			"percent": func(n ast.Node) { p.Percent = r.modifier(n) },
		})
		r.needs(e, seen, "within", "percent")
		if k := len(list); k > 0 && seen != nil && (p.Within <= list[k-1].Within || p.Percent <= list[k-1].Percent) {
			r.fail(start(e), "policy.prices", fault.Tell("hint.prices", "begin with the shortest term and the lowest price, such as {within: 0, percent: -3}"), "a longer term must cost more than a shorter one")
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", "price by term")
	}
	return list
}

// modifier reads per cent that are put on a price, or taken off it.
func (r *reader) modifier(n ast.Node) money.Minor {
	s, ok := r.text(n)
	if !ok {
		return 0
	}
	p, err := money.ParseMinor(s, 2)
	if err != nil || p <= -maxPercent || p >= maxPercent {
		r.fail(n.GetToken(), "policy.modifier", fault.Tell("hint.modifier", "write it like 2 or -3.5: per cent on the list price, or off it"), "%q is not a change of price between -100 and 100 per cent", clip(s))
		return 0
	}
	return p
}

// commission reads what managers have of the money that came in.
func (r *reader) commission(n ast.Node) (c Commission) {
	seen := r.fields(n, "commission", map[string]func(ast.Node){
		"percent": func(n ast.Node) { c.Percent = r.share(n) },
		"factors": func(n ast.Node) { c.Factors = r.factors(n) },
	})
	r.needs(n, seen, "factors")
	return c
}

// share reads per cent of money: more than nothing, less than all.
func (r *reader) share(n ast.Node) money.Minor {
	before := len(r.problems)
	p := r.amount(n, 2)
	if len(r.problems) == before && (p == 0 || p >= maxPercent) {
		r.fail(n.GetToken(), "policy.commission", fault.Tell("hint.commission", "leave percent out where managers have shares of their own: then only what the money counts for is told"), "%q is not a commission between 0 and 100 per cent", clip(n.GetToken().Value))
	}
	return p
}

const (
	// maxFactor is beyond any factor of a commission, in hundredths.
	maxFactor = 10_00
	// maxFactors is how many factors a page can show beside each other.
	maxFactors = 8
)

// factors reads what money counts for by how it was paid. Later money earns the
// manager less.
func (r *reader) factors(n ast.Node) (list []Factor) {
	for _, e := range r.list(n) {
		f, good := r.factor(e)
		if k := len(list); k > 0 && good {
			switch before := list[k-1]; {
			case f.compare(before) <= 0:
				r.fail(start(e), "policy.factors.order", fault.Tell("hint.factors.order", "write them in the order ahead, in-term, late; of in-term and late the one without within comes last"), "this stands after money that is not paid earlier")
			case f.Factor >= before.Factor:
				r.fail(start(e), "policy.factors", fault.Tell("hint.factors", "what is paid ahead counts for the most, such as {paid: ahead, factor: 1.2}"), "later money must count for less than earlier money")
			}
		}
		list = append(list, f)
	}
	switch {
	case len(list) == 0:
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", "factor")
	case len(list) > maxFactors:
		r.fail(start(n), "policy.too_many", fault.Told{}, "a commission has at most %d factors", maxFactors)
	}
	return list
}

// factor reads one of them; good says whether it can be compared with others.
func (r *reader) factor(n ast.Node) (f Factor, good bool) {
	before := len(r.problems)
	seen := r.fields(n, "a factor", map[string]func(ast.Node){
		"paid":   func(n ast.Node) { f.Paid = ledger.Manner(r.word(n, "way to be paid", manners()...)) },
		"within": func(n ast.Node) { f.Within = r.number(n, maxDays) },
		"factor": func(n ast.Node) {
			if f.Factor = r.amount(n, 2); f.Factor > maxFactor {
				r.fail(n.GetToken(), "policy.factor", fault.Tell("hint.factor", "1 counts money as it came in, 1.2 a fifth more, 0 not at all"), "%q is not a factor from 0 to 10", clip(n.GetToken().Value))
			}
		},
	})
	r.needs(n, seen, "paid", "factor")
	if seen["within"] && f.Paid == ledger.PaidAhead {
		r.fail(start(n), "policy.factors.ahead", fault.Tell("hint.factors.ahead", "leave within out"), "what is paid ahead has no days")
	}
	return f, len(r.problems) == before
}

func manners() (words []string) {
	for _, m := range ledger.Manners {
		words = append(words, string(m))
	}
	return words
}

// needs refuses a mapping that was understood and lacks one of the keys.
func (r *reader) needs(n ast.Node, seen map[string]bool, keys ...string) {
	for _, key := range keys {
		if seen != nil && !seen[key] {
			r.fail(start(n), "policy.missing.key", fault.Told{}, "%q is missing here", key)
		}
	}
}
