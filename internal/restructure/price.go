package restructure

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Reading is how the table of weeks is read.
type Reading string

// The readings of the table (F-21). By the cumulative one the weeks add up: in
// the eighth week a debt costs 14 %. By the column a week costs what stands
// beside it, and the second month takes the place of the first.
const (
	Cumulative Reading = "cumulative"
	Column     Reading = "column"
)

// Readings lists them, the usual one first.
var Readings = []Reading{Cumulative, Column}

// Weeks is how many weeks the table has; what is later is the director's to
// decide, and costs what the last week does until he has.
const Weeks = 8

// daysInWeek counts calendar days.
const daysInWeek = 7

// BasisPoints are hundredths of one percent.
type BasisPoints int

// table is what each week of the two months costs (§7.4 of the regulation).
var table = [Weeks]BasisPoints{150, 300, 450, 600, 200, 400, 600, 800}

// Percent is what a debt costs that is in its n-th week, 0 before the first; of
// weeks after the last that of the last.
func (r Reading) Percent(week int) BasisPoints {
	if week <= 0 {
		return 0
	}
	week = min(week, Weeks)
	p := table[week-1]
	if r != Column && week > Weeks/2 {
		p += table[Weeks/2-1]
	}
	return p
}

// Week is the week of delay, from 1, that a day is in; 0 on the due date and
// before.
func Week(due, day cal.Date) int {
	if due == 0 || day <= due {
		return 0
	}
	return int(day-due+daysInWeek-1) / daysInWeek
}

// Repaid is an amount that came for a debt: money, or a credit note.
type Repaid struct {
	On     cal.Date
	Amount money.Minor
}

// Line is what one amount costs: what was repaid on a day, or what is still open.
type Line struct {
	On      cal.Date // repaid on, or the day of the price
	Week    int      // of delay, 0: in time
	Percent BasisPoints
	Amount  money.Minor
	Price   money.Minor
	Open    bool // it is not repaid
}

// Price is what a debt's delay costs as of a day.
type Price struct {
	Lines  []Line // by day, what is open last; nothing that was repaid in time
	Total  money.Minor
	Beyond bool // part of it is later than the table goes: the director decides
}

// PriceOf is the price of the delay of one debt that was due on a day at first.
// Each amount bears the percentage of the week in which it was repaid, what is
// open that of the day's week: after a part payment later weeks cost only on
// what remains (R-94 §7.8), and what the repaid part has cost by then stays.
// What was repaid after the day is open on it; more than the debt is no debt.
func PriceOf(debt money.Minor, due cal.Date, repaid []Repaid, day cal.Date, r Reading) Price {
	repaid = slices.Clone(repaid)
	slices.SortStableFunc(repaid, func(a, b Repaid) int { return cmp.Compare(a.On, b.On) })
	var p Price
	for _, v := range repaid {
		if v.On > day || v.Amount <= 0 || debt <= 0 {
			continue
		}
		part := min(v.Amount, debt)
		debt -= part
		p.add(part, due, v.On, r, false)
	}
	if debt > 0 {
		p.add(debt, due, day, r, true)
	}
	return p
}

// add takes in what one amount costs. Several of one day are one.
func (p *Price) add(amount money.Minor, due, on cal.Date, r Reading, open bool) {
	week := Week(due, on)
	if week == 0 {
		return
	}
	if n := len(p.Lines); n > 0 && p.Lines[n-1].On == on && !open {
		amount += p.Lines[n-1].Amount
		p.Total -= p.Lines[n-1].Price
		p.Lines = p.Lines[:n-1]
	}
	percent := r.Percent(week)
	l := Line{On: on, Week: week, Percent: percent, Amount: amount, Price: percent.Of(amount), Open: open}
	p.Lines, p.Total, p.Beyond = append(p.Lines, l), p.Total+l.Price, p.Beyond || week > Weeks
}

// Rest is the price of what is still open.
func (p *Price) Rest() money.Minor {
	if n := len(p.Lines); n > 0 && p.Lines[n-1].Open {
		return p.Lines[n-1].Price
	}
	return 0
}

// Of is the share of an amount of at least 0, rounded half up.
func (b BasisPoints) Of(m money.Minor) money.Minor {
	const whole = 10_000
	n := money.Minor(b)
	return m/whole*n + (m%whole*n+whole/2)/whole
}
