package desk

import (
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/store"
)

// recheck looks at a letter that is about to leave, as of the day it leaves:
// what was paid meanwhile is not chased (DESIGN §4.1). The state it gives is
// empty when the letter may go; Withdrawn when nothing of it is owed any more;
// Parked, for a person to decide, when it no longer says what is so. why is
// for the person, in English as all notes are.
func recheck(f *letter.Facts, a *ledger.Account, day cal.Date) (state, why string) {
	is := f.Kind.Traits()
	if is.Informs || is.Internal {
		return "", ""
	}
	owed, less := stillOwed(f, a)
	switch {
	case owed == 0:
		return store.Withdrawn, "everything it asks for has been paid since"
	case less:
		return store.Parked, "part of what it asks for has been paid since"
	case unapplied(a, f.Currency) > f.Unapplied:
		return store.Parked, "a payment has come since that is not applied to any document yet"
	}
	if held := suspendedSince(f, a, day); held != "" {
		return store.Parked, held
	}
	switch {
	case f.DeadlineDays > 0 && day > f.Deadline:
		return store.Parked, fmt.Sprintf("the day it names for payment, %s, is past", f.Deadline)
	case is.Coming && day > f.Items[0].Due:
		return store.Withdrawn, "it reminds of a day that is past"
	}
	return "", ""
}

// stillOwed is what is open now of the letter's documents, and whether it is
// less than the letter asks for.
func stillOwed(f *letter.Facts, a *ledger.Account) (owed money.Minor, less bool) {
	for i := range f.Items {
		open := openNow(a, &f.Items[i])
		owed += open
		less = less || open < f.Items[i].Open
	}
	return owed, less
}

func openNow(a *ledger.Account, it *letter.Item) money.Minor {
	for i := range a.Items {
		if a.Items[i].Invoice == it.Invoice && a.Items[i].Part == max(it.Part, 1) {
			return a.Items[i].Open
		}
	}
	return 0
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
func suspendedSince(f *letter.Facts, a *ledger.Account, day cal.Date) string {
	var s ledger.Suspensions
	standing := s.At(a, day)
	for i := range standing {
		st := &standing[i]
		for j := range f.Items {
			if f.Items[j].Invoice != a.Items[i].Invoice || max(f.Items[j].Part, 1) != a.Items[i].Part {
				continue
			}
			switch {
			case st.Suspended:
				return "a document of it was taken out of the plans since"
			case st.Promise != 0:
				return "payment was promised for " + st.Promise.String()
			case a.Items[i].Open-st.Disputed-st.InTransit < f.Items[j].Open:
				return "a document of it is disputed or its money is on the way since"
			}
		}
	}
	return ""
}
