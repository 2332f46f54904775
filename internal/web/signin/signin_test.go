package signin_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/signin"
)

var bareKey = regexp.MustCompile(`\b(signin|say|nav|role|do|fault)\.[a-z_]+`)

const password = "nine white swans"

// TestPagesSpeak shows every page in all languages.
func TestPagesSpeak(t *testing.T) {
	h := pagetest.New(t, signin.Routes())
	for _, path := range []string{"/me", "/me/second", "/settings/users", "/settings/users/new", "/settings/users/sales-manager", "/settings/users/law-firm"} {
		for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			a := h.Must(h.Get("admin", path+"?lang="+code))
			if key := bareKey.FindString(a.Body); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, code, key)
			}
		}
	}
	s := newSite(t, signin.OIDC{Issuer: "https://login.example"})
	for _, path := range []string{"/sign-in", "/forgotten", "/sign-in/code", "/set-up/" + s.link("sales-manager"), "/set-up/nothing"} {
		for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			body := s.get(path, code).body
			if key := bareKey.FindString(body); key != "" || !strings.Contains(body, `lang="`+code+`"`) {
				t.Errorf("%s in %s shows the bare key %q:\n%s", path, code, key, body)
			}
		}
	}
}

// site is the pages as they are served, and a browser.
type site struct {
	*pagetest.House
	t       *testing.T
	address string
	browser *http.Client
	via     string // whom a server in front says it asks for; empty: there is none
}

func newSite(t *testing.T, oidc signin.OIDC) *site {
	t.Helper()
	s := &site{House: pagetest.New(t, signin.Routes()), t: t}
	server := httptest.NewUnstartedServer(nil)
	s.address = "http://" + server.Listener.Addr().String()
	gate := signin.New(signin.Options{Desk: s.Desk, Now: now, Base: s.address, OIDC: oidc})
	server.Config.Handler = web.Handler(web.Options{Desk: s.Desk, Gate: gate, Routes: signin.Routes(), Now: now})
	server.Start()
	t.Cleanup(func() { server.Close(); gate.Wait() })
	s.newBrowser()
	operator, err := s.Desk.Session(t.Context(), s.Company, desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	err = operator.AddPerson(t.Context(), desk.NewPerson{Name: "eve", FullName: "Eve Elm", Email: "eve@mill.example", Role: "admin", Language: "en", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func now() time.Time { return pagetest.Today.Time().Add(9 * time.Hour) }

// newBrowser takes a browser without cookies; it follows no redirect by itself.
func (s *site) newBrowser() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.browser = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// link invites a user and gives the token of his link.
func (s *site) link(user string) string {
	s.t.Helper()
	link, err := s.Session("admin").PasswordLink(s.t.Context(), id.User(user), nil)
	if err != nil {
		s.t.Fatal(user, err)
	}
	return link.Token
}

type answer struct {
	status         int
	body, location string
	cookies        []*http.Cookie
}

func (s *site) get(path, lang string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.address+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", lang)
	return s.do(r)
}

func (s *site) post(path string, pairs ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	return s.do(r)
}

func (s *site) do(r *http.Request) answer {
	s.t.Helper()
	if s.via != "" {
		r.Header.Set("X-Forwarded-For", "198.51.100.1, "+s.via)
	}
	a, err := s.browser.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	body, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = a.Body.Close() // read to its end
	return answer{a.StatusCode, string(body), strings.TrimPrefix(a.Header.Get("Location"), s.address), a.Cookies()}
}

// goes fails the test unless the answer leads to an address.
func (s *site) goes(a answer, to string) {
	s.t.Helper()
	if a.status != http.StatusSeeOther || a.location != to {
		s.t.Fatalf("answered %d %s, want to be led to %s:\n%s", a.status, a.location, to, a.body)
	}
}

// says fails the test unless the answer has a status and a text.
func (s *site) says(a answer, status int, text string) {
	s.t.Helper()
	if a.status != status || !strings.Contains(a.body, text) {
		s.t.Fatalf("answered %d, want %d and %q:\n%s", a.status, status, text, a.body)
	}
}

func TestSigningInAndOut(t *testing.T) {
	s := newSite(t, signin.OIDC{})
	s.goes(s.get("/c/main/me?x=1", "en"), "/sign-in?back=%2Fc%2Fmain%2Fme%3Fx%3D1")
	s.says(s.get("/sign-in?back=%2Fc%2Fmain%2Fme%3Fx%3D1", "en"), http.StatusOK, `value="/c/main/me?x=1"`)
	s.says(s.post("/sign-in", "name", "", "password", ""), http.StatusUnprocessableEntity, "Please fill this in")
	wrong := s.post("/sign-in", "name", "eve", "password", "wrong")
	s.says(wrong, http.StatusUnprocessableEntity, `value="eve"`)
	nobody := s.post("/sign-in", "name", "xxx", "password", "wrong")
	if strings.ReplaceAll(nobody.body, "xxx", "eve") != wrong.body {
		t.Error("the refusal tells whether there is such a person")
	}
	in := s.post("/sign-in", "name", "eve", "password", password, "back", "/c/main/me?x=1")
	s.goes(in, "/c/main/me?x=1")
	var cookie *http.Cookie
	for _, c := range in.cookies {
		if c.Name == "debitor" {
			cookie = c
		}
	}
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
		t.Errorf("the cookie is %v", cookie)
	}
	s.says(s.get("/c/main/me", "de"), http.StatusOK, "Eve Elm") // her language, not the browser's
	s.says(s.get("/c/other/me", "en"), http.StatusNotFound, "")
	s.goes(s.get("/", "en"), "/c/main/today")
	for _, back := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "evil"} {
		s.goes(s.post("/sign-in", "name", "eve", "password", password, "back", back), "/")
	}
	s.goes(s.post("/sign-out"), "/sign-in")
	s.says(s.get("/sign-in", "en"), http.StatusOK, "You are signed out")
	s.goes(s.get("/c/main/me", "en"), "/sign-in?back=%2Fc%2Fmain%2Fme")
}

func TestInvitedAndSigningIn(t *testing.T) {
	s := newSite(t, signin.OIDC{})
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/")
	s.says(s.post("/c/main/settings/users/new", "name", "", "role", "king"), http.StatusUnprocessableEntity, "Please fill this in")
	shown := s.post("/c/main/settings/users/new", "name", "bob", "full_name", "Bob Birch", "role", "accountant")
	s.says(shown, http.StatusOK, "7 days")
	link := regexp.MustCompile(`/set-up/[\w-]+`).FindString(shown.body)
	s.says(s.get("/c/main/settings/users", "en"), http.StatusOK, "no password yet")

	s.newBrowser()
	s.says(s.get(link, "en"), http.StatusOK, "bob")
	s.says(s.post(link, "password", "short", "again", "short"), http.StatusUnprocessableEntity, "at least 10 characters")
	s.says(s.post(link, "password", "ten black swans", "again", "else"), http.StatusUnprocessableEntity, "The two differ")
	s.goes(s.post(link, "password", "ten black swans", "again", "ten black swans"), "/sign-in")
	s.says(s.get(link, "en"), http.StatusNotFound, "used already")
	s.goes(s.post("/sign-in", "name", "bob", "password", "ten black swans"), "/")
	s.says(s.get("/c/main/me", "en"), http.StatusOK, "Bob Birch")
	s.says(s.get("/c/main/settings/users", "en"), http.StatusForbidden, "")
	bob := s.browser

	// The administrator changes him, and is told if somebody was first.
	s.newBrowser()
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/")
	page := s.get("/c/main/settings/users/bob", "en")
	version := regexp.MustCompile(`name="version" value="([^"]*)"`).FindStringSubmatch(page.body)[1]
	edit := []string{"version", version, "full_name", "Bob Beech", "roles", "accountant", "roles", "lawyer", "scope", "own", "handed", "nobody"}
	s.says(s.post("/c/main/settings/users/bob", edit...), http.StatusUnprocessableEntity, "Bob Beech")
	edit[len(edit)-1] = " "
	s.goes(s.post("/c/main/settings/users/bob", edit...), "/c/main/settings/users")
	s.says(s.post("/c/main/settings/users/bob", edit...), http.StatusUnprocessableEntity, "eve")
	s.goes(s.post("/c/main/settings/users/bob/sign-out"), "/c/main/settings/users/bob")
	s.says(s.post("/c/main/settings/users/bob/link"), http.StatusOK, "/reset/")
	s.browser = bob
	s.goes(s.get("/c/main/me", "en"), "/sign-in?back=%2Fc%2Fmain%2Fme")
}

func TestSecondFactorOnScreen(t *testing.T) {
	s := newSite(t, signin.OIDC{})
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/")
	page := s.get("/c/main/me/second", "en")
	s.says(page, http.StatusOK, "<svg")
	secret := regexp.MustCompile(`name="secret" value="(\w+)"`).FindStringSubmatch(page.body)[1]
	s.says(s.post("/c/main/me/second", "secret", secret, "code", "123"), http.StatusUnprocessableEntity, secret)
	code := func(at time.Duration) string {
		c, err := totp.GenerateCode(secret, now().Add(at))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	shown := s.post("/c/main/me/second", "secret", secret, "code", code(0))
	recovery := regexp.MustCompile(`\w{4}-\w{4}-\w{4}-\w{4}`).FindString(shown.body)
	s.says(shown, http.StatusOK, "not shown again")

	s.newBrowser()
	s.goes(s.post("/sign-in", "name", "eve", "password", password, "back", "/c/main/me"), "/sign-in/code?back=%2Fc%2Fmain%2Fme")
	s.goes(s.get("/c/main/me", "en"), "/sign-in?back=%2Fc%2Fmain%2Fme")
	s.says(s.post("/sign-in/code", "code", code(0)), http.StatusUnprocessableEntity, "used before")
	s.goes(s.post("/sign-in/code", "code", code(30*time.Second), "back", "/c/main/me"), "/c/main/me")
	s.says(s.get("/c/main/me", "en"), http.StatusOK, "10 recovery codes are left.")

	s.newBrowser()
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/sign-in/code?back=%2F")
	s.goes(s.post("/sign-in/code", "code", recovery), "/")
	s.says(s.post("/c/main/me/second/off", "current", "wrong"), http.StatusUnprocessableEntity, "not your present password")
	s.goes(s.post("/c/main/me/second/off", "current", password), "/c/main/me")
	s.says(s.get("/c/main/me", "en"), http.StatusOK, "is switched off")
}

func TestOnesOwnAccount(t *testing.T) {
	s := newSite(t, signin.OIDC{})
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/")
	s.goes(s.post("/c/main/me", "full_name", "Eve Alder", "language", "de", "theme", "dark"), "/c/main/me")
	s.says(s.get("/c/main/me", "en"), http.StatusOK, `data-theme="dark"`)
	s.says(s.get("/c/main/me", "en"), http.StatusOK, "Zweiter Faktor")
	s.says(s.post("/c/main/me", "full_name", ""), http.StatusUnprocessableEntity, "")
	s.says(s.post("/c/main/me/password", "old", "wrong", "password", "ten black swans", "again", "ten black swans"), http.StatusUnprocessableEntity, "nicht Ihr bisheriges")
	s.goes(s.post("/c/main/me/password", "old", password, "password", "ten black swans", "again", "ten black swans"), "/c/main/me")
	s.goes(s.post("/c/main/me/elsewhere"), "/c/main/me")
	s.says(s.get("/c/main/me", "en"), http.StatusOK, "Eve Alder")
}

// TestTriesAreLimited: whoever tries from one address too often is sent away,
// whatever he tries.
func TestTriesAreLimited(t *testing.T) {
	s := newSite(t, signin.OIDC{})
	tries := 0
	for s.post("/forgotten", "name", "nobody").status == http.StatusSeeOther {
		if tries++; tries > 40 {
			t.Fatal("forty tries in a moment were let through")
		}
	}
	s.says(s.post("/sign-in", "name", "eve", "password", password), http.StatusForbidden, "Too many tries")
	s.via = "192.0.2.7" // the server in front says that another one comes
	s.goes(s.post("/sign-in", "name", "eve", "password", password), "/")
	s.says(s.get("/sign-in", "en"), http.StatusOK, "Password")
}
