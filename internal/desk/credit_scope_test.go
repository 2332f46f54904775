package desk_test

import (
	"testing"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// TestCreditOfOthersIsNotThere: whoever sees his own customers alone is answered,
// whatever his role lets him do, that another's customer is not there, and so are
// terms, lifts, reservations, orders and requests of that customer; nothing changes.
func TestCreditOfOthersIsNotThere(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	now := clock
	b.clocked(&now)
	if _, err := b.UsePolicy(t.Context(), b.file("credit.yaml", creditRules), 0); err != nil {
		t.Fatal(err)
	}
	b.customers("A")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency,shipped\nA1,A,2025-12-01,2026-01-05,100.00,BYN,2025-12-01\n")
	b.take("orders.csv", "customer,order,to_ship\nA,O1,300.00\n")
	ctx, today := t.Context(), b.Today()
	sales := b.user("olga", "head-of-sales")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	term, err := b.SetTerm(ctx, desk.NewTerm{Customer: "A", Kind: credit.TermPledge, Amount: "1", Document: "7", Reason: "test"})
	must(err)
	_, err = sales.LiftHold(ctx, desk.LiftRequest{Customer: "A", Reason: "test", Amount: "50", Until: today})
	must(err)
	held, err := b.Reserve(ctx, desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "1"}})
	must(err)
	must(b.CheckCustomer(ctx, desk.RegisterLook{Customer: "A", On: today, Flag: "new-owner", Note: "test"}))
	_, err = b.Attach(ctx, desk.NewAttachment{Customer: "A", Name: "a.txt", Data: []byte("x"), Date: today})
	must(err)
	asked := b.ask(b.user("clerk", "service"), desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: "2"})
	must(b.AddPerson(ctx, desk.NewPerson{Name: "narrow", Role: "head-of-sales", Scope: desk.ScopeOwn}))
	s := b.as("narrow")
	if held.Key == "" || term.Number == 0 {
		t.Fatalf("%+v %+v", held, term)
	}
	for name, call := range map[string]func() error{
		"hold":     func() error { _, err := s.Hold(ctx, desk.HoldQuery{Customer: "A", Date: today}); return err },
		"terms":    func() error { _, err := s.Terms(ctx, "A"); return err },
		"standing": func() error { _, err := s.Standing(ctx, "A"); return err },
		"a file":   func() error { _, _, err := s.Attachment(ctx, "A", 1); return err },
		"detach":   func() error { return s.Detach(ctx, "A", 1, "test", today) },
		"a note":   func() error { return s.WriteNote(ctx, store.Note{Customer: "A", Date: today, Text: "test"}) },
		"card":     func() error { return s.SaveCard(ctx, "A", map[string]string{"outlet_place": "here"}) },
		"original": func() error {
			return s.ReturnOriginal(ctx, desk.ReturnedPaper{Invoice: "A1", Paper: "waybill", On: today})
		},
		"flag":          func() error { return s.CheckCustomer(ctx, desk.RegisterLook{Customer: "A", On: today}) },
		"unflag":        func() error { return s.WithdrawFlag(ctx, "A", 1, "test") },
		"end a term":    func() error { _, err := s.EndTerm(ctx, term.Number, "test"); return err },
		"end a lift":    func() error { return s.EndLift(ctx, "A", 1, "test") },
		"release":       func() error { return s.Release(ctx, held.Key, "test") },
		"ask for order": func() error { _, err := s.AskForOrder(ctx, "O1", "test"); return err },
		"decide": func() error {
			_, err := s.Decide(ctx, asked.Number, desk.Word{Approve: true, Reason: "test"})
			return err
		},
		"attach": func() error {
			_, err := s.Attach(ctx, desk.NewAttachment{Customer: "A", Name: "a.txt", Data: []byte("x"), Date: today})
			return err
		},
		"paper": func() error {
			return s.ShowPaper(ctx, desk.ShownPaper{Customer: "A", Paper: "charter", Dated: today, Date: today})
		},
		"lift": func() error {
			_, err := s.LiftHold(ctx, desk.LiftRequest{Customer: "A", Reason: "test", Amount: "1", Until: today})
			return err
		},
		"stop": func() error {
			_, err := s.SetTerm(ctx, desk.NewTerm{Customer: "A", Kind: credit.TermStop, Reason: "test"})
			return err
		},
		"limit": func() error {
			_, err := s.SetTerm(ctx, desk.NewTerm{Customer: "A", Kind: credit.TermLimit, Amount: "1", Reason: "test"})
			return err
		},
		"reserve": func() error {
			_, err := s.Reserve(ctx, desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "1"}})
			return err
		},
		"ask": func() error {
			_, err := s.Ask(ctx, desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: "2", Reason: "test"})
			return err
		},
	} {
		changes := b.count("change")
		if err := call(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
		if b.count("change") != changes {
			t.Errorf("%s changed something", name)
		}
	}
}
