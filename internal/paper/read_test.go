package paper

import (
	"bytes"
	"encoding/binary"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// read is a file as another library reads it.
type read struct {
	info  *pdfcpu.PDFInfo
	marks []pdfcpu.Bookmark
	pages []string // the text of each page, one drawn piece a line
}

func config() *model.Configuration {
	api.DisableConfigDir()
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed // the library writes how many bookmarks stand below another as 0
	return c
}

// readPDF validates a file and reads it back. The fonts are addressed by
// Unicode, so a drawn string is UTF-16; that the fonts tell a reader so is
// checked too.
func readPDF(t testing.TB, pdf []byte) read {
	t.Helper()
	if err := api.Validate(bytes.NewReader(pdf), config()); err != nil {
		t.Fatalf("not valid: %v", err)
	}
	info, err := api.PDFInfo(bytes.NewReader(pdf), "", nil, true, config())
	if err != nil {
		t.Fatal(err)
	}
	r := read{info: info}
	if info.Outlines {
		if r.marks, err = api.Bookmarks(bytes.NewReader(pdf), config()); err != nil {
			t.Fatal(err)
		}
	}
	byPage := map[int]string{}
	err = api.ExtractContent(bytes.NewReader(pdf), nil, func(content io.Reader, page int) error {
		b, err := io.ReadAll(content)
		byPage[page] = drawn(string(b))
		return err
	}, config())
	if err != nil {
		t.Fatal(err)
	}
	for p := range info.PageCount {
		r.pages = append(r.pages, byPage[p+1])
	}
	for _, f := range info.Fonts {
		if !f.Embedded {
			t.Errorf("font %s is not embedded", f.Name)
		}
	}
	if used, told := bytes.Count(pdf, []byte("/Subtype /Type0")), bytes.Count(pdf, []byte("/ToUnicode")); used == 0 || used != told {
		t.Errorf("%d of %d fonts tell their text", told, used)
	}
	return r
}

var shownText = regexp.MustCompile(`(?s)Td \(((?:[^\\)]|\\.)*)\) Tj`)

// drawn is the text of a page's content.
func drawn(content string) string {
	var b strings.Builder
	for _, m := range shownText.FindAllStringSubmatch(content, -1) {
		raw := unescaped(m[1])
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16([]byte(raw[2*i:]))
		}
		b.WriteString(strings.ReplaceAll(string(utf16.Decode(units)), "\u00a0", " ") + "\n")
	}
	return b.String()
}

func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'r' {
				b.WriteByte('\r')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
