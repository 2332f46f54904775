package settings

import (
	"debitor/internal/web/page"
)

// ratesDays is how many days of rates the page shows at once.
const ratesDays = 31

// rates shows the rates of exchange of a month, up to a day.
func rates(c *page.Call) error {
	seen, err := c.Session.Rates(c.Context(), 0, 0)
	if err != nil {
		return err
	}
	to := c.AskDate("date", max(seen.Last, c.Today))
	if seen, err = c.Session.Rates(c.Context(), to-ratesDays+1, to); err != nil {
		return err
	}
	return c.Render(c.Say.T("settings.rates"), ratesPage(c, &seen, to))
}
