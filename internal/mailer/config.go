package mailer

import (
	"cmp"
	"context"
	"crypto/x509"
	"net"
	"strings"
	"time"

	"debitor/internal/fault"
)

// Security is how the connection to the mail server is protected.
type Security string

// The ways. None is for a server on this machine or in its own network; a
// password never goes that way except to this machine.
const (
	TLS      Security = "tls"      // TLS from the first byte, usually port 465 (RFC 8314)
	StartTLS Security = "starttls" // TLS demanded after the greeting, usually port 587 (RFC 3207)
	None     Security = "none"
)

// How long to wait where the company says nothing: RFC 5321, 4.5.3.2. The
// answer to the end of a message gets longer than the rest, for giving up there
// leaves a letter of which nobody knows whether it went.
const (
	defaultTimeout    = 5 * time.Minute
	defaultEndTimeout = 10 * time.Minute
)

// Config is how a company sends its mail.
type Config struct {
	Host      string // name or address; with TLS the name its certificate bears
	Port      int    // 1 to 65535
	Security  Security
	User      string // empty: the server wants no login
	Password  Secret
	HelloName string // how we introduce ourselves (EHLO); empty: "localhost"

	// Timeout bounds each command's answer, each piece of a message, and making
	// a connection with its greeting and login; 0 is 5 minutes. EndTimeout
	// bounds the wait for the answer to a whole message; 0 is 10 minutes.
	Timeout    time.Duration
	EndTimeout time.Duration

	DKIM DKIM // the zero value signs nothing

	// Rate is how many messages may go to one domain in any minute; 0 sets no
	// limit. It needs Now; Sleep is nil except in tests.
	Rate  int
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error

	Roots *x509.CertPool // who may vouch for the server's certificate; nil: whom this machine trusts
}

// Mailer sends by one Config. Several batches may go through it at once, each
// on a connection of its own; the rate limit is over all of them.
type Mailer struct {
	config Config
	signer *signer
	limit  *limiter
}

// New checks the settings and connects to nothing yet. Errors are faults with
// the codes "mailer.config" and "mailer.dkim", their text naming the setting.
func New(c Config) (*Mailer, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	c.EndTimeout = cmp.Or(c.EndTimeout, defaultEndTimeout)
	c.HelloName = cmp.Or(c.HelloName, "localhost")
	s, err := c.DKIM.signer()
	if err != nil {
		return nil, err
	}
	m := &Mailer{config: c, signer: s, limit: &limiter{most: c.Rate, now: c.Now, sleep: c.Sleep, sent: map[string][]time.Time{}}}
	if m.limit.sleep == nil {
		m.limit.sleep = pause
	}
	return m, nil
}

func (c *Config) check() error {
	bad := func(text string, args ...any) error { return fault.New(fault.Input, "mailer.config", text, args...) }
	switch {
	case c.Host == "" || unsafe(c.Host):
		return bad("the mail server's host %q is not a name or an address", c.Host)
	case c.Port < 1 || c.Port > 65535:
		return bad("the mail server's port %d is not between 1 and 65535; usual are 465 (tls) and 587 (starttls)", c.Port)
	case c.Security != TLS && c.Security != StartTLS && c.Security != None:
		return bad("security %q is not one of tls, starttls, none", c.Security)
	case c.User == "" != c.Password.IsZero():
		return bad("a mail server's user and password go together: one of them is missing")
	case c.User != "" && c.Security == None && !isLoopback(c.Host):
		return bad("a password is not sent to %s without encryption: set security to tls or starttls", c.Host)
	case unsafe(c.HelloName):
		return bad("the name for EHLO %q holds characters that a host name has not", c.HelloName)
	case c.Timeout < 0 || c.EndTimeout < 0 || c.Rate < 0:
		return bad("timeouts and the rate of a mail server cannot be negative")
	case c.Rate > 0 && c.Now == nil:
		return fault.New(fault.Internal, "mailer.config", "a rate needs a clock")
	}
	return nil
}

// unsafe tells characters that end a word of an SMTP command.
func unsafe(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' })
}

// isLoopback tells a host that is this very machine.
func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
