package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// RunSeen is a run from its plan to the post office.
type RunSeen struct {
	KeptPlan
	Opened     bool // something of it was applied
	Letters    int  // that stand, for the customers the actor sees
	Tasks      int
	Deliveries []store.StateCount
	Undos      []store.Undo
	Works      []RunWork
	Times      []store.RunTime
}

// RunSeen shows the run of a day.
func (s *Session) RunSeen(ctx context.Context, day cal.Date) (out RunSeen, err error) {
	if out.KeptPlan, err = s.KeptPlan(ctx, day); err != nil {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if _, out.Opened, err = r.Run(ctx, day); err != nil {
			return err
		}
		made := store.RunState{Run: store.Run{Date: day}}
		if err := r.CountMade(ctx, &made, s.scope()); err != nil {
			return err
		}
		out.Letters, out.Tasks = made.Letters, made.Tasks
		if out.Deliveries, err = r.RunDeliveries(ctx, day, s.scope()); err != nil {
			return err
		}
		if out.Undos, err = s.undos(ctx, r, day, day); err != nil {
			return err
		}
		out.Times, err = r.RunTimes(ctx, day, day)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Works, err = s.RunWorks(ctx, day)
	return out, err
}

// RunDay is a day in the list of runs.
type RunDay struct {
	Date    cal.Date
	Opened  bool
	Policy  string
	Title   map[string]string // of the policy, by language
	Letters int               // that stand, for the customers the actor sees
	Tasks   int
	Undos   []store.Undo
	Times   []store.RunTime
}

// runsAhead is how many run days to come are listed.
const runsAhead = 3

// Runs lists the last runs, the newest first, and the run days from today on.
func (s *Session) Runs(ctx context.Context, today cal.Date, limit int) (past, ahead []RunDay, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		states, err := r.RunStates(ctx, today, limit, s.scope())
		if err != nil || len(states) == 0 {
			return err
		}
		first := states[len(states)-1].Date
		undos, err := s.undos(ctx, r, first, today)
		if err != nil {
			return err
		}
		times, err := r.RunTimes(ctx, first, today)
		for _, v := range states {
			past = append(past, RunDay{
				Date: v.Date, Opened: true, Policy: v.Policy, Letters: v.Letters, Tasks: v.Tasks,
				Undos: slices.DeleteFunc(slices.Clone(undos), func(u store.Undo) bool { return u.RunDate != v.Date }),
				Times: slices.DeleteFunc(slices.Clone(times), func(t store.RunTime) bool { return t.RunDate != v.Date }),
			})
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if ahead, err = s.runsAhead(ctx, today); err != nil {
		return nil, nil, err
	}
	ahead = slices.DeleteFunc(ahead, func(d RunDay) bool { return slices.ContainsFunc(past, func(p RunDay) bool { return p.Date == d.Date }) })
	return past, ahead, s.entitle(ctx, past, ahead)
}

// entitle gives days the titles of their policies.
func (s *Session) entitle(ctx context.Context, lists ...[]RunDay) error {
	list, err := ShippedPolicies()
	if err != nil {
		return err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error { // a run's reader need not read the rules
		versions, err := r.PolicyVersions(ctx)
		for _, v := range versions {
			list = addVersion(list, v)
		}
		return err
	})
	titles := make(map[string]map[string]string, len(list))
	for _, p := range list {
		titles[p.Policy] = p.Title
	}
	for _, days := range lists {
		for i := range days {
			days[i].Title = titles[days[i].Policy]
		}
	}
	return err
}

func (s *Session) runsAhead(ctx context.Context, today cal.Date) (list []RunDay, err error) {
	rules, err := s.rulesOf(ctx, today)
	if err != nil {
		return nil, err
	}
	if rules.IsRun(s.Calendar(), today) {
		list = append(list, RunDay{Date: today, Policy: rules.Name})
	}
	for day := today; len(list) <= runsAhead; {
		if day = rules.NextRun(s.Calendar(), day); day == 0 {
			break
		}
		list = append(list, RunDay{Date: day, Policy: rules.Name})
	}
	return list, nil
}

// PreviewAction is an action of the plan of a day as the run would carry it
// out now, with its letter as the customer would get it.
type PreviewAction struct {
	Customer ledger.Customer
	Action   policy.Action
	Rules    *policy.Policy
	Document *letter.Document // nil for what is no letter
	Email    string           // where the letter is mailed to; empty: it is not
	Others   []string         // steps whose letter can go instead
	Review   *store.Review    // what somebody said of it; nil: nothing
	Version  string           // of that, for IfUnchanged
}

// PreviewAction shows an action of the plan of a day. What a reviewer left out
// is shown as it would be without his word (fault plan.gone, if the plan holds
// it no more).
func (s *Session) PreviewAction(ctx context.Context, day cal.Date, k ActionKey) (out PreviewAction, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, k.Customer); err != nil {
			return err
		}
		out, err = s.previewAction(ctx, r, day, k)
		return err
	})
	return out, err
}

func (s *Session) previewAction(ctx context.Context, r store.Reader, day cal.Date, k ActionKey) (out PreviewAction, err error) {
	rules, err := s.rules(ctx, r, day)
	if err != nil {
		return out, err
	}
	account, err := accountOf(ctx, r, k.Customer, day, rules.Policy)
	if err != nil {
		return out, err
	}
	said, err := readReviews(ctx, r, day)
	if err != nil {
		return out, err
	}
	if err := said.readProof(ctx, r, rules.Policy, account); err != nil {
		return out, err
	}
	v, reviewed := said.of[k]
	if reviewed && (v.Kind == store.ReviewExclude || v.Kind == store.ReviewPostpone) {
		delete(said.of, k)
	}
	carryOutBefore(s.before(rules.Policy, day), rules.Name, &account)
	decision := said.decide(policy.NewDecider(rules.Policy, s.Calendar(), day), rules.Policy, &account)
	wanted := k
	if reviewed && v.Kind == store.ReviewStep {
		wanted.Step = v.Value
	}
	n := slices.IndexFunc(decision.Actions, func(a policy.Action) bool { return actionKeyOf(k.Customer, &a) == wanted })
	if n < 0 {
		return out, fault.New(fault.NotFound, "plan.gone", "the plan of %s holds this no more: it was paid, or done, or the rules have changed", day)
	}
	out = PreviewAction{Action: decision.Actions[n], Rules: rules.Policy, Others: otherSteps(rules.Policy, k.Step)}
	if reviewed {
		out.Review = &v
	}
	last, err := r.LastAbout(ctx, k.Subject(day))
	if err != nil {
		return out, err
	}
	out.Version = last.Change
	err = s.previewLetter(ctx, r, rules, day, decided{account: &account, action: out.Action, email: decision.emails[n]}, &out)
	return out, err
}

// previewLetter writes the letter without recording it.
func (s *Session) previewLetter(ctx context.Context, r store.Reader, rules Rules, day cal.Date, t decided, out *PreviewAction) error {
	customers, err := r.Customers(ctx, []id.Customer{t.account.Customer})
	if err != nil {
		return err
	}
	out.Customer = customers[0]
	if t.action.Kind != policy.Letter {
		return nil
	}
	w, err := newWriter(ctx, s, r, rules.Policy, day, []decided{t})
	if err != nil {
		return err
	}
	row, ways, err := w.letter(t)
	if err != nil {
		return err
	}
	for _, d := range ways {
		if d.Channel == string(policy.Email) {
			out.Email = d.Address
		}
	}
	out.Document, err = w.document(ctx, r, &row)
	return err
}
