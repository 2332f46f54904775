package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

// amendmentEvidence is what the rules of authority call the paper that a new term
// stands in.
const amendmentEvidence = "restructuring-amendment"

// restructuringValue is what a request says that a paper be let out by it.
const restructuringValue = "restructuring "

// SentRestructuring is what became of a paper that was to go to the customer.
type SentRestructuring struct {
	State   string `json:"state"`
	Waiting int64  `json:"waiting,omitempty"` // number of the request that somebody must approve first
}

// SendRestructuring gives a paper to the customer to sign. A supplementary
// agreement is a new term for late debts: what the rules of authority do not let
// the actor give becomes a request, and the paper goes when that is approved
// (R-95, counted from the day the oldest debt was due at first). A guarantee
// letter is a promise: whoever has it signed must be one who may accept it.
func (s *Session) SendRestructuring(ctx context.Context, number int64) (out SentRestructuring, err error) {
	err = s.do(ctx, KeepRestructurings, "restructuring.send", &out, func(ctx context.Context, e *entry) error {
		row, err := s.restructuring(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if row.State != store.RestructuringDraft {
			return restructuringMoved(&row)
		}
		if err := s.stillWaits(ctx, e.Reader, &row); err != nil {
			return err
		}
		out, err = s.sendRestructuring(ctx, e, row)
		return err
	})
	return out, err
}

// stillWaits refuses a paper that a request is waiting for.
func (s *Session) stillWaits(ctx context.Context, r store.Reader, row *store.Restructuring) error {
	if row.Approval == 0 {
		return nil
	}
	list, err := r.Approvals(ctx, store.ApprovalQuery{Number: row.Approval})
	if err == nil && len(list) == 1 && list[0].State == store.Pending && list[0].Expires >= s.Today() {
		err = fault.New(fault.Refused, "restructuring.waits", "request %d about it waits for a decision", row.Approval)
	}
	return err
}

func (s *Session) sendRestructuring(ctx context.Context, e *entry, row store.Restructuring) (out SentRestructuring, err error) {
	debts, parts, err := paperOf(&row)
	if err != nil {
		return out, err
	}
	if parts[0].Until < s.Today() {
		return out, staleRestructuring(&row, parts[0].Until)
	}
	rules, err := s.rules(ctx, e.Reader, s.Today())
	if err != nil {
		return out, err
	}
	last := parts[len(parts)-1].Until
	if row.Kind == store.GuaranteeLetter {
		verdict, err := s.judge(ctx, e.Reader, rules, store.Approval{
			Kind: string(authority.Promise), Customer: row.Customer, AskedOn: s.Today(), Until: last, Amount: row.Amount, Currency: row.Currency,
			Evidence: []store.Evidence{{Name: guaranteeLetter, Document: PaperNumber(row.Number)}},
		}, s.actorName())
		if err != nil {
			return out, err
		}
		if verdict.Code != authority.Granted {
			return out, notAllowed(verdict)
		}
		out.State = store.RestructuringSent
		return out, s.letOut(ctx, e, &row)
	}
	oldest := slices.MinFunc(debts, func(a, b RestructuredDebt) int { return cmp.Compare(a.Due, b.Due) })
	asked, err := s.request(ctx, e.Reader, AskRequest{
		Kind: authority.ReDefer, Subject: string(oldest.Invoice), Until: last, Amount: row.Amount.Decimal(row.Currency), Value: restructuringValue + strconv.FormatInt(row.Number, 10),
		Reason: cmp.Or(row.Reason, s.unsaid().agreement+" "+PaperNumber(row.Number)), Evidence: []Evidence{{amendmentEvidence, PaperNumber(row.Number)}},
	})
	if err != nil {
		return out, err
	}
	verdict, err := s.judge(ctx, e.Reader, rules, asked, s.actorName())
	if err != nil {
		return out, err
	}
	a, err := s.record(ctx, e, rules, asked, verdict)
	if err != nil {
		return out, err
	}
	if a.State == store.Approved {
		out.State = store.RestructuringSent
		return out, nil
	}
	row.Approval, out.State, out.Waiting = a.Number, row.State, a.Number
	return out, e.UpdateRestructuring(ctx, &row)
}

// letOut notes that the customer has a paper.
func (s *Session) letOut(ctx context.Context, e *entry, row *store.Restructuring) error {
	row.State, row.SentOn = store.RestructuringSent, s.Today()
	if row.AnswerBy < s.Today() {
		row.AnswerBy = s.Today() + answerDays
	}
	e.note("restructuring.sent", "customer:"+string(row.Customer), row.Reason, noteRestructuring(row))
	return e.UpdateRestructuring(ctx, row)
}

// letOutBy lets a paper out by an approved request for a new term; false: the
// request is about none.
func (s *Session) letOutBy(ctx context.Context, e *entry, row store.Approval) (bool, error) {
	text, is := strings.CutPrefix(row.Value, restructuringValue)
	if !is {
		return false, nil
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return false, fmt.Errorf("number of the paper that request %d is about: %w", row.Number, err)
	}
	a, err := s.restructuring(ctx, e.Reader, number)
	if err != nil {
		return true, err
	}
	_, parts, err := paperOf(&a)
	if err != nil {
		return true, err
	}
	if a.Customer != row.Customer || a.Amount != row.Amount || a.FirstDue != row.From || parts[len(parts)-1].Until != row.Until {
		return true, fault.New(fault.Refused, "restructuring.other", "request %d asks for another amount or day than agreement %d has", row.Number, number)
	}
	if a.State != store.RestructuringDraft {
		return true, restructuringMoved(&a)
	}
	a.Approval = row.Number
	return true, s.letOut(ctx, e, &a)
}

// SignedRestructuring is that a paper came back signed.
type SignedRestructuring struct {
	Number   int64
	On       cal.Date
	By       string
	Position string
}

// SignRestructuring records that a paper was signed. From that day on its
// instalments count: steps against its documents wait while they are paid, and
// the due dates they had stay in the books. What came since it was drawn up pays the first
// instalments. A paper in force about any of the same documents ends: this one is
// in its place.
func (s *Session) SignRestructuring(ctx context.Context, v SignedRestructuring) error {
	v.By, v.Position = strings.TrimSpace(v.By), strings.TrimSpace(v.Position)
	if v.By == "" {
		return fault.New(fault.Input, "restructuring.signatory", "say who signed it")
	}
	return s.do(ctx, KeepRestructurings, "restructuring.sign", nil, func(ctx context.Context, e *entry) error {
		row, err := s.restructuring(ctx, e.Reader, v.Number)
		if err != nil {
			return err
		}
		switch {
		case row.State != store.RestructuringSent:
			return restructuringMoved(&row)
		case v.On < row.SentOn || v.On > s.Today():
			return fault.New(fault.Input, "restructuring.signed_on", "it was sent on %s: it was signed on that day or later, and not after today", row.SentOn)
		}
		events, err := s.planEvents(ctx, e.Reader, &row, v.On)
		if err != nil {
			return err
		}
		if err := s.replace(ctx, e, &row); err != nil {
			return err
		}
		row.State, row.SignedOn, row.SignedBy, row.Position = store.RestructuringSigned, v.On, v.By, v.Position
		e.note("restructuring.signed", "customer:"+string(row.Customer), row.Reason, noteRestructuring(&row))
		if err := e.UpdateRestructuring(ctx, &row); err != nil {
			return err
		}
		return insertEvents(ctx, e, events...)
	})
}

// planEvents are the facts of a signature: the plan's parts, dealt to the
// documents, and that each of these is restructured or guaranteed.
func (s *Session) planEvents(ctx context.Context, r store.Reader, row *store.Restructuring, on cal.Date) ([]ledger.Event, error) {
	debts, parts, err := paperOf(row)
	if err != nil {
		return nil, err
	}
	invoices, open, err := openBefore(ctx, r, row, debts, on)
	if err != nil {
		return nil, err
	}
	left := money.Minor(0)
	for _, m := range open {
		left += m
	}
	if left == 0 {
		return nil, fault.New(fault.Refused, "restructuring.paid", "all that it is about is paid: there is nothing left to plan")
	}
	parts = restructure.After(parts, row.Amount-left)
	if parts[0].Until < on {
		return nil, staleRestructuring(row, parts[0].Until)
	}
	kind := ledger.Restructured
	if row.Kind == store.GuaranteeLetter {
		kind = ledger.Guarantee
	}
	paper := PaperNumber(row.Number)
	var events []ledger.Event
	for _, v := range invoices {
		events = append(events, ledger.Event{
			Date: on, Kind: kind, Customer: row.Customer, Invoice: v, Currency: row.Currency, Until: parts[len(parts)-1].Until, Reason: row.Reason, By: s.actorName(), Document: paper,
		})
	}
	for _, share := range restructure.Deal(open, parts) {
		events = append(events, ledger.Event{
			Date: on, Kind: ledger.Plan, Customer: row.Customer, Invoice: invoices[share.Debt], Amount: share.Amount, Currency: row.Currency, Until: parts[share.Part].Until,
			Reason: row.Reason, By: s.actorName(), Document: paper, Restructuring: row.Number,
		})
	}
	return events, nil
}

// openBefore is what was open of a paper's documents on the evening before a day,
// in their order: what is open now with what came since.
func openBefore(ctx context.Context, r store.Reader, row *store.Restructuring, debts []RestructuredDebt, on cal.Date) (invoices []id.Invoice, open []money.Minor, err error) {
	items, err := r.OpenItems(ctx, []id.Customer{row.Customer})
	if err != nil {
		return nil, nil, err
	}
	receipts, err := r.PartReceipts(ctx, row.Customer)
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(debts, func(a, b RestructuredDebt) int { return cmp.Compare(a.Due, b.Due) })
	left := row.Amount
	for _, d := range debts {
		sum := money.Minor(0)
		for i := range items {
			if items[i].Invoice == d.Invoice && items[i].Part == d.Part {
				sum += items[i].Open
			}
		}
		for i := range receipts {
			if v := &receipts[i]; v.Invoice == d.Invoice && v.Part == d.Part && v.On >= on {
				sum += v.Amount
			}
		}
		sum = min(max(sum, 0), d.Open, left)
		left -= sum
		if n := slices.Index(invoices, d.Invoice); n >= 0 {
			open[n] += sum
			continue
		}
		invoices, open = append(invoices, d.Invoice), append(open, sum)
	}
	return invoices, open, nil
}

// replace ends the papers in force about any of the documents of a newer one.
func (s *Session) replace(ctx context.Context, e *entry, row *store.Restructuring) error {
	debts, _, err := paperOf(row)
	if err != nil {
		return err
	}
	list, err := e.Restructurings(ctx, store.RestructuringQuery{Scope: store.Scope{All: true}, Customer: row.Customer})
	if err != nil {
		return err
	}
	for i := range list {
		o := &list[i]
		if o.State != store.RestructuringSigned && o.State != store.RestructuringBroken {
			continue
		}
		others, _, err := paperOf(o)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(others, func(d RestructuredDebt) bool {
			return slices.ContainsFunc(debts, func(v RestructuredDebt) bool { return v.Invoice == d.Invoice })
		}) {
			continue
		}
		if err := s.endPlan(ctx, e, o, store.RestructuringReplaced, PaperNumber(row.Number)); err != nil {
			return err
		}
	}
	return nil
}

// endPlan ends a signed paper today: its plan is none from now on. What was
// planned by it before stays explained by it.
func (s *Session) endPlan(ctx context.Context, e *entry, row *store.Restructuring, state, note string) error {
	plan, err := e.PlanOf(ctx, row.Customer, row.Number)
	if err != nil {
		return err
	}
	list := make([]store.Withdrawal, len(plan))
	for i := range plan {
		list[i] = store.Withdrawal{Event: plan[i].Key, Date: s.Today(), Reason: note, Author: s.actorName()}
	}
	if err := e.InsertWithdrawals(ctx, list); err != nil {
		return err
	}
	row.State, row.EndedOn, row.Note = state, s.Today(), note
	e.note("restructuring."+state, "customer:"+string(row.Customer), note, noteRestructuring(row))
	if err := s.finishTasks(ctx, e, row.Customer, restructuringTask(row.Number)); err != nil {
		return err
	}
	return e.UpdateRestructuring(ctx, row)
}

// RefuseRestructuring records that the customer does not sign.
func (s *Session) RefuseRestructuring(ctx context.Context, number int64, reason string) error {
	return s.closeRestructuring(ctx, number, reason, "restructuring.refuse", store.RestructuringRefused, store.RestructuringSent)
}

// WithdrawRestructuring takes a paper back that is not signed.
func (s *Session) WithdrawRestructuring(ctx context.Context, number int64, reason string) error {
	return s.closeRestructuring(ctx, number, reason, "restructuring.withdraw", store.RestructuringWithdrawn, store.RestructuringDraft, store.RestructuringSent)
}

// closeRestructuring ends a paper that is in one of the states and not signed.
func (s *Session) closeRestructuring(ctx context.Context, number int64, reason, verb, state string, from ...string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Input, "restructuring.reason", "say why")
	}
	return s.do(ctx, KeepRestructurings, verb, nil, func(ctx context.Context, e *entry) error {
		row, err := s.restructuring(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if !slices.Contains(from, row.State) {
			return restructuringMoved(&row)
		}
		row.State, row.Note = state, reason
		e.note("restructuring."+state, "customer:"+string(row.Customer), reason, noteRestructuring(&row))
		return e.UpdateRestructuring(ctx, &row)
	})
}

// CancelRestructuring ends a signed paper that is no longer to hold: its documents
// are chased by their own due dates again, and nothing is called broken. It takes
// the right to take debts out of the plans.
func (s *Session) CancelRestructuring(ctx context.Context, number int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Input, "restructuring.reason", "say why")
	}
	return s.do(ctx, SuspendDebts, "restructuring.cancel", nil, func(ctx context.Context, e *entry) error {
		row, err := s.restructuring(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if row.State != store.RestructuringSigned {
			return restructuringMoved(&row)
		}
		return s.endPlan(ctx, e, &row, store.RestructuringCancelled, reason)
	})
}

func restructuringMoved(row *store.Restructuring) error {
	return fault.New(fault.Refused, "restructuring.state", "agreement %d is %s already", row.Number, row.State)
}

func staleRestructuring(row *store.Restructuring, day cal.Date) error {
	return fault.New(fault.Refused, "restructuring.stale", "agreement %d has an instalment of %s, which is past: draw up a new one", row.Number, day)
}

// restructuringTask is what a task comes of that a paper asks for.
func restructuringTask(number int64) string {
	return "restructuring-" + strconv.FormatInt(number, 10) + "-"
}
