package sheet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"debitor/internal/fault"
)

func written(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	must(t, os.WriteFile(path, data, 0o600))
	return path
}

// encoded writes text in an encoding, without its byte order mark.
func encoded(t interface{ Fatal(...any) }, text string, e Encoding) []byte {
	var out []byte
	var err error
	switch e {
	case UTF8:
		return []byte(text)
	case UTF16LE:
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case UTF16BE:
		out, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	default:
		out, err = charmaps[e].NewEncoder().Bytes([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestText(t *testing.T) {
	tests := []struct {
		name  string
		data  string
		want  [][]string
		lines []int
	}{
		{"line ends", "a,b\r\nc,d\ne,f\rg,h", [][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g", "h"}}, []int{1, 2, 3, 4}},
		{"blank lines", "a;b\n\n;;\n  \n1;2\n", [][]string{{"a", "b"}, {"1", "2"}}, []int{1, 5}},
		{"sep line", "sep=;\r\na,b;c\r\n1,5;2,5\r\n", [][]string{{"a,b", "c"}, {"1,5", "2,5"}}, []int{2, 3}},
		{"decimal comma", "n;s\n1;2,5\n2;3,5\n3;4,5\n", [][]string{{"n", "s"}, {"1", "2,5"}, {"2", "3,5"}, {"3", "4,5"}}, nil},
		{"only two commas", "n;s;t\nx;2,5;1,5\ny;3,5;1,2\n", [][]string{{"n", "s", "t"}, {"x", "2,5", "1,5"}, {"y", "3,5", "1,2"}}, nil},
		{"tabs", "a\tb\n1\t2\n", [][]string{{"a", "b"}, {"1", "2"}}, nil},
		{"bars", "a|b\n1|2\n", [][]string{{"a", "b"}, {"1", "2"}}, nil},
		{"one column", "a\n1\n", [][]string{{"a"}, {"1"}}, nil},
		{"title rows", "Report of today, all\n\na;b;c\n1;2;3\n4;5;6\n", [][]string{{"Report of today, all"}, {"a", "b", "c"}, {"1", "2", "3"}, {"4", "5", "6"}}, []int{1, 3, 4, 5}},
		{"quotes", "a;\"b \"\"x\"\"\"\n\"1;\r\n2\";\"\"\n3;4\n", [][]string{{"a", `b "x"`}, {"1;\r\n2", ""}, {"3", "4"}}, []int{1, 2, 4}},
		{"space behind a quote", "a;b\n\"1\"  ;2\n", [][]string{{"a", "b"}, {"1", "2"}}, nil},
		{"quotes in bare text", "a;b\nООО \"Ромашка\";2\n", [][]string{{"a", "b"}, {`ООО "Ромашка"`, "2"}}, nil},
		{"undoubled quotes", "a;b\n\"ООО \"Ромашка\"\";2\n3;4\n", [][]string{{"a", "b"}, {`ООО "Ромашка"`, "2"}, {"3", "4"}}, nil},
		{"two names in quotes", "a;b\n\"Роза\" и \"Лютик\";2\n3;4\n", [][]string{{"a", "b"}, {`"Роза" и "Лютик"`, "2"}, {"3", "4"}}, nil},
		{"bare text that begins with a quote", "a;b\n\"Ромашка\" ООО;\"2\"\n3;4\n", [][]string{{"a", "b"}, {`"Ромашка" ООО`, "2"}, {"3", "4"}}, nil},
		{"never closed", "a;b\n\"1;2\n3;4\n", [][]string{{"a", "b"}, {"!sheet.quote"}, {"3", "4"}}, []int{1, 2, 3}},
		{"cannot be told", "a;b;c\n\"x\" y;\"z\n1;2;3\n4;5;6\n", [][]string{{"a", "b", "c"}, {"!sheet.quote"}, {"1", "2", "3"}, {"4", "5", "6"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Open(written(t, []byte(tt.data)), Options{})
			must(t, err)
			got, lines := readAll(t, f)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			if tt.lines != nil && !cmp.Equal(tt.lines, lines) {
				t.Errorf("lines %v, want %v", lines, tt.lines)
			}
		})
	}
}

func TestTextRefused(t *testing.T) {
	tests := []struct{ name, code, data string }{
		{"nothing", "sheet.empty", ""},
		{"blanks", "sheet.empty", "\n  \n"},
		{"NUL", "sheet.binary", "a;b\n1;\x002\n"},
		{"xls", "sheet.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
		{"pdf", "sheet.pdf", "%PDF-1.7\n"},
		{"damaged zip", "sheet.xlsx.zip", "PK\x03\x04rest"},
		{"mixed encodings", "sheet.encoding", "\xEF\xBB\xBFa;b\n\xCF\xF0;1\n"},
		{"endless line", "sheet.line_too_long", strings.Repeat("a", 3*MaxLine)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Open(written(t, []byte(tt.data)), Options{})
			if err == nil {
				rows, rerr := f.Rows()
				must(t, rerr)
				defer rows.Close()
				for rows.Next() {
				}
				err = rows.Err()
			}
			if fault.Code(err) != tt.code || fault.KindOf(err) != fault.Input {
				t.Errorf("got %v (%s)", err, fault.Code(err))
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.csv"), Options{}); fault.Code(err) != "sheet.not_found" {
		t.Error(err)
	}
	path := written(t, []byte("a;b\n1;2\n"))
	f, err := Open(path, Options{})
	must(t, err, os.WriteFile(path, []byte("a;b\n1;2\n3;4\n"), 0o600))
	if _, err = f.Rows(); fault.Code(err) != "sheet.changed" {
		t.Error(err)
	}
}

// TestEncodings has texts as tables hold them, some with two words only.
func TestEncodings(t *testing.T) {
	tests := []struct {
		text string
		in   []Encoding
	}{
		{"Контрагент;Сумма\nООО «Василёк», № 5;12,50\n", []Encoding{UTF8, UTF16LE, UTF16BE, Windows1251}},
		{"Контрагент;Сумма\nООО \"Василёк\", № 5;12,50\n", []Encoding{CP866, Windows1251}},
		{"ИТОГО;ВСЕГО\nЗАО ТРЕСТ;1\n", []Encoding{CP866, Windows1251, UTF8}},
		{"Рахунок;Сума\nФОП Їжак Єва;1\n", []Encoding{CP866, Windows1251, UTF8}},
		{"Пакупнік;Сума\nТАА Ўсход, вуліца Мірная;1\n", []Encoding{Windows1251, UTF8}},
		{"Сума;b\nТАА Ўсход, вулiца Мiрная;1\n", []Encoding{CP866, Windows1251}},
		{"a;b\nда;1\n", []Encoding{CP866, Windows1251}},
		{"invoice;customer\n1;OOO Луч\n", []Encoding{CP866, Windows1251}},
		{"Kupac;Iznos\nŽeljezara Čapljina, Đurđevac;1\n", []Encoding{UTF8, Windows1250}},
		{"Kunde;Fälligkeit\nMüller & Söhne, Straße 5;1\n", []Encoding{UTF8, Windows1252}},
		{"a;b\n1;2\n", []Encoding{UTF8}},
	}
	for _, tt := range tests {
		for _, e := range tt.in {
			t.Run(string(e)+" "+tt.text[:4], func(t *testing.T) {
				f, err := Open(written(t, encoded(t, tt.text, e)), Options{})
				must(t, err)
				if f.Encoding != e {
					t.Fatalf("took %s for %s", e, f.Encoding)
				}
				got, _ := readAll(t, f)
				var lines []string
				for _, cells := range got {
					lines = append(lines, strings.Join(cells, ";"))
				}
				want := strings.ReplaceAll(strings.TrimSpace(tt.text), `"`, "")
				if have := strings.ReplaceAll(strings.Join(lines, "\n"), `"`, ""); have != want {
					t.Errorf("got %s\nwant %s", have, want)
				}
			})
		}
	}
}

// TestEncodingShownLate: the only Cyrillic word stands behind a megabyte.
func TestEncodingShownLate(t *testing.T) {
	text := "invoice;customer\n" + strings.Repeat("1;OOO\n", 200_000) + "2;Ромашка\n"
	for _, e := range []Encoding{UTF8, Windows1251, CP866} {
		f, err := Open(written(t, encoded(t, text, e)), Options{})
		must(t, err)
		if f.Encoding != e {
			t.Errorf("took %s for %s", e, f.Encoding)
		}
	}
}

// TestRoundTrip writes random cells in each encoding with each separator and
// reads the same cells back.
func TestRoundTrip(t *testing.T) {
	encodings := []Encoding{UTF8, UTF16LE, UTF16BE, Windows1251, CP866}
	path := filepath.Join(t.TempDir(), "table.csv")
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(encodings).Draw(t, "encoding")
		comma := rapid.SampledFrom(candidates).Draw(t, "comma")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "end")
		columns := rapid.IntRange(2, 6).Draw(t, "columns")
		cell := rapid.OneOf(rapid.StringOfN(rapid.RuneFrom([]rune("абвя ЯЖ0159.,;\t|\"\n'-")), 0, 12, -1), rapid.StringMatching(`[0-9]{1,6},[0-9]{2}`))
		var text strings.Builder
		var want [][]string
		var header []string
		for i := range columns {
			header = append(header, fmt.Sprint("Покупатель", i))
		}
		write := func(cells []string) {
			for i, c := range cells {
				if i > 0 {
					text.WriteByte(comma)
				}
				text.WriteString(quotedFor(c, comma))
			}
			text.WriteString(end)
			want = append(want, cells)
		}
		write(header)
		for range rapid.IntRange(1, 20).Draw(t, "rows") {
			cells := rapid.SliceOfN(cell, columns-1, columns-1).Draw(t, "cells")
			write(append([]string{"контрагент"}, cells...))
		}
		if err := os.WriteFile(path, encoded(t, text.String(), e), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if f.Encoding != e || f.Comma != comma {
			t.Fatalf("took %s %q for %s %q\n%s", e, comma, f.Encoding, f.Comma, text.String())
		}
		rows, err := f.Rows()
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for _, cells := range want {
			if !rows.Next() || !cmp.Equal(rows.Row().Cells, cells) {
				t.Fatalf("got %q, want %q", rows.Row().Cells, cells)
			}
		}
	})
}

func quotedFor(cell string, comma byte) string {
	if strings.ContainsAny(cell, "\"\r\n"+string(comma)) {
		return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return cell
}

// FuzzText wants every reading to end, with lines that only grow and cells
// within the limit.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a;b\n1;2\n", "sep=,\na,\"b\"\"\n\"", "\"a\"b;\"c\n\r\n", "\xEF\xBB\xBF\"", "\xFF\xFEa\x00", "\xCF\xF0\xE8;1\n", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "table.csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		must(t, os.WriteFile(path, data, 0o600))
		file, err := Open(path, Options{})
		if err != nil {
			if fault.KindOf(err) != fault.Input {
				t.Fatal(err)
			}
			return
		}
		rows, err := file.Rows()
		must(t, err)
		defer rows.Close()
		line := 0
		for rows.Next() {
			r := rows.Row()
			if r.Line <= line || len(r.Cells) > MaxColumns {
				t.Fatalf("line %d after %d, %d cells", r.Line, line, len(r.Cells))
			}
			line = r.Line
		}
		if err := rows.Err(); err != nil && fault.KindOf(err) != fault.Input {
			t.Fatal(err)
		}
		if n := bytes.Count(data, []byte{'\n'}) + bytes.Count(data, []byte{'\r'}) + 1; file.Format == Text && file.Encoding != UTF16LE && file.Encoding != UTF16BE && line > n {
			t.Fatalf("line %d of %d", line, n)
		}
	})
}
