package approval_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/approval"
	"debitor/internal/web/pagetest"
)

var rows = regexp.MustCompile(`(?s)<tr[ >].*?</tr>`)

// TestLiftsTellHowTheyTurnedOut: the register of lifts says of each what became of
// the debts that were late when it was given: paid by its last day, paid after it,
// not paid, or that the day has not come. A lift that was refused is not in it.
func TestLiftsTellHowTheyTurnedOut(t *testing.T) {
	h := pagetest.New(t, approval.Routes())
	today := pagetest.Today
	take := func(name, text string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session("admin").Import(t.Context(), []string{path}, desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	take("customers.csv", "customer,name\nlift kept,Kept\nlift late,Late\nlift broken,Broken\nlift open,Open\nlift part,Part\n")
	documents := "invoice,customer,date,due,amount,currency\n"
	for _, c := range []string{"kept", "late", "broken", "open", "part"} {
		documents += fmt.Sprintf("lift %s 1,lift %[1]s,%s,%s,100.00,BYN\n", c, today-60, today-40)
		until := today - 10
		if c == "open" {
			until = today
		}
		chief := h.On(today-20, "head-of-sales")
		if c == "kept" {
			take("invoices.csv", documents)
		} else {
			take("more.csv", documents)
		}
		_, err := chief.LiftHold(t.Context(), desk.LiftRequest{Customer: id.Customer("lift " + c), Amount: "50", Until: until, Reason: "because of " + c})
		if err != nil {
			t.Fatal(err)
		}
	}
	take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nl1,lift kept,%s,100.00,BYN,lift kept 1\nl2,lift late,%s,100.00,BYN,lift late 1\nl3,lift part,%s,60.00,BYN,lift part 1\nl4,lift part,%s,40.00,BYN,lift part 1\n",
		today-10, today-9, today-15, today-2))
	whole(t, h, "head-of-sales", "/approvals?show=lifts")
	for lang, words := range map[string]map[string]string{
		"ru": {"kept": "оплачено в срок", "late": "оплачено позже", "part": "оплачено позже", "broken": "не оплачено", "open": "срок не настал"},
		"en": {"kept": "paid in time", "late": "paid late", "part": "paid late", "broken": "not paid", "open": "still open"},
		"de": {"kept": "pünktlich bezahlt", "late": "verspätet bezahlt", "part": "verspätet bezahlt", "broken": "nicht bezahlt", "open": "noch offen"},
	} {
		page := h.Must(h.Get("head-of-sales", "/approvals?show=lifts&lang="+lang)).Body
		for c, outcome := range words {
			found := 0
			for _, row := range rows.FindAllString(page, -1) {
				if !strings.Contains(row, "because of "+c) {
					continue
				}
				found++
				if !strings.Contains(text(row), outcome) || !strings.Contains(row, "head-of-sales") {
					t.Errorf("%s: the lift of %s does not say %q:\n%s", lang, c, outcome, text(row))
				}
			}
			if found != 1 {
				t.Errorf("%s: %d lifts of %s", lang, found, c)
			}
		}
	}
}
