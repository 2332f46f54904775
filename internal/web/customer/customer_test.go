package customer_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/customer"
	"debitor/internal/web/pagetest"
)

// bare is a key that stands where its text should.
var bare = regexp.MustCompile(`\b(flag|proof|customer|card|field|say|nav|role|fault|do)\.[a-z_]+`)

// someone is a customer of the company who owes something that is overdue, and
// one of his open documents.
func someone(t *testing.T, h *pagetest.House) (id.Customer, id.Invoice) {
	t.Helper()
	s := h.Session("head-of-sales")
	var debtor id.Customer
	err := s.Aging(t.Context(), pagetest.Today, "customer", func(r desk.AgingRow) error {
		if r.Overdue > 0 && debtor == "" {
			debtor = r.Customer
		}
		return nil
	})
	if err != nil || debtor == "" {
		t.Fatalf("nobody owes anything: %v", err)
	}
	v, err := s.Customer(t.Context(), desk.CustomerQuery{Customer: debtor, Date: pagetest.Today})
	if err != nil {
		t.Fatal(err)
	}
	return debtor, v.Items[0].Invoice
}

func at(c id.Customer, rest string) string { return page("customers", string(c)) + rest }

func page(parts ...string) string { return "/" + strings.Join(parts, "/") }

func TestPagesSpeakEveryLanguage(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, invoice := someone(t, h)
	s := h.Session("admin")
	if err := s.WriteNote(t.Context(), store.Note{Customer: c, Invoice: invoice, Date: pagetest.Today, Text: "платит по пятницам"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		at(c, "?x=1"), at(c, "?kind=letter"), at(c, "?kind=change"), at(c, "?all=1"), at(c, "/contacts/edit?x=1"), at(c, "/notes?x=1"), at(c, "/attachments?x=1"), at(c, "/statement?x=1"), at(c, "/card?x=1"), at(c, "/card/edit?x=1"),
		at(c, "/check?x=1"), page("invoices", string(invoice), "originals", "waybill") + "?x=1", at(c, "/suspend?x=1"), at(c, "/resume?x=1"), at(c, "/lift?x=1"), at(c, "/contacts/revive?address=a@b.example"),
		page("invoices", string(invoice)) + "?x=1", page("invoices", string(invoice), "why") + "?part=1",
	} {
		for _, lang := range desk.Languages {
			a := h.Must(h.Get("admin", path+"&lang="+lang))
			if key := bare.FindString(text(a.Body)); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, lang, key)
			}
			if m := regexp.MustCompile(`\{[0-9n]\}`).FindString(a.Body); m != "" {
				t.Errorf("%s in %s leaves a place unfilled: %s", path, lang, m)
			}
		}
	}
}

// text is a page without its tags, whose attributes hold addresses.
func text(html string) string { return regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(html, " ") }

func TestTheCustomerPageHasEverything(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, invoice := someone(t, h)
	a := h.Must(h.Get("head-of-sales", at(c, "")),
		"Открытые документы", "Отгрузка", "Контакты", "Как платит", "Договоры", "Файлы", "Заметки", "Что происходило", string(invoice), "/call", "/promise", "/statement", "hx-trigger=\"toggle once\"")
	if strings.Contains(a.Body, "style=") {
		t.Error("a style stands in the page, which its policy forbids")
	}
	if a := h.Get("head-of-sales", at("nobody", "")); a.Status != http.StatusNotFound {
		t.Errorf("a customer there is not answers %d", a.Status)
	}
	h.Must(h.Get("head-of-sales", page("invoices", string(invoice))), "Чем закрыт", "class=\"why\"")
	if a := h.Get("head-of-sales", page("invoices", string(invoice), "why")+"?part=99"); a.Status != http.StatusNotFound {
		t.Errorf("a part there is not answers %d", a.Status)
	}
	if a := h.Get("head-of-sales", at(c, "?date=2026-10-01&page=99&kind=nonsense")); a.Status != http.StatusOK {
		t.Errorf("an odd address answers %d", a.Status)
	}
}

func TestContactsAreEdited(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, _ := someone(t, h)
	edit := at(c, "/contacts/edit")
	form := url.Values{"new_name": {"Новый контакт"}, "new_role": {"payer"}, "email": {"не адрес"}, "phone": {"+375 29 1"}}
	version, err := h.Session("admin").Version(t.Context(), "customer:"+string(c))
	if err != nil {
		t.Fatal(err)
	}
	form.Set("version", version)
	if a := h.Post("admin", edit, form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "не адрес электронной почты") || !strings.Contains(a.Body, "+375 29 1") {
		t.Errorf("a bad address is answered %d and the form forgets or does not explain", a.Status)
	}
	form.Set("email", "new@mill.example")
	if a := h.Post("admin", edit, form); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, at(c, "")) {
		t.Fatalf("a good contact is answered %d %s", a.Status, a.Location)
	}
	stale := url.Values{"new_name": {"Другой"}, "version": {version}}
	if a := h.Post("admin", edit, stale); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "admin") {
		t.Errorf("a change over another's is answered %d", a.Status)
	}
	key := url.Values{"name": {"Новый контакт"}, "role": {"payer"}}
	if a := h.Post("admin", at(c, "/contacts/verify"), key); a.Status != http.StatusSeeOther {
		t.Errorf("verifying answers %d", a.Status)
	}
	h.Must(h.Get("admin", at(c, "")), "Проверен 30.10.2026", "new@mill.example")
	if a := h.Post("admin", at(c, "/contacts/wrong"), url.Values{"name": key["name"], "role": key["role"], "what": {"email"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason it answers %d", a.Status)
	}
	if a := h.Post("admin", at(c, "/contacts/wrong"), url.Values{"name": key["name"], "role": key["role"], "what": {"email"}, "reason": {"не его"}}); a.Status != http.StatusSeeOther {
		t.Errorf("marking wrong answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", at(c, "")), "Письма возвращаются с 30.10.2026", "<s>new@mill.example</s>")
	if a := h.Post("admin", at(c, "/contacts/revive"), url.Values{"address": {"new@mill.example"}, "reason": {"исправил"}}); a.Status != http.StatusSeeOther {
		t.Errorf("reviving answers %d", a.Status)
	}
	if a := h.Post("admin", at(c, "/contacts/remove"), url.Values{"name": key["name"], "role": key["role"], "reason": {"уволился"}}); a.Status != http.StatusSeeOther {
		t.Errorf("removing answers %d", a.Status)
	}
	h.Must(h.Get("admin", at(c, "?kind=change")), "Контакт добавлен", "Контакт удалён", "уволился")
	if a := h.Get("director", edit); a.Status != http.StatusForbidden {
		t.Errorf("who may not edit customers is answered %d", a.Status)
	}
}

// brought is a form with a file, as a browser sends it.
func brought(t *testing.T, name string, data []byte, fields map[string]string) (contentType string, body *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	file, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), &b
}

func TestFilesComeAndGo(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, invoice := someone(t, h)
	pdf := []byte("%PDF-1.7\nact")
	kind, body := brought(t, "Акт.pdf", pdf, map[string]string{"about": "подписан", "invoice": string(invoice)})
	if a := h.Send("admin", at(c, "/attachments"), kind, body); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, page("invoices", string(invoice))) {
		t.Fatalf("a file is answered %d %s:\n%s", a.Status, a.Location, a.Body)
	}
	kind, body = brought(t, "page.pdf", []byte("<html><script>alert(1)</script>"), nil)
	if a := h.Send("admin", at(c, "/attachments"), kind, body); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "нельзя сохранить") {
		t.Errorf("a page that says it is a PDF is answered %d", a.Status)
	}
	kind, body = brought(t, "large.pdf", append(pdf, make([]byte, desk.MaxAttachment+2<<20)...), nil)
	if a := h.Send("admin", at(c, "/attachments"), kind, body); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a file that is too large is answered %d", a.Status)
	}
	if a := h.Post("admin", at(c, "/attachments"), url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("no file is answered %d", a.Status)
	}
	h.Must(h.Get("admin", page("invoices", string(invoice))), "Акт.pdf", "подписан")
	a := h.Get("director", at(c, "/attachments/1"))
	if a.Body != string(pdf) || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the file comes back as %d %v", a.Status, a.Header)
	}
	if csp := a.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("were it shown, it might do anything: %q", csp)
	}
	// A text that is a page from its second kilobyte on is a text all the same.
	kind, body = brought(t, "a\"; filename=x.html;\r\n\u202e.txt", []byte(strings.Repeat(" x", 600)+"<html><script>alert(1)</script>"), nil)
	if a := h.Send("admin", at(c, "/attachments"), kind, body); a.Status != http.StatusSeeOther {
		t.Fatalf("a text is answered %d", a.Status)
	}
	a = h.Get("director", at(c, "/attachments/2"))
	if got := a.Header.Get("Content-Disposition"); a.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.HasPrefix(got, "attachment; filename*=UTF-8''") || strings.ContainsAny(got[len("attachment; filename*=UTF-8''"):], " ;\"'\r\n") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the text comes back as %v", a.Header)
	}
	if a := h.Post("admin", at(c, "/attachments/1/remove"), url.Values{"reason": {"не тот"}}); a.Status != http.StatusSeeOther {
		t.Errorf("removing answers %d", a.Status)
	}
	if a := h.Get("admin", at(c, "/attachments/1")); a.Status != http.StatusNotFound {
		t.Errorf("a removed file answers %d", a.Status)
	}
}

func TestStatementsAreShownAndSaved(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, _ := someone(t, h)
	h.Must(h.Get("admin", at(c, "/statement")), "Остаток на начало", "format=pdf", "Почтовый сервер не настроен")
	for format, begins := range map[string]string{"pdf": "%PDF", "csv": "\ufeffДата", "xlsx": "PK"} {
		if a := h.Get("accountant", at(c, "/statement?format="+format)); a.Status != http.StatusOK || !strings.HasPrefix(a.Body, begins) {
			t.Errorf("%s begins with %.20q, status %d", format, a.Body, a.Status)
		}
	}
	if a := h.Get("accountant", at(c, "/statement?from=2026-10-30&to=2026-10-01")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a period that ends before it begins is answered %d", a.Status)
	}
	if a := h.Post("admin", at(c, "/statement"), url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a statement to nobody is answered %d", a.Status)
	}
}

func TestDebtsAreSuspendedAndGoodsLetGo(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, invoice := someone(t, h)
	if a := h.Post("director", at(c, "/suspend"), url.Values{"order": {"12"}, "reason": {"переговоры"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an order without a last day is answered %d", a.Status)
	}
	if a := h.Post("director", at(c, "/suspend"), url.Values{"invoice": {string(invoice)}, "order": {"12"}, "until": {(pagetest.Today + 10).String()}, "reason": {"переговоры"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("suspending answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("director", at(c, "")), "Приостановлено", "переговоры", "/resume")
	if a := h.Post("director", at(c, "/resume"), url.Values{"invoice": {string(invoice)}, "reason": {"договорились"}}); a.Status != http.StatusSeeOther {
		t.Errorf("resuming answers %d", a.Status)
	}
	if a := h.Post("accountant", at(c, "/suspend"), url.Values{}); a.Status != http.StatusForbidden {
		t.Errorf("the accountant suspends: %d", a.Status)
	}
	form := url.Values{"amount": {"1 000,50"}, "until": {(pagetest.Today + 1).String()}, "reason": {"срочная отгрузка"}}
	if a := h.Post("accountant", at(c, "/lift"), form); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("the accountant lifts a hold: %d", a.Status)
	}
	if a := h.Post("head-of-sales", at(c, "/lift"), url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty lift is answered %d", a.Status)
	}
	form.Set("until", (pagetest.Today - 1).String())
	if a := h.Post("head-of-sales", at(c, "/lift"), form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "выберите день впереди") {
		t.Errorf("a lift until yesterday is answered %d", a.Status)
	}
	form.Set("until", (pagetest.Today + 1).String())
	if a := h.Post("head-of-sales", at(c, "/lift"), form); a.Status != http.StatusSeeOther {
		t.Fatalf("the head of sales lifts a hold: %d\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("head-of-sales", at(c, "")), "срочная отгрузка", "000,50")
}

// TestAHoldReadsLikeHelp: the form of a lift says why goods are stopped, by which
// rule of which policy, what releases them and who may let them go; the way to
// ask for it takes along what was typed. Who may buy has nothing to lift.
func TestAHoldReadsLikeHelp(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	s := h.Session("head-of-sales")
	seen := map[bool]bool{}
	err := s.EachCustomer(t.Context(), pagetest.Today, desk.CustomersQuery{}, func(r store.StandingRow) error {
		answer, err := s.Hold(t.Context(), desk.HoldQuery{Customer: r.Customer, Date: pagetest.Today})
		free := answer.Allowed && answer.Available == nil
		late := !answer.Allowed && answer.Since != 0 && len(answer.Reasons) > 0 && answer.Reasons[0].Rule != ""
		if err != nil || seen[free] || !free && !late {
			return err
		}
		seen[free] = true
		page := at(r.Customer, "/lift")
		if free {
			if got := h.Must(h.Get("head-of-sales", page), "снимать нечего"); strings.Contains(got.Body, `name="amount"`) {
				t.Errorf("%s: there is nothing to lift, and a form for it", r.Customer)
			}
			return nil
		}
		h.Must(h.Get("head-of-sales", page), "просрочка", "По правилу «"+answer.Reasons[0].Rule+"»", "снимает стоп", "Снять стоп может", "kind=lift-hold")
		h.Must(h.Get("head-of-sales", at(r.Customer, "")), "По правилу «"+answer.Reasons[0].Rule+"»")
		again := h.Post("head-of-sales", page, url.Values{"amount": {"70"}, "until": {(pagetest.Today + 1).String()}})
		if !strings.Contains(again.Body, "ask?amount=70&amp;kind=lift-hold&amp;until="+(pagetest.Today+1).String()) {
			t.Errorf("%s: what was typed does not come along to the request", r.Customer)
		}
		return nil
	})
	if err != nil || len(seen) != 2 {
		t.Fatalf("%v, %v", seen, err)
	}
}

// TestTakenBackIsMarked: a letter that an undo took back says so in the
// timeline and on the page of each document it named.
func TestTakenBackIsMarked(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	s := h.Session("head-of-sales")
	var last store.LetterRow
	err := s.EachLetter(t.Context(), store.LettersQuery{Limit: 1}, func(l store.LetterRow) error { last = l; return nil })
	if err != nil {
		t.Fatal(err)
	}
	about := ""
	for _, m := range regexp.MustCompile(`href="/c/main(/invoices/[^"/]*)"`).FindAllStringSubmatch(h.Get("admin", at(last.Customer, "?all=1")).Body, -1) {
		if strings.Contains(h.Get("admin", m[1]).Body, string(last.ID)) {
			about = m[1]
		}
	}
	if about == "" {
		t.Fatalf("letter %s names no document", last.ID)
	}
	if _, err := s.UndoRun(t.Context(), desk.Undo{Run: last.RunDate, Customer: last.Customer, On: pagetest.Today, Reason: "не те цены"}); err != nil {
		t.Fatal(err)
	}
	h.Must(h.Get("admin", about), string(last.ID), ">отменено<")
	h.Must(h.Get("admin", at(last.Customer, "?kind=letter")), "отменено")
}
