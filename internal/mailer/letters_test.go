package mailer_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"
	"pgregory.net/rapid"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/mailer/smtptest"
)

// letterTo is a letter that says its customer's secret wherever a letter can.
func letterTo(customer int) mail.Message {
	secret := fmt.Sprintf("secret-%03d", customer)
	address := func(kind string) mail.Address {
		return mail.Address{Name: "Клиент " + secret, Addr: fmt.Sprintf("%s@customer-%03d.example", kind, customer)}
	}
	return mail.Message{
		LetterID: id.Letter(fmt.Sprintf("K%03d-9QX2B", customer)), From: mail.Address{Name: "Фирма", Addr: "sales@firma.example"},
		To: []mail.Address{address("to")}, Cc: []mail.Address{address("cc")}, Bcc: []mail.Address{{Addr: "archive@firma.example"}},
		Subject: "Письмо " + secret, Date: time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC), MessageID: fmt.Sprintf("K%03d.20260203@firma.example", customer), Lang: "ru",
		Text: "Текст " + secret, HTML: "<html><body>Страница " + secret + "</body></html>",
		Attached: []mail.Attachment{{Name: secret + ".pdf", Type: "application/pdf", Data: []byte("PDF " + secret)}},
	}
}

func outgoing(t *rapid.T, m mail.Message) mailer.Outgoing {
	var b bytes.Buffer
	if err := mail.Write(&b, m); err != nil {
		t.Fatal(err)
	}
	to, err := m.Recipients()
	if err != nil {
		t.Fatal(err)
	}
	from, err := m.Sender("bounce@firma.example")
	if err != nil {
		t.Fatal(err)
	}
	return mailer.Outgoing{ID: string(m.LetterID), From: from, To: to, Message: b.Bytes()}
}

// everything is all a reader can see of a mail, decoded.
func everything(t *rapid.T, raw []byte) string {
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for fields := r.Header.Fields(); fields.Next(); {
		text, err := fields.Text()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(fields.Key() + ": " + text + "\n")
	}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, p.Header)
		if _, err := io.Copy(&all, p.Body); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNoCustomerReadsOfAnother sends a run of letters through a server that
// refuses and drops some, real or as a trial, and reads back what arrived: each
// mail holds its own customer's data, nobody else's, and went to nobody else.
func TestNoCustomerReadsOfAnother(t *testing.T) {
	server, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	m, err := mailer.New(mailer.Config{Host: server.Host(), Port: server.Port(), Security: mailer.None})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		before := len(server.Received())
		server.Fail(
			smtptest.Fault{At: smtptest.Rcpt, Reply: "550 5.1.1 no such user", Every: rapid.IntRange(2, 9).Draw(t, "refused")},
			smtptest.Fault{At: smtptest.After, Do: smtptest.Drop, Every: rapid.IntRange(1, 5).Draw(t, "dropped")},
		)
		trial := rapid.Bool().Draw(t, "trial")
		customers := rapid.SliceOfNDistinct(rapid.IntRange(0, 999), 1, 12, rapid.ID[int]).Draw(t, "customers")
		queue := make([]mailer.Outgoing, len(customers))
		for i, c := range customers {
			letter := letterTo(c)
			if trial {
				letter = letter.Redirected(mail.Address{Addr: "me@firma.example"})
			}
			queue[i] = outgoing(t, letter)
		}
		next := 0
		err := m.Send(t.Context(), mailer.Batch{
			Next: func() (mailer.Outgoing, bool) {
				next++
				if next > len(queue) {
					return mailer.Outgoing{}, false
				}
				return queue[next-1], true
			},
			Begin: func(mailer.Outgoing) error { return nil },
			Done:  func(mailer.Outgoing, mailer.Outcome) error { return nil },
		})
		if err != nil && fault.Code(err) != "mailer.stopped" {
			t.Fatal(err)
		}
		for _, r := range server.Received()[before:] {
			text := everything(t, r.Data)
			owners := slices.DeleteFunc(slices.Clone(customers), func(c int) bool { return !strings.Contains(text, fmt.Sprintf("secret-%03d", c)) })
			if len(owners) != 1 {
				t.Fatalf("a mail speaks of customers %v", owners)
			}
			own := fmt.Sprintf("@customer-%03d.example", owners[0])
			for _, to := range r.To {
				switch {
				case trial && to == "me@firma.example", !trial && strings.HasSuffix(to, own), !trial && to == "archive@firma.example":
				default:
					t.Fatalf("the letter of customer %d went to %s, trial %v", owners[0], to, trial)
				}
			}
			if trial == strings.Contains(r.From, "+") || strings.Contains(text, "archive@") && !trial {
				t.Fatalf("trial %v: from %s\n%s", trial, r.From, text)
			}
		}
	})
}
