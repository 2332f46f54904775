package signin

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

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
	e := errand{desk.NewToken(), desk.NewToken(), oauth2.GenerateVerifier(), local(c.Ask("back"))}
	g.leaveErrand(c.W, strings.Join([]string{e.state, e.nonce, e.verifier, e.back}, " "), oidcWithin)
	http.Redirect(c.W, c.R, i.code.AuthCodeURL(e.state, oidc.Nonce(e.nonce), oauth2.S256ChallengeOption(e.verifier)), http.StatusSeeOther)
	return nil
}

func (g *Gate) leaveErrand(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever there is TLS
		Name: oidcCookie, Value: url.QueryEscape(value), Path: "/oidc/", MaxAge: seconds, HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// oidcBack takes the visitor back from the issuer, who says which e-mail
// address is his.
func oidcBack(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
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
	email, err := i.email(c.Context(), c.Ask("code"), e)
	if err != nil {
		return err
	}
	a, err := g.Desk.AdmitByEmail(c.Context(), email, c.R.UserAgent())
	if err != nil {
		return err
	}
	if err := g.Desk.SignOut(c.Context(), g.token(c.R)); err != nil { // the browser's earlier token ends here
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
		return errand{}, lostWay(nil, "there is no cookie")
	}
	left, err := url.QueryUnescape(cookie.Value)
	parts := strings.SplitN(left, " ", 4)
	if err != nil || len(parts) != 4 || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(c.Ask("state"))) != 1 {
		return errand{}, lostWay(nil, "the state differs")
	}
	if c.Ask("error") != "" || c.Ask("code") == "" {
		return errand{}, lostWay(nil, "the issuer refused")
	}
	return errand{parts[0], parts[1], parts[2], parts[3]}, nil
}

// lostWay refuses whoever came back without what he was sent for; err, if any,
// is what was found.
func lostWay(err error, why string) error {
	return fault.Wrap(err, fault.Refused, "signin.way", "signing in elsewhere did not end well (%s); begin again", why)
}
