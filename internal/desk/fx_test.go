package desk_test

import (
	"archive/zip"
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

const ratesOfFebruary = "date,currency,nominal,rate,base,source\n2026-01-05,EUR,1,3.3800,BYN,NBRB\n2026-02-02,EUR,1,3.4012,BYN,NBRB\n2026-02-02,RUB,100,3.4959,BYN,NBRB\n"

// A file of rates is taken in whole or not at all; the same again changes
// nothing, other values are a correction.
func TestRatesAreTakenIn(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		for _, c := range []struct {
			file                        string
			fresh, corrected, unchanged int
		}{
			{ratesOfFebruary, 3, 0, 0},
			{ratesOfFebruary, 0, 0, 3},
			{"date,currency,nominal,rate,base,source\n2026-02-02,EUR,1,3.4,BYN,NBRB\n2026-02-03,EUR,1,3.5,BYN,NBRB\n", 1, 1, 0},
			{`[{"Cur_ID":1,"Date":"2026-02-03T00:00:00","Cur_Abbreviation":"USD","Cur_Scale":1,"Cur_OfficialRate":3.1}]`, 1, 0, 0},
		} {
			if r := b.take("rates", c.file); r.Kind != desk.KindRates || r.New != c.fresh || r.Corrected != c.corrected || r.Unchanged != c.unchanged {
				t.Errorf("%.40q: %+v", c.file, r)
			}
		}
		seen, err := b.Rates(b.Context(), on("2026-02-01"), on("2026-02-28"))
		if err != nil || seen.Last != on("2026-02-03") || len(seen.Rates) != 4 || seen.Rates[0].String() != "1 EUR = 3.5 BYN" || !seen.Rates[1].Verified || seen.Rates[2].String() != "1 EUR = 3.4 BYN" {
			t.Errorf("rates: %+v, %v", seen, err)
		}
		for file, code := range map[string]string{
			"date,currency,rate\n2026-02-04,EUR,3.6\n2026-02-05,EUR,0\n": "fx.number",
			"Date, USD, JPY, \n04 February 2026, 1.08, 160, \n":          "fx.other_base",
			"date,currency,rate,base\n2026-02-04,EUR,90,RUB\n":           "fx.other_base",
		} {
			if _, err := b.try("rates", file, desk.ImportOptions{}); err == nil || fault.Code(err) != code {
				t.Errorf("%.40q: %v, want %s", file, err, code)
			}
		}
		if seen, err := b.Rates(b.Context(), on("2026-02-04"), on("2026-02-28")); err != nil || len(seen.Rates) != 0 {
			t.Errorf("of refused files: %+v, %v", seen, err)
		}
		b.sound()
	})
}

// What is owed in another currency counts in the company's by the rate of the
// day, and stands apart without one.
func TestDebtsOfSeveralCurrencies(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("contracts.csv", "contract,customer,number,limit_amount\nK,B,K-1,500.00\n")
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency,contract\nE1,B,ЭК 5000001,2026-01-05,2026-03-25,100.00,EUR,K\n")
		hold := func(day, amount string) credit.Answer {
			t.Helper()
			a, err := b.Hold(b.Context(), desk.HoldQuery{Customer: "B", Date: on(day), Amount: amount})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		codes := func(a credit.Answer) (s string) {
			for _, r := range a.Reasons {
				s += r.Code + " "
			}
			return s
		}
		if a := hold("2026-01-20", ""); !a.Allowed || codes(a) != "" || *a.Available != 45000 {
			t.Errorf("a company without rates: %+v", a)
		}
		b.take("rates.csv", ratesOfFebruary)
		// 500 less 50 and 100 × 3.38
		if a := hold("2026-01-19", "112.00"); !a.Allowed || *a.Available != 11200 {
			t.Errorf("within the limit: %+v", a)
		}
		if a := hold("2026-01-19", "112.01"); a.Allowed || codes(a) != "hold.limit hold.rate " {
			t.Errorf("beyond the limit: %+v", a)
		}
		if a := hold("2026-01-20", ""); a.Allowed || codes(a) != "hold.no_rate " {
			t.Errorf("by a rate that is too old: %+v", a)
		}
		seen, err := b.Customer(b.Context(), desk.CustomerQuery{Customer: "B", Date: on("2026-02-02")})
		if err != nil || seen.Whole == nil || seen.Whole.Open.Amount.Minor != 5000+34012 || seen.Whole.Overdue.Amount.Minor != 5000 || len(seen.Whole.Open.Rates) != 1 {
			t.Errorf("the customer: %+v, %v", seen.Whole, err)
		}
		if seen, err := b.Customer(b.Context(), desk.CustomerQuery{Customer: "A", Date: on("2026-02-02")}); err != nil || seen.Whole != nil {
			t.Errorf("who owes in one currency: %+v, %v", seen.Whole, err)
		}
		list, err := b.Customers(b.Context(), on("2026-01-20"), desk.CustomersQuery{})
		if err != nil || list.Whole == nil || len(list.Whole.Open.Missing) != 1 || list.Whole.Open.Amount.Minor != 22227 {
			t.Errorf("the list: %+v, %v", list.Whole, err)
		}
	})
}

// The reason says what is open in the currency of the debt, with its decimals.
func TestReasonSaysTheDebtsCurrency(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nJ1,A,ЭК 7000001,2026-01-05,2026-01-25,12345,JPY\n")
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", in{"19", "02.02.2026", "340.00", "ООО Альфа", "100000007", "BY20OLMP31350000001000000933", "Оплата по ТТН ЭК 7000001"}))
		seen, err := b.Cash(b.Context(), desk.CashQuery{})
		if err != nil || len(seen.Entries) != 1 {
			t.Fatalf("%+v, %v", seen, err)
		}
		for _, p := range seen.Entries[0].Answer.Proposals {
			for _, r := range p.Reasons {
				if r.Code == "match.currency" && len(r.Args) == 3 && r.Args[1] == "12345" && r.Args[2] == "JPY" {
					return
				}
			}
		}
		t.Errorf("the reasons: %+v", seen.Entries[0].Answer.Proposals)
	})
}

// An entry that names a debt in another currency shows the difference; nothing
// is booked of it.
func TestDifferenceOfExchangeIsShown(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nE1,A,ЭК 5000001,2026-01-05,2026-01-25,100.00,EUR\nJ1,A,ЭК 7000001,2026-01-05,2026-01-25,12345,JPY\n")
		before := b.open("2026-02-28")
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", in{"18", "02.02.2026", "340.00", "ООО Альфа", "100000007", "BY20OLMP31350000001000000933", "Оплата по ТТН ЭК 5000001"}))
		again := b.open("2026-02-28")
		if again != before {
			t.Errorf("an entry in another currency changed what is open: %s, before %s", again, before)
		}
		accountant := b.user("anna", "accountant")
		seen, err := accountant.Cash(b.Context(), desk.CashQuery{})
		if err != nil || len(seen.Entries) != 1 || seen.Entries[0].State == store.EntryBooked {
			t.Fatalf("cash: %+v, %v", seen, err)
		}
		one := func() desk.Exchange {
			t.Helper()
			got, err := accountant.CashOf(b.Context(), seen.Entries[0].ID)
			if err != nil || len(got.Entries[0].Exchanges) != 1 {
				t.Fatalf("the entry: %+v, %v", got, err)
			}
			return got.Entries[0].Exchanges[0]
		}
		if x := one(); x.Worth != nil || x.Was != nil || x.Open.String() != "100.00" {
			t.Errorf("without rates: %+v", x)
		}
		b.take("rates.csv", ratesOfFebruary)
		// 340.12 by the rate of the day, 338.00 by that of the document
		if x := one(); x.Worth == nil || x.Was == nil || x.Left() != 12 || x.Drift() != 212 || x.Invoice != "E1" {
			t.Errorf("with rates: %+v", x)
		}
		// Nothing of it is booked by itself, and nobody can book it to the debt.
		_, err = accountant.BookEntry(b.Context(), desk.EntryChoice{Entry: seen.Entries[0].ID, Shares: []desk.EntryShare{{Invoice: "E1", Amount: 34000}}})
		if err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("booked to a debt in another currency: %v", err)
		}
		if got := b.open("2026-02-28"); got != before {
			t.Errorf("open %s, before %s", got, before)
		}
		b.sound()
	})
}

// Rates come as banks publish them: in an archive, in a workbook.
func TestRatesOutOfArchivesAndWorkbooks(t *testing.T) {
	zipped := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte("Date, USD, JPY, \n04 February 2026, 1.08, 160, \n"))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	book := func(rows ...[]any) string {
		f := excelize.NewFile()
		defer f.Close()
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, v := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if err := f.SetCellValue("Sheet1", cell, v); err != nil {
					t.Fatal(err)
				}
				if _, isDay := v.(time.Time); isDay {
					if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	day := time.Date(2026, 2, 4, 0, 0, 0, 0, time.UTC)
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		if r := b.take("kurse", book([]any{"Дата", "Валюта", "Номинал", "Курс"}, []any{day, "EUR", 1, 3.4012}, []any{day, "RUB", 100, 3.4959})); r.Kind != desk.KindRates || r.New != 2 {
			t.Errorf("a workbook: %+v", r)
		}
		seen, err := b.Rates(b.Context(), on("2026-02-04"), on("2026-02-04"))
		if err != nil || len(seen.Rates) != 2 || seen.Rates[0].String() != "1 EUR = 3.4012 BYN" || seen.Rates[0].Verified {
			t.Errorf("rates: %+v, %v", seen, err)
		}
		for text, code := range map[string]string{
			zipped("eurofxref.csv"): "fx.other_base", zipped("a.csv", "b.csv"): "", zipped("eurofxref.csv")[:60]: "",
			book([]any{"nominal", "data", "curs", "cdx"}, []any{1, day, 82.5, "Доллар США"}): "fx.other_base",
		} {
			_, err := b.try("kurse", text, desk.ImportOptions{})
			if err == nil || fault.KindOf(err) != fault.Input || code != "" && fault.Code(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
		for text, code := range map[string]string{zipped("a.csv", "b.csv"): "fx.archive", zipped("eurofxref.csv")[:60]: "fx.broken_archive"} {
			if _, err := b.try("kurse", text, desk.ImportOptions{Kind: desk.KindRates}); err == nil || fault.Code(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
	})
}
