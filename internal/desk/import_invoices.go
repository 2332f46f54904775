package desk

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// correction is a debt document as the books hold it and as it should be.
type correction struct{ before, after ledger.Invoice }

func (p *poster) postInvoices(ctx context.Context) error {
	held, err := p.heldInvoices(ctx)
	if err != nil {
		return err
	}
	var fresh []ledger.Invoice
	var wrong []correction
	for _, r := range p.invoices {
		v := r.rec
		if !p.knows(r.line, v.Customer) || !p.fits(r.line, v) {
			continue
		}
		before, exists := held[v.ID]
		if !exists {
			fresh = append(fresh, v)
			p.report.New++
			continue
		}
		after := keep(v, before)
		after.Amount = v.Amount // 0 is said, not empty: the document was cancelled
		switch {
		case reflect.DeepEqual(before, after):
			p.report.Unchanged++
		case (before.Amount < 0) != (after.Amount < 0):
			p.refuse(r.line, "amount", v.Amount.Decimal(v.Currency), "import.sign_changed",
				"turns a debt into a credit note or back; give the other document a number of its own")
		default:
			p.report.Corrected++
			wrong = append(wrong, correction{before, after})
		}
	}
	p.invoices = p.invoices[:0]
	if err := p.insertInvoices(ctx, fresh); err != nil {
		return err
	}
	return p.correctInvoices(ctx, wrong, p.session.unsaid().again)
}

func (p *poster) heldInvoices(ctx context.Context) (map[id.Invoice]ledger.Invoice, error) {
	if p.first.invoices || len(p.invoices) == 0 {
		return nil, nil
	}
	ids := make([]id.Invoice, len(p.invoices))
	for i, r := range p.invoices {
		ids[i] = r.rec.ID
	}
	list, err := p.e.Invoices(ctx, ids)
	held := make(map[id.Invoice]ledger.Invoice, len(list))
	for _, v := range list {
		held[v.ID] = v
	}
	return held, err
}

// fits refuses an invoice under a contract of somebody else.
func (p *poster) fits(line int, v ledger.Invoice) bool {
	c := p.contracts[v.Contract]
	if c == nil || c.Customer == v.Customer {
		return true
	}
	p.refuse(line, "contract", string(v.Contract), "import.contract_of_another", "is a contract of customer "+string(c.Customer), string(c.Customer))
	return false
}

func (p *poster) insertInvoices(ctx context.Context, fresh []ledger.Invoice) error {
	var parts []store.Instalment
	var notes []store.Payment
	for _, v := range fresh {
		if v.Amount < 0 {
			note := creditNote(v)
			if p.file.Kind == intake.OpenItems {
				note.Invoice = v.ID // the snapshot has it unapplied: it settles nothing else
			}
			notes = append(notes, store.Payment{Payment: note})
			p.unsettle(v.Customer, v.Date)
			continue
		}
		if !p.first.payments {
			p.unsettle(v.Customer, v.Date) // an earlier advance may be meant for it, or a payment that went to a later debt
		}
		parts = append(parts, p.instalments(v)...)
	}
	p.anyInvoices = p.anyInvoices || len(fresh) > 0
	if err := p.e.InsertInvoices(ctx, fresh); err != nil {
		return err
	}
	if err := p.e.InsertInstalments(ctx, parts); err != nil {
		return err
	}
	if err := p.closeCommitted(ctx, fresh); err != nil {
		return err
	}
	return p.e.InsertPayments(ctx, notes)
}

// instalments are the rows of an invoice as nothing has settled it yet.
func (p *poster) instalments(v ledger.Invoice) []store.Instalment {
	parts := ledger.Instalments(v, p.contracts[v.Contract], p.session.Calendar())
	rows := make([]store.Instalment, len(parts))
	for i, part := range parts {
		rows[i] = store.Instalment{Customer: v.Customer, Item: ledger.Item{
			Invoice: v.ID, Part: part.Part, Contract: v.Contract, Issued: v.Date, Due: part.Due,
			Amount: part.Amount, Open: part.Amount, Currency: v.Currency,
			Kind: v.Kind, Shipped: v.Shipped, HandedOver: v.HandedOver, Accepted: v.Accepted,
		}}
		if part.Amount == 0 {
			rows[i].SettledOn = v.Date
		}
	}
	return rows
}

// creditNote is what a negative invoice settles with.
func creditNote(v ledger.Invoice) ledger.Payment {
	return ledger.Payment{
		ID: creditNoteID(v.ID), Kind: ledger.CreditNote, Customer: v.Customer, Contract: v.Contract, Date: v.Date,
		Amount: -v.Amount, Currency: v.Currency,
	}
}

// creditNoteID keeps credit notes apart from payments of the same number.
func creditNoteID(v id.Invoice) id.Payment { return id.Payment("credit note " + string(v)) }

// correctInvoices puts documents right: the journal keeps what they were, the
// allocations that no longer fit are reversed and made anew.
func (p *poster) correctInvoices(ctx context.Context, list []correction, reason string) error {
	for len(list) > 0 {
		n := min(len(list), shelfCustomers)
		if err := p.correctSome(ctx, list[:n], reason); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func (p *poster) correctSome(ctx context.Context, list []correction, reason string) error {
	owners := map[id.Customer]bool{}
	for _, c := range list {
		owners[c.before.Customer], owners[c.after.Customer] = true, true
	}
	s, err := p.wholeShelf(ctx, slices.Sorted(maps.Keys(owners)))
	if err != nil {
		return err
	}
	for _, c := range list {
		p.correctOne(s, c)
		if reflect.DeepEqual(c.before, c.after) {
			continue // only its contract's terms changed, and the journal has those
		}
		p.e.note("invoice.corrected", "invoice:"+string(c.after.ID), reason, changed{c.before, c.after})
		if err := p.e.UpdateInvoice(ctx, c.after); err != nil {
			return err
		}
		if c.before.Customer != c.after.Customer {
			if err := p.moveDocument(ctx, c.before, c.after, reason); err != nil {
				return err
			}
		}
	}
	return p.save(ctx, s)
}

// correctOne puts the corrected document on the shelf. What its customers'
// payments settled from its day on is taken back if it no longer fits; settle
// allocates them again.
func (p *poster) correctOne(s *shelf, c correction) {
	from := min(c.before.Date, c.after.Date, s.firstPaid(c.before.ID))
	entries := s.entriesOf(c.before)
	for _, e := range entries {
		from = min(from, e.Date)
	}
	for _, owner := range []id.Customer{c.before.Customer, c.after.Customer} {
		p.unsettle(owner, from)
		p.mended[owner] = true
	}
	parts := p.instalments(c.after)
	if c.after.Amount >= 0 && s.putInPlace(c.before, parts) {
		return
	}
	s.releaseFrom(c.before.Customer, from)
	s.releaseFrom(c.after.Customer, from)
	for _, e := range entries { // what snapshots said of the document goes with it
		pay := e.Payment
		pay.Customer, pay.Currency, pay.Contract = c.after.Customer, c.after.Currency, c.after.Contract
		s.replacePayment(pay)
	}
	if c.after.Amount < 0 {
		note := creditNote(c.after)
		note.Invoice = s.payments[note.ID].Invoice
		s.replacePayment(note)
		return
	}
	for _, v := range s.partsOf(c.before) {
		s.drop(v)
	}
	for _, v := range parts {
		s.putItem(v)
		s.changedItems[itemKey{v.Item.Invoice, v.Item.Part}] = true
	}
}

// entriesOf are the entries that snapshots left of an invoice.
func (s *shelf) entriesOf(v ledger.Invoice) []*store.Payment {
	var list []*store.Payment
	for _, p := range s.owner(v.Customer).payments {
		if p.Kind == ledger.Unexplained && p.Invoice == v.ID {
			list = append(list, p)
		}
	}
	return list
}

// firstPaid is the day of the first payment that settles some of an invoice.
func (s *shelf) firstPaid(v id.Invoice) cal.Date {
	first := cal.Last
	for k, l := range s.lines {
		if k.invoice == v && l.net != 0 {
			first = min(first, s.payments[k.payment].Date)
		}
	}
	return first
}

// partsOf are an invoice's instalments in their order.
func (s *shelf) partsOf(v ledger.Invoice) []*store.Instalment {
	var parts []*store.Instalment
	for _, item := range s.owner(v.Customer).items {
		if item.Item.Invoice == v.ID {
			parts = append(parts, item)
		}
	}
	slices.SortFunc(parts, func(a, b *store.Instalment) int { return cmp.Compare(a.Item.Part, b.Item.Part) })
	return parts
}

// putInPlace puts new instalments in the place of an invoice's old ones with
// what settled those, if that fits.
func (s *shelf) putInPlace(before ledger.Invoice, parts []store.Instalment) bool {
	old := s.partsOf(before)
	if !holdsPaid(old, parts) {
		return false
	}
	for i, v := range old {
		open := v.Item.Open + parts[i].Item.Amount - v.Item.Amount
		v.Item = parts[i].Item
		v.Item.Open = open
		s.changedItems[itemKey{v.Item.Invoice, v.Item.Part}] = true
	}
	return true
}

// holdsPaid says whether the new instalments have room for what settled the
// old ones, part by part.
func holdsPaid(old []*store.Instalment, parts []store.Instalment) bool {
	return slices.EqualFunc(old, parts, func(a *store.Instalment, b store.Instalment) bool {
		return a.Customer == b.Customer && a.Item.Part == b.Item.Part && a.Item.Currency == b.Item.Currency &&
			b.Item.Amount >= a.Item.Amount-a.Item.Open
	})
}

// drop takes an instalment off the shelf and out of the books.
func (s *shelf) drop(v *store.Instalment) {
	key := itemKey{v.Item.Invoice, v.Item.Part}
	s.dropped = append(s.dropped, *v)
	delete(s.items, key)
	delete(s.changedItems, key)
	o := s.owner(v.Customer)
	o.items = slices.DeleteFunc(o.items, func(w *store.Instalment) bool { return w == v })
}

// replacePayment puts the corrected form of a payment in its place. Nothing may
// be allocated of it (releaseFrom), and it is not allocated anew.
func (s *shelf) replacePayment(after ledger.Payment) {
	pay := s.payments[after.ID]
	if pay.Customer != after.Customer {
		o := s.owner(pay.Customer)
		o.payments = slices.DeleteFunc(o.payments, func(w *store.Payment) bool { return w == pay })
		s.owner(after.Customer).payments = append(s.owner(after.Customer).payments, pay)
	}
	pay.Payment = after
	s.changedPayments[after.ID] = true
}

// reterm gives the invoices of new or changed contracts their due dates.
func (p *poster) reterm(ctx context.Context) error {
	if len(p.retermed) == 0 {
		return nil
	}
	list, err := p.e.InvoicesOfContracts(ctx, slices.Sorted(maps.Keys(p.retermed)))
	if err != nil {
		return err
	}
	var moved []correction
	for _, v := range list {
		if c := p.contracts[v.Contract]; c != nil && c.Customer == v.Customer {
			moved = append(moved, correction{v, v})
		}
	}
	return p.correctInvoices(ctx, moved, "the contract's terms became known or changed")
}
