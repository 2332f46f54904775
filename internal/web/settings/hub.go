package settings

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// place is a page of settings, and what it is for.
type place struct {
	key   string // of its name; key_text says what it is for
	to    []string
	right desk.Right
}

// places are all settings, those of this family and of the others.
var places = []place{
	{"settings.list", []string{"settings", "list"}, desk.DraftPolicies},
	{"settings.company", []string{"settings", "company"}, desk.ManageCompany},
	{"settings.users", []string{"settings", "users"}, desk.ManageUsers},
	{"settings.programs", []string{"settings", "programs"}, desk.ManageUsers},
	{"settings.policies", []string{"policies"}, desk.ReadRules},
	{"settings.templates", []string{"templates"}, desk.ReadRules},
	{"settings.imports", []string{"settings", "imports"}, desk.ImportFiles},
	{"settings.mail", []string{"settings", "mail"}, desk.ManageCompany},
	{"settings.calendar", []string{"settings", "calendar"}, desk.ReadBooks},
	{"settings.rates", []string{"settings", "rates"}, desk.ReadBooks},
	{"formula.title", []string{"formulas"}, desk.ReadBooks},
	{"settings.costs", []string{"settings", "costs"}, desk.ReadRules},
}

// hub leads to the settings a person may see.
func hub(c *page.Call) error {
	var mine []place
	for _, p := range places {
		if c.May(p.right) {
			mine = append(mine, p)
		}
	}
	return c.Render(c.Say.T("nav.settings"), hubPage(c, mine))
}
