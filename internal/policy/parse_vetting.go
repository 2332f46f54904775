package policy

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"debitor/internal/fault"
)

// Bounds of what is asked of customers: more papers nobody collects, and a
// black list of years is no measure but a decision.
const (
	maxPapers     = 30
	maxListMonths = 12
	maxListDays   = 90
)

// papers reads what a customer shows before the first shipment.
func (r *reader) papers(n ast.Node) (out []Paper) {
	nodes := r.list(n)
	if len(nodes) > maxPapers {
		r.fail(n.GetToken(), "policy.too_many", fault.Told{}, "a policy has at most %d papers", maxPapers)
		return nil
	}
	for _, e := range nodes {
		var p Paper
		seen := r.fields(e, "a paper", map[string]func(ast.Node){
			"id":        func(n ast.Node) { p.ID = r.name(n) },
			"title":     func(n ast.Node) { p.Title = r.titles(n) },
			"fresh":     func(n ast.Node) { p.Fresh = r.number(n, maxDays) },
			"countries": func(n ast.Node) { p.Countries = r.countries(n) },
		})
		switch {
		case seen != nil && !seen["id"]:
			r.fail(start(e), "policy.missing.key", fault.Told{}, "the paper does not say %q", "id")
		case slices.ContainsFunc(out, func(o Paper) bool { return o.ID == p.ID }):
			r.fail(start(e), "policy.twice.paper", fault.Told{}, "there is a paper %q before this one", clip(p.ID))
		}
		out = append(out, p)
	}
	return out
}

// originals reads how signed papers are chased. What it does not say: the
// waybill, every week, by the manager.
func (r *reader) originals(n ast.Node) Originals {
	o := Originals{Chase: []string{EvidenceWaybill}, Repeat: 7, To: DefaultRole}
	seen := r.fields(n, "originals", map[string]func(ast.Node){
		"chase":        func(n ast.Node) { o.Chase = r.words(n, "paper that comes back", Returned...) },
		"after":        func(n ast.Node) { o.After = r.number(n, maxDays) },
		"repeat":       func(n ast.Node) { o.Repeat = max(1, r.number(n, maxDays)) },
		"to":           func(n ast.Node) { o.To = r.word(n, "role", Roles...) },
		"before-claim": func(n ast.Node) { o.Before = r.words(n, "paper of evidence", Evidence...) },
	})
	if seen != nil && o.After == 0 && o.Before == nil {
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", "word of originals: after or before-claim")
	}
	return o
}

// redFlags reads what is watched for.
func (r *reader) redFlags(n ast.Node) RedFlags {
	f := RedFlags{To: "security"}
	seen := r.fields(n, "red flags", map[string]func(ast.Node){
		"late":  func(n ast.Node) { f.Late = r.number(n, maxDays) },
		"above": func(n ast.Node) { f.Above = r.limit(n) },
		"to":    func(n ast.Node) { f.To = r.word(n, "role", Roles...) },
		"stops": func(n ast.Node) { f.Stops = r.words(n, "red flag", Flags...) },
	})
	if seen != nil && f.Late == 0 && f.Above == nil && f.Stops == nil {
		r.fail(start(n), "policy.shape.none", fault.Told{}, "at least one %s is needed", "word of red flags")
	}
	return f
}

// countries reads codes of two letters.
func (r *reader) countries(n ast.Node) (out []string) {
	for _, e := range r.list(n) {
		s, ok := r.text(e)
		if ok && (len(s) != 2 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
			r.fail(e.GetToken(), "policy.country", fault.Tell("hint.country", "write two capital letters, such as RU, BY, UA, BA, DE"), "%q is not a country", clip(s))
		}
		out = append(out, s)
	}
	return out
}

// blackList reads who is put on the black list. What it does not say is as the
// source has it: twice, by 10 days, half in advance, three months, and off after
// a month without a delay.
func (r *reader) blackList(n ast.Node) BlackList {
	b := BlackList{Times: 2, Days: 10, Prepay: 50, Months: 3, Clean: 30}
	r.fields(n, "a black list", map[string]func(ast.Node){
		"times":  func(n ast.Node) { b.Times = r.number(n, maxListDays) },
		"days":   func(n ast.Node) { b.Days = r.number(n, maxListDays) },
		"prepay": func(n ast.Node) { b.Prepay = r.number(n, 100) },
		"months": func(n ast.Node) { b.Months = r.number(n, maxListMonths) },
		"clean":  func(n ast.Node) { b.Clean = r.number(n, maxListDays) },
	})
	return b
}
