package customer_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"debitor/internal/web/customer"
	"debitor/internal/web/pagetest"
)

// A check is recorded with what was found; the flag stands on his page until it
// is taken off for a reason.
func TestARedFlagIsRaisedAndTakenOff(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	who, _ := someone(t, h)
	c := at(who, "")
	if a := h.Post("security", c+"/check", url.Values{"on": {pagetest.Today.String()}, "flag": {"new-owner"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a flag without a note: %d", a.Status)
	}
	if a := h.Post("security", c+"/check", url.Values{"on": {pagetest.Today.String()}, "flag": {"new-owner"}, "note": {"register of today"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	body := h.Must(h.Get("security", c+"?lang=en"), "new owner", "register of today", "looked up in the registers on").Body
	if !strings.Contains(body, "/flags/1\"") {
		t.Error("nothing leads to taking it off")
	}
	h.Must(h.Get("security", c+"/flags/1?lang=en"), "new owner: register of today")
	if a := h.Post("security", c+"/flags/1", url.Values{"reason": {"his son"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d", a.Status)
	}
	if a := h.Get("security", c+"/flags/1"); a.Status != http.StatusNotFound {
		t.Errorf("taken off: %d", a.Status)
	}
	h.Must(h.Get("security", c+"?lang=en"), "No red flag stands", "his son")
}

// A paper that came back is recorded on its document's page, and taken back
// there.
func TestAnOriginalComesBack(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	_, invoice := someone(t, h)
	at := page("invoices", string(invoice))
	h.Must(h.Get("lawyer", at+"?lang=en"), "What proves it", "not back", "signed waybill")
	h.Must(h.Get("lawyer", at+"/originals/waybill?lang=en"), "The day it came back")
	if a := h.Post("lawyer", at+"/originals/waybill", url.Values{"on": {pagetest.Today.String()}, "number": {"ТН-118"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", at+"?lang=en"), "ТН-118")
	h.Must(h.Get("lawyer", at+"/originals/waybill?lang=en"), "It is not back after all")
	if a := h.Post("lawyer", at+"/originals/waybill", url.Values{"take_back": {"1"}, "reason": {"a copy"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d", a.Status)
	}
	if body := h.Must(h.Get("lawyer", at+"?lang=en")).Body; strings.Contains(body, "ТН-118") {
		t.Error("it still is back")
	}
	for path, want := range map[string]int{"/originals/letter": http.StatusNotFound, "/originals/reconciliation-act": http.StatusNotFound} {
		if a := h.Get("lawyer", at+path); a.Status != want {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}
