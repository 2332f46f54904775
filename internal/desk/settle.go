package desk

import (
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// settler allocates the payments that a change recorded or corrected, customer
// by customer: whoever posts payments does it through one.
type settler struct {
	session   *Session
	e         *entry
	unsettled map[id.Customer]cal.Date // whose payments from a day on wait to be allocated
	mended    map[id.Customer]bool     // whose books a correction has touched
	orders    *payOrders               // see payOrders
}

func newSettler(s *Session, e *entry) *settler {
	return &settler{session: s, e: e, unsettled: map[id.Customer]cal.Date{}, mended: map[id.Customer]bool{}}
}

func (p *settler) correctPayments(ctx context.Context, held map[id.Payment]ledger.Payment, list []ledger.Payment) error {
	if len(list) == 0 {
		return nil
	}
	owners := map[id.Customer]bool{}
	for _, v := range list {
		owners[v.Customer], owners[held[v.ID].Customer] = true, true
	}
	s, err := p.wholeShelf(ctx, slices.Sorted(maps.Keys(owners)))
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
	return p.save(ctx, s)
}

// unsettle notes that a customer's payments from a day on are to be allocated:
// one of them is new, or the debts they settle changed.
func (p *settler) unsettle(c id.Customer, from cal.Date) {
	if before, noted := p.unsettled[c]; !noted || from < before {
		p.unsettled[c] = from
	}
}

// settle allocates payments, customer by customer.
func (p *settler) settle(ctx context.Context) error {
	defer clear(p.unsettled)
	waiting := slices.Sorted(maps.Keys(p.unsettled))
	for done := 0; done < len(waiting); done += shelfCustomers {
		p.session.progress("allocation", done, len(waiting))
		if err := p.settleSome(ctx, waiting[done:min(len(waiting), done+shelfCustomers)]); err != nil {
			return err
		}
	}
	return nil
}

// settleSome settles customers for whom nothing is older than what was just
// recorded from the open instalments alone; the others it replays.
func (p *settler) settleSome(ctx context.Context, customers []id.Customer) error {
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
	s, err := p.wholeShelf(ctx, tangled)
	if err != nil {
		return err
	}
	for _, c := range tangled {
		s.replay(c, p.unsettled[c])
	}
	return p.save(ctx, s)
}

func (p *settler) settlePlain(ctx context.Context, customers []id.Customer) error {
	if len(customers) == 0 {
		return nil
	}
	fresh, err := p.e.PaymentsBy(ctx, customers, p.e.Change())
	if err != nil {
		return err
	}
	s, err := p.openShelf(ctx, customers, fresh)
	if err != nil {
		return err
	}
	for _, v := range fresh {
		s.settle(s.payments[v.ID])
	}
	return p.save(ctx, s)
}
