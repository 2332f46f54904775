package insight

import (
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// payer is a Payer while his instalments are counted.
type payer struct {
	Payer
	all, recent, before mean
	tied                wide
	paidOn              map[cal.Date]bool
}

func newPayer(c id.Customer) *payer {
	return &payer{Payer: Payer{Customer: c}, paidOn: map[cal.Date]bool{}}
}

// halfYear is how many days the later half of the year has.
const halfYear = 183

// due counts an instalment that fell due within the year.
func (p *payer) due(it *ledger.HistoryItem, day cal.Date) {
	if it.Due == 0 || it.Due > day || it.Due <= day-YearDays {
		return
	}
	d := ledger.DelayOf(it.Invoice, it.Due, it.SettledOn(day), day)
	p.Cases++
	p.Due += it.Amount
	p.Worst = max(p.Worst, d.Days)
	if d.Days > 0 {
		p.Late++
	}
	p.all.add(1, d.Days)
	if it.Due > day-halfYear {
		p.recent.add(1, d.Days)
	} else {
		p.before.add(1, d.Days)
	}
}

// tied is the open amount on each day of the year after the due date, summed.
func tied(it *ledger.HistoryItem, day cal.Date) (w wide) {
	if it.Due == 0 {
		return w
	}
	open, from := it.Amount, max(it.Due, day-YearDays)
	for _, s := range it.Settled {
		if s.On > day {
			break
		}
		if s.On > from {
			w.add(int64(max(0, open)), int64(s.On-from))
			from = s.On
		}
		open -= s.Amount
	}
	w.add(int64(max(0, open)), int64(max(0, day-from)))
	return w
}

// done computes what follows from the counts over a year of so many days.
func (p *payer) done(days int) Payer {
	p.Average, p.Recent, p.Before = p.all.value(), p.recent.value(), p.before.value()
	p.Tied = onAverage(p.tied, days)
	p.Payments = len(p.paidOn)
	for day := range p.paidOn {
		p.weekdays[day.Weekday()]++
	}
	return p.Payer
}

// standing counts what is open on the day, by age and by the reason known for
// it.
func (f *Fold) standing(h *ledger.History, of func(money.Currency) (*sum, *payer)) {
	a := h.At(f.day)
	for _, c := range a.Credits {
		f.of(c.Currency).Credit += c.Amount
	}
	pending := f.pending.At(&a, f.day)
	for i := range a.Items {
		it := &a.Items[i]
		s, p := of(it.Currency)
		s.Add(it.Due, f.day, it.Open)
		s.Documents++
		if p.Open == 0 {
			s.Customers++
		}
		p.Open += it.Open
		var st ledger.Standing
		if pending != nil {
			st = pending[i]
		}
		s.Stuck.add(it, st, f.day)
		if ledger.Bucket(it.Due, f.day) == 0 {
			continue
		}
		p.Overdue += it.Open
		p.Oldest = max(p.Oldest, int(f.day-it.Due))
		if code := cause(a.Events, it.Invoice); code != "" {
			s.causes[code] += it.Open
		}
	}
}

func (s *Stuck) add(it *ledger.Item, st ledger.Standing, day cal.Date) {
	if it.Due == 0 {
		s.NotStarted += it.Open
		return
	}
	rest := it.Open - st.Disputed - st.InTransit
	s.Disputed += st.Disputed
	s.InTransit += st.InTransit
	switch {
	case st.Suspended:
		s.Suspended += rest
	case st.Promise != 0:
		s.Promised += rest
	case it.Due >= day:
		s.NotDue += rest
	default:
		s.Unsaid += rest
	}
}

// cause is the reason that was recorded last, of the document or of the
// customer as a whole; empty if none was.
func cause(events []ledger.Event, invoice id.Invoice) (code string) {
	var on cal.Date
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case ledger.Call, ledger.Dispute, ledger.Refusal, ledger.NoContact, ledger.Notice:
			if e.Reason != "" && (e.Invoice == "" || e.Invoice == invoice) && e.Date >= on {
				code, on = e.Reason, e.Date
			}
		}
	}
	return code
}
