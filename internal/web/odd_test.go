package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"debitor/internal/web"
	"debitor/internal/web/page"
)

// odd are values that nobody means.
var odd = []string{
	"../../etc/passwd", "'; DROP TABLE person; --", "<script>alert(1)</script>", `"onmouseover="alert(1)`, "-1", "99999999999999999999",
	"2026-13-45", "9999-12-31", strings.Repeat("я", 5000), "a\r\nSet-Cookie: x=y", "javascript:alert(1)",
}

// fields are the names that forms and addresses use.
var fields = strings.Fields(`about action actor address admin again all amount answer attach automatic back bank behaviour beside blocker by category cause certificate
	class code complaint contact country currency current customer date decision department do document done due email fresh from full_name guarantee handed in
	invoice kind language law letterhead list manager map name new_name new_role next note objection old on order outcome owner page paper-document part parts password
	phone policy port position product q query rate reason region role roles row scope secret send show soft sort source stamp state step subject tactic task teams text theme to
	tracking until value version view vote week what whose with year`)

// TestNoTextIsRefused: what PostgreSQL keeps in no text goes no further.
func TestNoTextIsRefused(t *testing.T) {
	h, had := house(t)
	customer := "/customers/" + had["customers/customer"]
	for _, bad := range []string{"a\x00b", "\xff\xfe"} {
		for _, address := range []string{"/customers/" + url.PathEscape(bad), customer + "?kind=" + url.QueryEscape(bad)} {
			if got := h.Get("admin", address); got.Status != http.StatusNotFound {
				t.Errorf("%q: answered %d", address, got.Status)
			}
		}
		if got := h.Post("admin", customer+"/notes", url.Values{"text": {bad}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("a note %q: answered %d", bad, got.Status)
		}
	}
	if got := h.Post("admin", customer+"/notes", url.Values{"text": {"a good one"}}); got.Status != http.StatusSeeOther {
		t.Errorf("a good note: answered %d", got.Status)
	}
}

// TestOddValuesBreakNothing asks every page for what is not there, and with
// what makes no sense in every field: nothing breaks, and nothing that was sent
// comes back as markup or as a header.
func TestOddValuesBreakNothing(t *testing.T) {
	h, had := house(t)
	for _, route := range sorted(web.Routes()) {
		if route.Right == page.Public {
			continue
		}
		path, _ := had.fill(route.Path)
		for _, value := range odd {
			bad := variable.ReplaceAllString(route.Path, "$1/"+strings.ReplaceAll(url.PathEscape(value), "$", "$$"))
			form := url.Values{}
			for _, name := range fields {
				form.Set(name, value)
			}
			got := h.Get("admin", bad)
			if route.Method == http.MethodPost {
				got = h.Post("admin", path, form)
			} else if got.Status < 500 {
				got = h.Get("admin", path+"?"+form.Encode())
			}
			if got.Status >= 500 || strings.Contains(got.Body, "<script>alert") || strings.Contains(got.Body, `"onmouseover="`) ||
				strings.Contains(got.Body, `href="javascript:`) || got.Header.Get("Set-Cookie") == "x=y" {
				t.Errorf("%s %s with %.40q: answered %d\n%.600s", route.Method, path, value, got.Status, words(got.Body))
			}
		}
	}
}
