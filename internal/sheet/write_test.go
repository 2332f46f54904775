package sheet

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"debitor/internal/cal"
)

// TestBookIsReadBack writes two sheets side by side and reads them with our own
// reader, and their types with somebody else's.
func TestBookIsReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.xlsx")
	b, err := NewBook()
	if err != nil {
		t.Fatal(err)
	}
	one, err := b.Table("Итоги", Column{"Что", 20}, Column{"Сколько", 10})
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.Table("Rows", Column{"date", 10}, Column{"text", 30})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		one.Row("письма", 12), two.Row(cal.On(2026, 2, 3), "=1+1"), one.Row("цена", Decimal("1234.50")),
		two.Row(cal.Date(0), strings.Repeat("ж", 40_000)), one.Row(nil, Decimal("-0.05")), b.Save(path), b.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := map[string][][]string{}
	for _, name := range []string{"Итоги", "Rows"} {
		f, err := Open(path, Options{Sheet: name})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.Rows()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var cells []string
			for _, c := range rows.Row().Cells {
				cells = append(cells, c[:min(len(c), 20)])
			}
			got[name] = append(got[name], cells)
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		rows.Close()
	}
	want := map[string][][]string{
		"Итоги": {{"Что", "Сколько"}, {"письма", "12"}, {"цена", "1234.5"}, {"", "-0.05"}},
		"Rows":  {{"date", "text"}, {"2026-02-03", "=1+1"}, {"", strings.Repeat("ж", 10)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	x, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	for cell, want := range map[string]string{"A2": "2026-02-03", "B2": "=1+1"} {
		shown, err := x.GetCellValue("Rows", cell)
		formula, _ := x.GetCellFormula("Rows", cell)
		if err != nil || shown != want || formula != "" {
			t.Errorf("%s shows %q, formula %q, %v", cell, shown, formula, err)
		}
	}
	xml := part(t, path, "xl/worksheets/sheet1.xml")
	if one, two := strings.Index(xml, `<col min="1"`), strings.Index(xml, `<col min="2"`); one < 0 || one > two {
		t.Errorf("the widths of columns stand at %d and %d, not in order", one, two)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// part is one file of the workbook.
func part(t *testing.T, path, name string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestBookThatCannotBeSaved(t *testing.T) {
	b, err := NewBook()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(filepath.Join(t.TempDir(), "no such directory", "book.xlsx")); err == nil {
		t.Error("saved where there is no directory")
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
