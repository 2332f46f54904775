package policy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/policies"
)

// TestChapters sees that the manual's chapter of each policy is what its
// scenarios say; -update writes it.
func TestChapters(t *testing.T) {
	rows, all := rowsOf(t), scenarios(t)
	for _, name := range policies.Names() {
		source, err := policies.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		c := chapter{policy: parse(t, string(source)), rows: rows}
		for _, s := range all {
			if s.policy.Name == name {
				c.scenarios = append(c.scenarios, s)
			}
		}
		file := filepath.Join("..", "..", "docs", "policies", name+".md")
		if *update {
			if err := os.WriteFile(file, []byte(c.text()), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		was, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(strings.Split(string(was), "\n"), strings.Split(c.text(), "\n")); diff != "" {
			t.Errorf("%s is not what the policy and its scenarios say (go test ./internal/policy -update writes it):\n%s", file, diff)
		}
	}
}

// chapter is one policy's page of the manual.
type chapter struct {
	policy    *policy.Policy
	rows      map[string]string
	scenarios []*scenario
	b         strings.Builder
}

func (c *chapter) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *chapter) text() string {
	p := c.policy
	c.printf("# %s\n\n%s\n\n", p.Title["en"], p.Text["en"])
	c.printf("```sh\ndebitor policy show %[1]s > our.yaml    # every rule with the requirement it comes from\ndebitor policy use %[1]s\n```\n\n", p.Name)
	c.printf("This page is made from the policy and its scenarios by a test: what it tells is what the program does.\n\n")
	c.steps()
	c.holds()
	c.authority()
	for _, s := range c.scenarios {
		c.scenario(s)
	}
	return strings.TrimRight(c.b.String(), "\n") + "\n"
}

func (c *chapter) table(heads ...string) {
	c.printf("| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
}

func (c *chapter) steps() {
	c.printf("## The steps\n\n")
	c.table("row", "step", "when", "what", "who")
	for i, row := range rulebook.Table(c.policy, "en") {
		s := &c.policy.Steps[i]
		when := row.When
		if s.After != "" {
			when += ", after `" + s.After + "`"
		}
		if s.Wait > 0 {
			when += fmt.Sprintf(", %d days later", s.Wait)
		}
		if row.If != "" {
			when += "; only if " + row.If
		}
		what := row.Title + " (" + row.What + ")"
		if s.Kind == policy.Letter {
			what = row.What
		}
		if row.Options != "" {
			what += "; one of: " + row.Options
		}
		if row.Documents != "" {
			what += "; papers: " + row.Documents
		}
		if row.Deadline != "" {
			what += "; within " + row.Deadline
		}
		who := row.Who
		if row.With != "" {
			who += ", with " + row.With
		}
		c.printf("| %s | `%s` | %s | %s | %s |\n", c.row(s.ID), s.ID, when, what, who)
	}
	c.printf("\n")
}

func (c *chapter) row(step string) string { return c.rows[c.policy.Name+" "+step] }

func (c *chapter) holds() {
	if len(c.policy.Holds) == 0 {
		return
	}
	c.printf("## What stops shipments\n\n")
	c.table("row", "hold", "when", "only if", "lifted by")
	for i := range c.policy.Holds {
		h, condition := &c.policy.Holds[i], ""
		if h.If != nil {
			condition = "`" + h.If.String() + "`"
		}
		c.printf("| %s | `%s` | %s | %s | %s |\n", c.row(h.ID), h.ID, held(h), condition, plain(strings.Join(h.LiftedBy, ", ")))
	}
	c.printf("\n")
}

// held is when a hold counts, in words.
func held(h *policy.Hold) string {
	day := "day"
	if h.Days != ledger.CalendarDays {
		day = string(h.Days) + " day"
	}
	switch {
	case h.At.From <= 0:
		return "while anything is owed"
	case h.At.To == policy.Open:
		return fmt.Sprintf("from %s %d overdue", day, h.At.From)
	}
	return fmt.Sprintf("from %s %d to %d overdue", day, h.At.From, h.At.To)
}

func (c *chapter) authority() {
	if len(c.policy.Authority) == 0 {
		return
	}
	c.printf("## Who may decide\n\n")
	c.table("what", "role", "up to", "only if", "to be shown", "proposed by")
	for i := range c.policy.Authority {
		r, upTo, condition := &c.policy.Authority[i], "", ""
		if r.UpTo != (authority.Bound{}) {
			upTo = fmt.Sprintf("%d %s", r.UpTo.N, strings.TrimSuffix(string(r.UpTo.Unit), "s"))
			if r.UpTo.N > 1 {
				upTo += "s"
			}
		}
		if r.If != nil {
			condition = "`" + r.If.String() + "`"
		}
		before := strings.Join(r.ProposedBy, ", ")
		if len(r.Together) > 0 {
			before = "together with " + strings.Join(r.Together, ", ")
		}
		if len(r.MayRequire) > 0 {
			before += "; each may require " + strings.Join(r.MayRequire, ", ")
		}
		c.printf("| `%s` | %s | %s | %s | %s | %s |\n", r.May, plain(r.Role), upTo, condition, plain(strings.Join(r.Evidence, ", ")), plain(before))
	}
	c.printf("\n")
}

// plain is a name as people read it.
func plain(name string) string {
	return strings.NewReplacer("-", " ", "_", " ").Replace(name)
}

// line is a row of a scenario's table of days.
type line struct {
	on                             cal.Date
	customer, what, who, about, of string
}

func (c *chapter) scenario(s *scenario) {
	c.printf("## %s\n\n%s\n\n", s.title, s.story)
	c.printf("From %s to %s, by the calendar of %s.\n\n", s.from, s.to, s.calendar.Country())
	c.table("document", "customer", "issued", "due", "amount")
	for _, inv := range s.invoices {
		due := inv["due"]
		if due == "" {
			due = "by its contract"
		}
		c.printf("| %s | %s | %s | %s | %s %s |\n", inv["invoice"], s.called(inv["customer"]), inv["date"], due, inv["amount"], inv["currency"])
	}
	c.printf("\n")
	c.table("day", "customer", "what happens", "who", "about", "row")
	for _, l := range append(s.facts(), c.lines(s)...).inOrder() {
		c.printf("| %s %s | %s | %s | %s | %s | %s |\n", l.on.Weekday().String()[:3], l.on, l.customer, l.what, l.who, l.about, l.of)
	}
	c.printf("\n")
}

type lines []line

// inOrder sorts by day; on one day what happened stands before what is done.
func (l lines) inOrder() lines {
	slices.SortStableFunc(l, func(a, b line) int { return int(a.on) - int(b.on) })
	return l
}

func (s *scenario) called(customer string) string {
	for _, c := range s.customers {
		if c["customer"] == customer {
			return c["name"]
		}
	}
	return customer
}

// facts are what happened, in words.
func (s *scenario) facts() lines {
	var out lines
	for _, p := range s.payments {
		out = append(out, line{on: day(p["date"]), customer: s.called(p["customer"]), what: "*pays " + p["amount"] + " " + p["currency"] + "*", about: p["invoice"]})
	}
	for _, e := range s.events {
		text := said[ledger.EventKind(e["kind"])]
		for _, more := range []struct{ before, column string }{{": ", "amount"}, {", until ", "until"}, {": ", "reason"}, {", ", "document"}} {
			if e[more.column] != "" {
				text += more.before + e[more.column]
			}
		}
		out = append(out, line{on: day(e["date"]), customer: s.called(e["customer"]), what: "*" + text + "*", who: plain(e["by"]), about: e["invoice"]})
	}
	for _, c := range s.customers {
		if c["from"] != "" {
			out = append(out, line{on: day(c["from"]), customer: c["name"], what: "*is in category " + c["category"] + " from now on*"})
		}
	}
	return out
}

// said is each event in words.
var said = map[ledger.EventKind]string{
	ledger.HandedOver: "the document is handed over", ledger.Accepted: "the goods are accepted", ledger.Promise: "promises to pay",
	ledger.Dispute: "disputes", ledger.DisputeClosed: "the dispute is settled", ledger.Suspend: "taken out of the plans", ledger.Resume: "taken into the plans again",
	ledger.InTransit: "says that money is on its way", ledger.Notice: "gives notice that he will be late", ledger.Plan: "payment plan, a part",
	ledger.Refusal: "refuses to pay", ledger.NoContact: "avoids contact", ledger.Restructured: "signs a restructuring", ledger.Guarantee: "gives a guarantee letter",
	ledger.ClaimDelivered: "the formal claim is delivered", ledger.Lawsuit: "the debt is in court", ledger.Call: "somebody spoke with him",
}

// lines are what the policy does, in words. What a repeated step does from the
// third time on is told with the second.
func (c *chapter) lines(s *scenario) lines {
	titles := map[string]string{}
	for _, row := range rulebook.Table(c.policy, "en") {
		titles[row.Step] = row.Title
	}
	type series struct {
		customer id.Customer
		step     string
	}
	times, last, seen := map[series]int{}, map[series]cal.Date{}, map[series]int{}
	for _, d := range s.days {
		for _, act := range d.actions {
			times[series{act.customer, act.Step}]++
			last[series{act.customer, act.Step}] = d.day
		}
	}
	var out lines
	for _, d := range s.days {
		for _, act := range d.actions {
			of := series{act.customer, act.Step}
			seen[of]++
			if seen[of] > 2 {
				continue
			}
			what := "**" + titles[act.Step] + "**" + ways(&act.Action) + notes(&act.Action)
			if more := times[of] - 2; seen[of] == 2 && more > 0 {
				what += fmt.Sprintf("; and %d more times, the last on %s", more, last[of])
			}
			out = append(out, line{d.day, s.called(string(act.customer)), what, plain(act.To), s.about(&act.Action), c.row(act.Step)})
		}
		for _, h := range d.holds {
			l := line{on: d.day, customer: s.called(string(h.customer)), what: "shipments may go again"}
			if !h.ends {
				l.what, l.about, l.of = "shipments stop (`"+h.hold.ID+"`)", string(h.invoice), c.row(h.hold.ID)
			}
			out = append(out, l)
		}
	}
	return out
}

// about is the documents of an action, in words.
func (s *scenario) about(act *policy.Action) string {
	var out []string
	for i := range act.Items {
		it := &act.Items[i]
		age := "due today"
		switch {
		case it.Due == 0:
			age = "not due yet"
		case it.Days < 0:
			age = fmt.Sprintf("due in %s", s.count(it, -it.Days))
		case it.Days > 0:
			age = fmt.Sprintf("%s late", s.count(it, it.Days))
		}
		out = append(out, fmt.Sprintf("%s, %s: %s", part(it), age, it.Open.Decimal(act.Currency)))
	}
	return strings.Join(out, "; ")
}

func (s *scenario) count(it *policy.ActionItem, n int) string {
	unit := "day"
	if step := s.policy.Step(it.Step); step.Days != ledger.CalendarDays {
		unit = string(step.Days) + " day"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

func ways(act *policy.Action) string {
	text := ""
	switch {
	case act.Task == policy.MendContact:
		return ": it has nowhere to go, so somebody finds an address"
	case len(act.Channels) == 2:
		text = ", by post and e-mail"
	case len(act.Channels) == 1 && act.Channels[0] == policy.Post:
		text = ", by post"
	case len(act.Channels) == 1:
		text = ", by e-mail"
	}
	if act.Soft && act.Kind == policy.Letter {
		text += ", in the soft tone"
	}
	switch {
	case act.Deadline == 0:
	case act.Kind == policy.Letter:
		text += ", to pay by " + act.Deadline.String()
	default:
		text += ", to be done by " + act.Deadline.String()
	}
	return text
}

// notes are those reasons that a reader does not see from the table of steps.
func notes(act *policy.Action) string {
	short := map[string]string{policy.BecauseLate: "late, for its days have passed", policy.BecauseEarly: "early, for no run falls into its days"}
	told := []string{policy.CreditNetted, policy.DisputeNetted, policy.TransitNetted, policy.GraceGiven}
	var out []string
	for _, r := range act.Because {
		switch {
		case short[r.Code] != "":
			out = append(out, short[r.Code])
		case slices.Contains(told, r.Code):
			out = append(out, r.Text("en"))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(out, "; ") + ")"
}
