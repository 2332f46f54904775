package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// rate is how a day costs.
type rate struct {
	percent  Percent
	byDay    bool
	limit    Percent // not more a year than this; with limited
	limited  bool
	compound bool
}

// told is the rate as it applies in a year, with the basis it is told by: a
// rate a day that is more than the limit of a year is that limit.
func (r rate) told(b Basis, day cal.Date) (Percent, Basis, bool) {
	year := b.year(day)
	yearly := Of365
	switch {
	case b == European:
		yearly = European
	case year == 366:
		yearly = Of366
	case year == 360:
		yearly = Of360
	}
	switch {
	case r.compound:
		return r.percent, Of365, true
	case r.byDay && r.limited && r.percent*Percent(year) > r.limit:
		return r.limit, yearly, false
	case r.byDay:
		return r.percent, ByDay, false
	case r.limited:
		return min(r.percent, r.limit), yearly, false
	}
	return r.percent, yearly, false
}

// stretch is a rate up to a day, counted.
type stretch struct {
	to   cal.Date
	rate rate
}

// rates are the stretches of a group's days.
func (a *accrual) rates(g *group, from, to cal.Date) ([]stretch, error) {
	switch {
	case a.measure != nil:
		return a.measured(from, to)
	case a.c.Method == ByContract:
		return a.penaltyRates(g, from, to)
	case a.c.Rate > 0:
		return []stretch{{to, rate{percent: a.c.Rate}}}, nil
	case a.c.Method == ForUse:
		return a.yearlyRates(a.law.Use, g, from, to)
	}
	return a.yearlyRates(a.law.Statutory, g, from, to)
}

func (a *accrual) yearlyRates(rules []*Yearly, g *group, from, to cal.Date) (out []stretch, err error) {
	for day := from; day <= to; {
		y, ok := find(rules, day, g.arisen)
		if !ok {
			return nil, a.noRule(day)
		}
		if y.Unknown != "" {
			return nil, fault.New(fault.Refused, "interest.unknown", "on %s the law of %s has a rate that debitor does not know: %s; give it as the agreed rate a year, for those days alone", day, a.law.Code, y.Unknown)
		}
		if y.BusinessOnly && a.c.Consumer {
			return nil, fault.New(fault.Refused, "interest.consumer", "%s gives no interest against a consumer; take the law of his country", y.Cite)
		}
		a.use(&y.Rule)
		end := min(to, change(rules, day)-1)
		if out, err = a.yearly(out, y, g, Span{day, end}); err != nil {
			return nil, err
		}
		day = end + 1
	}
	return out, nil
}

// change is the first later day on which another rule may hold.
func change[R ruled](rules []R, day cal.Date) cal.Date {
	next := cal.Last + 1
	for _, r := range rules {
		if from := r.rule().From; from > day {
			next = min(next, from)
		}
		if until := r.rule().Until; until >= day {
			next = min(next, until+1)
		}
	}
	return next
}

// yearly appends the stretches of one rule.
func (a *accrual) yearly(out []stretch, y *Yearly, g *group, s Span) ([]stretch, error) {
	if y.Series == "" {
		return append(out, stretch{s.To, rate{percent: y.Rate, byDay: y.Per == "day", compound: y.Conformal}}), nil
	}
	add := y.Add
	if a.c.Consumer && y.AddConsumer != 0 {
		add = y.AddConsumer
	}
	of := cal.Date(0)
	switch cmp.Or(a.c.RateOf, y.RateOf) {
	case PaymentDay:
		of = g.fixed
		a.warnOnce("interest.rate_of", &y.Rule)
	case JudgmentDay:
		of = cmp.Or(a.c.Judgment, a.c.To)
	case PerPeriod, "":
	}
	if of != 0 {
		row, _, err := a.row(y.Series, of)
		if err != nil {
			return nil, err
		}
		return append(out, stretch{s.To, rate{percent: max(0, row.Rate+add)}}), nil
	}
	for day := s.From; day <= s.To; {
		row, next, err := a.row(y.Series, day)
		if err != nil {
			return nil, err
		}
		end := min(s.To, next-1)
		out = append(out, stretch{end, rate{percent: max(0, row.Rate+add)}})
		a.asked(y.Series, end)
		day = end + 1
	}
	return out, nil
}

// penaltyRates is the agreed rate, under the limit of the law if it has one.
func (a *accrual) penaltyRates(g *group, from, to cal.Date) (out []stretch, err error) {
	r := rate{percent: a.c.PerDay, byDay: true}
	if a.c.Rate > 0 {
		r = rate{percent: a.c.Rate}
	}
	for day := from; day <= to; {
		p, ok := find(a.law.Penalty, day, g.arisen)
		if !ok {
			return nil, a.noRule(day)
		}
		end := min(to, change(a.law.Penalty, day)-1)
		if p.LimitSeries == "" {
			out = append(out, stretch{end, r})
			day = end + 1
			continue
		}
		row, next, err := a.row(p.LimitSeries, day)
		if err != nil {
			return nil, err
		}
		end = min(end, next-1)
		limited := r
		limited.limit, limited.limited = min(row.Rate*Percent(p.LimitTimes), MaxPercent), true
		if r.percent == 0 && a.c.Fine == 0 { // as much as the law allows
			limited.percent, limited.byDay = limited.limit, false
		}
		out = append(out, stretch{end, limited})
		a.asked(p.LimitSeries, end)
		day = end + 1
	}
	return out, nil
}

// measured is a multiple of a series.
func (a *accrual) measured(from, to cal.Date) (out []stretch, err error) {
	a.use(&a.measure.Rule)
	for day := from; day <= to; {
		row, next, err := a.row(a.measure.Series, day)
		if err != nil {
			return nil, err
		}
		end := min(to, next-1)
		out = append(out, stretch{end, rate{percent: max(0, min(row.Rate*Percent(a.measure.Times), MaxPercent))}})
		a.asked(a.measure.Series, end)
		day = end + 1
	}
	return out, nil
}

// row is the row of a series that counts on a day, and the first day of the
// next. Nothing is guessed before the first row.
func (a *accrual) row(series string, day cal.Date) (Row, cal.Date, error) {
	s := a.book.series[series]
	row, next, ok := s.at(day)
	if !ok {
		return Row{}, 0, fault.New(fault.Refused, "interest.no_rate", "debitor knows no rate of %s for %s: the first one it knows is of %s", s.Title, day, s.Rows()[0].From)
	}
	a.asked(series, day)
	if !row.Verified && !slices.Contains(a.doubt[s], row) {
		if a.doubt == nil {
			a.doubt = map[*Series][]Row{}
		}
		a.doubt[s] = append(a.doubt[s], row)
	}
	return row, next, nil
}

func (a *accrual) asked(series string, day cal.Date) {
	if a.series == nil {
		a.series = map[*Series]cal.Date{}
	}
	s := a.book.series[series]
	a.series[s] = max(a.series[s], day)
}

// idle are the days of a group on which nothing accrues, sorted and apart.
func (a *accrual) idle(g *group) ([]Span, error) {
	spans := slices.Clone(a.c.Suspended)
	for _, name := range a.c.Moratoria {
		if !slices.ContainsFunc(a.law.Suspensions, func(s *Suspension) bool { return s.Name == name }) {
			return nil, fault.New(fault.Input, "interest.moratorium", "the law of %s has no suspension %q", a.law.Code, name)
		}
	}
	for _, s := range a.law.Suspensions {
		if a.c.NoMoratorium || a.c.Method == ForUse || s.Listed && !slices.Contains(a.c.Moratoria, s.Name) || s.Until < g.from || s.From > g.to {
			continue
		}
		if !s.of(g.arisen) {
			a.maybeOlder(s, g)
			continue
		}
		spans = append(spans, Span{s.From, s.Until})
		a.warnOnce("interest.suspended", s.From, s.Until, &s.Rule)
		a.use(&s.Rule)
	}
	if a.c.Method == Statutory && a.c.PenaltyAgreed {
		for _, r := range a.law.Bars {
			if until := cmp.Or(r.Until, cal.Last); r.of(g.arisen) && r.From <= g.to && until >= g.from {
				spans = append(spans, Span{r.From, until})
				a.warnOnce("interest.barred", max(r.From, g.from), r)
				a.use(r)
			}
		}
	}
	return apart(spans), nil
}

// maybeOlder warns of a debt whose day of arising nobody gave, and that a
// suspension would protect if it was earlier.
func (a *accrual) maybeOlder(s *Suspension, g *group) {
	for i := range a.debts {
		if d := &a.debts[i]; d.Arisen == 0 && a.law.class(d.Due) == g.class && d.Due > s.ArisenUntil {
			a.warnOnce("interest.arisen", s.ArisenUntil+1, s.From, s.Until, &s.Rule)
		}
	}
}

// apart sorts spans and joins those that touch.
func apart(spans []Span) (out []Span) {
	slices.SortFunc(spans, func(x, y Span) int { return cmp.Compare(x.From, y.From) })
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To+1 {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
