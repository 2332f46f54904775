package signin_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"debitor/internal/web/signin"
)

// provider is an identity provider that lets in whom a test says.
type provider struct {
	*httptest.Server
	claims map[string]any // said of whoever comes
	asked  url.Values     // what it was asked when the visitor came
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(t, w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token"})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		id, secret, _ := r.BasicAuth()
		switch {
		case r.FormValue("code") != "the-code", id != "debitor", secret != "s3cret", r.FormValue("redirect_uri") != p.asked.Get("redirect_uri"),
			base64.RawURLEncoding.EncodeToString(challenge[:]) != p.asked.Get("code_challenge"):
			http.Error(w, "no", http.StatusBadRequest)
		default:
			answerJSON(t, w, map[string]any{"id_token": token(t, p.claims)})
		}
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func answerJSON(t *testing.T, w http.ResponseWriter, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Error(err)
	}
}

func token(t *testing.T, claims map[string]any) string {
	t.Helper()
	b, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return "e30." + base64.RawURLEncoding.EncodeToString(b) + ".c2ln"
}

// TestSigningInElsewhere walks to the company's identity provider and back, and
// sees that nothing it says is taken that it did not say for this visit.
func TestSigningInElsewhere(t *testing.T) {
	p := newProvider(t)
	s := newSite(t, signin.OIDC{Issuer: p.URL, ClientID: "debitor", Secret: "s3cret"})
	s.says(s.get("/sign-in?back=%2Fc%2Fmain%2Fme", "en"), http.StatusOK, `href="/oidc/start?back=%2Fc%2Fmain%2Fme"`)
	s.says(s.get("/oidc/back?code=the-code&state=x", "en"), http.StatusForbidden, "begin again") // without an errand
	for _, c := range []struct {
		name  string
		alter func(claims map[string]any, back url.Values)
		says  string // empty: he is in
	}{
		{"as it should be", func(map[string]any, url.Values) {}, ""},
		{"one of several", func(c map[string]any, _ url.Values) { c["aud"] = []string{"other", "debitor"} }, ""},
		{"another state", func(_ map[string]any, b url.Values) { b.Set("state", "x") }, "begin again"},
		{"another code", func(_ map[string]any, b url.Values) { b.Set("code", "x") }, "begin again"},
		{"refused there", func(_ map[string]any, b url.Values) { b.Set("error", "access_denied"); b.Del("code") }, "begin again"},
		{"another nonce", func(c map[string]any, _ url.Values) { c["nonce"] = "x" }, "begin again"},
		{"another issuer", func(c map[string]any, _ url.Values) { c["iss"] = "https://evil.example" }, "begin again"},
		{"for others", func(c map[string]any, _ url.Values) { c["aud"] = "other" }, "begin again"},
		{"too old", func(c map[string]any, _ url.Values) { c["exp"] = now().Add(-time.Hour).Unix() }, "begin again"},
		{"not verified", func(c map[string]any, _ url.Values) { c["email_verified"] = false }, "no verified e-mail"},
		{"unknown here", func(c map[string]any, _ url.Values) { c["email"] = "bob@mill.example" }, "Nobody works here"},
	} {
		s.newBrowser()
		start := s.get("/oidc/start?back=%2Fc%2Fmain%2Fme", "en")
		there, query, _ := strings.Cut(start.location, "?")
		var err error
		if p.asked, err = url.ParseQuery(query); err != nil || start.status != http.StatusSeeOther || there != p.URL+"/authorize" {
			t.Fatalf("%d %s: %v", start.status, start.location, err)
		}
		if len(p.asked.Get("code_challenge")) != 43 || p.asked.Get("code_challenge_method") != "S256" || p.asked.Get("redirect_uri") != s.address+"/oidc/back" {
			t.Fatalf("asked %v", p.asked)
		}
		p.claims = map[string]any{
			"iss": p.URL, "aud": "debitor", "exp": now().Add(time.Minute).Unix(), "nonce": p.asked.Get("nonce"), "email": "Eve@mill.example", "email_verified": true,
		}
		back := url.Values{"code": {"the-code"}, "state": {p.asked.Get("state")}}
		c.alter(p.claims, back)
		came := s.get("/oidc/back?"+back.Encode(), "en")
		if c.says != "" {
			s.says(came, http.StatusForbidden, c.says)
			s.goes(s.get("/c/main/me", "en"), "/sign-in?back=%2Fc%2Fmain%2Fme")
			continue
		}
		s.goes(came, "/c/main/me")
		s.says(s.get("/c/main/me", "en"), http.StatusOK, "Eve Elm")
	}
	p.Close()
	if away := newSite(t, signin.OIDC{Issuer: p.URL, ClientID: "debitor"}); away.get("/oidc/start", "en").status != http.StatusForbidden {
		t.Error("an issuer that does not answer is to be told so")
	}
	if none := newSite(t, signin.OIDC{}); none.get("/oidc/start", "en").status != http.StatusNotFound {
		t.Error("without an issuer there is no such page")
	}
	if plain := newSite(t, signin.OIDC{Issuer: "http://login.example", ClientID: "debitor"}); plain.get("/oidc/start", "en").status != http.StatusForbidden {
		t.Error("an issuer without TLS is not to be trusted")
	}
}
