package desk

import (
	"context"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// jobOriginals chases the signed papers of shipments.
const jobOriginals = "originals"

// originalsEvery is how often it is asked whether papers are to be chased: a
// matter of days.
const originalsEvery = 6 * time.Hour

// chaseStep is what the tasks come of that ask for papers back.
const chaseStep = "originals"

// TaskChaseOriginals asks somebody to get signed papers back.
const TaskChaseOriginals = "chase-originals"

// chaseCustomers is how many customers one change of tasks is about, and how
// many are read at once; chaseDocuments how many documents one customer's tasks
// name.
const (
	chaseCustomers = 2000
	chaseDocuments = 500
)

// BareShipment is a shipment that is not paid and whose signed papers are not
// all back.
type BareShipment struct {
	store.Bare
	Document string
	Lacks    []string // of policy.Returned
	Days     int      // since it was shipped
}

// BareShipmentsQuery asks for shipments without originals as of a day.
type BareShipmentsQuery struct {
	Date          cal.Date `json:"-"`
	Manager       string
	Paper         string // of policy.Returned: only what lacks this; empty: what the policy chases, or the waybill
	Offset, Limit int
}

func (q *BareShipmentsQuery) check() error {
	if q.Paper != "" && !slices.Contains(policy.Returned, q.Paper) {
		return fault.New(fault.Usage, "original.paper", "%q is no paper that comes back", q.Paper)
	}
	return nil
}

// BareHead is what stands above a list of shipments without originals.
type BareHead struct {
	After int // days from which the policy chases them; 0: it does not
	Found int // shipments, whether their rows are kept or not
}

// BareShipments is the report of shipments without originals, the oldest first
// and the days after which the policy chases them, 0 if it does not.
// Its fault is original.paper.
func (s *Session) BareShipments(ctx context.Context, q BareShipmentsQuery) (list []BareShipment, after int, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		asked, days, err := s.bareQuery(ctx, r, q)
		if err != nil {
			return err
		}
		after = days
		list, err = bareShipments(ctx, r, asked, q.Date)
		return err
	})
	return list, after, err
}

// bareList is BareShipments as its page shows it.
var bareList = keptList[BareShipmentsQuery, BareHead, BareShipment]{"originals", func(s *Session, ctx context.Context, r store.Reader, q BareShipmentsQuery, day cal.Date) (head BareHead, rows []BareShipment, err error) {
	q.Date, q.Limit = day, ListRows
	asked, after, err := s.bareQuery(ctx, r, q)
	if err != nil {
		return head, nil, err
	}
	head.After = after
	if head.Found, err = r.BareCount(ctx, asked); err != nil {
		return head, nil, err
	}
	rows, err = bareShipments(ctx, r, asked, day)
	return head, rows, err
}}

// BareLeaf is a page of BareShipments, as it is kept. Its fault is the same; Offset
// and Limit of the query count for nothing.
func (s *Session) BareLeaf(ctx context.Context, q BareShipmentsQuery, of Leaf) (out Listed[BareHead, BareShipment], err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	q.Offset, q.Limit = 0, 0
	return bareList.leaf(ctx, s, q, q.Date, of)
}

// bareQuery is what a query asks of the books, and the days after which the
// policy chases.
func (s *Session) bareQuery(ctx context.Context, r store.Reader, q BareShipmentsQuery) (asked store.BareQuery, after int, err error) {
	if err := q.check(); err != nil {
		return asked, 0, err
	}
	rules, err := s.rulesIfAny(ctx, r, q.Date)
	papers := []string{policy.EvidenceWaybill}
	if rules.Policy != nil && rules.Originals.After > 0 {
		papers, after = rules.Originals.Chase, rules.Originals.After
	}
	if q.Paper != "" {
		papers = []string{q.Paper}
	}
	return store.BareQuery{Scope: s.scope().Of(q.Manager), Papers: papers, Until: q.Date - cal.Date(after), Offset: q.Offset, Limit: q.Limit}, after, err
}

// bareShipments reads shipments with what they lack of the papers asked for.
func bareShipments(ctx context.Context, r store.Reader, q store.BareQuery, day cal.Date) ([]BareShipment, error) {
	rows, err := r.BareShipments(ctx, q)
	if err != nil {
		return nil, err
	}
	return lacking(ctx, r, rows, q.Papers, day)
}

// lacking says of shipments which of the papers are not back.
func lacking(ctx context.Context, r store.Reader, rows []store.Bare, papers []string, day cal.Date) ([]BareShipment, error) {
	invoices, contracts := make([]id.Invoice, len(rows)), []id.Contract{}
	for i := range rows {
		invoices[i] = rows[i].Invoice
		contracts = append(contracts, rows[i].Contract)
	}
	slices.Sort(contracts)
	back, err := r.Originals(ctx, invoices, slices.Compact(contracts))
	if err != nil {
		return nil, err
	}
	there := make(map[store.Original]bool, len(back))
	for _, o := range back {
		there[store.Original{Invoice: o.Invoice, Contract: o.Contract, Paper: o.Paper}] = true
	}
	documents, err := r.Documents(ctx, invoices)
	list := make([]BareShipment, len(rows))
	for i, row := range rows {
		b := BareShipment{Bare: row, Document: documents[row.Invoice].Number, Days: int(day - row.Shipped)}
		if b.Document == "" {
			b.Document = string(row.Invoice)
		}
		for _, paper := range papers {
			if !there[originalOf(row.Invoice, row.Contract, paper)] {
				b.Lacks = append(b.Lacks, paper)
			}
		}
		list[i] = b
	}
	return list, err
}

// ChaseOriginals makes the tasks to get signed papers back, as the policy of
// the day says, again where they are not back after its days, and ends those of
// whoever has sent all. It tells how many tasks were made.
func (s *Session) ChaseOriginals(ctx context.Context, day cal.Date) (made int, err error) {
	var rules Rules
	var ended []id.Customer
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		if rules, err = s.rulesIfAny(ctx, r, day); err != nil {
			return err
		}
		ended, err = r.CustomersWithTasks(ctx, chaseStep)
		return err
	})
	if err != nil {
		return 0, err
	}
	for piece := range slices.Chunk(ended, chaseCustomers) {
		err := s.do(ctx, EditCustomers, "original.chase", nil, func(ctx context.Context, e *entry) error {
			return s.endChase(ctx, e, piece...)
		})
		if err != nil {
			return 0, err
		}
	}
	if rules.Policy == nil || rules.Originals.After == 0 {
		return 0, nil
	}
	var of staff
	profile, err := s.Profile()
	if err != nil {
		return 0, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		of, err = readStaff(ctx, r, profile)
		return err
	})
	if err != nil {
		return 0, err
	}
	q := store.BareQuery{Scope: s.scope(), Papers: rules.Originals.Chase, Until: day - cal.Date(rules.Originals.After), Limit: chaseCustomers}
	for {
		var list []id.Customer
		err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
			list, err = r.BareCustomers(ctx, q)
			return err
		})
		if err != nil || len(list) == 0 {
			return made, err
		}
		n := 0
		err = s.do(ctx, EditCustomers, "original.chase", nil, func(ctx context.Context, e *entry) (err error) {
			n, err = s.chase(ctx, e, &rules.Originals, of, list, day)
			return err
		})
		if made += n; err != nil {
			return made, err
		}
		q.After = list[len(list)-1]
	}
}

// chase makes the tasks of customers, one for each currency, but of those who
// were asked a short while ago. Tasks that were made before give way to the new
// ones.
func (s *Session) chase(ctx context.Context, e *entry, o *policy.Originals, of staff, customers []id.Customer, day cal.Date) (made int, err error) {
	before, err := e.TasksAmong(ctx, customers, chaseStep)
	if err != nil {
		return 0, err
	}
	asked := slices.DeleteFunc(slices.Clone(customers), func(c id.Customer) bool {
		return slices.ContainsFunc(before[c], func(t store.Task) bool { return t.RunDate+cal.Date(o.Repeat) > day })
	})
	if len(asked) == 0 {
		return 0, nil
	}
	rows, err := e.BareOfEach(ctx, store.BareQuery{Scope: store.Scope{All: true}, Papers: o.Chase, Until: day - cal.Date(o.After), Customers: asked}, chaseDocuments)
	if err != nil {
		return 0, err
	}
	list, err := lacking(ctx, e.Reader, rows, o.Chase, day)
	if err != nil {
		return 0, err
	}
	tasks := chases(list, func(b *BareShipment) newTask {
		return newTask{Day: day, Role: o.To, Assignee: of.who(o.To, b.Manager), Deadline: day + cal.Date(o.Repeat)}
	})
	again := map[id.Customer]bool{}
	for i := range tasks {
		again[tasks[i].Customer] = true
	}
	open, err := e.OpenTasksAmong(ctx, asked, chaseStep)
	if err != nil {
		return 0, err
	}
	open = slices.DeleteFunc(open, func(t store.Task) bool { return !again[t.Customer] })
	if err := s.closeTasks(ctx, e, open, store.TaskCancelled); err != nil {
		return 0, err
	}
	return len(tasks), e.makeTasks(ctx, tasks)
}

// chases are the tasks to get the papers of shipments back, which are by
// customer: one for each of his currencies.
func chases(list []BareShipment, begin func(*BareShipment) newTask) (tasks []newTask) {
	type key struct {
		customer id.Customer
		currency money.Currency
	}
	at := map[key]int{}
	for i := range list {
		b := &list[i]
		n, begun := at[key{b.Customer, b.Currency}]
		if !begun {
			t := begin(b)
			t.Customer, t.From, t.Currency, t.Task = b.Customer, chaseStep, b.Currency, TaskChaseOriginals
			n = len(tasks)
			at[key{b.Customer, b.Currency}], tasks = n, append(tasks, t)
		}
		t := &tasks[n]
		t.Total += b.Open
		t.Items = append(t.Items, TaskItem{Invoice: b.Invoice, Part: 1, Document: b.Document, Contract: string(b.Contract), Open: b.Open.Decimal(b.Currency)})
	}
	for i := range tasks {
		tasks[i].Because = fault.New(fault.Refused, "task.originals", "signed papers of %d documents are not back", len(tasks[i].Items))
	}
	return tasks
}

// endChase ends the tasks of customers that name no document which lacks a paper
// any more, by the policy of today: they came back, or are paid.
func (s *Session) endChase(ctx context.Context, e *entry, customers ...id.Customer) error {
	tasks, err := e.OpenTasksAmong(ctx, customers, chaseStep)
	if err != nil || len(tasks) == 0 {
		return err
	}
	rules, err := s.rulesIfAny(ctx, e.Reader, s.Today())
	if err != nil {
		return err
	}
	named, asked := make([][]id.Invoice, len(tasks)), make([]id.Customer, len(tasks))
	for i := range tasks {
		items, _, err := readTask(&tasks[i])
		if err != nil {
			return err
		}
		for _, it := range items {
			named[i] = append(named[i], it.Invoice)
		}
		asked[i] = tasks[i].Customer
	}
	bare := map[id.Invoice]bool{}
	if rules.Policy != nil && rules.Originals.After > 0 {
		list, err := e.BareOfEach(ctx, store.BareQuery{Scope: store.Scope{All: true}, Papers: rules.Originals.Chase, Until: s.Today(), Customers: asked}, chaseDocuments*10)
		if err != nil {
			return err
		}
		for _, b := range list {
			bare[b.Invoice] = true
		}
	}
	var done []store.Task
	for i := range tasks {
		if !slices.ContainsFunc(named[i], func(v id.Invoice) bool { return bare[v] }) {
			done = append(done, tasks[i])
		}
	}
	return s.closeTasks(ctx, e, done, store.TaskDone)
}

// chaseDue is ChaseOriginals as of today, for the worker.
func chaseDue(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.ChaseOriginals(ctx, s.Today())
	return err
}
