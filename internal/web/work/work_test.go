package work_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/sample"
	"debitor/internal/web/page"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/work"
)

func house(t *testing.T) *pagetest.House {
	t.Helper()
	return pagetest.New(t, work.Routes())
}

// debtor is a customer with a call to make, the task and the manager whose it is.
func debtor(t *testing.T, h *pagetest.House) (customer id.Customer, task id.Task, manager string) {
	t.Helper()
	a, err := h.Session("head-of-sales").Agenda(t.Context(), desk.AgendaQuery{Day: pagetest.Today, All: true, Free: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range a.Work {
		if w.Stake > 0 && w.Assignee != "" {
			return w.Customer, w.ID, w.Assignee
		}
	}
	t.Fatalf("nobody owes anything: %d tasks", len(a.Work))
	return "", "", ""
}

var bareKey = regexp.MustCompile(`\b(work|say|nav|role)\.[a-z_]+`)

// TestPagesSpeak: every page of the family comes out in two languages, with no
// key in place of a text.
func TestPagesSpeak(t *testing.T) {
	h := house(t)
	customer, task, manager := debtor(t, h)
	promised := promiseOf(t, h, customer, manager)
	for _, path := range []string{
		"/today?whose=all", "/today", "/today/results", "/tasks/" + string(task), "/customers/" + string(customer) + "/call",
		"/customers/" + string(customer) + "/call?kind=visit", "/customers/" + string(customer) + "/promise", "/customers/" + string(customer) + "/plan",
		"/customers/" + string(customer) + "/cash", "/cash-held", "/promises", "/promises/" + promised,
	} {
		for _, lang := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			a := h.Must(h.Get(manager, page.With(path, "lang", lang)))
			if key := bareKey.FindString(strip(a.Body)); key != "" {
				t.Errorf("%s in %s says %q", path, lang, key)
			}
		}
	}
}

// strip takes the attributes out, in which names of our own may stand.
func strip(body string) string { return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ") }

func promiseOf(t *testing.T, h *pagetest.House, customer id.Customer, manager string) string {
	t.Helper()
	answer := h.Post(manager, "/customers/"+string(customer)+"/promise", url.Values{"until": {"2026-11-04"}, "note": {"am Telefon"}})
	if answer.Status != http.StatusSeeOther {
		t.Fatalf("the promise is answered with %d: %s", answer.Status, answer.Body)
	}
	list, err := h.Session("head-of-sales").Promises(t.Context(), desk.PromiseFilter{From: pagetest.Today, To: pagetest.Today + 30, Customer: customer}, pagetest.Today)
	if err != nil || len(list.Promises) == 0 {
		t.Fatalf("no promise: %v", err)
	}
	return list.Promises[0].Key
}

// TestTalk: a call needs its outcome and next day; with them it is recorded, its
// task ends and the next one opens.
func TestTalk(t *testing.T) {
	h := house(t)
	customer, task, manager := debtor(t, h)
	address := "/customers/" + string(customer) + "/call"
	empty := h.Post(manager, address, url.Values{"kind": {"call"}, "note": {"he was <angry>"}})
	if empty.Status != http.StatusUnprocessableEntity || !strings.Contains(empty.Body, "he was &lt;angry&gt;") {
		t.Errorf("a call without an outcome is answered with %d and keeps no note", empty.Status)
	}
	form := url.Values{
		"kind": {"call"}, "task": {string(task)}, "outcome": {"refusal"}, "reason": {"no-funds"}, "objection": {"no-trade"}, "tactic": {"court"},
		"note": {"no money"}, "next": {"2026-11-03"},
	}
	if a := h.Post(manager, address, form); a.Status != http.StatusSeeOther || !strings.Contains(a.Location, "/tasks/") && !strings.HasSuffix(a.Location, "/today") {
		t.Fatalf("the call is answered with %d to %s:\n%s", a.Status, a.Location, a.Body)
	}
	if second := h.Post(manager, address, form); second.Status != http.StatusUnprocessableEntity {
		t.Errorf("the task is ended twice: %d", second.Status)
	}
	h.Must(h.Get(manager, address), "no money")
	h.Must(h.Get(manager, "/today/results?lang=en"), "Penalties and court", "There is no money because there is no trade")
}

// TestPlanNeedsParts: a payment plan of one part is none; one of two is
// recorded, each part a promise of its own.
func TestPlanNeedsParts(t *testing.T) {
	h := house(t)
	customer, _, manager := debtor(t, h)
	address := "/customers/" + string(customer) + "/plan"
	if a := h.Post(manager, address, url.Values{"parts": {"4"}, "until1": {"2026-11-04"}, "amount1": {"5"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("one part is answered with %d", a.Status)
	}
	form := url.Values{"parts": {"4"}, "until1": {"2026-11-04"}, "amount1": {"5"}, "until2": {"2026-11-11"}, "amount2": {"6,50"}}
	if a := h.Post(manager, address, form); a.Status != http.StatusSeeOther {
		t.Fatalf("two parts are answered with %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get(manager, "/promises?lang=en"), "Part of a payment plan", "6.50")
}

// TestCash: what was taken waits for somebody else to receive it.
func TestCash(t *testing.T) {
	h := house(t)
	customer, _, manager := debtor(t, h)
	a := h.Post(manager, "/customers/"+string(customer)+"/cash", url.Values{"amount": {"12,5"}, "document": {"Q-7"}})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("cash is answered with %d:\n%s", a.Status, a.Body)
	}
	held, err := h.Session("accountant").CashHeld(t.Context())
	if err != nil || len(held) != 1 || held[0].Document != "Q-7" || held[0].Amount != 1250 {
		t.Fatalf("held is %+v (%v)", held, err)
	}
	h.Must(h.Get("accountant", "/cash-held"), "Q-7")
	in := "/cash-held/" + held[0].Receipt + "/in"
	h.Post(manager, in, nil)
	h.Must(h.Get("accountant", "/cash-held"), "Q-7")
	h.Post("accountant", in, nil)
	if strings.Contains(h.Get("accountant", "/cash-held").Body, "Q-7") {
		t.Error("cash that was handed in is still held")
	}
}

// TestTaskDone: an ordinary task ends by one press, a task put off is not shown
// before its day, and nobody sees a task of a customer who is not his.
func TestTaskDone(t *testing.T) {
	h := house(t)
	_, task, manager := debtor(t, h)
	for _, other := range sample.Managers {
		if other != manager {
			if a := h.Get(other, "/tasks/"+string(task)); a.Status != http.StatusNotFound {
				t.Errorf("another manager is answered with %d", a.Status)
			}
		}
	}
	if a := h.Post(manager, "/tasks/"+string(task)+"/snooze", url.Values{"until": {"2026-11-02"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("putting off is answered with %d:\n%s", a.Status, a.Body)
	}
	if strings.Contains(h.Get(manager, "/today").Body, string(task)) {
		t.Error("a task that was put off is shown")
	}
	if a := h.Post(manager, "/tasks/"+string(task)+"/snooze", url.Values{"until": {"2026-01-02"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("putting off to the past is answered with %d", a.Status)
	}
}

// TestAPromiseIsWithdrawn: the page of a promise takes back, with a reason, what
// was recorded by mistake, and says so afterwards.
func TestAPromiseIsWithdrawn(t *testing.T) {
	h := pagetest.New(t, work.Routes())
	m := regexp.MustCompile(`href="/c/main(/promises/[^"/?]+)"`).FindStringSubmatch(h.Must(h.Get("head-of-sales", "/promises")).Body)
	if m == nil {
		t.Fatal("the register is empty")
	}
	h.Must(h.Get("head-of-sales", m[1]), m[1]+`/withdraw"`)
	if strings.Contains(h.Must(h.Get("accountant", m[1])).Body, "/withdraw") {
		t.Error("an accountant is offered to withdraw what others recorded")
	}
	if a := h.Post("head-of-sales", m[1]+"/withdraw", url.Values{"reason": {""}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason it answers %d", a.Status)
	}
	if a := h.Post("head-of-sales", m[1]+"/withdraw", url.Values{"reason": {"не тот клиент"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("withdrawing answers %d:\n%s", a.Status, a.Body)
	}
	if a := h.Must(h.Get("head-of-sales", m[1]), "записано по ошибке"); strings.Contains(a.Body, "/withdraw") {
		t.Error("it can be withdrawn twice")
	}
}

// TestTodaySaysThatLettersWait: who applies runs is told which account is
// behind; others are not.
func TestTodaySaysThatLettersWait(t *testing.T) {
	h := house(t)
	if a := h.Must(h.Get("head-of-sales", "/today")); strings.Contains(a.Body, "выписок банка") {
		t.Error("letters wait although every account is complete")
	}
	h.MissStatements()
	h.Must(h.Get("head-of-sales", "/today"), "ждут выписок банка", pagetest.Behind+": полностью по 28.10.2026", "/cash/accounts?on="+pagetest.Today.String())
	if a := h.Must(h.Get("claims", "/today")); strings.Contains(a.Body, "выписок банка") {
		t.Error("who applies no runs is told of statements")
	}
}
