package settings

import (
	"slices"

	"debitor/internal/money"
	"debitor/internal/web/page"
)

// price is what one contact costs.
type price struct {
	of     string // a channel or a kind of step
	amount money.Minor
}

// priced are what a policy may name a price for, in the order in which they
// are dearer.
var priced = []string{"email", "post", "task", "memo", "call", "visit", "meeting", "package", "charge", "propose", "escalate"}

// costs shows the prices that back-tests count with. They stand in the policy,
// for they are part of what is compared.
func costs(c *page.Call) error {
	rules, err := c.Session.InForce(c.Context(), c.Today)
	if err != nil {
		return err
	}
	var list []price
	for _, of := range priced {
		if amount, ok := rules.Costs[of]; ok {
			list = append(list, price{of, amount})
		}
	}
	slices.SortStableFunc(list, func(a, b price) int { return int(a.amount - b.amount) })
	return c.Render(c.Say.T("settings.costs"), costsPage(c, rules.Name, list))
}
