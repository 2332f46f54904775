package payqr

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/requisite"
)

// The payees that the tests change one field at a time.
func russian() Payment {
	return Payment{
		PayeeName: "ООО «Северный свет»", Account: "40702810138250123017", BankName: "ПАО «Речной банк»", BIC: "044525225",
		CorrAccount: "30101810400000000225", TaxID: "1234567894", KPP: "123401001", Amount: 125_000, Currency: "RUB",
		Purpose: "Оплата по счёту 17 от 02.03.2026, без НДС", Reference: "П-17",
	}
}

func german() Payment {
	return Payment{
		PayeeName: "Nordlicht Möbel GmbH", Account: "DE33 1002 0500 0001 1947 00", BIC: "BFSWDE33BER",
		Amount: 1230, Currency: "EUR", Purpose: "Rechnung 17", Reference: "RF18 5390 0754 7034",
	}
}

func ukrainian() Payment {
	return Payment{
		PayeeName: "ТОВ «Північне сяйво»", Account: ukrainianIBAN, TaxID: "32855961", Amount: 57_645, Currency: "UAH",
		Purpose: "Оплата за договором № 5 від 01.02.2026", Reference: "П-17",
	}
}

// ukrainianIBAN is invented, with check digits of its own.
var ukrainianIBAN = withCheckDigits("UA", "3226690000026005012107132")

func withCheckDigits(country, national string) string {
	for check := range 98 {
		if iban := fmt.Sprintf("%s%02d%s", country, check, national); requisite.IBAN(iban) == nil {
			return iban
		}
	}
	return ""
}

func TestTheThreeFormats(t *testing.T) {
	st, err := Text(ST, russian())
	if err != nil {
		t.Fatal(err)
	}
	if want := "ST00012|Name=ООО «Северный свет»|PersonalAcc=40702810138250123017|BankName=ПАО «Речной банк»|BIC=044525225|" +
		"CorrespAcc=30101810400000000225|Sum=125000|Purpose=П-17, Оплата по счёту 17 от 02.03.2026, без НДС|PayeeINN=1234567894|KPP=123401001"; st != want {
		t.Errorf("got  %s\nwant %s", st, want)
	}
	epc, err := Text(EPC, german())
	if err != nil {
		t.Fatal(err)
	}
	if want := "BCD\n002\n1\nSCT\nBFSWDE33BER\nNordlicht Möbel GmbH\nDE33100205000001194700\nEUR12.30\n\nRF18539007547034"; epc != want {
		t.Errorf("got  %q\nwant %q", epc, want)
	}
	plain := german()
	plain.Reference, plain.BIC = "M-17", ""
	if epc, err = Text(EPC, plain); err != nil {
		t.Fatal(err)
	}
	if want := "BCD\n002\n1\nSCT\n\nNordlicht Möbel GmbH\nDE33100205000001194700\nEUR12.30\n\n\nM-17, Rechnung 17"; epc != want {
		t.Errorf("got  %q\nwant %q", epc, want)
	}
	nbu, err := Text(NBU, ukrainian())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(nbu, "https://bank.gov.ua/qr/QkNECjAwMgoxClVDVAo") {
		t.Errorf("the text begins with %.50s", nbu)
	}
	want := "BCD\n002\n1\nUCT\n\nТОВ «Північне сяйво»\n" + ukrainianIBAN + "\nUAH576.45\n32855961\n\n\nП-17, Оплата за договором № 5 від 01.02.2026\n\n"
	if rows := openRows(t, nbu); rows != want {
		t.Errorf("got  %q\nwant %q", rows, want)
	}
}

// TestAValueWithTheSeparatorGetsAnother is the standard's way out: the eighth
// byte says which sign parts the fields.
func TestAValueWithTheSeparatorGetsAnother(t *testing.T) {
	p := russian()
	p.BankName = "ОАО | \"БАНК\""
	text, err := Text(ST, p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "ST00012#Name=ООО «Северный свет»#") || !strings.Contains(text, "#BankName=ОАО | \"БАНК\"#BIC=") {
		t.Error(text)
	}
	p.CorrAccount = ""
	if text, err = Text(ST, p); err != nil || !strings.Contains(text, "#CorrespAcc=0#") {
		t.Errorf("%s, %v", text, err)
	}
}

// openRows is what a bank reads out of a Ukrainian code, as UTF-8.
func openRows(t interface{ Fatal(args ...any) }, text string) string {
	rows, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, nbuStart))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(rows), "BCD\n002\n2\n") {
		if rows, err = charmap.Windows1251.NewDecoder().Bytes(rows); err != nil {
			t.Fatal(err)
		}
	}
	return string(rows)
}

func TestFor(t *testing.T) {
	for _, c := range []struct {
		country  string
		currency money.Currency
		want     Format
	}{
		{"RU", "RUB", ST},
		{"RU", "EUR", None},
		{"UA", "UAH", NBU},
		{"UA", "EUR", None},
		{"DE", "EUR", EPC},
		{"DE", "USD", None},
		{"CH", "EUR", EPC},
		{"BY", "BYN", None},
		{"BY", "RUB", None},
		{"BA", "BAM", None},
		{"BA", "EUR", None},
		{"", "EUR", None},
	} {
		if got := For(c.country, c.currency); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.country, c.currency, got, c.want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	type refusal struct {
		code   string
		format Format
		of     func() Payment
		change func(*Payment)
	}
	for _, c := range []refusal{
		{"payqr.payee", ST, russian, func(p *Payment) { p.PayeeName = " \n" }},
		{"payqr.text", ST, russian, func(p *Payment) { p.Purpose = "\xff" }},
		{"payqr.text", ST, russian, func(p *Payment) { p.PayeeName = separators }},
		{"payqr.amount", ST, russian, func(p *Payment) { p.Amount = 0 }},
		{"payqr.amount", ST, russian, func(p *Payment) { p.Amount = -1 }},
		{"money.too_large", ST, russian, func(p *Payment) { p.Amount = money.Max + 1 }},
		{"payqr.currency", ST, russian, func(p *Payment) { p.Currency = "USD" }},
		{"payqr.bank", ST, russian, func(p *Payment) { p.BankName = "" }},
		{"payqr.bic", ST, russian, func(p *Payment) { p.BIC = "04452522" }},
		{"payqr.bic", ST, russian, func(p *Payment) { p.BIC = "04452522A" }},
		{"payqr.account", ST, russian, func(p *Payment) { p.BIC = "044525226" }},
		{"payqr.account", ST, russian, func(p *Payment) { p.Account = "40702810138250123018" }},
		{"payqr.account", ST, russian, func(p *Payment) { p.Account = "4070281013825012301" }},
		{"payqr.account", ST, russian, func(p *Payment) { p.Account = "40702Ж0138250123017" }},
		{"payqr.account", ST, russian, func(p *Payment) { p.Account = "" }},
		{"payqr.corr_account", ST, russian, func(p *Payment) { p.CorrAccount = "30101810965770000413" }},
		{"payqr.corr_account", ST, russian, func(p *Payment) { p.CorrAccount = "301018104000000002" }},
		{"payqr.tax_id", ST, russian, func(p *Payment) { p.TaxID = "1234567895" }},
		{"payqr.kpp", ST, russian, func(p *Payment) { p.KPP = "12340100" }},

		{"payqr.account", EPC, german, func(p *Payment) { p.Account = "DE33100205000001194701" }},
		{"payqr.account", EPC, german, func(p *Payment) { p.Account = "DE3310020500000119470" }},
		{"payqr.account", EPC, german, func(p *Payment) { p.Account = "DE3310020500000119470A" }},
		{"payqr.account", EPC, german, func(p *Payment) { p.Account = "XX33100205000001194700" }},
		{"payqr.account", EPC, german, func(p *Payment) { p.Account = "DE" }},
		{"payqr.account", EPC, german, func(p *Payment) { p.Account = ukrainianIBAN }},
		{"payqr.bic", EPC, german, func(p *Payment) { p.BIC = "BFSWDE33BE" }},
		{"payqr.bic", EPC, german, func(p *Payment) {
			p.Account, p.BIC = withCheckDigits("CH", "00762011623852957"), ""
		}},
		{"payqr.amount", EPC, german, func(p *Payment) { p.Amount = largest + 1 }},
		{"payqr.currency", EPC, german, func(p *Payment) { p.Currency = "USD" }},
		{"payqr.reference", EPC, german, func(p *Payment) { p.Reference = "RF19539007547034" }},

		{"payqr.account", NBU, ukrainian, func(p *Payment) { p.Account = "DE33100205000001194700" }},
		{"payqr.account", NBU, ukrainian, func(p *Payment) { p.Account = ukrainianIBAN[:20] }},
		{"payqr.amount", NBU, ukrainian, func(p *Payment) { p.Amount = largest + 1 }},
		{"payqr.currency", NBU, ukrainian, func(p *Payment) { p.Currency = "EUR" }},
		{"payqr.tax_id", NBU, ukrainian, func(p *Payment) { p.TaxID = "" }},
		{"payqr.tax_id", NBU, ukrainian, func(p *Payment) { p.TaxID = "32855962" }},
		{"payqr.purpose", NBU, ukrainian, func(p *Payment) { p.Purpose, p.Reference = "", "" }},

		{"payqr.format", None, russian, func(*Payment) {}},
	} {
		p := c.of()
		c.change(&p)
		text, err := Text(c.format, p)
		if fault.Code(err) != c.code || text != "" || fault.KindOf(err) != fault.Input {
			t.Errorf("%s %+v: %q, %v, want %s", c.format, p, text, err, c.code)
		}
	}
}

func TestLongNamesAreShortenedAtAWord(t *testing.T) {
	p := russian()
	p.PayeeName = "Общество с ограниченной ответственностью «Торгово-промышленная компания Северный свет и многочисленные товарищи»"
	p.BankName = "Публичное акционерное общество «Речной коммерческий банк развития»"
	text, err := Text(ST, p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "ST00012|Name=ООО «Торгово-промышленная компания Северный свет и многочисленные|") {
		t.Error(text)
	}
	if !strings.Contains(text, "|BankName=ПАО «Речной коммерческий банк развития»|BIC=") {
		t.Error(text)
	}
	for _, c := range []struct {
		text        string
		chars, size int
		want        string
	}{
		{"два слова", 9, 40, "два слова"},
		{"два слова", 8, 40, "два"},
		{"два слова", 3, 40, "два"},
		{"два слова", 20, 7, "два"},
		{"одно,  два", 6, 40, "одно"},
		{"неразрывное", 4, 40, "нера"},
		{"неразрывное", 9, 5, "не"},
		{"", 5, 5, ""},
	} {
		if got := shorten(c.text, c.chars, c.size); got != c.want {
			t.Errorf("%q to %d, %d: %q", c.text, c.chars, c.size, got)
		}
	}
}

func TestTheReferenceIsNeverCutOff(t *testing.T) {
	for f, p := range map[Format]Payment{ST: russian(), EPC: german(), NBU: ukrainian()} {
		p.Reference = "K3F7A-19XYZ"
		for _, n := range []int{0, 1, 8, 40} {
			p.Purpose = strings.Repeat("Оплата поставки ", n) + "письмо K3F7A-19XYZ"
			text, err := Text(f, p)
			if err != nil {
				t.Fatal(err)
			}
			if f == NBU {
				text = openRows(t, text)
			}
			if strings.Count(text, p.Reference) != 1 {
				t.Errorf("%s, %d words: %q", f, 2*n, text)
			}
		}
	}
}

func TestUkrainianTextTooLongForUTF8IsNarrowed(t *testing.T) {
	p := ukrainian()
	p.PayeeName = "ТОВ «Північне сяйво та багато інших товаришів із довгими назвами»"
	p.Purpose = strings.TrimSpace(strings.Repeat("оплата за договором ", 20))
	text, err := Text(NBU, p)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(openRows(t, text), "\n")
	if !strings.HasPrefix(text, nbuStart+"QkNECjAwMgoyClVDVAo") || rows[2] != "2" || utf8.RuneCountInString(rows[11]) < nbuPurposeMost-10 {
		t.Errorf("charset %s, purpose %q", rows[2], rows[11])
	}
	p.PayeeName = "Öresund " + p.PayeeName // not in Windows-1251
	if text, err = Text(NBU, p); err != nil {
		t.Fatal(err)
	}
	if rows = strings.Split(openRows(t, text), "\n"); rows[2] != "1" || len(text) > nbuMost || len(text) < nbuMost-40 {
		t.Errorf("charset %s, %d bytes", rows[2], len(text))
	}
}

// TestAnyTextKeepsTheBounds puts any names and purposes into all three formats:
// the sum stays exact, the fields stay apart, and nothing is too long.
func TestAnyTextKeepsTheBounds(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("Абї ў«»|#=\n\r\u2028x9Ö漢🙂;~")), 1, 400, -1)
	rapid.Check(t, func(t *rapid.T) {
		name, purpose := "N"+text.Draw(t, "name"), "P"+text.Draw(t, "purpose")
		amount := money.Minor(rapid.Int64Range(1, int64(largest)).Draw(t, "amount"))
		for f, p := range map[Format]Payment{ST: russian(), EPC: german(), NBU: ukrainian()} {
			p.PayeeName, p.Purpose, p.Reference, p.Amount = name, purpose, "", amount
			if f == ST {
				p.BankName = "B" + text.Draw(t, "bank")
			}
			code, err := Text(f, p)
			if err != nil {
				t.Fatal(err)
			}
			read(t, f, code, amount)
		}
	})
}

// read takes a code apart as a bank does and compares the sum and the bounds.
func read(t *rapid.T, f Format, code string, amount money.Minor) {
	if !utf8.ValidString(code) {
		t.Fatalf("%q is not UTF-8", code)
	}
	switch f {
	case ST:
		fields, err := readST(code)
		if err != nil {
			t.Fatal(err)
		}
		block := strings.Index(code, "Sum=") - 1 - 8
		if fields["sum"] != fmt.Sprint(int64(amount)) || len(fields) != 9 || block > stMandatoryMost {
			t.Fatalf("%q: %d fields, block of %d", code, len(fields), block)
		}
	case EPC:
		lines := strings.Split(code, "\n")
		if lines[7] != "EUR"+amount.Decimal("EUR") || len(lines) != 11 || len(code) > epcMost {
			t.Fatalf("%q: %d lines, %d bytes", code, len(lines), len(code))
		}
	default:
		rows := strings.Split(openRows(t, code), "\n")
		if rows[7] != "UAH"+amount.Decimal("UAH") || len(rows) != 14 || rows[13] != "" || len(code) > nbuMost {
			t.Fatalf("%q: %d rows, %d bytes", rows, len(rows), len(code))
		}
	}
}

// readST is a small reader of ST0001x in UTF-8, for comparison only. Keys come
// back in small letters.
func readST(code string) (map[string]string, error) {
	body, ok := strings.CutPrefix(code, "ST0001")
	if !ok || body == "" || body[0] != '2' && body[0] != '1' && body[0] != '3' {
		return nil, fmt.Errorf("%.20q has no header", code)
	}
	fields := map[string]string{}
	for field := range strings.SplitSeq(body[2:], body[1:2]) {
		if key, value, ok := strings.Cut(field, "="); ok {
			fields[strings.ToLower(key)] = value
		}
	}
	return fields, nil
}
