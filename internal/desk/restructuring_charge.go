package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// ChargeRestructuring proposes as charges what the delay of a paper's documents
// costs today beside what was charged of it before; it tells how many. Who charges
// and waives them is as with every charge. Faults: restructuring.unknown,
// restructuring.no_price.
func (s *Session) ChargeRestructuring(ctx context.Context, number int64) (n int, err error) {
	err = s.do(ctx, KeepCharges, "restructuring.charge", &n, func(ctx context.Context, e *entry) error {
		row, err := s.restructuring(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		n, err = s.chargeDelay(ctx, e, row, s.Today())
		if err == nil && n == 0 {
			err = fault.New(fault.Refused, "restructuring.no_price", "there is nothing more to charge for the delay of agreement %d", number)
		}
		return err
	})
	return n, err
}

// chargeDelay proposes what is due of a paper's price of delay, within a change.
func (s *Session) chargeDelay(ctx context.Context, e *entry, row store.Restructuring, day cal.Date) (int, error) {
	rows, err := s.pricesDue(ctx, e.Reader, row, day)
	for i := range rows {
		if _, err := s.proposeCharge(ctx, e, rows[i], row.Reason); err != nil {
			return i, err
		}
	}
	return len(rows), err
}

// pricesDue are the charges that a paper's price of delay comes to on a day, one
// for each instalment of a document, less what was charged of it before.
func (s *Session) pricesDue(ctx context.Context, r store.Reader, row store.Restructuring, day cal.Date) ([]store.Charge, error) {
	if row.Reading == "" || !slices.Contains(owesDelay, row.State) {
		return nil, nil
	}
	a, err := s.restructured(ctx, r, row, day)
	if err != nil {
		return nil, err
	}
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	before, err := r.ChargesOf(ctx, []id.Customer{row.Customer})
	if err != nil {
		return nil, err
	}
	p := agreedPaper{a: &a, us: &profile, lang: a.Language, w: restructuringWords[a.Language]}
	var rows []store.Charge
	for i := range a.Of {
		d := &a.Of[i]
		more := money.Minor(0)
		for j := range a.Delay.Lines {
			if l := &a.Delay.Lines[j]; l.Invoice == d.Invoice && l.Part == d.Part && !l.Waived {
				more += l.Price
			}
		}
		for j := range before {
			if c := &before[j]; c.Kind == ledger.ChargePrice && c.State == store.ChargeStands && c.Invoice == d.Invoice && c.Part == d.Part {
				more -= c.Amount
			}
		}
		if more > 0 {
			rows = append(rows, store.Charge{
				Kind: ledger.ChargePrice, Customer: a.Customer, Contract: d.Contract, Invoice: d.Invoice, Part: d.Part, Currency: a.Currency,
				From: d.Due + 1, To: day, Amount: more, Basis: p.say(p.w.agreement),
			})
		}
	}
	return rows, nil
}

// pricesOf are the charges of the price of delay that a step of a policy proposes:
// those of its items that a signed agreement has a price for.
func (s *Session) pricesOf(ctx context.Context, r store.Reader, t *decided, day cal.Date) (rows []store.Charge, err error) {
	papers, err := r.Restructurings(ctx, store.RestructuringQuery{Scope: store.Scope{All: true}, Customer: t.account.Customer})
	if err != nil {
		return nil, err
	}
	for _, row := range papers {
		due, err := s.pricesDue(ctx, r, row, day)
		if err != nil {
			return nil, err
		}
		for _, c := range due {
			asked := slices.ContainsFunc(t.action.Items, func(it policy.ActionItem) bool { return it.Invoice == c.Invoice && it.Part == c.Part })
			known := slices.ContainsFunc(rows, func(o store.Charge) bool { return o.Invoice == c.Invoice && o.Part == c.Part })
			if asked && !known { // the newest paper first
				rows = append(rows, c)
			}
		}
	}
	return rows, nil
}
