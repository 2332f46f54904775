package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// Charts are the figures of one currency that people would rather look at than
// read, over the customers whom the actor sees, as of today.
type Charts struct {
	Currency   money.Currency
	Currencies []money.Currency // of the debts, the company's own first
	Days       []cal.Date       // of Aging: the ends of the last twelve months, and today
	Aging      []ledger.Ages
	Promised   []insight.PromiseWeek
	Debtors    []store.StandingRow // the most overdue first, at most ChartDebtors
	Overdue    money.Minor         // of all customers
	Owing      int                 // how many customers are overdue
	Few        int                 // how many of them, the largest, owe most of it: class A
	Policy     *policy.Policy      // in force today; nil: none is
	Steps      []store.StepCount   // of the policy over the year, in its order
	Receipts   insight.Receipts    // of the year
}

const (
	// ChartDebtors is how many debtors are drawn.
	ChartDebtors = 20
	// The weeks of promises that are drawn, before this one and after it.
	promiseWeeksBack, promiseWeeksAhead = 12, 4
)

// Charts computes the figures of a currency, the company's own if it is empty.
func (s *Session) Charts(ctx context.Context, currency money.Currency) (out Charts, err error) {
	out.Currency = currency
	if currency == "" {
		out.Currency = s.company.Currency
	}
	if err := s.chartDebtors(ctx, &out); err != nil {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		for _, read := range []func(context.Context, store.Reader, *Charts) error{s.chartAging, s.chartPromises, s.chartSteps, s.chartReceipts} {
			if err := read(ctx, r, &out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// span is a question for sums from a day to another.
func (s *Session) span(c *Charts, first, last cal.Date) store.ChartQuery {
	return store.ChartQuery{Scope: s.scope(), Currency: c.Currency, First: first, Day: last}
}

func (s *Session) chartAging(ctx context.Context, r store.Reader, c *Charts) error {
	c.Days = insight.MonthEnds(s.Today())
	flows, err := r.Flows(ctx, s.span(c, c.Days[0], s.Today()))
	c.Aging = insight.AgesAt(flows, c.Currency, c.Days)
	return err
}

func (s *Session) chartPromises(ctx context.Context, r store.Reader, c *Charts) error {
	q := s.span(c, s.Today()-7*promiseWeeksBack, s.Today()+7*promiseWeeksAhead)
	promises, err := r.KeptPromises(ctx, q)
	c.Promised = insight.PromiseWeeks(promises, q.First, q.Day)
	return err
}

func (s *Session) chartReceipts(ctx context.Context, r store.Reader, c *Charts) error {
	return r.EachReceipt(ctx, s.span(c, s.Today()-insight.YearDays+1, s.Today()), c.Receipts.Add)
}

// chartDebtors asks the list of customers, so that both say the same.
func (s *Session) chartDebtors(ctx context.Context, c *Charts) error {
	q := CustomersQuery{Overdue: true, Currency: string(c.Currency), Sort: "-overdue", Limit: ChartDebtors}
	top, err := s.Customers(ctx, s.Today(), q)
	if err != nil {
		return err
	}
	c.Debtors = top.Rows
	for _, t := range top.Totals {
		c.Overdue, c.Owing = t.Overdue, t.Rows
	}
	q.Class = "A"
	few, err := s.Customers(ctx, s.Today(), q)
	for _, t := range few.Totals {
		c.Few = t.Rows
	}
	if err != nil {
		return err
	}
	all, err := s.Customers(ctx, s.Today(), CustomersQuery{Limit: 1})
	c.Currencies = []money.Currency{s.company.Currency}
	for _, t := range all.Totals {
		if t.Currency != s.company.Currency {
			c.Currencies = append(c.Currencies, t.Currency)
		}
	}
	return err
}

// chartSteps counts the steps of the policy in force, those that were never
// decided on too.
func (s *Session) chartSteps(ctx context.Context, r store.Reader, c *Charts) error {
	v, err := r.PolicyInForce(ctx, s.Today())
	if err != nil || v.Version == 0 {
		return err
	}
	if c.Policy, err = policy.Parse([]byte(v.Source)); err != nil {
		return err
	}
	counted, err := r.StepCounts(ctx, s.span(c, s.Today()-insight.YearDays+1, s.Today()), c.Policy.Name)
	for i := range c.Policy.Steps {
		step := c.Policy.Steps[i].ID
		count := store.StepCount{Step: step}
		if at := slices.IndexFunc(counted, func(n store.StepCount) bool { return n.Step == step }); at >= 0 {
			count = counted[at]
		}
		c.Steps = append(c.Steps, count)
	}
	return err
}
