package customer_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/web/customer"
	"debitor/internal/web/pagetest"
)

// bareCredit is a key that stands where its text should.
var bareCredit = regexp.MustCompile(`\b(credit|customer|say|do|approval)\.[a-z_]+`)

// Limits, securities and stops are set and ended on the customer's limits page,
// by whom the rules let.
func TestLimitsAreSetAndEnded(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, _ := someone(t, h)
	until := (pagetest.Today + 30).String()
	for _, form := range []struct {
		what   string
		user   string
		path   string
		values url.Values
		want   int
	}{
		{"a limit without an amount", "head-of-sales", "/limits/set", url.Values{"scope": {"customer"}, "reason": {"x"}}, http.StatusUnprocessableEntity},
		{"a limit without a reason", "head-of-sales", "/limits/set", url.Values{"scope": {"customer"}, "amount": {"5"}}, http.StatusUnprocessableEntity},
		{"a limit by who may not decide it", "accountant", "/limits/set", url.Values{"scope": {"customer"}, "amount": {"5"}, "reason": {"x"}}, http.StatusUnprocessableEntity},
		{"a limit", "head-of-sales", "/limits/set", url.Values{"scope": {"customer"}, "amount": {"50 000,00"}, "days": {"14"}, "reason": {"договорились"}}, http.StatusSeeOther},
		{"one for a time", "head-of-sales", "/limits/set", url.Values{"scope": {"customer"}, "amount": {"90 000,00"}, "until": {until}, "reason": {"на сезон"}}, http.StatusSeeOther},
		{"one of the month", "head-of-sales", "/limits/set", url.Values{"scope": {"month"}, "amount": {"70000"}, "reason": {"месяц"}}, http.StatusSeeOther},
		{"a security without a document", "finance-director", "/limits/secure", url.Values{"kind": {"pledge"}, "amount": {"5"}, "reason": {"x"}}, http.StatusUnprocessableEntity},
		{"a security of no kind", "finance-director", "/limits/secure", url.Values{"kind": {"limit"}, "amount": {"5"}, "document": {"1"}, "reason": {"x"}}, http.StatusUnprocessableEntity},
		{"a guarantee in euros", "finance-director", "/limits/secure", url.Values{"kind": {"bank-guarantee"}, "amount": {"2000"}, "currency": {"EUR"}, "document": {"77/26"}, "until": {until}, "reason": {"банк"}}, http.StatusSeeOther},
		{"a stop by who may not", "sales-manager", "/limits/stop", url.Values{"kind": {"stop-list"}, "reason": {"x"}}, http.StatusForbidden},
		{"prepayment of nothing", "finance-director", "/limits/stop", url.Values{"kind": {"prepayment"}, "reason": {"x"}}, http.StatusUnprocessableEntity},
		{"a stop", "finance-director", "/limits/stop", url.Values{"kind": {"stop-list"}, "until": {until}, "reason": {"новый владелец"}}, http.StatusSeeOther},
		{"an end without a reason", "finance-director", "/limits/5/end", url.Values{}, http.StatusUnprocessableEntity},
		{"an end", "finance-director", "/limits/5/end", url.Values{"reason": {"проверили"}}, http.StatusSeeOther},
		{"an end twice", "finance-director", "/limits/5/end", url.Values{"reason": {"проверили"}}, http.StatusUnprocessableEntity},
		{"an end of what is not there", "finance-director", "/limits/77/end", url.Values{"reason": {"x"}}, http.StatusNotFound},
	} {
		if a := h.Post(form.user, at(c, form.path), form.values); a.Status != form.want {
			t.Errorf("%s is answered %d, want %d\n%s", form.what, a.Status, form.want, text(a.Body))
		}
	}
	page := h.Must(h.Get("head-of-sales", at(c, "/limits")), "на сезон", "договорились", "77/26", "проверили", "завершён", "/limits/1/end")
	if strings.Contains(page.Body, "/limits/5/end") {
		t.Error("what is ended can be ended again")
	}
	// What is not his to decide leads, with what he wrote, to where it is asked for.
	a := h.Post("accountant", at(c, "/limits/set"), url.Values{"scope": {"month"}, "amount": {"5"}, "days": {"7"}, "reason": {"x"}})
	if !strings.Contains(a.Body, "amount=5&amp;kind=change-limit&amp;value=month+days%3D7") {
		t.Errorf("no way to ask instead:\n%s", a.Body)
	}
	for _, path := range []string{"/limits?x=1", "/limits/set?x=1", "/limits/secure?x=1", "/limits/stop?x=1", "/limits/1/end?x=1"} {
		for _, lang := range desk.Languages {
			a := h.Must(h.Get("admin", at(c, path)+"&lang="+lang))
			if key := bareCredit.FindString(text(a.Body)); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, lang, key)
			}
		}
	}
}
