package backtest

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// Span is a stretch of days, both ends included.
type Span struct{ From, To cal.Date }

// has says whether the day is in the span.
func (s Span) has(d cal.Date) bool { return s.From <= d && d <= s.To }

// Replay plays policies beside one another over the histories of customers. It
// keeps its memory from one batch to the next and must not be shared between
// goroutines; several may share policies, calendar and histories.
type Replay struct {
	calendar *cal.Calendar
	span     Span
	lanes    []*lane
	record   bool // some policy asks how a customer has paid
}

// New prepares to replay one policy, or two that are compared.
func New(c *cal.Calendar, span Span, policies ...*policy.Policy) *Replay {
	r := &Replay{calendar: c, span: span}
	for _, p := range policies {
		r.lanes = append(r.lanes, newLane(p, c, span))
		r.record = r.record || p.Needs().Record
	}
	return r
}

// Result is what a batch of customers adds to a back-test.
type Result struct {
	Policies    []Figures    // in the order of New
	Customers   []Customer   // for whom anything was done or held, in the order of the histories
	Differences []Difference // of two policies; by customer, then date, then the order of debts
}

// Customer is what the policies did about one customer.
type Customer struct {
	ID      id.Customer
	Manager string
	Counts  []Counts // in the order of New
}

// Run replays a batch of customers. The histories are read and not kept. Days
// are the outer loop, for what a policy does on a day is worked out once a batch.
func (r *Replay) Run(list []ledger.History) Result {
	out := Result{Policies: make([]Figures, len(r.lanes))}
	for i, l := range r.lanes {
		out.Policies[i] = newFigures(l.policy)
		l.figures = &out.Policies[i]
	}
	customers := make([]customer, len(list))
	for i := range list {
		customers[i] = newCustomer(&list[i], r.lanes)
	}
	for day := r.span.From; day <= r.span.To; day++ {
		for _, l := range r.lanes {
			l.decider.On(day)
		}
		for i := range customers {
			r.day(&customers[i], day)
		}
	}
	different := 0
	for i := range customers {
		different += len(customers[i].differences)
	}
	out.Differences = make([]Difference, 0, different)
	for i := range customers {
		r.close(&customers[i], &out)
	}
	return out
}

// customer is one customer in the middle of a replay.
type customer struct {
	books
	tracks      []track // by policy
	differences []Difference
}

func newCustomer(h *ledger.History, lanes []*lane) customer {
	c := customer{books: newBooks(h), tracks: make([]track, len(lanes))}
	for i := range c.tracks {
		c.tracks[i] = newTrack(len(h.Items))
	}
	return c
}

// day moves the customer on to a day and lets every policy act on it.
func (r *Replay) day(c *customer, day cal.Date) {
	changed := c.advance(day)
	if len(c.live) == 0 {
		for i, l := range r.lanes {
			l.hold(&c.tracks[i], day, false)
		}
		return
	}
	if r.record {
		record := c.history.Record(day)
		c.account.Record = &record
	}
	for i, l := range r.lanes {
		t := &c.tracks[i]
		if changed {
			t.follow(&c.books, l.policy, day)
		}
		t.deeds = t.deeds[:0]
		if l.decider.IsRun() {
			l.act(c, t, day)
		}
		l.hold(t, day, l.held(c, t, day, changed))
	}
	if len(r.lanes) == 2 {
		r.compare(c, day)
	}
}

// close ends what is still in force on the last day and adds the customer up.
func (r *Replay) close(c *customer, out *Result) {
	done := Customer{ID: c.account.Customer, Manager: c.account.Manager, Counts: make([]Counts, len(r.lanes))}
	quiet := true
	for i, l := range r.lanes {
		t := &c.tracks[i]
		l.release(t)
		l.reached(c, t)
		l.figures.add(&t.counts)
		done.Counts[i] = t.counts
		quiet = quiet && t.counts == Counts{}
	}
	if !quiet {
		out.Customers = append(out.Customers, done)
	}
	for i := range c.differences {
		c.sequel(&c.differences[i])
	}
	out.Differences = append(out.Differences, c.differences...)
}
