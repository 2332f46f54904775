package store

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

// Needs is what of an account is read beyond what every plan needs. What is
// not asked for costs nothing.
type Needs struct {
	Documents bool // kinds and dates of the items' documents
	Record    bool // how he paid in the last year
	Receipts  bool // allocations, of all customers with events that are measured by them; of those with a plan they always are
	Contracts bool // his contracts
}

// AccountQuery asks for accounts as of a day, customer by customer.
type AccountQuery struct {
	AsOf  cal.Date
	Scope Scope
	After id.Customer // customers after this one, by bytes
	Only  id.Customer // none but this one; empty: all
	Limit int         // at most so many customers
	Needs Needs
}

// Accounts reads the next customers' accounts in the order of their codes: a
// few range scans whatever their number. Customers without an open item are
// left out. last is the code to go on after; empty when there are no more.
func (r Reader) Accounts(ctx context.Context, q AccountQuery) (list []ledger.Account, last id.Customer, err error) {
	list, last, err = r.accountHeads(ctx, q)
	if err != nil || len(list) == 0 {
		return nil, last, err
	}
	if err := r.fill(ctx, accountSpan{asOf: q.AsOf, needs: q.Needs, list: list}); err != nil {
		return nil, "", err
	}
	return slices.DeleteFunc(list, func(a ledger.Account) bool { return len(a.Items) == 0 }), last, nil
}

// Account is one customer's account as of a day, with or without open items;
// false if there is no such customer.
func (r Reader) Account(ctx context.Context, customer id.Customer, asOf cal.Date, needs Needs) (ledger.Account, bool, error) {
	rows, err := r.q.Query(ctx, accountHead+` AND customer = $2`, string(r.company), string(customer))
	list, err := collect(rows, err, scanAccountHead)
	if err != nil || len(list) == 0 {
		return ledger.Account{}, false, err
	}
	if err := r.tolerate(ctx, list); err != nil {
		return ledger.Account{}, false, err
	}
	err = r.fill(ctx, accountSpan{asOf: asOf, needs: needs, list: list})
	return list[0], err == nil, err
}

// AccountsOf are the accounts of some customers as of a day, by code: a few range
// scans from the first of them to the last.
func (r Reader) AccountsOf(ctx context.Context, customers []id.Customer, asOf cal.Date, needs Needs) ([]ledger.Account, error) {
	rows, err := r.q.Query(ctx, accountHead+` AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer`, string(r.company), texts(customers))
	list, err := collect(rows, err, scanAccountHead)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := r.tolerate(ctx, list); err != nil {
		return nil, err
	}
	return list, r.fill(ctx, accountSpan{asOf: asOf, needs: needs, list: list})
}

// Owing is one customer's account with what he owes and what was agreed about
// it, and no more: not how he is reached nor what was done about his debts. It
// is for whether goods may ship, which is asked often; so it has the names of
// the documents, which answers are about.
func (r Reader) Owing(ctx context.Context, customer id.Customer, asOf cal.Date) (ledger.Account, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, manager, category, country, `+tolerance+` FROM customer WHERE company = $1 AND customer = $2`, string(r.company), string(customer))
	list, err := collect(rows, err, func(rows db.Rows, a *ledger.Account) error {
		var days int
		err := rows.Scan(&a.Customer, &a.Manager, &a.Category, &a.Country, &days)
		a.Tolerance = cal.Date(days)
		return err
	})
	if err != nil {
		return ledger.Account{}, false, err
	}
	// What is read does not hang on whether there is such a customer, so that all
	// of it can be read ahead.
	s := accountSpan{asOf: asOf, names: true, list: []ledger.Account{{Customer: customer}}}
	if len(list) > 0 {
		s.list = list
	}
	for _, read := range []func(context.Context, accountSpan) error{r.accountItems, r.accountCredits, r.accountEvents, r.accountReceipts} {
		if err := read(ctx, s); err != nil {
			return ledger.Account{}, false, err
		}
	}
	return s.list[0], len(list) > 0, nil
}

// fill reads what the accounts of the span hold.
func (r Reader) fill(ctx context.Context, s accountSpan) error {
	for _, part := range []struct {
		needed bool
		read   func(context.Context, accountSpan) error
	}{
		{true, r.accountContacts},
		{true, r.accountItems},
		{true, r.accountCredits},
		{true, r.accountEvents},
		{true, r.accountSteps},
		{s.needs.Record, r.accountRecords},
		{true, r.accountReceipts},
		{s.needs.Contracts, r.accountContracts},
	} {
		if !part.needed {
			continue
		}
		if err := part.read(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// accountSpan is the customers from the first to the last of list as of a day;
// rows of others between them are passed over.
type accountSpan struct {
	asOf  cal.Date
	needs Needs
	list  []ledger.Account // by code, never empty
	names bool             // of documents, as they are printed
}

// find is the account of a row's customer. Rows come in the order of
// customers, so it walks from the account found before.
func (s accountSpan) find(at *int, customer id.Customer) *ledger.Account {
	for *at < len(s.list) && s.list[*at].Customer < customer {
		*at++
	}
	if *at < len(s.list) && s.list[*at].Customer == customer {
		return &s.list[*at]
	}
	return nil
}

func (s accountSpan) args(company id.Company) []any {
	return []any{string(company), string(s.list[0].Customer), string(s.list[len(s.list)-1].Customer), s.asOf}
}

const accountHead = `SELECT customer, manager, category, country, email <> '' AND NOT EXISTS (SELECT 1 FROM dead_address d WHERE d.company = customer.company AND d.address = email),
		address <> '' FROM customer WHERE company = $1`

func scanAccountHead(rows db.Rows, a *ledger.Account) error {
	return rows.Scan(&a.Customer, &a.Manager, &a.Category, &a.Country, &a.HasEmail, &a.HasPost)
}

func (r Reader) accountHeads(ctx context.Context, q AccountQuery) ([]ledger.Account, id.Customer, error) {
	sql, args := accountHead+` AND customer > $2`, []any{string(r.company), string(q.After), q.Limit}
	if q.Only != "" {
		args = append(args, string(q.Only))
		sql += ` AND customer = $4`
	}
	sql += q.Scope.filter("customer", &args)
	rows, err := r.q.Query(ctx, sql+` ORDER BY customer LIMIT $3`, args...)
	list, err := collect(rows, err, scanAccountHead)
	if err != nil || len(list) == 0 {
		return nil, "", err
	}
	return list, list[len(list)-1].Customer, r.tolerate(ctx, list)
}

// tolerance is for how many days the company waits beyond the day of a promise,
// as its file says.
const tolerance = `COALESCE((SELECT CAST(f.profile ->> 'promise_tolerance' AS BIGINT) FROM company f WHERE f.company = $1), 0)`

// tolerate sets the company's tolerance.
func (r Reader) tolerate(ctx context.Context, list []ledger.Account) error {
	var days int
	if err := r.q.QueryRow(ctx, `SELECT `+tolerance, string(r.company)).Scan(&days); err != nil {
		return err
	}
	for i := range list {
		list[i].Tolerance = cal.Date(days)
	}
	return nil
}

// accountContacts finds who can be mailed to through a contact, by role.
func (r Reader) accountContacts(ctx context.Context, s accountSpan) error {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer, role, verified_on IS NOT NULL FROM contact
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND email <> ''
		AND NOT EXISTS (SELECT 1 FROM dead_address d WHERE d.company = contact.company AND d.address = email)
		ORDER BY customer, role, 3`, s.args(r.company)[:3]...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var reach ledger.Reach
		if err := rows.Scan(&customer, &reach.Role, &reach.Verified); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil {
			a.HasEmail = true
			a.Reach = append(a.Reach, reach)
		}
	}
	return rows.Err()
}

// openAsOf is what is open of an instalment i as of the day $4. What is
// allocated after the day is added back; only rows with such an allocation look
// for it.
const openAsOf = `amount - paid + CASE WHEN paid_on > $4 THEN COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a
				WHERE a.company = i.company AND a.customer = i.customer AND a.invoice = i.invoice AND a.part = i.part AND a.date > $4), 0) ELSE 0 END`

// printedAs is what a document is called. Those not late are looked up as well:
// goods may stop for them, and a second trip for a name takes longer.
const printedAs = `, (SELECT COALESCE(NULLIF(v.document, ''), v.invoice) FROM invoice v WHERE v.company = i.company AND v.invoice = i.invoice)`

// accountItems reads the open instalments.
func (r Reader) accountItems(ctx context.Context, s accountSpan) error {
	var customer id.Customer
	var v ledger.Item
	columns, into := ``, []any{&customer, &v.Invoice, &v.Part, &v.Contract, &v.Currency, &v.Issued, &v.Due, &v.Amount, &v.Open}
	if s.needs.Documents {
		columns, into = `, kind, shipped, handed_over, accepted`, append(into, &v.Kind, &v.Shipped, &v.HandedOver, &v.Accepted)
	}
	if s.names {
		columns, into = columns+printedAs, append(into, &v.Document)
	}
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, contract, currency, issued, due, amount, `+openAsOf+columns+`
		FROM instalment i
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND issued <= $4 AND (settled_on IS NULL OR settled_on > $4)
		ORDER BY customer`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		v = ledger.Item{}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil && v.Open > 0 {
			a.Items = append(a.Items, v)
		}
	}
	for i := range s.list {
		slices.SortFunc(s.list[i].Items, compareItems)
	}
	return rows.Err()
}

func compareItems(a, b ledger.Item) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Part, b.Part))
}

// accountCredits reads what of the payments settles nothing as of the day.
func (r Reader) accountCredits(ctx context.Context, s accountSpan) error {
	rows, err := r.q.Query(ctx, `SELECT customer, currency, CAST(SUM(amount - used + CASE WHEN used_on > $4 THEN
				COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a
					WHERE a.company = p.company AND a.payment = p.payment AND a.date > $4), 0) ELSE 0 END) AS BIGINT)
		FROM payment p
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND date <= $4 AND (used <> amount OR used_on > $4)
		GROUP BY customer, currency ORDER BY customer, currency`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var c ledger.Credit
		if err := rows.Scan(&customer, &c.Currency, &c.Amount); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil && c.Amount > 0 {
			a.Credits = append(a.Credits, c)
		}
	}
	return rows.Err()
}

func (r Reader) accountEvents(ctx context.Context, s accountSpan) error {
	rows, err := r.q.Query(ctx, eventSelect+` AND customer >= $2 AND customer <= $3 AND date <= $4
		AND kind NOT IN ('handed_over', 'accepted')
		AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.company = event.company AND w.event = event.event AND w.date <= $4) ORDER BY customer, number`, s.args(r.company)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var e Event
		if err := scanEvent(rows, &e); err != nil {
			return err
		}
		if a := s.find(&at, e.Customer); a != nil {
			a.Events = append(a.Events, e.Event)
		}
	}
	return rows.Err()
}

// accountSteps reads what was done before and not taken back, on whichever
// day: a step happens once, even if an earlier day is planned later.
func (r Reader) accountSteps(ctx context.Context, s accountSpan) error {
	rows, err := r.q.Query(ctx, `SELECT customer, invoice, part, policy, step, run_date FROM decision
		WHERE company = $1 AND customer >= $2 AND customer <= $3 AND undone = 0 ORDER BY customer`, s.args(r.company)[:3]...)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := 0
	for rows.Next() {
		var customer id.Customer
		var d ledger.Applied
		if err := rows.Scan(&customer, &d.Invoice, &d.Part, &d.Policy, &d.Step, &d.On); err != nil {
			return err
		}
		if a := s.find(&at, customer); a != nil {
			a.Steps = append(a.Steps, d)
		}
	}
	return rows.Err()
}
