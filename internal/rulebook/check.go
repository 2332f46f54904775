package rulebook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/condition"
	"debitor/internal/letter"
	"debitor/internal/policy"
)

// Severity says how bad a finding is.
type Severity string

// The severities: an error stops a policy from being used, a warning asks for
// a decision, a note is worth knowing.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// The codes of findings. They are stable.
const (
	NoRunDay    = "policy.no_run_day"    // days that no run can hit
	Never       = "policy.never"         // a step that can never arise
	Shadowed    = "policy.shadowed"      // a letter that a stronger one hides
	TwoRoles    = "policy.two_roles"     // two roles do the same
	NoTemplate  = "policy.no_template"   // a letter nobody has written in a language or for a law
	Threat      = "policy.empty_threat"  // a letter threatens with what no rule carries out
	TooMany     = "policy.too_many"      // a mass of notifications
	Unliftable  = "policy.unliftable"    // nobody may lift a hold
	NoSuperior  = "policy.no_superior"   // what goes beyond a bound nobody decides
	Idle        = "policy.idle_days"     // days overdue on which nothing can happen
	NoCategory  = "policy.no_category"   // a condition names a category that is not listed
	BoundedLast = "policy.bounded_steps" // nothing happens after a day
)

// Finding is something about a policy that a person should look at.
type Finding struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Step     string   `json:"step,omitempty"` // or hold
	Line     int      `json:"line,omitempty"` // of the policy's file
	Text     string   `json:"text"`
	Way      string   `json:"way"` // the way out

	head string
}

// Head is the severity and the line in words of the findings' language, as the
// beginning of a line: "warning, line 12".
func (f Finding) Head() string { return f.head }

// Use is where a policy is to be used: findings are about that place.
type Use struct {
	Lang      string // of the findings' texts
	Calendar  *cal.Calendar
	From      cal.Date // days are looked at from this one on, for three years
	Languages []string // of the customers
	Laws      []string // of the contracts
	// Written says whether there is a letter of the kind in the language for
	// the law, which may be empty: for any.
	Written func(kind, lang, law string) bool
}

// The bounds from which notifications are many.
const (
	mostLetters  = 4 // to a customer about one debt within 30 days
	mostBefore   = 3 // messages before the due date
	yearsLooked  = 3
	exampleDates = 3
)

// Check looks for what the reader of the language cannot see: each rule is
// well written, and yet the whole does not do what it says. Errors come
// first; within a severity findings stand in the order of the file.
func Check(p *policy.Policy, u Use) []Finding {
	c := &checker{t: tongueOf(u.Lang), p: p, u: u}
	for i := range p.Steps {
		c.never(i)
		c.hidden(i)
		c.days(&p.Steps[i])
		c.roles(i)
		c.templates(&p.Steps[i])
		c.threat(i)
		c.category(p.Steps[i].ID, p.Steps[i].Line, p.Steps[i].If)
	}
	for i := range p.Holds {
		h := &p.Holds[i]
		c.lifting(h)
		c.category(h.ID, h.Line, h.If)
	}
	for i := range p.Authority {
		c.category("", p.Authority[i].Line, p.Authority[i].If)
	}
	c.superiors()
	c.mass()
	c.idle()
	rank := map[Severity]int{Error: 0, Warning: 1, Note: 2}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if r := rank[a.Severity] - rank[b.Severity]; r != 0 {
			return r
		}
		return a.Line - b.Line
	})
	return c.found
}

// Broken says whether a finding among them is an error.
func Broken(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.Severity == Error })
}

type checker struct {
	t     *tongue
	p     *policy.Policy
	u     Use
	found []Finding
}

// note adds a finding; variant tells the texts of one code apart.
func (c *checker) note(severity Severity, code, variant, step string, line int, places ...string) {
	text := c.t.findings[code+variant]
	head := c.t.text["severity."+string(severity)]
	if line > 0 {
		head += ", " + uncapital(c.t.text["table.line"], c.t.code) + " " + strconv.Itoa(line)
	}
	c.found = append(c.found, Finding{
		Severity: severity, Code: code, Step: step, Line: line,
		Text: plain(fill(text.what, places...)), Way: plain(fill(text.way, places...)), head: head,
	})
}

func (c *checker) title(s *policy.Step) string { return c.t.title(s) + " (" + s.ID + ")" }

// onLine says whether a step's days stand on the line from the due date.
func onLine(s *policy.Step) bool { return s.On == "" && !s.NextWeek }

// never finds steps that cannot arise, whatever happens.
func (c *checker) never(i int) {
	s := &c.p.Steps[i]
	tell := func(variant string, places ...string) {
		c.note(Error, Never, variant, s.ID, s.Line, append(places, "step", c.title(s))...)
	}
	if condition.Never(s.If) {
		tell(".if", "condition", s.If.String())
	}
	if s.On != "" && s.At.To < 0 {
		tell(".event", "when", c.t.whenAlone(s))
	}
	if onLine(s) && c.p.MaxAge > 0 && s.Days == c.p.Days && s.At.From > c.p.MaxAge {
		tell(".age", "count", c.t.count(c.p.MaxAge, c.p.Days))
	}
	before := c.p.Step(s.After)
	if before == nil || !onLine(s) || !onLine(before) || before.Days != s.Days || s.At.To == policy.Open || s.Missed == policy.SendLate {
		return
	}
	if s.At.To < before.At.From+max(1, s.Wait) {
		tell(".after", "after", c.title(before), "day", strconv.Itoa(before.At.From+max(1, s.Wait)))
	}
}

// hidden finds letters that a stronger one takes the days of.
func (c *checker) hidden(i int) {
	s := &c.p.Steps[i]
	if s.Kind != policy.Letter || !onLine(s) {
		return
	}
	for j := i + 1; j < len(c.p.Steps); j++ {
		r := &c.p.Steps[j]
		if r.Kind != policy.Letter || !onLine(r) || r.At != s.At || r.Days != s.Days || r.If != nil || r.After != "" || r.Every != (policy.Every{}) {
			continue
		}
		severity, variant := Warning, ""
		if s.At.From == s.At.To && s.Missed != policy.SendLate {
			severity, variant = Error, ".day"
		}
		c.note(severity, Shadowed, variant, s.ID, s.Line, "step", c.title(s), "other", c.title(r))
		return
	}
}

// roles finds two roles that do the same on the same days.
func (c *checker) roles(i int) {
	s := &c.p.Steps[i]
	for j := range i {
		o := &c.p.Steps[j]
		same := o.Kind == s.Kind && o.Task == s.Task && o.Letter == s.Letter
		if o.To == s.To || !same || !overlap(o, s) || o.After == s.ID || s.After == o.ID || condition.Disjoint(o.If, s.If) {
			continue
		}
		c.note(Warning, TwoRoles, "", s.ID, s.Line, "step", c.title(s), "other", c.title(o), "role", c.t.role(s.To).name, "first", c.t.role(o.To).name)
		return
	}
}

func overlap(a, b *policy.Step) bool {
	return a.On == b.On && a.NextWeek == b.NextWeek && (a.Days != b.Days || a.At.From <= b.At.To && b.At.From <= a.At.To)
}

// days finds due dates whose windows no run day falls into.
func (c *checker) days(s *policy.Step) {
	if !onLine(s) || s.Every != (policy.Every{}) || s.At.To == policy.Open || s.At.From == -policy.Open || s.Missed != policy.Report || c.u.Calendar == nil {
		return
	}
	runs := &policy.Policy{Run: c.p.Run}
	end := c.u.From + yearsLooked*366
	missed, all := 0, 0
	var examples []string
	for due := c.u.From; due < end; due++ {
		on := due
		if c.p.Roll {
			on = c.u.Calendar.NextWorking(due)
		}
		all++
		from, to := s.At.Dates(c.u.Calendar, s.Days, on)
		if next := runs.NextRun(c.u.Calendar, from-1); next != 0 && next <= to {
			continue
		}
		if missed++; len(examples) < exampleDates {
			examples = append(examples, letter.ShortDate(due, c.t.code))
		}
	}
	switch {
	case missed == 0:
	case missed == all:
		c.note(Error, NoRunDay, ".none", s.ID, s.Line, "step", c.title(s), "when", c.t.whenAlone(s))
	default:
		c.note(Warning, NoRunDay, "", s.ID, s.Line, "step", c.title(s), "when", c.t.whenAlone(s), "missed", strconv.Itoa(missed),
			"all", strconv.Itoa(all), "dates", strings.Join(examples, ", "))
	}
}

// templates finds letters that some customers could not be sent.
func (c *checker) templates(s *policy.Step) {
	if s.Kind != policy.Letter || c.u.Written == nil {
		return
	}
	for _, lang := range c.u.Languages {
		if !c.u.Written(s.Letter, lang, "") {
			c.note(Warning, NoTemplate, "", s.ID, s.Line, "step", c.title(s), "letter", s.Letter, "lang", lang)
			continue
		}
		for _, law := range c.u.Laws {
			if !c.u.Written(s.Letter, lang, law) {
				c.note(Warning, NoTemplate, ".law", s.ID, s.Line, "step", c.title(s), "letter", s.Letter, "lang", lang, "law", law)
			}
		}
	}
}

// threats are what letters say will follow.
var threats = map[letter.Kind][]string{
	letter.Warning: {"stop"}, letter.StopNotice: {"stop"}, letter.Claim: {"court"}, letter.PretrialDemand: {"court"}, letter.FinalDemand: {"court"},
	letter.LawFirm: {"court"}, letter.CourtNotice: {"court"}, letter.Dunning4: {"court"}, letter.PenaltyNotice: {"charge"},
}

// threat finds letters that threaten with what no rule carries out: the second
// time nobody believes them.
func (c *checker) threat(i int) {
	s := &c.p.Steps[i]
	for _, threat := range threats[letter.Kind(s.Letter)] {
		if s.Kind == policy.Letter && !c.carriedOut(threat, i) {
			c.note(Warning, Threat, "."+threat, s.ID, s.Line, "step", c.title(s))
		}
	}
}

func (c *checker) carriedOut(threat string, i int) bool {
	if threat == "stop" {
		return len(c.p.Holds) > 0
	}
	return slices.ContainsFunc(c.p.Steps, func(o policy.Step) bool {
		if threat == "charge" {
			return o.Kind == policy.Charge
		}
		return legal(&o) && (c.after(&o, i) || o.Line > c.p.Steps[i].Line)
	})
}

// after says whether a step follows that one by what it says.
func (c *checker) after(o *policy.Step, i int) bool {
	return o.After == c.p.Steps[i].ID || slices.Contains(o.If.Steps(), i)
}

// legal says whether a step takes a debt to court or to those who do.
func legal(s *policy.Step) bool {
	if s.Kind == policy.Package {
		return true
	}
	for _, name := range append([]string{s.Task, s.Letter, s.To}, s.Options...) {
		for _, sign := range []string{"court", "suit", "sue", "claim", "law", "recovery"} {
			if strings.Contains(name, sign) && (s.Kind != policy.Letter || sign != "claim") {
				return true
			}
		}
	}
	return false
}

var categoryNames = regexp.MustCompile(`\bcategory (?:(?:=|!=) ('[^']*'|"[^"]*"|[^\s)]+)|in \[([^\]]*)\])`)

// category finds conditions about categories that the policy does not list.
func (c *checker) category(id string, line int, given *condition.Condition) {
	if len(c.p.Categories) == 0 {
		return
	}
	for _, m := range categoryNames.FindAllStringSubmatch(given.String(), -1) {
		for name := range strings.SplitSeq(m[1]+m[2], ",") {
			name = strings.Trim(strings.TrimSpace(name), `'"`)
			if !slices.ContainsFunc(c.p.Categories, func(k policy.Category) bool { return k.ID == name }) {
				c.note(Warning, NoCategory, "", id, line, "category", name, "condition", given.String())
			}
		}
	}
}

// lifting finds holds that none of those who may lift them is let lift.
func (c *checker) lifting(h *policy.Hold) {
	rules := 0
	for _, r := range c.p.Authority {
		if r.May != authority.LiftHold {
			continue
		}
		if rules++; slices.Contains(h.LiftedBy, r.Role) {
			return
		}
	}
	if len(h.LiftedBy) == 0 || rules > 0 {
		c.note(Warning, Unliftable, "", h.ID, h.Line, "hold", spaced(h.ID), "roles", c.t.roleNames(h.LiftedBy))
	}
}

// superiors finds decisions that are bounded for everybody.
func (c *checker) superiors() {
	for _, k := range authority.Kinds {
		var last *authority.Rule
		open := false
		for i := range c.p.Authority {
			if r := &c.p.Authority[i]; r.May == k {
				last = r
				open = open || r.UpTo.N == 0 && r.Amount == nil && r.If == nil
			}
		}
		if last != nil && !open {
			c.note(Warning, NoSuperior, "", "", last.Line, "ask", c.t.asks[k], "role", c.t.role(last.Role).name, "bound", c.t.bound(last, ""))
		}
	}
}
