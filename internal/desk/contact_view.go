package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// lastTalks is how many talks are shown to who is about to speak: enough to
// know what was said last.
const lastTalks = 10

// TalkSheet is what one needs before oneself to speak with a customer about
// what he owes.
type TalkSheet struct {
	Customer  ledger.Customer
	Contacts  []ledger.Contact
	Open      []store.OpenItem
	Currency  money.Currency // that promises without a document are in
	Unapplied []ledger.Credit
	Talks     []store.Talk // the last, the newest first
	Promises  []PromiseSeen
	Calendar  PayCalendar // when he pays; nothing of what comes
}

// promiseYears is how far a customer's promises reach back and ahead where all
// are shown, in days.
const promiseYears = 3 * 365

// TalkSheet reads it.
func (s *Session) TalkSheet(ctx context.Context, c id.Customer, day cal.Date) (out TalkSheet, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		one := []id.Customer{c}
		customers, err := r.Customers(ctx, one)
		if err != nil {
			return err
		}
		out.Customer = customers[0]
		if out.Contacts, err = r.Contacts(ctx, one); err != nil {
			return err
		}
		if out.Open, err = r.OpenItems(ctx, one); err != nil {
			return err
		}
		out.Currency = s.mainCurrency(out.Open)
		unapplied, err := r.Unapplied(ctx, one)
		if err != nil {
			return err
		}
		out.Unapplied = unapplied[c]
		if out.Talks, err = r.TalksOf(ctx, c, lastTalks); err != nil {
			return err
		}
		rows, err := r.Promises(ctx, store.PromiseQuery{From: day - promiseYears, To: day + promiseYears, Customer: c, Scope: store.Scope{All: true}, Limit: lastTalks})
		if err != nil {
			return err
		}
		if out.Promises, err = s.measured(ctx, r, rows, day); err != nil {
			return err
		}
		out.Calendar, err = payCalendar(ctx, r, &out.Customer, day)
		return err
	})
	return out, err
}

// TalkResults counts the talks of a period by what was said against paying,
// what was answered, and what came of it.
func (s *Session) TalkResults(ctx context.Context, from, to cal.Date) (list []store.TalkCount, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = r.CountTalks(ctx, from, to, s.scope())
		return err
	})
	return list, err
}
