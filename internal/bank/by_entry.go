package bank

import (
	"regexp"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// series are the keys of one row of figures. A foreign-currency statement has
// two: in the account's currency, and what it is worth in roubles. Which is
// which differs from bank to bank.
type series struct {
	debit, credit, in, out []string // of an entry, and of the statement's turnovers
	rest                   string   // what follows RestIn, InCre, CrIn and so on in the key
}

var (
	plainSeries = series{[]string{"Db", "Deb"}, []string{"Credit", "Cre"}, []string{"CR", "CreV"}, []string{"DB", "DebV"}, ""}
	qSeries     = series{[]string{"DebQ"}, []string{"CreQ"}, []string{"CreVQ"}, []string{"DebVQ"}, "Q"}
)

// statement makes the statement and its entries.
func (r *by) statement() (Statement, error) {
	st := Statement{Account: r.account, Currency: r.currency(), Line: 1}
	if b := strings.TrimSpace(r.general["MyBankMFO"]); bic.MatchString(b) {
		st.Bank = b
	}
	if st.Currency == "" {
		r.warn("bank.currency", "neither the file nor the account %s says the currency", 1, st.Account)
	}
	st.From, st.To = r.period()
	if made := firstDotted(r.general["Time"]); made != 0 { // a day on which the file was made is not over
		st.Interim = made <= st.To
	}
	own, err := r.ownSeries()
	if err != nil {
		return st, err
	}
	for _, b := range []struct {
		when string
		to   **money.Minor
	}{{"In", &st.Opening}, {"Out", &st.Closing}} {
		if *b.to, err = r.balance(own, b.when, st.Currency); err != nil {
			return st, err
		}
	}
	for _, row := range r.list {
		e, err := r.entry(row, own, &st)
		if err != nil {
			return st, err
		}
		st.Entries = append(st.Entries, e)
	}
	sec := section{Statement: st}
	if sec.in, err = r.first(own.in, st.Currency); err != nil {
		return st, err
	}
	if sec.out, err = r.first(own.out, st.Currency); err != nil {
		return st, err
	}
	sec.check(r.source)
	return sec.Statement, nil
}

// ownSeries tells in which keys the account's currency stands. An equivalent
// in roubles moves alone when the rate does, the currency never: such an entry
// decides. Without one, a bank that writes RestInQ has its equivalents there,
// and others have the currency in the keys that end in Q.
func (r *by) ownSeries() (series, error) {
	foreign, plain, q := false, 0, 0
	for _, row := range r.list {
		p, f := row.moves(plainSeries), row.moves(qSeries)
		_, has := row.values["DebQ"]
		_, has2 := row.values["CreQ"]
		switch foreign = foreign || has || has2; {
		case p && !f:
			q = row.line
		case f && !p:
			plain = row.line
		}
	}
	_, alfa := r.general["RestInQ"]
	switch {
	case !foreign && r.general["InCreQ"] == "":
		return plainSeries, nil
	case plain > 0 && q > 0:
		return series{}, r.fault("bank.two_currencies", "amounts in the account's currency and in roubles cannot be told apart (see line %d also); ask the bank for another format", plain, q)
	case plain > 0, q == 0 && alfa:
		return plainSeries, nil
	}
	return qSeries, nil
}

// moves reports whether an entry has an amount in a series.
func (row byRow) moves(s series) bool {
	for _, list := range [][]string{s.debit, s.credit} {
		for _, key := range list {
			if strings.Trim(row.values[key], " 0.,") != "" {
				return true
			}
		}
	}
	return false
}

// first is the first of the statement's keys that has an amount, nil if none.
func (r *by) first(keys []string, c money.Currency) (*money.Minor, error) {
	for _, key := range keys {
		if s := strings.TrimSpace(r.general[key]); s != "" {
			m, err := amount(s, c)
			if err != nil {
				return nil, r.fault("bank.amount", "%s is %q, which is no amount (1234.50); ask the bank for the file again", 1, key, clip(s))
			}
			return &m, nil
		}
	}
	return nil, nil //nolint:nilnil // no figure is a good answer here: the bank gives none
}

// balance is the opening ("In") or closing ("Out") balance: one figure, or a
// credit and a debit of which one is zero.
func (r *by) balance(s series, when string, c money.Currency) (*money.Minor, error) {
	m, err := r.first([]string{"Rest" + when + s.rest}, c)
	if m != nil || err != nil {
		return m, err
	}
	credit, err := r.first([]string{"Cr" + when + s.rest, when + "Cre" + s.rest}, c)
	if credit == nil || err != nil {
		return nil, err
	}
	debit, err := r.first([]string{"Deb" + when + s.rest, when + "Deb" + s.rest}, c)
	if debit == nil || err != nil {
		return credit, err
	}
	sum := *credit - *debit
	return &sum, nil
}

func (r *by) hasBalance(when string) bool {
	for _, key := range []string{"Rest" + when, "Cr" + when, when + "Cre"} {
		if r.general[key] != "" {
			return true
		}
	}
	return false
}

// twoDates finds the period in "ВЫПИСКА ПО СЧЕТУ … С 28.09.2023 ПО 28.09.2023".
var twoDates = regexp.MustCompile(`(\d\d\.\d\d\.\d{4}).*?(\d\d\.\d\d\.\d{4})`)

// period is what the answer says, else what was asked for. DateIn comes last:
// with some banks it is the day of the opening balance, which is the day before.
func (r *by) period() (from, to cal.Date) {
	title := make([]string, 3)
	if m := twoDates.FindStringSubmatch(r.general["Header1"]); m != nil {
		title = m
	}
	a, q := r.general, r.asked
	from = firstDotted(a["DateBegin"], title[1], q["DateBegin"], q["Date1"], q["Date"], a["DateIn"])
	to = firstDotted(a["DateEnd"], title[2], q["DateEnd"], a["Date2"], q["Date2"], q["Date"], a["DateOut"])
	return from, max(from, to)
}

func firstDotted(list ...string) cal.Date {
	for _, s := range list {
		if d, ok := dottedDate(s); ok {
			return d
		}
	}
	return 0
}

// bic is the shape of a bank's SWIFT code, by which it is told from the
// numbers that stand under the same key in foreign-currency statements.
var bic = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// taxNumber finds the number in "УНП плательщика:190000021".
var taxNumber = regexp.MustCompile(`\d{9,12}`)

// entry makes an entry of a row.
func (r *by) entry(row byRow, own series, st *Statement) (Entry, error) {
	v := func(keys ...string) string {
		for _, k := range keys {
			if s := strings.TrimSpace(row.values[k]); s != "" {
				return s
			}
		}
		return ""
	}
	e := Entry{
		Currency: st.Currency, Line: row.line, Raw: r.text[row.from:row.to], Code: v("Opr"),
		Counterparty: oneLine(v("KorName")), Account: compact(v("Acc", "AccKorr")),
		Reference: v("Num", "NDoc"), BankRef: v("DocID", "OperationID"),
		// The bank cuts the purpose in two wherever the length is reached.
		Purpose: oneLine(row.values["Nazn"] + row.values["Nazn2"]),
	}
	if t := taxNumber.FindString(v("UNNRec", "KorUNP", "UNNKorr")); strings.Trim(t, "0") != "" {
		e.TaxID = t
	}
	for _, key := range []string{"Cod", "Code"} {
		if b := v(key); e.Bank == "" && bic.MatchString(b) {
			e.Bank = b
		}
	}
	if c := currencyNamed(v("I2")); c != "" && c != st.Currency {
		e.Problem = "bank.currency"
		r.warn("bank.entry_currency", "the entry is in %s, the statement in %s; it waits for a person", row.line, c, st.Currency)
	}
	var err error
	if e.Amount, err = r.amount(row, own, st.Currency); err != nil {
		return e, err
	}
	e.Fee = e.Amount < 0 && ownIncome(e.Account)
	e.Date, err = r.date(row, st)
	e.ValueDate = e.Date
	return e, err
}

// ownIncome reports whether a Belarusian account is one on which a bank books
// what it earns: class 8 of the chart of accounts of banks, which an IBAN has
// behind the bank's four letters.
func ownIncome(account string) bool {
	return len(account) == 28 && strings.HasPrefix(account, "BY") && account[8] == '8'
}

// amount is credit less debit, of which one is zero or missing.
func (r *by) amount(row byRow, own series, c money.Currency) (money.Minor, error) {
	var sides [2]money.Minor
	given := 0
	for i, keys := range [][]string{own.credit, own.debit} {
		for _, key := range keys {
			s := strings.TrimSpace(row.values[key])
			if s == "" || sides[i] != 0 {
				continue
			}
			m, err := amount(s, c)
			if err != nil || m < 0 {
				return 0, r.fault("bank.amount", "%s is %q, which is no amount (1234.50); ask the bank for the file again", row.line, key, clip(s))
			}
			sides[i] = m
			given++
		}
	}
	if given == 0 || sides[0] != 0 && sides[1] != 0 {
		return 0, r.fault("bank.amount_sides", "the entry has neither debit nor credit, or both; ask the bank for the file again", row.line)
	}
	return sides[0] - sides[1], nil
}

// date is the day of the operation, or of the document where the operation was
// entered outside the statement's period: the evening before, for revaluations.
func (r *by) date(row byRow, st *Statement) (cal.Date, error) {
	var days []cal.Date
	for _, key := range []string{"OpDate", "DocDate"} {
		s := strings.TrimSpace(row.values[key])
		if s == "" {
			continue
		}
		d, ok := dottedDate(s)
		if !ok {
			return 0, r.fault("bank.date", "%s is %q, which is no day of the calendar (31.03.2026); ask the bank for the file again", row.line, key, clip(s))
		}
		if d >= st.From && d <= st.To {
			return d, nil
		}
		days = append(days, d)
	}
	if len(days) == 0 {
		return 0, r.fault("bank.date_missing", "the entry has no date; ask the bank for the file again", row.line)
	}
	if st.From != 0 {
		r.warn("bank.outside", "the entry of %s lies outside the statement's period %s to %s", row.line, days[0], st.From, st.To)
	}
	return days[0], nil
}
