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

// Settlement is what one payment, of whatever kind, came to for an instalment.
type Settlement struct {
	Customer id.Customer
	Invoice  id.Invoice
	Part     int
	On       cal.Date
	Payment  id.Payment
	Kind     ledger.PaymentKind
	Amount   money.Minor // negative: a refund took it back
}

// Settlements are those of instalments of customers that are open as of a day,
// up to that day, by customer, document, part and day: of what was taken back whole there is
// nothing.
func (r Reader) Settlements(ctx context.Context, customers []id.Customer, day cal.Date) ([]Settlement, error) {
	rows, err := r.q.Query(ctx, `SELECT a.customer, a.invoice, a.part, MIN(a.date), a.payment, p.kind, CAST(SUM(a.amount) AS BIGINT) FROM allocation a
			JOIN payment p ON p.company = a.company AND p.payment = a.payment
			JOIN instalment i ON i.company = a.company AND i.customer = a.customer AND i.invoice = a.invoice AND i.part = a.part
		WHERE a.company = $1 AND `+r.q.Engine().Among("a.customer", 2)+` AND a.date <= $3 AND (i.settled_on IS NULL OR i.settled_on > $3)
		GROUP BY a.customer, a.invoice, a.part, a.payment, p.kind HAVING SUM(a.amount) <> 0 ORDER BY 1, 2, 3, 4, 5`, string(r.company), texts(customers), day)
	return collect(rows, err, func(rows db.Rows, p *Settlement) error {
		return rows.Scan(&p.Customer, &p.Invoice, &p.Part, &p.On, &p.Payment, &p.Kind, &p.Amount)
	})
}

// OldDebtors are the customers of a scope after one, by code, who have open what
// fell due by a day.
func (r Reader) OldDebtors(ctx context.Context, due cal.Date, of Scope, after id.Customer, limit int) ([]id.Customer, error) {
	sql, args := of.within(`SELECT DISTINCT i.customer FROM instalment i WHERE i.company = $1 AND i.customer > $2 AND i.due <= $3 AND i.settled_on IS NULL`,
		[]any{string(r.company), string(after), due}, "i")
	args = append(args, limit)
	rows, err := r.q.Query(ctx, sql+` ORDER BY i.customer LIMIT $`+strconv.Itoa(len(args)), args...)
	return collect(rows, err, func(rows db.Rows, c *id.Customer) error { return rows.Scan(c) })
}

// TasksFrom are the tasks of a customer that come of something, to be done or
// not, that no undo took back.
func (r Reader) TasksFrom(ctx context.Context, customer id.Customer, from string) ([]Task, error) {
	rows, err := r.q.Query(ctx, taskSelect+` WHERE t.company = $1 AND t.customer = $2 AND t.step = $3 AND t.undone = 0`+byNumber,
		string(r.company), string(customer), from)
	return collect(rows, err, scanTask)
}

// PostedLetter is a letter that the post office has, or has delivered, with its
// frozen facts.
type PostedLetter struct {
	Letter   id.Letter
	Customer id.Customer
	On       cal.Date
	Facts    string
}

// PostedLetters are the letters of some templates to customers that were posted
// by a day, of those that stand, the oldest first.
func (r Reader) PostedLetters(ctx context.Context, customers []id.Customer, templates []string, day cal.Date) ([]PostedLetter, error) {
	rows, err := r.q.Query(ctx, `SELECT l.letter, l.customer, d.state_on, l.facts FROM letter l
		JOIN delivery d ON d.company = l.company AND d.letter = l.letter AND d.channel = 'post' AND d.state IN ('posted', 'delivered')
		WHERE l.company = $1 AND `+r.q.Engine().Among("l.customer", 2)+` AND `+r.q.Engine().Among("l.template", 3)+` AND l.undone = 0 AND d.state_on <= $4
		ORDER BY l.customer, d.state_on, l.letter`, string(r.company), texts(customers), texts(templates), day)
	return collect(rows, err, func(rows db.Rows, p *PostedLetter) error { return rows.Scan(&p.Letter, &p.Customer, &p.On, &p.Facts) })
}

// LegalEvents are the facts of some kinds about customers that stand by a day, in the
// order of recording.
func (r Reader) LegalEvents(ctx context.Context, customers []id.Customer, kinds []string, day cal.Date) ([]Event, error) {
	rows, err := r.q.Query(ctx, eventSelect+` AND `+r.q.Engine().Among("customer", 2)+` AND `+r.q.Engine().Among("kind", 3)+` AND date <= $4`+stands+` ORDER BY customer, number`,
		string(r.company), texts(customers), texts(kinds), day)
	return collect(rows, err, scanEvent)
}

// Laws are the governing laws of the customers' contracts that say one.
func (r Reader) Laws(ctx context.Context, customers []id.Customer) (map[id.Contract]string, error) {
	type row struct {
		contract id.Contract
		law      string
	}
	rows, err := r.q.Query(ctx, `SELECT contract, law FROM contract WHERE company = $1 AND `+r.q.Engine().Among("customer", 2)+` AND law <> ''`, string(r.company), texts(customers))
	list, err := collect(rows, err, func(rows db.Rows, v *row) error { return rows.Scan(&v.contract, &v.law) })
	of := make(map[id.Contract]string, len(list))
	for _, v := range list {
		of[v.contract] = v.law
	}
	return of, err
}

// SignedActs are the acts that customers signed, without their lines.
func (r Reader) SignedActs(ctx context.Context, customers []id.Customer) ([]Act, error) {
	rows, err := r.q.Query(ctx, `SELECT `+actColumns+` FROM act a JOIN customer c ON c.company = a.company AND c.customer = a.customer
		WHERE a.company = $1 AND a.state = 'signed' AND `+r.q.Engine().Among("a.customer", 2)+` ORDER BY a.number DESC`, string(r.company), texts(customers))
	return collect(rows, err, func(rows db.Rows, a *Act) error { return rows.Scan(a.into()...) })
}
