package cli

import (
	"cmp"
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

type customerContractsCommand struct {
	Gap     string `placeholder:"GAP" help:"Only contracts without this: term, penalty, number, law, payment_clause, penalty_clause."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
}

// contractGapJSON is a contract with gaps for programs.
type contractGapJSON struct {
	Customer id.Customer `json:"customer"`
	Name     string      `json:"name"`
	gapsJSON
}

// maxContractGaps bounds the list: more than that nobody reads in a terminal.
const maxContractGaps = 100_000

func (c *customerContractsCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.ContractGaps(a.ctx, store.ContractGapQuery{Gap: c.Gap, Scope: store.Scope{Manager: c.Manager}, Limit: maxContractGaps})
		if err != nil {
			return err
		}
		if a.JSON {
			docs := make([]contractGapJSON, len(list))
			for i, k := range list {
				docs[i] = contractGapJSON{k.Customer, k.Name, gapsJSON{k.ID, k.Gaps, k.OnDemand}}
			}
			return a.json(docs)
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "customer", "name", "contract", "missing", "days after a demand")...)
		t.whole = true
		for _, k := range list {
			gaps, days := make([]string, len(k.Gaps)), ""
			for i, gap := range k.Gaps {
				gaps[i] = word(lang, gapNames[gap])
			}
			if k.OnDemand > 0 {
				days = strconv.Itoa(k.OnDemand)
			}
			t.add(string(k.Customer), k.Name, cmp.Or(k.Number, string(k.ID)), strings.Join(gaps, "; "), days)
		}
		t.print(a)
		return nil
	})
}
