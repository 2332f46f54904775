package bank

import (
	"strings"

	"debitor/internal/money"
)

func looksBY(text string) bool { return strings.HasPrefix(firstLine(text), "***** ^Type=") }

// readBY reads the text of Belarusian client-banks: lines of ^Key=Value^ behind
// a first line with the kind and the account, the echo of the request
// ([IN_PARAM]) and the answer ([OUT_PARAM]), in which each DocDate begins an
// entry. Banks differ in their keys; by.go knows those of kinds 3 to 6, 400 and
// 600, of one day and of a period, in roubles and in foreign currency.
func readBY(s *source) (File, error) {
	r := &by{source: s, general: map[string]string{}, asked: map[string]string{}}
	if err := r.rows(); err != nil {
		return File{}, err
	}
	st, err := r.statement()
	if err != nil {
		return File{}, err
	}
	return File{Format: "by", Statements: []Statement{st}}, nil
}

// by is the reading of one file.
type by struct {
	*source
	general map[string]string // the answer's keys outside the rows
	asked   map[string]string // the request's keys
	account string
	list    []byRow
	answer  bool // the lines are the answer's, not the request's
}

// byRow is an entry as it stands in the file.
type byRow struct {
	values   map[string]string
	line     int
	from, to int // of its text in the file
}

// rowKeys are the keys that belong to the entry above them. What is not here
// is of the statement, wherever it stands: banks put closing balances, and
// their own name, behind the last entry.
var rowKeys = func() map[string]bool {
	keys := map[string]bool{}
	for k := range strings.FieldsSeq(`DocDate DocTime DateTime OpDate OpTime Num NDoc Opr PayC Cod Code Acc AccKorr Db Deb DebQ Cre CreQ Credit
		Amount StartAmount KorName KorUNP UNNRec UNNKorr UNN3 ActualPayerName ActualPayerUNP ActualBenName ActualBenUNP Nazn Nazn2 DocID InDocID
		OperationID I2 C2 BankOfficer BankOfficerName StampNum PassShortName DocSource DocSourceID DocSubType CycleBISS`) {
		keys[k] = true
	}
	return keys
}()

// rows divides the file.
func (r *by) rows() error {
	l := lines{text: r.text}
	for l.next() && l.line == "" { // before the first line, which looksBY knows
	}
	for pair := range strings.SplitSeq(l.line, "^") {
		if k, v, ok := strings.Cut(pair, "="); ok && k == "Acc" {
			r.account = compact(v)
		}
	}
	if r.account == "" {
		return r.fault("bank.account_missing", "does not say whose account it is (%s); ask the bank for the file again", l.no, "Acc")
	}
	closed := false
	for l.next() {
		switch {
		case l.line == "":
		case l.line == "[IN_PARAM]":
			r.answer = false
		case l.line == "[OUT_PARAM]":
			r.answer = true
		case strings.HasPrefix(l.line, "####"):
			closed = true
		case closed:
			return r.stray(&l)
		default:
			if err := r.pair(&l); err != nil {
				return err
			}
		}
	}
	if !closed && !r.hasBalance("Out") {
		return r.fault("bank.truncated", "ends without closing balance and without its last line of hashes; it is cut off (ask the bank for the file again)", l.no)
	}
	return nil
}

func (r *by) stray(l *lines) error {
	return r.fault("bank.section", "%q stands outside every section; the file is cut or damaged (ask the bank for it again)", l.no, clip(l.line))
}

// pair takes ^Key=Value^, which may run over several lines.
func (r *by) pair(l *lines) error {
	begin, line := l.from, l.no
	text, opened := strings.CutPrefix(l.line, "^")
	key, _, ok := strings.Cut(text, "=")
	if !opened || !ok {
		return r.stray(l)
	}
	for !strings.HasSuffix(l.line, "^") {
		if !l.next() || strings.HasPrefix(l.line, "####") {
			return r.fault("bank.truncated", "the value of %s is never closed by ^; the file is cut off (ask the bank for it again)", line, clip(key))
		}
	}
	_, value, _ := strings.Cut(r.text[begin:l.end], "=")
	value = strings.TrimSuffix(strings.TrimRight(value, " \t"), "^")
	if r.answer && key == "DocDate" {
		r.list = append(r.list, byRow{values: map[string]string{}, line: line, from: begin})
	}
	into := r.asked
	switch {
	case r.answer && rowKeys[key] && len(r.list) > 0:
		row := &r.list[len(r.list)-1]
		into, row.to = row.values, l.at
	case r.answer:
		into = r.general
	}
	if into[key] == "" {
		into[key] = value
	}
	return nil
}

// currency is the mark of a foreign account, else what the user says, else
// roubles: statements in roubles carry no mark.
func (r *by) currency() money.Currency {
	for _, key := range []string{"I3", "I1", "I4", "CurrCode"} {
		if c := currencyNamed(r.general[key]); c != "" {
			return c
		}
	}
	for _, row := range r.list {
		if c := currencyNamed(row.values["I2"]); c != "" {
			return c
		}
	}
	if r.options.Currency != "" {
		return r.options.Currency
	}
	return nationalCurrency(r.account)
}
