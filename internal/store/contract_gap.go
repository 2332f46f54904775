package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/ledger"
)

// ContractGapQuery picks contracts that do not say all a claim would want.
type ContractGapQuery struct {
	Scope         Scope
	Gap           string // of credit.Gaps; empty: any of them
	Offset, Limit int
}

// ContractRow is a contract with its customer.
type ContractRow struct {
	ledger.Contract
	Name    string // the customer's
	Country string // his; empty: the company's
}

// gapConditions are when a contract has a gap, as credit.ContractGaps says.
var gapConditions = map[string]string{
	credit.GapTerm: "k.payment_days < 0 AND k.terms = ''", credit.GapNumber: "(k.number = '' OR k.date IS NULL)", credit.GapLaw: "k.law = ''",
	credit.GapPenalty: "k.penalty_per_day = ''", credit.GapPaymentClause: "k.payment_clause = ''", credit.GapPenaltyClause: "k.penalty_per_day <> '' AND k.penalty_clause = ''",
}

// ContractsWithGaps are the contracts picked, by the customers' names.
func (r Reader) ContractsWithGaps(ctx context.Context, q ContractGapQuery) ([]ContractRow, error) {
	conditions := []string{gapConditions[q.Gap]}
	if q.Gap == "" {
		conditions = nil
		for _, gap := range credit.Gaps {
			conditions = append(conditions, gapConditions[gap])
		}
	}
	args := []any{string(r.company)}
	filter := q.Scope.filter("c", &args)
	args = append(args, q.Limit, q.Offset)
	fields := strings.Split(contractFields, ",")
	for i := range fields {
		fields[i] = "k." + strings.TrimSpace(fields[i])
	}
	rows, err := r.q.Query(ctx, `SELECT `+strings.Join(fields, ", ")+`, c.name, c.country FROM contract k
		JOIN customer c ON c.company = k.company AND c.customer = k.customer WHERE k.company = $1 AND (`+strings.Join(slices.Compact(conditions), " OR ")+`)`+filter+
		fmt.Sprintf(` ORDER BY c.name, c.customer, k.contract LIMIT $%d OFFSET $%d`, len(args)-1, len(args)), args...)
	return collect(rows, err, func(rows db.Rows, k *ContractRow) error {
		return scanContractAnd(rows, &k.Contract, &k.Name, &k.Country)
	})
}
