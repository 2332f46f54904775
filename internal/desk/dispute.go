package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// AnswerDays is how many working days a department has to answer a customer who
// complains.
const AnswerDays = 3

// ForceMajeure is the reason that excuses even the best customer for a time; it
// takes a certificate.
const ForceMajeure = "force-majeure"

// otherReason is what an imported dispute is for, whose words we cannot sort.
const otherReason = "other"

// DisputeReasons are what a customer may complain of, in the
// order in which a form offers them.
var DisputeReasons = []string{
	"faulty", "damaged", "wrong-goods", "quantity", "under-delivery", "goods-return", "service", "price", "documents", ForceMajeure, otherReason,
}

// Departments are the roles that a dispute is sent to: each may decide it.
var Departments = []string{"claims", "service", "head-of-sales", "finance-control", "lawyer"}

// DepartmentOf is who answers a complaint of a reason unless somebody else is
// named.
func DepartmentOf(reason string) string {
	switch reason {
	case "service":
		return "service"
	case "documents":
		return "finance-control"
	case ForceMajeure:
		return "lawyer"
	case "price", otherReason:
		return "head-of-sales"
	}
	return "claims"
}

// The outcomes of a dispute. The first three leave it waiting: for the credit
// note, for the goods and the credit note, for the new goods.
const (
	OutcomeCredit      = "credit"
	OutcomeReturn      = "return" // of the goods, against a credit note
	OutcomeReplacement = "replacement"
	OutcomeRejected    = "rejected"
	OutcomeWithdrawn   = "withdrawn"
	OutcomeImported    = "imported" // what was imported says that it is over
)

// Outcomes are those that a person decides.
var Outcomes = []string{OutcomeCredit, OutcomeReturn, OutcomeReplacement, OutcomeRejected, OutcomeWithdrawn}

// Lapsed is the state of a dispute whose last day is past. It is not recorded:
// the day tells.
const Lapsed = "lapsed"

// Dispute is a dispute as it stands on a day.
type Dispute struct {
	store.Dispute
	Documents []DisputedDocument // of one dispute, in the order of their keys; nil in lists
	Late      bool               // its answer is overdue
}

// DisputedDocument is one document with the part of it that is disputed.
type DisputedDocument struct {
	Invoice  id.Invoice // empty: the whole customer
	Document string     // as printed
	Date     cal.Date
	Amount   money.Minor
	Open     money.Minor // of the document, today
}

// DisputeSubject is a dispute's name in the journal, which IfUnchanged takes.
func DisputeSubject(number int64) string { return fmt.Sprintf("dispute:%d", number) }

// disputeOn is a row as it stands on a day.
func disputeOn(row store.Dispute, day cal.Date) Dispute {
	d := Dispute{Dispute: row}
	if row.State != store.DisputeClosed && row.Until != 0 && row.Until < day {
		d.State = Lapsed
	}
	d.Late = d.State == store.DisputeOpen && row.AnswerBy < day
	return d
}

// DisputeFilter picks disputes; empty fields pick all.
type DisputeFilter struct {
	State      string // open (nobody decided), late, agreed, closed
	Department string
	Reason     string
	Customer   id.Customer
	Invoice    id.Invoice
	Sort       string // number, amount, opened, answer, name; with "-" before it, downwards
	Limit      int    // 0: all
	Offset     int
}

// DisputeList is a piece of the register.
type DisputeList struct {
	Rows  []Dispute
	Total int                // of all that the filter picks
	Sums  []store.DisputeSum // by currency
	Late  int                // of those the actor sees, whatever the filter
}

// Disputes are the disputes that the filter picks as of a day, of the customers
// that the actor sees.
func (s *Session) Disputes(ctx context.Context, f DisputeFilter, day cal.Date) (out DisputeList, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		q := store.DisputeQuery{
			Scope: s.scope(), Department: f.Department, Reason: f.Reason, Customer: f.Customer, Invoice: f.Invoice, Day: day,
			Sort: f.Sort, Limit: f.Limit, Offset: f.Offset,
		}
		switch f.State {
		case "open":
			q.Open = true
		case "late":
			q.Late = true
		default:
			q.State = f.State
		}
		rows, err := r.Disputes(ctx, q)
		if err != nil {
			return err
		}
		out = DisputeList{Rows: make([]Dispute, len(rows))}
		for i, row := range rows {
			out.Rows[i] = disputeOn(row, day)
		}
		if out.Sums, err = r.DisputeSums(ctx, q); err != nil {
			return err
		}
		for _, sum := range out.Sums {
			out.Total += sum.Count
		}
		late, err := r.DisputeSums(ctx, store.DisputeQuery{Scope: s.scope(), Late: true, Day: day})
		for _, sum := range late {
			out.Late += sum.Count
		}
		return err
	})
	return out, err
}

// DisputeView is all there is to say of one dispute.
type DisputeView struct {
	Dispute
	Version string             // for IfUnchanged
	Similar int                // disputes for the same reason, of this customer or product, in the year before
	Causes  []string           // root causes found so far, to choose from
	Actions []store.Corrective // what is done about its cause
	Steps   []DisputeStep      // what happened, oldest first
}

// DisputeStep is one thing that happened to a dispute.
type DisputeStep struct {
	On         cal.Date
	Who        string
	What       string // opened, answered, routed, noted, decided, agreed, closed, credited, ended, cause, action, cured
	Text       string // in the words of who did it; may be empty
	Department string // routed: to whom
	Document   string // noted: the number of a paper
	Outcome    string // decided, agreed
}

// stepsOf reads a dispute's lines of the journal.
func stepsOf(lines []store.JournalEntry) []DisputeStep {
	steps := make([]DisputeStep, len(lines))
	for i, l := range lines {
		var data struct {
			After    string `json:"after"`
			Document string `json:"document"`
			Outcome  string `json:"outcome"`
		}
		_ = json.Unmarshal([]byte(l.Data), &data) // what it lacks stays empty
		what := strings.TrimPrefix(l.Action, "dispute.")
		steps[i] = DisputeStep{On: cal.Of(l.At), Who: l.Actor, What: what, Text: l.Reason, Document: data.Document, Outcome: data.Outcome}
		if what == "routed" {
			steps[i].Department = data.After
		}
	}
	return steps
}

// similarDays is how far back a complaint counts as the same again.
const similarDays = 365

// Dispute is one dispute with its history as of a day.
func (s *Session) Dispute(ctx context.Context, number int64, day cal.Date) (out DisputeView, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		row, err := s.disputeRow(ctx, r, number)
		if err != nil {
			return err
		}
		out = DisputeView{Dispute: disputeOn(row, day)}
		if out.Documents, err = disputedDocuments(ctx, r, row); err != nil {
			return err
		}
		last, err := r.LastAbout(ctx, DisputeSubject(number))
		if err != nil {
			return err
		}
		out.Version = last.Change
		if out.Similar, err = r.SimilarDisputes(ctx, row, row.OpenedOn-similarDays); err != nil {
			return err
		}
		if out.Causes, err = r.KnownCauses(ctx); err != nil {
			return err
		}
		if out.Actions, err = r.Correctives(ctx, store.CorrectiveQuery{Scope: s.scope(), Dispute: number}); err != nil {
			return err
		}
		lines, err := r.LinesAbout(ctx, DisputeSubject(number))
		out.Steps = stepsOf(lines)
		return err
	})
	return out, err
}

// disputeRow is one dispute that the actor sees.
func (s *Session) disputeRow(ctx context.Context, r store.Reader, number int64) (store.Dispute, error) {
	var rows []store.Dispute
	var err error
	if number > 0 { // a query for 0 is one for all
		rows, err = r.Disputes(ctx, store.DisputeQuery{Scope: s.scope(), Number: number})
	}
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "dispute.unknown", "there is no dispute %d", number)
	}
	if err != nil {
		return store.Dispute{}, err
	}
	return rows[0], nil
}

func disputedDocuments(ctx context.Context, r store.Reader, row store.Dispute) ([]DisputedDocument, error) {
	items, err := r.DisputeItems(ctx, []int64{row.Number})
	if err != nil {
		return nil, err
	}
	ids := make([]id.Invoice, len(items))
	for i, v := range items {
		ids[i] = v.Invoice
	}
	invoices, err := r.Invoices(ctx, ids)
	if err != nil {
		return nil, err
	}
	open, err := r.OpenInstalmentsOf(ctx, []id.Customer{row.Customer})
	if err != nil {
		return nil, err
	}
	list := make([]DisputedDocument, len(items))
	for i, v := range items {
		list[i] = DisputedDocument{Invoice: v.Invoice, Document: string(v.Invoice), Amount: v.Amount}
		if at := slices.IndexFunc(invoices, func(o ledger.Invoice) bool { return o.ID == v.Invoice }); at >= 0 {
			list[i].Document, list[i].Date = documentName(invoices[at]), invoices[at].Date
		}
		for _, part := range open {
			if part.Item.Invoice == v.Invoice || v.Invoice == "" && part.Item.Currency == row.Currency {
				list[i].Open += part.Item.Open
			}
		}
	}
	return list, nil
}
