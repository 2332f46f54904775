package fx_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/money"
)

var cbr, _ = charmap.Windows1251.NewEncoder().String(`<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="17.03.2026" name="Foreign Currency Market">
<Valute ID="R1"><NumCode>933</NumCode><CharCode>BYN</CharCode><Nominal>1</Nominal><Name>Белорусский рубль</Name><Value>28,6041</Value><VunitRate>28,6041</VunitRate></Valute>
<Valute ID="R2"><NumCode>860</NumCode><CharCode>UZS</CharCode><Nominal>10000</Nominal><Name>Узбекских сумов</Name><Value>66,1234</Value><VunitRate>0,00661234</VunitRate></Valute>
<Valute ID="R3"><NumCode>960</NumCode><CharCode>XDR</CharCode><Nominal>1</Nominal><Name>СДР</Name><Value>110,1</Value></Valute></ValCurs>`)

const (
	nbrb = `[{"Cur_ID":456,"Date":"2026-03-17T00:00:00","Cur_Abbreviation":"RUB","Cur_Scale":100,"Cur_Name":"Российских рублей","Cur_OfficialRate":3.4959},
{"Cur_ID":451,"Date":"2026-03-17T00:00:00","Cur_Abbreviation":"EUR","Cur_Scale":1,"Cur_Name":"Евро","Cur_OfficialRate":3.4012}]`
	nbrbTable = "Date;Cur_Abbreviation;Cur_Scale;Cur_OfficialRate\r\n17.03.2026;RUB;100;3,4959\r\n"
	nbu       = `[{"r030":978,"txt":"Євро","rate":48.1234,"cc":"EUR","exchangedate":"17.03.2026","special":null}]`
	nbuXML    = `<?xml version="1.0" encoding="utf-8"?><exchange><currency><r030>978</r030><txt>Євро</txt><rate>48.1234</rate><cc>EUR</cc><exchangedate>17.03.2026</exchangedate></currency></exchange>`
	ecb       = "Date, USD, JPY, BGN, \n17 March 2026, 1.0876, 161.23, N/A, \n"
	ecbXML    = `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://example.org/gesmes" xmlns="http://example.org/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2026-03-17'><Cube currency='USD' rate='1.0876'/><Cube currency='THB' rate='36.5'/></Cube></Cube></gesmes:Envelope>`
	nbuDays = `[{"exchangedate":"17.03.2026","r030":392,"cc":"JPY","txt":"Єна","enname":"Yen","rate":2.8301,"units":10,"rate_per_unit":0.28301,"group":"1","calcdate":"16.03.2026"}]`
	nbrbXML = `<?xml version="1.0" encoding="utf-8"?><DailyExRates Date="03/17/2026"><Currency Id="456"><NumCode>643</NumCode><CharCode>RUB</CharCode><Scale>100</Scale><Name>Российских рублей</Name><Rate>3.4959</Rate></Currency></DailyExRates>`
	cbrDays = `<?xml version="1.0" encoding="windows-1251"?><ValCurs ID="R01820" DateRange1="14.03.2026" DateRange2="17.03.2026" name="Foreign Currency Market Dynamic">
<Record Date="14.03.2026" Id="R01820"><Nominal>100</Nominal><Value>52,1001</Value><VunitRate>0,521001</VunitRate></Record>
<Record Date="17.03.2026" Id="R01820"><Nominal>100</Nominal><Value>52,2000</Value></Record></ValCurs>`
	list = "date,currency,nominal,rate,base,source,verified\n2026-03-17,RUB,100,3.4959,BYN,NBRB,yes\n2026-03-18,RUB,100,3.5,,,\n"
)

func TestFilesOfRates(t *testing.T) {
	for name, c := range map[string]struct{ src, format, want, skipped string }{
		"CBR":        {cbr, "CBR", "2026-03-17 1 BYN = 28.6041 RUB; 2026-03-17 10000 UZS = 66.1234 RUB", "XDR"},
		"NBRB":       {nbrb, "NBRB", "2026-03-17 100 RUB = 3.4959 BYN; 2026-03-17 1 EUR = 3.4012 BYN", ""},
		"NBRB one":   {nbrb[1:strings.Index(nbrb, "},")] + "}", "NBRB", "2026-03-17 100 RUB = 3.4959 BYN", ""},
		"NBRB CSV":   {nbrbTable, "NBRB", "2026-03-17 100 RUB = 3.4959 BYN", ""},
		"NBU":        {nbu, "NBU", "2026-03-17 1 EUR = 48.1234 UAH", ""},
		"NBU XML":    {nbuXML, "NBU", "2026-03-17 1 EUR = 48.1234 UAH", ""},
		"ECB":        {ecb, "ECB", "2026-03-17 1.0876 USD = 1 EUR; 2026-03-17 161.23 JPY = 1 EUR", ""},
		"ECB XML":    {ecbXML, "ECB", "2026-03-17 1.0876 USD = 1 EUR", "THB"},
		"NBU days":   {nbuDays, "NBU", "2026-03-17 10 JPY = 2.8301 UAH", ""},
		"NBRB XML":   {nbrbXML, "NBRB", "2026-03-17 100 RUB = 3.4959 BYN", ""},
		"CBR days":   {cbrDays, "CBR", "2026-03-14 100 JPY = 52.1001 RUB; 2026-03-17 100 JPY = 52.2 RUB", ""},
		"table":      {list, "table", "2026-03-17 100 RUB = 3.4959 BYN; 2026-03-18 100 RUB = 3.5 BYN", ""},
		"in Russian": {"\uFEFFДата;Валюта;Номинал;Курс;Источник\n17.03.2026;RUB;100;3,4959;НБРБ\n", "table", "2026-03-17 100 RUB = 3.4959 BYN", ""},
	} {
		if !fx.Looks([]byte(c.src)[:min(len(c.src), fx.HeadSize)]) {
			t.Errorf("%s: not recognised", name)
		}
		f, err := fx.Read(name, []byte(c.src), "BYN")
		var got []string
		for _, r := range f.Rates {
			got = append(got, r.Day.String()+" "+r.String())
			if r.Verified != (c.format != "table" || r.Source == "NBRB") {
				t.Errorf("%s: %v verified %v", name, r, r.Verified)
			}
		}
		if err != nil || f.Format != c.format || strings.Join(got, "; ") != c.want || strings.Join(f.Skipped, " ") != c.skipped {
			t.Errorf("%s: %s %q, passed over %q, %v", name, f.Format, got, f.Skipped, err)
		}
	}
}

func TestWhatIsNoFileOfRates(t *testing.T) {
	for src, code := range map[string]string{
		"": "fx.empty", "date,currency,rate\n": "fx.empty", "a,b,c\n1,2,3\n": "fx.unknown", "<html></html>": "fx.unknown", "[]": "fx.empty",
		cbr[:len(cbr)-20]:   "fx.broken",
		nbrb[:len(nbrb)-1]:  "fx.broken",
		nbrb[:len(nbrb)-20]: "fx.broken",
		`<!DOCTYPE x [<!ENTITY a "b">]><exchange>&a;</exchange>`:                                      "fx.doctype",
		strings.Repeat("<exchange>", 20):                                                              "fx.broken",
		`[{"Cur_ID":431,"Date":"2026-03-17T00:00:00","Cur_OfficialRate":2.9}]`:                        "fx.nameless",
		strings.Replace(cbrDays, `Date="17.03.2026" Id="R01820"`, `Date="17.03.2026" Id="R09999"`, 1): "fx.currency",
		strings.Replace(nbrbXML, "03/17", "17/03", 1):                                                 "fx.date",
		"date,currency,rate\n2026-02-30,RUB,3\n":                                                      "fx.date",
		"date,currency,rate\n2026-03-17,RUR,3\n":                                                      "fx.currency",
		"date,currency,rate\n2026-03-17,RUB,0\n":                                                      "fx.number",
		"date,currency,rate\n2026-03-17,RUB,-3\n":                                                     "fx.number",
		"date,currency,rate\n2026-03-17,RUB,3e5\n":                                                    "fx.number",
		"date,currency,rate\n2026-03-17,RUB,0.123456789\n":                                            "fx.number",
		"date,currency,rate\n2026-03-17,BYN,3\n":                                                      "fx.base",
		"date,currency,rate\n2026-03-17,RUB,3\n2026-03-17,RUB,4\n":                                    "fx.twice",
		"date,currency,rate\n2026-03-17,RUB,3,,,\n":                                                   "fx.broken",
		"date,currency,rate\n\"2026-03-17,RUB,3\n":                                                    "fx.broken",
		"<exchange><currency><cc>EUR</cc><rate>1</rate></currency></exchange>":                        "fx.date",
	} {
		if f, err := fx.Read("f", []byte(src), "BYN"); err == nil || fault.Code(err) != code || len(f.Rates) > 0 {
			t.Errorf("%.60q: %v, want %s", src, err, code)
		}
	}
	for _, other := range []string{
		"payment,customer,date,amount,currency\n", "<?xml version=\"1.0\"?><Invoice/>", "date,amount,currency,rate\n", `{"a":1}`,
	} {
		if fx.Looks([]byte(other)) {
			t.Errorf("%q looks like rates", other)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{cbr, nbrb, nbrbTable, nbu, nbuXML, ecb, ecbXML, list} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		fx.Looks(src)
		file, err := fx.Read("f", src, "BYN")
		if err == nil && len(file.Rates) == 0 {
			t.Fatal("neither rates nor a fault")
		}
		for _, r := range file.Rates {
			if r.Units <= 0 || r.Price <= 0 || r.Currency == r.Base || r.Day == 0 {
				t.Fatalf("%+v", r)
			}
		}
		_, _ = fx.New("BYN", file.Rates).Convert(fxAmount, "BYN", day)
	})
}

var fxAmount = money.Amount{Minor: 100, Currency: "EUR"}

// A table that another reader has divided into cells: the workbook of the Bank of
// Russia, which names currencies in words, and a list of one's own.
func TestTablesOfCells(t *testing.T) {
	rows := func(text string) (list []fx.Line) {
		for i, line := range strings.Split(text, "\n") {
			list = append(list, fx.Line{Number: i + 1, Cells: strings.Split(line, "|")})
		}
		return list
	}
	for text, want := range map[string]string{
		"nominal|data|curs|cdx\n1|2026-03-17|28.6041|Белорусский рубль\n|||\n100|2026-03-17|52.2|Японских иен": "CBR 2026-03-17 1 BYN = 28.6041 RUB; CBR 2026-03-17 100 JPY = 52.2 RUB",
		"Date|USD|JPY|\n2026-03-17|1.0876|161.23|": "ECB 2026-03-17 1.0876 USD = 1 EUR; ECB 2026-03-17 161.23 JPY = 1 EUR",
		"Дата|Валюта|Курс\n2026-03-17|EUR|3.4012":  "table 2026-03-17 1 EUR = 3.4012 BYN",
	} {
		f, err := fx.ReadTable("f.xlsx", rows(text), "BYN")
		var got []string
		for _, r := range f.Rates {
			got = append(got, f.Format+" "+r.Day.String()+" "+r.String())
		}
		if err != nil || strings.Join(got, "; ") != want {
			t.Errorf("%.30q: %q, %v; want %q", text, got, err, want)
		}
	}
	for text, code := range map[string]string{
		"a|b|c\n1|2|3": "fx.unknown", "nominal|data|curs|cdx": "fx.empty", "nominal|data|curs|cdx\n1|2026-03-17|28.6|Талер": "fx.currency",
		"date|currency|rate\n2026-03-17|EUR|3.4|more": "fx.broken",
	} {
		if _, err := fx.ReadTable("f.xlsx", rows(text), "BYN"); err == nil || fault.Code(err) != code {
			t.Errorf("%.30q: %v, want %s", text, err, code)
		}
	}
	if _, err := fx.ReadTable("f.xlsx", nil, "BYN"); err == nil || fault.Code(err) != "fx.empty" {
		t.Errorf("nothing: %v", err)
	}
}

// The tables of the corpus are of interest, not of exchange: each is refused.
func TestCorpusIsRefused(t *testing.T) {
	root := os.Getenv("DEBITOR_CORPUS")
	if root == "" {
		t.Skip("DEBITOR_CORPUS is not set: no files of others to read")
	}
	paths, err := filepath.Glob(filepath.Join(root, "rates", "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files of rates in %s: %v", root, err)
	}
	for _, p := range paths {
		src, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		_, err = fx.Read(filepath.Base(p), src, "BYN")
		t.Logf("%s: %v", filepath.Base(p), err)
		if fx.Looks(src[:min(len(src), fx.HeadSize)]) || err == nil || fault.Code(err) != "fx.unknown" {
			t.Errorf("%s: %v, want fx.unknown", p, err)
		}
	}
}
