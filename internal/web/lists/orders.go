package lists

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// orders is the order queue: the warehouse works it from the top.
func orders(c *page.Call) error { return showOrders(c, c.Form()) }

func showOrders(c *page.Call, f *ui.Form) error {
	q := desk.QueueQuery{Manager: c.Ask("manager"), Customer: id.Customer(c.Ask("customer")), Goes: c.Ask("goes")}
	if !slices.Contains(goes, q.Goes) {
		q.Goes = ""
	}
	if c.Exporting() {
		return exportOrders(c, q)
	}
	queue, err := c.Session.OrderLeaf(c.Context(), q, c.Leaf(pageOf(c), pageRows))
	if err != nil {
		return err
	}
	if c.Refigures() {
		return c.Refigure(queue.Figures, c.Today)
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	fields := withManagers(c, []ui.Filter{{Name: "goes", Label: c.Say.T("orders.goes"), Value: q.Goes, Options: titled(c, "orders.goes_", goes...)}}, managers)
	if q.Customer != "" {
		fields = append(fields, ui.Filter{Name: "customer", Label: c.Say.T("lists.customer"), Value: string(q.Customer)})
	}
	l := list[desk.QueuedOrder]{
		name: "orders", filters: ui.Filters{Same: c.Same, Files: true, Fields: fields}, above: ordersHelp(c, queue.Head, queue.KeptAt, f.Problem),
		table: ui.Table[desk.QueuedOrder]{
			Caption: c.Say.T("nav.orders"), Columns: orderColumns(c), Rows: queue.Rows, Empty: c.Say.T("orders.empty"),
			Class: func(o desk.QueuedOrder) string { return map[string]string{desk.GoesNot: "bad"}[o.Goes] },
		},
		pages: ui.PagesOf(c.Say, ui.Pages{Page: pageOf(c), Size: pageRows, Total: queue.Head.Total, Same: c.Same}),
	}
	if f.OK() {
		return render(c, c.Say.T("nav.orders"), l)
	}
	return c.Again(c.Say.T("nav.orders"), listOf(c, l))
}

// goes are what the queue can be narrowed to, the first being all.
var goes = []string{"", desk.GoesWhole, desk.GoesPart, desk.GoesNot}

// askOrder asks for the limits that an order needs.
func askOrder(c *page.Call) error {
	f := c.Form()
	asked, err := c.Session.AskForOrder(c.Context(), c.Arg("order"), "")
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() || len(asked) == 0 {
		return showOrders(c, f)
	}
	return c.Go(c.To("approvals", strconv.FormatInt(asked[0].Number, 10)), "orders.asked", c.Arg("order"))
}

func orderColumns(c *page.Call) []ui.Column[desk.QueuedOrder] {
	say := c.Say
	return []ui.Column[desk.QueuedOrder]{
		{Title: say.T("orders.place"), Number: true, Text: func(o desk.QueuedOrder) string { return say.Number(o.Place) }},
		{Title: say.T("orders.order"), Text: func(o desk.QueuedOrder) string { return o.Order }},
		{Title: say.T("lists.customer"), Cell: func(o desk.QueuedOrder) templ.Component {
			return link(c.To("customers", string(o.Customer)), o.Name)
		}},
		{Title: say.T("lists.amount"), Number: true, Text: func(o desk.QueuedOrder) string { return say.Money(o.Left, o.Currency) }},
		{Title: say.T("orders.goes"), Cell: func(o desk.QueuedOrder) templ.Component { return orderGoes(c, o) }},
		{Title: say.T("orders.priority"), Cell: func(o desk.QueuedOrder) templ.Component { return orderPriority(c, o) }},
		{Title: say.T("orders.taken"), Minor: true, Text: func(o desk.QueuedOrder) string { return say.Date(o.On) }},
		{Title: say.T("lists.manager"), Minor: true, Text: func(o desk.QueuedOrder) string { return o.Manager }},
	}
}

// goesText is how much of an order may go, in a few words.
func goesText(c *page.Call, o *desk.QueuedOrder) string {
	if o.Goes == desk.GoesPart {
		return c.Say.T("orders.goes_up_to", c.Say.Money(o.May, o.Currency))
	}
	return c.Say.T("orders.goes_" + o.Goes)
}

// goesTone is its colour.
var goesTone = map[string]string{desk.GoesWhole: "good", desk.GoesPart: "warn", desk.GoesNot: "bad"}

// why is the answer of the shipment check, line by line.
func why(c *page.Call, o *desk.QueuedOrder) []string {
	return strings.Split(o.Answer.Text(c.Say.Lang(), credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named, Money: letter.Money}), "\n")
}

// priorityReasons are why the order stands where it does.
func priorityReasons(c *page.Call, o *desk.QueuedOrder) []string {
	p, say := &o.Priority, c.Say
	list := []string{say.T("orders.paid_ahead", say.Money(p.Paid, o.Currency), say.Money(p.Ordered, o.Currency))}
	if p.Due > 0 {
		list = append(list, say.T("orders.in_time", p.InTime, p.Due))
	} else {
		list = append(list, say.T("orders.no_history"))
	}
	if p.Overdue > 0 {
		list = append(list, say.N("orders.overdue", p.Overdue))
	}
	return list
}

// askable says whether it is a limit that keeps an order back, which the visitor
// can ask for.
func askable(c *page.Call, o *desk.QueuedOrder) bool {
	over := slices.ContainsFunc(o.Answer.Reasons, func(r credit.Reason) bool { return r.Code == credit.OverLimit || r.Code == credit.OverMonth })
	return over && !o.Answer.Allowed && !o.Answer.Held && c.May(desk.AskApprovals)
}

func exportOrders(c *page.Call, q desk.QueueQuery) error {
	queue, err := c.Session.OrderQueue(c.Context(), q)
	if err != nil {
		return err
	}
	heads := []string{
		c.Say.T("orders.place"), c.Say.T("orders.order"), c.Say.T("lists.customer"), c.Say.T("lists.code"), c.Say.T("orders.taken"), c.Say.T("lists.amount"),
		c.Say.T("lists.currency"), c.Say.T("orders.goes"), c.Say.T("orders.may"), c.Say.T("orders.priority"), c.Say.T("orders.priority_why"), c.Say.T("orders.why"), c.Say.T("lists.manager"),
	}
	return c.Export(c.Say.T("nav.orders")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		for i := range queue.Rows {
			o := &queue.Rows[i]
			err := row(o.Place, o.Order, o.Name, string(o.Customer), o.On, amount(o.Left, o.Currency), string(o.Currency), c.Say.T("orders.goes_"+o.Goes),
				amount(o.May, o.Currency), o.Priority.Points, strings.Join(priorityReasons(c, o), "; "), strings.Join(why(c, o), " "), o.Manager)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
