package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/store"
)

// What falls due on no day comes after all that does, on both engines.
func TestInvoicesWithoutADueDateComeLast(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-02-12,100,BYN\nI2,A,,2026-01-05,,50,BYN\nI3,A,,2026-01-05,2026-01-30,7,BYN\n")
		for newest, want := range map[bool]string{false: "I3 I1 I2 ", true: "I2 I1 I3 "} {
			got := ""
			err := b.EachInvoice(t.Context(), store.InvoicesQuery{State: "open", Newest: newest}, func(v store.InvoiceRow) error {
				got += string(v.Invoice) + " "
				return nil
			})
			if err != nil || got != want {
				t.Errorf("newest first %v: %s, want %s (%v)", newest, got, want, err)
			}
		}
		if _, err := b.Customers(t.Context(), b.Today(), desk.CustomersQuery{Limit: 1}); err != nil {
			t.Fatal(err)
		}
		b.sound()
	})
}
