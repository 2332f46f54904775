package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// MaxQueued is how many orders stand in the queue, the oldest: each is answered
// for by itself, and nobody ships more in a day.
const MaxQueued = 5000

// How much of an order may go.
const (
	GoesWhole = "whole"
	GoesPart  = "part"
	GoesNot   = "no"
)

// QueueQuery picks orders of the queue; empty fields pick all.
type QueueQuery struct {
	Manager  string
	Customer id.Customer
	Goes     string // whole, part, no
	Offset   int
	Limit    int // 0: all
}

// QueuedOrder is an order with its place and what of it may go.
type QueuedOrder struct {
	Place    int // in the queue of the whole company, from 1
	Order    string
	Customer id.Customer
	Name     string
	Manager  string
	Contract id.Contract
	On       cal.Date
	Left     money.Minor
	Currency money.Currency
	Priority Priority
	Answer   credit.Answer // as `hold` gives it for the order, once what stands above it is gone
	Goes     string
	May      money.Minor // how much of it may go
}

// Priority is why a customer's orders stand where they do.
type Priority struct {
	Points  int
	Paid    money.Minor // what of his money is beyond his debts in the orders' currency
	Ordered money.Minor // his orders in it
	Due     int         // instalments that fell due within a year
	InTime  int         // of them, paid in time
	Overdue int         // days that his oldest debt is overdue
}

// OrderList is the orders that wait to be shipped, in the order in which the
// warehouse is to work.
type OrderList struct {
	Date  cal.Date
	Rows  []QueuedOrder
	Total int  // that the query picks
	More  bool // there are more orders than MaxQueued
}

// OrderQueue ranks the orders taken: prepayers and the punctual first, then who
// ordered first. Each order is answered for as the live check would answer when
// all above it that may go are gone. It changes nothing.
func (s *Session) OrderQueue(ctx context.Context, q QueueQuery) (out OrderList, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.orderQueue(ctx, r, q)
		return err
	})
	return out, err
}

// orderQueue is OrderQueue as its page shows it; its head has no rows.
var orderQueue = keptList[QueueQuery, OrderList, QueuedOrder]{"orders", func(s *Session, ctx context.Context, r store.Reader, q QueueQuery, _ cal.Date) (OrderList, []QueuedOrder, error) {
	head, err := s.orderQueue(ctx, r, q)
	rows := head.Rows
	head.Rows = nil
	return head, rows, err
}}

// OrderLeaf is a page of OrderQueue, as it is kept. Its fault is the same; Offset and
// Limit of the query count for nothing.
func (s *Session) OrderLeaf(ctx context.Context, q QueueQuery, of Leaf) (out Listed[OrderList, QueuedOrder], err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	q.Offset, q.Limit = 0, 0
	return orderQueue.leaf(ctx, s, q, s.Today(), of)
}

func (q *QueueQuery) check() error {
	if q.Goes != "" && q.Goes != GoesWhole && q.Goes != GoesPart && q.Goes != GoesNot {
		return fault.New(fault.Usage, "orders.goes", "an order goes whole, part or no, not %q", q.Goes)
	}
	return nil
}

func (s *Session) orderQueue(ctx context.Context, r store.Reader, q QueueQuery) (OrderList, error) {
	out := OrderList{Date: s.Today()}
	rules, err := s.rules(ctx, r, out.Date)
	if err != nil {
		return out, err
	}
	w := queueing{Session: s, r: r, rules: rules, day: out.Date, accounts: map[id.Customer]*ledger.Account{}, heads: map[id.Customer]id.Customer{}, gone: map[id.Customer][]credit.Commitment{}}
	ranked, more, err := w.ranked(ctx)
	if err != nil {
		return out, err
	}
	out.More = more
	out.Rows, out.Total, err = w.pick(ctx, ranked, q)
	return out, err
}

// queueing is a queue while it is made.
type queueing struct {
	*Session
	r        store.Reader
	rules    Rules
	day      cal.Date
	accounts map[id.Customer]*ledger.Account
	heads    map[id.Customer]id.Customer         // of their groups
	gone     map[id.Customer][]credit.Commitment // what is taken to have gone for the orders above
}

// ranked are all orders by their places, not answered for yet.
func (w *queueing) ranked(ctx context.Context) ([]QueuedOrder, bool, error) {
	taken, err := w.r.OrdersTaken(ctx, MaxQueued+1)
	if err != nil {
		return nil, false, err
	}
	more := len(taken) > MaxQueued
	taken = taken[:min(len(taken), MaxQueued)]
	list := make([]QueuedOrder, len(taken))
	customers := make([]id.Customer, len(taken))
	sums := map[id.Customer]map[money.Currency]money.Minor{}
	for i := range taken {
		c := &taken[i]
		list[i] = QueuedOrder{Order: c.Key, Customer: c.Customer, Contract: c.Contract, On: c.On, Left: c.Amount, Currency: c.Currency}
		customers[i] = c.Customer
		if sums[c.Customer] == nil {
			sums[c.Customer] = map[money.Currency]money.Minor{}
		}
		sums[c.Customer][c.Currency] += c.Amount
	}
	slices.Sort(customers)
	customers = slices.Compact(customers)
	if err := w.load(ctx, customers); err != nil {
		return nil, false, err
	}
	known, err := w.r.Customers(ctx, customers)
	if err != nil {
		return nil, false, err
	}
	named := make(map[id.Customer]*ledger.Customer, len(known))
	for i := range known {
		c := &known[i]
		if named[c.ID] = c; c.Parent == "" {
			w.heads[c.ID] = c.ID
		}
	}
	for i := range list {
		o := &list[i]
		if c := named[o.Customer]; c != nil {
			o.Name, o.Manager = c.Name, c.Manager
		}
		a, err := w.account(ctx, o.Customer)
		if err != nil {
			return nil, false, err
		}
		o.Priority = priorityOf(a, w.day, o.Currency, sums[o.Customer][o.Currency])
	}
	slices.SortStableFunc(list, func(a, b QueuedOrder) int { return cmp.Compare(b.Priority.Points, a.Priority.Points) }) // they came by day and number
	for i := range list {
		list[i].Place = i + 1
	}
	return list, more, nil
}

// needs is what is read of accounts: also how they have paid.
func (w *queueing) needs() (needs store.Needs) {
	if w.rules.Policy != nil {
		needs = store.Needs(w.rules.Needs())
	}
	needs.Record = true
	return needs
}

// load reads the accounts of customers, all at once.
func (w *queueing) load(ctx context.Context, customers []id.Customer) error {
	list, err := w.r.AccountsOf(ctx, customers, w.day, w.needs())
	for i := range list {
		w.accounts[list[i].Customer] = &list[i]
	}
	return err
}

// account is a customer's account, read once.
func (w *queueing) account(ctx context.Context, c id.Customer) (*ledger.Account, error) {
	if a := w.accounts[c]; a != nil {
		return a, nil
	}
	a, found, err := w.r.Account(ctx, c, w.day, w.needs())
	if err == nil && !found {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", c)
	}
	w.accounts[c] = &a
	return &a, err
}

// priorityOf is the priority of a customer's orders in a currency.
func priorityOf(a *ledger.Account, day cal.Date, currency money.Currency, ordered money.Minor) Priority {
	p := Priority{Ordered: ordered}
	for _, c := range a.Credits {
		if c.Currency == currency {
			p.Paid += c.Amount
		}
	}
	for i := range a.Items {
		it := &a.Items[i]
		if it.Currency == currency {
			p.Paid -= it.Open
		}
		if it.Due != 0 && it.Due < day {
			p.Overdue = max(p.Overdue, int(day-it.Due))
		}
	}
	p.Paid = max(0, p.Paid)
	if a.Record != nil {
		p.Due = len(a.Record.Delays)
		for _, d := range a.Record.Delays {
			if d.Days == 0 {
				p.InTime++
			}
		}
	}
	inTime := insight.Ratio(money.Minor(p.InTime), wholeShare, money.Minor(p.Due))
	p.Points = insight.ShippingPriority(insight.Share(min(p.Paid, ordered), ordered), inTime, p.Overdue)
	return p
}

// wholeShare is all of something in hundredths of a percent.
const wholeShare = 100_00

// pick answers for the orders from the top, and gives those the query picks that
// are the actor's to see.
func (w *queueing) pick(ctx context.Context, ranked []QueuedOrder, q QueueQuery) (rows []QueuedOrder, total int, err error) {
	wanted, err := w.wanted(ctx, ranked, q)
	if err != nil {
		return nil, 0, err
	}
	concerned, err := w.concerned(ctx, ranked, wanted)
	if err != nil {
		return nil, 0, err
	}
	for i := range ranked {
		o := &ranked[i]
		enough := q.Limit > 0 && total >= q.Offset+q.Limit
		if enough && q.Goes == "" {
			if wanted[o.Customer] {
				total++
			}
			continue
		}
		if !concerned[o.Customer] {
			continue
		}
		if err := w.answer(ctx, o); err != nil {
			return nil, 0, err
		}
		if !wanted[o.Customer] || q.Goes != "" && o.Goes != q.Goes {
			continue
		}
		if total++; total > q.Offset && !enough {
			rows = append(rows, *o)
		}
	}
	return rows, total, nil
}

// wanted are the customers whose orders the query picks.
func (w *queueing) wanted(ctx context.Context, ranked []QueuedOrder, q QueueQuery) (map[id.Customer]bool, error) {
	var customers []id.Customer
	for i := range ranked {
		if o := &ranked[i]; (q.Manager == "" || o.Manager == q.Manager) && (q.Customer == "" || o.Customer == q.Customer) {
			customers = append(customers, o.Customer)
		}
	}
	slices.Sort(customers)
	return w.r.CustomersWithin(ctx, w.scope(), slices.Compact(customers))
}

// concerned are the customers who are answered for: those wanted, and those of
// their groups, whose orders may take what a group's limit leaves.
func (w *queueing) concerned(ctx context.Context, ranked []QueuedOrder, wanted map[id.Customer]bool) (map[id.Customer]bool, error) {
	all, groups := map[id.Customer]bool{}, map[id.Customer]bool{}
	for i := range ranked {
		c := ranked[i].Customer
		head, known := w.heads[c]
		if !known {
			var err error
			if head, err = w.r.HeadOf(ctx, c); err != nil {
				return nil, err
			}
			w.heads[c] = head
		}
		groups[head] = groups[head] || wanted[c]
	}
	for i := range ranked {
		c := ranked[i].Customer
		all[c] = groups[w.heads[c]]
	}
	return all, nil
}

// answer says how much of an order may go, and takes that to be gone for those
// below it.
func (w *queueing) answer(ctx context.Context, o *QueuedOrder) error {
	a, err := w.account(ctx, o.Customer)
	if err != nil {
		return err
	}
	if w.rules.Policy == nil {
		o.Answer = credit.Answer{Customer: o.Customer, Date: w.day, Allowed: true, Currency: o.Currency}
	} else if o.Answer, err = w.ask(ctx, a, o); err != nil {
		return err
	}
	o.Goes, o.May = GoesNot, 0
	switch left := o.Answer.Available; {
	case o.Answer.Allowed:
		o.Goes, o.May = GoesWhole, o.Left
	case left != nil && *left > 0:
		o.Goes, o.May = GoesPart, *left
	}
	if o.May > 0 {
		w.gone[o.Customer] = append(w.gone[o.Customer], credit.Commitment{
			Kind: credit.Reservation, Key: "queue " + o.Order, Order: o.Order, Contract: o.Contract, On: w.day, Amount: o.May, Currency: o.Currency,
		})
	}
	return nil
}

// ask is the live check for an order with what stands above it gone.
func (w *queueing) ask(ctx context.Context, a *ledger.Account, o *QueuedOrder) (credit.Answer, error) {
	check, err := w.question(ctx, w.r, w.rules, a, HoldQuery{
		Customer: o.Customer, Date: w.day, Amount: o.Left.Decimal(o.Currency), Currency: o.Currency, Contract: o.Contract, Order: o.Order,
	})
	if err != nil {
		return credit.Answer{}, err
	}
	for _, g := range w.gone[o.Customer] {
		for i := range check.Lifts {
			if g.Currency == check.Currency {
				check.Lifts[i].Used += g.Amount
			}
		}
	}
	check.Commitments = append(check.Commitments, w.gone[o.Customer]...)
	for _, parties := range check.Groups {
		for i := range parties {
			parties[i].Commitments = append(parties[i].Commitments, w.gone[parties[i].Account.Customer]...)
		}
	}
	return w.answerTo(ctx, w.r, &check)
}
