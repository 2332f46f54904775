package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// ApprovalDays is how long a request waits for a decision, in calendar days: a
// fortnight later the debts it is about are others. One that is for a day ends
// with that day, if it comes first.
const ApprovalDays = 14

// MaxEvidence is how many pieces of evidence a request may have; nobody who
// decides reads more.
const MaxEvidence = 20

// AskRequest asks to be allowed something, of one customer, invoice or policy.
type AskRequest struct {
	Kind     authority.Kind
	Subject  string   // an invoice's key, else a customer's code; NAME@VERSION of a policy
	Amount   string   // decimal in the invoice's currency, or that of a hold; empty: all of it
	Until    cal.Date // the last day it is for; zero: no end
	Value    string   // the new category, the new terms
	Reason   string
	Evidence []Evidence
}

// Evidence is what is shown for a request: what it is, and the number of the
// document or the name of the file.
type Evidence struct {
	Name     string `json:"name"`
	Document string `json:"document"`
}

// Ask records a request. Where the rules let the actor decide it himself, it is
// decided and carried out at once; else it waits for those they name. What
// lacks its evidence, or goes beyond everybody, is refused and not recorded.
func (s *Session) Ask(ctx context.Context, q AskRequest) (out Approval, err error) {
	err = s.do(ctx, AskApprovals, "approval.ask", &out, func(ctx context.Context, e *entry) error {
		row, err := s.request(ctx, e.Reader, q)
		if err != nil {
			return err
		}
		if row.Until != 0 && row.Until < row.AskedOn && row.Kind != string(authority.WaivePrice) {
			return fault.New(fault.Usage, "approval.past", "%s is past: --until is the last day it is to be for", row.Until)
		}
		rules, err := s.rules(ctx, e.Reader, row.AskedOn)
		if err != nil {
			return err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, s.actorName())
		if err != nil {
			return err
		}
		out, err = s.record(ctx, e, rules, row, verdict)
		return err
	})
	return out, err
}

// record writes a judged request, and carries it out if it is granted.
func (s *Session) record(ctx context.Context, e *entry, rules Rules, row store.Approval, v authority.Verdict) (Approval, error) {
	switch v.Code {
	case authority.Granted:
		row.State, row.ClosedOn = store.Approved, row.AskedOn
		row.Votes = []store.Vote{s.vote(store.VoteApprove, v.Role, row.Reason)}
	case authority.NeedsDecision, authority.NeedsProposal:
		row.State = store.Pending
		if role := firstOf(s.roles, v.Proposals); role != "" {
			row.Votes = []store.Vote{s.vote(store.VotePropose, role, row.Reason)}
		}
	default:
		return Approval{}, notAllowed(v)
	}
	last, err := e.LastApprovalNumber(ctx)
	if err != nil {
		return Approval{}, err
	}
	row.Number = last + 1
	if err := e.InsertApproval(ctx, row); err != nil {
		return Approval{}, err
	}
	out := approvalOf(row, row.AskedOn)
	e.note("approval.asked", about(row), row.Reason, out)
	if row.State == store.Approved {
		return out, s.carryOut(ctx, e, row)
	}
	return s.waiting(ctx, e.Reader, rules, out, row)
}

// notAllowed says what stands in the way of a request that cannot wait for
// anyone.
func notAllowed(v authority.Verdict) error {
	text := v.Text("en")
	if v.Code == authority.NeedsEvidence {
		return fault.New(fault.Refused, "approval.evidence", "%s (show it with --evidence NAME=NUMBER)", text)
	}
	return fault.New(fault.Refused, v.Code, "%s", text)
}

func (s *Session) vote(vote, role, reason string) store.Vote {
	return store.Vote{Person: id.User(s.actorName()), Role: role, Vote: vote, Reason: reason, On: s.Today()}
}

// about is what a request's journal lines are about, so that the history of a
// customer or an invoice shows them.
func about(row store.Approval) string {
	switch {
	case row.Policy != "":
		return "policy:" + row.Policy
	case row.Invoice != "":
		return "invoice:" + string(row.Invoice)
	}
	return "customer:" + string(row.Customer)
}

// asks is what a request of a kind must say, and what it is about.
type asks struct{ until, amount, value, customer, invoice bool }

var asksOf = map[authority.Kind]asks{
	authority.Promise:        {until: true},
	authority.LiftHold:       {until: true, amount: true, customer: true},
	authority.WaivePrice:     {invoice: true},
	authority.ReDefer:        {until: true, invoice: true},
	authority.AssignCategory: {value: true, customer: true},
	authority.Exclude:        {until: true},
	authority.ChangeLimit:    {amount: true, customer: true},
	authority.ChangeTerms:    {value: true, customer: true},
	authority.PublishPolicy:  {},
	authority.WriteOff:       {},
}

// request reads what is asked into a row that lacks its number and state.
func (s *Session) request(ctx context.Context, r store.Reader, q AskRequest) (store.Approval, error) {
	row := store.Approval{
		Kind: string(q.Kind), Until: q.Until, Value: strings.TrimSpace(q.Value), Reason: strings.TrimSpace(q.Reason),
		AskedBy: id.User(s.actorName()), AskedOn: s.Today(),
	}
	must, known := asksOf[q.Kind]
	switch {
	case !known:
		return row, fault.New(fault.Usage, "approval.kind", "%q is nothing that can be asked for; it is one of %s", q.Kind, strings.Join(kindNames(), ", "))
	case row.Reason == "":
		return row, fault.New(fault.Usage, "approval.reason", "a request needs its reason: --reason TEXT")
	case must.until && q.Until == 0:
		return row, fault.New(fault.Usage, "approval.until", "%s needs its last day: --until D", q.Kind)
	case must.amount && q.Amount == "":
		return row, fault.New(fault.Usage, "approval.amount", "%s needs an amount: --amount N", q.Kind)
	case must.value && row.Value == "":
		return row, fault.New(fault.Usage, "approval.value", "%s needs what it is to be: --value TEXT", q.Kind)
	}
	var err error
	if row.Evidence, err = shown(q.Evidence); err != nil {
		return row, err
	}
	if q.Kind == authority.PublishPolicy {
		err = policySubject(ctx, r, q.Subject, &row)
	} else {
		err = s.debtSubject(ctx, r, q, must, &row)
	}
	row.Expires = row.AskedOn + ApprovalDays
	if row.Until >= row.AskedOn {
		row.Expires = min(row.Expires, row.Until)
	}
	return row, err
}

func kindNames() []string {
	names := make([]string, len(authority.Kinds))
	for i, k := range authority.Kinds {
		names[i] = string(k)
	}
	return names
}

// shown is the evidence as rows, each name once.
func shown(list []Evidence) ([]store.Evidence, error) {
	if len(list) > MaxEvidence {
		return nil, fault.New(fault.Usage, "approval.evidence_many", "%d pieces of evidence are more than anyone reads; at most %d", len(list), MaxEvidence)
	}
	var out []store.Evidence
	for _, v := range list {
		known := slices.ContainsFunc(out, func(o store.Evidence) bool { return o.Name == v.Name })
		if v.Name == "" || v.Document == "" || known {
			return nil, fault.New(fault.Usage, "approval.evidence_form", "evidence is NAME=NUMBER, each name once, not %q", v.Name+"="+v.Document)
		}
		out = append(out, store.Evidence{Name: v.Name, Document: v.Document})
	}
	return out, nil
}

// policySubject fills in the version of a policy that a request is about.
func policySubject(ctx context.Context, r store.Reader, subject string, row *store.Approval) error {
	name, number, _ := strings.Cut(subject, "@")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 {
		return fault.New(fault.Usage, "approval.policy", "%q is not NAME@VERSION, like aktivmarket@2", subject)
	}
	v, err := r.Policy(ctx, name, n)
	if err == nil && v.Version == 0 {
		err = fault.New(fault.NotFound, "policy.version", "there is no version %d of policy %q", n, name)
	}
	row.Policy, row.Value = name, strconv.Itoa(n)
	return err
}

// debtSubject fills in whose debt a request is about, and what follows from it.
func (s *Session) debtSubject(ctx context.Context, r store.Reader, q AskRequest, must asks, row *store.Approval) error {
	ev := ledger.Event{Customer: id.Customer(q.Subject)}
	if !must.customer {
		if _, err := subject(ctx, r, q.Subject, &ev); err != nil {
			return err
		}
	}
	if must.invoice && ev.Invoice == "" {
		return fault.New(fault.Usage, "approval.invoice", "%s is of one document: name it instead of customer %s", q.Kind, ev.Customer)
	}
	account, err := accountOf(ctx, r, ev.Customer, row.AskedOn)
	if err != nil {
		return err
	}
	row.Customer, row.Invoice, row.Currency = ev.Customer, ev.Invoice, cmp.Or(ev.Currency, s.holdCurrency(&account, row.AskedOn))
	if q.Amount != "" {
		if row.Amount, err = positive(q.Amount, row.Currency); err != nil {
			return err
		}
	}
	if q.Kind == authority.WaivePrice || q.Kind == authority.ReDefer {
		return dueOf(ctx, r, row)
	}
	return nil
}

// dueOf fills in the day an invoice was first due, and for a waiver the day it
// was repaid in full.
func dueOf(ctx context.Context, r store.Reader, row *store.Approval) error {
	list, err := r.InstalmentsOf(ctx, []id.Customer{row.Customer})
	if err != nil {
		return err
	}
	var repaid cal.Date
	open := false
	for _, v := range list {
		if v.Item.Invoice != row.Invoice {
			continue
		}
		if v.Item.Due != 0 && (row.From == 0 || v.Item.Due < row.From) {
			row.From = v.Item.Due
		}
		open = open || v.SettledOn == 0 || v.SettledOn > row.AskedOn
		repaid = max(repaid, v.SettledOn)
	}
	if row.From == 0 {
		return fault.New(fault.Refused, "approval.no_due", "the term of document %s has not started, so there is nothing to put off", row.Invoice)
	}
	if row.Kind != string(authority.WaivePrice) {
		return nil
	}
	if row.Until = 0; !open {
		row.Until = repaid
	}
	if row.Until != 0 && row.Until <= row.From {
		return fault.New(fault.Refused, "approval.not_late", "document %s was paid in time, so there is no price of delay to waive", row.Invoice)
	}
	return nil
}

// judge asks the rules of today what a person with the session's roles may do
// about a request. Bounds count from the day it was asked, so that nobody
// grows into a decision by waiting; facts are those of today.
func (s *Session) judge(ctx context.Context, r store.Reader, rules Rules, row store.Approval, by string) (authority.Verdict, error) {
	today := s.Today()
	ask := authority.Ask{
		Kind: authority.Kind(row.Kind), Today: row.AskedOn, Until: row.Until, From: row.From, Amount: row.Amount, Currency: row.Currency,
		By: by, Calendar: s.Calendar(),
	}
	for _, v := range row.Evidence {
		ask.Evidence = append(ask.Evidence, v.Name)
	}
	for _, v := range row.Votes {
		if v.Vote == store.VotePropose {
			ask.Proposed = append(ask.Proposed, authority.Proposal{By: string(v.Person), Role: v.Role})
		}
	}
	account := ledger.Account{}
	if row.Customer != "" {
		var err error
		if account, err = accountOf(ctx, r, row.Customer, today); err != nil {
			return authority.Verdict{}, err
		}
	}
	if ask.Amount == 0 {
		ask.Amount = stake(&account, row)
	}
	ask.Env = rules.Ask(s.Calendar(), &account, today)
	return authority.Judge(rulesOf(rules.Policy, ask.Kind), ask, s.roles), nil
}

// stake is what a request without an amount is about: all that is open.
func stake(a *ledger.Account, row store.Approval) (sum money.Minor) {
	for i := range a.Items {
		it := &a.Items[i]
		if it.Currency == row.Currency && (row.Invoice == "" || it.Invoice == row.Invoice) {
			sum += it.Open
		}
	}
	return sum
}

// unwritten is the right that decides a kind for which the policy has no rule.
var unwritten = map[authority.Kind]Right{
	authority.Promise:        ImportFiles, // where promises come from otherwise
	authority.LiftHold:       LiftHolds,
	authority.WaivePrice:     DecideApprovals,
	authority.ReDefer:        SuspendDebts,
	authority.AssignCategory: DecideApprovals,
	authority.Exclude:        SuspendDebts,
	authority.ChangeLimit:    DecideApprovals,
	authority.ChangeTerms:    DecideApprovals,
	authority.PublishPolicy:  PublishPolicy,
	authority.WriteOff:       DecideApprovals,
}

// rulesOf are the rules that decide a kind: the policy's, or, where it says
// nothing, those of rights.go without bounds.
func rulesOf(p *policy.Policy, k authority.Kind) []authority.Rule {
	if slices.ContainsFunc(p.Authority, func(r authority.Rule) bool { return r.May == k }) {
		return p.Authority
	}
	roles := grants[unwritten[k]]
	if k == authority.LiftHold {
		roles = liftedBy(p)
	}
	rules := make([]authority.Rule, len(roles))
	for i, role := range roles {
		rules[i] = authority.Rule{May: k, Role: role}
	}
	return rules
}
