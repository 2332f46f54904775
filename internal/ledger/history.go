package ledger

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// History is everything recorded about one customer, from which his account
// as of any day follows (see At). Where an Account answers for one day, a
// History is read once and asked about many: a back-test, a payment record, a
// baseline.
type History struct {
	Head     Account       // who he is; Items, Credits, Events, Steps, Record and Receipts are empty
	Items    []HistoryItem // every instalment ever, ordered by Due, Invoice, Part
	Payments []Receipt     // every payment, by date: money, credit notes, closings; refunds are negative
	Events   []Event       // in the order of recording
}

// HistoryItem is an instalment with all that settled it.
type HistoryItem struct {
	Item             // Open is not set
	Settled []Settle // by date
}

// Settle is one allocation to an instalment: negative where a refund took it
// back.
type Settle struct {
	On     cal.Date
	Amount money.Minor
}

// Receipt is money of a customer. In a History it is a payment; in an Account
// it is one allocation, with the invoice it settles.
type Receipt struct {
	On       cal.Date
	Invoice  id.Invoice // empty in a History
	Amount   money.Minor
	Currency money.Currency
}

// Record is how a customer has paid in the year before a day.
type Record struct {
	Since  cal.Date // of his first document ever; 0: there is none
	Delays []Delay  // one for each instalment that fell due within the year, ordered by Due
}

// Delay is how late one instalment was paid.
type Delay struct {
	Invoice id.Invoice
	Due     cal.Date
	Settled cal.Date // when it was paid in full; 0: open as of the day
	Days    int      // calendar days from Due to Settled, or to the day if open; 0 when in time
}

// RecordDays is how far a Record looks back: a year.
const RecordDays = 365

// At is the account as of a day, day included, as a store would read it, with
// Record and Receipts. Steps are the caller's.
func (h *History) At(day cal.Date) Account {
	a := h.Head
	unused := map[money.Currency]money.Minor{}
	for _, p := range h.Payments {
		if p.On <= day {
			unused[p.Currency] += p.Amount
		}
	}
	for i := range h.Items {
		it := &h.Items[i]
		if it.Issued > day {
			continue
		}
		item := it.Item
		item.Open = it.Amount
		for _, s := range it.Settled {
			if s.On > day {
				break
			}
			item.Open -= s.Amount
			unused[it.Currency] -= s.Amount
			a.Receipts = append(a.Receipts, Receipt{s.On, it.Invoice, s.Amount, it.Currency})
		}
		if item.Open > 0 {
			a.Items = append(a.Items, item)
		}
	}
	for c, m := range unused {
		if m > 0 {
			a.Credits = append(a.Credits, Credit{c, m})
		}
	}
	slices.SortFunc(a.Credits, func(x, y Credit) int { return compareCurrency(x.Currency, y.Currency) })
	for _, e := range h.Events {
		if e.Date <= day {
			a.Events = append(a.Events, e)
		}
	}
	r := h.Record(day)
	a.Record = &r
	return a
}

func compareCurrency(a, b money.Currency) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Record is how the customer has paid in the year before the day.
func (h *History) Record(day cal.Date) Record {
	var r Record
	for i := range h.Items {
		it := &h.Items[i]
		if it.Issued > day {
			continue
		}
		if r.Since == 0 || it.Issued < r.Since {
			r.Since = it.Issued
		}
		if it.Due == 0 || it.Due > day || it.Due < day-RecordDays {
			continue
		}
		r.Delays = append(r.Delays, DelayOf(it.Invoice, it.Due, it.SettledOn(day), day))
	}
	return r
}

// SettledOn is the day from which on the instalment was paid in full as of a
// day, 0 if it is open.
func (it *HistoryItem) SettledOn(day cal.Date) cal.Date {
	open, on := it.Amount, cal.Date(0)
	for _, s := range it.Settled {
		if s.On > day {
			break
		}
		open -= s.Amount
		switch {
		case open > 0:
			on = 0
		case on == 0:
			on = s.On
		}
	}
	return on
}

// DelayOf is the delay of an instalment settled on a day, or not yet as of
// today if settled is 0.
func DelayOf(invoice id.Invoice, due, settled, today cal.Date) Delay {
	until := settled
	if until == 0 {
		until = today
	}
	return Delay{invoice, due, settled, max(0, int(until-due))}
}
