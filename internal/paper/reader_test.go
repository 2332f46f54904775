package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/letter"
)

// TestAReaderFindsTheText reads letters of every language with poppler: each
// piece of text is there, in its letters.
func TestAReaderFindsTheText(t *testing.T) {
	for _, lang := range letter.Languages() {
		d := doc(t, letter.Claim, lang, 30, nil)
		pdf, err := Single(d)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "letter.pdf")
		if err := os.WriteFile(file, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), tool(t, "pdftotext"), "-raw", "-enc", "UTF-8", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		read := strings.Join(strings.Fields(string(out)), " ")
		for i, s := range layout(d) {
			for _, o := range s.ops {
				if want := strings.Join(strings.Fields(o.text), " "); !strings.Contains(read, want) {
					t.Errorf("%s, page %d: a reader does not find %q", lang, i+1, want)
				}
			}
		}
	}
}

// TestAScannerReadsEveryPage reads the codes of a letter's pages back, as a
// cheap scanner gives them: which page it is, and once how to pay.
func TestAScannerReadsEveryPage(t *testing.T) {
	d := doc(t, letter.Claim, "de", 50, func(f *letter.Facts) {
		f.Creditor.Account = letter.Account{Number: "DE33100205000001194700", BIC: "BFSWDE33BER", Bank: "Beispielbank"}
	})
	sheets, paid := layout(d), 0
	for i := range sheets {
		read := scanned(t, printed(t, a4, &sheets[i]), "150")
		paid += strings.Count(read, "BCD\n")
		want := PageCode{Run: d.Meta.Date, Letter: d.Meta.ID, Page: i + 1, Pages: len(sheets)}.String()
		if strings.Count(read, pageCodeMark+"/") != 1 || !strings.Contains("\n"+read+"\n", "\n"+want+"\n") {
			t.Errorf("page %d: a scanner reads %q, want %s", i+1, read, want)
		}
	}
	if len(sheets) < 2 || paid != 1 {
		t.Errorf("%d pages, %d payment codes", len(sheets), paid)
	}
}

// TestTheFileSaysWhatItIs reads the metadata of one letter.
func TestTheFileSaysWhatItIs(t *testing.T) {
	d := doc(t, letter.Claim, "uk", 1, nil)
	pdf, err := Single(d)
	if err != nil {
		t.Fatal(err)
	}
	i := readPDF(t, pdf).info
	if i.Title != d.Meta.Subject || i.Author != d.Meta.Sender || i.Subject != d.Meta.Label() {
		t.Errorf("title %q, author %q, subject %q", i.Title, i.Author, i.Subject)
	}
	if !strings.HasPrefix(i.CreationDate, "D:20260203") || !bytes.Contains(pdf, []byte("/Lang (uk)")) {
		t.Errorf("created %q, or the language is missing", i.CreationDate)
	}
}
