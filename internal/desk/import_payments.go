package desk

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

func (p *poster) postPayments(ctx context.Context) error {
	if len(p.payments) == 0 {
		return nil
	}
	owners, err := p.ownersOf(ctx, func(yield func(id.Invoice)) {
		for _, r := range p.payments {
			yield(r.rec.Invoice)
		}
	})
	if err != nil {
		return err
	}
	held, err := p.heldPayments(ctx)
	if err != nil {
		return err
	}
	var fresh []store.Payment
	var wrong []ledger.Payment
	for _, r := range p.payments {
		v := r.rec
		if v.Customer == "" {
			v.Customer = owners[v.Invoice]
		}
		if !p.named(r.line, v.Invoice, v.Customer, owners) || !p.knows(r.line, v.Customer) {
			continue
		}
		before, exists := held[v.ID]
		if !exists {
			fresh = append(fresh, store.Payment{Payment: v})
			p.unsettle(v.Customer, v.Date)
			p.report.New++
			continue
		}
		after := keep(v, before)
		after.Amount = v.Amount // 0 is said, not empty: the payment was cancelled
		if reflect.DeepEqual(before, after) {
			p.report.Unchanged++
			continue
		}
		p.report.Corrected++
		p.e.note("payment.corrected", "payment:"+string(v.ID), p.session.unsaid().again, changed{before, after})
		wrong = append(wrong, after)
		p.unsettle(before.Customer, min(before.Date, after.Date))
		p.unsettle(after.Customer, min(before.Date, after.Date))
	}
	p.payments = p.payments[:0]
	p.e.tellPaid(fresh)
	if err := p.e.InsertPayments(ctx, fresh); err != nil {
		return err
	}
	return p.correctPayments(ctx, held, wrong)
}

// ownersOf finds the customers of the invoices that are named; unknown ones
// are absent.
func (p *poster) ownersOf(ctx context.Context, each func(yield func(id.Invoice))) (map[id.Invoice]id.Customer, error) {
	named := map[id.Invoice]bool{}
	each(func(v id.Invoice) {
		if v != "" {
			named[v] = true
		}
	})
	return p.e.InvoiceOwners(ctx, slices.Sorted(maps.Keys(named)))
}

// named refuses a record that names an invoice nobody knows or somebody
// else's.
func (p *poster) named(line int, v id.Invoice, c id.Customer, owners map[id.Invoice]id.Customer) bool {
	if v == "" {
		return true
	}
	switch owner, known := owners[v]; {
	case !known:
		p.refuse(line, "invoice", string(v), "import.invoice_unknown", "is not a known invoice (import invoices.csv first, or leave the cell empty)")
		return false
	case owner != c:
		p.refuse(line, "invoice", string(v), "import.invoice_of_another", "is an invoice of customer "+string(owner)+", not of "+string(c), string(owner), string(c))
		return false
	}
	return true
}

func (p *poster) heldPayments(ctx context.Context) (map[id.Payment]ledger.Payment, error) {
	if p.first.payments {
		return nil, nil
	}
	ids := make([]id.Payment, len(p.payments))
	for i, r := range p.payments {
		ids[i] = r.rec.ID
	}
	list, err := p.e.Payments(ctx, ids)
	held := make(map[id.Payment]ledger.Payment, len(list))
	for _, v := range list {
		held[v.ID] = v.Payment
	}
	return held, err
}

// settleAll allocates what the file brought, and closes the disputes whose
// credit notes came with it.
func (p *poster) settleAll(ctx context.Context) error {
	if err := p.settle(ctx); err != nil {
		return err
	}
	return p.closeCredited(ctx)
}
