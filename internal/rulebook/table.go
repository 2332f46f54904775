package rulebook

import (
	"debitor/internal/letter"
	"debitor/internal/policy"
)

// Row is one step of a policy in words of one language. What a step does not
// have is empty.
type Row struct {
	Step      string `json:"step"` // its id
	Title     string `json:"title"`
	When      string `json:"when"`
	After     string `json:"after,omitempty"` // the step that must have been done before, and how long
	What      string `json:"what"`
	Who       string `json:"who"` // the role that answers for it
	With      string `json:"with,omitempty"`
	Documents string `json:"documents,omitempty"`
	Options   string `json:"options,omitempty"`
	Deadline  string `json:"deadline,omitempty"`
	If        string `json:"if,omitempty"`
	Line      int    `json:"line"` // of the policy's file
}

// Table is a policy step by step, in its own order, which is that of strength.
func Table(p *policy.Policy, lang string) []Row {
	t := tongueOf(lang)
	rows := make([]Row, len(p.Steps))
	for i := range p.Steps {
		s := &p.Steps[i]
		rows[i] = Row{
			Step: s.ID, Title: t.title(s), When: plain(t.whenAlone(s)), After: plain(t.order(p, s)), What: t.what(s), Who: t.role(s.To).name, With: t.roleNames(s.With),
			Documents: t.listed(s.Documents), Options: t.listed(s.Options), Deadline: plain(t.deadline(s)), If: plain(t.clause(p, s.If)), Line: s.Line,
		}
	}
	return rows
}

// order is what must have been done before, and how long before.
func (t *tongue) order(p *policy.Policy, s *policy.Step) string {
	before := p.Step(s.After)
	if before == nil {
		return ""
	}
	key := "table.after"
	if s.Wait > 0 {
		key = "table.afterwait"
	}
	return t.say(key, "step", t.title(before), "count", t.count(s.Wait, s.Days), "within", t.within(s.Wait, s.Days))
}

// TableHead is the heads of a table's columns: step, when, what, who answers,
// who helps, documents, decisions, deadline, only if, line.
func TableHead(lang string) []string {
	t := tongueOf(lang)
	var head []string
	for _, key := range []string{"step", "when", "what", "who", "with", "documents", "options", "deadline", "if", "line"} {
		head = append(head, t.text["table."+key])
	}
	return head
}

// what is what a step does, in short: the letter and its ways, or the kind.
func (t *tongue) what(s *policy.Step) string {
	if s.Kind == policy.Letter {
		return t.letter(s).name + ", " + t.ways(s)
	}
	return t.kinds[s.Kind]
}

// ways is how a letter goes: "by registered mail and by e-mail".
func (t *tongue) ways(s *policy.Step) string {
	var ways []string
	for _, by := range s.By {
		way := t.channels[by]
		if class, ok := t.classes[s.Post]; ok && by == policy.Post {
			way = class
		}
		ways = append(ways, way)
	}
	return t.allOf(ways)
}

// deadline is how many days a letter gives, or a person has.
func (t *tongue) deadline(s *policy.Step) string {
	n := s.Within
	if s.Kind == policy.Letter && n == 0 {
		n = letter.Kind(s.Letter).Traits().Deadline
	}
	if n == 0 {
		return ""
	}
	return t.count(n, "")
}
