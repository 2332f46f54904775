package credit

import (
	"cmp"
	"strconv"

	"debitor/internal/id"
	"debitor/internal/money"
)

// Lines say which limit it is, where it comes from, and what is used of it and
// left; where it is the sum of several contracts' limits, a line of each besides.
// Which contracts they are, an answer knows that was asked to explain itself.
// Amounts are in the currency of the answer; languages as in Reason.Text.
func (c *Cap) Lines(currency money.Currency, lang string, names Names) []string {
	t := tongueOf(lang)
	line := "cap"
	switch {
	case c.Scope == OfPrepayment:
		line = "paid ahead"
	case len(c.Contracts) > 1:
		line = "together"
	}
	lines := []string{fill(t.caps[line], func(name string) (string, bool) {
		switch name {
		case "of":
			return c.of(t), true
		case "by":
			return t.cameBy(c.cause(), c.Term), true
		case "limit":
			return names.amount(c.Limit+c.Secured, currency, lang), true
		case "used":
			return names.amount(c.Exposure.Total, currency, lang), true
		case "left":
			return names.amount(c.Left, currency, lang), true
		}
		return "", false
	})}
	if len(c.Contracts) < 2 {
		return lines
	}
	for i := range c.Contracts {
		l := &c.Contracts[i]
		lines = append(lines, fill(t.caps["each"], func(name string) (string, bool) {
			switch name {
			case "contract":
				return l.called(), true
			case "limit":
				return names.amount(l.Amount.Minor, l.Amount.Currency, lang), true
			case "by":
				return t.cameBy(l.Source(), l.Term), true
			}
			return "", false
		}))
	}
	return lines
}

func (l *ContractLimit) called() string { return cmp.Or(l.Number, string(l.Contract)) }

// of is which limit it is.
func (c *Cap) of(t *tongue) string {
	var contract string
	var customer id.Customer
	key := "of " + string(c.Scope)
	switch {
	case len(c.Contracts) > 1:
		key = "of contracts"
	case len(c.Contracts) == 1:
		contract = c.Contracts[0].called()
	}
	if c.Term != nil {
		customer = c.Term.Customer
	}
	return fill(t.caps[key], func(name string) (string, bool) {
		switch name {
		case "contract":
			return contract, true
		case "count":
			return strconv.Itoa(len(c.Contracts)), true
		case "customer":
			return string(customer), true
		case "percent":
			return strconv.Itoa(c.Percent), true
		}
		return "", false
	})
}

// cause is what set it: a prepayment that no term asks for is his category's.
func (c *Cap) cause() Source {
	if c.Source == ByPrepayment && c.Term == nil {
		return ByCategory
	}
	return c.Source
}

// cameBy is where a limit comes from, and who set it, if somebody did.
func (t *tongue) cameBy(s Source, by *Term) string {
	if by == nil {
		by = &Term{}
	}
	return fill(t.caps["by "+string(s)], func(name string) (string, bool) {
		switch name {
		case "by":
			return by.By, true
		case "since":
			return t.date(by.From), true
		case "until":
			return t.date(by.Until), true
		case "note":
			return by.Reason, true
		}
		return "", false
	})
}
