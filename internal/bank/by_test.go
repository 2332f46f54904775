package bank

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/fault"
)

const (
	byAccount = "BY13ABCD30120000000000000933"
	byOther   = "BY13EFGH30120000000000000777"
)

// byFile makes a statement of the kind; lines are key=value of the answer.
func byFile(kind string, lines ...string) string {
	return "***** ^Type=" + kind + "^ ^Acc=" + byAccount + "^  -  Выписка\r\n[IN_PARAM]\r\n^CurrCode=978^\r\n^Date1=02.03.2026^\r\n[OUT_PARAM]\r\n^" +
		strings.Join(lines, "^\r\n^") + "^\r\n#####\r\n"
}

func TestBYReadsRoubles(t *testing.T) {
	src := byFile("400", "Time=03.03.2026 10:00:00", "Header1=ВЫПИСКА ПО СЧЕТУ "+byAccount+" С 02.03.2026 ПО 02.03.2026", "DebIn=0.00", "CrIn=100.00",
		"DocDate=28.02.2026", "Num=17", "Opr=6", "Cod=EFGHBY2X", "Acc="+byOther, "Db=0.00", "Credit=25.50", "UNNKorr=УНП плательщика:190000021",
		"KorName=ООО  Клиент", "Nazn=Оплата по договору 00", "Nazn2=12 = аванс", "DocID=555", "OpDate=02.03.2026 11:00:00",
		"DB=0.00", "CR=25.50", "DebOut=0.00", "CrOut=125.50", "MyBankMFO=ABCDBY2X")
	b, err := charmap.Windows1251.NewEncoder().String(src)
	if err != nil {
		t.Fatal(err)
	}
	f := mustRead(t, b)
	st := f.Statements[0]
	if f.Format != "by" || f.Encoding != "windows-1251" || len(f.Warnings) != 0 || st.Currency != "BYN" || st.Bank != "ABCDBY2X" || *st.Opening != 100_00 || *st.Closing != 125_50 || st.Interim {
		t.Errorf("%+v", f)
	}
	e := st.Entries[0]
	raw := e.Raw
	e.Raw = ""
	want := Entry{
		Date: day(t, "2026-03-02"), ValueDate: day(t, "2026-03-02"), Amount: 25_50, Currency: "BYN", Counterparty: "ООО Клиент", TaxID: "190000021",
		Account: byOther, Bank: "EFGHBY2X", Purpose: "Оплата по договору 0012 = аванс", Reference: "17", BankRef: "555", Code: "6", Line: 10,
	}
	if e != want || !strings.HasPrefix(raw, "^DocDate") || !strings.Contains(raw, "OpDate") {
		t.Errorf("%+v\nwant %+v\nraw %q", e, want, raw)
	}
}

// TestBYForeignCurrency: banks write the account's currency and its worth in
// roubles in the same keys the other way round.
func TestBYForeignCurrency(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		code  string
	}{
		"the currency in Q, as revaluations show": {[]string{
			"InCre=10.00", "InCreQ=40.00", "I1=CNY",
			"DocDate=02.03.2026", "Num=1", "DebQ=0.00", "CreQ=0.00", "Deb=0.00", "Cre=3.00", "Code=156",
			"DocDate=02.03.2026", "Num=2", "DebQ=0.00", "CreQ=60.00", "Deb=0.00", "Cre=24.00", "OutCre=37.00", "OutCreQ=100.00",
		}, ""},
		"the currency without Q": {[]string{
			"RestIn=40.00", "RestInQ=120.00", "I1=156",
			"DocDate=02.03.2026", "Num=1", "DebQ=8.00", "CreQ=0.00", "Deb=0.00", "Cre=0.00",
			"DocDate=02.03.2026", "Num=2", "DebQ=0.00", "CreQ=180.00", "Deb=0.00", "Cre=60.00", "RestOut=100.00", "RestOutQ=292.00",
		}, ""},
		"nobody can tell": {[]string{
			"I1=156", "DocDate=02.03.2026", "Num=1", "DebQ=8.00", "CreQ=0.00", "Deb=0.00", "Cre=0.00",
			"DocDate=02.03.2026", "Num=2", "DebQ=0.00", "CreQ=0.00", "Deb=0.00", "Cre=60.00",
		}, "bank.two_currencies"},
	} {
		f, err := Read("x", []byte(byFile("600", c.lines...)), Options{})
		if c.code != "" {
			if fault.Code(err) != c.code {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		st := f.Statements[0]
		if st.Currency != "CNY" || st.Entries[0].Amount != 0 || st.Entries[1].Amount != 60_00 || *st.Opening != 40_00 || *st.Closing != 100_00 || len(f.Warnings) != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestBYRefusals(t *testing.T) {
	row := []string{"DocDate=02.03.2026", "Num=1", "Db=5.00", "Credit=0.00"}
	with := func(lines ...string) string { return byFile("3", append(append([]string{}, row...), lines...)...) }
	for name, c := range map[string]struct{ src, code, place string }{
		"no account":          {strings.Replace(with(), "Acc=", "Nobody=", 1), "bank.account_missing", "x:1:"},
		"cut off":             {strings.TrimSuffix(with(), "#####\r\n"), "bank.truncated", "x:9:"},
		"a value not closed":  {strings.Replace(with(), "Credit=0.00^", "Credit=0.00", 1), "bank.truncated", "x:9:"},
		"no amount at all":    {byFile("3", row[:2]...), "bank.amount_sides", "x:6:"},
		"both sides":          {byFile("3", "DocDate=02.03.2026", "Db=5.00", "Credit=5.00"), "bank.amount_sides", "x:6:"},
		"five decimals":       {byFile("3", "DocDate=02.03.2026", "Db=5.00001"), "bank.amount", "x:6:"},
		"30 February":         {byFile("3", "DocDate=30.02.2026", "Db=5.00"), "bank.date", "x:6:"},
		"lines of other kind": {strings.Replace(with(), "^Num=1^", "Num 1", 1), "bank.section", "x:7:"},
	} {
		_, err := Read("x", []byte(c.src), Options{})
		if fault.Code(err) != c.code || !strings.HasPrefix(err.Error(), c.place) {
			t.Errorf("%s: %s: %v; want %s at %s", name, fault.Code(err), err, c.code, c.place)
		}
	}
}
