package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/web"
	"debitor/internal/web/page"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/ui"
)

func hello(c *page.Call) error { return c.Render("Hello", ui.Text(c.Visitor.Name)) }

func TestAPageIsFramedAndGuarded(t *testing.T) {
	h := pagetest.New(t, []page.Route{
		{Method: "GET", Path: "/hello", Right: desk.ReadBooks, Do: hello},
		{Method: "GET", Path: "/admin", Right: desk.ManageCompany, Do: hello},
		{Method: "GET", Path: "/broken", Right: desk.ReadBooks, Do: func(*page.Call) error { return http.ErrBodyNotAllowed }},
	})
	a := h.Must(h.Get("lawyer", "/hello"), "<h1>Hello</h1>", "lawyer", `lang="ru"`, "Клиенты")
	if !strings.Contains(a.Header.Get("Content-Security-Policy"), "script-src 'self'") {
		t.Errorf("no content policy: %v", a.Header)
	}
	if a := h.Get("", "/hello"); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/sign-in?back=") {
		t.Errorf("nobody is answered %d %s; want to be sent to sign in", a.Status, a.Location)
	}
	if a := h.Get("lawyer", "/admin"); a.Status != http.StatusForbidden {
		t.Errorf("the lawyer is answered %d by the administrator's page; want 403", a.Status)
	}
	if a := h.Get("lawyer", "/nowhere"); a.Status != http.StatusNotFound {
		t.Errorf("a page there is not answers %d; want 404", a.Status)
	}
	if a := h.Get("lawyer", "/broken"); a.Status != http.StatusInternalServerError || strings.Contains(a.Body, "request method") {
		t.Errorf("a broken page answers %d %s; want 500 and a reference", a.Status, a.Body)
	}
}

// TestNoticesGoByTLSOnly: behind a server that speaks TLS for us a notice is for
// TLS too, as the session is.
func TestNoticesGoByTLSOnly(t *testing.T) {
	for _, secure := range []bool{true, false} {
		h := web.Handler(web.Options{Now: time.Now, Secure: secure, Gate: nobody{}, Routes: []page.Route{
			{Method: "GET", Path: "/done", Right: page.Public, Do: func(c *page.Call) error { return c.Go("/", "say.none") }},
		}})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/done", http.NoBody))
		if list := w.Result().Cookies(); len(list) != 1 || list[0].Secure != secure {
			t.Errorf("behind TLS %v: %v", secure, list)
		}
	}
}

// nobody is a gate before which nobody stands.
type nobody struct{}

func (nobody) Visitor(*http.Request) (page.Visitor, bool, error) { return page.Visitor{}, false, nil }
func (nobody) Often(http.ResponseWriter, *http.Request) error    { return nil }

func (nobody) Wrap(h http.Handler) http.Handler { return h }

// TestTheLogTellsNoSecret: the token of a link that broke does not stand in the
// log.
func TestTheLogTellsNoSecret(t *testing.T) {
	h := pagetest.New(t, []page.Route{
		{Method: "GET", Path: "/reset/{token}", Right: page.Public, Do: func(*page.Call) error { return http.ErrBodyNotAllowed }},
		{Method: "GET", Path: "/set-up/{token}", Right: page.Public, Do: func(*page.Call) error { panic("broken") }},
	})
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	for _, path := range []string{"/reset/s3cret", "/set-up/s3cret"} {
		if got := h.Ask("", http.MethodGet, path, nil); got.Status != http.StatusInternalServerError {
			t.Errorf("%s: answered %d", path, got.Status)
		}
	}
	if text := log.String(); strings.Contains(text, "s3cret") || strings.Count(text, "/…") != 2 {
		t.Error(text)
	}
}

// TestTheMenuShowsWhatARoleUses: what a role cannot do anything with does not
// stand in its way.
func TestTheMenuShowsWhatARoleUses(t *testing.T) {
	h := pagetest.New(t, web.Routes())
	for role, menu := range map[string]struct{ has, lacks []string }{
		"sales-manager":        {has: []string{"runs", "weekly", "friday", "route"}},
		"sales-representative": {has: []string{"route", "friday", "promises"}, lacks: []string{"runs"}},
		"claims":               {has: []string{"disputes", "customers"}, lacks: []string{"runs", "weekly", "friday", "route"}},
		"assistant":            {has: []string{"runs"}, lacks: []string{"friday", "route"}},
		"director":             {has: []string{"runs"}},
	} {
		_, body, _ := strings.Cut(h.Must(h.Get(role, "/me")).Body, "<nav")
		nav, _, _ := strings.Cut(body, "</nav>")
		for _, place := range menu.has {
			if !strings.Contains(nav, "/"+place+`"`) {
				t.Errorf("the menu of %s lacks %s", role, place)
			}
		}
		for _, place := range menu.lacks {
			if strings.Contains(nav, "/"+place+`"`) {
				t.Errorf("the menu of %s has %s, which it cannot use", role, place)
			}
		}
	}
}

// TestTheMenuIsGrouped: it is a handful of groups for who has a quarter of an hour,
// and says in which of them one is.
func TestTheMenuIsGrouped(t *testing.T) {
	h := pagetest.New(t, web.Routes())
	for role, most := range map[string]int{"sales-manager": 7, "sales-representative": 7, "head-of-sales": 8, "admin": 8} {
		_, body, _ := strings.Cut(h.Must(h.Get(role, "/disputes")).Body, "<nav")
		nav, _, _ := strings.Cut(body, "</nav>")
		if groups := topLinks(nav); groups < 5 || groups > most {
			t.Errorf("the menu of %s has %d entries, not 5 to %d", role, groups, most)
		}
		if strings.Count(nav, `aria-current="true"`) != 1 || strings.Count(nav, `aria-current="page"`) != 1 {
			t.Errorf("the menu of %s does not say where one is: %s", role, nav)
		}
	}
}

// topLinks counts the links of a menu that stand in no list within its list.
func topLinks(nav string) (n int) {
	depth := 0
	for part := range strings.SplitSeq(nav, "<") {
		switch {
		case strings.HasPrefix(part, "ul"):
			depth++
		case strings.HasPrefix(part, "/ul"):
			depth--
		case strings.HasPrefix(part, "a ") && depth == 1:
			n++
		}
	}
	return n
}

// TestAFormIsKeptWhenTheSessionEnded: nothing is recorded for nobody, and what
// was typed can be sent again; passwords do not come back in a page.
func TestAFormIsKeptWhenTheSessionEnded(t *testing.T) {
	recorded := 0
	h := pagetest.New(t, []page.Route{{Method: "POST", Path: "/note", Right: desk.ReadBooks, Do: func(c *page.Call) error {
		recorded++
		return c.Go("/", "")
	}}})
	a := h.Post("", "/note?x=1", url.Values{"text": {"he said <tomorrow>"}, "row": {"1", "2"}})
	if a.Status != http.StatusUnauthorized || recorded != 0 {
		t.Fatalf("nobody is answered %d, and %d were recorded", a.Status, recorded)
	}
	for _, want := range []string{`action="/c/main/note?x=1"`, `name="text" value="he said &lt;tomorrow&gt;"`, `name="row" value="1"`, `name="row" value="2"`, `href="/sign-in"`} {
		if !strings.Contains(a.Body, want) {
			t.Errorf("the page has no %s:\n%s", want, a.Body)
		}
	}
	for _, form := range []url.Values{nil, {"password": {"correct horse"}, "name": {"eve"}}, {"text": {strings.Repeat("x", page.BodyLimit)}}} {
		if a := h.Post("", "/note", form); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/sign-in") {
			t.Errorf("%d bytes are answered %d %s; want to be sent to sign in", len(form.Encode()), a.Status, a.Location)
		}
	}
	if h.Post("lawyer", "/note", url.Values{"text": {"x"}}); recorded != 1 {
		t.Errorf("%d were recorded; want 1", recorded)
	}
}
