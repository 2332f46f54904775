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

// PlannedCharge is what a charge step of a plan would propose for a customer if
// the plan were carried out as it is.
type PlannedCharge struct {
	Customer id.Customer
	Step     string
	About    string
	Currency money.Currency
	Amount   money.Minor
	Why      error // a fault: why some of it, or all, could not be counted; nil: it was
}

// chargeCounter counts what charge steps propose, customer by customer.
type chargeCounter struct {
	s       *Session
	counter *counter // nil until there is something to count
	day     cal.Date
}

// rows are the charges that an action proposes: by contract or law, or the price
// of delay of signed agreements.
func (k *chargeCounter) rows(ctx context.Context, r store.Reader, t *decided) (rows []store.Charge, why error) {
	if t.action.Task == string(ledger.ChargePrice) {
		return k.s.pricesOf(ctx, r, t, k.day)
	}
	if k.counter == nil {
		book, _, err := lawBook(ctx, r)
		if err != nil {
			return nil, err
		}
		k.counter = &counter{session: k.s, book: book, country: k.s.company.Country}
	}
	return k.counter.stepCharges(ctx, r, t, k.day)
}

// planned counts the charge steps of a plan.
func (k *chargeCounter) planned(ctx context.Context, r store.Reader, list []decided) ([]PlannedCharge, error) {
	out := make([]PlannedCharge, len(list))
	for i := range list {
		t := &list[i]
		p := PlannedCharge{Customer: t.account.Customer, Step: t.action.Step, About: t.action.About, Currency: t.action.Currency}
		rows, why := k.rows(ctx, r, t)
		if why != nil && fault.KindOf(why) == fault.Internal {
			return nil, why
		}
		for j := range rows {
			p.Amount += rows[j].Amount
		}
		p.Why = why
		out[i] = p
	}
	return out, nil
}

// charging are the actions of a decision that charge something.
func charging(a *ledger.Account, d *reviewed) (list []decided) {
	for i := range d.Actions {
		if d.Actions[i].Kind == policy.Charge {
			list = append(list, decided{account: a, action: d.Actions[i]})
		}
	}
	return list
}

// explainLate counts what the open parts of an explained document would be
// charged by a step of the policy, if it has one.
func (s *Session) explainLate(ctx context.Context, r store.Reader, e *Explained) error {
	at := slices.IndexFunc(e.Rules.Steps, func(p policy.Step) bool { return p.Kind == policy.Charge && p.Task != string(ledger.ChargePrice) })
	late := slices.ContainsFunc(e.Parts, func(p ExplainedPart) bool {
		return p.Open != nil && p.Instalment.Item.Due != 0 && p.Instalment.Item.Due < e.Date
	})
	if at < 0 || !late {
		return nil
	}
	kind, _ := chargeKindOf(e.Rules.Steps[at].Task)
	c, err := s.counter(ctx, r, e.Customer.ID)
	if err != nil {
		return err
	}
	for i := range e.Parts {
		p := &e.Parts[i]
		if p.Open == nil {
			continue
		}
		l, err := c.of(ctx, r, &p.Instalment.Item, kind, e.Date)
		switch {
		case err == nil:
			p.Late = &l
		case fault.KindOf(err) == fault.Internal:
			return err
		}
	}
	return nil
}
