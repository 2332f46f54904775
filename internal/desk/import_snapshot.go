package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// postItems takes rows of a snapshot in: an unknown debt is recorded, one that
// shrank is reduced by an entry that waits to be explained, one that is back or
// grew is reopened.
func (p *poster) postItems(ctx context.Context) error {
	if len(p.items) == 0 {
		return nil
	}
	ids := make([]id.Invoice, len(p.items))
	for i, r := range p.items {
		ids[i] = r.rec.Invoice
	}
	list, err := p.e.Invoices(ctx, ids)
	if err != nil {
		return err
	}
	held := make(map[id.Invoice]ledger.Invoice, len(list))
	for _, v := range list {
		held[v.ID] = v
	}
	var fresh []ledger.Invoice
	var known []lined[ledger.OpenItem]
	for _, r := range p.items {
		p.inSnapshot[r.rec.Invoice] = true
		if !p.knows(r.line, r.rec.Customer) {
			continue
		}
		if _, exists := held[r.rec.Invoice]; exists {
			known = append(known, r)
			continue
		}
		p.report.New++
		fresh = append(fresh, p.asInvoice(r.rec))
	}
	p.items = p.items[:0]
	if err := p.insertInvoices(ctx, fresh); err != nil {
		return err
	}
	return p.compareItems(ctx, held, known)
}

// asInvoice is a debt as a snapshot knows it: its original amount is not said,
// so what is open stands for it.
func (p *poster) asInvoice(v ledger.OpenItem) ledger.Invoice {
	date := cmp.Or(v.Date, p.snapshot)
	if v.Due != 0 {
		date = min(date, v.Due)
	}
	return ledger.Invoice{
		ID: v.Invoice, Customer: v.Customer, Contract: v.Contract, Document: v.Document, Date: date, Due: v.Due,
		Amount: v.Open, Currency: v.Currency, Attrs: v.Attrs,
	}
}

// compareItems brings what the books hold of known debts to what the snapshot
// says of them.
func (p *poster) compareItems(ctx context.Context, held map[id.Invoice]ledger.Invoice, items []lined[ledger.OpenItem]) error {
	owners := map[id.Customer]bool{}
	for _, r := range items {
		owners[held[r.rec.Invoice].Customer] = true
	}
	s, err := wholeShelf(ctx, p.e.Writer, slices.Sorted(maps.Keys(owners)))
	if err != nil {
		return err
	}
	var wrong []correction
	for _, r := range items {
		before := held[r.rec.Invoice]
		if r.rec.Customer != before.Customer || r.rec.Currency != before.Currency {
			p.refuse(r.line, "invoice", string(before.ID), "import.snapshot_owner", "is recorded for customer "+string(before.Customer)+" in "+string(before.Currency))
			continue
		}
		after := before
		after.Document, after.Due = cmp.Or(r.rec.Document, before.Document), cmp.Or(r.rec.Due, before.Due)
		after.Amount += p.compareOpen(s, before, r.rec.Open)
		if after.Amount != before.Amount || after.Due != before.Due || after.Document != before.Document {
			p.report.Corrected++
			wrong = append(wrong, correction{before, after})
		}
	}
	if err := s.save(ctx, p.e.Writer); err != nil {
		return err
	}
	return p.correctInvoices(ctx, wrong, "the snapshot says otherwise")
}

// compareOpen settles or reopens on the shelf and gives by how much the debt
// itself must have been larger than recorded.
func (p *poster) compareOpen(s *shelf, v ledger.Invoice, open money.Minor) (larger money.Minor) {
	if v.Amount < 0 {
		return 0
	}
	now := s.openAmount(v)
	switch {
	case open == now:
		p.report.Unchanged++
	case open < now:
		p.report.Reduced++
		p.settleUnexplained(s, v, now-open)
	default:
		if now == 0 {
			p.report.Reopened++
		}
		back := s.reopen(v.ID, open-now)
		p.e.note("invoice.reopened", "invoice:"+string(v.ID), "open again in the snapshot of "+p.snapshot.String(), map[string]string{
			"open": open.Decimal(v.Currency), "was": now.Decimal(v.Currency), "closings_reversed": back.Decimal(v.Currency),
		})
		return open - now - back
	}
	return 0
}

func (s *shelf) openAmount(v ledger.Invoice) (sum money.Minor) {
	for _, item := range s.owner(v.Customer).items {
		if item.Item.Invoice == v.ID {
			sum += item.Item.Open
		}
	}
	return sum
}

// settleUnexplained closes part of a debt by an entry of the snapshot's day.
func (p *poster) settleUnexplained(s *shelf, v ledger.Invoice, amount money.Minor) {
	pay := store.Payment{Payment: ledger.Payment{
		ID: id.Payment("snapshot " + p.snapshot.String() + " " + string(v.ID)), Kind: ledger.Unexplained, Customer: v.Customer,
		Contract: v.Contract, Date: max(p.snapshot, v.Date), Amount: amount, Currency: v.Currency, Invoice: v.ID,
	}}
	if before := s.payments[pay.ID]; before != nil { // the same day's snapshot once more, with less open
		pay.Amount += before.Amount
		s.replacePayment(pay.Payment)
	} else {
		s.putPayment(pay)
		s.changedPayments[pay.ID] = true
		s.settle(s.payments[pay.ID])
	}
	p.e.note("invoice.closed_unexplained", "invoice:"+string(v.ID), "less open in the snapshot of "+p.snapshot.String(), map[string]string{
		"amount": amount.Decimal(v.Currency), "payment": string(pay.ID),
	})
}

// reopen takes unexplained closings of an invoice back, the newest first, up
// to an amount; it gives how much it found.
func (s *shelf) reopen(invoice id.Invoice, amount money.Minor) (back money.Minor) {
	var closings []*store.Payment
	for _, p := range s.payments {
		if p.Kind == ledger.Unexplained && p.Invoice == invoice && p.Amount > 0 {
			closings = append(closings, p)
		}
	}
	slices.SortFunc(closings, func(a, b *store.Payment) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.ID, a.ID)) })
	for _, p := range closings {
		less := min(p.Amount, amount-back)
		if less == 0 {
			break
		}
		after := p.Payment
		after.Amount -= less
		s.replacePayment(after)
		back += less
	}
	return back
}

// closeMissing closes what is open in the books but no longer in the snapshot.
func (p *poster) closeMissing(ctx context.Context) error {
	if p.file.Kind != intake.OpenItems {
		return nil
	}
	gone := map[id.Customer][]id.Invoice{}
	err := p.e.OpenInvoices(ctx, p.snapshot, func(c id.Customer, v id.Invoice) {
		if !p.inSnapshot[v] {
			gone[c] = append(gone[c], v)
		}
	})
	if err != nil {
		return err
	}
	customers := slices.Sorted(maps.Keys(gone))
	for done := 0; done < len(customers); done += shelfCustomers {
		if err := p.closeSome(ctx, customers[done:min(len(customers), done+shelfCustomers)], gone); err != nil {
			return err
		}
	}
	return nil
}

func (p *poster) closeSome(ctx context.Context, customers []id.Customer, gone map[id.Customer][]id.Invoice) error {
	s, err := wholeShelf(ctx, p.e.Writer, customers)
	if err != nil {
		return err
	}
	for _, c := range customers {
		list, err := p.e.Invoices(ctx, gone[c])
		if err != nil {
			return err
		}
		slices.SortFunc(list, func(a, b ledger.Invoice) int { return cmp.Compare(a.ID, b.ID) })
		for _, v := range list {
			p.report.Closed++
			p.settleUnexplained(s, v, s.openAmount(v))
		}
	}
	return s.save(ctx, p.e.Writer)
}
