package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// owing is trade, where we owe too: 60.00 to C2, who owes 35.00, and 1.00 to C1.
func owing(t *testing.T, url string) *books {
	b := trade(t, url)
	b.payables("customer,document,payable,due\nC2,S-1,10.00,2026-01-01\nC2,S-2,50.00,2026-01-10\nC1,S-3,1.00,2026-01-10\n", "2026-01-27")
	return b
}

func (b *books) payables(text, day string) {
	b.Helper()
	if _, err := b.Import(b.Context(), []string{b.file("owed.csv", text)}, desk.ImportOptions{Kind: intake.Payables, Date: on(day)}); err != nil {
		b.Fatal(err)
	}
}

// weOwe is what we owe a customer as of a day.
func (b *books) weOwe(day string) (sum money.Minor) {
	b.Helper()
	list, _, err := b.OurPayables(b.Context(), "C2", on(day))
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range list {
		sum += p.Open
	}
	return sum
}

func TestNettingIsProposed(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := owing(t, url)
		n, err := b.ProposeNetting(t.Context(), "C2", on("2026-01-27"))
		if err != nil || len(n.Sets) != 1 || n.Sets[0].Amount != 3500 || n.Sets[0].Payables != 6000 || len(n.Sets[0].Offsets) != 2 || n.Sets[0].Offsets[0].Payable.Document != "S-1" {
			t.Fatalf("%+v, %v", n.Sets, err)
		}
		doc, err := b.NettingDocument(&n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.RenderLetter(doc, ".pdf"); err != nil {
			t.Error(err)
		}
		if before := balanceOf(b, "C2", "2026-01-27"); before != 3500 || b.weOwe("2026-02-03") != 6000 {
			t.Errorf("a proposal has changed the balance to %d", before)
		}
		if _, err := b.ProposeNetting(t.Context(), "C2", on("2026-01-27")); fault.Code(err) != "netting.waits" {
			t.Errorf("proposed twice: %v", err)
		}
		if _, err := b.Netting(t.Context(), "C3", on("2026-01-27")); fault.Code(err) != "netting.nothing" {
			t.Errorf("with who owes nothing: %v", err)
		}
	})
}

// A netting that both have signed settles the documents on the day of the
// signature and lowers what we owe; taken back, both are as before.
func TestNettingIsBooked(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := owing(t, url)
		n, err := b.ProposeNetting(t.Context(), "C2", on("2026-01-27"))
		if err != nil {
			t.Fatal(err)
		}
		signed := desk.SignedNetting{Number: n.Numbers[0], SignedOn: on("2026-02-01"), OwnBy: "Director O.", SignedBy: "Accountant B."}
		if err := b.BookNetting(t.Context(), signed); fault.Code(err) != "netting.authority" {
			t.Errorf("signed without authority: %v", err)
		}
		signed.Authority = reconcile.Authority{Kind: reconcile.Power, Number: "7", Issued: on("2026-01-01"), Until: on("2026-01-31")}
		if err := b.BookNetting(t.Context(), signed); fault.Code(err) != "netting.authority" {
			t.Errorf("signed by a power that had run out: %v", err)
		}
		signed.Authority = reconcile.Authority{Kind: reconcile.Charter}
		early := signed
		early.SignedOn = on("2026-01-26")
		if err := b.BookNetting(t.Context(), early); fault.Code(err) != "act.signed_early" {
			t.Errorf("signed before it was made: %v", err)
		}
		if err := b.user("seller", "sales-manager").BookNetting(t.Context(), signed); fault.KindOf(err) != fault.Refused {
			t.Errorf("booked by a sales manager: %v", err)
		}
		if err := b.BookNetting(t.Context(), signed); err != nil {
			t.Fatal(err)
		}
		if err := b.BookNetting(t.Context(), signed); fault.Code(err) != "netting.state" {
			t.Errorf("booked twice: %v", err)
		}
		if before, after := balanceOf(b, "C2", "2026-01-31"), balanceOf(b, "C2", "2026-02-01"); before != 3500 || after != 0 {
			t.Errorf("from %d to %d", before, after)
		}
		if owe := b.weOwe("2026-02-03"); owe != 2500 {
			t.Errorf("we owe %d", owe)
		}
		st, err := b.Statement(t.Context(), desk.StatementQuery{Customer: "C2", From: on("2026-01-01"), To: on("2026-02-03")})
		last := st.Lines[len(st.Lines)-1]
		if err != nil || last.What != "netting" || last.Credit != 3500 || st.Closing != 0 || len(st.Payables) != 1 || st.Payables[0].Open != 2500 {
			t.Errorf("%+v, %+v, %v", last, st.Payables, err)
		}
		kept, err := b.KeptNetting(t.Context(), n.Numbers[0])
		if err != nil || kept.State != store.NettingBooked || kept.BookedBy != "operator" {
			t.Errorf("%+v, %v", kept.Netting, err)
		}
		b.sound()
		if err := b.ReverseNetting(t.Context(), n.Numbers[0], ""); fault.Code(err) != "netting.reason" {
			t.Errorf("%v", err)
		}
		if err := b.ReverseNetting(t.Context(), n.Numbers[0], "signed by the wrong person"); err != nil {
			t.Fatal(err)
		}
		if after := balanceOf(b, "C2", "2026-02-03"); after != 3500 || b.weOwe("2026-02-03") != 6000 {
			t.Errorf("taken back: %d, we owe %d", after, b.weOwe("2026-02-03"))
		}
		b.sound()
	})
}

// What has been paid on either side since is not set off; a newer list of what
// we owe stands for itself; who proposed does not book.
func TestNettingOfWhatIsPaid(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := owing(t, url)
		n, err := b.ProposeNetting(t.Context(), "C2", on("2026-01-27"))
		if err != nil {
			t.Fatal(err)
		}
		signed := desk.SignedNetting{Number: n.Numbers[0], SignedOn: on("2026-02-01"), OwnBy: "O", SignedBy: "B", Authority: reconcile.Authority{Kind: reconcile.Charter}}
		b.payables("customer,document,payable,due\nC2,S-2,20.00,2026-01-10\n", "2026-01-30")
		if err := b.BookNetting(t.Context(), signed); fault.Code(err) != "netting.changed" || !strings.Contains(err.Error(), "S-1") {
			t.Errorf("we have paid meanwhile: %v", err)
		}
		b.payables("customer,document,payable,due\nC2,S-1,10.00,2026-01-01\nC2,S-2,50.00,2026-01-10\n", "2026-01-31")
		b.take("payments2.csv", "payment,customer,contract,date,amount,invoice\nP9,C2,,2026-01-30,1,V3\n")
		if err := b.BookNetting(t.Context(), signed); fault.Code(err) != "netting.changed" {
			t.Errorf("he has paid meanwhile: %v", err)
		}
		if err := b.WithdrawNetting(t.Context(), n.Numbers[0], "paid"); err != nil {
			t.Fatal(err)
		}
		clerk := b.user("clerk", "accountant")
		if n, err = clerk.ProposeNetting(t.Context(), "C2", on("2026-01-31")); err != nil {
			t.Fatal(err)
		}
		signed.Number = n.Numbers[0]
		if err := clerk.BookNetting(t.Context(), signed); fault.Code(err) != "netting.own" {
			t.Errorf("booked by who proposed it: %v", err)
		}
		if err := b.BookNetting(t.Context(), signed); err != nil {
			t.Fatal(err)
		}
		b.payables("customer,document,payable,due\nC2,S-2,26.00,2026-01-10\n", "2026-02-02")
		if owe := b.weOwe("2026-02-03"); owe != 2600 {
			t.Errorf("by a newer list we owe %d", owe)
		}
		b.sound()
	})
}
