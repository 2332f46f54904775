package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Letters about different contracts stay different when letters are combined:
// of each contract the strongest.
func TestCombineKeepsContractsApart(t *testing.T) {
	p := parse(t, `policy: x
combine: strongest
per: contract
steps:
  - {id: reminder, at: -7..-3, letter: reminder, by: [email]}
  - {id: warning, at: 5..10, letter: warning, by: [email]}`)
	of := func(contract, invoice string, days cal.Date) ledger.Item {
		it := item(id.Invoice(invoice), tuesday-days, 1)
		it.Contract = id.Contract(contract)
		return it
	}
	got := policy.Decide(p, calendar, owing(of("K", "1", 6), of("K", "2", -5), of("L", "3", -5)), tuesday)
	var told []string
	for _, act := range got.Actions {
		line := act.Step + " about " + act.About
		for _, it := range act.Items {
			line += " " + string(it.Invoice)
		}
		told = append(told, line)
	}
	if diff := cmp.Diff([]string{"reminder about L 3", "warning about K 1 2"}, told); diff != "" {
		t.Error(diff)
	}
}

// Of an event that came again, the steps come again in their order.
func TestAfterCountsFromTheLatestEvent(t *testing.T) {
	p := parse(t, `policy: x
steps:
  - {id: call, on: promise-broken, call: ask}
  - {id: letter, on: promise-broken, after: call, wait: 3, letter: warning, by: [email]}`)
	due := day("2026-03-01")
	got := walk(p, cal.For("DE"), day("2026-03-02"), day("2026-03-27"), func(d cal.Date) *ledger.Account {
		a := owing(item("1", due, 100))
		for _, on := range []string{"2026-03-02", "2026-03-16"} {
			if e := (ledger.Event{Date: day(on), Kind: ledger.Promise, Invoice: "1", Until: day(on) + 2}); e.Date <= d {
				a.Events = append(a.Events, e)
			}
		}
		return a
	})
	want := []string{"2026-03-05 call 1", "2026-03-09 letter 1", "2026-03-19 call 1", "2026-03-23 letter 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNothingIsSilent asks odd policies about a debt of every age and with
// every sort of event: what takes part in nothing has a reason.
func TestNothingIsSilent(t *testing.T) {
	for name, steps := range map[string]string{
		"an event whose condition fails": `[{id: a, at: 1, call: x}, {id: b, on: dispute, at: 0.., if: open > 1000.00, call: y}]`,
		"events only":                    `[{id: b, on: no-contact, at: 3..5, call: y}]`,
		"an event that repeats":          `[{id: b, on: no-contact, at: 0.., repeat: 7, call: y}]`,
		"an event after a step":          `[{id: a, at: 30, call: x}, {id: b, on: no-contact, after: a, call: y}]`,
		"next week":                      `[{id: b, at: next-week, every: [fri], call: y}]`,
		"a day of its own":               `[{id: b, at: 1.., every: [fri], repeat: 3, call: y}]`,
		"repeats":                        `[{id: b, at: 1.., repeat: 9, call: y}]`,
		"an event to come":               `[{id: a, at: 1, call: x}, {id: b, on: promise-broken, at: 5, call: y}]`,
		"a gap between windows":          `[{id: a, at: 1, call: x, missed: send-late}, {id: b, at: 1.., if: refused, call: y}, {id: c, at: 20, call: z}]`,
		"after what is missed":           `[{id: a, at: 1, if: refused, call: x}, {id: b, at: 2.., after: a, call: y}]`,
	} {
		t.Run(name, func(t *testing.T) {
			p := parse(t, "policy: x\nsteps: "+steps)
			for days := cal.Date(-7); days < 40; days++ {
				for _, kind := range append([]ledger.EventKind{""}, ledger.EventKinds...) {
					a := owing(item("1", tuesday-days, 100))
					if kind != "" {
						a.Events = []ledger.Event{{Date: tuesday - 4, Kind: kind, Invoice: "1", Until: tuesday - 2, Amount: 40, Currency: "BYN"}}
					}
					for d := tuesday; d < tuesday+7; d++ {
						told := fmt.Sprintf("%d days after %s, %s", days+d-tuesday, kind, d)
						decider := policy.NewDecider(p, calendar, d)
						decider.List = true
						got := decider.Decide(a)
						if len(got.Items) == 1 && len(got.Items[0].Blockers) == 0 {
							t.Fatalf("%s: nothing is done, and nothing said", told)
						}
						record(p, a, d, got)
					}
				}
			}
		})
	}
}

// A step that an earlier version of the policy called otherwise counts.
func TestRenamedStepCounts(t *testing.T) {
	p := parse(t, `policy: x
steps: [{id: letter, at: 1.., letter: warning, by: [email], counts-as: [x/warning]}]`)
	a := owing(item("1", tuesday-3, 1))
	a.Steps = []ledger.Applied{{Invoice: "1", Part: 1, Policy: "x", Step: "warning", On: tuesday - 1}}
	if got := policy.Decide(p, calendar, a, tuesday); len(got.Actions) > 0 {
		t.Errorf("%v is done again", steps(got))
	}
}

// A customer with thousands of documents and as much to say about them is
// answered as well. Whoever went through all of them for each of them would not
// end within the time that tests have.
func TestLargeCustomer(t *testing.T) {
	const n = 5000
	a := owing()
	for i := range cal.Date(n) {
		a.Items = append(a.Items, item(id.Invoice(fmt.Sprintf("%06d", i)), tuesday-40+i/60, money.Minor(100+i)))
	}
	for i := range cal.Date(n) {
		on := tuesday - 40 + i/130
		e := ledger.Event{Date: on, Kind: ledger.EventKinds[i%cal.Date(len(ledger.EventKinds))], Until: on + i%50, Amount: money.Minor(i%2) + 1, Currency: "BYN"}
		if e.Kind != ledger.Call && e.Kind != ledger.InTransit && e.Kind != ledger.Refusal { // those are about the whole customer
			e.Invoice = a.Items[i*37%n].Invoice
		}
		a.Events = append(a.Events, e)
		a.Receipts = append(a.Receipts, ledger.Receipt{On: on, Invoice: a.Items[i].Invoice, Issued: a.Items[i].Issued, Amount: 1, Currency: "BYN"})
	}
	text := "policy: x\ncombine: strongest\nmin-gap: 5\nmin-amount: 1.00\nsteps:\n"
	for i := range policy.MaxSteps {
		does := []string{"call: x", "letter: warning, by: [email]"}[i%2]
		text += fmt.Sprintf("  - {id: s%d, at: -100.., repeat: 9, %s, if: days > -100 and overdue_total > 1.00 and oldest > 3 and not promise_broken}\n", i, does)
	}
	p := parse(t, text)
	if got := policy.Decide(p, calendar, a, tuesday); len(got.Actions) == 0 {
		t.Error("nothing is done")
	}
}

func TestCountsAsOnce(t *testing.T) {
	_, err := policy.Parse([]byte(`policy: x
steps:
  - {id: a, at: 1, call: ask, counts-as: [y/call]}
  - {id: b, at: 2, call: ask, counts-as: [y/visit, y/call]}`))
	if err == nil || !strings.Contains(err.Error(), `y/call counts as "a" above`) {
		t.Errorf("%v", err)
	}
}
