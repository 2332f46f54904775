package rulebook

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Diff is what of policy a is another in b, each change as a sentence, in the
// order of the file: the policy itself, categories, steps, holds, authority.
// Amounts are those of a currency. One sentence that says so where the rules
// are the same.
func Diff(a, b *policy.Policy, lang string, c money.Currency) []string {
	d := &differ{t: tongueOf(lang), a: a, b: b, currency: c}
	d.policy()
	d.categories()
	d.vetting()
	d.steps()
	d.holds()
	d.authority()
	if len(d.out) == 0 {
		return []string{d.t.text["diff.same"]}
	}
	for i := range d.out {
		d.out[i] = plain(d.out[i])
	}
	return d.out
}

type differ struct {
	t        *tongue
	a, b     *policy.Policy
	currency money.Currency
	out      []string
}

// aspect is one thing that may differ, as each side says it.
type aspect struct{ key, a, b string }

// changed tells of every aspect whose sides differ; subject "" is the policy.
func (d *differ) changed(subject string, aspects []aspect) {
	for _, x := range aspects {
		if x.a == x.b {
			continue
		}
		for _, side := range []*string{&x.a, &x.b} {
			if *side == "" {
				*side = "—"
			}
		}
		key := "diff.from"
		if subject == "" {
			key = "diff.policy"
		}
		d.out = append(d.out, d.t.say(key, "step", subject, "aspect", d.t.text["aspect."+x.key], "a", x.a, "b", x.b))
	}
}

// pairs puts the aspects of two sides together.
func pairs(a, b []aspect) []aspect {
	out := make([]aspect, len(a))
	for i := range a {
		out[i] = aspect{a[i].key, a[i].a, b[i].a}
	}
	return out
}

func (d *differ) policy() { d.changed("", pairs(d.of(d.a), d.of(d.b))) }

// of is what a policy says of itself.
func (d *differ) of(p *policy.Policy) []aspect {
	t := d.t
	least := ""
	if m := p.MinAmount.In(d.currency); m > 0 {
		least = letter.Money(m, d.currency, t.code)
	}
	return []aspect{
		{"title", t.policyTitle(p), ""},
		{"text", t.own(p.Text), ""},
		{"days", t.dayForms(p.Days).plain, ""},
		{"run", t.weekdaysOf(p.Run.On), ""},
		{"holiday", t.text["holiday."+string(p.Run.Holiday)], ""},
		{"roll", t.yes(p.Roll), ""},
		{"minimum", least, ""},
		{"maxage", t.some(p.MaxAge, p.Days), ""},
		{"mingap", t.some(p.MinGap, ""), ""},
		{"combine", t.yes(p.Combine), ""},
		{"costs", d.costs(p), ""},
		{"credit", strings.Join(t.creditWords(p, d.currency), " "), ""},
	}
}

// costs are the prices, by name.
func (d *differ) costs(p *policy.Policy) string {
	var list []string
	for key, m := range p.Costs {
		list = append(list, key+" "+m.Decimal("EUR")) // hundredths, whatever the currency
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (t *tongue) yes(b bool) string {
	if b {
		return t.text["yes"]
	}
	return t.text["no"]
}

func (t *tongue) some(n int, unit ledger.DayUnit) string {
	if n == 0 {
		return ""
	}
	return t.count(n, unit)
}

func (d *differ) categories() {
	each(d.a.Categories, d.b.Categories, func(c policy.Category) string { return c.ID }, func(a, b *policy.Category) {
		name := func(p *policy.Policy, c *policy.Category) string {
			return d.t.say("diff.category", "category", d.t.categoryName(p, c.ID))
		}
		switch {
		case a == nil:
			d.out = append(d.out, d.t.say("diff.rule.added", "rule", name(d.b, b)))
		case b == nil:
			d.out = append(d.out, d.t.say("diff.rule.removed", "rule", name(d.a, a)))
		default:
			d.changed(name(d.b, b), pairs(d.category(a), d.category(b)))
		}
	})
}

func (d *differ) category(c *policy.Category) []aspect {
	tone := d.t.text["reg.tone.plain"]
	if c.Soft {
		tone = d.t.text["reg.tone.soft"]
	}
	return []aspect{
		{"grace", d.t.some(c.Grace, ""), ""}, {"tone", tone, ""}, {"prepayment", d.t.yes(c.Prepayment), ""}, {"default", d.t.yes(c.Default), ""},
	}
}

// each walks two lists by a key: first what b has, beside a's where it has it,
// then what only a has.
func each[T any](a, b []T, key func(T) string, tell func(a, b *T)) {
	find := func(list []T, k string) *T {
		for i := range list {
			if key(list[i]) == k {
				return &list[i]
			}
		}
		return nil
	}
	for i := range b {
		tell(find(a, key(b[i])), &b[i])
	}
	for i := range a {
		if find(b, key(a[i])) == nil {
			tell(&a[i], nil)
		}
	}
}

func (d *differ) steps() {
	each(d.a.Steps, d.b.Steps, func(s policy.Step) string { return s.ID }, func(a, b *policy.Step) {
		switch {
		case a == nil:
			d.out = append(d.out, d.t.say("diff.added", "step", d.t.title(b), "when", d.t.whenAlone(b)))
		case b == nil:
			d.out = append(d.out, d.t.say("diff.removed", "step", d.t.title(a), "when", d.t.whenAlone(a)))
		default:
			d.changed(d.t.title(b), pairs(d.step(d.a, a), d.step(d.b, b)))
		}
	})
	d.moved()
}

// whenAlone is when, not as the beginning of a sentence.
func (t *tongue) whenAlone(s *policy.Step) string { return strings.TrimSuffix(t.when(s), ",") }

// step is all that a step says.
func (d *differ) step(p *policy.Policy, s *policy.Step) []aspect {
	t := d.t
	contacts := make([]string, len(s.Recipients))
	for i, r := range s.Recipients {
		contacts[i] = t.contacts[r]
	}
	counts := make([]string, len(s.CountsAs))
	for i, c := range s.CountsAs {
		counts[i] = c.Policy + "/" + c.Step
	}
	after := ""
	if before := p.Step(s.After); before != nil {
		after = t.title(before)
	}
	return []aspect{
		{"title", t.title(s), ""},
		{"when", t.whenAlone(s), ""},
		{"what", t.action(s), ""},
		{"to", t.role(s.To).name, ""},
		{"with", t.roleNames(s.With), ""},
		{"if", t.clause(p, s.If), ""},
		{"after", after, ""},
		{"wait", t.some(s.Wait, s.Days), ""},
		{"missed", t.text["missed."+string(s.Missed)], ""},
		{"by", t.ways(s), ""},
		{"sign", t.yes(s.Sign), ""},
		{"signer", s.Signer, ""},
		{"within", t.deadline(s), ""},
		{"recipients", strings.Join(contacts, ", "), ""},
		{"verified", t.yes(s.Verified), ""},
		{"copy", t.listed(append([]string{s.From}, s.Copy...)), ""},
		{"documents", t.listed(s.Documents), ""},
		{"options", t.listed(s.Options), ""},
		{"per", t.text["per."+string(s.Per)], ""},
		{"countsas", strings.Join(counts, ", "), ""},
	}
}

// action is what is done, by name.
func (t *tongue) action(s *policy.Step) string {
	if s.Kind == policy.Letter {
		return t.letter(s).name
	}
	return t.kinds[s.Kind] + " “" + t.named(s.Task) + "”"
}

// moved tells of steps that both have, in another order: their order is their
// strength.
func (d *differ) moved() {
	order := func(p, other *policy.Policy) (ids []string) {
		for i := range p.Steps {
			if other.Step(p.Steps[i].ID) != nil {
				ids = append(ids, p.Steps[i].ID)
			}
		}
		return ids
	}
	was, is := order(d.a, d.b), order(d.b, d.a)
	stayed := common(was, is)
	for _, id := range is {
		if !slices.Contains(stayed, id) {
			d.out = append(d.out, d.t.say("diff.moved", "step", d.t.title(d.b.Step(id))))
		}
	}
}

// common is the longest list that stands in both in the same order.
func common(a, b []string) []string {
	best := make([][][]string, len(a)+1) // of what follows a place in a and one in b
	for i := range best {
		best[i] = make([][]string, len(b)+1)
	}
	for i := range slices.Backward(a) {
		for j := range slices.Backward(b) {
			switch {
			case a[i] == b[j]:
				best[i][j] = append([]string{a[i]}, best[i+1][j+1]...)
			case len(best[i+1][j]) >= len(best[i][j+1]):
				best[i][j] = best[i+1][j]
			default:
				best[i][j] = best[i][j+1]
			}
		}
	}
	return best[0][0]
}

func (d *differ) holds() {
	each(d.a.Holds, d.b.Holds, func(h policy.Hold) string { return h.ID }, func(a, b *policy.Hold) {
		name := func(h *policy.Hold) string { return d.t.say("diff.hold", "hold", spaced(h.ID)) }
		switch {
		case a == nil:
			d.out = append(d.out, d.t.say("diff.added", "step", name(b), "when", d.t.window(b.At, b.Days)))
		case b == nil:
			d.out = append(d.out, d.t.say("diff.removed", "step", name(a), "when", d.t.window(a.At, a.Days)))
		default:
			d.changed(name(b), pairs(d.hold(d.a, a), d.hold(d.b, b)))
		}
	})
}

func (d *differ) hold(p *policy.Policy, h *policy.Hold) []aspect {
	return []aspect{{"when", d.t.window(h.At, h.Days), ""}, {"if", d.t.clause(p, h.If), ""}, {"lifted", d.t.roleNames(h.LiftedBy), ""}}
}

// authority compares rules by what they let whom do; the bound of a rule that
// both have is told as a change.
func (d *differ) authority() {
	a, b := d.rules(d.a), d.rules(d.b)
	each(a, b, func(r ruleWords) string { return r.key }, func(a, b *ruleWords) {
		switch {
		case a == nil:
			d.out = append(d.out, d.t.say("diff.rule.added", "rule", b.whole()))
		case b == nil:
			d.out = append(d.out, d.t.say("diff.rule.removed", "rule", a.whole()))
		default:
			d.changed(b.name, []aspect{{"bound", a.bound, b.bound}, {"evidence", a.basis, b.basis}})
		}
	})
}

// ruleWords is a rule of authority in words.
type ruleWords struct{ key, name, bound, basis, condition string }

func (r *ruleWords) whole() string {
	s := r.name + ": " + r.bound
	if r.condition != "" {
		s += " (" + r.condition + ")"
	}
	return s
}

func (d *differ) rules(p *policy.Policy) (out []ruleWords) {
	count := map[string]int{}
	for i := range p.Authority {
		r := &p.Authority[i]
		key := string(r.May) + " " + r.Role + " " + r.If.String()
		count[key]++
		cells := d.t.rule(p, r, d.currency)
		name := d.t.say("diff.rule", "role", capital(d.t.role(r.Role).the), "ask", d.t.asks[r.May])
		out = append(out, ruleWords{key + " " + strconv.Itoa(count[key]), name, cells[2], cells[3], d.t.clause(p, r.If)})
	}
	return out
}
