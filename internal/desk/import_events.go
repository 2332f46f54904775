package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
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
	if err := p.priceEvents(ctx); err != nil {
		return err
	}
	list := make([]ledger.Event, 0, len(p.events))
	var returned []lined[ledger.Event]
	for _, r := range p.events {
		v := r.rec
		if v.Customer == "" {
			v.Customer = owners[v.Invoice]
		}
		switch {
		case !p.named(r.line, v.Invoice, v.Customer, owners) || !p.knows(r.line, v.Customer) || !p.complete(r.line, v):
		case v.Kind == ledger.OriginalReturned:
			returned = append(returned, lined[ledger.Event]{line: r.line, rec: v})
		default:
			list = append(list, v)
		}
	}
	p.events = p.events[:0]
	if err := p.returnOriginals(ctx, returned); err != nil {
		return err
	}
	return p.recordEvents(ctx, list)
}

// priceEvents puts amounts about an invoice, where the file names no currency,
// into the invoice's; they were read with the decimals of the company's.
func (p *poster) priceEvents(ctx context.Context) error {
	unpriced := map[id.Invoice]bool{}
	for _, r := range p.events {
		if r.rec.Amount != 0 && r.rec.Currency == "" {
			unpriced[r.rec.Invoice] = true
		}
	}
	if len(unpriced) == 0 {
		return nil
	}
	list, err := p.e.Invoices(ctx, slices.Sorted(maps.Keys(unpriced)))
	if err != nil {
		return err
	}
	books := p.session.company.Currency
	currency := make(map[id.Invoice]money.Currency, len(list))
	for _, v := range list {
		currency[v.ID] = v.Currency
	}
	for i := range p.events {
		v := &p.events[i].rec
		if v.Amount == 0 || v.Currency != "" {
			continue
		}
		v.Currency = cmp.Or(currency[v.Invoice], books) // an unknown invoice is refused later
		if v.Currency.Decimals() != books.Decimals() {
			p.rescale(p.events[i].line, v, books)
		}
	}
	return nil
}

// rescale reads an event's amount again with the decimals of its currency.
func (p *poster) rescale(line int, v *ledger.Event, books money.Currency) {
	text := v.Amount.Decimal(books)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	amount, err := money.Parse(text, v.Currency)
	if err != nil {
		p.refuse(line, "amount", text, fault.Code(err), "is no amount of "+string(v.Currency)+", the currency of the invoice", string(v.Currency))
	}
	v.Amount = amount.Minor
}

// complete refuses an event that lacks what its kind needs.
func (p *poster) complete(line int, v ledger.Event) bool {
	switch {
	case v.Kind == ledger.Promise && v.Until == 0:
		p.refuse(line, "until", "", "import.promise_date", "a promise needs the day it is promised for")
	case v.Kind == ledger.Plan && v.Until == 0:
		p.refuse(line, "until", "", "import.plan_date", "a part of a payment plan needs the day it is to be paid by")
	case v.Kind == ledger.Plan && v.Amount == 0:
		p.refuse(line, "amount", "", "import.plan_amount", "a part of a payment plan needs its amount")
	case announces(v.Kind) && v.Until != 0 && v.Until < v.Date:
		p.refuse(line, "until", v.Until.String(), "import.event_until", "lies before the day of the event, "+v.Date.String(), v.Date)
	case (v.Kind == ledger.HandedOver || v.Kind == ledger.Accepted) && v.Invoice == "":
		p.refuse(line, "invoice", "", "import.event_invoice", "hand-over and acceptance are of one document: name it")
	case v.Kind == ledger.OriginalReturned && (v.Invoice == "" || !slices.Contains(policy.Returned, v.Reason)):
		p.refuse(line, "reason", v.Reason, "import.original", "an original that came back is of one document: name it, and under reason the paper: "+strings.Join(policy.Returned, ", "))
	case v.Amount < 0:
		p.refuse(line, "amount", v.Amount.Decimal(v.Currency), "import.event_amount", "must not be negative")
	default:
		return true
	}
	return false
}

// announces says whether until is a day that lies ahead of an event of the kind.
func announces(k ledger.EventKind) bool {
	return k == ledger.Plan || k == ledger.Notice || k == ledger.Guarantee
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
	p.e.tellPromised(fresh)
	if err := p.e.InsertEvents(ctx, fresh); err != nil {
		return err
	}
	if err := p.registerDisputes(ctx, fresh); err != nil {
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
