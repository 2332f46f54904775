package bank

import (
	"fmt"
	"strings"
	"testing"
)

const mtGerman = `{1:F01BYLADEM1AXXX0000000000}{2:I940BYLADEM1XXXXN}{4:
:20:STARTUMS
:25:12030000/0000202051
:28C:00007/001
:60F:C251230EUR100,00
:61:2512310102CR50,NTRFNONREF//B1
:86:166?00GUTSCHRIFT?109310?20EREF+E-17?21SVWZ+Rechnung 2026-17 vom ?
221. Februar?30SOGEDEFFXXX?31DE75512108001245126199?32Kontor und So
ehne?33 GmbH
:61:260102RC20,00NRTI//B2
:86:109?00RETOURE?20SVWZ+MD06?32Payer
:61:260230D0,70NCHGNONREF
:86:808?00ENTGELT
:62F:C260102EUR129,30
-}`

const mtDutch = `ABNANL2A
940
:20:X
:25:NL02ABNA0123456789EUR
:28C:1/1
:60F:C260301EUR0,00
:61:2603020302C1210,00N123NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/B
loemen BV/REMI/Factuur 17/EREF/NOTPROVIDED
:61:2603020302C5,NTRFEREF//77
/TRCD/00100/
:86:/EREF/E-9//CNTP/NL20INGB0001234567/INGBNL2A/Tulp BV/Delft//REMI/U
STD//Factuur 18/
:62F:C260302EUR1215,00
-
:20:Y
:25:NL02ABNA0123456789EUR
:60F:C260302EUR1215,00
:61:2603030303D1,00NTRFNONREF
:86:vrije tekst
:62F:C260303EUR1215,00`

const mtInterim = `:20:Z
:25:DE02120300000000202051
:28C:1
:34F:EURD0,
:13D:2603041200+0100
:61:2603040304C5,NTRFR1
:90C:1EUR5,
:90D:1EUR2,00
-`

// mtSays puts the entries of a file into one line each.
func mtSays(f File) string {
	var got []string
	for _, st := range f.Statements {
		for _, e := range st.Entries {
			got = append(got, fmt.Sprintf("%d %s %s %s|%s|%s|%s|%s|%s|%s|%s %v%v", e.Line, e.Date, e.ValueDate, e.Amount.Decimal(e.Currency), e.Counterparty, e.Account, e.Bank, e.Purpose, e.Reference, e.BankRef, e.Code, e.Fee, e.Reversal))
		}
	}
	return strings.Join(got, "\n")
}

func TestMTInGerman(t *testing.T) {
	f := mustRead(t, strings.ReplaceAll(mtGerman, "\n", "\r\n"))
	want := `6 2026-01-02 2025-12-31 50.00|Kontor und Soehne GmbH|DE75512108001245126199|SOGEDEFFXXX|Rechnung 2026-17 vom 1. Februar|E-17|B1|166 falsefalse
10 2026-01-02 2026-01-02 -20.00|Payer|||MD06||B2|109 falsetrue
12 2026-02-28 2026-02-28 -0.70||||ENTGELT|||808 truefalse`
	if got := mtSays(f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	st := f.Statements[0]
	if codesOf(f) != "bank.february" || f.Format != "mt940" || st.Account != "12030000/0000202051" || st.Bank != "12030000" || st.Number != "00007/001" || *st.Opening != 100_00 || *st.Closing != 129_30 || st.From != day(t, "2025-12-31") {
		t.Errorf("%s: %+v", codesOf(f), st)
	}
	if raw := st.Entries[1].Raw; raw != ":61:260102RC20,00NRTI//B2\n:86:109?00RETOURE?20SVWZ+MD06?32Payer" {
		t.Errorf("%q", raw)
	}
}

func TestMTInDutch(t *testing.T) {
	f := mustRead(t, mtDutch)
	want := `7 2026-03-02 2026-03-02 1210.00|Bloemen BV|NL91ABNA0417164300|ABNANL2A|Factuur 17|||N123 falsefalse
10 2026-03-02 2026-03-02 5.00|Tulp BV|NL20INGB0001234567|INGBNL2A|Factuur 18|E-9|77|NTRF falsefalse
19 2026-03-03 2026-03-03 -1.00||||vrije tekst|||NTRF falsefalse`
	if got := mtSays(f); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if codesOf(f) != "bank.totals" || len(f.Statements) != 2 || f.Statements[1].Account != "NL02ABNA0123456789" {
		t.Errorf("%s: %+v", codesOf(f), f.Statements)
	}
}

func TestMTOfTheRunningDay(t *testing.T) {
	f := mustRead(t, mtInterim)
	st := f.Statements[0]
	if f.Format != "mt942" || !st.Interim || st.Currency != "EUR" || st.To != day(t, "2026-03-04") || codesOf(f) != "bank.count bank.debits" || len(st.Entries) != 1 || st.Entries[0].Reference != "R1" {
		t.Errorf("%s: %+v", codesOf(f), st)
	}
}

// TestMTCounts: an entry that is missing is seen by the count even where the sums
// agree.
func TestMTCounts(t *testing.T) {
	for counts, want := range map[string]string{
		":90C:1EUR5,\n:90D:0EUR0,\n":   "",
		":90C:EUR5,\n":                 "",
		":90C:2EUR5,\n":                "bank.count",
		":90C:1EUR5,\n:90D:1EUR0,00\n": "bank.count",
		":90C:1EUR6,\n":                "bank.credits",
	} {
		f := mustRead(t, ":20:Z\n:25:DE02120300000000202051\n:28C:1\n:34F:EURD0,\n:13D:2603041200+0100\n:61:2603040304C5,NTRFR1\n"+counts+"-\n")
		if got := codesOf(f); got != want {
			t.Errorf("%q: %s, want %q", counts, got, want)
		}
	}
}

// TestMTPages: a long statement that comes in several messages is one.
func TestMTPages(t *testing.T) {
	page := func(account, number, opening, line, closing string) string {
		return ":20:X\n:25:" + account + "\n:28C:" + number + "\n" + opening + "\n:61:" + line + "\n" + closing + "\n-\n"
	}
	first := page("1", "7/1", ":60F:C260301EUR0,", "260302C5,NTRFA", ":62M:C260302EUR5,")
	second := page("1", "7/2", ":60M:C260302EUR5,", "260302C1,NTRFB", ":62M:C260302EUR6,")
	third := page("1", "7/3", ":60M:C260302EUR6,", "260303D2,NTRFC", ":62F:C260303EUR4,")
	f := mustRead(t, first+second+third)
	if len(f.Statements) != 1 || codesOf(f) != "" {
		t.Fatalf("%s: %+v", codesOf(f), f.Statements)
	}
	st := f.Statements[0]
	if len(st.Entries) != 3 || *st.Opening != 0 || *st.Closing != 4_00 || st.From != day(t, "2026-03-02") || st.To != day(t, "2026-03-03") || st.Number != "7/1" {
		t.Errorf("%+v", st)
	}
	for _, other := range []string{
		page("2", "7/2", ":60M:C260302EUR5,", "260302C1,NTRFB", ":62F:C260302EUR6,"),
		page("1", "8/2", ":60M:C260302EUR5,", "260302C1,NTRFB", ":62F:C260302EUR6,"),
		page("1", "7/2", ":60F:C260302EUR5,", "260302C1,NTRFB", ":62F:C260302EUR6,"),
		page("1", "7/3", ":60M:C260302EUR9,", "260302C1,NTRFB", ":62F:C260302EUR10,"),
	} {
		if f := mustRead(t, first+other); len(f.Statements) != 2 {
			t.Errorf("joined:\n%s", other)
		}
	}
}

// TestMTLines are the ways in which :61: is written.
func TestMTLines(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"2401020103C1,5NTRFREF//BANK", "2024-01-03 2024-01-02 1.50||||||"},
		{"240102D,50NTRF", "2024-01-02 2024-01-02 -0.50||||||"},
		{"240102    DD1,NMSCNONREF//", "2024-01-02 2024-01-02 -1.00||||||"},
		{"2401021231RD000000000012,34NTRFNONREF", "2023-12-31 2024-01-02 12.34||||||"},
		{"2312290102ED7,NTRFNONREF", "2024-01-02 2023-12-29 -7.00||||||"},
		{"2402300301C1,NTRFNONREF", "2024-03-01 2024-02-29 1.00||||||bank.february"},
		{"2413010301C1,NTRFNONREF", "  1.00||||||bank.entry_date"},
		{"240102C1,234NTRFNONREF", "2024-01-02 2024-01-02 0.00||||||bank.entry_amount"},
		{"240102X1,NTRF", "  0.00||||||bank.entry_line"},
		{"240102C9,00N0440121470966      A. de Vries", "2024-01-02 2024-01-02 9.00|A. de Vries|121470966||||"},
		{"240102CR\n9,00NTRFNONREF", "2024-01-02 2024-01-02 9.00||||||"},
	} {
		f := mustRead(t, ":20:X\n:25:1\n:60F:C240101EUR0,\n:61:"+c.line+"\n:62M:C240102EUR0,\n-\n")
		e := f.Statements[0].Entries[0]
		codes := strings.TrimSuffix(strings.TrimSuffix(codesOf(f), "bank.totals"), " ")
		if got := fmt.Sprintf("%s %s %s|%s|%s||||%s", e.Date, e.ValueDate, e.Amount.Decimal(e.Currency), e.Counterparty, e.Account, codes); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.line, got, c.want)
		}
		if strings.HasPrefix(codes, "bank.entry") && e.Problem != codes {
			t.Errorf("%s: problem %q", c.line, e.Problem)
		}
	}
}

// TestMTSeparators: German subfields behind other signs, and texts with question
// marks.
func TestMTSeparators(t *testing.T) {
	for _, c := range []struct{ info, want string }{
		{"020<00PRZELEW<20FAKTURA 17<32JAN<38PL61109010140000071219812874", "JAN|PL61109010140000071219812874|FAKTURA 17"},
		{"~20Za fakture 17~32ANNA", "ANNA||Za fakture 17"},
		{"166|00GUT|20SVWZ+Warum?99 Euro|32N", "N||Warum?99 Euro"},
		{"166?00GUT?20Wieso?55 Stueck?32N", "N||Wieso?55 Stueck"},
		{"EREF+E1 SVWZ+Rechnung 5 IBAN+DE75512108001245126199", "|DE75512108001245126199|Rechnung 5"},
	} {
		f := mustRead(t, ":20:X\n:25:1\n:60F:C240101EUR0,\n:61:240102C1,NTRF\n:86:"+c.info+"\n:62F:C240102EUR1,\n-\n")
		e := f.Statements[0].Entries[0]
		if got := e.Counterparty + "|" + e.Account + "|" + e.Purpose; got != c.want {
			t.Errorf("%s: %s", c.info, got)
		}
	}
}
