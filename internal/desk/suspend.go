package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// SuspendRequest takes an invoice, or all of a customer, out of the plans; or
// back in.
type SuspendRequest struct {
	Subject string   // an invoice's key, else a customer's code
	From    cal.Date // the first day it counts for; zero: every day since the debt arose
	Until   cal.Date // the last day, included; zero: until resumed
	Reason  string
	Order   string // number of the written order, which has a last day; empty: none
}

// Suspended is what was recorded.
type Suspended struct {
	Kind     ledger.EventKind `json:"kind"`
	Customer id.Customer      `json:"customer"`
	Invoice  id.Invoice       `json:"invoice,omitempty"`
	From     cal.Date         `json:"from"`
	Until    cal.Date         `json:"until,omitzero"`
	Reason   string           `json:"reason"`
	Order    string           `json:"order,omitempty"`
}

// Suspend takes it out of the plans.
func (s *Session) Suspend(ctx context.Context, q SuspendRequest) (Suspended, error) {
	if err := s.may(SuspendDebts); err != nil {
		return Suspended{}, err
	}
	if q.Reason == "" {
		return Suspended{}, fault.New(fault.Usage, "suspend.reason", "a suspension needs its reason: --reason TEXT")
	}
	if q.Order != "" && q.Until == 0 {
		return Suspended{}, fault.New(fault.Usage, "suspend.order", "order %s needs the last day it holds for: --until D", q.Order)
	}
	return s.suspension(ctx, ledger.Suspend, q)
}

// Resume puts it back.
func (s *Session) Resume(ctx context.Context, q SuspendRequest) (Suspended, error) {
	return s.suspension(ctx, ledger.Resume, q)
}

func (s *Session) suspension(ctx context.Context, kind ledger.EventKind, q SuspendRequest) (Suspended, error) {
	var out Suspended
	err := s.do(ctx, SuspendDebts, string(kind), &out, func(ctx context.Context, e *entry) error {
		ev := ledger.Event{Date: q.From, Kind: kind, Until: q.Until, Reason: q.Reason, By: s.actorName(), Document: q.Order}
		began, err := s.subject(ctx, e.Reader, q.Subject, &ev)
		if err != nil {
			return err
		}
		if ev.Date == 0 {
			if ev.Date, err = sinceLast(ctx, e.Reader, ev, began); err != nil {
				return err
			}
		}
		if ev.Until != 0 && ev.Until < ev.Date {
			return fault.New(fault.Usage, "suspend.until", "the last day %s lies before the first, %s", ev.Until, ev.Date)
		}
		number, err := e.LastEventNumber(ctx)
		if err != nil {
			return err
		}
		out = Suspended{kind, ev.Customer, ev.Invoice, ev.Date, ev.Until, ev.Reason, ev.Document}
		about := "customer:" + string(ev.Customer)
		if ev.Invoice != "" {
			about = "invoice:" + string(ev.Invoice)
		}
		e.note("debt."+string(kind), about, q.Reason, out)
		// The change is part of the key: suspending again after a resume is
		// another fact, not the same one imported twice.
		return e.InsertEvents(ctx, []store.Event{{Event: ev, Key: e.Change(), Number: number + 1}})
	})
	return out, err
}

// sinceLast is the day an order counts from when none is said: from the
// beginning, but not before the last order about the same, for that one would
// stand above it.
func sinceLast(ctx context.Context, r store.Reader, ev ledger.Event, began cal.Date) (cal.Date, error) {
	events, err := r.EventsOf(ctx, ev.Customer)
	for _, v := range events {
		if v.Invoice == ev.Invoice && (v.Kind == ledger.Suspend || v.Kind == ledger.Resume) {
			began = max(began, v.Date)
		}
	}
	return began, err
}

// subject finds what is meant, an invoice before a customer, and the day its
// debt began.
func (s *Session) subject(ctx context.Context, r store.Reader, name string, ev *ledger.Event) (began cal.Date, err error) {
	invoices, err := r.Invoices(ctx, []id.Invoice{id.Invoice(name)})
	if err != nil {
		return 0, err
	}
	if len(invoices) == 1 {
		v := invoices[0]
		if err := s.mustSee(ctx, r, v.Customer); err != nil {
			return 0, unknownSubject(name, err)
		}
		ev.Customer, ev.Invoice, ev.Currency = v.Customer, v.ID, v.Currency
		return v.Date, nil
	}
	if err := s.mustSee(ctx, r, id.Customer(name)); err != nil {
		return 0, unknownSubject(name, err)
	}
	ev.Customer = id.Customer(name)
	return cal.First, nil
}

// unknownSubject says of a customer who is not there that nothing of the name
// is.
func unknownSubject(name string, err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.NotFound, "subject.unknown", "%q is neither an invoice nor a customer", name)
}
