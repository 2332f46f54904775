package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// lacks are the codes that stand under a task with their counts, as "code 3".
func lacks(list []desk.Lack) (out []string) {
	for _, l := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d %s", l.Code, l.Count, strings.Join(l.Names, " "))))
	}
	return out
}

func task(s desk.Setup, name string) desk.SetupTask {
	return s.Tasks[slices.IndexFunc(s.Tasks, func(t desk.SetupTask) bool { return t.Item == name })]
}

func TestSetupList(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		customers, invoices := "customer,name,email,manager\n", "invoice,customer,date,due,amount,currency\n"
		for i := range 11 {
			customers += fmt.Sprintf("C%02d,Co,%s,anna\n", i, map[bool]string{true: "a@b.example"}[i == 0])
			invoices += fmt.Sprintf("I%02d,C%02d,2026-01-10,2026-02-07,10.00,BYN\n", i, i)
		}
		b.take("customers.csv", customers)
		b.take("invoices.csv", invoices)
		b.take("contracts.csv", "contract,customer,number,law,payment_days\nK1,C01,1,BY,10\n")
		got, err := b.SetupList(t.Context())
		if err != nil || len(got.Tasks) != 10 {
			t.Fatalf("%+v, %v; want ten tasks", got, err)
		}
		for name, want := range map[string][]string{
			"regulation":         {"policy-as-shipped 0"},
			"contract-templates": {"contract-no-clause 1"},
			"reconciliation":     {"debtor-no-act 11 0"},
			"contracts":          {"contract-no-penalty 1", "document-no-contract 11"},
			"blocking":           {"contract-no-limit 1"},
			"automatic-letters":  {"not-automatic 0", "no-mail 0"},
			"training":           {"no-holder 0 sales-manager head-of-sales"},
		} {
			if lacked := lacks(task(got, name).Lacks); !slices.Equal(lacked, want) {
				t.Errorf("%s lacks %v; want %v", name, lacked, want)
			}
		}
		for _, want := range []string{"customer-no-email 10", "customer-no-contract 10", "customer-no-address 11", "many-customers 11 anna"} {
			if !slices.Contains(lacks(got.Advice), want) {
				t.Errorf("the advice %v lacks %q", lacks(got.Advice), want)
			}
		}
	})
}

// What is mended is missing no more, and what people say of a task stays.
func TestSetupIsMended(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	if _, err := b.DraftPolicyText(t.Context(), policyOf(t)+"# read and signed\n", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.UsePolicy(t.Context(), "aktivmarket@2", 0); err != nil {
		t.Fatal(err)
	}
	b.user("anna", "sales-manager")
	item := store.SetupItem{Item: "regulation", Owner: "anna", Due: on("2026-02-02"), Note: "signed on Monday"}
	if err := b.SetSetupTask(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	got, err := b.SetupList(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done := task(got, "regulation")
	if done.SetupItem != item || len(done.Lacks) != 0 || !done.Overdue(on("2026-02-03")) {
		t.Errorf("%+v", done)
	}
	if held := lacks(task(got, "training").Lacks); !slices.Equal(held, []string{"no-holder 0 head-of-sales"}) {
		t.Errorf("training lacks %v", held)
	}
	item.Item = "coffee"
	if err := b.SetSetupTask(t.Context(), item); fault.Code(err) != "setup.unknown" {
		t.Errorf("an unknown task: %v", err)
	}
}
