package mailer

import (
	"bufio"
	"net"
	"net/netip"
	"strings"
	"testing"

	"debitor/internal/mailer/smtptest"
)

// elsewhere is a connection that left this machine.
type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort("192.0.2.1:25"))
}

// TestLocalhostMustBeHere is for a machine whose name service sends "localhost"
// somewhere else.
func TestLocalhostMustBeHere(t *testing.T) {
	s := serve(t, smtptest.Options{User: "u", Password: "p"})
	conn, err := net.Dial("tcp", netip.AddrPortFrom(netip.MustParseAddr(s.Host()), uint16(s.Port())).String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	n := &session{mailer: connect(t, s, login("u", "p")), conn: elsewhere{conn}}
	if err := n.greet(); err == nil || !strings.Contains(err.Error(), "encryption") {
		t.Errorf("the password went out: %v", err)
	}
}

// TestHalfAReplyIsNotTheNextOne is a server whose reply to RCPT is cut off by
// the timeout, and whose rest looks like the reply to DATA. Who takes it for
// that is one reply behind from then on.
func TestHalfAReplyIsNotTheNextOne(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		lines := bufio.NewScanner(c)
		for _, say := range []string{"220 hi\r\n", "250 hello\r\n", "250 sender\r\n", "250 half of ", "354 the rest\r\n"} {
			if _, err := c.Write([]byte(say)); err != nil || !lines.Scan() {
				return
			}
		}
		for lines.Scan() && lines.Text() != "." { // the message, sent too early
		}
		c.Write([]byte("354 go ahead\r\n"))
	}()
	port := l.Addr().(*net.TCPAddr).Port
	m, err := New(Config{Host: "127.0.0.1", Port: port, Security: None, Timeout: short, EndTimeout: short})
	if err != nil {
		t.Fatal(err)
	}
	if o := m.SendOne(t.Context(), letters(1)[0]); o[0].State != Temporary {
		t.Errorf("%+v", o)
	}
}
