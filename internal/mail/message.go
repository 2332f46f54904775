package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"path"
	"strings"
	"time"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
)

// Message is one e-mail, complete.
type Message struct {
	LetterID  id.Letter // the X-Letter-ID header; empty: none
	From      Address
	ReplyTo   Address // empty: From
	To        []Address
	Cc        []Address
	Bcc       []Address // stand in no header, only in Recipients
	Diverted  []Address // whom a trial kept it from; see Redirected
	Subject   string
	Date      time.Time
	MessageID string // without angle brackets: "K3F7A-9QX2B@debitor.example"
	Lang      string
	Text      string
	HTML      string
	Attached  []Attachment
}

// Attachment is a file that travels with a message.
type Attachment struct {
	Name string // may be in any script
	Type string // "application/pdf"
	Data []byte
}

// Envelope is what a letter does not know of its e-mail.
type Envelope struct {
	From, ReplyTo Address
	To, Cc, Bcc   []Address
	Date          time.Time
	MessageID     string
}

// Compose makes the e-mail of a letter; pdf may be nil.
func Compose(doc *letter.Document, e Envelope, pdf []byte) Message {
	m := Message{
		LetterID: doc.Meta.ID, From: e.From, ReplyTo: e.ReplyTo, To: e.To, Cc: e.Cc, Bcc: e.Bcc, Date: e.Date, MessageID: e.MessageID,
		Subject: doc.Meta.Subject, Lang: doc.Meta.Lang, Text: doc.Text(), HTML: HTML(doc),
	}
	if pdf != nil {
		m.Attached = []Attachment{{Name: string(doc.Meta.ID) + ".pdf", Type: "application/pdf", Data: pdf}}
	}
	return m
}

// Write writes the message with CRLF line ends. The same message gives the
// same bytes.
func Write(w io.Writer, m Message) error {
	head, err := m.headers()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, h := range head {
		b.WriteString(h[0] + ": " + fold(h[0], h[1]) + "\r\n")
	}
	if err := m.body(&b); err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

func (m *Message) headers() ([][2]string, error) {
	if len(m.To) == 0 {
		return nil, fault.New(fault.Input, "mail.no_recipient", "the message has no recipient")
	}
	if !validID(m.MessageID) {
		return nil, fault.New(fault.Internal, "mail.message_id", "%q is not a Message-ID", m.MessageID)
	}
	head, err := m.people()
	if err != nil {
		return nil, err
	}
	head = append(
		head,
		[2]string{"Subject", encoded(oneLine(m.Subject))},
		[2]string{"Date", m.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700")},
		[2]string{"Message-ID", "<" + m.MessageID + ">"},
	)
	if m.LetterID != "" {
		head = append(head, [2]string{"X-Letter-ID", token(string(m.LetterID))})
	}
	if m.Lang != "" {
		head = append(head, [2]string{"Content-Language", token(m.Lang)})
	}
	return append(head, [2]string{"Auto-Submitted", "auto-generated"}, [2]string{"MIME-Version", "1.0"}), nil
}

// people are the headers that name somebody. Bcc is not among them.
func (m *Message) people() (head [][2]string, err error) {
	var replyTo []Address
	if m.ReplyTo.Addr != "" {
		replyTo = []Address{m.ReplyTo}
	}
	for _, h := range []struct {
		name string
		list []Address
	}{{"From", []Address{m.From}}, {"To", m.To}, {"Cc", m.Cc}, {"Reply-To", replyTo}, {divertedHeader, m.Diverted}} {
		if len(h.list) == 0 {
			continue
		}
		value, err := addressList(h.list)
		if err != nil {
			return nil, err
		}
		head = append(head, [2]string{h.name, value})
	}
	return head, nil
}

// validID allows what a Message-ID of ours is made of.
func validID(s string) bool {
	left, right, ok := strings.Cut(s, "@")
	return ok && left != "" && right != "" && token(left) == left && token(right) == right && len(s) <= 250
}

// token drops everything but letters, digits, dot, dash and underscore.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return -1
	}, s)
}

// fold breaks a header at spaces before column 78.
func fold(name, value string) string {
	var b strings.Builder
	column := len(name) + 2
	for i, word := range strings.Split(value, " ") {
		if i > 0 {
			if column+1+len(word) > 76 {
				b.WriteString("\r\n")
				column = 0
			}
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// body writes the content type and the parts: mixed(alternative(text, html),
// files…), or only the alternative when there are no files.
func (m *Message) body(b *bytes.Buffer) error {
	if len(m.Attached) == 0 {
		return m.alternative(func(contentType string) (io.Writer, error) {
			b.WriteString("Content-Type: " + contentType + "\r\n\r\n")
			return b, nil
		})
	}
	mixed := multipart.NewWriter(b)
	if err := mixed.SetBoundary(m.boundary("mixed")); err != nil {
		return err
	}
	b.WriteString("Content-Type: multipart/mixed;\r\n boundary=\"" + mixed.Boundary() + "\"\r\n\r\n")
	err := m.alternative(func(contentType string) (io.Writer, error) {
		return mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {contentType}})
	})
	if err != nil {
		return err
	}
	for _, a := range m.Attached {
		part, err := mixed.CreatePart(a.header())
		if err != nil {
			return err
		}
		if err := writeBase64(part, a.Data); err != nil {
			return err
		}
	}
	return mixed.Close()
}

func (m *Message) alternative(open func(contentType string) (io.Writer, error)) error {
	boundary := m.boundary("alternative")
	out, err := open("multipart/alternative;\r\n boundary=\"" + boundary + "\"")
	if err != nil {
		return err
	}
	alternative := multipart.NewWriter(out)
	if err := alternative.SetBoundary(boundary); err != nil {
		return err
	}
	for _, p := range []struct{ kind, text string }{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		part, err := alternative.CreatePart(textproto.MIMEHeader{
			"Content-Type": {p.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return err
		}
		qp := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(qp, p.text); err != nil {
			return err
		}
		if err := qp.Close(); err != nil {
			return err
		}
	}
	return alternative.Close()
}

// boundary is derived from the Message-ID, so that the bytes do not change;
// sixty-four bits of hash do not occur in quoted text by chance.
func (m *Message) boundary(part string) string {
	sum := sha256.Sum256([]byte(part + "\x00" + m.MessageID))
	return "=_" + hex.EncodeToString(sum[:12])
}

func (a Attachment) header() textproto.MIMEHeader {
	name := fileName(a.Name)
	kind, _, err := mime.ParseMediaType(a.Type)
	if err != nil {
		kind = "application/octet-stream"
	}
	return textproto.MIMEHeader{
		"Content-Type":              {kind},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": name})},
		"Content-Transfer-Encoding": {"base64"},
	}
}

// maxFileName bounds an attachment's name, in characters: each of them can take
// six in the header, whose line may have 998 (RFC 5322, 2.1.1).
const maxFileName = 100

// fileName is a name that cannot lead out of a directory, shortened in front of
// its ending.
func fileName(s string) string {
	s = oneLine(strings.NewReplacer("/", "-", `\`, "-").Replace(s))
	runes := []rune(s)
	if len(runes) <= maxFileName {
		return s
	}
	ending := []rune(path.Ext(s))
	if len(ending) > 10 {
		ending = nil
	}
	return string(runes[:maxFileName-len(ending)]) + string(ending)
}

// writeBase64 writes lines of 76 characters.
func writeBase64(w io.Writer, data []byte) error {
	const line = 57
	buf := make([]byte, 0, len(data)*4/3+len(data)/line*2+8)
	for len(data) > 0 {
		n := min(line, len(data))
		buf = base64.StdEncoding.AppendEncode(buf, data[:n])
		buf = append(buf, '\r', '\n')
		data = data[n:]
	}
	_, err := w.Write(buf)
	return err
}
