package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestUndoRestoresLevels: what a run did is taken back, and done again as if it
// had never been, with letters of other numbers.
func TestUndoRestoresLevels(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		day := on("2026-02-03")
		first, err := b.Apply(t.Context(), day, "")
		if err != nil {
			t.Fatal(err)
		}
		preview, err := b.UndoRun(t.Context(), desk.Undo{Run: day, On: day, Preview: true})
		if err != nil || preview.Letters != 2 || preview.Withdrawn != 2 || preview.Tasks != 4 || b.count("undo") != 0 {
			t.Fatalf("preview: %+v %v", preview, err)
		}
		for again := 1; again <= 2; again++ {
			out, err := b.UndoRun(t.Context(), desk.Undo{Run: day, On: day, Reason: "the bank's file was missing"})
			if err != nil || out.Number != again || out.Customers != 2 || out.Letters != 2 || out.Withdrawn != 2 || out.Corrections != 0 || out.Tasks != 4 {
				t.Fatalf("undo %d: %+v %v", again, out, err)
			}
			if n := b.count("delivery WHERE state = 'ready'"); n != 0 {
				t.Errorf("%d deliveries still wait", n)
			}
			if n := b.count("task WHERE closed_on IS NULL"); n != 0 {
				t.Errorf("%d tasks are still to be done", n)
			}
			b.sound()
			got, err := b.Apply(t.Context(), day, "")
			if err != nil || got.New != first.New || got.Letters != first.Letters || got.Tasks != first.Tasks {
				t.Fatalf("applied again: %+v %v, first it was %+v", got, err, first)
			}
			b.sound()
		}
		if n := b.count("letter"); n != 6 {
			t.Errorf("there are %d letters, want 6 of three times", n)
		}
		if n := b.count("decision WHERE undone = 0"); n != b.count("decision WHERE undone = 1") {
			t.Errorf("%d decisions stand", n)
		}
		if got, err := b.Apply(t.Context(), day, ""); err != nil || got.New != 0 {
			t.Errorf("applied once more: %+v %v", got, err)
		}
	})
}

// TestUndoTellsOfOnesOwn: what was taken back for one customer is told to who
// sees him.
func TestUndoTellsOfOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager,address\nA,Alder,Ann,Minsk\nB,Birch,Bob,Brest\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-27,100,BYN\nI2,B,,2026-01-05,2026-01-27,70,BYN\n")
		day := on("2026-02-03")
		if _, err := b.Apply(t.Context(), day, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := b.UndoRun(t.Context(), desk.Undo{Run: day, Customer: "A", On: day, Reason: "A is bankrupt"}); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[id.User]int{"Ann": 1, "Bob": 0} {
			if err := b.AddUser(t.Context(), name, "sales-manager"); err != nil {
				t.Fatal(err)
			}
			s := b.as(name)
			list, err := s.Undos(t.Context(), day, day)
			seen, seenErr := s.RunSeen(t.Context(), day)
			past, _, runsErr := s.Runs(t.Context(), day, 10)
			if err != nil || seenErr != nil || runsErr != nil || len(list) != want || len(seen.Undos) != want || len(past) != 1 || len(past[0].Undos) != want {
				t.Errorf("%s is told of %v, %v, %+v; %v %v %v", name, list, seen.Undos, past, err, seenErr, runsErr)
			}
		}
	})
}

// TestUndoCorrectsWhatHasGone: a letter that was posted is followed by one that
// takes it back; one that was not is not posted any more.
func TestUndoCorrectsWhatHasGone(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager,address\nA,Alder,Ann,Minsk\nB,Birch,Ann,Brest\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-27,100,BYN\nI2,B,,2026-01-05,2026-01-27,70,BYN\n")
		day := on("2026-02-03")
		if _, err := b.Apply(t.Context(), day, ""); err != nil {
			t.Fatal(err)
		}
		var ids []string
		lines, err := b.RunLetters(t.Context(), desk.RunLetterQuery{Day: day, Limit: 10})
		if err != nil || len(lines) != 2 {
			t.Fatalf("%d letters, %v", len(lines), err)
		}
		for _, l := range lines {
			ids = append(ids, string(l.ID))
		}
		if _, err := b.RecordPost(t.Context(), b.file("post.csv", fmt.Sprintf("letter,state,date\n%s,posted,2026-02-03\n", ids[0]))); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", paymentHead+"P1,A,2026-02-02,100,BYN,I1\n") // which came to light too late
		out, err := b.UndoRun(t.Context(), desk.Undo{Run: day, On: day + 1, Reason: "paid"})
		if err != nil || out.Letters != 2 || out.Withdrawn != 1 || out.Corrections != 1 {
			t.Fatalf("%+v %v", out, err)
		}
		b.sound()
		lines, err = b.RunLetters(t.Context(), desk.RunLetterQuery{Day: day, Limit: 10})
		if err != nil || len(lines) != 1 || lines[0].Template != "correction" || lines[0].Customer != "A" || lines[0].Total != 0 || lines[0].PostState != "ready" {
			t.Fatalf("what stands of the run: %+v %v", lines, err)
		}
		if err := b.AddUser(t.Context(), "Ann", "sales-manager"); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*desk.Session{b.Session, b.as("Ann")} { // all customers are hers, and counted in another way
			seen, err := s.RunSeen(t.Context(), day)
			if err != nil || !slices.Equal(seen.Deliveries, []store.StateCount{{Channel: "post", State: "ready", Count: 1}}) || seen.Letters != 1 {
				t.Errorf("what is said to stand: %d letters, %+v %v", seen.Letters, seen.Deliveries, err)
			}
			for state, want := range map[string]int{"ready": 1, "posted": 0, "withdrawn": 0} {
				list, err := s.RunLetters(t.Context(), desk.RunLetterQuery{Day: day, Channel: "post", State: state, Limit: 10})
				if err != nil || len(list) != want {
					t.Errorf("%d letters are %s, want %d, %v", len(list), state, want, err)
				}
			}
		}
		letter, err := b.TraceLetter(t.Context(), string(lines[0].ID))
		if err != nil || letter.Facts.Corrects.ID != id.Letter(ids[0]) || letter.Facts.Date != day+1 || !strings.Contains(letter.Document.Text(), ids[0]) {
			t.Errorf("the correction: %+v %v", letter.Facts, err)
		}
		_, err = b.RecordPost(t.Context(), b.file("late.csv", fmt.Sprintf("letter,state,date\n%s,posted,2026-02-05\n", ids[1])))
		refused(t, err, fault.Input, "post.refused")
		if _, err := b.Apply(t.Context(), day, ""); err != nil {
			t.Fatal(err)
		}
		b.sound()
	})
}

// TestUndoneStaysWhereItWas: a document that is found to be another's takes along
// what was done about it, but not what was taken back.
func TestUndoneStaysWhereItWas(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		day := on("2026-02-03")
		apply := func() {
			t.Helper()
			if _, err := b.Apply(t.Context(), day, ""); err != nil {
				t.Fatal(err)
			}
		}
		apply()
		if _, err := b.UndoRun(t.Context(), desk.Undo{Run: day, On: day, Reason: "the bank's file was missing"}); err != nil {
			t.Fatal(err)
		}
		apply()
		b.take("invoices.csv", invoiceHead+"I3,A,,2026-01-05,2026-01-26,70,BYN\n")
		if n := b.count("decision WHERE invoice = 'I3' AND customer = 'A' AND undone = 0"); n == 0 {
			t.Error("what was done about the document did not come along")
		}
		b.sound()
	})
}

// TestUndoIsRefused: without a right, a reason, a run; or where nothing stands.
func TestUndoIsRefused(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	worked(t, b)
	day := on("2026-02-03")
	if _, err := b.Apply(t.Context(), day, ""); err != nil {
		t.Fatal(err)
	}
	try := func(s *desk.Session, u desk.Undo) error {
		_, err := s.UndoRun(t.Context(), u)
		return err
	}
	refused(t, try(b.user("Bob", "supervisor"), desk.Undo{Run: day, On: day, Reason: "x"}), fault.Refused, "right.missing")
	refused(t, try(b.Session, desk.Undo{Run: day, On: day, Reason: " "}), fault.Usage, "undo.reason")
	refused(t, try(b.Session, desk.Undo{Run: day + 1, On: day + 1, Reason: "x"}), fault.NotFound, "run.none")
	refused(t, try(b.Session, desk.Undo{Run: day, On: day - 1, Reason: "x"}), fault.Usage, "undo.day")
	refused(t, try(b.Session, desk.Undo{Run: day, On: day, Reason: "x", Customer: "Z"}), fault.NotFound, "customer.unknown")
	if err := try(b.Session, desk.Undo{Run: day, On: day, Reason: "x", Customer: "A"}); err != nil {
		t.Fatal(err)
	}
	refused(t, try(b.Session, desk.Undo{Run: day, On: day, Reason: "x", Customer: "A"}), fault.Refused, "undo.nothing")
	if n := b.count("decision WHERE customer = 'B' AND undone = 0"); n == 0 {
		t.Error("the undo for one customer took back another's decisions")
	}
	b.sound()
}

// TestHiddenUndoIsFound: rows marked as taken back behind the desk's back, or
// standing again, do not pass the check.
func TestHiddenUndoIsFound(t *testing.T) {
	day := on("2026-02-03")
	for _, sql := range []string{
		"UPDATE decision SET undone = 0 WHERE invoice = 'I1'",
		"UPDATE letter SET undone = 0 WHERE about = 'K1'",
		"UPDATE task SET undone = 0 WHERE customer = 'B' AND task = 'ask-why'",
		"UPDATE decision SET undone = 7 WHERE invoice = 'I1'",
		"DELETE FROM undo",
	} {
		b := openBooks(t, schema.SQLite(t))
		worked(t, b)
		if _, err := b.Apply(t.Context(), day, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := b.UndoRun(t.Context(), desk.Undo{Run: day, On: day, Reason: "x"}); err != nil {
			t.Fatal(err)
		}
		b.exec(sql)
		if r, err := b.Check(t.Context()); err != nil || r.OK {
			t.Errorf("%s: %v, not found", sql, err)
		}
	}
}

// How many letters a run has is kept beside them; check finds a count that is not
// theirs.
func TestLettersOfRunsAreCounted(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,email\nA,Alpha,a@alpha.example\nB,Beta,b@beta.example\n")
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\n1,A,1,2026-01-05,2026-01-26,10.00,BYN\n2,B,2,2026-01-05,2026-01-26,10.00,BYN\n")
		if _, err := b.UsePolicy(t.Context(), "aktivmarket", on("2026-01-01")); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		past, _, err := b.Runs(t.Context(), on("2026-02-03"), 5)
		if err != nil || len(past) != 1 || past[0].Letters != 2 || past[0].Title["de"] == "" {
			t.Fatalf("%+v, %v", past, err)
		}
		b.sound()
		b.exec("UPDATE letter_count SET letters = letters + 1")
		r, err := b.Check(t.Context())
		if err != nil || len(r.Problems) != 1 || r.Problems[0].Code != "check.letter_count" {
			t.Errorf("%+v, %v", r.Problems, err)
		}
	})
}
