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

// The states of an approval that are kept. One that ran out stays Pending; the
// day tells.
const (
	Pending   = "pending"
	Approved  = "approved"
	Refused   = "refused"
	CalledOff = "withdrawn" // by whoever asked
)

// Approval is a row of approval with its evidence and votes: what somebody
// asked to be allowed, and what was said to it.
type Approval struct {
	Number   int64
	Kind     string      // of authority.Kinds
	Customer id.Customer // empty: it is about a policy
	Invoice  id.Invoice  // empty: the whole customer
	Policy   string
	Amount   money.Minor // in Currency; zero: all of it, or none is at stake
	Currency money.Currency
	From     cal.Date // the debt's original due date; zero: does not matter
	Until    cal.Date // zero: no end
	Value    string   // what is asked for: the new category, the new terms
	Reason   string
	AskedBy  id.User
	AskedOn  cal.Date
	Expires  cal.Date // the last day it can be decided, included
	State    string
	ClosedOn cal.Date   // zero: pending
	Evidence []Evidence // in the order in which it was shown
	Votes    []Vote     // proposals first, the decision last
}

// Evidence is what was shown for a request.
type Evidence struct {
	Name     string // guarantee-letter
	Document string // its number, or the name of a file
}

// What a vote says.
const (
	VotePropose = "propose"
	VoteApprove = "approve"
	VoteRefuse  = "refuse"
)

// Vote is what one person said to a request, in one of his roles.
type Vote struct {
	Person id.User
	Role   string
	Vote   string // propose, approve, refuse
	Reason string
	On     cal.Date
	// Requires is what an approval depends on being shown, by name.
	Requires []string
	ByLink   bool // said behind a link in a mail
}

// ApprovalQuery picks approvals; empty fields pick all.
type ApprovalQuery struct {
	Number   int64
	Kind     string
	State    string
	Customer id.Customer
}

// Approvals are the approvals that the query picks, in the order of asking.
func (r Reader) Approvals(ctx context.Context, q ApprovalQuery) ([]Approval, error) {
	filter, args := q.filter(string(r.company))
	rows, err := r.q.Query(ctx, `SELECT number, kind, customer, invoice, policy, amount, currency, from_date, until, value, reason,
			asked_by, asked_on, expires, state, closed_on FROM approval a WHERE `+filter+` ORDER BY number`, args...)
	list, err := collect(rows, err, func(rows db.Rows, a *Approval) error {
		return rows.Scan(&a.Number, &a.Kind, &a.Customer, &a.Invoice, &a.Policy, &a.Amount, &a.Currency, &a.From, &a.Until, &a.Value, &a.Reason,
			&a.AskedBy, &a.AskedOn, &a.Expires, &a.State, &a.ClosedOn)
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	of := make(map[int64]*Approval, len(list))
	for i := range list {
		of[list[i].Number] = &list[i]
	}
	if err := r.approvalEvidence(ctx, filter, args, of); err != nil {
		return nil, err
	}
	return list, r.approvalVotes(ctx, filter, args, of)
}

// filter is the condition over approval, called a, and its arguments.
func (q ApprovalQuery) filter(company string) (string, []any) {
	sql, args := `a.company = $1`, []any{company}
	for _, c := range []struct {
		column string
		value  any
		wanted bool
	}{
		{"number", q.Number, q.Number != 0},
		{"kind", q.Kind, q.Kind != ""},
		{"state", q.State, q.State != ""},
		{"customer", string(q.Customer), q.Customer != ""},
	} {
		if c.wanted {
			args = append(args, c.value)
			sql += ` AND a.` + c.column + ` = $` + strconv.Itoa(len(args))
		}
	}
	return sql, args
}

func (r Reader) approvalEvidence(ctx context.Context, filter string, args []any, of map[int64]*Approval) error {
	type row struct {
		number int64
		Evidence
	}
	rows, err := r.q.Query(ctx, `SELECT e.number, e.name, e.document FROM approval_evidence e
		JOIN approval a ON a.company = e.company AND a.number = e.number WHERE `+filter+` ORDER BY e.number, e.position`, args...)
	list, err := collect(rows, err, func(rows db.Rows, v *row) error { return rows.Scan(&v.number, &v.Name, &v.Document) })
	for _, v := range list {
		of[v.number].Evidence = append(of[v.number].Evidence, v.Evidence)
	}
	return err
}

func (r Reader) approvalVotes(ctx context.Context, filter string, args []any, of map[int64]*Approval) error {
	type row struct {
		number int64
		Vote
	}
	rows, err := r.q.Query(ctx, `SELECT v.number, v.person, v.role, v.vote, v.reason, v.date, v.requires, v.by_link FROM approval_vote v
		JOIN approval a ON a.company = v.company AND a.number = v.number WHERE `+filter+` 
		ORDER BY v.number, CASE WHEN v.vote = 'propose' THEN 0 ELSE 1 END, v.change, v.person`, args...)
	list, err := collect(rows, err, func(rows db.Rows, v *row) error {
		var requires string
		var byLink int
		err := rows.Scan(&v.number, &v.Person, &v.Role, &v.Vote.Vote, &v.Reason, &v.On, &requires, &byLink)
		v.Requires, v.ByLink = strings.Fields(requires), byLink == 1
		return err
	})
	for _, v := range list {
		of[v.number].Votes = append(of[v.number].Votes, v.Vote)
	}
	return err
}

// LastApprovalNumber is the number of the newest approval, 0 if there is none.
func (r Reader) LastApprovalNumber(ctx context.Context) (int64, error) {
	var n int64
	err := r.q.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) FROM approval WHERE company = $1`, string(r.company)).Scan(&n)
	return n, err
}

// InsertApproval records a request with its evidence and votes.
func (w Writer) InsertApproval(ctx context.Context, a Approval) error {
	columns := strings.Split("company,number,kind,customer,invoice,policy,amount,currency,from_date,until,value,reason,asked_by,asked_on,expires,state,closed_on,change", ",")
	err := w.insert(ctx, "approval", columns, 1, func(int) []any {
		return []any{
			string(w.company), a.Number, a.Kind, string(a.Customer), string(a.Invoice), a.Policy, int64(a.Amount), string(a.Currency), a.From, a.Until,
			a.Value, a.Reason, string(a.AskedBy), a.AskedOn, a.Expires, a.State, a.ClosedOn, w.change,
		}
	})
	if err != nil {
		return err
	}
	if err := w.InsertEvidence(ctx, a.Number, 0, a.Evidence); err != nil {
		return err
	}
	for _, v := range a.Votes {
		if err := w.InsertVote(ctx, a.Number, v); err != nil {
			return err
		}
	}
	return nil
}

// InsertVote records what a person said to a request; a second word of the
// same person meets the key.
func (w Writer) InsertVote(ctx context.Context, number int64, v Vote) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO approval_vote (company, number, person, role, vote, reason, date, requires, by_link, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		string(w.company), number, string(v.Person), v.Role, v.Vote, v.Reason, v.On, strings.Join(v.Requires, " "), bit(v.ByLink), w.change)
	return err
}

// TakeApproval has whoever else answers a pending request wait, or begin anew:
// of two who say the last yes but one at once, the second sees the first.
func (w Writer) TakeApproval(ctx context.Context, number int64) error {
	_, err := w.tx.Exec(ctx, `UPDATE approval SET state = state WHERE company = $1 AND number = $2 AND closed_on IS NULL`, string(w.company), number)
	return err
}

// InsertEvidence adds what is shown for a request later; have is how many pieces
// it has.
func (w Writer) InsertEvidence(ctx context.Context, number int64, have int, list []Evidence) error {
	return w.insert(ctx, "approval_evidence", []string{"company", "number", "name", "document", "position", "change"}, len(list), func(i int) []any {
		return []any{string(w.company), number, list[i].Name, list[i].Document, have + i, w.change}
	})
}

// CloseApproval ends a request that is pending and tells whether it was: of
// two who end it at once, one does.
func (w Writer) CloseApproval(ctx context.Context, number int64, state string, on cal.Date) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE approval SET state = $3, closed_on = $4 WHERE company = $1 AND number = $2 AND closed_on IS NULL`,
		string(w.company), number, state, on)
	return n > 0, err
}
