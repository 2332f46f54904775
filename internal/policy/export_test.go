package policy

import (
	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// Decide is what the policy does for one customer today.
func Decide(p *Policy, c *cal.Calendar, a *ledger.Account, today cal.Date) Decision {
	return NewDecider(p, c, today).Decide(a)
}
