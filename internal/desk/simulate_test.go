package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

// idle is a policy that never acts: compared with it, another shows all it does.
const idle = `policy: idle
title: {en: Idle}
steps:
  - {id: never, at: 3000.., task: nothing}
`

// busy has of what a run can make, and looks at how customers paid before.
const busy = `policy: busy
title: {en: Busy}
min-gap: 3
run: {on: [mon, wed, fri], holiday: next-working-day}
steps:
  - {id: hello, at: -3..0, letter: reminder, by: [email], missed: send-before}
  - {id: ring, at: 1..9, call: ring, repeat: 4, every: [tue, thu]}
  - {id: warning, at: 3..8, letter: warning, by: [post, email], missed: send-late, per: invoice}
  - {id: broken, on: promise-broken, call: ask-why}
  - {id: claim, at: 9.., letter: claim, by: [post], after: warning, if: late_times > 1 or owed > 50.00}
  - {id: boss, at: 15.., escalate: what-now, options: [wait, sue], to: director, after: claim}
holds:
  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales], if: open > 20.00}
`

// TestSimulateIsPlanAndApply replays random books and then really applies the
// policy on each day: the same steps for the same instalments on the same days.
func TestSimulateIsPlanAndApply(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		seeds := 4
		if strings.HasPrefix(url, "postgres") || testing.Short() {
			seeds = 1
		}
		b := openBooks(t, url)
		for seed := range seeds {
			code := id.Company(fmt.Sprintf("c%d", seed))
			if _, err := b.desk.AddCompany(t.Context(), desk.Actor{}, code, desk.Profile{Name: "Co", Country: "BY", Currency: "BYN"}); err != nil {
				t.Fatal(err)
			}
			s, err := b.desk.Session(t.Context(), code, desk.Actor{System: "test"})
			if err != nil {
				t.Fatal(err)
			}
			one := *b
			one.Session = s
			name := "aktivmarket"
			if seed%2 == 0 {
				name = one.file("busy.yaml", busy)
			}
			simulateIsApply(t, &one, code, name, uint64(seed))
		}
	})
}

func simulateIsApply(t *testing.T, b *books, company id.Company, name string, seed uint64) {
	t.Helper()
	b.take("customers.csv", "customer,name,email\nA,Co,a@a.example\nB,Co,\nC,Co,c@c.example\n")
	f := newFacts(seed)
	for range 15 {
		b.take(f.file("2026-01-01", "2026-03-10", false))
	}
	from, to := on("2026-01-05"), on("2026-03-31")
	if _, err := b.UsePolicy(t.Context(), name, 0); err != nil {
		t.Fatal(err)
	}
	var simulated []string
	sim, err := b.Simulate(t.Context(), desk.SimulateQuery{Policies: []string{name, b.file("idle.yaml", idle)}, From: from, To: to}, func(p desk.SimulatedPart) error {
		for _, d := range p.Differences {
			simulated = append(simulated, fmt.Sprintf("%s %s/%d %s %s", d.Customer, d.Invoice, d.Part, d.A.Step, d.Date))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var letters, emails, prints, tasks, held int
	for day := from; day <= to; day++ {
		r, err := b.Apply(t.Context(), day, "")
		if err != nil {
			t.Fatal(err)
		}
		letters, emails, prints, tasks = letters+r.Letters, emails+r.Emails, prints+r.Prints, tasks+r.Tasks
		for _, customer := range codes {
			answer, err := b.Hold(t.Context(), desk.HoldQuery{Customer: id.Customer(customer), Date: day})
			if err != nil {
				t.Fatal(err)
			}
			if answer.Held {
				held++
			}
		}
	}
	slices.Sort(simulated)
	applied := b.decided(company)
	if diff := cmp.Diff(applied, simulated); diff != "" || len(applied) < 10 {
		t.Errorf("seed %d, %d steps (-applied +simulated):\n%s", seed, len(applied), diff)
	}
	n := &sim.Policies[0].Figures.Counts
	got, want := [5]int{n.Letters, n.Emails, n.Prints, n.Calls + n.Others(), n.HoldDays}, [5]int{letters, emails, prints, tasks, held}
	if got != want || sim.Customers != len(codes) {
		t.Errorf("seed %d: letters, e-mails, prints, tasks, days on hold: simulated %v, applied %v; %d customers", seed, got, want, sim.Customers)
	}
}

// decided lists the steps recorded in a company's books.
func (b *books) decided(company id.Company) (list []string) {
	b.Helper()
	err := b.db.Read(b.Context(), func(q db.Querier) error {
		rows, err := q.Query(b.Context(), `SELECT customer, invoice, part, step, run_date FROM decision WHERE company = $1`, string(company))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var customer, invoice, step string
			var part int
			var day cal.Date
			if err := rows.Scan(&customer, &invoice, &part, &step, &day); err != nil {
				return err
			}
			list = append(list, fmt.Sprintf("%s %s/%d %s %s", customer, invoice, part, step, day))
		}
		return rows.Err()
	})
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// TestSimulateStops sees that an error of whoever takes the pieces ends it, with
// more pieces still being played.
func TestSimulateStops(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	var customers, invoices strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&customers, "C%04d,Co\n", i)
		fmt.Fprintf(&invoices, "I%d,C%04d,2026-01-01,2026-01-10,5.00,BYN\n", i, i)
	}
	b.take("customers.csv", "customer,name\n"+customers.String())
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n"+invoices.String())
	q := desk.SimulateQuery{Policies: []string{"aktivmarket"}, From: on("2026-01-01"), To: on("2026-02-28")}
	full := errors.New("disk full")
	pieces := 0
	if _, err := b.Simulate(t.Context(), q, func(desk.SimulatedPart) error { pieces++; return full }); !errors.Is(err, full) || pieces != 1 {
		t.Errorf("%v after %d pieces", err, pieces)
	}
	var order []string
	sim, err := b.Simulate(t.Context(), q, func(p desk.SimulatedPart) error {
		for i := range p.Customers {
			order = append(order, string(p.Customers[i].ID))
		}
		return nil
	})
	if err != nil || sim.Customers != 1200 || len(order) != 1200 || !slices.IsSorted(order) || sim.Policies[0].Figures.Letters != 2400 {
		t.Errorf("%v, %d customers, %d in order, %d letters", err, sim.Customers, len(order), sim.Policies[0].Figures.Letters)
	}
	_, err = b.Simulate(t.Context(), desk.SimulateQuery{Policies: []string{"aktivmarket"}, From: q.To, To: q.From}, nil)
	refused(t, err, fault.Usage, "simulate.span")
}
