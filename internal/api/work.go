package api

import (
	"errors"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
)

// errEnough ends a reading that has given what was asked for.
var errEnough = errors.New("enough")

func stopAt(full bool) error {
	if full {
		return errEnough
	}
	return nil
}

func enough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// AgingQuery asks for open items by days overdue.
type AgingQuery struct {
	Date Day    `query:"date" json:"-" doc:"As of this day; today if not given."`
	By   string `query:"by" json:"-" enum:"customer,contract,invoice" doc:"One row for each; customer if not given."`
	Paging
}

// Aging is open items by days overdue: not due, 1–30, 31–60, 61–90, 91 and more.
type Aging struct {
	Date    cal.Date   `json:"date" example:"2026-02-03"`
	Buckets []string   `json:"buckets" example:"not_due,1-30,31-60,61-90,91+"`
	Rows    []AgingRow `json:"rows" doc:"By customer; those of a customer are never torn apart."`
	Next    string     `json:"next,omitempty" doc:"The cursor of the next piece; absent: this is the last."`
}

// AgingRow is what a customer, a contract or an invoice has open in a currency.
type AgingRow struct {
	Customer id.Customer    `json:"customer" example:"00017"`
	Name     string         `json:"name,omitempty" example:"Bakery Rye Ltd"`
	Contract id.Contract    `json:"contract,omitempty"`
	Invoice  id.Invoice     `json:"invoice,omitempty"`
	Currency money.Currency `json:"currency" example:"BYN"`
	Total    string         `json:"total" example:"72.27"`
	Overdue  string         `json:"overdue" example:"72.27"`
	Credit   string         `json:"credit" doc:"Of the customer's payments, what settles nothing; not in total." example:"0.00"`
	Amounts  []string       `json:"amounts" doc:"As buckets." example:"0.00,72.27,0.00,0.00,0.00"`
}

var buckets = []string{"not_due", "1-30", "31-60", "61-90", "91+"}

func showAging(c *call, q *AgingQuery) (Aging, error) {
	out := Aging{Date: c.dayOr(q.Date), Buckets: buckets, Rows: []AgingRow{}}
	after, limit, err := q.after()
	if err != nil {
		return out, err
	}
	by := q.By
	if by == "" {
		by = "customer"
	}
	last := id.Customer("")
	err = enough(c.AgingAfter(c, out.Date, by, id.Customer(after), func(r desk.AgingRow) error {
		if len(out.Rows) >= limit && r.Customer != last {
			out.Next = cursor(string(last))
			return errEnough
		}
		last = r.Customer
		row := AgingRow{
			r.Customer, r.Name, r.Contract, r.Invoice, r.Currency, r.Total.Decimal(r.Currency), r.Overdue.Decimal(r.Currency), r.Credit.Decimal(r.Currency), nil,
		}
		for _, m := range r.Amounts {
			row.Amounts = append(row.Amounts, m.Decimal(r.Currency))
		}
		out.Rows = append(out.Rows, row)
		return nil
	}))
	return out, err
}

// PlanQuery asks for the plan of a day.
type PlanQuery struct {
	Date    Day    `query:"date" json:"-" doc:"The day; today if not given."`
	Manager string `query:"manager" json:"-" doc:"Only his customers."`
	Paging
}

// Plan is what the rules ask for on a day; it changes nothing.
type Plan struct {
	Date    cal.Date `json:"date" example:"2026-02-03"`
	Policy  string   `json:"policy" example:"aktivmarket"`
	Version int      `json:"version" example:"1"`
	RunDay  bool     `json:"run_day" example:"true"`
	NextRun cal.Date `json:"next_run" example:"2026-02-06"`
	Steps   []Step   `json:"steps" doc:"By customer; those of a customer are never torn apart."`
	Next    string   `json:"next,omitempty" doc:"The cursor of the next piece; absent: this is the last."`
}

// Step is one letter or task for a customer in a currency.
type Step struct {
	Customer id.Customer    `json:"customer" example:"00017"`
	Step     string         `json:"step" example:"warning"`
	Action   string         `json:"action" example:"letter"`
	Letter   string         `json:"letter,omitempty" example:"warning"`
	Task     string         `json:"task,omitempty"`
	Channels []string       `json:"channels" example:"post,email"`
	To       string         `json:"to" doc:"The role that answers for it." example:"sales-manager"`
	Currency money.Currency `json:"currency" example:"BYN"`
	Total    string         `json:"total" example:"72.27"`
	Items    []StepItem     `json:"items"`
	Because  []Because      `json:"because"`
}

// StepItem is an instalment that a step is about.
type StepItem struct {
	Invoice id.Invoice `json:"invoice" example:"00000152"`
	Part    int        `json:"part" example:"1"`
	Due     cal.Date   `json:"due" example:"2026-01-25"`
	Days    int        `json:"days" doc:"In the step's unit; negative before due." example:"9"`
	Open    string     `json:"open" example:"72.27"`
}

// Because is a reason of a step.
type Because struct {
	Code string `json:"code" example:"policy.window"`
	Text string `json:"text" example:"9 days overdue"`
}

func showPlan(c *call, q *PlanQuery) (Plan, error) {
	out := Plan{Date: c.dayOr(q.Date), Steps: []Step{}}
	after, limit, err := q.after()
	if err != nil {
		return out, err
	}
	head, err := c.PlanHead(c, out.Date)
	if err != nil {
		return out, err
	}
	out.Policy, out.Version, out.RunDay, out.NextRun = head.Policy, head.Version, head.RunDay, head.NextRun
	if !head.RunDay {
		return out, nil
	}
	last := id.Customer("")
	_, err = c.Plan(c, desk.PlanQuery{Date: out.Date, Manager: q.Manager, After: id.Customer(after)}, func(d desk.Decided) error {
		if len(d.Actions) == 0 {
			return nil
		}
		if len(out.Steps) >= limit {
			out.Next = cursor(string(last))
			return errEnough
		}
		last = d.Customer
		for i := range d.Actions {
			out.Steps = append(out.Steps, c.step(d.Customer, head.Rules, &d.Actions[i]))
		}
		return nil
	})
	return out, enough(err)
}

func (c *call) step(customer id.Customer, rules *policy.Policy, a *policy.Action) Step {
	s := Step{
		Customer: customer, Step: a.Step, Action: string(a.Kind), Letter: a.Letter, Task: a.Task, Channels: []string{}, To: a.To, Currency: a.Currency,
		Total: a.Total.Decimal(a.Currency), Items: []StepItem{}, Because: []Because{},
	}
	for _, way := range a.Channels {
		s.Channels = append(s.Channels, string(way))
	}
	for i := range a.Items {
		it := &a.Items[i]
		s.Items = append(s.Items, StepItem{it.Invoice, it.Part, it.Due, it.Days, it.Open.Decimal(a.Currency)})
	}
	for _, r := range a.Because {
		s.Because = append(s.Because, Because{r.Code, rulebook.Reason(rules, r, c.lang)})
	}
	return s
}

// Run is a day's run.
type Run struct {
	Date    cal.Date `json:"date" example:"2026-02-03"`
	Opened  bool     `json:"opened" doc:"Something of it was applied." example:"true"`
	Policy  string   `json:"policy" example:"aktivmarket"`
	Letters int      `json:"letters" doc:"That stand, for the customers that the program sees." example:"12"`
	Tasks   int      `json:"tasks" example:"3"`
	Undone  int      `json:"undone" doc:"How often something of it was taken back." example:"0"`
}

func runView(r *desk.RunDay) Run {
	return Run{r.Date, r.Opened, r.Policy, r.Letters, r.Tasks, len(r.Undos)}
}

// Runs are the last runs and the run days to come.
type Runs struct {
	Past  []Run `json:"past" doc:"The newest first."`
	Ahead []Run `json:"ahead"`
}

// RunsQuery asks for runs.
type RunsQuery struct {
	Limit int `query:"limit" json:"-" doc:"How many past runs at most, 1 to 500; 100 if not given."`
}

func listRuns(c *call, q *RunsQuery) (Runs, error) {
	p := Paging{Limit: q.Limit}
	_, limit, err := p.after()
	if err != nil {
		return Runs{}, err
	}
	past, ahead, err := c.Runs(c, c.today(), limit)
	return Runs{views(past, runView), views(ahead, runView)}, err
}

// RunPath names a run.
type RunPath struct {
	Date string `path:"date" json:"-" doc:"The day of the run."`
}

// RunState is a run and how far it has come.
type RunState struct {
	Date       cal.Date   `json:"date" example:"2026-02-03"`
	Opened     bool       `json:"opened" example:"true"`
	Letters    int        `json:"letters" example:"12"`
	Tasks      int        `json:"tasks" example:"3"`
	Deliveries []Delivery `json:"deliveries"`
	Working    bool       `json:"working" doc:"It is being applied at this moment." example:"false"`
}

// Delivery counts the ways that letters go, by channel and state.
type Delivery struct {
	Channel string `json:"channel" example:"email"`
	State   string `json:"state" example:"sent"`
	Count   int    `json:"count" example:"12"`
}

func showRun(c *call, q *RunPath) (RunState, error) {
	date, err := cal.Parse(q.Date)
	if err != nil {
		return RunState{}, err
	}
	seen, err := c.RunSeen(c, date)
	out := RunState{Date: date, Opened: seen.Opened, Letters: seen.Letters, Tasks: seen.Tasks, Deliveries: []Delivery{}}
	for _, d := range seen.Deliveries {
		out.Deliveries = append(out.Deliveries, Delivery{d.Channel, d.State, d.Count})
	}
	out.Working = slices.ContainsFunc(seen.Works, func(w desk.RunWork) bool { return w.Working })
	return out, err
}

// RunWish asks to apply the run of a day.
type RunWish struct {
	Date Day `json:"date" doc:"The day; it must be a run day." example:"2026-02-03"`
}

// startRun sets a run going; who asks again while it works changes nothing.
func startRun(c *call, q *RunWish) (RunState, error) {
	if err := c.StartRun(c, day(q.Date)); err != nil {
		return RunState{}, err
	}
	return showRun(c, &RunPath{string(q.Date)})
}

// Letter is a letter that was written.
type Letter struct {
	Letter   id.Letter      `json:"letter" example:"L-4F2K"`
	Date     cal.Date       `json:"date" doc:"The day of its run." example:"2026-02-03"`
	Customer id.Customer    `json:"customer" example:"00017"`
	Name     string         `json:"name" example:"Bakery Rye Ltd"`
	Step     string         `json:"step" example:"warning"`
	Template string         `json:"template" example:"warning"`
	Language string         `json:"language" example:"ru"`
	Currency money.Currency `json:"currency" example:"BYN"`
	Total    string         `json:"total" example:"72.27"`
	Undone   bool           `json:"undone" doc:"It was taken back." example:"false"`
	Ways     []Way          `json:"ways" doc:"The ways it goes."`
}

// Way is one way that a letter goes, and where it stands.
type Way struct {
	Channel string `json:"channel" example:"email"`
	To      string `json:"to,omitempty" example:"accounts@rye.example"`
	State   string `json:"state" example:"sent"`
}

// LetterFilter picks letters.
type LetterFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only to this customer."`
	From     Day    `query:"from" json:"-" doc:"Of runs of this day and later."`
	To       Day    `query:"to" json:"-" doc:"Of runs until this day, included."`
	State    string `query:"state" json:"-" doc:"Only those of which a way stands so, such as sent or post:ready."`
	Paging
}

func listLetters(c *call, q *LetterFilter) (Page[Letter], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Letter]{}, err
	}
	return c.letters(store.LettersQuery{
		Customer: id.Customer(q.Customer), From: day(q.From), To: day(q.To), State: q.State, Offset: offset, Limit: limit + 1,
	}, offset, limit)
}

func (c *call) letters(q store.LettersQuery, offset, limit int) (Page[Letter], error) {
	var rows []store.LetterRow
	if err := c.EachLetter(c, q, func(r store.LetterRow) error { rows = append(rows, r); return nil }); err != nil {
		return Page[Letter]{}, err
	}
	ways, err := c.LetterWays(c, rows)
	return counted(rows, offset, limit, func(r *store.LetterRow) Letter {
		l := Letter{r.ID, r.RunDate, r.Customer, r.Name, r.Step, r.Template, r.Language, r.Currency, r.Total.Decimal(r.Currency), r.Undone != 0, []Way{}}
		for _, w := range ways[r.ID] {
			l.Ways = append(l.Ways, Way{w.Channel, w.Address, w.State})
		}
		return l
	}), err
}

// LetterPath names a letter.
type LetterPath struct {
	Letter string `path:"letter" json:"-" doc:"The letter's number."`
}

func showLetter(c *call, q *LetterPath) (Letter, error) {
	page, err := c.letters(store.LettersQuery{Letter: id.Letter(q.Letter), Limit: 2}, 0, 1)
	return one(page.Items, err, "letter.unknown", "letter", q.Letter, func(l *Letter) Letter { return *l })
}

func letterFile(c *call, q *LetterPath) (file, error) {
	content, err := c.LetterFile(c, id.Letter(q.Letter), ".pdf")
	return file{"application/pdf", content}, err
}

// Promise is a promise to pay, or a part of a payment plan.
type Promise struct {
	Promise  string              `json:"promise" doc:"Its key." example:"ev-3F7A"`
	Kind     string              `json:"kind" doc:"promise, or plan for a part of a payment plan." example:"promise"`
	Date     cal.Date            `json:"date" doc:"When it was given." example:"2026-02-03"`
	Until    cal.Date            `json:"until" doc:"For which day." example:"2026-02-10"`
	Customer id.Customer         `json:"customer" example:"00017"`
	Name     string              `json:"name" example:"Bakery Rye Ltd"`
	Invoice  id.Invoice          `json:"invoice,omitempty" doc:"Absent: all that he owes." example:"00000152"`
	State    ledger.PromiseState `json:"state" doc:"open, kept, part, broken, replaced or withdrawn." example:"open"`
	Promised string              `json:"promised" example:"72.27"`
	Received string              `json:"received" example:"0.00"`
	Currency money.Currency      `json:"currency,omitempty" example:"BYN"`
	By       string              `json:"by,omitempty" doc:"Who took it." example:"anna"`
	Note     string              `json:"note,omitempty"`
}

func promiseView(p *desk.PromiseSeen) Promise {
	return Promise{
		p.Key, string(p.Kind), p.Date, p.Until, p.Customer, p.Name, p.Invoice, p.State, p.Target.Decimal(p.Currency), p.Received.Decimal(p.Currency), p.Currency, p.By, p.Reason,
	}
}

// PromiseFilter picks promises.
type PromiseFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	State    string `query:"state" json:"-" enum:"open,kept,part,broken,replaced,withdrawn" doc:"Only those that stand so."`
	From     Day    `query:"from" json:"-" doc:"Promised for this day or later; a month ago if not given."`
	To       Day    `query:"to" json:"-" doc:"Promised for this day or earlier; in three months if not given."`
	Paging
}

func listPromises(c *call, q *PromiseFilter) (Page[Promise], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Promise]{}, err
	}
	f := desk.PromiseFilter{From: c.today() - 30, To: c.today() + 92, State: ledger.PromiseState(q.State), Customer: id.Customer(q.Customer)}
	if q.From != "" {
		f.From = day(q.From)
	}
	if q.To != "" {
		f.To = day(q.To)
	}
	list, err := c.Promises(c, f, c.today())
	rows := list.Promises[min(offset, len(list.Promises)):]
	return counted(rows, offset, limit, promiseView), err
}

// PromisePath names a promise.
type PromisePath struct {
	Promise string `path:"promise" json:"-" doc:"The promise's key."`
}

func showPromise(c *call, q *PromisePath) (Promise, error) {
	p, err := c.Promise(c, q.Promise, c.today())
	return promiseView(&p.PromiseSeen), err
}

// PromiseWish is what a customer promises.
type PromiseWish struct {
	Customer  id.Customer   `json:"customer" example:"00017"`
	Invoices  []id.Invoice  `json:"invoices,omitempty" doc:"The documents it is about; left out: all that he owes." example:"00000152"`
	Parts     []PromisePart `json:"parts" doc:"One: a promise. Several: a payment plan."`
	Guarantee string        `json:"guarantee,omitempty" doc:"The number of a letter of guarantee."`
	Note      string        `json:"note,omitempty" example:"will pay after the holidays"`
}

// PromisePart is so much until a day.
type PromisePart struct {
	Until  Day    `json:"until" example:"2026-02-10"`
	Amount Amount `json:"amount,omitempty" doc:"In the currency of the documents; left out: all that is open." example:"72.27"`
}

func takePromise(c *call, q *PromiseWish) (desk.Promised, error) {
	r := desk.PromiseRequest{Customer: q.Customer, Invoices: q.Invoices, Guarantee: q.Guarantee, Note: q.Note}
	for _, p := range q.Parts {
		r.Parts = append(r.Parts, desk.PromisePart{Until: day(p.Until), Decimal: string(p.Amount)})
	}
	out, err := c.TakePromise(c, r)
	out.Waiting = append([]int64{}, out.Waiting...)
	return out, err
}

// Why is the reason of a withdrawal.
type Why struct {
	Reason string `json:"reason" example:"recorded by mistake"`
}

// PromiseWithdrawal takes a promise back.
type PromiseWithdrawal struct {
	PromisePath
	Why
}

// Done answers a change that has nothing else to tell.
type Done struct {
	Done bool `json:"done" example:"true"`
}

func withdrawPromise(c *call, q *PromiseWithdrawal) (Done, error) {
	return Done{true}, c.WithdrawPromise(c, q.Promise, q.Reason)
}

// Dispute is a dispute.
type Dispute struct {
	Number     int64          `json:"number" example:"7"`
	Customer   id.Customer    `json:"customer" example:"00017"`
	Name       string         `json:"name" example:"Bakery Rye Ltd"`
	Reason     string         `json:"reason" example:"faulty"`
	Complaint  string         `json:"complaint" example:"two sacks were wet"`
	Department string         `json:"department" doc:"The role that answers." example:"claims"`
	Amount     string         `json:"amount" example:"20.00"`
	Currency   money.Currency `json:"currency" example:"BYN"`
	OpenedOn   cal.Date       `json:"opened_on" example:"2026-02-03"`
	OpenedBy   string         `json:"opened_by" example:"1c"`
	AnswerBy   cal.Date       `json:"answer_by,omitzero" example:"2026-02-10"`
	State      string         `json:"state" example:"open"`
	Outcome    string         `json:"outcome,omitempty"`
	Agreed     string         `json:"agreed,omitempty" doc:"What he was found right about."`
	ClosedOn   cal.Date       `json:"closed_on,omitzero"`
	Late       bool           `json:"late" doc:"Its answer is overdue." example:"false"`
}

func disputeView(d *desk.Dispute) Dispute {
	return Dispute{
		d.Number, d.Customer, d.Name, d.Reason, d.Complaint, d.Department, d.Amount.Decimal(d.Currency), d.Currency, d.OpenedOn, d.OpenedBy, d.AnswerBy, d.State, d.Outcome,
		amountIfAny(d.Agreed, d.Currency), d.ClosedOn, d.Late,
	}
}

// DisputeFilter picks disputes.
type DisputeFilter struct {
	Customer string `query:"customer" json:"-" doc:"Only of this customer."`
	Invoice  string `query:"invoice" json:"-" doc:"Only of this document."`
	State    string `query:"state" json:"-" enum:"open,late,agreed,closed" doc:"Only those that stand so."`
	Paging
}

func listDisputes(c *call, q *DisputeFilter) (Page[Dispute], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[Dispute]{}, err
	}
	list, err := c.Disputes(c, desk.DisputeFilter{
		State: q.State, Customer: id.Customer(q.Customer), Invoice: id.Invoice(q.Invoice), Sort: "number", Limit: limit + 1, Offset: offset,
	}, c.today())
	return counted(list.Rows, offset, limit, disputeView), err
}

// DisputePath names a dispute.
type DisputePath struct {
	Number int64 `path:"number" json:"-" doc:"The dispute's number."`
}

func showDispute(c *call, q *DisputePath) (Dispute, error) {
	d, err := c.Dispute(c, q.Number, c.today())
	return disputeView(&d.Dispute), err
}

// DisputeWish opens a dispute.
type DisputeWish struct {
	Customer   id.Customer    `json:"customer" example:"00017"`
	Documents  []DisputedPart `json:"documents" doc:"What is disputed."`
	Reason     string         `json:"reason" doc:"faulty, price, quantity and the others of the manual." example:"faulty"`
	Complaint  string         `json:"complaint" doc:"What he says." example:"two sacks were wet"`
	Product    string         `json:"product,omitempty"`
	Department string         `json:"department,omitempty" doc:"Left out: that of the reason."`
}

// DisputedPart is a document, or a part of it, that is disputed.
type DisputedPart struct {
	Invoice id.Invoice `json:"invoice" example:"00000152"`
	Amount  Amount     `json:"amount,omitempty" doc:"Left out: all that is open." example:"20.00"`
}

func openDispute(c *call, q *DisputeWish) (Dispute, error) {
	r := desk.DisputeRequest{Customer: q.Customer, Reason: q.Reason, Complaint: q.Complaint, Product: q.Product, Department: q.Department, On: c.today()}
	for _, p := range q.Documents {
		r.Documents = append(r.Documents, desk.DisputedPart{Invoice: p.Invoice, Amount: string(p.Amount)})
	}
	d, err := c.OpenDispute(c, r)
	return disputeView(&d), err
}

// DisputeAnswer is what the customer was answered.
type DisputeAnswer struct {
	DisputePath
	Answer string `json:"answer" example:"we take the sacks back"`
}

func answerDispute(c *call, q *DisputeAnswer) (Dispute, error) {
	d, err := c.AnswerDispute(c, q.Number, q.Answer)
	return disputeView(&d), err
}

// DisputeSettlement decides a dispute.
type DisputeSettlement struct {
	DisputePath
	Outcome string `json:"outcome" enum:"credit,return,replacement,rejected,withdrawn" example:"rejected"`
	Amount  Amount `json:"amount,omitempty" doc:"What he is right about; left out: all that is disputed."`
	Reason  string `json:"reason" example:"the sacks were dry when they were handed over"`
}

func settleDispute(c *call, q *DisputeSettlement) (Dispute, error) {
	d, err := c.SettleDispute(c, q.Number, desk.Settlement{Outcome: q.Outcome, Amount: string(q.Amount), Reason: q.Reason})
	return disputeView(&d), err
}

// ApprovalFilter picks requests for approval.
type ApprovalFilter struct {
	Pending  bool   `query:"pending" json:"-" doc:"Only those that can still be decided."`
	Kind     string `query:"kind" json:"-" doc:"Only of this kind."`
	Customer string `query:"customer" json:"-" doc:"Only about this customer."`
	Paging
}

func listApprovals(c *call, q *ApprovalFilter) (Page[desk.Approval], error) {
	offset, limit, err := q.offset()
	if err != nil {
		return Page[desk.Approval]{}, err
	}
	list, err := c.Approvals(c, desk.ApprovalFilter{Pending: q.Pending, Kind: authority.Kind(q.Kind), Customer: id.Customer(q.Customer)}, c.today())
	return counted(list[min(offset, len(list)):], offset, limit, approvalView), err
}

func approvalView(a *desk.Approval) desk.Approval { return *a }

// ApprovalPath names a request.
type ApprovalPath struct {
	Number int64 `path:"number" json:"-" doc:"The request's number."`
}

func showApproval(c *call, q *ApprovalPath) (desk.Approval, error) {
	list, err := c.Approvals(c, desk.ApprovalFilter{Number: q.Number}, c.today())
	return one(list, err, "approval.unknown", "request", "", approvalView)
}

// ApprovalWish asks to be allowed something.
type ApprovalWish struct {
	Kind     string          `json:"kind" doc:"lift-hold, promise, exclude and the others of the manual." example:"lift-hold"`
	Subject  string          `json:"subject" doc:"A document's key, else a customer's code." example:"00017"`
	Amount   Amount          `json:"amount,omitempty" example:"1250.00"`
	Until    Day             `json:"until,omitempty" doc:"The last day it is for." example:"2026-02-10"`
	Value    string          `json:"value,omitempty" doc:"What it is to be: the new category, the new terms."`
	Reason   string          `json:"reason" example:"he paid half today"`
	Evidence []desk.Evidence `json:"evidence,omitempty"`
}

func askApproval(c *call, q *ApprovalWish) (desk.Approval, error) {
	return c.Ask(c, desk.AskRequest{
		Kind: authority.Kind(q.Kind), Subject: q.Subject, Amount: string(q.Amount), Until: day(q.Until), Value: q.Value, Reason: q.Reason, Evidence: q.Evidence,
	})
}

// Decision is what is said to a request.
type Decision struct {
	ApprovalPath
	Approve *bool  `json:"approve" example:"true"`
	Reason  string `json:"reason,omitempty" example:"the payment order was shown"`
	// Requires has no effect on a refusal.
	Requires []string `json:"requires,omitempty" doc:"What the yes depends on being shown, of waits.require." example:"guarantee-letter"`
}

func decideApproval(c *call, q *Decision) (desk.Approval, error) {
	return c.Decide(c, q.Number, desk.Word{Approve: *q.Approve, Requires: q.Requires, Reason: q.Reason})
}

// Shown is what is shown for a request later.
type Shown struct {
	ApprovalPath
	Evidence []desk.Evidence `json:"evidence"`
}

func showEvidence(c *call, q *Shown) (desk.Approval, error) {
	return c.ShowEvidence(c, q.Number, q.Evidence)
}

func withdrawApproval(c *call, q *ApprovalPath) (desk.Approval, error) {
	return c.Withdraw(c, q.Number)
}

func views[R, T any](rows []R, view func(*R) T) []T {
	list := make([]T, len(rows))
	for i := range rows {
		list[i] = view(&rows[i])
	}
	return list
}
