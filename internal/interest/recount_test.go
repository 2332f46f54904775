package interest_test

import (
	"cmp"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/money"
	"debitor/law"
)

// The second count: what each law says is written here once more, in a plain loop
// over days and with rationals. It shares nothing with the package but the files
// of rates, which it reads by itself.

type point struct {
	from cal.Date
	rate *big.Rat
}

func series(t testing.TB, name string) (points []point) {
	t.Helper()
	text, ok := law.Rates(name)
	if !ok {
		t.Fatal(name)
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.SplitN(line, ",", 3)
		from, err := cal.Parse(cells[0])
		if err != nil {
			continue
		}
		r, ok := new(big.Rat).SetString(cells[1])
		if !ok {
			t.Fatal(line)
		}
		points = append(points, point{from, r})
	}
	return points
}

func at(points []point, day cal.Date) *big.Rat {
	var r *big.Rat
	for _, p := range points {
		if p.from <= day {
			r = p.rate
		}
	}
	return r
}

// second is the second count of one case.
type second struct {
	c     *interest.Case
	rates map[string][]point
}

// lot is a part of the debt, from a day to a day.
type lot struct {
	amount   money.Minor
	to, paid cal.Date
}

// cost is the rate of a day: a year or a day, perhaps not more than a limit a
// year.
type cost struct {
	rate            *big.Rat
	perDay, compund bool
}

func (s *second) payment() bool { // does the day of payment count
	if s.c.PaymentDay != "" {
		return s.c.PaymentDay == interest.DayCounted
	}
	return !slices.Contains([]string{"UA", "BA-FBIH", "BA-RS"}, s.c.Law)
}

// balances is what is open on each day from due+1 to the last, and the lots.
func (s *second) lots() []lot {
	facts := slices.Clone(s.c.Facts)
	until := func(f interest.Fact) cal.Date {
		if f.Credit || s.c.PaymentDay == interest.DayNotCounted {
			return f.Day - 1
		}
		return f.Day
	}
	slices.SortFunc(facts, func(a, b interest.Fact) int {
		return cmp.Or(cmp.Compare(until(a), until(b)), cmp.Compare(a.Day, b.Day))
	})
	last := s.c.To
	if s.c.Paid && !s.payment() {
		last--
	}
	left := s.c.Debts[0].Principal
	var lots []lot
	for _, f := range facts {
		if f.Day > s.c.To {
			continue
		}
		part := min(left, f.Amount)
		left -= part
		lots = append(lots, lot{part, min(until(f), last), f.Day})
	}
	return append(lots, lot{left, last, s.c.To})
}

func (s *second) cost(day, paid cal.Date) cost {
	c := s.c
	year := big.NewRat(basisOf(c.Basis, day), 1)
	if c.Method == interest.ByContract {
		rate := rat(c.PerDay)
		if c.Law == "UA" {
			limit := new(big.Rat).Mul(at(s.rates["ua-nbu"], day), big.NewRat(2, 1))
			if yearly := new(big.Rat).Mul(rate, year); yearly.Cmp(limit) > 0 || c.PerDay == 0 {
				return cost{rate: limit}
			}
		}
		return cost{rate: rate, perDay: true}
	}
	if c.Rate > 0 {
		return cost{rate: rat(c.Rate)}
	}
	switch c.Law {
	case "RU":
		return cost{rate: at(s.rates["ru-key-rate"], day)}
	case "BY":
		if c.RateOf == interest.PerPeriod {
			return cost{rate: at(s.rates["by-refinancing"], day)}
		}
		return cost{rate: at(s.rates["by-refinancing"], paid)}
	case "UA":
		return cost{rate: big.NewRat(3, 1)}
	case "BA-FBIH":
		if day < cal.On(2020, 3, 14) {
			return cost{rate: big.NewRat(12, 1)}
		}
		return cost{rate: big.NewRat(10, 1), compund: true}
	case "BA-RS":
		return cost{rate: big.NewRat(3, 100), perDay: true}
	case "DE":
		add := int64(9)
		if c.Debts[0].Due < cal.On(2014, 7, 29) {
			add = 8
		}
		if c.Consumer {
			add = 5
		}
		return cost{rate: new(big.Rat).Add(at(s.rates["de-basiszins"], day), big.NewRat(add, 1))}
	case "EU":
		y, m, _ := day.Civil()
		half := cal.On(y, 1, 1)
		if m > 6 {
			half = cal.On(y, 7, 1)
		}
		return cost{rate: new(big.Rat).Add(at(s.rates["ecb-mro"], half), big.NewRat(8, 1))}
	}
	panic(c.Law)
}

func rat(p interest.Percent) *big.Rat { return big.NewRat(int64(p), 1_000_000) }

func basisOf(b interest.Basis, day cal.Date) int64 {
	switch b {
	case interest.Of360, interest.European:
		return 360
	case interest.Of365:
		return 365
	case interest.Of366:
		return 366
	}
	y := day.Year()
	return int64(cal.On(y+1, 1, 1) - cal.On(y, 1, 1))
}

func (s *second) idle(day cal.Date) bool {
	for _, span := range s.c.Suspended {
		if span.From <= day && day <= span.To {
			return true
		}
	}
	if s.c.Law == "RU" && s.c.Debts[0].Due < cal.On(2022, 4, 1) && day >= cal.On(2022, 4, 1) && day <= cal.On(2022, 10, 1) {
		return true
	}
	return s.c.Method == interest.Statutory && s.c.PenaltyAgreed && (s.c.Law == "RU" || s.c.Law == "BY" && day >= cal.On(2024, 11, 19))
}

// total counts: a run of days without a change is one interval, rounded by itself.
func (s *second) total() (sum money.Minor) {
	by := s.c.Law == "BY" && s.c.RateOf != interest.PerPeriod && s.c.Method == interest.Statutory && s.c.Rate == 0
	if by {
		byDay := map[cal.Date][]lot{}
		for _, l := range s.lots() {
			byDay[l.paid] = append(byDay[l.paid], l)
		}
		for paid, lots := range byDay {
			sum += s.run(lots, paid)
		}
	} else {
		sum = s.run(s.lots(), 0)
	}
	principal := s.c.Debts[0].Principal
	limited := s.c.Method == interest.Statutory && (s.c.Law == "BA-RS" || s.c.Law == "BA-FBIH" && s.c.Debts[0].Due >= cal.On(2020, 3, 14))
	if limited {
		sum = min(sum, principal)
	}
	if s.c.Cap > 0 {
		bound := new(big.Rat).Mul(big.NewRat(int64(principal), 100), rat(s.c.Cap))
		sum = min(sum, floor(bound))
	}
	return sum
}

func (s *second) run(lots []lot, paid cal.Date) (sum money.Minor) {
	type state struct {
		balance money.Minor
		cost    cost
		year    int
	}
	var now state
	var since, last cal.Date
	flush := func() {
		if since != 0 {
			sum += s.interval(now.balance, now.cost, since, last)
		}
		since = 0
	}
	end := cal.Date(0)
	for _, l := range lots {
		end = max(end, l.to)
	}
	for day := s.c.Debts[0].Due + 1; day <= end; day++ {
		var open money.Minor
		for _, l := range lots {
			if day <= l.to {
				open += l.amount
			}
		}
		if open == 0 || s.idle(day) {
			flush()
			continue
		}
		next := state{open, s.cost(day, paid), day.Year()}
		if since == 0 || next.balance != now.balance || next.year != now.year || next.cost.perDay != now.cost.perDay || next.cost.rate.Cmp(now.cost.rate) != 0 || next.cost.compund != now.cost.compund {
			flush()
			now, since = next, day
		}
		last = day
	}
	flush()
	return sum
}

func (s *second) interval(balance money.Minor, c cost, from, to cal.Date) money.Minor {
	days := int64(to - from + 1)
	if c.compund {
		if days >= 365 {
			return nearest(big.NewRat(int64(balance), 10))
		}
		return tenth(balance, days)
	}
	amount := new(big.Rat).Mul(big.NewRat(int64(balance), 100), c.rate)
	if c.perDay {
		return nearest(amount.Mul(amount, big.NewRat(days, 1)))
	}
	if s.c.Basis == interest.European {
		days = thirty(to) - thirty(from-1)
	}
	return nearest(amount.Mul(amount, big.NewRat(days, basisOf(s.c.Basis, from))))
}

func thirty(day cal.Date) int64 {
	y, m, d := day.Civil()
	return int64(y)*360 + int64(m)*30 + int64(min(d, 30))
}

// tenth is 10 % a year, compound, by the 365th root of 1.1 to 400 bits.
func tenth(balance money.Minor, days int64) money.Minor {
	f := big.NewFloat(1).SetPrec(400)
	for range days {
		f.Mul(f, root)
	}
	f.Sub(f, big.NewFloat(1)).Mul(f, new(big.Float).SetInt64(int64(balance)))
	n, _ := f.Add(f, big.NewFloat(0.5)).Int64()
	return money.Minor(n)
}

var root = func() *big.Float {
	low, high := big.NewFloat(1).SetPrec(400), big.NewFloat(1.1).SetPrec(400)
	goal := new(big.Float).SetPrec(400).Quo(big.NewFloat(11), big.NewFloat(10))
	for range 390 {
		middle := new(big.Float).SetPrec(400).Add(low, high)
		middle.Quo(middle, big.NewFloat(2))
		power := big.NewFloat(1).SetPrec(400)
		for range 365 {
			power.Mul(power, middle)
		}
		if power.Cmp(goal) <= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}()

// inflation is the compensation of Ukraine: months of 1 to 15 and 16 to the end.
func (s *second) inflation() money.Minor {
	turn := func(d cal.Date) cal.Date {
		y, m, dd := d.Civil()
		if dd > 15 {
			m++
		}
		return cal.On(y, time.Month(m), 1)
	}
	index := s.rates["ua-cpi"]
	x := new(big.Rat).SetInt64(int64(s.c.Debts[0].Principal))
	left := s.c.Debts[0].Principal
	parts := s.lots()
	parts = parts[:len(parts)-1]
	begin, end := turn(s.c.Debts[0].Due+1), turn(s.c.To)
	if s.c.To <= s.c.Debts[0].Due {
		return 0
	}
	for m := begin; m < end; {
		rest := parts[:0:0]
		for _, p := range parts {
			if turn(p.paid) <= m {
				x.Sub(x, new(big.Rat).SetInt64(int64(p.amount)))
				left -= p.amount
				continue
			}
			rest = append(rest, p)
		}
		parts = rest
		if left > 0 {
			for _, p := range index {
				if p.from == m {
					x.Mul(x, new(big.Rat).Quo(p.rate, big.NewRat(100, 1)))
				}
			}
		}
		y, mm, _ := m.Civil()
		m = cal.On(y, time.Month(mm+1), 1)
	}
	for _, p := range parts {
		x.Sub(x, new(big.Rat).SetInt64(int64(p.amount)))
		left -= p.amount
	}
	x.Sub(x, new(big.Rat).SetInt64(int64(left)))
	return max(0, nearest(x))
}

func nearest(r *big.Rat) money.Minor {
	return floor(new(big.Rat).Add(r, big.NewRat(1, 2)))
}

func floor(r *big.Rat) money.Minor {
	q := new(big.Int)
	q.DivMod(r.Num(), r.Denom(), new(big.Int))
	return money.Minor(q.Int64())
}

// begins is the first due day from which a law's cases are drawn: rates are known
// from there on.
var begins = map[string]string{"RU": "2016-08-01", "BY": "2015-02-01", "UA": "2020-12-31", "BA-FBIH": "2020-03-13", "BA-RS": "2018-07-01", "DE": "2010-01-01", "EU": "2013-01-01"}

// invent makes a case with one debt.
func invent(t testing.TB, code string, r *rand.Rand) *interest.Case {
	c := &interest.Case{Law: code, Paid: r.IntN(2) == 0, Terms: interest.Terms{Method: interest.Statutory}}
	due := day(t, begins[code]) + cal.Date(r.IntN(2000))
	c.Debts = []interest.Debt{{Principal: money.Minor(1 + r.Int64N([]int64{100, 100_000, 100_000_000, 1_000_000_000_000}[r.IntN(4)])), Due: due}}
	c.To = due + cal.Date(r.IntN(900)) - 20
	for range r.IntN(5) {
		share := c.Debts[0].Principal/money.Minor(1+r.IntN(6)) + 1
		c.Facts = append(c.Facts, interest.Fact{Day: due - 40 + cal.Date(r.IntN(900)), Amount: share, Credit: r.IntN(5) == 0})
	}
	if r.IntN(4) == 0 {
		from := due + cal.Date(r.IntN(300))
		c.Suspended = []interest.Span{{From: from, To: from + cal.Date(r.IntN(100))}}
	}
	if !strings.HasPrefix(code, "BA") && r.IntN(3) == 0 {
		c.Method = interest.ByContract
		c.PerDay = interest.Percent(1000 * (1 + r.Int64N(500)))
	}
	if r.IntN(4) == 0 {
		c.Cap = interest.Percent(1_000_000 * (1 + r.Int64N(20)))
	}
	c.Basis = []interest.Basis{"", "", "", interest.Actual, interest.Of360, interest.Of365, interest.Of366, interest.European}[r.IntN(8)]
	c.PaymentDay = []string{"", "", interest.DayCounted, interest.DayNotCounted}[r.IntN(4)]
	c.PenaltyAgreed = r.IntN(5) == 0
	c.Consumer = code == "DE" && r.IntN(3) == 0
	if code == "BY" && r.IntN(2) == 0 {
		c.RateOf = interest.PerPeriod
	}
	return c
}

func TestRecountByDays(t *testing.T) {
	cases := 10_000
	if testing.Short() {
		cases = 500
	}
	rates := map[string][]point{}
	for _, name := range law.Series() {
		rates[name] = series(t, name)
	}
	book := shipped(t)
	for _, code := range book.Codes() {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(395, uint64(len(code))))
			nonzero := 0
			for n := range cases {
				c := invent(t, code, r)
				got, err := book.Accrue(c)
				if err != nil {
					t.Fatalf("case %d: %v: %s", n, err, told(c))
				}
				s := &second{c, rates}
				if want := s.total(); got.Total != want {
					t.Fatalf("case %d: total %d, by days %d: %s\n%+v", n, got.Total, want, told(c), got.Intervals)
				}
				if code == "UA" && c.Method == interest.Statutory {
					if want := s.inflation(); *got.Inflation != want {
						t.Fatalf("case %d: inflation %d, by months %d: %s", n, *got.Inflation, want, told(c))
					}
				}
				if got.Total > 0 {
					nonzero++
				}
			}
			if nonzero < cases/3 {
				t.Errorf("only %d of %d cases came to anything", nonzero, cases)
			}
		})
	}
}

func told(c *interest.Case) string { return fmt.Sprintf("%+v", *c) }
