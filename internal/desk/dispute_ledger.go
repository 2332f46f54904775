package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// tellLedger records what is disputed from now on of the documents of a dispute.
// The ledger goes by the latest word about a document, so all disputes of one
// are told together; where none is left, it is told that they are over.
func (s *Session) tellLedger(ctx context.Context, e *entry, row store.Dispute, items []store.DisputeItem) error {
	unsettled, err := e.UnsettledItems(ctx, row.Customer, s.Today())
	if err != nil {
		return err
	}
	last, err := lastDisputeFacts(ctx, e.Reader, row.Customer)
	if err != nil {
		return err
	}
	day := s.Today()
	if row.State == store.DisputeOpen {
		day = row.OpenedOn
	}
	number, err := e.LastEventNumber(ctx)
	if err != nil {
		return err
	}
	facts := make([]store.Event, len(items))
	for i, item := range items {
		number++
		facts[i] = store.Event{
			Event: disputeFact(row, item, disputedOf(unsettled, item.Invoice)), Key: e.factKey(), Number: number,
		}
		facts[i].Date, facts[i].By = max(day, last[item.Invoice]), s.actorName()
		item.Event = facts[i].Key
		if err := e.UpdateDisputeItem(ctx, item); err != nil {
			return err
		}
	}
	return e.InsertEvents(ctx, facts)
}

// disputeFact is what the ledger is told of a document of which so much is
// disputed now, by this dispute and by others.
func disputeFact(row store.Dispute, item store.DisputeItem, amount money.Minor) ledger.Event {
	ev := ledger.Event{
		Kind: ledger.Dispute, Customer: row.Customer, Invoice: item.Invoice, Amount: amount, Currency: row.Currency, Reason: row.Reason, Document: row.Certificate,
	}
	switch {
	case amount == 0:
		ev.Kind, ev.Reason = ledger.DisputeClosed, row.Outcome
	case row.State != store.DisputeClosed && amount == item.Amount:
		ev.Until = row.Until // where there are others, the ledger must not forget them with this one
	}
	return ev
}

// disputedOf is how much of a document the items dispute.
func disputedOf(items []store.DisputeItem, invoice id.Invoice) (sum money.Minor) {
	for _, v := range items {
		if v.Invoice == invoice {
			sum += v.Amount
		}
	}
	return sum
}

// lastDisputeFacts are the days of the latest words about disputes of a
// customer's documents: a fact of an earlier day would not count.
func lastDisputeFacts(ctx context.Context, r store.Reader, c id.Customer) (map[id.Invoice]cal.Date, error) {
	events, err := r.EventsOf(ctx, c)
	last := map[id.Invoice]cal.Date{}
	for _, v := range events {
		if v.Kind == ledger.Dispute || v.Kind == ledger.DisputeClosed {
			last[v.Invoice] = max(last[v.Invoice], v.Date)
		}
	}
	return last, err
}
