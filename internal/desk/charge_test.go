package desk_test

import (
	"encoding/json"
	"testing"
	"time"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

const chargingPolicy = `policy: charging
days: calendar
steps:
- {id: penalty, at: 1.., repeat: 7, charge: penalty, to: accountant}
authority:
- {may: charge, role: finance-director}
- {may: waive-charge, role: head-of-sales, amount: {BYN: 5.00}}
- {may: waive-charge, role: director}
`

// lateBooks have a contract with 0.1 % a day, and a document that was paid in
// part ten days late.
func lateBooks(t *testing.T, url string) *books {
	t.Helper()
	b := openBooks(t, url)
	if _, err := b.UsePolicy(b.Context(), b.file("charging.yaml", chargingPolicy), 0); err != nil {
		t.Fatal(err)
	}
	b.customers("A", "B")
	b.take("contracts.csv", "contract,customer,number,date,law,payment_days,penalty_per_day,penalty_clause\nK1,A,12/2,2025-01-01,BY,20,0.1,7.2\nK2,B,13,2025-01-01,BY,20,,\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\n1,A,K1,2025-12-16,2026-01-05,1000.00,BYN\n2,B,K2,2025-12-16,2026-01-05,1000.00,BYN\n")
	b.take("payments.csv", "payment,customer,date,amount,currency\nP1,A,2026-01-15,400.00,BYN\n")
	return b
}

func (b *books) charges(q store.ChargeQuery) []desk.ChargeSeen {
	b.Helper()
	list, err := b.Charges(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return list
}

// A charge is counted, proposed, charged by whom the rules let, paid in part,
// waived with authority, and charged on from there; each is in the journal, and
// the ledger of invoices knows nothing of it.
func TestChargeFromProposalToWaiver(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := lateBooks(t, url)
		at := b.ticking()
		before, unapplied := b.open("2026-02-03"), b.unapplied()
		accountant, finance, head, director := b.user("inna", "accountant"), b.user("vera", "finance-director"), b.user("olga", "head-of-sales"), b.user("boris", "director")
		// 10 days of 1000.00 and 19 days of 600.00 at 0.1 %.
		late, err := b.Lateness(b.Context(), desk.LateQuery{Invoice: "1", To: on("2026-02-03")})
		if err != nil || late.Kind != ledger.ChargePenalty || late.Amount() != 2140 || late.Sheet.PerDay != 60 {
			t.Fatalf("counted: %v %+v", err, late)
		}
		c, err := accountant.ProposeCharge(b.Context(), desk.NewCharge{Invoice: "1", To: on("2026-02-03"), Reason: "a month late"})
		if err != nil || c.Amount != 2140 || c.Basis != "7.2" || c.From != on("2026-01-06") {
			t.Fatalf("proposed: %v %+v", err, c)
		}
		asked, err := accountant.ChargeNow(b.Context(), c.Number, "as agreed")
		if err != nil || asked.State != store.Pending {
			t.Fatalf("the accountant's word does not charge: %v %+v", err, asked)
		}
		if b.decide(finance, asked.Number, true); b.charges(store.ChargeQuery{})[0].State != store.ChargeStands {
			t.Error("it is not charged")
		}
		pay := func(amount string) error {
			return b.PayCharge(b.Context(), desk.ChargePayment{Number: c.Number, Amount: amount, Date: b.Today(), Document: "77"})
		}
		if err := pay("5.00"); err != nil {
			t.Fatal(err)
		}
		if err := pay("16.41"); fault.Code(err) != "charge.less_open" {
			t.Errorf("paid more than is open: %v", err)
		}
		if w, err := head.WaiveChargeNow(b.Context(), c.Number, "4.00", "a customer of ten years", nil); err != nil || w.State != store.Approved {
			t.Errorf("within his bound: %v %+v", err, w)
		}
		beyond, err := head.WaiveChargeNow(b.Context(), c.Number, "", "all of it", nil)
		if err != nil || beyond.State != store.Pending || beyond.Amount != "12.40" {
			t.Fatalf("beyond his bound: %v %+v", err, beyond)
		}
		if err := b.ReverseCharge(b.Context(), c.Number, "a mistake"); fault.Code(err) != "charge.moved" {
			t.Errorf("reversed though paid: %v", err)
		}
		if b.decide(director, beyond.Number, true); b.charges(store.ChargeQuery{})[0].State != desk.ChargeWaived {
			t.Errorf("waived: %+v", b.charges(store.ChargeQuery{})[0])
		}
		// A week later only what came since is charged; what was waived is not asked for again.
		at.Add(7 * 24 * time.Hour.Milliseconds())
		next, err := accountant.ProposeCharge(b.Context(), desk.NewCharge{Invoice: "1", To: on("2026-02-10"), Reason: "another week"})
		if err != nil || next.Amount != 420 || next.From != on("2026-02-04") {
			t.Errorf("the next week: %v %+v", err, next)
		}
		later, err := accountant.ProposeCharge(b.Context(), desk.NewCharge{Invoice: "1", To: on("2026-02-10"), Reason: "again"})
		if err != nil || later.Amount != 420 || len(b.charges(store.ChargeQuery{Open: true})) != 1 {
			t.Errorf("a later proposal takes the place of one that waits: %v %+v", err, b.charges(store.ChargeQuery{}))
		}
		b.authorised("charge.waived", 2)
		if b.open("2026-02-03") != before || b.unapplied() != unapplied {
			t.Error("a charge changed what is owed of invoices")
		}
		b.sound()
		b.exec(`UPDATE charge SET amount = amount + 1 WHERE number = $1`, later.Number)
		if r, err := b.Check(b.Context()); err != nil || r.OK || r.Problems[0].Code != "check.charge" {
			t.Errorf("an altered charge is not found: %v %+v", err, r.Problems)
		}
	})
}

// authorised sees that the journal has so many lines of an action, each with the
// request, the person and the role, and a reason.
func (b *books) authorised(action string, want int) {
	b.Helper()
	n := 0
	err := b.Journal(b.Context(), desk.JournalQuery{JournalQuery: store.JournalQuery{Action: action, Limit: 100}}, func(l store.JournalRow) error {
		var data struct {
			Approval int64  `json:"approval"`
			By       string `json:"by"`
			Role     string `json:"role"`
		}
		if err := json.Unmarshal([]byte(l.Data), &data); err != nil || data.Approval == 0 || data.By == "" || data.Role == "" || l.Reason == "" {
			b.Errorf("%s without its authority: %s", action, l.Data)
		}
		n++
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if n != want {
		b.Errorf("%d lines of %s, want %d", n, action, want)
	}
}

// A charge step of the policy proposes a charge with its calculation; where the
// contract has no penalty it is interest by law. Charged, its task is done;
// undone, what nobody charged is dropped.
func TestChargeStepProposes(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := lateBooks(t, url)
		if a, err := b.Apply(b.Context(), on("2026-02-03"), ""); err != nil || a.Tasks != 2 {
			t.Fatalf("applied: %v %+v", err, a)
		}
		list := b.charges(store.ChargeQuery{})
		if len(list) != 2 || list[0].Kind != ledger.ChargePenalty || list[0].Amount != 2140 || list[1].Kind != ledger.ChargeInterest || list[1].Amount == 0 || list[1].Law != "BY" {
			t.Fatalf("proposed: %+v", list)
		}
		seen, err := b.Charge(b.Context(), list[0].Number)
		if err != nil || seen.Calculation == nil || seen.Calculation.Sheet.Total != 2140 || len(seen.Calculation.Sheet.Intervals) != 2 {
			t.Fatalf("its calculation: %v %+v", err, seen)
		}
		b.ask(b.user("vera", "finance-director"), desk.AskRequest{Kind: authority.ChargeLate, Subject: "A", Value: "1"})
		task, err := b.Task(b.Context(), list[0].Task)
		if err != nil || task.Life.Outcome != store.TaskDone {
			t.Errorf("its task: %v %+v", err, task.Life)
		}
		b.sound()
		if _, err := b.UndoRun(b.Context(), desk.Undo{Run: on("2026-02-03"), On: on("2026-02-03"), Reason: "too early"}); err != nil {
			t.Fatal(err)
		}
		list = b.charges(store.ChargeQuery{})
		if list[0].State != store.ChargeStands || list[1].State != store.ChargeDropped {
			t.Errorf("after the undo: %s, %s", list[0].State, list[1].State)
		}
		b.sound()
		// The list is read a page at a time.
		if second := b.charges(store.ChargeQuery{Limit: 1, Offset: 1}); len(second) != 1 || second[0].Number != list[1].Number {
			t.Errorf("the second page: %+v", second)
		}
	})
}

// A price of delay that is waived by the rules of R-94 is waived in the ledger of
// charges too.
func TestWaivedPriceOfDelay(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := lateBooks(t, url)
		price := func(to string) store.Charge {
			c, err := b.ProposeCharge(b.Context(), desk.NewCharge{Kind: ledger.ChargePrice, Invoice: "1", To: on(to), Amount: "9.00", Basis: "agreement 3, p. 7.4", Reason: "week 1"})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		first := price("2026-01-12")
		finance := b.user("vera", "finance-director")
		b.ask(finance, desk.AskRequest{Kind: authority.ChargeLate, Subject: "A", Value: "1"})
		price("2026-01-19")
		b.take("payments.csv", "payment,customer,date,amount,currency\nP2,A,2026-02-02,600.00,BYN\n")
		b.ask(finance, desk.AskRequest{Kind: authority.WaivePrice, Subject: "1"})
		list := b.charges(store.ChargeQuery{})
		if list[0].Number != first.Number || list[0].Waived != money.Minor(900) || list[1].State != store.ChargeDropped {
			t.Errorf("waived: %+v", list)
		}
		b.authorised("charge.waived", 1)
		b.sound()
	})
}
