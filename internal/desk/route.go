package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// stopsAtMost is how many customers a route sheet holds; nobody visits more in a
// day.
const stopsAtMost = 60

// Stop is a customer on a representative's way.
type Stop struct {
	Customer ledger.Customer
	Owes     []ledger.Ages // by currency
	Oldest   cal.Date      // due date of the oldest overdue debt; zero: none
	Overdue  []store.Instalment
	Visits   []store.Task // that he is to make there
}

// Route is the sheet for a manager's day among his customers: those whom a task
// sends him to, and the most overdue of the others, in the order of their
// addresses. all is false for those with a task alone.
func (s *Session) Route(ctx context.Context, day cal.Date, manager string, all bool) (stops []Stop, err error) {
	q := CustomersQuery{Overdue: true, Manager: manager, Limit: stopsAtMost}
	err = s.readStanding(ctx, s.Today(), &q, func(r store.Reader) error {
		at := map[id.Customer]*Stop{}
		visits := store.TasksQuery{Scope: s.scope().Of(manager), State: "open", Kind: "visit", Limit: stopsAtMost}
		err := r.ListTasks(ctx, visits, func(t store.TaskRow) error {
			stop := stopAt(at, t.Customer)
			stop.Visits = append(stop.Visits, t.Task)
			return nil
		})
		if err != nil {
			return err
		}
		if all {
			err = r.Standings(ctx, q, func(row store.StandingRow) error {
				stopAt(at, row.Customer)
				return nil
			})
			if err != nil {
				return err
			}
		}
		if err := fillStops(ctx, r, at, day); err != nil {
			return err
		}
		for _, stop := range at {
			stops = append(stops, *stop)
		}
		return nil
	})
	slices.SortFunc(stops, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.Customer.Address, b.Customer.Address), cmp.Compare(a.Customer.ID, b.Customer.ID))
	})
	return stops, err
}

func stopAt(at map[id.Customer]*Stop, c id.Customer) *Stop {
	if at[c] == nil {
		at[c] = &Stop{}
	}
	return at[c]
}

// fillStops reads who they are and what they owe.
func fillStops(ctx context.Context, r store.Reader, at map[id.Customer]*Stop, day cal.Date) error {
	ids := slices.Sorted(maps.Keys(at))
	customers, err := r.Customers(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range customers {
		at[c.ID].Customer = c
	}
	open, err := r.OpenInstalmentsOf(ctx, ids)
	if err != nil {
		return err
	}
	items := map[id.Customer][]ledger.Item{}
	for _, v := range open {
		items[v.Customer] = append(items[v.Customer], v.Item)
		if v.Item.Due == 0 || v.Item.Due >= day {
			continue
		}
		stop := at[v.Customer]
		stop.Overdue = append(stop.Overdue, v)
		if stop.Oldest == 0 || v.Item.Due < stop.Oldest {
			stop.Oldest = v.Item.Due
		}
	}
	for c, list := range items {
		at[c].Owes = ledger.Aging(list, day)
	}
	return nil
}
