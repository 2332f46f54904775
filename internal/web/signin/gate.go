package signin

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/httprate"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/page"
)

// Options are how people sign in.
type Options struct {
	Desk *desk.Desk
	Now  func() time.Time
	// Secure is set where the pages are served by TLS, here or by a server in
	// front: the cookie then goes no other way.
	Secure bool
	// Base is the address of the pages as people reach them, for links in mails:
	// https://debitor.example. Empty: no mail with a link is sent.
	Base string
	// OIDC is the company's own identity provider; without an issuer there is
	// none.
	OIDC OIDC
}

// Gate knows who a request is from by the cookie that signing in leaves. It is
// web.Gate.
type Gate struct {
	Options
	limit *httprate.RateLimiter
	doing sync.WaitGroup // what goes on after answers
	mu    sync.Mutex
	known *issuer // nil until it answered
}

// The limit of what one address may try: people behind one address are a few,
// those who guess are one.
const (
	triesPerAddress = 30
	triesWithin     = time.Minute
)

// New is a gate.
func New(o Options) *Gate {
	return &Gate{Options: o, limit: httprate.NewRateLimiter(triesPerAddress, triesWithin)}
}

// gateKey is where Wrap leaves the gate for the family's handlers.
type gateKey struct{}

// gate is the gate that a request came through.
func gate(c *page.Call) *Gate {
	g, ok := c.Context().Value(gateKey{}).(*Gate)
	if !ok {
		panic("signin: the request came through no gate") // a programming error: web.Options.Gate is not signin's
	}
	return g
}

// Wrap gives the handlers the gate.
func (g *Gate) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), gateKey{}, g)))
	})
}

// Often refuses who has tried too often from where he is, whatever it was that
// he tried.
func (g *Gate) Often(w http.ResponseWriter, r *http.Request) error {
	if g.limit.OnLimit(w, r, from(r)) {
		return fault.New(fault.Refused, "signin.often", "too many tries from where you are; wait a minute")
	}
	return nil
}

// from is the address that a request comes from: what connects from this very
// machine is the server in front of debitor, which says for whom.
func from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if net.ParseIP(host).IsLoopback() {
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := net.ParseIP(strings.TrimSpace(said[len(said)-1])); last != nil {
			host = last.String()
		}
	}
	return httprate.CanonicalizeIP(host)
}

// Visitor is who is signed in.
func (g *Gate) Visitor(r *http.Request) (page.Visitor, bool, error) {
	token := g.token(r)
	if token == "" {
		return page.Visitor{}, false, nil
	}
	v, ok, err := g.Desk.Visitor(r.Context(), token)
	if err != nil || !ok {
		return page.Visitor{}, false, err
	}
	visitor := page.Visitor{User: v.Name, Name: v.FullName, Language: v.Language, Theme: v.Theme}
	if visitor.Name == "" {
		visitor.Name = string(v.Name)
	}
	for _, c := range v.Companies {
		visitor.Companies = append(visitor.Companies, page.Company{Code: c.Code, Name: c.Name})
	}
	return visitor, true, nil
}

// cookieName is the cookie with the token. The prefix makes browsers refuse it
// from elsewhere; they take it by TLS only.
func (g *Gate) cookieName() string {
	if g.Secure {
		return "__Host-debitor"
	}
	return "debitor"
}

// token is the token that the browser brings, empty if none.
func (g *Gate) token(r *http.Request) string {
	cookie, err := r.Cookie(g.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// leave gives the browser a token to bring from now on, until it is closed;
// an empty one takes it away.
func (g *Gate) leave(w http.ResponseWriter, token string) {
	cookie := &http.Cookie{Name: g.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure wherever there is TLS
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}
