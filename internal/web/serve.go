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
	// FirstToken is of the link that opens the first company; empty: there is one.
	FirstToken string
	// DemoDay, if set, is told on every page: the day it is in a sample company.
	DemoDay cal.Date
}

// handler is the site's pages behind its gate.
func (s *Site) handler() http.Handler {
	o := Options{
		Desk: s.Desk, Now: s.Now, Routes: slices.Concat(Routes(), settings.First(s.FirstToken)),
		Gate: signin.New(signin.Options{Desk: s.Desk, Now: s.Now, Base: s.Base, Secure: strings.HasPrefix(s.Base, "https:")}),
	}
	if s.DemoDay != 0 {
		o.Banner = func(p *say.Printer) string { return p.T("demo.banner", p.LongDate(s.DemoDay)) }
	}
	return Handler(o)
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
// running ones finish.
func Serve(ctx context.Context, l net.Listener, s Site) error {
	server := &http.Server{Handler: s.handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout}
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
