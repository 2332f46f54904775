package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// Explained answers "why?" about one invoice: what it is, what happened, what
// comes next and what stands in the way, part by part.
type Explained struct {
	Invoice  ledger.Invoice
	Customer ledger.Customer
	Contract ledger.Contract // the invoice's; empty where none is known
	Date     cal.Date
	Policy   string
	Version  int
	Rules    *policy.Policy // of that version
	Parts    []ExplainedPart
	Lines    []ledger.InvoiceLine // what the document is made of, where that is known
	Journal  []store.JournalEntry
}

// ExplainedPart is one instalment. Open is nil for one that is not open on the
// day: it was settled by then, or not issued yet.
type ExplainedPart struct {
	Instalment store.Instalment
	Done       []ExplainedStep // until the day
	Open       *policy.Explanation
	Late       *Lateness // what a charge step of the policy would go by on the day; nil: it has none, or nothing can be counted
}

// ExplainedStep is a step as it was recorded when it was done.
type ExplainedStep struct {
	store.Decision
	// Because is why, for what was done on the day itself: by the rules that the
	// run was pinned to and what is known now of that day. Empty where a fact that
	// came later speaks against it.
	Because []policy.Reason
}

// Explain explains an invoice as of a day.
func (s *Session) Explain(ctx context.Context, invoice id.Invoice, day cal.Date) (out Explained, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.explain(ctx, r, invoice, day)
		return err
	})
	return out, err
}

func (s *Session) explain(ctx context.Context, r store.Reader, invoice id.Invoice, day cal.Date) (Explained, error) {
	out := Explained{Date: day}
	var err error
	if out.Invoice, err = s.invoice(ctx, r, invoice); err != nil {
		return out, err
	}
	customers, err := r.Customers(ctx, []id.Customer{out.Invoice.Customer})
	if err != nil {
		return out, err
	}
	out.Customer = customers[0]
	contracts, err := r.ContractsOf(ctx, out.Customer.ID)
	if err != nil {
		return out, err
	}
	for _, c := range contracts {
		if c.ID == out.Invoice.Contract {
			out.Contract = c
		}
	}
	rules, err := s.rules(ctx, r, day)
	if err != nil {
		return out, err
	}
	out.Policy, out.Version, out.Rules = rules.Name, rules.Version, rules.Policy
	if out.Lines, err = r.InvoiceLines(ctx, []id.Invoice{invoice}); err != nil {
		return out, err
	}
	if out.Journal, err = r.LinesAbout(ctx, "invoice:"+string(invoice)); err != nil {
		return out, err
	}
	if out.Parts, err = s.explainParts(ctx, r, rules, out.Invoice, day); err != nil {
		return out, err
	}
	return out, s.explainLate(ctx, r, &out)
}

func (s *Session) explainParts(ctx context.Context, r store.Reader, rules Rules, v ledger.Invoice, day cal.Date) ([]ExplainedPart, error) {
	account, err := accountOf(ctx, r, v.Customer, day, rules.Policy)
	if err != nil {
		return nil, err
	}
	done, err := r.DecisionsAbout(ctx, v.Customer, v.ID)
	if err != nil {
		return nil, err
	}
	all, err := r.InstalmentsOf(ctx, []id.Customer{v.Customer})
	if err != nil {
		return nil, err
	}
	said, err := readReviews(ctx, r, day)
	if err != nil {
		return nil, err
	}
	if err := said.readProof(ctx, r, rules.Policy, account); err != nil {
		return nil, err
	}
	var parts []ExplainedPart
	for _, row := range all {
		if row.Item.Invoice != v.ID {
			continue
		}
		part := ExplainedPart{Instalment: row}
		if e, open := s.explainUntil(rules, account, v.ID, row.Item.Part, day, day); open {
			e.Withhold(said.against(v.Customer))
			part.Open = &e
		}
		for _, d := range done {
			if d.Part == row.Item.Part && d.RunDate <= day {
				part.Done = append(part.Done, ExplainedStep{d, s.because(rules, account, &d, day)})
			}
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// explainUntil explains a part as of a day on which the steps until another
// were done: in the past, what was done later was not done yet.
func (s *Session) explainUntil(rules Rules, a ledger.Account, v id.Invoice, part int, day, last cal.Date) (policy.Explanation, bool) {
	a.Steps = slices.DeleteFunc(slices.Clone(a.Steps), func(s ledger.Applied) bool { return s.On > last })
	return policy.Explain(rules.Policy, s.Calendar(), &a, v, part, day)
}

// because is why a decision of the day was taken.
func (s *Session) because(rules Rules, a ledger.Account, d *store.Decision, day cal.Date) []policy.Reason {
	if d.RunDate != day || d.Policy != rules.Name {
		return nil
	}
	e, _ := s.explainUntil(rules, a, d.Invoice, d.Part, day, day-1)
	for _, action := range e.Today {
		for _, it := range action.Items {
			if it.Invoice == d.Invoice && it.Part == d.Part && it.Step == d.Step {
				return action.Because
			}
		}
	}
	return nil
}
