package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"debitor/internal/fault"
	"debitor/internal/web/page"
)

// The limits of what the issuer is asked.
const (
	issuerTimeout = 10 * time.Second
	issuerAnswer  = 1 << 20         // bytes
	issuerClocks  = 2 * time.Minute // how far its clock may be from ours
)

// issuer is an identity provider as it describes itself (OpenID Connect
// Discovery 1.0).
type issuer struct {
	Issuer        string `json:"issuer"`
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
}

// issuer asks the issuer for its addresses, once it answered for good.
func (g *Gate) issuer(ctx context.Context) (*issuer, error) {
	if g.OIDC.Issuer == "" || g.Base == "" {
		return nil, page.NotFound()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known != nil {
		return g.known, nil
	}
	found, err := discover(ctx, g.OIDC.Issuer)
	if err != nil {
		return nil, fault.Wrap(err, fault.Refused, "signin.issuer", "%s does not answer as it should; sign in by name and password, or try again later", g.OIDC.Issuer)
	}
	g.known = found
	return g.known, nil
}

// discover asks an issuer for its addresses.
func discover(ctx context.Context, name string) (*issuer, error) {
	if !guarded(name) {
		return nil, errors.New("its address is not https")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(name, "/")+"/.well-known/openid-configuration", http.NoBody)
	if err != nil {
		return nil, err
	}
	var found issuer
	if err := ask(r, &found); err != nil {
		return nil, err
	}
	if found.Issuer != name || !guarded(found.Authorization) || !guarded(found.Token) {
		return nil, errors.New("its name is another, or its addresses are not https")
	}
	return &found, nil
}

// guarded tells that nobody between can alter what comes from an address: on
// that the trust in the issuer's tokens rests.
func guarded(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" && net.ParseIP(u.Hostname()).IsLoopback())
}

// ask gets a document of JSON.
func ask(r *http.Request, into any) error {
	client := http.Client{Timeout: issuerTimeout}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // only read
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", r.URL, answer.Status)
	}
	return json.NewDecoder(io.LimitReader(answer.Body, issuerAnswer)).Decode(into)
}

// claims are what an ID token says of whom it stands for.
type claims struct {
	Issuer   string   `json:"iss"`
	Audience audience `json:"aud"`
	Expires  int64    `json:"exp"`
	Nonce    string   `json:"nonce"`
	Email    string   `json:"email"`
	Verified bool     `json:"email_verified"`
}

// audience is one name or a list of names.
type audience []string

// UnmarshalJSON reads either.
func (a *audience) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// email is the verified address of whom the code stands for. The token comes
// from the issuer itself by TLS, which vouches for it in place of its signature
// (OpenID Connect Core 1.0, 3.1.3.7, 6).
func (g *Gate) email(ctx context.Context, i *issuer, code string, e errand) (string, error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {g.redirect()}, "client_id": {g.OIDC.ClientID}, "code_verifier": {e.verifier},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, i.Token, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if g.OIDC.Secret != "" {
		r.SetBasicAuth(url.QueryEscape(g.OIDC.ClientID), url.QueryEscape(g.OIDC.Secret))
	}
	var tokens struct {
		ID string `json:"id_token"`
	}
	if err := ask(r, &tokens); err != nil {
		return "", fault.Wrap(err, fault.Refused, "signin.way", "signing in elsewhere did not end well (%s); begin again", "the issuer does not take the code")
	}
	said, err := read(tokens.ID)
	if err != nil {
		return "", fault.Wrap(err, fault.Refused, "signin.way", "signing in elsewhere did not end well (%s); begin again", "the ID token cannot be read")
	}
	return said.email(g, e)
}

// read is what an ID token says.
func read(token string) (c claims, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c, errors.New("it has not three parts")
	}
	b, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return c, err
	}
	err = json.Unmarshal(b, &c)
	return c, err
}

func (c *claims) email(g *Gate, e errand) (string, error) {
	switch {
	case c.Issuer != g.OIDC.Issuer:
		return "", lostWay("the ID token is another issuer's")
	case !slices.Contains(c.Audience, g.OIDC.ClientID):
		return "", lostWay("the ID token is for somebody else")
	case g.Now().After(time.Unix(c.Expires, 0).Add(issuerClocks)):
		return "", lostWay("the ID token is too old")
	case c.Nonce == "" || c.Nonce != e.nonce:
		return "", lostWay("the nonce differs")
	case c.Email == "" || !c.Verified:
		return "", fault.New(fault.Refused, "signin.unverified", "%s has no verified e-mail address for you; by it debitor would know you", c.Issuer)
	}
	return c.Email, nil
}
