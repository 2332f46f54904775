package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// applyCustomers is how many customers one transaction of a run covers: a
// crash loses at most their letters, which the next apply makes.
const applyCustomers = 2000

// Applied is what a run made so far, and what this call added.
type Applied struct {
	Date    cal.Date `json:"date"`
	Run     string   `json:"run"`
	Policy  string   `json:"policy"`
	Version int      `json:"version"`
	RunDay  bool     `json:"run_day"`
	New     int      `json:"new"`
	Letters int      `json:"letters"`
	Emails  int      `json:"emails"`
	Prints  int      `json:"prints"`
	Tasks   int      `json:"tasks"`
	Skipped int      `json:"skipped"`
	Files   []string `json:"files"`
}

// Apply makes the plan of a day and records its letters and tasks, piece by
// piece of customers, each piece in one transaction. Called again, or by two
// processes at once, it adds only what is not there yet.
func (s *Session) Apply(ctx context.Context, day cal.Date, manager string) (Applied, error) {
	out := Applied{Date: day, Files: []string{}}
	if err := s.may(ApplyRuns); err != nil {
		return out, err
	}
	s.once = "" // a run is its own key: applied again it adds only what is missing, also after a crash
	rules, err := s.openRun(ctx, day)
	if err != nil {
		return out, err
	}
	out.Policy, out.Version = rules.Name, rules.Version
	if out.RunDay = rules.IsRun(s.Calendar(), day); !out.RunDay {
		return out, nil
	}
	if err := s.desk.db.Read(ctx, func(q db.Querier) error { return s.mustBeFresh(ctx, store.Read(q, s.company.Code), day) }); err != nil {
		return out, err
	}
	out.Run = runID(s.company.Code, day)
	a := applier{s: s, day: day, manager: manager, rules: rules}
	if out.New, out.Skipped, err = a.all(ctx); err != nil {
		return out, err
	}
	if err := s.analyze(ctx, store.RunTables, out.New); err != nil {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		n, err := r.CountRun(ctx, day, s.scope().Of(manager))
		out.Letters, out.Emails, out.Prints, out.Tasks = n.Letters, n.Emails, n.Prints, n.Tasks
		return err
	})
	if err != nil {
		return out, err
	}
	return out, s.Seal(ctx)
}

// runID names a run on paper and screen.
func runID(company id.Company, day cal.Date) string {
	return id.New("run", string(company), day.String())
}

// openRun pins the day's run to the policy in force and to the letterhead as
// it is, if that has not been done.
func (s *Session) openRun(ctx context.Context, day cal.Date) (rules Rules, err error) {
	err = s.do(ctx, ApplyRuns, "apply", nil, func(ctx context.Context, e *entry) error {
		if rules, err = s.rules(ctx, e.Reader, day); err != nil {
			return err
		}
		_, exists, err := e.Run(ctx, day)
		if err != nil || exists || !rules.IsRun(s.Calendar(), day) {
			return err
		}
		profile, err := s.Profile()
		if err != nil {
			return err
		}
		creditor, err := json.Marshal(creditorFacts(profile))
		if err != nil {
			return err
		}
		e.note("run.opened", "run:"+day.String(), "", map[string]any{"policy": rules.Name, "version": rules.Version})
		return e.InsertRun(ctx, store.Run{Date: day, Policy: rules.Name, Version: rules.Version, Creditor: creditor})
	})
	return rules, err
}

// applier applies one run.
type applier struct {
	s       *Session
	day     cal.Date
	manager string
	rules   Rules
}

func (a *applier) all(ctx context.Context) (made, skipped int, err error) {
	var after id.Customer
	for done := 0; ; done += applyCustomers {
		a.s.progress("apply", done, 0)
		p, err := a.piece(ctx, after)
		if err != nil || p.last == "" {
			return made, skipped, err
		}
		made += len(p.letters) + len(p.tasks)
		skipped += p.skipped
		after = p.last
	}
}

// piece is what one transaction records.
type piece struct {
	last       id.Customer
	skipped    int
	texts      map[string]string // of the letters' templates, by hash
	decisions  []store.Decision
	letters    []store.Letter
	deliveries []store.Delivery
	tasks      []store.Task
	charges    []store.Charge // proposed
	counter    *chargeCounter // of the charge steps
}

// piece applies the run to the next customers. When somebody else applied it
// to them at this moment, the unique keys say so, and a second look finds
// nothing left to do.
func (a *applier) piece(ctx context.Context, after id.Customer) (p piece, err error) {
	err = a.s.do(ctx, ApplyRuns, "apply", nil, func(ctx context.Context, e *entry) error {
		p = piece{}
		accounts, last, err := e.Accounts(ctx, store.AccountQuery{AsOf: a.day, Scope: a.s.scope().Of(a.manager), After: after, Limit: applyCustomers, Needs: store.Needs(a.rules.Needs())})
		p.last = last
		if err != nil || len(accounts) == 0 {
			return err
		}
		return a.record(ctx, e, &p, accounts)
	})
	if db.IsUnique(err) {
		err = fault.Wrap(err, fault.Refused, "run.busy", "others apply the run of %s at this moment; try again", a.day)
	}
	return p, err
}

// decided is an action that is to be recorded.
type decided struct {
	account *ledger.Account
	action  policy.Action
	again   int    // how many letters or tasks were taken back in its place
	email   string // where it is mailed to if a reviewer said so
}

func (a *applier) record(ctx context.Context, e *entry, p *piece, accounts []ledger.Account) error {
	made, err := e.RunMade(ctx, a.day, accounts[0].Customer, accounts[len(accounts)-1].Customer)
	if err != nil {
		return err
	}
	said, err := readReviews(ctx, e.Reader, a.day)
	if err != nil {
		return err
	}
	if err := said.readProof(ctx, e.Reader, a.rules.Policy, accounts...); err != nil {
		return err
	}
	decider := policy.NewDecider(a.rules.Policy, a.s.Calendar(), a.day)
	var todo []decided
	for i := range accounts {
		decision := said.decide(decider, a.rules.Policy, &accounts[i])
		p.skipped += decision.Skipped - decision.Done // what this run did before is not skipped
		for n, action := range decision.Actions {
			// What came to light after the customer's letter of this run was
			// written waits for the next run: one letter per step and currency.
			before := made[store.MadeKey{Customer: accounts[i].Customer, Step: action.Step, Currency: action.Currency, About: action.About}]
			if !before.Stands {
				todo = append(todo, decided{account: &accounts[i], action: action, again: before.Undone, email: decision.emails[n]})
			}
		}
	}
	if len(todo) == 0 {
		return nil
	}
	if err := a.write(ctx, e, p, todo); err != nil {
		return err
	}
	e.note("run.applied", "run:"+a.day.String(), "", map[string]any{
		"policy": a.rules.Name, "version": a.rules.Version, "customers": len(accounts), "letters": len(p.letters),
		"tasks": len(p.tasks), "decisions": len(p.decisions), "content": contentHash(p.letters, p.tasks),
	})
	return a.insert(ctx, e, p)
}

// write turns actions into the three records: decisions, letters or tasks, and
// deliveries.
func (a *applier) write(ctx context.Context, e *entry, p *piece, todo []decided) error {
	w, err := newWriter(ctx, a.s, e.Reader, a.rules.Policy, a.day, todo)
	if err != nil {
		return err
	}
	p.counter = &chargeCounter{s: a.s, day: a.day}
	if err := p.counter.load(ctx, e.Reader, todo); err != nil {
		return err
	}
	for _, t := range todo {
		for _, it := range t.action.Items {
			p.decisions = append(p.decisions, store.Decision{
				Customer: t.account.Customer, Invoice: it.Invoice, Part: it.Part, Policy: a.rules.Name, Step: it.Step,
				Occurrence: it.Occurrence, RunDate: a.day, Days: it.Days, Open: it.Open, Currency: t.action.Currency,
			})
		}
		if t.action.Kind != policy.Letter {
			task, err := w.task(t)
			if err != nil {
				return err
			}
			if err := a.charge(ctx, e, p, &t, &task); err != nil {
				return err
			}
			p.tasks = append(p.tasks, task)
			continue
		}
		l, deliveries, err := w.letter(t)
		if err != nil {
			return err
		}
		p.letters = append(p.letters, l)
		p.deliveries = append(p.deliveries, deliveries...)
	}
	p.texts = w.texts
	return nil
}

func (a *applier) insert(ctx context.Context, e *entry, p *piece) error {
	for _, hash := range slices.Sorted(maps.Keys(p.texts)) {
		if err := e.InsertLetterText(ctx, hash, p.texts[hash]); err != nil {
			return err
		}
	}
	if err := e.InsertDecisions(ctx, p.decisions); err != nil {
		return err
	}
	if err := e.InsertLetters(ctx, p.letters); err != nil {
		return err
	}
	if err := e.InsertDeliveries(ctx, a.day, p.deliveries); err != nil {
		return err
	}
	if err := e.InsertTasks(ctx, p.tasks); err != nil {
		return err
	}
	for i := range p.tasks {
		if t := &p.tasks[i]; t.Kind == string(policy.Escalate) {
			e.tell(HookEscalated, Happened{Customer: t.Customer, Task: t.ID, Step: t.Step, Date: a.day, Until: t.Deadline, Amount: t.Total.Decimal(t.Currency), Currency: t.Currency})
		}
	}
	if err := a.propose(ctx, e, p); err != nil {
		return err
	}
	return a.s.askMail(ctx, e, a.day, p.deliveries)
}

// askMail lets the worker send the e-mails of a run that were just written, if
// the company trusts it to.
func (s *Session) askMail(ctx context.Context, e *entry, day cal.Date, written []store.Delivery) error {
	profile, err := s.Profile()
	mailed := slices.ContainsFunc(written, func(d store.Delivery) bool { return d.Channel == string(policy.Email) })
	if err != nil || !mailed || profile.Mail.Send != "automatic" || s.desk.queue == nil {
		return err
	}
	return s.desk.queue.Enqueue(ctx, e.Tx(), JobMail, string(s.company.Code), []byte(day.String()))
}

// contentHash is the hash over what a piece wrote, which its journal line
// carries: a letter altered later no longer agrees with it.
func contentHash(letters []store.Letter, tasks []store.Task) string {
	h := sha256.New()
	letters, tasks = slices.Clone(letters), slices.Clone(tasks)
	slices.SortFunc(letters, func(a, b store.Letter) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(tasks, func(a, b store.Task) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Currency, b.Currency),
			cmp.Compare(a.About, b.About), cmp.Compare(a.Items, b.Items))
	})
	for i := range letters {
		hashFields(h, string(letters[i].ID), letters[i].Facts)
		if letters[i].TextHash != "" { // letters from before texts were kept have none
			hashFields(h, letters[i].TextHash)
		}
	}
	for i := range tasks {
		t := &tasks[i]
		hashFields(h, string(t.Customer), t.Step, string(t.Currency), t.Items)
		if t.About != "" || t.Details != "" { // tasks from before these were kept have none
			hashFields(h, t.About, t.Kind, t.Deadline.String(), t.Details)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Addressless is how many printed letters of a day's run have no postal
// address: whoever posts them must find it out first.
func (s *Session) Addressless(ctx context.Context, day cal.Date, manager string) (n int, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		n, err = r.CountAddressless(ctx, day, s.scope().Of(manager))
		return err
	})
	return n, err
}
