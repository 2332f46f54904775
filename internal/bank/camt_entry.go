package bank

import (
	"slices"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// entries makes the entries of one Ntry: one for each of its transactions where
// the bank names their amounts and they add up, else the Ntry itself.
func (c *camt) entries(n *camtEntry, line int, raw string) []Entry {
	whole := c.entry(n, line, raw)
	if len(n.Parts) == 0 {
		whole.Purpose = oneLine(n.Info)
		return []Entry{whole}
	}
	amounts, fee, split := c.split(n, &whole)
	if !split {
		c.detail(&whole, n, &n.Parts[0])
		if len(n.Parts) > 1 {
			c.together(&whole, n)
		}
		return []Entry{whole}
	}
	list := make([]Entry, 0, len(n.Parts)+1)
	for i := range n.Parts {
		p, e := &n.Parts[i], whole
		e.Amount, e.Line, e.Raw = amounts[i], p.line, p.raw
		e.BankRef = first(p.Refs.BankRef, e.BankRef)
		c.detail(&e, n, p)
		list = append(list, e)
	}
	if fee != 0 {
		e := whole
		e.Amount, e.Fee, e.Reversal, e.Purpose = -fee, true, false, oneLine(n.Info)
		list = append(list, e)
	}
	return list
}

// entry is what an Ntry says of itself.
func (c *camt) entry(n *camtEntry, line int, raw string) Entry {
	e := Entry{Line: line, Raw: raw, BankRef: first(n.BankRef, n.Reference), Reversal: isTrue(n.Reversal)}
	switch first(n.Status.Code, n.Status.Text) {
	case "PDNG", "INFO", "FUTR":
		e.Pending = true
	}
	e.Code, e.Fee = n.Kind.name(), n.Kind.fee()
	c.amount(&e, n)
	c.dates(&e, n)
	return e
}

// amount reads what is booked: the mark tells the direction, also of a reversal,
// and the number is without a sign. A debit with a minus is met and can only be
// a debit; a credit with one could be either.
func (c *camt) amount(e *Entry, n *camtEntry) {
	known, err := money.ParseCurrency(n.Amount.Currency)
	if e.Currency = known; err != nil {
		c.doubtCurrency(e, n.Amount.Currency)
	}
	m, err := money.ParseMinor(strings.TrimPrefix(strings.TrimSpace(n.Amount.Text), "+"), known.Decimals())
	if err != nil {
		c.doubtAmount(e, n.Amount.Text)
		return
	}
	switch strings.TrimSpace(n.Mark) {
	case "CRDT":
		if e.Amount = m; m < 0 {
			c.doubtAmount(e, n.Amount.Text)
		}
	case "DBIT":
		e.Amount = min(m, -m)
	default:
		c.doubt(e, "bank.entry_mark", "%q says neither credit nor debit; the entry waits for a person", clip(n.Mark))
		e.Amount = m
	}
}

// dates reads the days of an entry. What is booked and has no booking date is
// of its value date.
func (c *camt) dates(e *Entry, n *camtEntry) {
	read := func(d camtDate) cal.Date {
		day, ok := camtDay(d)
		if said := first(d.Day, d.Instant); said != "" && !ok {
			c.doubtDate(e, said)
		}
		return day
	}
	e.Date, e.ValueDate = read(n.Booked), read(n.Value)
	switch {
	case e.Date == 0 && e.ValueDate == 0 && e.Problem == "":
		c.doubt(e, "bank.entry_undated", "the entry has no date; it waits for a person")
	case e.Date == 0 && first(n.Booked.Day, n.Booked.Instant) == "":
		e.Date = e.ValueDate
	case e.ValueDate == 0:
		e.ValueDate = e.Date
	}
}

// split gives each transaction of an entry its amount in the entry's currency.
// They are the entry's if they add up to it, or do so less the charges the bank
// kept; fee is what it kept. Of a lone transaction the entry's amount is sure,
// so it is split only for a fee.
func (c *camt) split(n *camtEntry, whole *Entry) (amounts []money.Minor, fee money.Minor, ok bool) {
	if whole.Problem != "" {
		return nil, 0, false
	}
	var sum money.Minor
	for i := range n.Parts {
		m, said := n.Parts[i].amount(whole)
		if !said {
			break
		}
		amounts, sum = append(amounts, m), sum+m
	}
	switch {
	case len(amounts) == len(n.Parts) && sum == whole.Amount:
		return amounts, 0, len(amounts) > 1
	case len(amounts) == len(n.Parts) && sum > whole.Amount && sum-whole.Amount == n.charges(whole.Currency):
		return amounts, sum - whole.Amount, true
	case len(n.Parts) > 1:
		c.warn("bank.batch", "the %d transactions of the entry have no amounts, or others than the entry; it is taken as one", whole.Line, len(n.Parts))
	}
	return nil, 0, false
}

// amount is what a transaction brings to the account or takes from it; false if
// the bank does not say it in the entry's currency.
func (p *camtPart) amount(whole *Entry) (money.Minor, bool) {
	for _, a := range []camtAmount{p.Amount, p.Amounts.Transaction, p.Amounts.CounterVal, p.Amounts.Instructed} {
		if a.Currency != string(whole.Currency) {
			continue
		}
		m, err := money.ParseMinor(strings.TrimPrefix(strings.TrimSpace(a.Text), "+"), whole.Currency.Decimals())
		if err != nil {
			return 0, false
		}
		debit := whole.Amount < 0
		if mark := strings.TrimSpace(p.Mark); mark != "" {
			debit = mark == "DBIT"
		}
		if m = max(m, -m); debit {
			m = -m
		}
		return m, true
	}
	return 0, false
}

// charges is what the bank charged for an entry, named with the entry or else
// with its transactions.
func (n *camtEntry) charges(c money.Currency) money.Minor {
	if sum := chargesOf(n.Charges, c); sum != 0 {
		return sum
	}
	var sum money.Minor
	for i := range n.Parts {
		sum += chargesOf(n.Parts[i].Charges, c)
	}
	return sum
}

func chargesOf(list []camtCharges, c money.Currency) (sum money.Minor) {
	for i := range list {
		amounts := append(slices.Clone(list[i].Records), list[i].Amounts...)
		if list[i].Total.Text != "" {
			amounts = []camtAmount{list[i].Total}
		}
		for _, a := range amounts {
			if m, err := money.ParseMinor(a.Text, c.Decimals()); err == nil && a.Currency == string(c) {
				sum += max(m, -m)
			}
		}
	}
	return sum
}

// detail adds what a transaction says to an entry.
func (c *camt) detail(e *Entry, n *camtEntry, p *camtPart) {
	e.BankRef = first(e.BankRef, p.Refs.BankRef)
	e.Code = first(e.Code, p.Kind.name())
	e.Fee = e.Fee || p.Kind.fee()
	e.Reversal = e.Reversal || p.returned() != "" || n.Kind.returns() || p.Kind.returns()
	e.party(p, c.ownAccount)
	e.Purpose = p.purpose()
	if e.Purpose == "" {
		e.Purpose = oneLine(n.Info)
	}
	e.Reference = p.reference()
}

// together gives an entry that stands for several transactions only what all of
// them say; the purposes it has all.
func (c *camt) together(e *Entry, n *camtEntry) {
	purposes := []string{e.Purpose}
	for i := range n.Parts[1:] {
		other := *e
		c.detail(&other, n, &n.Parts[i+1])
		if !slices.Contains(purposes, other.Purpose) {
			purposes = append(purposes, other.Purpose)
		}
		for _, f := range []struct {
			one *string
			two string
		}{{&e.Counterparty, other.Counterparty}, {&e.TaxID, other.TaxID}, {&e.Account, other.Account}, {&e.Bank, other.Bank}, {&e.Reference, other.Reference}} {
			if *f.one != f.two {
				*f.one = ""
			}
		}
	}
	e.Purpose = strings.Join(purposes, " ")
}

// party finds the other side: who pays in a credit, who is paid in a debit. A
// reversal names them as the movement did that it takes back. A bank that names
// only one side may mean itself or the holder of the account, who is never the
// other side.
func (e *Entry) party(p *camtPart, own string) {
	s := &p.Parties
	debtor := camtSide{&s.Debtor, &s.UltimateDebtor, &s.DebtorAccount, &p.Agents.Debtor}
	creditor := camtSide{&s.Creditor, &s.UltimateCreditor, &s.CreditorAccount, &p.Agents.Creditor}
	other, holder := debtor, creditor
	if (e.Amount < 0) != e.Reversal {
		other, holder = creditor, debtor
	}
	if a := other.account.number(); a != "" && a == own || a == "" && other.name(e.Amount) == "" && holder.account.number() != own {
		other = holder
	}
	e.Counterparty, e.TaxID = other.name(e.Amount), first(other.party.taxID(), other.ultimate.taxID())
	e.Account, e.Bank = other.account.number(), other.agent.code()
}

// camtSide is one side of a transaction.
type camtSide struct {
	party, ultimate *camtParty
	account         *camtAccountID
	agent           *camtAgent
}

// name is who pays in the end, where that is another than who owns the account.
// Of a payment of ours the payee himself is asked first.
func (s camtSide) name(amount money.Minor) string {
	if amount < 0 {
		return first(s.party.name(), s.ultimate.name())
	}
	return first(s.ultimate.name(), s.party.name())
}

// camtNobody is what German banks write where nothing is known.
var camtNobody = []string{"NOTPROVIDED", "KEINE INFORMATION VORHANDEN"}

func (p *camtParty) name() string {
	name := first(p.Name, p.Agent)
	if p.Party != nil {
		name = first(p.Party.Name, name)
	}
	if slices.Contains(camtNobody, strings.ToUpper(name)) {
		return ""
	}
	return oneLine(name)
}

// taxID is the identifier with the scheme TXID (tax number) or else COID (number
// of the company in its country).
func (p *camtParty) taxID() string {
	ids := append(slices.Clone(p.IDs), p.IDs2...)
	if p.Party != nil {
		ids = append(append(ids, p.Party.IDs...), p.Party.IDs2...)
	}
	for _, scheme := range []string{"TXID", "COID"} {
		for _, id := range ids {
			if strings.TrimSpace(id.Scheme) == scheme {
				return compact(id.ID)
			}
		}
	}
	return ""
}

// purpose is all that was written to the payee, and why a payment came back.
func (p *camtPart) purpose() string {
	parts := []string{remittance(p.Remittance.Texts)}
	for i := range p.Remittance.Structured {
		s := &p.Remittance.Structured[i]
		parts = append(append(append(parts, s.Documents...), s.Document1, s.Reference, s.Ref1), s.Info...)
	}
	if r := p.returned(); r != "" {
		parts = append(append(parts, r), p.Return.Info...)
	}
	if text := oneLine(strings.Join(parts, " ")); text != "" {
		return text
	}
	return oneLine(p.Info)
}

// remittance joins the lines of a text. A line that is full was cut by a program
// and goes on in the next: 140 letters in SEPA, 35 in SWIFT, 27 in Germany.
func remittance(texts []string) string {
	var b strings.Builder
	for i, t := range texts {
		b.WriteString(t)
		if n := utf8.RuneCountInString(t); i < len(texts)-1 && n != 140 && n != 35 && n != 27 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func (p *camtPart) returned() string { return first(p.Return.Code, p.Return.Code1) }

// reference is the creditor's reference the payer repeats, which names what is
// paid, else the payer's own.
func (p *camtPart) reference() string {
	for i := range p.Remittance.Structured {
		if r := first(p.Remittance.Structured[i].Reference, p.Remittance.Structured[i].Ref1); r != "" {
			return oneLine(r)
		}
	}
	return provided(p.Refs.EndToEnd)
}

// provided is a reference, "" for the words that say there is none.
func provided(s string) string {
	s = oneLine(s)
	switch strings.ToUpper(s) {
	case "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF", "EREF", "KREF+":
		return ""
	}
	return s
}

// name is the bank's kind of movement: PMNT/RCDT/ESCT of the code set of
// ISO 20022, else the bank's own code.
func (k *camtKind) name() string {
	if k.Domain == "" {
		return strings.TrimSpace(k.Proprietary)
	}
	return strings.TrimSpace(k.Domain) + "/" + strings.TrimSpace(k.Family) + "/" + strings.TrimSpace(k.SubFamily)
}

// fee tells the bank's charges and interest: sub-families CHRG charges, FEES,
// COMM and COME commission, INTR interest (External Code Set,
// ExternalBankTransactionSubFamily1Code).
func (k *camtKind) fee() bool {
	return slices.Contains([]string{"CHRG", "FEES", "COMM", "COME", "INTR"}, strings.TrimSpace(k.SubFamily))
}

// returns tells movements that take back another: RRTN return, RPCR reversal,
// UPDD unpaid direct debit, PRDD reversal after a refund.
func (k *camtKind) returns() bool {
	return slices.Contains([]string{"RRTN", "RPCR", "UPDD", "PRDD"}, strings.TrimSpace(k.SubFamily))
}

func isTrue(s string) bool {
	s = strings.TrimSpace(s)
	return s == "true" || s == "1"
}
