package claims

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"debitor/internal/cal"
)

// Fact is a kind of fact that a law may give an effect on limitation.
type Fact string

// The facts. Those of people are events of the ledger by the same names; Act is
// a reconciliation act signed by somebody with authority, PartPayment money for
// the instalment that left some of it open.
const (
	Acknowledged Fact = "acknowledged"
	Act          Fact = "act"
	Guarantee    Fact = "guarantee"
	Restructured Fact = "restructured"
	PartPayment  Fact = "part_payment"
	ClaimSent    Fact = "claim_sent"
	Lawsuit      Fact = "lawsuit"
	SuitClosed   Fact = "lawsuit_closed" // it ended without a judgment on the debt
)

// acknowledgments are those that may begin a limitation anew.
var acknowledgments = []Fact{Acknowledged, Act, Guarantee, Restructured, PartPayment}

// Happened is a fact about a debt. Document is the paper it stands in: an act's
// number, a letter's.
type Happened struct {
	Fact     Fact
	On       cal.Date
	Document string
}

// Limitation is how long a debt can be sued for (LAW.md 1.5 and its siblings).
type Limitation struct {
	Term     Term       `yaml:"term"`
	Absolute *Absolute  `yaml:"absolute"` // no fact carries the last day beyond it; none: there is no such limit
	Penalty  *Term      `yaml:"penalty"`  // of the penalty of each day of delay; none: as long as the debt's
	Restarts []*Restart `yaml:"restarts"`
	Claim    *Standing  `yaml:"claim"` // the dispatch of a claim stops the clock
	Suit     *Standing  `yaml:"suit"`  // court stops the clock
	Pauses   []*Rule    `yaml:"pauses"`
}

// Term is the time there is.
type Term struct {
	Rule    `yaml:",inline"`
	Years   int  `yaml:"years"`
	YearEnd bool `yaml:"year_end"` // it begins at the end of the year the debt fell due in
}

// Absolute is the time there is whatever happens, from the due date.
type Absolute struct {
	Rule  `yaml:",inline"`
	Years int `yaml:"years"`
}

// Restart says by which facts the term begins anew.
type Restart struct {
	Rule    `yaml:",inline"`
	By      []Fact `yaml:"by"`
	Expired bool   `yaml:"expired"` // even when it has run out
}

// Standing is a stop of the clock: for so many days after the fact, or while it
// lasts and so many months after.
type Standing struct {
	Rule   `yaml:",inline"`
	Days   int `yaml:"days"`
	Months int `yaml:"months"`
}

func (l *Limitation) rules(fn func(*Rule)) {
	fn(&l.Term.Rule)
	if l.Penalty != nil {
		fn(&l.Penalty.Rule)
	}
	if l.Absolute != nil {
		fn(&l.Absolute.Rule)
	}
	for _, r := range l.Restarts {
		fn(&r.Rule)
	}
	for _, s := range []*Standing{l.Claim, l.Suit} {
		if s != nil {
			fn(&s.Rule)
		}
	}
	for _, p := range l.Pauses {
		fn(p)
	}
}

func (l *Limitation) check(fail func(string, ...any)) {
	if l.Term.Years < 1 || l.Absolute != nil && l.Absolute.Years < l.Term.Years {
		fail("limitation has a term in years, and no shorter absolute one")
	}
	if l.Penalty != nil && (l.Penalty.Years < 1 || l.Penalty.Years >= l.Term.Years) {
		fail("a penalty has a limitation of its own where it is shorter than the debt's")
	}
	for _, r := range l.Restarts {
		for _, f := range r.By {
			if !slices.Contains(acknowledgments, f) {
				fail("%q begins no limitation anew", f)
			}
		}
	}
	for _, p := range l.Pauses {
		if p.From == 0 || p.Until < p.From {
			fail("a pause goes from a day to a later one: %s", p.Cite)
		}
	}
}

// Why the clock does not run on the day.
const (
	InCourt   = "suit"
	AfterSuit = "after_suit"
	InClaim   = "claim"
	ByLaw     = "law"
)

// Clock is how a debt stands to its limitation on a day.
type Clock struct {
	Day    cal.Date
	Began  cal.Date // the term runs from the day after
	By     Happened // what it began by; empty: the due date
	Last   cal.Date // the last day on which a court is asked in time, as things are
	Stood  int      // days up to Last that do not count
	Stops  string   // why it does not run on the day: InCourt, InClaim…; empty: it runs
	Capped bool     // by the absolute limit
	Rules  []*Rule  // by which it was counted, each once
}

// Left is the days left, the last one not counted: 0 on the last day, below
// zero when the time has run out.
func (c *Clock) Left() int { return int(c.Last - c.Day) }

// Barred tells whether the time has run out.
func (c *Clock) Barred() bool { return c.Day > c.Last }

// Doubtful are the rules that counted and that nobody verified.
func (c *Clock) Doubtful() (list []*Rule) {
	for _, r := range c.Rules {
		if !r.Verified {
			list = append(list, r)
		}
	}
	return list
}

// Clock is the clock of a debt that fell due on a day, as of another: a fact
// counts whatever its place in the list, one of after the day does not count at all. The
// last day is not moved off a holiday, which errs to the safe side.
func (l *Limitation) Clock(due cal.Date, facts []Happened, day cal.Date) Clock {
	facts = slices.DeleteFunc(slices.Clone(facts), func(h Happened) bool { return h.On > day })
	slices.SortStableFunc(facts, func(a, b Happened) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.Document, b.Document))
	})
	c := Clock{Day: day, Began: due, Rules: []*Rule{&l.Term.Rule}}
	if l.Term.YearEnd {
		c.Began = cal.On(due.Year(), time.December, 31)
	}
	stops := l.stops(facts, day)
	c.run(l, stops)
	for _, h := range facts {
		r := l.restart(h, c.Last)
		if r == nil || h.On <= c.Began {
			continue
		}
		anew := Clock{Day: day, Began: h.On, By: h, Rules: []*Rule{&l.Term.Rule, &r.Rule}}
		if anew.run(l, stops); anew.Last >= c.Last { // years differ by a day, and nobody loses one by an acknowledgment
			c = anew
		}
	}
	if l.Absolute != nil {
		if limit := years(due, l.Absolute.Years); c.Last > limit {
			c.Last, c.Capped = limit, true
			c.Rules = append(c.Rules, &l.Absolute.Rule)
		}
	}
	return c
}

// PenaltyFrom is the first day of delay whose penalty can still be sued for on a
// day, of a debt that fell due on another: the day after it, unless penalties have a
// shorter limitation. Each day of delay has a clock of its own then, by the same
// facts; the rule is that term's, nil where there is none.
func (l *Limitation) PenaltyFrom(due cal.Date, facts []Happened, day cal.Date) (cal.Date, *Rule) {
	if l.Penalty == nil {
		return due + 1, nil
	}
	own := *l
	own.Term, own.Absolute = *l.Penalty, nil
	n := sort.Search(int(max(0, day-due)), func(n int) bool { // later days are never barred before earlier ones
		c := own.Clock(due+1+cal.Date(n), facts, day)
		return !c.Barred()
	})
	return due + 1 + cal.Date(n), &l.Penalty.Rule
}

// restart is the rule by which a fact begins the term anew; nil if none does.
func (l *Limitation) restart(h Happened, last cal.Date) *Restart {
	for _, r := range l.Restarts {
		if r.on(h.On) && slices.Contains(r.By, h.Fact) && r.Expired == (h.On > last) {
			return r
		}
	}
	return nil
}

// stop is days on which the clock stands, both included.
type stop struct {
	from, until cal.Date
	why         string
	rule        *Rule
}

// stops are all of them, by their first day. A suit that is not closed stands
// up to the day asked about.
func (l *Limitation) stops(facts []Happened, day cal.Date) (list []stop) {
	for _, p := range l.Pauses {
		list = append(list, stop{p.From, p.Until, ByLaw, p})
	}
	var suit cal.Date // the day of the one that is not closed yet
	for _, h := range facts {
		switch {
		case h.Fact == ClaimSent && l.Claim != nil && l.Claim.on(h.On):
			list = append(list, stop{h.On + 1, h.On + cal.Date(l.Claim.Days), InClaim, &l.Claim.Rule})
		case h.Fact == Lawsuit && l.Suit != nil && suit == 0:
			suit = h.On
		case h.Fact == SuitClosed && l.Suit != nil && suit != 0:
			list = append(list, stop{suit, h.On, InCourt, &l.Suit.Rule})
			if l.Suit.Months > 0 {
				list = append(list, stop{h.On + 1, months(h.On, l.Suit.Months), AfterSuit, &l.Suit.Rule})
			}
			suit = 0
		}
	}
	if suit != 0 {
		list = append(list, stop{suit, day, InCourt, &l.Suit.Rule})
	}
	slices.SortStableFunc(list, func(a, b stop) int { return cmp.Compare(a.from, b.from) })
	return list
}

// run counts the term from the day the clock began, and every stop that begins
// before it has run out.
func (c *Clock) run(l *Limitation, stops []stop) {
	c.Last, c.Stood, c.Stops = years(c.Began, l.Term.Years), 0, ""
	counted := c.Began // up to here all is counted
	for _, s := range stops {
		if s.from > c.Last {
			break
		}
		if from := max(s.from, counted+1); from <= s.until {
			c.Last += s.until - from + 1
			c.Stood += int(s.until - from + 1)
			counted = s.until
			if !slices.Contains(c.Rules, s.rule) {
				c.Rules = append(c.Rules, s.rule)
			}
		}
		if s.from <= c.Day && c.Day <= s.until {
			c.Stops = s.why
		}
	}
}

// years is the same day so many years on; the 28th where it has no 29th.
func years(d cal.Date, n int) cal.Date { return months(d, 12*n) }

// months is the same day so many months on, or the last of a shorter month.
func months(d cal.Date, n int) cal.Date {
	y, m, day := d.Civil()
	m += n
	first := cal.On(y+(m-1)/12, time.Month((m-1)%12+1), 1)
	next := cal.On(y+m/12, time.Month(m%12+1), 1)
	return min(first+cal.Date(day)-1, next-1)
}

// Warnings are how many days before limitation somebody is warned, once each.
var Warnings = []int{180, 90, 30}

// WarningAt is the warning that is due with so many days left: the strictest
// whose day has come; 0 if none has, or the time has run out.
func WarningAt(left int) (warning int) {
	for _, w := range Warnings {
		if left >= 0 && left <= w {
			warning = w
		}
	}
	return warning
}
