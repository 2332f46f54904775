package bank

import (
	"maps"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// collect is the first pass: the header and the accounts, which may stand
// behind the documents.
func (o *oneC) collect(b *block) error {
	switch b.kind {
	case "":
		o.listed = slices.Clone(b.many)
		o.header = maps.Clone(b.values)
		if v := b.values["ВерсияФормата"]; v != "" && !slices.Contains([]string{"1.01", "1.02", "1.03"}, v) {
			o.warn("bank.version", "the format is version %s; 1.01 to 1.03 are known", b.lineOf("ВерсияФормата"), clip(v))
		}
		return nil
	case "СекцияРасчСчет":
		return o.section(b)
	}
	if o.orders == 0 {
		o.orders = b.line
	}
	o.moved = o.moved || b.first("ДатаСписано", "ДатаПоступило") != ""
	return nil
}

// section begins a statement.
func (o *oneC) section(b *block) (err error) {
	var sec section
	st := &sec.Statement
	st.Line, st.Account = b.line, compact(b.values["РасчСчет"])
	if st.Account == "" && len(o.listed) == 1 {
		st.Account = o.listed[0]
	}
	if st.Account == "" {
		return o.fault("bank.account_missing", "does not say whose account it is (РасчСчет); ask the bank for the file again", b.line)
	}
	st.Currency = o.currency(b, st.Account)
	if st.From, st.To, err = o.period(b); err != nil {
		return err
	}
	for key, to := range map[string]**money.Minor{
		"НачальныйОстаток": &st.Opening, "КонечныйОстаток": &st.Closing, "ВсегоПоступило": &sec.in, "ВсегоСписано": &sec.out,
	} {
		if *to, err = o.minor(b, key, st.Currency); err != nil {
			return err
		}
	}
	o.sections = append(o.sections, sec)
	return nil
}

// currency is what the file says, then what the account does, then what the
// user says.
func (o *oneC) currency(b *block, account string) money.Currency {
	if c := currencyNamed(b.first("Валюта", "КодВалюты", "ВалютаСчета")); c != "" {
		return c
	}
	if c := currencyOfAccount(account); c != "" {
		return c
	}
	if o.options.Currency != "" {
		return o.options.Currency
	}
	c := nationalCurrency(account)
	if c == "" {
		o.warn("bank.currency", "neither the file nor the account %s says the currency", b.line, account)
	} else {
		o.warn("bank.currency_taken", "the file does not say the currency of %s; it is taken for the country's own, %s", b.line, account, c)
	}
	return c
}

// accounts completes the statements by accounts that the header alone names,
// and refuses what is no statement.
func (o *oneC) accounts() error {
	if o.isOrders() {
		return o.ordersFault()
	}
	o.own, o.twins = map[string][]int{}, map[string]int{}
	for i := range o.sections {
		o.own[o.sections[i].Account] = append(o.own[o.sections[i].Account], i)
	}
	header := &block{values: o.header, line: 1}
	from, to, err := o.period(header)
	if err != nil {
		return err
	}
	made, err := o.date(header, "ДатаСоздания")
	if err != nil {
		return err
	}
	for i := range o.sections {
		st := &o.sections[i].Statement
		if st.From == 0 {
			st.From = from
		}
		if st.To == 0 {
			st.To = max(to, st.From)
		}
	}
	for _, account := range o.listed {
		if o.own[account] == nil {
			o.own[account] = []int{len(o.sections)}
			st := Statement{Account: account, Line: 1, From: from, To: to}
			st.Currency = o.currency(header, account)
			o.sections = append(o.sections, section{Statement: st})
		}
	}
	for i := range o.sections { // a day on which the file was made is not over
		st := &o.sections[i].Statement
		st.Interim = made != 0 && made <= st.To
	}
	if len(o.sections) == 0 {
		return o.fault("bank.account_missing", "does not say whose account it is (РасчСчет); ask the bank for the file again", 1)
	}
	return nil
}

// isOrders reports whether the documents are on their way to the bank.
func (o *oneC) isOrders() bool { return len(o.sections) == 0 && o.orders > 0 && !o.moved }

func (o *oneC) ordersFault() error {
	return o.fault("bank.orders", "holds payment orders on their way to the bank, not a statement: there are no balances, and no document says when money moved; ask the bank for the statement (выписка, kl_to_1c)", o.orders)
}

// The two sides of a document, by the beginning of their keys.
const (
	payer = "Плательщик"
	payee = "Получатель"
)

// document is the second pass: each side that is an account of the file
// becomes an entry.
func (o *oneC) document(b *block) error {
	if b.kind != "СекцияДокумент" {
		return nil
	}
	debit, credit := o.ownSide(b, payer), o.ownSide(b, payee)
	spent, err := o.date(b, "ДатаСписано")
	if err != nil {
		return err
	}
	received, err := o.date(b, "ДатаПоступило")
	if err != nil {
		return err
	}
	written, err := o.date(b, "Дата")
	if err != nil {
		return err
	}
	doubt := undated(o.moved, spent, received)
	if debit == "" && credit == "" {
		doubt = "bank.account"
		if debit, credit = o.sole(spent, received); debit == "" && credit == "" {
			return o.fault("bank.account_foreign", "neither %s nor %s is an account of this statement; ask the bank for the file again", b.line,
				orNone(b.first(payer+"Счет", payer+"РасчСчет")), orNone(b.first(payee+"Счет", payee+"РасчСчет")))
		}
	}
	debitDoubt, creditDoubt := doubt, doubt
	if debit != "" && credit != "" {
		if o.twin(b, debit, credit, spent, received) {
			return nil
		}
		// A transfer may have left one account and not have reached the other.
		debitDoubt, creditDoubt = undated(o.moved, spent), undated(o.moved, received)
	}
	if debit != "" {
		if err := o.post(b, debit, payee, firstDate(spent, received, written), debitDoubt); err != nil {
			return err
		}
	}
	if credit != "" {
		return o.post(b, credit, payer, firstDate(received, spent, written), creditDoubt)
	}
	return nil
}

// undated is the doubt about a side that does not say on which day money
// moved, where other documents do.
func undated(moved bool, dates ...cal.Date) string {
	if moved && firstDate(dates...) == 0 {
		return "bank.undated"
	}
	return ""
}

// ownSide is the account of a side if it is one of the file's, "" if not.
func (o *oneC) ownSide(b *block, side string) string {
	for _, key := range []string{side + "Счет", side + "РасчСчет"} {
		if a := compact(b.values[key]); o.own[a] != nil {
			return a
		}
	}
	return ""
}

// sole is the side on which the only account of the file stands, told by which
// of the two dates the document has.
func (o *oneC) sole(spent, received cal.Date) (debit, credit string) {
	if len(o.own) != 1 || (spent == 0) == (received == 0) {
		return "", ""
	}
	if spent != 0 {
		return o.sections[0].Account, ""
	}
	return "", o.sections[0].Account
}

// twin reports whether a transfer between two own accounts was met before: some
// banks give it once for each account, with the date of that side only. It is
// one transfer, and the second telling only adds its date.
func (o *oneC) twin(b *block, debit, credit string, spent, received cal.Date) bool {
	if b.values["Номер"] == "" {
		return false
	}
	key := strings.Join([]string{b.values["Номер"], b.values["Дата"], b.values["Сумма"], debit, credit}, "\x00")
	i, met := o.twins[key]
	if !met {
		o.twins[key] = len(o.postings)
		return false
	}
	if spent != 0 {
		o.postings[i].date(spent)
	}
	if received != 0 {
		o.postings[i+1].date(received)
	}
	return true
}

// post makes the entry of one side; other is the side it is with.
func (o *oneC) post(b *block, account, other string, date cal.Date, doubt string) error {
	if date == 0 {
		return o.fault("bank.date_missing", "the entry has no date; ask the bank for the file again", b.line)
	}
	c := o.sections[o.own[account][0]].Currency
	m, err := o.minor(b, "Сумма", c)
	switch {
	case err != nil:
		return err
	case m == nil:
		return o.fault("bank.amount", "%s is %q, which is no amount (1234.50); ask the bank for the file again", b.lineOf("Сумма"), "Сумма", clip(b.values["Сумма"]))
	}
	e := Entry{Date: date, ValueDate: date, Amount: *m, Currency: c, Reference: oneLine(b.values["Номер"]), Code: b.title, Raw: b.raw, Line: b.line}
	if other == payee {
		e.Amount = -e.Amount
	}
	e.Counterparty, e.TaxID = b.party(other)
	e.Account, e.Bank = compact(b.first(other+"Счет", other+"РасчСчет")), compact(b.values[other+"БИК"])
	e.Purpose = b.purpose()
	if *m < 0 {
		e.Reversal, e.Problem = true, "bank.negative"
		o.warn("bank.negative", "the amount is negative, which the format does not know; the entry waits for a person", b.lineOf("Сумма"))
	}
	e.Fee = other == payee && bankIncome(e.Account)
	o.postings = append(o.postings, posting{account, e, doubt})
	return nil
}

// bankIncome reports whether an account is one on which a Russian bank books
// its fees: 70601 income, 47423 claims from other operations (Bank of Russia,
// chart of accounts of credit institutions).
func bankIncome(account string) bool {
	return len(account) == 20 && (strings.HasPrefix(account, "70601") || strings.HasPrefix(account, "47423"))
}

// party is the name and the tax identifier of a side. Where the name is not
// given apart, it stands behind "ИНН 7700000000" or "7700000000, ".
func (b *block) party(side string) (name, tax string) {
	name, tax = b.first(side+"1"), compact(b.values[side+"ИНН"])
	whole := b.values[side]
	rest := strings.TrimSpace(strings.TrimPrefix(whole, "ИНН"))
	number := rest
	if i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		number = rest[:i]
	}
	if len(number) == 10 || len(number) == 12 {
		whole = strings.TrimLeft(rest[len(number):], ", ")
		if tax == "" {
			tax = number
		}
	}
	if name == "" {
		name = whole
	}
	if strings.Trim(tax, "0") == "" {
		tax = ""
	}
	return oneLine(name), tax
}

// purpose is НазначениеПлатежа, or its parts where only they are given.
func (b *block) purpose() string {
	if p := b.values["НазначениеПлатежа"]; p != "" {
		return oneLine(p)
	}
	var parts []string
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		if p := b.values["НазначениеПлатежа"+n]; p != "" {
			parts = append(parts, p)
		}
	}
	return oneLine(strings.Join(parts, " "))
}

func firstDate(list ...cal.Date) cal.Date {
	for _, d := range list {
		if d != 0 {
			return d
		}
	}
	return 0
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
