package desk

import (
	"context"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// CashRequest is money taken on the spot.
type CashRequest struct {
	Customer id.Customer
	Invoice  id.Invoice  // empty: whatever he owes
	Amount   money.Minor // in the currency of the document, else that of what he owes
	Document string      // the number of the paper he was given
}

// TakeCash records cash taken from a customer: it is on its way, so that he is
// not chased for it, and it is with whoever took it until it is handed in. The
// payment itself comes from the books of the bank or the cash desk.
func (s *Session) TakeCash(ctx context.Context, q CashRequest) (out store.Cash, err error) {
	err = s.do(ctx, TakeCash, "cash.take", &out, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
			return err
		}
		items, err := e.OpenItems(ctx, []id.Customer{q.Customer})
		if err != nil {
			return err
		}
		out = store.Cash{
			Receipt: id.New("cash", e.Change()), Customer: q.Customer, Invoice: q.Invoice, Amount: q.Amount, Currency: s.mainCurrency(items),
			Document: strings.TrimSpace(q.Document), TakenOn: s.Today(), TakenBy: id.User(s.actorName()),
		}
		if out.Currency, err = cashCurrency(items, q.Invoice, out.Currency); err != nil {
			return err
		}
		switch {
		case out.Amount <= 0:
			return fault.New(fault.Usage, "cash.amount", "say how much was taken")
		case out.Document == "":
			return fault.New(fault.Usage, "cash.document", "cash needs the number of the paper the customer was given")
		}
		e.note("cash.taken", "customer:"+string(q.Customer), "", out)
		if err := e.InsertCash(ctx, out); err != nil {
			return err
		}
		return insertEvents(ctx, e, ledger.Event{
			Date: out.TakenOn, Kind: ledger.InTransit, Customer: out.Customer, Invoice: out.Invoice, Amount: out.Amount, Currency: out.Currency,
			By: string(out.TakenBy), Document: out.Document,
		})
	})
	return out, err
}

// cashCurrency is the currency of an open document, or the other one where none
// is named.
func cashCurrency(items []store.OpenItem, invoice id.Invoice, other money.Currency) (money.Currency, error) {
	if invoice == "" {
		return other, nil
	}
	for i := range items {
		if items[i].Invoice == invoice {
			return items[i].Currency, nil
		}
	}
	return "", fault.New(fault.Usage, "cash.invoice", "nothing is open of document %s", invoice)
}

// HandInCash records that cash was handed in, to the actor: whoever took it
// does not sign for it himself, unless he is the operator.
func (s *Session) HandInCash(ctx context.Context, receipt string) error {
	return s.do(ctx, TakeCash, "cash.hand-in", nil, func(ctx context.Context, e *entry) error {
		held, found, err := e.Cash(ctx, receipt)
		if err != nil {
			return err
		}
		if !found || s.mustSee(ctx, e.Reader, held.Customer) != nil {
			return fault.New(fault.NotFound, "cash.unknown", "there is no cash receipt %s", receipt)
		}
		me := id.User(s.actorName())
		if held.TakenBy == me && me != operator {
			return fault.New(fault.Refused, "cash.own", "%s took this cash; whoever receives it signs for it", me)
		}
		done, err := e.HandCash(ctx, receipt, s.Today(), me)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Refused, "cash.handed", "cash %s was handed in to %s on %s", receipt, held.HandedTo, held.HandedOn)
		}
		e.note("cash.handed", "customer:"+string(held.Customer), "", held)
		return nil
	})
}

// CashHeld is the cash that was taken and not handed in, the oldest first.
func (s *Session) CashHeld(ctx context.Context) (list []store.Cash, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = r.CashHeld(ctx, s.scope())
		return err
	})
	return list, err
}
