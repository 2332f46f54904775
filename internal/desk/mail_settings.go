package desk

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/paper"
	"debitor/internal/policy"
)

// MailSettings are how a company sends its letters by e-mail and reads what
// comes back. Passwords and keys are in files of their own, or sealed, so that
// neither the company file nor the database holds a secret that can be read.
type MailSettings struct {
	Send         string            `yaml:"send,omitempty" json:"send,omitempty"` // "automatic": as soon as a run is applied; else by "mail send"
	Host         string            `yaml:"host,omitempty" json:"host,omitempty"`
	Port         int               `yaml:"port,omitempty" json:"port,omitempty"`
	Security     string            `yaml:"security,omitempty" json:"security,omitempty"` // tls, starttls, none
	User         string            `yaml:"user,omitempty" json:"user,omitempty"`
	PasswordFile string            `yaml:"password_file,omitempty" json:"password_file,omitempty"`
	Password     string            `yaml:"password_sealed,omitempty" json:"password_sealed,omitempty"` // as SealMailPassword leaves it; instead of the file
	Hello        string            `yaml:"hello,omitempty" json:"hello,omitempty"`                     // the name we introduce ourselves by
	Senders      map[string]Sender `yaml:"senders,omitempty" json:"senders,omitempty"`                 // for "from" and "copy" of a policy's step
	ReplyTo      string            `yaml:"reply_to,omitempty" json:"reply_to,omitempty"`               // an address
	Bounce       string            `yaml:"bounce,omitempty" json:"bounce,omitempty"`                   // where what cannot be delivered comes back to
	Rate         int               `yaml:"rate,omitempty" json:"rate,omitempty"`                       // messages to one domain in a minute; 0: no limit
	Attach       bool              `yaml:"attach,omitempty" json:"attach,omitempty"`                   // the letter goes along as PDF
	Invoices     string            `yaml:"invoices,omitempty" json:"invoices,omitempty"`               // a directory with copies of invoices, KEY.pdf, to go along
	Timeout      int               `yaml:"timeout,omitempty" json:"timeout,omitempty"`                 // seconds to wait for the server's answer; 0: minutes, as RFC 5321 has it
	Dry          string            `yaml:"dry,omitempty" json:"dry,omitempty"`                         // a trial: everything goes to this address
	DKIM         DKIMSettings      `yaml:"dkim,omitempty" json:"dkim,omitzero"`
	Inbox        InboxSettings     `yaml:"inbox,omitempty" json:"inbox,omitzero"`
}

// Sender is a name and address that letters come from or are copied to.
type Sender struct {
	Name    string `yaml:"name" json:"name"`
	Address string `yaml:"address" json:"address"`
}

// DKIMSettings sign what is sent.
type DKIMSettings struct {
	Domain   string `yaml:"domain" json:"domain"`
	Selector string `yaml:"selector" json:"selector"`
	KeyFile  string `yaml:"key_file" json:"key_file"` // PEM
}

// InboxSettings are the mailbox that what comes back is read from, by IMAP.
type InboxSettings struct {
	Host         string `yaml:"host" json:"host"`
	Port         int    `yaml:"port" json:"port"`
	Security     string `yaml:"security" json:"security"` // tls, starttls, none
	User         string `yaml:"user" json:"user"`
	PasswordFile string `yaml:"password_file" json:"password_file"`
	Folder       string `yaml:"folder,omitempty" json:"folder,omitempty"` // INBOX if empty
}

// check refuses what could not be sent with.
func (m *MailSettings) check() error {
	if m.Send != "" && m.Send != "automatic" && m.Send != "by-hand" {
		return fault.New(fault.Input, "company.mail", "mail: send: %q is neither automatic nor by-hand", m.Send)
	}
	addresses := map[string]string{"reply_to": m.ReplyTo, "bounce": m.Bounce, "dry": m.Dry}
	for name, s := range m.Senders {
		addresses["senders: "+name] = cmp.Or(s.Address, "?")
	}
	for field, address := range addresses {
		if address != "" && !mail.ValidAddress(address) {
			return fault.New(fault.Input, "company.mail", "mail: %s: %q is not an e-mail address", field, address)
		}
	}
	for of, server := range map[string]struct {
		host, security string
		port           int
	}{"mail": {m.Host, m.Security, m.Port}, "mail: inbox": {m.Inbox.Host, m.Inbox.Security, m.Inbox.Port}} {
		switch {
		case server.host == "":
		case server.port < 1 || server.port > 65535:
			return fault.New(fault.Input, "company.mail", "%s: port: %d is not between 1 and 65535 (usual are 465 and 587 to send by, 993 to read)", of, server.port)
		case !slices.Contains([]string{"tls", "starttls", "none"}, server.security):
			return fault.New(fault.Input, "company.mail", "%s: security: %q is none of tls, starttls, none", of, server.security)
		}
	}
	if m.Host == "" && m.Send == "automatic" {
		return fault.New(fault.Input, "company.mail", "mail: send: automatic needs a host to send by")
	}
	return nil
}

// mailer is what sends by the company's settings. It is kept as long as they
// and their secrets stay the same, for the limit of a domain's rate lives in it.
func (d *Desk) mailer(company id.Company, m *MailSettings) (*mailer.Mailer, error) {
	c, key, err := m.config(d.now)
	if err != nil {
		return nil, err
	}
	if m.Password != "" {
		password, err := d.unseal(m.Password, mailSecret(company))
		if err != nil {
			return nil, err
		}
		c.Password = mailer.NewSecret(password)
	}
	key = string(company) + " " + key
	if known, ok := d.mailers.Load(key); ok {
		if kept, ok := known.(*mailer.Mailer); ok {
			return kept, nil
		}
	}
	made, err := mailer.New(c)
	if err != nil {
		return nil, err
	}
	known, _ := d.mailers.LoadOrStore(key, made) // two may make it at once; the limit is one
	if kept, ok := known.(*mailer.Mailer); ok {
		made = kept
	}
	return made, nil
}

// SealMailPassword puts the password of the mail server into a company file, so
// that only this installation can read it.
func (s *Session) SealMailPassword(p *Profile, password string) (err error) {
	if err := s.may(ManageCompany); err != nil {
		return err
	}
	p.Mail.PasswordFile = ""
	p.Mail.Password, err = s.desk.seal(password, mailSecret(s.company.Code))
	return err
}

// keepsSecret refuses to send the password of one server to another: whoever may
// change the settings need not know it. Whoever sits at this machine may read
// its files anyway.
func (m *MailSettings) keepsSecret(before *MailSettings, remote bool) error {
	if m.Host == before.Host && m.Port == before.Port && m.Security == before.Security {
		return nil
	}
	sealed := m.Password != "" && m.Password == before.Password
	if sealed || remote && m.PasswordFile != "" {
		return fault.New(fault.Input, "company.mail_password", "the server is another: type its password, too")
	}
	return nil
}

// mailSecret is what a sealed password is bound to.
func mailSecret(company id.Company) string { return "mail:" + string(company) }

// config is the settings with their secrets, and a key under which both are
// known without being told.
func (m *MailSettings) config(now func() time.Time) (c mailer.Config, key string, err error) {
	if m.Host == "" {
		return c, "", fault.New(fault.Refused, "mail.not_set", "no mail server is set: write mail: host, port, security into the company file (debitor company set)")
	}
	c = mailer.Config{
		Host: m.Host, Port: m.Port, Security: mailer.Security(m.Security), User: m.User, HelloName: m.Hello, Rate: m.Rate, Now: now,
		Timeout: time.Duration(m.Timeout) * time.Second, EndTimeout: time.Duration(m.Timeout) * time.Second,
	}
	settings, err := json.Marshal(m) //nolint:gosec // it is hashed, not told
	if err != nil {
		return c, "", err
	}
	h := sha256.New()
	hashFields(h, string(settings))
	for _, secret := range []struct {
		file string
		put  func(string)
	}{
		{m.PasswordFile, func(s string) { c.Password = mailer.NewSecret(s) }},
		{m.DKIM.KeyFile, func(s string) {
			c.DKIM = mailer.DKIM{Domain: m.DKIM.Domain, Selector: m.DKIM.Selector, Key: mailer.NewSecret(s)}
		}},
	} {
		if secret.file == "" {
			continue
		}
		b, err := readSecret(secret.file)
		if err != nil {
			return c, "", err
		}
		hashFields(h, string(b))
		secret.put(string(b))
	}
	return c, hex.EncodeToString(h.Sum(nil)), nil
}

// readSecret is a password or key without the line end an editor leaves.
func readSecret(file string) ([]byte, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "mail.secret", "the file %s with a password or key cannot be read", file)
	}
	return bytes.TrimRight(b, "\r\n"), nil
}

// sender is the named sender, or the company itself.
func (p *Profile) sender(name string) (mail.Address, error) {
	if name == "" {
		return mail.Address{Name: p.Name, Addr: p.Email}, nil
	}
	s, ok := p.Mail.Senders[name]
	if !ok {
		return mail.Address{}, fault.New(fault.Input, "mail.sender", "the company file has no sender %q (mail: senders:)", name)
	}
	return mail.Address{Name: cmp.Or(s.Name, p.Name), Addr: s.Address}, nil
}

// envelope is what the mail of a letter bears besides the letter and its
// recipient. The Message-ID is fixed, so that a letter sent twice can be told
// to be one.
func (p *Profile) envelope(f *letter.Facts, step policy.Step, run cal.Date) (mail.Envelope, error) {
	from, err := p.sender(step.From)
	if err != nil {
		return mail.Envelope{}, err
	}
	host := "debitor.invalid"
	if _, domain, found := strings.Cut(from.Addr, "@"); found {
		host = domain
	}
	e := mail.Envelope{
		From: mail.Address{Name: from.Name, Addr: cmp.Or(from.Addr, "noreply@"+host)}, ReplyTo: mail.Address{Addr: p.Mail.ReplyTo},
		Date: run.Time().Add(mailHour), MessageID: fmt.Sprintf("%s.%s@%s", f.ID, strings.ReplaceAll(run.String(), "-", ""), host),
	}
	for _, name := range step.Copy {
		copied, err := p.sender(name)
		if err != nil {
			return e, err
		}
		e.Cc = append(e.Cc, copied)
	}
	return e, nil
}

// letterPDF is the letter as a file to go along, nil if it is not wanted or
// has characters that the fonts lack: the mail itself shows them.
func letterPDF(doc *letter.Document, wanted bool) ([]byte, error) {
	if !wanted || len(paper.Missing(doc)) > 0 {
		return nil, nil
	}
	return paper.Single(doc)
}

// The bounds of what goes along: mail servers refuse large messages.
const (
	maxCopies    = 20
	maxCopyBytes = 10 << 20 // of all copies together
)

// copies are the copies of the letter's invoices that there are. A file is
// looked for in the directory only, whatever characters the invoice's key has.
func (m *MailSettings) copies(f *letter.Facts) ([]mail.Attachment, error) {
	if m.Invoices == "" {
		return nil, nil
	}
	dir, err := os.OpenRoot(m.Invoices)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "mail.invoices", "the directory of invoice copies %s cannot be read", m.Invoices)
	}
	defer func() { _ = dir.Close() }() // only read
	var list []mail.Attachment
	size := 0
	for i := range f.Items {
		name := string(f.Items[i].Invoice) + ".pdf"
		if strings.ContainsAny(name, `/\`) || len(list) == maxCopies {
			continue
		}
		if data := readCopy(dir, name, maxCopyBytes-size); data != nil {
			list = append(list, mail.Attachment{Name: name, Type: "application/pdf", Data: data})
			size += len(data)
		}
	}
	return list, nil
}

// readCopy is a file of at most so many bytes, nil if there is no such.
func readCopy(dir *os.Root, name string, most int) []byte {
	info, err := dir.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > int64(most) {
		return nil
	}
	data, err := dir.ReadFile(name)
	if err != nil || len(data) > most {
		return nil
	}
	return data
}
