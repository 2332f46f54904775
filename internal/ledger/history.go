package ledger

import (
	"cmp"
	"maps"
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
	Payments []Receipt     // every payment, by date, less what of it covers charges: money, credit notes, closings; refunds are negative
	Events   []Event       // in the order of recording
}

// HistoryItem is an instalment with all that settled it.
type HistoryItem struct {
	Item             // Open is not set
	Settled []Settle // by date, of one day what was taken back before what was paid
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
	Issued   cal.Date   // the invoice; 0 in a History
	Amount   money.Minor
	Currency money.Currency
}

// CompareReceipts orders receipts by date; of one day by invoice and amount.
func CompareReceipts(a, b Receipt) int {
	return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Amount, b.Amount))
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
	a.Items, a.Receipts = h.openAt(day)
	a.Credits = h.creditsAt(day)
	for _, e := range h.Events {
		if e.Date <= day {
			a.Events = append(a.Events, e)
		}
	}
	if !Measured(a.Events) {
		a.Receipts = nil
	}
	r := h.Record(day)
	a.Record = &r
	return a
}

// openAt is what is open on a day, and what was allocated by then, also to
// documents that were paid before they were issued.
func (h *History) openAt(day cal.Date) (items []Item, receipts []Receipt) {
	for i := range h.Items {
		it := &h.Items[i]
		open := it.Amount
		for _, s := range it.Settled {
			if s.On > day {
				break
			}
			open -= s.Amount
			receipts = append(receipts, Receipt{s.On, it.Invoice, it.Issued, s.Amount, it.Currency})
		}
		if it.Issued <= day && open > 0 {
			item := it.Item
			item.Open = open
			items = append(items, item)
		}
	}
	slices.SortFunc(receipts, CompareReceipts)
	return items, receipts
}

// creditsAt is what of the payments settles nothing on a day.
func (h *History) creditsAt(day cal.Date) (credits []Credit) {
	unused := map[money.Currency]money.Minor{}
	for _, p := range h.Payments {
		if p.On <= day {
			unused[p.Currency] += p.Amount
		}
	}
	for i := range h.Items {
		for _, s := range h.Items[i].Settled {
			if s.On <= day {
				unused[h.Items[i].Currency] -= s.Amount
			}
		}
	}
	for _, c := range slices.Sorted(maps.Keys(unused)) {
		if unused[c] > 0 {
			credits = append(credits, Credit{c, unused[c]})
		}
	}
	return credits
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
		if it.Amount == 0 || it.Due == 0 || it.Due > day || it.Due < day-RecordDays { // nothing can be late of a document that was cancelled
			continue
		}
		r.Delays = append(r.Delays, DelayOf(it.Invoice, it.Due, it.SettledOn(day), day))
	}
	return r
}

// SettledOn is the day from which on the instalment was paid in full as of a
// day, 0 if it is open. What was paid before it was issued, or comes to nothing,
// is settled when it is issued.
func (it *HistoryItem) SettledOn(day cal.Date) cal.Date {
	open, on := it.Amount, cal.Date(0)
	for _, s := range it.Settled {
		if s.On > day {
			break
		}
		was := open
		open -= s.Amount
		if was > 0 && open <= 0 {
			on = s.On
		}
	}
	if open > 0 {
		return 0
	}
	return max(on, it.Issued)
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
