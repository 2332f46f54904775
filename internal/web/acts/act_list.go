package acts

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// pageSize is how many acts are shown at once.
const pageSize = 50

// list shows the acts by where they stand.
func list(c *page.Call) error {
	q := store.ActQuery{
		Campaign: int64(c.AskInt("campaign", 0)), Customer: id.Customer(c.Ask("customer")), Limit: pageSize, Offset: (max(1, c.AskInt("page", 1)) - 1) * pageSize,
	}
	if slices.Contains(store.ActStates, c.Ask("state")) {
		q.State = c.Ask("state")
	}
	found, err := c.Session.Acts(c.Context(), q)
	if err != nil {
		return err
	}
	title, going := c.Say.T("acts.title"), ""
	if q.Campaign != 0 {
		title = c.Say.T("acts.campaign_no", q.Campaign)
		if going, err = whatIsLeft(c, q.Campaign); err != nil {
			return err
		}
	}
	return c.Render(title, listPage(c, q, found, going))
}

// whatIsLeft says how far a campaign of the visitor's is whose acts are not all
// made.
func whatIsLeft(c *page.Call, number int64) (string, error) {
	made, of, err := c.Session.CampaignStands(c.Context(), number)
	if err != nil || made >= of {
		return "", err
	}
	return c.Say.T("acts.campaign_going", made, of), nil
}

func tabs(c *page.Call, q store.ActQuery, found desk.ActList) []ui.Tab {
	list := []ui.Tab{{Text: c.Say.T("say.all"), Href: c.Same("state", "", "page", ""), Here: q.State == ""}}
	for _, s := range store.ActStates {
		t := ui.Tab{Text: c.Say.T("acts.state_" + s), Href: c.Same("state", s, "page", ""), Here: q.State == s}
		if n := found.Counts[s]; n > 0 {
			t.Count = strconv.Itoa(n)
		}
		list = append(list, t)
	}
	return list
}

func table(c *page.Call, rows []store.Act) ui.Table[store.Act] {
	return ui.Table[store.Act]{
		Caption: c.Say.T("acts.title"), Rows: rows, Empty: c.Say.T("acts.none"),
		Columns: []ui.Column[store.Act]{
			{Title: c.Say.T("acts.number"), Short: true, Cell: func(a store.Act) templ.Component { return ui.Link(address(c, a.Number), c.Say.T("acts.no", a.Number)) }},
			{Title: c.Say.T("acts.customer"), Cell: func(a store.Act) templ.Component { return ui.Link(c.To("customers", string(a.Customer)), a.Name) }},
			{Title: c.Say.T("acts.contract"), Minor: true, Text: func(a store.Act) string { return contractOf(c, &a, string(a.Contract)) }},
			{Title: c.Say.T("acts.as_of"), Text: func(a store.Act) string { return c.Say.Date(a.To) }},
			{Title: c.Say.T("acts.balance"), Number: true, Text: func(a store.Act) string { return c.Say.Money(a.Balance, a.Currency) }},
			{Title: c.Say.T("acts.state"), Cell: func(a store.Act) templ.Component { return badge(c, &a) }},
			{Title: c.Say.T("acts.sent_on"), Minor: true, Text: func(a store.Act) string { return dateOf(c, a.SentOn) }},
			{Title: c.Say.T("acts.signed_by"), Minor: true, Text: func(a store.Act) string { return a.SignedBy }},
		},
	}
}

func dateOf(c *page.Call, d cal.Date) string {
	if d == 0 {
		return ""
	}
	return c.Say.Date(d)
}

// contractOf is what of the settlements an act is about.
func contractOf(c *page.Call, a *store.Act, title string) string {
	switch {
	case a.Covers == store.ActOfAll:
		return c.Say.T("acts.all_contracts")
	case title == "":
		return c.Say.T("acts.no_contract")
	}
	return title
}

// address is the page of an act.
func address(c *page.Call, number int64) string { return c.To("acts", strconv.FormatInt(number, 10)) }

// badge is where an act stands.
func badge(c *page.Call, a *store.Act) templ.Component {
	tone := map[string]string{store.ActSent: "warn", store.ActDisagreed: "bad", store.ActUndelivered: "bad", store.ActExpired: "bad"}[a.State]
	if a.State == store.ActSigned {
		tone = "warn"
		if a.Restarts() || a.Balance <= 0 {
			tone = "good"
		}
	}
	return ui.Badge(c.Say.T("acts.state_"+a.State), tone)
}

// campaign asks for acts with many customers at once.
func campaign(c *page.Call) error {
	made := desk.Campaign{}
	return form{
		title: c.Say.T("acts.campaign_new"), intro: c.Say.T("acts.campaign_intro"), submit: c.Say.T("acts.make"), back: c.To("acts"),
		fields: []field{
			{Input: ui.Input{Name: "from", Label: c.Say.T("acts.from"), Type: "date", Hint: c.Say.T("acts.from_hint")}},
			{Input: ui.Input{Name: "to", Label: c.Say.T("acts.to"), Type: "date", Required: true}},
			{Input: ui.Input{Name: "manager", Label: c.Say.T("acts.manager")}},
			{Input: ui.Input{Name: "category", Label: c.Say.T("acts.category")}},
			{Input: ui.Input{Name: "contracts", Label: c.Say.T("acts.each_contract")}, Tick: true},
		},
		fill: func(f *ui.Form) { f.Set("to", c.Today.String()); f.Set("contracts", "1") },
		send: func(f *ui.Form) (err error) {
			q := desk.CampaignRequest{From: f.Date("from"), To: f.NeedDate("to"), Manager: f.Text("manager"), Category: f.Text("category"), Contracts: f.Checked("contracts", "1")}
			if f.OK() {
				made, err = c.Session.StartCampaign(c.Context(), q)
			}
			return err
		},
		to:   func() string { return page.With(c.To("acts"), "campaign", strconv.FormatInt(made.Number, 10)) },
		done: "acts.campaign_made",
	}.answer(c)
}

func campaignOf(c *page.Call) (int64, error) {
	number, err := strconv.ParseInt(c.Arg("campaign"), 10, 64)
	if err != nil {
		return 0, page.NotFound()
	}
	return number, nil
}

// sendCampaign has the acts that nobody has yet mailed in the background.
func sendCampaign(c *page.Call) error {
	number, err := campaignOf(c)
	if err != nil {
		return err
	}
	if err := c.Session.MailCampaign(c.Context(), number); err != nil {
		return err
	}
	return c.Go(page.With(c.To("acts"), "campaign", c.Arg("campaign")), "acts.campaign_sending")
}

// goOnCampaign has the acts made that a campaign lacks.
func goOnCampaign(c *page.Call) error {
	number, err := campaignOf(c)
	if err != nil {
		return err
	}
	if _, err := c.Session.GoOnCampaign(c.Context(), number); err != nil {
		return err
	}
	return c.Go(page.With(c.To("acts"), "campaign", c.Arg("campaign")), "acts.campaign_made")
}

// printCampaign gives them as a PDF; what does not fit into one is still there to
// be printed.
func printCampaign(c *page.Call) error {
	number, err := campaignOf(c)
	if err != nil {
		return err
	}
	pdf, _, err := c.Session.PrintCampaign(c.Context(), number)
	if err != nil {
		return err
	}
	return c.File("acts-"+c.Arg("campaign")+".pdf", "application/pdf", pdf, true)
}
