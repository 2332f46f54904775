package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// jobStanding keeps every company's standing fresh, so that who opens the first
// list of a day need not wait.
const jobStanding = "standing"

// refreshStanding brings standing to the clock's day if it is not there. It is
// no change: it derives what facts already say.
func (s *Session) refreshStanding(ctx context.Context) error {
	day := s.Today()
	fresh := false
	err := s.desk.db.Read(ctx, func(q db.Querier) (err error) {
		fresh, err = store.Read(q, s.company.Code).StandingIsFresh(ctx, day)
		return err
	})
	if err != nil || fresh {
		return err
	}
	rows := 0
	err = s.desk.db.Tx(ctx, func(tx db.Tx) (err error) {
		rows, err = store.Write(tx, s.company.Code, "").RefreshStanding(ctx, day, s.company.Currency)
		return err
	})
	if err != nil || rows < bulkRows {
		return err
	}
	return s.analyze(ctx, store.ListTables, rows)
}

// CustomersQuery narrows the list of customers; Scope and AsOf are the desk's to
// fill.
type CustomersQuery = store.StandingQuery

// CustomersPage is a part of the list of customers, with what all of it sums to.
type CustomersPage struct {
	Rows    []store.StandingRow
	Totals  []store.StandingTotal
	Whole   *Whole // the totals in the company's currency; nil where they are
	Hidden  int    // left out because nothing of them is overdue
	Others  bool   // more were found by the search than CustomersFound, and are left out
	Choices map[string][]string
}

// CustomersFound is how many rows a search finds at most: who gets more types
// more of the name.
const CustomersFound = 500

// Customers lists customers with the age of their debts, as of a day up to
// today: those of the actor's scope. Another day than today takes a scan of the
// ledger.
func (s *Session) Customers(ctx context.Context, day cal.Date, q CustomersQuery) (p CustomersPage, err error) {
	err = s.readStanding(ctx, day, &q, func(r store.Reader) error {
		if strings.TrimSpace(q.Search) != "" {
			if q.Found, p.Others, err = r.FindCustomers(ctx, q, CustomersFound); err != nil {
				return err
			}
		}
		err := r.Standings(ctx, q, func(row store.StandingRow) error {
			p.Rows = append(p.Rows, row)
			return nil
		})
		if err != nil {
			return err
		}
		if p.Totals, p.Hidden, err = r.StandingTotals(ctx, q); err != nil {
			return err
		}
		ages := make([]ledger.Ages, len(p.Totals))
		for i, t := range p.Totals {
			ages[i] = t.Ages
		}
		if p.Whole, err = s.whole(ctx, r, ages, day); err != nil {
			return err
		}
		p.Choices, err = s.choices(ctx, r)
		return err
	})
	return p, err
}

// EachCustomer gives every customer of the list one by one, for an export.
func (s *Session) EachCustomer(ctx context.Context, day cal.Date, q CustomersQuery, fn func(store.StandingRow) error) error {
	q.Limit = 0
	return s.readStanding(ctx, day, &q, func(r store.Reader) error { return r.Standings(ctx, q, fn) })
}

// readStanding reads a list that rests on standing.
func (s *Session) readStanding(ctx context.Context, day cal.Date, q *CustomersQuery, fn func(store.Reader) error) error {
	if err := s.may(ReadBooks); err != nil {
		return err
	}
	if err := s.refreshStanding(ctx); err != nil {
		return err
	}
	q.Scope, q.AsOf = s.scope(), 0
	if day != s.Today() {
		q.AsOf = day
	}
	return s.read(ctx, ReadBooks, fn)
}

// choices are what lists can be narrowed by, as far as the actor sees.
func (s *Session) choices(ctx context.Context, r store.Reader) (map[string][]string, error) {
	all, err := r.StandingChoices(ctx)
	if scope := s.scope(); err == nil && !scope.All {
		all["manager"] = slices.DeleteFunc(all["manager"], func(m string) bool { return !slices.Contains(scope.Managers, m) })
	}
	return all, err
}

// Managers are the managers of the customers the actor sees, by name.
func (s *Session) Managers(ctx context.Context) (managers []string, err error) {
	if err := s.refreshStanding(ctx); err != nil {
		return nil, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		all, err := s.choices(ctx, r)
		managers = all["manager"]
		return err
	})
	return managers, err
}
