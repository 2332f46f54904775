package signin_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"debitor/internal/web/signin"
)

// provider is an identity provider that lets in whom a test says.
type provider struct {
	*httptest.Server
	key    *ecdsa.PrivateKey // signs what it says
	claims map[string]any    // said of whoever comes
	asked  url.Values        // what it was asked when the visitor came
}

const keyName = "the-key"

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{key: newKey(t)}
	known := &oidctest.Server{
		PublicKeys: []oidctest.PublicKey{{PublicKey: p.key.Public(), KeyID: keyName, Algorithm: oidc.ES256}}, Algorithms: []string{oidc.ES256},
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", known)
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		id, secret, _ := r.BasicAuth()
		switch {
		case r.FormValue("code") != "the-code", id != "debitor", secret != "s3cret", r.FormValue("redirect_uri") != p.asked.Get("redirect_uri"),
			base64.RawURLEncoding.EncodeToString(challenge[:]) != p.asked.Get("code_challenge"):
			http.Error(w, "no", http.StatusBadRequest)
		default:
			w.Header().Set("Content-Type", "application/json")
			answerJSON(t, w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": p.token(t)})
		}
	})
	p.Server = httptest.NewServer(mux)
	known.SetIssuer(p.URL)
	t.Cleanup(p.Close)
	return p
}

func answerJSON(t *testing.T, w http.ResponseWriter, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Error(err)
	}
}

// token is the signed ID token of what the provider says; without a key it
// bears no signature.
func (p *provider) token(t *testing.T) string {
	t.Helper()
	b, err := json.Marshal(p.claims)
	if err != nil {
		t.Error(err)
	}
	if p.key == nil {
		encode := base64.RawURLEncoding.EncodeToString
		return encode([]byte(`{"alg":"none"}`)) + "." + encode(b) + "."
	}
	return oidctest.SignIDToken(p.key, keyName, oidc.ES256, string(b))
}

// TestSigningInElsewhere walks to the company's identity provider and back, and
// sees that nothing it says is taken that it did not say for this visit.
func TestSigningInElsewhere(t *testing.T) {
	p := newProvider(t)
	own := p.key
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
		{"without a nonce", func(c map[string]any, _ url.Values) { delete(c, "nonce") }, "begin again"},
		{"another's signature", func(map[string]any, url.Values) { p.key = newKey(t) }, "begin again"},
		{"no signature", func(map[string]any, url.Values) { p.key = nil }, "begin again"},
		{"too old", func(c map[string]any, _ url.Values) { c["exp"] = now().Add(-time.Hour).Unix() }, "begin again"},
		{"not verified", func(c map[string]any, _ url.Values) { c["email_verified"] = false }, "no verified e-mail"},
		{"not said to be verified", func(c map[string]any, _ url.Values) { delete(c, "email_verified") }, "no verified e-mail"},
		{"unknown here", func(c map[string]any, _ url.Values) { c["email"] = "bob@mill.example" }, "Nobody works here"},
	} {
		s.newBrowser()
		p.key = own
		start := s.get("/oidc/start?back=%2Fc%2Fmain%2Fme", "en")
		there, query, _ := strings.Cut(start.location, "?")
		var err error
		if p.asked, err = url.ParseQuery(query); err != nil || start.status != http.StatusSeeOther || there != p.URL+"/auth" {
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
