package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// WeeklyKinds are what can be said to an overdue invoice of the week:
// paid, the money not here yet; told the customer, who will pay; the customer
// wants the balances reconciled first; something else, in words.
var WeeklyKinds = []string{"paid-waiting", "informed", "asks-reconciliation", "other"}

const (
	// maxWeeklyComment bounds a comment, in bytes.
	maxWeeklyComment = 2000
	// unansweredAtMost is where the count of unanswered invoices stops.
	unansweredAtMost = 1000
)

// WeeklyList is the overdue invoices of the running week with what was said of
// them.
type WeeklyList struct {
	Rows       []store.InvoiceRow
	Said       map[id.Invoice]store.WeeklyComment
	Unanswered int // stops at a thousand
	Answered   int
	Totals     []store.StandingTotal // what is overdue, by currency
	Weeks      []cal.Date            // the last ones that have comments
}

// Weekly is the weekly list of the actor's customers as of a day. unanswered
// shows only what nobody has said a word to.
func (s *Session) Weekly(ctx context.Context, day cal.Date, manager string, unanswered bool, limit, offset int) (w WeeklyList, err error) {
	q := store.InvoicesQuery{Scope: s.scope().Of(manager), State: "overdue", Day: day}
	sums := CustomersQuery{Overdue: true, Manager: manager}
	err = s.readStanding(ctx, s.Today(), &sums, func(r store.Reader) error {
		if w.Totals, _, err = r.StandingTotals(ctx, sums); err != nil {
			return err
		}
		if w.Unanswered, w.Answered, err = r.Unanswered(ctx, q, day.Monday(), unansweredAtMost); err != nil {
			return err
		}
		if w.Weeks, err = r.WeeksCommented(ctx, weeksShown); err != nil {
			return err
		}
		if unanswered {
			q.Unanswered = day.Monday()
		}
		q.Limit, q.Offset = limit, offset
		var invoices []id.Invoice
		err := r.ListInvoices(ctx, q, func(v store.InvoiceRow) error {
			w.Rows, invoices = append(w.Rows, v), append(invoices, v.Invoice)
			return nil
		})
		if err != nil {
			return err
		}
		said, err := r.WeeklyCommentsTo(ctx, day.Monday(), invoices)
		w.Said = make(map[id.Invoice]store.WeeklyComment, len(said))
		for _, c := range said {
			w.Said[c.Invoice] = c
		}
		return err
	})
	return w, err
}

// weeksShown is how many weeks back the list leads.
const weeksShown = 8

// WeeklyPast are the comments of a week, as heads read them when it is over.
func (s *Session) WeeklyPast(ctx context.Context, week cal.Date, manager string, limit, offset int) (rows []store.WeeklyRow, weeks []cal.Date, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if weeks, err = r.WeeksCommented(ctx, weeksShown); err != nil {
			return err
		}
		rows, err = r.WeeklyComments(ctx, week, s.scope().Of(manager), limit, offset)
		return err
	})
	return rows, weeks, err
}

// CommentWeek records what is said to overdue invoices in the week of a day,
// all or none. A customer who wants to reconcile first is a task for finance.
// Its faults are weekly.kind, weekly.comment and invoice.unknown.
func (s *Session) CommentWeek(ctx context.Context, day cal.Date, list []store.WeeklyComment) error {
	if len(list) == 0 {
		return fault.New(fault.Input, "weekly.none", "nothing was said: choose what is true of at least one document")
	}
	return s.do(ctx, DoTasks, "weekly.comment", nil, func(ctx context.Context, e *entry) error {
		said := slices.Clone(list)
		for i := range said {
			if err := s.commentInvoice(ctx, e, day, &said[i]); err != nil {
				return err
			}
		}
		return e.InsertWeeklyComments(ctx, said)
	})
}

func (s *Session) commentInvoice(ctx context.Context, e *entry, day cal.Date, c *store.WeeklyComment) error {
	c.Comment = strings.TrimSpace(c.Comment)
	switch {
	case !slices.Contains(WeeklyKinds, c.Kind):
		return fault.New(fault.Input, "weekly.kind", "%q is no kind of comment: it is one of %s", c.Kind, strings.Join(WeeklyKinds, ", "))
	case c.Kind == "other" && c.Comment == "" || len(c.Comment) > maxWeeklyComment:
		return fault.New(fault.Input, "weekly.comment", "say in at most %d characters how %s stands", maxWeeklyComment, c.Invoice)
	}
	v, err := s.invoice(ctx, e.Reader, c.Invoice)
	if err != nil {
		return err
	}
	open, err := openOf(ctx, e.Reader, v)
	if err != nil {
		return err
	}
	c.Week, c.Customer, c.Author, c.Open, c.Date = day.Monday(), v.Customer, s.actorName(), open, day
	e.note("invoice.commented", "invoice:"+string(v.ID), c.Comment, map[string]any{"week": c.Week, "kind": c.Kind, "open": open.Decimal(v.Currency)})
	if c.Kind != "asks-reconciliation" {
		return nil
	}
	_, err = e.makeTask(ctx, newTask{
		Day: day, Customer: v.Customer, From: "weekly", Currency: v.Currency, About: string(v.ID), Task: "reconciliation-act", Role: "finance-control",
		Total: open, Why: c.Comment,
	})
	return err
}

// openOf is what is open of an invoice now.
func openOf(ctx context.Context, r store.Reader, v ledger.Invoice) (open money.Minor, err error) {
	items, err := r.OpenInstalmentsOf(ctx, []id.Customer{v.Customer})
	for _, it := range items {
		if it.Item.Invoice == v.ID {
			open += it.Item.Open
		}
	}
	return open, err
}

// FridayCalls are the actor's customers whose payment falls in the week after
// the one of today, for the warning calls of Friday.
func (s *Session) FridayCalls(ctx context.Context, manager string, limit, offset int) (rows []store.DueRow, err error) {
	var q CustomersQuery
	err = s.readStanding(ctx, s.Today(), &q, func(r store.Reader) error {
		rows, err = r.DueNextWeek(ctx, q.Scope.Of(manager), limit, offset)
		return err
	})
	return rows, err
}
