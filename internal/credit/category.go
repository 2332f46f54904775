package credit

import (
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// Category is how far a customer can be trusted with a deferral, as the
// regulation of policy F divides customers (SEEDS R-82). A higher number is
// worse.
type Category int

// The four categories of R-82.
const (
	Reliable   Category = 1
	Uncertain  Category = 2
	Threatened Category = 3
	NonPaying  Category = 4
)

// The bounds of R-82, in calendar days of delay unless they say otherwise. "Up
// to" a bound includes it: seven days are a week, the eighth is more.
const (
	week          = 7
	twoWeeks      = 14
	month         = 30
	excusedDelays = 2  // how many delays of up to a week a reliable customer may have
	historyMonths = 12 // of deferral before a customer can be reliable
	// noticeDays is how far ahead a notice reaches that names neither a document
	// nor a date: to what falls due within a month of it.
	noticeDays = 30
)

// Rating is a category with the reasons for it.
type Rating struct {
	Category Category
	Reasons  []RatingReason // all that make this category, never none
}

// Rate puts a customer into one of the categories of R-82 by how he paid in the
// year before a day (a.Record, which must be set), by what of him is open since
// longer than that (a.Items) and by what happened with him in that year
// (a.Events). It asks for the worst category first. rollBy is the calendar
// whose days off put a due date off to the next working day; nil: none do.
//
// Where R-82 can be read in two ways:
//
//   - The year is ledger.RecordDays days before the day, both included, for
//     delays, claims and lawsuits alike; so every category can be left again.
//   - A delay is an instalment paid in full after its due date, or overdue on the
//     day. One open since before the year is a delay of this year too.
//   - A claim is a formal one that was delivered (claim_delivered); the letters
//     that a policy writes by itself never count (SEEDS 0b).
//   - Category 3 by conduct takes both: he avoids contact and resists
//     restructuring (SEEDS 0b). One of them alone changes nothing.
//   - "More than one delay per month" counts by the calendar month of the due
//     date. That they were "mostly" without notice is no condition: two announced
//     delays of more than two weeks fit no milder category either.
//   - "In more than half of the cases" takes two delays at least: one document
//     paid late is no habit. The cases are all instalments that fell due within
//     the year.
//   - Notice was given when the customer said no later than on the due date that
//     he would be late (notice, or a promise of a later day). A new term was
//     agreed when a notice or a promise names a day, or a payment plan or a
//     restructuring was made before the money came.
//   - A year of deferral is twelve calendar months since his first document; a
//     customer whose year holds no due date has no statistics (category 2).
//   - What fits no definition, such as three delays of five days, is category 2.
func Rate(a *ledger.Account, day cal.Date, rollBy *cal.Calendar) Rating {
	c := conductOf(a, day, rollBy)
	if r := c.nonPaying(); r != nil {
		return Rating{NonPaying, r}
	}
	if r := c.threatened(); r != nil {
		return Rating{Threatened, r}
	}
	if r := c.reliable(); r != nil {
		return Rating{Reliable, r}
	}
	return Rating{Uncertain, c.uncertain()}
}

// conduct is what the criteria ask about a customer.
type conduct struct {
	day   cal.Date
	since cal.Date // of his first document
	cases int      // instalments that fell due within the year
	late  []delay  // those paid late or overdue, and what is overdue since longer
	// The last of each within the year; zero: none.
	lawsuit, claim, refusal, noContact cal.Date
}

// delay is a payment that came late or did not come.
type delay struct {
	invoice  id.Invoice
	due      cal.Date
	days     int
	noticed  bool // he had told beforehand
	newTerms bool // and agreed on a new term
}

func conductOf(a *ledger.Account, day cal.Date, rollBy *cal.Calendar) *conduct {
	c := &conduct{day: day}
	if a.Record != nil {
		c.since, c.cases = a.Record.Since, len(a.Record.Delays)
		for _, d := range a.Record.Delays {
			c.note(a, d, rollBy)
		}
	}
	for i := range a.Items {
		if it := &a.Items[i]; it.Due != 0 && it.Due < day-ledger.RecordDays {
			c.note(a, ledger.DelayOf(it.Invoice, it.Due, 0, day), rollBy)
		}
	}
	for i := range a.Events {
		if e := &a.Events[i]; e.Date >= day-ledger.RecordDays && e.Date <= day {
			c.happened(e)
		}
	}
	return c
}

// note keeps a delay, if it is one by the calendar.
func (c *conduct) note(a *ledger.Account, d ledger.Delay, rollBy *cal.Calendar) {
	if rollBy != nil {
		d = ledger.DelayOf(d.Invoice, rollBy.NextWorking(d.Due), d.Settled, c.day)
	}
	if d.Days == 0 {
		return
	}
	noticed, agreed := excuse(a.Events, d, c.day)
	c.late = append(c.late, delay{d.Invoice, d.Due, d.Days, noticed, agreed})
}

func (c *conduct) happened(e *ledger.Event) {
	switch e.Kind {
	case ledger.Lawsuit:
		c.lawsuit = max(c.lawsuit, e.Date)
	case ledger.ClaimDelivered:
		c.claim = max(c.claim, e.Date)
	case ledger.Refusal:
		c.refusal = max(c.refusal, e.Date)
	case ledger.NoContact:
		c.noContact = max(c.noContact, e.Date)
	}
}

// excuse says whether the customer told of a delay beforehand, and whether a
// new term was agreed with him before it ended.
func excuse(events []ledger.Event, d ledger.Delay, day cal.Date) (noticed, agreed bool) {
	end := day
	if d.Settled != 0 {
		end = d.Settled
	}
	for i := range events {
		e := &events[i]
		if e.Date > end || !about(e, d) {
			continue
		}
		switch e.Kind {
		case ledger.Notice:
			noticed = noticed || e.Date <= d.Due
			agreed = agreed || e.Until > d.Due
		case ledger.Promise:
			noticed = noticed || e.Date <= d.Due && e.Until > d.Due
			agreed = agreed || e.Until > d.Due
		case ledger.Plan, ledger.Restructured:
			agreed = true
		}
	}
	return noticed, agreed
}

// about says whether an event concerns the instalment. One about the customer
// as a whole reaches to what falls due by the day it names, or within noticeDays.
func about(e *ledger.Event, d ledger.Delay) bool {
	if e.Invoice != "" {
		return e.Invoice == d.Invoice
	}
	last := e.Date + noticeDays
	if e.Until != 0 {
		last = e.Until
	}
	return d.Due <= last
}

// nonPaying gives the reasons for category 4; nil if there are none.
func (c *conduct) nonPaying() (r []RatingReason) {
	if c.lawsuit != 0 {
		r = append(r, RatingReason{Code: RatedLawsuit, On: c.lawsuit})
	}
	if c.claim != 0 {
		r = append(r, RatingReason{Code: RatedClaim, On: c.claim})
	}
	silent := slices.DeleteFunc(slices.Clone(c.late), func(d delay) bool { return d.days <= twoWeeks || d.noticed })
	if len(silent) > 1 && c.refusal != 0 && c.noContact != 0 {
		r = append(r, RatingReason{Code: RatedEvader, Count: len(silent), On: c.refusal, And: c.noContact})
	}
	return r
}

// threatened gives the reasons for category 3; nil if there are none.
func (c *conduct) threatened() (r []RatingReason) {
	if worst := c.worst(); worst.days > month {
		r = append(r, RatingReason{Code: RatedMonthLate, Invoice: worst.invoice, Days: worst.days})
	}
	if first, n := c.worstMonth(); n > 1 {
		r = append(r, RatingReason{Code: RatedTwiceAMonth, Count: n, On: first})
	}
	if n := c.withinMonth(); n > 1 && 2*n > c.cases {
		r = append(r, RatingReason{Code: RatedOftenLate, Count: n, Of: c.cases})
	}
	if c.refusal != 0 && c.noContact != 0 {
		r = append(r, RatingReason{Code: RatedResists, On: c.refusal, And: c.noContact})
	}
	return r
}

// worst is the longest delay.
func (c *conduct) worst() (worst delay) {
	for _, d := range c.late {
		if d.days > worst.days {
			worst = d
		}
	}
	return worst
}

// worstMonth is the calendar month with most delays of more than two weeks, by
// its first day, and how many; the earliest of equals.
func (c *conduct) worstMonth() (first cal.Date, most int) {
	count := map[cal.Date]int{}
	for _, d := range c.late {
		if d.days > twoWeeks {
			y, m, _ := d.due.Civil()
			count[cal.On(y, time.Month(m), 1)]++
		}
	}
	for on, n := range count {
		if n > most || n == most && on < first {
			first, most = on, n
		}
	}
	return first, most
}

// withinMonth counts the delays of up to a month among the cases of the year.
func (c *conduct) withinMonth() (n int) {
	for _, d := range c.late {
		if d.days <= month {
			n++
		}
	}
	return n
}

// reliable gives the reason for category 1; nil if there is none.
func (c *conduct) reliable() []RatingReason {
	switch worst := c.worst(); {
	case c.cases == 0 || !c.longKnown():
		return nil
	case len(c.late) == 0:
		return []RatingReason{{Code: RatedPunctual, Of: c.cases}}
	case len(c.late) <= excusedDelays && worst.days <= week && !slices.ContainsFunc(c.late, unexcused):
		return []RatingReason{{Code: RatedExcused, Count: len(c.late), Of: c.cases, Days: worst.days}}
	}
	return nil
}

func unexcused(d delay) bool { return !d.noticed || !d.newTerms }

// longKnown says whether his first document is a year old.
func (c *conduct) longKnown() bool {
	y, m, d := c.since.Civil()
	return c.since != 0 && cal.On(y, time.Month(m+historyMonths), d) <= c.day
}

// uncertain gives the reason for category 2, which is whatever is left.
func (c *conduct) uncertain() []RatingReason {
	var r []RatingReason
	switch {
	case c.cases == 0:
		r = append(r, RatingReason{Code: RatedNoStatistics, Since: c.since})
	case !c.longKnown():
		r = append(r, RatingReason{Code: RatedShortHistory, Since: c.since, Of: c.cases})
	}
	if n := len(c.late); n > 0 {
		r = append(r, RatingReason{Code: RatedUnsteady, Count: n, Of: c.cases, Days: c.worst().days, Silent: c.silent()})
	}
	return r
}

// silent counts the delays that nobody announced, or without a new term.
func (c *conduct) silent() (n int) {
	for _, d := range c.late {
		if unexcused(d) {
			n++
		}
	}
	return n
}
