package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"debitor/internal/fault"
)

// session is a connection with the folder open.
type session struct {
	config   Config
	client   *imapclient.Client
	hangUp   func()      // ends the connection at once; whoever waits for it meets an error
	release  func() bool // lets go of the context
	validity uint32      // UIDVALIDITY of the folder
}

// open connects, logs in and opens the folder for reading and marking.
func open(ctx context.Context, c Config) (*session, error) {
	dialer := net.Dialer{Timeout: c.Timeout}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(c.Host, strconv.Itoa(c.Port)))
	if err != nil {
		return nil, unreachable(c, err)
	}
	s := &session{config: c, hangUp: func() { _ = conn.Close() }} // it may be closed already
	s.release = context.AfterFunc(ctx, s.hangUp)
	for _, step := range []func() error{func() error { return s.greet(ctx, conn) }, s.login, s.choose} {
		if err := step(); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

// greet makes the connection safe and waits for the server's greeting.
func (s *session) greet(ctx context.Context, conn net.Conn) error {
	settings := &tls.Config{ServerName: s.config.Host, RootCAs: s.config.Roots, MinVersion: tls.VersionTLS12}
	err := s.within(func() (err error) {
		switch s.config.Security {
		case TLS:
			secure := tls.Client(conn, settings)
			if err := secure.HandshakeContext(ctx); err != nil {
				return err
			}
			s.client = imapclient.New(secure, nil)
		case StartTLS:
			if s.client, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: settings}); err != nil {
				return err
			}
		case None:
			s.client = imapclient.New(conn, nil)
		}
		return s.client.WaitGreeting()
	})
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fault.Wrap(err, fault.Refused, "mailbox.certificate",
			"the certificate of the mail server %s cannot be trusted (%s): check the host's name, or have the server given a valid certificate", s.config.Host, clean(err))
	}
	if err != nil {
		return unreachable(s.config, err)
	}
	return nil
}

// login uses what the server offers; both ways send the password itself.
func (s *session) login() error {
	err := s.within(func() error {
		if s.client.Caps().Has(imap.AuthCap(sasl.Plain)) {
			return s.client.Authenticate(sasl.NewPlainClient("", s.config.User, s.config.Password()))
		}
		return s.client.Login(s.config.User, s.config.Password()).Wait()
	})
	refusal, refused := errors.AsType[*imap.Error](err)
	switch {
	case err == nil:
		return nil
	case !refused || refusal.Type == imap.StatusResponseTypeBye || refusal.Code == imap.ResponseCodeUnavailable:
		return unreachable(s.config, err)
	}
	return fault.Wrap(err, fault.Refused, "mailbox.login",
		"the mail server %s does not let %s in (%s): check user and password; some providers want a password made for programs", s.config.Host, s.config.User, clean(err))
}

// choose opens the folder, which must be one where \Seen can be set for good.
func (s *session) choose() error {
	var data *imap.SelectData
	err := s.within(func() (err error) {
		data, err = s.client.Select(s.config.Folder, nil).Wait()
		return err
	})
	if _, refused := errors.AsType[*imap.Error](err); refused {
		return fault.Wrap(err, fault.NotFound, "mailbox.folder",
			"the mailbox of %s has no folder %q that can be opened (%s): check the folder's name", s.config.User, s.config.Folder, clean(err))
	}
	if err != nil {
		return unreachable(s.config, err)
	}
	// A server that names no flags for good keeps all of them; the wildcard
	// stands for those that nobody has set yet.
	keeps := func(f imap.Flag) bool { return f == imap.FlagSeen || f == imap.FlagWildcard }
	if len(data.PermanentFlags) > 0 && !slices.ContainsFunc(data.PermanentFlags, keeps) {
		return fault.New(fault.Refused, "mailbox.read_only",
			"in the folder %q messages cannot be marked as read, so each run would begin anew: give %s the right to it, or name another folder", s.config.Folder, s.config.User)
	}
	s.validity = data.UIDValidity
	return nil
}

// within runs f and ends the connection if that takes longer than it may.
func (s *session) within(f func() error) error {
	late := make(chan struct{})
	watch := time.AfterFunc(s.config.Timeout, func() { close(late); s.hangUp() })
	err := f()
	if err != nil && !watch.Stop() {
		<-late
		return fmt.Errorf("no answer within %s: %w", s.config.Timeout, err)
	}
	watch.Stop()
	return err
}

// close says good-bye; every message has its mark by now.
func (s *session) close() {
	if s.client != nil {
		_ = s.within(func() error { return s.client.Logout().Wait() })
		_ = s.client.Close()
	}
	s.hangUp()
	s.release()
}

func unreachable(c Config, err error) error {
	return fault.Wrap(err, fault.Internal, "mailbox.unreachable",
		"the mail server %s cannot be reached at port %d (%s): check host, port and security, and try again later", c.Host, c.Port, clean(err))
}

// maxText bounds what is shown of a server's words.
const maxText = 200

// clean makes a stranger's words fit for a message: one line, bounded.
func clean(err error) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, err.Error())
	s = strings.Join(strings.Fields(s), " ")
	return strings.ToValidUTF8(s[:min(len(s), maxText)], "")
}
