package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/policies"
)

// SetupTasks are the ten tasks of setting up, in their order.
var SetupTasks = []string{
	"regulation", "contract-templates", "reconciliation", "contracts", "letters",
	"enforcement", "blocking", "automatic-letters", "motivation", "training",
}

// manyCustomers is how many customers that owe something one person can look
// after by hand.
const manyCustomers = 10

// SetupTask is a task of the set-up list: what people said of it, and what the
// books say is still missing.
type SetupTask struct {
	store.SetupItem
	Lacks []Lack
}

// Lack is something that is missing or should be looked at. Code is stable.
type Lack struct {
	Code  string
	Count int      // of how many things; 0: it cannot be counted
	Names []string // whom it is about, such as roles or managers
}

// Setup is the set-up list and what else the advisor says.
type Setup struct {
	KeptAt // while it is Making, nothing is said of what is missing in the books
	Tasks  []SetupTask
	Advice []Lack // about the data before an invoice is issued, and portfolios too large
}

// SetupList is the list as of today.
func (s *Session) SetupList(ctx context.Context) (out Setup, err error) {
	profile, err := s.Profile()
	if err != nil {
		return out, err
	}
	if err := s.may(DraftPolicies); err != nil {
		return out, err
	}
	figures, kept, err := s.bookFigures(ctx)
	if err != nil {
		return out, err
	}
	err = s.read(ctx, DraftPolicies, func(r store.Reader) error {
		a := advisor{s: s, r: r, profile: profile, figures: figures, lacks: map[string][]Lack{}}
		if err := a.look(ctx); err != nil {
			return err
		}
		said, err := r.SetupItems(ctx)
		if err != nil {
			return err
		}
		out = Setup{KeptAt: kept, Advice: a.lacks[""]}
		for _, name := range SetupTasks {
			t := SetupTask{SetupItem: store.SetupItem{Item: name}, Lacks: a.lacks[name]}
			if i := slices.IndexFunc(said, func(i store.SetupItem) bool { return i.Item == name }); i >= 0 {
				t.SetupItem = said[i]
			}
			out.Tasks = append(out.Tasks, t)
		}
		return nil
	})
	return out, err
}

// bookFigures are counts over all of the books, which are kept.
type bookFigures struct {
	Quality         store.Quality
	Portfolios      []store.Portfolio
	Languages, Laws []string
}

// bookFigures are the kept ones of today; while they are Making, all nought.
func (s *Session) bookFigures(ctx context.Context) (f bookFigures, kept KeptAt, err error) {
	kept, err = s.kept(ctx, BookFigures, s.Today(), func(_ store.Reader, v store.Kept) error {
		f = bookFigures{}
		return json.Unmarshal([]byte(v.Figures), &f) //nolint:musttag // a cache: who reads it writes it
	})
	return f, kept, err
}

func readBookFigures(ctx context.Context, r store.Reader) (f bookFigures, err error) {
	if f.Quality, err = r.Quality(ctx); err != nil {
		return f, err
	}
	if f.Portfolios, err = r.Portfolios(ctx, manyCustomers); err != nil {
		return f, err
	}
	if f.Languages, err = r.LanguagesInUse(ctx); err != nil {
		return f, err
	}
	f.Laws, err = r.LawsInUse(ctx)
	return f, err
}

// SetSetupTask records what is said of a task: who does it by when, whether it
// is done since when, and a note.
func (s *Session) SetSetupTask(ctx context.Context, item store.SetupItem) error {
	if !slices.Contains(SetupTasks, item.Item) {
		return fault.New(fault.NotFound, "setup.unknown", "the set-up list has no task %q", item.Item)
	}
	return s.do(ctx, DraftPolicies, "setup", nil, func(ctx context.Context, e *entry) error {
		e.note("setup.task", "setup:"+item.Item, item.Note, map[string]any{"owner": item.Owner, "due": item.Due.String(), "done_on": item.DoneOn.String()})
		return e.SaveSetupItem(ctx, item)
	})
}

// advisor looks at the books for what is missing, task by task; those of no
// task stand under "".
type advisor struct {
	s       *Session
	r       store.Reader
	profile Profile
	figures bookFigures
	lacks   map[string][]Lack
}

func (a *advisor) lack(task, code string, count int, names ...string) {
	a.lacks[task] = append(a.lacks[task], Lack{code, count, names})
}

// some is lack of what there may be none of.
func (a *advisor) some(task, code string, count int) {
	if count > 0 {
		a.lack(task, code, count)
	}
}

func (a *advisor) look(ctx context.Context) error {
	for _, look := range []func(context.Context) error{a.company, a.books, a.rules, a.portfolios} {
		if err := look(ctx); err != nil {
			return err
		}
	}
	return nil
}

// company looks at the company file: whether letters can be written and sent.
func (a *advisor) company(context.Context) error {
	p := &a.profile
	for _, missing := range []struct {
		is   bool
		task string
		code string
	}{
		{p.Signatory.Name == "", "letters", "no-signatory"},
		{len(p.Bank) == 0, "letters", "no-bank"},
		{p.Address == "", "letters", "no-address"},
		{p.Runs != "automatic", "automatic-letters", "not-automatic"},
		{p.Mail.Host == "", "automatic-letters", "no-mail"},
	} {
		if missing.is {
			a.lack(missing.task, missing.code, 0)
		}
	}
	return nil
}

func (a *advisor) books(context.Context) error {
	q := &a.figures.Quality
	a.some("contract-templates", "contract-no-clause", q.NoClause)
	a.some("reconciliation", "unapplied", q.Unapplied)
	if q.NoAct > 0 {
		a.lack("reconciliation", "debtor-no-act", q.NoAct, strconv.Itoa(q.SignedAct))
	}
	a.some("contracts", "contract-no-term", q.NoTerm)
	a.some("contracts", "contract-no-penalty", q.NoPenalty)
	a.some("contracts", "document-no-contract", q.OpenNoTerms)
	a.some("enforcement", "contract-no-law", q.NoLaw)
	a.some("blocking", "contract-no-limit", q.NoLimit)
	a.some("", "customer-no-email", q.NoEmail)
	a.some("", "customer-no-address", q.NoAddress)
	a.some("", "customer-no-contract", q.NoContract)
	a.some("", "customer-no-manager", q.NoManager)
	return nil
}

// rules looks at the policy in force.
func (a *advisor) rules(ctx context.Context) error {
	v, err := a.r.PolicyInForce(ctx, a.s.Today())
	if err != nil {
		return err
	}
	if v.Version == 0 {
		a.lack("regulation", "no-policy", 0)
		return nil
	}
	p, err := policy.Parse([]byte(v.Source))
	if err != nil {
		return err
	}
	if slices.Contains(policies.Names(), v.Policy) {
		shipped, err := policies.Source(v.Policy)
		if err != nil {
			return err
		}
		if string(shipped) == v.Source {
			a.lack("regulation", "policy-as-shipped", 0)
		}
	}
	if len(p.Holds) == 0 {
		a.lack("blocking", "no-hold", 0)
	}
	if !slices.ContainsFunc(p.Steps, opensCourt) {
		a.lack("enforcement", "no-court-step", 0)
	}
	if err := a.letters(ctx, p); err != nil {
		return err
	}
	return a.people(ctx, p)
}

// opensCourt says whether a step prepares what a court wants.
func opensCourt(step policy.Step) bool {
	return letter.Kind(step.Letter).Traits().Court || step.Kind == policy.Package || step.Task == "prepare-court-package"
}

// letters counts the texts that customers in their languages would not get.
func (a *advisor) letters(ctx context.Context, p *policy.Policy) error {
	found, err := a.s.findingsAmong(ctx, a.r, p, rulebook.Use{Lang: "en", From: a.s.Today(), Languages: a.s.languages(a.figures.Languages), Laws: a.figures.Laws})
	missing := 0
	for _, f := range found {
		if f.Code == rulebook.NoTemplate {
			missing++
		}
	}
	a.some("letters", "no-template", missing)
	return err
}

// people looks whether somebody holds each role that the policy names.
func (a *advisor) people(ctx context.Context, p *policy.Policy) error {
	staff, err := readStaff(ctx, a.r, a.profile)
	if err != nil {
		return err
	}
	var empty []string
	name := func(role string) {
		if role != "" && len(staff.holders[role]) == 0 && !slices.Contains(empty, role) {
			empty = append(empty, role)
		}
	}
	for _, step := range p.Steps {
		name(step.To)
	}
	for _, hold := range p.Holds {
		for _, role := range hold.LiftedBy {
			name(role)
		}
	}
	if len(empty) > 0 {
		a.lack("training", "no-holder", 0, empty...)
	}
	return nil
}

// portfolios finds who has more customers than one can look after by hand,
// while nothing goes by itself.
func (a *advisor) portfolios(context.Context) error {
	if a.profile.Runs == "automatic" {
		return nil
	}
	for _, p := range a.figures.Portfolios {
		a.lack("", "many-customers", p.Customers, p.Manager)
	}
	return nil
}

// Overdue says whether a task should have been done before a day.
func (t *SetupTask) Overdue(day cal.Date) bool { return t.DoneOn == 0 && t.Due != 0 && t.Due < day }
