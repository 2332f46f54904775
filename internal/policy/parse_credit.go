package policy

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// maxMean bounds the months that a mean is taken of.
const maxMean = 24

// credit reads how much may be owed.
func (r *reader) credit(n ast.Node) Credit {
	var c Credit
	seen := r.fields(n, "credit", map[string]func(ast.Node){
		"counts":            func(n ast.Node) { c.Counts = r.words(n, "part of what is owed", Counted...) },
		"limit":             func(n ast.Node) { c.Limit = r.limit(n) },
		"days":              func(n ast.Node) { c.Days = r.number(n, maxDays) },
		"mean-of":           func(n ast.Node) { c.MeanOf = r.number(n, maxMean) },
		"new-pays-previous": func(n ast.Node) { c.NewPaysPrevious = r.flag(n) },
		"papers-within":     func(n ast.Node) { c.Papers = r.number(n, maxDays) },
		"lawsuit":           func(n ast.Node) { c.Lawsuit = r.word(n, "answer to a lawsuit", "stop", "ignore") == "stop" },
		"for-payment":       func(n ast.Node) { c.ForPayment = r.number(n, 100) },
		"lifted-by":         func(n ast.Node) { c.LiftedBy = r.words(n, "role", Roles...) },
		"discounts":         func(n ast.Node) { c.Discounts = r.discounts(n) },
		"prices":            func(n ast.Node) { c.Prices = r.prices(n) },
		"commission":        func(n ast.Node) { c.Commission = r.commission(n) },
	})
	if seen != nil && len(seen) == 0 {
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", "word of credit")
	}
	return c
}

// limit reads an amount that may be nothing: then nothing ships on credit.
func (r *reader) limit(n ast.Node) *Amounts {
	a := r.amounts(n)
	return &a
}

// maxPercent is all of it, in hundredths of a per cent.
const maxPercent = 100_00

// percent reads a discount: more than nothing, less than all.
func (r *reader) percent(n ast.Node) money.Minor {
	before := len(r.problems)
	p := r.amount(n, 2)
	if len(r.problems) == before && (p == 0 || p >= maxPercent) {
		r.fail(n.GetToken(), "policy.percent", fault.Told{}, "%q is not a discount between 0 and 100 per cent", clip(n.GetToken().Value))
	}
	return p
}

// discounts reads what is saved by paying early. Who pays later saves less.
func (r *reader) discounts(n ast.Node) (list []Discount) {
	for _, e := range r.list(n) {
		var d Discount
		r.fields(e, "a discount", map[string]func(ast.Node){
			"within":  func(n ast.Node) { d.Within = r.daysFromNone(n) },
			"percent": func(n ast.Node) { d.Percent = r.percent(n) },
		})
		if k := len(list); k > 0 && (d.Within <= list[k-1].Within || d.Percent >= list[k-1].Percent) {
			r.fail(start(e), "policy.discounts", fault.Tell("hint.discounts", "begin with who pays at once: within: 0"), "who pays later must save less than who pays before")
		}
		list = append(list, d)
	}
	return list
}

// daysFromNone reads days of which there may be none.
func (r *reader) daysFromNone(n ast.Node) int {
	if s, ok := r.text(n); ok {
		if v, err := strconv.Atoi(s); err == nil && v == 0 {
			return 0
		}
	}
	return r.number(n, maxDays)
}
