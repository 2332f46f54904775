package restructure

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// Part is an instalment of an agreement: so much until a day.
type Part struct {
	Until  cal.Date    `json:"until"`
	Amount money.Minor `json:"amount"`
}

// Share is what of a debt an instalment pays.
type Share struct {
	Debt, Part int // indexes of what Deal was given
	Amount     money.Minor
}

// Deal deals the instalments to the debts, both in their order: the first
// instalment pays the first debts. Where one side sums to less, what is left of
// the other is dealt nothing.
func Deal(debts []money.Minor, parts []Part) (list []Share) {
	d := 0
	left := money.Minor(0) // of debt d
	if len(debts) > 0 {
		left = debts[0]
	}
	for n, p := range parts {
		for rest := p.Amount; rest > 0 && d < len(debts); {
			if left <= 0 {
				if d++; d < len(debts) {
					left = debts[d]
				}
				continue
			}
			amount := min(rest, left)
			list = append(list, Share{d, n, amount})
			rest, left = rest-amount, left-amount
		}
	}
	return list
}

// After is what of the instalments is left to pay when so much of them has been
// paid: the first ones are paid first, and what is paid in full falls away.
func After(parts []Part, paid money.Minor) (left []Part) {
	for _, p := range parts {
		off := min(p.Amount, max(paid, 0))
		paid -= off
		if p.Amount -= off; p.Amount > 0 {
			left = append(left, p)
		}
	}
	return left
}
