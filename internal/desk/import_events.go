package desk

import (
	"context"
	"maps"
	"slices"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

func (p *poster) postEvents(ctx context.Context) error {
	if len(p.events) == 0 {
		return nil
	}
	owners, err := p.ownersOf(ctx, func(yield func(id.Invoice)) {
		for _, r := range p.events {
			yield(r.rec.Invoice)
		}
	})
	if err != nil {
		return err
	}
	list := make([]ledger.Event, 0, len(p.events))
	for _, r := range p.events {
		v := r.rec
		if v.Customer == "" {
			v.Customer = owners[v.Invoice]
		}
		if p.named(r.line, v.Invoice, v.Customer, owners) && p.knows(r.line, v.Customer) && p.complete(r.line, v) {
			list = append(list, v)
		}
	}
	p.events = p.events[:0]
	return p.recordEvents(ctx, list)
}

// complete refuses an event that lacks what its kind needs.
func (p *poster) complete(line int, v ledger.Event) bool {
	switch {
	case v.Kind == ledger.Promise && v.Until == 0:
		p.refuse(line, "until", "", "import.promise_date", "a promise needs the day it is promised for")
	case (v.Kind == ledger.HandedOver || v.Kind == ledger.Accepted) && v.Invoice == "":
		p.refuse(line, "invoice", "", "import.event_invoice", "hand-over and acceptance are of one document: name it")
	case v.Amount < 0:
		p.refuse(line, "amount", v.Amount.Decimal(v.Currency), "import.event_amount", "must not be negative")
	default:
		return true
	}
	return false
}

// recordEvents writes the events that are new and lets hand-overs and
// acceptances start the terms that waited for them.
func (p *poster) recordEvents(ctx context.Context, list []ledger.Event) error {
	keys := make([]string, len(list))
	for i, v := range list {
		keys[i] = store.EventKey(v)
	}
	known, err := p.e.Events(ctx, keys)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, v := range known {
		have[v.Key] = true
	}
	var fresh []store.Event
	for i, v := range list {
		if have[keys[i]] {
			p.report.Unchanged++
			continue
		}
		have[keys[i]] = true
		p.lastEvent++
		fresh = append(fresh, store.Event{Event: v, Key: keys[i], Number: p.lastEvent})
		p.report.New++
	}
	if err := p.e.InsertEvents(ctx, fresh); err != nil {
		return err
	}
	return p.startTerms(ctx, fresh)
}

func (p *poster) startTerms(ctx context.Context, events []store.Event) error {
	handed, accepted := map[id.Invoice]store.Event{}, map[id.Invoice]store.Event{}
	both := map[id.Invoice]bool{}
	for _, v := range events {
		switch v.Kind {
		case ledger.HandedOver:
			handed[v.Invoice], both[v.Invoice] = v, true
		case ledger.Accepted:
			accepted[v.Invoice], both[v.Invoice] = v, true
		}
	}
	if len(both) == 0 {
		return nil
	}
	list, err := p.e.Invoices(ctx, slices.Sorted(maps.Keys(both)))
	if err != nil {
		return err
	}
	var moved []correction
	for _, v := range list {
		after := v
		if h, ok := handed[v.ID]; ok {
			after.HandedOver = h.Date
		}
		if a, ok := accepted[v.ID]; ok {
			after.Accepted = a.Date
		}
		if after.HandedOver != v.HandedOver || after.Accepted != v.Accepted {
			moved = append(moved, correction{v, after})
		}
	}
	return p.correctInvoices(ctx, moved, "documents handed over or accepted")
}
