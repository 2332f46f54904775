package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// owedKinds are what charges are in the order in which payments are spread.
var owedKinds = map[ledger.ChargeKind]interest.Kind{
	ledger.ChargePenalty: interest.PenaltyOf, ledger.ChargeFine: interest.PenaltyOf, ledger.ChargeInterest: interest.Late, ledger.ChargeLumpSum: interest.Late,
	ledger.ChargeUse: interest.UseKind, ledger.ChargePrice: interest.UseKind, ledger.ChargeCourtFee: interest.Costs,
}

// checkPaymentOrder refuses what is no order of payment (interest.order).
func checkPaymentOrder(order string) error {
	switch order {
	case "", ledger.OrderInvoices, ledger.OrderLaw:
		return nil
	}
	_, err := interest.ParseQueues(order)
	return err
}

// payOrders tells where charges stand in the order of payment: that of their
// contract, else the company's.
type payOrders struct {
	book    *interest.Book
	company string // its order
	country string
}

func (p *settler) payOrders() (*payOrders, error) {
	if p.orders != nil {
		return p.orders, nil
	}
	profile, err := p.session.Profile()
	if err != nil {
		return nil, err
	}
	book, err := interest.Shipped()
	p.orders = &payOrders{book, profile.PaymentOrder, p.session.company.Country}
	return p.orders, err
}

// place is where a charge stands beside the principal on a day, false where
// payments do not cover it by themselves: nobody chose an order, or the law or
// its rule for that day is not known.
func (o *payOrders) place(a *ledger.Account, c *store.Charge, day cal.Date) (int, bool) {
	order := o.company
	for i := range a.Contracts {
		if k := &a.Contracts[i]; k.ID == c.Contract {
			order = cmp.Or(k.PaymentOrder, order)
		}
	}
	var own [][]interest.Kind
	switch order {
	case "", ledger.OrderInvoices:
		return 0, false
	case ledger.OrderLaw:
	default:
		var err error
		if own, err = interest.ParseQueues(order); err != nil {
			return 0, false
		}
	}
	queues, err := o.book.Queues(cmp.Or(c.Law, lawOf(a, c.Contract, o.country)), day, own)
	if err != nil {
		return 0, false
	}
	at := func(k interest.Kind) int {
		return slices.IndexFunc(queues, func(q []interest.Kind) bool { return slices.Contains(q, k) })
	}
	return at(owedKinds[c.Kind]) - at(interest.Principal), true
}

// covers is what payments on a shelf cover of charges.
type covers struct {
	orders   *payOrders
	accounts map[id.Customer]*ledger.Account // with their contracts and nothing else, of those with charges
	charges  map[int64]*store.Charge
	net      map[coverKey]money.Minor
	moved    map[coverMove]money.Minor // what this change adds, or takes away
}

type (
	coverKey struct {
		payment id.Payment
		charge  int64
	}
	coverMove struct {
		coverKey
		date cal.Date
	}
)

func newCovers() *covers {
	return &covers{accounts: map[id.Customer]*ledger.Account{}, charges: map[int64]*store.Charge{}, net: map[coverKey]money.Minor{}, moved: map[coverMove]money.Minor{}}
}

// putCharges puts the charges of customers on their shelf, with what covers them.
func (p *settler) putCharges(ctx context.Context, s *shelf, customers []id.Customer) error {
	rows, err := p.e.ChargesOf(ctx, customers)
	rows = slices.DeleteFunc(rows, func(c store.Charge) bool { return c.State != store.ChargeStands })
	if err != nil || len(rows) == 0 {
		return err
	}
	if s.covers.orders, err = p.payOrders(); err != nil {
		return err
	}
	var charged []id.Customer
	for i := range rows {
		c := &rows[i]
		s.covers.charges[c.Number] = c
		s.owner(c.Customer).charges = append(s.owner(c.Customer).charges, c)
		if s.covers.accounts[c.Customer] == nil {
			a := &ledger.Account{Customer: c.Customer}
			if a.Contracts, err = p.e.ContractsOf(ctx, c.Customer); err != nil {
				return err
			}
			s.covers.accounts[c.Customer] = a
			charged = append(charged, c.Customer)
		}
	}
	people, err := p.e.Customers(ctx, charged)
	if err != nil {
		return err
	}
	for i := range people {
		s.covers.accounts[people[i].ID].Country = people[i].Country
	}
	list, err := p.e.CoversOf(ctx, charged)
	for _, v := range list {
		s.covers.net[coverKey{v.Payment, v.Charge}] = v.Amount
	}
	return err
}

// chargesFor are the charges that a payment may cover.
func (s *shelf) chargesFor(p *store.Payment) []ledger.OpenCharge {
	var list []ledger.OpenCharge
	for _, c := range s.owner(p.Customer).charges {
		if c.Open() == 0 {
			continue
		}
		place, ordered := s.covers.orders.place(s.covers.accounts[c.Customer], c, p.Date)
		due := c.To
		if c.From != 0 {
			due = c.From - 1
		}
		list = append(list, ledger.OpenCharge{
			Number: c.Number, Invoice: c.Invoice, Part: c.Part, Contract: c.Contract, Asked: c.DecidedOn, Due: due, Ordered: ordered, Place: place,
			Open: c.Open(), Currency: c.Currency,
		})
	}
	return list
}

// covered are the charges that a payment covers, those before the principal and
// those behind it, each by number.
func (s *shelf) covered(p *store.Payment) (before, behind []ledger.Allocation) {
	for _, c := range s.owner(p.Customer).charges {
		net := s.covers.net[coverKey{p.ID, c.Number}]
		if net == 0 {
			continue
		}
		a := ledger.Allocation{Payment: p.ID, Charge: c.Number, Date: p.Date, Amount: net}
		if place, ordered := s.covers.orders.place(s.covers.accounts[c.Customer], c, p.Date); ordered && place > 0 && c.Number != p.Charge {
			behind = append(behind, a)
		} else {
			before = append(before, a)
		}
	}
	return before, behind
}

// cover moves both balances by what of a payment covers a charge.
func (s *shelf) cover(p *store.Payment, a *ledger.Allocation) {
	k := coverKey{a.Payment, a.Charge}
	s.covers.net[k] += a.Amount
	s.covers.moved[coverMove{k, a.Date}] += a.Amount
	s.covers.charges[a.Charge].Paid += a.Amount
	p.Charged += a.Amount
	s.changedPayments[p.ID] = true
}

// save writes a shelf back, and books what its payments cover of charges, what
// is taken back first: each is a move of the charge and a line of the journal.
func (p *settler) save(ctx context.Context, s *shelf) error {
	if err := s.save(ctx, p.e.Writer); err != nil {
		return err
	}
	moves := map[int64][]store.ChargeMove{}
	for k, amount := range s.covers.moved {
		if amount != 0 {
			moves[k.charge] = append(moves[k.charge], store.ChargeMove{
				Charge: k.charge, Kind: store.MovePaid, Date: k.date, Amount: amount, Author: p.session.actorName(), Payment: k.payment,
			})
		}
	}
	for _, number := range slices.Sorted(maps.Keys(moves)) {
		list := moves[number]
		slices.SortFunc(list, func(a, b store.ChargeMove) int {
			return cmp.Or(cmp.Compare(a.Amount, b.Amount), cmp.Compare(a.Payment, b.Payment), cmp.Compare(a.Date, b.Date))
		})
		done, err := p.e.MoveCharge(ctx, list...)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Refused, "charge.changed", "somebody decided on charge %d a moment ago; look again", number)
		}
		p.noteCovers(s.covers.charges[number], list)
	}
	return nil
}

func (p *settler) noteCovers(c *store.Charge, moves []store.ChargeMove) {
	for _, m := range moves {
		action := "charge.paid"
		if m.Amount < 0 {
			action = "charge.reopened"
		}
		data := chargeNoted(c, m.Amount)
		data["payment"], data["date"] = m.Payment, m.Date
		p.e.note(action, aboutCharge(c), "", data)
	}
}

// resettle allocates customers' payments anew: what of their charges is open
// changed, or the order in which it is paid.
func (p *settler) resettle(ctx context.Context, customers []id.Customer) error {
	for _, c := range customers {
		p.mended[c] = true
		p.unsettle(c, 0)
	}
	return p.settle(ctx)
}

// reorder allocates the payments of all who are charged anew, by another order
// of the company.
func (s *Session) reorder(ctx context.Context, e *entry, order string) error {
	customers, err := e.ChargedCustomers(ctx)
	if err != nil || len(customers) == 0 {
		return err
	}
	p := newSettler(s, e)
	orders, err := p.payOrders()
	if err != nil {
		return err
	}
	orders.company = order
	return p.resettle(ctx, customers)
}

// uncover takes back what payments cover of a charge: they are allocated anew
// without it.
func (s *Session) uncover(ctx context.Context, e *entry, c *store.Charge) error {
	p := newSettler(s, e)
	shelf, err := p.wholeShelf(ctx, []id.Customer{c.Customer})
	if err != nil {
		return err
	}
	row := shelf.covers.charges[c.Number]
	row.State = store.ChargeReversed
	shelf.replay(c.Customer, 0)
	if err := p.save(ctx, shelf); err != nil {
		return err
	}
	c.Paid = row.Paid
	return nil
}

// NameCharge says that a payment in the ledger was for a charge, as the customer
// named it: it covers that before all else, whatever the order. Number 0 takes
// this back. Faults: payment.unknown, charge.unknown, charge.state,
// charge.payment, charge.reason.
func (s *Session) NameCharge(ctx context.Context, payment id.Payment, number int64, reason string) error {
	return s.do(ctx, KeepCharges, "charge.name", nil, func(ctx context.Context, e *entry) error {
		rows, err := e.Payments(ctx, []id.Payment{payment})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.New(fault.NotFound, "payment.unknown", "there is no payment %q", payment)
		}
		before := rows[0].Payment
		if err := s.mustSee(ctx, e.Reader, before.Customer); err != nil {
			return err
		}
		if number != 0 {
			c, err := s.chargeOf(ctx, e.Reader, number)
			switch {
			case err != nil:
				return err
			case c.State != store.ChargeStands:
				return chargeIs(&c)
			case c.Customer != before.Customer || c.Currency != before.Currency || before.Kind != ledger.Money || before.Amount <= 0:
				return fault.New(fault.Refused, "charge.payment", "payment %s cannot be for charge %d: it must be money of the same customer in the same currency", payment, number)
			}
		}
		if strings.TrimSpace(reason) == "" {
			return fault.New(fault.Usage, "charge.reason", "say why: --reason TEXT")
		}
		after := before
		after.Charge = number
		e.note("payment.corrected", "payment:"+string(payment), reason, changed{before, after})
		p := newSettler(s, e)
		p.unsettle(before.Customer, before.Date)
		if err := p.correctPayments(ctx, map[id.Payment]ledger.Payment{payment: before}, []ledger.Payment{after}); err != nil {
			return err
		}
		return p.settle(ctx)
	})
}
