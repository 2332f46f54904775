package lists_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/lists"
	"debitor/internal/web/pagetest"
)

var bareKey = regexp.MustCompile(`\b(lists|say|nav|role|do|did)\.[a-z_]+`)

// lang asks for a page in a language.
func lang(path, code string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + code
	}
	return path + "?lang=" + code
}

// TestListsSpeak shows every list in all languages, and as files.
func TestListsSpeak(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	for _, path := range []string{"/customers?show=all", "/invoices?show=open", "/letters?page=1", "/tasks?show=all", "/journal?page=1", "/weekly?page=1", "/friday?page=1"} {
		for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			a := h.Must(h.Get("admin", lang(path, code)))
			if key := bareKey.FindString(a.Body); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, code, key)
			}
		}
		for _, format := range []string{"csv", "xlsx"} {
			a := h.Must(h.Get("admin", path+"&format="+format))
			if len(a.Body) < 200 || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s as %s is %d bytes", path, format, len(a.Body))
			}
		}
	}
}

func TestRouteSpeaks(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
		a := h.Must(h.Get("admin", lang("/route", code)), `<h2>`, `<dt>`)
		if key := bareKey.FindString(a.Body); key != "" {
			t.Errorf("in %s it shows the bare key %s", code, key)
		}
	}
	if a := h.Get("admin", "/journal"); a.Status != http.StatusOK {
		t.Errorf("the journal answers the administrator %d", a.Status)
	}
	if a := h.Get("sales-manager", "/journal"); a.Status != http.StatusForbidden {
		t.Errorf("the journal answers a sales manager %d", a.Status)
	}
}

// TestInvoicesAreNarrowed follows the filters of the list of invoices.
func TestInvoicesAreNarrowed(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	all := invoicesOn(h.Must(h.Get("admin", "/invoices")).Body)
	if len(all) < 5 {
		t.Fatalf("only %v are overdue", all)
	}
	if got := invoicesOn(h.Get("admin", "/invoices?q="+all[0]).Body); len(got) != 1 || got[0] != all[0] {
		t.Errorf("looking for %s finds %v", all[0], got)
	}
	up, down := invoicesOn(h.Get("admin", "/invoices?show=open").Body), invoicesOn(h.Get("admin", "/invoices?show=open&sort=-due").Body)
	if up[0] == down[0] {
		t.Errorf("both orders begin with %s", up[0])
	}
	first, second := invoicesOn(h.Get("admin", "/invoices?show=all").Body), invoicesOn(h.Get("admin", "/invoices?show=all&page=2").Body)
	if len(first) != 50 || slices.Contains(second, first[0]) {
		t.Errorf("page 1 has %d documents, page 2 %d", len(first), len(second))
	}
	if got := invoicesOn(h.Get("sales-manager", "/invoices?show=all").Body); len(got) != 0 {
		t.Errorf("a manager without customers sees %v", got)
	}
}

var invoiceLink = regexp.MustCompile(`href="/c/main/invoices/([^"]*)"`)

func invoicesOn(body string) []string {
	var list []string
	for _, m := range invoiceLink.FindAllStringSubmatch(body, -1) {
		list = append(list, m[1])
	}
	return slices.Compact(list)
}

// TestWeeklyList: what is said to a document stands there, seen by others too;
// what is missing is asked for, and nothing typed is lost.
func TestWeeklyList(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	docs := invoicesOn(h.Must(h.Get("admin", "/weekly"), "Без комментария", "нет ответа").Body)
	one, other := docs[0], docs[1]
	form := url.Values{"invoice": {one, other}, "kind-" + one: {"other"}, "comment-" + other: {"заплатят в среду"}}
	a := h.Post("admin", "/weekly", form)
	if a.Status != http.StatusUnprocessableEntity || strings.Count(a.Body, "Заполните это поле") != 2 || !strings.Contains(a.Body, "заплатят в среду") {
		t.Fatalf("a comment without an answer and an answer without a comment: %d", a.Status)
	}
	form.Set("kind-"+one, "asks-reconciliation")
	form.Set("kind-"+other, "informed")
	if a := h.Post("admin", "/weekly", form); a.Status != http.StatusSeeOther {
		t.Fatalf("saving answers %d", a.Status)
	}
	h.Must(h.Get("head-of-sales", "/weekly"), "заплатят в среду", "просит сверку", ">2<")
	if left := invoicesOn(h.Get("admin", "/weekly?show=unanswered").Body); slices.Contains(left, one) || slices.Contains(left, other) {
		t.Errorf("%s and %s are answered and still asked for", one, other)
	}
	h.Must(h.Get("admin", "/tasks?role=finance-control"), "Акт сверки")
	if a := h.Post("sales-manager", "/weekly", url.Values{"invoice": {one}, "kind-" + one: {"informed"}}); a.Status == http.StatusSeeOther {
		t.Error("a manager comments on somebody else's customer")
	}
	h.Must(h.Get("admin", "/weekly?week=2026-10-19"), "За эту неделю комментариев нет")
}

func TestCustomersPage(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	h.Must(h.Get("admin", "/customers"), "Скрыто", "Доля просрочки", `href="/c/main/customers/`, `name="class"`)
	h.Must(h.Get("admin", "/customers?q=zzz"), "Ничего не найдено")
	then := h.Must(h.Get("admin", "/customers?date=2026-01-31"), "31.01.2026")
	if now := h.Get("admin", "/customers"); now.Body == then.Body {
		t.Error("another day shows the same")
	}
	own := h.Must(h.Get("sales-manager", "/customers?show=all"))
	if strings.Contains(own.Body, `href="/c/main/customers/`) {
		t.Error("a manager without customers sees some")
	}
}

func TestSavedViews(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	a := h.Post("admin", "/views", url.Values{"list": {"customers"}, "name": {"Мои крупные"}, "query": {"class=A&sort=-open"}})
	if a.Status != http.StatusSeeOther || a.Location != "/c/main/customers?class=A&sort=-open" {
		t.Fatalf("saving answers %d to %s", a.Status, a.Location)
	}
	h.Must(h.Get("admin", "/customers?class=A&sort=-open"), "Мои крупные", `aria-current="page"`)
	if strings.Contains(h.Get("accountant", "/customers").Body, "Мои крупные") {
		t.Error("a view of one is seen by another")
	}
	if a := h.Post("admin", "/views", url.Values{"list": {"//evil.example"}, "name": {"x"}}); strings.HasPrefix(a.Location, "//") {
		t.Errorf("a list leads to %s", a.Location)
	}
	h.Post("admin", "/views/drop", url.Values{"list": {"customers"}, "name": {"Мои крупные"}})
	if strings.Contains(h.Get("admin", "/customers").Body, "Мои крупные") {
		t.Error("the view is still there")
	}
	if a := h.Post("admin", "/views/drop", url.Values{"list": {"customers"}, "name": {"Мои крупные"}}); a.Status != http.StatusNotFound {
		t.Errorf("dropping it again answers %d", a.Status)
	}
}

// TestTakenBackIsMarked: what an undo took back stands in the lists and files
// with the word that it was.
func TestTakenBackIsMarked(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	if strings.Contains(h.Must(h.Get("admin", "/letters")).Body, "отменено") {
		t.Fatal("a letter is taken back before anything was")
	}
	undo := desk.Undo{Run: lastRun(t, h), On: pagetest.Today, Reason: "не те цены"}
	if _, err := h.Session("head-of-sales").UndoRun(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/letters?x=1", "/tasks?show=all"} {
		h.Must(h.Get("admin", path), "отменено")
		h.Must(h.Get("admin", path+"&format=csv"), "отменено")
	}
}

// lastRun is the day of the last run that wrote letters.
func lastRun(t *testing.T, h *pagetest.House) (day cal.Date) {
	t.Helper()
	err := h.Session("admin").EachLetter(t.Context(), store.LettersQuery{Limit: 1}, func(l store.LetterRow) error {
		day = l.RunDate
		return nil
	})
	if err != nil || day == 0 {
		t.Fatalf("nothing was written: %v", err)
	}
	return day
}

// Letters that wait to be mailed wait for the bank's statements too; those that
// are gone wait for nothing.
func TestLettersWaitForStatements(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	h.MissStatements()
	h.Must(h.Get("assistant", "/letters?state=ready"), "Электронные письма, отправляемые 30.10.2026, ждут выписок банка", pagetest.Behind, "/cash/accounts?on="+pagetest.Today.String())
	if a := h.Must(h.Get("assistant", "/letters?state=sent")); strings.Contains(a.Body, "выписок банка") {
		t.Error("mail that is gone waits for statements")
	}
}

// TestEmptyBooksSayWhereToBegin: before anything was brought, a list speaks of
// files and not of filters, and counts no pages.
func TestEmptyBooksSayWhereToBegin(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	if _, err := h.Desk.AddCompany(t.Context(), desk.Actor{System: "test"}, "fresh", desk.Profile{Name: "Fresh", Country: "BY", Currency: "BYN", Language: "ru"}); err != nil {
		t.Fatal(err)
	}
	operator, err := h.Desk.Session(t.Context(), "fresh", desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := operator.AddUser(t.Context(), "admin", "admin"); err != nil {
		t.Fatal(err)
	}
	h.Company = "fresh"
	for _, path := range []string{"/customers", "/customers?show=all", "/invoices", "/letters", "/tasks", "/orders"} {
		a := h.Must(h.Get("admin", path), "Клиентов пока нет", "/settings/imports")
		if strings.Contains(a.Body, "Ослабьте фильтры") || strings.Contains(a.Body, "0–0") || strings.Contains(a.Body, `<p class="empty"></p>`) {
			t.Errorf("%s speaks of filters or of pages, or has an empty box", path)
		}
	}
}
