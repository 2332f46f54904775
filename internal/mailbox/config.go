package mailbox

import (
	"crypto/x509"
	"net"
	"strings"
	"time"

	"debitor/internal/fault"
)

// Security is how the connection to the mail server is protected.
type Security string

// The ways. None is for a server on this machine.
const (
	TLS      Security = "tls"      // TLS from the first byte, usually port 993 (RFC 8314)
	StartTLS Security = "starttls" // TLS demanded after the greeting, usually port 143
	None     Security = "none"
)

// The limits. A returned letter has its report at the beginning, so a message
// is read to MaxMessage bytes; a run ends after MaxRun messages and leaves the
// rest to the next, so that one run's time is bounded.
const (
	MaxMessage = 4 << 20
	MaxRun     = 1000
)

// defaultTimeout is for a server that is slow but there.
const defaultTimeout = time.Minute

// Config is a mailbox and the way to it.
type Config struct {
	Host     string // name or address; with TLS the name its certificate bears
	Port     int    // 1 to 65535
	Security Security
	User     string
	Password func() string // a function, so that printing the settings does not show it
	Folder   string        // empty: INBOX

	Timeout time.Duration  // for the connection and for each answer; 0 is one minute
	Roots   *x509.CertPool // who may vouch for the server's certificate; nil: whom this machine trusts
}

// check is a fault with the code "mailbox.config" that names the setting.
func (c *Config) check() error {
	bad := func(text string, args ...any) error { return fault.New(fault.Input, "mailbox.config", text, args...) }
	switch {
	case c.Host == "" || unsafe(c.Host) || strings.Contains(c.Host, " "):
		return bad("the mailbox's host %q is not a name or an address", c.Host)
	case c.Port < 1 || c.Port > 65535:
		return bad("the mailbox's port %d is not between 1 and 65535; usual are 993 (tls) and 143 (starttls)", c.Port)
	case c.Security != TLS && c.Security != StartTLS && c.Security != None:
		return bad("security %q is not one of tls, starttls, none", c.Security)
	case c.User == "" || c.Password == nil:
		return bad("a mailbox needs a user and a password: one of them is missing")
	case c.Security == None && !isLoopback(c.Host):
		return bad("a password is not sent to %s without encryption: set security to tls or starttls", c.Host)
	case unsafe(c.User) || unsafe(c.Folder):
		return bad("the mailbox's user or folder holds characters that a name has not")
	case c.Timeout < 0:
		return bad("the timeout of a mailbox cannot be negative")
	}
	return nil
}

// unsafe tells characters that end a line of the protocol.
func unsafe(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
