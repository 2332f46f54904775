package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// CommissionQuery asks what managers earn by the money of a stretch of days.
type CommissionQuery struct {
	From    cal.Date // zero: from the first of To's month
	To      cal.Date `json:"-"`
	Manager string   // only his; empty: of all
}

// CommissionReport is the money that came in in a stretch of days, by manager and
// by how it was paid, and what it counts for.
type CommissionReport struct {
	From    cal.Date // the first day, and Until the last
	Until   cal.Date
	Percent insight.Hundredths // of what it counts for; NotKnown: the policy does not say
	Factors []policy.Factor
	Rows    []CommissionRow // by currency and manager
	Totals  []CommissionRow // of each currency, nobody's
	Found   int             // how many rows there are
}

// CommissionRow is one manager's money in a currency.
type CommissionRow struct {
	Manager  string // empty: of customers whom nobody has
	Currency money.Currency
	Paid     []money.Minor // what came in by each of the factors; last what none is for
	Received money.Minor   // the sum of Paid
	Counted  money.Minor   // what it counts for: each of Paid by its factor, rounded, summed
	Earned   money.Minor   // the commission on Counted; nothing where Percent is not known
}

// Beyond says whether anything came in later than all factors are for.
func (r *CommissionReport) Beyond() bool {
	return slices.ContainsFunc(r.Totals, func(t CommissionRow) bool { return t.Paid[len(r.Factors)] != 0 })
}

// Shown is what a row has in the columns of the report: one for each factor, and
// one for what is Beyond, if anything is.
func (r *CommissionReport) Shown(row *CommissionRow) []money.Minor {
	if r.Beyond() {
		return slices.Clone(row.Paid)
	}
	return slices.Clone(row.Paid[:len(r.Factors)])
}

// Commission counts what managers earn by the money that came in. Money that
// settles documents counts, on the day it does, and what was paid ahead when the
// document is issued; what a refund takes back counts as it had counted. It
// changes nothing.
func (s *Session) Commission(ctx context.Context, q CommissionQuery) (out CommissionReport, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.commission(ctx, r, q)
		return err
	})
	return out, err
}

// commissions is Commission as its page shows it.
var commissions = keptList[CommissionQuery, CommissionReport, CommissionRow]{"commission", func(s *Session, ctx context.Context, r store.Reader, q CommissionQuery, day cal.Date) (CommissionReport, []CommissionRow, error) {
	q.To = day
	head, err := s.commission(ctx, r, q)
	rows := head.Rows
	head.Rows = nil
	return head, rows, err
}}

// CommissionLeaf is a page of Commission, as it is kept. Its faults are the same.
func (s *Session) CommissionLeaf(ctx context.Context, q CommissionQuery, of Leaf) (out Listed[CommissionReport, CommissionRow], err error) {
	q.From = q.from()
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		_, err := s.commissionRules(ctx, r, q)
		return err
	})
	if err != nil {
		return out, err
	}
	return commissions.leaf(ctx, s, q, q.To, of)
}

// from is the first day that is asked about.
func (q *CommissionQuery) from() cal.Date {
	if q.From != 0 {
		return q.From
	}
	_, _, day := q.To.Civil()
	return q.To - cal.Date(day-1)
}

// commissionRules are the rules of the last day, which have a commission.
func (s *Session) commissionRules(ctx context.Context, r store.Reader, q CommissionQuery) (Rules, error) {
	if q.from() > q.To {
		return Rules{}, fault.New(fault.Input, "commission.days", "%s is after %s: ask from the earlier day to the later one", q.from(), q.To)
	}
	rules, err := s.rules(ctx, r, q.To)
	if err == nil && !rules.Credit.Commission.Stands() {
		err = fault.New(fault.Refused, "commission.none", "policy %s has no commission: write credit: {commission: …} into it; docs/terms.md, \"Commission by how the money came\", shows how. "+
			"None of the policies that come with debitor has one; the rules of its sample company have", rules.Name)
	}
	return rules, err
}

func (s *Session) commission(ctx context.Context, r store.Reader, q CommissionQuery) (out CommissionReport, err error) {
	out = CommissionReport{From: q.from(), Until: q.To}
	rules, err := s.commissionRules(ctx, r, q)
	if err != nil {
		return out, err
	}
	c := &rules.Credit.Commission
	out.Factors, out.Percent = c.Factors, insight.NotKnown
	if c.Percent > 0 {
		out.Percent = insight.Hundredths(c.Percent)
	}
	earners := map[earner]*CommissionRow{}
	err = r.Receipts(ctx, store.ReceiptQuery{Scope: s.scope().Of(q.Manager), From: out.From, To: out.Until}, func(manager string, it *ledger.HistoryItem) error {
		row := earners[earner{manager, it.Currency}]
		if row == nil {
			row = &CommissionRow{Manager: manager, Currency: it.Currency, Paid: make([]money.Minor, len(c.Factors)+1)}
			earners[earner{manager, it.Currency}] = row
		}
		row.take(it, c, out.From, out.Until)
		return nil
	})
	if err != nil {
		return out, err
	}
	return out, out.finish(earners)
}

// earner is whose money in which currency.
type earner struct {
	manager  string
	currency money.Currency
}

// take adds the money of an instalment that counts in the stretch.
func (row *CommissionRow) take(it *ledger.HistoryItem, c *policy.Commission, from, to cal.Date) {
	for _, p := range it.Paid() {
		if p.On < from || p.On > to {
			continue
		}
		place, found := c.FactorOf(p)
		if !found {
			place = len(c.Factors)
		}
		row.Paid[place] += p.Amount
	}
}

// finish weighs, sorts and sums.
func (r *CommissionReport) finish(earners map[earner]*CommissionRow) error {
	for _, row := range earners {
		if slices.ContainsFunc(row.Paid, func(m money.Minor) bool { return m != 0 }) {
			r.Rows = append(r.Rows, *row)
		}
	}
	r.Found = len(r.Rows)
	slices.SortFunc(r.Rows, func(a, b CommissionRow) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Manager, b.Manager))
	})
	for i := range r.Rows {
		row := &r.Rows[i]
		if !row.weigh(r.Factors, r.Percent) {
			return fault.New(fault.Input, "commission.overflow", "the money of %s in %s is too much to be counted", row.Manager, row.Currency)
		}
		if n := len(r.Totals); n == 0 || r.Totals[n-1].Currency != row.Currency {
			r.Totals = append(r.Totals, CommissionRow{Currency: row.Currency, Paid: make([]money.Minor, len(row.Paid))})
		}
		r.Totals[len(r.Totals)-1].add(row)
	}
	return nil
}

// weigh counts what the money counts for and earns; false where it does not fit.
func (row *CommissionRow) weigh(factors []policy.Factor, percent insight.Hundredths) bool {
	fits := true
	for i, m := range row.Paid {
		row.Received += m
		if i < len(factors) {
			counted, ok := insight.Weighted(m, insight.Hundredths(factors[i].Factor))
			row.Counted, fits = row.Counted+counted, fits && ok
		}
	}
	if percent.Known() {
		var ok bool
		row.Earned, ok = insight.Commission(row.Counted, percent)
		fits = fits && ok
	}
	return fits
}

// add sums a row up.
func (row *CommissionRow) add(other *CommissionRow) {
	for i, m := range other.Paid {
		row.Paid[i] += m
	}
	row.Received, row.Counted, row.Earned = row.Received+other.Received, row.Counted+other.Counted, row.Earned+other.Earned
}
