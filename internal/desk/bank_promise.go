package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// promisesKept finds which promises entries keep: booked ones by what the ledger
// says now, others if their best proposal is booked.
func (s *Session) promisesKept(ctx context.Context, r store.Reader, entries []CashEntry) error {
	met := map[id.Customer]bool{}
	first, last := s.Today(), s.Today()
	for i := range entries {
		e := &entries[i]
		first, last = min(first, e.Date), max(last, e.Date)
		for c := range e.given() {
			met[c.customer] = true
		}
	}
	if len(met) == 0 {
		return nil
	}
	rows, err := r.Promises(ctx, store.PromiseQuery{From: first - promisedBefore, To: last + promisedAhead, Scope: store.Scope{All: true}, Limit: maxPromises})
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(p store.PromiseRow) bool { return !met[p.Customer] })
	seen, err := s.measured(ctx, r, rows, s.Today())
	if err != nil {
		return err
	}
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		given := e.given()
		for j := range seen {
			if e.keeps(&seen[j], given, seen[j].Until+cal.Date(profile.PromiseTolerance)) {
				e.Keeps = append(e.Keeps, seen[j])
			}
		}
	}
	return nil
}

// whose is what money is for: a customer, and his document or none.
type whose struct {
	customer id.Customer
	invoice  id.Invoice
}

// given is what of an entry is whose: as it is booked, or as it is proposed.
func (e *CashEntry) given() map[whose]money.Minor {
	sums := map[whose]money.Minor{}
	if e.Amount <= 0 || e.State == store.EntryAside {
		return sums
	}
	for _, p := range e.Made {
		sums[whose{p.Customer, p.Invoice}] += p.Amount
	}
	if e.State == store.EntryBooked || len(e.Answer.Proposals) == 0 {
		return sums
	}
	best := &e.Answer.Proposals[0]
	for _, share := range best.Shares {
		sums[whose{share.Customer, share.Invoice}] += share.Amount
	}
	if best.Rest > 0 {
		sums[whose{customer: best.Customer}] += best.Rest
	}
	return sums
}

// keeps tells whether an entry keeps a promise, by what of it is whose: it came
// after the promise was given and by the last day that is waited for, and with
// it the whole is there.
func (e *CashEntry) keeps(p *PromiseSeen, given map[whose]money.Minor, last cal.Date) bool {
	if p.Withdrawn != 0 || p.Currency != e.Currency || e.Date <= p.Date || e.Date > last {
		return false
	}
	var came money.Minor
	for to, amount := range given {
		if to.customer == p.Customer && (p.Invoice == "" || to.invoice == p.Invoice) {
			came += amount
		}
	}
	switch {
	case came == 0:
		return false
	case e.State == store.EntryBooked:
		return p.State == ledger.PromiseKept
	}
	return p.State == ledger.PromiseOpen && p.Received+came >= p.Target
}
