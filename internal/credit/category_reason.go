package credit

import (
	"debitor/internal/cal"
	"debitor/internal/id"
)

// The codes of a rating's reasons. They are stable.
const (
	RatedLawsuit      = "category.lawsuit"       // it went to court within the year
	RatedClaim        = "category.claim"         // a formal claim reached him within the year
	RatedEvader       = "category.evader"        // long delays without notice, refusal, no contact
	RatedMonthLate    = "category.month_late"    // one delay of more than a month
	RatedTwiceAMonth  = "category.twice_a_month" // two delays of over two weeks in one month
	RatedOftenLate    = "category.often_late"    // late in more than half of the cases
	RatedResists      = "category.resists"       // avoids contact and resists restructuring
	RatedPunctual     = "category.punctual"      // never late
	RatedExcused      = "category.excused"       // late once or twice, announced and agreed
	RatedNoStatistics = "category.no_statistics" // nothing fell due within the year
	RatedShortHistory = "category.short_history" // known for less than a year
	RatedUnsteady     = "category.unsteady"      // late, but neither 1 nor 3 describes it
)

// RatingReason is a criterion that a customer meets. Only the facts that its
// code needs are set.
type RatingReason struct {
	Code    string     `json:"code"`
	Invoice id.Invoice `json:"invoice,omitempty"` // of the longest delay
	Days    int        `json:"days,omitempty"`    // the longest delay, calendar days
	Count   int        `json:"count,omitempty"`   // delays
	Of      int        `json:"of,omitempty"`      // instalments that fell due within the year
	Silent  int        `json:"silent,omitempty"`  // delays without notice or without a new term
	On      cal.Date   `json:"on,omitzero"`       // of the event; the month's first day
	And     cal.Date   `json:"and,omitzero"`      // of the second event
	Since   cal.Date   `json:"since,omitzero"`    // of his first document
}
