package store

import (
	"context"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// The states of a bank entry.
const (
	EntryBooked    = "booked"
	EntryUndecided = "undecided" // there are candidates, and somebody must choose
	EntryUnknown   = "unknown"   // nobody knows whose money it is
	EntryAside     = "aside"     // no customer's money
)

// BankEntry is an entry of an account with what became of it.
type BankEntry struct {
	ID           string
	Statement    string // the first it came in
	Account      string
	Date         cal.Date
	ValueDate    cal.Date
	Amount       money.Minor // signed: credits to the account positive
	Currency     money.Currency
	Payer        string // the other side
	TaxID        string
	PayerAccount string
	PayerBank    string
	Purpose      string
	Reference    string
	BankRef      string
	Format       string
	Raw          string
	Problem      string // code of what the reader could not read
	State        string
	Reason       string     // why it is aside, or in a person's words
	InBooks      id.Payment // the payment that the books had of it; empty: none
	Answer       string     // JSON: what matching said of it
	Payments     int        // how many payments were ever made of it
	DecidedBy    id.User    // empty: by the rules
}

const bankEntryFields = `e.entry, e.statement, e.account, e.date, e.value_date, e.amount, e.currency, e.payer, e.tax_id, e.payer_account, e.payer_bank, e.purpose,
	e.reference, e.bank_ref, e.format, e.raw, e.problem, e.state, e.reason, e.in_books, e.answer, e.payments, e.decided_by`

func scanBankEntry(rows db.Rows, e *BankEntry) error {
	return rows.Scan(&e.ID, &e.Statement, &e.Account, &e.Date, &e.ValueDate, &e.Amount, &e.Currency, &e.Payer, &e.TaxID, &e.PayerAccount, &e.PayerBank, &e.Purpose,
		&e.Reference, &e.BankRef, &e.Format, &e.Raw, &e.Problem, &e.State, &e.Reason, &e.InBooks, &e.Answer, &e.Payments, &e.DecidedBy)
}

// BankEntry is one of them, false if there is none.
func (r Reader) BankEntry(ctx context.Context, entry string) (BankEntry, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT `+bankEntryFields+` FROM bank_entry e WHERE e.company = $1 AND e.entry = $2`, string(r.company), entry)
	list, err := collect(rows, err, scanBankEntry)
	if err != nil || len(list) == 0 {
		return BankEntry{}, false, err
	}
	return list[0], true, nil
}

// BankEntriesOf are the entries of an account of the days, by date and key.
func (r Reader) BankEntriesOf(ctx context.Context, account string, from, to cal.Date) ([]BankEntry, error) {
	rows, err := r.q.Query(ctx, `SELECT `+bankEntryFields+` FROM bank_entry e WHERE e.company = $1 AND e.account = $2 AND e.date >= $3 AND e.date <= $4
		ORDER BY e.date, e.entry`, string(r.company), account, from, to)
	return collect(rows, err, scanBankEntry)
}

// EntryQuery asks for entries.
type EntryQuery struct {
	States  []string // empty: all
	On      cal.Date // of this day; 0: all
	Account string   // empty: all
	Search  string   // in payer and purpose, as written; empty: all
	After   string   // the entry to go on after; empty: from the newest
	Limit   int
}

// BankEntries are the entries asked for, the newest first.
func (r Reader) BankEntries(ctx context.Context, q EntryQuery) ([]BankEntry, error) {
	sql, args := `SELECT `+bankEntryFields+` FROM bank_entry e WHERE e.company = $1`, []any{string(r.company)}
	add := func(cond string, arg any) {
		args = append(args, arg)
		sql += " AND " + cond + "$" + strconv.Itoa(len(args))
	}
	if len(q.States) > 0 {
		args = append(args, texts(q.States))
		sql += " AND " + r.q.Engine().Among("e.state", len(args))
	}
	if q.On != 0 {
		add("e.date = ", q.On)
	}
	if q.Account != "" {
		add("e.account = ", q.Account)
	}
	if q.Search != "" {
		add("e.payer || ' ' || e.purpose || ' ' || e.tax_id LIKE ", "%"+q.Search+"%")
	}
	if q.After != "" {
		add("(e.date, e.entry) < (SELECT date, entry FROM bank_entry a WHERE a.company = e.company AND a.entry = ", q.After)
		sql += ")"
	}
	args = append(args, q.Limit)
	rows, err := r.q.Query(ctx, sql+` ORDER BY e.date DESC, e.entry DESC LIMIT $`+strconv.Itoa(len(args)), args...)
	return collect(rows, err, scanBankEntry)
}

// EntrySum is how many entries stand in a state, and how much money that is.
type EntrySum struct {
	State    string
	Currency money.Currency
	Count    int
	Amount   money.Minor
}

// EntrySums are the sums of a day, or with 0 of what waits whatever its day, by
// state and currency.
func (r Reader) EntrySums(ctx context.Context, day cal.Date) ([]EntrySum, error) {
	sql, args := `SELECT state, currency, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM bank_entry WHERE company = $1 AND `, []any{string(r.company)}
	if day == 0 {
		sql += `state IN ('undecided', 'unknown')`
	} else {
		sql, args = sql+`date = $2`, append(args, day)
	}
	rows, err := r.q.Query(ctx, sql+` GROUP BY state, currency ORDER BY state, currency`, args...)
	return collect(rows, err, func(rows db.Rows, s *EntrySum) error { return rows.Scan(&s.State, &s.Currency, &s.Count, &s.Amount) })
}

// LastEntryDay is the last day up to the given one on which an account moved; 0
// if none did.
func (r Reader) LastEntryDay(ctx context.Context, upTo cal.Date) (cal.Date, error) {
	rows, err := r.q.Query(ctx, `SELECT date FROM bank_entry WHERE company = $1 AND date <= $2 ORDER BY date DESC LIMIT 1`, string(r.company), upTo)
	list, err := collect(rows, err, func(rows db.Rows, d *cal.Date) error { return rows.Scan(d) })
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0], nil
}

// InsertBankEntries records entries in bulk.
func (w Writer) InsertBankEntries(ctx context.Context, list []BankEntry) error {
	columns := []string{
		"company", "entry", "statement", "account", "date", "value_date", "amount", "currency", "payer", "tax_id", "payer_account", "payer_bank", "purpose",
		"reference", "bank_ref", "format", "raw", "problem", "state", "reason", "in_books", "answer", "payments", "decided_by", "change",
	}
	return w.insert(ctx, "bank_entry", columns, len(list), func(i int) []any {
		e := list[i]
		return []any{
			string(w.company), e.ID, e.Statement, e.Account, e.Date, e.ValueDate, int64(e.Amount), string(e.Currency), e.Payer, e.TaxID, e.PayerAccount, e.PayerBank, e.Purpose,
			e.Reference, e.BankRef, e.Format, e.Raw, e.Problem, e.State, e.Reason, string(e.InBooks), e.Answer, e.Payments, string(e.DecidedBy), w.change,
		}
	})
}

// DecideBankEntry moves an entry from a state to the one it has now; decided is
// false if somebody moved it before.
func (w Writer) DecideBankEntry(ctx context.Context, from string, e BankEntry) (decided bool, err error) {
	n, err := w.tx.Exec(ctx, `UPDATE bank_entry SET state = $4, reason = $5, in_books = $6, payments = $7, decided_by = $8, change = $9
		WHERE company = $1 AND entry = $2 AND state = $3`,
		string(w.company), e.ID, from, e.State, e.Reason, string(e.InBooks), e.Payments, string(e.DecidedBy), w.change)
	return n > 0, err
}

// BankCandidate says that an undecided entry may be a customer's.
type BankCandidate struct {
	Customer id.Customer
	Entry    string
}

// InsertBankCandidates records candidates in bulk.
func (w Writer) InsertBankCandidates(ctx context.Context, list []BankCandidate) error {
	return w.upsert(ctx, "bank_candidate", []string{"company", "customer", "entry", "change"}, `ON CONFLICT (company, customer, entry) DO NOTHING`, len(list), func(i int) []any {
		return []any{string(w.company), string(list[i].Customer), list[i].Entry, w.change}
	})
}

// DropBankCandidates forgets the candidates of an entry that was decided.
func (w Writer) DropBankCandidates(ctx context.Context, entry string) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM bank_candidate WHERE company = $1 AND entry = $2`, string(w.company), entry)
	return err
}

// Waiting is money that came in by a day and may be a customer's.
type Waiting struct {
	Customer id.Customer
	Entry    string
	Date     cal.Date
	Amount   money.Minor
	Currency money.Currency
}

// WaitingMoney is the undecided money that a customer may have sent, or with an
// empty one that any may have, as of a day, by customer, date and entry.
func (r Reader) WaitingMoney(ctx context.Context, of id.Customer, day cal.Date) ([]Waiting, error) {
	sql, args := `SELECT c.customer, c.entry, e.date, e.amount, e.currency FROM bank_candidate c
		JOIN bank_entry e ON e.company = c.company AND e.entry = c.entry
		WHERE c.company = $1 AND e.state = 'undecided' AND e.date <= $2`, []any{string(r.company), day}
	if of != "" {
		sql, args = sql+` AND c.customer = $3`, append(args, string(of))
	}
	rows, err := r.q.Query(ctx, sql+` ORDER BY c.customer, e.date, c.entry`, args...)
	return collect(rows, err, func(rows db.Rows, v *Waiting) error {
		return rows.Scan(&v.Customer, &v.Entry, &v.Date, &v.Amount, &v.Currency)
	})
}

// Payer is what a decision taught: who a payer of that key pays for, and how
// often he did.
type Payer struct {
	Kind     string // account, tax_id, name
	Key      string
	Customer id.Customer
	Times    int
}

// Payers is all that was learnt, by kind, key and customer.
func (r Reader) Payers(ctx context.Context) ([]Payer, error) {
	rows, err := r.q.Query(ctx, `SELECT kind, key, customer, times FROM payer WHERE company = $1 ORDER BY kind, key, customer`, string(r.company))
	return collect(rows, err, func(rows db.Rows, p *Payer) error { return rows.Scan(&p.Kind, &p.Key, &p.Customer, &p.Times) })
}

// LearnPayers counts payers as seen so many times more, or less; one who was
// seen no times any more is forgotten.
func (w Writer) LearnPayers(ctx context.Context, list []Payer) error {
	err := w.upsert(ctx, "payer", []string{"company", "kind", "key", "customer", "times", "change"},
		`ON CONFLICT (company, kind, key, customer) DO UPDATE SET times = payer.times + excluded.times, change = excluded.change`, len(list), func(i int) []any {
			p := list[i]
			return []any{string(w.company), p.Kind, p.Key, string(p.Customer), p.Times, w.change}
		})
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, `DELETE FROM payer WHERE company = $1 AND times <= 0`, string(w.company))
	return err
}

// MatchItem is an instalment as matching sees it.
type MatchItem struct {
	Customer id.Customer
	Contract id.Contract
	ledger.Item
	Document string
}

// CountMatchItems is how many instalments MatchItems gives.
func (r Reader) CountMatchItems(ctx context.Context, settledSince cal.Date) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM instalment i WHERE i.company = $1 AND (i.settled_on IS NULL OR i.settled_on >= $2)`, string(r.company), settledSince).Scan(&n)
	return n, err
}

// MatchItems gives every instalment that is open or was settled since a day, by
// customer, invoice and part.
func (r Reader) MatchItems(ctx context.Context, settledSince cal.Date, each func(MatchItem)) error {
	rows, err := r.q.Query(ctx, `SELECT i.customer, i.contract, i.invoice, i.part, i.issued, i.due, i.amount, i.amount - i.paid, i.currency, v.document
		FROM instalment i JOIN invoice v ON v.company = i.company AND v.invoice = i.invoice
		WHERE i.company = $1 AND (i.settled_on IS NULL OR i.settled_on >= $2) ORDER BY i.customer, i.invoice, i.part`, string(r.company), settledSince)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v MatchItem
		if err := rows.Scan(&v.Customer, &v.Contract, &v.Invoice, &v.Part, &v.Issued, &v.Due, &v.Amount, &v.Open, &v.Currency, &v.Document); err != nil {
			return err
		}
		v.Item.Contract = v.Contract
		each(v)
	}
	return rows.Err()
}

// MatchCustomers gives every customer as matching sees him: code, name, tax
// identifier, parent.
func (r Reader) MatchCustomers(ctx context.Context, each func(ledger.Customer)) error {
	rows, err := r.q.Query(ctx, `SELECT customer, name, tax_id, parent FROM customer WHERE company = $1 ORDER BY customer`, string(r.company))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v ledger.Customer
		if err := rows.Scan(&v.ID, &v.Name, &v.TaxID, &v.Parent); err != nil {
			return err
		}
		each(v)
	}
	return rows.Err()
}

// BookPayment is a payment that came from the books and not from the bank.
type BookPayment struct {
	Payment  id.Payment
	Customer id.Customer
	Date     cal.Date
	Amount   money.Minor
	Currency money.Currency
}

// entryNameLength is the length of an entry's name, which the keys of its
// payments begin with.
const entryNameLength = 18

// BookPayments are the payments of the days that came from the books and with
// which no entry was set aside, by date and key.
func (r Reader) BookPayments(ctx context.Context, from, to cal.Date) ([]BookPayment, error) {
	rows, err := r.q.Query(ctx, `SELECT p.payment, p.customer, p.date, p.amount, p.currency FROM payment p
		WHERE p.company = $1 AND p.date >= $2 AND p.date <= $3 AND p.kind = 'payment' AND p.amount > 0
		AND NOT EXISTS (SELECT 1 FROM bank_entry e WHERE e.company = p.company AND e.entry = SUBSTR(p.payment, 1, $4))
		AND NOT EXISTS (SELECT 1 FROM bank_entry e WHERE e.company = p.company AND e.in_books = p.payment)
		ORDER BY p.date, p.payment`, string(r.company), from, to, entryNameLength)
	return collect(rows, err, func(rows db.Rows, p *BookPayment) error {
		return rows.Scan(&p.Payment, &p.Customer, &p.Date, &p.Amount, &p.Currency)
	})
}

// ReceiptNumbers are the numbers of the payment orders of bank entries, by
// entry; of keys that are no entry there is nothing.
func (r Reader) ReceiptNumbers(ctx context.Context, entries []string) (map[string]string, error) {
	rows, err := r.q.Query(ctx, `SELECT entry, reference FROM bank_entry WHERE company = $1 AND `+r.q.Engine().Among("entry", 2), string(r.company), entries)
	type pair struct{ entry, number string }
	list, err := collect(rows, err, func(rows db.Rows, p *pair) error { return rows.Scan(&p.entry, &p.number) })
	numbers := make(map[string]string, len(list))
	for _, p := range list {
		numbers[p.entry] = p.number
	}
	return numbers, err
}
