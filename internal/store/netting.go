package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/reconcile"
)

// The states of a netting.
const (
	NettingProposed  = "proposed"  // it waits for both signatures
	NettingBooked    = "booked"    // both sides have signed, and the debts are settled by it
	NettingReversed  = "reversed"  // it was booked and taken back
	NettingWithdrawn = "withdrawn" // it is not signed
)

// Netting is a row of netting: what was set off against what we owe.
type Netting struct {
	Number    int64
	Customer  id.Customer
	Date      cal.Date // as of which it was made
	Listed    cal.Date // the day of the list of payables
	Currency  money.Currency
	Amount    money.Minor
	Offsets   string // JSON of []reconcile.Offset
	State     string
	MadeOn    cal.Date
	MadeBy    string
	SignedOn  cal.Date // by both; zero: not yet
	OwnBy     string   // who signed for us
	SignedBy  string   // who signed for him
	Position  string
	Authority reconcile.Authority // of who signed for him
	BookedBy  string
	Note      string // why it was taken back or is not signed
}

const nettingSelect = `SELECT number, customer, date, listed, currency, amount, offsets, state, made_on, made_by, signed_on, own_by, signed_by, position,
	authority, power, power_from, power_until, booked_by, note FROM netting WHERE company = $1`

func scanNetting(rows db.Rows, n *Netting) error {
	return rows.Scan(&n.Number, &n.Customer, &n.Date, &n.Listed, &n.Currency, &n.Amount, &n.Offsets, &n.State, &n.MadeOn, &n.MadeBy, &n.SignedOn, &n.OwnBy,
		&n.SignedBy, &n.Position, &n.Authority.Kind, &n.Authority.Number, &n.Authority.Issued, &n.Authority.Until, &n.BookedBy, &n.Note)
}

// NettingsOf are a customer's nettings, the newest first.
func (r Reader) NettingsOf(ctx context.Context, customer id.Customer) ([]Netting, error) {
	rows, err := r.q.Query(ctx, nettingSelect+` AND customer = $2 ORDER BY number DESC`, string(r.company), string(customer))
	return collect(rows, err, scanNetting)
}

// Netting is one of them, false if there is none.
func (r Reader) Netting(ctx context.Context, number int64) (Netting, bool, error) {
	rows, err := r.q.Query(ctx, nettingSelect+` AND number = $2`, string(r.company), number)
	list, err := collect(rows, err, scanNetting)
	if err != nil || len(list) == 0 {
		return Netting{}, false, err
	}
	return list[0], true, nil
}

// LastNettingNumber is the number of the newest netting, 0 if there is none.
func (r Reader) LastNettingNumber(ctx context.Context) (n int64, err error) {
	err = r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM netting WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// SaveNetting records a netting, or what became of it.
func (w Writer) SaveNetting(ctx context.Context, n *Netting) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO netting (company, number, customer, date, listed, currency, amount, offsets, state, made_on, made_by, signed_on, own_by,
			signed_by, position, authority, power, power_from, power_until, booked_by, note, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22)
		ON CONFLICT (company, number) DO UPDATE SET state = excluded.state, signed_on = excluded.signed_on, own_by = excluded.own_by, signed_by = excluded.signed_by,
		position = excluded.position, authority = excluded.authority, power = excluded.power, power_from = excluded.power_from, power_until = excluded.power_until,
		booked_by = excluded.booked_by, note = excluded.note, change = excluded.change`,
		string(w.company), n.Number, string(n.Customer), n.Date, n.Listed, string(n.Currency), int64(n.Amount), n.Offsets, n.State, n.MadeOn, n.MadeBy, n.SignedOn, n.OwnBy,
		n.SignedBy, n.Position, n.Authority.Kind, n.Authority.Number, n.Authority.Issued, n.Authority.Until, n.BookedBy, n.Note, w.change)
	return err
}
