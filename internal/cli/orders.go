package cli

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/sheet"
)

type ordersCommand struct {
	List ordersList `cmd:"" help:"The orders that wait to be shipped, in the order to ship them: prepayers and the punctual first."`
	Ask  ordersAsk  `cmd:"" help:"Ask for the limits that an order needs to go whole."`
}

type ordersList struct {
	Goes     string `placeholder:"HOW" help:"Only orders that may go: whole, part, no."`
	Manager  string `placeholder:"NAME" help:"Only of this manager's customers."`
	Customer string `placeholder:"CODE" help:"Only of this customer."`
	Why      bool   `help:"Tell why each stands where it does, and what helps where it may not go."`
	Out      string `placeholder:"FILE" help:"Write the list to this file: .csv or .xlsx."`
}

type orderJSON struct {
	Place    int            `json:"place"`
	Order    string         `json:"order"`
	Customer id.Customer    `json:"customer"`
	Name     string         `json:"name"`
	Contract id.Contract    `json:"contract,omitempty"`
	On       cal.Date       `json:"date"`
	Left     string         `json:"to_ship"`
	Currency money.Currency `json:"currency"`
	Goes     string         `json:"goes"`
	May      string         `json:"may_go"`
	Priority priorityJSON   `json:"priority"`
	Answer   holdAnswer     `json:"answer"`
}

type priorityJSON struct {
	Points  int    `json:"points"`
	Paid    string `json:"paid_ahead"`
	Ordered string `json:"ordered"`
	Due     int    `json:"fell_due"`
	InTime  int    `json:"in_time"`
	Overdue int    `json:"days_overdue"`
}

func (c *ordersList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		queue, err := s.OrderQueue(a.ctx, desk.QueueQuery{Goes: c.Goes, Manager: c.Manager, Customer: id.Customer(c.Customer)})
		if err != nil {
			return err
		}
		lang := a.lang(s)
		if c.Out != "" {
			if err := tableFile(c.Out, word(lang, "order queue"), headings(lang, orderHeads...), orderCells(lang, queue.Rows)); err != nil {
				return err
			}
		}
		if a.JSON {
			list := make([]orderJSON, len(queue.Rows))
			for i := range queue.Rows {
				list[i] = orderOf(&queue.Rows[i], lang)
			}
			return a.json(map[string]any{"date": queue.Date, "orders": list, "more": queue.More})
		}
		a.orders(lang, queue, c.Why)
		return nil
	})
}

func orderOf(o *desk.QueuedOrder, lang string) orderJSON {
	p := &o.Priority
	return orderJSON{
		o.Place, o.Order, o.Customer, o.Name, o.Contract, o.On, o.Left.Decimal(o.Currency), o.Currency, o.Goes, o.May.Decimal(o.Currency),
		priorityJSON{p.Points, p.Paid.Decimal(o.Currency), p.Ordered.Decimal(o.Currency), p.Due, p.InTime, p.Overdue},
		holdJSON(o.Answer, lang),
	}
}

// orders prints the queue for people.
func (a *app) orders(lang string, queue desk.OrderList, why bool) {
	t := newTable(headings(lang, ">place", "order", "customer", "name", ">to ship", "currency", "may go", ">priority")...)
	for i := range queue.Rows {
		o := &queue.Rows[i]
		t.add(count(o.Place), o.Order, string(o.Customer), o.Name, grouped(o.Left.Decimal(o.Currency)), string(o.Currency), orderGoes(lang, o), count(o.Priority.Points))
	}
	t.print(a)
	if queue.More {
		a.sayIn(lang, "There are more orders; these are the %d oldest.", desk.MaxQueued)
	}
	if !why {
		return
	}
	for i := range queue.Rows {
		o := &queue.Rows[i]
		p := &o.Priority
		a.say("")
		a.sayIn(lang, "%d. Order %s: priority %d. Paid ahead %s of %s %s; in time %d of %d; days overdue %d.", o.Place, o.Order, p.Points,
			grouped(p.Paid.Decimal(o.Currency)), grouped(p.Ordered.Decimal(o.Currency)), o.Currency, p.InTime, p.Due, p.Overdue)
		for _, line := range answerLines(o, lang) {
			a.say("   %s", line)
		}
	}
}

// answerLines is the answer of the shipment check for an order.
func answerLines(o *desk.QueuedOrder, lang string) []string {
	return strings.Split(o.Answer.Text(lang, credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named}), "\n")
}

// orderGoes is how much of an order may go.
func orderGoes(lang string, o *desk.QueuedOrder) string {
	if o.Goes == desk.GoesPart {
		return word(lang, "up to") + " " + grouped(o.May.Decimal(o.Currency))
	}
	return word(lang, map[string]string{desk.GoesWhole: "whole", desk.GoesNot: "not now"}[o.Goes])
}

var orderHeads = []string{
	"place", "order", "customer", "name", "date", "to ship", "currency", "may go", "amount", "priority", "paid ahead", "in time", "fell due", "days overdue", "why", "manager",
}

func orderCells(lang string, rows []desk.QueuedOrder) (list [][]any) {
	for i := range rows {
		o := &rows[i]
		p := &o.Priority
		list = append(list, []any{
			o.Place, o.Order, string(o.Customer), o.Name, o.On, sheet.Decimal(o.Left.Decimal(o.Currency)), string(o.Currency), orderGoes(lang, o),
			sheet.Decimal(o.May.Decimal(o.Currency)), p.Points, sheet.Decimal(p.Paid.Decimal(o.Currency)), p.InTime, p.Due, p.Overdue,
			strings.Join(answerLines(o, lang), " "), o.Manager,
		})
	}
	return list
}

type ordersAsk struct {
	Order  string `arg:"" help:"The order's number."`
	Reason string `required:"" help:"Why."`
}

func (c *ordersAsk) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		asked, err := s.AskForOrder(a.ctx, c.Order, c.Reason)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"approvals": asked})
		}
		for i := range asked {
			a.sayApproval(a.lang(s), &asked[i])
		}
		return nil
	})
}
