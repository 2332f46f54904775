package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/ledger"
)

// file writes a table under a name.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// result is what a file gives, in a form that compares.
type result struct {
	records  []any
	refused  []string
	warnings []string
}

func read(t testing.TB, f *intake.File) (out result) {
	t.Helper()
	if err := f.Each(func(r intake.Row) error {
		out.records = append(out.records, r.Records...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	_, list := f.Refusals()
	for _, x := range list {
		out.refused = append(out.refused, x.String())
	}
	for _, w := range f.Warnings {
		out.warnings = append(out.warnings, w.String())
	}
	return out
}

func open(t testing.TB, name, text string, o intake.Options) *intake.File {
	t.Helper()
	if o.Currency == "" {
		o.Currency = "BYN"
	}
	f, err := intake.Open(file(t, name, text), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestKinds reads one full row of every kind under the headings of its own
// files.
func TestKinds(t *testing.T) {
	tests := []struct {
		kind intake.Kind
		text string
		want any
	}{
		{
			intake.Customers, "customer,name,tax_id,language,country,email,phone,address,category,manager,parent,Region\n0017,Луч,190000001,RU,by,a@b.by,+375,\"Минск\nМира 5\",A,Anna,0001,West\n",
			ledger.Customer{
				ID: "0017", Name: "Луч", TaxID: "190000001", Language: "ru", Country: "BY", Email: "a@b.by", Phone: "+375",
				Address: "Минск Мира 5", Category: "A", Manager: "Anna", Parent: "0001", Attrs: map[string]string{"Region": "West"},
			},
		},
		{
			intake.Contacts, "customer,name,position,role,email,phone,language,verified_on\n0017,Иван,Бухгалтер,Decision Maker,i@b.by,1,be,2026-01-02\n",
			ledger.Contact{Customer: "0017", Name: "Иван", Position: "Бухгалтер", Role: "decision_maker", Email: "i@b.by", Phone: "1", Language: "be", VerifiedOn: day("2026-01-02")},
		},
		{
			intake.Contracts, "contract,customer,number,date,law,payment_days,days_unit,term_from,terms,penalty_per_day,limit_amount,limit_days,payment_clause,penalty_clause\nC1,0017,12/26,2026-01-02,ba-fbih,,working,handed_over,30%@0;70%@20,\"0,1\",\"10 000,5\",5,4.1,7.2\n",
			ledger.Contract{
				ID: "C1", Customer: "0017", Number: "12/26", Date: day("2026-01-02"), Law: "BA-FBIH", PaymentDays: -1, DaysUnit: ledger.WorkingDays, TermFrom: ledger.FromHandOver,
				Terms: "30%@0;70%@20", PenaltyPerDay: "0.1", LimitAmount: "10000.50", LimitDays: 5, PaymentClause: "4.1", PenaltyClause: "7.2",
			},
		},
		{
			intake.Invoices, "invoice,customer,contract,kind,document,date,due,amount,currency,shipped,handed_over,accepted\n00000152,0017,C1,ТТН,АВ 1234567,2026-03-12,2026-03-31,72.27,byn,2026-03-12,,2026-03-14\n",
			ledger.Invoice{
				ID: "00000152", Customer: "0017", Contract: "C1", Kind: "ТТН", Document: "АВ 1234567", Date: day("2026-03-12"), Due: day("2026-03-31"), Amount: 7227, Currency: "BYN",
				Shipped: day("2026-03-12"), Accepted: day("2026-03-14"),
			},
		},
		{
			intake.Payments, "payment,customer,contract,date,amount,currency,invoice,purpose\nP1,0017,,2026-04-01,-5,EUR,00000152,возврат\n",
			ledger.Payment{ID: "P1", Kind: ledger.Money, Customer: "0017", Date: day("2026-04-01"), Amount: -500, Currency: "EUR", Invoice: "00000152", Purpose: "возврат"},
		},
		{
			intake.Events, "date,kind,customer,invoice,amount,until,reason,by\n2026-04-01,promise,0017,,10,2026-04-10,обещал,Anna\n",
			ledger.Event{Date: day("2026-04-01"), Kind: ledger.Promise, Customer: "0017", Amount: 1000, Currency: "BYN", Until: day("2026-04-10"), Reason: "обещал", By: "Anna"},
		},
		{
			intake.Positions, "invoice,line,text,product_group,price_segment,vat_rate,net,vat,currency\n00000152,2,Мука,Бакалея,премиум,20 %,\"10,03\",,BYN\n",
			intake.Position{Currency: "BYN", InvoiceLine: ledger.InvoiceLine{Invoice: "00000152", Number: 2, Text: "Мука", Group: "Бакалея", Segment: "премиум", Rate: "20", Net: 1003, VAT: 201}},
		},
		{
			intake.OpenItems, "customer,contract,invoice,document,date,due,open,currency\n0017,C1,00000152,ТТН,2026-03-12,,0.05,RUB\n",
			ledger.OpenItem{Customer: "0017", Contract: "C1", Invoice: "00000152", Document: "ТТН", Date: day("2026-03-12"), Open: 5, Currency: "RUB"},
		},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			f := open(t, "x.csv", tt.text, intake.Options{})
			if f.Kind != tt.kind || f.Rows != 1 {
				t.Errorf("taken for %s of %d rows", f.Kind, f.Rows)
			}
			if d := cmp.Diff(result{records: []any{tt.want}}, read(t, f), cmp.AllowUnexported(result{})); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestHeadings recognises kinds as people in five languages write headings.
func TestHeadings(t *testing.T) {
	tests := []struct {
		kind     intake.Kind
		headings string
	}{
		{intake.Positions, "Номер накладной;Номенклатура;Номенклатурная группа;Ценовой сегмент;Ставка НДС;Сумма без НДС;Сумма НДС"},
		{intake.Positions, "Номер накладної;Товар;Товарна група;Ціновий сегмент;% ПДВ;Сума без ПДВ;ПДВ"},
		{intake.Positions, "Нумар радка;Invoice;Тавар;Таварная група;Цэнавы сегмент;Стаўка ПДВ;Кошт без ПДВ"},
		{intake.Positions, "Broj fakture;Artikal;Robna grupa;Cjenovni segment;Stopa PDV;Iznos bez PDV"},
		{intake.Positions, "Rechnungsnummer;Pos.;Artikel;Warengruppe;Preissegment;MwSt-Satz;Nettobetrag;MwSt"},
		{intake.Customers, "Код;Наименование;ИНН;Эл. почта;Адрес;Менеджер"},
		{intake.Customers, "Контрагент;УНП;Телефон"},
		{intake.Customers, "Šifra kupca;Naziv;PDV broj;Adresa"},
		{intake.Customers, "Kundennummer;Firma;USt-IdNr.;E-Mail;Anschrift"},
		{intake.Customers, "customer,name"},
		{intake.Contacts, "Контрагент;Контактное лицо;Должность;Телефон"},
		{intake.Contracts, "Номер договора;Контрагент;Дата договора;Отсрочка платежа;Кредитный лимит"},
		{intake.Invoices, "Контрагент;Номер накладной;Дата документа;Срок оплаты;Сумма;Валюта"},
		{intake.Invoices, "Контрагент;№ рахунку;Дата;Строк оплати;Сума"},
		{intake.Invoices, "Kupac;Broj fakture;Datum;Dospijeće;Iznos;Valuta"},
		{intake.Invoices, "kupac;broj_fakture;DATUM;dospijece;iznos"},
		{intake.Invoices, "Kunde;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Betrag;Währung"},
		{intake.Invoices, "Customer No;Invoice #;Invoice Date;Due Date;Total"},
		{intake.Payments, "Номер платежа;Контрагент;Дата оплаты;Сумма;Назначение платежа"},
		{intake.OpenItems, "Контрагент;Документ;Дата;Срок оплаты;Остаток долга"},
		{intake.OpenItems, "Kunde;Belegnummer;Fällig am;Offener Betrag"},
		{intake.Events, "date,kind,customer,until,reason"},
	}
	for _, tt := range tests {
		t.Run(tt.headings, func(t *testing.T) {
			f, err := intake.Open(file(t, "x.csv", tt.headings+"\n"), intake.Options{Currency: "BYN"})
			if err != nil {
				t.Fatal(err)
			}
			if f.Kind != tt.kind {
				t.Errorf("taken for %s", f.Kind)
			}
		})
	}
}

func TestNotRecognised(t *testing.T) {
	tests := []struct {
		text, code, contains string
		kind                 intake.Kind
	}{
		{"a;b\n1;2\n", "intake.kind_unknown", "no heading is known; the first row reads a, b", ""},
		{"Контрагент;Документ;Дата;Сумма\n", "intake.kind_ambiguous", "may be invoices, payments; say which with --kind", ""},
		{"date,kind,customer,invoice,amount\n", "intake.kind_ambiguous", "may be invoices, events", ""},
		{"customer,invoice,date,due,open,amount\n", "intake.kind_ambiguous", "open-items", ""},
		{"customer;date;amount;purpose\n", "intake.columns_missing", "payments need the column payment; found are customer, date", ""},
		{"customer;date\n", "intake.columns_missing", "invoices need the columns invoice, amount", intake.Invoices},
		{"invoice;customer;date;amount;Amount\n", "intake.column_twice", "Amount", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			_, err := intake.Open(file(t, "x.csv", tt.text), intake.Options{Kind: tt.kind, Currency: "BYN"})
			if fault.Code(err) != tt.code || fault.KindOf(err) != fault.Input || !strings.Contains(err.Error(), tt.contains) {
				t.Errorf("got %v (%s)", err, fault.Code(err))
			}
		})
	}
	_, err := intake.Open(file(t, "x.csv", "invoice;customer;date;amount\n"), intake.Options{})
	if fault.Code(err) != "intake.columns_missing" || !strings.Contains(err.Error(), "currency") {
		t.Error(err)
	}
}

// TestUgly reads files as they are found in companies.
func TestUgly(t *testing.T) {
	tests := []struct {
		file string
		kind intake.Kind
		rows int
	}{
		{"bom_semicolon.csv", intake.Invoices, 3},
		{"cp866.csv", intake.Invoices, 2},
		{"windows1251_quotes.csv", intake.Customers, 3},
		{"sep_line.csv", intake.Payments, 2},
		{"utf16.txt", intake.OpenItems, 2},
		{"totals.csv", intake.OpenItems, 2},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			f, err := intake.Open(filepath.Join("testdata", tt.file), intake.Options{Currency: "BYN"})
			if err != nil {
				t.Fatal(err)
			}
			got := read(t, f)
			if f.Kind != tt.kind || len(got.records) != tt.rows || got.refused != nil {
				t.Errorf("%s, %d records, refused %v", f.Kind, len(got.records), got.refused)
			}
			golden(t, tt.file, f, got)
		})
	}
}

func TestRefusals(t *testing.T) {
	f := open(t, "invoices.csv", strings.Join([]string{
		"invoice;customer;date;due;amount;currency;extra",
		"1;A;2026-01-01;;10,50;;",
		"2;A;31.02.2026;01.02.26;12,3,4;XXX;",
		";A;2026-01-01;;5,00;;",
		"3;A;2026-01-01;;5,001;;",
		"4;A;2026-01-01;;99999999999999;;",
		"1;A;2026-01-01;;10,50;;",
		"1;A;2026-01-01;;10,51;;",
		"5;A;2026-01-01;;1;;x;y",
		"6;A;2026-01-01",
		"\"7;A;2026-01-01;;1;;",
	}, "\n"), intake.Options{})
	got := read(t, f)
	want := []string{
		`invoices.csv:3: currency: "XXX" is not a currency code debitor knows (such as RUB, BYN, EUR)`,
		`invoices.csv:3: date: "31.02.2026" is no day of the calendar (of the years 1990 to 2199)`,
		`invoices.csv:3: due: "01.02.26" has a year of two digits (write 2026-03-31, or give the format in a map file)`,
		`invoices.csv:3: amount: "12,3,4" is not an amount (write 1234.50)`,
		`invoices.csv:4: invoice: is empty`,
		`invoices.csv:5: amount: "5,001" has more decimals than BYN (a map file may say round: true)`,
		`invoices.csv:6: amount: "99999999999999" is larger than debitor records`,
		`invoices.csv:8: invoice: "1" is in line 2 already, with other values`,
		`invoices.csv:9: "y" stands to the right of the last heading (a separator inside a cell wants quotes around the cell)`,
		`invoices.csv:10: amount: is empty`,
		`invoices.csv:11: a quote is opened and never closed; how the line divides into columns cannot be told (write a quote inside a quoted cell twice)`,
	}
	if d := cmp.Diff(want, got.refused); d != "" {
		t.Error(d)
	}
	if len(got.records) != 1 {
		t.Errorf("%d records", len(got.records))
	}
	f.Refuse(2, "customer", "A", "desk.customer", "is not known")
	if n, list := f.Refusals(); n != 9 || len(list) != 12 {
		t.Errorf("%d rows, %d refusals", n, len(list))
	}
}

func TestRefusalsAreCapped(t *testing.T) {
	f := open(t, "x.csv", "invoice;customer;date;amount\n"+strings.Repeat("1;A;today;x\n", 2000), intake.Options{})
	if list := read(t, f).refused; len(list) != intake.MaxRefusals {
		t.Error(len(list))
	}
	if n, _ := f.Refusals(); n != 2000 {
		t.Error(n)
	}
}

func TestEachStops(t *testing.T) {
	f := open(t, "x.csv", "customer;name\n1;A\n2;B\n", intake.Options{})
	stop := errors.New("stop")
	n := 0
	if err := f.Each(func(intake.Row) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Error(err, n)
	}
}

func TestWorkbook(t *testing.T) {
	x := excelize.NewFile()
	rows := [][]any{
		{"Отчёт по накладным"},
		{"Номер накладной", "Контрагент", "Дата", "Срок оплаты", "Сумма"},
		{"0015", "К1", day("2026-03-12").Time(), "31.03.2026", 1.234e3},
		{152, "К2", day("2026-03-13").Time(), 46112, "1 234,50"},
		{"16", "К3", day("2026-03-13").Time(), nil, 1.234},
	}
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = x.SetSheetRow("Sheet1", cell, &r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	f, err := intake.Open(path, intake.Options{Currency: "BYN"})
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, f)
	want := result{
		records: []any{ledger.Invoice{ID: "0015", Customer: "К1", Date: day("2026-03-12"), Due: day("2026-03-31"), Amount: 123400, Currency: "BYN"}},
		refused: []string{
			`x.xlsx:4: Срок оплаты: "46112" is a number, not a date (give the cells of the column a date format)`,
			`x.xlsx:5: Сумма: "1.234" has more decimals than BYN (a map file may say round: true)`,
		},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(result{})); d != "" {
		t.Error(d)
	}
}

// TestTotalOfNames: a list of customers that ends with how many there are has no
// customer of that number; one whose name is a word of totals stays.
func TestTotalOfNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte("Код;Наименование\n01;ООО «Ива»\n02;Total\nИтого;2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := intake.Open(path, intake.Options{Kind: intake.Customers})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	if err := f.Each(func(intake.Row) error { rows++; return nil }); err != nil || rows != 2 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

// TestEachAgain: a file may be read again, as a change that met another
// writer's is, and says the same.
func TestEachAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "invoices.csv")
	text := "invoice,customer,date,amount,currency\n1,A,2026-01-02,5,BYN\n2,A,2026-01-02,x,BYN\nИтого,,,5,\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := intake.Open(path, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		rows := 0
		if err := f.Each(func(intake.Row) error { rows++; return nil }); err != nil {
			t.Fatal(err)
		}
		refused, _ := f.Refusals()
		if rows != 1 || refused != 1 || len(f.Warnings) != 1 {
			t.Errorf("%d rows, %d refused, %d warnings", rows, refused, len(f.Warnings))
		}
	}
}
