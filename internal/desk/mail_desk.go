package desk

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/store"
)

// TestMail sends a small message to an address, to see whether the settings
// work. It records nothing and gives the server's answer.
func (s *Session) TestMail(ctx context.Context, to string) (string, error) {
	if err := s.may(SendMail); err != nil {
		return "", err
	}
	profile, err := s.Profile()
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s: this is a test message of debitor. If you read it, letters can be sent by %s.\n", profile.Name, profile.Mail.Host)
	return s.sendNote(ctx, &profile, note{to: to, subject: "debitor: test message", text: text, lang: "en"})
}

// note is a short message that is no letter.
type note struct{ to, subject, text, lang string }

// sendNote sends a note from the company and gives the server's answer.
func (s *Session) sendNote(ctx context.Context, profile *Profile, n note) (string, error) {
	from, err := profile.sender("")
	if err != nil {
		return "", err
	}
	now := s.desk.now()
	_, domain, _ := strings.Cut(from.Addr, "@")
	message := mail.Message{
		From: from, To: []mail.Address{{Addr: n.to}}, Subject: n.subject, Date: now, Lang: n.lang,
		MessageID: id.New("test", n.to, now.String()) + "@" + cmp.Or(domain, "debitor.invalid"), Text: n.text,
		HTML: "<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(n.text)), "\n", "<br>\n") + "</p>",
	}
	return s.sendOne(ctx, profile, message)
}

// sendOne sends a message that is no letter of a run; the answer is the
// server's.
func (s *Session) sendOne(ctx context.Context, p *Profile, message mail.Message) (string, error) {
	m, err := s.desk.mailer(s.company.Code, &p.Mail)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := mail.Write(&b, message); err != nil {
		return "", err
	}
	sender, err := message.Sender(p.Mail.Bounce)
	if err != nil {
		return "", err
	}
	recipients, err := message.Recipients()
	if err != nil {
		return "", err
	}
	end := m.SendOne(ctx, mailer.Outgoing{From: sender, To: recipients, Message: b.Bytes()})
	if end[0].State != mailer.Sent {
		return "", fault.Wrap(notSent{end[0]}, fault.Refused, "mail.test", "the message did not go (%s, at %s): %s", end[0].State, end[0].At, said(end))
	}
	return said(end), nil
}

// notSent is what the mail server did with a message that is no letter of a
// run.
type notSent struct{ mailer.Result }

// Error says it for the log.
func (n notSent) Error() string { return string(n.State) + ": " + n.Text }

// MailLine is an e-mail and where it stands.
type MailLine struct {
	Letter   id.Letter   `json:"letter"`
	Customer id.Customer `json:"customer"`
	Kind     string      `json:"kind"`
	Run      cal.Date    `json:"run"`
	Address  string      `json:"address"`
	State    string      `json:"state"`
	On       cal.Date    `json:"on,omitempty"`
	Tries    int         `json:"tries"`
	Note     string      `json:"note"`
}

// Mails lists e-mails that stand in one of the states, of the run of a day or
// of all runs, by letter.
func (s *Session) Mails(ctx context.Context, run cal.Date, states []string) (lines []MailLine, err error) {
	lines = []MailLine{}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err := r.Mails(ctx, s.scope(), run, states)
		if err != nil {
			return err
		}
		ids := make([]id.Letter, len(list))
		for i := range list {
			ids[i] = list[i].Letter
		}
		letters, err := r.LettersByID(ctx, ids)
		for _, d := range list {
			l := letters[d.Letter]
			lines = append(lines, MailLine{d.Letter, l.Customer, l.Template, l.RunDate, d.Address, d.State, d.On, d.Tries, fault.Plain(d.Note)})
		}
		return err
	})
	return lines, err
}

// Decision about an e-mail that waits for a person.
const (
	SettleSent  = "sent"  // it did go
	SettleAgain = "again" // it is tried once more, by "mail send" or the worker
	SettleDrop  = "drop"  // it is not to go
)

// SettleMail decides what becomes of an e-mail that a person knows more about
// than the program: any that is neither sent nor on its way. to, if not empty,
// is the address for another try.
func (s *Session) SettleMail(ctx context.Context, letter id.Letter, decision, to, reason string, day cal.Date) error {
	states := map[string]string{SettleSent: store.Sent, SettleAgain: store.Retry, SettleDrop: store.Withdrawn}
	if states[decision] == "" {
		return fault.New(fault.Usage, "mail.settle", "%q is none of sent, again, drop", decision)
	}
	if to != "" && (decision != SettleAgain || !mail.ValidAddress(to)) {
		return fault.New(fault.Usage, "mail.address", "%q: an address is for \"again\", and such as name@example.com", to)
	}
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Usage, "mail.reason", "a decision needs its reason: --reason TEXT")
	}
	return s.do(ctx, SendMail, "mail.settle", nil, func(ctx context.Context, e *entry) error {
		written, err := e.LettersByID(ctx, []id.Letter{letter})
		if err != nil {
			return err
		}
		if decision == SettleAgain && written[letter].Undone > 0 {
			return fault.New(fault.Refused, "mail.undone", "letter %s was taken back with its run and is not sent any more", letter)
		}
		list, err := e.Deliveries(ctx, []id.Letter{letter})
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Channel != "email" {
				continue
			}
			seen := d
			if _, err := s.letter(ctx, e.Reader, letter); err != nil {
				return err
			}
			if d.State == store.Sending || d.State == store.Sent {
				return fault.New(fault.Refused, "mail.state", "letter %s is %s: nothing is left to decide, unless it comes back", letter, d.State)
			}
			d.State, d.Due, d.On, d.Note = states[decision], 0, day, reason
			if decision == SettleAgain {
				d.Due = s.desk.now().Unix()
			}
			if to != "" {
				d.Address = to
			}
			e.note("mail.settled", "letter:"+string(letter), reason, map[string]string{"from": seen.State, "to": d.State, "address": d.Address})
			_, err := e.SetDelivery(ctx, d, seen)
			return err
		}
		return fault.New(fault.NotFound, "mail.unknown", "there is no e-mail of a letter %q", letter)
	})
}

// ReviveAddress lets an address that bounced be written to again.
func (s *Session) ReviveAddress(ctx context.Context, address, reason string) error {
	return s.do(ctx, SendMail, "mail.revive", nil, func(ctx context.Context, e *entry) error {
		was, err := e.DeleteDeadAddress(ctx, address)
		if err != nil {
			return err
		}
		if !was {
			return fault.New(fault.NotFound, "mail.alive", "%q is not marked as dead", address)
		}
		e.note("address.revived", "address:"+address, reason, nil)
		return nil
	})
}
