package bank

import (
	"regexp"
	"strings"

	"debitor/internal/cal"
)

// mtLine is :61: as SWIFT has it and as banks write it: value date, entry date
// or four spaces or nothing, mark (D, C, RD, RC; ED, EC for what is expected),
// the third letter of the currency, amount, type, references. A space or a line
// break before the amount and a type of fewer letters are met.
var mtLine = regexp.MustCompile(`^(\d{6})(\d{4})?\s*(R[DC]|E[DC]|[DC])([A-Z])?\s*(\d*[,.]?\d*)\s*(?:([A-Z][A-Z0-9 ]{3}))?(.*)$`)

// line61 reads an entry. What does not follow the format at all is kept with its
// text and waits for a person.
func (m *mt) line61(value string, line int) Entry {
	e := Entry{Line: line}
	head, details, _ := strings.Cut(value, "\n")
	p := mtLine.FindStringSubmatch(head)
	if p == nil || p[5] == "" {
		next, rest, _ := strings.Cut(details, "\n")
		if q := mtLine.FindStringSubmatch(head + next); q != nil && q[5] != "" {
			p, details = q, rest
		}
	}
	if p == nil || p[5] == "" {
		m.doubt(&e, "bank.entry_line", "%q is not written as the format has it; the entry waits for a person", clip(head))
		e.Purpose = oneLine(value)
		return e
	}
	m.entryDates(&e, p[1], p[2])
	e.Reversal, e.Pending = p[3][0] == 'R', p[3][0] == 'E'
	minor, err := amount(p[5], m.st.money)
	if err != nil {
		e.Currency, minor = m.st.money, 0
		m.doubtAmount(&e, p[5])
	}
	e.Amount = minor
	// RC takes a credit back, so it is a debit.
	if debit := strings.HasSuffix(p[3], "D"); debit != e.Reversal {
		e.Amount = -e.Amount
	}
	e.Code = strings.TrimSpace(p[6])
	switch e.Code {
	case "NCHG", "NINT", "NCOM", "FCHG", "FINT", "FCOM":
		e.Fee = true
	case "NRTI", "FRTI":
		e.Reversal = true
	}
	e.references(p[7], details)
	return e
}

// entryDates reads the value date and the entry date, which has no year: it is
// in the year in which it lies nearest to the value date.
func (m *mt) entryDates(e *Entry, value, entry string) {
	day, moved, ok := mtDay(value)
	if !ok {
		m.doubtDate(e, value)
		return
	}
	if moved {
		m.february(value, day, e.Line)
	}
	e.Date, e.ValueDate = day, day
	if entry == "" {
		return
	}
	booked := cal.Date(0)
	for y := day.Year() - 1; y <= day.Year()+1; y++ {
		d, shifted, ok := mtDay(twoDigits(y) + entry)
		if ok && (booked == 0 || distance(d, day) < distance(booked, day)) {
			booked, moved = d, shifted
		}
	}
	if booked == 0 {
		m.doubtDate(e, entry)
		return
	}
	if moved && entry != value[2:] {
		m.february(entry, booked, e.Line)
	}
	e.Date = booked
}

func twoDigits(year int) string {
	return string([]byte{'0' + byte(year/10%10), '0' + byte(year%10)})
}

func distance(a, b cal.Date) cal.Date { return max(a-b, b-a) }

// references reads what follows the type: the payer's reference of at most 16
// letters, "//" and the bank's; then a line of details. The Rabobank of old
// writes account and name of the other side in place of the reference.
func (e *Entry) references(rest, details string) {
	reference, bank, has := strings.Cut(rest, "//")
	if has {
		e.BankRef = strings.TrimSpace(bank)
	} else if len(rest) > 16 {
		if number := strings.TrimLeft(strings.TrimSpace(rest[:16]), "P0"); digits(number) && strings.TrimSpace(rest[16:]) != "" {
			e.Account, e.Counterparty, reference = number, oneLine(rest[16:]), ""
		} else if provided(rest[:16]) == "" {
			e.Counterparty, reference = oneLine(rest[16:]), ""
		}
	}
	if e.Reference = provided(reference); e.Reference == "NONREF"[:min(len(e.Reference), 6)] { // cut short
		e.Reference = ""
	}
	details = strings.TrimSpace(details)
	if account := compact(details); iban.MatchString(account) {
		e.Account = account
	} else if !strings.HasPrefix(details, "/") {
		e.Purpose = oneLine(details)
	}
}

// iban is an account number of ISO 13616.
var iban = regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)
