package say

import (
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// Why is a reason that matching gives for a proposal, with its arguments as the
// desk keeps them: a decimal before a currency is an amount, YYYY-MM-DD is a day.
func (p *Printer) Why(code string, kept fault.Args) string {
	args := make([]any, 0, len(kept))
	for i := 0; i < len(kept); i++ {
		if i+1 < len(kept) {
			if amount, ok := p.amount(kept[i], kept[i+1]); ok {
				args = append(args, amount)
				i++
				continue
			}
		}
		args = append(args, p.argument(code, kept[i]))
	}
	return p.T("cash.why."+code, args...)
}

// amount is an amount with the currency that follows it, false if the two are
// something else.
func (p *Printer) amount(amount, currency any) (string, bool) {
	c, err := money.ParseCurrency(fmt.Sprint(currency))
	if err != nil {
		return "", false
	}
	m, err := money.ParseMinor(fmt.Sprint(amount), c.Decimals())
	return p.Money(m, c), err == nil
}

func (p *Printer) argument(code string, arg any) any {
	text, _ := arg.(string)
	switch code {
	case "match.promise":
		if d, err := cal.Parse(text); err == nil {
			return p.Date(d)
		}
	case "match.learnt":
		if text != "" {
			return p.T("cash.learnt." + text)
		}
	}
	return arg
}
