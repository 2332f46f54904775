package bank

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// mtSlashed is the Dutch structure: words between slashes, /NAME/A. de Vries/.
var mtSlashed = regexp.MustCompile(`^\s*/(?:TRTP|TRCD|IBAN|BIC|NAME|REMI|EREF|PREF|MARF|CSID|CNTP|BENM|ORDP|RTRN|KREF|PT)/`)

var mtWord = regexp.MustCompile(`/(TRTP|TRCD|IBAN|BIC|NAME|REMI|EREF|PREF|MARF|CSID|CNTP|BENM|ORDP|RTRN|KREF|PURP|ISDT|ADDR|ULTD|ULTC|ULTB|ACCW|SVCL|ID|PT|PY)/`)

// slashed reads words between slashes: /REMI/ purpose, /CNTP/ the other side as
// account, BIC, name and town (ING), /ULTD/ who pays in the end, /RTRN/ why a
// payment came back, /PY/ purpose (Citi).
func (e *Entry) slashed(text string) {
	values := map[string]string{}
	found := mtWord.FindAllStringSubmatchIndex(text, -1)
	for i := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		word := text[found[i][2]:found[i][3]]
		if value := strings.Trim(strings.TrimSpace(text[found[i][1]:max(end, found[i][1])]), "/"); values[word] == "" {
			values[word] = value
		}
	}
	if p := strings.Split(values["CNTP"], "/"); len(p) >= 3 {
		e.Account, e.Bank, e.Counterparty = compact(p[0]), compact(p[1]), oneLine(p[2])
	}
	e.Account = first(compact(values["IBAN"]), e.Account)
	e.Bank = first(compact(values["BIC"]), e.Bank)
	e.Counterparty = first(oneLine(values["NAME"]), e.Counterparty)
	if name := oneLine(strings.ReplaceAll(values["ULTD"], "NAME/", "")); name != "" && e.Amount > 0 {
		e.Counterparty = name
	}
	e.Reference = first(provided(values["EREF"]), e.Reference)
	remittance := strings.TrimPrefix(values["REMI"], "USTD//")
	if structured, ok := strings.CutPrefix(remittance, "STRD/CUR/"); ok {
		remittance = structured
		e.Reference = oneLine(structured)
	}
	e.Purpose = first(oneLine(remittance), oneLine(values["PY"]), e.Purpose)
	if why := values["RTRN"]; why != "" {
		e.Reversal, e.Purpose = true, oneLine(e.Purpose+" "+why)
	}
}

// Free texts in which banks always write the other side in the same place. Each
// has groups named account, name and purpose; ^ and $ are those of the text.
var mtTexts = []*regexp.Regexp{
	// Knab: ... REK: NL65INGB0123456789/NAAM: PICQER
	regexp.MustCompile(`(?s)^(?P<purpose>.*)\nREK: (?P<account>[A-Z0-9]+)/NAAM: (?P<name>[^\n]*)`),
	// ABN AMRO of old: GIRO   428428 NAME    PURPOSE
	regexp.MustCompile(`(?s)^GIRO +(?P<account>\d+) (?P<name>.*?)(?: {2,}(?P<purpose>.*))?$`),
	// ABN AMRO of old: 52.89.39.882 NAME  PURPOSE
	regexp.MustCompile(`(?s)^(?P<account>\d{1,2}\.\d{2}\.\d{2}\.\d{3}) +(?P<name>.*?)(?: {2,}(?P<purpose>.*))?$`),
	// SNS, ASN: account and name, a blank line, the purpose
	regexp.MustCompile(`(?s)^(?P<account>[A-Z]{2}\d{2}[A-Z0-9]{11,30}|\d{9,10}) (?P<name>[^\n]*)\n\s*\n(?P<purpose>.*)$`),
	// ING of old: 0111111111 PURPOSE
	regexp.MustCompile(`(?s)^(?P<account>\d{10}) (?P<purpose>.*)$`),
	// mBank: ...; Z RACH.: 56114...; OD: NAME; TYT.: PURPOSE; TNR: ...
	regexp.MustCompile(`(?s)(?:Z|NA) RACH\.:\s*(?P<account>\d+);(?:\s*(?:OD|DLA|DO):\s*(?P<name>[^;]*);)?(?:\s*TYT\.:\s*(?P<purpose>[^;]*);)?`),
	// Raiffeisen: a reference, then account, name and purpose, a line each
	regexp.MustCompile(`(?s)^[A-Z]{3}\d{2}[A-Z]\d+\n(?P<account>\d{16}|\d{24})\n(?P<name>[^\n]*)(?:\n(?P<purpose>.*))?$`),
}

// free reads a text without structure, or with words of SEPA in it.
func (e *Entry) free(lines []string) {
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	text = strings.TrimPrefix(text, "999") // GVC 999: without structure
	if mtKey.MatchString(text) {
		e.keys(lines, mtWidth)
		return
	}
	for _, known := range mtTexts {
		p := known.FindStringSubmatch(text)
		if p == nil {
			continue
		}
		group := func(name string) string {
			if i := known.SubexpIndex(name); i >= 0 {
				return p[i]
			}
			return ""
		}
		e.Account = strings.ReplaceAll(compact(group("account")), ".", "")
		e.Counterparty = first(oneLine(group("name")), e.Counterparty)
		e.Purpose = first(joinLines(group("purpose")), e.Purpose)
		return
	}
	e.Purpose = joinLines(text)
}

// joinLines makes one line of a text that was cut into lines: one that is full
// goes on in the next.
func joinLines(text string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(text, "\n") {
		b.WriteString(l)
		if utf8.RuneCountInString(l) < mtWidth {
			b.WriteByte(' ')
		}
	}
	return oneLine(b.String())
}
