package policies_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/policies"
)

var bareKey = regexp.MustCompile(`\b(policies|templates|setup|say|nav|role|do|fault)\.[a-z_]+`)

func in(path, code string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + code
	}
	return path + "?lang=" + code
}

// Every page speaks every language and shows no bare key.
func TestPagesSpeak(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	for _, path := range []string{
		"/policies", "/policies/aktivmarket", "/policies/fmcg", "/policies/departments?category=", "/policies/fmcg/compare", "/policies/fmcg/edit",
		"/backtests?policy=fmcg", "/templates", "/templates/warning", "/templates/claim?in=de&law=DE", "/settings/list",
	} {
		for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			a := h.Must(h.Get("admin", in(path, code)), "<h1>")
			if key := bareKey.FindString(a.Body); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, code, key)
			}
		}
	}
}

func TestThePolicyInForceIsShown(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	h.Must(h.Get("sales-manager", "/policies"), "Письма по вторникам и пятницам", "версия 1", "Действует", "из поставки")
	page := h.Must(h.Get("sales-manager", "/policies/aktivmarket"), "aktivmarket@1", "/c/main/policies/aktivmarket@1/file/svg", "Напоминание", `id="line-12"`)
	if strings.Contains(page.Body, "/edit") {
		t.Error("a sales manager is offered to edit the rules")
	}
	if a := h.Get("sales-manager", "/policies/aktivmarket/edit"); a.Status != http.StatusForbidden {
		t.Errorf("a sales manager who edits the rules is answered %d; want 403", a.Status)
	}
	h.Must(h.Get("sales-manager", "/policies/aktivmarket/compare?with=fmcg"), "→")
}

// A name in an address never means a file of this machine.
func TestNoFileIsRead(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	for _, path := range []string{"/policies/policies_test.go", "/policies/..%2F..%2F..%2Fpolicies%2Ffmcg.yaml", "/policies/fmcg/compare?with=../../../policies/fmcg.yaml"} {
		if a := h.Get("admin", path); a.Status != http.StatusNotFound {
			t.Errorf("%s answers %d; want 404", path, a.Status)
		}
	}
	a := h.Post("admin", "/backtests", url.Values{"policy": {"../../../policies/fmcg.yaml"}, "from": {"2026-01-01"}, "to": {"2026-02-01"}})
	if a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a back-test of a file answers %d; want 422", a.Status)
	}
	if a := h.Get("admin", "/templates/..%2Fpolicies_test.go"); a.Status != http.StatusNotFound {
		t.Errorf("a template that is a file answers %d; want 404", a.Status)
	}
}

func TestPolicyFiles(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	for as, begins := range map[string]string{"yaml": "# Policy A", "pdf": "%PDF", "docx": "PK", "svg": "<svg"} {
		if a := h.Must(h.Get("lawyer", "/policies/aktivmarket/file/"+as)); !strings.HasPrefix(a.Body, begins) {
			t.Errorf("the %s begins with %.20q; want %q", as, a.Body, begins)
		}
	}
	if a := h.Get("lawyer", "/policies/aktivmarket/file/exe"); a.Status != http.StatusNotFound {
		t.Errorf("an unknown form answers %d; want 404", a.Status)
	}
}

const small = `policy: small
title: {en: One reminder, ru: Одно напоминание}
steps:
  - {id: reminder, at: -3..-1, letter: reminder, by: [email]}
`

// A text with mistakes is shown again as it was typed, each beside its line;
// mended it becomes a draft, which can be compared, noted and put to use.
func TestAPolicyIsWritten(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	bad := strings.Replace(small, "letter: reminder", "leter: reminder", 1)
	a := h.Post("lawyer", "/policies/aktivmarket/edit", url.Values{"source": {bad}, "policy": {"aktivmarket"}})
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "строка 4") || !strings.Contains(a.Body, `id="line-4" class="wrong"`) ||
		!strings.Contains(a.Body, "leter: reminder") {
		t.Fatalf("a text with a mistake answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Post("lawyer", "/policies/aktivmarket/check", url.Values{"source": {bad}}), "слова «leter» здесь нет", "может быть, «letter»?", "#line-4")
	h.Must(h.Post("lawyer", in("/policies/aktivmarket/check", "de"), url.Values{"source": {bad}}), "ein „leter“ gibt es hier nicht", "meinten Sie „letter“?")
	h.Must(h.Post("lawyer", "/policies/aktivmarket/check", url.Values{"source": {small}}), "На что обратить внимание")

	a = h.Post("lawyer", "/policies/aktivmarket/edit", url.Values{"source": {small}, "policy": {"aktivmarket"}, "note": {"Начнём с малого"}})
	if a.Status != http.StatusSeeOther || a.Location != "/c/main/policies/small@1" {
		t.Fatalf("keeping a draft answers %d %s", a.Status, a.Location)
	}
	h.Must(h.Get("lawyer", "/policies/small"), "не действует", "Начнём с малого")
	h.Must(h.Get("lawyer", "/policies"), "черновик: версия 1")
	if a := h.Post("lawyer", "/policies/small@1/note", url.Values{"kind": {"insight"}, "text": {""}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty note answers %d; want 422", a.Status)
	}
	if a := h.Post("lawyer", "/policies/small@1/note", url.Values{"kind": {"insight"}, "text": {"Писем стало меньше"}}); a.Status != http.StatusSeeOther {
		t.Errorf("a note answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", "/policies/small@1"), "Писем стало меньше", "вывод")

	if a := h.Post("lawyer", "/policies/small@1/publish", url.Values{"from": {"2026-11-02"}}); a.Status != http.StatusForbidden {
		t.Errorf("a lawyer who publishes is answered %d; want 403", a.Status)
	}
	if a := h.Post("director", "/policies/small@1/publish", url.Values{"from": {"2026-10-01"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("publishing into the past answers %d; want 422", a.Status)
	}
	if a := h.Post("director", "/policies/small@1/publish", url.Values{"from": {"2026-11-02"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("publishing answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", "/policies"), "с 02.11.2026", "Одно напоминание")
}

// Of two who edit the same policy the second is told who was first.
func TestTwoEditTheSame(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	page := h.Must(h.Get("lawyer", "/policies/aktivmarket/edit")).Body
	version := regexp.MustCompile(`name="version" value="([^"]*)"`).FindStringSubmatch(page)[1]
	source := strings.Replace(small, "policy: small", "policy: aktivmarket", 1)
	form := url.Values{"source": {source}, "policy": {"aktivmarket"}, "version": {version}}
	if a := h.Post("director", "/policies/aktivmarket/edit", form); a.Status != http.StatusSeeOther {
		t.Fatalf("the first is answered %d:\n%s", a.Status, a.Body)
	}
	form.Set("source", source+"  # mine\n")
	if a := h.Post("lawyer", "/policies/aktivmarket/edit", form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "изменил(а) это") {
		t.Errorf("the second is answered %d:\n%s", a.Status, a.Body)
	}
}

// Where the rules say who may publish rules, the others ask.
func TestPublishingIsApproved(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	guarded := small + "authority:\n  - {may: publish-policy, role: director}\n"
	if _, err := h.Session("director").DraftPolicyText(t.Context(), guarded, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Session("director").UsePolicy(t.Context(), "small@1", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Session("lawyer").DraftPolicyText(t.Context(), guarded+"# two\n", ""); err != nil {
		t.Fatal(err)
	}
	a := h.Post("finance-director", "/policies/small@2/publish", url.Values{"from": {"2026-11-02"}})
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "согласование") {
		t.Errorf("publishing what is not approved answers %d:\n%s", a.Status, a.Body)
	}
	if a := h.Post("lawyer", "/policies/small@2/ask", url.Values{"reason": {"Проверено на прошлом"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("asking answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", "/policies/small@2"), "/c/main/approvals/1", "Проверено на прошлом")
	if _, err := h.Session("director").Decide(t.Context(), 1, desk.Word{Approve: true, Reason: "Согласен"}); err != nil {
		t.Fatal(err)
	}
	if a := h.Post("finance-director", "/policies/small@2/publish", url.Values{"from": {"2026-11-02"}}); a.Status != http.StatusSeeOther {
		t.Errorf("publishing what is approved answers %d:\n%s", a.Status, a.Body)
	}
}

func TestBacktest(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	ask := url.Values{"policy": {"fmcg"}, "beside": {"aktivmarket@1"}, "from": {"2026-05-01"}, "to": {"2026-10-30"}}
	a := h.Post("lawyer", "/backtests", ask)
	if a.Status != http.StatusSeeOther {
		t.Fatalf("a back-test answers %d:\n%s", a.Status, a.Body)
	}
	path := strings.TrimPrefix(a.Location, "/c/main")
	for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
		page := h.Must(h.Get("lawyer", in(path, code)), "40", `<td class="number"`)
		if shown := regexp.MustCompile(`>[^<]*aktivmarket@1`).FindString(page.Body); shown != "" {
			t.Errorf("in %s it shows the code of a policy: %s", code, shown)
		}
		if key := bareKey.FindString(page.Body); key != "" {
			t.Errorf("in %s it shows the bare key %s", code, key)
		}
	}
	h.Must(h.Get("lawyer", path), "Где они расходятся", "Кому сколько работы", "звонков")
	h.Must(h.Get("lawyer", "/backtests"), "Товары повседневного спроса с короткой отсрочкой ↔ Письма по вторникам и пятницам, версия 1", "готово")

	ask.Set("from", "2024-01-01")
	if a := h.Post("lawyer", "/backtests", ask); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "2024-01-01") {
		t.Errorf("a span of years answers %d; want 422 with what was typed", a.Status)
	}
	if a := h.Get("lawyer", "/backtests/none"); a.Status != http.StatusNotFound {
		t.Errorf("a back-test there is not answers %d; want 404", a.Status)
	}
}

func TestTemplates(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	h.Must(h.Get("lawyer", "/templates/warning?in=ru"), "Босния и Герцеговина: Федерация", "Германия") // laws by their names
	page := h.Must(h.Get("lawyer", "/templates/warning?in=ru"), `class="sheet"`, "textarea", "Из поставки").Body
	version := regexp.MustCompile(`name="version" value="([^"]*)"`).FindStringSubmatch(page)[1]
	const text = "---\nsubject: Долг\ntitle: Наше предупреждение\n---\n\nВы должны нам, {{.Debtor.Name}}.\n\n{{table}}\n\n{{total}}\n\n{{signature}}\n"
	form := url.Values{"source": {text}, "name": {"warning"}, "version": {version}, "do": {"look"}}
	h.Must(h.Post("lawyer", "/templates/warning?in=ru", form), "Наше предупреждение", "Вы должны нам")
	h.Must(h.Post("lawyer", "/templates/warning/preview?in=ru", form), "Наше предупреждение")

	form.Set("source", strings.Replace(text, "Debtor.Name", "Debtor.Nam", 1))
	h.Must(h.Post("lawyer", "/templates/warning/preview?in=ru", form), "строка 6")
	form.Set("do", "save")
	if a := h.Post("lawyer", "/templates/warning?in=ru", form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `id="line-6" class="wrong"`) {
		t.Errorf("a wrong template answers %d:\n%s", a.Status, a.Body)
	}
	form.Set("source", text)
	if a := h.Post("lawyer", "/templates/warning?in=ru", form); a.Status != http.StatusSeeOther {
		t.Fatalf("using a template answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", "/templates/warning?in=ru"), "свой, версия 1", "Наше предупреждение")
	h.Must(h.Get("lawyer", "/templates"), "in=ru")
	if a := h.Post("director", "/templates/warning?in=ru", form); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("who edits what somebody has changed is answered %d; want 422", a.Status)
	}
	if a := h.Post("sales-manager", "/templates/warning?in=ru", form); a.Status != http.StatusForbidden {
		t.Errorf("a sales manager who writes letters is answered %d; want 403", a.Status)
	}
	if a := h.Post("lawyer", "/templates/warning/drop?in=ru", url.Values{}); a.Status != http.StatusSeeOther {
		t.Errorf("dropping answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("lawyer", "/templates/warning?in=ru"), "Из поставки")
}

// A preview can be about a real customer's debts, and nobody else's words.
func TestTemplatePreviewOfACustomer(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	page := h.Must(h.Get("lawyer", "/templates/warning?in=ru&customer=none"))
	if !strings.Contains(page.Body, `class="problem"`) {
		t.Error("a customer there is not is no trouble")
	}
}

func TestSetupList(t *testing.T) {
	h := pagetest.New(t, policies.Routes())
	h.Must(h.Get("director", "/settings/list"), "Положение о дебиторской задолженности", "0 из 10", "Действует политика из поставки")
	form := url.Values{"owner": {"lawyer"}, "due": {"2026-10-01"}, "note": {"До конца месяца"}}
	if a := h.Post("director", "/settings/list/contracts", form); a.Status != http.StatusSeeOther {
		t.Fatalf("a task answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("director", "/settings/list"), "просрочено: срок 01.10.2026", "До конца месяца")
	form.Set("done", "1")
	h.Post("director", "/settings/list/contracts", form)
	h.Must(h.Get("director", "/settings/list"), "сделано 30.10.2026", "1 из 10")

	form.Set("due", "wann")
	if a := h.Post("director", "/settings/list/contracts", form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `value="wann"`) {
		t.Errorf("a day that is none answers %d; want 422 with what was typed", a.Status)
	}
	if a := h.Post("director", "/settings/list/none", url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a task there is not answers %d; want 422", a.Status)
	}
	if a := h.Get("sales-manager", "/settings/list"); a.Status != http.StatusForbidden {
		t.Errorf("a sales manager is answered %d; want 403", a.Status)
	}
}
