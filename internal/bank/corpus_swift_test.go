package bank

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// swiftFacts are what real files of CAMT and MT940 hold, a line for each of the
// first statements: account, currency, number, opening and closing balance,
// number of entries, sum. They come from the tests beside the files where they
// are from, and from counting.
var swiftFacts = map[string]string{
	"genkgo_camt052.v1.xml":                            "CH2801234000123456789 SEK 12312 - - 1 -200000.00",
	"genkgo_camt052.v2.xml":                            "CH2801234000123456789 SEK 12312 - - 1 -200000.00",
	"genkgo_camt052.v4.xml":                            "CH2801234000123456789 CHF 12312 - 10022.15 1 -200000.00",
	"genkgo_camt053.v2.all-balance-types.xml":          "CH2801234000123456789 EUR 315 1.01 4.04 1 8.85",
	"genkgo_camt053.v2.minimal.xml":                    "NL26VAYB8060476890 EUR 12312 18.15 - 1 8.85",
	"genkgo_camt053.v2.wrong.xml":                      "refused bank.no_statement",
	"genkgo_camt053.v4.xml":                            "NL26VAYB8060476890 EUR 12312 18.15 - 1 8.85",
	"genkgo_camt054.v2.xml":                            "CH2801234000123456789 SEK 12312 - - 1 -200000.00",
	"libfintx_Camt052_HVB_v8.xml":                      "DE68750200730123456789 EUR 105 828.77 797.33 1 -31.44",
	"psynetic_example.camt053.xml":                     "- EUR 1 - - 3 -1547.29",
	"rayslava_sample.xml":                              "DE89370400440532013000 EUR Statement12345 1000.00 - 1 -50.00",
	"srousseau_business_sample_camt.052.001.04.xml":    "50000000054910000003 SEK AAAASESS-FP-ACCR001 - - 2 -170000.00",
	"srousseau_business_sample_camt.054.001.04.xml":    "50000000054910000003 SEK AAAASESS-FP-CN-98765 - - 1 105678.50",
	"viafintech_052_valid_namespace.xml":               "refused bank.no_statement",
	"viafintech_053_valid_namespace.xml":               "refused bank.no_statement",
	"viafintech_053_valid_example.xml":                 "DE14740618130000033626 EUR 130000005 33.06 23.06 5 -10.00",
	"viafintech_053_valid_example_with_batch.xml":      "NL18INGB00012345678 EUR 2019062434566666666666666 7329.80 23038.20 3 2934.26",
	"viafintech_053_valid_example_with_datetime.xml":   "11111111 USD 7301750-38631543-1688639227213 - 606.80 1 195.86",
	"viafintech_053_valid_example_with_debit.xml":      "DE14740618130000033626 EUR 130000005 -33.06 23.06 5 -10.00",
	"viafintech_054_valid_example.xml":                 "CH0309000000250090342 CHF 20160410375204000131032 - - 5 59.03",
	"wolph_betterplace_missing_crlf_at_end.sta":        "- EUR - - 42570.04 0 0.00",
	"wolph_betterplace_sepa_snippet.sta":               "50880050/0194787400888 EUR 00004/00001 766656.49 1125250.40 4 358593.91\n50880050/0194791600888 EUR 00004/00001 -1970431.87 -4472049.09 7 -2501917.30",
	"wolph_cmxl_account_balance_credit.sta":            "- EUR - 147.64 - 0 0.00",
	"wolph_cmxl_closing_balance.sta":                   "- EUR - - 137.00 0 0.00",
	"wolph_self-provided_invalid_statement.sta":        "refused bank.no_format",
	"wolph_citi_mt940.txt":                             "123456789 USD 1/1 17376.67 16233.92 5 -1142.75",
	"wolph_mBank_mt940.sta":                            "PL29114010810000267002001002 PLN 1/1 0.40 0.43 3 0.03",
	"wolph_mBank_mt942.sta":                            "PL29114010810000267002001002 PLN 1/1 - - 3 0.03",
	"wolph_self-provided_raiffeisen-cmi.sta":           "UBRTHUHB/123456789150ABCDEF002 HUF 0072 25170637.10 25281687.60 7 -1012213.50",
	"cmxl_mt940-abnamro.txt":                           "517852257 EUR 19321/1 3236.28 876.84 8 -321.44\n517852257 EUR 19322/1 2876.84 1849.75 2 -24.49",
	"cmxl_mt940.txt":                                   "45050050/76198810 - 27/01 84349.74 84437.04 11 87.30\n10020030/1234567 EUR 5/1 2187.95 4387.95 2 2200.00\nBPHKPLPK/320000546101 PLN 00084/001 40000.00 50040.00 3 10040.00\n45050050/76198810 - 27/01 84349.74 84437.04 11 87.30",
	"cmxl_mt940-headers.txt":                           "xxxxxxxxxxxxxx INR 3/1 0.00 - 1 1368378.92",
	"cmxl_mt940-with-colon-after-line-break.txt":       "45050050/76198810 - 27/01 84349.74 - 1 -6800.00",
	"jejik_commerzbank.txt":                            "25040066/0123456789 EUR 00143/1 0.00 0.00 1 -12.35",
	"jejik_deutschebank.txt":                           "20070000/0123456601 EUR 00143/1 0.00 0.00 1 -12.35",
	"jejik_generic.txt":                                "11111111 EUR 1 100.00 90.00 1 -10.00\n11111111 EUR 2 90.00 80.00 1 -10.00",
	"jejik_ing-unix.txt":                               "0001234567 EUR 000 0.00 3.47 7 -45.59",
	"jejik_oldenburgischelandesbank.txt":               "28020050/1324354687 EUR 135/1 0.00 0.00 1 104.50",
	"jejik_oldenburgischelandesbankmitbindestrich.txt": "DE12345678900022805304 EUR 1/1 279998.57 0.00 1 1727.00",
	"jejik_rabobank-iban.txt":                          "NL71RABO0123456789 EUR 0 1000.00 965.00 2 -35.00\nNL71RABO0123456789 EUR 0 965.00 930.00 2 -35.00",
	"jejik_sparkasse.txt":                              "87052000/123456789 EUR 00000/001 194.57 174.57 1 -20.00\n87052000/123456789 EUR 00000/001 174.57 154.57 1 -20.00",
	"jejik_sparkasse3.txt":                             "DE11222220220222220200 EUR 00000/001 931052.29 931304.50 1 -1027.25",
	"jejik_triodos.txt":                                "TRIODOSBANK/0390123456 EUR 1 4975.09 4370.79 2 -715.70",
	"wolph_jejik_knab.sta":                             "123456789 EUR 998/1 0.00 500.00 1 500.00\n123456789 EUR 999/1 3058.98 798.98 2 -6760.00",
	"wolph_jejik_rabobank.sta":                         "129199348 EUR 00000/00 473.17 395.82 1 -1213.28\n129199348 EUR 00000/00 1000.89 1000.89 0 0.00\n129199348 EUR 00000/00 1295.82 1250.87 2 -281.51\n152689184 EUR 00000/00 4196.12 4101.82 2 -94.30",
	"wolph_jejik_sns.sta":                              "0123456789 EUR 160/1 1234.56 1209.56 2 -25.00\n0123456789 EUR 161/1 1209.56 1209.56 0 0.00",
	"wolph_ASNB_mt940.txt":                             "NL81ASNB9999999999 EUR 1/1 444.29 379.29 1 -65.00\nNL81ASNB9999999999 EUR 2/1 379.29 379.29 0 0.00",
}

// swiftEntries are single entries: file, statement.entry from 0, then day, value
// date, amount, other side, its account, reference, and how the purpose begins.
var swiftEntries = []string{
	"genkgo_camt053.v4.xml 0.0 2014-12-31 2015-01-02 8.85|NAME NAME|NL56AGDH9619008421|4654654654654654|4654654654654654",
	"viafintech_053_valid_example.xml 0.0 2013-12-27 2013-12-27 -2.00|Testkonto Nummer 2|DE09300606010012345671|EndToEndReference|TEST BERWEISUNG MITTELS BLZUND KONTONUMMER - DTA",
	"viafintech_053_valid_example.xml 0.3 2013-12-27 2013-12-27 -3.50|Testkonto Nummer 2|DE58740618130100033626|STZV-EtE27122013-11:02-1|Sammelueberwseisung 2. Zahlung",
	"viafintech_053_valid_example_with_datetime.xml 0.0 2023-06-21 2023-06-21 195.86||||",
	"viafintech_054_valid_example.xml 0.0 2016-04-10 2016-04-10 15.00|Rutschmann Pia|CH4409000000495962779|EndToEnd-CRDBRActSame-1B9C-CHDDBB2|Mitteilung 132",
	"viafintech_054_valid_example.xml 0.3 2016-04-10 2016-04-10 -6.00|Bernasconi Maria|CH3709000000250094580|EndToEnd-2B6C-CHDDBB5|Mitteilung 128 MD06",
	"srousseau_business_sample_camt.054.001.04.xml 0.0 2010-10-18 2010-10-18 105678.50|MUELLER||MUELL/FINP/RA12345|",
	"libfintx_Camt052_HVB_v8.xml 0.0 2022-08-15 2022-08-15 -31.44|Cindy + Michael Lind GbR|DE41300500000001484310|56036902255947130822195145|POS-Kartenzahlung",
	"cmxl_statement-mt940.txt 0.0 2014-09-02 2014-09-01 -1.62|||0000549855700010|",
	"cmxl_statement-mt940.txt 0.1 2013-12-29 2014-01-04 -1.62|||0000549855700010|",
	"cmxl_statement-details-mt940.txt 0.0 2014-09-02 2014-09-01 -1.62|Peter Pan|HUkkbbbsssskcccccccccccccccx|TRX-0A4A47C3-F846-4729-8A1B-5DF620F|FOO TRX-0A4A47C3-F84",
	"cmxl_mt940.txt 1.0 2002-11-02 2002-11-01 -800.00|MUELLER|234567||Miete November",
	"cmxl_mt940.txt 2.0 2003-10-20 2003-10-20 20000.00|HUTA SZKLA TOPIC ULPRZEMYSLOWA 67 32-669 WROCLAW|PL08106000760000777777777777||08106000760000777777777777",
	"cmxl_mt940-abnamro.txt 0.0 2011-05-24 2011-05-24 -9.00|KPN - DIGITENNE|428428||BETALINGSKENM.",
	"cmxl_mt940-abnamro.txt 1.1 2011-05-24 2011-05-24 -15.00|MYCOM DEN HAAG|528939882||S-GRAVEN",
	"jejik_deutschebank.txt 0.0 2020-06-08 2020-06-08 -12.35|TESTEREL|DE50712345600200691329|A1.200080779.400143254.4961336|SONSTIGE GRUENDE ENDABRECHNUNG NR. 500106875 ZU VERTRA400143254, KUNDENNUM MER 2",
	"jejik_ing-unix.txt 0.6 2010-07-23 2010-07-23 1.00||0111111111||Hr S Marechal",
	"jejik_oldenburgischelandesbank.txt 0.0 2018-07-16 2018-07-16 104.50|WOHNBAU DIEPHOLZ GMBH|DE99123456771234567888||EWE,ENERGIEAUSWEIS RG.-NR. 1234567890 KD.-NR. 12377777",
	"jejik_oldenburgischelandesbankmitbindestrich.txt 0.0 2021-06-17 2021-06-17 1727.00|Projektgemeinschaft XXXXXX+ XXXXXXGmbH + Co. KG|DE41292500000123456789||Kunden-Nr. 20389020 Vertrags-Nr. 1000620785",
	"jejik_rabobank-iban.txt 0.0 2013-01-01 2013-01-01 -25.00|CONTRA ACCOUNT HOLDER|NL70ABNA0987654321|01-01-2013 12:00 0030000987654321|",
	"jejik_sparkasse.txt 1.0 2019-02-19 2019-02-19 -20.00|Max Mustermann|DE12345678901234567890||Apple Pay DATUM 19.02.2019, 13.24 UHR",
	"jejik_sparkasse3.txt 0.0 2020-02-19 2020-02-01 -1027.25|GEBÜHREN MANUELL GG UST-FREI|900932005||STORNO RECHNUNGSABSCHLUSS PER 01.02.2020",
	"jejik_triodos.txt 0.0 2011-01-01 2011-01-01 -15.70||0987654321||ALGEMENE TUSSENREKENING KOSTEN VAN 01-10-2010 TOT EN MET 31-12-2010",
	"wolph_jejik_knab.sta 1.0 2014-07-29 2014-07-29 -7260.00|PICQER|NL65INGB0123456789||FACTUUR 201403110, 201403113",
	"wolph_jejik_rabobank.sta 2.0 2011-06-17 2011-06-17 -44.95|T-MOBILE NETHERLANDS BV|733959555||BETALINGSKENM. 123456789",
	"wolph_jejik_sns.sta 0.0 2012-06-08 2012-06-07 -20.00|marechal s|0987654321||dit is een test",
	"wolph_mBank_mt940.sta 0.0 2017-01-19 2017-01-19 0.01|JAN NOWAK UL. NIJAKA 1 M 2 31-234 KRAKOW|56114010810000267002001001||PRZELEW SRODKOW",
	"wolph_self-provided_raiffeisen-cmi.sta 0.1 2018-04-17 2018-04-17 -14790.00|SPYMARKET S.R.O.|123777040156667300100001||18175",
	"wolph_self-provided_sparkassen.sta 0.0 2018-11-26 2018-11-26 30.00||||Test",
}

// TestCorpusSwift reads every real file of CAMT and MT940, prints what came of
// each, and holds it to what is known of it.
func TestCorpusSwift(t *testing.T) {
	files := map[string]File{}
	for _, dir := range []string{"bank-camt", "bank-mt940"} {
		list, _ := filepath.Glob(filepath.Join(corpus(t, dir), "*.*"))
		for _, path := range list {
			name := filepath.Base(path)
			if strings.HasSuffix(name, ".yml") {
				continue
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Read(name, src, Options{})
			files[name] = f
			got := swiftSays(f, err)
			t.Logf("%-50s %-8s %-7s %s %s", name, f.Format, f.Encoding, strings.ReplaceAll(got, "\n", "; "), codesOf(f))
			want, known := swiftFacts[name]
			switch {
			case !known && err != nil:
				t.Errorf("%s: %v", name, err)
			case known && got != want && !strings.HasPrefix(got, want+"\n"):
				t.Errorf("%s:\n got %s\nwant %s", name, got, want)
			}
			if yml, err := os.ReadFile(strings.TrimSuffix(path, ".sta") + ".yml"); err == nil && len(f.Statements) > 0 {
				swiftDump(t, name, f, string(yml))
			}
		}
	}
	if len(files) < len(swiftFacts) {
		t.Errorf("%d files, %d facts", len(files), len(swiftFacts))
	}
	for _, want := range swiftEntries {
		var name string
		var s, e int
		if _, err := fmt.Sscanf(want, "%s %d.%d", &name, &s, &e); err != nil {
			t.Fatal(want, err)
		}
		got := fmt.Sprintf("%s %d.%d is not there", name, s, e)
		if f := files[name]; s < len(f.Statements) && e < len(f.Statements[s].Entries) {
			x := f.Statements[s].Entries[e]
			got = fmt.Sprintf("%s %d.%d %s %s %s|%s|%s|%s|%s", name, s, e, x.Date, x.ValueDate, x.Amount.Decimal(x.Currency), x.Counterparty, x.Account, x.Reference, x.Purpose)
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// swiftSays puts a file into the words of swiftFacts.
func swiftSays(f File, err error) string {
	if err != nil {
		return "refused " + fault.Code(err)
	}
	var lines []string
	for i := range f.Statements {
		st := &f.Statements[i]
		balance := func(m *money.Minor) string {
			if m == nil {
				return "-"
			}
			return m.Decimal(st.Currency)
		}
		var sum money.Minor
		for j := range st.Entries {
			sum += st.Entries[j].Amount
		}
		or := func(s string) string { return first(s, "-") }
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s %d %s", or(st.Account), or(string(st.Currency)), or(st.Number), balance(st.Opening), balance(st.Closing), len(st.Entries), sum.Decimal(st.Currency)))
	}
	return strings.Join(lines, "\n")
}

var (
	dumpedAmount = regexp.MustCompile(`(?m)^    amount: !!python/object:mt940.models.Amount\n\s+amount: !!python/object/apply:decimal.Decimal\n\s+- '([^']+)'`)
	dumpedBank   = regexp.MustCompile(`(?m)^    bank_reference: '?([^'\n]*)'?$`)
	dumpedIBAN   = regexp.MustCompile(`(?m)^    applicant_iban: '?([^'\n]*)'?$`)
)

// swiftDump compares a file with what another reader made of it: amounts, the
// bank's references and accounts.
func swiftDump(t *testing.T, name string, f File, yml string) {
	t.Helper()
	_, list, ok := strings.Cut(yml, "\ntransactions:")
	if !ok {
		return
	}
	var entries []Entry
	for _, st := range f.Statements {
		entries = append(entries, st.Entries...)
	}
	items := strings.Split(list, "!!python/object:mt940.models.Transaction\n")[1:]
	if len(items) != len(entries) {
		t.Errorf("%s: %d entries, the dump has %d", name, len(entries), len(items))
		return
	}
	for i, item := range items {
		e := entries[i]
		if m := dumpedAmount.FindStringSubmatch(item); m != nil {
			// The other reader gives a reversal the sign of what it takes back.
			want, err := money.ParseMinor(m[1], e.Currency.Decimals())
			if err != nil || want != e.Amount && (!e.Reversal || want != -e.Amount) {
				t.Errorf("%s: entry %d is %s, the dump has %s (%v)", name, i, e.Amount.Decimal(e.Currency), m[1], err)
			}
		}
		if m := dumpedBank.FindStringSubmatch(item); m != nil && m[1] != "null" && m[1] != e.BankRef {
			t.Errorf("%s: entry %d has the reference %q, the dump %q", name, i, e.BankRef, m[1])
		}
		if m := dumpedIBAN.FindStringSubmatch(item); m != nil && m[1] != "null" && e.Account != compact(m[1]) && !iban.MatchString(e.Account) && !strings.Contains(e.Raw, "?38") {
			t.Errorf("%s: entry %d has the account %q, the dump %q", name, i, e.Account, m[1])
		}
	}
}
