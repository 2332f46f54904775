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
	"debitor/internal/store"
)

// AskNeeds is what a request of a kind must say, and what it is about.
type AskNeeds struct {
	Until, Amount, Value bool
	Customer             bool // as a whole
	Invoice              bool // one document
}

var asksOf = map[authority.Kind]AskNeeds{
	authority.Promise:        {Until: true},
	authority.LiftHold:       {Until: true, Amount: true, Customer: true},
	authority.WaivePrice:     {Invoice: true},
	authority.ReDefer:        {Until: true, Invoice: true},
	authority.AssignCategory: {Value: true, Customer: true},
	authority.Exclude:        {Until: true},
	authority.ChangeLimit:    {Customer: true},
	authority.ChangeTerms:    {Value: true, Customer: true},
	authority.PublishPolicy:  {},
	authority.WriteOff:       {},
	authority.WaivePapers:    {Customer: true},
	authority.BlackList:      {Until: true, Value: true, Customer: true},
	authority.ChargeLate:     {Value: true, Customer: true},
	authority.WaiveCharge:    {Value: true, Customer: true},
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
	case must.Until && q.Until == 0:
		return row, fault.New(fault.Usage, "approval.until", "%s needs its last day: --until D", q.Kind)
	case must.Amount && q.Amount == "":
		return row, fault.New(fault.Usage, "approval.amount", "%s needs an amount: --amount N", q.Kind)
	case must.Value && row.Value == "":
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
	if err == nil && q.Kind == authority.Promise {
		err = planAgrees(row)
	}
	if err == nil && q.Kind == authority.ChangeLimit {
		err = limitComplete(q, row)
	}
	row.Expires = row.AskedOn + ApprovalDays
	if row.Until >= row.AskedOn {
		row.Expires = min(row.Expires, row.Until)
	}
	return row, err
}

// limitComplete sees that a request for a limit says how much, or how long, and
// of nothing that is not there.
func limitComplete(q AskRequest, row store.Approval) error {
	t, err := limitSet(row)
	if err == nil && q.Amount == "" && t.Days == 0 {
		err = fault.New(fault.Usage, "approval.amount", "%s needs an amount: --amount N", q.Kind)
	}
	return err
}

func kindNames() []string {
	names := make([]string, len(authority.Kinds))
	for i, k := range authority.Kinds {
		names[i] = string(k)
	}
	return names
}

// knownCategory refuses a category that the rules in force do not list, for no
// step would know what to do with it. Rules that list none take any.
func knownCategory(rules Rules, row store.Approval) error {
	if authority.Kind(row.Kind) != authority.AssignCategory || len(rules.Categories) == 0 {
		return nil
	}
	ids := make([]string, len(rules.Categories))
	for i, c := range rules.Categories {
		ids[i] = c.ID
	}
	if slices.Contains(ids, row.Value) {
		return nil
	}
	return fault.New(fault.Usage, "approval.category", "policy %s has no category %q; it has %s", rules.Name, row.Value, strings.Join(ids, ", "))
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
func (s *Session) debtSubject(ctx context.Context, r store.Reader, q AskRequest, must AskNeeds, row *store.Approval) error {
	ev := ledger.Event{Customer: id.Customer(q.Subject)}
	if must.Customer {
		if err := s.mustSee(ctx, r, ev.Customer); err != nil {
			return err
		}
	} else if _, err := s.subject(ctx, r, q.Subject, &ev); err != nil {
		return err
	}
	if must.Invoice && ev.Invoice == "" {
		return fault.New(fault.Usage, "approval.invoice", "%s is of one document: name it instead of customer %s", q.Kind, ev.Customer)
	}
	account, err := accountOf(ctx, r, ev.Customer, row.AskedOn, nil)
	if err != nil {
		return err
	}
	row.Customer, row.Invoice, row.Currency = ev.Customer, ev.Invoice, cmp.Or(ev.Currency, s.holdCurrency(&account, row.AskedOn))
	switch {
	case q.Kind == authority.ChangeLimit: // of nothing, too: no more on credit
		row.Currency = s.company.Currency
		if q.Amount != "" {
			if row.Amount, err = notNegative(q.Amount, row.Currency); err != nil {
				return err
			}
		}
	case q.Amount != "" && q.Kind != authority.ChargeLate && q.Kind != authority.WaiveCharge: // of these in the charge's currency
		if row.Amount, err = positive(q.Amount, row.Currency); err != nil {
			return err
		}
	}
	switch q.Kind {
	case authority.WaivePrice, authority.ReDefer:
		return dueOf(ctx, r, row)
	case authority.ChargeLate, authority.WaiveCharge:
		return chargeAsked(ctx, r, q.Amount, row)
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
		if row.Until <= row.From {
			return fault.New(fault.Usage, "approval.not_later", "document %s is due on %s as it is; --until is a later day", row.Invoice, row.From)
		}
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
