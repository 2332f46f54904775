package store

import (
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Talk is a row of talk: a call or a visit and what came of it.
type Talk struct {
	ID        string
	Customer  id.Customer
	Kind      string // call, visit
	Date      cal.Date
	Person    id.User // who spoke
	Contact   string  // with whom; empty: not known
	Task      id.Task // that asked for it; empty: none
	Outcome   string
	Reason    string // why he does not pay, a code; empty: he gave none
	Objection string // what he said against paying, a code; empty: nothing
	Tactic    string // what was answered, a code; empty: nothing of the six
	Behaviour string // A, B or C; empty: not judged
	Note      string
	Next      cal.Date
}

const talkSelect = `SELECT t.talk, t.customer, t.kind, t.date, t.person, t.contact, t.task_id, t.outcome, t.reason, t.objection, t.tactic, t.behaviour, t.note, t.next_on FROM talk t`

func scanTalk(rows db.Rows, t *Talk) error {
	return rows.Scan(&t.ID, &t.Customer, &t.Kind, &t.Date, &t.Person, &t.Contact, &t.Task, &t.Outcome, &t.Reason, &t.Objection, &t.Tactic,
		&t.Behaviour, &t.Note, &t.Next)
}

// TalksOf are the talks with a customer, the newest first.
func (r Reader) TalksOf(ctx context.Context, customer id.Customer, limit int) ([]Talk, error) {
	rows, err := r.q.Query(ctx, talkSelect+` WHERE t.company = $1 AND t.customer = $2 ORDER BY t.date DESC, t.change DESC LIMIT $3`,
		string(r.company), string(customer), limit)
	return collect(rows, err, scanTalk)
}

// InsertTalk records a talk.
func (w Writer) InsertTalk(ctx context.Context, t Talk) error {
	columns := strings.Split("company,talk,customer,kind,date,person,contact,task_id,outcome,reason,objection,tactic,behaviour,note,next_on,change", ",")
	return w.insert(ctx, "talk", columns, 1, func(int) []any {
		return []any{
			string(w.company), t.ID, string(t.Customer), t.Kind, t.Date, string(t.Person), t.Contact, string(t.Task), t.Outcome, t.Reason,
			t.Objection, t.Tactic, t.Behaviour, t.Note, t.Next, w.change,
		}
	})
}

// TalkCount is how many talks of one tactic and objection ended one way.
type TalkCount struct {
	Tactic, Objection, Outcome string
	Talks                      int
}

// CountTalks counts the talks of a period, both days included, by what was
// said and what came of it.
func (r Reader) CountTalks(ctx context.Context, from, to cal.Date, s Scope) ([]TalkCount, error) {
	args := []any{string(r.company), from, to}
	filter := s.filter("c", &args)
	rows, err := r.q.Query(ctx, `SELECT t.tactic, t.objection, t.outcome, COUNT(*) FROM talk t
		JOIN customer c ON c.company = t.company AND c.customer = t.customer
		WHERE t.company = $1 AND t.date >= $2 AND t.date <= $3`+filter+` GROUP BY t.tactic, t.objection, t.outcome ORDER BY 1, 2, 3`, args...)
	return collect(rows, err, func(rows db.Rows, c *TalkCount) error {
		return rows.Scan(&c.Tactic, &c.Objection, &c.Outcome, &c.Talks)
	})
}

// Cash is a row of cash: money taken on the spot.
type Cash struct {
	Receipt  string // its number here
	Customer id.Customer
	Name     string     // of the customer; read, not written
	Invoice  id.Invoice // empty: whatever he owes
	Amount   money.Minor
	Currency money.Currency
	Document string // the number of the paper he was given
	TakenOn  cal.Date
	TakenBy  id.User
	HandedOn cal.Date // zero: it is still with whoever took it
	HandedTo id.User
}

const cashSelect = `SELECT h.receipt, h.customer, c.name, h.invoice, h.amount, h.currency, h.document, h.taken_on, h.taken_by, h.handed_on, h.handed_to
	FROM cash h JOIN customer c ON c.company = h.company AND c.customer = h.customer WHERE h.company = $1`

func scanCash(rows db.Rows, h *Cash) error {
	return rows.Scan(&h.Receipt, &h.Customer, &h.Name, &h.Invoice, &h.Amount, &h.Currency, &h.Document, &h.TakenOn, &h.TakenBy, &h.HandedOn, &h.HandedTo)
}

// CashHeld is the cash that was taken and not handed in, the oldest first.
func (r Reader) CashHeld(ctx context.Context, s Scope) ([]Cash, error) {
	args := []any{string(r.company)}
	filter := s.filter("c", &args)
	rows, err := r.q.Query(ctx, cashSelect+` AND h.handed_on IS NULL`+filter+` ORDER BY h.taken_on, h.receipt`, args...)
	return collect(rows, err, scanCash)
}

// Cash is the cash of one receipt, false if there is none.
func (r Reader) Cash(ctx context.Context, receipt string) (Cash, bool, error) {
	rows, err := r.q.Query(ctx, cashSelect+` AND h.receipt = $2`, string(r.company), receipt)
	list, err := collect(rows, err, scanCash)
	if err != nil || len(list) == 0 {
		return Cash{}, false, err
	}
	return list[0], true, nil
}

// InsertCash records cash that was taken.
func (w Writer) InsertCash(ctx context.Context, h Cash) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO cash (company, receipt, customer, invoice, amount, currency, document, taken_on, taken_by, change)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, string(w.company), h.Receipt, string(h.Customer), string(h.Invoice), int64(h.Amount),
		string(h.Currency), h.Document, h.TakenOn, string(h.TakenBy), w.change)
	return err
}

// HandCash records that cash was handed in and tells whether it was still held.
func (w Writer) HandCash(ctx context.Context, receipt string, on cal.Date, to id.User) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE cash SET handed_on = $3, handed_to = $4 WHERE company = $1 AND receipt = $2 AND handed_on IS NULL`,
		string(w.company), receipt, on, string(to))
	return n > 0, err
}
