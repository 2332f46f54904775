package sheet

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestDetect(t *testing.T) {
	const text = "Оплата по счёту за поставку товара, в том числе НДС"
	in := func(m *charmap.Charmap, s string) string {
		b, err := m.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	utf16 := "\xFF\xFE"
	for _, r := range text {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, c := range map[string]struct {
		src string
		e   Encoding
		bad int
	}{
		"UTF-8":              {text, UTF8, 0},
		"UTF-8 with a mark":  {"\xEF\xBB\xBF" + text, UTF8, 0},
		"ASCII":              {"plain", UTF8, 0},
		"UTF-16":             {utf16, UTF16LE, 0},
		"windows-1251":       {in(charmap.Windows1251, text), Windows1251, 0},
		"CP866":              {in(charmap.CodePage866, text), CP866, 0},
		"windows-1252":       {in(charmap.Windows1252, "Überweisung für Müller"), Windows1252, 0},
		"UTF-8, damaged":     {text[:20] + "\xD0" + text[20:], "", 20},
		"UTF-8, cut off":     {text[:21], "", 20},
		"marked, but is not": {"\xEF\xBB\xBF" + in(charmap.Windows1251, text), "", 3},
		"with a NUL":         {"ab\x00", "", 2},
	} {
		e, mark, bad := Detect([]byte(c.src))
		if e != c.e || bad != c.bad {
			t.Errorf("%s: %q, %d; want %q, %d", name, e, bad, c.e, c.bad)
			continue
		}
		want := text
		switch name {
		case "ASCII":
			want = "plain"
		case "windows-1252":
			want = "Überweisung für Müller"
		}
		if got := e.Decode([]byte(c.src)[mark:]); e != "" && got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestOpenBytes(t *testing.T) {
	f, err := OpenBytes("x.csv", []byte("a;b\n1;2\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a file in memory can be read again, too
		rows, err := f.Rows()
		if err != nil || !rows.Next() || !rows.Next() || rows.Row().Cells[1] != "2" || rows.Next() {
			t.Fatalf("%v", err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
