package mailer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-smtp"
)

// TestReplies are the ways servers are known to say things.
func TestReplies(t *testing.T) {
	for _, c := range []struct {
		at    Stage
		reply string // code, enhanced code or -, text
		state State
		about About
		dead  bool
	}{
		{AtRcpt, "550 5.1.1 The email account that you tried to reach does not exist", Permanent, Address, true},
		{AtRcpt, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Permanent, Address, true},
		{AtRcpt, "550 - <x@y.example>: Recipient address rejected: User unknown in local recipient table", Permanent, Address, true},
		{AtRcpt, "550 5.7.1 No such user!", Permanent, Address, true},
		{AtRcpt, "553 - user unknown", Permanent, Address, true},
		{AtRcpt, "501 - bad address syntax", Permanent, Address, true},
		{AtRcpt, "501 5.1.3 bad recipient address syntax", Permanent, Address, true},
		{AtRcpt, "550 5.2.1 mailbox disabled, not accepting messages", Permanent, Address, true},
		{AtRcpt, "550 5.4.4 Invalid domain, no MX and no A record", Permanent, Address, true},
		{AtEnd, "550 5.1.1 no such user", Permanent, Address, true},

		{AtRcpt, "552 5.2.2 mailbox full", Permanent, Receiver, false},
		{AtRcpt, "552 - mailbox full", Permanent, Receiver, false},
		{AtEnd, "552 5.2.2 mailbox full", Permanent, Receiver, false},
		{AtRcpt, "550 5.7.1 blocked by policy", Permanent, Receiver, false},
		{AtRcpt, "554 5.7.1 Service unavailable; client host blocked using a list", Permanent, Receiver, false},
		{AtRcpt, "550 - Requested action not taken: mailbox unavailable", Permanent, Receiver, false},
		{AtRcpt, "554 - no", Permanent, Receiver, false},
		{AtRcpt, "550 5.4.1 Recipient address rejected: access denied", Permanent, Receiver, false},
		{AtRcpt, "550 5.1.0 address rejected", Permanent, Receiver, false},
		{AtRcpt, "451 4.7.1 greylisted", Temporary, Receiver, false},
		{AtRcpt, "450 - try again later", Temporary, Receiver, false},
		{AtRcpt, "452 4.2.2 over quota", Temporary, Receiver, false},
		{AtRcpt, "450 4.1.1 user unknown (unverified)", Temporary, Address, false},
		{AtEnd, "554 5.7.1 looks like spam", Permanent, Receiver, false},

		{AtMail, "552 5.3.4 message size exceeds fixed limit", Permanent, Message, false},
		{AtMail, "552 - too big", Permanent, Message, false},
		{AtEnd, "552 - too big", Permanent, Message, false},
		{AtRcpt, "550 5.2.3 message length exceeds limit", Permanent, Message, false},
		{AtEnd, "554 5.6.0 message content rejected", Permanent, Message, false},
		{AtEnd, "554 - transaction failed", Permanent, Message, false},
		{AtEnd, "550 5.3.0 no", Permanent, Message, false},
		{AtEnd, "451 - try later", Temporary, Message, false},

		{AtConnect, "535 5.7.8 authentication failed", Temporary, Server, false},
		{AtConnect, "554 - no SMTP service here", Temporary, Server, false},
		{AtMail, "530 5.7.0 must issue STARTTLS first", Temporary, Server, false},
		{AtMail, "550 5.1.1 user unknown", Temporary, Server, false}, // it is our sender that is meant
		{AtMail, "451 4.3.0 queue file write error", Temporary, Server, false},
		{AtRcpt, "553 5.7.1 <a@b.example>: Sender address rejected: not owned by user c", Temporary, Server, false},
		{AtRcpt, "550 5.1.0 Sender denied", Temporary, Server, false},
		{AtRcpt, "550 - Sender verify failed", Temporary, Server, false},
		{AtRcpt, "554 5.7.1 <x@y.example>: Relay access denied", Temporary, Server, false},
		{AtRcpt, "550 5.1.8 sender domain does not resolve", Temporary, Server, false},
		{AtRcpt, "550 5.4.5 daily user sending limit exceeded", Temporary, Server, false},
		{AtRcpt, "452 4.3.1 insufficient system storage", Temporary, Server, false},
		{AtRcpt, "421 4.7.0 try again later, closing connection", Temporary, Server, false},
		{AtRcpt, "503 5.5.1 bad sequence of commands", Temporary, Server, false},
		{AtEnd, "554 5.2.252 SendAsDenied; not allowed", Temporary, Server, false},
		{AtEnd, "421 4.3.2 shutting down", Temporary, Server, false},
		{AtData, "354 5.0.0 odd", Temporary, Server, false},
		{AtEnd, "354 - odd", Unknown, Server, false},
	} {
		parts := strings.SplitN(c.reply, " ", 3)
		reply := &smtp.SMTPError{Code: int(parts[0][0]-'0')*100 + int(parts[0][1]-'0')*10 + int(parts[0][2]-'0'), Message: parts[2]}
		if parts[1] != "-" {
			for i, n := range strings.Split(parts[1], ".") {
				for _, d := range n {
					reply.EnhancedCode[i] = reply.EnhancedCode[i]*10 + int(d-'0')
				}
			}
		}
		r := judge(c.at, reply)
		if r.State != c.state || r.About != c.about || r.Dead() != c.dead {
			t.Errorf("%s %s: %s about %s, dead %v", c.at, c.reply, r.State, r.About, r.Dead())
		}
		if parts[1] != "-" && r.Enhanced != parts[1] || parts[1] == "-" && r.Enhanced != "" {
			t.Errorf("%s: enhanced code %q", c.reply, r.Enhanced)
		}
	}
}

func TestServersWordsAreCleanAndShort(t *testing.T) {
	for _, c := range [][2]string{
		{"one\ntwo\r\n three", "one two three"},
		{"\x1b[31mred\x00 \u202eback\u2028", "[31mred back"},
		{"bad\xffbytes", "badbytes"},
	} {
		if got := clean(c[0]); got != c[1] {
			t.Errorf("clean(%q) = %q", c[0], got)
		}
	}
	if got := clean(strings.Repeat("ж", 5000)); len(got) > maxText || !utf8.ValidString(got) || len(got) < maxText-1 {
		t.Errorf("%d bytes, valid %v", len(got), utf8.ValidString(got))
	}
}

func FuzzCleanIsOneShortLine(f *testing.F) {
	f.Add("a\nb")
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if len(got) > maxText || !utf8.ValidString(got) || strings.ContainsAny(got, "\r\n\x00\x1b") {
			t.Fatalf("%q", got)
		}
	})
}

func TestTheQueueNumberIsKept(t *testing.T) {
	if r := accepted("2.0.0 Ok: queued as 4F2A1"); r.Enhanced != "2.0.0" || r.Text != "Ok: queued as 4F2A1" || r.State != Sent || r.Code != 250 {
		t.Errorf("%+v", r)
	}
	if r := accepted("1.2.x is odd"); r.Enhanced != "" || r.Text != "1.2.x is odd" {
		t.Errorf("%+v", r)
	}
}
