package desk

import (
	"context"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// ApprovalSeen is a request as a person looks at it: whom it is about by name,
// and what he can say to it.
type ApprovalSeen struct {
	Approval
	Name     string // the customer's; empty: it is about a policy
	Document string // the invoice as printed; empty: the whole customer
	Approves bool   // the actor's word would carry it on
	Refuses  bool   // the actor's word would end it
	Mine     bool   // he asked for it
}

// ApprovalsSeen are the requests that the filter picks, as the actor sees them.
func (s *Session) ApprovalsSeen(ctx context.Context, f ApprovalFilter, day cal.Date) ([]ApprovalSeen, error) {
	list, err := s.Approvals(ctx, f, day)
	if err != nil {
		return nil, err
	}
	out := make([]ApprovalSeen, len(list))
	var customers []id.Customer
	var invoices []id.Invoice
	for i, a := range list {
		out[i] = ApprovalSeen{Approval: a, Mine: string(a.AskedBy) == s.actorName()}
		out[i].Approves, out[i].Refuses = s.saysTo(&a)
		customers, invoices = append(customers, a.Customer), append(invoices, a.Invoice)
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		named, err := r.Customers(ctx, slices.Compact(slices.Sorted(slices.Values(customers))))
		if err != nil {
			return err
		}
		documents, err := r.Invoices(ctx, slices.Compact(slices.Sorted(slices.Values(invoices))))
		names, papers := map[id.Customer]string{}, map[id.Invoice]string{}
		for _, c := range named {
			names[c.ID] = c.Name
		}
		for _, v := range documents {
			papers[v.ID] = documentName(v)
		}
		for i := range out {
			out[i].Name, out[i].Document = names[out[i].Customer], papers[out[i].Invoice]
		}
		return err
	})
	return out, err
}

// ApprovalSeen is one request as the actor sees it.
func (s *Session) ApprovalSeen(ctx context.Context, number int64, day cal.Date) (ApprovalSeen, error) {
	var list []ApprovalSeen
	var err error
	if number > 0 { // a filter with 0 is one for all
		list, err = s.ApprovalsSeen(ctx, ApprovalFilter{Number: number}, day)
	}
	if err == nil && len(list) == 0 {
		err = unknownApproval(number)
	}
	if err != nil {
		return ApprovalSeen{}, err
	}
	return list[0], nil
}

func unknownApproval(number int64) error {
	return fault.New(fault.NotFound, "approval.unknown", "there is no request %d; \"debitor approval list\" shows them", number)
}

// saysTo tells whether the actor's word would carry a request on, or could end
// it: as Decide would take it.
func (s *Session) saysTo(a *Approval) (approves, refuses bool) {
	me := id.User(s.actorName())
	if a.State != store.Pending || a.Waits == nil || slices.ContainsFunc(a.Votes, func(v Vote) bool { return v.Person == me }) {
		return false, false
	}
	decides, proposes := firstOf(s.roles, a.Waits.Roles) != "", firstOf(s.roles, a.Waits.Proposals) != ""
	ready := len(a.Waits.Proposals) == 0 && len(a.Waits.Evidence) == 0
	return decides && ready || proposes && (a.Waits.Together || len(a.Waits.Evidence) == 0), decides || proposes
}

// AskDraft is what a request of a kind about a customer can say, and how far
// whose word goes.
type AskDraft struct {
	Customer   ledger.Customer
	Documents  []Disputable // the open ones, the oldest due first
	Needs      AskNeeds
	Rules      []authority.Rule // for the kind, the lowest first
	Evidence   []string         // that any of the rules asks for
	Categories []policy.Category
	Policy     *policy.Policy // that names the rules' conditions
	Currency   money.Currency // of what is asked of the whole customer
}

// AskDraft tells, before a request is made, what it needs and who will decide.
func (s *Session) AskDraft(ctx context.Context, c id.Customer, kind authority.Kind) (out AskDraft, err error) {
	needs, known := asksOf[kind]
	if !known || kind == authority.PublishPolicy {
		return out, fault.New(fault.Usage, "approval.kind", "%q is nothing that can be asked for of a customer", kind)
	}
	out.Needs = needs
	err = s.read(ctx, AskApprovals, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{c})
		if err != nil {
			return err
		}
		out.Customer = customers[0]
		if out.Documents, err = s.disputable(ctx, r, c); err != nil {
			return err
		}
		account, err := accountOf(ctx, r, c, s.Today(), nil)
		if err != nil {
			return err
		}
		out.Currency = s.holdCurrency(&account, s.Today())
		rules, err := s.rules(ctx, r, s.Today())
		if err != nil {
			return err
		}
		out.Policy, out.Categories = rules.Policy, rules.Categories
		for _, rule := range rulesOf(rules.Policy, kind) {
			if rule.May != kind {
				continue
			}
			out.Rules = append(out.Rules, rule)
			for _, name := range rule.Evidence {
				if !slices.Contains(out.Evidence, name) {
					out.Evidence = append(out.Evidence, name)
				}
			}
		}
		return nil
	})
	return out, err
}
