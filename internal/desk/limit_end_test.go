package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

const endRules = `policy: credit
categories: [{id: "1", limit: {BYN: 200.00}}, {id: "2"}]
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]
credit: {days: 30}
authority:
  - {may: change-limit, role: head-of-sales, amount: {BYN: 300.00}}
  - {may: change-limit, role: commercial-director}
`

// The end of a limit that lets the customer have more is a higher limit given,
// and takes whose word goes so far; one that takes something away, anybody's who
// keeps credit.
func TestEndOfLimit(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.ticking()
		if _, err := b.UsePolicy(t.Context(), b.file("credit.yaml", endRules), 0); err != nil {
			t.Fatal(err)
		}
		b.take("customers.csv", "customer,name,category,parent\nA,Co,1,\nB,Co,2,\nG,Co,1,\nM,Co,1,G\n")
		b.take("contracts.csv", "contract,customer,number,date,limit_amount,limit_days\nK1,A,1/26,2026-01-01,250.00,60\nK2,A,2/26,2026-01-01,,\n")
		boss, head, control := b.user("carl", "commercial-director"), b.user("vera", "head-of-sales"), b.user("anna", "finance-control")
		limit := func(c id.Customer, q desk.NewTerm) desk.NewTerm {
			q.Customer, q.Kind, q.Reason = c, credit.TermLimit, "test"
			return q
		}
		later := b.Today() + 30
		for _, c := range []struct {
			name          string
			before        []desk.NewTerm // that stay
			ends          desk.NewTerm
			control, head string // what each is answered: the code of the refusal
			says          string // to the first
		}{
			{"below the category", nil, limit("A", desk.NewTerm{Amount: "100"}), "limit.end_raises", "", `200.00 BYN instead of 100.00 BYN: this takes head-of-sales, commercial-director ("debitor approval ask change-limit A --amount 200.00 --reason TEXT"`},
			{"above the category", nil, limit("A", desk.NewTerm{Amount: "900"}), "", "", ""},
			{"as the category", nil, limit("A", desk.NewTerm{Amount: "200"}), "", "", ""},
			{"beyond a role's word", []desk.NewTerm{limit("A", desk.NewTerm{Amount: "500"})}, limit("A", desk.NewTerm{Amount: "100"}), "limit.end_raises", "limit.end_raises", "takes commercial-director ("},
			{"an exception that is lower", []desk.NewTerm{limit("A", desk.NewTerm{Amount: "300"})}, limit("A", desk.NewTerm{Amount: "100", Until: later}), "limit.end_raises", "", "--amount 300.00 --until " + later.String()},
			{"an exception that is higher", []desk.NewTerm{limit("A", desk.NewTerm{Amount: "300"})}, limit("A", desk.NewTerm{Amount: "400", Until: later}), "", "", ""},
			{"behind an exception that is higher", []desk.NewTerm{limit("A", desk.NewTerm{Amount: "400", Until: later})}, limit("A", desk.NewTerm{Amount: "100"}), "limit.end_raises", "", "200.00 BYN"},
			{"over one that is lower", []desk.NewTerm{limit("A", desk.NewTerm{Amount: "50", Until: later})}, limit("A", desk.NewTerm{Amount: "100", Until: later - 1}), "", "", ""},
			{"nothing in its place", nil, limit("B", desk.NewTerm{Amount: "100"}), "limit.end_frees", "limit.end_frees", "takes commercial-director ("},
			{"below the contract", nil, limit("A", desk.NewTerm{Amount: "100", Contract: "K1", Scope: credit.OfContract}), "limit.end_raises", "", "--amount 250.00 --value contract=K1"},
			{"of a contract without a limit", nil, limit("A", desk.NewTerm{Amount: "100", Contract: "K2", Scope: credit.OfContract}), "limit.end_raises", "", "200.00 BYN instead of 100.00 BYN"},
			{"of the group", nil, limit("G", desk.NewTerm{Amount: "100", Scope: credit.OfGroup}), "limit.end_frees", "limit.end_frees", "--value group"},
			{"of the month", nil, limit("A", desk.NewTerm{Amount: "100", Scope: credit.OfMonth}), "limit.end_frees", "limit.end_frees", "--value month"},
			{"fewer days than the contract", nil, limit("A", desk.NewTerm{Days: 40, Contract: "K1", Scope: credit.OfContract}), "limit.end_longer", "", "60 days, instead of 40"},
			{"more days than the rules", nil, limit("B", desk.NewTerm{Days: 90}), "", "", ""},
			{"fewer days than the rules", nil, limit("B", desk.NewTerm{Days: 7}), "limit.end_longer", "", "--value days=30"},
		} {
			for _, who := range []id.Customer{"A", "B", "G"} { // what the case before left
				terms, err := b.Terms(t.Context(), who)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range terms {
					if row.EndedOn == 0 {
						if _, err := boss.EndTerm(t.Context(), row.Number, "test"); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			set := func(q desk.NewTerm) store.Term {
				row, err := boss.SetTerm(t.Context(), q)
				if err != nil {
					t.Fatalf("%s: %v", c.name, err)
				}
				return row
			}
			for _, q := range c.before {
				set(q)
			}
			for s, want := range map[*desk.Session]string{control: c.control, head: c.head} {
				row := set(c.ends)
				_, err := s.EndTerm(t.Context(), row.Number, "test")
				if err == nil != (want == "") || err != nil && fault.Code(err) != want {
					t.Errorf("%s: %v, not %q", c.name, err, want)
				}
				if s == control && want != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
					t.Errorf("%s: %v does not say %q", c.name, err, c.says)
				}
				if want != "" {
					if _, err := boss.EndTerm(t.Context(), row.Number, "test"); err != nil {
						t.Errorf("%s: refused to whose word goes so far: %v", c.name, err)
					}
				}
			}
		}
		b.sound()
	})
}
