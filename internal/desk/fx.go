package desk

import (
	"context"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/match"
	"debitor/internal/money"
	"debitor/internal/store"
)

// rates are the rates that count on a day, in the company's currency.
func (s *Session) rates(ctx context.Context, r store.Reader, day cal.Date) (*fx.Table, error) {
	list, err := r.Rates(ctx, s.company.Currency, day-fx.Days, day)
	return fx.New(s.company.Currency, list), err
}

// ratesFor are the rates that a question about shipping needs; nil where one
// currency is all there is, and in a company that has never brought any in.
func (s *Session) ratesFor(ctx context.Context, r store.Reader, q *credit.Query) (*fx.Table, error) {
	several := q.Currency != s.company.Currency // which is that of most limits
	note := func(c money.Currency) { several = several || c != q.Currency }
	for i := range q.Account.Items {
		note(q.Account.Items[i].Currency)
	}
	for i := range q.Terms {
		if q.Terms[i].Amount != nil {
			note(q.Terms[i].Currency)
		}
	}
	for i := range q.Commitments {
		note(q.Commitments[i].Currency)
	}
	for _, others := range q.Groups {
		for i := range others {
			for j := range others[i].Account.Items {
				note(others[i].Account.Items[j].Currency)
			}
		}
	}
	if !several {
		return nil, nil //nolint:nilnil // there is nothing to count by
	}
	last, err := r.LastRateDay(ctx, s.company.Currency)
	if err != nil || last == 0 {
		return nil, err
	}
	return s.rates(ctx, r, q.Date)
}

// Whole is what is owed in several currencies, in the company's.
type Whole struct {
	Open, Overdue fx.Whole // what has no rate stands apart
}

// whole is ages in the company's currency; nil where they are all in it.
func (s *Session) whole(ctx context.Context, r store.Reader, ages []ledger.Ages, day cal.Date) (*Whole, error) {
	var open, overdue []money.Amount
	abroad := false
	for _, a := range ages {
		abroad = abroad || a.Currency != s.company.Currency
		open = append(open, money.Amount{Minor: a.Total, Currency: a.Currency})
		overdue = append(overdue, money.Amount{Minor: a.Overdue, Currency: a.Currency})
	}
	if !abroad {
		return nil, nil //nolint:nilnil // there is nothing to count
	}
	table, err := s.rates(ctx, r, day)
	if err != nil {
		return nil, err
	}
	var w Whole
	if w.Open, err = table.Sum(open, s.company.Currency, day); err != nil {
		return nil, err
	}
	w.Overdue, err = table.Sum(overdue, s.company.Currency, day)
	return &w, err
}

// AgesIn is an aging in one currency.
type AgesIn struct {
	ledger.Ages
	Credit  money.Minor
	Rates   []fx.Rate  // by which it was counted
	Missing []AgingRow // sums of the currencies that have no rate; they are not in it
}

// AgesIn counts the sums of an aging, one for each currency, in one currency.
// Each bucket is rounded once, and the totals are the sums of buckets.
func (s *Session) AgesIn(ctx context.Context, day cal.Date, to money.Currency, sums []AgingRow) (out AgesIn, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		table, err := s.rates(ctx, r, day)
		if err != nil {
			return err
		}
		out = AgesIn{Ages: ledger.Ages{Currency: to}}
		for _, row := range sums {
			if err := out.add(table, day, row); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (a *AgesIn) add(table *fx.Table, day cal.Date, row AgingRow) error {
	for i, m := range append(row.Amounts[:], row.Credit) {
		c, err := table.Convert(money.Amount{Minor: m, Currency: row.Currency}, a.Currency, day)
		if fault.Code(err) == fx.CodeNone {
			a.Missing = append(a.Missing, row) // the first bucket already says so
			return nil
		}
		if err != nil {
			return err
		}
		a.Rates = fx.Used(a.Rates, c.Rates)
		switch {
		case i == len(row.Amounts):
			a.Credit += c.Amount.Minor
			continue
		case i > 0:
			a.Overdue += c.Amount.Minor
		}
		a.Amounts[i] += c.Amount.Minor
		a.Total += c.Amount.Minor
	}
	return nil
}

// Exchange is a debt in one currency and an entry in another that may be for
// it. It is shown and never booked: what becomes of the difference is the
// accountant's word.
type Exchange struct {
	Invoice id.Invoice
	Open    money.Amount  // of the document, now
	Paid    money.Amount  // the entry
	Worth   *fx.Converted // Open in the entry's currency, by the rates of its day; nil: there are none
	Issued  cal.Date      // the document's day
	Was     *fx.Converted // Open by the rates of that day; nil: there are none
}

// Left is what the entry is short of the debt by the rates of its day, less than
// zero if it is more; Worth must be known.
func (x Exchange) Left() money.Minor { return x.Worth.Amount.Minor - x.Paid.Minor }

// Drift is how much more the debt is worth on the entry's day than on its own;
// Worth and Was must be known.
func (x Exchange) Drift() money.Minor { return x.Worth.Amount.Minor - x.Was.Amount.Minor }

// exchanges are the debts in other currencies that an entry names.
func (s *Session) exchanges(ctx context.Context, r store.Reader, e *CashEntry) (list []Exchange, err error) {
	for _, p := range e.Answer.Proposals {
		for _, reason := range p.Reasons {
			if p.Kind != match.Difference || reason.Code != "match.currency" || len(reason.Args) == 0 {
				continue
			}
			x, found, err := s.exchange(ctx, r, e, p.Customer, id.Invoice(fmt.Sprint(reason.Args[0])))
			if err != nil {
				return nil, err
			}
			if found {
				list = append(list, x)
			}
		}
	}
	return list, nil
}

// exchange measures an entry against a document of which something is open.
func (s *Session) exchange(ctx context.Context, r store.Reader, e *CashEntry, owner id.Customer, invoice id.Invoice) (x Exchange, found bool, err error) {
	bills, err := r.Invoices(ctx, []id.Invoice{invoice})
	if err != nil || len(bills) == 0 {
		return x, false, err
	}
	items, err := r.OpenItems(ctx, []id.Customer{owner})
	if err != nil {
		return x, false, err
	}
	x = Exchange{
		Invoice: invoice, Open: money.Amount{Currency: bills[0].Currency}, Issued: bills[0].Date,
		Paid: money.Amount{Minor: e.Amount, Currency: e.Currency},
	}
	for _, it := range items {
		if it.Invoice == invoice {
			x.Open.Minor += it.Open
		}
	}
	if x.Open.Minor == 0 || x.Open.Currency == x.Paid.Currency {
		return x, false, nil
	}
	if x.Worth, err = s.worth(ctx, r, x.Open, x.Paid.Currency, e.Date); err != nil {
		return x, false, err
	}
	x.Was, err = s.worth(ctx, r, x.Open, x.Paid.Currency, x.Issued)
	return x, true, err
}

// worth is an amount in another currency on a day; nil without a rate.
func (s *Session) worth(ctx context.Context, r store.Reader, a money.Amount, to money.Currency, day cal.Date) (*fx.Converted, error) {
	table, err := s.rates(ctx, r, day)
	if err != nil {
		return nil, err
	}
	c, err := table.Convert(a, to, day)
	if err != nil && fault.Code(err) == fx.CodeNone {
		return nil, nil //nolint:nilnil // that there is none is an answer
	}
	return &c, err
}

// RatesSeen is the rates of the company's currency as a page shows them.
type RatesSeen struct {
	Base  money.Currency
	Last  cal.Date // the newest day with a rate; zero: there is none
	Rates []fx.Rate
}

// Rates shows the rates of the days from … to, both included, the newest first.
func (s *Session) Rates(ctx context.Context, from, to cal.Date) (out RatesSeen, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		out = RatesSeen{Base: s.company.Currency}
		if out.Last, err = r.LastRateDay(ctx, out.Base); err != nil {
			return err
		}
		out.Rates, err = r.Rates(ctx, out.Base, from, to)
		return err
	})
	return out, err
}
