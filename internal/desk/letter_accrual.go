package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/store"
)

// readLate reads what the accrual in letters is counted from, for the customers
// of letters whose template speaks of it: few do, and the others cost nothing.
func (w *writer) readLate(ctx context.Context, r store.Reader, todo []decided) (err error) {
	asks, customers := map[string]bool{}, map[id.Customer]bool{}
	for i := range todo {
		name := todo[i].action.Letter
		if name == "" {
			continue
		}
		if _, known := asks[name]; !known {
			asks[name] = w.book.speaksOfAccrual(name)
		}
		if asks[name] {
			customers[todo[i].account.Customer] = true
		}
	}
	if len(customers) == 0 {
		return nil
	}
	if w.laws, _, err = lawBook(ctx, r); err != nil {
		return err
	}
	w.settled = map[id.Customer][]store.Settlement{}
	list, err := r.Settlements(ctx, slices.Sorted(maps.Keys(customers)), w.day)
	for _, p := range list {
		w.settled[p.Customer] = append(w.settled[p.Customer], p)
	}
	return err
}

// speaksOfAccrual tells whether a letter does in any language: most letters go in
// one or two, and they say the same.
func (b *letterBook) speaksOfAccrual(name string) bool {
	for _, lang := range Languages {
		for _, law := range letter.Laws() {
			if c, ok, err := b.in(name, lang, law); err == nil && ok && asksAccrual(c.source) {
				return true
			}
		}
	}
	return false
}

func asksAccrual(source string) bool {
	return strings.Contains(source, ".Accrual") || strings.Contains(source, "{{calculation}}")
}

// maxAnnex bounds the lines of an annex: a customer with more gets the sum, and
// the calculation as a file.
const maxAnnex = 300

// accrual is what lateness has cost for the documents of a letter up to its
// date. It is empty where one of them could not be counted: a part of the sum
// would mislead. Where no penalty was agreed it is interest by law, if everything
// it was counted by was verified: what was not is not stated in a letter.
func (w *writer) accrual(f *letter.Facts, t *decided) (out letter.Accrual) {
	if w.laws == nil {
		return out
	}
	for i := range t.action.Items {
		a := &t.action.Items[i]
		at := slices.IndexFunc(t.account.Items, func(it ledger.Item) bool { return it.Invoice == a.Invoice && it.Part == a.Part })
		if at < 0 {
			return letter.Accrual{}
		}
		it := &t.account.Items[at]
		if it.Due == 0 || it.Due >= w.day {
			continue // the letter names it, and it is not late
		}
		sheet := w.lateSheet(f, t.account.Customer, it)
		if sheet == nil {
			return letter.Accrual{}
		}
		out.Amount += sheet.All()
		out.PerDay += sheet.PerDay
		out.Lines = append(out.Lines, linesOf(documentOf(f.Items[i]), sheet)...)
	}
	if len(out.Lines) > maxAnnex {
		out.Lines = nil
	}
	return out
}

// lateSheet counts one item; nil: it cannot be stated.
func (w *writer) lateSheet(f *letter.Facts, customer id.Customer, it *ledger.Item) *interest.Sheet {
	d := w.documents[it.Invoice]
	law := w.law(d.Law, f.Debtor.Country)
	terms := interest.Terms{Method: interest.Statutory, PenaltyAgreed: d.PerDay != ""}
	if d.PerDay != "" && !law.BarsPenalty() {
		p, err := interest.ParsePercent(d.PerDay)
		if err != nil {
			return nil
		}
		terms = interest.Terms{Method: interest.ByContract, PerDay: p}
	}
	k := lateCase(string(law), it, w.day, terms)
	settle(k, it, w.settled[customer])
	sheet, err := w.laws.Accrue(k)
	if err != nil || sheet.All() == 0 {
		return nil
	}
	for _, x := range sheet.Warnings {
		agreed := terms.Method == interest.ByContract && x.Code == "interest.unverified" // the contract says how much
		if !agreed && x.Code != "interest.capped" {
			return nil
		}
	}
	return sheet
}

// linesOf is a sheet as an annex has it; lump sum and inflation are lines of
// their own.
func linesOf(document string, s *interest.Sheet) (list []letter.AccrualLine) {
	for _, iv := range s.Intervals {
		list = append(list, letter.AccrualLine{
			Document: document, From: iv.From, To: iv.To, Days: iv.Days, Balance: iv.Balance, Rate: iv.Rate.String(), Daily: iv.Basis == interest.ByDay, Amount: iv.Amount,
		})
	}
	if besides := s.All() - s.Total; besides != 0 {
		list = append(list, letter.AccrualLine{Document: document, Amount: besides})
	}
	return list
}
