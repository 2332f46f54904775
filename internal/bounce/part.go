package bounce

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // texts come in the code pages of the world
	"github.com/emersion/go-message/textproto"
)

// The limits. A report stands at the beginning of its mail and is short; what
// is long is our own letter, sent back behind it.
const (
	maxMail   = 4 << 20  // bytes of a mail that are looked at
	maxHeader = 64 << 10 // bytes of one header that are kept
	maxText   = 64 << 10 // bytes of one decoded part, and of all texts together
	maxDepth  = 6        // parts within parts
	maxParts  = 64       // parts of one mail in all
)

// pieces is a mail taken apart.
type pieces struct {
	head     message.Header
	text     strings.Builder // what a person reads; HTML only where there is nothing else
	html     strings.Builder
	status   []string        // message/delivery-status
	feedback []string        // message/feedback-report
	receipt  bool            // message/disposition-notification
	original *message.Header // of the mail that it is about
	count    int
}

// takeApart sorts a mail's parts by what they are for. Broken MIME costs what
// is broken, not the rest: each part is read by itself.
func takeApart(mail []byte) *pieces {
	p := &pieces{}
	p.part(mail[:min(len(mail), maxMail)], 0)
	return p
}

func (p *pieces) part(raw []byte, depth int) {
	if p.count++; p.count > maxParts || depth > maxDepth {
		return
	}
	head, body := behead(raw, depth == 0)
	if depth == 0 {
		p.head = head
	}
	kind, params, _ := head.ContentType() // a broken one is plain text
	switch kind = strings.ToLower(kind); {
	case strings.HasPrefix(kind, "multipart/") && p.parts(split(body, params["boundary"]), depth):
	case kind == "message/delivery-status", kind == "message/global-delivery-status":
		p.status = append(p.status, decode(head, body))
	case kind == "message/feedback-report":
		p.feedback = append(p.feedback, decode(head, body))
	case kind == "message/disposition-notification", kind == "message/global-disposition-notification":
		p.receipt = true
	case kind == "message/rfc822", kind == "message/global", kind == "message/partial", strings.HasSuffix(kind, "-headers"):
		p.mail([]byte(decode(head, body)), depth)
	case kind == "text/html":
		add(&p.html, plain(decode(head, body)))
	case strings.HasPrefix(kind, "text/"), !strings.Contains(kind, "/"), strings.HasPrefix(kind, "multipart/"):
		add(&p.text, decode(head, body))
	}
}

// parts reads the parts of a mail; no if there are none.
func (p *pieces) parts(list [][]byte, depth int) bool {
	for _, raw := range list {
		p.part(raw, depth+1)
	}
	return len(list) > 0
}

// mail reads a mail within the mail: what is reported on, or a report that
// somebody passes on.
func (p *pieces) mail(raw []byte, depth int) {
	head, _ := behead(raw, true)
	if kind, _, _ := head.ContentType(); kind == "multipart/report" && len(p.status) == 0 { // a broken one is no report
		p.part(raw, depth+1)
		return
	}
	p.keep(raw)
}

// keep takes the header of the original mail; the first is the one reported on.
func (p *pieces) keep(raw []byte) {
	if p.original == nil {
		head, _ := behead(raw, true)
		p.original = &head
	}
}

// words is what a person reads.
func (p *pieces) words() string {
	if strings.TrimSpace(p.text.String()) != "" {
		return p.text.String()
	}
	return p.html.String()
}

func add(b *strings.Builder, text string) {
	b.WriteString(text[:min(len(text), maxText-min(maxText, b.Len()))])
	b.WriteString("\n\n")
}

// behead cuts a part at its first empty line. Lines that are no header are left
// out, as are "From " lines of mailboxes; a part within a mail that begins with
// such a line has no header at all.
func behead(raw []byte, outer bool) (message.Header, []byte) {
	var clean bytes.Buffer
	kept := false
	for rest := raw; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		switch {
		case len(line) == 0:
			return header(clean.Bytes()), after
		case isField(line):
			kept = clean.Len()+len(line) < maxHeader
		case line[0] != ' ' && line[0] != '\t':
			if clean.Len() == 0 && !outer {
				return message.Header{}, rest
			}
			kept = false
		}
		if kept && clean.Len()+len(line) < maxHeader {
			clean.Write(line)
			clean.WriteString("\r\n")
		}
		rest = after
	}
	return header(clean.Bytes()), nil
}

func header(clean []byte) message.Header {
	h, err := textproto.ReadHeader(bufio.NewReader(io.MultiReader(bytes.NewReader(clean), strings.NewReader("\r\n"))))
	if err != nil {
		return message.Header{}
	}
	return message.Header{Header: h}
}

// isField tells a line that begins a header's field: a name of printable ASCII
// and a colon (RFC 5322, 2.2).
func isField(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	return colon > 0 && bytes.IndexFunc(line[:colon], func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// split gives the parts between the lines of a boundary (RFC 2046, 5.1.1). The
// end may be missing, as in mails that were cut off.
func split(body []byte, boundary string) [][]byte {
	if boundary == "" {
		return nil
	}
	var parts [][]byte
	start := -1
	for at := 0; at < len(body) && len(parts) < maxParts; {
		next := at + bytes.IndexByte(body[at:], '\n') + 1
		if next == at {
			next = len(body)
		}
		line := bytes.TrimRight(body[at:next], " \t\r\n")
		if rest, ok := bytes.CutPrefix(line, []byte("--"+boundary)); ok && (len(rest) == 0 || string(rest) == "--") {
			if start >= 0 {
				parts = append(parts, body[start:at])
			}
			if start = next; len(rest) > 0 {
				return parts
			}
		}
		at = next
	}
	if start >= 0 && len(parts) < maxParts {
		parts = append(parts, body[start:])
	}
	return parts
}

// decode is the body of one part as UTF-8, as far as it can be decoded.
func decode(head message.Header, body []byte) string {
	if e, _ := message.New(head, bytes.NewReader(body)); e != nil { // an unknown charset or encoding leaves the bytes as they are
		body, _ = io.ReadAll(io.LimitReader(e.Body, maxText)) // what was decoded before the fault counts
	}
	text := strings.ToValidUTF8(string(body[:min(len(body), maxText)]), "")
	return strings.ReplaceAll(text, "\r\n", "\n")
}
