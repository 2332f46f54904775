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
	"debitor/internal/store"
)

// shelfCustomers is how many customers' books are worked on in memory at once.
const shelfCustomers = 500

// shelf is the books of a few customers in memory, while payments are
// allocated or corrections made; save writes back in bulk what changed.
type shelf struct {
	items    map[itemKey]*store.Instalment
	payments map[id.Payment]*store.Payment
	byOwner  map[id.Customer]*owned
	linesOf  map[id.Payment][]lineKey
	lines    map[lineKey]*allocated
	moved    map[movedKey]money.Minor // what this change adds to the lines of a date, or takes away
	dropped  []store.Instalment
	covers   *covers // of charges
	whole    bool    // it has every payment and line of its customers

	changedItems    map[itemKey]bool
	changedPayments map[id.Payment]bool
}

type (
	itemKey struct {
		invoice id.Invoice
		part    int
	}
	// lineKey names the allocation lines of a payment to an instalment; lines
	// belong to the customer the instalment had when they were made.
	lineKey struct {
		payment  id.Payment
		customer id.Customer
		itemKey
	}
	movedKey struct {
		lineKey
		date cal.Date
	}
	// allocated sums the allocation lines of a payment to an instalment.
	allocated struct {
		lines int
		net   money.Minor
	}
	owned struct {
		items    []*store.Instalment
		payments []*store.Payment
		charges  []*store.Charge // that stand
	}
)

func newShelf() *shelf {
	return &shelf{
		items: map[itemKey]*store.Instalment{}, payments: map[id.Payment]*store.Payment{}, byOwner: map[id.Customer]*owned{}, linesOf: map[id.Payment][]lineKey{},
		lines: map[lineKey]*allocated{}, moved: map[movedKey]money.Minor{}, covers: newCovers(), changedItems: map[itemKey]bool{}, changedPayments: map[id.Payment]bool{},
	}
}

func (s *shelf) owner(c id.Customer) *owned {
	if s.byOwner[c] == nil {
		s.byOwner[c] = &owned{}
	}
	return s.byOwner[c]
}

func (s *shelf) putItem(v store.Instalment) {
	p := &v
	s.items[itemKey{v.Item.Invoice, v.Item.Part}] = p
	o := s.owner(v.Customer)
	o.items = append(o.items, p)
}

func (s *shelf) putPayment(v store.Payment) {
	p := &v
	s.payments[v.ID] = p
	o := s.owner(v.Customer)
	o.payments = append(o.payments, p)
}

// openShelf loads what new payments need: the open instalments and the charges
// of the customers, and the payments themselves.
func (p *settler) openShelf(ctx context.Context, customers []id.Customer, fresh []store.Payment) (*shelf, error) {
	items, err := p.e.OpenInstalmentsOf(ctx, customers)
	if err != nil {
		return nil, err
	}
	s := newShelf().fill(items, fresh, nil)
	return s, p.putCharges(ctx, s, customers)
}

// wholeShelf loads everything of the customers, for corrections.
func (p *settler) wholeShelf(ctx context.Context, customers []id.Customer) (*shelf, error) {
	items, err := p.e.InstalmentsOf(ctx, customers)
	if err != nil {
		return nil, err
	}
	payments, err := p.e.PaymentsOf(ctx, customers)
	if err != nil {
		return nil, err
	}
	lines, err := p.e.AllocationsOf(ctx, customers)
	if err != nil {
		return nil, err
	}
	s := newShelf().fill(items, payments, lines)
	s.whole = true
	return s, p.putCharges(ctx, s, customers)
}

func (s *shelf) fill(items []store.Instalment, payments []store.Payment, lines []store.Allocation) *shelf {
	for _, v := range items {
		s.putItem(v)
	}
	for _, p := range payments {
		s.putPayment(p)
	}
	for _, a := range lines {
		l := s.line(lineKey{a.Payment, a.Customer, itemKey{a.Invoice, a.Part}})
		l.lines = max(l.lines, a.Line)
		l.net += a.Amount
	}
	return s
}

func (s *shelf) line(k lineKey) *allocated {
	if s.lines[k] == nil {
		s.lines[k] = &allocated{}
		s.linesOf[k.payment] = append(s.linesOf[k.payment], k)
	}
	return s.lines[k]
}

// replay allocates a customer's payments from a day on anew, in the order of
// their dates and keys: which debts a payment settles depends on the facts, not
// on the order in which they were recorded.
func (s *shelf) replay(c id.Customer, from cal.Date) {
	for _, p := range s.releaseFrom(c, from) {
		s.settle(p)
	}
}

// releaseFrom takes back what a customer's payments from a day on settled, and
// gives them in the order in which they are to settle again: what waits to be
// explained comes after what is known of its day.
func (s *shelf) releaseFrom(c id.Customer, from cal.Date) []*store.Payment {
	var again []*store.Payment
	for _, p := range s.owner(c).payments {
		if p.Date >= from {
			again = append(again, p)
		}
	}
	slices.SortFunc(again, func(a, b *store.Payment) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range slices.Backward(again) {
		s.release(a)
	}
	return again
}

func rank(p *store.Payment) int {
	if p.Kind == ledger.Unexplained {
		return 1
	}
	return 0
}

// settle allocates what is left of a payment over its customer's instalments.
func (s *shelf) settle(p *store.Payment) {
	if p.Amount < 0 {
		s.takeBack(p)
		return
	}
	rest := p.Payment
	rest.Amount = p.Rest()
	s.apply(p, ledger.Allocate(rest, s.openOf(p.Customer), s.chargesFor(p)))
}

func (s *shelf) openOf(c id.Customer) []ledger.Item {
	var open []ledger.Item
	for _, v := range s.owner(c).items {
		if v.Item.Open > 0 {
			open = append(open, v.Item)
		}
	}
	return open
}

// takeBack undoes settlement for a refund; it needs a whole shelf. What a
// snapshot takes back is what snapshots said of the same document.
func (s *shelf) takeBack(p *store.Payment) {
	var credit money.Minor
	var made []ledger.Allocation
	for _, other := range s.owner(p.Customer).payments {
		if other == p || other.Currency != p.Currency || other.Date > p.Date {
			continue
		}
		if p.Kind == ledger.Unexplained && !ofSnapshot(other, p.Invoice) {
			continue
		}
		credit += other.Rest()
		made = append(made, s.allocationsOf(other)...)
	}
	slices.SortStableFunc(made, func(a, b ledger.Allocation) int { return cmp.Compare(a.Date, b.Date) })
	rest := p.Payment
	rest.Amount = p.Rest() // what it has taken back already stays
	back, _ := ledger.TakeBack(rest, credit, made)
	for i := range back { // of what a snapshot closed, a refund may have taken some back already
		if back[i].Charge != 0 {
			continue
		}
		item := s.items[itemKey{back[i].Invoice, back[i].Part}].Item
		back[i].Amount = max(back[i].Amount, item.Open-item.Amount)
	}
	s.apply(p, slices.DeleteFunc(back, func(a ledger.Allocation) bool { return a.Amount == 0 }))
}

// allocationsOf are the payment's allocations that stand: charges before the
// principal, documents by key and part, charges behind it.
func (s *shelf) allocationsOf(p *store.Payment) []ledger.Allocation {
	var list []ledger.Allocation
	for _, k := range s.linesOf[p.ID] {
		if l := s.lines[k]; l.net != 0 {
			list = append(list, ledger.Allocation{Payment: p.ID, Invoice: k.invoice, Part: k.part, Date: p.Date, Amount: l.net})
		}
	}
	slices.SortFunc(list, func(a, b ledger.Allocation) int {
		return cmp.Or(cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Part, b.Part))
	})
	before, behind := s.covered(p)
	return slices.Concat(before, list, behind)
}

// release takes every allocation of the payment back, by lines of the
// opposite sign on the same dates.
func (s *shelf) release(p *store.Payment) {
	back := s.allocationsOf(p)
	for i := range back {
		back[i].Amount = -back[i].Amount
	}
	s.apply(p, back)
}

// apply moves both balances by allocations. They become lines when the shelf
// is saved, so that what is taken back and given again leaves none.
func (s *shelf) apply(p *store.Payment, made []ledger.Allocation) {
	for _, a := range made {
		p.Used += a.Amount
		if a.Charge != 0 {
			s.cover(p, &a)
			continue
		}
		item := s.items[itemKey{a.Invoice, a.Part}]
		key := lineKey{a.Payment, item.Customer, itemKey{a.Invoice, a.Part}}
		s.line(key).net += a.Amount
		s.moved[movedKey{key, a.Date}] += a.Amount
		item.Item.Open -= a.Amount
		item.PaidOn = max(item.PaidOn, a.Date)
	}
}

// settledOn derives since when an instalment is settled for good: the date of
// its last allocation, when nothing is open.
func settledOn(v *store.Instalment) cal.Date {
	if v.Item.Open > 0 {
		return 0
	}
	return max(v.PaidOn, v.Item.Issued)
}

// dateAnew gives the changed instalments the day of the last payment that
// stands: a correction may have taken later ones back.
func (s *shelf) dateAnew() {
	for k := range s.changedItems {
		s.items[k].PaidOn = 0
	}
	for k, l := range s.lines {
		if item := s.items[k.itemKey]; l.net != 0 && s.changedItems[k.itemKey] && item.Customer == k.customer {
			item.PaidOn = max(item.PaidOn, s.payments[k.payment].Date)
		}
	}
}

// allocations are the new lines, by payment, invoice and part; they mark what
// they touch as changed.
func (s *shelf) allocations() []store.Allocation {
	var made []store.Allocation
	for key, amount := range s.moved {
		if amount == 0 {
			continue
		}
		made = append(made, store.Allocation{
			Customer: key.customer, Invoice: key.invoice, Part: key.part, Payment: key.payment, Date: key.date, Amount: amount,
		})
		s.changedPayments[key.payment] = true
		if item := s.items[key.itemKey]; item != nil && item.Customer == key.customer { // else a correction dropped or moved it
			s.changedItems[key.itemKey] = true
		}
	}
	slices.SortFunc(made, func(a, b store.Allocation) int {
		return cmp.Or(cmp.Compare(a.Payment, b.Payment), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Part, b.Part),
			cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Amount, b.Amount), cmp.Compare(a.Date, b.Date))
	})
	for i := range made {
		a := &made[i]
		l := s.line(lineKey{a.Payment, a.Customer, itemKey{a.Invoice, a.Part}})
		l.lines++
		a.Line = l.lines
	}
	return made
}

// save writes what changed on the shelf back to the books.
func (s *shelf) save(ctx context.Context, w store.Writer) error {
	made := s.allocations()
	if s.whole { // a correction: a payment may leave its customer without touching a debt of his
		s.dateAnew()
		if err := w.Touch(ctx, slices.Sorted(maps.Keys(s.byOwner))...); err != nil {
			return err
		}
	}
	items := make([]store.Instalment, 0, len(s.changedItems))
	for k := range s.changedItems {
		v := *s.items[k]
		v.SettledOn = settledOn(&v)
		items = append(items, v)
	}
	slices.SortFunc(items, func(a, b store.Instalment) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Item.Invoice, b.Item.Invoice), cmp.Compare(a.Item.Part, b.Item.Part))
	})
	payments := make([]store.Payment, 0, len(s.changedPayments))
	for k := range s.changedPayments {
		p := *s.payments[k]
		p.UsedOn = p.Date
		payments = append(payments, p)
	}
	slices.SortFunc(payments, func(a, b store.Payment) int { return cmp.Compare(a.ID, b.ID) })
	if err := w.InsertAllocations(ctx, made); err != nil {
		return err
	}
	for _, v := range s.dropped {
		if err := w.DeleteInstalment(ctx, v); err != nil {
			return err
		}
	}
	if err := w.SaveInstalments(ctx, items); err != nil {
		return err
	}
	return w.SavePayments(ctx, payments)
}
