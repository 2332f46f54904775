package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// ContractGap is a contract that does not say all a claim would want (R-49,
// R-73), with its customer's name.
type ContractGap struct {
	ContractCheck
	Name string
}

// ContractGaps are the contracts with gaps of the customers that the actor
// sees, by the customers' names: of one gap of credit.Gaps, or of any where it
// is empty. Its fault is contract.gap.
func (s *Session) ContractGaps(ctx context.Context, q store.ContractGapQuery) (list []ContractGap, err error) {
	if q.Gap != "" && !slices.Contains(credit.Gaps, q.Gap) {
		return nil, fault.New(fault.Usage, "contract.gap", "a contract has no gap %q; there are %s", q.Gap, strings.Join(credit.Gaps, ", "))
	}
	q.Scope = s.scope().Of(q.Scope.Manager)
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rows, err := r.ContractsWithGaps(ctx, q)
		list = make([]ContractGap, len(rows))
		for i, row := range rows {
			list[i] = ContractGap{s.checkContract(row.Contract, row.Country), row.Name}
		}
		return err
	})
	return list, err
}

// checkContract looks what a contract with a customer of a country does not
// say. One that names no law is governed by the company's if the customer is at
// home.
func (s *Session) checkContract(k ledger.Contract, country string) ContractCheck {
	check, law := ContractCheck{Contract: k, Gaps: credit.ContractGaps(&k)}, ""
	if country == "" || strings.EqualFold(country, s.company.Country) {
		law = s.company.Country
	}
	if credit.DueOnDemand(&k, law, s.Today()) != 0 {
		check.OnDemand = credit.DemandDays
	}
	return check
}
