package reconcile

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Debt is an open document of one side.
type Debt struct {
	Document string         `json:"document"`
	Invoice  id.Invoice     `json:"invoice,omitempty"` // of a receivable: the document in the ledger
	Contract id.Contract    `json:"contract,omitempty"`
	Date     cal.Date       `json:"date"`
	Due      cal.Date       `json:"due"` // zero: not due yet
	Amount   money.Minor    `json:"amount"`
	Currency money.Currency `json:"currency"`
}

// Offset is a part of what the customer owes that is set off against a part of
// what we owe him.
type Offset struct {
	Receivable Debt        `json:"receivable"` // with the amount it had
	Payable    Debt        `json:"payable"`    // the same
	Amount     money.Minor `json:"amount"`
}

// Set is the offsets in one currency.
type Set struct {
	Currency    money.Currency
	Offsets     []Offset
	Receivables money.Minor // all that he owes
	Payables    money.Minor // all that we owe
	Amount      money.Minor // what is set off
}

// Coverage is the payables in thousandths of the receivables: below a
// thousand, what comes in pays all of them.
func (s *Set) Coverage() int64 {
	if s.Receivables == 0 {
		return 0
	}
	whole, rest := s.Payables/s.Receivables, s.Payables%s.Receivables
	return int64(whole)*1000 + int64(rest*1000/s.Receivables)
}

// Sums are what of the documents in it is owed by either side, each document
// once.
func (s *Set) Sums() (receivables, payables money.Minor) {
	seen := map[Debt]bool{}
	for _, o := range s.Offsets {
		if !seen[o.Receivable] {
			seen[o.Receivable], receivables = true, receivables+o.Receivable.Amount
		}
		if !seen[o.Payable] {
			seen[o.Payable], payables = true, payables+o.Payable.Amount
		}
	}
	return receivables, payables
}

// Netting proposes what to set off: in each currency that both sides owe in,
// the oldest with the oldest.
func Netting(receivables, payables []Debt) []Set {
	sets := map[money.Currency]*Set{}
	queue := map[money.Currency][]Debt{}
	at := func(c money.Currency) *Set {
		if sets[c] == nil {
			sets[c] = &Set{Currency: c}
		}
		return sets[c]
	}
	for _, p := range oldestFirst(payables) {
		at(p.Currency).Payables += p.Amount
		queue[p.Currency] = append(queue[p.Currency], p)
	}
	left := map[money.Currency]money.Minor{} // of the first of the queue what is set off already
	for _, r := range oldestFirst(receivables) {
		s := at(r.Currency)
		s.Receivables += r.Amount
		for open := r.Amount; open > 0 && len(queue[r.Currency]) > 0; {
			p := queue[r.Currency][0]
			part := min(open, p.Amount-left[r.Currency])
			s.Offsets = append(s.Offsets, Offset{r, p, part})
			s.Amount += part
			open -= part
			if left[r.Currency] += part; left[r.Currency] == p.Amount {
				queue[r.Currency], left[r.Currency] = queue[r.Currency][1:], 0
			}
		}
	}
	list := make([]Set, 0, len(sets))
	for _, s := range sets {
		if s.Amount > 0 {
			list = append(list, *s)
		}
	}
	slices.SortFunc(list, func(a, b Set) int { return cmp.Compare(a.Currency, b.Currency) })
	return list
}

// oldestFirst are the debts that are owed, the first due first, those without
// a due date last.
func oldestFirst(list []Debt) []Debt {
	list = slices.DeleteFunc(slices.Clone(list), func(d Debt) bool { return d.Amount <= 0 })
	slices.SortFunc(list, func(a, b Debt) int {
		return cmp.Or(cmp.Compare(uint32(a.Due-1), uint32(b.Due-1)), cmp.Compare(a.Date, b.Date), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Amount, b.Amount))
	})
	return list
}
