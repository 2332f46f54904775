package desk

import (
	"cmp"
	"context"
	"encoding/json"
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
	Currencies []money.Currency    // of the debts, the company's own first
	Debtors    []store.StandingRow // the most overdue first, at most ChartDebtors
	Overdue    money.Minor         // of all customers
	Owing      int                 // how many customers are overdue
	Few        int                 // how many of them, the largest, owe most of it: class A
	Policy     *policy.Policy      // in force; nil: none is
	KeptAt                         // while it is Making, there are no ChartFigures
	ChartFigures
}

// ChartFigures are those of Charts that take a scan of the ledger: they are kept
// for who sees all customers.
type ChartFigures struct {
	Days     []cal.Date            `json:"days"` // of Aging: the ends of the last twelve months, and today
	Aging    []ledger.Ages         `json:"aging"`
	Promised []insight.PromiseWeek `json:"promised"`
	Rules    string                `json:"rules"`    // the source of the policy in force; empty: none is
	Steps    []store.StepCount     `json:"steps"`    // of it over the year, in its order
	Receipts insight.Receipts      `json:"receipts"` // of the year
}

// ChartsOf is the name that the ChartFigures of a currency are kept under; of
// the company's own, if it is empty.
func (s *Session) ChartsOf(currency money.Currency) string {
	return chartsOf + string(cmp.Or(currency, s.company.Currency))
}

const chartsOf = "charts "

const (
	// ChartDebtors is how many debtors are drawn.
	ChartDebtors = 20
	// The weeks of promises that are drawn, before this one and after it.
	promiseWeeksBack, promiseWeeksAhead = 12, 4
)

// Charts are the figures of a currency; of the company's own, if nobody owes
// anything in the one asked for.
func (s *Session) Charts(ctx context.Context, currency money.Currency) (out Charts, err error) {
	if out.Currencies, err = s.chartCurrencies(ctx); err != nil {
		return out, err
	}
	out.Currency = s.company.Currency
	if slices.Contains(out.Currencies, currency) {
		out.Currency = currency
	}
	if err := s.chartDebtors(ctx, &out); err != nil {
		return out, err
	}
	if err := s.chartFigures(ctx, &out); err != nil || out.Rules == "" {
		return out, err
	}
	out.Policy, err = policy.Parse([]byte(out.Rules))
	return out, err
}

// chartFigures are the kept ones, or those of the few customers the actor sees.
func (s *Session) chartFigures(ctx context.Context, c *Charts) error {
	if !s.scope().All {
		return s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
			c.ChartFigures, err = readFigures(ctx, r, s.scope(), c.Currency, s.Today())
			return err
		})
	}
	kept, err := s.kept(ctx, s.ChartsOf(c.Currency), s.Today(), func(_ store.Reader, v store.Kept) error {
		c.ChartFigures = ChartFigures{}
		return json.Unmarshal([]byte(v.Figures), &c.ChartFigures) //nolint:musttag // a cache: who reads it writes it
	})
	c.KeptAt = kept
	return err
}

// readFigures computes the figures of a day over the customers of a scope.
func readFigures(ctx context.Context, r store.Reader, of store.Scope, currency money.Currency, day cal.Date) (f ChartFigures, err error) {
	span := func(first, last cal.Date) store.ChartQuery {
		return store.ChartQuery{Scope: of, Currency: currency, First: first, Day: last}
	}
	f.Days = insight.MonthEnds(day)
	flows, err := r.Flows(ctx, span(f.Days[0], day))
	if err != nil {
		return f, err
	}
	f.Aging = insight.AgesAt(flows, currency, f.Days)
	weeks := span(day-7*promiseWeeksBack, day+7*promiseWeeksAhead)
	promises, err := r.KeptPromises(ctx, weeks)
	if err != nil {
		return f, err
	}
	f.Promised = insight.PromiseWeeks(promises, weeks.First, weeks.Day)
	year := span(day-insight.YearDays+1, day)
	if err := f.readSteps(ctx, r, year); err != nil {
		return f, err
	}
	return f, r.EachReceipt(ctx, year, f.Receipts.Add)
}

// readSteps counts the steps of the policy in force, those that were never
// decided on too.
func (f *ChartFigures) readSteps(ctx context.Context, r store.Reader, year store.ChartQuery) error {
	v, err := r.PolicyInForce(ctx, year.Day)
	if err != nil || v.Version == 0 {
		return err
	}
	p, err := policy.Parse([]byte(v.Source))
	if err != nil {
		return err
	}
	f.Rules = v.Source
	counted, err := r.StepCounts(ctx, year, p.Name)
	for i := range p.Steps {
		count := store.StepCount{Step: p.Steps[i].ID}
		if at := slices.IndexFunc(counted, func(n store.StepCount) bool { return n.Step == count.Step }); at >= 0 {
			count = counted[at]
		}
		f.Steps = append(f.Steps, count)
	}
	return err
}

// chartCurrencies are those that somebody owes in, the company's own first.
func (s *Session) chartCurrencies(ctx context.Context) ([]money.Currency, error) {
	all, err := s.Customers(ctx, s.Today(), CustomersQuery{Limit: 1})
	list := []money.Currency{s.company.Currency}
	for _, t := range all.Totals {
		if t.Currency != s.company.Currency {
			list = append(list, t.Currency)
		}
	}
	return list, err
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
	return err
}
