package policy

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"debitor/internal/condition"
	"debitor/internal/fault"
	"debitor/internal/ledger"
)

// steps reads the ladder. Conditions may speak of any step, so the names are
// gathered first.
func (r *reader) steps(n ast.Node, p *Policy) []Step {
	nodes := r.list(n)
	if len(nodes) > MaxSteps {
		r.fail(n.GetToken(), "policy.too_many", fault.Told{}, "a policy has at most %d steps", MaxSteps)
		return nil
	}
	for _, e := range nodes {
		r.ids = append(r.ids, idOf(e))
	}
	var steps []Step
	for _, e := range nodes {
		steps = append(steps, r.step(e, p, steps))
	}
	return steps
}

// idOf is the id that a step gives itself, before it is read.
func idOf(n ast.Node) string {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	}
	for _, kv := range pairs {
		if kv.Key.GetToken().Value == "id" {
			return kv.Value.GetToken().Value
		}
	}
	return ""
}

// places remembers where in the file each key of a mapping stands.
type places map[string]ast.Node

// keep reads a key and remembers its place.
func (at places) keep(keys map[string]func(ast.Node)) map[string]func(ast.Node) {
	for key, read := range keys {
		keys[key] = func(n ast.Node) { at[key] = n; read(n) }
	}
	return keys
}

func (r *reader) step(n ast.Node, p *Policy, earlier []Step) Step {
	s := Step{Days: p.Days, Missed: Report, To: DefaultRole, Per: p.per, after: -1}
	if t := start(n); t != nil && t.Position != nil {
		s.Line = t.Position.Line
	}
	at := places{}
	keys := map[string]func(ast.Node){
		"id":        func(n ast.Node) { s.ID = r.name(n) },
		"title":     func(n ast.Node) { s.Title = r.titles(n) },
		"at":        func(n ast.Node) { r.at(n, &s) },
		"days":      func(n ast.Node) { s.Days = r.unit(n) },
		"on":        func(n ast.Node) { s.On = Event(r.word(n, "event", texts(Events)...)) },
		"every":     func(n ast.Node) { s.Every = r.every(n) },
		"repeat":    func(n ast.Node) { s.Repeat = r.number(n, 366) },
		"after":     func(n ast.Node) { s.After, _ = r.text(n) },
		"wait":      func(n ast.Node) { s.Wait = r.number(n, 366) },
		"if":        func(n ast.Node) { s.If = r.condition(n, Facts) },
		"counts-as": func(n ast.Node) { s.CountsAs = r.countsAs(n) },
		"missed": func(n ast.Node) {
			s.Missed = Missed(r.word(n, "way to deal with a missed step", string(Report), string(SendBefore), string(SendLate)))
		},
		"to":   func(n ast.Node) { s.To = r.word(n, "role", Roles...) },
		"with": func(n ast.Node) { s.With = r.words(n, "role", Roles...) },
		"per":  func(n ast.Node) { s.Per = r.per(n) },
	}
	r.actionKeys(keys, &s)
	seen := r.fields(n, "a step", at.keep(keys))
	if s.On != "" && at["at"] == nil {
		s.At = Window{0, Open}
	}
	if seen != nil {
		r.checkAction(n, at, &s)
		r.checkWhen(at, &s)
		r.checkPlace(n, at, &s, earlier)
	}
	return s
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = string(t)
	}
	return out
}

// at reads a window, or next-week.
func (r *reader) at(n ast.Node, s *Step) {
	if text, _ := r.text(n); text == "next-week" {
		s.NextWeek = true
		return
	}
	s.At = r.window(n)
}

// every reads days of the week, or month.
func (r *reader) every(n ast.Node) Every {
	var e Every
	for _, w := range r.words(n, "day", append([]string{"month"}, weekdayNames...)...) {
		if w == "month" {
			e.Month = true
			continue
		}
		e.On[slices.Index(weekdayNames, w)] = true
	}
	if e.Month && e.On != (Weekdays{}) {
		r.fail(start(n), "policy.shape.month", fault.Told{}, "write month, or days of the week, not both")
	}
	return e
}

func (r *reader) per(n ast.Node) Per {
	return Per(r.word(n, "thing to gather by", string(PerCustomer), string(PerContract), string(PerInvoice)))
}

// condition reads an expression over facts, and places what is wrong with it.
func (r *reader) condition(n ast.Node, facts []condition.Fact) *condition.Condition {
	text, ok := r.text(n)
	if !ok {
		return nil
	}
	c, problem := condition.Parse(text, facts, r.ids)
	if problem != nil {
		at := *n.GetToken()
		if at.Position != nil {
			place := *at.Position
			place.Column += utf8.RuneCountInString(text[:problem.At])
			if _, quoted := n.(*ast.StringNode); quoted && strings.ContainsAny(at.Origin, `"'`) {
				place.Column++
			}
			if line := place.Line - 1; line < len(r.lines) && place.Column <= utf8.RuneCountInString(r.lines[line]) {
				at.Position = &place // else it goes over several lines, and is pointed at as a whole
			}
		}
		r.note(&at, Problem{Code: "policy.condition", Text: problem.Text, Hint: problem.Hint})
		return nil
	}
	return c
}

// countsAs reads names of steps of other policies: aktivmarket/warning.
func (r *reader) countsAs(n ast.Node) []CountsAs {
	var out []CountsAs
	for _, e := range r.list(n) {
		text, ok := r.text(e)
		policy, step, found := strings.Cut(text, "/")
		if ok && (!found || policy == "" || step == "") {
			r.fail(e.GetToken(), "policy.counts_as", fault.Tell("hint.counts_as", "write POLICY/STEP, like aktivmarket/warning"), "%q is not a step of another policy", clip(text))
			continue
		}
		out = append(out, CountsAs{policy, step})
	}
	return out
}

// checkWhen sees that what is said about a step's days fits together.
func (r *reader) checkWhen(at places, s *Step) {
	refuse := func(key, code string, hint fault.Told, text string) {
		r.fail(at[key].GetToken(), code, hint, "%s", text)
	}
	if at["wait"] != nil && at["after"] == nil {
		refuse("wait", "policy.when.wait", fault.Tell("hint.after", "write after: STEP"), "wait says how long after another step, and there is none")
	}
	if at["repeat"] != nil && at["at"] == nil && at["on"] == nil {
		refuse("repeat", "policy.when.repeat", fault.Tell("hint.at", "write at:"), "a step that repeats needs days to do it in")
	}
	if s.NextWeek && (s.On != "" || s.Repeat > 0) {
		refuse("at", "policy.when.next_week", fault.Told{}, "next-week is about due dates, and comes once for each")
	}
	if at["missed"] != nil && s.Missed != Report {
		switch {
		case s.On != "" || s.NextWeek || s.Every.given() || s.Repeat > 0:
			r.fail(at["missed"].GetToken(), "policy.missed", fault.Tell("hint.leave_out", "leave it out"), "only a step with days from the due date, on the policy's run days, once, can be missed")
		case s.At.To == Open || s.At.From == -Open:
			r.fail(at["missed"].GetToken(), "policy.missed.open", fault.Tell("hint.leave_out", "leave it out"), "a window without an end cannot be missed")
		}
	}
	if slices.Contains(s.With, s.To) {
		refuse("with", "policy.when.with", fault.Tell("hint.leave_out", "leave it out"), "the role that answers for the step helps anyway")
	}
}

// checkPlace sees that the step fits in with those before it.
func (r *reader) checkPlace(n ast.Node, at places, s *Step, earlier []Step) {
	if at["id"] == nil || at["at"] == nil && at["on"] == nil {
		missing := "id"
		if at["id"] != nil {
			missing = "at"
		}
		r.fail(start(n), "policy.missing.key", fault.Told{}, "the step has no %q", missing)
		return
	}
	ids := make([]string, len(earlier))
	for i, e := range earlier {
		ids[i] = e.ID
	}
	if slices.Contains(ids, s.ID) {
		r.fail(at["id"].GetToken(), "policy.twice.id", fault.Told{}, "there is a step %q before this one", s.ID)
	}
	for _, e := range earlier {
		for _, c := range s.CountsAs {
			if slices.Contains(e.CountsAs, c) {
				r.fail(at["counts-as"].GetToken(), "policy.twice.counts_as", fault.Told{}, "%s counts as %q above, and cannot count twice", clip(c.Policy+"/"+c.Step), e.ID)
			}
		}
	}
	if s.After != "" {
		s.after = slices.Index(ids, s.After)
		if s.after < 0 {
			r.fail(at["after"].GetToken(), "policy.after", nearest(s.After, ids), "no step before this one is called %q", clip(s.After))
		}
	}
	for k := len(earlier) - 1; k >= 0; k-- {
		e := &earlier[k]
		if !s.plain() || !e.plain() || e.Days != s.Days {
			continue
		}
		if e.At.From > s.At.From {
			r.fail(at["at"].GetToken(), "policy.order", fault.Tell("hint.order", "put the steps in the order of their days"), "this step begins before %q, which stands above it", e.ID)
		}
		break
	}
}

// plain says whether the step's days are a window on the line of days from the
// due date: only those have an order.
func (s *Step) plain() bool { return s.On == "" && !s.NextWeek }

func (r *reader) holds(n ast.Node, unit ledger.DayUnit) []Hold {
	nodes := r.list(n)
	if len(nodes) > MaxSteps {
		r.fail(n.GetToken(), "policy.too_many", fault.Told{}, "a policy has at most %d holds", MaxSteps)
		return nil
	}
	var holds []Hold
	for _, e := range nodes {
		h := r.hold(e, unit)
		if slices.ContainsFunc(holds, func(x Hold) bool { return x.ID == h.ID }) {
			r.fail(e.GetToken(), "policy.twice.id", fault.Told{}, "there is a hold %q before this one", h.ID)
		}
		holds = append(holds, h)
	}
	return holds
}

func (r *reader) hold(n ast.Node, unit ledger.DayUnit) Hold {
	h := Hold{Days: unit}
	if t := start(n); t != nil && t.Position != nil {
		h.Line = t.Position.Line
	}
	seen := r.fields(n, "a hold", map[string]func(ast.Node){
		"id":        func(n ast.Node) { h.ID = r.name(n) },
		"at":        func(n ast.Node) { h.At = r.window(n) },
		"days":      func(n ast.Node) { h.Days = r.unit(n) },
		"stops":     func(n ast.Node) { h.Stops = r.word(n, "thing a hold stops", Shipments) },
		"if":        func(n ast.Node) { h.If = r.condition(n, Facts) },
		"lifted-by": func(n ast.Node) { h.LiftedBy = r.words(n, "role", Roles...) },
	})
	for _, key := range []string{"id", "at", "stops", "lifted-by"} {
		if seen != nil && !seen[key] {
			r.fail(start(n), "policy.missing.key", fault.Told{}, "the hold has no %q", key)
		}
	}
	return h
}

// weekdayNames are in the order of time.Weekday.
var weekdayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (r *reader) run(n ast.Node) Run {
	run := Run{Holiday: NextWorkingDay}
	seen := r.fields(n, "run", map[string]func(ast.Node){
		"on": func(n ast.Node) {
			for _, name := range r.words(n, "day of the week", weekdayNames...) {
				for d := time.Sunday; d <= time.Saturday; d++ {
					run.On[d] = run.On[d] || weekdayNames[d] == name
				}
			}
		},
		"holiday": func(n ast.Node) {
			run.Holiday = Holiday(r.word(n, "rule for holidays", string(NextWorkingDay), string(SameDay), string(SkipRun)))
		},
	})
	if seen != nil && !seen["on"] {
		r.fail(start(n), "policy.missing.on", fault.Tell("hint.run_days", "write on: [tue, fri]"), "run does not say on which days")
	}
	return run
}
