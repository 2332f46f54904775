package page

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/sheet"
	"debitor/internal/web/say"
)

func exported(t *testing.T, format, lang string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	c := &Call{W: w, R: httptest.NewRequest(http.MethodGet, "/?format="+format, nil), Say: say.For(lang)}
	err := c.Export("Клиенты 1/2", []string{"Имя", "Сумма", "День"}, func(row func(...any) error) error {
		if err := row("=1+1; x", sheet.Decimal("-1234.50"), cal.On(2026, 3, 31)); err != nil {
			return err
		}
		return row("ООО", 12, cal.Date(0))
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestExportCSV(t *testing.T) {
	for lang, want := range map[string]string{
		"ru": "\ufeffИмя;Сумма;День\n\"'=1+1; x\";-1234,50;2026-03-31\nООО;12;\n",
		"en": "\ufeffИмя;Сумма;День\n\"'=1+1; x\";-1234.50;2026-03-31\nООО;12;\n",
	} {
		w := exported(t, "csv", lang)
		if got := w.Body.String(); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if got := w.Header().Get("Content-Disposition"); got != "attachment; filename*=UTF-8''%D0%9A%D0%BB%D0%B8%D0%B5%D0%BD%D1%82%D1%8B%201%2F2.csv" {
			t.Errorf("it is saved as %s", got)
		}
	}
}

func TestExportXLSX(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, exported(t, "xlsx", "ru").Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.Rows()
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for rows.Next() {
		for _, cell := range rows.Row().Cells {
			all.WriteString(cell + "|")
		}
	}
	if want := "Имя|Сумма|День|=1+1; x|-1234.5|2026-03-31|ООО|12|"; all.String() != want {
		t.Errorf("the workbook reads %q, want %q", all.String(), want)
	}
}

func TestExportOfAnUnknownFormat(t *testing.T) {
	w := httptest.NewRecorder()
	c := &Call{W: w, R: httptest.NewRequest(http.MethodGet, "/?format=doc", nil), Say: say.For("ru")}
	err := c.Export("x", nil, func(func(...any) error) error { return nil })
	if fault.Code(err) != "page.format" || w.Body.Len() > 0 {
		t.Errorf("it answers %v with %d bytes", err, w.Body.Len())
	}
}

func TestExportThatBreaksSendsNothing(t *testing.T) {
	w := httptest.NewRecorder()
	c := &Call{W: w, R: httptest.NewRequest(http.MethodGet, "/?format=csv", nil), Say: say.For("ru")}
	err := c.Export("x", []string{"a"}, func(row func(...any) error) error {
		for range 100_000 {
			if err := row("long enough to be written in between"); err != nil {
				return err
			}
		}
		return fault.New(fault.Internal, "test", "broke")
	})
	if err == nil || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("it answers %v with %d bytes", err, w.Body.Len())
	}
}
