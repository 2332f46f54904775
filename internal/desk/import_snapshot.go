package desk

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// snapshotTaken is the journal's action for a snapshot; its subject names the
// day.
const snapshotTaken = "snapshot.taken"

// oldSnapshot keeps snapshots in the order of their days. One of an earlier
// day than the last says nothing about today: taken in before, it changes
// nothing; a new one is refused.
func (p *poster) oldSnapshot(ctx context.Context) (old bool, err error) {
	list, err := p.e.LinesOf(ctx, snapshotTaken, "snapshot:")
	if err != nil {
		return false, err
	}
	type content struct {
		SHA256 string `json:"sha256"`
	}
	ours := content{hex.EncodeToString(p.file.SHA256[:])}
	subject := "snapshot:" + p.snapshot.String()
	last, before := "", false
	for _, l := range list {
		var c content
		if err := json.Unmarshal([]byte(l.Data), &c); err != nil {
			return false, err
		}
		last = max(last, l.Subject)
		before = before || l.Subject == subject && c == ours
	}
	switch {
	case last > subject && before:
		p.report.Unchanged = p.file.Rows
		return true, nil
	case last > subject:
		return false, fault.New(fault.Refused, "import.snapshot_old", "%s: a snapshot of %s has been taken in already; one of an earlier day, %s, can no longer be",
			p.file.Name, last[len("snapshot:"):], p.snapshot)
	case !before:
		p.e.note(snapshotTaken, subject, "", ours)
	}
	return false, nil
}

// postItems takes rows of a snapshot in: an unknown debt is recorded; all of
// them are compared with the books when the whole file has been read.
func (p *poster) postItems(ctx context.Context) error {
	if len(p.items) == 0 {
		return nil
	}
	held, err := p.invoicesNamed(ctx, p.items)
	if err != nil {
		return err
	}
	var fresh []ledger.Invoice
	for _, r := range p.items {
		if !p.knows(r.line, r.rec.Customer) {
			continue
		}
		if before, exists := held[r.rec.Invoice]; !exists {
			p.report.New++
			fresh = append(fresh, p.asInvoice(r.rec))
		} else if r.rec.Customer != before.Customer || r.rec.Currency != before.Currency {
			p.refuse(r.line, "invoice", string(before.ID), "import.snapshot_owner", "is recorded for customer "+string(before.Customer)+" in "+string(before.Currency), string(before.Customer), string(before.Currency))
			continue
		} else {
			r.known = true
		}
		if p.firstSnapshot() {
			continue
		}
		r.rec.Attrs = nil // they are recorded, and there may be a million rows
		p.snapshotOf[r.rec.Customer] = append(p.snapshotOf[r.rec.Customer], r)
	}
	p.items = p.items[:0]
	return p.insertInvoices(ctx, fresh)
}

func (p *poster) invoicesNamed(ctx context.Context, items []lined[ledger.OpenItem]) (map[id.Invoice]ledger.Invoice, error) {
	ids := make([]id.Invoice, len(items))
	for i, r := range items {
		ids[i] = r.rec.Invoice
	}
	list, err := p.e.Invoices(ctx, ids)
	held := make(map[id.Invoice]ledger.Invoice, len(list))
	for _, v := range list {
		held[v.ID] = v
	}
	return held, err
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

// compareSnapshot brings the books to what the snapshot says of its day: every
// difference becomes an entry of that day that waits to be explained.
func (p *poster) compareSnapshot(ctx context.Context) error {
	if p.file.Kind != intake.OpenItems || p.firstSnapshot() {
		return nil
	}
	for customers := range slices.Chunk(slices.Sorted(maps.Keys(p.known)), shelfCustomers) {
		if err := p.compareSome(ctx, customers); err != nil {
			return err
		}
	}
	return nil
}

// firstSnapshot says that there is nothing in the books to compare with.
func (p *poster) firstSnapshot() bool { return p.first.invoices && p.first.payments }

// growTries bounds how often growing a debt may draw payments to it that
// another debt is then short of; each time all is compared again.
const growTries = 10

// compareSome compares what the snapshot names, and closes what it no longer
// does.
func (p *poster) compareSome(ctx context.Context, customers []id.Customer) error {
	gone, active, err := p.notNamed(ctx, customers)
	if err != nil || len(active) == 0 {
		return err
	}
	s, later, err := p.dayShelf(ctx, active)
	for tries := 0; err == nil && tries < growTries; tries++ {
		grown, growErr := p.growItems(ctx, s, active)
		if growErr != nil || grown == 0 {
			err = growErr
			break
		}
		if err = p.settleAll(ctx); err != nil {
			break
		}
		if gone, _, err = p.notNamed(ctx, customers); err != nil {
			break
		}
		s, later, err = p.dayShelf(ctx, active)
	}
	if err != nil {
		return err
	}
	for _, c := range active {
		for _, r := range p.snapshotOf[c] {
			p.compareItem(s, r)
		}
	}
	missing, err := p.e.Invoices(ctx, gone)
	if err != nil {
		return err
	}
	slices.SortFunc(missing, func(a, b ledger.Invoice) int { return cmp.Compare(a.ID, b.ID) })
	for _, v := range missing {
		if open := s.position(v.Customer, v.ID, p.snapshot); open != 0 {
			p.report.Closed++
			p.explainLater(s, v, open)
		}
	}
	for _, pay := range later {
		s.settle(pay)
	}
	return p.save(ctx, s)
}

// notNamed finds the documents of the customers that the snapshot could name
// and does not, and the customers for whom there is anything to compare.
func (p *poster) notNamed(ctx context.Context, customers []id.Customer) (gone []id.Invoice, active []id.Customer, err error) {
	named := map[id.Invoice]bool{}
	has := map[id.Customer]bool{}
	for _, c := range customers {
		for _, r := range p.snapshotOf[c] {
			named[r.rec.Invoice], has[c] = true, true
		}
	}
	err = p.e.SnapshotItems(ctx, p.snapshot, customers, func(c id.Customer, v id.Invoice) {
		if has[c] = true; !named[v] {
			gone = append(gone, v)
		}
	})
	return gone, slices.Sorted(maps.Keys(has)), err
}

// dayShelf is the customers' books as of the snapshot's day: what later
// payments settle is taken back, and they are given to be settled again.
func (p *poster) dayShelf(ctx context.Context, customers []id.Customer) (s *shelf, later []*store.Payment, err error) {
	if s, err = p.wholeShelf(ctx, customers); err != nil {
		return nil, nil, err
	}
	for _, c := range customers {
		later = append(later, s.releaseFrom(c, p.snapshot+1)...)
	}
	return s, later, nil
}

// growItems corrects documents of which more is open than there was ever: they
// must have been larger than recorded. Their due dates and names follow the
// snapshot.
func (p *poster) growItems(ctx context.Context, s *shelf, customers []id.Customer) (grown int, err error) {
	var rows []lined[ledger.OpenItem]
	for _, c := range customers {
		rows = append(rows, p.snapshotOf[c]...)
	}
	held, err := p.invoicesNamed(ctx, rows)
	if err != nil {
		return 0, err
	}
	var wrong []correction
	for _, r := range rows {
		before := held[r.rec.Invoice]
		after := before
		after.Document, after.Due = cmp.Or(r.rec.Document, before.Document), cmp.Or(r.rec.Due, before.Due)
		open, _ := s.standing(before.Customer, before.ID, p.snapshot)
		more := max(0, r.rec.Open-open-s.closed(before.Customer, before.ID))
		switch {
		case before.Amount < 0 && r.rec.Open > 0:
			p.refuse(r.line, "open", r.rec.Open.Decimal(r.rec.Currency), "import.credit_to_debt",
				"turns a credit note into a debt; give the other document a number of its own")
			continue
		case before.Amount >= 0:
			after.Amount += more
		}
		if after.Amount != before.Amount || after.Due != before.Due || after.Document != before.Document {
			if r.known {
				p.report.Corrected++
			}
			wrong = append(wrong, correction{before, after})
		}
	}
	return len(wrong), p.correctInvoices(ctx, wrong, "the snapshot of "+p.snapshot.String()+" says otherwise")
}

// compareItem brings one document to what the snapshot says of it.
func (p *poster) compareItem(s *shelf, r lined[ledger.OpenItem]) {
	now := s.position(r.rec.Customer, r.rec.Invoice, p.snapshot)
	switch {
	case now == r.rec.Open:
		if r.known {
			p.report.Unchanged++
		}
		return
	case now > r.rec.Open:
		p.report.Reduced++
	case now <= 0 && r.rec.Open > 0:
		p.report.Reopened++
	default:
		p.report.Corrected++
	}
	p.explainLater(s, p.asInvoice(r.rec), now-r.rec.Open)
}

// ofSnapshot says whether the payment is what snapshots said of a document
// beyond its own amount.
func ofSnapshot(p *store.Payment, v id.Invoice) bool {
	return p.Invoice == v && (p.Kind == ledger.Unexplained || p.Kind == ledger.CreditNote)
}

// position is what a snapshot of the day calls open of a document. It is
// negative for a credit. Later payments have been released.
func (s *shelf) position(c id.Customer, v id.Invoice, day cal.Date) money.Minor {
	open, credit := s.standing(c, v, day)
	return open - credit
}

// standing is what of a document's instalments is open, and what snapshots up
// to the day credited on it beyond them.
func (s *shelf) standing(c id.Customer, v id.Invoice, day cal.Date) (open, credit money.Minor) {
	for _, item := range s.owner(c).items {
		if item.Item.Invoice == v {
			open += item.Item.Open
		}
	}
	for _, p := range s.owner(c).payments {
		if p.Date <= day && ofSnapshot(p, v) {
			credit += p.Rest()
		}
	}
	return open, credit
}

// closed is how much of a document snapshots have closed, which they can
// reopen.
func (s *shelf) closed(c id.Customer, v id.Invoice) (sum money.Minor) {
	closed := map[itemKey]money.Minor{}
	for _, p := range s.owner(c).payments {
		if p.Kind == ledger.Unexplained && p.Invoice == v {
			for _, k := range s.linesOf[p.ID] {
				closed[k.itemKey] += s.lines[k].net
			}
		}
	}
	for k, amount := range closed {
		if item := s.items[k]; item != nil { // nil: a part there is no more
			sum += min(amount, item.Item.Amount-item.Item.Open) // a refund may have taken some of it back
		}
	}
	return sum
}

// explainLater closes part of a document by an entry of the snapshot's day,
// or, with a negative amount, opens it again.
func (p *poster) explainLater(s *shelf, v ledger.Invoice, amount money.Minor) {
	pay := ledger.Payment{
		ID: id.Payment("snapshot " + p.snapshot.String() + " " + string(v.ID)), Kind: ledger.Unexplained, Customer: v.Customer,
		Contract: v.Contract, Date: p.snapshot, Amount: amount, Currency: v.Currency, Invoice: v.ID,
	}
	if before := s.payments[pay.ID]; before != nil { // another snapshot of the same day
		s.release(before)
		pay.Amount += before.Amount
		s.replacePayment(pay)
	} else {
		s.putPayment(store.Payment{Payment: pay})
		s.changedPayments[pay.ID] = true
	}
	s.settle(s.payments[pay.ID])
	action, reason := "invoice.closed_unexplained", "less open in the snapshot of "+p.snapshot.String()
	if amount < 0 {
		action, reason = "invoice.reopened", "open again in the snapshot of "+p.snapshot.String()
	}
	p.e.note(action, "invoice:"+string(v.ID), reason, map[string]string{"amount": amount.Decimal(v.Currency), "payment": string(pay.ID)})
}
