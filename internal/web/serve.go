package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/web/say"
	"debitor/internal/web/settings"
	"debitor/internal/web/signin"
)

// Site is an installation as it is served.
type Site struct {
	Desk *desk.Desk
	Now  func() time.Time
	// Base is the address that people reach the pages by, for links in mails;
	// where it begins with https the cookie goes by TLS only. Empty: no mail with
	// a link is sent.
	Base string
	// OIDC is the company's own identity provider; it needs a Base.
	OIDC signin.OIDC
	// API answers programs, below /api/.
	API http.Handler
	// FirstToken is of the link that opens the first company; empty: there is one.
	FirstToken string
	// DemoDay, if set, is told on every page: the day it is in a sample company.
	DemoDay cal.Date
}

// gate is who lets people in.
func (s *Site) gate() *signin.Gate {
	return signin.New(signin.Options{Desk: s.Desk, Now: s.Now, Base: strings.TrimSuffix(s.Base, "/"), Secure: s.secure(), OIDC: s.OIDC})
}

// secure says whether people reach the pages by TLS, here or at a server in
// front of this one.
func (s *Site) secure() bool { return strings.HasPrefix(s.Base, "https:") }

// handler is the site's pages behind its gate, and the API, which has keys of its
// own.
func (s *Site) handler(gate Gate) http.Handler {
	o := Options{
		Desk: s.Desk, Now: s.Now, Routes: slices.Concat(Routes(), settings.First(s.FirstToken)),
		Gate: gate, Secure: s.secure(),
	}
	if s.DemoDay != 0 {
		o.Banner = func(p *say.Printer) string { return p.T("demo.banner", p.LongDate(s.DemoDay)) }
	}
	all := http.NewServeMux()
	all.Handle("/", Handler(o))
	all.Handle("/api/", s.API)
	return all
}

// The limits of the server.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	// readTimeout bounds a slow upload.
	readTimeout = 2 * time.Minute
	stopTimeout = 20 * time.Second
)

// Serve answers requests on the listener until the context ends, and lets
// running ones, and the mails that they left to be sent, finish.
func Serve(ctx context.Context, l net.Listener, s Site) error {
	gate := s.gate()
	defer gate.Wait()
	server := &http.Server{Handler: s.handler(gate), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		stopped <- server.Shutdown(end)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
