package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestADocumentTakesItsDisputesAlong: a document that an import gives to its
// right customer goes with its disputes, notes and files; a dispute of several
// documents is divided, and each part ends as it is decided.
func TestADocumentTakesItsDisputesAlong(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, claims := quarrel(t, b)
		on3 := on("2026-02-03")
		b.dispute(ann, desk.DisputeRequest{Reason: "faulty", On: on3, Documents: []desk.DisputedPart{{Invoice: "I1", Amount: "60"}, {Invoice: "I2", Amount: "50"}}})
		b.dispute(ann, desk.DisputeRequest{Reason: "price", On: on3, Documents: []desk.DisputedPart{{Invoice: "I1", Amount: "10"}}})
		for _, note := range []store.Note{{Customer: "B", Text: "his own"}, {Customer: "A", Invoice: "I1", Text: "goes along"}, {Customer: "A", Text: "stays"}} {
			note.Date = on3
			if err := b.WriteNote(t.Context(), note); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "A", Invoice: "I1", Name: "act.pdf", Data: []byte("%PDF-1.4\n%%EOF\n"), Date: on3}); err != nil {
			t.Fatal(err)
		}
		b.take("invoices.csv", invoiceHead+"I1,B,,2026-01-05,2026-01-20,100,BYN\n")
		b.quarrels("A", "1 I2 50.00")
		b.quarrels("B", "2 I1 10.00, 3 I1 60.00")
		v, err := b.Invoice(t.Context(), "I1", on3)
		if err != nil || len(v.Notes) != 1 || v.Notes[0].Customer != "B" || len(v.Files) != 1 || v.Files[0].Customer != "B" {
			t.Errorf("beside the document stand %+v and %+v, %v", v.Notes, v.Files, err)
		}
		if _, err := claims.SettleDispute(t.Context(), 3, desk.Settlement{Outcome: "rejected", Reason: "it heats"}); err != nil {
			t.Fatal(err)
		}
		b.quarrels("B", "2 I1 10.00")
		b.quarrels("A", "1 I2 50.00")
		b.sound()
	})
}

// TestAClosedDisputeIsDividedToo: each customer keeps what was agreed of his own
// documents.
func TestAClosedDisputeIsDividedToo(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, claims := quarrel(t, b)
		on3 := on("2026-02-03")
		one := b.dispute(ann, desk.DisputeRequest{Reason: "faulty", On: on3, Documents: []desk.DisputedPart{{Invoice: "I1", Amount: "60"}, {Invoice: "I2", Amount: "50"}}})
		if _, err := claims.SettleDispute(t.Context(), one.Number, desk.Settlement{Outcome: "rejected", Reason: "it heats"}); err != nil {
			t.Fatal(err)
		}
		b.take("invoices.csv", invoiceHead+"I1,B,,2026-01-05,2026-01-20,100,BYN\n")
		for number, want := range map[int64]string{1: "A I2 50.00 closed", 2: "B I1 60.00 closed"} {
			d, err := b.Dispute(t.Context(), number, on3)
			if err != nil {
				t.Fatal(err)
			}
			got := string(d.Customer)
			for _, doc := range d.Documents {
				got += fmt.Sprintf(" %s %s %s", doc.Invoice, doc.Amount.Decimal(d.Currency), d.State)
			}
			if got != want {
				t.Errorf("dispute %d is %q, want %q", number, got, want)
			}
		}
		b.sound()
	})
}

// quarrels compares the open disputes of a customer: number, document, amount.
func (b *books) quarrels(customer, want string) {
	b.Helper()
	list, err := b.Disputes(b.Context(), desk.DisputeFilter{State: "open", Customer: id.Customer(customer)}, on("2026-02-03"))
	if err != nil {
		b.Fatal(err)
	}
	var got []string
	for _, d := range list.Rows {
		one, err := b.Dispute(b.Context(), d.Number, on("2026-02-03"))
		if err != nil {
			b.Fatal(err)
		}
		for _, doc := range one.Documents {
			got = append(got, fmt.Sprintf("%d %s %s", d.Number, doc.Invoice, doc.Amount.Decimal(d.Currency)))
		}
	}
	slices.Sort(got)
	if text := strings.Join(got, ", "); text != want {
		b.Errorf("%s disputes %q, want %q", customer, text, want)
	}
}
