package desk

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/match"
	"debitor/internal/store"
)

// settledDays is for how many days a settled debt is still known to matching, so
// that a second payment of it is seen to be one.
const settledDays = 92

// matchBook is everything that is open, and everybody who may pay it, as
// matching sees them.
func (s *Session) matchBook(ctx context.Context, r store.Reader) (*match.Book, error) {
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	book := match.New(match.Settings{CrossContracts: profile.CrossContracts})
	if err := r.MatchCustomers(ctx, func(c ledger.Customer) {
		book.AddCustomer(match.Customer{Customer: c.ID, Name: c.Name, TaxID: c.TaxID, Parent: c.Parent})
	}); err != nil {
		return nil, err
	}
	contracts, err := r.Contracts(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range slices.Sorted(maps.Keys(contracts)) {
		c := contracts[k]
		book.AddContract(match.Contract{Contract: c.ID, Customer: c.Customer, Number: c.Number})
	}
	n, err := r.CountMatchItems(ctx, s.Today()-settledDays)
	if err != nil {
		return nil, err
	}
	book.Expect(n)
	if err := r.MatchItems(ctx, s.Today()-settledDays, func(v store.MatchItem) {
		book.AddItem(match.Item{
			Customer: v.Customer, Contract: v.Contract, Invoice: v.Invoice, Part: v.Part, Document: v.Document, Issued: v.Issued, Due: v.Due, Open: v.Open, Currency: v.Currency,
		})
	}); err != nil {
		return nil, err
	}
	if err := s.addPromises(ctx, r, book); err != nil {
		return nil, err
	}
	payers, err := r.Payers(ctx)
	for _, p := range payers {
		book.Learn(match.Learnt{Kind: p.Kind, Key: p.Key, Customer: p.Customer, Times: p.Times})
	}
	return book, err
}

// The days around the clock's day whose promises are waited for: money comes
// before its day, and after it.
const (
	promisedBefore = 31
	promisedAhead  = 92
)

// addPromises tells matching what was promised and has not come yet.
func (s *Session) addPromises(ctx context.Context, r store.Reader, book *match.Book) error {
	rows, err := r.Promises(ctx, store.PromiseQuery{From: s.Today() - promisedBefore, To: s.Today() + promisedAhead, Scope: store.Scope{All: true}, Limit: maxPromises})
	if err != nil {
		return err
	}
	seen, err := s.measured(ctx, r, rows, s.Today())
	for _, p := range seen {
		if p.State == ledger.PromiseOpen || p.State == ledger.PromisePart || p.State == ledger.PromiseBroken {
			book.AddPromise(match.Promise{Customer: p.Customer, Invoice: p.Invoice, Amount: p.Target - p.Received, Currency: p.Currency, Until: p.Until})
		}
	}
	return err
}

// ordersOnly are the formats whose reference is the number of the payment order:
// it is nobody's document.
var ordersOnly = []string{"1c", "by"}

// receiptOf is an entry as matching sees it.
func receiptOf(v *store.BankEntry) match.Receipt {
	reference := v.Reference
	if slices.Contains(ordersOnly, v.Format) {
		reference = ""
	}
	return match.Receipt{
		ID: v.ID, Date: v.Date, Amount: v.Amount, Currency: v.Currency, Payer: v.Payer, TaxID: v.TaxID, Account: v.PayerAccount, Purpose: v.Purpose, Reference: reference,
	}
}

// proposedTo are the customers whom a proposal names, each once.
func proposedTo(p match.Proposal) []id.Customer {
	set := map[id.Customer]bool{}
	for _, share := range p.Shares {
		set[share.Customer] = true
	}
	if p.Customer != "" {
		set[p.Customer] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// paymentsOf are the payments an entry is booked as: one for each document it
// settles, and one for what is left, which settles the oldest debts of its
// contract and else waits as credit.
func paymentsOf(v *store.BankEntry, p match.Proposal) []ledger.Payment {
	var list []ledger.Payment
	add := func(share match.Share) {
		for i := range list {
			if list[i].Invoice == share.Invoice && share.Invoice != "" {
				list[i].Amount += share.Amount
				return
			}
		}
		list = append(list, ledger.Payment{
			ID: paymentName(v.ID, v.Payments+len(list)+1), Kind: ledger.Money, Customer: share.Customer, Contract: share.Contract, Date: v.Date, Amount: share.Amount,
			Currency: v.Currency, Invoice: share.Invoice, Purpose: v.Purpose,
		})
	}
	for _, share := range p.Shares {
		add(share)
	}
	if p.Rest != 0 {
		add(match.Share{Customer: p.Customer, Contract: p.Contract, Amount: p.Rest})
	}
	return list
}

// paymentName is the key of the n-th payment ever made of an entry.
func paymentName(entry string, n int) id.Payment { return id.Payment(entry + "/" + strconv.Itoa(n)) }

// bookPayments records payments and allocates them.
func (s *Session) bookPayments(ctx context.Context, e *entry, list []ledger.Payment) error {
	if len(list) == 0 {
		return nil
	}
	p := newSettler(s, e)
	rows := make([]store.Payment, len(list))
	for i, v := range list {
		rows[i] = store.Payment{Payment: v}
		p.unsettle(v.Customer, v.Date)
	}
	e.tellPaid(rows)
	if err := e.InsertPayments(ctx, rows); err != nil {
		return err
	}
	return p.settle(ctx)
}

// cancelPayments takes payments back: their allocations are reversed, and what
// they settled is open again.
func (s *Session) cancelPayments(ctx context.Context, e *entry, ids []id.Payment, reason string) ([]ledger.Payment, error) {
	rows, err := e.Payments(ctx, ids)
	if err != nil {
		return nil, err
	}
	p := newSettler(s, e)
	held := map[id.Payment]ledger.Payment{}
	var was, wrong []ledger.Payment
	for _, v := range rows {
		if v.Amount == 0 {
			continue
		}
		held[v.ID] = v.Payment
		was = append(was, v.Payment)
		none := v.Payment
		none.Amount = 0
		wrong = append(wrong, none)
		e.note("payment.corrected", "payment:"+string(v.ID), reason, changed{v.Payment, none})
		p.unsettle(v.Customer, v.Date)
	}
	if err := p.correctPayments(ctx, held, wrong); err != nil {
		return nil, err
	}
	return was, p.settle(ctx)
}
