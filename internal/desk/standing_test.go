package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/store"
)

// TestStandingFollowsTheFacts imports random files while days pass, some with
// facts of days to come: whenever a list is opened, it says what the ledger
// says, of today and of another day.
func TestStandingFollowsTheFacts(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		runs := 12
		if strings.HasPrefix(url, "postgres") || testing.Short() {
			runs = 2
		}
		for seed := range runs {
			b := openBooks(t, schema.SQLite(t))
			if seed == 0 {
				b = openBooks(t, url)
			}
			standingFollows(t, b, uint64(seed))
		}
	})
}

func standingFollows(t *testing.T, b *books, seed uint64) {
	t.Helper()
	today := on("2026-01-10")
	d := desk.New(b.db, nil, func() time.Time { return today.Time().Add(8 * time.Hour) })
	s, err := d.Session(t.Context(), "", desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	b.Session = s
	b.customers(codes...)
	f := newFacts(seed)
	for i := range 25 {
		name, text := f.file("2026-01-01", "2026-02-28", true)
		if _, err := b.try(name, text, desk.ImportOptions{}); err != nil {
			continue
		}
		today += cal.Date(f.IntN(9) - 1) // a clock may be put right
		for _, day := range []cal.Date{today, today - cal.Date(f.IntN(20))} {
			if got, want := b.listed(day), b.aged(day); got != want {
				t.Fatalf("seed %d, file %d, on %s of %s: the list says\n%sthe ledger\n%s", seed, i, day, today, got, want)
			}
		}
		b.sound()
	}
}

// listed is the list of customers as of a day; who owes nothing is left out.
func (b *books) listed(day cal.Date) string {
	b.Helper()
	p, err := b.Customers(b.Context(), day, desk.CustomersQuery{Sort: "customer", Limit: 100})
	if err != nil {
		b.Fatal(err)
	}
	text := ""
	sums := map[money.Currency]store.StandingTotal{}
	for _, r := range p.Rows {
		t := sums[r.Currency]
		t.Rows, t.Currency, t.Total, t.Overdue, t.Credit = t.Rows+1, r.Currency, t.Total+r.Total, t.Overdue+r.Overdue, t.Credit+r.Credit
		for i, m := range r.Amounts {
			t.Amounts[i] += m
		}
		sums[r.Currency] = t
		if r.Total != 0 {
			text += fmt.Sprintln(r.Customer, r.Ages, r.Credit)
		}
	}
	for _, t := range p.Totals {
		if t != sums[t.Currency] {
			b.Errorf("on %s the list sums to %+v, its rows to %+v", day, t, sums[t.Currency])
		}
		delete(sums, t.Currency)
	}
	if len(sums) > 0 {
		b.Errorf("on %s nothing is summed of %v", day, sums)
	}
	return text
}

// aged is the same from the aging report.
func (b *books) aged(day cal.Date) string {
	b.Helper()
	text := ""
	err := b.Aging(b.Context(), day, "customer", func(r desk.AgingRow) error {
		text += fmt.Sprintln(r.Customer, r.Ages, r.Credit)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return text
}

func TestCustomersAreNarrowed(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,tax_id,manager,category,country,region\nA,Kovač d.o.o.,100,ann,k,BA,\nB,ООО «Ёлка»,200,bob,k,BY,Минск\nC,100% Sale,300,ann,l,BY,\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-26,100,BYN\nI2,B,,2026-01-05,2026-02-27,50,BYN\nI3,B,,2025-01-05,2025-02-27,1000,BYN\nI4,A,,2026-01-05,2026-01-26,7,EUR\n")
		for name, c := range map[string]struct {
			q    desk.CustomersQuery
			want string
		}{
			"all":         {desk.CustomersQuery{}, "B A A C"},
			"by name":     {desk.CustomersQuery{Sort: "name"}, "C A A B"},
			"overdue":     {desk.CustomersQuery{Overdue: true}, "B A A"},
			"search":      {desk.CustomersQuery{Search: "KOVAC"}, "A A"},
			"search more": {desk.CustomersQuery{Search: "елка ооо"}, "B"},
			"tax id":      {desk.CustomersQuery{Search: "300"}, "C"},
			"a percent":   {desk.CustomersQuery{Search: "0%"}, "C"},
			"manager":     {desk.CustomersQuery{Manager: "ann", Overdue: true}, "A A"},
			"region":      {desk.CustomersQuery{Region: "Минск"}, "B"},
			"country":     {desk.CustomersQuery{Region: "BY"}, "C"},
			"category":    {desk.CustomersQuery{Category: "l"}, "C"},
			"class A":     {desk.CustomersQuery{Class: "A", Sort: "-oldest"}, "A B"},
			"page":        {desk.CustomersQuery{Limit: 1, Offset: 1}, "A"},
		} {
			p, err := b.Customers(t.Context(), on("2026-02-03"), c.q)
			if err != nil {
				t.Fatal(name, err)
			}
			if got := customersOf(p.Rows); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		p, err := b.Customers(t.Context(), on("2026-02-03"), desk.CustomersQuery{Overdue: true, Limit: 1})
		if err != nil || p.Hidden != 1 || len(p.Totals) != 2 || p.Totals[0].Overdue != 110000 || p.Totals[0].Total != 115000 || p.Totals[0].Rows != 2 {
			t.Errorf("%d hidden, %+v, %v", p.Hidden, p.Totals, err)
		}
		if got := fmt.Sprint(p.Choices); got != "map[category:[k l] manager:[ann bob] region:[BA BY Минск]]" {
			t.Errorf("choices %s", got)
		}
	})
}

// TestSearchStopsAtMany: what a search finds is counted up to a number, by name,
// and then it says that there are more; who owes nothing overdue is still told
// of.
func TestSearchStopsAtMany(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		var text strings.Builder
		text.WriteString("customer,name,manager\nA,Zulu debtor,Ann\nB,Nobody but late,Ann\n")
		for i := range desk.CustomersFound - 1 {
			fmt.Fprintf(&text, "N%04d,Nobody %04d,Bea\n", i, i)
		}
		b.take("customers.csv", text.String())
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-26,100,BYN\nI2,B,,2026-01-05,2026-01-26,50,BYN\n")
		for name, c := range map[string]struct {
			q            desk.CustomersQuery
			rows, hidden int
			others       bool
		}{
			"all of them":    {desk.CustomersQuery{Search: "nobody"}, 500, 0, false},
			"one more":       {desk.CustomersQuery{Search: "o"}, 500, 0, true},
			"late ones":      {desk.CustomersQuery{Search: "nobody", Overdue: true}, 1, 499, false},
			"of a manager":   {desk.CustomersQuery{Search: "o", Manager: "Ann"}, 2, 0, false},
			"nobody is":      {desk.CustomersQuery{Search: "nobody else"}, 0, 0, false},
			"on another day": {desk.CustomersQuery{Search: "zulu"}, 1, 0, false},
		} {
			day := on("2026-02-03")
			if name == "on another day" {
				day = on("2026-01-27")
			}
			p, err := b.Customers(t.Context(), day, c.q)
			if err != nil {
				t.Fatal(name, err)
			}
			total := 0
			for _, t := range p.Totals {
				total += t.Rows
			}
			if len(p.Rows) != c.rows || total != c.rows || p.Hidden != c.hidden || p.Others != c.others {
				t.Errorf("%s: %d rows, %d in all, %d hidden, others %t; want %+v", name, len(p.Rows), total, p.Hidden, p.Others, c)
			}
		}
	})
}

func customersOf(rows []store.StandingRow) string {
	var codes []string
	for _, r := range rows {
		codes = append(codes, string(r.Customer))
	}
	return strings.Join(codes, " ")
}

// TestCheckFindsAFalseStanding changes a row behind the desk's back.
func TestCheckFindsAFalseStanding(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-26,100,BYN\n")
		b.listed(on("2026-02-03"))
		b.sound()
		for _, change := range []struct{ spoil, mend string }{
			{"UPDATE standing SET overdue = overdue + 1 WHERE customer = 'A'", "UPDATE standing SET overdue = overdue - 1 WHERE customer = 'A'"},
			{"UPDATE standing SET d30 = 5 WHERE customer = 'B'", "UPDATE standing SET d30 = 0 WHERE customer = 'B'"},
			{"UPDATE standing SET manager = 'Bea' WHERE customer = 'A'", "UPDATE standing SET manager = (SELECT c.manager FROM customer c WHERE c.customer = 'A') WHERE customer = 'A'"},
			{"UPDATE standing SET region = 'nowhere' WHERE customer = 'A'", "UPDATE standing SET region = (SELECT c.country FROM customer c WHERE c.customer = 'A') WHERE customer = 'A'"},
			{"UPDATE standing SET search = search || 'x' WHERE customer = 'A'", "UPDATE standing SET search = SUBSTR(search, 1, LENGTH(search) - 1) WHERE customer = 'A'"},
			{"UPDATE standing SET credit = credit + 1 WHERE customer = 'A'", "UPDATE standing SET credit = credit - 1 WHERE customer = 'A'"},
			{"UPDATE standing_class SET b = a + 1", "UPDATE standing_class SET b = a"},
			{"UPDATE standing_sum SET credit = credit + 1", "UPDATE standing_sum SET credit = credit - 1"},
			{"DELETE FROM standing WHERE customer = 'A'", ""},
		} {
			b.exec(change.spoil)
			r, err := b.Check(t.Context())
			if err != nil || !slices.ContainsFunc(r.Problems, func(p desk.Problem) bool { return p.Code == "check.standing" }) {
				t.Errorf("%s: found %v %v", change.spoil, r.Problems, err)
			}
			if change.mend != "" {
				b.exec(change.mend)
				b.sound()
			}
		}
	})
}
