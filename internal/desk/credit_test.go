package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// ticking gives the books a clock that goes on by a millisecond with each look,
// and can be put forward.
func (b *books) ticking() *atomic.Int64 {
	var at atomic.Int64
	at.Store(clock.UnixMilli())
	b.desk = desk.New(b.db, nil, func() time.Time { return time.UnixMilli(at.Add(1)).UTC() })
	b.Session = b.as("")
	return &at
}

// using puts a policy with this section on credit to use.
func (b *books) using(text string) {
	b.Helper()
	path := b.file("credit.yaml", "policy: credit\nholds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]\n"+text)
	if _, err := b.UsePolicy(b.Context(), path, 0); err != nil {
		b.Fatal(err)
	}
}

func (b *books) may(s *desk.Session, q desk.HoldQuery) credit.Answer {
	b.Helper()
	if q.Date == 0 {
		q.Date = b.Today()
	}
	a, err := s.Hold(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// left is what may ship; -1: no limit is set.
func (b *books) left(c id.Customer) money.Minor {
	b.Helper()
	if a := b.may(b.Session, desk.HoldQuery{Customer: c}); a.Available != nil {
		return *a.Available
	}
	return -1
}

func firstReason(a credit.Answer) string {
	if len(a.Reasons) == 0 {
		return ""
	}
	return a.Reasons[0].Code
}

// A limit is set by whom the policy lets, ends by itself, and leaves the one
// before it; one asked for by approval takes effect.
func TestLimitsAreSetAndEnd(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		at := b.ticking()
		b.using("authority:\n- {may: change-limit, role: head-of-sales, amount: {BYN: 500.00}}\n- {may: change-limit, role: commercial-director, proposed-by: [head-of-security, finance-director]}\n- {may: change-terms, role: director}\n")
		b.customers("A", "B")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n1,A,2026-02-01,2026-03-01,100.00,BYN\n")
		sales, security, finance, director := b.user("olga", "head-of-sales"), b.user("ivan", "head-of-security"), b.user("vera", "finance-director"), b.user("boris", "commercial-director")
		limit := func(s *desk.Session, amount string, until cal.Date) (store.Term, error) {
			return s.SetTerm(b.Context(), desk.NewTerm{Customer: "A", Kind: credit.TermLimit, Amount: amount, Until: until, Reason: "agreed"})
		}
		if b.left("A") != -1 {
			t.Error("there is a limit before any is set")
		}
		if first, err := limit(sales, "400", 0); err != nil || first.Number != 1 || first.Approval != 1 || b.left("A") != 30000 {
			t.Fatalf("set: %+v, %v, left %d", first, err, b.left("A"))
		}
		if _, err := limit(sales, "500.01", 0); fault.Code(err) != "limit.beyond" {
			t.Errorf("beyond his bound: %v", err)
		}
		if _, err := limit(sales, "500", b.Today()+5); err != nil || b.left("A") != 40000 {
			t.Errorf("for a time: %v, left %d", err, b.left("A"))
		}
		at.Add(6 * 24 * time.Hour.Milliseconds())
		if b.left("A") != 30000 {
			t.Errorf("the time is over: left %d", b.left("A"))
		}
		// three approvals.
		asked := b.ask(sales, desk.AskRequest{Kind: authority.ChangeLimit, Subject: "A", Amount: "7000", Until: b.Today() + 9, Reason: "wants 7 and has 5"})
		if asked.State != store.Pending {
			t.Fatalf("asked: %+v", asked)
		}
		b.decide(security, asked.Number, true)
		b.decide(finance, asked.Number, true)
		if b.left("A") != 30000 {
			t.Error("it counts before it is approved")
		}
		if got := b.decide(director, asked.Number, true); got.State != store.Approved || b.left("A") != 690000 {
			t.Errorf("approved: %+v, left %d", got, b.left("A"))
		}
		// Prepayment for a time, R-114.
		head := b.user("anna", "director")
		b.ask(head, desk.AskRequest{Kind: authority.ChangeTerms, Subject: "B", Value: "prepayment=50", Until: b.Today() + 30, Reason: "late"})
		if a := b.may(b.Session, desk.HoldQuery{Customer: "B", Amount: "10"}); a.Allowed || firstReason(a) != credit.Prepay || a.ReleasedByPayment != 500 {
			t.Errorf("prepayment: %+v", a)
		}
		at.Add(31 * 24 * time.Hour.Milliseconds())
		if !b.may(b.Session, desk.HoldQuery{Customer: "B", Amount: "10"}).Allowed {
			t.Error("the prepayment did not end")
		}
		// Fewer days for a time, R-117; what stands in a contract is a task that says why.
		b.ask(head, desk.AskRequest{Kind: authority.ChangeTerms, Subject: "B", Value: "days=7", Until: b.Today() + 30, Reason: "late"})
		b.ask(head, desk.AskRequest{Kind: authority.ChangeTerms, Subject: "B", Value: "30% ahead, 70% in ten days", Until: b.Today() + 30, Reason: "late"})
		terms, err := b.Terms(b.Context(), "B")
		if err != nil || len(terms) != 2 || terms[0].Kind != credit.TermLimit || terms[0].Days != 7 || terms[0].Until != b.Today()+30 {
			t.Errorf("terms: %+v, %v", terms, err)
		}
		if n := b.count("task WHERE task = 'change-terms' AND details LIKE '%task.terms%' AND details LIKE '%30%% ahead%'"); n != 1 {
			t.Errorf("%d tasks to write the terms into the contract", n)
		}
		// A security, and its end by hand.
		pledge, err := b.SetTerm(b.Context(), desk.NewTerm{Customer: "A", Kind: credit.TermPledge, Amount: "50", Document: "7", Reason: "a van"})
		if err != nil || b.left("A") != 0 { // the document of February is a hold now
			t.Errorf("pledge: %v, left %d", err, b.left("A"))
		}
		b.take("payments.csv", "payment,customer,date,amount,currency\nP1,A,2026-03-01,100.00,BYN\n")
		if b.left("A") != 45000 {
			t.Errorf("paid, and with a pledge: %d", b.left("A"))
		}
		if _, err := b.EndTerm(b.Context(), pledge.Number, "given back"); err != nil || b.left("A") != 40000 {
			t.Errorf("without the pledge: %v, %d", err, b.left("A"))
		}
		if _, err := b.EndTerm(b.Context(), pledge.Number, "again"); fault.Code(err) != "term.ended" {
			t.Errorf("ended twice: %v", err)
		}
		b.sound()
	})
}

// A lift ends by itself: with its amount, with its last day, and with the last of
// the debts that it was given for; what is late since needs another. A security ends
// with its last day.
func TestLiftsAndSecuritiesEnd(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		at := b.ticking()
		b.using("")
		b.customers("A", "B", "C", "D", "E")
		head := "invoice,customer,date,due,amount,currency\n"
		b.take("invoices.csv", head+"A1,A,2026-01-05,2026-01-20,100.00,BYN\nA2,A,2026-01-05,2026-02-03,60.00,BYN\nB1,B,2026-01-05,2026-01-20,100.00,BYN\nC1,C,2026-01-05,2026-01-20,100.00,BYN\nE1,E,2026-01-05,2026-02-03,10.00,BYN\n")
		sales := b.user("olga", "head-of-sales")
		// E is late with nothing, and stands on the stop list: his lift hangs on no debt.
		if _, err := sales.SetTerm(t.Context(), desk.NewTerm{Customer: "E", Kind: credit.TermStop, Reason: "a quarrel"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []id.Customer{"A", "B", "C", "E"} {
			if b.left(c) != 0 {
				t.Errorf("%s is held, and %d may go", c, b.left(c))
			}
			if _, err := sales.LiftHold(t.Context(), desk.LiftRequest{Customer: c, Reason: "the season", Amount: "50", Until: b.Today() + 7}); err != nil {
				t.Fatal(err)
			}
			if b.left(c) != 5000 {
				t.Errorf("%s is lifted, and %d may go", c, b.left(c))
			}
		}
		if _, err := b.SetTerm(t.Context(), desk.NewTerm{Customer: "D", Kind: credit.TermInsurance, Amount: "30", Document: "P-5", Until: b.Today() + 7, Reason: "insured"}); err != nil {
			t.Fatal(err)
		}
		if _, err := sales.SetTerm(t.Context(), desk.NewTerm{Customer: "D", Kind: credit.TermLimit, Amount: "100", Reason: "agreed"}); err != nil {
			t.Fatal(err)
		}
		b.take("shipped.csv", head+"B2,B,2026-02-03,2026-03-03,30.00,BYN\n")
		want := func(when string, want map[id.Customer]money.Minor) {
			t.Helper()
			for c, m := range want {
				if got := b.left(c); got != m {
					t.Errorf("%s: %d may go to %s, want %d", when, got, c, m)
				}
			}
		}
		want("30 of 50 went to B", map[id.Customer]money.Minor{"A": 5000, "B": 2000, "C": 5000, "D": 13000, "E": 5000})
		at.Add(7 * 24 * time.Hour.Milliseconds())
		want("the last day", map[id.Customer]money.Minor{"A": 5000, "B": 2000, "C": 5000, "D": 13000, "E": 5000})
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-02-09,100.00,BYN,A1\nP2,C,2026-02-09,100.00,BYN,C1\n")
		want("A and C paid", map[id.Customer]money.Minor{"A": 0, "B": 2000, "C": -1, "D": 13000}) // A2 is late since
		at.Add(24 * time.Hour.Milliseconds())
		want("the day after the last", map[id.Customer]money.Minor{"A": 0, "B": 0, "C": -1, "D": 10000})
		b.sound()
	})
}

// The limit of a group is over all its customers, in all currencies.
func TestGroupLimit(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name,parent\nH,Head,\nA,One,H\nB,Two,A\nC,Other,\n")
		b.take("rates.csv", ratesOfFebruary)
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n1,A,2026-02-01,2026-03-01,100.00,BYN\n2,B,2026-02-01,2026-03-01,100.00,EUR\n3,C,2026-02-01,2026-03-01,900.00,BYN\n")
		if _, err := b.user("olga", "head-of-sales").SetTerm(b.Context(), desk.NewTerm{Customer: "H", Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "1000", Reason: "all"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []id.Customer{"H", "A"} {
			if left := b.left(c); left != 100000-10000-34012 {
				t.Errorf("%s: %d left", c, left)
			}
		}
		if a := b.may(b.Session, desk.HoldQuery{Customer: "B", Amount: "559.89", Currency: "BYN", Explain: true}); a.Allowed || firstReason(a) != credit.OverGroup || len(a.Caps[0].Exposure.Parts[0].Lines) != 2 {
			t.Errorf("B: %+v", a)
		}
		if b.left("C") != -1 {
			t.Error("another's group limits C")
		}
	})
}

// An order, its reservation, waybill and invoice are one shipment: it counts
// once, whatever comes in between.
func TestAShipmentCountsOnce(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		at := b.ticking()
		b.using("credit: {limit: 1000.00}\n")
		b.customers("A")
		step := func(name string, want money.Minor) {
			t.Helper()
			if left := b.left("A"); left != want {
				t.Errorf("%s: %d left, want %d", name, left, want)
			}
		}
		b.take("orders.csv", "customer,order,to_ship\nA,O1,300.00\nA,O2,50.00\n")
		step("ordered", 65000)
		r, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "200", Order: "O1"}})
		if err != nil || r.Key == "" || !r.Answer.Allowed {
			t.Fatalf("reserve: %+v, %v", r, err)
		}
		step("reserved for it", 65000)
		again, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "300", Order: "O1"}})
		if err != nil || again.Key == r.Key {
			t.Fatalf("reserve again: %+v, %v", again, err)
		}
		step("reserved anew", 65000)
		b.take("orders.csv", "customer,order,shipment,to_ship\nA,O1,W1,290.00\n")
		step("gone", 65000) // 290 on the waybill, 10 ordered, 50
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nI1,A,W1,2026-02-03,2026-03-03,290.00,BYN\n")
		step("invoiced", 65000)
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency,order\nI2,A,2026-02-03,2026-03-03,10.00,BYN,O1\n")
		step("the rest, without a waybill", 65000)
		b.take("orders.csv", "customer,order,to_ship\nA,O2,0\n")
		step("called off", 70000)
		short, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "700"}, Hours: 1})
		if err != nil {
			t.Fatal(err)
		}
		step("all of it", 0)
		if refused, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "0.01"}}); err != nil || refused.Key != "" || refused.Answer.Allowed {
			t.Errorf("beyond the limit: %+v, %v", refused, err)
		}
		at.Add(time.Hour.Milliseconds())
		step("the time is over", 70000)
		if err := b.Release(b.Context(), short.Key, ""); err != nil {
			t.Errorf("given back too late: %v", err)
		}
		if err := b.Release(b.Context(), short.Key, ""); fault.Code(err) != "reserve.unknown" {
			t.Errorf("given back twice: %v", err)
		}
		b.sound()
	})
}

// A call that is repeated under its key holds the amount once.
func TestReserveOnce(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.using("credit: {limit: 1000.00}\n")
	b.customers("A")
	var first desk.Reserved
	for range 2 {
		b.Once("K1")
		r, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "600"}})
		if err != nil || r.Key == "" || first.Key != "" && (r.Key != first.Key || !r.Expires.Equal(first.Expires)) {
			t.Fatalf("%+v, %v, first %+v", r, err, first)
		}
		first = r
	}
	if b.left("A") != 40000 {
		t.Errorf("%d left", b.left("A"))
	}
}

// Whoever asks, and however many at once: what is reserved, invoiced and owed by
// a group never exceeds its limit and what was lifted, at no moment.
func TestExposureKeepsWithinLimitAndLifts(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.ticking()
		b.take("customers.csv", "customer,name,parent\nH,Head,\nA,One,H\nB,Two,H\n")
		sales := b.user("olga", "head-of-sales")
		if _, err := sales.SetTerm(b.Context(), desk.NewTerm{Customer: "H", Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "1000", Reason: "all"}); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		failed := make(chan error, 100)
		var shipped, refused atomic.Int64
		clerk := func(seed uint64, c id.Customer) {
			defer wg.Done()
			s, dice := b.as(""), rand.New(rand.NewPCG(seed, 7))
			for i := range 12 {
				amount := fmt.Sprint(20 + dice.IntN(120))
				number := fmt.Sprintf("%s-%d-%d", c, seed, i)
				r, err := s.Reserve(t.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: c, Amount: amount, Order: number, Currency: "BYN"}})
				switch {
				case err != nil:
					failed <- err
					return
				case r.Key == "":
					refused.Add(1)
				case dice.IntN(4) == 0:
					err = s.Release(t.Context(), r.Key, "not today")
				default:
					path := b.file("invoices-"+number+".csv", "invoice,customer,date,due,amount,currency\n"+number+","+string(c)+",2026-02-03,2026-03-03,"+amount+",BYN\n")
					_, err = s.Import(t.Context(), []string{path}, desk.ImportOptions{})
					shipped.Add(1)
				}
				if err != nil && fault.Code(err) != "import.concurrent" {
					failed <- err
					return
				}
			}
		}
		stop := make(chan struct{})
		var watching sync.WaitGroup
		var lifted atomic.Int64
		watching.Add(1)
		go func() { // looks at every moment that it can
			defer watching.Done()
			s := b.as("")
			for {
				select {
				case <-stop:
					return
				default:
				}
				bound := lifted.Load() // before the question: a lift may come while it is asked
				a, err := s.Hold(t.Context(), desk.HoldQuery{Customer: "A", Date: b.Today(), Currency: "BYN"})
				if err != nil {
					failed <- err
					return
				}
				if owed := a.Caps[0].Exposure.Total; int64(owed) > 100000+max(bound, lifted.Load()) {
					failed <- fmt.Errorf("%d are owed and reserved, the limit is 100000 and %d are lifted", owed, lifted.Load())
					return
				}
			}
		}()
		for n := range uint64(3) {
			wg.Add(2)
			go clerk(n, "A")
			go clerk(n+10, "B")
		}
		wg.Wait()
		lifted.Store(20000)
		if _, err := sales.LiftHold(t.Context(), desk.LiftRequest{Customer: "A", Reason: "the season", Amount: "200", Until: b.Today() + 5}); err != nil {
			t.Fatal(err)
		}
		for n := range uint64(3) {
			wg.Add(2)
			go clerk(n+20, "A")
			go clerk(n+30, "B")
		}
		wg.Wait()
		close(stop)
		watching.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		if shipped.Load() < 5 || refused.Load() < 5 {
			t.Errorf("%d shipped and %d refused: nothing was tried", shipped.Load(), refused.Load())
		}
		b.sound()
	})
}

// Who is stopped by hand is on the stop list, though he owes nothing.
func TestStoppedByHandIsListed(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.customers("A", "B", "C")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n1,B,2025-12-01,2026-01-01,100.00,BYN\n")
	for _, c := range []id.Customer{"C", "A"} {
		if _, err := b.SetTerm(b.Context(), desk.NewTerm{Customer: c, Kind: credit.TermStop, Reason: "a new owner"}); err != nil {
			t.Fatal(err)
		}
	}
	var listed []id.Customer
	err := b.EachStopped(b.Context(), b.Today(), func(a credit.Answer) error { listed = append(listed, a.Customer); return nil })
	if err != nil || fmt.Sprint(listed) != "[A B C]" {
		t.Errorf("%v, %v", listed, err)
	}
}

func TestBadTerms(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.customers("A")
	for _, c := range []struct {
		term desk.NewTerm
		code string
	}{
		{desk.NewTerm{Customer: "Z", Kind: credit.TermStop, Reason: "x"}, "customer.unknown"},
		{desk.NewTerm{Customer: "A", Kind: "pet", Reason: "x"}, "term.kind"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermStop, Reason: " "}, "term.reason"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermPledge, Document: "1", Reason: "x"}, "term.amount"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermPledge, Amount: "5", Reason: "x"}, "term.document"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermPledge, Amount: "-5", Document: "1", Reason: "x"}, "amount.negative"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermPrepayment, Reason: "x"}, "term.percent"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermStop, Percent: 50, Reason: "x"}, "term.percent_range"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermBlack, Percent: 101, Reason: "x"}, "term.percent_range"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermStop, Until: 5, Reason: "x"}, "term.past"},
		{desk.NewTerm{Customer: "A", Kind: credit.TermLimit, Reason: "x"}, "approval.amount"},
	} {
		if _, err := b.SetTerm(b.Context(), c.term); fault.Code(err) != c.code {
			t.Errorf("%+v: %v, want %s", c.term, err, c.code)
		}
	}
	clerk := b.user("ann", "accountant")
	if _, err := clerk.SetTerm(b.Context(), desk.NewTerm{Customer: "A", Kind: credit.TermStop, Reason: "x"}); fault.Code(err) != "right.missing" {
		t.Errorf("without the right: %v", err)
	}
	for _, q := range []desk.AskRequest{{Value: "month=5"}, {Value: "contract="}, {Value: "days=0", Amount: "5"}, {Value: "prepayment=50", Amount: "5"}} {
		q.Kind, q.Subject, q.Reason = authority.ChangeLimit, "A", "x"
		if _, err := b.Ask(b.Context(), q); fault.Code(err) != "limit.value" {
			t.Errorf("%+v: %v", q, err)
		}
	}
	if _, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "Z", Amount: "5"}}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("for nobody: %v", err)
	}
	if _, err := b.Reserve(b.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "5"}, Hours: 999}); fault.Code(err) != "reserve.hours" {
		t.Errorf("for ever: %v", err)
	}
	if errors.Is(b.EndLift(b.Context(), "A", 1, "x"), nil) {
		t.Error("the operator ends a lift that is not there")
	}
}
