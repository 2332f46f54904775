package desk_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

// late is a customer with two late documents and one that is not due, under rules
// that call him each day, and again when a plan is broken.
func late(t *testing.T, b *books) *books {
	t.Helper()
	b.customers("A", "B")
	b.take("contracts.csv", contractHead+"K1,A,14,invoice,\n")
	b.take("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,2026-01-20,100,BYN\nI2,A,K1,2026-01-06,2026-01-25,50,BYN\nI3,A,K1,2026-01-07,2026-03-20,40,BYN\n")
	text := `policy: house
days: calendar
run: {on: [mon, tue, wed, thu, fri, sat, sun]}
steps:
  - {id: chase, at: 10.., repeat: 1, call: contact}
  - {id: breach, on: plan-broken, at: 0.., call: demand}
holds:
  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}
authority:
  - {may: promise, role: sales-manager, up-to: 5 days}
  - {may: promise, role: head-of-sales}
  - {may: waive-delay-price, role: sales-manager, up-to: 1 week}
  - {may: waive-delay-price, role: head-of-sales, up-to: 2 weeks}
  - {may: waive-delay-price, role: director}
  - {may: re-defer, role: head-of-sales, up-to: 2 months, evidence: [restructuring-amendment]}
  - {may: re-defer, role: director, evidence: [restructuring-amendment]}
`
	if _, err := b.UsePolicy(b.Context(), b.file("house.yaml", text), 0); err != nil {
		t.Fatal(err)
	}
	b.user("Bob", "head-of-sales")
	return b
}

// draft draws an agreement up, with the documents I1 and I2 unless others are named.
func (b *books) draft(q desk.RestructuringRequest) int64 {
	b.Helper()
	if q.Customer == "" {
		q.Customer = "A"
	}
	if q.Invoices == nil {
		q.Invoices = []id.Invoice{"I1", "I2"}
	}
	if q.Parts == nil {
		q.Parts = []desk.PromisePart{part("2026-02-10", 90_00), part("2026-02-19", 60_00)}
	}
	number, err := b.DraftRestructuring(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	return number
}

// signed has the head of sales send a draft, and it signed on the day of the clock.
func (b *books) signed(number int64) {
	b.Helper()
	out, err := b.as("Bob").SendRestructuring(b.Context(), number)
	if err != nil || out.State != store.RestructuringSent {
		b.Fatalf("%+v %v", out, err)
	}
	if err := b.SignRestructuring(b.Context(), desk.SignedRestructuring{Number: number, On: b.Today(), By: "D. Miller"}); err != nil {
		b.Fatal(err)
	}
}

// restructured is "state: instalments as amount/received state".
func (b *books) restructured(number int64) string {
	b.Helper()
	a, err := b.Restructuring(b.Context(), number)
	if err != nil {
		b.Fatal(err)
	}
	var parts []string
	for _, in := range a.Instalments {
		parts = append(parts, fmt.Sprintf("%s/%s %s", in.Amount.Decimal("BYN"), in.Received.Decimal("BYN"), in.State))
	}
	return a.State + ": " + strings.Join(parts, ", ")
}

func (b *books) restructuredAs(number int64, want string) {
	b.Helper()
	if got := b.restructured(number); got != want {
		b.Errorf("agreement %d on %s: %s\nwant %s", number, b.Today(), got, want)
	}
}

// watched lets a day look at all agreements.
func (b *books) watched(want desk.Watched) {
	b.Helper()
	got, err := b.WatchRestructurings(b.Context(), b.Today())
	if err != nil || got != want {
		b.Errorf("on %s: %+v, want %+v; %v", b.Today(), got, want, err)
	}
	again, err := b.WatchRestructurings(b.Context(), b.Today())
	if err != nil || again != (desk.Watched{}) {
		b.Errorf("looked at again: %+v %v", again, err)
	}
}

// chased says which steps are taken for a document today, or why none is.
func (b *books) chased(invoice id.Invoice) string {
	b.Helper()
	x, err := b.Explain(b.Context(), invoice, b.Today())
	if err != nil {
		b.Fatal(err)
	}
	open := x.Parts[0].Open
	if open == nil {
		return "settled"
	}
	var list []string
	for _, a := range open.Today {
		list = append(list, a.Step)
	}
	for _, r := range open.Blockers {
		list = append(list, r.Code)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (b *books) chasedAs(invoice id.Invoice, want string) {
	b.Helper()
	if got := b.chased(invoice); got != want {
		b.Errorf("on %s %s: %s, want %s", b.Today(), invoice, got, want)
	}
}

func (b *books) journaled(action string) int {
	b.Helper()
	n := 0
	if err := b.Journal(b.Context(), desk.JournalQuery{JournalQuery: store.JournalQuery{Action: action, Limit: 100}}, func(store.JournalRow) error { n++; return nil }); err != nil {
		b.Fatal(err)
	}
	return n
}

// TestPlanIsBroken: a signed agreement keeps steps back whichever of its documents
// the money names; a missed instalment ends it, is a task and in the journal, and
// the steps go on by the due dates that the documents had. Money that is recorded
// late, but came in time, mends it.
func TestPlanIsBroken(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		b.chasedAs("I1", "chase")
		n := b.draft(desk.RestructuringRequest{})
		b.chasedAs("I1", "chase") // a draft is nobody's word
		b.signed(n)
		b.chasedAs("I1", policy.Planned)
		b.chasedAs("I2", policy.Planned+", "+policy.WindowAhead)
		b.take("payments.csv", paymentHead+"P1,A,2026-02-09,50,BYN,I2\nP2,A,2026-02-10,40,BYN,I1\n")
		b.later(on("2026-02-11"))
		b.watched(desk.Watched{})
		b.restructuredAs(n, "signed: 90.00/90.00 kept, 60.00/0.00 open")
		b.chasedAs("I1", policy.Planned)
		b.chasedAs("I2", "settled")
		b.take("payments.csv", paymentHead+"P3,A,2026-02-18,20,BYN,I1\n")
		b.later(on("2026-02-19"))
		b.watched(desk.Watched{})
		b.chasedAs("I1", policy.Planned)
		b.later(on("2026-02-20"))
		b.watched(desk.Watched{Broken: 1})
		b.restructuredAs(n, "broken: 90.00/90.00 kept, 60.00/20.00 part")
		a, err := b.Restructuring(t.Context(), n)
		if err != nil || a.EndedOn != on("2026-02-20") || a.Note != "40.00 BYN" {
			t.Errorf("%s %q %v", a.EndedOn, a.Note, err)
		}
		b.chasedAs("I1", "breach, chase") // 31 days after the due date it had at first
		if b.journaled("restructuring.broken") != 1 || b.count("task WHERE task = 'plan-broken' AND closed_on IS NULL") != 1 {
			t.Errorf("a breach is %d lines of the journal and %d tasks", b.journaled("restructuring.broken"), b.count("task WHERE task = 'plan-broken'"))
		}
		b.take("payments.csv", paymentHead+"P4,A,2026-02-19,40,BYN,I1\n")
		if got, err := b.WatchRestructurings(t.Context(), b.Today()); err != nil || got != (desk.Watched{Mended: 1}) {
			t.Errorf("paid in time, and recorded late: %+v %v", got, err)
		}
		b.watched(desk.Watched{Kept: 1})
		if b.count("task WHERE task = 'plan-broken' AND closed_on IS NULL") != 0 {
			t.Error("the task of a breach that was none is open")
		}
		b.sound()
	})
}

// TestPlanIsKept: money before its day and more than the instalment counts for the
// next ones, so does a credit note, and what comes on the day of the signature;
// what came before it has paid the first instalments.
func TestPlanIsKept(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		n := b.draft(desk.RestructuringRequest{})
		b.later(on("2026-02-04"))
		b.take("payments.csv", paymentHead+"P1,A,2026-02-03,30,BYN,I1\n")
		b.signed(n)
		b.restructuredAs(n, "signed: 90.00/30.00 open, 60.00/0.00 open")
		b.take("payments.csv", paymentHead+"P2,A,2026-02-04,70,BYN,I1\n")
		b.restructuredAs(n, "signed: 90.00/90.00 kept, 60.00/10.00 open")
		b.later(on("2026-02-11"))
		b.chasedAs("I2", policy.Planned)
		b.take("invoices.csv", invoiceHead+"N1,A,K1,2026-02-12,,-50,BYN\n") // a credit note, of what is open under the contract
		b.later(on("2026-02-12"))
		b.watched(desk.Watched{Kept: 1})
		b.restructuredAs(n, "kept: 90.00/90.00 kept, 60.00/60.00 kept")
		if b.journaled("restructuring.kept") != 1 {
			t.Error("a kept plan is not in the journal")
		}
		b.later(on("2026-03-01"))
		b.watched(desk.Watched{})
	})
}

// TestSecondAgreement: of two about the same debt the one that is signed later
// counts; cancelled, none does, and nothing is broken by it.
func TestSecondAgreement(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		first := b.draft(desk.RestructuringRequest{})
		second := b.draft(desk.RestructuringRequest{Invoices: []id.Invoice{"I1"}, Parts: []desk.PromisePart{part("2026-02-28", 100_00)}})
		b.signed(first)
		b.signed(second)
		b.restructuredAs(first, "replaced: 90.00/0.00 open, 60.00/0.00 open")
		b.chasedAs("I1", policy.Planned)
		b.chasedAs("I2", policy.WindowAhead)
		b.later(on("2026-02-12"))
		b.watched(desk.Watched{})
		b.chasedAs("I1", policy.Planned)
		b.chasedAs("I2", "chase") // of the first alone
		if err := b.CancelRestructuring(t.Context(), second, "he sells his mill"); err != nil {
			t.Fatal(err)
		}
		b.chasedAs("I1", "chase")
		b.restructuredAs(second, "cancelled: 100.00/0.00 open")
		if err := b.CancelRestructuring(t.Context(), second, "again"); fault.Code(err) != "restructuring.state" {
			t.Errorf("cancelled twice: %v", err)
		}
		b.sound()
	})
}

// TestWhoPutsOff: the head of sales puts a debt off within two months of the day
// it was due at first, the director beyond; who may not asks.
func TestWhoPutsOff(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		ann, boss := b.user("Ann", "sales-manager"), b.user("Dir", "director")
		near := b.draft(desk.RestructuringRequest{Parts: []desk.PromisePart{part("2026-03-20", 150_00)}})
		far := b.draft(desk.RestructuringRequest{Parts: []desk.PromisePart{part("2026-03-21", 150_00)}})
		out, err := ann.SendRestructuring(t.Context(), near)
		if err != nil || out.Waiting == 0 || out.State != store.RestructuringDraft {
			t.Fatalf("%+v %v", out, err)
		}
		if _, err := ann.SendRestructuring(t.Context(), near); fault.Code(err) != "restructuring.waits" {
			t.Errorf("asked twice: %v", err)
		}
		b.decide(b.as("Bob"), out.Waiting, true)
		b.restructuredAs(near, "sent: 150.00/0.00 open")
		out, err = b.as("Bob").SendRestructuring(t.Context(), far)
		if err != nil || out.Waiting == 0 {
			t.Fatalf("a day beyond two months: %+v %v", out, err)
		}
		if _, err := b.as("Bob").Decide(t.Context(), out.Waiting, desk.Word{Approve: true, Reason: "I say so"}); err == nil {
			t.Error("the head of sales puts off beyond two months")
		}
		b.decide(boss, out.Waiting, true)
		b.restructuredAs(far, "sent: 150.00/0.00 open")
		b.later(on("2026-02-16"))
		b.watched(desk.Watched{Expired: 2})

		letter := b.draft(desk.RestructuringRequest{Kind: store.GuaranteeLetter, Parts: []desk.PromisePart{part("2026-02-25", 150_00)}})
		if _, err := b.as("Ann").SendRestructuring(t.Context(), letter); fault.Code(err) != authority.NeedsDecision {
			t.Errorf("a promise of eleven days is the manager's: %v", err)
		}
		b.signed(letter)
		b.chasedAs("I1", policy.Planned)
	})
}

// TestPriceOfDelay: there is none before the signature; then by the weeks of the
// days the documents were due at first, on what remains; what is repaid in full
// may be waived by who may, and that is in the journal with the amount.
func TestPriceOfDelay(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		b.user("Ann", "sales-manager")
		n := b.draft(desk.RestructuringRequest{Parts: []desk.PromisePart{part("2026-02-06", 60_00), part("2026-02-20", 90_00)}})
		priced := func(want ...money.Minor) {
			t.Helper()
			a, err := b.Restructuring(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			d := a.Delay
			if got := []money.Minor{d.Planned, d.Total, d.Rest, d.Waived}; !slices.Equal(got, want) {
				t.Errorf("on %s: %d, want %d: %+v", b.Today(), got, want, d.Lines)
			}
		}
		// 60 of I1 in its third week, 40 in its fifth, 50 of I2 in its fourth.
		planned := money.Minor(2_70 + 3_20 + 3_00)
		priced(planned, 0, 0, 0)
		b.signed(n)
		priced(planned, 3_00+1_50, 4_50, 0) // both are in their second week
		b.take("payments.csv", paymentHead+"P1,A,2026-02-03,50,BYN,I2\nP2,A,2026-02-04,60,BYN,I1\n")
		b.later(on("2026-02-07"))
		priced(planned, 1_50+2_70+1_80, 1_80, 0) // 60 in the third week, as are the 40 of the rest
		ask := desk.AskRequest{Kind: authority.WaivePrice, Reason: "he has paid", Subject: "I1"}
		if _, err := b.as("Bob").Ask(t.Context(), ask); fault.Code(err) != authority.NotRepaid {
			t.Errorf("part of it is open, and its price is waived: %v", err)
		}
		ask.Subject = "I2"
		waived := b.ask(b.as("Ann"), ask)
		if waived.State != store.Pending {
			t.Errorf("the second week is not the manager's: %+v", waived)
		}
		b.decide(b.as("Bob"), waived.Number, true)
		priced(planned, 2_70+1_80, 1_80, 1_50)
		if b.journaled("delay.waived") != 1 || b.count("task WHERE task = 'waive-delay-price'") != 0 {
			t.Error("a waived price is not one line of the journal, or is left to be done by hand")
		}
		column := b.draft(desk.RestructuringRequest{Customer: "A", Invoices: []id.Invoice{"I1"}, Parts: []desk.PromisePart{part("2026-02-20", 40_00)}, Reading: restructure.Column})
		if a, err := b.Restructuring(t.Context(), column); err != nil || a.Delay.Planned != 80 { // 2 % of 40 in the fifth week
			t.Errorf("%+v %v", a.Delay, err)
		}
		b.later(on("2026-03-20"))
		if a, err := b.Restructuring(t.Context(), n); err != nil || !a.Delay.Beyond {
			t.Errorf("the ninth week is the director's: %+v %v", a.Delay, err)
		}
	})
}

// TestRestructuringsThatCannotBe: what does not fit is refused and nothing changed.
func TestRestructuringsThatCannotBe(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		b.take("invoices.csv", "invoice,customer,date,due,amount,base\nI9,B,2026-01-05,,70,acceptance\n")
		for code, q := range map[string]desk.RestructuringRequest{
			"restructuring.sum":     {Customer: "A", Invoices: []id.Invoice{"I1"}, Parts: []desk.PromisePart{part("2026-02-10", 99_00)}},
			"promise.order":         {Customer: "A", Invoices: []id.Invoice{"I1"}, Parts: []desk.PromisePart{part("2026-02-10", 50_00), part("2026-02-10", 50_00)}},
			"promise.past":          {Customer: "A", Invoices: []id.Invoice{"I1"}, Parts: []desk.PromisePart{part("2026-02-02", 0)}},
			"promise.parts":         {Customer: "A", Invoices: []id.Invoice{"I1"}},
			"restructuring.kind":    {Customer: "A", Kind: "oath", Parts: []desk.PromisePart{part("2026-02-10", 0)}},
			"restructuring.reading": {Customer: "A", Reading: "both", Parts: []desk.PromisePart{part("2026-02-10", 0)}},
			"customer.unknown":      {Customer: "X", Parts: []desk.PromisePart{part("2026-02-10", 0)}},
		} {
			if _, err := b.DraftRestructuring(t.Context(), q); fault.Code(err) != code {
				t.Errorf("%s: %v", code, err)
			}
		}
		n := b.draft(desk.RestructuringRequest{})
		if err := b.SignRestructuring(t.Context(), desk.SignedRestructuring{Number: n, On: b.Today(), By: "He"}); fault.Code(err) != "restructuring.state" {
			t.Errorf("a draft is signed: %v", err)
		}
		if _, err := b.as("Bob").SendRestructuring(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		if err := b.SignRestructuring(t.Context(), desk.SignedRestructuring{Number: n, On: b.Today() - 1, By: "He"}); fault.Code(err) != "restructuring.signed_on" {
			t.Errorf("signed before it was sent: %v", err)
		}
		b.later(on("2026-02-11"))
		if err := b.SignRestructuring(t.Context(), desk.SignedRestructuring{Number: n, On: b.Today(), By: "He"}); fault.Code(err) != "restructuring.stale" {
			t.Errorf("signed with its first instalment missed: %v", err)
		}
		if err := b.RefuseRestructuring(t.Context(), n, "he will not"); err != nil {
			t.Fatal(err)
		}
		b.restructuredAs(n, "refused: 90.00/0.00 open, 60.00/0.00 open")
		if b.count("event") != 0 {
			t.Error("what was not signed has left facts")
		}
	})
}

// TestRestructuringPapers: both papers can be had in every language, as both
// files, and say what was agreed.
func TestRestructuringPapers(t *testing.T) {
	b := late(t, openBooks(t, schema.SQLite(t)))
	for _, lang := range desk.Languages {
		for _, kind := range []string{store.SupplementaryAgreement, store.GuaranteeLetter} {
			n := b.draft(desk.RestructuringRequest{Kind: kind, Language: lang})
			a, err := b.Restructuring(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			for ext, head := range map[string]string{".pdf": "%PDF", ".docx": "PK"} {
				if data, err := b.RenderRestructuring(&a, ext); err != nil || !bytes.HasPrefix(data, []byte(head)) {
					t.Errorf("%s %s%s: %v", lang, kind, ext, err)
				}
			}
			profile, err := b.Profile()
			if err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprint(desk.RestructuringDocument(&a, &profile).Blocks)
			if strings.Contains(text, "{number}") || strings.Contains(text, "{them}") || !strings.Contains(text, desk.PaperNumber(n)) ||
				strings.Contains(strings.ReplaceAll(text, ",", "."), "14.00") == (kind == store.GuaranteeLetter) { // a guarantee letter names no price
				t.Errorf("%s %s: %s", lang, kind, text)
			}
		}
	}
}

// TestPriceIsCharged: what the delay has cost is proposed when a plan is broken or
// kept, and when somebody asks, less what was charged before; a step of a policy
// proposes it each week, the later calculation in the earlier one's place.
func TestPriceIsCharged(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		late(t, b)
		n := b.draft(desk.RestructuringRequest{})
		if _, err := b.ChargeRestructuring(t.Context(), n); fault.Code(err) != "restructuring.no_price" {
			t.Errorf("a draft is charged: %v", err)
		}
		b.signed(n)
		proposed := func(want string) {
			t.Helper()
			var got []string
			for _, c := range b.charges(store.ChargeQuery{}) {
				if c.State != store.ChargeDropped {
					got = append(got, fmt.Sprintf("%s %s %s", c.Invoice, c.Amount.Decimal("BYN"), c.State))
				}
			}
			if slices.Sort(got); strings.Join(got, ", ") != want {
				t.Errorf("on %s charged are %s, want %s", b.Today(), strings.Join(got, ", "), want)
			}
		}
		if _, err := b.ChargeRestructuring(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		proposed("I1 3.00 proposed, I2 1.50 proposed") // both in their second week
		b.ask(b.user("vera", "finance-director"), desk.AskRequest{Kind: authority.ChargeLate, Subject: "A", Value: "1", Reason: "as agreed"})
		b.later(on("2026-02-11"))
		b.watched(desk.Watched{Broken: 1})
		proposed("I1 3.00 charged, I1 3.00 proposed, I2 2.25 proposed") // in the fourth week, and the third
		if c := b.charges(store.ChargeQuery{State: store.ChargeProposed})[0]; !strings.Contains(c.Basis, "R-1") || c.From != on("2026-01-21") || c.To != on("2026-02-11") {
			t.Errorf("%+v", c.Charge)
		}
		b.sound()
	})
}
