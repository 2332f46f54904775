package reconcile

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Line is one document or payment between two sides, as the creditor books it.
type Line struct {
	Date     cal.Date    `json:"date"`
	Customer id.Customer `json:"customer,omitempty"`
	What     string      `json:"what"`           // invoice, payment, credit_note, unexplained; refund for money given back; charge for what of a payment covers charges
	Kind     string      `json:"kind,omitempty"` // of a document: as it is called
	Document string      `json:"document"`       // its number, or the payment's
	Contract id.Contract `json:"contract,omitempty"`
	Debit    money.Minor `json:"debit,omitempty"`  // raises what he owes
	Credit   money.Minor `json:"credit,omitempty"` // lowers it
	Balance  money.Minor `json:"balance"`          // after it
}

// effect is by how much the line raises what is owed.
func (l *Line) effect() money.Minor { return l.Debit - l.Credit }

// Act is the mutual settlements of a period in one currency: what was
// owed before, every line of the period by date, and what is owed after. A
// negative balance is in favour of the customer.
type Act struct {
	Opening money.Minor `json:"opening"`
	Lines   []Line      `json:"lines"`
	Debit   money.Minor `json:"debit"` // sum of the lines
	Credit  money.Minor `json:"credit"`
	Closing money.Minor `json:"closing"`
}

// Settle makes the act of a period, both days included, of all lines there
// are: earlier ones count into the opening balance, later ones not at all. Of
// one day what raises the debt stands first.
func Settle(from, to cal.Date, lines []Line) Act {
	a := Act{}
	for i := range lines {
		switch line := lines[i]; {
		case line.Date > to:
		case line.Date < from:
			a.Opening += line.effect()
		case line.Debit != 0 || line.Credit != 0:
			a.Lines = append(a.Lines, line)
			a.Debit += line.Debit
			a.Credit += line.Credit
		}
	}
	slices.SortStableFunc(a.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(b.Debit, a.Debit), cmp.Compare(a.Credit, b.Credit), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Customer, b.Customer))
	})
	a.Closing = a.Opening
	for i := range a.Lines {
		a.Closing += a.Lines[i].effect()
		a.Lines[i].Balance = a.Closing
	}
	return a
}

// The grounds on which somebody may acknowledge a debt for a company.
const (
	Charter = "charter" // its director, by its articles
	Power   = "power"   // an attorney, by a power of attorney
)

// Authority is on what ground somebody signed an act (LAW.md 1.5, 7.1).
type Authority struct {
	Kind   string   `json:"kind"`             // Charter, Power; empty: nobody has shown any
	Number string   `json:"number,omitempty"` // of the power of attorney
	Issued cal.Date `json:"issued,omitzero"`  // of the power of attorney
	Until  cal.Date `json:"until,omitzero"`   // its last day; zero: it names none
}

// Covers tells whether it held on the day of the signature. An act signed
// without it, by a chief accountant alone for instance, acknowledges nothing.
func (a Authority) Covers(day cal.Date) bool {
	switch a.Kind {
	case Charter:
		return true
	case Power:
		return a.Number != "" && a.Issued != 0 && a.Issued <= day && (a.Until == 0 || day <= a.Until)
	}
	return false
}
