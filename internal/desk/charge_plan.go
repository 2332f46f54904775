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

// chargeCounter counts what charge steps propose by what it has loaded.
type chargeCounter struct {
	s       *Session
	counter *counter // nil until there is something to count
	day     cal.Date
	facts   lateFacts
}

// lateFacts are what lateness is counted by, of some customers.
type lateFacts struct {
	customers map[id.Customer]*ledger.Customer
	contracts map[id.Customer][]ledger.Contract
	charges   map[id.Customer][]store.Charge
	settled   map[id.Customer][]store.Settlement
	documents map[id.Invoice]store.Document
}

// load reads what the charge steps among actions are counted by, of all their
// customers at once.
func (k *chargeCounter) load(ctx context.Context, r store.Reader, list []decided) error {
	var ids []id.Customer
	var invoices []id.Invoice
	for i := range list {
		t := &list[i]
		if _, counted := chargeKindOf(t.action.Task); t.action.Kind != policy.Charge || !counted {
			continue
		}
		ids = append(ids, t.account.Customer)
		for _, it := range t.action.Items {
			invoices = append(invoices, it.Invoice)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if k.counter == nil {
		book, _, err := lawBook(ctx, r)
		if err != nil {
			return err
		}
		k.counter = &counter{session: k.s, book: book, country: k.s.company.Country}
	}
	slices.Sort(ids)
	return k.facts.read(ctx, r, slices.Compact(ids), invoices, k.day)
}

func (f *lateFacts) read(ctx context.Context, r store.Reader, ids []id.Customer, invoices []id.Invoice, day cal.Date) error {
	customers, err := r.Customers(ctx, ids)
	if err != nil {
		return err
	}
	f.customers = make(map[id.Customer]*ledger.Customer, len(customers))
	for i := range customers {
		f.customers[customers[i].ID] = &customers[i]
	}
	contracts, err := r.ContractsAmong(ctx, ids)
	if err != nil {
		return err
	}
	f.contracts = map[id.Customer][]ledger.Contract{}
	for _, v := range contracts {
		f.contracts[v.Customer] = append(f.contracts[v.Customer], v)
	}
	charges, err := r.ChargesOf(ctx, ids)
	if err != nil {
		return err
	}
	f.charges = map[id.Customer][]store.Charge{}
	for _, v := range charges {
		f.charges[v.Customer] = append(f.charges[v.Customer], v)
	}
	settled, err := r.Settlements(ctx, ids, day)
	if err != nil {
		return err
	}
	f.settled = map[id.Customer][]store.Settlement{}
	for _, v := range settled {
		f.settled[v.Customer] = append(f.settled[v.Customer], v)
	}
	f.documents, err = r.Documents(ctx, invoices)
	return err
}

// rows are the charges that an action proposes: by contract or law, or the price
// of delay of signed agreements.
func (k *chargeCounter) rows(ctx context.Context, r store.Reader, t *decided) (rows []store.Charge, why error) {
	if t.action.Task == string(ledger.ChargePrice) {
		return k.s.pricesOf(ctx, r, t, k.day)
	}
	customer := k.facts.customers[t.account.Customer]
	if customer == nil {
		return nil, fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", t.account.Customer)
	}
	k.counter.turnTo(customer, k.facts.contracts[customer.ID], k.facts.charges[customer.ID])
	if err := k.counter.readClocks(ctx, r, k.day); err != nil { // of few laws
		return nil, err
	}
	return k.counter.stepCharges(t, k.day, &k.facts)
}

// planned counts the charge steps of a plan, piece by piece.
func (k *chargeCounter) planned(ctx context.Context, r store.Reader, list []decided) (out []PlannedCharge, err error) {
	for piece := range slices.Chunk(list, planCustomers) {
		planned, err := k.plannedOf(ctx, r, piece)
		if err != nil {
			return nil, err
		}
		out = append(out, planned...)
	}
	return out, nil
}

func (k *chargeCounter) plannedOf(ctx context.Context, r store.Reader, list []decided) ([]PlannedCharge, error) {
	if err := k.load(ctx, r, list); err != nil {
		return nil, err
	}
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
