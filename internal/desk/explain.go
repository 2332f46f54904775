package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
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
	Journal  []store.JournalEntry
}

// ExplainedPart is one instalment. Open is nil for one that is not open on the
// day.
type ExplainedPart struct {
	Instalment store.Instalment
	Done       []store.Decision
	Open       *policy.Explanation
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
	found, err := r.Invoices(ctx, []id.Invoice{invoice})
	if err != nil {
		return out, err
	}
	if len(found) == 0 {
		return out, fault.New(fault.NotFound, "invoice.unknown", "there is no invoice %q", invoice)
	}
	out.Invoice = found[0]
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
	if out.Journal, err = r.LinesAbout(ctx, "invoice:"+string(invoice)); err != nil {
		return out, err
	}
	out.Parts, err = s.explainParts(ctx, r, rules, out.Invoice, day)
	return out, err
}

func (s *Session) explainParts(ctx context.Context, r store.Reader, rules Rules, v ledger.Invoice, day cal.Date) ([]ExplainedPart, error) {
	account, err := accountOf(ctx, r, v.Customer, day, rules.Policy)
	if err != nil {
		return nil, err
	}
	// As of a day in the past, what was done later was not done yet.
	account.Steps = slices.DeleteFunc(account.Steps, func(s ledger.Applied) bool { return s.On > day })
	done, err := r.DecisionsAbout(ctx, v.Customer, v.ID)
	if err != nil {
		return nil, err
	}
	all, err := r.InstalmentsOf(ctx, []id.Customer{v.Customer})
	if err != nil {
		return nil, err
	}
	var parts []ExplainedPart
	for _, row := range all {
		if row.Item.Invoice != v.ID {
			continue
		}
		part := ExplainedPart{Instalment: row}
		for _, d := range done {
			if d.Part == row.Item.Part {
				part.Done = append(part.Done, d)
			}
		}
		if e, open := policy.Explain(rules.Policy, s.Calendar(), &account, v.ID, row.Item.Part, day); open {
			part.Open = &e
		}
		parts = append(parts, part)
	}
	return parts, nil
}
