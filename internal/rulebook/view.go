package rulebook

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/letter"
	"debitor/internal/policy"
)

// View is the explanation of one instalment with every text prepared, for a
// page, a message or a terminal: nothing is left to say but to set it.
type View struct {
	Lang     string     `json:"lang"`
	Title    string     `json:"title"`
	Policy   string     `json:"policy"` // by which policy and version
	Due      string     `json:"due"`
	Open     string     `json:"open"`  // in the ledger
	Asked    string     `json:"asked"` // what may be asked for
	Today    []Doing    `json:"today"`
	Blockers []Obstacle `json:"blockers"`
	Next     string     `json:"next"`
	Ladder   []Step     `json:"ladder"`
	Words    ViewWords  `json:"-"`
}

// ViewWords are the heads of a view's parts.
type ViewWords struct {
	Now, Blocked, Ladder, Step, Who, Days, State, Line, Open, Asked string
}

// Doing is an action of today and why it is done.
type Doing struct {
	Name    string   `json:"name"`
	Because []string `json:"because"`
}

// Obstacle is what stands in the way, and what would change it.
type Obstacle struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Change string `json:"change,omitempty"` // a sentence; empty where nothing would
	Line   int    `json:"line,omitempty"`   // of the policy's file
}

// Step is one rung of the ladder as it stands.
type Step struct {
	ID       string       `json:"step"`
	Name     string       `json:"name"`
	Who      string       `json:"who"`
	Days     string       `json:"days"` // its window on the calendar, or what it counts from
	State    policy.State `json:"state"`
	Standing string       `json:"standing"` // the state in words, with its day
	Line     int          `json:"line"`
	Blockers []Obstacle   `json:"blockers"`
}

// Explain prepares an explanation in a language. Version 0 is a draft or a
// shipped policy.
func Explain(e policy.Explanation, p *policy.Policy, lang string, version int) View {
	t := tongueOf(lang)
	v := View{
		Lang: t.code, Title: t.say("view.title", "invoice", string(e.Invoice), "part", strconv.Itoa(e.Part)),
		Policy: t.say("view.draft", "title", t.policyTitle(p)), Due: t.due(p, e), Next: t.next(p, e),
		Open: letter.Money(e.Gross, e.Currency, t.code), Asked: letter.Money(e.Open, e.Currency, t.code),
		Today: []Doing{}, Blockers: t.obstacles(p, e.Blockers, lang), Ladder: []Step{},
		Words: ViewWords{
			t.text["view.now"], t.text["view.blocked"], t.text["view.ladder"], t.text["view.step"], t.text["view.who"], t.text["view.days"],
			t.text["view.state"], t.text["view.line"], t.text["view.open"], t.text["view.asked"],
		},
	}
	if version > 0 {
		v.Policy = t.say("view.policy", "title", t.policyTitle(p), "version", strconv.Itoa(version))
	}
	for _, act := range e.Today {
		v.Today = append(v.Today, Doing{t.stepName(p, act.Step), reasons(p, act.Because, lang)})
	}
	for _, r := range e.Ladder {
		v.Ladder = append(v.Ladder, Step{
			ID: r.Step, Name: t.stepName(p, r.Step), Who: t.role(r.Role).name, Days: t.dates(r), State: r.State, Standing: t.standing(r),
			Line: r.Line, Blockers: t.obstacles(p, r.Blockers, lang),
		})
	}
	return v
}

func (t *tongue) stepName(p *policy.Policy, id string) string {
	if s := p.Step(id); s != nil {
		return t.title(s)
	}
	return spaced(id)
}

func reasons(p *policy.Policy, list []policy.Reason, lang string) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = ReasonSeen(p, r, lang)
	}
	return out
}

func (t *tongue) obstacles(p *policy.Policy, list []policy.Reason, lang string) []Obstacle {
	out := make([]Obstacle, len(list))
	for i, r := range list {
		out[i] = Obstacle{Code: r.Code, Text: ReasonSeen(p, r, lang), Line: r.Line}
		if change := Change(p, r, lang); change != "" {
			out[i].Change = t.say("view.change", "what", change)
		}
	}
	return out
}

// due is when the instalment falls due, and how far that is.
func (t *tongue) due(p *policy.Policy, e policy.Explanation) string {
	if e.Due == 0 {
		return t.text["view.nodue"]
	}
	far := t.text["view.today"]
	switch {
	case e.Days > 0:
		far = t.say("view.overdue", "count", t.count(e.Days, p.Days))
	case e.Days < 0:
		far = t.say("view.ahead", "count", t.count(-e.Days, p.Days))
	}
	return t.say("view.due", "date", t.date(e.Due)) + ", " + far
}

func (t *tongue) date(d cal.Date) string { return letter.ShortDate(d, t.code) }

func (t *tongue) next(p *policy.Policy, e policy.Explanation) string {
	switch {
	case e.Next == nil:
		return t.text["view.none"]
	case e.Next.Date == 0:
		return t.say("view.next.undated", "step", t.stepName(p, e.Next.Step))
	}
	return t.say("view.next", "step", t.stepName(p, e.Next.Step), "date", t.date(e.Next.Date))
}

// dates is a rung's window on the calendar.
func (t *tongue) dates(r policy.Rung) string {
	switch {
	case r.From == 0 && r.To == 0 && r.Event != "":
		return t.say("event.from", "event", strings.TrimSuffix(t.events[r.Event], ","))
	case r.From == 0 && r.To == 0:
		return "—"
	case r.To == 0:
		return t.say("view.from", "date", t.date(r.From))
	case r.From == r.To:
		return t.date(r.From)
	}
	return t.date(r.From) + " – " + t.date(r.To)
}

func (t *tongue) standing(r policy.Rung) string {
	s := t.states[r.State]
	if r.On != 0 {
		s += " " + t.date(r.On)
	}
	if r.Times > 1 {
		s += " (" + t.say("view.times", "n", strconv.Itoa(r.Times)) + ")"
	}
	return s
}
