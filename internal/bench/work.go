package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sample"
)

// What the largest books are dressed with beside their debts, so that no page
// and no job finds nothing: orders that wait, and so many customers in turn with a
// red flag, a repayment plan, and a lift that somebody asked for.
const (
	ordersOpen  = 20_000
	dressedWith = 500
)

// workDay is the day of the run that charges, and of all that is measured after
// it: the next run day, for that of today has its rules.
var (
	workDay   = sample.Default.Today + 3
	chargeDay = workDay.String()
)

// benchPolicy charges penalties and watches for all that jobs look for.
const benchPolicy = `policy: bench
days: calendar
credit: {mean-of: 3}
originals: {chase: [waybill], after: 10, repeat: 7}
red-flags: {late: 30, above: 1000.00}
black-list: {times: 2, days: 10, prepay: 50, months: 3, clean: 30}
steps:
- {id: penalty, at: 1.., repeat: 7, charge: penalty, to: accountant}
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]
authority:
- {may: lift-hold, role: commercial-director}
`

// dressFiles writes the files of orders and of papers that came back for the
// customers and invoices of CSV files, and the policy.
func dressFiles(dir, customers, invoices string) (list []string, policy string, err error) {
	orders, papers := filepath.Join(dir, "orders.csv"), filepath.Join(dir, "papers.csv")
	policy = filepath.Join(dir, "bench.yaml")
	if err := os.WriteFile(policy, []byte(benchPolicy), 0o600); err != nil {
		return nil, "", err
	}
	codes, err := firstCells(customers)
	if err != nil {
		return nil, "", err
	}
	numbers, err := firstCells(invoices)
	if err != nil {
		return nil, "", err
	}
	var text strings.Builder
	text.WriteString("customer,order,to_ship,date\n")
	for i := range ordersOpen {
		fmt.Fprintf(&text, "%s,O%06d,%d.00,%s\n", codes[i*7%len(codes)], i, 100+i%900, sample.Default.Today-cal.Date(i%20))
	}
	if err := os.WriteFile(orders, []byte(text.String()), 0o600); err != nil {
		return nil, "", err
	}
	text.Reset()
	text.WriteString("date,kind,invoice,reason\n")
	for i := 0; i < len(numbers); i += 2 { // of every other document the waybill came back
		fmt.Fprintf(&text, "%s,original_returned,%s,waybill\n", sample.Default.Today, numbers[i])
	}
	return []string{orders, papers}, policy, os.WriteFile(papers, []byte(text.String()), 0o600)
}

// firstCells are the first cells of a CSV file's rows.
func firstCells(path string) (list []string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		cell, _, _ := strings.Cut(lines.Text(), ",")
		list = append(list, cell)
	}
	return list[min(1, len(list)):], lines.Err()
}

// dress raises flags, draws repayment plans up and asks for lifts: URL CUSTOMERS.
func dress(args []string) error {
	return inBooks(args[0], func(ctx context.Context, s *desk.Session) error {
		codes, err := firstCells(args[1])
		if err != nil {
			return err
		}
		for i := range min(dressedWith, len(codes)) {
			c := id.Customer(codes[i*len(codes)/dressedWith%len(codes)])
			if err := s.CheckCustomer(ctx, desk.RegisterLook{Customer: c, On: s.Today(), Flag: desk.RaisedFlags[i%len(desk.RaisedFlags)], Note: "register"}); err != nil {
				return err
			}
			_, err := s.DraftRestructuring(ctx, desk.RestructuringRequest{Customer: c, Free: true, Parts: []desk.PromisePart{{Until: s.Today() + 20}}, Reason: "bench"})
			if err != nil {
				tell("no plan for %s: %v", c, err)
			}
			_, err = s.Ask(ctx, desk.AskRequest{Kind: authority.LiftHold, Subject: string(c), Until: s.Today() + 10, Amount: money.Minor(1_00).Decimal("BYN"), Reason: "bench"})
			if err != nil {
				tell("no lift for %s: %v", c, err)
			}
		}
		return nil
	})
}

// inBooks does something in books as an administrator on workDay, without a queue.
func inBooks(url string, do func(context.Context, *desk.Session) error) error {
	ctx := context.Background()
	database, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	s, err := desk.New(database, nil, func() time.Time { return workDay.Time().Add(9 * time.Hour) }).Session(ctx, "", desk.Actor{System: "bench"})
	if err == nil {
		err = do(ctx, s)
	}
	return errors.Join(err, database.Close())
}

// customerRows, historyRows and openRows are what most jobs read, as the client
// reads them.
var (
	openRows = []string{`SELECT customer, invoice, part, contract, currency, issued, due, amount, amount - paid FROM instalment WHERE settled_on IS NULL`}

	historyRows = []string{
		`SELECT customer, name, manager, category FROM customer`, `SELECT customer, contract, number, law, payment_days FROM contract`,
		`SELECT customer, invoice, part, contract, currency, issued, due, amount, paid, settled_on FROM instalment`,
		`SELECT customer, invoice, part, date, amount FROM allocation`, `SELECT customer, currency, date, amount FROM payment`, `SELECT customer, kind, invoice, date FROM event`,
	}
)

// job is work over all of the books that somebody, or the clock, sets going.
type job struct {
	name string
	rows []string // that it reads at least
	do   func(context.Context, *desk.Session) (any, error)
}

// jobsMeasured are the jobs and the lists over all of the books.
var jobsMeasured = []job{
	{"warn of limitation that runs out", openRows, func(ctx context.Context, s *desk.Session) (any, error) { return s.WarnLimitation(ctx, s.Today()) }},
	{"chase papers that are not back", []string{openRows[0], `SELECT invoice, contract, paper FROM original`}, func(ctx context.Context, s *desk.Session) (any, error) {
		return s.ChaseOriginals(ctx, s.Today())
	}},
	{"monthly tasks to look customers up", openRows, func(ctx context.Context, s *desk.Session) (any, error) { return s.RecheckCustomers(ctx, s.Today()) }},
	{"whom to sue, all of it", append([]string{planRows[0]}, openRows...), func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.SueList(ctx, desk.SueQuery{Date: s.Today()}, desk.Leaf{Size: 1})
		return l.Head.Found, err
	}},
	{"limitation, all of it", append([]string{planRows[0]}, openRows...), func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.LimitLeaf(ctx, desk.LimitQuery{Date: s.Today()}, desk.Leaf{Size: 1})
		return l.Head.Found, err
	}},
	{"category campaign, proposals", historyRows, func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.CategoryLeaf(ctx, s.Today(), credit.Yearly, desk.Leaf{Size: 1})
		return l.Head.Found, err
	}},
	{"cost of deferral, by contract", historyRows, func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.DeferralLeaf(ctx, desk.DeferralQuery{Date: s.Today(), Rate: "20"}, desk.Leaf{Size: 1})
		return l.Head.Found, err
	}},
	{"black list, proposals", historyRows, func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.BlackListLeaf(ctx, s.Today(), desk.Leaf{Size: 1})
		return l.Head.Found, err
	}},
	{"order queue, 5,000 of 20,000 orders", []string{`SELECT customer, commitment, amount, currency, date FROM commitment WHERE kind = 'order' AND closed = ''`}, func(ctx context.Context, s *desk.Session) (any, error) {
		l, err := s.OrderLeaf(ctx, desk.QueueQuery{}, desk.Leaf{Size: 1})
		return l.Head.Total, err
	}},
}

// work does one of the jobs: URL NUMBER.
func work(args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	return inBooks(args[0], func(ctx context.Context, s *desk.Session) error {
		came, err := jobsMeasured[n].do(ctx, s)
		tell("%s: %v", jobsMeasured[n].name, came)
		return err
	})
}

// measureWork dresses the largest books and measures what works on all of them,
// once on each engine.
func (b *bench) measureWork(k *books, n int, f invented) error {
	if n < slices.Max(b.invoices) || slices.ContainsFunc(b.pages, func(p enginePage) bool { return p.engine == k.name }) {
		return nil
	}
	amount := grouped(n) + " invoices"
	files, policy, err := dressFiles(k.dir, f.open[0], f.open[3])
	if err != nil {
		return err
	}
	if err := b.step(k, row{work: "import orders and papers that came back", amount: amount}, nil, append([]string{"import"}, files...)...); err != nil {
		return err
	}
	if _, err := k.debitor("policy", "use", policy); err != nil {
		return err
	}
	if err := b.step(k, row{work: "plan --json of a charge step", amount: amount}, k.readTime, "plan", "--json", "--date", chargeDay); err != nil {
		return err
	}
	charge := row{work: "apply a charge step: a penalty for each document that is late", amount: amount}
	if err := b.step(k, charge, func() (time.Duration, error) { return k.insertTime("charge") }, "apply", "--date", chargeDay); err != nil {
		return err
	}
	if _, err := start(b.self, "dress", k.url, f.open[0]); err != nil {
		return err
	}
	for i, j := range jobsMeasured {
		c, err := start(b.self, "work", k.url, strconv.Itoa(i))
		if err != nil {
			return err
		}
		least, err := k.client.read(k.url, strings.Join(j.rows, ";\n"))
		if err != nil {
			return err
		}
		b.measured(row{work: j.name, amount: amount, engine: k.name}, c, least.time)
	}
	return nil
}
