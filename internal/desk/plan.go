package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// planCustomers is how many customers' accounts are read at a time: enough
// that the round trips vanish, few enough that memory stays small.
const planCustomers = 1000

// PlanQuery asks for the plan of a day.
type PlanQuery struct {
	Date    cal.Date
	Manager string      // only his customers
	List    bool        // list what is skipped one by one
	After   id.Customer // only customers after this one, by code
}

// Plan is the head of a plan; its decisions were given one by one.
type Plan struct {
	Date      cal.Date
	Policy    string
	Version   int
	RunDay    bool
	NextRun   cal.Date
	KnownYear bool // the business calendar has the year; else only weekends are off
	Customers int  // with anything open
	Skipped   int
	Blocked   policy.Tally
	Steps     []string // of the policy, in its order
	Rules     *policy.Policy
	Banks     []Freshness // the company's accounts, as letters of the day need them
	Charges   []PlannedCharge
}

// Decided is what the policy does for one customer.
type Decided struct {
	Customer id.Customer
	Manager  string
	reviewed
}

// Email is where a letter of the decision is mailed to because somebody said
// so; empty: where the policy has it.
func (d *Decided) Email(action int) string { return d.emails[action] }

// PlanHead is what a plan says before any customer is looked at.
func (s *Session) PlanHead(ctx context.Context, day cal.Date) (plan Plan, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err := s.rules(ctx, r, day)
		if err != nil {
			return err
		}
		plan = s.planHead(rules, day)
		plan.Banks, err = s.freshness(ctx, r, day)
		return err
	})
	return plan, err
}

func (s *Session) planHead(rules Rules, day cal.Date) Plan {
	c := s.Calendar()
	steps := make([]string, len(rules.Steps))
	for i := range rules.Steps {
		steps[i] = rules.Steps[i].ID
	}
	return Plan{
		Date: day, Policy: rules.Name, Version: rules.Version, RunDay: rules.IsRun(c, day), NextRun: rules.NextRun(c, day),
		KnownYear: c.Known(day.Year()), Steps: steps, Rules: rules.Policy,
	}
}

// Plan decides for every customer and gives each decision to fn, in the order
// of the customers' codes; it changes nothing. The accounts of the next
// customers are read while these are decided.
func (s *Session) Plan(ctx context.Context, q PlanQuery, fn func(Decided) error) (Plan, error) {
	var plan Plan
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err := s.rules(ctx, r, q.Date)
		if err != nil {
			return err
		}
		decider := policy.NewDecider(rules.Policy, s.Calendar(), q.Date)
		decider.List = q.List
		said, err := readReviews(ctx, r, q.Date)
		if err != nil {
			return err
		}
		plan = s.planHead(rules, q.Date)
		if plan.Banks, err = s.freshness(ctx, r, q.Date); err != nil {
			return err
		}
		var charges []decided
		err = s.accounts(ctx, r, store.AccountQuery{AsOf: q.Date, Scope: s.scope().Of(q.Manager), After: q.After, Limit: planCustomers, Needs: store.Needs(rules.Needs())}, rules.Policy, func(list []ledger.Account, bare map[id.Invoice]bool) error {
			said.bare = bare
			for i := range list {
				d := Decided{list[i].Customer, list[i].Manager, said.decide(decider, rules.Policy, &list[i])}
				plan.Customers++
				plan.Skipped += d.Skipped
				plan.Blocked.Add(d.Blocked)
				charges = append(charges, charging(&list[i], &d.reviewed)...)
				if err := fn(d); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(charges) == 0 {
			return err
		}
		plan.Charges, err = (&chargeCounter{s: s, day: q.Date}).planned(ctx, r, charges)
		return err
	})
	return plan, err
}

// someAccounts is a piece of accounts, with the documents among theirs that lack
// a paper the policy wants before a claim.
type someAccounts struct {
	list []ledger.Account
	bare map[id.Invoice]bool
}

// accounts reads accounts piece by piece and gives them to fn, which works
// while the next piece is read.
func (s *Session) accounts(ctx context.Context, r store.Reader, q store.AccountQuery, p *policy.Policy, fn func([]ledger.Account, map[id.Invoice]bool) error) error {
	proof, err := newProver(ctx, r, p)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	pieces := make(chan someAccounts, 2)
	failed := make(chan error, 1)
	go func() {
		defer close(pieces)
		failed <- readAccounts(ctx, r, q, proof, pieces)
	}()
	for piece := range pieces {
		if err == nil {
			if err = fn(piece.list, piece.bare); err != nil {
				stop() // and drain, so that the reader is done with the snapshot when we return
			}
		}
	}
	stop()
	if readErr := <-failed; err == nil {
		err = readErr
	}
	return err
}

func readAccounts(ctx context.Context, r store.Reader, q store.AccountQuery, proof *prover, pieces chan<- someAccounts) error {
	for {
		list, last, err := r.Accounts(ctx, q)
		if err != nil || last == "" {
			return err
		}
		bare, err := proof.unproved(ctx, r, list)
		if err != nil {
			return err
		}
		select {
		case pieces <- someAccounts{list, bare}:
		case <-ctx.Done():
			return ctx.Err()
		}
		q.After = last
	}
}
