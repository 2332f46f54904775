package bank

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// information reads :86:, which every country writes in its own way: subfields
// by number (Germany, Poland), words between slashes (the Netherlands), or text.
func (e *Entry) information(lines []string) {
	whole := strings.Join(lines, "")
	switch {
	case strings.TrimSpace(whole) == "":
	case mtNumbered.MatchString(whole):
		e.numbered(whole)
	case mtSlashed.MatchString(whole):
		e.slashed(whole)
	default:
		e.free(lines)
	}
	// Dutch banks repeat the account where the reference should stand, cut to 16.
	if len(e.Reference) >= 9 && strings.HasPrefix(e.Account, e.Reference) {
		e.Reference = ""
	}
}

// mtNumbered is the German structure: a code of three digits for the kind of
// movement (GVC), then subfields, each a separator and two digits. The separator
// is what stands behind the code. Some banks leave the code out.
var mtNumbered = regexp.MustCompile(`^\s*(?:(\d{3})([^0-9A-Za-z\s/])\d{2}|([?<>~^|])(?:00|20))`)

// numbered reads subfields: 00 posting text, 20–29 and 60–63 purpose, 30 bank and
// 31 account of the other side, 32–33 its name, 38 its IBAN (DFÜ-Abkommen of the
// German banks, annex 3).
func (e *Entry) numbered(text string) {
	p := mtNumbered.FindStringSubmatch(text)
	code, separator := p[1], p[2]+p[3]
	parts := subfields(text, separator)
	if code != "" && code != "000" {
		e.Code = code
		e.Fee = e.Fee || gvcFee(code)
		e.Reversal = e.Reversal || slices.Contains(gvcReturn, code)
	}
	var purpose []string
	var name, account, international string
	for _, s := range parts {
		switch n := s.code; {
		case n >= "20" && n <= "29", n >= "60" && n <= "63":
			purpose = append(purpose, s.text)
		case n == "30":
			e.Bank = compact(s.text)
		case n == "31" && separator != ">", n == "10" && separator == ">": // at Triodos 31 is the account of the statement
			account = compact(s.text)
		case n == "38":
			international = compact(s.text)
		case n == "32", n == "33":
			name += s.text
		}
	}
	e.Counterparty = first(oneLine(name), e.Counterparty)
	e.Account = first(international, account, e.Account)
	e.keys(purpose, mtCut)
	if e.Purpose == "" && len(parts) > 0 && parts[0].code == "00" {
		e.Purpose = oneLine(parts[0].text)
	}
}

type subfield struct{ code, text string }

// subfields divides a text at its separator where a known number follows; a
// question mark before other digits is a question mark.
func subfields(text, separator string) []subfield {
	var list []subfield
	for i, s := range strings.Split(text, separator) {
		known := len(s) >= 2 && digits(s[:2]) && (s[:2] == "00" || s[:2] == "10" || s[0] == '2' || s[:2] >= "30" && s[:2] <= "38" || s[0] == '6' && s[1] <= '5' || s[:2] == "70" || s[:2] == "71" || s[:2] == "99")
		switch {
		case i == 0: // the code
		case known:
			list = append(list, subfield{s[:2], s[2:]})
		case len(list) > 0:
			list[len(list)-1].text += separator + s
		}
	}
	return list
}

// Lines are cut at fixed lengths: one that is shorter ends where a word ended.
const (
	mtCut   = 27 // a subfield
	mtWidth = 65 // a line of :86:
)

// gvcFee tells the bank's charges and interest by code: 805 closing of the
// account, 808 fees, 809 commission, 811–817 credit costs and interest.
func gvcFee(code string) bool {
	return code == "805" || code == "808" || code == "809" || code >= "811" && code <= "817"
}

// gvcReturn are direct debits (108, 109) and transfers (159) that came back.
var gvcReturn = []string{"108", "109", "159"}

// mtKey is a word of SEPA within a purpose: EREF+ the payer's reference, SVWZ+
// the purpose itself, ABWA+ who pays in the end, and others.
var mtKey = regexp.MustCompile(`(?:EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP|OAMT|COAM|RREF|BREF|RCUR|SVCL|SQTP)\+|\b(?:IBAN|BIC)\+`)

// keys reads a purpose given in parts of at most cut letters. The value of a key
// reaches to the next one; that of others than SVWZ+ ends with a part that is
// not full. What stands under no key is purpose too.
func (e *Entry) keys(parts []string, cut int) {
	values := map[string]string{}
	key := ""
	for _, part := range parts {
		rest := part
		for {
			at := mtKey.FindStringIndex(rest)
			if at == nil {
				break
			}
			values[key] += rest[:at[0]]
			key, rest = rest[at[0]:at[1]-1], rest[at[1]:]
		}
		values[key] += rest
		if utf8.RuneCountInString(part) < cut {
			values[key] += " "
			if key != "SVWZ" {
				key = ""
			}
		}
	}
	e.Purpose = first(oneLine(values["SVWZ"]), oneLine(values[""]))
	if e.Purpose == "" {
		e.Purpose = oneLine(strings.Join(parts, ""))
	}
	e.Reference = first(provided(values["EREF"]), e.Reference, provided(values["KREF"]))
	e.Account = first(e.Account, compact(values["IBAN"]))
	e.Bank = first(e.Bank, compact(values["BIC"]))
	if name := oneLine(values["ABWA"]); name != "" && e.Amount > 0 {
		e.Counterparty = name
	}
}
