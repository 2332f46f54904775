package cli

import (
	"strings"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

type approvalCommand struct {
	Ask      approvalAsk      `cmd:"" help:"Ask to be allowed something; done at once where the policy lets you."`
	List     approvalList     `cmd:"" help:"Requests, whom they wait for, and what became of them."`
	Decide   approvalDecide   `cmd:"" help:"Approve or refuse a request; or propose it, where your word must come first."`
	Show     approvalShow     `cmd:"" help:"Show a document for a request of yours that waits."`
	Withdraw approvalWithdraw `cmd:"" help:"Take back a request of yours."`
	Record   approvalRecord   `cmd:"" help:"Who approved how much, and how much of it was kept."`
}

type approvalAsk struct {
	Kind     string   `arg:"" help:"promise, lift-hold, waive-delay-price, re-defer, assign-category, exclude, change-limit, change-terms, publish-policy, write-off, waive-papers, black-list, charge, waive-charge."`
	Subject  string   `arg:"" help:"An invoice's number or a customer's code; NAME@VERSION of a policy."`
	Until    string   `placeholder:"D" help:"The last day it is for, included."`
	Amount   string   `placeholder:"N" help:"How much; all of it if not given."`
	Value    string   `placeholder:"TEXT" help:"What it is to be: the category, the terms."`
	Evidence []string `placeholder:"NAME=NUMBER" sep:"none" help:"What you show for it: a document's number, a file's name. As often as needed."`
	Reason   string   `required:"" help:"Why."`
}

func (c *approvalAsk) Run(a *app) error {
	q := desk.AskRequest{Kind: authority.Kind(c.Kind), Subject: c.Subject, Amount: c.Amount, Value: c.Value, Reason: c.Reason}
	var err error
	if q.Until, err = day("--until", c.Until); err != nil {
		return err
	}
	q.Evidence = evidence(c.Evidence)
	return a.approve(func(s *desk.Session) (desk.Approval, error) { return s.Ask(a.ctx, q) })
}

// evidence reads NAME=NUMBER.
func evidence(texts []string) (list []desk.Evidence) {
	for _, text := range texts {
		name, document, _ := strings.Cut(text, "=")
		list = append(list, desk.Evidence{Name: strings.TrimSpace(name), Document: strings.TrimSpace(document)})
	}
	return list
}

type approvalShow struct {
	Number   int64    `arg:"" help:"The request's number."`
	Evidence []string `required:"" placeholder:"NAME=NUMBER" sep:"none" help:"What you show for it: a document's number, a file's name. As often as needed."`
}

func (c *approvalShow) Run(a *app) error {
	return a.approve(func(s *desk.Session) (desk.Approval, error) {
		return s.ShowEvidence(a.ctx, c.Number, evidence(c.Evidence))
	})
}

type approvalDecide struct {
	Number  int64    `arg:"" help:"The request's number."`
	Approve bool     `xor:"word" required:"" help:"Yes."`
	Refuse  bool     `xor:"word" required:"" help:"No."`
	Require []string `placeholder:"NAME" help:"Your yes depends on this being shown, where the policy has \"may-require\"."`
	Reason  string   `required:"" help:"Why."`
}

func (c *approvalDecide) Run(a *app) error {
	return a.approve(func(s *desk.Session) (desk.Approval, error) {
		return s.Decide(a.ctx, c.Number, desk.Word{Approve: c.Approve, Requires: c.Require, Reason: c.Reason})
	})
}

type approvalWithdraw struct {
	Number int64 `arg:"" help:"The request's number."`
}

func (c *approvalWithdraw) Run(a *app) error {
	return a.approve(func(s *desk.Session) (desk.Approval, error) { return s.Withdraw(a.ctx, c.Number) })
}

// approve makes a change to a request and says how it stands after.
func (a *app) approve(do func(*desk.Session) (desk.Approval, error)) error {
	return a.with(func(s *desk.Session) error {
		v, err := do(s)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(v)
		}
		a.sayApproval(a.lang(s), &v)
		return nil
	})
}

// sayApproval says how a request stands.
func (a *app) sayApproval(lang string, v *desk.Approval) {
	a.sayIn(lang, "Request %d (%s, %s): %s.", v.Number, v.Kind.Text(lang), subjectOf(*v), word(lang, v.State))
	if w := v.Waits; w != nil {
		a.waits(lang, *w)
		a.sayIn(lang, "  It can be decided until %s.", v.Expires)
	}
}

// waits says what a request waits for.
func (a *app) waits(lang string, w desk.Waits) {
	proposals := "  still to be proposed by: %s"
	if w.Together {
		proposals = "  to be decided together, in any order, by: %s"
	}
	for _, line := range []struct {
		format string
		list   []string
	}{
		{"  still to be shown: %s", w.Evidence}, {proposals, w.Proposals}, {"  to be decided by: %s", w.Roles},
	} {
		if len(line.list) > 0 {
			a.sayIn(lang, line.format, strings.Join(line.list, ", "))
		}
	}
}

func subjectOf(v desk.Approval) string {
	switch {
	case v.Policy != "":
		return v.Policy + "@" + v.Value
	case v.Invoice != "":
		return string(v.Invoice)
	}
	return string(v.Customer)
}

type approvalList struct {
	Pending  bool   `help:"Only those that wait for a decision."`
	Kind     string `placeholder:"KIND" help:"Only those of a kind."`
	Customer string `placeholder:"CODE" help:"Only those of a customer."`
}

func (c *approvalList) Run(a *app) error {
	if c.Kind != "" && authority.Kind(c.Kind).Text("en") == c.Kind {
		return fault.New(fault.Usage, "approval.kind", "--kind: %q is nothing that can be asked for (debitor approval ask --help)", c.Kind)
	}
	return a.with(func(s *desk.Session) error {
		filter := desk.ApprovalFilter{Pending: c.Pending, Kind: authority.Kind(c.Kind), Customer: id.Customer(c.Customer)}
		list, err := s.Approvals(a.ctx, filter, s.Today())
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"approvals": list})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, ">number", "request", "about", ">sum", "until", "asked by", "state", "who", "outcome")...)
		for _, v := range list {
			sum := grouped(v.Amount)
			if sum != "" {
				sum += " " + string(v.Currency)
			}
			about := subjectOf(v)
			if v.Value != "" && v.Policy == "" {
				about += " → " + v.Value
			}
			t.add(count(int(v.Number)), v.Kind.Text(lang), about, sum, v.Until.String(), string(v.AskedBy), word(lang, v.State), whose(v), outcomeWord(lang, v))
		}
		t.print(a)
		return nil
	})
}

// whose is who closed a request, or who may.
func whose(v desk.Approval) string {
	switch {
	case v.Waits != nil && len(v.Waits.Proposals) > 0:
		return strings.Join(v.Waits.Proposals, ", ")
	case v.Waits != nil:
		return strings.Join(v.Waits.Roles, ", ")
	case v.State == store.Approved || v.State == store.Refused:
		return string(v.Votes[len(v.Votes)-1].Person) // the decision is the last word
	}
	return ""
}

func outcomeWord(lang string, v desk.Approval) string {
	if v.Outcome == desk.StillOpen {
		return word(lang, "not yet")
	}
	return word(lang, string(v.Outcome))
}

type approvalRecord struct{}

func (c *approvalRecord) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		lines, err := s.AuthorityRecord(a.ctx, s.Today())
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"record": lines})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "request", "approved by", ">given", ">kept", ">late", ">broken", ">not yet")...)
		for _, l := range lines {
			t.add(l.Kind.Text(lang), string(l.Person), count(l.Given), count(l.Kept), count(l.Late), count(l.Broken), count(l.Open))
		}
		t.print(a)
		return nil
	})
}
