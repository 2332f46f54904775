package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/backtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/policy"
)

type simulateCommand struct {
	Policy  []string `required:"" sep:"none" placeholder:"NAME" help:"A policy: a shipped one, your own (NAME@2 is its second version) or a file. Given twice, the two are compared."`
	From    string   `required:"" placeholder:"D" help:"The first day, YYYY-MM-DD."`
	To      string   `required:"" placeholder:"D" help:"The last day, YYYY-MM-DD."`
	Manager string   `placeholder:"NAME" help:"Only this manager's customers."`
	By      string   `placeholder:"customer" help:"customer: also what each customer would have seen."`
	Out     string   `placeholder:"FILE.xlsx" help:"Write everything into a workbook, too."`
}

func (c *simulateCommand) Run(a *app) error {
	from, err := day("--from", c.From)
	if err != nil {
		return err
	}
	to, err := day("--to", c.To)
	if err != nil {
		return err
	}
	if c.By != "" && c.By != "customer" {
		return fault.New(fault.Usage, "simulate.by", "--by is customer, not %q", c.By)
	}
	if c.Out != "" && !strings.HasSuffix(c.Out, ".xlsx") {
		return fault.New(fault.Usage, "simulate.out", "--out writes a workbook: its name ends with .xlsx, unlike %q", c.Out)
	}
	return a.with(func(s *desk.Session) error {
		q := desk.SimulateQuery{Policies: c.Policy, From: from, To: to, Manager: c.Manager}
		forms, done, err := c.forms(a, s)
		if err != nil {
			return err
		}
		defer done()
		sim, err := s.Simulate(a.ctx, q, func(p desk.SimulatedPart) error {
			for _, f := range forms {
				if err := f.part(p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, f := range forms {
			if err := f.end(sim); err != nil {
				return err
			}
		}
		return nil
	})
}

// simulateForm is a way in which a back-test is shown. It is given the
// customers piece by piece and keeps as little of them as it can.
type simulateForm interface {
	part(desk.SimulatedPart) error
	end(desk.Simulation) error
}

// forms are the ones asked for, and what cleans up after them.
func (c *simulateCommand) forms(a *app, s *desk.Session) ([]simulateForm, func(), error) {
	var list []simulateForm
	if a.JSON {
		list = append(list, newSimulateJSON(a, s, c.By != ""))
	} else {
		list = append(list, &simulateTable{a: a, s: s, lang: a.lang(s), byCustomer: c.By != "", partings: map[parting]int{}})
	}
	if c.Out == "" {
		return list, func() {}, nil
	}
	book, err := newSimulateBook(a, s, c)
	if err != nil {
		return nil, nil, err
	}
	return append(list, book), func() { _ = book.Close() }, nil
}

// shownDifferences is how many differences are printed, and shownAlike how many
// of one sort: they are examples.
const (
	shownDifferences = 20
	shownAlike       = 3
)

// parting is what two policies did where they parted; empty is nothing.
type parting struct{ a, b string }

// simulateTable prints tables for people.
type simulateTable struct {
	a           *app
	s           *desk.Session
	lang        string
	byCustomer  bool
	customers   []desk.SimulatedCustomer
	differences []backtest.Difference
	partings    map[parting]int
}

func (t *simulateTable) part(p desk.SimulatedPart) error {
	if t.byCustomer {
		t.customers = append(t.customers, p.Customers...)
	}
	for i := range p.Differences {
		d := &p.Differences[i]
		s := parting{taken(&d.A), taken(&d.B)}
		if t.partings[s]++; t.partings[s] <= shownAlike && len(t.differences) < shownDifferences {
			t.differences = append(t.differences, *d)
		}
	}
	return nil
}

func (t *simulateTable) end(sim desk.Simulation) error {
	t.a.sayIn(t.lang, "%s to %s, as the rules would have had it. %d customers.", sim.From, sim.To, sim.Customers)
	if !sim.KnownYears {
		t.a.tell("Holidays of some of these years are not known for this country: only weekends count as days off there.")
	}
	t.a.say("")
	t.summary(sim)
	t.steps(sim)
	t.work(sim)
	t.perCustomer(sim)
	if len(sim.Policies) == 2 {
		t.different(sim)
	}
	return nil
}

// label is a policy's name and version, for a column.
func label(p *desk.Simulated) string {
	if p.Version == 0 {
		return p.Name
	}
	return p.Name + " " + strconv.Itoa(p.Version)
}

func labels(sim desk.Simulation, mark string) []string {
	out := make([]string, len(sim.Policies))
	for i := range sim.Policies {
		out[i] = mark + label(&sim.Policies[i])
	}
	return out
}

// figure is a line of the summary; rare ones are shown where there are any.
type figure struct {
	name string
	rare bool
	of   func(f *backtest.Figures) string
}

// figuresOf are the lines of the summary; amount writes a cost.
func figuresOf(amount func(*backtest.Counts) string) []figure {
	number := func(of func(*backtest.Counts) int) func(*backtest.Figures) string {
		return func(f *backtest.Figures) string { return count(of(&f.Counts)) }
	}
	return []figure{
		{"letters", false, number(func(c *backtest.Counts) int { return c.Letters })},
		{"letters by e-mail", false, number(func(c *backtest.Counts) int { return c.Emails })},
		{"letters on paper", false, number(func(c *backtest.Counts) int { return c.Prints })},
		{"calls", false, number(func(c *backtest.Counts) int { return c.Calls })},
		{"visits", true, number(func(c *backtest.Counts) int { return c.Visits })},
		{"meetings", true, number(func(c *backtest.Counts) int { return c.Meetings })},
		{"tasks", false, number(func(c *backtest.Counts) int { return c.Tasks })},
		{"memos", true, number(func(c *backtest.Counts) int { return c.Memos })},
		{"packages of documents", true, number(func(c *backtest.Counts) int { return c.Packages })},
		{"charges", true, number(func(c *backtest.Counts) int { return c.Charges })},
		{"proposals", true, number(func(c *backtest.Counts) int { return c.Proposals })},
		{"escalations", false, number(func(c *backtest.Counts) int { return c.Escalations })},
		{"of all these, for people to do", false, number(func(c *backtest.Counts) int { return c.Hands })},
		{"shipments stopped, times", false, number(func(c *backtest.Counts) int { return c.Holds })},
		{"shipments stopped, days in all", false, number(func(c *backtest.Counts) int { return c.HoldDays })},
		{"shipments stopped, days on average", false, func(f *backtest.Figures) string { return average(&f.HoldLengths) }},
		{"shipments stopped, longest", false, func(f *backtest.Figures) string { return count(f.HoldLengths.Longest) }},
		{"late debts acted on", false, func(f *backtest.Figures) string { return count(f.First.N) }},
		{"first action, days after the due date", false, func(f *backtest.Figures) string { return average(&f.First) }},
		{"late debts never acted on", false, func(f *backtest.Figures) string { return count(f.Untouched) }},
		{"of these, still open", false, func(f *backtest.Figures) string { return count(f.Forgotten) }},
		{"cost", false, func(f *backtest.Figures) string { return amount(&f.Counts) }},
	}
}

// average is a spread's average, "6.4".
func average(s *backtest.Spread) string {
	n := s.Tenths()
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

func (t *simulateTable) summary(sim desk.Simulation) {
	currency := t.s.Company().Currency
	lines := newTable(append(headings(t.lang, "what"), labels(sim, ">")...)...)
	amount := func(c *backtest.Counts) string {
		return grouped(c.CostIn(currency).Decimal(currency)) + " " + string(currency)
	}
	for _, f := range figuresOf(amount) {
		cells, some := []string{word(t.lang, f.name)}, false
		for i := range sim.Policies {
			cell := f.of(&sim.Policies[i].Figures)
			some = some || cell != "0"
			cells = append(cells, cell)
		}
		if some || !f.rare {
			lines.add(cells...)
		}
	}
	lines.print(t.a)
	for i := range sim.Policies {
		t.spread(label(&sim.Policies[i]), "shipments stopped, by days", &sim.Policies[i].Figures.HoldLengths)
		t.spread(label(&sim.Policies[i]), "first action, by days after the due date", &sim.Policies[i].Figures.First)
	}
}

// spread prints a distribution as a line: "1–7: 12 · 8–14: 3 · 91+: 1".
func (t *simulateTable) spread(policy, what string, s *backtest.Spread) {
	if s.N == 0 {
		return
	}
	parts := make([]string, len(s.Buckets))
	for i, n := range s.Buckets {
		parts[i] = s.Bucket(i) + ": " + count(n)
	}
	t.a.say("%s, %s: %s", policy, word(t.lang, what), strings.Join(parts, " · "))
}

func (t *simulateTable) steps(sim desk.Simulation) {
	lines := newTable(headings(t.lang, "policy", "step", "action", ">in all", ">documents")...)
	for i := range sim.Policies {
		p := &sim.Policies[i]
		for _, s := range p.Figures.Steps {
			lines.add(label(p), s.Step, word(t.lang, string(p.Step(s.Step).Kind)), count(s.Actions), count(s.Items))
		}
	}
	t.a.say("")
	lines.print(t.a)
}

// work prints who would have had how much to do; the weeks are in the
// workbook.
func (t *simulateTable) work(sim desk.Simulation) {
	lines := newTable(headings(t.lang, "policy", "role", ">in all", ">a week", ">busiest week", "week")...)
	for i := range sim.Policies {
		p := &sim.Policies[i]
		weeks := int(sim.To-sim.From)/7 + 1
		for _, r := range p.Figures.Loads() {
			lines.add(label(p), r.Role, count(r.All), tenths(r.All, weeks), count(r.Most), r.Week)
		}
	}
	if len(lines.rows) > 0 {
		t.a.say("")
		lines.print(t.a)
	}
}

func tenths(n, of int) string {
	s := backtest.Spread{N: of, Days: n}
	return average(&s)
}

func (t *simulateTable) perCustomer(sim desk.Simulation) {
	if !t.byCustomer {
		return
	}
	currency := t.s.Company().Currency
	lines := newTable(headings(t.lang, "customer", "name", "policy", ">letters", ">calls", ">other", ">days on hold", ">cost")...)
	for _, c := range t.customers {
		for i := range c.Counts {
			n := &c.Counts[i]
			lines.add(string(c.ID), c.Name, label(&sim.Policies[i]), count(n.Letters), count(n.Calls), count(n.Others()), count(n.HoldDays),
				grouped(n.CostIn(currency).Decimal(currency)))
		}
	}
	t.a.say("")
	lines.print(t.a)
}

func (t *simulateTable) different(sim desk.Simulation) {
	t.a.sayIn(t.lang, "\n%d times the two did something different.", sim.Differences)
	if sim.Differences == 0 {
		return
	}
	t.parted(sim)
	names := labels(sim, "")
	for i := range t.differences {
		d := &t.differences[i]
		t.a.say("%s  %s  %s", d.Date, d.Customer, d.Invoice)
		t.side(names[0], did(d, &d.A), d.WhyA)
		t.side(names[1], did(d, &d.B), d.WhyB)
	}
	if more := sim.Differences - len(t.differences); more > 0 {
		t.a.sayIn(t.lang, "… and %d more (all with --json, the first %d with --out).", more, bookDifferences)
	}
}

// parted prints how often they parted in which way.
func (t *simulateTable) parted(sim desk.Simulation) {
	list := slices.SortedFunc(maps.Keys(t.partings), func(x, y parting) int {
		return cmp.Or(cmp.Compare(t.partings[y], t.partings[x]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	lines := newTable(append(labels(sim, ""), ">"+word(t.lang, "times"))...)
	for _, s := range list {
		lines.add(cmp.Or(s.a, "—"), cmp.Or(s.b, "—"), count(t.partings[s]))
	}
	lines.print(t.a)
	t.a.say("")
}

// side is what one policy did and why. It gives no reason where it did nothing
// more because it did something else on the day.
func (t *simulateTable) side(name, did string, why []policy.Reason) {
	line := "  " + name + ": " + did
	if len(why) > 0 {
		line += " · " + because(nil, why, t.lang)
	}
	t.a.say("%s", line)
}

// did is the step that a policy took, or what it did before and would do next.
func did(d *backtest.Difference, deed *backtest.Deed) string {
	if deed.Step == "" {
		return silence(d)
	}
	return taken(deed)
}

// taken is the step that was taken; a letter that had nowhere to go says so.
func taken(d *backtest.Deed) string {
	if d.Name == policy.MendContact {
		return d.Step + " → " + d.Name
	}
	return d.Step
}

// silence is a dash, with what was done before and what would come next:
// "— (reminder 2026-01-20 … warning 2026-02-06)".
func silence(d *backtest.Difference) string {
	if d.Last.Step == "" && d.Next.Step == "" {
		return "—"
	}
	text := "— ("
	if d.Last.Step != "" {
		text += d.Last.Step + " " + d.Last.On.String() + " "
	}
	text += "…"
	if d.Next.Step != "" {
		text += " " + d.Next.Step + " " + d.Next.On.String()
	}
	return text + ")"
}
