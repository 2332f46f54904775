package e2e_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	gomail "github.com/emersion/go-message/mail"

	"debitor/internal/store"
)

// reading is what came out of a run, read back with other people's programs.
type reading struct {
	m         *marked
	letters   map[string]store.RunLetter // what the books say was written
	owner     map[string]string          // of every letter ever written, its customer's mark
	pages     []page                     // of letters.pdf
	envelopes []string                   // the text of each
	register  []registered
	documents map[string]string // the text of each DOCX, by letter
	mails     []message         // of the files
	sent      []message         // that the server took
	lists     map[string][][]string
	forms     map[string][]string // the pages of other papers
	trouble   []string
}

// page is a sheet of letters.pdf and the letter its foot names.
type page struct{ letter, text string }

// registered is a row of register.csv.
type registered struct {
	customer, letter, class string
	pages, envelope         int
}

// message is an e-mail with everything in it as text.
type message struct {
	letter, to string // the letter by its header, and by the server's or the file's word to whom it goes
	from       string // the envelope's sender, of those that were sent
	parts      map[string]string
}

var letterNumber = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b`)

// readRun reads the files of a run.
func readRun(t testing.TB, dir string) *reading {
	t.Helper()
	r := &reading{forms: map[string][]string{}, lists: map[string][][]string{}}
	for _, text := range pdfPages(t, filepath.Join(dir, "letters.pdf")) {
		numbers := letterNumber.FindAllString(text, -1)
		if len(numbers) == 0 {
			numbers = []string{"a page that names no letter"}
		}
		r.pages = append(r.pages, page{numbers[len(numbers)-1], text})
	}
	r.envelopes = pdfPages(t, filepath.Join(dir, "envelopes.pdf"))
	for _, name := range []string{"register", "form103-registered", "form103-valuable", "inventories", "notices", "labels"} {
		r.forms[name] = pdfPages(t, filepath.Join(dir, name+".pdf"))
	}
	for _, row := range readCSV(t, filepath.Join(dir, "register.csv")) {
		pages, _ := strconv.Atoi(row[6])
		envelope, _ := strconv.Atoi(row[8])
		r.register = append(r.register, registered{customer: row[1], letter: row[4], class: row[9], pages: pages, envelope: envelope})
	}
	for _, name := range []string{"register", "tasks", "stoplist", "missing"} {
		r.lists[name] = optional(t, filepath.Join(dir, name+".csv"))
	}
	r.documents = readDocuments(t, filepath.Join(dir, "docx"))
	files, err := filepath.Glob(filepath.Join(dir, "mail", "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := readMail(t, b)
		if m.letter+".eml" != filepath.Base(file) {
			r.trouble = append(r.trouble, fmt.Sprintf("%s is the mail of letter %s", filepath.Base(file), m.letter))
		}
		r.mails = append(r.mails, m)
	}
	return r
}

var (
	paragraphEnd = regexp.MustCompile(`</w:p>|<w:tab/>|<w:br/>`)
	tag          = regexp.MustCompile(`<[^>]*>`)
)

// readDocuments is all the text in each DOCX of a directory, its properties
// and footers included.
func readDocuments(t testing.TB, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, file := range files {
		z, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range z.File {
			if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
				continue
			}
			b, err := fs.ReadFile(z, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(html.UnescapeString(tag.ReplaceAllString(paragraphEnd.ReplaceAllString(string(b), "\n"), "")))
		}
		_ = z.Close() // only read
		texts[strings.TrimSuffix(filepath.Base(file), ".docx")] = all.String()
	}
	return texts
}

// readMail reads a message: its headers, its texts and the texts of its files.
func readMail(t testing.TB, raw []byte) message {
	t.Helper()
	r, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	m := message{letter: r.Header.Get("X-Letter-ID"), parts: map[string]string{}}
	for f := r.Header.Fields(); f.Next(); {
		text, err := f.Text()
		if err != nil {
			t.Fatal(err)
		}
		m.parts["header "+f.Key()] = text
	}
	to, err := r.Header.AddressList("To")
	if err != nil || len(to) != 1 {
		t.Fatalf("To: %v, %v", to, err)
	}
	m.to = to[0].Address
	for n := 0; ; n++ {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch h := p.Header.(type) {
		case *gomail.InlineHeader:
			kind, _, _ := h.ContentType()
			m.parts[kind] = string(body)
		case *gomail.AttachmentHeader:
			name, _ := h.Filename()
			m.parts[fmt.Sprintf("file %d %s", n, name)] = name + "\n" + fileText(t, body)
		}
	}
}

// fileText is what stands in an attached file.
func fileText(t testing.TB, b []byte) string {
	t.Helper()
	if !bytes.HasPrefix(b, []byte("%PDF")) {
		return string(b)
	}
	file := filepath.Join(t.TempDir(), "attached.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return strings.Join(pdfPages(t, file), "\n")
}
