package acts_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"debitor/internal/id"
	"debitor/internal/web/acts"
	"debitor/internal/web/pagetest"
)

// An agreement is drawn up from the customer's page, sent, signed and ended, in
// every language; what does not fit is said beside the form.
func TestAnAgreementFromDraftToItsEnd(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	customer := string(debtor(t, h))
	sheet, err := h.Session("director").TalkSheet(t.Context(), id.Customer(customer), pagetest.Today)
	if err != nil {
		t.Fatal(err)
	}
	item := sheet.Open[0]
	amount := item.Open
	for _, other := range sheet.Open[1:] {
		if other.Invoice == item.Invoice {
			amount += other.Open
		}
	}
	path := "/customers/" + customer + "/restructuring"
	whole(t, h, "director", path)
	draft := url.Values{
		"kind": {"agreement"}, "invoice": {string(item.Invoice)}, "parts": {"4"}, "reading": {"cumulative"},
		"until1": {(pagetest.Today + 7).String()}, "amount1": {"1.00"},
	}
	if a := h.Post("director", path, draft); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("instalments that do not sum up: %d", a.Status)
	}
	draft.Set("until2", (pagetest.Today + 14).String())
	draft.Set("amount2", (amount - 100).Decimal(item.Currency))
	a := h.Post("director", path, draft)
	if a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, "/restructurings/1") {
		t.Fatalf("%d to %s: %s", a.Status, a.Location, a.Body)
	}
	whole(t, h, "director", "/restructurings/1")
	if a := h.Post("director", "/restructurings/1/send", url.Values{}); a.Status != http.StatusSeeOther {
		t.Fatalf("sent: %d %s", a.Status, a.Body)
	}
	for _, page := range []string{"/restructurings", "/restructurings/1", "/restructurings/1/sign", "/restructurings/1/refuse", "/restructurings/1/withdraw"} {
		whole(t, h, "director", page)
	}
	signature := url.Values{"signed_on": {pagetest.Today.String()}}
	if a := h.Post("director", "/restructurings/1/sign", signature); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("signed by nobody: %d", a.Status)
	}
	signature.Set("signed_by", "Director D.")
	if a := h.Post("director", "/restructurings/1/sign", signature); a.Status != http.StatusSeeOther {
		t.Fatalf("signed: %d %s", a.Status, a.Body)
	}
	whole(t, h, "director", "/restructurings/1")
	whole(t, h, "director", "/restructurings?state=signed")
	whole(t, h, "director", "/restructurings/1/cancel")
	for format, head := range map[string]string{"pdf": "%PDF", "docx": "PK"} {
		if file := h.Must(h.Get("director", "/restructurings/1?format="+format)); !strings.HasPrefix(file.Body, head) {
			t.Errorf("no %s", format)
		}
	}
	if a := h.Post("director", "/restructurings/1/cancel", url.Values{"reason": {"sold"}}); a.Status != http.StatusSeeOther {
		t.Errorf("ended: %d %s", a.Status, a.Body)
	}
	if a := h.Get("director", "/restructurings/99"); a.Status != http.StatusNotFound {
		t.Errorf("one that is not there: %d", a.Status)
	}
}
