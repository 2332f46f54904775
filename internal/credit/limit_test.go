package credit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// ask is a question under a policy with this section on credit, of a customer
// of category B.
func ask(t *testing.T, rules string, items ...ledger.Item) credit.Query {
	t.Helper()
	p, err := policy.Parse([]byte("policy: test\nholds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]\n" + rules))
	if err != nil {
		t.Fatal(err)
	}
	return credit.Query{
		Policy: p, Calendar: cal.For("BY"), Date: today, Currency: "BYN",
		Account: &ledger.Account{Customer: "C", Category: "B", Items: items},
	}
}

func amount(m money.Minor) *money.Minor { return &m }

func term(kind credit.TermKind, scope credit.Scope, m money.Minor) credit.Term {
	return credit.Term{Number: 1, Customer: "C", Kind: kind, Scope: scope, Amount: amount(m), Currency: "BYN", Reason: "because", By: "Anna"}
}

func until(t credit.Term, number int64, day cal.Date) credit.Term {
	t.Number, t.Until = number, day
	return t
}

// sold is a document of an age, of which nothing is due yet.
func sold(invoice id.Invoice, age int, open money.Minor) ledger.Item {
	it := item(invoice, -30, open)
	it.Issued = today - cal.Date(age)
	return it
}

func TestLimits(t *testing.T) {
	categories := "categories: [{id: B, limit: 20.00, days: 10}, {id: C, default: true}]\n"
	one := []ledger.Item{sold("1", 1, 400)}
	for name, c := range map[string]struct {
		rules  string
		items  []ledger.Item
		change func(*credit.Query)
		want   outcome
	}{
		"nothing limits":                        {"", one, nil, outcome{true, -1, 0, nil}},
		"the policy's":                          {"credit: {limit: 10.00}", one, nil, outcome{true, 600, 0, nil}},
		"the category's before it":              {categories + "credit: {limit: 10.00}", one, nil, outcome{true, 1600, 0, nil}},
		"the policy's, by currency":             {"credit: {limit: {BYN: 5.00}}", one, func(q *credit.Query) { q.Amount = 101 }, outcome{false, 100, 1, []string{"hold.limit"}}},
		"a contract's in its place":             {"credit: {limit: 10.00}", one, func(q *credit.Query) { q.Limits = []credit.Limit{{"K1", 700, "BYN"}} }, outcome{true, 300, 0, nil}},
		"a contract's in its place, and larger": {"credit: {limit: 10.00}", one, func(q *credit.Query) { q.Limits = []credit.Limit{{"K1", 9000, "BYN"}} }, outcome{true, 8600, 0, nil}},
		"a contract's beside the category's": {
			categories, one, func(q *credit.Query) { q.Limits = []credit.Limit{{"K1", 9000, "BYN"}} }, outcome{true, 1600, 0, nil},
		},
		"set by somebody": {categories, one, func(q *credit.Query) { q.Terms = []credit.Term{term("limit", "customer", 500)} }, outcome{true, 100, 0, nil}},
		"nothing on credit": {
			categories, one, func(q *credit.Query) { q.Terms = []credit.Term{term("limit", "customer", 0)} }, outcome{false, 0, 400, []string{"hold.limit"}},
		},
		"for a time": {"", one, func(q *credit.Query) {
			q.Terms = []credit.Term{until(term("limit", "customer", 900), 2, today), until(term("limit", "customer", 500), 3, 0)}
		}, outcome{true, 500, 0, nil}},
		"the time is over": {"", one, func(q *credit.Query) {
			q.Terms = []credit.Term{until(term("limit", "customer", 900), 2, today-1), until(term("limit", "customer", 500), 3, 0)}
		}, outcome{true, 100, 0, nil}},
		"the later word": {"", one, func(q *credit.Query) {
			q.Terms = []credit.Term{until(term("limit", "customer", 900), 2, 0), until(term("limit", "customer", 500), 3, 0)}
		}, outcome{true, 100, 0, nil}},
		"one of tomorrow": {"", one, func(q *credit.Query) {
			l := term("limit", "customer", 900)
			l.From = today + 1
			q.Terms = []credit.Term{l}
		}, outcome{true, -1, 0, nil}},
		"a contract's, set": {"", one, func(q *credit.Query) {
			l := term("limit", "contract", 450)
			l.Contract = "K1"
			q.Terms, q.Limits = []credit.Term{l}, []credit.Limit{{"K1", 9000, "BYN"}}
		}, outcome{true, 50, 0, nil}},
		"secured": {categories, one, func(q *credit.Query) {
			q.Terms = []credit.Term{term("pledge", "customer", 300), term("bank-guarantee", "customer", 50)}
		}, outcome{true, 1950, 0, nil}},
		"no longer secured": {categories, one, func(q *credit.Query) {
			q.Terms = []credit.Term{until(term("surety", "customer", 300), 1, today-1)}
		}, outcome{true, 1600, 0, nil}},
		"a security alone is no limit": {"", one, func(q *credit.Query) { q.Terms = []credit.Term{term("pledge", "customer", 300)} }, outcome{true, -1, 0, nil}},
		"the group's": {categories, one, func(q *credit.Query) {
			l := term("limit", "group", 1000)
			l.Customer = "HEAD"
			q.Terms = []credit.Term{l}
			q.Groups = map[id.Customer][]credit.Party{"HEAD": {
				{Account: &ledger.Account{Customer: "HEAD", Items: []ledger.Item{sold("2", 1, 150)}}},
				{Account: &ledger.Account{Customer: "D"}, Commitments: []credit.Commitment{{Kind: credit.Reservation, Key: "r", Amount: 350, Currency: "BYN"}}},
			}}
			q.Amount = 101
		}, outcome{false, 100, 1, []string{"hold.limit_group"}}},
		"the group's, for a time": {"", one, func(q *credit.Query) {
			set, more := term("limit", "group", 500), until(term("limit", "group", 900), 2, today)
			q.Terms, q.Groups = []credit.Term{set, more}, map[id.Customer][]credit.Party{"C": {}}
		}, outcome{true, 500, 0, nil}},
		"a lift beyond it, not beside it": {"", one, func(q *credit.Query) {
			q.Terms, q.Lifts, q.Amount = []credit.Term{term("limit", "customer", 500)}, []credit.Lift{{Amount: 300, Until: today, By: "Anna"}}, 300
		}, outcome{true, 300, 200, []string{"hold.lifted"}}},
		"of what was ordered, the older": {"credit: {limit: 10.00}", one, func(q *credit.Query) {
			q.Commitments = []credit.Commitment{{Kind: credit.Order, Key: "O1", On: today - 1, Amount: 100, Currency: "BYN"}, {Kind: credit.Order, Key: "O2", On: today, Amount: 200, Currency: "BYN"}}
			q.Order, q.Amount = "O1", 100
		}, outcome{true, 600, 0, nil}},
		"of what was ordered, the younger": {"credit: {limit: 10.00}", one, func(q *credit.Query) {
			q.Commitments = []credit.Commitment{{Kind: credit.Order, Key: "O1", On: today - 1, Amount: 100, Currency: "BYN"}, {Kind: credit.Order, Key: "O2", On: today, Amount: 200, Currency: "BYN"}}
			q.Order, q.Amount = "O2", 200
		}, outcome{true, 500, 0, nil}},
		"reserved in another currency": {"credit: {limit: 10.00}", one, func(q *credit.Query) {
			q.Commitments = []credit.Commitment{{Kind: credit.Order, Key: "O1", On: today, Amount: 100, Currency: "BYN"}, {Kind: credit.Reservation, Key: "r", Order: "O1", On: today, Amount: 60, Currency: "EUR"}}
		}, outcome{true, 500, 0, nil}},
		"of the month, F-22": {"credit: {mean-of: 3}", one, func(q *credit.Query) {
			q.Month = &credit.Month{Of: 3, Known: true, Sums: []money.Amount{{Minor: 450 + 500 + 550, Currency: "BYN"}}}
			q.Amount = 700
		}, outcome{false, 500, 0, []string{"hold.limit_month"}}},
		"of the month, part of it gone": {"credit: {mean-of: 3}", one, func(q *credit.Query) {
			q.Month = &credit.Month{Of: 3, Known: true, Sums: []money.Amount{{Minor: 1500, Currency: "BYN"}}, Gone: []money.Amount{{Minor: 400, Currency: "BYN"}}}
			q.Commitments = []credit.Commitment{{Kind: credit.Reservation, Key: "r", Amount: 60, Currency: "BYN"}, {Kind: credit.Order, Key: "o", Amount: 900, Currency: "BYN"}}
		}, outcome{true, 40, 0, nil}},
		"of the month, set": {"credit: {mean-of: 3}", one, func(q *credit.Query) {
			q.Month = &credit.Month{Of: 3, Known: true, Sums: []money.Amount{{Minor: 1500, Currency: "BYN"}}}
			q.Terms = []credit.Term{until(term("limit", "month", 700), 2, today)}
			q.Amount = 700
		}, outcome{true, 700, 0, nil}},
		"nothing to take a mean of": {"credit: {mean-of: 3}", one, func(q *credit.Query) { q.Month = &credit.Month{Of: 3} }, outcome{true, -1, 0, nil}},
		"prepayment by category": {
			"categories: [{id: B, prepayment: true}]", nil, func(q *credit.Query) { q.Amount = 500 }, outcome{false, 0, 500, []string{"hold.prepayment"}},
		},
		"prepaid": {"categories: [{id: B, prepayment: true}]", nil, func(q *credit.Query) {
			q.Account.Credits, q.Amount = []ledger.Credit{{Currency: "BYN", Amount: 500}}, 500
		}, outcome{true, 500, 0, nil}},
		"half of it prepaid": {"", nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Number: 1, Customer: "C", Kind: credit.TermBlack, Scope: credit.OfCustomer, Percent: 50, Reason: "late"}}
			q.Account.Credits, q.Amount = []ledger.Credit{{Currency: "BYN", Amount: 200}}, 501
		}, outcome{false, 400, 51, []string{"hold.prepayment"}}},
		"on the stop list": {categories, nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermStop, Scope: credit.OfCustomer, Reason: "new owner"}}
		}, outcome{false, 0, 0, []string{"hold.stop_list"}}},
		"another of his group is": {categories, nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "HEAD", Kind: credit.TermStop, Scope: credit.OfCustomer, Reason: "new owner"}}
		}, outcome{true, 2000, 0, nil}},
		"off the stop list": {"", nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermStop, Scope: credit.OfCustomer, Until: today - 1}}
		}, outcome{true, -1, 0, nil}},
		"papers are missing": {"", nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermPapers, Scope: credit.OfCustomer, Reason: "charter"}}
		}, outcome{false, 0, 0, []string{"hold.papers"}}},
		"papers are missing, and he pays ahead": {"", nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermPapers, Scope: credit.OfCustomer, Percent: 100, Reason: "charter"}}
			q.Account.Credits, q.Amount = []ledger.Credit{{Currency: "BYN", Amount: 200}}, 200
		}, outcome{true, 200, 0, nil}},
		"papers are missing, and he pays less": {"", nil, func(q *credit.Query) {
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermPapers, Scope: credit.OfCustomer, Percent: 100, Reason: "charter"}}
			q.Account.Credits, q.Amount = []ledger.Credit{{Currency: "BYN", Amount: 200}}, 201
		}, outcome{false, 200, 1, []string{"hold.papers", "hold.prepayment"}}},
		"the last day of the category's": {categories, []ledger.Item{sold("1", 10, 1)}, nil, outcome{true, 1999, 0, nil}},
		"longer than the category lets":  {categories, []ledger.Item{sold("1", 11, 1)}, nil, outcome{false, 0, 1, []string{"hold.limit_days"}}},
		"longer than the contract lets": {
			"", []ledger.Item{sold("1", 6, 1)}, func(q *credit.Query) { q.Depths = map[id.Contract]int{"K1": 5} }, outcome{false, 0, 1, []string{"hold.limit_days"}},
		},
		"longer, but somebody let him": {categories, []ledger.Item{sold("1", 11, 1)}, func(q *credit.Query) {
			q.Terms = []credit.Term{{Number: 1, Customer: "C", Kind: credit.TermLimit, Scope: credit.OfCustomer, Days: 20}}
		}, outcome{true, 1999, 0, nil}},
		"a new delivery pays the one before": {"credit: {new-pays-previous: true}", []ledger.Item{sold("1", 1, 7)}, nil, outcome{false, 0, 7, []string{"hold.previous"}}},
		"two of one day":                     {"credit: {new-pays-previous: true}", []ledger.Item{sold("1", 0, 7)}, nil, outcome{true, -1, 0, nil}},
		"the one before is paid ahead": {"credit: {new-pays-previous: true}", []ledger.Item{sold("1", 1, 7)}, func(q *credit.Query) {
			q.Account.Credits = []ledger.Credit{{Currency: "BYN", Amount: 7}}
		}, outcome{true, -1, 0, nil}},
		"the one before is paid in part": {"credit: {new-pays-previous: true}", []ledger.Item{sold("1", 1, 7)}, func(q *credit.Query) {
			q.Account.Credits = []ledger.Credit{{Currency: "BYN", Amount: 6}}
		}, outcome{false, 0, 1, []string{"hold.previous"}}},
		"papers of a document are missing": {"credit: {papers-within: 5}", []ledger.Item{func() ledger.Item {
			it := sold("1", 6, 7)
			it.Due = 0
			return it
		}()}, nil, outcome{false, 0, 7, []string{"hold.no_papers"}}},
		"in court": {"credit: {lawsuit: stop}", one, func(q *credit.Query) {
			q.Account.Events = []ledger.Event{{Kind: ledger.Lawsuit, Date: today, Customer: "C"}}
		}, outcome{false, 0, 400, []string{"hold.lawsuit"}}},
		"another document is in court": {"credit: {lawsuit: stop}", one, func(q *credit.Query) {
			q.Account.Events = []ledger.Event{{Kind: ledger.Lawsuit, Date: today, Customer: "C", Invoice: "9"}}
		}, outcome{true, -1, 0, nil}},
		"half for what is paid": {"credit: {for-payment: 50}", []ledger.Item{item("1", 9, 900)}, func(q *credit.Query) {
			q.Paid, q.Amount = &credit.Paid{Since: today - 3, Received: 600, Gone: 100}, 200
		}, outcome{true, 200, 900, []string{"hold.overdue", "hold.for_payment"}}},
		"more than half of it": {"credit: {for-payment: 50}", []ledger.Item{item("1", 9, 900)}, func(q *credit.Query) {
			q.Paid, q.Amount = &credit.Paid{Since: today - 3, Received: 600, Gone: 100}, 201
		}, outcome{false, 200, 900, []string{"hold.overdue", "hold.for_payment"}}},
		"half of what is paid has gone": {"credit: {for-payment: 50}", []ledger.Item{item("1", 9, 900)}, func(q *credit.Query) {
			q.Paid = &credit.Paid{Since: today - 3, Received: 600, Gone: 301}
		}, outcome{false, 0, 900, []string{"hold.overdue", "hold.for_payment"}}},
		"half for what is paid, as far as the limit leaves": {"credit: {limit: 10.00, for-payment: 50}", []ledger.Item{item("1", 9, 900)}, func(q *credit.Query) {
			q.Paid = &credit.Paid{Since: today - 3, Received: 600}
		}, outcome{true, 100, 900, []string{"hold.overdue", "hold.for_payment"}}},
		"for what is paid, but stopped": {"credit: {for-payment: 50}", []ledger.Item{item("1", 9, 900)}, func(q *credit.Query) {
			q.Paid = &credit.Paid{Since: today - 3, Received: 600}
			q.Terms = []credit.Term{{Customer: "C", Kind: credit.TermStop, Scope: credit.OfCustomer}}
		}, outcome{false, 0, 900, []string{"hold.overdue", "hold.stop_list"}}},
	} {
		q := ask(t, c.rules, c.items...)
		if c.change != nil {
			c.change(&q)
		}
		a := credit.Check(q)
		if diff := cmp.Diff(c.want, outcomeOf(a)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		for _, r := range a.Reasons {
			for _, lang := range []string{"en", "ru"} {
				if text := r.Text(lang); text == "" || strings.Contains(text, "{") {
					t.Errorf("%s: %s says %q in %s", name, r.Code, text, lang)
				}
			}
		}
	}
}

// Each kind of security raises the limit from its first day to its last, and on no
// other.
func TestSecuritiesCountWithinTheirDays(t *testing.T) {
	for _, kind := range []credit.TermKind{credit.TermPledge, credit.TermSurety, credit.TermBankGuarantee, credit.TermInsurance} {
		for _, c := range []struct {
			from, until cal.Date
			left        money.Minor
		}{
			{0, 0, 1300}, {today, today, 1300}, {today + 1, today + 9, 1000}, {today - 9, today - 1, 1000},
		} {
			q := ask(t, "credit: {limit: 10.00}")
			security := until(term(kind, "customer", 300), 1, c.until)
			security.From = c.from
			q.Terms = []credit.Term{security}
			if a := credit.Check(q); a.Available == nil || *a.Available != c.left {
				t.Errorf("%s from %s to %s, on %s: %+v may ship, want %d", kind, c.from, c.until, today, a.Available, c.left)
			}
		}
	}
}

// What is ordered, gone and reserved counts once, whichever way it comes.
func TestExposure(t *testing.T) {
	late, promised := item("2", 3, 50), sold("3", 5, 70)
	base := func(rules string) credit.Query {
		q := ask(t, "credit: {limit: 100.00"+rules+"}", sold("1", 1, 400), late, promised)
		q.Explain = true
		q.Account.Credits = []ledger.Credit{{Currency: "BYN", Amount: 30}}
		q.Account.Events = []ledger.Event{{Kind: ledger.Promise, Date: today - 1, Until: today + 3, Customer: "C", Invoice: "3"}}
		q.Commitments = []credit.Commitment{
			{Kind: credit.Order, Key: "o1", Amount: 1000, Currency: "BYN"},
			{Kind: credit.Order, Key: "o2", Amount: 500, Currency: "BYN"},
			{Kind: credit.Shipment, Key: "s1", Order: "o1", Amount: 300, Currency: "BYN"},
			{Kind: credit.Reservation, Key: "r1", Order: "o2", Amount: 600, Currency: "BYN"},
		}
		return q
	}
	figures := func(q credit.Query) map[string]money.Minor {
		a := credit.Check(q)
		if len(a.Caps) != 1 {
			t.Fatalf("%d limits", len(a.Caps))
		}
		e := a.Caps[0].Exposure
		sums := map[string]money.Minor{"": e.Total}
		for _, p := range e.Parts {
			var lines money.Minor
			for _, l := range p.Lines {
				lines += l.Amount.Minor
			}
			for _, m := range p.Amounts {
				if sums[p.Code] = m.Minor; lines != m.Minor {
					t.Errorf("%s is %d, its lines sum to %d", p.Code, m.Minor, lines)
				}
			}
		}
		return sums
	}
	all := map[string]money.Minor{"open": 400, "overdue": 50, "promised": 70, "shipped": 300, "orders": 1000, "reserved": 600, "credit": -30, "": 2390}
	if diff := cmp.Diff(all, figures(base(""))); diff != "" {
		t.Error(diff)
	}
	some := map[string]money.Minor{"open": 400, "overdue": 50, "promised": 70, "shipped": 300, "orders": 1000, "reserved": 600, "credit": -30, "": 1020}
	if diff := cmp.Diff(some, figures(base(", counts: [open, overdue, credit]"))); diff != "" {
		t.Errorf("some count:\n%s", diff)
	}
	again := base("")
	again.Order, again.Amount = "o2", 500
	// The order and what was reserved for it are what is asked for now.
	without := map[string]money.Minor{"open": 400, "overdue": 50, "promised": 70, "shipped": 300, "orders": 1000, "credit": -30, "": 1790}
	if diff := cmp.Diff(without, figures(again)); diff != "" {
		t.Errorf("asked again for an order:\n%s", diff)
	}
}

// A lift given for debts ends with the last of them paid; what is late since is
// another matter.
func TestLiftEnds(t *testing.T) {
	q := ask(t, "", item("1", 20, 100), item("2", 7, 50))
	q.Lifts = []credit.Lift{{Amount: 500, Until: today + 9, By: "Anna", ForDebts: true, Given: today - 10}}
	if a := credit.Check(q); !a.Allowed || a.Lift == nil {
		t.Errorf("what it was given for is open: %+v", a)
	}
	q.Account.Items = q.Account.Items[1:]
	if a := credit.Check(q); a.Allowed || a.Lift != nil {
		t.Errorf("what it was given for is paid: %+v", a)
	}
}
