package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
)

type planCommand struct {
	Date    string `required:"" placeholder:"D" help:"The day, YYYY-MM-DD."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
	Skipped bool   `help:"List what is not done, with every blocker and the next date."`
}

func (c *planCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		q := desk.PlanQuery{Date: date, Manager: c.Manager, List: c.Skipped}
		if a.JSON {
			return a.planJSON(s, q)
		}
		return a.planTable(s, q)
	})
}

// planJSON writes the plan as it is made: steps stream out, and only what is
// skipped (if asked for) is kept until the end.
func (a *app) planJSON(s *desk.Session, q desk.PlanQuery) error {
	w := planWriter{Writer: bufio.NewWriterSize(a.out, 1<<16), lang: a.lang(s)}
	head, err := s.PlanHead(a.ctx, q.Date)
	if err != nil {
		return err
	}
	w.head(head)
	plan, err := s.Plan(a.ctx, q, w.decided)
	if err != nil {
		return err
	}
	w.tail(plan)
	return w.Flush()
}

// shownSteps is how many lines of a plan are printed for each step.
const shownSteps = 15

// planTable prints the steps with counts and sums, then the lines of each.
func (a *app) planTable(s *desk.Session, q desk.PlanQuery) error {
	lang := a.lang(s)
	head, err := s.PlanHead(a.ctx, q.Date)
	if err != nil {
		return err
	}
	type sum struct {
		step     string
		currency money.Currency
		actions  int
		items    int
		total    money.Minor
	}
	var order []*sum
	sums := map[string]*sum{}
	lines := newTable(headings(lang, "customer", "step", "action", "how", "for", ">documents", ">total", "currency", ">days", "why")...)
	printed := map[string]int{}
	var skipped []string
	plan, err := s.Plan(a.ctx, q, func(d desk.Decided) error {
		for _, act := range d.Actions {
			key := act.Step + " " + string(act.Currency)
			if sums[key] == nil {
				sums[key] = &sum{step: act.Step, currency: act.Currency}
				order = append(order, sums[key])
			}
			t := sums[key]
			t.actions++
			t.items += len(act.Items)
			t.total += act.Total
			if printed[act.Step]++; printed[act.Step] <= shownSteps {
				lines.add(string(d.Customer), act.Step, word(lang, string(act.Kind)), how(act, lang), act.To, count(len(act.Items)),
					grouped(act.Total.Decimal(act.Currency)), string(act.Currency), strconv.Itoa(act.Items[0].Days), because(head.Rules, act.Because, lang))
			}
		}
		for _, it := range d.Items {
			skipped = append(skipped, skippedLine(head.Rules, string(d.Customer), it, lang))
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.planTitle(plan, lang)
	slices.SortFunc(order, func(a, b *sum) int {
		return cmp.Or(cmp.Compare(slices.Index(plan.Steps, a.step), slices.Index(plan.Steps, b.step)), cmp.Compare(a.currency, b.currency))
	})
	totals := newTable(headings(lang, "step", ">in all", ">documents", ">total", "currency")...)
	for _, t := range order {
		totals.add(t.step, count(t.actions), count(t.items), grouped(t.total.Decimal(t.currency)), string(t.currency))
	}
	if len(order) > 0 {
		totals.print(a)
		a.say("")
		lines.print(a)
	}
	for _, step := range plan.Steps {
		if n := printed[step]; n > shownSteps {
			a.sayIn(lang, "… %s: %d more (--json lists all)", step, n-shownSteps)
		}
	}
	a.planCharges(plan.Charges, lang)
	a.planSkipped(plan, skipped, lang)
	return nil
}

func (a *app) planTitle(p desk.Plan, lang string) {
	a.sayIn(lang, "Plan of %s, policy %s, version %d. %d customers owe something.", p.Date, p.Policy, p.Version, p.Customers)
	if !p.RunDay {
		a.sayIn(lang, "This is no run day; the next one is %s.", p.NextRun)
	}
	if !p.KnownYear {
		a.tell("Holidays of %d are not known for this country: only weekends count as days off.", p.Date.Year())
	}
	for _, f := range p.Banks {
		if f.Stale {
			a.sayIn(lang, "Account %s is complete only to %s: apply waits for its statement (import it, or debitor bank waive).", f.Account, f.To)
		} else if f.Watched {
			a.sayIn(lang, "Account %s is complete to %s.", f.Account, f.To)
		}
	}
	a.say("")
}

func (a *app) planSkipped(p desk.Plan, lines []string, lang string) {
	a.sayIn(lang, "\nNot done: %d instalments due or due within 7 days.", p.Skipped)
	counts := p.Blocked.Counts()
	for _, code := range sortedKeys(counts) {
		a.say("  %5d  %s", counts[code], word(lang, code))
	}
	for _, l := range lines {
		a.say("%s", l)
	}
}

func how(act policy.Action, lang string) string {
	if act.Kind != policy.Letter {
		return act.Task
	}
	parts := make([]string, len(act.Channels))
	for i, c := range act.Channels {
		parts[i] = word(lang, string(c))
	}
	return strings.Join(parts, "+")
}

func because(rules *policy.Policy, list []policy.Reason, lang string) string {
	parts := make([]string, len(list))
	for i, r := range list {
		parts[i] = rulebook.Reason(rules, r, lang)
	}
	return strings.Join(parts, "; ")
}

func skippedLine(rules *policy.Policy, customer string, it policy.Skipped, lang string) string {
	next := ""
	if it.Next != nil {
		next = fmt.Sprintf(" → %s %s", it.Next.Step, it.Next.Date)
	}
	return fmt.Sprintf("  %s %s/%d %s %s: %s%s", customer, it.Invoice, it.Part, grouped(it.Open.Decimal(it.Currency)), it.Currency, because(rules, it.Blockers, lang), next)
}

// planCharges says what charge steps would propose, by currency.
func (a *app) planCharges(list []desk.PlannedCharge, lang string) {
	sums := map[money.Currency]money.Minor{}
	var order []money.Currency
	uncounted := 0
	for _, c := range list {
		if _, seen := sums[c.Currency]; !seen {
			order = append(order, c.Currency)
		}
		sums[c.Currency] += c.Amount
		if c.Why != nil {
			uncounted++
		}
	}
	slices.Sort(order)
	for _, c := range order {
		a.sayIn(lang, "To be proposed as charges: %s.", amountIn(money.Amount{Minor: sums[c], Currency: c}))
	}
	if uncounted > 0 {
		a.sayIn(lang, "For %d of them not everything could be counted (--json says why).", uncounted)
	}
}
