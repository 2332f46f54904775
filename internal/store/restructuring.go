package store

import (
	"context"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// The states of a restructuring.
const (
	RestructuringDraft     = "draft"     // nobody outside has it
	RestructuringSent      = "sent"      // the customer has it
	RestructuringSigned    = "signed"    // its instalments count
	RestructuringRefused   = "refused"   // he does not sign
	RestructuringExpired   = "expired"   // he did not answer in time
	RestructuringWithdrawn = "withdrawn" // taken back before it was signed
	RestructuringKept      = "kept"      // all of it came
	RestructuringBroken    = "broken"    // an instalment was missed
	RestructuringCancelled = "cancelled" // ended by us, or by both
	RestructuringReplaced  = "replaced"  // a later one about the same debt was signed
)

// RestructuringStates lists them in the order in which they come.
var RestructuringStates = []string{
	RestructuringDraft, RestructuringSent, RestructuringSigned, RestructuringKept, RestructuringBroken, RestructuringRefused, RestructuringExpired,
	RestructuringReplaced, RestructuringCancelled, RestructuringWithdrawn,
}

// The kinds of papers.
const (
	SupplementaryAgreement = "agreement"
	GuaranteeLetter        = "guarantee"
)

// Restructuring is a row of restructuring: a supplementary agreement or a
// guarantee letter with its instalments, and what became of it.
type Restructuring struct {
	Number   int64
	Kind     string // SupplementaryAgreement or GuaranteeLetter
	Customer id.Customer
	Name     string // the customer's
	Manager  string // his
	Currency money.Currency
	Amount   money.Minor // of its instalments together
	Reading  string      // how the price of delay is counted, of restructure.Readings; empty: there is none
	Debts    string      // JSON: the instalments it is about, with what was open of each when it was drawn up
	Parts    string      // JSON: its own instalments
	Language string
	State    string
	FirstDue cal.Date // the day the oldest of its debts was due at first
	MadeOn   cal.Date
	MadeBy   string
	AnswerBy cal.Date // zero: said when it is sent
	Approval int64    // the request by which it is let out; 0: none yet
	Reason   string
	SentOn   cal.Date
	SignedOn cal.Date
	SignedBy string
	Position string
	EndedOn  cal.Date // of a signed one: the day its plan ended; zero: it goes on
	Note     string   // why it ended, was refused or taken back
}

// RestructuringQuery picks restructurings; empty fields pick all.
type RestructuringQuery struct {
	Scope    Scope
	Number   int64
	Customer id.Customer
	State    string
	Limit    int // 0: all
	Offset   int
}

const restructuringColumns = `a.number, a.kind, a.customer, c.name, c.manager, a.currency, a.amount, a.reading, a.debts, a.parts, a.language, a.state, a.first_due,
	a.made_on, a.made_by, a.answer_by, a.approval, a.reason, a.sent_on, a.signed_on, a.signed_by, a.position, a.ended_on, a.note`

func scanRestructuring(rows db.Rows, a *Restructuring) error {
	return rows.Scan(&a.Number, &a.Kind, &a.Customer, &a.Name, &a.Manager, &a.Currency, &a.Amount, &a.Reading, &a.Debts, &a.Parts, &a.Language, &a.State, &a.FirstDue,
		&a.MadeOn, &a.MadeBy, &a.AnswerBy, &a.Approval, &a.Reason, &a.SentOn, &a.SignedOn, &a.SignedBy, &a.Position, &a.EndedOn, &a.Note)
}

// Restructurings are those that the query picks, the newest first.
func (r Reader) Restructurings(ctx context.Context, q RestructuringQuery) ([]Restructuring, error) {
	from, args := q.from(string(r.company))
	sql := `SELECT ` + restructuringColumns + from + ` ORDER BY a.number DESC`
	if q.Limit > 0 {
		sql += ` LIMIT ` + strconv.Itoa(q.Limit) + ` OFFSET ` + strconv.Itoa(q.Offset)
	}
	rows, err := r.q.Query(ctx, sql, args...)
	return collect(rows, err, scanRestructuring)
}

// RestructuringCount is how many are in a state.
type RestructuringCount struct {
	State string
	Count int
}

// RestructuringCounts counts what the query picks by state, its state and limit
// aside.
func (r Reader) RestructuringCounts(ctx context.Context, q RestructuringQuery) ([]RestructuringCount, error) {
	q.State = ""
	from, args := q.from(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT a.state, COUNT(*)`+from+` GROUP BY a.state ORDER BY a.state`, args...)
	return collect(rows, err, func(rows db.Rows, c *RestructuringCount) error { return rows.Scan(&c.State, &c.Count) })
}

// from is the FROM and WHERE over restructuring a and its customer c.
func (q RestructuringQuery) from(company string) (string, []any) {
	args := []any{company}
	sql := ` FROM restructuring a JOIN customer c ON c.company = a.company AND c.customer = a.customer WHERE a.company = $1`
	add := func(column string, value any) {
		args = append(args, value)
		sql += ` AND a.` + column + ` = $` + strconv.Itoa(len(args))
	}
	if q.Number != 0 {
		add("number", q.Number)
	}
	if q.Customer != "" {
		add("customer", string(q.Customer))
	}
	if q.State != "" {
		add("state", q.State)
	}
	return sql + q.Scope.filter("c", &args), args
}

// WatchedRestructurings are the next ones after a number whose state a day may
// change: sent and not answered by it, signed, or broken since a day (money that is recorded
// late may show that none was missed).
func (r Reader) WatchedRestructurings(ctx context.Context, day, brokenSince cal.Date, after int64, limit int) ([]Restructuring, error) {
	rows, err := r.q.Query(ctx, `SELECT `+restructuringColumns+` FROM restructuring a JOIN customer c ON c.company = a.company AND c.customer = a.customer
		WHERE a.company = $1 AND a.number > $2 AND (a.state = 'signed' OR a.state = 'sent' AND a.answer_by < $3 OR a.state = 'broken' AND a.ended_on >= $4)
		ORDER BY a.number LIMIT $5`, string(r.company), after, day, brokenSince, limit)
	return collect(rows, err, scanRestructuring)
}

// LastRestructuring is the number of the newest one, 0 if there is none.
func (r Reader) LastRestructuring(ctx context.Context) (int64, error) {
	var n int64
	err := r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM restructuring WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertRestructuring records a new one.
func (w Writer) InsertRestructuring(ctx context.Context, a *Restructuring) error {
	columns := strings.Split("company,number,kind,customer,currency,amount,reading,debts,parts,language,state,first_due,"+
		"made_on,made_by,answer_by,approval,reason,sent_on,signed_on,signed_by,position,ended_on,note,change", ",")
	return w.insert(ctx, "restructuring", columns, 1, func(int) []any {
		return []any{
			string(w.company), a.Number, a.Kind, string(a.Customer), string(a.Currency), int64(a.Amount), a.Reading, a.Debts, a.Parts, a.Language, a.State, a.FirstDue,
			a.MadeOn, a.MadeBy, a.AnswerBy, a.Approval, a.Reason, a.SentOn, a.SignedOn, a.SignedBy, a.Position, a.EndedOn, a.Note, w.change,
		}
	})
}

// UpdateRestructuring writes what became of one.
func (w Writer) UpdateRestructuring(ctx context.Context, a *Restructuring) error {
	_, err := w.tx.Exec(ctx, `UPDATE restructuring SET state = $3, answer_by = $4, approval = $5, sent_on = $6, signed_on = $7, signed_by = $8, position = $9,
		ended_on = $10, note = $11, change = $12 WHERE company = $1 AND number = $2`,
		string(w.company), a.Number, a.State, a.AnswerBy, a.Approval, a.SentOn, a.SignedOn, a.SignedBy, a.Position, a.EndedOn, a.Note, w.change)
	return err
}

// PlanOf are the parts of the plan of a restructuring that stand.
func (r Reader) PlanOf(ctx context.Context, customer id.Customer, number int64) ([]Event, error) {
	rows, err := r.q.Query(ctx, eventSelect+` AND customer >= $2 AND customer <= $2 AND restructuring = $3 AND kind = 'plan'`+stands+` ORDER BY number`,
		string(r.company), string(customer), number)
	return collect(rows, err, scanEvent)
}

// PartReceipt is what came for an instalment on a day: money or a credit note;
// negative if more was taken back.
type PartReceipt struct {
	Invoice id.Invoice
	Part    int
	On      cal.Date
	Amount  money.Minor
}

// PartReceipts are those of all instalments of a customer, by document, part and day.
func (r Reader) PartReceipts(ctx context.Context, customer id.Customer) ([]PartReceipt, error) {
	rows, err := r.q.Query(ctx, `SELECT invoice, part, date, CAST(SUM(amount) AS BIGINT) FROM allocation WHERE company = $1 AND customer >= $2 AND customer <= $2
		GROUP BY invoice, part, date HAVING SUM(amount) <> 0 ORDER BY invoice, part, date`, string(r.company), string(customer))
	return collect(rows, err, func(rows db.Rows, p *PartReceipt) error { return rows.Scan(&p.Invoice, &p.Part, &p.On, &p.Amount) })
}
