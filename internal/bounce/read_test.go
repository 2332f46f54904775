package bounce_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"debitor/internal/bounce"
)

// letter is the beginning of a mail of ours, as servers send it back.
const letter = `Return-Path: <returns@firma.example>
Received: from firma.example by mx.example; Tue, 3 Mar 2026 10:00:00 +0300
From: Firma <buch@firma.example>
To: anna@kunde.example
Message-ID: <letter-17.mail@firma.example>
X-Letter-ID: L-17
Subject: Reminder
MIME-Version: 1.0
Content-Type: text/plain

Please pay.
`

// dsn is a report of RFC 3464 about one recipient.
func dsn(words, status string) string {
	return "From: MAILER-DAEMON@mx.example\nTo: returns@firma.example\nSubject: Undelivered Mail Returned to Sender\n" +
		"Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"=b\"\n\n" +
		"--=b\n\n" + words + "\n\n--=b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n" + status +
		"\n\n--=b\nContent-Type: message/rfc822\n\n" + letter + "\n--=b--\n"
}

func failed(status, diagnostic string) string {
	return "Final-Recipient: rfc822; anna@kunde.example\nAction: failed\nStatus: " + status + "\nDiagnostic-Code: smtp; " + diagnostic
}

// text is a report without structure.
func text(from, subject, body string) string {
	return "Return-Path: <>\nFrom: " + from + "\nTo: returns@firma.example\nSubject: " + subject + "\n\n" + body
}

// short is a report in one line: kind, then each recipient with what is known.
func short(r bounce.Report) string {
	line := string(r.Kind)
	for _, x := range r.Recipients {
		dead := ""
		if x.Hard {
			dead = " dead"
		}
		line += fmt.Sprintf("; %s %s %s %d %s%s", x.Address, x.Action, x.Status, x.Reply, x.Reason, dead)
	}
	return line
}

func TestReportsForPrograms(t *testing.T) {
	for _, c := range []struct{ name, mail, want string }{
		{"user unknown", dsn("", failed("5.1.1", "550 5.1.1 <anna@kunde.example>: User unknown")), "hard; anna@kunde.example failed 5.1.1 550 no_user dead"},
		{"the code alone", dsn("", failed("5.1.1", "550 nope")), "hard; anna@kunde.example failed 5.1.1 550 no_user dead"},
		{"no such domain", dsn("", failed("5.4.4", "x")), "hard; anna@kunde.example failed 5.4.4 0 no_domain dead"},
		{"takes no mail at all", dsn("", failed("5.1.10", "556 5.1.10 nullMX")), "hard; anna@kunde.example failed 5.1.10 556 no_domain dead"},
		{"moved", dsn("", failed("5.1.6", "551 5.1.6 anna has moved")), "hard; anna@kunde.example failed 5.1.6 551 moved dead"},
		{"words against the code", dsn("", failed("5.1.1", "552 5.1.1 mailbox is full")), "soft; anna@kunde.example failed 5.1.1 552 full"},
		{"a policy code for nobody", dsn("", failed("5.7.1", "550 5.7.1 No such user!")), "hard; anna@kunde.example failed 5.7.1 550 no_user dead"},
		{"spam", dsn("", failed("5.7.1", "554 5.7.1 Message rejected as spam")), "soft; anna@kunde.example failed 5.7.1 554 spam"},
		{"our own sender", dsn("", failed("5.1.8", "553 5.1.8 Domain of sender address buch@firma.example does not exist")), "soft; anna@kunde.example failed 5.1.8 553 refused"},
		{"too big", dsn("", failed("5.3.4", "552 5.3.4 Message size exceeds fixed limit")), "soft; anna@kunde.example failed 5.3.4 552 too_big"},
		{"suspended", dsn("", failed("5.2.1", "550 5.2.1 The account is disabled")), "soft; anna@kunde.example failed 5.2.1 550 suspended"},
		{"temporary", dsn("", failed("4.1.1", "450 4.1.1 user unknown")), "soft; anna@kunde.example failed 4.1.1 450 no_user"},
		{"refused after the text", dsn("<anna@kunde.example>: 550 Unknown user (in reply to end of\n    DATA command)", failed("5.0.0", "550 Unknown user")), "soft; anna@kunde.example failed 5.0.0 550 refused"},
		{"only people are told the reason", dsn("Not enough disk space", failed("5.1.1", "550 user unknown")), "soft; anna@kunde.example failed 5.1.1 550 full"},
		{"access denied to nobody", dsn("", failed("5.4.1", "550 5.4.1 Recipient address rejected: Access denied")), "hard; anna@kunde.example failed 5.4.1 550 no_user dead"},
		{"our sender has no mailbox", dsn("", failed("5.1.1", "550 5.1.1 <buch@firma.example>: Sender address rejected: User unknown")), "soft; anna@kunde.example failed 5.1.1 550 refused"},
		{"relay", dsn("", failed("5.7.1", "554 5.7.1 Relay access denied")), "soft; anna@kunde.example failed 5.7.1 554 refused"},
		{"greylisted", dsn("", failed("4.7.1", "451 4.7.1 Greylisting in action")), "soft; anna@kunde.example failed 4.7.1 451 busy"},
		{"time is up", dsn("", failed("4.4.7", "delivery time expired")), "soft; anna@kunde.example failed 4.4.7 0 expired"},
		{"a warning", dsn("will be retried", "Final-Recipient: rfc822; anna@kunde.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 550 user unknown"), "delayed; anna@kunde.example delayed 4.4.1 550 no_user"},
		{"delivered", dsn("user unknown", "Final-Recipient: rfc822; anna@kunde.example\nAction: delivered\nStatus: 2.1.5"), "delivered; anna@kunde.example delivered 2.1.5 0 "},
		{"relayed", dsn("", "Final-Recipient: rfc822; anna@kunde.example\nAction: relayed\nStatus: 2.0.0"), "delivered; anna@kunde.example relayed 2.0.0 0 "},
		{"success called failed", dsn("", "Final-Recipient: rfc822; anna@kunde.example\nAction: failed\nStatus: 2.1.5\nDiagnostic-Code: smtp; user unknown"), "delivered; anna@kunde.example delivered 2.1.5 0 "},
		{"the address we wrote to", dsn("", "Original-Recipient: rfc822;anna@kunde.example\nFinal-Recipient: rfc822; a.k@intern.example\nAction: failed\nStatus: 5.1.1"), "hard; anna@kunde.example failed 5.1.1 0 no_user dead"},
		{"fields in any order, no gap", dsn("", "Diagnostic-Code: smtp; 550 5.1.1 User\n unknown\nAction: failed\nFinal-Recipient: rfc822; anna@kunde.example\nFinal-Recipient: rfc822; b@kunde.example\nAction: delayed\nStatus: 4.2.2"), "hard; anna@kunde.example failed 5.1.1 550 no_user dead; b@kunde.example delayed 4.2.2 0 full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := bounce.Read([]byte(c.mail))
			if diff := cmp.Diff(c.want, short(r)); diff != "" {
				t.Error(diff)
			}
			if r.MessageID != "letter-17.mail@firma.example" || r.LetterID != "L-17" {
				t.Errorf("about %q, letter %q", r.MessageID, r.LetterID)
			}
		})
	}
}

func TestReportsForPeople(t *testing.T) {
	for _, c := range []struct{ name, mail, want string }{
		{
			"qmail", text("MAILER-DAEMON@mx.example", "failure notice", "Hi. This is the program.\n\n<anna@kunde.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up.\n\n--- Below this line is a copy.\n\n"+letter),
			"hard; anna@kunde.example failed 5.1.1 550 no_user dead",
		},
		{
			"exim, two recipients", text("Mailer-Daemon@mx.example", "Mail delivery failed", "These failed:\n\n  anna@kunde.example\n    host mx [192.0.2.1]: 552 5.2.2 mailbox full\n  b@kunde.example\n    Unrouteable address\n\n------ copy ------\n\n"+letter),
			"hard; anna@kunde.example failed 5.2.2 552 full; b@kunde.example failed  0 no_user dead",
		},
		{
			"exchange", text("postmaster@kunde.example", "Undeliverable: Reminder", "Your message\n\n  To: liste@kunde.example\n  Subject: Reminder\n\ndid not reach:\n\nanna@kunde.example on Tue, 3 Mar 2026\n    The recipient name is not recognized\n"),
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"notes", text("postmaster@kunde.example", "DELIVERY FAILURE: User anna not listed", "Your message was not delivered to:\n\n  anna@kunde.example\n\nbecause:\n\n  User anna (anna@kunde.example) not listed in Directory\n"),
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"sendmail of old", text("MAILER-DAEMON", "Returned mail: User unknown", "   ----- Transcript of session follows -----\n550 <anna@kunde.example>... User unknown\n554 <b@kunde.example>... 550 Host unknown\n\n   ----- Unsent message follows -----\n"+letter),
			"hard; anna@kunde.example failed  550 no_user dead; b@kunde.example failed  554 no_domain dead",
		},
		{
			"an alias", text("MAILER-DAEMON", "Returned mail", "The following addresses had permanent errors\nroot@intern.example\n    (expanded from: <anna@kunde.example>)\n\n554 too many hops\n"),
			"soft; anna@kunde.example failed  554 busy",
		},
		{
			"a mailbox without its domain", text("Mail System <MAILER-DAEMON@kunde.example>", "Mail Delivery Problem", "Not delivered to:\n\tanna\n"),
			"soft; anna@kunde.example failed  0 ",
		},
		{
			"Russian", text("mailer-daemon@mx.example", "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte("Письмо не доставлено"))+"?=", "Письмо не может быть доставлено:\n\n  anna@kunde.example\n    Пользователь с таким адресом не найден\n\n"+letter),
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"German", text("postmaster@kunde.example", "Unzustellbar: Mahnung", "Empfänger unbekannt: anna@kunde.example\n"),
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"the envelope names the recipient", "From: MAILER-DAEMON@mx.example\nTo: returns+anna=kunde.example@firma.example\nSubject: failure notice\n\nNo such user here.\n",
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"a field names the recipient", "From: x@mx.example\nX-Failed-Recipients: anna@kunde.example\nSubject: hm\n\nquota exceeded\n",
			"soft; anna@kunde.example failed  0 full",
		},
		{
			"a warning", text("MAILER-DAEMON@mx.example", "Warning: message delayed 24 hours", "The message has not yet been delivered to:\n\n  anna@kunde.example\n    host unknown\n\nNo action is required.\n"),
			"delayed; anna@kunde.example delayed  0 no_domain",
		},
		{
			"delivered", text("postmaster@kunde.example", "Delivery report", "Your message was successfully delivered to:\n\n  anna@kunde.example\n\nuser unknown is not the case\n"),
			"delivered; anna@kunde.example delivered  0 ",
		},
		{
			"HTML only", "From: postmaster@mx.example\nSubject: Undeliverable\nContent-Type: text/html\n\n<style>p{}</style><p>Not delivered:</p><p><a href=\"mailto:x@y.example\">anna@kunde.example</a></p><p>The mailbox wasn&#39;t found&nbsp;at kunde.example</p>",
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"a forwarded mailbox, and a helpdesk in the words", text("MAILER-DAEMON@mx.example", "failure notice", "User unknown. Write to desk@mx.example for help.\n\n"+letter),
			"hard; anna@kunde.example failed  0 no_user dead",
		},
		{
			"a recipient with a postmaster's name", text("MAILER-DAEMON@mx.example", "failure notice", "<support@kunde.example>:\n550 user unknown\n\n"+strings.ReplaceAll(letter, "anna@", "support@")),
			"hard; support@kunde.example failed  550 no_user dead",
		},
		{
			"nobody named", text("MAILER-DAEMON@mx.example", "failure notice", "Something failed.\n"),
			"soft",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, short(bounce.Read([]byte(c.mail)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	words, err := charmap.KOI8R.NewEncoder().String("Нет такого пользователя: anna@kunde.example\n")
	if err != nil {
		t.Fatal(err)
	}
	mail := "From: MAILER-DAEMON@mx.example\nSubject: failure notice\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString([]byte(words))
	if got, want := short(bounce.Read([]byte(mail))), "hard; anna@kunde.example failed  0 no_user dead"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	mail = strings.ReplaceAll(dsn("", failed("5.1.1", "550 user unknown")), "\n", "\r\n")
	mail = "From returns Tue Mar  3 10:00:00 2026\r\n" + strings.Replace(mail, "\r\n\r\n", "\r\n[nil broken line\r\n\r\n", 1)
	if got := bounce.Read([]byte(mail)).Kind; got != bounce.Hard {
		t.Errorf("a mailbox file's line before the header: %s", got)
	}
}

// TestNobodyDies: absence, complaints, receipts and ordinary mail may quote what
// they like.
func TestNobodyDies(t *testing.T) {
	dead := "\n\n550 5.1.1 anna@kunde.example user unknown\n"
	for _, c := range []struct {
		name, mail string
		want       bounce.Kind
	}{
		{"absence by mark", "From: anna@kunde.example\nAuto-Submitted: auto-replied\nSubject: Re: Reminder" + dead, bounce.Vacation},
		{"absence by subject", "From: anna@kunde.example\nSubject: Automatic reply: Reminder" + dead, bounce.Vacation},
		{"absence in Russian", "From: anna@kunde.example\nSubject: =?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte("Автоответ: нет на месте")) + "?=" + dead, bounce.Vacation},
		{"absence by a robot", "From: postmaster@kunde.example\nSubject: Out of Office" + dead, bounce.Vacation},
		{"an answer", "From: anna@kunde.example\nIn-Reply-To: <letter-17.mail@firma.example>\nSubject: Re: Reminder" + dead, bounce.Other},
		{"opened", "From: anna@kunde.example\nSubject: Read: user unknown\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n" + dead + "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; anna@kunde.example\nDisposition: manual-action; displayed\n\n--b--\n", bounce.Delivered},
		{"complaint", "From: fbl@mx.example\nSubject: x\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n" + dead + "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <anna@kunde.example>\n\n--b\nContent-Type: message/rfc822\n\n" + letter + "--b--\n", bounce.Feedback},
		{"goods on their way back", "From: anna@kunde.example\nSubject: =?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte("Возврат товара, отпуск не доставлен")) + "?=\n\nb@kunde.example: адрес не найден\n", bounce.Other},
		{"talk about a report", "From: anna@kunde.example\nSubject: RE: Undelivered Mail" + dead, bounce.Other},
		{"a quoted status", "From: anna@kunde.example\nSubject: hello\n\nFinal-Recipient: rfc822; b@kunde.example\nAction: failed\nStatus: 5.1.1\n", bounce.Other},
		{"nothing", "", bounce.Other},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := bounce.Read([]byte(c.mail))
			if r.Kind != c.want || len(r.Hard()) > 0 {
				t.Errorf("got %+v, want %s", r, c.want)
			}
		})
	}
	r := bounce.Read([]byte("From: a@b.example\nTo: returns+L-17@firma.example\nIn-Reply-To: <letter-17.mail@firma.example>\n\nhi"))
	if r.MessageID != "letter-17.mail@firma.example" || r.LetterID != "L-17" {
		t.Errorf("about %q, letter %q", r.MessageID, r.LetterID)
	}
}

func TestNotices(t *testing.T) {
	for mail, want := range map[string]string{
		`{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"anna@kunde.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}`: "hard; anna@kunde.example failed 5.1.1 550 no_user dead",
		`{"eventType":"Bounce","bounce":{"bounceType":"Transient","bouncedRecipients":[{"emailAddress":"anna@kunde.example","status":"5.1.1"}]}}`:                                                        "soft; anna@kunde.example failed 5.1.1 0 no_user",
		`{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"anna@kunde.example"}]}}`:                                                                                  "feedback; anna@kunde.example delivered  0 ",
		`{"notificationType":"Delivery","delivery":{"recipients":["anna@kunde.example"]}}`:                                                                                                               "delivered; anna@kunde.example delivered  0 ",
		`{"notificationType":"Other"}`: "other",
		`{`:                            "other",
	} {
		if diff := cmp.Diff(want, short(bounce.Read([]byte("From: no-reply@sns.example\nSubject: Notification\n\n"+mail)))); diff != "" {
			t.Errorf("%s: %s", mail, diff)
		}
	}
}

// hostile are mails that are made to cost.
func hostile() map[string]string {
	nested := ""
	for i := range 2000 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	return map[string]string{
		"deep":          nested,
		"endless head":  strings.Repeat("X: y\n", 1_000_000),
		"one long line": "From: MAILER-DAEMON@x.example\n\n" + strings.Repeat("a@b.", 1_000_000),
		"many parts":    "Content-Type: multipart/report; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\n", 30_000),
		"many people":   "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: rfc822; a@b.example\nAction: failed\n\n", 50_000),
		"many addressed": "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + func() (s string) {
			for i := range 5000 {
				s += fmt.Sprintf("<u%d@kunde.example>\n", i)
			}
			return s
		}(),
		"many headers in text": "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + strings.Repeat("A: b\nC: d\n", 50_000),
		"tags":                 "From: MAILER-DAEMON@x.example\nContent-Type: text/html\n\n" + strings.Repeat("<", 500_000),
		"scripts":              "From: MAILER-DAEMON@x.example\nContent-Type: text/html\n\n" + strings.Repeat("<script><!--", 100_000),
		"huge":                 dsn("", failed("5.1.1", "550 user unknown")) + strings.Repeat("x", 20<<20),
	}
}

func TestHostileMailsAreBounded(t *testing.T) {
	for name, mail := range hostile() {
		t.Run(name, func(t *testing.T) {
			r := bounce.Read([]byte(mail))
			if len(r.Recipients) > 100 {
				t.Errorf("%d recipients", len(r.Recipients))
			}
		})
	}
}

// FuzzRead: no mail panics, and no kind but Hard has a dead address.
func FuzzRead(f *testing.F) {
	f.Add([]byte(dsn("x", failed("5.1.1", "550 user unknown"))))
	f.Add([]byte(text("MAILER-DAEMON", "failure notice", "<a@b.example>:\n550 user unknown\n\n"+letter)))
	f.Add([]byte(`{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"a@b.example"}]}}`))
	f.Add([]byte("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--"))
	f.Add([]byte("In-Reply-To: <a\x1b@b.example>\n\n"))
	f.Add([]byte("Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n////"))
	f.Fuzz(func(t *testing.T, mail []byte) {
		r := bounce.Read(mail)
		if (r.Kind == bounce.Hard) != (len(r.Hard()) > 0) {
			t.Errorf("kind %s with %d dead", r.Kind, len(r.Hard()))
		}
		for _, x := range r.Recipients {
			if x.Address == "" || len(x.Diagnostic) > 300 || strings.ContainsAny(x.Diagnostic+x.Address+r.MessageID+r.LetterID+r.Complaint, "\r\n\x1b") {
				t.Errorf("not fit for a record: %+v", x)
			}
		}
	})
}
