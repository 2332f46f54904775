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

// takenAtOnce is how many entries are matched before they are written: what is
// said of each takes more memory than the entry.
const takenAtOnce = 2000

// match asks whose money each fresh entry is, in the order of days, so that what
// one settles the next does not find open, and records the entries.
func (t *taking) match(ctx context.Context) error {
	var book *match.Book
	if slices.ContainsFunc(t.fresh, t.waits) {
		var err error
		if book, err = t.s.matchBook(ctx, t.e.Reader); err != nil {
			return err
		}
	}
	if err := t.readBooks(ctx); err != nil {
		return err
	}
	slices.SortStableFunc(t.fresh, func(a, b freshEntry) int { return cmp.Compare(a.date, b.date) })
	done := 0
	for piece := range slices.Chunk(t.fresh, takenAtOnce) {
		rows := make([]store.BankEntry, len(piece))
		var candidates []store.BankCandidate
		for i, f := range piece {
			rows[i] = t.entryOf(f)
			if v := &rows[i]; v.State == store.EntryUnknown && v.Problem == "" {
				candidates = append(candidates, t.decide(book, v)...)
			}
			t.taken[f.frame].count(rows[i].State)
		}
		if err := t.e.InsertBankEntries(ctx, rows); err != nil {
			return err
		}
		if err := t.e.InsertBankCandidates(ctx, candidates); err != nil {
			return err
		}
		done += len(piece)
		t.s.progress(t.file.name, done, len(t.fresh))
	}
	return nil
}

// waits says whether it is still to be found out whose an entry is.
func (t *taking) waits(f freshEntry) bool {
	v := t.entryOf(f)
	return v.State == store.EntryUnknown && v.Problem == ""
}

// count adds an entry to what became of its statement.
func (b *BankTaken) count(state string) {
	switch state {
	case store.EntryBooked:
		b.Booked++
	case store.EntryUndecided:
		b.Undecided++
	case store.EntryUnknown:
		b.Unknown++
	default:
		b.Aside++
	}
}

// decide books an entry that is surely somebody's, and gives the candidates of
// one that may be.
func (t *taking) decide(book *match.Book, v *store.BankEntry) []store.BankCandidate {
	answer := book.Match(receiptOf(v))
	v.Answer = keepAnswer(answer, v.Currency)
	if v.InBooks = t.bookedBefore(v, answer); v.InBooks != "" {
		v.State, v.Reason = store.EntryAside, AsideInBooks
		return nil
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
		return candidates(v, nil)
	case v.Amount < 0:
		v.State, v.Reason = store.EntryAside, AsideOutgoing
	}
	return nil
}

// readBooks finds the payments that the books had before the bank's word came.
func (t *taking) readBooks(ctx context.Context) error {
	if len(t.fresh) == 0 {
		return nil
	}
	byDate := func(a, b freshEntry) int { return cmp.Compare(a.date, b.date) }
	list, err := t.e.BookPayments(ctx, slices.MinFunc(t.fresh, byDate).date-booksDays, slices.MaxFunc(t.fresh, byDate).date+booksDays)
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
