package mail

import (
	"bytes"
	"errors"
	"io"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"
	"github.com/google/go-cmp/cmp"

	"debitor/internal/letter"
)

func sample(t *testing.T, lang string, pdf []byte) (*letter.Document, Message) {
	t.Helper()
	f := letter.Sample(letter.Warning, lang, 4)
	f.Debtor.Name = `<script>alert("x")</script> & Co`
	tmpl, err := letter.Shipped(lang, letter.Warning)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := tmpl.Render(&f)
	if err != nil {
		t.Fatal(err)
	}
	return doc, Compose(doc, Envelope{
		From:      Address{"ООО «Северный свет», отдел продаж", "sales@example.by"},
		To:        []Address{{"Зоя Ивановна Петрова-Водкина из бухгалтерии торгового дома", "zoya@example.by"}, {"", "buh@пример.бел"}},
		Date:      time.Date(2026, 2, 3, 9, 0, 0, 0, time.FixedZone("", 3*3600)),
		MessageID: "K3F7A-9QX2B.1@debitor.example",
	}, pdf)
}

func written(t *testing.T, m Message) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWrittenMessageReadsBack parses the bytes with another reader.
func TestWrittenMessageReadsBack(t *testing.T) {
	pdf := bytes.Repeat([]byte("%PDF-1.3\x00\xff"), 1000)
	doc, m := sample(t, "ru", pdf)
	m.Attached[0].Name = "Предупреждение № 5.pdf"
	raw := written(t, m)
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if s, err := r.Header.Subject(); err != nil || s != strings.ReplaceAll(m.Subject, "\u00a0", " ") {
		t.Errorf("subject %q, %v", s, err)
	}
	to, err := r.Header.AddressList("To")
	if err != nil || len(to) != 2 || to[0].Name != m.To[0].Name || to[1].Address != "buh@xn--e1afmkfd.xn--90ais" {
		t.Errorf("to %v, %v", to, err)
	}
	if d, err := r.Header.Date(); err != nil || !d.Equal(m.Date) {
		t.Errorf("date %v, %v", d, err)
	}
	if id, err := r.Header.MessageID(); err != nil || id != m.MessageID {
		t.Errorf("message id %q, %v", id, err)
	}
	var got []string
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		if h, ok := p.Header.(*gomail.AttachmentHeader); ok {
			if name, err := h.Filename(); err != nil || name != m.Attached[0].Name {
				t.Errorf("file %q, %v", name, err)
			}
		}
		got = append(got, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	if diff := cmp.Diff([]string{doc.Text(), m.HTML, string(pdf)}, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

func TestBytesAreDeterministicShortLinedASCII(t *testing.T) {
	_, m := sample(t, "ru", []byte("pdf"))
	m.From.Name, m.To[0].Name = strings.Repeat("x", 1500), "=?utf-8?q?x?= "+strings.Repeat("ж", 300)
	raw := written(t, m)
	_, again := sample(t, "ru", []byte("pdf"))
	again.From.Name, again.To[0].Name = m.From.Name, m.To[0].Name
	if !bytes.Equal(raw, written(t, again)) {
		t.Error("two runs differ")
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 78 || strings.ContainsAny(line, "\r\n") || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("line %q", line)
		}
	}
}

func TestValuesCannotBecomeHeaders(t *testing.T) {
	_, m := sample(t, "en", nil)
	evil := "x\r\nBcc: all@example.by\r\n\r\nbody\u2028\x00"
	m.Subject = evil
	m.From.Name = evil
	m.To[0].Name = evil
	m.Lang = evil
	e, err := message.Read(bytes.NewReader(written(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	if e.Header.Has("Bcc") {
		t.Error("a name became a header")
	}
	parsed, err := netmail.ReadMessage(bytes.NewReader(written(t, m)))
	if err != nil || parsed.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%v, %v", parsed, err)
	}
	m.To[0].Addr = "a@example.by\r\nBcc: b@example.by"
	if err := Write(io.Discard, m); err == nil {
		t.Error("an address with a line end was written")
	}
	m.To = nil
	if err := Write(io.Discard, m); err == nil {
		t.Error("a message without recipient was written")
	}
}

func TestHTMLEscapesValues(t *testing.T) {
	_, m := sample(t, "ru", nil)
	if strings.Contains(m.HTML, "<script") || !strings.Contains(m.HTML, "&lt;script&gt;") {
		t.Error("a name became markup")
	}
}

func TestValidAddress(t *testing.T) {
	for s, want := range map[string]bool{
		"a@example.by": true, "a.b+c@sub.example.com": true, "buh@пример.бел": true, "o'neil@example.ie": true,
		"": false, "a": false, "@b.c": false, "a@b": false, "a@b.": false, "a@.b": false, "a b@c.d": false, "a@b@c.d": false,
		"Name <a@b.c>": false, "a@b.c,d@e.f": false, "a@b.c\n": false, "почта@пример.бел": false, "a@exa mple.by": false,
		"a..b@example.by": false, "a@-x.by": false, strings.Repeat("a", 65) + "@example.by": false,
	} {
		if got := ValidAddress(s); got != want {
			t.Errorf("ValidAddress(%q) = %v", s, got)
		}
	}
}

func FuzzValidAddressIsSafeInHeader(f *testing.F) {
	f.Add("a@example.by", "Имя")
	f.Add("a@b.c\r\nX: y", "\r\n")
	f.Fuzz(func(t *testing.T, addr, name string) {
		h, err := Address{name, addr}.header()
		if err != nil {
			return
		}
		if strings.ContainsAny(h, "\r\n\x00") {
			t.Fatalf("%q", h)
		}
		if _, err := netmail.ParseAddress(h); err != nil {
			t.Fatalf("%q: %v", h, err)
		}
	})
}
