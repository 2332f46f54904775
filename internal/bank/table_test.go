package bank

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"debitor/internal/fault"
	"debitor/internal/intake"
)

const titled = `"Банк" Открытое акционерное общество;
ВЫПИСКА ПО СЧЕТУ BY13ABCD30120000000000000933 С 02.03.2026 ПО 05.03.2026;

Дата док.;N док.;Корреспондент.Счет;Корреспондент.УНП;Корреспондент.Название;Номинал.Дебет;Номинал.Кредит;Назначение;
Входящее сальдо на 02.03.2026;;;;;0,00;185,98;;
03.03.2026;25;BY13 EFGH3012 0000 0000 0000 0777;190000000;"ООО ""Клиент""";0,00;1 800,00;За товар;
04.03.2026;26;BY98ABCD38020000000000009000;100000000;БАНК;250,78;0,00;Комиссия;
Обороты;;;250,78;1 800,00;
Исходящее сальдо;;;0,00;1 735,20;

Запрос обработан
`

func TestTableWithBalances(t *testing.T) {
	f := mustRead(t, titled)
	st := f.Statements[0]
	if f.Format != "table" || st.Account != byAccount || st.Currency != "BYN" || *st.Opening != 185_98 || *st.Closing != 1735_20 || st.From != day(t, "2026-03-02") || st.To != day(t, "2026-03-05") {
		t.Errorf("%+v", st)
	}
	if len(f.Warnings) != 0 || len(st.Entries) != 2 || st.Entries[0].Amount != 1800_00 || st.Entries[1].Amount != -250_78 || st.Entries[0].Account != byOther || st.Entries[0].Line != 6 {
		t.Errorf("%+v %v", st.Entries, f.Warnings)
	}
	if got := codesOf(mustRead(t, strings.Replace(titled, "1 735,20", "1 735,21", 1))); got != "bank.totals" {
		t.Error("a balance that does not agree:", got)
	}
}

func TestTableSigns(t *testing.T) {
	for name, src := range map[string]string{
		"signed":             "Buchungstag;Betrag;Waehrung;Auftragskonto;Verwendungszweck\n03.03.2026;1.234,50;EUR;DE89370400440532013000;RE 1\n04.03.2026;-5,00;EUR;DE89370400440532013000;RE 2\n",
		"a word for it":      "Date,Amount,D/C,Currency,Own account,Purpose\n2026-03-03,1234.50,C,EUR,DE89370400440532013000,RE 1\n2026-03-04,5.00,D,EUR,DE89370400440532013000,RE 2\n",
		"two columns":        "Datum\tDuguje\tPotražuje\tValuta računa\tIBAN\tSvrha\tOwn account\tCurrency\n03.03.2026\t\t1.234,50\t\t\tRE 1\tDE89370400440532013000\tEUR\n04.03.2026\t5,00\t\t\t\tRE 2\tDE89370400440532013000\tEUR\n",
		"debits with minus":  "Дата операции;Списание;Зачисление;Валюта;Счет клиента;Назначение платежа\n03.03.2026;;1234,50;EUR;DE89370400440532013000;RE 1\n04.03.2026;-5,00;;EUR;DE89370400440532013000;RE 2\n",
		"in Ukrainian words": "Дата операції;Видаток;Надходження;Валюта;Рахунок клієнта;Призначення платежу\n03.03.2026;;1234,50;EUR;DE89370400440532013000;RE 1\n04.03.2026;5,00;;EUR;DE89370400440532013000;RE 2\n",
	} {
		f, err := Read("x.csv", []byte(src), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		st := f.Statements[0]
		if len(f.Statements) != 1 || st.Account != "DE89370400440532013000" || st.Currency != "EUR" || len(st.Entries) != 2 || len(f.Warnings) != 0 ||
			st.Entries[0].Amount != 1234_50 || st.Entries[1].Amount != -5_00 || st.Entries[0].Purpose != "RE 1" {
			t.Errorf("%s: %+v %v", name, f.Statements, f.Warnings)
		}
	}
}

func TestTableWithMap(t *testing.T) {
	m, err := intake.ParseMap("my.yaml", []byte(`
kind: movements
columns:
  day: {heading: When, date: M/D/YYYY}
  sum: {heading: How much, number: "1,234.50"}
set: {date: "{day}", amount: "-{sum}", currency: USD, purpose: "{What}"}
`))
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read("x.csv", []byte("When,How much,What\n3/4/2026,\"1,234\",Rent\n"), Options{Map: m})
	if err != nil {
		t.Fatal(err)
	}
	e := f.Statements[0].Entries[0]
	if e.Date != day(t, "2026-03-04") || e.Amount != -1234_00 || e.Currency != "USD" || e.Purpose != "Rent" || codesOf(f) != "bank.account_unsaid" {
		t.Errorf("%+v %v", e, f.Warnings)
	}
}

// book is a statement as a workbook.
func book(t *testing.T) []byte {
	t.Helper()
	x := excelize.NewFile()
	for i, row := range [][]any{{"Дата", "Приход", "Расход", "Контрагент"}, {"03.03.2026", 10.5, nil, "Клиент"}, {"04.03.2026", nil, 3, "Банк"}} {
		if err := x.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTableOfAWorkbook(t *testing.T) {
	f, err := Read("x", book(t), Options{Account: rub1})
	if err != nil {
		t.Fatal(err)
	}
	st := f.Statements[0]
	if st.Currency != "RUB" || st.Entries[0].Amount != 10_50 || st.Entries[1].Amount != -3_00 || f.Encoding != "XLSX" {
		t.Errorf("%+v", f)
	}
}

// TestHugeFiles: what is too large is refused unread, and what is long is read
// whole, within the time that tests have.
func TestHugeFiles(t *testing.T) {
	if _, err := Read("x", make([]byte, MaxFile+1), Options{}); fault.Code(err) != "bank.too_large" {
		t.Error(err)
	}
	long := strings.Repeat("ещё строка назначения\r\n", 200_000)
	src := onecFile(balances(rub1, "02.03.2026", "03.03.2026", "0", "5", "0", "5"), order("1", "5", his, rub1, "ДатаПоступило=02.03.2026", "НазначениеПлатежа=за\r\n"+long))
	if f := mustRead(t, src); len(f.Statements[0].Entries[0].Purpose) < 4<<20 {
		t.Error("the purpose was cut")
	}
	src = byFile("3", "DocDate=02.03.2026", "Db=5.00", "Nazn="+long)
	if f := mustRead(t, src); len(f.Statements[0].Entries[0].Purpose) < 4<<20 {
		t.Error("the purpose was cut")
	}
}

func TestTableRefusals(t *testing.T) {
	head := "Дата;Дебет;Кредит;Назначение\n"
	for name, c := range map[string]struct{ src, code, place string }{
		"no table":           {"invalid", "bank.no_format", "x:1:"},
		"30 February":        {head + "30.02.2026;;5,00;x\n", "bank.rows", "x:2:"},
		"five decimals":      {head + "03.03.2026;;5,00001;x\n", "bank.rows", "x:2:"},
		"both sides":         {head + "03.03.2026;3,00;5,00;x\n", "bank.rows", "x:2:"},
		"an amount, no date": {head + "03.03.2026;;5,00;x\n;;7,00;y\n", "bank.date_missing", "x:3:"},
		"lost letters":       {head + "03.03.2026;;5,00;\uFFFD\uFFFD\n", "bank.letters_lost", "x:2:"},
		"a PDF":              {"%PDF-1.4", "bank.unknown", "x: "},
		"nothing":            {" \r\n", "bank.empty", "x: "},
	} {
		_, err := Read("x", []byte(c.src), Options{})
		if fault.Code(err) != c.code || !strings.HasPrefix(err.Error(), c.place) {
			t.Errorf("%s: %s: %v; want %s at %s", name, fault.Code(err), err, c.code, c.place)
		}
	}
}
