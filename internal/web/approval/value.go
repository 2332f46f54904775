package approval

import (
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/web/page"
)

// valueText is what exactly is asked for, in words: the desk keeps it as people
// type it on the command line.
func valueText(c *page.Call, a *desk.ApprovalSeen) string {
	switch a.Kind {
	case authority.ChargeLate, authority.WaiveCharge:
		return c.Say.T("answer.value_charge", a.Value)
	case authority.BlackList:
		return c.Say.T("answer.value_prepayment", strings.TrimSuffix(a.Value, "%"))
	case authority.AssignCategory:
		return c.Say.T("answer.value_category", a.Value)
	}
	if number, agreement := strings.CutPrefix(a.Value, "restructuring "); agreement {
		return c.Say.T("answer.value_agreement", "R-"+number)
	}
	parts := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ';' })
	for i, part := range parts {
		parts[i] = partText(c, part, a.Currency)
	}
	return strings.Join(parts, "; ")
}

// partText is one word of what is asked for: a bound of a limit, or a day of a
// plan with its amount; any other as it is.
func partText(c *page.Call, part string, currency money.Currency) string {
	if name, value, is := strings.Cut(part, "="); is && c.Say.Has("answer.value_"+name) {
		return c.Say.T("answer.value_"+name, value)
	}
	if part == string(credit.OfMonth) || part == string(credit.OfGroup) {
		return c.Say.T("answer.value_" + part)
	}
	if on, sum, is := strings.Cut(part, ":"); is {
		day, err := cal.Parse(on)
		amount, bad := money.Parse(sum, currency)
		if err == nil && bad == nil {
			return c.Say.Date(day) + ": " + c.Say.Money(amount.Minor, currency)
		}
	}
	return part
}
