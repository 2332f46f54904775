package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/store"
)

// recheck looks at a letter that is about to leave, as of the day it leaves,
// which is not before its own: what was paid meanwhile is not chased. The state
// it gives is empty when the letter may go; Withdrawn when nothing of it is owed
// any more; Parked, for a person to decide, when it no longer says what is so.
// why is for the person. It fails, for no letter of the day may go, while the
// bank's statements are not complete to it.
func (s *Session) recheck(ctx context.Context, r store.Reader, f *letter.Facts, day cal.Date) (state string, why *fault.Fault, err error) {
	if is := f.Kind.Traits(); is.Informs || is.Internal {
		return "", nil, nil
	}
	if err := s.mustBeFresh(ctx, r, day); err != nil {
		return "", nil, err
	}
	account, _, err := r.Account(ctx, f.Debtor.Code, day, store.Needs{})
	if err != nil {
		return "", nil, err
	}
	waiting, err := r.WaitingMoney(ctx, f.Debtor.Code, day)
	state, why = standsAgainst(f, &account, waiting, day)
	return state, why, err
}

// standsAgainst is what recheck finds in the account as of the day, and in the
// money of which nobody has decided yet whether it is his.
func standsAgainst(f *letter.Facts, a *ledger.Account, waiting []store.Waiting, day cal.Date) (state string, why *fault.Fault) {
	owed, less := stillOwed(f, a)
	switch {
	case owed == 0:
		return store.Withdrawn, fault.New(fault.Refused, "letter.paid", "everything it asks for has been paid since")
	case unapplied(a, f.Currency) > f.Unapplied:
		return store.Parked, fault.New(fault.Refused, "letter.unapplied", "a payment has come since that is not applied to any document yet")
	case less:
		return store.Parked, fault.New(fault.Refused, "letter.part_paid", "part of what it asks for has been paid since")
	}
	if len(waiting) > 0 {
		w := &waiting[0]
		return store.Parked, fault.New(fault.Refused, "letter.undecided", "%s %s came on %s and may be his: somebody must decide whose money it is (debitor cash list)", w.Amount.Decimal(w.Currency), w.Currency, w.Date)
	}
	if held := suspendedSince(f, a, day); held != nil {
		return store.Parked, held
	}
	is := f.Kind.Traits()
	switch { // documents are by due date
	case f.DeadlineDays > 0 && day > f.Deadline:
		return store.Parked, fault.New(fault.Refused, "letter.deadline_past", "the day it names for payment, %s, is past", f.Deadline)
	case is.Coming && day > f.Items[len(f.Items)-1].Due:
		return store.Withdrawn, fault.New(fault.Refused, "letter.day_past", "it reminds of a day that is past")
	case is.Coming && day > f.Items[0].Due:
		return store.Parked, fault.New(fault.Refused, "letter.one_day_past", "one of the days it reminds of is past")
	}
	return "", nil
}

// stillOwed is what is open now of the letter's documents, and whether what the
// customer's unapplied money leaves of it is less than the letter asks for.
func stillOwed(f *letter.Facts, a *ledger.Account) (owed money.Minor, less bool) {
	covered := ledger.Covered(a)
	for i := range f.Items {
		var open, left money.Minor
		if at := itemOf(a, &f.Items[i]); at >= 0 {
			open = a.Items[at].Open
			left = open - coverOf(covered, at)
		}
		owed += open
		less = less || left < f.Items[i].Open
	}
	return owed, less
}

// itemOf finds a letter's document in an account, -1 if nothing of it is open.
func itemOf(a *ledger.Account, it *letter.Item) int {
	return slices.IndexFunc(a.Items, func(v ledger.Item) bool { return v.Invoice == it.Invoice && v.Part == max(it.Part, 1) })
}

func coverOf(covered []money.Minor, at int) money.Minor {
	if covered == nil {
		return 0
	}
	return covered[at]
}

// unapplied is what of the customer's money settles nothing.
func unapplied(a *ledger.Account, c money.Currency) money.Minor {
	for _, credit := range a.Credits {
		if credit.Currency == c {
			return credit.Amount
		}
	}
	return 0
}

// suspendedSince tells whether a document of the letter was promised, disputed
// or taken out of the plans after the letter was made.
func suspendedSince(f *letter.Facts, a *ledger.Account, day cal.Date) *fault.Fault {
	var s ledger.Suspensions
	standing := s.At(a, day)
	if standing == nil {
		return nil
	}
	covered := ledger.Covered(a)
	for j := range f.Items {
		i := itemOf(a, &f.Items[j])
		if i < 0 {
			continue
		}
		st := &standing[i]
		switch {
		case st.Suspended:
			return fault.New(fault.Refused, "letter.suspended", "a document of it was taken out of the plans since")
		case st.Promise != 0:
			return fault.New(fault.Refused, "letter.promised", "payment was promised for %s", st.Promise)
		case a.Items[i].Open-coverOf(covered, i)-st.Disputed-st.InTransit < f.Items[j].Open:
			return fault.New(fault.Refused, "letter.disputed", "a document of it is disputed or its money is on the way since")
		}
	}
	return nil
}
