package desk

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"debitor/internal/cal"
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
		p.e.note("payment.corrected", "payment:"+string(v.ID), "imported again with other values", changed{before, after})
		wrong = append(wrong, after)
		p.unsettle(before.Customer, min(before.Date, after.Date))
		p.unsettle(after.Customer, min(before.Date, after.Date))
	}
	p.payments = p.payments[:0]
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

func (p *poster) correctPayments(ctx context.Context, held map[id.Payment]ledger.Payment, list []ledger.Payment) error {
	if len(list) == 0 {
		return nil
	}
	owners := map[id.Customer]bool{}
	for _, v := range list {
		owners[v.Customer], owners[held[v.ID].Customer] = true, true
	}
	s, err := wholeShelf(ctx, p.e.Writer, slices.Sorted(maps.Keys(owners)))
	if err != nil {
		return err
	}
	for c := range owners {
		p.mended[c] = true
		s.releaseFrom(c, p.unsettled[c])
	}
	for _, v := range list {
		s.replacePayment(v) // settle allocates it
	}
	return s.save(ctx, p.e.Writer)
}

// unsettle notes that a customer's payments from a day on are to be allocated:
// one of them is new, or the debts they settle changed.
func (p *poster) unsettle(c id.Customer, from cal.Date) {
	if before, noted := p.unsettled[c]; !noted || from < before {
		p.unsettled[c] = from
	}
}

// settle allocates payments, customer by customer.
func (p *poster) settle(ctx context.Context) error {
	defer clear(p.unsettled)
	waiting := slices.Sorted(maps.Keys(p.unsettled))
	for done := 0; done < len(waiting); done += shelfCustomers {
		p.session.progress("allocation", done, len(waiting))
		if err := p.settleSome(ctx, waiting[done:min(len(waiting), done+shelfCustomers)]); err != nil {
			return err
		}
	}
	return p.closeCredited(ctx)
}

// settleSome settles customers for whom nothing is older than what was just
// recorded from the open instalments alone; the others it replays.
func (p *poster) settleSome(ctx context.Context, customers []id.Customer) error {
	last, err := p.e.LastPayments(ctx, customers, p.e.Change())
	if err != nil {
		return err
	}
	var plain, tangled []id.Customer
	for _, c := range customers {
		if l := last[c]; p.mended[c] || l.Before >= p.unsettled[c] || l.TakesBack {
			tangled = append(tangled, c)
		} else if l.New {
			plain = append(plain, c)
		}
	}
	if err := p.settlePlain(ctx, plain); err != nil || len(tangled) == 0 {
		return err
	}
	s, err := wholeShelf(ctx, p.e.Writer, tangled)
	if err != nil {
		return err
	}
	for _, c := range tangled {
		s.replay(c, p.unsettled[c])
	}
	return s.save(ctx, p.e.Writer)
}

func (p *poster) settlePlain(ctx context.Context, customers []id.Customer) error {
	if len(customers) == 0 {
		return nil
	}
	fresh, err := p.e.PaymentsBy(ctx, customers, p.e.Change())
	if err != nil {
		return err
	}
	s, err := openShelf(ctx, p.e.Writer, customers, fresh)
	if err != nil {
		return err
	}
	for _, v := range fresh {
		s.settle(s.payments[v.ID])
	}
	return s.save(ctx, p.e.Writer)
}
