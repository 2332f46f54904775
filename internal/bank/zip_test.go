package bank

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"debitor/internal/fault"
)

// archive makes a zip of names and contents, one after the other.
func archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchives(t *testing.T) {
	one := onecFile(balances(rub1, "02.03.2026", "02.03.2026", "0", "0", "0", "0"))
	two := onecFile(balances(rub2, "02.03.2026", "02.03.2026", "0", "1", "0", "1"))
	f, err := Read("a.zip", archive(t, "a/1.txt", one, "a/2.txt", two, "a/paper.pdf", "%PDF-1.4"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Statements) != 2 || f.Statements[1].Member != "a/2.txt" || f.Statements[1].Account != rub2 || codesOf(f) != "bank.credits bank.totals bank.left_out" || f.Warnings[0].Member != "a/2.txt" {
		t.Errorf("%+v", f)
	}
	f, err = Read("a.zip", archive(t, "1.xlsx", string(book(t))), Options{Account: rub1})
	if err != nil || f.Format != "table" || len(f.Statements[0].Entries) != 2 {
		t.Errorf("a workbook in an archive: %+v %v", f, err)
	}
	for name, c := range map[string]struct {
		src  []byte
		code string
	}{
		"damaged":        {archive(t, "1.txt", one)[:60], "bank.zip"},
		"nothing in it":  {archive(t, "paper.pdf", "%PDF-1.4"), "bank.zip_empty"},
		"a bomb":         {archive(t, "1.txt", strings.Repeat("0", 64<<20)), "bank.zip_large"},
		"in an archive":  {archive(t, "1.zip", string(archive(t, "1.txt", one))), "bank.zip_nested"},
		"of two formats": {archive(t, "1.txt", one, "2.txt", byFile("3", "DocDate=02.03.2026", "Db=1.00")), "bank.zip_mixed"},
		"one is no good": {archive(t, "1.txt", one, "2.txt", "hello"), "bank.no_format"},
		"one is empty":   {archive(t, "1.txt", one, "2.txt", ""), "bank.empty"},
	} {
		if _, err := Read("a.zip", c.src, Options{}); fault.Code(err) != c.code || !strings.HasPrefix(err.Error(), "a.zip") {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
