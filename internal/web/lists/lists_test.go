package lists_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

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
	for _, path := range []string{"/customers?show=all", "/invoices?show=open", "/letters?page=1", "/tasks?show=all", "/journal?page=1"} {
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

func TestCustomersPage(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	h.Must(h.Get("admin", "/customers"), "Скрыто", "Просрочено, BYN", `href="/c/main/customers/`, `name="class"`)
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
