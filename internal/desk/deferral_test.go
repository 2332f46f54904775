package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/insight"
)

// What each contract's deferral costs, with the discount of the category beside it.
func TestDeferralOfContracts(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,category\nA,Anna,2\nB,Boris,1\n")
		b.take("contracts.csv", "contract,customer,number,payment_days\nK1,A,K-1,30\nK2,B,K-2,30\n")
		b.take("invoices.csv", `invoice,customer,contract,date,due,amount,currency
1,A,K1,2025-12-05,2026-01-04,100000.00,BYN
2,B,K2,2025-12-05,2026-01-04,60000.00,BYN
3,B,K2,2026-01-04,2026-02-03,500.00,EUR
`)
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-01-14,100000.00,BYN,1\nP2,B,2026-01-04,60000.00,BYN,2\n")
		path := b.file("terms.yaml", `policy: terms
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [director]}]
categories: [{id: "1", default: true}, {id: "2", discount: 2}]
credit: {discounts: [{within: 0, percent: 1}]}
`)
		if _, err := b.UsePolicy(b.Context(), path, 0); err != nil {
			t.Fatal(err)
		}
		costs := func(rate string) desk.DeferralReport {
			t.Helper()
			r, err := b.DeferralCosts(b.Context(), desk.DeferralQuery{Date: b.Today(), Rate: rate})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r := costs("20")
		if len(r.Rows) != 3 || len(r.Totals) != 2 || r.Warned != 3 {
			t.Fatalf("%+v", r)
		}
		// F-20: 2 % for 30 days is 24 % a year, dearer than 20 %; 1 % is 12 %, and he borrows from us.
		anna, boris := r.Rows[0], r.Rows[1]
		if anna.Customer != "A" || anna.Term != 30_00 || anna.Agreed != 1_666_67 || anna.Late != 555_56 || anna.Price != 24_00 || anna.Lender != desk.LentByBank || anna.Fair != 1_67 {
			t.Errorf("%+v", anna)
		}
		if boris.Customer != "B" || boris.Agreed != 1_000_00 || boris.Late != 0 || boris.Price != 12_00 || boris.Lender != desk.LentByUs {
			t.Errorf("%+v", boris)
		}
		if sum := r.Totals[0]; sum.Currency != "BYN" || sum.Agreed != 2_666_67 || sum.Late != 555_56 {
			t.Errorf("%+v", sum)
		}
		if r := costs(""); r.Rate != insight.NotKnown || r.Warned != 0 || r.Rows[0].Agreed != 0 {
			t.Errorf("without a rate: %+v", r)
		}
		if _, err := b.DeferralCosts(b.Context(), desk.DeferralQuery{Date: b.Today(), Rate: "-3"}); fault.Code(err) != "company.bank_rate" {
			t.Errorf("a rate below nothing: %v", err)
		}
	})
}
