package bank

import "debitor/internal/money"

// doubt parks an entry: what could not be read of it is said once, as a warning
// and as its Problem. The first doubt stands.
func (s *source) doubt(e *Entry, code, text string, args ...any) {
	if e.Problem == "" {
		e.Problem = code
	}
	s.warn(code, text, e.Line, args...)
}

// The doubts that several formats share.
func (s *source) doubtAmount(e *Entry, what string) {
	s.doubt(e, "bank.entry_amount", "%q is no amount in %s; the entry waits for a person", clip(what), orNone(string(e.Currency)))
}

func (s *source) doubtDate(e *Entry, what string) {
	s.doubt(e, "bank.entry_date", "%q is no day of the calendar; the entry waits for a person", clip(what))
}

func (s *source) doubtCurrency(e *Entry, what string) {
	s.doubt(e, "bank.entry_currency_unknown", "%q is no currency that can be booked; the entry waits for a person", clip(what))
}

// totals warns where the balances of a statement do not agree with its booked
// entries.
func (s *source) totals(st *Statement) {
	if st.Opening == nil || st.Closing == nil {
		return
	}
	in, out := turnover(st)
	if sum := *st.Opening + in - out; sum != *st.Closing {
		s.warn("bank.totals", "%s: the opening balance %s and the entries make %s, the closing balance is %s", st.Line,
			st.Account, st.Opening.Decimal(st.Currency), sum.Decimal(st.Currency), st.Closing.Decimal(st.Currency))
	}
}

// turnovers warns where the bank's own sums of credits and debits, nil where it
// gives none, are not those of the entries.
func (s *source) turnovers(st *Statement, credits, debits *money.Minor) {
	in, out := turnover(st)
	if credits != nil && *credits != in {
		s.warn("bank.credits", "%s: the credits come to %s, the bank says %s", st.Line, st.Account, in.Decimal(st.Currency), credits.Decimal(st.Currency))
	}
	if debits != nil && *debits != out {
		s.warn("bank.debits", "%s: the debits come to %s, the bank says %s", st.Line, st.Account, out.Decimal(st.Currency), debits.Decimal(st.Currency))
	}
}

// turnover is what the booked entries bring and take, both positive. Entries in
// another currency than the statement's do not move its balance.
func turnover(st *Statement) (in, out money.Minor) {
	for i := range st.Entries {
		e := &st.Entries[i]
		switch {
		case e.Pending || e.Currency != st.Currency:
		case e.Amount > 0:
			in += e.Amount
		default:
			out -= e.Amount
		}
	}
	return in, out
}

// period completes the period of a statement from its booked entries, where the
// file does not give it.
func (st *Statement) period() {
	fromFile, toFile := st.From != 0, st.To != 0
	for i := range st.Entries {
		d := st.Entries[i].Date
		if d == 0 || st.Entries[i].Pending {
			continue
		}
		if !fromFile && (st.From == 0 || d < st.From) {
			st.From = d
		}
		if !toFile && d > st.To {
			st.To = d
		}
	}
	if st.From == 0 || st.To != 0 && st.From > st.To {
		st.From = st.To
	}
	if st.To == 0 {
		st.To = st.From
	}
}
