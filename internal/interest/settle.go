package interest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Applied is a payment of a case as it was spread.
type Applied struct {
	Day    cal.Date
	Amount money.Minor
	Shares []Share
	Left   money.Minor
}

// Account is a case whose payments were spread by an order: what was accrued,
// what was paid of it, and what is owed now.
type Account struct {
	Sheet   *Sheet // of all debts: the intervals of one after those of the other
	Applied []Applied
	Owed    map[Kind]money.Minor
}

// Settle counts a case whose payments go, each on its day, first to what the
// order puts first: only what comes to the principal lowers the balance. costs
// are owed from the beginning, for the earliest due debt. Every debt is counted
// by itself. Codes are those of Accrue and Spread.
func (b *Book) Settle(c *Case, costs money.Minor, queues [][]Kind) (*Account, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := costs.Check(); err != nil {
		return nil, err
	}
	w := &settling{book: b, c: c, account: &Account{Owed: map[Kind]money.Minor{}}}
	for i, d := range inOrder(c.Debts) {
		d.Key = cmp.Or(d.Key, strconv.Itoa(i+1))
		w.debts = append(w.debts, settled{debt: d, paid: map[Kind]money.Minor{}})
	}
	w.debts[0].costs = costs
	facts := slices.SortedFunc(slices.Values(c.Facts), func(x, y Fact) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(y.Debt, x.Debt), cmp.Compare(x.Amount, y.Amount))
	})
	w.credits(facts)
	for _, f := range facts {
		if f.Credit || f.Day > c.To {
			continue
		}
		if err := w.pay(&f, queues); err != nil {
			return nil, err
		}
	}
	return w.account, w.close()
}

type settling struct {
	book    *Book
	c       *Case
	debts   []settled
	account *Account
}

// settled is a debt, what came off its principal, and what was paid for it.
type settled struct {
	debt  Debt
	costs money.Minor
	facts []Fact
	paid  map[Kind]money.Minor
}

// credits takes credit notes off the principal of the debts they name, or of the
// earliest due: they are no payments.
func (w *settling) credits(facts []Fact) {
	for _, f := range facts {
		if !f.Credit || f.Day > w.c.To {
			continue
		}
		amount := f.Amount
		for _, named := range []bool{true, false} {
			for i := range w.debts {
				d := &w.debts[i]
				part := min(amount, d.left())
				if part == 0 || named && d.debt.Key != f.Debt {
					continue
				}
				d.facts = append(d.facts, Fact{Day: f.Day, Amount: part, Credit: true})
				amount -= part
			}
		}
	}
}

func (d *settled) left() money.Minor {
	left := d.debt.Principal
	for _, f := range d.facts {
		left -= f.Amount
	}
	return left
}

// alone is the case of one debt up to a day.
func (w *settling) alone(d *settled, to cal.Date) *Case {
	k := *w.c
	k.Debts, k.Facts, k.To = []Debt{d.debt}, d.facts, to
	return &k
}

// kind is what the method's interest is when it is owed.
func (m Method) kind() Kind {
	switch m {
	case ByContract:
		return PenaltyOf
	case ForUse:
		return UseKind
	case Statutory:
	}
	return Late
}

// owed is what is owed for a debt on a day, that day's accrual included if the
// day of payment counts.
func (w *settling) owed(d *settled, day cal.Date) (map[Kind]money.Minor, error) {
	k := w.alone(d, day)
	k.Paid, k.PaymentDay = true, cmp.Or(w.c.PaymentDay, DayCounted)
	s, err := w.book.Accrue(k)
	if err != nil {
		return nil, err
	}
	return w.rest(d, s, d.left()), nil
}

// rest is what of costs, principal and accrual is not paid.
func (w *settling) rest(d *settled, s *Sheet, principal money.Minor) map[Kind]money.Minor {
	kind := w.c.Method.kind()
	return map[Kind]money.Minor{Costs: d.costs - d.paid[Costs], Principal: principal, kind: max(0, s.All()-d.paid[kind])}
}

// pay spreads one payment over what is owed on its day.
func (w *settling) pay(f *Fact, queues [][]Kind) error {
	r := &Receipt{Day: f.Day, Amount: f.Amount, Queues: queues}
	if f.Debt != "" {
		r.For = []string{f.Debt}
	}
	claims := make([]Claim, len(w.debts))
	for i := range w.debts {
		d := &w.debts[i]
		owed, err := w.owed(d, f.Day)
		if err != nil {
			return err
		}
		claims[i] = Claim{Key: d.debt.Key, Due: d.debt.Due, Arisen: d.debt.Arisen, Owed: owed}
	}
	s, err := w.book.Spread(w.c.Law, claims, r)
	if err != nil {
		return err
	}
	for _, share := range s.Shares {
		i := slices.IndexFunc(w.debts, func(d settled) bool { return d.debt.Key == share.Claim })
		w.debts[i].paid[share.Kind] += share.Amount
		if share.Kind == Principal {
			w.debts[i].facts = append(w.debts[i].facts, Fact{Day: f.Day, Amount: share.Amount})
		}
	}
	w.account.Applied = append(w.account.Applied, Applied{f.Day, f.Amount, s.Shares, s.Left})
	w.note(s)
	return nil
}

// note keeps the rules and warnings of a spreading, each once.
func (w *settling) note(s *Spreading) {
	if w.account.Sheet == nil {
		w.account.Sheet = &Sheet{}
	}
	w.account.Sheet.join(s.Rules, s.Warnings)
}

func (s *Sheet) join(rules []*Rule, warnings []Warning) {
	for _, r := range rules {
		if !slices.Contains(s.Rules, r) {
			s.Rules = append(s.Rules, r)
			if !r.Verified {
				warnings = append(warnings, Warning{Code: "interest.unverified", Args: []any{r, r.Source}})
			}
		}
	}
	for _, w := range warnings {
		same := func(o Warning) bool { return o.Code == w.Code && slices.Equal(o.Args, w.Args) }
		if !slices.ContainsFunc(s.Warnings, same) {
			s.Warnings = append(s.Warnings, w)
		}
	}
}

// close counts every debt to the end and adds up.
func (w *settling) close() error {
	sum := &Sheet{}
	if before := w.account.Sheet; before != nil {
		defer func() { sum.join(before.Rules, before.Warnings) }()
	}
	w.account.Sheet = sum
	basis := Actual
	for i := range w.debts {
		d := &w.debts[i]
		s, err := w.book.Accrue(w.alone(d, w.c.To))
		if err != nil {
			return err
		}
		sum.add(s)
		// An index that falls after he paid for its rise leaves him less to owe than he paid.
		sum.Overpaid += max(0, d.paid[w.c.Method.kind()]-s.All())
		for k, m := range w.rest(d, s, s.Remaining) {
			w.account.Owed[k] += m
		}
	}
	if l, err := w.book.Law(w.c.Law); err == nil {
		if counting, ok := find(l.Counting, w.c.To, w.debts[0].debt.arisen()); ok {
			basis = cmp.Or(w.c.Basis, counting.Basis)
		}
	}
	sum.countDays(basis)
	for _, p := range w.account.Applied {
		sum.Overpaid += p.Left
	}
	maps.DeleteFunc(w.account.Owed, func(_ Kind, m money.Minor) bool { return m == 0 })
	return nil
}

// add puts another debt's sheet behind this one.
func (s *Sheet) add(o *Sheet) {
	s.Law, s.Method, s.Currency, s.To = o.Law, o.Method, o.Currency, o.To
	s.Intervals = append(s.Intervals, o.Intervals...)
	s.Total += o.Total
	s.Flat += o.Flat
	s.PerDay += o.PerDay
	s.Remaining += o.Remaining
	if o.Inflation != nil {
		if s.Inflation == nil {
			s.Inflation = new(money.Minor)
		}
		*s.Inflation += *o.Inflation
	}
	s.join(o.Rules, o.Warnings)
}
