package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// The list finds what credit finds: every combination of what a contract may
// say, gap by gap, a page at a time, within the scope.
func TestContractGaps(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name,country,manager\nH,Home,,anna\nR,Abroad,RU,boris\n")
		text := "contract,customer,number,date,law,payment_days,terms,penalty_per_day,payment_clause,penalty_clause\n"
		for i := range 1 << 7 {
			said := func(bit int, value string) string {
				if i>>bit&1 == 1 {
					return value
				}
				return ""
			}
			text += fmt.Sprintf("K%03d,%s,%s,%s,%s,%s,,%s,%s,%s\n", i, []string{"H", "R"}[i%2], said(0, "1"), said(1, "2026-01-01"), said(2, "RU"), said(3, "10"), said(4, "0.1"), said(5, "4.1"), said(6, "5.1"))
		}
		b.take("contracts.csv", text)
		all, err := b.PageContracts(t.Context(), store.PageQuery{Limit: 1000})
		if err != nil || len(all) != 1<<7 {
			t.Fatalf("%d contracts, %v", len(all), err)
		}
		for _, gap := range append([]string{""}, credit.Gaps...) {
			want := 0
			for i := range all {
				if has := credit.ContractGaps(&all[i]); gap == "" && len(has) > 0 || slices.Contains(has, gap) {
					want++
				}
			}
			got := gapsOf(t, b.Session, gap, "")
			if len(got) != want {
				t.Errorf("gap %q: %d contracts; credit finds %d", gap, len(got), want)
			}
		}
		for _, k := range gapsOf(t, b.Session, credit.GapTerm, "") {
			if want := map[bool]int{true: credit.DemandDays}[k.Law == "RU"]; k.OnDemand != want {
				t.Errorf("%s under the law %q of a customer abroad: %v: due %d days after a demand", k.ID, k.Law, k.Customer == "R", k.OnDemand)
			}
		}
		if got := gapsOf(t, b.Session, "", "anna"); slices.ContainsFunc(got, func(k desk.ContractGap) bool { return k.Customer != "H" }) || len(got) == 0 {
			t.Errorf("%d contracts of anna's customers, others among them", len(got))
		}
		if err := b.AddPerson(t.Context(), desk.NewPerson{Name: "anna", Role: "sales-manager", Scope: desk.ScopeOwn}); err != nil {
			t.Fatal(err)
		}
		if got := gapsOf(t, b.as("anna"), "", "boris"); len(got) != 0 {
			t.Errorf("anna sees %d contracts of boris's customers", len(got))
		}
		if _, err := b.ContractGaps(t.Context(), store.ContractGapQuery{Gap: "colour", Limit: 1}); fault.Code(err) != "contract.gap" {
			t.Errorf("an unknown gap: %v", err)
		}
	})
}

// gapsOf reads the list page by page.
func gapsOf(t *testing.T, s *desk.Session, gap, manager string) (all []desk.ContractGap) {
	t.Helper()
	for {
		list, err := s.ContractGaps(t.Context(), store.ContractGapQuery{Gap: gap, Scope: store.Scope{Manager: manager}, Offset: len(all), Limit: 7})
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, list...); len(list) < 7 {
			return all
		}
	}
}
