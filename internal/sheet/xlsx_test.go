package sheet

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"debitor/internal/fault"
)

// readAll gives a file's rows with their lines.
func readAll(t testing.TB, f *File) (out [][]string, lines []int) {
	t.Helper()
	rows, err := f.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		r := rows.Row()
		if r.Err != nil {
			out = append(out, []string{"!" + r.Err.Code})
		} else {
			out = append(out, append([]string(nil), r.Cells...))
		}
		lines = append(lines, r.Line)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return out, lines
}

// book writes a workbook with the library that writes them, which is what
// makes the reader's test independent of the reader.
func book(t testing.TB, fill func(x *excelize.File)) string {
	t.Helper()
	x := excelize.NewFile()
	fill(x)
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWorkbookCells(t *testing.T) {
	path := book(t, func(x *excelize.File) {
		_, err := x.NewSheet("Данные")
		must(t, err)
		set := func(cell string, v any) { must(t, x.SetCellValue("Данные", cell, v)) }
		style := func(cell, code string) {
			id, err := x.NewStyle(&excelize.Style{CustomNumFmt: &code})
			must(t, err, x.SetCellStyle("Данные", cell, cell, id))
		}
		set("A1", "Номер")
		set("C1", "Дата")
		set("A3", 152)
		style("A3", "00000000")
		set("B3", 72.27)
		set("C3", time.Date(2026, 3, 31, 10, 15, 0, 0, time.UTC))
		set("A4", "0015")
		set("B4", 72.269999999999996)
		set("C4", 46112)
		style("C4", `[$-419]dd\ mmmm\ yyyy" г."`)
		set("D4", true)
		set("A5", "a_x000D_\nb")
		set("B5", 1234567.5)
		style("B5", `#,##0.00" дн"`)
		set("C5", 0.1+0.2)
		set("D5", 1e-7)
	})
	f, err := Open(path, Options{})
	must(t, err)
	if f.Format != Workbook || f.Sheet != "Данные" {
		t.Errorf("format %s, sheet %q", f.Format, f.Sheet)
	}
	got, lines := readAll(t, f)
	want := [][]string{
		{"Номер", "", "Дата"},
		{"00000152", "72.27", "2026-03-31"},
		{"0015", "72.27", "2026-03-31", "true"},
		{"a\nb", "1234567.5", "0.3", "0.0000001"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{1, 3, 4, 5}, lines); d != "" {
		t.Error(d)
	}
}

func TestWorkbookKinds(t *testing.T) {
	path := book(t, func(x *excelize.File) {
		must(t, x.SetCellValue("Sheet1", "A1", "1.234"), x.SetCellValue("Sheet1", "B1", 1.234),
			x.SetCellValue("Sheet1", "C1", time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)))
	})
	f, err := Open(path, Options{Sheet: "sheet1"})
	must(t, err)
	rows, err := f.Rows()
	must(t, err)
	defer rows.Close()
	rows.Next()
	if d := cmp.Diff([]Kind{TextCell, NumberCell, DateCell}, rows.Row().Kinds); d != "" {
		t.Error(d)
	}
}

// TestWorkbookOf1C reads a workbook as other programs spell it: parts named in
// another case, prefixed elements, no cell references, inline and rich texts.
func TestWorkbookOf1C(t *testing.T) {
	path := zipped(t, map[string]string{
		"xl/workbook.xml": `<?xml version="1.0" encoding="windows-1251"?><x:workbook xmlns:x="u" xmlns:r="v">` +
			`<x:workbookPr date1904="1"/><x:sheets><x:sheet name="Лист1" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/Sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="t/sharedStrings" Target="SharedStrings.xml"/></Relationships>`,
		"xl/SharedStrings.xml": `<sst><si><r><t>Конт</t></r><r><t>рагент</t></r><rPh><t>aid</t></rPh></si><si><t/></si></sst>`,
		"xl/worksheets/sheet1.xml": `<x:worksheet><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>Сумма</x:t></x:is></x:c></x:row>` +
			`<x:row/><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
	})
	f, err := Open(path, Options{})
	must(t, err)
	got, lines := readAll(t, f)
	if d := cmp.Diff([][]string{{"Контрагент", "Сумма"}, {"", "2"}}, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{1, 3}, lines); d != "" {
		t.Error(d)
	}
}

// zipped writes a zip of the given parts.
func zipped(t testing.TB, parts map[string]string) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	path := filepath.Join(t.TempDir(), "book.xlsx")
	must(t, os.WriteFile(path, buf.Bytes(), 0o600))
	return path
}

func TestWorkbookRefused(t *testing.T) {
	parts := func(sheet string) map[string]string {
		return map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="v"><sheets><sheet name="S" r:id="a"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>`,
			"xl/s.xml":                   sheet,
		}
	}
	row := `<worksheet><sheetData><row><c r="%"><v>1</v></c></row></sheetData></worksheet>`
	tests := []struct {
		name, code string
		parts      map[string]string
	}{
		{"empty", "sheet.empty", parts(`<worksheet><sheetData/></worksheet>`)},
		{"bomb", "sheet.xlsx.bomb", parts("<worksheet><sheetData>" + strings.Repeat(" ", 80<<20))},
		{"long token", "sheet.xlsx.cell", parts("<worksheet><sheetData><row><c><v>" + strings.Repeat("9", 2<<20))},
		{"far column", "sheet.xlsx.columns", parts(strings.Replace(row, "%", "XFD1", 1))},
		{"far row", "sheet.xlsx.rows", parts(strings.Replace(row, "<row>", `<row r="99999999">`, 1))},
		{"cut off", "sheet.xlsx.broken", parts(`<worksheet><sheetData><row><c><v>1`)},
		{"no text", "sheet.xlsx.broken", parts(strings.Replace(row, `r="%"`, `t="s"`, 1))},
		{"entity", "sheet.xlsx.broken", parts(`<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(row, `<v>1</v>`, `<is><t>&x;</t></is>`, 1))},
		{"a zip", "sheet.zip", map[string]string{"a.txt": "a"}},
		{"ods", "sheet.ods", map[string]string{"content.xml": "a"}},
		{"xlsb", "sheet.xlsb", map[string]string{"xl/workbook.bin": "a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(zipped(t, tt.parts), Options{})
			if fault.Code(err) != tt.code || fault.KindOf(err) != fault.Input {
				t.Errorf("got %v (%s)", err, fault.Code(err))
			}
		})
	}
	_, err := Open(book(t, func(*excelize.File) {}), Options{Sheet: "Other"})
	if fault.Code(err) != "sheet.xlsx.no_sheet" {
		t.Error(err)
	}
}

// FuzzWorkbook feeds broken XML into the parts of a workbook.
func FuzzWorkbook(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="2"><c r="B2" t="s" s="1"><v>0</v></c><c t="inlineStr"><is><t>a</t></is></c></row></sheetData></worksheet>`,
		`<sst><si><t>x_x0041_</t></si></sst>`,
		`<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-419]dd&quot;x"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	f.Add(`<row><c><v>1e300</v></c></x></y><row r="1"><c r="ZZZZZ9"><v>-1`, `<si></si><si>`, `<a>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		path := zipped(t, map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="v"><sheets><sheet name="S" r:id="a"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>`,
			"xl/s.xml":                   sheet, "xl/sharedStrings.xml": texts, "xl/styles.xml": styles,
		})
		file, err := Open(path, Options{})
		if err == nil {
			var rows *Rows
			rows, err = file.Rows()
			must(t, err)
			defer rows.Close()
			for rows.Next() {
				if r := rows.Row(); len(r.Cells) != len(r.Kinds) || len(r.Cells) > MaxColumns {
					t.Fatalf("%d cells, %d kinds", len(r.Cells), len(r.Kinds))
				}
			}
			err = rows.Err()
		}
		if err != nil && fault.KindOf(err) != fault.Input {
			t.Fatal(err)
		}
	})
}
