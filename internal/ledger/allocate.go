package ledger

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Allocation is a part of a payment that settles a part of an instalment, or of
// a charge. Negative, it gives the debt back (see TakeBack). Its date is the
// payment's.
type Allocation struct {
	Payment id.Payment
	Invoice id.Invoice
	Part    int
	Charge  int64 // the number of the charge, with no invoice; 0: an instalment
	Date    cal.Date
	Amount  money.Minor
}

// OpenCharge is a charge that payments may cover.
type OpenCharge struct {
	Number   int64
	Invoice  id.Invoice // whose lateness it is for; empty: of no one document
	Part     int
	Contract id.Contract // empty: none
	Asked    cal.Date    // since when it is asked for
	Due      cal.Date    // of the debt it is for
	Ordered  bool        // it has a place in the order of payment; else only what names it covers it
	Place    int         // below 0: before the principal; 0: with it; above: behind the principals of all debts
	Open     money.Minor
	Currency money.Currency
}

// Allocate divides a positive payment over a customer's open instalments, and
// over charges where those have a place in the order of payment. A charge that it
// names comes first. A payment that names its invoice settles that and its
// charges only; any other settles the oldest first, among the documents of its
// contract (if it names one) that were issued by its date. Of each debt, what
// stands before the principal comes before it; what stands behind is paid when all
// principals are; what has the same place shares. Only money covers charges, and
// only those that were asked for by its date. Currencies never mix. What settles
// nothing is the payment's unapplied rest. The order of open and charges does not
// matter, and they are not changed.
func Allocate(p Payment, open []Item, charges []OpenCharge) []Allocation {
	if p.Amount <= 0 {
		return nil
	}
	s := spreading{payment: &p, left: p.Amount}
	for i := range charges {
		if c := &charges[i]; c.Number == p.Charge && c.Open > 0 && c.Currency == p.Currency {
			s.fill([]owed{{Allocation: Allocation{Charge: c.Number}, open: c.Open}})
		}
	}
	debts := debtsOf(&p, open, charges)
	for i := range debts {
		s.pay(debts[i].owed, func(place int) bool { return place <= 0 })
	}
	for i := range debts {
		s.pay(debts[i].owed, func(place int) bool { return place > 0 })
	}
	return s.made
}

// owed is one of the things that are owed of a debt.
type owed struct {
	Allocation // without payment, date and amount
	place      int
	open       money.Minor
}

// debt is an instalment with its charges, or a charge alone.
type debt struct {
	*Item
	charge int64
	owed   []owed // by place
}

// debtsOf are what a payment may settle, in the order in which it does.
func debtsOf(p *Payment, open []Item, charges []OpenCharge) []debt {
	debts, principals := make([]debt, 0, len(open)), make([]owed, len(open))
	for i := range open {
		if it := &open[i]; settles(p, it) {
			principals[i] = owed{Allocation: Allocation{Invoice: it.Invoice, Part: it.Part}, open: it.Open}
			debts = append(debts, debt{Item: it, owed: principals[i : i+1 : i+1]})
		}
	}
	for i := range charges {
		c := &charges[i]
		if !covers(p, c) {
			continue
		}
		v := owed{Allocation: Allocation{Charge: c.Number}, place: c.Place, open: c.Open}
		if at := slices.IndexFunc(debts, func(d debt) bool { return d.charge == 0 && d.Invoice == c.Invoice && d.Part == c.Part }); at >= 0 {
			debts[at].owed = append(debts[at].owed, v)
			continue
		}
		debts = append(debts, debt{Item: &Item{Invoice: c.Invoice, Part: c.Part, Due: c.Due}, charge: c.Number, owed: []owed{v}})
	}
	for i := range debts {
		slices.SortFunc(debts[i].owed, func(a, b owed) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.Charge, b.Charge)) })
	}
	slices.SortFunc(debts, func(a, b debt) int { return cmp.Or(CompareDue(a.Item, b.Item), cmp.Compare(a.charge, b.charge)) })
	return debts
}

func settles(p *Payment, it *Item) bool {
	if it.Open <= 0 || it.Currency != p.Currency {
		return false
	}
	if p.Invoice != "" {
		return it.Invoice == p.Invoice
	}
	return it.Issued <= p.Date && (p.Contract == "" || it.Contract == p.Contract)
}

func covers(p *Payment, c *OpenCharge) bool {
	if !c.Ordered || c.Open <= 0 || c.Currency != p.Currency || c.Asked > p.Date || p.Kind != Money || c.Number == p.Charge {
		return false
	}
	if p.Invoice != "" {
		return c.Invoice == p.Invoice
	}
	return p.Contract == "" || c.Contract == p.Contract
}

// spreading is a payment while it is divided.
type spreading struct {
	payment *Payment
	left    money.Minor
	made    []Allocation
}

// pay pays those of a debt's things that stand at some places, place by place.
func (s *spreading) pay(list []owed, at func(place int) bool) {
	for len(list) > 0 && s.left > 0 {
		n := 1
		for n < len(list) && list[n].place == list[0].place {
			n++
		}
		if at(list[0].place) {
			s.fill(list[:n])
		}
		list = list[n:]
	}
}

// fill pays what shares a place as far as the money goes.
func (s *spreading) fill(list []owed) {
	if len(list) == 1 {
		s.give(&list[0], min(s.left, list[0].open))
		return
	}
	open := make([]money.Minor, len(list))
	for i := range list {
		open[i] = list[i].open
	}
	parts := money.InProportion(s.left, open)
	for i := range list {
		s.give(&list[i], parts[i])
	}
}

func (s *spreading) give(v *owed, amount money.Minor) {
	if amount == 0 {
		return
	}
	a := v.Allocation
	a.Payment, a.Date, a.Amount = s.payment.ID, s.payment.Date, amount
	s.made = append(s.made, a)
	s.left -= amount
}

// CompareDue orders instalments as debts are settled: the oldest due first,
// then by invoice and part; those whose term has not started come last.
func CompareDue(a, b *Item) int {
	// A due date of zero turns into the largest number.
	if c := cmp.Compare(uint32(a.Due-1), uint32(b.Due-1)); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Invoice, b.Invoice); c != 0 {
		return c
	}
	return cmp.Compare(a.Part, b.Part)
}

// Covered is what of each of an account's items, in their order, its unapplied
// credit would pay for: each currency's spread over the items as a payment is,
// the oldest due first. It is nil when there is no credit.
func Covered(a *Account) []money.Minor {
	var covered []money.Minor
	for _, credit := range a.Credits {
		if credit.Amount <= 0 {
			continue
		}
		if covered == nil {
			covered = make([]money.Minor, len(a.Items))
		}
		order := make([]int, 0, len(a.Items))
		for i := range a.Items {
			if a.Items[i].Currency == credit.Currency {
				order = append(order, i)
			}
		}
		slices.SortFunc(order, func(x, y int) int { return CompareDue(&a.Items[x], &a.Items[y]) })
		left := credit.Amount
		for _, i := range order {
			covered[i] = min(left, a.Items[i].Open)
			left -= covered[i]
		}
	}
	return covered
}

// settledKey is what an allocation settles.
type settledKey struct {
	invoice id.Invoice
	part    int
	charge  int64
}

func (a *Allocation) key() settledKey { return settledKey{a.Invoice, a.Part, a.Charge} }

// TakeBack undoes settlement for a refund or a returned transfer (a payment
// with a negative amount). It uses up the customer's unapplied credit of the
// currency first; then it reopens what was settled last, the invoice that the
// refund names, or the charge, before others. made are the customer's allocations in that
// currency, oldest first, earlier take-backs included. The allocations that
// come back are negative and dated as the refund; short is what neither credit
// nor allocations could give.
func TakeBack(p Payment, credit money.Minor, made []Allocation) (back []Allocation, short money.Minor) {
	need := max(0, -p.Amount)
	need -= min(need, max(0, credit))
	settled := map[settledKey]money.Minor{}
	for i := range made {
		settled[made[i].key()] += made[i].Amount
	}
	take := func(named bool) {
		for i := len(made) - 1; i >= 0 && need > 0; i-- {
			a := &made[i]
			amount := min(need, a.Amount, settled[a.key()])
			if amount <= 0 || named != (a.Charge == p.Charge && a.Invoice == p.Invoice) {
				continue
			}
			need -= amount
			settled[a.key()] -= amount
			again := *a
			again.Payment, again.Date, again.Amount = p.ID, p.Date, -amount
			back = reopen(back, again)
		}
	}
	take(true)
	take(false)
	return back, need
}

// reopen adds to an entry of the same debt, for there is one allocation per
// payment and debt.
func reopen(back []Allocation, a Allocation) []Allocation {
	for i := range back {
		if back[i].key() == a.key() {
			back[i].Amount += a.Amount
			return back
		}
	}
	return append(back, a)
}
