package settings

import (
	"crypto/subtle"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// First are the pages that open the first company of an installation. They are
// reached by a link that only who started debitor has seen, and answer as long
// as there is no company.
func First(token string) []page.Route {
	if token == "" {
		return nil
	}
	f := first{token}
	return []page.Route{
		{Method: "GET", Path: "/first/{token}", Right: page.Public, Do: f.form},
		{Method: "POST", Path: "/first/{token}", Right: page.Public, Do: f.open},
	}
}

type first struct{ token string }

func (f first) admitted(c *page.Call) error {
	companies, err := c.Desk.Companies(c.Context())
	if err != nil {
		return err
	}
	if len(companies) > 0 || subtle.ConstantTimeCompare([]byte(c.Arg("token")), []byte(f.token)) != 1 {
		return page.NotFound()
	}
	return nil
}

func (f first) form(c *page.Call) error {
	if err := f.admitted(c); err != nil {
		return err
	}
	return c.Render(c.Say.T("first.title"), firstPage(c, c.Form()))
}

// open makes the company; the administrator goes on to choose his password.
func (f first) open(c *page.Call) error {
	if err := f.admitted(c); err != nil {
		return err
	}
	form := c.Form()
	p := desk.Profile{Name: form.Need("name"), Country: strings.ToUpper(form.Need("country")), Language: form.Text("language")}
	if own := form.Text("currency"); own != "" {
		p.Currency = money.Currency(strings.ToUpper(own))
	}
	if form.OK() {
		opened, err := c.Desk.Init(c.Context(), desk.Actor{System: "web"}, p)
		if err == nil {
			return c.Go(page.Path("set-up", opened.Token), "")
		}
		if err := form.Take(err); err != nil {
			return err
		}
	}
	return c.Again(c.Say.T("first.title"), firstPage(c, form))
}

func countryOptions(c *page.Call) []ui.Option {
	list := []ui.Option{{Value: "", Text: "–"}}
	for _, known := range desk.Homes() {
		list = append(list, ui.Option{Value: known.Country, Text: c.Say.T("country." + known.Country)})
	}
	return list
}
