package interest

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/law"
)

// Book is every law with its series of rates. It never changes once read.
type Book struct {
	laws     map[string]*Law
	series   map[string]*Series
	compound map[Percent]*factors // of the rates that are compound within a year
}

// Files is the text of the laws and of the series, by their names.
type Files struct {
	Laws, Rates map[string][]byte
}

// Shipped is the book inside the binary.
var Shipped = sync.OnceValues(func() (*Book, error) { return Read(shippedFiles()) })

func shippedFiles() Files {
	f := Files{map[string][]byte{}, map[string][]byte{}}
	for _, name := range law.Names() {
		f.Laws[name], _ = law.Source(name)
	}
	for _, name := range law.Series() {
		f.Rates[name], _ = law.Rates(name)
	}
	return f
}

// Read makes a book of files. What is wrong in them is a fault of kind Internal
// with the code interest.book: they come with the program.
func Read(f Files) (*Book, error) {
	b := &Book{map[string]*Law{}, map[string]*Series{}, map[Percent]*factors{}}
	for _, name := range slices.Sorted(maps.Keys(f.Laws)) {
		l := &Law{file: name}
		if err := yaml.UnmarshalWithOptions(f.Laws[name], l, yaml.Strict()); err != nil {
			return nil, broken(name, "%s", yaml.FormatError(err, false, true))
		}
		if err := b.addSeries(l, f); err != nil {
			return nil, err
		}
		if err := b.check(l); err != nil {
			return nil, err
		}
		b.laws[l.Code] = l
	}
	return b, nil
}

func broken(file, text string, args ...any) error {
	return fault.New(fault.Internal, "interest.book", "law/"+file+": "+text, args...)
}

func (b *Book) addSeries(l *Law, f Files) error {
	for _, s := range l.Series {
		if b.series[s.Name] != nil {
			return broken(l.Code, "the series %s is there twice", s.Name)
		}
		b.series[s.Name] = s
		if s.Of != "" {
			if s.of = b.series[s.Of]; s.of == nil {
				return broken(l.Code, "%s is of %q, which does not stand before it", s.Name, s.Of)
			}
			continue
		}
		var err error
		if s.rows, err = readRows(f.Rates[s.Name]); err != nil {
			return broken("rates/"+s.Name+".csv", "%s", err)
		}
	}
	return nil
}

// readRows reads a series as it is shipped: from,rate,verified,source.
func readRows(src []byte) ([]Row, error) {
	records, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "interest.book", "%s", err)
	}
	var rows []Row
	for i, r := range records {
		if i == 0 {
			if strings.Join(r, ",") != "from,rate,verified,source" {
				return nil, fault.New(fault.Internal, "interest.book", "the columns are from, rate, verified, source")
			}
			continue
		}
		row := Row{Source: r[3], Verified: r[2] == "yes"}
		if row.From, err = cal.Parse(r[0]); err != nil {
			return nil, err
		}
		if row.Rate, err = ParsePercent(r[1]); err != nil {
			return nil, err
		}
		if len(rows) > 0 && row.From <= rows[len(rows)-1].From || row.Source == "" {
			return nil, fault.New(fault.Internal, "interest.book", "the row of %s is out of order or has no source", r[0])
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Internal, "interest.book", "it has no rows")
	}
	return rows, nil
}

// check looks for what Accrue relies on.
func (b *Book) check(l *Law) error {
	if _, err := money.ParseCurrency(string(l.Currency)); err != nil || l.Code == "" || l.Name["en"] == "" {
		return broken(l.Code, "a law has a code, a name and a currency")
	}
	var err error
	fail := func(text string, args ...any) {
		if err == nil {
			err = broken(l.Code, text, args...)
		}
	}
	l.all(func(r *Rule) {
		if r.Cite == "" || r.Source == "" {
			fail("each rule says how it is cited and what its source is: %+v", *r)
		}
		if r.ArisenFrom != 0 {
			l.arisen = append(l.arisen, r.ArisenFrom)
		}
		if r.ArisenUntil != 0 {
			l.arisen = append(l.arisen, r.ArisenUntil+1)
		}
	})
	slices.Sort(l.arisen)
	l.arisen = slices.Compact(l.arisen)
	for _, y := range slices.Concat(l.Statutory, l.Use) {
		b.checkYearly(y, fail)
		if y.Conformal && b.compound[y.Rate] == nil && err == nil {
			b.compound[y.Rate] = compound(y.Rate)
		}
	}
	for _, p := range l.Penalty {
		if p.LimitSeries != "" && (b.series[p.LimitSeries] == nil || p.LimitTimes < 1) {
			fail("penalty is limited by %q, which is no series, or by no multiple", p.LimitSeries)
		}
	}
	for _, i := range l.Inflation {
		if s := b.series[i.Series]; s == nil || !s.Monthly || i.HalfMonth < 1 {
			fail("inflation is by %q, which is no series of months", i.Series)
		}
	}
	for _, m := range l.Benchmark {
		if b.series[m.Series] == nil || m.Times < 1 {
			fail("the benchmark is %q, which is no series", m.Series)
		}
	}
	for _, x := range l.Flat {
		a, e := money.Parse(x.Amount, l.Currency)
		if x.minor = a.Minor; e != nil {
			fail("%v", e)
		}
	}
	for _, o := range l.Order {
		checkOrder(o, fail)
	}
	for _, a := range l.Among {
		for _, p := range a.First {
			if !slices.Contains(precedences, p) {
				fail("%q is no way to choose among debts", p)
			}
		}
	}
	if len(l.Counting) == 0 || len(l.Order) == 0 || len(l.Among) == 0 || len(l.Penalty) == 0 || len(l.Statutory) == 0 {
		fail("statutory, penalty, counting, order or among is missing")
	}
	return err
}

func (b *Book) checkYearly(y *Yearly, fail func(string, ...any)) {
	ways := 0
	for _, set := range []bool{y.Rate != 0, y.Series != "", y.Unknown != ""} {
		if set {
			ways++
		}
	}
	switch {
	case ways != 1:
		fail("interest has a rate, a series, or is unknown: %s", y.Cite)
	case y.Series != "" && b.series[y.Series] == nil:
		fail("there is no series %q", y.Series)
	case y.Rate < 0 || y.Per != "" && y.Per != "day" || y.Conformal && (y.Per != "" || y.Series != ""):
		fail("interest is a year or a day, conformal only at a fixed rate a year: %s", y.Cite)
	case !slices.Contains([]RateOf{"", PerPeriod, PaymentDay, JudgmentDay}, y.RateOf):
		fail("%q is no day to take a rate of", y.RateOf)
	}
}

func checkOrder(o *Order, fail func(string, ...any)) {
	var seen []Kind
	for _, q := range o.Queues {
		for _, k := range q {
			if slices.Contains(seen, k) || !slices.Contains(Kinds, k) {
				fail("%q stands twice in an order, or is nothing that is owed", k)
			}
			seen = append(seen, k)
		}
	}
	if len(seen) != len(Kinds) {
		fail("an order has all of %v", Kinds)
	}
}

// Law is a law by its code in any case. Code: interest.law.
func (b *Book) Law(code string) (*Law, error) {
	if l := b.laws[strings.ToUpper(code)]; l != nil {
		return l, nil
	}
	return nil, fault.New(fault.NotFound, "interest.law", "debitor knows no law %q; there are %s", code, strings.Join(b.Codes(), ", "))
}

// Codes lists the laws, sorted.
func (b *Book) Codes() []string { return slices.Sorted(maps.Keys(b.laws)) }

// SeriesNames lists the series, sorted.
func (b *Book) SeriesNames() []string { return slices.Sorted(maps.Keys(b.series)) }

// Series is a series by its name. Code: interest.series.
func (b *Book) Series(name string) (*Series, error) {
	if s := b.series[name]; s != nil {
		return s, nil
	}
	return nil, fault.New(fault.NotFound, "interest.series", "there is no series %q; there are %s", name, strings.Join(b.SeriesNames(), ", "))
}

// With is the book with more rows in a series, known up to a day at least: the
// book itself stays as it is. Code: interest.series.
func (b *Book) With(name string, rows []Row, knownTo cal.Date) (*Book, error) {
	s, err := b.Series(name)
	if err != nil {
		return nil, err
	}
	c := &Book{b.laws, maps.Clone(b.series), b.compound}
	c.series[name] = s.with(rows, knownTo)
	for _, s := range c.series {
		if s.Of == name {
			derived := *s
			derived.of = c.series[name]
			c.series[s.Name] = &derived
		}
	}
	return c, nil
}
