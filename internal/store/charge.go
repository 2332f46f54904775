package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// The states of a charge. What was paid or waived of one that stands, its moves
// say.
const (
	ChargeProposed = "proposed" // it waits for whoever may charge it
	ChargeStands   = "charged"
	ChargeDropped  = "dropped"  // proposed, and never charged
	ChargeReversed = "reversed" // charged by mistake
)

// Charge is a row of charge: what is asked for because a debt was late.
type Charge struct {
	Number     int64
	Customer   id.Customer
	Contract   id.Contract // empty: none
	Invoice    id.Invoice  // empty: not for one document
	Part       int         // of the document; 0: not for one
	Currency   money.Currency
	Kind       ledger.ChargeKind
	From, To   cal.Date // the days it is for, both counted; From is zero where it is not by days
	Amount     money.Minor
	Paid       money.Minor
	Waived     money.Minor
	Law        string  // it was counted by, as package interest calls it; empty: none
	Basis      string  // the law or the clause, in words
	Sheet      string  // JSON of interest.Calculation; empty: it was not counted, or was not read
	State      string  // ChargeProposed…
	Task       id.Task // of the run that proposed it; empty: a person did
	ProposedOn cal.Date
	ProposedBy string
	DecidedOn  cal.Date // charged, dropped or reversed; zero: it waits
	DecidedBy  string
	DecidedWhy string
	Approval   int64 // the request by which it was charged; 0: none
}

// Open is what of a charge is still asked for.
func (c *Charge) Open() money.Minor {
	if c.State != ChargeStands {
		return 0
	}
	return c.Amount - c.Paid - c.Waived
}

const (
	chargeColumns = `number, customer, contract, invoice, part, currency, kind, from_date, to_date, amount, paid, waived, law, basis, state, task, proposed_on, proposed_by,
	decided_on, decided_by, decided_why, approval`
	chargeFrom = ` FROM charge WHERE company = $1`
)

func (c *Charge) fields() []any {
	return []any{
		&c.Number, &c.Customer, &c.Contract, &c.Invoice, &c.Part, &c.Currency, &c.Kind, &c.From, &c.To, &c.Amount, &c.Paid, &c.Waived, &c.Law, &c.Basis, &c.State,
		&c.Task, &c.ProposedOn, &c.ProposedBy, &c.DecidedOn, &c.DecidedBy, &c.DecidedWhy, &c.Approval,
	}
}

func scanCharge(rows db.Rows, c *Charge) error { return rows.Scan(c.fields()...) }

// ChargesOf are the charges of customers without their sheets, by number. The
// books are asked for them by customer: an order by number would have SQLite look
// through all charges, with their sheets, rather than sort a few.
func (r Reader) ChargesOf(ctx context.Context, customers []id.Customer) ([]Charge, error) {
	rows, err := r.q.Query(ctx, `SELECT `+chargeColumns+chargeFrom+` AND `+r.q.Engine().Among("customer", 2)+` ORDER BY customer, number`, string(r.company), texts(customers))
	list, err := collect(rows, err, scanCharge)
	slices.SortFunc(list, func(a, b Charge) int { return cmp.Compare(a.Number, b.Number) })
	return list, err
}

// ChargeQuery picks charges; empty fields pick all.
type ChargeQuery struct {
	Scope    Scope
	Customer id.Customer
	State    string
	Open     bool // only what waits, and what is not paid or waived whole
	After    int64
	Limit    int
	Offset   int // with a limit: how many come before
}

// Charges are those that the query picks, without their sheets, by number.
func (r Reader) Charges(ctx context.Context, q ChargeQuery) ([]Charge, error) {
	sql, args := `SELECT `+chargeColumns+chargeFrom+` AND number > $2`, []any{string(r.company), q.After}
	if q.Customer != "" {
		args = append(args, string(q.Customer))
		sql += fmt.Sprintf(` AND customer = $%d`, len(args))
	}
	if q.State != "" {
		args = append(args, q.State)
		sql += fmt.Sprintf(` AND state = $%d`, len(args))
	}
	if q.Open {
		sql += ` AND (state = 'proposed' OR state = 'charged' AND paid + waived < amount)`
	}
	sql, args = q.Scope.within(sql, args, "charge")
	sql += ` ORDER BY number`
	if q.Limit > 0 {
		args = append(args, q.Limit, q.Offset)
		sql += fmt.Sprintf(` LIMIT $%d OFFSET $%d`, len(args)-1, len(args))
	}
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, scanCharge)
}

// Charge is one of them with its sheet, false if there is none.
func (r Reader) Charge(ctx context.Context, number int64) (Charge, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT `+chargeColumns+`, sheet`+chargeFrom+` AND number = $2`, string(r.company), number)
	list, err := collect(rows, err, func(rows db.Rows, c *Charge) error { return rows.Scan(append(c.fields(), &c.Sheet)...) })
	if err != nil || len(list) == 0 {
		return Charge{}, false, err
	}
	return list[0], true, nil
}

// EachChargeSheet gives number, amount and sheet of every charge, by number.
func (r Reader) EachChargeSheet(ctx context.Context, fn func(Charge)) error {
	rows, err := r.q.Query(ctx, `SELECT `+chargeColumns+`, sheet`+chargeFrom+` ORDER BY number`, string(r.company))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c Charge
		if err := rows.Scan(append(c.fields(), &c.Sheet)...); err != nil {
			return err
		}
		fn(c)
	}
	return rows.Err()
}

// InsertCharges records charges under the next numbers, which it puts into them.
func (w Writer) InsertCharges(ctx context.Context, list []Charge) error {
	var last int64
	err := w.tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM charge WHERE company = $1`, string(w.company)).Scan(&last)
	if err != nil {
		return err
	}
	columns := []string{"company"}
	for column := range strings.SplitSeq(chargeColumns, ",") {
		columns = append(columns, strings.TrimSpace(column))
	}
	return w.insert(ctx, "charge", append(columns, "sheet", "change"), len(list), func(i int) []any {
		c := &list[i]
		c.Number = last + int64(i) + 1
		return []any{
			string(w.company), c.Number, string(c.Customer), string(c.Contract), string(c.Invoice), c.Part, string(c.Currency), string(c.Kind), c.From, c.To,
			int64(c.Amount), int64(c.Paid), int64(c.Waived), c.Law, c.Basis, c.State, string(c.Task), c.ProposedOn, c.ProposedBy, c.DecidedOn, c.DecidedBy, c.DecidedWhy,
			c.Approval, c.Sheet, w.change,
		}
	})
}

// DecideCharge moves a charge from one state to that which it has now, and tells
// whether it was in that state.
func (w Writer) DecideCharge(ctx context.Context, c *Charge, from string) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE charge SET state = $3, decided_on = $4, decided_by = $5, decided_why = $6, approval = $7
		WHERE company = $1 AND number = $2 AND state = $8 AND paid + waived = 0`,
		string(w.company), c.Number, c.State, c.DecidedOn, c.DecidedBy, c.DecidedWhy, c.Approval, from)
	return n == 1, err
}

// The kinds of what becomes of a charge.
const (
	MovePaid   = "paid"
	MoveWaived = "waived"
)

// ChargeMove is a row of charge_move.
type ChargeMove struct {
	Charge   int64
	Number   int
	Kind     string // MovePaid, MoveWaived
	Date     cal.Date
	Amount   money.Minor // negative takes one back
	Document string
	Reason   string
	Author   string
	Approval int64      // by which it was waived; 0: none
	Payment  id.Payment // of the ledger that covers it; empty: somebody noted it
}

// ChargeMoves are those of one charge, or of all if it is 0, in their order.
func (r Reader) ChargeMoves(ctx context.Context, charge int64) ([]ChargeMove, error) {
	rows, err := r.q.Query(ctx, `SELECT charge, move, kind, date, amount, document, reason, author, approval, payment FROM charge_move
		WHERE company = $1 AND ($2 = 0 OR charge = $2) ORDER BY charge, move`, string(r.company), charge)
	return collect(rows, err, func(rows db.Rows, m *ChargeMove) error {
		return rows.Scan(&m.Charge, &m.Number, &m.Kind, &m.Date, &m.Amount, &m.Document, &m.Reason, &m.Author, &m.Approval, &m.Payment)
	})
}

// MoveCharge records what became of a charge that stands, all of it together, and
// tells whether it could: no more is paid and waived than it is, and no less than
// nothing. The moves are of one charge.
func (w Writer) MoveCharge(ctx context.Context, moves ...ChargeMove) (bool, error) {
	var paid, waived money.Minor
	for _, m := range moves {
		if m.Kind == MoveWaived {
			waived += m.Amount
		} else {
			paid += m.Amount
		}
	}
	n, err := w.tx.Exec(ctx, `UPDATE charge SET paid = paid + $3, waived = waived + $4
		WHERE company = $1 AND number = $2 AND state = 'charged' AND paid + $3 >= 0 AND waived + $4 >= 0 AND paid + waived + $3 + $4 <= amount`,
		string(w.company), moves[0].Charge, int64(paid), int64(waived))
	if err != nil || n != 1 {
		return false, err
	}
	for _, m := range moves {
		_, err = w.tx.Exec(ctx, `INSERT INTO charge_move (company, charge, move, kind, date, amount, document, reason, author, approval, payment, change)
			VALUES ($1, $2, (SELECT COALESCE(MAX(move), 0) + 1 FROM charge_move WHERE company = $1 AND charge = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			string(w.company), m.Charge, m.Kind, m.Date, int64(m.Amount), m.Document, m.Reason, m.Author, m.Approval, string(m.Payment), w.change)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// Cover is what of a payment covers a charge.
type Cover struct {
	Charge  int64
	Payment id.Payment
	Date    cal.Date // the payment's
	Amount  money.Minor
}

// CoversOf are what payments cover of the customers' charges, by charge and
// payment; what was taken back is none.
func (r Reader) CoversOf(ctx context.Context, customers []id.Customer) ([]Cover, error) {
	rows, err := r.q.Query(ctx, `SELECT m.charge, m.payment, MAX(m.date), CAST(SUM(m.amount) AS BIGINT) FROM charge_move m
			JOIN charge c ON c.company = m.company AND c.number = m.charge
		WHERE m.company = $1 AND m.payment <> '' AND `+r.q.Engine().Among("c.customer", 2)+`
		GROUP BY m.charge, m.payment HAVING SUM(m.amount) <> 0 ORDER BY m.charge, m.payment`, string(r.company), texts(customers))
	return collect(rows, err, func(rows db.Rows, c *Cover) error { return rows.Scan(&c.Charge, &c.Payment, &c.Date, &c.Amount) })
}

// ChargedCustomers are those with charges that stand, by code.
func (r Reader) ChargedCustomers(ctx context.Context) ([]id.Customer, error) {
	rows, err := r.q.Query(ctx, `SELECT DISTINCT customer FROM charge WHERE company = $1 AND state = 'charged' ORDER BY customer`, string(r.company))
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// SettlementsAbout are those of one document's instalments up to a day, paid in
// full or not, by part and day.
func (r Reader) SettlementsAbout(ctx context.Context, customer id.Customer, invoice id.Invoice, day cal.Date) ([]Settlement, error) {
	rows, err := r.q.Query(ctx, `SELECT a.customer, a.invoice, a.part, MIN(a.date), a.payment, p.kind, CAST(SUM(a.amount) AS BIGINT) FROM allocation a
			JOIN payment p ON p.company = a.company AND p.payment = a.payment
		WHERE a.company = $1 AND a.customer = $2 AND a.invoice = $3 AND a.date <= $4
		GROUP BY a.customer, a.invoice, a.part, a.payment, p.kind HAVING SUM(a.amount) <> 0 ORDER BY 3, 4, 5`,
		string(r.company), string(customer), string(invoice), day)
	return collect(rows, err, func(rows db.Rows, p *Settlement) error {
		return rows.Scan(&p.Customer, &p.Invoice, &p.Part, &p.On, &p.Payment, &p.Kind, &p.Amount)
	})
}

// ProposedBy are the charges that wait and were proposed with tasks of a span
// that an undo took back, by number.
func (r Reader) ProposedBy(ctx context.Context, v RunSpan, undo int) ([]Charge, error) {
	rows, err := r.q.Query(ctx, `SELECT `+chargeColumns+chargeFrom+` AND state = 'proposed' AND task IN (SELECT task_id FROM task WHERE `+ofSpan+`) ORDER BY number`,
		v.args(r.company, undo)...)
	return collect(rows, err, scanCharge)
}
