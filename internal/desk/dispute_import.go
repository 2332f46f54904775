package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// disputeScope is what one imported fact about a dispute is about.
type disputeScope struct {
	customer id.Customer
	invoice  id.Invoice // empty: the whole customer
}

// registerDisputes brings imported facts into the register, so that it holds
// every dispute that keeps letters back. The ledger keeps the latest word about
// a document, so each fact ends what the register had about it before.
func (p *poster) registerDisputes(ctx context.Context, events []store.Event) error {
	facts := slices.DeleteFunc(slices.Clone(events), func(v store.Event) bool { return v.Kind != ledger.Dispute && v.Kind != ledger.DisputeClosed })
	if len(facts) == 0 {
		return nil
	}
	slices.SortStableFunc(facts, func(a, b store.Event) int { return cmp.Compare(a.Date, b.Date) })
	whole, err := p.wholeAmounts(ctx, facts)
	if err != nil {
		return err
	}
	held, err := p.heldDisputes(ctx, facts)
	if err != nil {
		return err
	}
	number, err := p.e.LastDisputeNumber(ctx)
	if err != nil {
		return err
	}
	var rows []store.Dispute
	var items []store.DisputeItem
	fresh := map[disputeScope]int{} // the open one of rows
	for _, f := range facts {
		about := disputeScope{f.Customer, f.Invoice}
		for _, v := range held[about] {
			if err := p.endRegistered(ctx, v, f); err != nil {
				return err
			}
		}
		delete(held, about)
		if i, open := fresh[about]; open {
			rows[i].State, rows[i].Outcome, rows[i].ClosedOn = store.DisputeClosed, OutcomeImported, f.Date
			delete(fresh, about)
		}
		if f.Kind == ledger.Dispute {
			number++
			fresh[about] = len(rows)
			rows = append(rows, p.imported(f, number, whole[f.Invoice]))
			items = append(items, store.DisputeItem{Number: number, Invoice: f.Invoice, Amount: rows[len(rows)-1].Amount, Event: f.Key})
		}
	}
	if err := p.e.InsertDisputes(ctx, rows); err != nil {
		return err
	}
	return p.e.InsertDisputeItems(ctx, items)
}

// imported is the dispute of a fact; one without an amount is of the whole
// document.
func (p *poster) imported(f store.Event, number int64, whole money.Amount) store.Dispute {
	reason := otherReason
	if slices.Contains(DisputeReasons, f.Reason) {
		reason = f.Reason
	}
	amount := f.Amount
	if amount == 0 {
		amount = max(0, whole.Minor)
	}
	return store.Dispute{
		Number: number, Customer: f.Customer, Reason: reason, Complaint: f.Reason, Department: DepartmentOf(reason), Amount: amount,
		Currency: cmp.Or(f.Currency, whole.Currency, p.session.company.Currency), Certificate: f.Document, Until: f.Until,
		OpenedOn: f.Date, OpenedBy: f.By, AnswerBy: p.session.Calendar().AddWorking(f.Date, AnswerDays), State: store.DisputeOpen,
	}
}

// wholeAmounts are the amounts of the documents of facts that name none.
func (p *poster) wholeAmounts(ctx context.Context, facts []store.Event) (map[id.Invoice]money.Amount, error) {
	wanted := map[id.Invoice]bool{}
	for _, f := range facts {
		if f.Amount == 0 && f.Invoice != "" {
			wanted[f.Invoice] = true
		}
	}
	list, err := p.e.Invoices(ctx, slices.Sorted(maps.Keys(wanted)))
	amounts := make(map[id.Invoice]money.Amount, len(list))
	for _, v := range list {
		amounts[v.ID] = money.Amount{Minor: v.Amount, Currency: v.Currency}
	}
	return amounts, err
}

// heldDisputes are the documents of unsettled disputes of the facts' customers.
func (p *poster) heldDisputes(ctx context.Context, facts []store.Event) (map[disputeScope][]store.DisputeItem, error) {
	held := map[disputeScope][]store.DisputeItem{}
	customers := map[id.Customer]bool{}
	for _, f := range facts {
		customers[f.Customer] = true
	}
	unsettled, err := p.e.CustomersInDispute(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range unsettled {
		if !customers[c] {
			continue
		}
		items, err := p.e.UnsettledItems(ctx, c, cal.First)
		if err != nil {
			return nil, err
		}
		for _, v := range items {
			about := disputeScope{c, v.Invoice}
			held[about] = append(held[about], v)
		}
	}
	return held, nil
}

// endRegistered takes a document out of a registered dispute, because a later
// fact about it was imported; a dispute without any other is closed.
func (p *poster) endRegistered(ctx context.Context, v store.DisputeItem, f store.Event) error {
	rows, err := p.e.Disputes(ctx, store.DisputeQuery{Scope: store.Scope{All: true}, Number: v.Number})
	if err != nil || len(rows) == 0 || rows[0].OpenedOn > f.Date {
		return err // an earlier fact, learnt late, ends nothing
	}
	row := rows[0]
	items, err := p.e.DisputeItems(ctx, []int64{v.Number})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(items, func(o store.DisputeItem) bool { return o.Invoice != v.Invoice && o.Amount > 0 }) {
		v.Amount = 0
		return p.e.UpdateDisputeItem(ctx, v)
	}
	row.State, row.ClosedOn, row.Outcome = store.DisputeClosed, f.Date, cmp.Or(row.Outcome, OutcomeImported)
	p.e.note("dispute.ended", DisputeSubject(row.Number), f.Reason, row)
	if err := p.session.finishDisputeTasks(ctx, p.e, row); err != nil {
		return err
	}
	return p.e.UpdateDispute(ctx, row)
}

// closeCredited closes the disputes whose credit notes have come.
func (p *poster) closeCredited(ctx context.Context) error {
	list, err := p.e.CreditedDisputes(ctx)
	if err != nil {
		return err
	}
	type purse struct {
		customer id.Customer
		currency money.Currency
	}
	taken := map[purse]money.Minor{}
	for _, v := range list {
		of := purse{v.Customer, v.Currency}
		if v.Credited-taken[of] < v.Agreed {
			continue
		}
		taken[of] += v.Agreed
		rows, err := p.e.Disputes(ctx, store.DisputeQuery{Scope: store.Scope{All: true}, Number: v.Number})
		if err != nil || len(rows) == 0 {
			return err
		}
		p.e.note("dispute.credited", DisputeSubject(v.Number), "", v)
		if err := p.session.closeDispute(ctx, p.e, &rows[0], v.LastOn); err != nil {
			return err
		}
		if p.lastEvent, err = p.e.LastEventNumber(ctx); err != nil {
			return err
		}
	}
	return nil
}
