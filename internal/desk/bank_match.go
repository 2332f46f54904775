package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/id"
	"debitor/internal/match"
	"debitor/internal/money"
	"debitor/internal/store"
)

// bookKey is what a payment of the books and an entry of the bank have in
// common.
type bookKey struct {
	customer id.Customer
	amount   money.Minor
	currency money.Currency
}

// booksDays is how many days the books may differ from the bank.
const booksDays = 3

// match asks whose money each fresh entry is, in the order of days, so that what
// one settles the next does not find open.
func (t *taking) match(ctx context.Context) error {
	waits := slices.ContainsFunc(t.fresh, func(v store.BankEntry) bool { return v.State == store.EntryUnknown && v.Problem == "" })
	var book *match.Book
	if waits {
		var err error
		if book, err = t.s.matchBook(ctx, t.e.Reader); err != nil {
			return err
		}
	}
	if err := t.readBooks(ctx); err != nil {
		return err
	}
	order := make([]int, len(t.fresh))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.fresh[a].Date, t.fresh[b].Date) })
	for n, i := range order {
		v := &t.fresh[i]
		if v.State == store.EntryUnknown && v.Problem == "" {
			t.decide(book, v)
		}
		count := &t.taken[t.of[i]]
		switch v.State {
		case store.EntryBooked:
			count.Booked++
		case store.EntryUndecided:
			count.Undecided++
		case store.EntryUnknown:
			count.Unknown++
		default:
			count.Aside++
		}
		if n%1000 == 0 {
			t.s.progress(t.file.name, n, len(order))
		}
	}
	return nil
}

// decide books an entry that is surely somebody's, and finds the candidates of
// one that may be.
func (t *taking) decide(book *match.Book, v *store.BankEntry) {
	answer := book.Match(receiptOf(v))
	v.Answer = keepAnswer(answer, v.Currency)
	if v.InBooks = t.bookedBefore(v, answer); v.InBooks != "" {
		v.State, v.Reason = store.EntryAside, AsideInBooks
		return
	}
	switch {
	case answer.Verdict == match.Sure && answer.Proposals[0].Kind == match.Fee:
		v.State, v.Reason = store.EntryAside, AsideFee
	case answer.Verdict == match.Sure:
		book.Settle(answer.Proposals[0])
		list := paymentsOf(v, answer.Proposals[0])
		v.State, v.Payments = store.EntryBooked, len(list)
		t.payments = append(t.payments, list...)
	case answer.Verdict == match.Doubtful:
		v.State = store.EntryUndecided
		t.candidates = append(t.candidates, candidates(v, nil)...)
	case v.Amount < 0:
		v.State, v.Reason = store.EntryAside, AsideOutgoing
	}
}

// readBooks finds the payments that the books had before the bank's word came.
func (t *taking) readBooks(ctx context.Context) error {
	if len(t.fresh) == 0 {
		return nil
	}
	byDate := func(a, b store.BankEntry) int { return cmp.Compare(a.Date, b.Date) }
	list, err := t.e.BookPayments(ctx, slices.MinFunc(t.fresh, byDate).Date-booksDays, slices.MaxFunc(t.fresh, byDate).Date+booksDays)
	t.inBooks = map[bookKey][]store.BookPayment{}
	for _, p := range list {
		k := bookKey{p.Customer, p.Amount, p.Currency}
		t.inBooks[k] = append(t.inBooks[k], p)
	}
	return err
}

// bookedBefore is the payment by which the books had an entry of one of the
// customers it may be of; each payment stands for one entry.
func (t *taking) bookedBefore(v *store.BankEntry, answer match.Answer) id.Payment {
	for _, p := range answer.Proposals {
		for _, c := range proposedTo(p) {
			k := bookKey{c, v.Amount, v.Currency}
			for i, b := range t.inBooks[k] {
				if v.Date-booksDays <= b.Date && b.Date <= v.Date+booksDays {
					t.inBooks[k] = slices.Delete(t.inBooks[k], i, i+1)
					return b.Payment
				}
			}
		}
	}
	return ""
}
