package claims

import (
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/law/court"
)

// Rule is what every rule of a law has: the days on which it holds, how it is
// cited, and where it was read.
type Rule struct {
	From     cal.Date `yaml:"from"`  // first day; none: long ago
	Until    cal.Date `yaml:"until"` // last day; none: still
	Cite     string   `yaml:"cite"`
	Source   string   `yaml:"source"`
	Verified bool     `yaml:"verified"` // somebody read it in its source; otherwise it is [K]
}

// on tells whether the rule holds on a day.
func (r *Rule) on(day cal.Date) bool { return r.From <= day && (r.Until == 0 || day <= r.Until) }

// Law is what one law says about time limits and courts.
type Law struct {
	Code       string         `yaml:"law"` // RU, BY, UA, BA, DE, EU
	Currency   money.Currency `yaml:"currency"`
	Limitation *Limitation    `yaml:"limitation"` // none: debitor does not know it
	Claim      *Claim         `yaml:"claim"`      // none: no claim is needed before a suit
	Routes     []*Route       `yaml:"routes"`     // the first that fits is proposed
	Units      []*Unit        `yaml:"units"`
	Fees       []*Fee         `yaml:"fees"`
}

// Claim is the letter that opens the way to court.
type Claim struct {
	Rule     `yaml:",inline"`
	Required bool     `yaml:"required"`
	Days     int      `yaml:"days"`    // after dispatch; on the next a court may be asked
	NotFor   []string `yaml:"not_for"` // routes that need none
}

// The ways to a court, from the quickest.
const (
	Order      = "order"      // an order without a hearing: судебный приказ, Mahnbescheid
	Small      = "small"      // small claims
	Simplified = "simplified" // simplified proceedings
	Suit       = "suit"       // ordinary proceedings
)

// RouteNames lists them.
var RouteNames = []string{Order, Small, Simplified, Suit}

// Route is a way to a court.
type Route struct {
	Rule  `yaml:",inline"`
	Route string `yaml:"route"`
	UpTo  string `yaml:"up_to"` // the largest claim; empty: any
	upTo  money.Minor
}

// Book is every law. It never changes once read.
type Book struct{ laws map[string]*Law }

// Shipped is the book inside the binary.
var Shipped = sync.OnceValues(func() (*Book, error) {
	files := map[string][]byte{}
	for _, name := range court.Names() {
		files[name], _ = court.Source(name)
	}
	return Read(files)
})

// Read makes a book of files by their names. What is wrong in them is a fault
// of kind Internal with the code claims.book: they come with the program.
func Read(files map[string][]byte) (*Book, error) {
	b := &Book{map[string]*Law{}}
	for name, text := range files {
		l := &Law{}
		if err := yaml.UnmarshalWithOptions(text, l, yaml.Strict()); err != nil {
			return nil, fault.New(fault.Internal, "claims.book", "law/court/%s.yaml: %s", name, yaml.FormatError(err, false, true))
		}
		if err := l.check(); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "claims.book", "law/court/%s.yaml: %s", name, err)
		}
		b.laws[l.Code] = l
	}
	return b, nil
}

// Law is a law by its code in any case; the part before a hyphen answers for
// the whole (BA for BA-FBIH). It is nil where debitor knows none.
func (b *Book) Law(code string) *Law {
	code = strings.ToUpper(strings.TrimSpace(code))
	if l := b.laws[code]; l != nil {
		return l
	}
	country, _, _ := strings.Cut(code, "-")
	return b.laws[country]
}

// ShortestYears is the shortest limitation of all laws, in years.
func (b *Book) ShortestYears() int {
	shortest := 0
	for _, l := range b.laws {
		if l.Limitation != nil && (shortest == 0 || l.Limitation.Term.Years < shortest) {
			shortest = l.Limitation.Term.Years
		}
	}
	return shortest
}

// check looks for what the functions rely on.
func (l *Law) check() error {
	var err error
	fail := func(text string, args ...any) {
		if err == nil {
			err = fault.New(fault.Internal, "claims.book", text, args...)
		}
	}
	if _, e := money.ParseCurrency(string(l.Currency)); e != nil || l.Code == "" {
		fail("a law has a code and a currency")
	}
	l.rules(func(r *Rule) {
		if r.Cite == "" || r.Source == "" {
			fail("each rule says how it is cited and what its source is: %+v", *r)
		}
	})
	if l.Limitation != nil {
		l.Limitation.check(fail)
	}
	for _, r := range l.Routes {
		if !slices.Contains(RouteNames, r.Route) {
			fail("%q is no route", r.Route)
		}
		r.upTo = l.amount(r.UpTo, fail)
	}
	for _, u := range l.Units {
		if u.minor = l.amount(u.Amount, fail); u.minor <= 0 {
			fail("the unit %s has no amount", u.Unit)
		}
	}
	for _, f := range l.Fees {
		l.checkFee(f, fail)
	}
	return err
}

// amount reads an amount of a file; an empty one is 0.
func (l *Law) amount(s string, fail func(string, ...any)) money.Minor {
	if s == "" {
		return 0
	}
	a, err := money.Parse(s, l.Currency)
	if err != nil {
		fail("%v", err)
	}
	return a.Minor
}

// rules gives every rule of the law to fn.
func (l *Law) rules(fn func(*Rule)) {
	if l.Limitation != nil {
		l.Limitation.rules(fn)
	}
	if l.Claim != nil {
		fn(&l.Claim.Rule)
	}
	for _, r := range l.Routes {
		fn(&r.Rule)
	}
	for _, u := range l.Units {
		fn(&u.Rule)
	}
	for _, f := range l.Fees {
		fn(&f.Rule)
	}
}

// RouteFor is the first way to a court that a claim of an amount has on a day;
// nil if none is known.
func (l *Law) RouteFor(claim money.Minor, day cal.Date) *Route {
	for _, r := range l.Routes {
		if r.on(day) && (r.UpTo == "" || claim <= r.upTo) {
			return r
		}
	}
	return nil
}

// CourtFrom is the first day on which a court may be asked by a route after a
// claim was sent on a day; zero if it must be sent first. Where the law wants
// no claim it is the day asked about.
func (l *Law) CourtFrom(route string, sent, day cal.Date) cal.Date {
	switch {
	case l.Claim == nil || !l.Claim.Required || slices.Contains(l.Claim.NotFor, route):
		return day
	case sent == 0:
		return 0
	}
	return sent + cal.Date(l.Claim.Days) + 1
}
