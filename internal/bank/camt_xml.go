package bank

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The elements of CAMT.052, .053 and .054 that are read, versions 1 to 14. They
// are found by local name, so that any version and any namespace prefix will do;
// where versions write a thing in different places, both stand here.

type camtAmount struct {
	Text     string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type camtDate struct {
	Day     string `xml:"Dt"`
	Instant string `xml:"DtTm"`
}

type camtAccount struct {
	ID       camtAccountID `xml:"Id"`
	Currency string        `xml:"Ccy"`
	Servicer camtAgent     `xml:"Svcr"`
}

type camtAccountID struct {
	IBAN        string `xml:"IBAN"`
	BBAN        string `xml:"BBAN"`         // version 1
	Other       string `xml:"Othr>Id"`      // from version 2
	Proprietary string `xml:"PrtryAcct>Id"` // version 1
}

func (a *camtAccountID) number() string {
	return compact(first(a.IBAN, a.Other, a.BBAN, a.Proprietary))
}

type camtAgent struct {
	BIC    string `xml:"FinInstnId>BIC"`   // to version 3
	BICFI  string `xml:"FinInstnId>BICFI"` // from version 4
	Member string `xml:"FinInstnId>ClrSysMmbId>MmbId"`
}

func (a *camtAgent) code() string { return compact(first(a.BICFI, a.BIC, a.Member)) }

type camtPeriod struct {
	From     string `xml:"FrDtTm"`
	To       string `xml:"ToDtTm"`
	FromDate string `xml:"FrDt"`
	ToDate   string `xml:"ToDt"`
}

type camtBalance struct {
	Code   string     `xml:"Tp>CdOrPrtry>Cd"`
	Code1  string     `xml:"Tp>Cd"` // version 1
	Amount camtAmount `xml:"Amt"`
	Mark   string     `xml:"CdtDbtInd"`
	Date   camtDate   `xml:"Dt"`
}

func (b *camtBalance) code() string { return first(b.Code, b.Code1) }

type camtSummary struct {
	Credits string `xml:"TtlCdtNtries>Sum"`
	Debits  string `xml:"TtlDbtNtries>Sum"`
}

type camtStatus struct {
	Text string `xml:",chardata"` // to version 7
	Code string `xml:"Cd"`        // from version 8
}

type camtKind struct {
	Domain      string `xml:"Domn>Cd"`
	Family      string `xml:"Domn>Fmly>Cd"`
	SubFamily   string `xml:"Domn>Fmly>SubFmlyCd"`
	Proprietary string `xml:"Prtry>Cd"`
}

type camtCharges struct {
	Total   camtAmount   `xml:"TtlChrgsAndTaxAmt"`
	Amounts []camtAmount `xml:"Amt"`      // to version 3: several Chrgs, each with an amount
	Records []camtAmount `xml:"Rcrd>Amt"` // from version 4
}

type camtEntry struct {
	Reference string        `xml:"NtryRef"`
	Amount    camtAmount    `xml:"Amt"`
	Mark      string        `xml:"CdtDbtInd"`
	Reversal  string        `xml:"RvslInd"`
	Status    camtStatus    `xml:"Sts"`
	Booked    camtDate      `xml:"BookgDt"`
	Value     camtDate      `xml:"ValDt"`
	BankRef   string        `xml:"AcctSvcrRef"`
	Kind      camtKind      `xml:"BkTxCd"`
	Charges   []camtCharges `xml:"Chrgs"`
	Parts     []camtPart    `xml:"NtryDtls>TxDtls"`
	Parts1    []camtPart    `xml:"TxDtls"` // version 1
	Info      string        `xml:"AddtlNtryInf"`
}

// camtPart is TxDtls: one transaction of an entry.
type camtPart struct {
	line int
	raw  string
	Refs struct {
		BankRef  string `xml:"AcctSvcrRef"`
		EndToEnd string `xml:"EndToEndId"`
	} `xml:"Refs"`
	Amount  camtAmount `xml:"Amt"`
	Mark    string     `xml:"CdtDbtInd"`
	Amounts struct {
		Transaction camtAmount `xml:"TxAmt>Amt"`
		CounterVal  camtAmount `xml:"CntrValAmt>Amt"`
		Instructed  camtAmount `xml:"InstdAmt>Amt"`
	} `xml:"AmtDtls"`
	Kind    camtKind      `xml:"BkTxCd"`
	Charges []camtCharges `xml:"Chrgs"`
	Parties struct {
		Debtor           camtParty     `xml:"Dbtr"`
		DebtorAccount    camtAccountID `xml:"DbtrAcct>Id"`
		UltimateDebtor   camtParty     `xml:"UltmtDbtr"`
		Creditor         camtParty     `xml:"Cdtr"`
		CreditorAccount  camtAccountID `xml:"CdtrAcct>Id"`
		UltimateCreditor camtParty     `xml:"UltmtCdtr"`
	} `xml:"RltdPties"`
	Agents struct {
		Debtor   camtAgent `xml:"DbtrAgt"`
		Creditor camtAgent `xml:"CdtrAgt"`
	} `xml:"RltdAgts"`
	Remittance camtRemittance `xml:"RmtInf"`
	Return     struct {
		Code  string   `xml:"Rsn>Cd"`
		Code1 string   `xml:"RtrRsn>Cd"` // version 1
		Info  []string `xml:"AddtlInf"`
	} `xml:"RtrInf"`
	Info string `xml:"AddtlTxInf"`
}

type camtParty struct {
	Name  string        `xml:"Nm"`
	IDs   []camtPartyID `xml:"Id>OrgId>Othr"`
	IDs2  []camtPartyID `xml:"Id>PrvtId>Othr"`
	Party *camtParty    `xml:"Pty"`               // from version 8
	Agent string        `xml:"Agt>FinInstnId>Nm"` // from version 8: the other side is a bank
}

type camtPartyID struct {
	ID     string `xml:"Id"`
	Scheme string `xml:"SchmeNm>Cd"`
}

type camtRemittance struct {
	Texts      []string `xml:"Ustrd"`
	Structured []struct {
		Documents []string `xml:"RfrdDocInf>Nb"`
		Document1 string   `xml:"RfrdDocInf>RfrdDocNb"` // version 1
		Reference string   `xml:"CdtrRefInf>Ref"`
		Ref1      string   `xml:"CdtrRefInf>CdtrRef"` // version 1
		Info      []string `xml:"AddtlRmtInf"`
	} `xml:"Strd"`
}

// first is the first of the texts that is not blank, without white space around.
func first(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

// camtTokens gives the tokens of a file to the decoder and refuses what no
// statement needs and what could exhaust memory: a document type, in which
// entities are declared, and elements within elements without end. It notes
// where the transactions of an entry stand.
type camtTokens struct {
	*xml.Decoder
	depth int
	parts []camtPlace
}

type camtPlace struct{ from, to, line int }

var (
	errDocumentType = errors.New("declares a document type")
	errTooDeep      = errors.New("nests elements too deep")
)

// maxDepth is far beyond the fifteen levels of the deepest of the formats.
const maxDepth = 64

// Token implements xml.TokenReader.
func (t *camtTokens) Token() (xml.Token, error) {
	from := int(t.InputOffset())
	token, err := t.RawToken()
	switch token := token.(type) {
	case xml.Directive:
		return nil, errDocumentType
	case xml.StartElement:
		if t.depth++; t.depth > maxDepth {
			return nil, errTooDeep
		}
		if token.Name.Local == "TxDtls" {
			line, _ := t.InputPos()
			t.parts = append(t.parts, camtPlace{from: from, line: line})
		}
	case xml.EndElement:
		if t.depth--; token.Name.Local == "TxDtls" && len(t.parts) > 0 {
			t.parts[len(t.parts)-1].to = int(t.InputOffset())
		}
	}
	return token, err
}

// newCamtTokens reads a text that is UTF-8 already, whatever its header says.
// Entities are the five of XML itself and no others.
func newCamtTokens(text string) *camtTokens {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &camtTokens{Decoder: d}
}
