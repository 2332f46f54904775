package policy

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"debitor/internal/ledger"
)

func (r *reader) steps(n ast.Node, unit ledger.DayUnit) []Step {
	nodes := r.list(n)
	if len(nodes) > MaxSteps {
		r.fail(n.GetToken(), "policy.too_many", "", "a policy has at most %d steps", MaxSteps)
		return nil
	}
	var steps []Step
	for _, e := range nodes {
		steps = append(steps, r.step(e, unit, steps))
	}
	return steps
}

func (r *reader) step(n ast.Node, unit ledger.DayUnit, earlier []Step) Step {
	s := Step{Days: unit, Missed: Report, To: DefaultRole, after: -1}
	at := map[string]ast.Node{}
	keep := func(key string, read func(ast.Node)) func(ast.Node) {
		return func(n ast.Node) { at[key] = n; read(n) }
	}
	seen := r.fields(n, "a step", map[string]func(ast.Node){
		"id":     keep("id", func(n ast.Node) { s.ID = r.name(n) }),
		"at":     keep("at", func(n ast.Node) { s.At = r.window(n) }),
		"letter": keep("letter", func(n ast.Node) { s.Letter = r.name(n) }),
		"task":   keep("task", func(n ast.Node) { s.Task = r.name(n) }),
		"by": keep("by", func(n ast.Node) {
			for _, w := range r.words(n, "way to send", string(Email), string(Post)) {
				s.By = append(s.By, Channel(w))
			}
		}),
		"sign": keep("sign", func(n ast.Node) { s.Sign = r.flag(n) }),
		"post": keep("post", func(n ast.Node) {
			s.Post = r.word(n, "class of mail", "ordinary", "registered", "valuable")
		}),
		"within":    keep("within", func(n ast.Node) { s.Within = r.number(n, 1, 90) }),
		"from":      keep("from", func(n ast.Node) { s.From = r.name(n) }),
		"copy":      keep("copy", func(n ast.Node) { s.Copy = r.names(n) }),
		"signed-by": keep("signed-by", func(n ast.Node) { s.Signer = r.name(n) }),
		"after":     keep("after", func(n ast.Node) { s.After, _ = r.text(n) }),
		"missed": keep("missed", func(n ast.Node) {
			s.Missed = Missed(r.word(n, "way to deal with a missed step", string(Report), string(SendBefore), string(SendLate)))
		}),
		"to":   keep("to", func(n ast.Node) { s.To = r.word(n, "role", Roles...) }),
		"days": keep("days", func(n ast.Node) { s.Days = r.unit(n) }),
	})
	if seen != nil {
		r.checkKind(n, at)
		r.checkPlace(n, at, &s, earlier)
	}
	return s
}

// checkKind sees that a step is either a letter or a task.
func (r *reader) checkKind(n ast.Node, at map[string]ast.Node) {
	switch {
	case at["letter"] != nil && at["task"] != nil:
		r.fail(at["task"].GetToken(), "policy.step_kind", "make two steps of it", "a step is a letter or a task, not both")
	case at["letter"] == nil && at["task"] == nil:
		r.fail(start(n), "policy.step_kind", "write letter: NAME or task: NAME", "the step says nothing to do")
	case at["letter"] != nil && at["by"] == nil:
		r.fail(start(n), "policy.missing", "write by: [post, email]", "the letter does not say how it goes")
	}
	for _, key := range []string{"by", "sign", "post", "within", "from", "copy", "signed-by"} {
		if at["letter"] == nil && at["task"] != nil && at[key] != nil {
			r.fail(at[key].GetToken(), "policy.step_kind", "leave it out", "a task has no %q", key)
		}
	}
}

// checkPlace sees that the step fits in with those before it.
func (r *reader) checkPlace(n ast.Node, at map[string]ast.Node, s *Step, earlier []Step) {
	for _, key := range []string{"id", "at"} {
		if at[key] == nil {
			r.fail(start(n), "policy.missing", "", "the step has no %q", key)
			return
		}
	}
	ids := make([]string, len(earlier))
	for i, e := range earlier {
		ids[i] = e.ID
	}
	if slices.Contains(ids, s.ID) {
		r.fail(at["id"].GetToken(), "policy.twice", "", "there is a step %q before this one", s.ID)
	}
	if s.After != "" {
		s.after = slices.Index(ids, s.After)
		if s.after < 0 {
			r.fail(at["after"].GetToken(), "policy.after", nearest(s.After, ids), "no step before this one is called %q", clip(s.After))
		}
	}
	if s.Missed != Report && s.Missed != "" && (s.At.To == Open || s.At.From == -Open) {
		r.fail(at["missed"].GetToken(), "policy.missed", "leave it out", "a window without an end cannot be missed")
	}
	if k := len(earlier) - 1; k >= 0 && earlier[k].Days == s.Days && earlier[k].At.From > s.At.From {
		r.fail(at["at"].GetToken(), "policy.order", "put the steps in the order of their days", "this step begins before %q, which stands above it", earlier[k].ID)
	}
}

func (r *reader) holds(n ast.Node) []Hold {
	nodes := r.list(n)
	if len(nodes) > MaxSteps {
		r.fail(n.GetToken(), "policy.too_many", "", "a policy has at most %d holds", MaxSteps)
		return nil
	}
	var holds []Hold
	for _, e := range nodes {
		h := r.hold(e)
		if slices.ContainsFunc(holds, func(x Hold) bool { return x.ID == h.ID }) {
			r.fail(e.GetToken(), "policy.twice", "", "there is a hold %q before this one", h.ID)
		}
		holds = append(holds, h)
	}
	return holds
}

func (r *reader) hold(n ast.Node) Hold {
	var h Hold
	seen := r.fields(n, "a hold", map[string]func(ast.Node){
		"id":        func(n ast.Node) { h.ID = r.name(n) },
		"at":        func(n ast.Node) { h.At = r.window(n) },
		"stops":     func(n ast.Node) { h.Stops = r.word(n, "thing a hold stops", Shipments) },
		"lifted-by": func(n ast.Node) { h.LiftedBy = r.words(n, "role", Roles...) },
	})
	for _, key := range []string{"id", "at", "stops", "lifted-by"} {
		if seen != nil && !seen[key] {
			r.fail(start(n), "policy.missing", "", "the hold has no %q", key)
		}
	}
	return h
}
