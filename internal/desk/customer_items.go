package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// OpenItem is an open instalment with what is done about it next, or why not.
type OpenItem struct {
	ledger.Item
	Document string // as printed
	Late     int    // calendar days since the due date; negative before it, 0 also where the term has not started
	Why      *policy.Explanation
	Limit    Limit
}

// urgent are the account's most urgent instalments, each explained: those
// due first come first, those whose term has not started last.
func (s *Session) urgent(ctx context.Context, r store.Reader, rules Rules, a *ledger.Account, day cal.Date, most int) ([]OpenItem, error) {
	order := make([]*ledger.Item, len(a.Items))
	for i := range a.Items {
		order[i] = &a.Items[i]
	}
	slices.SortFunc(order, ledger.CompareDue)
	order = order[:min(len(order), most)]
	ids := make([]id.Invoice, len(order))
	for i, it := range order {
		ids[i] = it.Invoice
	}
	documents, err := r.Documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	said, err := readReviews(ctx, r, day)
	if err != nil {
		return nil, err
	}
	if err := said.readProof(ctx, r, rules.Policy, *a); err != nil {
		return nil, err
	}
	limits, err := s.limitsOf(ctx, r, a, day)
	if err != nil {
		return nil, err
	}
	why := s.explained(rules, a, day, order)
	list := make([]OpenItem, len(order))
	for i, it := range order {
		if e := why[partKey{it.Invoice, it.Part}]; e != nil {
			e.Withhold(said.against(a.Customer))
		}
		list[i] = OpenItem{Item: *it, Document: documents[it.Invoice].Number, Why: why[partKey{it.Invoice, it.Part}], Limit: limits[partKey{it.Invoice, it.Part}]}
		if it.Due != 0 {
			list[i].Late = int(day - it.Due)
		}
	}
	return list, nil
}

// partKey is the key of an instalment within a customer.
type partKey struct {
	invoice id.Invoice
	part    int
}

func (s *Session) explained(rules Rules, a *ledger.Account, day cal.Date, items []*ledger.Item) map[partKey]*policy.Explanation {
	why := make(map[partKey]*policy.Explanation, len(items))
	if rules.Policy == nil {
		return why
	}
	for _, it := range items {
		why[partKey{it.Invoice, it.Part}] = nil
	}
	wanted := func(it *ledger.Item) bool { _, ok := why[partKey{it.Invoice, it.Part}]; return ok }
	for _, e := range policy.ExplainSome(rules.Policy, s.Calendar(), a, day, wanted) {
		why[partKey{e.Invoice, e.Part}] = &e
	}
	return why
}
