package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"debitor/internal/fault"
	"debitor/internal/web/page"
)

// issuerTimeout bounds each request to the issuer.
const issuerTimeout = 10 * time.Second

// issuerClient asks the issuer, and nobody it would send us on to.
var issuerClient = &http.Client{
	Timeout:       issuerTimeout,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// issuer is an identity provider as it describes itself (OpenID Connect
// Discovery 1.0), and debitor as it is known there.
type issuer struct {
	code  oauth2.Config
	token *oidc.IDTokenVerifier
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
	found, err := g.discover(oidc.ClientContext(ctx, issuerClient))
	if err != nil {
		return nil, fault.Wrap(err, fault.Refused, "signin.issuer", "%s does not answer as it should; sign in by name and password, or try again later", g.OIDC.Issuer)
	}
	g.known = found
	return g.known, nil
}

// discover asks the issuer for its addresses.
func (g *Gate) discover(ctx context.Context) (*issuer, error) {
	if !guarded(g.OIDC.Issuer) {
		return nil, errors.New("its address is not https")
	}
	p, err := oidc.NewProvider(ctx, g.OIDC.Issuer)
	if err != nil {
		return nil, err
	}
	var more struct {
		Keys string `json:"jwks_uri"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, err
	}
	end := p.Endpoint()
	if !guarded(end.AuthURL) || !guarded(end.TokenURL) || !guarded(more.Keys) {
		return nil, errors.New("its addresses are not https")
	}
	if g.OIDC.Secret == "" {
		end.AuthStyle = oauth2.AuthStyleInParams // a public client has nothing to put into a header
	}
	return &issuer{
		oauth2.Config{ClientID: g.OIDC.ClientID, ClientSecret: g.OIDC.Secret, Endpoint: end, RedirectURL: g.Base + "/oidc/back", Scopes: []string{oidc.ScopeOpenID, "email"}},
		p.Verifier(&oidc.Config{ClientID: g.OIDC.ClientID, Now: g.Now}),
	}, nil
}

// guarded tells that nobody between can read or alter what goes to an address.
func guarded(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" && net.ParseIP(u.Hostname()).IsLoopback())
}

// email is the verified address of whom the code stands for, by an ID token
// that the issuer signed for debitor and for this visit.
func (i *issuer) email(ctx context.Context, code string, e errand) (string, error) {
	ctx = oidc.ClientContext(ctx, issuerClient)
	tokens, err := i.code.Exchange(ctx, code, oauth2.VerifierOption(e.verifier))
	if err != nil {
		return "", lostWay(err, "the issuer does not take the code")
	}
	raw, _ := tokens.Extra("id_token").(string) // without one there is nothing to verify, and that is refused
	token, err := i.token.Verify(ctx, raw)
	if err != nil {
		return "", lostWay(err, "the ID token is not good")
	}
	if token.Nonce == "" || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(e.nonce)) != 1 {
		return "", lostWay(nil, "the nonce differs")
	}
	var said struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := token.Claims(&said); err != nil {
		return "", lostWay(err, "the ID token cannot be read")
	}
	if said.Email == "" || !said.Verified {
		return "", fault.New(fault.Refused, "signin.unverified", "%s has no verified e-mail address for you; by it debitor would know you", token.Issuer)
	}
	return said.Email, nil
}
