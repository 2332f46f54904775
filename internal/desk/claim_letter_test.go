package desk_test

import (
	"slices"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/money"
	"debitor/internal/store"
)

// A claim of ours stops the clock by itself once it is at the post office, for the
// documents it demands; one by e-mail, one that came back and a mere warning do not.
func TestPostedClaimStopsTheClock(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name,email,address\nA,Mill,a@mill.example,\"Street 1, Minsk\"\n")
		b.take("contracts.csv", "contract,customer,number,law\nK1,A,1,RU\n")
		b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\nI1,A,K1,2026-01-05,2026-01-10,100,BYN\nI2,A,K1,2026-01-20,2026-02-20,40,BYN\n")
		text := "policy: house\ndays: calendar\nrun: {on: [mon, tue, wed, thu, fri]}\nsteps:\n  - {id: claim, at: 5.., letter: claim, by: [post, email]}\n"
		if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", text), 0); err != nil {
			t.Fatal(err)
		}
		stood := func(days int) {
			t.Helper()
			got := map[string]int{}
			if err := b.Limitation(t.Context(), desk.LimitQuery{Date: on("2026-02-10")}, func(r desk.LimitRow) error {
				got[string(r.Invoice)] = r.Clock.Stood
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			report, err := b.WhomToSue(t.Context(), desk.SueQuery{Date: on("2026-02-10")})
			if err != nil {
				t.Fatal(err)
			}
			if got["I1"] != days || got["I2"] != 0 || len(report.Rows) != 1 {
				t.Errorf("the clocks stood %v, want %d for I1 alone; %d to sue", got, days, len(report.Rows))
			}
		}
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		if b.count("letter WHERE template = 'claim'") != 1 {
			t.Fatal("there is no claim")
		}
		b.exec("UPDATE delivery SET state = 'sent', state_on = '2026-02-04' WHERE channel = 'email'")
		stood(0)
		b.exec("UPDATE delivery SET state = 'posted', state_on = '2026-02-05' WHERE channel = 'post'")
		stood(30)
		b.exec("UPDATE delivery SET state = 'returned', state_on = '2026-02-09' WHERE channel = 'post'")
		stood(0)
	})
}

// Under the law of Ukraine the penalty that a suit asks for is that of the last
// year; the debt has three.
func TestBarredPenaltyIsNotSuedFor(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.take("customers.csv", "customer,name\nA,Mill\nB,Mill\n")
	b.take("contracts.csv", "contract,customer,number,law,penalty_per_day\nK1,A,1,UA,0.01\nK2,B,1,BY,0.01\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\nI1,A,K1,2023-12-01,2023-12-31,10000,BYN\nI2,B,K2,2023-12-01,2023-12-31,10000,BYN\n")
	report, err := b.WhomToSue(t.Context(), desk.SueQuery{Date: on("2026-02-03")})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]money.Minor{}
	for _, r := range report.Rows {
		got[string(r.Customer)] = r.Penalty
	}
	// In force from 2024-01-30 to 2025-09-03 no day counted, so what was accrued from
	// 2023-12-31 on has its year still; a year later it has not.
	if got["A"] != got["B"] || got["B"] != 765_00 {
		t.Errorf("%v, want 1 a day of 765 days for both", got)
	}
	report, err = b.WhomToSue(t.Context(), desk.SueQuery{Date: on("2027-02-03")})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Rows {
		got[string(r.Customer)] = r.Penalty
	}
	if got["B"] != 1130_00 || got["A"] >= got["B"] || got["A"] < 365_00 {
		t.Errorf("%v, want all of 1130 days under the law of Belarus, and less under that of Ukraine", got)
	}
}

// The days left in lists are those of the page of limitation, for each instalment
// and at the fewest for each customer and currency.
func TestDaysLeftInLists(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name,country\nA,Mill,\nB,Mill,\nC,Mill,PL\n")
		b.take("contracts.csv", "contract,customer,number,law\nK1,A,1,RU\nK2,A,2,DE\n")
		b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\n"+
			"I1,A,K1,2023-12-01,2023-12-31,100,BYN\nI2,A,K2,2023-12-01,2023-12-31,50,BYN\nI3,B,,2024-03-01,2024-03-31,70,BYN\nI4,C,,2024-03-01,2024-03-31,70,BYN\nI5,B,,2024-03-01,2026-05-31,70,EUR\n")
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2024-06-03,10,BYN,I2\nP2,B,2024-06-03,10,BYN,I3\n")
		if err := b.RecordLegal(t.Context(), desk.LegalFact{Kind: "acknowledged", Subject: "I1", Date: on("2024-02-01")}); err != nil {
			t.Fatal(err)
		}
		left, err := b.DaysLeft(t.Context(), []id.Customer{"A", "B", "C", "A"})
		if err != nil {
			t.Fatal(err)
		}
		fewest := map[desk.CustomerLeft]int{}
		if err := b.Limitation(t.Context(), desk.LimitQuery{Date: b.Today()}, func(r desk.LimitRow) error {
			got := left.Invoices[desk.InvoiceLeft{Invoice: r.Invoice, Part: r.Part}]
			days, known := r.Left()
			if got.Known != known || got.Days != days || known && got.Verified != (len(r.Clock.Doubtful()) == 0) {
				t.Errorf("%s: %+v, want %d %t", r.Invoice, got, days, known)
			}
			key := desk.CustomerLeft{Customer: r.Customer, Currency: r.Currency}
			if before, some := fewest[key]; known && (!some || days < before) {
				fewest[key] = days
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		aged := 0
		if err := b.AgingOf(t.Context(), desk.AgingQuery{Date: b.Today(), By: "customer", Left: true}, func(r desk.AgingRow) error {
			days, known := fewest[desk.CustomerLeft{Customer: r.Customer, Currency: r.Currency}]
			if aged++; r.Left.Known != known || r.Left.Days != days {
				t.Errorf("aging of %s in %s: %+v, want %d", r.Customer, r.Currency, r.Left, days)
			}
			return nil
		}); err != nil || aged != 4 {
			t.Errorf("%d rows of aging: %v", aged, err)
		}
		if len(fewest) != 3 || len(left.Customers) != len(fewest) {
			t.Errorf("%v, want %v", left.Customers, fewest)
		}
		for key, days := range fewest {
			if left.Customers[key].Days != days {
				t.Errorf("%v: %+v, want %d", key, left.Customers[key], days)
			}
		}
	})
}

// A charge asks for no penalty whose year has run out in Ukraine, and says why;
// what was charged in time stays, and the next charge goes on from there.
func TestBarredPenaltyIsNotCharged(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.take("customers.csv", "customer,name\nA,Mill\nB,Mill\n")
	b.take("contracts.csv", "contract,customer,number,law,penalty_per_day\nK1,A,1,UA,0.01\nK2,B,1,BY,0.01\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\nI1,A,K1,2023-12-01,2023-12-31,10000,BYN\nI2,B,K2,2023-12-01,2023-12-31,10000,BYN\nI3,A,K1,2023-12-01,2023-12-31,10000,BYN\n")
	count := func(invoice id.Invoice, to string) (desk.Lateness, bool) {
		t.Helper()
		l, err := b.Lateness(t.Context(), desk.LateQuery{Invoice: invoice, To: on(to)})
		if err != nil {
			t.Fatal(err)
		}
		return l, slices.ContainsFunc(l.Sheet.Warnings, func(w interest.Warning) bool { return w.Code == "interest.penalty_barred" })
	}
	charge := func(to string) store.Charge {
		t.Helper()
		c, err := b.ProposeCharge(t.Context(), desk.NewCharge{Invoice: "I3", To: on(to), Reason: "late"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.ChargeNow(t.Context(), c.Number, "late"); err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, c := range []struct {
		invoice id.Invoice
		to      string
		days    money.Minor
		barred  bool
	}{
		{"I1", "2026-02-03", 765, false},  // the days from 2024-01-30 to 2025-09-03 do not count
		{"I2", "2027-02-03", 1130, false}, // Belarus has no such term
		{"I1", "2027-02-03", 366, true},   // 2026-02-03 to 2027-02-03
	} {
		if l, barred := count(c.invoice, c.to); l.Amount() != c.days*100 || barred != c.barred {
			t.Errorf("%s to %s: %d days, barred %v", c.invoice, c.to, l.Amount()/100, barred)
		}
	}
	first := charge("2026-02-03")
	if l, barred := count("I3", "2027-02-03"); barred || l.More() != 365_00 {
		t.Errorf("what was charged in time: %d more, barred %v", l.More(), barred)
	}
	if l, barred := count("I3", "2028-02-03"); !barred || l.More() != 366_00 || first.Amount != 765_00 {
		t.Errorf("two years later: %d more, barred %v", l.More(), barred)
	}
}
