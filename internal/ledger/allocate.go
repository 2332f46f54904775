package ledger

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Allocation is a part of a payment that settles a part of an instalment.
// Negative, it gives the debt back (see TakeBack). Its date is the payment's.
type Allocation struct {
	Payment id.Payment
	Invoice id.Invoice
	Part    int
	Date    cal.Date
	Amount  money.Minor
}

// Allocate divides a positive payment over a customer's open instalments. A
// payment that names its invoice settles that invoice only; any other settles
// the oldest first, among the documents of its contract (if it names one) that
// were issued by its date. Currencies never mix. What settles nothing is the
// payment's unapplied rest. The order of open does not matter, and it is not
// changed.
func Allocate(p Payment, open []Item) []Allocation {
	if p.Amount <= 0 {
		return nil
	}
	candidates := make([]*Item, 0, len(open))
	for i := range open {
		if settles(p, &open[i]) {
			candidates = append(candidates, &open[i])
		}
	}
	slices.SortFunc(candidates, CompareDue)
	var made []Allocation
	left := p.Amount
	for _, it := range candidates {
		if left == 0 {
			break
		}
		amount := min(left, it.Open)
		left -= amount
		made = append(made, Allocation{p.ID, it.Invoice, it.Part, p.Date, amount})
	}
	return made
}

func settles(p Payment, it *Item) bool {
	if it.Open <= 0 || it.Currency != p.Currency {
		return false
	}
	if p.Invoice != "" {
		return it.Invoice == p.Invoice
	}
	return it.Issued <= p.Date && (p.Contract == "" || it.Contract == p.Contract)
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

// instalment is the key of an instalment.
type instalment struct {
	invoice id.Invoice
	part    int
}

// TakeBack undoes settlement for a refund or a returned transfer (a payment
// with a negative amount). It uses up the customer's unapplied credit of the
// currency first; then it reopens what was settled last, the invoice that the
// refund names before others. made are the customer's allocations in that
// currency, oldest first, earlier take-backs included. The allocations that
// come back are negative and dated as the refund; short is what neither credit
// nor allocations could give.
func TakeBack(p Payment, credit money.Minor, made []Allocation) (back []Allocation, short money.Minor) {
	need := max(0, -p.Amount)
	need -= min(need, max(0, credit))
	settled := map[instalment]money.Minor{}
	for _, a := range made {
		settled[instalment{a.Invoice, a.Part}] += a.Amount
	}
	take := func(named bool) {
		for i := len(made) - 1; i >= 0 && need > 0; i-- {
			a := &made[i]
			k := instalment{a.Invoice, a.Part}
			amount := min(need, a.Amount, settled[k])
			if amount <= 0 || named != (a.Invoice == p.Invoice) {
				continue
			}
			need -= amount
			settled[k] -= amount
			back = reopen(back, Allocation{p.ID, a.Invoice, a.Part, p.Date, -amount})
		}
	}
	take(true)
	take(false)
	return back, need
}

// reopen adds to an entry of the same instalment, for there is one allocation
// per payment and instalment.
func reopen(back []Allocation, a Allocation) []Allocation {
	for i := range back {
		if back[i].Invoice == a.Invoice && back[i].Part == a.Part {
			back[i].Amount += a.Amount
			return back
		}
	}
	return append(back, a)
}
