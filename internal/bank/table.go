package bank

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/money"
)

// readTable reads a statement that a bank gives as CSV or XLSX: by its headings,
// or by a map file of kind movements. Package intake does the reading; here
// rows become statements, and the lines around them their balances.
func readTable(s *source) (File, error) {
	f, err := intake.OpenBytes(s.name, s.raw, intake.Options{Kind: intake.Movements, Map: s.options.Map, Currency: s.options.Currency})
	if err != nil {
		return File{}, s.noTable(err)
	}
	t := &table{source: s, at: map[string]int{}}
	t.titles(f.Above)
	if err := f.Each(t.row); err != nil {
		return File{}, err
	}
	if n, list := f.Refusals(); n > 0 {
		first := list[0]
		first.File = ""
		return File{}, s.fault("bank.rows", "%s (rows that cannot be read: %d); correct the file, or describe it in a map file", first.Line, strings.TrimLeft(first.String(), ":0123456789 "), n)
	}
	for _, w := range f.Warnings {
		s.warn("bank.table", "%s", w.Line, w.Text)
	}
	t.finish()
	s.encoding = f.Encoding
	return File{Format: "table", Statements: t.list}, nil
}

// noTable refuses what is no table with known headings. With a map file the
// user means it to be one, and what intake says of it stands.
func (s *source) noTable(err error) error {
	switch fault.Code(err) {
	case "intake.columns_missing", "intake.kind_unknown", "intake.empty", "sheet.binary", "sheet.line_too_long", "sheet.zip":
		if s.options.Map == nil {
			return s.unknown(err)
		}
	}
	return err
}

// table gathers the rows of a file.
type table struct {
	*source
	account          string // of the lines above the headings
	from, to         cal.Date
	list             []Statement
	at               map[string]int // statement by account and currency
	opening, closing *money.Minor
}

// accountNumber is an IBAN, or twenty digits as in Russia.
var accountNumber = regexp.MustCompile(`\b([A-Z]{2}\d{2}[A-Z0-9]{11,30}|\d{20})\b`)

// titles looks for the account and the period in the lines above the headings.
// Two accounts there say neither.
func (t *table) titles(lines []string) {
	found := map[string]bool{}
	for _, line := range lines {
		for _, a := range accountNumber.FindAllString(line, -1) {
			found[a] = true
			t.account = a
		}
		if m := twoDates.FindStringSubmatch(line); m != nil && t.from == 0 {
			t.from, t.to = firstDotted(m[1]), firstDotted(m[2])
		}
	}
	if len(found) > 1 {
		t.account = ""
	}
}

// row takes what intake has read of one row.
func (t *table) row(r intake.Row) error {
	for _, record := range r.Records {
		m, ok := record.(intake.Movement)
		if !ok {
			continue // a map of several records may make others besides
		}
		if i := strings.IndexRune(m.Text, utf8.RuneError); i >= 0 {
			return t.fault("bank.letters_lost", "letters were lost before the file came here (%s); nobody can tell what stood there: ask the bank for the file again, and do not save it in an editor", r.Line, clip(m.Text))
		}
		if m.Date == 0 {
			if err := t.remark(m, r.Line); err != nil {
				return err
			}
			continue
		}
		st := t.statement(&m, r.Line)
		st.Entries = append(st.Entries, Entry{
			Date: m.Date, ValueDate: firstDate(m.ValueDate, m.Date), Amount: *m.Amount, Currency: st.Currency,
			Counterparty: oneLine(m.Counterparty), TaxID: compact(m.TaxID), Account: compact(m.Account), Bank: compact(m.Bank),
			Purpose: oneLine(m.Purpose), Reference: m.Reference, BankRef: m.BankReference, Code: m.Code, Raw: m.Text, Line: r.Line,
		})
	}
	return nil
}

// statement finds the statement of a row, or begins it.
func (t *table) statement(m *intake.Movement, line int) *Statement {
	account := firstText(compact(m.OwnAccount), t.options.Account, t.account)
	currency := m.Currency
	for _, c := range []money.Currency{t.options.Currency, currencyOfAccount(account), nationalCurrency(account)} {
		if currency == "" {
			currency = c
		}
	}
	key := account + " " + string(currency)
	i, ok := t.at[key]
	if !ok {
		i = len(t.list)
		t.at[key] = i
		t.list = append(t.list, Statement{Account: account, Currency: currency, Line: line})
	}
	return &t.list[i]
}

func firstText(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// Beginnings of the words for balances and sums, in lower case.
var (
	openingWords  = []string{"входящ", "начальн", "остаток на начало", "сальдо на начало", "уваходн", "вхідн", "opening", "starting", "balance brought", "anfangs", "alter ", "početn", "pocetn", "prethodn"}
	closingWords  = []string{"исходящ", "конечн", "остаток на конец", "сальдо на конец", "выходн", "зыходн", "вихідн", "closing", "ending", "balance carried", "end", "schluss", "neuer ", "krajnj", "novo stanje"}
	turnoverWords = []string{"оборот", "абарот", "обіг", "итог", "всего", "разом", "усяго", "всього", "total", "sum", "gesamt", "ukupno", "svega", "promet", "кол", "count"}
)

// remark takes a row without a day: a balance, a turnover, or words. One with
// an amount that is neither would be an entry whose day is missing.
func (t *table) remark(m intake.Movement, line int) error {
	text := strings.ToLower(m.Text)
	switch {
	case m.Amount == nil, begins(text, turnoverWords):
	case begins(text, openingWords):
		if t.opening == nil {
			t.opening = m.Amount
		}
	case begins(text, closingWords):
		t.closing = m.Amount
	case *m.Amount != 0:
		return t.fault("bank.date_missing", "the entry has no date; ask the bank for the file again", line)
	}
	return nil
}

func begins(text string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// finish gives the statements their period, and the only one its balances.
func (t *table) finish() {
	if len(t.list) == 0 {
		t.statement(&intake.Movement{}, 1)
	}
	for i := range t.list {
		st := &t.list[i]
		st.From, st.To = t.from, t.to
		for _, e := range st.Entries {
			if st.From == 0 || e.Date < st.From {
				st.From = e.Date
			}
			st.To = max(st.To, e.Date)
		}
		if st.Account == "" {
			t.warn("bank.account_unsaid", "the table does not say whose account it is", st.Line)
		}
		if st.Currency == "" {
			t.warn("bank.currency", "neither the file nor the account %s says the currency", st.Line, orNone(st.Account))
		}
		if len(t.list) == 1 {
			st.Opening, st.Closing = t.opening, t.closing
		}
		sec := section{Statement: *st}
		sec.check(t.source)
	}
}
