package credit

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Campaign is a review of all customers' categories.
type Campaign string

// The campaigns: at the start of the calendar year for every customer,
// and after each of the other quarters for those one had to do with in its
// three months. Both look at how a customer paid in the last year, for
// that is what the categories are defined by.
const (
	Yearly    Campaign = "yearly"
	Quarterly Campaign = "quarterly"
)

// CampaignOn is the campaign that is due in the month of a day, and the first
// working day of that month, on which it begins; empty in a month that begins
// no quarter.
func CampaignOn(c *cal.Calendar, day cal.Date) (Campaign, cal.Date) {
	y, m, _ := day.Civil()
	first := c.NextWorking(cal.On(y, time.Month(m), 1))
	switch {
	case m == 1:
		return Yearly, first
	case m%3 == 1:
		return Quarterly, first
	}
	return "", 0
}

// NextCampaign is the first campaign of a month after that of the day.
func NextCampaign(c *cal.Calendar, day cal.Date) (Campaign, cal.Date) {
	for {
		y, m, _ := day.Civil()
		day = cal.On(y, time.Month(m+1), 1)
		if campaign, first := CampaignOn(c, day); campaign != "" {
			return campaign, first
		}
	}
}

// Concerns says whether a campaign on a day looks at a customer: the yearly one
// at whoever was ever sold to, the quarterly one at those with a document, a
// due date, a payment or an event in the three months before.
func (c Campaign) Concerns(h *ledger.History, day cal.Date) bool {
	from := cal.Date(0)
	if c == Quarterly {
		y, m, d := day.Civil()
		from = cal.On(y, time.Month(m-3), d)
	}
	within := func(on cal.Date) bool { return on > from && on <= day }
	sold := false
	for i := range h.Items {
		it := &h.Items[i]
		if within(it.Issued) || within(it.Due) && it.Issued <= day {
			return true
		}
		sold = sold || it.Issued <= day
	}
	for i := range h.Payments {
		if sold && within(h.Payments[i].On) {
			return true
		}
	}
	for i := range h.Events {
		if sold && within(h.Events[i].Date) {
			return true
		}
	}
	return false
}
