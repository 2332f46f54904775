package desk_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// packed is a zip archive of names and what is in them.
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// member is an archive of one member with this head; nothing is in it.
func member(t *testing.T, head zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.CreateRaw(&head); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWhatIsNoAttachment: the type of a file is told by its bytes. What runs,
// what a browser would take for a page, and archives that hold such things, lead
// out of their folder, unpack without end or keep their content from view are
// not kept.
func TestWhatIsNoAttachment(t *testing.T) {
	b := shop(t, schema.SQLite(t))
	linked := zip.FileHeader{Name: "x.txt"}
	linked.SetMode(fs.ModeSymlink | 0o777)
	many := make([]string, 0, 2*2001)
	for i := range 2001 {
		many = append(many, fmt.Sprint(i), "")
	}
	docx := []string{"[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document/>"}
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"page.pdf", []byte("<!DOCTYPE html><script>alert(1)</script>"), "attachment.type"},
		{"page.txt", []byte("\n  <HTML><script>alert(1)</script>"), "attachment.type"},
		{"page.txt", []byte("<!-- x --><script>alert(1)</script>"), "attachment.type"},
		{"page.csv", []byte("<script>alert(1)</script>"), "attachment.type"},
		{"picture.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "attachment.type"},
		{"picture.png", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "attachment.type"},
		{"picture.xml", []byte("<?xml version='1.0'?><svg/>"), "attachment.type"},
		{"picture.txt", []byte("<?xml version='1.0'?><svg/>"), "attachment.type"},
		{"program.pdf", []byte("MZ\x90\x00"), "attachment.type"},
		{"program.txt", []byte("\x7fELF\x02\x01\x01\x00"), "attachment.type"},
		{"program.pdf.exe", []byte("%PDF-1.7"), "attachment.type"},
		{"program.pdf.", []byte("%PDF-1.7"), "attachment.type"},
		{"run.bat", []byte("format c:"), "attachment.type"},
		{"none", []byte("%PDF-1.7"), "attachment.type"},
		{"late.pdf", append(make([]byte, 9), "%PDF-1.7"...), "attachment.type"},
		{"old.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "attachment.type"},
		{"a.docm", packed(t, docx...), "attachment.type"},
		{"a.jar", packed(t, "META-INF/MANIFEST.MF", ""), "attachment.type"},
		{"a.docx", packed(t, "xl/workbook.xml", ""), "attachment.type"},
		{"a.xlsx", packed(t, docx...), "attachment.type"},
		{"a.ods", packed(t, docx...), "attachment.type"},
		{"a.docx", packed(t, docx...)[:60], "attachment.type"},
		{"a.zip", packed(t), "attachment.type"},
		{"a.docx", packed(t, append(docx, "word/vbaProject.bin", "x")...), "attachment.program"},
		{"a.odt", packed(t, "content.xml", "", "Basic/Standard/Module1.xml", ""), "attachment.program"},
		{"a.ods", packed(t, "content.xml", "", "Scripts/python/x.txt", ""), "attachment.program"},
		{"a.zip", packed(t, "act.pdf", "", "act.pdf.EXE", ""), "attachment.program"},
		{"a.zip", packed(t, "act.js. ", ""), "attachment.program"},
		{"a.zip", packed(t, `folder\open.lnk`, ""), "attachment.program"},
		{"a.zip", packed(t, "book.xlsm", ""), "attachment.program"},
		{"a.zip", packed(t, "inner.zip", "PK"), "attachment.program"},
		{"a.zip", packed(t, "../../etc/passwd", ""), "attachment.program"},
		{"a.zip", packed(t, `..\..\x.txt`, ""), "attachment.program"},
		{"a.zip", packed(t, "/etc/x.txt", ""), "attachment.program"},
		{"a.zip", packed(t, "C:x.txt", ""), "attachment.program"},
		{"a.zip", member(t, zip.FileHeader{Name: "act.pdf", Flags: 1}), "attachment.program"},
		{"a.zip", member(t, linked), "attachment.program"},
		{"a.zip", packed(t, many...), "attachment.bomb"},
		{"a.zip", member(t, zip.FileHeader{Name: "0.txt", UncompressedSize64: 513 << 20}), "attachment.bomb"},
		{"a.zip", member(t, zip.FileHeader{Name: "0.txt", UncompressedSize64: 1<<64 - 1}), "attachment.bomb"},
	} {
		_, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Name: c.name, Data: c.data, Date: on("2026-02-03")})
		if fault.Code(err) != c.code {
			t.Errorf("%s (%.20q): %v, want %s", c.name, c.data, err, c.code)
		}
	}
	if v := view(b, "2026-02-03"); len(v.Files) != 0 {
		t.Errorf("kept are %+v", v.Files)
	}
}

// TestNamesOfAttachments: a name is kept without the path it came with and
// without signs that show it other than it is.
func TestNamesOfAttachments(t *testing.T) {
	b := shop(t, schema.SQLite(t))
	for _, c := range []struct {
		name, kept, kind string
		data             []byte
	}{
		{"/etc/../акт.pdf", "акт.pdf", "application/pdf", []byte("%PDF-1.7")},
		{`C:\fakepath\акт.PDF`, "акт.PDF", "application/pdf", []byte("%PDF-1.7")},
		{"akt\u202efdp.pdf", "akt_fdp.pdf", "application/pdf", []byte("%PDF-1.7")},
		{"a\u200b\u2066\ufeff\x00\r\n\x1b\u0085\".pdf", "a_________.pdf", "application/pdf", []byte("%PDF-1.7")},
		{"<b>:*?|.txt", "_b_____.txt", "text/plain; charset=utf-8", []byte("=1+1")},
		{strings.Repeat("ж", 200) + ".txt", strings.Repeat("ж", 98) + ".txt", "text/plain; charset=utf-8", []byte("x")},
		{"a.xlsx", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", packed(t, "xl/workbook.xml", "", "xl/printerSettings/printerSettings1.bin", "")},
		{"edo.zip", "edo.zip", "application/zip", packed(t, "упд.xml", "<x/>", "упд.xml.sig", "x", "pictures/", "", "pictures/1.jpg", "")},
	} {
		a, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Name: c.name, Data: c.data, Date: on("2026-02-03")})
		if err != nil || a.Name != c.kept || a.Type != c.kind {
			t.Errorf("%q is kept as %q, %s: %v", c.name, a.Name, a.Type, err)
		}
	}
}

// TestAttachmentsAreCounted: so many files are kept about a customer and no
// more, those shown as papers included; one that is removed makes room.
func TestAttachmentsAreCounted(t *testing.T) {
	b := shop(t, schema.SQLite(t))
	add := func() error {
		_, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Name: "a.txt", Data: []byte("x"), Date: on("2026-02-03")})
		return err
	}
	for range desk.MaxAttachments {
		if err := add(); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(); fault.Code(err) != "attachment.many" || fault.KindOf(err) != fault.Refused {
		t.Errorf("one more: %v", err)
	}
	if err := b.Detach(t.Context(), "C1", 7, "not his", on("2026-02-03")); err != nil {
		t.Fatal(err)
	}
	if err := add(); err != nil {
		t.Errorf("in the place of one removed: %v", err)
	}
	if err := add(); fault.Code(err) != "attachment.many" {
		t.Errorf("one more again: %v", err)
	}
}
