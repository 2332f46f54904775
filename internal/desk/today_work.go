package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// work picks the tasks of the actor: those that name him or one of his roles.
// Whoever helps collectors is also given what keeps them from collecting.
func (s *Session) work(q AgendaQuery) store.WorkQuery {
	w := store.WorkQuery{Day: q.Day, Scope: s.scope()}
	if !q.All && s.actor.User != "" {
		w.User, w.Roles = s.actor.User, s.roles
	}
	if slices.Contains(s.roles, "assistant") {
		w.Also = policy.MendContact
	}
	return w
}

func (s *Session) todayWork(ctx context.Context, r store.Reader, q AgendaQuery, out *Agenda) (err error) {
	w := s.work(q)
	if out.Tasks, err = r.WorkCount(ctx, w, CountedTasks+1); err != nil || out.Tasks == 0 {
		return err
	}
	w.Many = out.Tasks > CountedTasks
	out.Tasks, out.More = min(out.Tasks, CountedTasks), w.Many
	rows, err := r.Work(ctx, w, maxWork)
	if err != nil || len(rows) == 0 {
		return err
	}
	out.Shown = len(rows)
	if out.Work, err = s.weigh(ctx, r, rows, q.Day); err != nil {
		return err
	}
	out.Sums = stakes(out.Work)
	profile, err := s.Profile()
	if err != nil || q.Free {
		return err
	}
	calls := slices.DeleteFunc(slices.Clone(out.Work), func(v WorkItem) bool {
		return v.Kind != string(policy.Call) || v.Paid || len(v.Unapplied) > 0 || !profile.calling(cmp.Or(v.Country, s.company.Country), q.Now)
	})
	if len(calls) > 0 {
		out.Work, out.Calling = calls, true
	}
	return nil
}

// stakes sums what is at stake, by currency.
func stakes(list []WorkItem) (sums []money.Amount) {
	total := map[money.Currency]money.Minor{}
	for i := range list {
		total[list[i].Currency] += list[i].Stake
	}
	for _, c := range slices.Sorted(maps.Keys(total)) {
		sums = append(sums, money.Amount{Minor: total[c], Currency: c})
	}
	return sums
}

// weigh finds what is at stake in tasks today, and puts them in order: first
// those of customers who have paid nothing that is still unapplied, by what is
// at stake.
func (s *Session) weigh(ctx context.Context, r store.Reader, rows []store.WorkTask, day cal.Date) ([]WorkItem, error) {
	customers := make([]id.Customer, len(rows))
	for i := range rows {
		customers[i] = rows[i].Customer
	}
	slices.Sort(customers)
	customers = slices.Compact(customers)
	items, err := r.OpenItems(ctx, customers)
	if err != nil {
		return nil, err
	}
	unapplied, err := r.Unapplied(ctx, customers)
	if err != nil {
		return nil, err
	}
	open := openBooks(items)
	list := make([]WorkItem, len(rows))
	for i := range rows {
		if list[i], err = open.weigh(rows[i], day); err != nil {
			return nil, err
		}
		if list[i].IsTalk() {
			list[i].Unapplied = inCurrency(unapplied[rows[i].Customer], rows[i].Currency)
		}
	}
	slices.SortStableFunc(list, func(a, b WorkItem) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.Stake, a.Stake))
	})
	classify(list)
	slices.SortStableFunc(list, func(a, b WorkItem) int { // amounts of two currencies do not compare, their classes do
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.Class, b.Class))
	})
	return list, nil
}

// rank puts what was paid last, and calls that receipts have set aside before it.
func (w *WorkItem) rank() int {
	switch {
	case w.Paid:
		return 2
	case len(w.Unapplied) > 0:
		return 1
	}
	return 0
}

// openBook is what is open now, by customer and document.
type openBook map[id.Customer]map[itemKey]store.OpenItem

func openBooks(items []store.OpenItem) openBook {
	b := openBook{}
	for _, v := range items {
		if b[v.Customer] == nil {
			b[v.Customer] = map[itemKey]store.OpenItem{}
		}
		b[v.Customer][itemKey{v.Invoice, v.Part}] = v
	}
	return b
}

// weigh is a task with what is open of its documents; one that names none is
// about all the customer owes.
func (b openBook) weigh(t store.WorkTask, day cal.Date) (WorkItem, error) {
	w := WorkItem{WorkTask: t, Age: max(0, int(day-t.RunDate))}
	items, details, err := readTask(&t.Task)
	if err != nil {
		return w, err
	}
	w.Details = details
	named := map[itemKey]bool{}
	for _, it := range items {
		named[itemKey{it.Invoice, max(it.Part, 1)}] = true
	}
	for key, v := range b[t.Customer] {
		if v.Currency == t.Currency && (named[key] || len(named) == 0) {
			w.Stake += v.Open
			if v.Due != 0 {
				w.Late = max(w.Late, int(day-v.Due))
			}
		}
	}
	if w.Paid = t.Total > 0 && w.Stake == 0; len(named) == 0 {
		w.Stake = min(w.Stake, t.Total) // the customer owes more since; the task is about what he owed
	}
	return w, nil
}

func inCurrency(list []ledger.Credit, c money.Currency) []ledger.Credit {
	return slices.DeleteFunc(slices.Clone(list), func(v ledger.Credit) bool { return v.Currency != c })
}

// classify marks, of each currency, the tasks that hold most of the money.
func classify(list []WorkItem) {
	all, before := map[money.Currency]money.Minor{}, map[money.Currency]money.Minor{}
	for i := range list {
		all[list[i].Currency] += list[i].Stake
	}
	for i := range list {
		w := &list[i]
		share := int64(0)
		if sum := all[w.Currency]; sum > 0 {
			share = int64(before[w.Currency]) / max(1, int64(sum)/100) // whole per cents, without an overflow
		}
		switch {
		case share < classA && w.Stake > 0:
			w.Class = "A"
		case share < classB && w.Stake > 0:
			w.Class = "B"
		default:
			w.Class = "C"
		}
		before[w.Currency] += w.Stake
	}
}

// NextWork is the task that comes after one that was just done: the first of
// the day that is not it; empty if there is none.
func (s *Session) NextWork(ctx context.Context, q AgendaQuery, done id.Task) (next id.Task, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		var a Agenda
		if err := s.todayWork(ctx, r, q, &a); err != nil {
			return err
		}
		for i := range a.Work {
			if w := &a.Work[i]; w.ID != done && w.rank() == 0 {
				next = w.ID
				break
			}
		}
		return nil
	})
	return next, err
}
