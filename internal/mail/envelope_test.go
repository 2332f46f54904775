package mail

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	gomail "github.com/emersion/go-message/mail"
	"github.com/google/go-cmp/cmp"

	"debitor/internal/fault"
	"debitor/internal/id"
)

// parts reads a message: its texts, then its files by name.
func parts(t *testing.T, raw []byte) (texts []string, files [][2]string) {
	t.Helper()
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return texts, files
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		if h, ok := p.Header.(*gomail.AttachmentHeader); ok {
			name, err := h.Filename()
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, [2]string{name, string(body)})
			continue
		}
		texts = append(texts, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
}

func header(t *testing.T, raw []byte, name string) string {
	t.Helper()
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.Header.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestCopiesOpenAndHidden(t *testing.T) {
	_, m := sample(t, "ru", nil)
	m.Cc = []Address{{"Менеджер", "manager@example.by"}, {"", "ZOYA@example.by"}}
	m.Bcc = []Address{{"Архив", "archive@example.by"}}
	raw := written(t, m)
	if got := header(t, raw, "Cc"); got != "Менеджер <manager@example.by>, <ZOYA@example.by>" {
		t.Errorf("Cc %q", got)
	}
	if bytes.Contains(bytes.ToLower(raw), []byte("archive")) || header(t, raw, "Bcc") != "" {
		t.Error("a hidden copy can be seen")
	}
	if got := header(t, raw, "X-Letter-ID"); got != string(m.LetterID) || got == "" {
		t.Errorf("X-Letter-ID %q", got)
	}
	got, err := m.Recipients()
	want := []string{"zoya@example.by", "buh@xn--e1afmkfd.xn--90ais", "manager@example.by", "archive@example.by"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("recipients (-want +got):\n%s%v", diff, err)
	}
	m.Bcc[0].Addr = "nobody"
	if _, err := m.Recipients(); fault.Code(err) != "mail.address" {
		t.Errorf("error %v", err)
	}
	m.Cc[0].Addr = "nobody"
	if err := Write(io.Discard, m); fault.Code(err) != "mail.address" {
		t.Errorf("error %v", err)
	}
}

func TestTheSenderNamesTheLetter(t *testing.T) {
	_, m := sample(t, "ru", nil)
	m.LetterID = "K3F7A-9QX2B"
	for _, c := range []struct {
		letter        id.Letter
		bounces, want string
	}{
		{"K3F7A-9QX2B", "bounce@firma.example", "bounce+K3F7A-9QX2B@firma.example"},
		{"K3F7A-9QX2B", "bounce+debitor@пример.бел", "bounce+debitor+K3F7A-9QX2B@xn--e1afmkfd.xn--90ais"},
		{"K3F7A-9QX2B", "", "sales@example.by"},
		{"", "bounce@firma.example", "bounce@firma.example"},
		{"K3F7A-9QX2B", "nonsense", ""},
		{"a\r\nb", "bounce@firma.example", ""},
	} {
		m.LetterID = c.letter
		got, err := m.Sender(c.bounces)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%q, %q: %q, %v", c.letter, c.bounces, got, err)
		}
	}
}

func TestATrialGoesToOneAddressAndSaysSo(t *testing.T) {
	for lang := range trials {
		t.Run(lang, func(t *testing.T) {
			_, real := sample(t, "ru", []byte("pdf"))
			real.Lang = lang
			real.ReplyTo = Address{"", "answers@example.by"}
			real.Cc = []Address{{"<b>Manager</b>", "manager@example.by"}}
			real.Bcc = []Address{{"", "archive@example.by"}}
			m := real.Redirected(Address{"Проверяющий", "me@example.by"})
			raw := written(t, m)
			if got, err := m.Recipients(); err != nil || len(got) != 1 || got[0] != "me@example.by" {
				t.Errorf("recipients %v, %v", got, err)
			}
			if header(t, raw, "Cc") != "" || header(t, raw, "X-Letter-ID") != "" || header(t, raw, "Reply-To") != "" || !strings.Contains(header(t, raw, "To"), "me@example.by") {
				t.Errorf("headers of\n%.800s", raw)
			}
			if s, err := m.Sender("bounce@example.by"); err != nil || s != "bounce@example.by" {
				t.Errorf("sender %q, %v: its bounce would be the letter's", s, err)
			}
			if m.MessageID == real.MessageID || !validID(m.MessageID) {
				t.Errorf("message id %q", m.MessageID)
			}
			words := trials[lang]
			if !strings.HasPrefix(header(t, raw, "Subject"), words.mark+" ") {
				t.Errorf("subject %q", header(t, raw, "Subject"))
			}
			texts, files := parts(t, raw)
			if len(files) != 1 || files[0][1] != "pdf" {
				t.Errorf("files %v", files)
			}
			for i, text := range texts {
				top := text[:min(len(text), 3000)]
				for _, want := range []string{words.notice, words.meant, "zoya@example.by", "buh@пример.бел", "manager@example.by", "archive@example.by"} {
					if !strings.Contains(top, want) {
						t.Errorf("text %d does not say %q at its top", i, want)
					}
				}
			}
			if strings.Contains(texts[1], "<b>") || !strings.HasSuffix(texts[0], real.Text) || strings.Index(texts[1], words.notice) < strings.Index(texts[1], "<body>") {
				t.Error("the banner is not where it belongs")
			}
			diverted := header(t, raw, divertedHeader)
			for _, want := range []string{"zoya@example.by", "buh@xn--e1afmkfd.xn--90ais", "manager@example.by", "archive@example.by"} {
				if !strings.Contains(diverted, want) {
					t.Errorf("%s: %s lacks %s", divertedHeader, diverted, want)
				}
			}
			if len(real.To) != 2 || strings.Contains(real.Text, words.notice) || real.LetterID == "" {
				t.Error("the real message changed")
			}
		})
	}
}

func TestManyFilesWithAnyNames(t *testing.T) {
	_, m := sample(t, "ru", nil)
	want := [][2]string{
		{"Счёт № 5 от 3 февраля.pdf", "one"},
		{"-..-etc-passwd", "two"},
		{strings.Repeat("ж", 96) + ".pdf", "three"},
		{strings.Repeat("ж", 100), "four"},
		{"a b", strings.Repeat("x", 100_000)},
		{"same.pdf", "1"},
		{"same.pdf", "2"},
	}
	for i, name := range []string{want[0][0], "/../etc/passwd", strings.Repeat("ж", 300) + ".pdf", strings.Repeat("ж", 300) + "." + strings.Repeat("п", 20), "a\r\nb\x00", "same.pdf", "same.pdf"} {
		m.Attached = append(m.Attached, Attachment{Name: name, Type: "application/pdf", Data: []byte(want[i][1])})
	}
	raw := written(t, m)
	_, files := parts(t, raw)
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 {
			t.Errorf("a line of %d characters", len(line))
		}
	}
}

// TestColoursShowOnAnyGround holds what a mail reader in dark mode relies on:
// nothing sets the colour of text or of its ground, and the colours of lines
// have a contrast of 3:1 (WCAG 2.2, 1.4.11) on white, on black, and on the grey
// that dark modes use.
func TestColoursShowOnAnyGround(t *testing.T) {
	_, m := sample(t, "ru", nil)
	page := m.Redirected(Address{"", "me@example.by"}).HTML
	for _, bad := range []string{"background", "bgcolor", ";color:", `"color:`, "<img", "<link", "@import", "url(", "<font"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, want := range []string{
		`<meta name="color-scheme" content="light dark">`, `<meta name="supported-color-schemes" content="light dark">`, ":root{color-scheme:light dark;",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	seen := 0
	for _, found := range regexp.MustCompile(`#([0-9a-f]{6}|[0-9a-f]{3})[; "]`).FindAllStringSubmatch(page, -1) {
		hex := found[1]
		seen++
		for _, ground := range []string{"fff", "000", "1f1f1f"} {
			if c := contrast(t, hex, ground); c < 3 {
				t.Errorf("#%s on #%s has a contrast of %.2f", hex, ground, c)
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d colours were found", seen)
	}
}
