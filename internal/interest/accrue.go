package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// Accrue counts a case. Codes beside those of a case that cannot be counted:
// interest.law, interest.penalty.barred (the law knows no penalty on money),
// interest.penalty.rate (none is given), interest.no_rule, interest.no_rate,
// interest.unknown (the law has a rate here that debitor does not know),
// interest.no_use, interest.consumer, interest.moratorium, money.too_large.
func (b *Book) Accrue(c *Case) (*Sheet, error) { return b.accrue(c, nil) }

// accrue counts by the rules of a method, or by a court's measure.
func (b *Book) accrue(c *Case, measure *Benchmark) (*Sheet, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	l, err := b.Law(c.Law)
	if err != nil {
		return nil, err
	}
	a := &accrual{book: b, law: l, c: c, measure: measure, sheet: &Sheet{Law: l.Code, Method: c.Method, Currency: cmp.Or(c.Currency, l.Currency), To: c.To}}
	a.debts = inOrder(c.Debts)
	if err := a.prepare(); err != nil {
		return nil, err
	}
	a.takeFacts()
	a.makeLots()
	if err := a.count(); err != nil {
		return nil, err
	}
	return a.sheet, a.finish()
}

// inOrder is debts by due, key, and what else tells them apart.
func inOrder(debts []Debt) []Debt {
	if len(debts) == 1 {
		return debts
	}
	return slices.SortedFunc(slices.Values(debts), func(x, y Debt) int {
		return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(x.Key, y.Key), cmp.Compare(x.arisen(), y.arisen()), cmp.Compare(x.Principal, y.Principal))
	})
}

// accrual is a case on its way to a sheet.
type accrual struct {
	book  *Book
	law   *Law
	c     *Case
	sheet *Sheet

	measure *Benchmark // the rate is this, whatever the method has
	basis   Basis
	last    cal.Date // the last day that counts
	fixed   bool     // some rate is that of the day of payment
	debts   []Debt   // by due, key
	cuts    [][]cut  // of each debt, by day
	groups  []*group
	series  map[*Series]cal.Date // those used, with the last day they were asked for
	doubt   map[*Series][]Row    // rows nobody verified
}

// cut is a part of a debt that ends: its last day, and the day it was paid on.
type cut struct {
	last, paid cal.Date
	amount     money.Minor
}

// group is debts, or parts of them, that accrue alike.
type group struct {
	arisen   cal.Date // of one of them: the others are of its class
	class    int
	fixed    cal.Date // the day whose rate counts for all days; none: each day its own
	events   []event
	idle     []Span // days on which nothing accrues
	from, to cal.Date
}

type event struct {
	day   cal.Date
	delta money.Minor
}

// prepare finds the rules that hold for all of the case.
func (a *accrual) prepare() error {
	c, l := a.c, a.law
	arisen := a.debts[0].arisen()
	counting, ok := find(l.Counting, c.To, arisen)
	if !ok {
		return a.noRule(c.To)
	}
	a.basis = cmp.Or(c.Basis, counting.Basis)
	a.last = c.To
	if c.Paid {
		counts := counting.PaymentDay
		if c.PaymentDay != "" {
			counts = c.PaymentDay == DayCounted
		} else {
			a.use(&counting.Rule)
		}
		if !counts {
			a.last--
		}
	}
	switch c.Method {
	case Statutory:
		a.fixed = slices.ContainsFunc(l.Statutory, func(y *Yearly) bool { return cmp.Or(c.RateOf, y.RateOf) == PaymentDay })
	case ForUse:
		if len(l.Use) == 0 && c.Rate == 0 {
			return fault.New(fault.Refused, "interest.no_use", "the law of %s has no interest for the use of money; give the agreed rate a year", l.Code)
		}
	case ByContract:
		return a.preparePenalty(arisen)
	}
	return nil
}

func (a *accrual) preparePenalty(arisen cal.Date) error {
	p, ok := find(a.law.Penalty, a.c.To, arisen)
	if !ok {
		return a.noRule(a.c.To)
	}
	a.use(&p.Rule)
	if !p.Allowed {
		return fault.New(fault.Refused, "interest.penalty.barred", "the law of %s knows no penalty on a debt of money (%s); count statutory interest", a.law.Code, p.Cite)
	}
	if a.c.PerDay == 0 && a.c.Rate == 0 && p.LimitSeries == "" && a.c.Fine == 0 && a.measure == nil {
		return fault.New(fault.Input, "interest.penalty.rate", "a penalty needs its rate per day, as the contract has it")
	}
	if s, ok := find(a.law.Stops, a.c.To, arisen); ok && a.c.Months == 0 {
		if end := addMonths(a.debts[0].Due, s.Months); end < a.last {
			a.warn("interest.stops", s.Months, end, &s.Rule)
			a.use(&s.Rule)
		}
	}
	return nil
}

func (a *accrual) noRule(day cal.Date) error {
	return fault.New(fault.Refused, "interest.no_rule", "debitor knows no rule of the law of %s for %s", a.law.Code, day)
}

// takeFacts spreads payments and credit notes over the debts: over the one that
// is named, then over the earliest due.
func (a *accrual) takeFacts() {
	a.cuts = make([][]cut, len(a.debts))
	facts := a.c.Facts
	byDay := func(x, y Fact) int {
		return cmp.Or(cmp.Compare(a.lastDay(&x), a.lastDay(&y)), cmp.Compare(y.Debt, x.Debt), cmp.Compare(x.Day, y.Day))
	}
	if !slices.IsSortedFunc(facts, byDay) {
		facts = slices.SortedFunc(slices.Values(facts), byDay)
	}
	left := make([]money.Minor, len(a.debts))
	for i, d := range a.debts {
		left[i] = d.Principal
		a.sheet.Remaining += d.Principal
	}
	for i := range facts {
		a.take(&facts[i], left)
	}
	if a.sheet.Overpaid > 0 {
		a.warn("interest.overpaid", a.sheet.Overpaid)
	}
	if a.c.Paid {
		a.sheet.Remaining = 0
	}
}

// lastDay is the last day on which what a fact takes away still counts.
func (a *accrual) lastDay(f *Fact) cal.Date {
	if f.Credit || a.c.PaymentDay == DayNotCounted {
		return f.Day - 1
	}
	return f.Day
}

func (a *accrual) take(f *Fact, left []money.Minor) {
	if f.Day > a.c.To {
		a.warnOnce("interest.later", a.c.To)
		return
	}
	amount := f.Amount
	for _, named := range []bool{true, false} {
		for i := range a.debts {
			part := min(amount, left[i])
			if part == 0 || named && (f.Debt == "" || a.debts[i].Key != f.Debt) {
				continue
			}
			a.cuts[i] = append(a.cuts[i], cut{a.lastDay(f), f.Day, part})
			left[i] -= part
			amount -= part
			a.sheet.Remaining -= part
		}
	}
	a.sheet.Overpaid += amount
}

// makeLots cuts each debt into the parts that end on different days and puts
// them into groups.
func (a *accrual) makeLots() {
	for i := range a.debts {
		d := &a.debts[i]
		first, end := max(d.Due+1, a.c.From), a.last
		if a.c.Method == ByContract && a.c.Months > 0 {
			end = min(end, addMonths(d.Due, a.c.Months))
		}
		left := d.Principal
		for _, x := range a.cuts[i] {
			a.lot(d, first, min(end, x.last), x.paid, x.amount)
			left -= x.amount
		}
		a.lot(d, first, end, a.c.To, left)
	}
}

func (a *accrual) lot(d *Debt, from, to, paid cal.Date, amount money.Minor) {
	if amount == 0 || to < from {
		return
	}
	g := a.groupOf(d, paid)
	g.events = append(g.events, event{from, amount}, event{to + 1, -amount})
	g.from, g.to = min(g.from, from), max(g.to, to)
}

func (a *accrual) groupOf(d *Debt, paid cal.Date) *group {
	if !a.fixed {
		paid = 0
	}
	class := a.law.class(d.arisen())
	for _, g := range a.groups {
		if g.class == class && g.fixed == paid {
			return g
		}
	}
	g := &group{arisen: d.arisen(), class: class, fixed: paid, from: cal.Last, to: 0}
	a.groups = append(a.groups, g)
	return g
}

// count walks every group's days and makes the intervals.
func (a *accrual) count() error {
	slices.SortFunc(a.groups, func(x, y *group) int { return cmp.Or(cmp.Compare(x.fixed, y.fixed), cmp.Compare(x.class, y.class)) })
	for _, g := range a.groups {
		rates, err := a.rates(g, g.from, g.to)
		if err != nil {
			return err
		}
		if g.idle, err = a.idle(g); err != nil {
			return err
		}
		slices.SortFunc(g.events, func(x, y event) int { return cmp.Compare(x.day, y.day) })
		a.walk(g, rates)
	}
	return nil
}

// walk goes from change to change.
func (a *accrual) walk(g *group, rates []stretch) {
	begin := len(a.sheet.Intervals)
	a.sheet.Intervals = slices.Grow(a.sheet.Intervals, len(rates)+len(g.events))
	var balance money.Minor
	events, idle := g.events, g.idle
	for day := g.from; day <= g.to; {
		for len(events) > 0 && events[0].day <= day {
			balance += events[0].delta
			events = events[1:]
		}
		for len(idle) > 0 && idle[0].To < day {
			idle = idle[1:]
		}
		for rates[0].to < day {
			rates = rates[1:]
		}
		next := min(endOfYear(day), rates[0].to, g.to) + 1
		if len(events) > 0 {
			next = min(next, events[0].day)
		}
		rests := len(idle) > 0 && idle[0].From <= day
		if rests {
			next = min(next, idle[0].To+1)
		} else if len(idle) > 0 {
			next = min(next, idle[0].From)
		}
		if balance > 0 && !rests {
			a.add(begin, Interval{From: day, To: next - 1, Balance: balance}, rates[0].rate)
		}
		day = next
	}
}

func endOfYear(day cal.Date) cal.Date {
	end, _ := cal.Valid(day.Year(), 12, 31)
	return end
}

// add appends an interval, or lengthens the one before it where nothing but a
// row of the same rate lies between.
func (a *accrual) add(begin int, iv Interval, r rate) {
	iv.Rate, iv.Basis, iv.Compound = r.told(a.basis, iv.From)
	if n := len(a.sheet.Intervals); n > begin {
		p := &a.sheet.Intervals[n-1]
		if p.To+1 == iv.From && p.Balance == iv.Balance && p.Rate == iv.Rate && p.Basis == iv.Basis && p.Compound == iv.Compound && p.To.Year() == iv.From.Year() {
			p.To = iv.To
			return
		}
	}
	a.sheet.Intervals = append(a.sheet.Intervals, iv)
}

// finish counts the intervals and what stands beside them.
func (a *accrual) finish() error {
	s := a.sheet
	for i := range s.Intervals {
		a.amount(&s.Intervals[i])
	}
	capped := a.bound()
	for _, iv := range s.Intervals {
		if s.Total += iv.Amount; s.Total > money.Max {
			return (money.Max + 1).Check()
		}
	}
	s.countDays(a.basis)
	a.flat()
	if err := a.inflation(); err != nil {
		return err
	}
	if !capped {
		if err := a.perDay(); err != nil {
			return err
		}
	}
	a.doubts()
	return nil
}

// amount is what an interval costs, rounded half up.
func (a *accrual) amount(iv *Interval) {
	switch {
	case iv.Basis == ByDay:
		iv.Days = int64(iv.To - iv.From + 1)
		iv.Amount = share(iv.Balance, iv.Rate, iv.Days, 1)
	case iv.Compound:
		iv.Days = int64(iv.To - iv.From + 1)
		iv.Amount = a.book.conformal(iv.Balance, iv.Rate, iv.From, iv.To)
	default:
		iv.Days = a.basis.days(iv.From, iv.To)
		iv.Amount = share(iv.Balance, iv.Rate, iv.Days, a.basis.year(iv.From))
	}
}

// bound applies the caps of the law and of the contract, and tells whether one
// was reached.
func (a *accrual) bound() (reached bool) {
	var principal money.Minor
	limited := a.c.Method == Statutory && len(a.law.Limit) > 0
	for i := range a.debts {
		principal += a.debts[i].Principal
		if limited {
			var r *Rule
			if r, limited = find(a.law.Limit, a.c.To, a.debts[i].arisen()); limited {
				a.use(r)
			}
		}
	}
	var sum money.Minor
	for _, iv := range a.sheet.Intervals {
		sum += min(iv.Amount, money.Max)
	}
	apply := func(bound money.Minor) {
		if sum >= bound && len(a.sheet.Intervals) > 0 {
			reached = true
			if a.sheet.cut(bound) {
				a.warn("interest.capped", bound)
			}
		}
	}
	if limited {
		apply(principal)
	}
	if a.c.Cap > 0 {
		apply(part(cmp.Or(a.c.CapBase, principal), a.c.Cap))
	}
	return reached
}

// flat adds the lump sum of the law, for each late debt of a business, or the
// fine of the contract.
func (a *accrual) flat() {
	late := 0
	for i := range a.debts {
		d := &a.debts[i]
		if d.Principal == 0 || max(d.Due+1, a.c.From) > a.last || a.paidBefore(i, d.Due) {
			continue
		}
		late++
		if f, ok := find(a.law.Flat, a.c.To, d.arisen()); ok && a.c.Method == Statutory && !a.c.Consumer {
			a.use(&f.Rule)
			if a.sheet.Currency != a.law.Currency {
				a.warnOnce("interest.flat_currency", f.Amount, a.law.Currency)
				continue
			}
			a.sheet.Flat += f.minor
		}
	}
	if late > 0 {
		a.sheet.Flat += a.c.Fine
	}
}

// paidBefore tells whether nothing of a debt was left after a day.
func (a *accrual) paidBefore(i int, day cal.Date) bool {
	left := a.debts[i].Principal
	for _, x := range a.cuts[i] {
		if x.last <= day {
			left -= x.amount
		}
	}
	return left == 0
}

// perDay is what the first day after the last one would cost.
func (a *accrual) perDay() error {
	if a.c.Paid || a.last >= cal.Last {
		return nil
	}
	day := a.last + 1
	for i := range a.debts {
		d := &a.debts[i]
		left := d.Principal
		for _, x := range a.cuts[i] {
			if x.last < day {
				left -= x.amount
			}
		}
		ended := a.c.Method == ByContract && a.c.Months > 0 && day > addMonths(d.Due, a.c.Months)
		if left == 0 || day <= d.Due || day < a.c.From || ended {
			continue
		}
		if err := a.oneDay(d, left, day); err != nil {
			return err
		}
	}
	return nil
}

func (a *accrual) oneDay(d *Debt, left money.Minor, day cal.Date) error {
	g := &group{arisen: d.arisen(), from: day, to: day}
	if a.fixed {
		g.fixed = day
	}
	rates, err := a.quietly().rates(g, day, day)
	if err != nil {
		return err
	}
	idle, err := a.quietly().idle(g)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(idle, func(s Span) bool { return s.From <= day && day <= s.To }) {
		return nil
	}
	iv := Interval{From: day, To: day, Balance: left}
	iv.Rate, iv.Basis, iv.Compound = rates[0].rate.told(a.basis, day)
	a.amount(&iv)
	a.sheet.PerDay += iv.Amount
	return nil
}

// quietly is the same accrual with a sheet of its own: what a further day would
// meet is no warning about those that were counted.
func (a *accrual) quietly() *accrual {
	q := *a
	q.sheet, q.series, q.doubt = &Sheet{}, nil, nil
	return &q
}

// addMonths is the same day so many months later, or the last of that month.
func addMonths(day cal.Date, months int) cal.Date {
	y, m, d := day.Civil()
	n := y*12 + m - 1 + months
	for ; d > 28; d-- {
		if out, ok := cal.Valid(n/12, n%12+1, d); ok {
			return out
		}
	}
	out, ok := cal.Valid(n/12, n%12+1, d)
	if !ok {
		return cal.Last
	}
	return out
}
