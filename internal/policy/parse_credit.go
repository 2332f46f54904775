package policy

import (
	"github.com/goccy/go-yaml/ast"

	"debitor/internal/fault"
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
