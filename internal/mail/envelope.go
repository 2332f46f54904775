package mail

import (
	"slices"
	"strings"
)

// Recipients are the mailboxes the message goes to: To, Cc and Bcc in that
// order, domains in ASCII, each once. They are for the SMTP envelope, where Bcc
// stands and nowhere else. The error is the fault of the first address that is
// none ("mail.address").
func (m *Message) Recipients() ([]string, error) {
	var list []string
	for _, a := range slices.Concat(m.To, m.Cc, m.Bcc) {
		mailbox, err := canonical(a.Addr)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, mailbox) }) {
			list = append(list, mailbox)
		}
	}
	return list, nil
}

// Sender is the envelope's sender, where bounces go. bounces is the company's
// mailbox for them, "bounce@firma.example", or empty: then it is the mailbox of
// From. A letter's message comes from an address of its own, with the letter's
// number in it (VERP): "bounce+K3F7A-9QX2B@firma.example", so that even a bounce
// that quotes nothing says which letter it is about. The mail server must take
// such addresses for the mailbox in front of the plus (RFC 5233). The error is
// the fault "mail.address".
func (m *Message) Sender(bounces string) (string, error) {
	if bounces == "" {
		return canonical(m.From.Addr)
	}
	at := strings.LastIndexByte(bounces, '@')
	if m.LetterID == "" || at < 0 {
		return canonical(bounces)
	}
	return canonical(bounces[:at] + "+" + string(m.LetterID) + bounces[at:])
}
