package insight

import (
	"cmp"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Fold gathers the figures of a day from the histories of customers, each
// added once.
type Fold struct {
	day     cal.Date
	points  []cal.Date // of the trend
	sums    map[money.Currency]*sum
	pending ledger.Suspensions
}

// sum is what one currency's figures are made of.
type sum struct {
	Figures
	first       cal.Date // document
	sales       Sales
	toPay       mean
	beyond      mean
	delay       mean // by instalments
	delayAmount mean // by money
	tied        wide
	causes      map[string]money.Minor
	payers      []*payer
	settled     bool // anything ever was
}

// NewFold begins the figures of a day.
func NewFold(day cal.Date) *Fold {
	return &Fold{day: day, points: MonthEnds(day), sums: map[money.Currency]*sum{}}
}

// trendMonths is how many ends of months a trend has before the day.
const trendMonths = 12

// MonthEnds are the last days of the months before the day, and the day.
func MonthEnds(day cal.Date) []cal.Date {
	points := []cal.Date{day}
	for len(points) <= trendMonths {
		points = append(points, monthStart(points[len(points)-1])-1)
	}
	slices.Reverse(points)
	return points
}

// Add counts a customer in.
func (f *Fold) Add(h *ledger.History) {
	payers := map[money.Currency]*payer{}
	of := func(c money.Currency) (*sum, *payer) {
		if payers[c] == nil {
			payers[c] = newPayer(h.Head.Customer)
		}
		return f.of(c), payers[c]
	}
	for i := range h.Items {
		it := &h.Items[i]
		if it.Issued > f.day || it.Amount == 0 {
			continue
		}
		s, p := of(it.Currency)
		s.sold(it, f.day)
		s.paid(it, f.day)
		s.trend(it)
		p.due(it, f.day)
		late := tied(it, f.day)
		s.tied.merge(late)
		p.tied.merge(late)
	}
	for _, r := range h.Payments {
		if r.Amount > 0 && r.On <= f.day && r.On > f.day-YearDays {
			_, p := of(r.Currency)
			p.paidOn[r.On] = true
		}
	}
	f.standing(h, of)
	for c, p := range payers {
		if p.Open > 0 || p.Cases > 0 {
			f.of(c).payers = append(f.of(c).payers, p)
		}
	}
}

func (f *Fold) of(c money.Currency) *sum {
	s := f.sums[c]
	if s == nil {
		s = &sum{Figures: Figures{Currency: c, Day: f.day}, sales: Sales{}, causes: map[string]money.Minor{}}
		s.Ages.Currency = c
		for _, day := range f.points {
			s.Trend = append(s.Trend, Point{Day: day})
		}
		f.sums[c] = s
	}
	return s
}

// sold counts the document into the sales.
func (s *sum) sold(it *ledger.HistoryItem, day cal.Date) {
	s.sales[monthStart(it.Issued)] += it.Amount
	if it.Issued > day-YearDays {
		s.Sales += it.Amount
	}
	if s.first == 0 || it.Issued < s.first {
		s.first = it.Issued
	}
}

// paid counts what was settled within the year: its money, and the instalment
// if it was settled in full.
func (s *sum) paid(it *ledger.HistoryItem, day cal.Date) {
	for _, p := range it.Settled {
		if p.On > day {
			break
		}
		s.settled = true
		if p.On <= day-YearDays {
			continue
		}
		s.Paid += p.Amount
		s.toPay.add(p.Amount, int(p.On-it.Issued))
		if it.Due != 0 {
			s.beyond.add(p.Amount, int(p.On-it.Due))
			s.delayAmount.add(p.Amount, max(0, int(p.On-it.Due)))
		}
	}
	on := it.SettledOn(day)
	if on == 0 || on <= day-YearDays || it.Due == 0 {
		return
	}
	late := max(0, int(on-it.Due))
	s.delay.add(1, late)
	slot, _ := slices.BinarySearch(PunctualDays[:], late)
	s.Punctual[slot].Count++
	s.Punctual[slot].Amount += it.Amount
}

// trend counts what was open of the instalment on each day of the trend.
func (s *sum) trend(it *ledger.HistoryItem) {
	open, next := it.Amount, 0
	for i := range s.Trend {
		p := &s.Trend[i]
		for ; next < len(it.Settled) && it.Settled[next].On <= p.Day; next++ {
			open -= it.Settled[next].Amount
		}
		if it.Issued > p.Day || open <= 0 {
			continue
		}
		p.Open += open
		if it.Due != 0 && it.Due < p.Day {
			p.Overdue += open
		}
	}
}

// Figures are the figures by currency, the one with most open first.
func (f *Fold) Figures() []Figures {
	list := make([]Figures, 0, len(f.sums))
	for _, c := range slices.Sorted(maps.Keys(f.sums)) {
		list = append(list, f.sums[c].done())
	}
	slices.SortStableFunc(list, func(a, b Figures) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Sales, a.Sales))
	})
	return list
}

// done computes what follows from the sums.
func (s *sum) done() Figures {
	f := s.Figures
	f.OverdueShare = Share(f.Overdue, f.Total)
	f.SalesDays = YearDays
	if s.first > 0 {
		f.SalesDays = min(YearDays, int(f.Day-s.first)+1)
	}
	s.bySales(&f)
	f.DaysToPay, f.BeyondTerms = s.toPay.value(), s.beyond.value()
	f.Delay, f.DelayByMoney = s.delay.value(), s.delayAmount.value()
	for _, code := range slices.Sorted(maps.Keys(s.causes)) {
		f.Causes = append(f.Causes, Cause{code, s.causes[code]})
	}
	slices.SortStableFunc(f.Causes, func(a, b Cause) int { return cmp.Compare(b.Amount, a.Amount) })
	for _, p := range s.payers {
		f.Payers = append(f.Payers, p.done(f.SalesDays))
	}
	slices.SortFunc(f.Payers, func(a, b Payer) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Open, a.Open), cmp.Compare(a.Customer, b.Customer))
	})
	f.Pareto = pareto(f.Payers, f.Overdue)
	return f
}

// bySales computes what the sales and the past of the books tell.
func (s *sum) bySales(f *Figures) {
	f.DSO, f.BestDSO, f.Delinquent, f.Countback = NotKnown, NotKnown, NotKnown, NotKnown
	if f.OpenOnly = !s.settled; f.OpenOnly {
		f.Trend = f.Trend[len(f.Trend)-1:]
		return
	}
	f.DSO = DaysOfSales(f.Total, f.Sales, f.SalesDays)
	f.BestDSO = DaysOfSales(f.Total-f.Overdue, f.Sales, f.SalesDays)
	if f.DSO.Known() {
		f.Delinquent = f.DSO - f.BestDSO
	}
	f.Countback = s.sales.Countback(f.Total, f.Day)
	f.Tied = onAverage(s.tied, f.SalesDays)
}

// pareto is how many of the payers, the most overdue first, make four fifths of
// what is overdue.
func pareto(payers []Payer, overdue money.Minor) (n int) {
	for sum := money.Minor(0); sum < overdue-overdue/5; n++ {
		sum += payers[n].Overdue
	}
	return n
}

// onAverage is a sum of money times days on an average one of so many days.
func onAverage(w wide, days int) money.Minor {
	if h := w.over(uint64(days)); h.Known() {
		return money.Minor(h)
	}
	return 0
}
