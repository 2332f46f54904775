package desk_test

import (
	"io"
	"log"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// inbox is a mailbox on this machine with these mails in it; it gives its port.
func inbox(t *testing.T, mails ...string) int {
	t.Helper()
	memory, user := imapmemserver.New(), imapmemserver.NewUser("returns", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	memory.AddUser(user)
	for _, m := range mails {
		if _, err := user.Append("INBOX", literal{strings.NewReader(m)}, &imap.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, Logger: log.New(io.Discard, "", 0), InsecureAuth: true,
	})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no TCP")
	}
	return address.Port
}

// literal is a text as IMAP sends it.
type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// TestFetchReturned reads the mailbox of the company file: once, for what was
// taken in is marked there.
func TestFetchReturned(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 3, nil)
	if r := m.send(); r.Sent != 3 {
		t.Fatalf("%+v", r)
	}
	dead := m.mails()[store.Sent][0]
	port := inbox(t, dsn(string(dead.Letter), dead.Address, "failed", "5.1.1", "550 5.1.1 user unknown"), "From: a@b.example\r\nSubject: Hello\r\n\r\nWhen do you deliver?\r\n")
	if _, err := m.FetchReturned(t.Context(), on(runDay)); fault.Code(err) != "mail.no_inbox" {
		t.Errorf("without a mailbox: %v", err)
	}
	p, err := m.Profile()
	if err != nil {
		t.Fatal(err)
	}
	p.Mail.Inbox = desk.InboxSettings{Host: "127.0.0.1", Port: port, Security: "none", User: "returns", PasswordFile: m.file("password", "secret\n")}
	p.Mail.Timeout = 10
	if err := m.SetCompany(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for i, want := range []desk.ReturnReport{{Read: 2, Hard: 1, Other: 1}, {}} {
		got, err := m.FetchReturned(t.Context(), on(runDay))
		if err != nil || got != want {
			t.Errorf("reading %d: %+v, %v; want %+v", i+1, got, err, want)
		}
	}
	m.dead(dead.Address)
	m.tasked(m.mails()[store.Bounced])
	m.sound()
}
