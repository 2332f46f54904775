package bank

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/fault"
)

// camtFile is a statement of 100.00 opening with the entries given.
func camtFile(entries string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><c:BkToCstmrStmt><c:Stmt>
<Id>S1</Id><ElctrncSeqNb>7</ElctrncSeqNb><FrToDt><FrDtTm>2026-03-02T00:00:00</FrDtTm><ToDtTm>2026-03-04T00:00:00</ToDtTm></FrToDt>
<Acct><Id><IBAN>DE02 1203 0000 0000 2020 51</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId></Svcr></Acct>
<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">99</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">179.30</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
` + entries + `</c:Stmt></c:BkToCstmrStmt></c:Document>`
}

const camtCredit = `<Ntry><Amt Ccy="EUR">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>B1</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Kontor &amp; Söhne</Nm><Id><OrgId><Othr><Id>12/345</Id><SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id></Pty></Dbtr><DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>SOGEDEFF</BICFI></FinInstnId></DbtrAgt></RltdAgts><RmtInf><Ustrd>Rechnung 2026-</Ustrd><Ustrd>17 vom 1.2.</Ustrd><Strd><RfrdDocInf><Nb>2026-17</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
`

// camtBatch brings 30.00 of two payers, of which the bank keeps 0.70.
const camtBatch = `<Ntry><Amt Ccy="EUR">29.30</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-03</Dt></BookgDt><Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.70</TtlChrgsAndTaxAmt></Chrgs>
<NtryDtls><TxDtls><Refs><EndToEndId>A1</EndToEndId></Refs><Amt Ccy="EUR">10</Amt><RltdPties><Dbtr><Nm>A</Nm></Dbtr><UltmtDbtr><Nm>Mother of A</Nm></UltmtDbtr></RltdPties></TxDtls>
<TxDtls><AmtDtls><InstdAmt><Amt Ccy="USD">22</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">20.00</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>B</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>
`

// camtReturn is a direct debit that its payer took back.
const camtReturn = `<Ntry><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>PDNG</Sts><ValDt><Dt>2026-03-03</Dt></ValDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>We</Nm></Cdtr></RltdPties><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
`

func TestCamtTellsWhoPaidWhat(t *testing.T) {
	f := mustRead(t, camtFile(camtCredit+camtBatch+camtReturn))
	if len(f.Warnings) != 0 || f.Format != "camt.053" || len(f.Statements) != 1 {
		t.Fatalf("%+v", f)
	}
	st := f.Statements[0]
	if st.Account != "DE02120300000000202051" || st.Bank != "BYLADEM1001" || st.Number != "7" || *st.Opening != 100_00 || *st.Closing != 179_30 || st.From != day(t, "2026-03-02") || st.To != day(t, "2026-03-03") {
		t.Errorf("%+v", st)
	}
	var got []string
	for _, e := range st.Entries {
		got = append(got, fmt.Sprintf("%s %s %s|%s|%s|%s|%s|%s|%s|%s %v%v%v", e.Date, e.ValueDate, e.Amount.Decimal(e.Currency), e.Counterparty, e.TaxID, e.Account, e.Bank, e.Purpose, e.Reference, e.Code, e.Fee, e.Reversal, e.Pending))
	}
	want := []string{
		"2026-03-02 2026-03-03 50.00|Kontor & Söhne|12/345|DE75512108001245126199|SOGEDEFF|Rechnung 2026- 17 vom 1.2. 2026-17 RF18539007547034|RF18539007547034|PMNT/RCDT/ESCT falsefalsefalse",
		"2026-03-03 2026-03-03 10.00|Mother of A|||||A1| falsefalsefalse",
		"2026-03-03 2026-03-03 20.00|B|||||| falsefalsefalse",
		"2026-03-03 2026-03-03 -0.70||||||| truefalsefalse",
		"2026-03-03 2026-03-03 -12.00|Payer||||MD06|| falsetruetrue",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if e := st.Entries[1]; !strings.HasPrefix(e.Raw, "<TxDtls>") || !strings.HasSuffix(e.Raw, "</TxDtls>") || strings.Count(e.Raw, "TxDtls") != 2 || e.Line != 13 {
		t.Errorf("line %d: %s", e.Line, e.Raw)
	}
}

// TestCamtDoubts: what cannot be read waits for a person, what does not add up
// is said.
func TestCamtDoubts(t *testing.T) {
	for _, c := range []struct{ change, to, problem, codes string }{
		{"50.00</Amt>", "50.00001</Amt>", "bank.entry_amount", "bank.entry_amount bank.totals"},
		{"50.00</Amt>", "50.00000</Amt>", "", ""},
		{"50.00</Amt>", "-50.00</Amt>", "bank.entry_amount", "bank.entry_amount bank.totals"},
		{"2026-03-02</Dt></Bookg", "2026-02-30</Dt></Bookg", "bank.entry_date", "bank.entry_date"},
		{`<Ntry><Amt Ccy="EUR">50`, `<Ntry><Amt Ccy="XXQ">50`, "bank.entry_currency_unknown", "bank.entry_currency_unknown bank.totals"},
		{`<Ntry><Amt Ccy="EUR">50`, `<Ntry><Amt Ccy="USD">50`, "bank.currency", "bank.entry_currency bank.totals"},
		{"CRDT</CdtDbtInd><Sts><Cd>", "?</CdtDbtInd><Sts><Cd>", "bank.entry_mark", "bank.entry_mark"},
		{`<Amt Ccy="EUR">10</Amt>`, `<Amt Ccy="EUR">11</Amt>`, "", "bank.batch"},
		{"179.30", "179.31", "", "bank.totals"},
		{`CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">`, `CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">`, "", "bank.balance"},
		{"DE02 1203 0000 0000 2020 51", "", "", "bank.owner_unsaid"},
	} {
		src := camtFile(camtCredit + camtBatch)
		f := mustRead(t, strings.Replace(src, c.change, c.to, 1))
		if got := f.Statements[0].Entries[0].Problem; got != c.problem || codesOf(f) != c.codes || !strings.Contains(src, c.change) {
			t.Errorf("%s: problem %q, warnings %q", c.to, got, codesOf(f))
		}
	}
}

// TestCamtRefusals: attacks and damage are refused with line and reason.
func TestCamtRefusals(t *testing.T) {
	whole := camtFile(camtCredit)
	for _, c := range []struct{ src, code string }{
		{strings.Replace(whole, "?>", "?>\n<!DOCTYPE lol [<!ENTITY a \"&#98;\"><!ENTITY b \"&a;&a;\">]>", 1), "bank.xml_doctype"},
		{strings.Replace(whole, "Rechnung", "&b;", 1), "bank.xml"},
		{strings.Replace(whole, "<Id>S1</Id>", strings.Repeat("<a>", maxDepth+1), 1), "bank.xml_depth"},
		{whole[:len(whole)-40], "bank.truncated"},
		{strings.Replace(whole, "</Ntry>", "</Entry>", 1), "bank.xml"},
		{strings.ReplaceAll(camtFile(""), "c:Stmt", "c:Other"), "bank.no_statement"},
	} {
		if _, err := Read("f.xml", []byte(c.src), Options{}); fault.Code(err) != c.code {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}

// TestCamtHeaderNamesTheCodePage: letters alone do not tell German from Polish.
func TestCamtHeaderNamesTheCodePage(t *testing.T) {
	for _, c := range []struct {
		header string
		page   *charmap.Charmap
		name   string
	}{
		{"ISO-8859-1", charmap.ISO8859_1, "Größe"}, {"windows-1250", charmap.Windows1250, "Žižkov Łódź"}, {"windows-1251", charmap.Windows1251, "ООО Ромашка"},
	} {
		text := strings.Replace(strings.Replace(camtFile(camtCredit), `"UTF-8"`, `"`+c.header+`"`, 1), "Kontor &amp; Söhne", c.name, 1)
		src, err := c.page.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		if f := mustRead(t, src); f.Statements[0].Entries[0].Counterparty != c.name {
			t.Errorf("%s: %+v", c.header, f.Statements[0].Entries[0])
		}
	}
}

// TestCamtOfAHundredThousand is measured, and must stay linear.
func TestCamtOfAHundredThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a large file")
	}
	const n = 100_000
	src := []byte(camtFile(strings.Repeat(camtCredit, n)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	f, err := Read("f.xml", src, Options{})
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil || len(f.Statements[0].Entries) != n {
		t.Fatal(err)
	}
	t.Logf("%d entries, %d MiB of XML: %.1f s, %d MiB kept", n, len(src)>>20, took.Seconds(), int64(after.HeapAlloc-before.HeapAlloc)>>20)
	runtime.KeepAlive(f)
}
