package store

import (
	"context"
	"encoding/json"

	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
)

var customerColumns = []string{"company", "customer", "name", "tax_id", "language", "country", "email", "phone", "address", "category", "manager", "parent", "attrs", "change"}

const customerSelect = `SELECT customer, name, tax_id, language, country, email, phone, address, category, manager, parent, attrs FROM customer WHERE company = $1`

func scanCustomer(rows db.Rows, c *ledger.Customer) error {
	var a json.RawMessage
	err := rows.Scan(&c.ID, &c.Name, &c.TaxID, &c.Language, &c.Country, &c.Email, &c.Phone, &c.Address, &c.Category, &c.Manager, &c.Parent, &a)
	c.Attrs = readAttrs(a)
	return err
}

// Customers are the named customers that exist, in no order.
func (r Reader) Customers(ctx context.Context, ids []id.Customer) ([]ledger.Customer, error) {
	rows, err := r.q.Query(ctx, customerSelect+` AND `+r.q.Engine().Among("customer", 2), string(r.company), texts(ids))
	return collect(rows, err, scanCustomer)
}

// CustomerIDs is the set of every customer's code.
func (r Reader) CustomerIDs(ctx context.Context) (map[id.Customer]bool, error) {
	rows, err := r.q.Query(ctx, `SELECT customer FROM customer WHERE company = $1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
	set := make(map[id.Customer]bool, len(list))
	for _, c := range list {
		set[c] = true
	}
	return set, err
}

// CustomersByTaxID are those who have one of the tax numbers, as it is written.
func (r Reader) CustomersByTaxID(ctx context.Context, numbers []string) ([]ledger.Customer, error) {
	rows, err := r.q.Query(ctx, customerSelect+` AND tax_id <> '' AND `+r.q.Engine().Among("tax_id", 2)+` ORDER BY customer`, string(r.company), texts(numbers))
	return collect(rows, err, scanCustomer)
}

// InsertCustomers records new customers in bulk.
func (w Writer) InsertCustomers(ctx context.Context, list []ledger.Customer) error {
	if err := touchAll(ctx, w, list, func(c ledger.Customer) id.Customer { return c.ID }); err != nil {
		return err
	}
	return w.insert(ctx, "customer", customerColumns, len(list), func(i int) []any {
		c := list[i]
		return []any{
			string(w.company), string(c.ID), c.Name, c.TaxID, c.Language, c.Country, c.Email, c.Phone, c.Address,
			c.Category, c.Manager, string(c.Parent), attrs(c.Attrs), w.change,
		}
	})
}

// UpdateCustomer replaces a customer's master data.
func (w Writer) UpdateCustomer(ctx context.Context, c ledger.Customer) error {
	if err := w.Touch(ctx, c.ID); err != nil {
		return err
	}
	_, err := w.tx.Exec(ctx, `UPDATE customer SET name = $3, tax_id = $4, language = $5, country = $6, email = $7, phone = $8, address = $9,
		category = $10, manager = $11, parent = $12, attrs = $13, change = $14 WHERE company = $1 AND customer = $2`,
		string(w.company), string(c.ID), c.Name, c.TaxID, c.Language, c.Country, c.Email, c.Phone, c.Address,
		c.Category, c.Manager, string(c.Parent), attrs(c.Attrs), w.change)
	return err
}

var contactColumns = []string{"company", "customer", "name", "role", "position", "email", "phone", "language", "verified_on", "attrs", "change"}

// Contacts are the contacts of the customers, ordered by customer, role, name.
func (r Reader) Contacts(ctx context.Context, customers []id.Customer) ([]ledger.Contact, error) {
	rows, err := r.q.Query(ctx, `SELECT customer, name, role, position, email, phone, language, verified_on, attrs
			FROM contact WHERE company = $1 AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, role, name`, string(r.company), texts(customers))
	return collect(rows, err, func(rows db.Rows, c *ledger.Contact) error {
		var a json.RawMessage
		err := rows.Scan(&c.Customer, &c.Name, &c.Role, &c.Position, &c.Email, &c.Phone, &c.Language, &c.VerifiedOn, &a)
		c.Attrs = readAttrs(a)
		return err
	})
}

// InsertContacts records new contacts in bulk.
func (w Writer) InsertContacts(ctx context.Context, list []ledger.Contact) error {
	return w.insert(ctx, "contact", contactColumns, len(list), func(i int) []any {
		c := list[i]
		return []any{
			string(w.company), string(c.Customer), c.Name, c.Role, c.Position, c.Email, c.Phone, c.Language,
			c.VerifiedOn, attrs(c.Attrs), w.change,
		}
	})
}

// UpdateContact replaces a contact's data.
func (w Writer) UpdateContact(ctx context.Context, c ledger.Contact) error {
	_, err := w.tx.Exec(ctx, `UPDATE contact SET position = $5, email = $6, phone = $7, language = $8, verified_on = $9, attrs = $10, change = $11
		WHERE company = $1 AND customer = $2 AND name = $3 AND role = $4`,
		string(w.company), string(c.Customer), c.Name, c.Role, c.Position, c.Email, c.Phone, c.Language, c.VerifiedOn, attrs(c.Attrs), w.change)
	return err
}

// DeleteContact removes a contact; the journal holds who it was.
func (w Writer) DeleteContact(ctx context.Context, c ledger.Contact) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM contact WHERE company = $1 AND customer = $2 AND name = $3 AND role = $4`,
		string(w.company), string(c.Customer), c.Name, c.Role)
	return err
}

var contractColumns = []string{
	"company", "contract", "customer", "number", "date", "law", "payment_days", "days_unit", "term_from", "terms",
	"penalty_per_day", "limit_amount", "limit_days", "payment_clause", "penalty_clause", "payment_order", "attrs", "change",
}

const (
	contractFields = `contract, customer, number, date, law, payment_days, days_unit, term_from, terms,
	penalty_per_day, limit_amount, limit_days, payment_clause, penalty_clause, payment_order, attrs`
	contractSelect = `SELECT ` + contractFields + ` FROM contract WHERE company = $1`
)

func scanContract(rows db.Rows, c *ledger.Contract) error { return scanContractAnd(rows, c) }

// scanContractAnd reads a contract and what stands after it in the row.
func scanContractAnd(rows db.Rows, c *ledger.Contract, more ...any) error {
	var a json.RawMessage
	err := rows.Scan(append([]any{
		&c.ID, &c.Customer, &c.Number, &c.Date, &c.Law, &c.PaymentDays, &c.DaysUnit, &c.TermFrom, &c.Terms,
		&c.PenaltyPerDay, &c.LimitAmount, &c.LimitDays, &c.PaymentClause, &c.PenaltyClause, &c.PaymentOrder, &a,
	}, more...)...)
	c.Attrs = readAttrs(a)
	return err
}

// Contracts are all contracts of the company by key; companies have as many
// contracts as customers, which fits in memory.
func (r Reader) Contracts(ctx context.Context) (map[id.Contract]*ledger.Contract, error) {
	rows, err := r.q.Query(ctx, contractSelect, string(r.company))
	list, err := collect(rows, err, scanContract)
	set := make(map[id.Contract]*ledger.Contract, len(list))
	for i := range list {
		set[list[i].ID] = &list[i]
	}
	return set, err
}

// InsertContracts records new contracts in bulk.
func (w Writer) InsertContracts(ctx context.Context, list []ledger.Contract) error {
	return w.insert(ctx, "contract", contractColumns, len(list), func(i int) []any {
		return append([]any{string(w.company)}, append(contractValues(list[i]), w.change)...)
	})
}

// UpdateContract replaces a contract's data.
func (w Writer) UpdateContract(ctx context.Context, c ledger.Contract) error {
	_, err := w.tx.Exec(ctx, `UPDATE contract SET customer = $3, number = $4, date = $5, law = $6, payment_days = $7, days_unit = $8, term_from = $9,
		terms = $10, penalty_per_day = $11, limit_amount = $12, limit_days = $13, payment_clause = $14, penalty_clause = $15, payment_order = $16, attrs = $17, change = $18
		WHERE company = $1 AND contract = $2`, append([]any{string(w.company)}, append(contractValues(c), w.change)...)...)
	return err
}

func contractValues(c ledger.Contract) []any {
	return []any{
		string(c.ID), string(c.Customer), c.Number, c.Date, c.Law, c.PaymentDays, string(c.DaysUnit), string(c.TermFrom), c.Terms,
		c.PenaltyPerDay, c.LimitAmount, c.LimitDays, c.PaymentClause, c.PenaltyClause, c.PaymentOrder, attrs(c.Attrs),
	}
}

// ContractsOf are the contracts of one customer, by key. He is asked for as a
// range: where a row lies in its primary key, SQLite takes that key, of which it
// knows the company alone, before an index of which it knows both parts.
func (r Reader) ContractsOf(ctx context.Context, customer id.Customer) ([]ledger.Contract, error) {
	rows, err := r.q.Query(ctx, contractSelect+` AND customer >= $2 AND customer <= $2 ORDER BY customer, contract`, string(r.company), string(customer))
	return collect(rows, err, scanContract)
}

// ContractsAmong are the contracts of customers, by customer and key.
func (r Reader) ContractsAmong(ctx context.Context, customers []id.Customer) ([]ledger.Contract, error) {
	rows, err := r.q.Query(ctx, contractSelect+` AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, contract`, string(r.company), texts(customers))
	return collect(rows, err, scanContract)
}

// ChildrenOf are the customers whose group a customer heads, through any
// number of levels, by code.
func (r Reader) ChildrenOf(ctx context.Context, head id.Customer) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `WITH RECURSIVE family (customer) AS (
			SELECT customer FROM customer WHERE company = $1 AND parent = $2
			UNION SELECT c.customer FROM customer c JOIN family f ON c.parent = f.customer WHERE c.company = $1
		) SELECT customer FROM family WHERE customer <> $2 ORDER BY customer`, string(r.company), string(head))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}
