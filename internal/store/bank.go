package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// BankAccount is an account of the company whose statements are taken in.
type BankAccount struct {
	Account  string
	Currency money.Currency
	Name     string
	Watched  bool     // its statements must be complete before letters go
	Since    cal.Date // from which on they are expected
	Lag      int      // how many working days the bank may be behind
}

// BankStatement is a statement that was taken in.
type BankStatement struct {
	ID       string
	Account  string
	Currency money.Currency
	Number   string
	From, To cal.Date
	Opening  *money.Minor // nil where the bank does not say
	Closing  *money.Minor
	Interim  bool // does not complete its last day
	Format   string
	File     string
	Entries  int
	TakenOn  cal.Date
}

// bit is a yes or no as both engines keep it.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// BankAccounts are the company's accounts, by number.
func (r Reader) BankAccounts(ctx context.Context) ([]BankAccount, error) {
	rows, err := r.q.Query(ctx, `SELECT account, currency, name, watched, since, lag FROM bank_account WHERE company = $1 ORDER BY account`, string(r.company))
	return collect(rows, err, func(rows db.Rows, a *BankAccount) error {
		var watched int
		err := rows.Scan(&a.Account, &a.Currency, &a.Name, &watched, &a.Since, &a.Lag)
		a.Watched = watched == 1
		return err
	})
}

// SaveBankAccount adds an account or changes it.
func (w Writer) SaveBankAccount(ctx context.Context, a BankAccount) error {
	return w.upsert(ctx, "bank_account", []string{"company", "account", "currency", "name", "watched", "since", "lag", "change"},
		`ON CONFLICT (company, account) DO UPDATE SET currency = excluded.currency, name = excluded.name, watched = excluded.watched,
		since = excluded.since, lag = excluded.lag, change = excluded.change`, 1, func(int) []any {
			return []any{string(w.company), a.Account, string(a.Currency), a.Name, bit(a.Watched), a.Since, a.Lag, w.change}
		})
}

// BankStatements are the statements of an account from a day on, by their
// first day, last day and key.
func (r Reader) BankStatements(ctx context.Context, account string, from cal.Date) ([]BankStatement, error) {
	rows, err := r.q.Query(ctx, `SELECT statement, account, currency, number, from_date, to_date, opening, closing, interim, format, file, entries, taken_on
		FROM bank_statement WHERE company = $1 AND account = $2 AND to_date >= $3 ORDER BY from_date, to_date, statement`, string(r.company), account, from)
	return collect(rows, err, func(rows db.Rows, s *BankStatement) error {
		var interim int
		err := rows.Scan(&s.ID, &s.Account, &s.Currency, &s.Number, &s.From, &s.To, &s.Opening, &s.Closing, &interim, &s.Format, &s.File, &s.Entries, &s.TakenOn)
		s.Interim = interim == 1
		return err
	})
}

// InsertBankStatements records statements in bulk; one that is there already,
// by its key, stays as it is.
func (w Writer) InsertBankStatements(ctx context.Context, list []BankStatement) error {
	columns := []string{
		"company", "statement", "account", "currency", "number", "from_date", "to_date", "opening", "closing", "interim", "format", "file",
		"entries", "taken_on", "change",
	}
	return w.upsert(ctx, "bank_statement", columns, `ON CONFLICT (company, statement) DO NOTHING`, len(list), func(i int) []any {
		s := list[i]
		return []any{
			string(w.company), s.ID, s.Account, string(s.Currency), s.Number, s.From, s.To, orNull(s.Opening), orNull(s.Closing), bit(s.Interim), s.Format, s.File,
			s.Entries, s.TakenOn, w.change,
		}
	})
}

// orNull is an amount, or nothing.
func orNull(m *money.Minor) any {
	if m == nil {
		return nil
	}
	return int64(*m)
}

// FreshWaiver is the word of somebody that the letters of a day may go although
// statements are missing.
type FreshWaiver struct {
	Date   cal.Date
	Reason string
	Author id.User
}

// FreshWaiver is what was signed for a day, false if nothing was.
func (r Reader) FreshWaiver(ctx context.Context, day cal.Date) (FreshWaiver, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT date, reason, author FROM fresh_waiver WHERE company = $1 AND date = $2`, string(r.company), day)
	list, err := collect(rows, err, func(rows db.Rows, v *FreshWaiver) error { return rows.Scan(&v.Date, &v.Reason, &v.Author) })
	if err != nil || len(list) == 0 {
		return FreshWaiver{}, false, err
	}
	return list[0], true, nil
}

// InsertFreshWaiver records it; a day has one.
func (w Writer) InsertFreshWaiver(ctx context.Context, v FreshWaiver) error {
	return w.insert(ctx, "fresh_waiver", []string{"company", "date", "reason", "author", "change"}, 1, func(int) []any {
		return []any{string(w.company), v.Date, v.Reason, string(v.Author), w.change}
	})
}
