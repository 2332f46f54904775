package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// movement is a document or a payment of a customer.
type movement struct {
	currency money.Currency
	line     reconcile.Line              // of a payment: the whole of it
	shares   map[id.Contract]money.Minor // of a payment: what of it settles which contract, or waits in it
	left     money.Minor                 // what of it settles nothing, or is not settled
}

// of is the line as it counts for one contract, or for all.
func (m *movement) of(contract *id.Contract) reconcile.Line {
	line := m.line
	switch {
	case contract == nil:
		return line
	case m.shares != nil:
		line.Debit, line.Credit = sides(m.shares[*contract])
		line.Contract = *contract
	case line.Contract != *contract:
		line.Debit, line.Credit = 0, 0
	}
	return line
}

// parts are the line as a whole, and where it is divided among contracts what
// falls to each.
func (m *movement) parts() []reconcile.Line {
	contracts := slices.Sorted(maps.Keys(m.shares))
	if len(contracts) == 0 {
		return []reconcile.Line{m.line}
	}
	var list []reconcile.Line
	for _, contract := range contracts {
		list = append(list, m.of(&contract))
	}
	if len(list) > 1 {
		list = append(list, m.line)
	}
	return list
}

// open is the line as what is left of it, for one contract or for all.
func (m *movement) open(contract *id.Contract) reconcile.Line {
	line := m.line
	line.Debit, line.Credit = 0, 0
	switch {
	case contract != nil && line.Contract != *contract:
	case m.shares == nil:
		line.Debit = m.left
	default:
		line.Debit, line.Credit = sides(m.left)
	}
	return line
}

// sides puts a payment where it belongs: money given back raises the debt.
func sides(paid money.Minor) (debit, credit money.Minor) {
	if paid < 0 {
		return -paid, 0
	}
	return 0, paid
}

// movements are all documents and payments of customers up to a day. The
// payments that were made of one receipt are one, as the customer sent it.
func movements(ctx context.Context, r store.Reader, who []id.Customer, to cal.Date) ([]movement, error) {
	items, err := r.InstalmentsOf(ctx, who)
	if err != nil {
		return nil, err
	}
	payments, err := r.PaymentsOf(ctx, who)
	if err != nil {
		return nil, err
	}
	allocations, err := r.AllocationsOf(ctx, who)
	if err != nil {
		return nil, err
	}
	list, contracts := invoiced(items, allocations, to)
	settled := map[id.Payment]map[id.Contract]money.Minor{}
	for _, a := range allocations {
		if a.Date <= to {
			if settled[a.Payment] == nil {
				settled[a.Payment] = map[id.Contract]money.Minor{}
			}
			settled[a.Payment][contracts[a.Invoice]] += a.Amount
		}
	}
	receipts, err := receiptsOf(ctx, r, payments)
	if err != nil {
		return nil, err
	}
	return append(list, receipts.paid(payments, settled, to)...), nil
}

// invoiced are the documents up to a day, and the contract of each.
func invoiced(items []store.Instalment, allocations []store.Allocation, to cal.Date) ([]movement, map[id.Invoice]id.Contract) {
	contracts := make(map[id.Invoice]id.Contract, len(items))
	at := map[id.Invoice]int{}
	var list []movement
	for i := range items {
		it := &items[i]
		contracts[it.Item.Invoice] = it.Item.Contract
		if it.Item.Issued > to {
			continue
		}
		n, known := at[it.Item.Invoice]
		if !known {
			n, at[it.Item.Invoice] = len(list), len(list)
			list = append(list, movement{currency: it.Item.Currency, line: reconcile.Line{
				Date: it.Item.Issued, Customer: it.Customer, What: "invoice", Document: string(it.Item.Invoice), Contract: it.Item.Contract,
			}})
		}
		list[n].line.Debit += it.Item.Amount
		list[n].left += it.Item.Amount
	}
	for _, a := range allocations {
		if n, known := at[a.Invoice]; known && a.Date <= to {
			list[n].left -= a.Amount
		}
	}
	return list, contracts
}

// receipts are the numbers of bank entries that payments were made of.
type receipts map[string]string

// entryOf is the key of the entry that a payment may be a part of.
func entryOf(p id.Payment) string {
	at := strings.LastIndexByte(string(p), '/')
	return string(p)[:max(at, 0)]
}

func receiptsOf(ctx context.Context, r store.Reader, payments []store.Payment) (receipts, error) {
	var entries []string
	for i := range payments {
		if entry := entryOf(payments[i].ID); entry != "" {
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	slices.Sort(entries)
	return r.ReceiptNumbers(ctx, slices.Compact(entries))
}

// paid are the payments up to a day; those of one receipt are one.
func (rs receipts) paid(payments []store.Payment, settled map[id.Payment]map[id.Contract]money.Minor, to cal.Date) (list []movement) {
	type key struct {
		entry    string
		customer id.Customer
		date     cal.Date
	}
	at := map[key]int{}
	var charged []movement // what of payments covers charges is no money for the documents
	for i := range payments {
		p := &payments[i]
		if p.Date > to {
			continue
		}
		m := movement{currency: p.Currency, shares: map[id.Contract]money.Minor{}, line: reconcile.Line{
			Date: p.Date, Customer: p.Customer, What: string(p.Kind), Document: string(p.ID), Contract: p.Contract,
		}}
		if p.Kind == ledger.CreditNote && p.Invoice != "" {
			m.line.Document = string(p.Invoice)
		}
		rest := p.Amount
		for contract, amount := range settled[p.ID] {
			m.shares[contract] += amount
			rest -= amount
		}
		m.shares[p.Contract] += rest
		m.left = rest - p.Charged
		if p.Charged != 0 {
			debit, credit := sides(-p.Charged)
			charged = append(charged, movement{currency: p.Currency, line: reconcile.Line{
				Date: p.Date, Customer: p.Customer, What: "charge", Document: string(p.ID), Contract: p.Contract, Debit: debit, Credit: credit,
			}})
		}
		entry := entryOf(p.ID)
		number, received := rs[entry]
		k := key{entry, p.Customer, p.Date}
		if n, known := at[k]; received && known {
			list[n].join(&m)
			continue
		}
		if received {
			at[k] = len(list)
			m.line.Document = cmp.Or(number, entry)
		}
		list = append(list, m)
	}
	for i := range list {
		list[i].settle()
	}
	return append(list, charged...)
}

// join adds another payment of the same receipt.
func (m *movement) join(other *movement) {
	m.left += other.left
	for contract, amount := range other.shares {
		m.shares[contract] += amount
	}
}

// settle sums a payment up.
func (m *movement) settle() {
	sum := money.Minor(0)
	for _, amount := range m.shares {
		sum += amount
	}
	if m.line.Debit, m.line.Credit = sides(sum); sum < 0 {
		m.line.What = "refund"
	}
}

// printed puts the numbers of documents as printed into the lines of acts.
func printed(ctx context.Context, r store.Reader, acts ...[]reconcile.Line) error {
	var ids []id.Invoice
	for _, lines := range acts {
		for i := range lines {
			if lines[i].What == "invoice" {
				ids = append(ids, id.Invoice(lines[i].Document))
			}
		}
	}
	documents, err := r.Documents(ctx, ids)
	for _, lines := range acts {
		for i := range lines {
			line := &lines[i]
			if d, ok := documents[id.Invoice(line.Document)]; ok && line.What == "invoice" {
				line.Kind, line.Document = d.Kind, d.Number
			}
		}
	}
	return err
}
