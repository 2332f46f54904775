package bank

import (
	"strings"
	"testing"
	"unicode/utf8"

	"debitor/internal/fault"
)

// wholeOrParked is whole for formats in which an entry may wait for a person:
// only such an entry lacks a date or a currency.
func wholeOrParked(t *testing.T, src []byte) {
	t.Helper()
	f, err := Read("name", src, Options{})
	if err != nil {
		if fault.KindOf(err) != fault.Input || !strings.HasPrefix(err.Error(), "name") {
			t.Fatalf("not a refusal of the file: %v", err)
		}
		return
	}
	if f.Format == "" || len(f.Statements) == 0 || len(f.Warnings) > maxWarnings {
		t.Fatalf("read, but nothing is there: %+v", f)
	}
	for _, st := range f.Statements {
		if (st.From == 0) != (st.To == 0) || st.From > st.To {
			t.Fatalf("a period from %s to %s", st.From, st.To)
		}
		for _, e := range st.Entries {
			if e.Problem == "" && (e.Date == 0 || e.ValueDate == 0 || e.Currency != st.Currency) || e.Line < 1 || e.Raw == "" || e.Amount.Check() != nil || !utf8.ValidString(e.Purpose+e.Counterparty) {
				t.Fatalf("an entry is not whole: %+v", e)
			}
		}
	}
}

func FuzzCamt(f *testing.F) {
	f.Add([]byte(camtFile(camtCredit + camtBatch + camtReturn)))
	f.Add([]byte(strings.ReplaceAll(camtFile(camtCredit), "<Amt Ccy=\"EUR\">", "<Amt Ccy=\"XXQ\">")))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>`))
	f.Fuzz(wholeOrParked)
}

func FuzzMT(f *testing.F) {
	f.Add([]byte(mtGerman))
	f.Add([]byte(mtDutch))
	f.Add([]byte(mtInterim))
	f.Add([]byte(":20:X\n:61:2402300230RC1,NTRFNONREF//B\nmore\n:86:/TRTP/SEPA/NAME/N/REMI/R/\n-}"))
	f.Fuzz(wholeOrParked)
}
