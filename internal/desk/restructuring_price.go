package desk

import (
	"context"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

// DelayPrice is what the delay of the debts of a paper costs. There is none
// without a signed supplementary agreement; before, Planned alone says what it
// would come to.
type DelayPrice struct {
	Planned money.Minor // if each instalment is paid on its day
	Total   money.Minor // as of the day, what is waived left out
	Rest    money.Minor // of it, for what is still open
	Waived  money.Minor
	Lines   []DelayLine
	Beyond  bool // part of it is later than the table of weeks goes: the director decides
}

// DelayLine is what one amount of one debt costs.
type DelayLine struct {
	Invoice  id.Invoice
	Part     int
	Document string
	Due      cal.Date
	restructure.Line
	Waived bool
}

// owesDelay are the states in which the price of delay is owed: a breach ends the
// plan, not what was agreed about the price.
var owesDelay = []string{store.RestructuringSigned, store.RestructuringKept, store.RestructuringBroken}

// delayOf counts the price of a paper's delay as of a day.
func (s *Session) delayOf(ctx context.Context, r store.Reader, a *Restructuring, day cal.Date) (d DelayPrice, err error) {
	if a.Reading == "" {
		return d, nil
	}
	reading := restructure.Reading(a.Reading)
	a.planPrices(reading)
	for i := range a.Instalments {
		d.Planned += a.Instalments[i].Price
	}
	if !slices.Contains(owesDelay, a.State) {
		return d, nil
	}
	waived, err := s.waivedDelays(ctx, r, a)
	if err != nil {
		return d, err
	}
	repaid, err := repaidOf(ctx, r, a)
	if err != nil {
		return d, err
	}
	for i := range a.Of {
		debt := &a.Of[i]
		price := restructure.PriceOf(debt.Open, debt.Due, repaid[i], day, reading)
		d.Beyond = d.Beyond || price.Beyond
		for _, l := range price.Lines {
			line := DelayLine{debt.Invoice, debt.Part, debt.Document, debt.Due, l, waived[debt.Invoice]}
			d.Lines = append(d.Lines, line)
			switch {
			case line.Waived:
				d.Waived += l.Price
			case l.Open:
				d.Rest += l.Price
				d.Total += l.Price
			default:
				d.Total += l.Price
			}
		}
	}
	return d, nil
}

// planPrices fills in what each instalment costs that is paid on its day.
func (a *Restructuring) planPrices(reading restructure.Reading) {
	debts, parts := make([]money.Minor, len(a.Of)), make([]restructure.Part, len(a.Instalments))
	for i := range a.Of {
		debts[i] = a.Of[i].Open
	}
	for i := range a.Instalments {
		parts[i] = a.Instalments[i].Part
	}
	for _, share := range restructure.Deal(debts, parts) {
		in := &a.Instalments[share.Part]
		in.Price += reading.Percent(restructure.Week(a.Of[share.Debt].Due, in.Until)).Of(share.Amount)
	}
}

// repaidOf is what came for each debt since the paper was drawn up: what is no
// longer open of it, by the latest receipts.
func repaidOf(ctx context.Context, r store.Reader, a *Restructuring) ([][]restructure.Repaid, error) {
	items, err := r.OpenItems(ctx, []id.Customer{a.Customer})
	if err != nil {
		return nil, err
	}
	open := map[partKey]money.Minor{}
	for i := range items {
		open[partKey{items[i].Invoice, items[i].Part}] = items[i].Open
	}
	receipts, err := r.PartReceipts(ctx, a.Customer)
	if err != nil {
		return nil, err
	}
	out := make([][]restructure.Repaid, len(a.Of))
	for i := range a.Of {
		debt := &a.Of[i]
		key := partKey{debt.Invoice, debt.Part}
		gone := debt.Open - open[key]
		for n := len(receipts) - 1; n >= 0 && gone > 0; n-- {
			v := &receipts[n]
			if v.Invoice != key.invoice || v.Part != key.part || v.Amount <= 0 {
				continue
			}
			amount := min(v.Amount, gone)
			gone -= amount
			out[i] = append(out[i], restructure.Repaid{On: v.On, Amount: amount})
		}
	}
	return out, nil
}

// waivedDelays are the documents whose price of delay somebody with authority has
// waived since the paper was drawn up.
func (s *Session) waivedDelays(ctx context.Context, r store.Reader, a *Restructuring) (map[id.Invoice]bool, error) {
	list, err := r.Approvals(ctx, store.ApprovalQuery{Kind: string(authority.WaivePrice), State: store.Approved, Customer: a.Customer})
	waived := map[id.Invoice]bool{}
	for i := range list {
		if list[i].ClosedOn >= a.MadeOn {
			waived[list[i].Invoice] = true
		}
	}
	return waived, err
}

// waivedByAgreement notes a waived price of delay that was not charged yet, with its
// amount and whose word it was; false: no signed agreement has one.
func (s *Session) waivedByAgreement(ctx context.Context, e *entry, row store.Approval) (bool, error) {
	list, err := e.Restructurings(ctx, store.RestructuringQuery{Scope: store.Scope{All: true}, Customer: row.Customer})
	if err != nil {
		return false, err
	}
	for i := range list {
		if list[i].Reading == "" || !slices.Contains(owesDelay, list[i].State) {
			continue
		}
		a, err := s.restructured(ctx, e.Reader, list[i], row.ClosedOn)
		if err != nil {
			return false, err
		}
		amount, found := money.Minor(0), false
		for _, l := range a.Delay.Lines {
			if l.Invoice == row.Invoice {
				amount, found = amount+l.Price, true
			}
		}
		if found {
			e.note("delay.waived", about(row), row.Reason, withAuthority(map[string]any{
				"restructuring": a.Number, "invoice": row.Invoice, "amount": amount.Decimal(a.Currency), "currency": a.Currency, "repaid_on": row.Until,
			}, row))
			return true, nil
		}
	}
	return false, nil
}
