package desk

import (
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// KeptPlan is the plan of a day as it was computed for all customers, and the
// part of it that concerns those whom the actor sees.
type KeptPlan struct {
	Plan        // its head: Customers, Skipped and Blocked are not set
	KeptAt      // while it is Making, there is nothing but the head
	Ahead  bool // of a day to come: what earlier runs would do is taken as done
	Sums   []store.PlanSum
	Review []store.Review // what people said of its actions
}

// PlanData is what a kept plan says of an action beside its figures.
type PlanData struct {
	Kind     policy.Kind      `json:"kind"`
	Letter   string           `json:"letter,omitempty"`
	Task     string           `json:"task,omitempty"`
	To       string           `json:"to,omitempty"`
	Channels []policy.Channel `json:"by,omitempty"`
	Email    string           `json:"email,omitempty"` // that a reviewer chose
	Because  []policy.Reason  `json:"because,omitempty"`
	Charge   string           `json:"charge,omitempty"` // what a charge step would propose, a decimal
}

// KeptPlan is the plan of a day from what is kept of it; see kept.
func (s *Session) KeptPlan(ctx context.Context, day cal.Date) (out KeptPlan, err error) {
	if out.Plan, err = s.PlanHead(ctx, day); err != nil {
		return out, err
	}
	out.Ahead = day > s.Today()
	out.KeptAt, err = s.kept(ctx, PlanFigures, day, func(r store.Reader, v store.Kept) (err error) {
		if out.Sums, err = r.PlanSums(ctx, v, s.scope()); err != nil {
			return err
		}
		out.Review, err = s.seenReviews(ctx, r, day)
		return err
	})
	return out, err
}

// seenReviews are what people said of actions for the customers the actor sees.
func (s *Session) seenReviews(ctx context.Context, r store.Reader, day cal.Date) (list []store.Review, err error) {
	all, err := r.Reviews(ctx, day)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]id.Customer, len(all))
	for i := range all {
		ids[i] = all[i].Customer
	}
	seen, err := r.CustomersWithin(ctx, s.scope(), ids)
	for i := range all {
		if seen[all[i].Customer] {
			list = append(list, all[i])
		}
	}
	return list, err
}

// reckonPlan decides for everybody, and gives what writes the lines down.
func (s *Session) reckonPlan(ctx context.Context, r store.Reader, day cal.Date) (func(context.Context, store.Writer, int64) (any, error), error) {
	lines, err := s.planLines(ctx, r, day)
	return func(ctx context.Context, w store.Writer, forget int64) (any, error) {
		return w.WritePlanLines(ctx, day, lines, forget)
	}, err
}

// planLines decides for every customer as of a day.
func (s *Session) planLines(ctx context.Context, r store.Reader, day cal.Date) (lines []store.PlanLine, err error) {
	rules, err := s.rules(ctx, r, day)
	if err != nil {
		return nil, err
	}
	said, err := readReviews(ctx, r, day)
	if err != nil {
		return nil, err
	}
	before := s.before(rules.Policy, day)
	decider := policy.NewDecider(rules.Policy, s.Calendar(), day)
	q := store.AccountQuery{AsOf: day, Scope: store.Scope{All: true}, Limit: planCustomers, Needs: store.Needs(rules.Needs())}
	var charges []decided
	var at []int // the lines of charges
	err = s.accounts(ctx, r, q, rules.Policy, func(list []ledger.Account, bare map[id.Invoice]bool) error {
		said.bare = bare
		for i := range list {
			carryOutBefore(before, rules.Name, &list[i])
			d := said.decide(decider, rules.Policy, &list[i])
			for n := range d.Actions {
				line, err := lineOf(list[i].Customer, &d.Actions[n], d.emails[n], "")
				if err != nil {
					return err
				}
				if d.Actions[n].Kind == policy.Charge {
					charges, at = append(charges, decided{account: &list[i], action: d.Actions[n]}), append(at, len(lines))
				}
				lines = append(lines, line)
			}
			for code, n := range d.Blocked.Counts() {
				lines = append(lines, store.PlanLine{Blocker: code, Customer: list[i].Customer, Items: n})
			}
		}
		return nil
	})
	if err != nil || len(charges) == 0 {
		return lines, err
	}
	planned, err := (&chargeCounter{s: s, day: day}).planned(ctx, r, charges)
	for i, p := range planned {
		if p.Amount == 0 {
			continue
		}
		if lines[at[i]], err = lineOf(p.Customer, &charges[i].action, "", p.Amount.Decimal(p.Currency)); err != nil {
			break
		}
	}
	return lines, err
}

// before are the deciders of the run days from today until a day that is to
// come.
func (s *Session) before(p *policy.Policy, day cal.Date) (list []*policy.Decider) {
	for d := s.Today(); d < day; d++ {
		if p.IsRun(s.Calendar(), d) {
			list = append(list, policy.NewDecider(p, s.Calendar(), d))
		}
	}
	return list
}

// carryOutBefore takes what earlier runs would do as done.
func carryOutBefore(before []*policy.Decider, name string, a *ledger.Account) {
	for _, d := range before {
		for _, action := range d.Decide(a).Actions {
			for _, it := range action.Items {
				a.Steps = append(a.Steps, ledger.Applied{Invoice: it.Invoice, Part: it.Part, Policy: name, Step: it.Step, On: d.Today()})
			}
		}
	}
}

func lineOf(customer id.Customer, a *policy.Action, email, charge string) (store.PlanLine, error) {
	data, err := json.Marshal(PlanData{a.Kind, a.Letter, a.Task, a.To, a.Channels, email, a.Because, charge}) //nolint:musttag // a cache: who writes it reads it
	return store.PlanLine{
		Step: a.Step, Customer: customer, Currency: a.Currency, About: a.About, Items: len(a.Items), Total: a.Total, Days: a.Items[0].Days, Data: string(data),
	}, err
}

// PlanLineQuery asks for the lines of a kept plan of a step, or of a blocker.
type PlanLineQuery struct {
	Day           cal.Date
	Step, Blocker string
	Limit, Offset int
}

// PlanLine is a line of a kept plan. Data is empty for what is not done.
type PlanLine struct {
	store.PlanLine
	Data PlanData
}

// PlanLines are lines of the kept plan of a day, the largest first, of the
// customers the actor sees, and how many there are in all.
func (s *Session) PlanLines(ctx context.Context, q PlanLineQuery) (list []PlanLine, total int, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rows, n, err := r.PlanLines(ctx, store.PlanLineQuery{Day: q.Day, Scope: s.scope(), Step: q.Step, Blocker: q.Blocker, Limit: q.Limit, Offset: q.Offset})
		total, list = n, make([]PlanLine, len(rows))
		for i := range rows {
			list[i].PlanLine = rows[i]
			if err == nil && rows[i].Data != "" {
				err = json.Unmarshal([]byte(rows[i].Data), &list[i].Data) //nolint:musttag // see lineOf
			}
		}
		return err
	})
	return list, total, err
}
