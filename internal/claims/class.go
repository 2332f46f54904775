package claims

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// Class is what a debt is worth in the books.
type Class string

// The classes, from the best.
const (
	Current  Class = "current"  // not due, or its term has not started
	Overdue  Class = "overdue"  // late, and secured
	Doubtful Class = "doubtful" // late, and not secured by pledge, surety or bank guarantee
	Bad      Class = "bad"      // barred without acknowledgment, or it cannot be had: it is written off
)

// Classes lists them.
var Classes = []Class{Current, Overdue, Doubtful, Bad}

// Classify is the class of a debt on a day: due zero says that its term has not
// started, barred that limitation has run out, ended that the obligation ended
// otherwise than by payment (a liquidation, an act of state, a bailiff's act).
func Classify(due, day cal.Date, secured, barred, ended bool) Class {
	switch {
	case ended || due != 0 && barred:
		return Bad
	case due == 0 || day <= due:
		return Current
	case secured:
		return Overdue
	}
	return Doubtful
}

// Covered says which debts securities of an amount cover whole: they are for
// the debts in their order, and one that is covered in part is not.
func Covered(debts []money.Minor, security money.Minor) []bool {
	covered := make([]bool, len(debts))
	for i, open := range debts {
		covered[i] = open <= security
		security -= min(open, security)
	}
	return covered
}
