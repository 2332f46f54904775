package store

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// fallenDue is an instalment that fell due within the year before a day.
type fallenDue struct {
	account *ledger.Account
	item    ledger.HistoryItem // Open is as of the day
	settled cal.Date           // zero: not, or not known yet
}

// accountRecords reads how the customers have paid what fell due within the
// last year.
func (r Reader) accountRecords(ctx context.Context, s accountSpan) error {
	if err := r.accountSince(ctx, s); err != nil {
		return err
	}
	list, err := r.fallenDue(ctx, s)
	if err != nil {
		return err
	}
	if err := r.settledThen(ctx, s.asOf, list); err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b fallenDue) int { return compareItems(a.item.Item, b.item.Item) })
	for i := range list {
		v := &list[i]
		v.account.Record.Delays = append(v.account.Record.Delays, ledger.DelayOf(v.item.Invoice, v.item.Due, v.settled, s.asOf))
	}
	return nil
}

// accountSince begins the records with the day of the first document.
func (r Reader) accountSince(ctx context.Context, s accountSpan) error {
	for i := range s.list {
		s.list[i].Record = &ledger.Record{}
	}
	rows, err := r.q.Query(ctx, `SELECT customer, MIN(issued) FROM instalment
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND issued <= $4 GROUP BY customer ORDER BY customer`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var since cal.Date
		if err := rows.Scan(&customer, &since); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil {
			a.Record.Since = since
		}
	}
	return rows.Err()
}

func (r Reader) fallenDue(ctx context.Context, s accountSpan) (list []fallenDue, err error) {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, issued, due, amount, CASE WHEN settled_on <= $4 THEN settled_on END,
			CASE WHEN settled_on <= $4 THEN 0 ELSE `+openAsOf+` END
		FROM instalment i
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND issued <= $4 AND due >= $5 AND due <= $4 AND amount > 0
		ORDER BY customer`, append(s.args(r.company), s.asOf-ledger.RecordDays)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var v fallenDue
		it := &v.item
		if err := rows.Scan(&customer, &it.Invoice, &it.Part, &it.Issued, &it.Due, &it.Amount, &v.settled, &it.Open); err != nil {
			return nil, err
		}
		if v.account = s.find(&at, customer); v.account != nil {
			list = append(list, v)
		}
	}
	return list, rows.Err()
}

// settledThen finds since when those were settled that are so as of the day but
// not for good: they were opened again later, or paid anew.
func (r Reader) settledThen(ctx context.Context, day cal.Date, list []fallenDue) error {
	type key struct {
		invoice id.Invoice
		part    int
	}
	open := map[key]*fallenDue{}
	var customers []id.Customer
	for i := range list {
		if v := &list[i]; v.settled == 0 && v.item.Open == 0 {
			open[key{v.item.Invoice, v.item.Part}] = v
			customers = append(customers, v.account.Customer)
		}
	}
	if len(open) == 0 {
		return nil
	}
	rows, err := r.q.Query(ctx, `SELECT invoice, part, date, CAST(SUM(amount) AS BIGINT) FROM allocation
		WHERE company = $1 AND date <= $3 AND `+r.q.Engine().Among("customer", 2)+`
		GROUP BY customer, invoice, part, payment, date HAVING SUM(amount) <> 0 ORDER BY date, 4`,
		string(r.company), texts(slices.Compact(customers)), day)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k key
		var s ledger.Settle
		if err := rows.Scan(&k.invoice, &k.part, &s.On, &s.Amount); err != nil {
			return err
		}
		if v := open[k]; v != nil {
			v.item.Settled = append(v.item.Settled, s)
		}
	}
	for _, v := range open {
		v.settled = v.item.SettledOn(day)
	}
	return rows.Err()
}

// accountReceipts reads what was paid to the documents of the customers with
// events that are measured by it: few have any.
func (r Reader) accountReceipts(ctx context.Context, s accountSpan) error {
	var customers []id.Customer
	for i := range s.list {
		if events := s.list[i].Events; ledger.Planned(events) || s.needs.Receipts && ledger.Measured(events) {
			customers = append(customers, s.list[i].Customer)
		}
	}
	if len(customers) == 0 {
		return nil
	}
	rows, err := r.q.Query(ctx, `SELECT a.customer, a.date, a.invoice, i.issued, CAST(SUM(a.amount) AS BIGINT), i.currency
		FROM allocation a JOIN instalment i ON i.company = a.company AND i.customer = a.customer AND i.invoice = a.invoice AND i.part = a.part
		WHERE a.company = $1 AND a.date <= $3 AND `+r.q.Engine().Among("a.customer", 2)+`
		GROUP BY a.customer, a.invoice, a.part, a.payment, a.date, i.issued, i.currency HAVING SUM(a.amount) <> 0 ORDER BY a.customer`,
		string(r.company), texts(customers), s.asOf)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var v ledger.Receipt
		if err := rows.Scan(&customer, &v.On, &v.Invoice, &v.Issued, &v.Amount, &v.Currency); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil {
			a.Receipts = append(a.Receipts, v)
		}
	}
	for i := range s.list {
		slices.SortFunc(s.list[i].Receipts, ledger.CompareReceipts)
	}
	return rows.Err()
}

// accountContracts reads the customers' contracts.
func (r Reader) accountContracts(ctx context.Context, s accountSpan) error {
	rows, err := r.q.Query(ctx, contractSelect+` AND customer >= $2 AND customer <= $3 ORDER BY customer, contract`, s.args(r.company)[:3]...)
	list, err := collect(rows, err, scanContract)
	at := 0
	for _, c := range list {
		if a := s.find(&at, c.Customer); a != nil {
			a.Contracts = append(a.Contracts, c)
		}
	}
	return err
}
