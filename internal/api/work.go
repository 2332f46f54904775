package api

import (
	"errors"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
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
	Left string `query:"limitation" json:"-" enum:"yes" doc:"With the days left before limitation."`
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
	Left     *int           `json:"days_left,omitempty" doc:"With limitation=yes: of its instalments, the fewest days left before limitation; below 0: it has run out. Absent: no law is known, or no term has started." example:"912"`
	Verified *bool          `json:"days_left_verified,omitempty" doc:"Whether somebody read every rule that counted in its source." example:"true"`
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
	err = enough(c.AgingOf(c, desk.AgingQuery{Date: out.Date, By: by, After: id.Customer(after), Left: q.Left != ""}, func(r desk.AgingRow) error {
		if len(out.Rows) >= limit && r.Customer != last {
			out.Next = cursor(string(last))
			return errEnough
		}
		last = r.Customer
		row := AgingRow{
			Customer: r.Customer, Name: r.Name, Contract: r.Contract, Invoice: r.Invoice, Currency: r.Currency, Total: r.Total.Decimal(r.Currency),
			Overdue: r.Overdue.Decimal(r.Currency), Credit: r.Credit.Decimal(r.Currency),
		}
		if r.Left.Known {
			row.Left, row.Verified = &r.Left.Days, &r.Left.Verified
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

func views[R, T any](rows []R, view func(*R) T) []T {
	list := make([]T, len(rows))
	for i := range rows {
		list[i] = view(&rows[i])
	}
	return list
}
