package sample

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// openPart is an instalment with what is left of it, as a plain recount of the
// files sees it.
type openPart struct {
	customer id.Customer
	invoice  id.Invoice
	contract id.Contract
	currency money.Currency
	due      cal.Date // zero: the term has not started
	issued   cal.Date
	open     money.Minor
}

// recount replays a company's papers up to Today: what names an invoice pays
// it, everything else the oldest of its contract (a credit note: of the
// customer). It returns what is open, and what is left unapplied per customer.
func recount(all Data) (open []openPart, unapplied map[id.Customer]money.Minor) {
	contracts := map[id.Contract]*deal{}
	for i := range all.Contracts {
		contracts[all.Contracts[i].ID] = &deal{Contract: all.Contracts[i]}
	}
	handed := map[id.Invoice]cal.Date{}
	for i := range all.Events {
		if all.Events[i].Kind == ledger.HandedOver {
			handed[all.Events[i].Invoice] = all.Events[i].Date
		}
	}
	parts := map[id.Customer][]openPart{}
	receipts := map[id.Customer][]ledger.Payment{}
	for i := range all.Invoices {
		inv := all.Invoices[i]
		if inv.Amount < 0 {
			receipts[inv.Customer] = append(receipts[inv.Customer],
				ledger.Payment{Date: inv.Date, Amount: -inv.Amount, Currency: inv.Currency, Contract: inv.Contract, Customer: inv.Customer})
			continue
		}
		if on, ok := handed[inv.ID]; ok {
			inv.HandedOver = on
		}
		p := openPart{inv.Customer, inv.ID, inv.Contract, inv.Currency, inv.Due, inv.Date, inv.Amount}
		k := contracts[inv.Contract]
		switch {
		case inv.Due > 0:
			parts[inv.Customer] = append(parts[inv.Customer], p)
		case k.Terms != "":
			for j, share := range money.Split(inv.Amount, []int64{30, 70}) {
				p.due, p.open = k.after(k.base(&inv), 20*j), share
				parts[inv.Customer] = append(parts[inv.Customer], p)
			}
		default:
			p.due = k.after(k.base(&inv), k.PaymentDays)
			parts[inv.Customer] = append(parts[inv.Customer], p)
		}
	}
	for i := range all.Payments {
		receipts[all.Payments[i].Customer] = append(receipts[all.Payments[i].Customer], all.Payments[i])
	}
	unapplied = map[id.Customer]money.Minor{}
	for _, c := range all.Customers {
		mine := parts[c.ID]
		slices.SortStableFunc(mine, func(a, b openPart) int { return cmp.Compare(a.due, b.due) })
		slices.SortStableFunc(receipts[c.ID], func(a, b ledger.Payment) int { return cmp.Compare(a.Date, b.Date) })
		for _, pay := range receipts[c.ID] {
			unapplied[c.ID] += apply(mine, pay)
		}
		for _, p := range mine {
			if p.open > 0 {
				open = append(open, p)
			}
		}
	}
	return open, unapplied
}

// apply settles parts with a payment and returns what is left: first the
// invoice it names, then the oldest.
func apply(parts []openPart, pay ledger.Payment) money.Minor {
	left := pay.Amount
	for _, named := range []bool{true, false} {
		for i := range parts {
			p := &parts[i]
			fits := p.currency == pay.Currency && p.contract == pay.Contract && (!named || p.invoice == pay.Invoice)
			if take := min(left, p.open); fits && take > 0 && p.due > 0 {
				p.open -= take
				left -= take
			}
		}
	}
	return left
}

// inBYN makes amounts of different currencies comparable.
func inBYN(m money.Minor, c money.Currency) money.Minor {
	rates := map[money.Currency]money.Minor{"BYN": 100, "USD": 33, "EUR": 28, "BAM": 55}
	for _, s := range styles {
		rates[s.currency] = money.Minor(s.scale)
	}
	rates["BYN"] = 100
	return m * 100 / rates[c]
}
