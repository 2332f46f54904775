package smtptest

import (
	"net/smtp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestAnotherClientUnderstandsTheServer talks to it by the standard library.
func TestAnotherClientUnderstandsTheServer(t *testing.T) {
	s, err := Start(Options{User: "u", Password: "p", MaxSize: 1000})
	if err != nil {
		t.Fatal(err)
	}
	send := func(password string, size int) error {
		login := smtp.PlainAuth("", "u", password, s.Host())
		return smtp.SendMail(s.Host()+":"+strconv.Itoa(s.Port()), login, "a@x.example", []string{"b@y.example", "c@y.example"},
			[]byte("Subject: x\r\n\r\n.dot\r\n"+strings.Repeat("0123456789\r\n", size)))
	}
	for _, c := range []struct {
		password string
		size     int
		fault    Fault
		want     string // of the error; empty: sent
	}{
		{"p", 1, Fault{}, ""},
		{"x", 1, Fault{}, "535"},
		{"p", 200, Fault{}, "552"},
		{"p", 1, Fault{At: Hello, Do: Drip, Pause: time.Millisecond}, ""},
		{"p", 1, Fault{At: Rcpt, Match: "c@", Reply: "450 4.2.0 later"}, "450"},
		{"p", 1, Fault{At: Dot, Reply: "554-5.7.1 two\n554 5.7.1 lines"}, "554"},
		{"p", 1, Fault{At: Dot, Do: Drop}, "EOF"},
		{"p", 1, Fault{At: Dot, Do: Drop, Keep: true}, "EOF"},
		{"p", 1, Fault{At: Mail, Reply: "421 4.3.2 closing"}, "421"},
	} {
		s.Fail(c.fault)
		if err := send(c.password, c.size); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	got := s.Received()
	if len(got) != 3 || s.Connections() != 9 {
		t.Fatalf("%d received over %d connections", len(got), s.Connections())
	}
	if r := got[0]; r.From != "a@x.example" || len(r.To) != 2 || r.User != "u" || r.TLS || string(r.Data) != "Subject: x\n\n.dot\n0123456789\n" {
		t.Errorf("%+v", r)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
