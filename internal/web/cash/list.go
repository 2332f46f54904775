package cash

import (
	"cmp"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// The views of the list.
const (
	viewDecide = ""
	viewDay    = "day"
	viewBooked = "booked"
	viewAside  = "aside"

	viewAccounts = "accounts" // a page of its own
)

// pageSize is how many entries stand on a page.
const pageSize = 50

func list(c *page.Call) error {
	q := desk.CashQuery{Account: c.Ask("account"), Search: c.Ask("search"), After: c.Ask("after"), Limit: pageSize}
	switch c.Ask("view") {
	case viewDecide:
		q.States = []string{store.EntryUndecided, store.EntryUnknown}
	case viewBooked:
		q.States = []string{store.EntryBooked}
	case viewAside:
		q.States = []string{store.EntryAside}
	case viewDay:
		q.On = c.AskDate("on", 0)
		if q.On == 0 {
			seen, err := c.Session.Cash(c.Context(), desk.CashQuery{Limit: 1})
			if err != nil {
				return err
			}
			q.On = cmp.Or(seen.LastDay, c.Today)
		}
	}
	if c.Exporting() {
		return export(c, q)
	}
	seen, err := c.Session.Cash(c.Context(), q)
	if err != nil {
		return err
	}
	banks, err := c.Session.BankAccounts(c.Context(), c.Today)
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("cash.title"), listPage(c, &seen, q.On, banks))
}

// export is the list as a file, as far as one look reaches.
func export(c *page.Call, q desk.CashQuery) error {
	q.Limit = 0
	seen, err := c.Session.Cash(c.Context(), q)
	if err != nil {
		return err
	}
	p := c.Say
	headings := []string{
		p.T("cash.entry"), p.T("cash.date"), p.T("cash.amount"), p.T("cash.currency"), p.T("cash.payer"), p.T("cash.tax_id"), p.T("cash.account_of"), p.T("cash.purpose"),
		p.T("cash.state"), p.T("cash.booked_for"),
	}
	return c.Export("cash", headings, func(row func(cells ...any) error) error {
		for i := range seen.Entries {
			e := &seen.Entries[i]
			if err := row(e.ID, e.Date, decimal(e), string(e.Currency), e.Payer, e.TaxID, e.PayerAccount, e.Purpose, stateOf(c, e), bookedFor(c, &seen, e)); err != nil {
				return err
			}
		}
		return nil
	})
}

// views are the tabs of the list, beside which the accounts stand.
func views(c *page.Call, here string, waiting []store.EntrySum) []ui.Tab {
	n := 0
	for _, s := range waiting {
		n += s.Count
	}
	return []ui.Tab{
		{Text: c.Say.T("cash.view_decide"), Href: c.To("cash"), Here: here == viewDecide, Count: count(c, n)},
		{Text: c.Say.T("cash.view_day"), Href: page.With(c.To("cash"), "view", viewDay), Here: here == viewDay},
		{Text: c.Say.T("cash.view_booked"), Href: page.With(c.To("cash"), "view", viewBooked), Here: here == viewBooked},
		{Text: c.Say.T("cash.view_aside"), Href: page.With(c.To("cash"), "view", viewAside), Here: here == viewAside},
		{Text: c.Say.T("cash.accounts"), Href: c.To("cash", "accounts"), Here: here == viewAccounts},
	}
}

func count(c *page.Call, n int) string {
	if n == 0 {
		return ""
	}
	return c.Say.Number(n)
}

// sum is entries of some states as a figure: how many, and how much.
type sum struct{ label, value, tone string }

// sums are the figures above the list: of the day that is shown, or of what
// waits.
func sums(c *page.Call, seen *desk.CashSeen, day cal.Date) []sum {
	rows, states := seen.Waiting, []string{store.EntryUndecided, store.EntryUnknown}
	if day != 0 {
		rows, states = seen.Day, []string{store.EntryBooked, store.EntryUndecided, store.EntryUnknown, store.EntryAside}
	}
	tones := map[string]string{store.EntryBooked: "good", store.EntryUndecided: "warn", store.EntryUnknown: "bad"}
	var list []sum
	for _, state := range states {
		n, amounts := 0, []string{}
		for _, r := range rows {
			if r.State == state {
				n += r.Count
				amounts = append(amounts, c.Say.Money(r.Amount, r.Currency))
			}
		}
		value, tone := c.Say.Number(n), ""
		if n > 0 {
			value, tone = value+" · "+strings.Join(amounts, ", "), tones[state]
		}
		list = append(list, sum{c.Say.T("cash.state." + state), value, tone})
	}
	return list
}

func table(c *page.Call, seen *desk.CashSeen) ui.Table[desk.CashEntry] {
	p := c.Say
	t := ui.Table[desk.CashEntry]{
		Caption: p.T("cash.title"), Rows: seen.Entries, Empty: p.T("cash.empty." + cmp.Or(c.Ask("view"), "decide")), Keys: true,
		Columns: []ui.Column[desk.CashEntry]{
			{Title: p.T("cash.date"), Short: true, Text: func(e desk.CashEntry) string { return p.Date(e.Date) }},
			{Title: p.T("cash.amount"), Number: true, Short: true, Cell: func(e desk.CashEntry) component {
				return ui.Link(address(c, &e), p.Money(e.Amount, e.Currency))
			}},
			{Title: p.T("cash.payer"), Cell: func(e desk.CashEntry) component { return payerCell(c, &e) }},
		},
	}
	if view := c.Ask("view"); view == viewBooked || view == viewAside {
		return withOutcome(c, seen, t)
	}
	t.Columns = append(t.Columns,
		ui.Column[desk.CashEntry]{Title: p.T("cash.proposal"), Cell: func(e desk.CashEntry) component { return proposalCell(c, seen, &e) }},
		ui.Column[desk.CashEntry]{Title: p.T("cash.do"), Cell: func(e desk.CashEntry) component { return doCell(c, &e) }})
	return t
}

// withOutcome adds what became of the entries.
func withOutcome(c *page.Call, seen *desk.CashSeen, t ui.Table[desk.CashEntry]) ui.Table[desk.CashEntry] {
	t.Columns = append(t.Columns,
		ui.Column[desk.CashEntry]{Title: c.Say.T("cash.booked_for"), Cell: func(e desk.CashEntry) component { return madeCell(c, seen, &e) }},
		ui.Column[desk.CashEntry]{Title: c.Say.T("cash.by"), Minor: true, Text: func(e desk.CashEntry) string { return decidedBy(c, &e) }})
	return t
}

func decidedBy(c *page.Call, e *desk.CashEntry) string {
	if e.DecidedBy == "" {
		return c.Say.T("cash.by_rules")
	}
	return string(e.DecidedBy)
}

func address(c *page.Call, e *desk.CashEntry) string { return c.To("cash", "entries", e.ID) }

func stateOf(c *page.Call, e *desk.CashEntry) string { return c.Say.T("cash.state." + e.State) }

// bookedFor is what an entry is booked as, in one line.
func bookedFor(c *page.Call, seen *desk.CashSeen, e *desk.CashEntry) string {
	var parts []string
	for _, m := range e.Made {
		parts = append(parts, strings.TrimSpace(seen.Names[m.Customer]+" "+paper(seen, m.Invoice))+" "+c.Say.Money(m.Amount, m.Currency))
	}
	return strings.Join(parts, "; ")
}

// paper is a document as it is printed, or else its key.
func paper(seen *desk.CashSeen, invoice id.Invoice) string {
	return cmp.Or(seen.Papers[invoice], string(invoice))
}

// byDocument adds the parts of each document up.
func byDocument(parts []desk.EntryPart) (list []desk.EntryPart) {
	for _, p := range parts {
		if n := len(list); n > 0 && list[n-1].Invoice == p.Invoice {
			list[n-1].Amount += p.Amount
			continue
		}
		list = append(list, p)
	}
	return list
}

// asideWhy says why an entry is nobody's.
func asideWhy(c *page.Call, e *desk.CashEntry) string {
	if key := "cash.aside." + e.Reason; c.Say.Has(key) {
		return c.Say.T(key)
	}
	return e.Reason
}

// stale are the accounts that the letters of the day wait for.
func stale(list []desk.Freshness) []desk.Freshness {
	return slices.DeleteFunc(slices.Clone(list), func(f desk.Freshness) bool { return !f.Stale })
}

func filters(c *page.Call, day cal.Date) ui.Filters {
	fields := []ui.Filter{{Name: "search", Label: c.Say.T("cash.search"), Value: c.Ask("search"), Type: "search"}}
	if day != 0 {
		fields = append(fields, ui.Filter{Name: "on", Label: c.Say.T("cash.date"), Value: day.String(), Type: "date"})
	}
	return ui.Filters{Fields: fields, Same: c.Same, Keep: []ui.Option{{Text: "view", Value: c.Ask("view")}}, Files: true}
}
