package interest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Rule is what every rule of a law has: the days on which it holds, the debts
// it holds for, how it is cited, and where it was read.
type Rule struct {
	From        cal.Date `yaml:"from"`         // first day; none: long ago
	Until       cal.Date `yaml:"until"`        // last day; none: still
	ArisenFrom  cal.Date `yaml:"arisen_from"`  // for debts that arose on this day or later
	ArisenUntil cal.Date `yaml:"arisen_until"` // for debts that arose on this day or earlier
	Cite        string   `yaml:"cite"`         // in English
	Own         string   `yaml:"own"`          // in the language of its country; empty: as in English
	Source      string   `yaml:"source"`
	Verified    bool     `yaml:"verified"` // somebody read it in its source; otherwise it is [K]
}

// Said is how the rule is cited: in English, or as its own country does.
func (r *Rule) Said(lang string) string {
	if lang == "en" {
		return r.Cite
	}
	return cmp.Or(r.Own, r.Cite)
}

// on tells whether the rule holds on a day.
func (r *Rule) on(day cal.Date) bool {
	return r.From <= day && (r.Until == 0 || day <= r.Until)
}

// of tells whether it holds for a debt that arose on a day.
func (r *Rule) of(arisen cal.Date) bool {
	return r.ArisenFrom <= arisen && (r.ArisenUntil == 0 || arisen <= r.ArisenUntil)
}

// RateOf says of which day the rate is that counts.
type RateOf string

// The days a rate can be of (LAW.md 2.1).
const (
	PerPeriod   RateOf = "per_period"   // each day its own: the default
	PaymentDay  RateOf = "payment_day"  // of the day a part was paid, for all its days
	JudgmentDay RateOf = "judgment_day" // of the day of judgment, for all days
)

// Yearly is statutory interest, or interest for the use of money: a fixed rate,
// or a series with something on top.
type Yearly struct {
	Rule         `yaml:",inline"`
	Rate         Percent `yaml:"rate"` // a year, or a day if Per says so
	Per          string  `yaml:"per"`  // "day"; else a year
	Series       string  `yaml:"series"`
	Add          Percent `yaml:"add"`           // percentage points on top of the series
	AddConsumer  Percent `yaml:"add_consumer"`  // the same where a consumer owes
	BusinessOnly bool    `yaml:"business_only"` // a consumer owes none by this law
	Conformal    bool    `yaml:"conformal"`     // compound within a year: (1+rate)^(days/365) − 1
	RateOf       RateOf  `yaml:"rate_of"`
	Unknown      string  `yaml:"unknown"` // the law has a rate here that debitor does not know: what it is
}

// Penalty says whether a contractual penalty may be counted, and up to which
// yearly rate.
type Penalty struct {
	Rule        `yaml:",inline"`
	Allowed     bool   `yaml:"allowed"`
	LimitSeries string `yaml:"limit_series"` // not more a year than a multiple of this series
	LimitTimes  int    `yaml:"limit_times"`
}

// Counting is how days are counted.
type Counting struct {
	Rule       `yaml:",inline"`
	Basis      Basis `yaml:"basis"`
	PaymentDay bool  `yaml:"payment_day"` // the day of payment counts
}

// Suspension is days on which nothing accrues.
type Suspension struct {
	Rule   `yaml:",inline"`
	Name   string `yaml:"name"`
	Listed bool   `yaml:"listed"` // only for listed debtors: it counts when a case names it
}

// Flat is a lump sum for each late debt of a business.
type Flat struct {
	Rule   `yaml:",inline"`
	Amount string `yaml:"amount"` // in the law's currency
	minor  money.Minor
}

// Inflation is compensation by an index of consumer prices.
type Inflation struct {
	Rule      `yaml:",inline"`
	Series    string `yaml:"series"`
	HalfMonth int    `yaml:"half_month"` // up to this day of a month its index counts for what arises, and no more for what is paid
}

// Stop ends an agreed penalty after so many months (Ukraine, until 2025-08-27).
type Stop struct {
	Rule   `yaml:",inline"`
	Months int `yaml:"months"`
}

// Order is the queues in which a payment is spread; within a queue it is shared
// in proportion.
type Order struct {
	Rule        `yaml:",inline"`
	Queues      [][]Kind `yaml:"queues"`
	PenaltyLast bool     `yaml:"penalty_last"` // no contract may put penalty or late interest before principal
}

// Among is how a payment is spread over several debts when the debtor does not
// say which he pays: what is asked first comes first.
type Among struct {
	Rule  `yaml:",inline"`
	First []Precedence `yaml:"first"`
}

// Benchmark is what a court measures a penalty by.
type Benchmark struct {
	Rule   `yaml:",inline"`
	Series string `yaml:"series"`
	Times  int    `yaml:"times"`
}

// Series is dated rates.
type Series struct {
	Name     string   `yaml:"name"`
	Title    string   `yaml:"title"`
	Source   string   `yaml:"source"`
	Of       string   `yaml:"of"`        // its rates are those of another series on 1 January and 1 July
	HalfYear bool     `yaml:"half_year"` // a row holds for a half-year
	Monthly  bool     `yaml:"monthly"`   // a row is the index of a month
	KnownTo  cal.Date `yaml:"known_to"`  // the last day on which the last row was seen in force
	rows     []Row
	of       *Series
}

// Law is everything that one law says about lateness.
type Law struct {
	Code        string            `yaml:"law"` // RU, BY, UA, BA-FBIH, BA-RS, DE, EU
	Name        map[string]string `yaml:"name"`
	Currency    money.Currency    `yaml:"currency"`
	Series      []*Series         `yaml:"series"`
	Statutory   []*Yearly         `yaml:"statutory"`
	Use         []*Yearly         `yaml:"use"`
	Penalty     []*Penalty        `yaml:"penalty"`
	Counting    []*Counting       `yaml:"counting"`
	Bars        []*Rule           `yaml:"bars"` // no statutory interest beside an agreed penalty
	Limit       []*Rule           `yaml:"limit"`
	Suspensions []*Suspension     `yaml:"suspensions"`
	Flat        []*Flat           `yaml:"flat"`
	Inflation   []*Inflation      `yaml:"inflation"`
	Stops       []*Stop           `yaml:"stops"`
	Order       []*Order          `yaml:"order"`
	Among       []*Among          `yaml:"among"`
	Benchmark   []*Benchmark      `yaml:"benchmark"`
	file        string
	arisen      []cal.Date // days at which some rule about debts begins to differ, sorted
}

// ruled gives the rule inside any of a law's.
type ruled interface{ rule() *Rule }

func (r *Rule) rule() *Rule { return r }

// find is the rule that holds on a day for a debt that arose on another.
func find[R ruled](rules []R, day, arisen cal.Date) (found R, ok bool) {
	for _, r := range rules {
		if r.rule().on(day) && r.rule().of(arisen) {
			return r, true
		}
	}
	return found, false
}

// all gives every rule of the law to fn.
func (l *Law) all(fn func(*Rule)) {
	each(l.Statutory, fn)
	each(l.Use, fn)
	each(l.Penalty, fn)
	each(l.Counting, fn)
	each(l.Bars, fn)
	each(l.Limit, fn)
	each(l.Suspensions, fn)
	each(l.Flat, fn)
	each(l.Inflation, fn)
	each(l.Stops, fn)
	each(l.Order, fn)
	each(l.Among, fn)
	each(l.Benchmark, fn)
}

func each[R ruled](rules []R, fn func(*Rule)) {
	for _, r := range rules {
		fn(r.rule())
	}
}

// class tells debts apart that some rule treats differently by the day they
// arose on.
func (l *Law) class(arisen cal.Date) int {
	n, _ := slices.BinarySearch(l.arisen, arisen+1)
	return n
}

// File is the name of the law's file in package law.
func (l *Law) File() string { return l.file }

// Counted is how many rules the law has, and how many nobody verified.
func (l *Law) Counted() (rules, doubtful int) {
	l.all(func(r *Rule) {
		rules++
		if !r.Verified {
			doubtful++
		}
	})
	return rules, doubtful
}
