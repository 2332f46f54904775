package rulebook

import (
	"strconv"
	"strings"

	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// creditWords is the policy's section on credit and what its categories say of
// it, a sentence each; none where it says nothing.
func (t *tongue) creditWords(p *policy.Policy, currency money.Currency) (out []string) {
	c := &p.Credit
	amount := func(a *policy.Amounts) string { return letter.Money(a.In(currency), currency, t.code) }
	add := func(wanted bool, key string, places ...string) {
		if wanted {
			out = append(out, t.say("reg.credit."+key, places...))
		}
	}
	if c.Limit != nil {
		add(true, "limit", "amount", amount(c.Limit))
	}
	add(c.Days > 0, "days", "count", t.count(c.Days, ""))
	for i := range p.Categories {
		k := &p.Categories[i]
		name := t.categoryName(p, k.ID)
		if k.Limit != nil {
			add(true, "category", "category", name, "amount", amount(k.Limit))
		}
		add(k.Days > 0, "category.days", "category", name, "count", t.count(k.Days, ""))
		add(k.Discount > 0, "category.cut", "category", name, "n", t.percent(k.Discount))
	}
	if c.Counts != nil {
		names := make([]string, len(c.Counts))
		for i, part := range c.Counts {
			names[i] = t.text["reg.credit.part."+part]
		}
		add(true, "counts", "parts", t.allOf(names))
	}
	add(c.MeanOf > 0, "mean", "n", strconv.Itoa(c.MeanOf))
	add(c.NewPaysPrevious, "previous")
	add(c.Papers > 0, "papers", "count", t.count(c.Papers, ""))
	add(c.Lawsuit, "lawsuit")
	add(c.ForPayment > 0, "payment", "n", strconv.Itoa(c.ForPayment))
	for _, d := range c.Discounts {
		if d.Within == 0 {
			add(true, "at_once", "n", t.percent(d.Percent))
		} else {
			add(true, "discount", "n", t.percent(d.Percent), "count", t.within(d.Within, ""))
		}
	}
	if len(out) > 0 && len(c.LiftedBy) > 0 {
		roles := make([]string, len(c.LiftedBy))
		for i, r := range c.LiftedBy {
			roles[i] = t.role(r).of
		}
		out = append(out, t.say("reg.hold.lifted", "of", t.anyOf(roles)))
	}
	return out
}

// percent is hundredths of a per cent as the language writes them.
func (t *tongue) percent(p money.Minor) string {
	text := strings.TrimSuffix(strings.TrimRight(p.Decimal("EUR"), "0"), ".") // two decimals, as a per cent here has
	if t.code == "en" {
		return text
	}
	return strings.Replace(text, ".", ",", 1)
}

// credit is how much may be owed.
func (w *writer) credit() {
	if words := w.t.creditWords(w.p, w.e.Currency); len(words) > 0 {
		w.heading("reg.credit")
		for _, s := range words {
			w.text("", s)
		}
	}
}
