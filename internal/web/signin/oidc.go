package signin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/page"
)

// OIDC is how people sign in by their company's own identity provider.
type OIDC struct {
	Issuer   string // such as https://login.example/realms/mill
	ClientID string
	Secret   string // empty: a public client, for PKCE is enough
}

const (
	oidcWithin = 600 // seconds that somebody may take to sign in there
	oidcCookie = "debitor-oidc"
)

// errand is what must be known when a visitor comes back from the issuer; it
// waits in a cookie of his browser.
type errand struct{ state, nonce, verifier, back string }

// oidcStart leads to the issuer.
func oidcStart(c *page.Call) error {
	g := gate(c)
	i, err := g.issuer(c.Context())
	if err != nil {
		return err
	}
	e := errand{desk.NewToken(), desk.NewToken(), desk.NewToken() + desk.NewToken(), local(c.Ask("back"))}
	g.leaveErrand(c.W, strings.Join([]string{e.state, e.nonce, e.verifier, e.back}, " "), oidcWithin)
	challenge := sha256.Sum256([]byte(e.verifier))
	http.Redirect(c.W, c.R, page.With(i.Authorization, "response_type", "code", "client_id", g.OIDC.ClientID, "redirect_uri", g.redirect(),
		"scope", "openid email", "state", e.state, "nonce", e.nonce, "code_challenge_method", "S256",
		"code_challenge", base64.RawURLEncoding.EncodeToString(challenge[:])), http.StatusSeeOther)
	return nil
}

// redirect is where the issuer sends people back to.
func (g *Gate) redirect() string { return g.Base + "/oidc/back" }

func (g *Gate) leaveErrand(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever there is TLS
		Name: oidcCookie, Value: url.QueryEscape(value), Path: "/oidc/", MaxAge: seconds, HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// oidcBack takes the visitor back from the issuer, who says which e-mail
// address is his.
func oidcBack(c *page.Call) error {
	g := gate(c)
	i, err := g.issuer(c.Context())
	if err != nil {
		return err
	}
	e, err := cameBack(c)
	if err != nil {
		return err
	}
	g.leaveErrand(c.W, "", -1)
	email, err := g.email(c.Context(), i, c.Ask("code"), e)
	if err != nil {
		return err
	}
	a, err := g.Desk.AdmitByEmail(c.Context(), email, c.R.UserAgent())
	if err != nil {
		return err
	}
	g.leave(c.W, a.Token)
	return c.Go(local(e.back), "")
}

// cameBack reads the errand, and sees that the visitor comes from where he was
// sent.
func cameBack(c *page.Call) (errand, error) {
	cookie, err := c.R.Cookie(oidcCookie)
	if err != nil {
		return errand{}, lostWay("there is no cookie")
	}
	left, err := url.QueryUnescape(cookie.Value)
	parts := strings.SplitN(left, " ", 4)
	if err != nil || len(parts) != 4 || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(c.Ask("state"))) != 1 {
		return errand{}, lostWay("the state differs")
	}
	if c.Ask("error") != "" || c.Ask("code") == "" {
		return errand{}, lostWay("the issuer refused")
	}
	return errand{parts[0], parts[1], parts[2], parts[3]}, nil
}

// lostWay refuses whoever came back without what he was sent for.
func lostWay(why string) error {
	return fault.New(fault.Refused, "signin.way", "signing in elsewhere did not end well (%s); begin again", why)
}
