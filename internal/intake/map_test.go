package intake_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/maps"
)

func parsed(t testing.TB, text string) *intake.Map {
	t.Helper()
	m, err := intake.ParseMap("my.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestShippedMaps(t *testing.T) {
	for _, name := range maps.Names() {
		if m := shipped(t, name); m.Name != name || m.Title == "" {
			t.Errorf("%s: %q, %q", name, m.Name, m.Title)
		}
	}
	if _, err := maps.Source("none"); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestMapErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"not YAML", "kind: [", "my.yaml:1:7: "},
		{"nothing", "", "my.yaml:1:1: must hold one YAML document"},
		{"unknown word", "kind: invoices\ncolums: {}", "my.yaml:2:1: there is no \"colums\" here (perhaps columns)"},
		{"unknown kind", "kind: invoice", "my.yaml:1:7: \"invoice\" is not one of"},
		{"twice", "kind: invoices\nkind: payments", "my.yaml:2:1: "},
		{"date", "kind: invoices\ncolumns:\n  due: {date: d/m/y}", "my.yaml:3:15: \"d/m/y\" is not a date format"},
		{"number", "columns:\n  a: {number: 1.234}", "my.yaml:2:15: \"1.234\" is not an example of a number"},
		{"two things", "drop:\n  - {column: a, is: b, not: c}", "my.yaml:2:5: a condition names a column"},
		{"starts with nothing", "drop: {column: a, starts: ''}", "every cell starts with nothing"},
		{"set without kind", "set: {currency: USD}", "set wants the kind"},
		{"field", "kind: payments\nset:\n  curency: USD", "my.yaml:3:3: payments have no \"curency\" (perhaps currency)"},
		{"constant", "kind: payments\nset: {currency: DOLLAR}", "my.yaml:2:17: "},
		{"template", "records:\n  - kind: customers\n    set: {customer: \"{a\", name: b}", "my.yaml:3:21: braces hold"},
		{"typed template", "kind: payments\nset: {date: \"{a} {b}\"}", "my.yaml:2:13: date is one column or one constant"},
		{"field missing", "records:\n  - kind: customers\n    set: {customer: a}", "customers need name"},
		{"only created", "records:\n  - {kind: customers, create: true, set: {customer: a, name: b}}", "no record is of the kind"},
		{"anchor", "kind: &a invoices\n", "my.yaml:1:7: a text is expected here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := intake.ParseMap("my.yaml", []byte(tt.text))
			if err == nil || fault.KindOf(err) != fault.Input || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	_, err := intake.ParseMap("my.yaml", []byte("kind: x\nfoo: 1\nheader: {rows: 3}\n"))
	if err == nil || strings.Count(err.Error(), "my.yaml:") != 3 {
		t.Errorf("not everything wrong is listed: %v", err)
	}
}

// TestMapWithoutRecords renames, sets and formats a table that is otherwise as
// debitor's own.
func TestMapWithoutRecords(t *testing.T) {
	m := parsed(t, `
kind: invoices
columns:
  invoice: Lfd
  due: {heading: Ziel, date: D.M.YY}
  amount: {heading: Wert, number: "1.234,50"}
drop:
  - {column: Wert, is: "-", say: without amount}
set: {currency: EUR, kind: Rechnung, document: "RE {Lfd}/{Jahr}"}
`)
	f := open(t, "x.csv", "Lfd;Kunde;Datum;Ziel;Wert;Jahr\n007;K1;01.02.2026;1.3.26;1.234;26\n008;K1;01.02.2026;;-;26\n009;K2;01.02.2026;;1234.50;26\n", intake.Options{Map: m})
	want := result{
		records: []any{ledger.Invoice{
			ID: "007", Customer: "K1", Kind: "Rechnung", Document: "RE 007/26", Date: day("2026-02-01"), Due: day("2026-03-01"),
			Amount: 123400, Currency: "EUR", Attrs: map[string]string{"Jahr": "26"},
		}},
		refused:  []string{`x.csv:4: Wert: "1234.50" is not written as the map says`},
		warnings: []string{"x.csv: rows left out: 1 (without amount)"},
	}
	if d := cmp.Diff(want, read(t, f), cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
}

func TestMapDoesNotFit(t *testing.T) {
	_, err := intake.Open(file(t, "x.csv", "a;b\n1;2\n"), intake.Options{Map: shipped(t, "ibm-history")})
	if fault.Code(err) != "intake.map.column_missing" || !strings.Contains(err.Error(), `x.csv: has no column "InvoiceDate", which ibm-history:8:3 wants; found are a, b`) {
		t.Error(err)
	}
	m := parsed(t, "records:\n  - kind: open-items\n    set: {customer: \"{a}\", invoice: \"{a}\", open: \"{b}\", date: \"{@date}\"}\n")
	if _, err = intake.Open(file(t, "x.csv", "a;b\n1;2\n"), intake.Options{Map: m, Currency: "EUR"}); fault.Code(err) != "intake.map.date_missing" {
		t.Error(err)
	}
	f := open(t, "x.csv", "a;b\n1;2\n", intake.Options{Map: m, Date: day("2026-05-01")})
	if got := read(t, f).records; len(got) != 1 || got[0].(ledger.OpenItem).Date != day("2026-05-01") {
		t.Error(got)
	}
	if _, err = intake.Open(file(t, "x.csv", "a;b\n1;2\n"), intake.Options{Map: m, Kind: intake.Invoices}); fault.Code(err) != "intake.map.kind" {
		t.Error(err)
	}
}

// TestSeveralRecords makes an invoice and its payment of one row, and
// customers that the first row names.
func TestSeveralRecords(t *testing.T) {
	m := shipped(t, "ibm-history")
	const head = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n"
	f := open(t, "x.csv", head+
		"818,C-1,1/2/2012,001,1/3/2012,2/2/2012,72.27,Yes,,Paper,,\n"+
		"818,C-1,1/2/2012,002,1/4/2012,2/3/2012,10,No,2/4/2012,Paper,31,1\n", intake.Options{Map: m})
	got := read(t, f)
	want := []any{
		ledger.Customer{ID: "C-1", Name: "C-1"},
		ledger.Invoice{
			ID: "001", Customer: "C-1", Date: day("2012-01-03"), Due: day("2012-02-02"), Amount: 7227, Currency: "USD",
			Attrs: map[string]string{"countryCode": "818", "Disputed": "Yes", "PaperlessBill": "Paper", "PaperlessDate": "1/2/2012"},
		},
		ledger.Invoice{
			ID: "002", Customer: "C-1", Date: day("2012-01-04"), Due: day("2012-02-03"), Amount: 1000, Currency: "USD",
			Attrs: map[string]string{"countryCode": "818", "Disputed": "No", "PaperlessBill": "Paper", "PaperlessDate": "1/2/2012"},
		},
		ledger.Payment{ID: "002", Kind: ledger.Money, Customer: "C-1", Date: day("2012-02-04"), Amount: 1000, Currency: "USD", Invoice: "002"},
	}
	if d := cmp.Diff(result{records: want}, got, cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
}

func TestHighRadiusMap(t *testing.T) {
	f := open(t, "x.csv", "business_code,cust_number,name_customer,clear_date,buisness_year,doc_id,posting_date,due_in_date,baseline_create_date,cust_payment_terms,diff,coverted_usd\n"+
		"U1,0200,NORTH corp,,2020.0,19301.0,2020-04-15,2020-04-30,2020-04-15,N1,equal,73.95499999999\n"+
		"U1,0200,NORTH llc,,2020.0,19302.0,2020-04-15,2020-04-30,2020-04-15,N1,equal,0.505\n"+
		"U1,0200,NORTH llc,2020-04-20 00:00:00,2020.0,19303.0,2020-04-15,2020-04-30,2020-04-15,N1,equal,1\n", intake.Options{Map: shipped(t, "highradius-open-items")})
	attrs := map[string]string{"business_code": "U1", "baseline_create_date": "2020-04-15", "cust_payment_terms": "N1"}
	want := result{records: []any{
		ledger.Customer{ID: "0200", Name: "NORTH corp"},
		ledger.OpenItem{Customer: "0200", Invoice: "19301", Date: day("2020-04-15"), Due: day("2020-04-30"), Open: 7395, Currency: "USD", Attrs: attrs},
		ledger.OpenItem{Customer: "0200", Invoice: "19302", Date: day("2020-04-15"), Due: day("2020-04-30"), Open: 51, Currency: "USD", Attrs: attrs},
	}, warnings: []string{"x.csv: rows left out: 1 (cleared items)"}}
	if d := cmp.Diff(want, read(t, f), cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
}

// vedomost is a report of balances as 1C prints it, with movements under one
// counterparty.
const vedomost = `Ведомость по взаиморасчетам с контрагентами;;;;
Период: 01.02.2026 - 12.02.2026;;;;
Отборы:;Контрагент В группе из списка (Север);;;
;;;;
Контрагент;Валюта BYN;;;
;Сальдо на начало;Отгрузка;Оплата;Сальдо на конец
Покупатели;1 000,00;600,00;50,00;1 550,00
Луч ООО;1 000,00;500,00;;1 500,00
03.02.2026;;500,00;;
Роса ЧУП;;100,00;50,00;60,00
Тень ИП;-20,00;;;-20,00
Пыль ИП;;;;
Итого;980,00;600,00;50,00;1 530,00
`

func TestVedomost(t *testing.T) {
	f := open(t, "x.csv", vedomost, intake.Options{Map: shipped(t, "1c-vedomost"), Date: day("2026-02-12")})
	item := func(name string, open int64) []any {
		return []any{
			ledger.Customer{ID: id.Customer(name), Name: name},
			ledger.OpenItem{Customer: id.Customer(name), Invoice: id.Invoice("сальдо " + name), Document: "сальдо по ведомости", Open: money.Minor(open), Currency: "BYN"},
		}
	}
	want := result{
		records: append(item("Луч ООО", 150000), item("Роса ЧУП", 6000)...),
		warnings: []string{
			"x.csv:10: Роса ЧУП: does not add up by -10.00 (opening + debit − credit − closing)",
			"x.csv: rows left out: 1 (customers with an advance), Сальдо на конец -20.00 in all",
		},
	}
	for range 2 { // a second reading gives the same, once
		if d := cmp.Diff(want, read(t, f), cmp.AllowUnexported(result{})); d != "" {
			t.Error(d)
		}
	}
}

func FuzzParseMap(f *testing.F) {
	for _, name := range maps.Names() {
		src, err := maps.Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte("kind: invoices\ncolumns: {a: [b, c], d: {date: D.M.YY}}\nset: {currency: EUR}\n"))
	path := file(f, "x.csv", "a;b;c\n1;2;3\n")
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := intake.ParseMap("fuzz", src)
		if err != nil {
			if fault.KindOf(err) != fault.Input {
				t.Fatal(err)
			}
			return
		}
		table, err := intake.Open(path, intake.Options{Map: m, Currency: "EUR"})
		if err != nil {
			if fault.KindOf(err) != fault.Input && fault.KindOf(err) != fault.Usage {
				t.Fatal(err)
			}
			return
		}
		if err := table.Each(func(intake.Row) error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}

// TestReadmeExample keeps the example of maps/README.md true.
func TestReadmeExample(t *testing.T) {
	src, err := os.ReadFile("../../maps/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(src), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	f := open(t, "x.csv", "Haulage\n\nRg.-Nr;Mandant;Datum;Bezahlt am;Summe;Netto;MwSt;Status\n"+
		"1;Kühl;26-Apr-25;;1.190,00 EUR;1.000,00;190,00;offen\n2;Kühl;27-Apr-25;1-May-25;119 EUR;100;18;bezahlt\n3;Kühl;27-Apr-25;;50 EUR;;;storniert\n;Summe;;;;;;\n",
		intake.Options{Map: parsed(t, example)})
	f2 := f.CreateOnly(intake.Customers)
	got := read(t, f)
	want := result{
		records: []any{
			ledger.Customer{ID: "Kühl", Name: "Kühl", Country: "DE"},
			ledger.Invoice{ID: "HF-1", Customer: "Kühl", Document: "Rechnung 1", Date: day("2025-04-26"), Amount: 119000, Currency: "EUR", Attrs: map[string]string{"Status": "offen", "Netto": "1.000,00", "MwSt": "190,00"}},
			ledger.Invoice{ID: "HF-2", Customer: "Kühl", Document: "Rechnung 2", Date: day("2025-04-27"), Amount: 11900, Currency: "EUR", Attrs: map[string]string{"Status": "bezahlt", "Netto": "100", "MwSt": "18"}},
			ledger.Payment{ID: "HF-2", Kind: ledger.Money, Customer: "Kühl", Invoice: "HF-2", Date: day("2025-05-01"), Amount: 11900, Currency: "EUR"},
		},
		warnings: []string{
			"x.csv:5: 2: does not add up by 1.00 (total − Netto − MwSt)",
			"x.csv: rows left out: 1 (cancelled invoices), Summe 50.00 in all",
		},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(result{})); d != "" || !f2 {
		t.Error(d)
	}
}

// TestMapBeyondMeasure wants texts that would keep the YAML library busy for
// minutes to be refused or read at once.
func TestMapBeyondMeasure(t *testing.T) {
	for _, unit := range []string{"[", "[\n", "{a: ", "- ", "? ", "? \n", "a:\n", "&a ", "!a ", "'\n", "- \n", "a: b\n", "k: |\n x\n"} {
		text := strings.Repeat(unit, intake.MaxMap/len(unit))
		if _, err := intake.ParseMap("x", []byte(text)); fault.KindOf(err) != fault.Input {
			t.Errorf("%q: %v", unit, err)
		}
	}
	var b strings.Builder
	for i := range 340 {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	if _, err := intake.ParseMap("x", []byte(b.String())); err == nil {
		t.Error("read")
	}
}
