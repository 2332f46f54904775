package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/mail"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// maxPostpone is how far an action can be put off, in days: what waits longer
// is not put off, and an order to leave the debt alone has an author of its own
// (suspend, approvals).
const maxPostpone = 60

// ActionKey names an action of a run.
type ActionKey struct {
	Customer id.Customer
	Step     string // as the policy decided
	Currency money.Currency
	About    string
}

// Subject is what the journal calls the review of an action, for IfUnchanged.
func (k ActionKey) Subject(day cal.Date) string {
	return strings.Join([]string{"review:" + day.String(), string(k.Customer), k.Step, string(k.Currency), k.About}, "/")
}

func actionKeyOf(customer id.Customer, a *policy.Action) ActionKey {
	return ActionKey{customer, a.Step, a.Currency, a.About}
}

// reviews are what people said of the actions of a day, and the money that came
// in by it of which nobody has decided yet whose it is.
type reviews struct {
	of      map[ActionKey]store.Review
	waiting map[id.Customer]policy.Reason
	bare    map[id.Invoice]bool // documents that lack a paper the policy wants before a claim
}

func readReviews(ctx context.Context, r store.Reader, day cal.Date) (all reviews, err error) {
	list, err := r.Reviews(ctx, day)
	if err != nil {
		return all, err
	}
	all = reviews{of: make(map[ActionKey]store.Review, len(list)), waiting: map[id.Customer]policy.Reason{}}
	for _, v := range list {
		k := ActionKey{v.Customer, v.Step, v.Currency, v.About}
		if before, twice := all.of[k]; !twice || v.RunDate > before.RunDate { // the newer word counts
			all.of[k] = v
		}
	}
	money, err := r.WaitingMoney(ctx, "", day)
	for _, v := range money {
		if _, noted := all.waiting[v.Customer]; !noted { // the oldest is told of
			all.waiting[v.Customer] = policy.Reason{Code: policy.Undecided, Date: v.Date, Amount: v.Amount, Currency: v.Currency}
		}
	}
	return all, err
}

// read reads which documents of some accounts lack a paper that the policy wants
// before a claim.
func (v *reviews) readProof(ctx context.Context, r store.Reader, p *policy.Policy, accounts ...ledger.Account) error {
	proof, err := newProver(ctx, r, p)
	if err != nil {
		return err
	}
	v.bare, err = proof.unproved(ctx, r, accounts)
	return err
}

// decide is what the policy does for a customer, as people reviewed it: what is
// left out is told of as blocked, and chosen steps and recipients are in the
// actions. Plan and Apply both ask here.
func (v reviews) decide(d *policy.Decider, p *policy.Policy, a *ledger.Account) reviewed {
	out := reviewed{Decision: d.Decide(a)}
	if _, waits := v.waiting[a.Customer]; len(v.of) == 0 && !waits && len(v.bare) == 0 {
		return out
	}
	out.Withhold(d.List, v.against(a.Customer))
	for i := range out.Actions {
		action := &out.Actions[i]
		switch r := v.of[actionKeyOf(a.Customer, action)]; r.Kind {
		case store.ReviewStep:
			if other, ok := p.Instead(*action, r.Value, a.Steps); ok {
				*action = other
			}
		case store.ReviewRecipient:
			if action.Kind == policy.Letter {
				out.mailTo(i, r.Value)
			}
		}
	}
	out.merge()
	return out
}

// against is the reason against an action of a customer, for decisions and
// explanations alike.
func (v reviews) against(customer id.Customer) func(*policy.Action) policy.Reason {
	unclear, waits := v.waiting[customer]
	return func(action *policy.Action) policy.Reason {
		if waits && action.Kind == policy.Letter {
			return unclear // nobody is chased whose money may be here
		}
		if claimsInCourt(action) {
			for _, it := range action.Items {
				if v.bare[it.Invoice] {
					return policy.Reason{Code: policy.NoProof, Condition: string(it.Invoice)} // a court would ask for it
				}
			}
		}
		switch r := v.of[actionKeyOf(customer, action)]; r.Kind {
		case store.ReviewExclude:
			return policy.Reason{Code: policy.Excluded}
		case store.ReviewPostpone:
			return policy.Reason{Code: policy.Postponed, Until: r.Until}
		}
		return policy.Reason{}
	}
}

// reviewed is a decision with where its letters are mailed to instead.
type reviewed struct {
	policy.Decision
	emails map[int]string // by action
}

func (d *reviewed) mailTo(i int, address string) {
	if d.emails == nil {
		d.emails = map[int]string{}
	}
	d.emails[i] = address
	if a := &d.Actions[i]; !slices.Contains(a.Channels, policy.Email) {
		a.Channels = append(slices.Clone(a.Channels), policy.Email)
	}
}

// merge puts letters together that have come to be the same: somebody chose for
// one the step of another.
func (d *reviewed) merge() {
	for i := range d.Actions {
		a := &d.Actions[i]
		for j := len(d.Actions) - 1; j > i; j-- {
			b := &d.Actions[j]
			if a.Step != b.Step || a.Currency != b.Currency || a.About != b.About {
				continue
			}
			a.Items, a.Total = slices.Concat(a.Items, b.Items), a.Total+b.Total
			d.Actions = slices.Delete(slices.Clone(d.Actions), j, j+1)
			d.emails = nil // whose address was meant cannot be told
			a = &d.Actions[i]
		}
	}
}

// Review records what a person says of an action of a run that is to come: it
// is left out of the run, put off, gets another step's letter, or goes to
// another address; a reason is needed. Plans and runs heed it.
func (s *Session) Review(ctx context.Context, v store.Review) error {
	if v.Reason = strings.TrimSpace(v.Reason); v.Reason == "" {
		return fault.New(fault.Usage, "review.reason", "a change of the plan needs its reason")
	}
	if err := s.checkReview(ctx, &v); err != nil {
		return err
	}
	v.Author = s.actorName()
	return s.do(ctx, ApplyRuns, "review", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, v.Customer); err != nil {
			return err
		}
		e.note("review."+v.Kind, subjectOf(&v), v.Reason, map[string]string{"until": v.Until.String(), "value": v.Value})
		return e.SetReview(ctx, v)
	})
}

// DropReview leaves an action to the policy again.
func (s *Session) DropReview(ctx context.Context, v store.Review) error {
	return s.do(ctx, ApplyRuns, "review", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, v.Customer); err != nil {
			return err
		}
		was, err := e.DeleteReview(ctx, v)
		if err == nil && was {
			e.note("review.dropped", subjectOf(&v), "", nil)
		}
		return err
	})
}

func subjectOf(v *store.Review) string {
	return ActionKey{v.Customer, v.Step, v.Currency, v.About}.Subject(v.RunDate)
}

// checkReview refuses what could not be heeded.
func (s *Session) checkReview(ctx context.Context, v *store.Review) error {
	switch v.Kind {
	case store.ReviewExclude:
		v.Until, v.Value = 0, ""
	case store.ReviewPostpone:
		v.Value = ""
		if v.Until <= v.RunDate || v.Until > v.RunDate+maxPostpone {
			return fault.New(fault.Usage, "review.until", "an action is put off to a day from %s to %s", v.RunDate+1, v.RunDate+maxPostpone)
		}
	case store.ReviewRecipient:
		v.Until = 0
		if !mail.ValidAddress(v.Value) {
			return fault.New(fault.Usage, "review.address", "%q is no e-mail address", v.Value)
		}
	case store.ReviewStep:
		v.Until = 0
		rules, err := s.rulesOf(ctx, v.RunDate)
		if err != nil {
			return err
		}
		if !slices.Contains(otherSteps(rules.Policy, v.Step), v.Value) {
			return fault.New(fault.Usage, "review.step", "%q is no letter of policy %s that could go instead of %q", v.Value, rules.Name, v.Step)
		}
	default:
		return fault.New(fault.Usage, "review.kind", "%q is none of exclude, postpone, step, recipient", v.Kind)
	}
	return nil
}

// otherSteps are the steps whose letter can go instead of a step's.
func otherSteps(p *policy.Policy, step string) []string {
	var list []string
	was := p.Step(step)
	for i := range p.Steps {
		if to := &p.Steps[i]; was != nil && was.Kind == policy.Letter && to.Kind == policy.Letter && to.Per == was.Per && to.ID != step {
			list = append(list, to.ID)
		}
	}
	return list
}
