package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// The outcomes of a talk: one of them ends it.
const (
	TalkPromise    = "promise"     // he promises to pay: day and amount
	TalkOnItsWay   = "on-its-way"  // he has paid: the number of the payment order
	TalkDispute    = "dispute"     // he disputes it: the dispute is opened next
	TalkRefusal    = "refusal"     // he refuses to pay: why
	TalkNotReached = "not-reached" // nobody answered who could say
	TalkWillCheck  = "will-check"  // he will look into it
	TalkAllRight   = "all-right"   // a reminder before the day: he will pay in time
)

// TalkOutcomes are the outcomes in the order in which they are asked for.
var TalkOutcomes = []string{TalkPromise, TalkOnItsWay, TalkDispute, TalkRefusal, TalkNotReached, TalkWillCheck, TalkAllRight}

// TalkReasons are why people do not pay; policies ask for them by these
// names.
var TalkReasons = []string{"forgot", "no-funds", "technical", "deliberate", "before-liquidation"}

// RiskReasons are those that say that the money is in danger.
var RiskReasons = []string{"no-funds", "deliberate", "before-liquidation"}

// TalkObjections are what is said against paying, in the order of R-107.
var TalkObjections = []string{"will-put-in-payment", "submitted-wait", "other-payments", "low-turnover", "no-trade"}

// TalkTactics are what is answered, in the order of R-109.
var TalkTactics = []string{"product-limit", "stop-delivery", "court", "concession", "personal", "partnership"}

// Behaviours are how a customer who is visited is judged: no doubt,
// doubt, high risk.
var Behaviours = []string{"A", "B", "C"}

// TalkRequest is a call or a visit as it ended.
type TalkRequest struct {
	Customer  id.Customer
	Kind      string // call or visit
	Contact   string // with whom
	Task      id.Task
	Outcome   string
	Promise   PromiseRequest // of a promise
	Amount    money.Minor    // on its way, in the currency of what is owed; 0: all of it
	Document  string         // on its way: the number of the payment order
	Reason    string
	Objection string
	Tactic    string
	Behaviour string
	Joint     bool // the salesman is asked to join in
	Note      string
	Next      cal.Date // when he is spoken with again
}

// Talked is what was recorded.
type Talked struct {
	Talk     string   `json:"talk"`
	Promised Promised `json:"promised,omitzero"`
	Next     id.Task  `json:"next"`
}

// Talk records a call or a visit: what came of it, as facts that policies see;
// what is done next, as tasks; and ends the task that asked for it.
func (s *Session) Talk(ctx context.Context, q TalkRequest) (out Talked, err error) {
	err = s.do(ctx, DoTasks, "talk", &out, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
			return err
		}
		if err := s.checkTalk(q); err != nil {
			return err
		}
		out = Talked{Talk: id.New("talk", e.Change())}
		t := talking{s: s, e: e, q: q, out: &out}
		for _, step := range []func(context.Context) error{t.facts, t.follow, t.behave, t.end} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (s *Session) checkTalk(q TalkRequest) error {
	known := func(list []string, v string) bool { return v == "" || slices.Contains(list, v) }
	switch {
	case !isTalk(q.Kind):
		return fault.New(fault.Usage, "talk.kind", "a talk is a call or a visit, not %q", q.Kind)
	case !slices.Contains(TalkOutcomes, q.Outcome):
		return fault.New(fault.Usage, "talk.outcome", "say what came of it: one of %s", strings.Join(TalkOutcomes, ", "))
	case q.Next < s.Today() || q.Next > s.Today()+maxSnooze:
		return fault.New(fault.Usage, "talk.next", "say when he is spoken with again: from %s to %s", s.Today(), s.Today()+maxSnooze)
	case q.Outcome == TalkRefusal && q.Reason == "":
		return fault.New(fault.Usage, "talk.reason", "a refusal needs its reason")
	case !known(TalkReasons, q.Reason) || !known(TalkObjections, q.Objection) || !known(TalkTactics, q.Tactic) || !known(Behaviours, q.Behaviour):
		return fault.New(fault.Usage, "talk.code", "choose reason, objection, tactic and behaviour from the lists")
	case len(q.Note) > maxTaskNote:
		return fault.New(fault.Input, "task.note", "the note is longer than %d bytes", maxTaskNote)
	}
	return nil
}

// talking is a talk being recorded.
type talking struct {
	s   *Session
	e   *entry
	q   TalkRequest
	out *Talked
	// What is at stake: all that is open in one currency.
	open     money.Minor
	currency money.Currency
	manager  string
}

// facts records what came of the talk where policies look for it.
func (t *talking) facts(ctx context.Context) error {
	customers, err := t.e.Customers(ctx, []id.Customer{t.q.Customer})
	if err != nil {
		return err
	}
	t.manager = customers[0].Manager
	items, err := t.e.OpenItems(ctx, []id.Customer{t.q.Customer})
	if err != nil {
		return err
	}
	t.currency = t.s.mainCurrency(items)
	for i := range items {
		if items[i].Currency == t.currency {
			t.open += items[i].Open
		}
	}
	if err := insertEvents(ctx, t.e, t.events()...); err != nil {
		return err
	}
	if t.q.Outcome == TalkPromise {
		t.q.Promise.Customer = t.q.Customer
		t.q.Promise.Note = t.q.Note
		if t.out.Promised, err = t.s.takePromise(ctx, t.e, t.q.Promise); err != nil {
			return err
		}
	}
	row := store.Talk{
		ID: t.out.Talk, Customer: t.q.Customer, Kind: t.q.Kind, Date: t.s.Today(), Person: id.User(t.s.actorName()), Contact: t.q.Contact,
		Task: t.q.Task, Outcome: t.q.Outcome, Reason: t.q.Reason, Objection: t.q.Objection, Tactic: t.q.Tactic, Behaviour: t.q.Behaviour,
		Note: strings.TrimSpace(t.q.Note), Next: t.q.Next,
	}
	t.e.note("talk."+t.q.Kind, "customer:"+string(t.q.Customer), row.Note, row)
	return t.e.InsertTalk(ctx, row)
}

// events are the facts of the talk: that it took place, and what was said. The
// word of a high risk outweighs the reason given, for a policy asks for it.
func (t *talking) events() []ledger.Event {
	s, q := t.s, t.q
	ev := ledger.Event{Date: s.Today(), Kind: ledger.Call, Customer: q.Customer, Reason: q.Reason, By: s.actorName()}
	switch {
	case q.Behaviour == "C":
		ev.Reason = "high-risk"
	case q.Behaviour == "B" && ev.Reason == "":
		ev.Reason = "doubt"
	}
	switch q.Outcome {
	case TalkNotReached:
		ev.Kind, ev.Reason = ledger.NoContact, ""
	case TalkRefusal:
		ev.Kind = ledger.Refusal
	case TalkOnItsWay:
		way := ev
		way.Kind, way.Amount, way.Document, way.Reason = ledger.InTransit, q.Amount, q.Document, ""
		if way.Amount > 0 {
			way.Currency = t.currency
		}
		return []ledger.Event{ev, way}
	}
	return []ledger.Event{ev}
}

// follow makes the task of the next talk, and that of the salesman who is to
// join in.
func (t *talking) follow(ctx context.Context) (err error) {
	q := t.q
	t.out.Next, err = t.e.makeTask(ctx, t.task(q.Next, "talk-"+t.out.Talk, q.Kind, q.Kind+"-again", t.s.ownRole(), t.assignee()))
	if err != nil || !q.Joint {
		return err
	}
	joint := t.task(t.s.Today(), "joint-"+t.out.Talk, "", "joint-visit", policy.DefaultRole, t.manager)
	joint.With = []string{t.s.ownRole()}
	_, err = t.e.makeTask(ctx, joint)
	return err
}

// behave tells the superior of a customer in doubt, and at once of one at risk
//
func (t *talking) behave(ctx context.Context) error {
	staff := staff{}
	profile, err := t.s.Profile()
	if err == nil {
		staff, err = readStaff(ctx, t.e.Reader, profile)
	}
	if err != nil {
		return err
	}
	switch t.q.Behaviour {
	case "B":
		_, err = t.e.makeTask(ctx, t.task(t.s.Today(), "doubt-"+t.out.Talk, "", "support-representative", "supervisor", staff.who("supervisor", t.manager)))
	case "C":
		risk := t.task(t.s.Today(), "risk-"+t.out.Talk, "", "instruct-representative", "head-of-sales", staff.who("head-of-sales", t.manager))
		if leader := staff.leader[t.manager]; leader != "" {
			risk.Assignee = leader
		}
		risk.Deadline = t.s.Today()
		_, err = t.e.makeTask(ctx, risk)
	}
	return err
}

func (t *talking) task(day cal.Date, from, kind, name, role, assignee string) newTask {
	return newTask{
		Day: day, Customer: t.q.Customer, From: from, Currency: t.currency, Kind: kind, Task: name, Role: role, Assignee: assignee,
		Deadline: day, Total: t.open, Why: strings.TrimSpace(t.q.Note),
	}
}

// ownRole is the role in which the actor speaks with customers.
func (s *Session) ownRole() string {
	if s.actor.User == "" || len(s.roles) == 0 {
		return policy.DefaultRole
	}
	return s.roles[0]
}

// assignee is who speaks with the customer next: whoever did, or his manager
// where the operator did.
func (t *talking) assignee() string {
	if t.s.actor.User == "" {
		return t.manager
	}
	return string(t.s.actor.User)
}

// end ends the task that asked for the talk.
func (t *talking) end(ctx context.Context) error {
	if t.q.Task == "" {
		return nil
	}
	task, err := t.s.task(ctx, t.e.Reader, t.q.Task)
	if err != nil {
		return err
	}
	if task.Customer.ID != t.q.Customer {
		return fault.New(fault.Usage, "talk.task", "task %s is about customer %s", t.q.Task, task.Customer.ID)
	}
	if err := t.s.closeTask(ctx, t.e, &task.Task, t.q.Outcome, t.q.Note); err != nil {
		return err
	}
	return t.endOthers(ctx)
}

// endOthers ends the other calls that waited for the customer until today: he
// is not called twice for what was just spoken about.
func (t *talking) endOthers(ctx context.Context) error {
	list, err := t.e.TasksOf(ctx, t.q.Customer, maxWork)
	if err != nil {
		return err
	}
	for i := range list {
		o := &list[i]
		if o.ID == t.q.Task || o.ID == t.out.Next || o.Kind != t.q.Kind || o.RunDate > t.s.Today() || o.Life.ClosedOn != 0 {
			continue
		}
		if err := t.s.closeTask(ctx, t.e, o, t.q.Outcome, ""); err != nil {
			return err
		}
	}
	return nil
}
