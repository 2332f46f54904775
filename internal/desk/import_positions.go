package desk

import (
	"context"
	"slices"

	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// postTable records a table of positions: all those of an invoice at once, for
// they take the place of those it has.
func (p *poster) postTable(ctx context.Context) error {
	for rows := range slices.Chunk(byInvoice(p.table), flushRows) {
		held, err := p.e.Invoices(ctx, groupInvoices(rows))
		if err != nil {
			return err
		}
		bills := make(map[id.Invoice]ledger.Invoice, len(held))
		for _, v := range held {
			bills[v.ID] = v
		}
		for _, list := range rows {
			p.takeTable(list, bills)
		}
		if err := p.postPositions(ctx); err != nil {
			return err
		}
	}
	return nil
}

// byInvoice puts rows together by their invoices, in the order of the file.
func byInvoice(rows []lined[intake.Position]) (groups [][]lined[intake.Position]) {
	at := map[id.Invoice]int{}
	for _, r := range rows {
		i, met := at[r.rec.Invoice]
		if !met {
			i = len(groups)
			at[r.rec.Invoice] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

func groupInvoices(groups [][]lined[intake.Position]) []id.Invoice {
	list := make([]id.Invoice, len(groups))
	for i, g := range groups {
		list[i] = g[0].rec.Invoice
	}
	return list
}

// takeTable takes the rows of one invoice: it must be in the books, in the currency
// of the rows. Those without a number follow the highest. What they do not add up
// to is said, for a table may leave out what has no goods.
func (p *poster) takeTable(rows []lined[intake.Position], bills map[id.Invoice]ledger.Invoice) {
	bill, known := bills[rows[0].rec.Invoice]
	last, sum := 0, money.Minor(0)
	for _, r := range rows {
		last = max(last, r.rec.Number)
	}
	for _, r := range rows {
		switch {
		case !known:
			p.refuse(r.line, "invoice", string(r.rec.Invoice), "import.position_invoice", "is not a known invoice (import the invoices first)")
			return
		case r.rec.Currency != bill.Currency:
			p.refuse(r.line, "currency", string(r.rec.Currency), "import.position_currency", "is not the currency of the invoice, "+string(bill.Currency)+" (give the table a column currency)", string(bill.Currency))
			return
		}
		l := r.rec.InvoiceLine
		if l.Number == 0 {
			last++
			l.Number = last
		}
		sum += l.Net + l.VAT
		p.positions = append(p.positions, l)
	}
	if sum != bill.Amount {
		p.warn(rows[0].line, "import.positions_sum", "the positions of %s come to %s, and it is over %s", string(bill.ID), sum.Decimal(bill.Currency), bill.Amount.Decimal(bill.Currency))
	}
}

// postPositions records what invoices are made of.
func (p *poster) postPositions(ctx context.Context) error {
	if len(p.positions) == 0 {
		return nil
	}
	now := map[id.Invoice][]ledger.InvoiceLine{}
	var order []id.Invoice
	for _, l := range p.positions {
		if now[l.Invoice] == nil {
			order = append(order, l.Invoice)
		}
		now[l.Invoice] = append(now[l.Invoice], l)
	}
	p.positions = p.positions[:0]
	held, err := p.e.InvoiceLines(ctx, order)
	if err != nil {
		return err
	}
	before := map[id.Invoice][]ledger.InvoiceLine{}
	for _, l := range held {
		before[l.Invoice] = append(before[l.Invoice], l)
	}
	var changedOnes []id.Invoice
	var lines []ledger.InvoiceLine
	for _, v := range order {
		slices.SortStableFunc(now[v], func(a, b ledger.InvoiceLine) int { return a.Number - b.Number })
		same := slices.Equal(before[v], now[v])
		p.countPositions(len(now[v]), before[v] == nil, same)
		if same {
			continue
		}
		if before[v] != nil {
			p.e.note("invoice.lines_changed", "invoice:"+string(v), p.session.unsaid().again, changed{before[v], now[v]})
		}
		changedOnes, lines = append(changedOnes, v), append(lines, now[v]...)
	}
	if len(changedOnes) == 0 {
		return nil
	}
	return p.e.ReplaceInvoiceLines(ctx, changedOnes, lines)
}

// countPositions counts the positions of an invoice: each for itself where they
// are what the file is of, else as a correction of the invoice they came with.
func (p *poster) countPositions(n int, fresh, same bool) {
	whole := p.file.Kind == intake.Positions
	switch {
	case same && whole:
		p.report.Unchanged += n
	case same:
	case whole && fresh:
		p.report.New += n
	case whole:
		p.report.Corrected += n
	case !fresh:
		p.report.Corrected++
	}
}
