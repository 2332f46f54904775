package policy_test

import (
	"testing"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

// day is a date of a test, which must be one; empty is no date.
func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(s)
	}
	return d
}

func policyA(t testing.TB) *policy.Policy {
	t.Helper()
	text, err := policies.Source("aktivmarket")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func parse(t testing.TB, text string) *policy.Policy {
	t.Helper()
	p, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// owing is a customer with contacts who owes the items.
func owing(items ...ledger.Item) *ledger.Account {
	return &ledger.Account{Customer: "1", HasEmail: true, HasPost: true, Items: items}
}

func item(invoice id.Invoice, due cal.Date, open money.Minor) ledger.Item {
	return ledger.Item{Invoice: invoice, Part: 1, Issued: day("2025-01-01"), Due: due, Amount: open, Open: open, Currency: "BYN"}
}

func did(step string, invoice id.Invoice, on cal.Date) ledger.Applied {
	return ledger.Applied{Invoice: invoice, Part: 1, Policy: "aktivmarket", Step: step, On: on}
}

// record applies a decision to the account, as a run does.
func record(p *policy.Policy, a *ledger.Account, on cal.Date, d policy.Decision) {
	for _, act := range d.Actions {
		for _, it := range act.Items {
			a.Steps = append(a.Steps, ledger.Applied{Invoice: it.Invoice, Part: it.Part, Policy: p.Name, Step: it.Step, On: on})
		}
	}
}

// steps names the steps of a decision's actions.
func steps(d policy.Decision) []string {
	var out []string
	for _, act := range d.Actions {
		out = append(out, act.Step)
	}
	return out
}
