package paper

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/payqr"
)

// tool is a program of the system that tests look at paper with. scripts/test-tools
// installs them, so one that is not there is a failure and not a skipped test.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: run scripts/test-tools", name)
	}
	return path
}

// printed is a PDF of one sheet.
func printed(t testing.TB, size fpdf.SizeType, s *sheet) []byte {
	t.Helper()
	d := newFile(Info{Title: "sheet", Lang: "ru", Date: day}, size, wholeFont)
	d.page(s)
	var b bytes.Buffer
	if err := d.writeTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scanned draws the first page of a PDF in grey as a scanner gives it and reads
// the code on it; empty if none is found.
func scanned(t testing.TB, pdf []byte, dpi string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	draw := exec.CommandContext(t.Context(), tool(t, "pdftoppm"), "-r", dpi, "-gray", "-png", "-singlefile", file, filepath.Join(dir, "page"))
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	read := exec.CommandContext(t.Context(), tool(t, "zbarimg"), "--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", filepath.Join(dir, "page.png"))
	out, err := read.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 4 { // nothing found
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func qrSheet(t testing.TB, text, sign string, side float64) *sheet {
	t.Helper()
	code, err := newQR(text, sign)
	if err != nil {
		t.Fatal(err)
	}
	if side == 0 {
		side = code.least()
	}
	return &sheet{ops: code.ops(20, 20, side)}
}

func TestPaymentCodesReadBack(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("Оплата поставленных товаров по договору № 17/2026-ДК ", 5))
	for _, c := range []struct {
		name    string
		format  payqr.Format
		payment payqr.Payment
		sign    string
	}{
		{"st", payqr.ST, payqr.Payment{
			PayeeName: "ООО «Северный свет»", Account: "40702810138250123017", BankName: "ПАО «Речной банк»", BIC: "044525225",
			CorrAccount: "30101810400000000225", TaxID: "1234567894", Amount: 123_456_789, Currency: "RUB", Purpose: "Оплата по счёту 17, щипцы & ёмкости",
		}, ""},
		{"st long", payqr.ST, payqr.Payment{
			PayeeName: "Общество с ограниченной ответственностью «Торгово-промышленная компания Северный свет»", Account: "40702810138250123017",
			BankName: "Публичное акционерное общество «Речной банк»", BIC: "044525225", CorrAccount: "30101810400000000225", TaxID: "1234567894",
			Amount: 100, Currency: "RUB", Purpose: long,
		}, ""},
		{"epc", payqr.EPC, payqr.Payment{
			PayeeName: "Nordlicht Möbel GmbH", Account: "DE33100205000001194700", BIC: "BFSWDE33BER",
			Amount: 1230, Currency: "EUR", Purpose: "Rechnung 17, Straße", Reference: "RF18539007547034",
		}, ""},
		{"epc text", payqr.EPC, payqr.Payment{
			PayeeName: "Nordlicht Möbel GmbH", Account: "DE33100205000001194700", Amount: 99, Currency: "EUR", Purpose: "Счёт 17 für Möbel",
		}, ""},
		{"nbu", payqr.NBU, payqr.Payment{
			PayeeName: "ТОВ «Північне сяйво»", Account: "UA883226690000026005012107132", TaxID: "32855961",
			Amount: 57_645, Currency: "UAH", Purpose: "Оплата за договором № 5",
		}, "₴"},
		{"nbu long", payqr.NBU, payqr.Payment{
			PayeeName: "ТОВ «Торговельно-промислова компанія Північне сяйво та товариші»", Account: "UA883226690000026005012107132", TaxID: "32855961",
			Amount: 99_999_999_999, Currency: "UAH", Purpose: long,
		}, "₴"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := payqr.Text(c.format, c.payment)
			if err != nil {
				t.Fatal(err)
			}
			for _, dpi := range []string{"200", "300"} {
				got := scanned(t, printed(t, fpdf.SizeType{Wd: 100, Ht: 100}, qrSheet(t, text, c.sign, 0)), dpi)
				if got != text {
					t.Errorf("%s dpi: read %q\nwant %q", dpi, got, text)
				}
			}
		})
	}
}

func TestSignedCodesKeepTheStandardsBounds(t *testing.T) {
	for n := 190; n <= 500; n += 31 {
		code, err := newQR("https://bank.gov.ua/qr/"+strings.Repeat("QkNE", n)[:n-23], "₴")
		if err != nil {
			t.Fatal(err)
		}
		version := (code.dots.side - 17) / 4
		if version < 10 || version > 20 {
			t.Errorf("%d bytes: version %d", n, version)
		}
		if module := code.least() / float64(code.dots.side+2*qrQuiet); module < 0.5 {
			t.Errorf("%d bytes: a module of %.2f mm", n, module)
		}
	}
	if m := loadFonts()[sansBold]; !m.has('₴') {
		t.Error("the font has no hryvnia sign")
	}
}

func TestTooLongForACode(t *testing.T) {
	if _, err := newQR(strings.Repeat("я", 2000), ""); fault.Code(err) != "paper.code.long" {
		t.Error(err)
	}
}

func TestPageCodeReadsBackFromAScanner(t *testing.T) {
	for _, c := range []PageCode{
		{cal.On(2026, 11, 23), "AB12C-3DE4F", 1, 3},
		{cal.On(2027, 1, 2), "ZZZZZ-99999", 120, 300},
	} {
		s := sheet{ops: c.ops(174, 279)}
		s.ops = append(s.ops, op{x: 25, y: 288, size: 8, face: sans, text: "Страница 1 из 3"})
		got := scanned(t, printed(t, a4, &s), "150")
		if back, err := ParsePageCode(got); err != nil || back != c {
			t.Errorf("read %q: %+v, %v", got, back, err)
		}
	}
}

func TestParsePageCode(t *testing.T) {
	good := PageCode{cal.On(2026, 11, 23), "AB12C-3DE4F", 2, 3}
	if s := good.String(); s != "D1/20261123/AB12C-3DE4F/2/3" {
		t.Error(s)
	}
	if back, err := ParsePageCode(good.String()); err != nil || back != good {
		t.Errorf("%+v, %v", back, err)
	}
	for _, text := range []string{
		"", "D1", "D2/20261123/AB12C-3DE4F/2/3", "D1/20261123/AB12C-3DE4F/2", "D1/20261123/AB12C-3DE4F/2/3/4", "D1/20261131/AB12C-3DE4F/2/3",
		"D1/2026123/AB12C-3DE4F/2/3", "D1/20261123//2/3", "D1/20261123/A/0/3", "D1/20261123/A/4/3", "D1/20261123/A/2/x", "D1/20261123/A/02/3",
		"D1/20261123/A/+2/3", "D1/20261123/A/2/10000", "ST00012|Name=A", "D1/２0261123/A/2/3",
	} {
		if c, err := ParsePageCode(text); fault.Code(err) != "paper.page_code" || c != (PageCode{}) {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}

// FuzzParsePageCode has every code that is read be the one that is written.
func FuzzParsePageCode(f *testing.F) {
	f.Add("D1/20261123/AB12C-3DE4F/2/3")
	f.Add("D1/00000101/A/1/1")
	f.Add("ST00012|Name=A")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParsePageCode(text)
		if err == nil && c.String() != text {
			t.Errorf("%q becomes %q", text, c)
		}
	})
}

func BenchmarkPageCode(b *testing.B) {
	c := PageCode{day, "AB12C-3DE4F", 1, 3}
	for b.Loop() {
		if len(c.ops(0, 0)) != 1 {
			b.Fatal("no code")
		}
	}
}

func BenchmarkPaymentCode(b *testing.B) {
	text := "ST00012|Name=" + strings.Repeat("Ж", 200)
	for b.Loop() {
		if _, err := newQR(text, ""); err != nil {
			b.Fatal(err)
		}
	}
}
