package mailbox_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/google/go-cmp/cmp"

	"debitor/internal/fault"
	"debitor/internal/mailbox"
)

// server is a mail server on this machine with one user.
type server struct {
	user   *imapmemserver.User
	config mailbox.Config
}

// wrapped changes a session of the server; nil leaves it as it is.
type wrapped func(imapserver.Session) imapserver.Session

func start(t *testing.T, security mailbox.Security, wrap wrapped) *server {
	t.Helper()
	// The certificate of the standard library's test server, for 127.0.0.1.
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	settings := &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}
	memory := imapmemserver.New()
	user := imapmemserver.NewUser("returns", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	memory.AddUser(user)
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			session := memory.NewSession()
			if wrap != nil {
				session = wrap(session)
			}
			return session, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}},
		Logger:       log.New(io.Discard, "", 0),
		InsecureAuth: security == mailbox.None,
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	switch security {
	case mailbox.TLS:
		listener = tls.NewListener(listener, settings)
	case mailbox.StartTLS:
		options.TLSConfig = settings
	}
	imapServer := imapserver.New(options)
	go imapServer.Serve(listener)
	t.Cleanup(func() { imapServer.Close() })
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	return &server{user: user, config: mailbox.Config{
		Host: "127.0.0.1", Port: port, Security: security, User: "returns",
		Password: func() string { return "secret" }, Roots: roots, Timeout: 10 * time.Second,
	}}
}

// put lays a message into a folder.
func (s *server) put(t *testing.T, text string) {
	t.Helper()
	if _, err := s.user.Append("INBOX", literal{bytes.NewReader([]byte(text)), int64(len(text))}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

type literal struct {
	io.Reader

	size int64
}

func (l literal) Size() int64 { return l.size }

// read runs once and gives the subjects in the order in which they were handed over.
func (s *server) read(t *testing.T) ([]string, mailbox.Result) {
	t.Helper()
	var got []string
	result, err := mailbox.Read(t.Context(), s.config, func(_ context.Context, m mailbox.Message) error {
		got = append(got, subject(m))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, result
}

func subject(m mailbox.Message) string {
	_, rest, _ := strings.Cut(string(m.Raw), "Subject: ")
	line, _, _ := strings.Cut(rest, "\r\n")
	return line
}

func mail(subject string) string { return "Subject: " + subject + "\r\n\r\nbody\r\n" }

func TestEachMessageOnce(t *testing.T) {
	for _, security := range []mailbox.Security{mailbox.TLS, mailbox.StartTLS, mailbox.None} {
		t.Run(string(security), func(t *testing.T) {
			s := start(t, security, nil)
			s.put(t, mail("one"))
			s.put(t, mail("two"))
			got, result := s.read(t)
			if diff := cmp.Diff([]string{"one", "two"}, got); diff != "" || result != (mailbox.Result{Handled: 2}) {
				t.Errorf("first run: %s %+v", diff, result)
			}
			s.put(t, mail("three"))
			got, result = s.read(t)
			if diff := cmp.Diff([]string{"three"}, got); diff != "" || result != (mailbox.Result{Handled: 1}) {
				t.Errorf("second run: %s %+v", diff, result)
			}
			if got, result = s.read(t); len(got) != 0 || result != (mailbox.Result{}) {
				t.Errorf("third run: %v %+v", got, result)
			}
		})
	}
}

// TestFailedHandlerIsAskedAgain: what was not handled is not marked, and what
// was handled before it is.
func TestFailedHandlerIsAskedAgain(t *testing.T) {
	s := start(t, mailbox.None, nil)
	for _, name := range []string{"one", "two", "three"} {
		s.put(t, mail(name))
	}
	broken := errors.New("broken")
	result, err := mailbox.Read(t.Context(), s.config, func(_ context.Context, m mailbox.Message) error {
		if subject(m) == "two" {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || result != (mailbox.Result{Handled: 1, Left: 2}) {
		t.Fatalf("%+v, %v", result, err)
	}
	if got, _ := s.read(t); !cmp.Equal(got, []string{"two", "three"}) {
		t.Errorf("next run: %v", got)
	}
}

// TestDeathBetweenHandlingAndMarking: the message comes again, under its key.
func TestDeathBetweenHandlingAndMarking(t *testing.T) {
	s := start(t, mailbox.None, nil)
	s.put(t, mail("one"))
	var keys []string
	ctx, die := context.WithCancel(t.Context())
	_, err := mailbox.Read(ctx, s.config, func(_ context.Context, m mailbox.Message) error {
		keys = append(keys, m.Key)
		die()
		// The connection is closed beside us; wait for it, so that the mark cannot go.
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond)
		return nil
	})
	if fault.Code(err) != "mailbox.lost" {
		t.Fatalf("the run that died: %v", err)
	}
	if _, err := mailbox.Read(t.Context(), s.config, func(_ context.Context, m mailbox.Message) error {
		keys = append(keys, m.Key)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(keys) != 2 || keys[0] != keys[1] || keys[0] == "" {
		t.Errorf("keys %q", keys)
	}
}

func TestLongMessagesAreCut(t *testing.T) {
	s := start(t, mailbox.None, nil)
	s.put(t, mail("long")+strings.Repeat("x", mailbox.MaxMessage))
	s.put(t, mail("just")+strings.Repeat("x", mailbox.MaxMessage-len(mail("just"))))
	var got []string
	if _, err := mailbox.Read(t.Context(), s.config, func(_ context.Context, m mailbox.Message) error {
		got = append(got, fmt.Sprint(subject(m), " ", len(m.Raw), " ", m.Cut))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{fmt.Sprint("long ", mailbox.MaxMessage, " true"), fmt.Sprint("just ", mailbox.MaxMessage, " false")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestARunIsBounded(t *testing.T) {
	s := start(t, mailbox.None, nil)
	for i := range mailbox.MaxRun + 1 {
		s.put(t, mail(fmt.Sprint(i)))
	}
	if _, result := s.read(t); result != (mailbox.Result{Handled: mailbox.MaxRun, Left: 1}) {
		t.Errorf("%+v", result)
	}
	if got, _ := s.read(t); !cmp.Equal(got, []string{fmt.Sprint(mailbox.MaxRun)}) {
		t.Errorf("the rest: %v", got)
	}
}

// readOnly is a folder in which nothing can be marked for good.
type readOnly struct{ imapserver.Session }

func (s readOnly) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	data, err := s.Session.Select(name, options)
	if err == nil {
		data.PermanentFlags = []imap.Flag{imap.FlagAnswered}
	}
	return data, err
}

// silent never answers a search.
type silent struct {
	imapserver.Session

	until <-chan struct{}
}

func (s silent) Search(imapserver.NumKind, *imap.SearchCriteria, *imap.SearchOptions) (*imap.SearchData, error) {
	<-s.until
	return nil, errors.New("too late")
}

func TestFaultsNameTheWayOut(t *testing.T) {
	over := make(chan struct{})
	defer close(over)
	for _, c := range []struct {
		name     string
		security mailbox.Security
		wrap     wrapped
		change   func(*mailbox.Config)
		code     string
		kind     fault.Kind
		says     string
	}{
		{"wrong password", mailbox.TLS, nil, func(c *mailbox.Config) { c.Password = func() string { return "guess" } }, "mailbox.login", fault.Refused, "check user and password"},
		{"no such folder", mailbox.TLS, nil, func(c *mailbox.Config) { c.Folder = "Returns" }, "mailbox.folder", fault.NotFound, `"Returns"`},
		{"nobody there", mailbox.TLS, nil, func(c *mailbox.Config) { c.Port = freePort(t) }, "mailbox.unreachable", fault.Internal, "check host, port and security"},
		{"an unknown certificate", mailbox.TLS, nil, func(c *mailbox.Config) { c.Roots = x509.NewCertPool() }, "mailbox.certificate", fault.Refused, "certificate"},
		{"no encryption offered", mailbox.None, nil, func(c *mailbox.Config) { c.Security = mailbox.StartTLS }, "mailbox.unreachable", fault.Internal, "security"},
		{"nothing can be marked", mailbox.None, func(s imapserver.Session) imapserver.Session { return readOnly{s} }, func(*mailbox.Config) {}, "mailbox.read_only", fault.Refused, "another folder"},
		{"silence", mailbox.None, func(s imapserver.Session) imapserver.Session { return silent{s, over} }, func(c *mailbox.Config) { c.Timeout = 200 * time.Millisecond }, "mailbox.lost", fault.Internal, "no answer within 200ms"},
		{"encryption and none mixed up", mailbox.None, nil, func(c *mailbox.Config) { c.Security, c.Timeout = mailbox.TLS, time.Second }, "mailbox.unreachable", fault.Internal, "security"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, c.security, c.wrap)
			s.put(t, mail("one"))
			c.change(&s.config)
			_, err := mailbox.Read(t.Context(), s.config, func(context.Context, mailbox.Message) error {
				t.Error("a message was handed over")
				return nil
			})
			if fault.Code(err) != c.code || fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %s %d: %v", fault.Code(err), fault.KindOf(err), err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is in the text: %v", err)
			}
		})
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func TestSettingsAreChecked(t *testing.T) {
	good := mailbox.Config{Host: "imap.firma.example", Port: 993, Security: mailbox.TLS, User: "u", Password: func() string { return "p" }}
	for name, change := range map[string]func(*mailbox.Config){
		"host":     func(c *mailbox.Config) { c.Host = "" },
		"port":     func(c *mailbox.Config) { c.Port = 70000 },
		"security": func(c *mailbox.Config) { c.Security = "ssl" },
		"password": func(c *mailbox.Config) { c.Password = nil },
		"none":     func(c *mailbox.Config) { c.Security = mailbox.None },
		"user":     func(c *mailbox.Config) { c.User = "a\r\nb" },
		"timeout":  func(c *mailbox.Config) { c.Timeout = -1 },
	} {
		c := good
		change(&c)
		if _, err := mailbox.Read(t.Context(), c, nil); fault.Code(err) != "mailbox.config" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if shown := fmt.Sprintf("%+v", good); strings.Contains(shown, `"p"`) || strings.Contains(shown, ":p ") {
		t.Errorf("the password is shown: %s", shown)
	}
}
