package cash

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sheet"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

type component = templ.Component

func decimal(e *desk.CashEntry) sheet.Decimal { return sheet.Decimal(e.Amount.Decimal(e.Currency)) }

func show(c *page.Call) error { return showWith(c, c.Form()) }

// showWith shows an entry with the form that books it by hand.
func showWith(c *page.Call, f *ui.Form) error {
	seen, err := c.Session.CashOf(c.Context(), c.Arg("entry"))
	if err != nil {
		return err
	}
	e := &seen.Entries[0]
	if f.Text("customer") == "" {
		f.Set("customer", c.Ask("customer")) // as a list of several led here
	}
	found, err := findCustomer(c, f)
	if err != nil {
		return err
	}
	items, err := openOf(c, f)
	if err != nil {
		return err
	}
	f.Action = address(c, e) + "/book"
	title := c.Say.T("cash.one", c.Say.Money(e.Amount, e.Currency), c.Say.Date(e.Date))
	if f.OK() {
		return c.Render(title, entryPage(c, &seen, e, f, items, found))
	}
	return c.Again(title, entryPage(c, &seen, e, f, items, found))
}

// customersOffered is how many customers of a name are offered.
const customersOffered = 10

// findCustomer takes what was typed for a name where it is no code: the only one
// who fits is chosen, several are offered.
func findCustomer(c *page.Call, f *ui.Form) (list []store.StandingRow, err error) {
	typed := f.Text("customer")
	if typed == "" {
		return nil, nil
	}
	if _, err := c.Session.OpenDocuments(c.Context(), id.Customer(typed)); fault.Code(err) != "customer.unknown" {
		return nil, err
	}
	found, err := c.Session.Customers(c.Context(), c.Today, desk.CustomersQuery{Search: typed, Limit: customersOffered})
	for _, r := range found.Rows { // one in several currencies is one
		if !slices.ContainsFunc(list, func(v store.StandingRow) bool { return v.Customer == r.Customer }) {
			list = append(list, r)
		}
	}
	switch len(list) {
	case 0:
	case 1:
		f.Set("customer", string(list[0].Customer))
		return nil, err
	default:
		f.Fail("customer", c.Say.T("cash.which"))
	}
	return list, err
}

func openOf(c *page.Call, f *ui.Form) ([]store.OpenItem, error) {
	customer := f.Text("customer")
	if customer == "" || f.Error("customer") != "" {
		return nil, nil
	}
	items, err := c.Session.OpenDocuments(c.Context(), id.Customer(customer))
	if fault.Code(err) == "customer.unknown" {
		f.Fail("customer", c.Say.T("fault.customer.unknown", customer))
		return nil, nil
	}
	return whole(items), err
}

// whole adds the parts of each document up: money settles the oldest first.
func whole(items []store.OpenItem) (list []store.OpenItem) {
	at := map[id.Invoice]int{}
	for _, it := range items {
		if i, met := at[it.Invoice]; met {
			list[i].Open += it.Open
			continue
		}
		at[it.Invoice] = len(list)
		list = append(list, it)
	}
	return list
}

// contractsOf are the contracts under which a customer owes in a currency, to
// choose from; the first choice is none.
func contractsOf(items []store.OpenItem, currency money.Currency) []ui.Option {
	list := []ui.Option{{}}
	for _, it := range items {
		named := func(o ui.Option) bool { return o.Value == string(it.Contract) }
		if it.Currency == currency && it.Contract != "" && !slices.ContainsFunc(list, named) {
			list = append(list, ui.Option{Value: string(it.Contract), Text: cmp.Or(it.Number, string(it.Contract))})
		}
	}
	return list
}

// book books an entry: as proposed, or as the form says.
func book(c *page.Call) error {
	f := c.Form()
	seen, err := c.Session.CashOf(c.Context(), c.Arg("entry"))
	if err != nil {
		return err
	}
	e := &seen.Entries[0]
	q := desk.EntryChoice{Entry: e.ID, Proposal: f.Int("proposal")}
	if q.Proposal == 0 {
		q.Customer, q.Contract = id.Customer(f.Need("customer")), id.Contract(f.Text("contract"))
		for _, invoice := range f.Values("invoice") {
			if amount := f.Money("pay-"+invoice, e.Currency); amount != 0 {
				q.Shares = append(q.Shares, desk.EntryShare{Invoice: id.Invoice(invoice), Amount: amount})
			}
		}
	}
	if !f.OK() || f.Value("look") != "" {
		return showWith(c, f)
	}
	_, err = c.Session.BookEntry(c.Context(), q)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return showWith(c, f)
	}
	return c.Go(c.To("cash"), "cash.done.booked", c.Say.Money(e.Amount, e.Currency), e.Payer)
}

func aside(c *page.Call) error {
	return withReason(c, "cash.done.aside", c.Session.SetEntryAside)
}

func undo(c *page.Call) error {
	return withReason(c, "cash.done.undone", c.Session.UnbookEntry)
}

// withReason carries out what needs a reason and nothing else.
func withReason(c *page.Call, done string, do func(ctx context.Context, entry, reason string) error) error {
	f := c.Form()
	reason := f.Need("reason")
	if f.OK() {
		if err := f.Take(do(c.Context(), c.Arg("entry"), reason)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return showWith(c, f)
	}
	return c.Go(c.To("cash"), done)
}

// why is a reason of a proposal in words; customers have their names.
func why(c *page.Call, seen *desk.CashSeen, r desk.EntryReason) string {
	args := slices.Clone(r.Args)
	if r.Code == "match.parent" || r.Code == "match.rival" {
		for i, a := range args {
			args[i] = cmp.Or(seen.Names[id.Customer(fmt.Sprint(a))], fmt.Sprint(a))
		}
	}
	return c.Say.Why(r.Code, args)
}

// sureness is a confidence as a word.
func sureness(c *page.Call, permille int) string { return c.Say.Percent(permille) }

// keepsPromise tells whether a proposal is what somebody promised.
func keepsPromise(p desk.EntryProposal) bool {
	for _, r := range p.Reasons {
		if r.Code == "match.promise" {
			return true
		}
	}
	return false
}

// formTo is an empty form that is sent to an address.
func formTo(c *page.Call, action string) *ui.Form {
	f := ui.NewForm(c.Say, nil)
	f.Action = action
	return f
}

// documents are what a customer owes, each with a field for what is paid of it.
func documents(c *page.Call, e *desk.CashEntry, f *ui.Form, items []store.OpenItem) ui.Table[store.OpenItem] {
	p := c.Say
	return ui.Table[store.OpenItem]{
		Caption: p.T("cash.documents"), Rows: items,
		Columns: []ui.Column[store.OpenItem]{
			{Title: p.T("cash.document"), Text: func(it store.OpenItem) string { return it.Document }},
			{Title: p.T("cash.contract"), Minor: true, Text: func(it store.OpenItem) string { return cmp.Or(it.Number, string(it.Contract)) }},
			{Title: p.T("cash.due"), Short: true, Text: func(it store.OpenItem) string { return p.Date(it.Due) }},
			{Title: p.T("cash.open"), Number: true, Text: func(it store.OpenItem) string { return p.Money(it.Open, it.Currency) }},
			{Title: p.T("cash.pay"), Cell: func(it store.OpenItem) component {
				if it.Currency != e.Currency {
					return ui.Muted(p.T("cash.other_currency"))
				}
				return payCell(c, f, &it)
			}},
		},
	}
}
