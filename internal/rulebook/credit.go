package rulebook

import (
	"strconv"
	"strings"

	"debitor/internal/ledger"
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
	out = append(out, t.priceWords(c)...)
	out = append(out, t.commissionWords(&c.Commission)...)
	if len(out) > 0 && len(c.LiftedBy) > 0 {
		roles := make([]string, len(c.LiftedBy))
		for i, r := range c.LiftedBy {
			roles[i] = t.role(r).of
		}
		out = append(out, t.say("reg.hold.lifted", "of", t.anyOf(roles)))
	}
	return out
}

// priceWords is what goods cost by the agreed term.
func (t *tongue) priceWords(c *policy.Credit) (out []string) {
	for _, p := range c.Prices {
		change := t.text["reg.credit.price.same"]
		switch {
		case p.Percent > 0:
			change = t.say("reg.credit.price.more", "n", t.percent(p.Percent))
		case p.Percent < 0:
			change = t.say("reg.credit.price.less", "n", t.percent(-p.Percent))
		}
		if p.Within == 0 {
			out = append(out, t.say("reg.credit.price.now", "change", change))
		} else {
			out = append(out, t.say("reg.credit.price", "count", t.within(p.Within, ""), "change", change))
		}
	}
	if len(out) > 0 {
		out = append(out, t.text["reg.credit.price.beyond"])
	}
	return out
}

// commissionWords is what the money that came in earns the managers.
func (t *tongue) commissionWords(c *policy.Commission) []string {
	if !c.Stands() {
		return nil
	}
	parts := make([]string, len(c.Factors))
	for i, f := range c.Factors {
		key := "reg.credit.paid." + string(f.Paid)
		if f.Within > 0 {
			key += ".within"
		}
		parts[i] = t.say(key, "count", t.within(f.Within, "")) + " × " + t.percent(f.Factor)
	}
	key := "reg.credit.commission.open"
	if c.Percent > 0 {
		key = "reg.credit.commission"
	}
	out := []string{t.say(key, "n", t.percent(c.Percent), "parts", strings.Join(parts, "; "))}
	if last := c.Factors[len(c.Factors)-1]; last.Paid != ledger.PaidLate || last.Within > 0 {
		out = append(out, t.text["reg.credit.commission.beyond"])
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
