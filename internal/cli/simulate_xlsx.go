package cli

import (
	"errors"
	"slices"

	"debitor/internal/backtest"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// bookDifferences is how many differences a workbook holds: nobody reads more
// on a screen, and programs read the JSON.
const bookDifferences = 100_000

// simulateBook writes a back-test into a workbook. Customers and differences
// go out as they come, the other sheets at the end.
type simulateBook struct {
	*sheet.Book
	path        string
	lang        string
	currency    money.Currency
	names       [2]string // of the policies
	figures     *sheet.Table
	steps       *sheet.Table
	weeks       *sheet.Table
	customers   *sheet.Table
	differences *sheet.Table
	written     int // differences
}

func newSimulateBook(a *app, s *desk.Session, c *simulateCommand) (*simulateBook, error) {
	book, err := sheet.NewBook()
	if err != nil {
		return nil, err
	}
	b := &simulateBook{Book: book, path: c.Out, lang: a.lang(s), currency: s.Company().Currency}
	err = b.name(a, s, c.Policy)
	if err == nil {
		err = b.begin(len(c.Policy) == 2)
	}
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return b, nil
}

// name finds what the policies are called, for the headings come first.
func (b *simulateBook) name(a *app, s *desk.Session, policies []string) error {
	for i, name := range policies[:min(len(policies), len(b.names))] {
		p, err := s.PolicyNamed(a.ctx, name)
		if err != nil {
			return err
		}
		b.names[i] = label(&desk.Simulated{Rules: p.Rules})
	}
	if b.names[0] == b.names[1] {
		b.names = [2]string{"A " + b.names[0], "B " + b.names[1]}
	}
	return nil
}

// begin makes the sheets in the order in which they stand.
func (b *simulateBook) begin(two bool) error {
	policies := []sheet.Column{{Head: b.names[0], Width: 16}}
	if two {
		policies = append(policies, sheet.Column{Head: b.names[1], Width: 16})
	}
	var errs [5]error
	b.figures, errs[0] = b.Table(word(b.lang, "Summary"), append([]sheet.Column{b.column("what", 44)}, policies...)...)
	b.steps, errs[1] = b.Table(word(b.lang, "By step"), b.columns("policy", 20, "step", 20, "action", 14, "in all", 10, "documents", 12)...)
	b.weeks, errs[2] = b.Table(word(b.lang, "By role and week"), b.columns("policy", 20, "role", 22, "week", 12, "week begins", 12, "for people to do", 14,
		"letters on paper", 14, "letters by e-mail", 14, "calls", 10, "visits", 10, "meetings", 10, "other", 10, "cost", 12)...)
	b.customers, errs[3] = b.Table(word(b.lang, "Customers"), b.columns("customer", 16, "name", 36, "manager", 20, "policy", 20, "letters", 10, "letters by e-mail", 10,
		"letters on paper", 10, "calls", 10, "other", 10, "shipments stopped, times", 12, "days on hold", 12, "cost", 12)...)
	if two {
		b.differences, errs[4] = b.Table(word(b.lang, "Differences"), slices.Concat(b.columns("date", 12, "customer", 16, "invoice", 18, "part", 8),
			[]sheet.Column{{Head: b.names[0], Width: 28}, {Head: b.names[1], Width: 28}}, []sheet.Column{{Head: word(b.lang, "why") + ": " + b.names[0], Width: 60}, {Head: word(b.lang, "why") + ": " + b.names[1], Width: 60}})...)
	}
	return errors.Join(errs[:]...)
}

func (b *simulateBook) column(head string, width int) sheet.Column {
	return sheet.Column{Head: word(b.lang, head), Width: width}
}

// columns are headings and widths in turn.
func (b *simulateBook) columns(list ...any) []sheet.Column {
	out := make([]sheet.Column, 0, len(list)/2)
	for pair := range slices.Chunk(list, 2) {
		head, _ := pair[0].(string)
		width, _ := pair[1].(int)
		out = append(out, b.column(head, width))
	}
	return out
}

func (b *simulateBook) cost(c *backtest.Counts) sheet.Decimal {
	return sheet.Decimal(c.CostIn(b.currency).Decimal(b.currency))
}

func (b *simulateBook) part(p desk.SimulatedPart) error {
	for i := range p.Customers {
		c := &p.Customers[i]
		for j := range c.Counts {
			n := &c.Counts[j]
			err := b.customers.Row(string(c.ID), c.Name, c.Manager, b.names[j], n.Letters, n.Emails, n.Prints, n.Calls, n.Others(), n.Holds, n.HoldDays, b.cost(n))
			if err != nil {
				return err
			}
		}
	}
	for i := range p.Differences {
		if b.written++; b.written > bookDifferences {
			return nil
		}
		d := &p.Differences[i]
		err := b.differences.Row(d.Date, string(d.Customer), string(d.Invoice), d.Part, did(d, &d.A), did(d, &d.B), because(nil, d.WhyA, b.lang), because(nil, d.WhyB, b.lang))
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *simulateBook) end(sim desk.Simulation) error {
	err := errors.Join(b.summary(sim), b.stepRows(sim), b.weekRows(sim))
	if err != nil {
		return err
	}
	return b.Save(b.path)
}

func (b *simulateBook) summary(sim desk.Simulation) error {
	for _, f := range figuresOf(func(c *backtest.Counts) string { return string(b.cost(c)) }) {
		if err := b.figureRow(sim, word(b.lang, f.name), func(f2 *backtest.Figures) string { return f.of(f2) }); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		name string
		of   func(*backtest.Figures) *backtest.Spread
	}{
		{"shipments stopped, by days", func(f *backtest.Figures) *backtest.Spread { return &f.HoldLengths }},
		{"first action, by days after the due date", func(f *backtest.Figures) *backtest.Spread { return &f.First }},
	} {
		first := s.of(&sim.Policies[0].Figures)
		for i := range first.Buckets {
			err := b.figureRow(sim, word(b.lang, s.name)+": "+first.Bucket(i), func(f *backtest.Figures) string { return count(s.of(f).Buckets[i]) })
			if err != nil {
				return err
			}
		}
	}
	return errors.Join(
		b.figures.Row(word(b.lang, "first day"), sim.From), b.figures.Row(word(b.lang, "last day"), sim.To),
		b.figures.Row(word(b.lang, "customers"), sim.Customers), b.figures.Row(word(b.lang, "differences"), sim.Differences),
		b.figures.Row(word(b.lang, "currency"), string(b.currency)),
	)
}

func (b *simulateBook) figureRow(sim desk.Simulation, name string, of func(*backtest.Figures) string) error {
	cells := []any{name}
	for i := range sim.Policies {
		cells = append(cells, sheet.Decimal(of(&sim.Policies[i].Figures)))
	}
	return b.figures.Row(cells...)
}

func (b *simulateBook) stepRows(sim desk.Simulation) error {
	for i := range sim.Policies {
		p := &sim.Policies[i]
		for _, s := range p.Figures.Steps {
			if err := b.steps.Row(b.names[i], s.Step, word(b.lang, string(p.Step(s.Step).Kind)), s.Actions, s.Items); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *simulateBook) weekRows(sim desk.Simulation) error {
	for i := range sim.Policies {
		f := &sim.Policies[i].Figures
		for _, d := range f.Duties() {
			n := f.Work[d]
			other := n.Others() - n.Visits - n.Meetings
			if err := b.weeks.Row(b.names[i], d.Role, d.Week(), d.Monday, n.Hands, n.Prints, n.Emails, n.Calls, n.Visits, n.Meetings, other, b.cost(&n)); err != nil {
				return err
			}
		}
	}
	return nil
}
