package work

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/sheet"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// The period that the register shows at first, in days back and ahead.
const (
	registerBack  = 60
	registerAhead = 120
	registerPage  = 50
)

var promiseStates = []string{
	string(ledger.PromiseOpen), string(ledger.PromiseKept), string(ledger.PromisePart), string(ledger.PromiseBroken), string(ledger.PromiseReplaced),
	string(ledger.PromiseWithdrawn),
}

// register is the promises that the address asks for.
type register struct {
	desk.PromiseFilter
	desk.PromiseList
	Search string
	Page   int
}

func promises(c *page.Call) error {
	g := register{PromiseFilter: desk.PromiseFilter{
		From: c.AskDate("from", c.Today-registerBack), To: c.AskDate("to", c.Today+registerAhead), State: ledger.PromiseState(c.Ask("state")),
	}, Search: c.Ask("q"), Page: max(1, c.AskInt("page", 1))}
	list, err := c.Session.Promises(c.Context(), g.PromiseFilter, c.Today)
	if err != nil {
		return err
	}
	g.PromiseList = list
	g.find()
	if c.Exporting() {
		return g.export(c)
	}
	return c.Render(c.Say.T("nav.promises"), promisesPage(c, g))
}

// find keeps those of customers whose name or code holds what is searched for.
func (g *register) find() {
	if g.Search == "" {
		return
	}
	wanted := strings.ToLower(g.Search)
	kept := g.Promises[:0]
	for _, p := range g.Promises {
		if strings.Contains(strings.ToLower(p.Name+" "+string(p.Customer)), wanted) {
			kept = append(kept, p)
		}
	}
	g.Promises = kept
}

func (g *register) rows() []desk.PromiseSeen {
	from := min((g.Page-1)*registerPage, len(g.Promises))
	return g.Promises[from:min(from+registerPage, len(g.Promises))]
}

func (g *register) filters(c *page.Call) ui.Filters {
	states := append([]ui.Option{{Text: c.Say.T("say.all")}}, coded(c, "work.state.", promiseStates, false)...)
	return ui.Filters{Same: c.Same, Files: true, Fields: []ui.Filter{
		{Name: "q", Label: c.Say.T("work.customer"), Value: g.Search, Type: "search"},
		{Name: "state", Label: c.Say.T("work.state"), Value: string(g.State), Options: states},
		{Name: "from", Label: c.Say.T("work.from"), Value: date(g.From), Type: "date"},
		{Name: "to", Label: c.Say.T("work.to"), Value: date(g.To), Type: "date"},
	}}
}

// count is how many of the promises are in a state.
func (g *register) count(s ledger.PromiseState) (n int) {
	for i := range g.Promises {
		if g.Promises[i].State == s {
			n++
		}
	}
	return n
}

func (g *register) export(c *page.Call) error {
	p := c.Say
	heads := []string{
		p.T("work.until"), p.T("work.code"), p.T("work.customer"), p.T("work.about"), p.T("work.kind"), p.T("work.promised"), p.T("work.received"),
		p.T("work.currency"), p.T("work.state"), p.T("work.taken_by"),
	}
	return c.Export(p.T("nav.promises"), heads, func(row func(...any) error) error {
		for i := range g.Promises {
			v := &g.Promises[i]
			err := row(v.Until, string(v.Customer), v.Name, promiseAbout(c, v), promiseKind(c, v), sheet.Decimal(v.Target.Decimal(v.Currency)),
				sheet.Decimal(v.Received.Decimal(v.Currency)), string(v.Currency), p.T("work.state."+string(v.State)), v.By)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func promiseShow(c *page.Call) error {
	p, err := c.Session.Promise(c.Context(), c.Arg("promise"), c.Today)
	if err != nil {
		return err
	}
	return c.Render(promiseTitle(c, p), promiseShowPage(c, p, c.Form()))
}

func promiseTitle(c *page.Call, p desk.PromiseFact) string {
	return promiseKind(c, &p.PromiseSeen) + ": " + p.Customer.Name
}

// promiseWithdraw takes back what was recorded by mistake.
func promiseWithdraw(c *page.Call) error {
	f, key := c.Form(), c.Arg("promise")
	if err := c.Session.WithdrawPromise(c.Context(), key, f.Need("reason")); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		p, err := c.Session.Promise(c.Context(), key, c.Today)
		if err != nil {
			return err
		}
		return c.Again(promiseTitle(c, p), promiseShowPage(c, p, f))
	}
	return c.Go(c.To("promises", key), "work.withdrawn")
}

// tolerated is the last day a promise is waited for, if that is later than its
// own.
func tolerated(c *page.Call, until cal.Date) cal.Date {
	profile, err := c.Session.Profile()
	if err != nil { // the page says what it knows
		return until
	}
	return until + cal.Date(profile.PromiseTolerance)
}
