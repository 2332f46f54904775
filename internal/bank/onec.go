package bank

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

func looksOneC(text string) bool { return firstLine(text) == "1CClientBankExchange" }

// readOneC reads 1CClientBankExchange 1.01 to 1.03, the text by which banks of
// many countries and 1C talk (v8.1c.ru/edi/edi_stnd/100/101.htm): a header, a
// section of balances for each account and period, and documents, each with
// both sides of a payment. What 1C sends to the bank is the same text without
// balances and without the dates on which money moved; it is refused.
func readOneC(s *source) (File, error) {
	o := &oneC{source: s}
	if err := o.each(o.collect); err != nil {
		if o.isOrders() { // what is no statement need not be whole
			err = o.ordersFault()
		}
		return File{}, err
	}
	if err := o.accounts(); err != nil {
		return File{}, err
	}
	if err := o.each(o.document); err != nil {
		return File{}, err
	}
	o.place()
	f := File{Format: "1c"}
	for i := range o.sections {
		o.sections[i].check(s)
		f.Statements = append(f.Statements, o.sections[i].Statement)
	}
	return f, nil
}

// oneC is the reading of one file.
type oneC struct {
	*source
	header   map[string]string
	listed   []string // accounts of the header
	sections []section
	own      map[string][]int // the sections of each account
	moved    bool             // some document says on which day money moved
	orders   int              // line of the first document
	postings []posting
	twins    map[string]int // first posting of a transfer between own accounts
}

// section is a statement with the turnovers that its entries must have.
type section struct {
	Statement
	in, out *money.Minor
	doubts  []doubt
}

// doubt is why an entry may not belong to the account; the code is its Problem
// unless the turnovers settle it.
type doubt struct {
	entry int
	code  string
}

// posting is an entry on its way to a section.
type posting struct {
	account string
	entry   Entry
	doubt   string // "" if there is none
}

// date says when the money of a posting moved.
func (p *posting) date(d cal.Date) { p.entry.Date, p.entry.ValueDate, p.doubt = d, d, "" }

// place puts each entry into the section of its account whose period it falls
// into.
func (o *oneC) place() {
	for _, p := range o.postings {
		sec := &o.sections[o.sectionOf(p)]
		if p.doubt != "" {
			sec.doubts = append(sec.doubts, doubt{len(sec.Entries), p.doubt})
		}
		sec.Entries = append(sec.Entries, p.entry)
	}
}

func (o *oneC) sectionOf(p posting) int {
	list := o.own[p.account]
	nearest := list[0]
	for _, i := range list {
		st := &o.sections[i].Statement
		switch {
		case st.From == 0, p.entry.Date >= st.From && (st.To == 0 || p.entry.Date <= st.To):
			return i
		case st.From <= p.entry.Date:
			nearest = i
		}
	}
	st := o.sections[nearest].Statement
	o.warn("bank.outside", "the entry of %s lies outside the statement's period %s to %s", p.entry.Line, p.entry.Date, st.From, st.To)
	return nearest
}

// check compares the entries with the turnovers and balances of the section.
// Turnovers that agree to the last kopeck settle every doubt.
func (sec *section) check(s *source) {
	st := &sec.Statement
	var in, out money.Minor
	for _, e := range st.Entries {
		if e.Amount > 0 {
			in += e.Amount
		} else {
			out -= e.Amount
		}
	}
	agree := true
	if sec.in != nil && *sec.in != in {
		s.warn("bank.credits", "%s: the credits come to %s, the bank says %s", st.Line, st.Account, in.Decimal(st.Currency), sec.in.Decimal(st.Currency))
		agree = false
	}
	if sec.out != nil && *sec.out != out {
		s.warn("bank.debits", "%s: the debits come to %s, the bank says %s", st.Line, st.Account, out.Decimal(st.Currency), sec.out.Decimal(st.Currency))
		agree = false
	}
	if st.Opening != nil && st.Closing != nil && *st.Opening+in-out != *st.Closing {
		s.warn("bank.totals", "%s: the opening balance %s and the entries make %s, the closing balance is %s", st.Line,
			st.Account, st.Opening.Decimal(st.Currency), (*st.Opening + in - out).Decimal(st.Currency), st.Closing.Decimal(st.Currency))
		agree = false
	}
	if agree && sec.in != nil && sec.out != nil {
		return
	}
	for _, d := range sec.doubts {
		e := &st.Entries[d.entry]
		e.Problem = d.code
		if d.code == "bank.account" {
			s.warn(d.code, "neither side of the payment is the account %s; the entry waits for a person", e.Line, st.Account)
		} else {
			s.warn(d.code, "the document does not say when money moved, as others of the file do; the entry waits for a person", e.Line)
		}
	}
}

// period reads ДатаНачала and ДатаКонца of a block, 0 where it has none.
func (o *oneC) period(b *block) (from, to cal.Date, err error) {
	if from, err = o.date(b, "ДатаНачала"); err != nil {
		return 0, 0, err
	}
	to, err = o.date(b, "ДатаКонца")
	return from, to, err
}

// date reads a date of a block, 0 if it is empty.
func (o *oneC) date(b *block, key string) (cal.Date, error) {
	s := b.values[key]
	if s == "" {
		return 0, nil
	}
	d, ok := dottedDate(s)
	if !ok {
		return 0, o.fault("bank.date", "%s is %q, which is no day of the calendar (31.03.2026); ask the bank for the file again", b.lineOf(key), key, clip(s))
	}
	return d, nil
}

// minor reads an amount of a block, nil if it is empty.
func (o *oneC) minor(b *block, key string, c money.Currency) (*money.Minor, error) {
	s := b.values[key]
	if s == "" {
		return nil, nil //nolint:nilnil // no figure is a good answer here: the bank gives none
	}
	m, err := amount(s, c)
	if err != nil {
		return nil, o.fault("bank.amount", "%s is %q, which is no amount (1234.50); ask the bank for the file again", b.lineOf(key), key, clip(s))
	}
	return &m, nil
}

// first is the first of the keys that is not empty.
func (b *block) first(keys ...string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(b.values[k]); v != "" {
			return v
		}
	}
	return ""
}
