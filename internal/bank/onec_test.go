package bank

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

const (
	rub1 = "40702810000000000011"
	rub2 = "40702810000000000022"
	usd  = "40702840000000000033"
	his  = "40702810000000000099"
)

// onecFile makes a statement; parts are its sections.
func onecFile(parts ...string) string {
	return "1CClientBankExchange\r\nВерсияФормата=1.03\r\nКодировка=Windows\r\nДатаСоздания=05.03.2026\r\nДатаНачала=02.03.2026\r\nДатаКонца=03.03.2026\r\n" +
		strings.Join(parts, "") + "КонецФайла\r\n"
}

func balances(account, from, to, opening, in, out, closing string) string {
	return "СекцияРасчСчет\r\nДатаНачала=" + from + "\r\nДатаКонца=" + to + "\r\nРасчСчет=" + account + "\r\nНачальныйОстаток=" + opening +
		"\r\nВсегоПоступило=" + in + "\r\nВсегоСписано=" + out + "\r\nКонечныйОстаток=" + closing + "\r\nКонецРасчСчет\r\n"
}

// order makes a document; more are further lines, each with its key.
func order(number, sum, from, to string, more ...string) string {
	return "СекцияДокумент=Платежное поручение\r\nНомер=" + number + "\r\nДата=02.03.2026\r\nСумма=" + sum + "\r\nПлательщикСчет=" + from +
		"\r\nПолучательСчет=" + to + "\r\n" + strings.Join(more, "\r\n") + "\r\nКонецДокумента\r\n"
}

func mustRead(t *testing.T, src string) File {
	t.Helper()
	f, err := Read("kl_to_1c.txt", []byte(src), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// codesOf are the codes of the warnings.
func codesOf(f File) string {
	var list []string
	for _, w := range f.Warnings {
		list = append(list, w.Code)
	}
	return strings.Join(list, " ")
}

func TestOneCReadsAnEntry(t *testing.T) {
	src := onecFile(balances(rub1, "02.03.2026", "03.03.2026", "10", "1 234,50", "0", "1244.50"),
		order("00-15а", "1234,50", his, rub1, "ДатаПоступило=03.03.2026", "ПлательщикИНН=7700000001", "Плательщик=ИНН 7700000001 ООО Клиент",
			"ПлательщикБИК=044525000", "НазначениеПлатежа=Счёт = 7, по договору", "вторая строка", "НовыйКлюч=ново"))
	f := mustRead(t, src)
	if f.Format != "1c" || f.Encoding != "UTF-8" || len(f.Warnings) != 0 {
		t.Errorf("%s %s %v", f.Format, f.Encoding, f.Warnings)
	}
	e := f.Statements[0].Entries[0]
	raw := e.Raw
	e.Raw = ""
	want := Entry{
		Date: day(t, "2026-03-03"), ValueDate: day(t, "2026-03-03"), Amount: 1234_50, Currency: "RUB", Counterparty: "ООО Клиент", TaxID: "7700000001",
		Account: his, Bank: "044525000", Purpose: "Счёт = 7, по договору вторая строка", Reference: "00-15а", Code: "Платежное поручение", Line: 16,
	}
	if e != want {
		t.Errorf("%+v\nwant %+v", e, want)
	}
	if !strings.Contains(raw, "НовыйКлюч=ново") || !strings.HasPrefix(raw, "СекцияДокумент") {
		t.Errorf("raw %q", raw)
	}
}

func day(t *testing.T, s string) cal.Date {
	t.Helper()
	d, err := cal.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOneCEncodings(t *testing.T) {
	src := onecFile(balances(rub1, "02.03.2026", "03.03.2026", "0", "5", "0", "5"),
		order("1", "5", his, rub1, "ДатаПоступило=02.03.2026", "Плательщик1=Общество «Ромашка»", "НазначениеПлатежа=Оплата по счёту за поставку товара"))
	src = strings.NewReplacer("«", `"`, "»", `"`).Replace(src)
	for name, m := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "CP866": charmap.CodePage866} {
		b, err := m.NewEncoder().String(src)
		if err != nil {
			t.Fatal(err)
		}
		f := mustRead(t, b)
		if e := f.Statements[0].Entries[0]; f.Encoding != name || e.Counterparty != `Общество "Ромашка"` || e.Purpose != "Оплата по счёту за поставку товара" {
			t.Errorf("%s: %s %+v", name, f.Encoding, e)
		}
	}
}

func TestOneCSeveralAccountsAndDays(t *testing.T) {
	f := mustRead(t, onecFile(
		balances(rub1, "02.03.2026", "02.03.2026", "100", "50", "0", "150"),
		balances(rub1, "03.03.2026", "03.03.2026", "150", "0", "30", "120"),
		balances(rub2, "02.03.2026", "03.03.2026", "0", "30", "0", "30"),
		balances(usd, "02.03.2026", "03.03.2026", "0", "0", "0", "0"),
		order("1", "50", his, rub1, "ДатаПоступило=02.03.2026"),
		order("2", "30", rub1, rub2, "ДатаСписано=03.03.2026"),
		order("2", "30", rub1, rub2, "ДатаПоступило=02.03.2026"), // the bank tells the transfer once more
	))
	var got []string
	for _, st := range f.Statements {
		s := st.Account[18:] + string(st.Currency)
		for _, e := range st.Entries {
			s += " " + e.Date.String()[8:] + ":" + e.Amount.Decimal("RUB")
		}
		got = append(got, s)
	}
	want := "11RUB 02:50.00|11RUB 03:-30.00|22RUB 02:30.00|33USD"
	if s := strings.Join(got, "|"); s != want || len(f.Warnings) != 0 {
		t.Errorf("%s, want %s; %v", s, want, f.Warnings)
	}
}

func TestOneCDoubts(t *testing.T) {
	stranger := order("1", "50", his, "40702810000000000077", "ДатаПоступило=02.03.2026")
	undated := order("2", "20", rub1, his)
	dated := order("3", "5", rub1, his, "ДатаСписано=02.03.2026")
	// Turnovers that agree say that the entry is the account's.
	f := mustRead(t, onecFile(balances(rub1, "02.03.2026", "03.03.2026", "0", "50", "0", "50"), stranger))
	if e := f.Statements[0].Entries[0]; e.Problem != "" || e.Amount != 50_00 || len(f.Warnings) != 0 {
		t.Errorf("%+v %v", e, f.Warnings)
	}
	f = mustRead(t, onecFile(balances(rub1, "02.03.2026", "03.03.2026", "0", "0", "5", "-5"), stranger, undated, dated))
	entries := f.Statements[0].Entries
	if entries[0].Problem != "bank.account" || entries[1].Problem != "bank.undated" || entries[2].Problem != "" {
		t.Errorf("%+v", entries)
	}
	if got := codesOf(f); got != "bank.credits bank.debits bank.totals bank.account bank.undated" {
		t.Error(got)
	}
	f = mustRead(t, onecFile(balances(rub1, "02.03.2026", "03.03.2026", "0", "0", "0", "0"), order("1", "-7", his, rub1, "ДатаПоступило=02.03.2026")))
	if e := f.Statements[0].Entries[0]; e.Problem != "bank.negative" || !e.Reversal || e.Amount != -7_00 {
		t.Errorf("%+v", e)
	}
}

// TestOneCTransfers: a transfer that says only when it left may not have come.
func TestOneCTransfers(t *testing.T) {
	left := order("2", "30", rub1, rub2, "ДатаСписано=03.03.2026")
	from := balances(rub1, "02.03.2026", "03.03.2026", "30", "0", "30", "0")
	f := mustRead(t, onecFile(from, balances(rub2, "02.03.2026", "03.03.2026", "0", "30", "0", "30"), left))
	if e := f.Statements[1].Entries[0]; e.Problem != "" || e.Amount != 30_00 || len(f.Warnings) != 0 {
		t.Errorf("%+v %v", e, f.Warnings)
	}
	f = mustRead(t, onecFile(from, balances(rub2, "02.03.2026", "03.03.2026", "0", "0", "0", "0"), left))
	if e := f.Statements[1].Entries[0]; e.Problem != "bank.undated" || f.Statements[0].Entries[0].Problem != "" {
		t.Errorf("%+v %v", e, f.Warnings)
	}
}

func TestOneCInterim(t *testing.T) {
	src := onecFile(balances(rub1, "02.03.2026", "05.03.2026", "0", "0", "0", "0"))
	if !mustRead(t, src).Statements[0].Interim {
		t.Error("a statement made on its last day passes for the end of that day")
	}
}

func TestOneCRefusals(t *testing.T) {
	section := balances(rub1, "02.03.2026", "03.03.2026", "0", "5", "0", "5")
	good := order("1", "5", his, rub1, "ДатаПоступило=02.03.2026")
	for name, c := range map[string]struct{ src, code, place string }{
		"end of file missing":      {strings.TrimSuffix(onecFile(section, good), "КонецФайла\r\n"), "bank.truncated", "x:23:"},
		"cut inside a document":    {onecFile(section, good)[:len(onecFile(section, good))-60], "bank.truncated", "x:"},
		"section not closed":       {onecFile(strings.Replace(section, "КонецРасчСчет\r\n", "", 1), good), "bank.section", "x:15:"},
		"document not closed":      {onecFile(section, strings.Replace(good, "КонецДокумента\r\n", "", 1)), "bank.section", "x:23:"},
		"two files in one":         {onecFile(section, good) + onecFile(section), "bank.section", "x:25:"},
		"orders to the bank":       {onecFile(order("1", "5", rub1, his)), "bank.orders", "x:7:"},
		"30 February":              {onecFile(section, order("1", "5", his, rub1, "ДатаПоступило=30.02.2026")), "bank.date", "x:22:"},
		"five decimals":            {onecFile(section, order("1", "5.00001", his, rub1, "ДатаПоступило=02.03.2026")), "bank.amount", "x:19:"},
		"no amount":                {onecFile(section, order("1", "", his, rub1, "ДатаПоступило=02.03.2026")), "bank.amount", "x:19:"},
		"too much":                 {onecFile(section, order("1", "99999999999999999999", his, rub1, "ДатаПоступило=02.03.2026")), "bank.amount", "x:19:"},
		"lost letters":             {onecFile(section, strings.Replace(good, "КонецДокумента", "Плательщик1=ООО \uFFFD\uFFFD\uFFFD\r\nКонецДокумента", 1)), "bank.letters_lost", "x:23:"},
		"foreign to all accounts":  {onecFile(section, balances(rub2, "02.03.2026", "03.03.2026", "0", "0", "0", "0"), order("1", "5", his, his, "ДатаПоступило=02.03.2026")), "bank.account_foreign", "x:25:"},
		"nobody's":                 {onecFile(strings.Replace(section, "РасчСчет="+rub1, "РасчСчет=", 1)), "bank.account_missing", "x:7:"},
		"damaged UTF-8":            {strings.Replace(onecFile(section, good), "Номер", "Ном\xD0р", 1), "bank.encoding", "x:17:"},
		"a NUL byte":               {strings.Replace(onecFile(section, good), "Номер", "Ном\x00р", 1), "bank.binary", "x:17:"},
		"cut in the middle of a Ж": {onecFile(section, good)[:len(onecFile(section, good))-3], "bank.truncated", "x:24:"},
	} {
		_, err := Read("x", []byte(c.src), Options{})
		if fault.Code(err) != c.code || !strings.HasPrefix(err.Error(), c.place) {
			t.Errorf("%s: %s: %v; want %s at %s", name, fault.Code(err), err, c.code, c.place)
		}
	}
}

func TestCurrencyOfAccounts(t *testing.T) {
	for account, want := range map[string]money.Currency{rub1: "RUB", usd: "USD", "40702156000000000001": "CNY", "40702999000000000001": "", "4070": ""} {
		if got := currencyOfAccount(account); got != want {
			t.Errorf("%s: %q, want %q", account, got, want)
		}
	}
	for number, c := range byNumber {
		if _, err := money.ParseCurrency(string(c)); err != nil {
			t.Errorf("%s: %v", number, err)
		}
	}
}
