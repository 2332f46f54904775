package settings_test

import (
	"net/url"
	"testing"

	"debitor/internal/web/pagetest"
	"debitor/internal/web/settings"
)

// TestAFormMakesOneSecret: the page with a new secret is the answer to the form,
// so loading it again sends the form again; that makes no second key and no second
// webhook, and says which was made. A form opened anew makes another.
func TestAFormMakesOneSecret(t *testing.T) {
	for path, fields := range map[string]url.Values{
		"/settings/programs/keys/new":  {"program": {"warehouse"}, "role": {"service"}, "opens": {"read"}, "days": {"30"}, "rate": {"600"}},
		"/settings/programs/hooks/new": {"url": {"https://hooks.example/debitor"}, "events": {"paid"}},
	} {
		t.Run(path, func(t *testing.T) {
			h := pagetest.New(t, settings.Routes())
			made := func() int {
				keys, err := h.Session("admin").Keys(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				hooks, err := h.Session("admin").Hooks(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return len(keys) + len(hooks)
			}
			before := made()
			send := func(token string, status, want int) {
				t.Helper()
				fields.Set("once", token)
				if a := h.Post("admin", path, fields); a.Status != status {
					t.Errorf("it is answered %d, want %d:\n%s", a.Status, status, a.Body)
				}
				if got := made() - before; got != want {
					t.Errorf("%d are made, want %d", got, want)
				}
			}
			open := func() string {
				token := formOf(t, h.Must(h.Get("admin", path)).Body).Get("once")
				if token == "" {
					t.Fatal("the form has no token")
				}
				return token
			}
			first := open()
			send(first, 200, 1)
			send(first, 303, 1)
			send(open(), 200, 2)
		})
	}
}
