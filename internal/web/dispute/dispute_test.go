package dispute_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/dispute"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(dispute|say|nav|role|do|fault)\.[a-z_]+`)

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

var tags = regexp.MustCompile(`<[^>]*>`)

// text is what of a page can be read.
func text(body string) string { return tags.ReplaceAllString(body, " ") }

// debtor is a customer with an open document in which nothing is disputed.
func debtor(t *testing.T, h *pagetest.House) (customer id.Customer, document desk.Disputable) {
	t.Helper()
	s := h.Session("claims")
	var customers []id.Customer
	err := s.Aging(t.Context(), pagetest.Today, "customer", func(r desk.AgingRow) error {
		customers = append(customers, r.Customer)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range customers {
		draft, err := s.DisputeDraft(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range draft.Documents {
			if d.Free == d.Open && d.Open > 0 && d.Due != 0 && d.Due < pagetest.Today {
				return c, d
			}
		}
	}
	t.Fatal("nobody owes anything")
	return "", desk.Disputable{}
}

// opened opens a dispute over the form and gives its address below the company.
func opened(t *testing.T, h *pagetest.House) string {
	t.Helper()
	customer, document := debtor(t, h)
	a := h.Post("head-of-sales", "/customers/"+url.PathEscape(string(customer))+"/dispute", url.Values{
		"reason": {"faulty"}, "complaint": {"Печь не греет"}, "invoice": {string(document.Invoice)}, "part-" + string(document.Invoice): {"10,50"},
		"product": {"Печь"}, "on": {pagetest.Today.String()},
	})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("the form is answered %d:\n%s", a.Status, a.Body)
	}
	_, path, _ := strings.Cut(a.Location, "/main")
	return path
}

// TestRegister: every dispute that was imported is there, can be sorted,
// narrowed and had as a file.
func TestRegister(t *testing.T) {
	h := pagetest.New(t, dispute.Routes())
	whole(t, h, "claims", "/disputes")
	whole(t, h, "claims", "/disputes?state=all&sort=-amount")
	list, err := h.Session("claims").Disputes(t.Context(), desk.DisputeFilter{}, pagetest.Today)
	if err != nil || list.Total == 0 {
		t.Fatalf("the company has no disputes: %v", err)
	}
	a := h.Must(h.Get("claims", "/disputes?state=all&format=csv"))
	if lines := strings.Count(a.Body, "\n"); lines != list.Total+1 {
		t.Errorf("the file has %d lines for %d disputes", lines, list.Total)
	}
	h.Must(h.Get("claims", "/disputes?state=late&department=lawyer"), "По этому выбору споров нет")
	if a := h.Get("claims", "/disputes/0"); a.Status != http.StatusNotFound {
		t.Errorf("no dispute is answered %d", a.Status)
	}
}

// TestADisputeFromTheComplaintToItsCause walks the whole way.
func TestADisputeFromTheComplaintToItsCause(t *testing.T) {
	h := pagetest.New(t, dispute.Routes())
	path := opened(t, h)
	whole(t, h, "claims", path)
	if a := h.Get("sales-manager", path); a.Status != http.StatusNotFound {
		t.Errorf("a manager whose customer it is not is answered %d, want 404", a.Status)
	}
	h.Must(h.Get("claims", path), "Печь не греет", "10,50", "без ответа", "отдел рекламаций", "04.11.2026")
	post := func(user, form string, values url.Values, want int) string {
		t.Helper()
		v, err := h.Session("admin").Dispute(t.Context(), disputeNumber(t, path), pagetest.Today)
		if err != nil {
			t.Fatal(err)
		}
		values.Set("version", v.Version)
		a := h.Post(user, path+"/"+form, values)
		if a.Status != want {
			t.Fatalf("%s by %s is answered %d, want %d:\n%s", form, user, a.Status, want, text(a.Body))
		}
		return a.Body
	}
	if body := post("claims", "answer", url.Values{}, http.StatusUnprocessableEntity); !strings.Contains(body, "Заполните это поле") {
		t.Error("the empty field is not marked")
	}
	post("sales-manager", "answer", url.Values{"answer": {"Проверяем"}}, http.StatusForbidden)
	post("claims", "answer", url.Values{"answer": {"Проверяем"}}, http.StatusSeeOther)
	post("claims", "note", url.Values{"note": {"Акт осмотра"}, "document": {"17-А"}}, http.StatusSeeOther)
	post("claims", "route", url.Values{"department": {"service"}, "route_reason": {"Ремонт"}}, http.StatusSeeOther)
	if body := post("service", "settle", url.Values{"outcome": {"credit"}, "amount": {"11"}, "decision": {"Прав"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "больше согласовать нельзя") || !strings.Contains(body, "Прав") {
		t.Error("the refusal is not told, or what was typed is lost")
	}
	post("service", "settle", url.Values{"outcome": {"return"}, "amount": {"10"}, "decision": {"Забираем"}}, http.StatusSeeOther)
	whole(t, h, "service", path)
	h.Must(h.Get("service", path), "ждёт возврата товара", "17-А", "Передано: сервисный отдел")
	post("service", "finish", url.Values{"finish": {"Печь на складе"}}, http.StatusSeeOther)
	post("service", "cause", url.Values{"cause": {"Нет проверки"}, "action": {"Проверять"}, "due": {"2026-11-20"}}, http.StatusSeeOther)
	h.Must(h.Get("service", path), "возврат товара", "Найдена причина", "Проверять")
	whole(t, h, "claims", "/disputes/causes")
	h.Must(h.Get("claims", "/disputes/causes"), "Нет проверки", "Проверять", "сервисный отдел")
	for _, by := range []string{"reason", "product", "department", "customer"} {
		whole(t, h, "claims", "/disputes/causes?by="+by)
	}
	if a := h.Post("claims", "/cures/1", url.Values{"result-1": {""}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a result it is answered %d", a.Status)
	}
	if a := h.Post("claims", "/cures/1", url.Values{"result-1": {"Проверяем каждую"}}); a.Status != http.StatusSeeOther {
		t.Errorf("done is answered %d", a.Status)
	}
	h.Must(h.Get("claims", "/disputes/causes"), "сделано 30.10.2026")
}

func disputeNumber(t *testing.T, path string) (n int64) {
	t.Helper()
	for _, digit := range path[strings.LastIndex(path, "/")+1:] {
		n = n*10 + int64(digit-'0')
	}
	return n
}

// TestTheSecondIsTold: of two who decide at once, who comes second learns who
// was first, and what he typed is still there.
func TestTheSecondIsTold(t *testing.T) {
	h := pagetest.New(t, dispute.Routes())
	path := opened(t, h)
	a := h.Post("claims", path+"/settle", url.Values{"outcome": {"rejected"}, "decision": {"Печь исправна"}, "version": {"older"}})
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "head-of-sales") || !strings.Contains(a.Body, "Печь исправна") {
		t.Errorf("it is answered %d:\n%s", a.Status, text(a.Body))
	}
}

// TestTheFormOfADispute keeps what was typed and says what is wrong.
func TestTheFormOfADispute(t *testing.T) {
	h := pagetest.New(t, dispute.Routes())
	customer, document := debtor(t, h)
	path := "/customers/" + url.PathEscape(string(customer)) + "/dispute"
	whole(t, h, "head-of-sales", path)
	h.Must(h.Get("head-of-sales", path+"?invoice="+url.QueryEscape(string(document.Invoice))), `value="`+string(document.Invoice)+`" checked`)
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"nothing":        {url.Values{"complaint": {"Мало муки"}}, "Отметьте хотя бы один документ"},
		"too much":       {url.Values{"reason": {"price"}, "complaint": {"Мало муки"}, "invoice": {string(document.Invoice)}, "part-" + string(document.Invoice): {"99999999"}, "on": {"2026-10-30"}}, "открыто и не оспорено только"},
		"no amount":      {url.Values{"reason": {"price"}, "complaint": {"Мало муки"}, "invoice": {string(document.Invoice)}, "part-" + string(document.Invoice): {"много"}, "on": {"2026-10-30"}}, "Это не сумма"},
		"no certificate": {url.Values{"reason": {"force-majeure"}, "complaint": {"Мало муки"}, "invoice": {string(document.Invoice)}, "on": {"2026-10-30"}}, "Заполните это поле"},
	} {
		a := h.Post("head-of-sales", path, c.form)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, c.says) || !strings.Contains(a.Body, "Мало муки") {
			t.Errorf("%s: %d, want %q:\n%s", name, a.Status, c.says, text(a.Body))
		}
	}
	if a := h.Get("accountant", path); a.Status != http.StatusForbidden {
		t.Errorf("the accountant opens disputes: %d", a.Status)
	}
	if a := h.Get("head-of-sales", "/customers/nobody/dispute"); a.Status != http.StatusNotFound {
		t.Errorf("a customer there is not is answered %d", a.Status)
	}
}
