package work_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/pagetest"
)

// Whoever records a promise or a talk is told when the customer pays.
func TestPayDaysStandBesidePromiseAndTalk(t *testing.T) {
	h := house(t)
	c, _, _ := debtor(t, h)
	if err := h.Session("admin").SaveCard(t.Context(), c, map[string]string{"pay_days": "thu"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/promise", "/plan", "/call"} {
		for _, lang := range desk.Languages {
			body := h.Must(h.Get("admin", "/customers/"+string(c)+path+"?lang="+lang)).Body
			if lang == "en" && !strings.Contains(body, "He says he pays on: Thu") || strings.Contains(body, "rhythm.") {
				t.Errorf("%s in %s says nothing of Thursdays", path, lang)
			}
		}
	}
}

// While nothing is overdue the page of a talk says what to speak of; later it
// does not.
func TestATalkBeforeTheDueDate(t *testing.T) {
	h := house(t)
	late, soon := id.Customer(""), id.Customer("")
	err := h.Session("head-of-sales").Aging(t.Context(), pagetest.Today, "customer", func(r desk.AgingRow) error {
		if r.Overdue > 0 {
			late = r.Customer
		} else if r.Total > 0 {
			soon = r.Customer
		}
		return nil
	})
	if err != nil || late == "" || soon == "" {
		t.Fatalf("late %q, soon %q, %v", late, soon, err)
	}
	for c, want := range map[id.Customer]bool{late: false, soon: true} {
		body := h.Must(h.Get("admin", "/customers/"+string(c)+"/call?lang=en")).Body
		if strings.Contains(body, "Ask when he pays, and whom first") != want {
			t.Errorf("%s: what to say before the due date is there: %v", c, !want)
		}
	}
}
