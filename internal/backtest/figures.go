package backtest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Figures are what one policy would have done.
type Figures struct {
	Counts
	Steps []StepFigures   // in the policy's order
	Work  map[Duty]Counts // by who answers for it and when; holds are nobody's work
	// HoldLengths are the stretches of days without shipments, in days. One that
	// was in force before the first day, or still is on the last, is cut there.
	HoldLengths Spread
	// First is how many calendar days after the due date the first action came,
	// of the instalments that fell due in the span and were not paid that day.
	First     Spread
	Untouched int // of those, the ones about which nothing was done by the last day
	Forgotten int // and of these, the ones that were still open then
}

// Counts are actions by kind, days on hold, and what it cost.
type Counts struct {
	Letters     int // however they go
	Emails      int
	Prints      int
	Calls       int
	Visits      int
	Meetings    int
	Tasks       int
	Memos       int
	Packages    int
	Charges     int
	Proposals   int
	Escalations int
	Hands       int // actions that take a person: all but letters that only go by e-mail
	HoldDays    int // calendar days on which shipments were stopped, summed over customers
	Holds       int
	Cost        money.Minor // in hundredths of the company's currency
}

// Others are the actions that are neither letters nor calls.
func (c *Counts) Others() int {
	return c.Visits + c.Meetings + c.Tasks + c.Memos + c.Packages + c.Charges + c.Proposals + c.Escalations
}

// CostIn is the cost in the company's currency.
func (c *Counts) CostIn(currency money.Currency) money.Minor {
	minor := c.Cost
	for range currency.Decimals() - 2 {
		minor *= 10
	}
	for range 2 - currency.Decimals() {
		minor = (minor + 9) / 10
	}
	return minor
}

// StepFigures are one step's actions and the instalments they were about.
type StepFigures struct {
	Step    string
	Actions int
	Items   int
}

// Duty is a role in a week.
type Duty struct {
	Role   string
	Monday cal.Date
}

// Week is the ISO 8601 week, "2026-W06".
func (d Duty) Week() string {
	thursday := d.Monday + 3
	year := thursday.Year()
	return fmt.Sprintf("%04d-W%02d", year, 1+int(thursday-cal.On(year, 1, 1))/7)
}

func monday(d cal.Date) cal.Date { return d - cal.Date((int(d.Weekday())+6)%7) }

// Spread is how many days something took: number, sum, longest, and how many
// took up to each bound; the last bucket is beyond the last bound.
type Spread struct {
	N, Days, Longest int
	Least            int // what the first bucket begins with
	Bounds           []int
	Buckets          []int
}

// The bounds of the buckets, in days.
var (
	HoldBounds  = []int{7, 14, 30, 90}
	FirstBounds = []int{0, 3, 7, 14, 30}
)

func newSpread(least int, bounds []int) Spread {
	return Spread{Least: least, Bounds: bounds, Buckets: make([]int, len(bounds)+1)}
}

func (s *Spread) note(days int) {
	s.N++
	s.Days += days
	s.Longest = max(s.Longest, days)
	at := 0
	for at < len(s.Bounds) && days > s.Bounds[at] {
		at++
	}
	s.Buckets[at]++
}

func (s *Spread) add(o *Spread) {
	s.N += o.N
	s.Days += o.Days
	s.Longest = max(s.Longest, o.Longest)
	for i := range o.Buckets {
		s.Buckets[i] += o.Buckets[i]
	}
}

// Tenths is the average in tenths of a day, rounded half up; 0 of nothing.
func (s *Spread) Tenths() int {
	if s.N == 0 {
		return 0
	}
	return (20*s.Days + s.N) / (2 * s.N)
}

// Bucket names a bucket by its days: "0", "1-7", "91+".
func (s *Spread) Bucket(i int) string {
	from := s.Least
	if i > 0 {
		from = s.Bounds[i-1] + 1
	}
	switch {
	case i == len(s.Bounds):
		return strconv.Itoa(from) + "+"
	case from == s.Bounds[i]:
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "-" + strconv.Itoa(s.Bounds[i])
}

func newFigures(p *policy.Policy) Figures {
	f := Figures{Steps: make([]StepFigures, len(p.Steps)), Work: map[Duty]Counts{}, HoldLengths: newSpread(1, HoldBounds), First: newSpread(0, FirstBounds)}
	for i := range p.Steps {
		f.Steps[i].Step = p.Steps[i].ID
	}
	return f
}

// Duties are the keys of Work, by role and then week.
func (f *Figures) Duties() []Duty {
	list := make([]Duty, 0, len(f.Work))
	for d := range f.Work {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b Duty) int { return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Monday, b.Monday)) })
	return list
}

// Add adds the figures of another batch under the same policy.
func (f *Figures) Add(o *Figures) {
	f.add(&o.Counts)
	for i := range o.Steps {
		f.Steps[i].Actions += o.Steps[i].Actions
		f.Steps[i].Items += o.Steps[i].Items
	}
	for duty, counts := range o.Work {
		sum := f.Work[duty]
		sum.add(&counts)
		f.Work[duty] = sum
	}
	f.HoldLengths.add(&o.HoldLengths)
	f.First.add(&o.First)
	f.Untouched += o.Untouched
	f.Forgotten += o.Forgotten
}

func (c *Counts) add(o *Counts) {
	c.Letters += o.Letters
	c.Emails += o.Emails
	c.Prints += o.Prints
	c.Calls += o.Calls
	c.Visits += o.Visits
	c.Meetings += o.Meetings
	c.Tasks += o.Tasks
	c.Memos += o.Memos
	c.Packages += o.Packages
	c.Charges += o.Charges
	c.Proposals += o.Proposals
	c.Escalations += o.Escalations
	c.Hands += o.Hands
	c.HoldDays += o.HoldDays
	c.Holds += o.Holds
	c.Cost += o.Cost
}

// of is what one action counts as, at the policy's prices.
func of(act *policy.Action, costs policy.Costs) Counts {
	c := Counts{Hands: 1}
	if n := c.kind(act.Kind); n != nil {
		*n = 1
	}
	if act.Kind != policy.Letter {
		c.Cost = costs[string(act.Kind)]
		return c
	}
	for _, channel := range act.Channels {
		c.Cost += costs[string(channel)]
		switch channel {
		case policy.Post:
			c.Prints++
		case policy.Email:
			c.Emails++
		}
	}
	if c.Prints == 0 {
		c.Hands = 0
	}
	return c
}

// kind is the count of a kind of action.
func (c *Counts) kind(k policy.Kind) *int {
	switch k {
	case policy.Letter:
		return &c.Letters
	case policy.Call:
		return &c.Calls
	case policy.Visit:
		return &c.Visits
	case policy.Meeting:
		return &c.Meetings
	case policy.Task:
		return &c.Tasks
	case policy.Memo:
		return &c.Memos
	case policy.Package:
		return &c.Packages
	case policy.Charge:
		return &c.Charges
	case policy.Propose:
		return &c.Proposals
	case policy.Escalate:
		return &c.Escalations
	}
	return nil
}

// MarshalText writes a duty as a key of JSON: "sales-manager 2026-02-02".
func (d Duty) MarshalText() ([]byte, error) { return []byte(d.Role + " " + d.Monday.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Duty) UnmarshalText(text []byte) (err error) {
	role, day, _ := strings.Cut(string(text), " ")
	d.Role = role
	d.Monday, err = cal.Parse(day)
	return err
}

// Load is a role's work: in all, and in its busiest week.
type Load struct {
	Role, Week string
	All, Most  int
}

// Loads are the work of every role that had any. What only goes by e-mail is
// nobody's work.
func (f *Figures) Loads() []Load {
	var list []Load
	for _, d := range f.Duties() {
		hands := f.Work[d].Hands
		if hands == 0 {
			continue
		}
		if len(list) == 0 || list[len(list)-1].Role != d.Role { // duties come by role
			list = append(list, Load{Role: d.Role})
		}
		l := &list[len(list)-1]
		l.All += hands
		if hands > l.Most {
			l.Most, l.Week = hands, d.Week()
		}
	}
	return list
}
