package approval_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/approval"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(approval|say|nav|role|do|fault)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

// text is what of a page can be read.
func text(body string) string { return tags.ReplaceAllString(body, " ") }

// whole looks at a page in every language for texts that are missing.
func whole(t *testing.T, h *pagetest.House, user, path string) {
	t.Helper()
	for _, lang := range []string{"en", "ru", "uk", "be", "bs", "de"} {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		body := h.Must(h.Get(user, path+sep+"lang="+lang)).Body
		if keys := bare.FindAllString(text(body), -1); keys != nil {
			t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
		}
	}
}

// debtor is a customer who owes something, and one of his open documents.
func debtor(t *testing.T, h *pagetest.House) (customer id.Customer, document id.Invoice) {
	t.Helper()
	err := h.Session("claims").Aging(t.Context(), pagetest.Today, "invoice", func(r desk.AgingRow) error {
		if customer == "" && r.Invoice != "" && r.Total > 0 {
			customer, document = r.Customer, r.Invoice
		}
		return nil
	})
	if err != nil || customer == "" {
		t.Fatal("nobody owes anything", err)
	}
	return customer, document
}

// asked sends a form that asks, and gives the address it leads to.
func asked(t *testing.T, h *pagetest.House, user string, customer id.Customer, kind authority.Kind, form url.Values) string {
	t.Helper()
	a := h.Post(user, "/customers/"+url.PathEscape(string(customer))+"/ask?kind="+string(kind), form)
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%s by %s is answered %d:\n%s", kind, user, a.Status, text(a.Body))
	}
	_, path, _ := strings.Cut(a.Location, "/main")
	return path
}

// TestTheRightRoleDecides: the request is shown to whom it waits for, the wrong
// role is told whose it is, the right one decides.
func TestTheRightRoleDecides(t *testing.T) {
	h := pagetest.New(t, approval.Routes())
	customer, _ := debtor(t, h)
	path := asked(t, h, "finance-control", customer, authority.LiftHold, url.Values{"amount": {"1 500,00"}, "until": {"2026-11-10"}, "reason": {"Он платит завтра"}})
	whole(t, h, "finance-control", path)
	h.Must(h.Get("finance-control", path), "Он платит завтра", "1\u00a0500,00", "начальник отдела продаж", "Это решаете не вы", "Отозвать запрос")
	h.Must(h.Get("head-of-sales", "/approvals"), path)
	if a := h.Must(h.Get("finance-control", "/approvals")); !strings.Contains(a.Body, "Вашего слова ничего не ждёт") {
		t.Error("it waits for the word of whom it does not")
	}
	for _, show := range []string{"mine", "waiting", "asked", "decided", "record"} {
		whole(t, h, "head-of-sales", "/approvals?show="+show)
	}
	if a := h.Post("lawyer", path+"/decide", url.Values{"reason": {"Нет"}, "vote": {"approve"}}); a.Status != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "Это решаете не вы") || !strings.Contains(a.Body, "начальник отдела продаж") {
		t.Errorf("the wrong role is answered %d:\n%s", a.Status, text(a.Body))
	}
	if a := h.Post("head-of-sales", path+"/decide", url.Values{"vote": {"approve"}}); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Заполните это поле") {
		t.Errorf("without a reason it is answered %d", a.Status)
	}
	if a := h.Post("head-of-sales", path+"/decide", url.Values{"reason": {"Верю"}, "vote": {"approve"}}); a.Status != http.StatusSeeOther {
		t.Errorf("the right role is answered %d:\n%s", a.Status, text(a.Body))
	}
	whole(t, h, "finance-control", path)
	h.Must(h.Get("finance-control", path), "Верю", "согласен")
	if a := h.Post("head-of-sales", path+"/decide", url.Values{"reason": {"Передумал"}, "vote": {"refuse"}}); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "решение уже принято") {
		t.Errorf("the second decision is answered %d:\n%s", a.Status, text(a.Body))
	}
	h.Must(h.Get("director", "/approvals?show=record"), "head-of-sales")
}

// TestWithdraw: who asked takes it back, nobody else.
func TestWithdraw(t *testing.T) {
	h := pagetest.New(t, approval.Routes())
	customer, document := debtor(t, h)
	path := asked(t, h, "assistant", customer, authority.WriteOff, url.Values{"invoice": {string(document)}, "reason": {"Закрыт"}})
	if a := h.Post("lawyer", path+"/withdraw", nil); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "assistant") {
		t.Errorf("somebody else takes it back: %d", a.Status)
	}
	if a := h.Post("assistant", path+"/withdraw", nil); a.Status != http.StatusSeeOther {
		t.Errorf("who asked is answered %d", a.Status)
	}
	h.Must(h.Get("assistant", path), "отозвано")
	if a := h.Get("assistant", "/approvals/99"); a.Status != http.StatusNotFound {
		t.Errorf("a request there is not is answered %d", a.Status)
	}
}

// TestWhoseWordIsEnough decides by asking.
func TestWhoseWordIsEnough(t *testing.T) {
	h := pagetest.New(t, approval.Routes())
	customer, _ := debtor(t, h)
	path := asked(t, h, "head-of-sales", customer, authority.LiftHold, url.Values{"amount": {"10"}, "until": {"2026-11-02"}, "reason": {"Мелочь"}, "paper-document": {"17"}})
	h.Must(h.Get("head-of-sales", path), "согласен", "Мелочь", "17")
}

// TestFormsOfAllKinds: each shows the limits of the policy, keeps what was typed
// and says what is missing.
func TestFormsOfAllKinds(t *testing.T) {
	h := pagetest.New(t, approval.Routes())
	customer, _ := debtor(t, h)
	path := "/customers/" + url.PathEscape(string(customer)) + "/ask"
	for _, kind := range authority.Kinds {
		if kind == authority.PublishPolicy {
			continue
		}
		whole(t, h, "head-of-sales", path+"?kind="+string(kind))
		h.Must(h.Get("head-of-sales", path+"?kind="+string(kind)), "Кто и до какого предела решает")
		a := h.Post("head-of-sales", path+"?kind="+string(kind), url.Values{"paper-document": {"Справка 5"}})
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Заполните это поле") || !strings.Contains(a.Body, "Справка 5") {
			t.Errorf("%s: an empty form is answered %d", kind, a.Status)
		}
	}
	a := h.Post("head-of-sales", path+"?kind=promise", url.Values{"until": {"2026-10-01"}, "reason": {"Потом"}})
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "уже прошло") {
		t.Errorf("a day that is past is answered %d:\n%s", a.Status, text(a.Body))
	}
	if a := h.Get("sales-manager", path); a.Status != http.StatusNotFound {
		t.Errorf("a customer of somebody else is answered %d", a.Status)
	}
}
