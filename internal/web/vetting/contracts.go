package vetting

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// contractsPage is what the list of contracts with gaps is made from.
type contractsPage struct {
	*page.Call
	rows    []desk.ContractGap
	filters ui.Filters
	at      int
	next    bool
}

// contracts is the contracts that do not say all a claim would want.
func contracts(c *page.Call) error {
	p := contractsPage{Call: c}
	var q store.ContractGapQuery
	p.at, q.Offset, q.Limit = around(c)
	q.Scope.Manager = c.Ask("manager")
	if gap := c.Ask("gap"); slices.Contains(credit.Gaps, gap) {
		q.Gap = gap
	}
	gaps := []ui.Option{{Text: c.Say.T("say.all")}}
	for _, gap := range credit.Gaps {
		gaps = append(gaps, ui.Option{Value: gap, Text: c.Say.T("card.gap_" + gap)})
	}
	more, err := managers(c)
	if err != nil {
		return err
	}
	p.filters = ui.Filters{Same: c.Same, Files: true, Fields: append([]ui.Filter{{Name: "gap", Label: c.Say.T("checks.gap"), Value: q.Gap, Options: gaps}}, more...)}
	if p.rows, err = c.Session.ContractGaps(c.Context(), q); err != nil {
		return err
	}
	if c.Exporting() {
		return p.export()
	}
	if p.next = len(p.rows) > pageRows; p.next {
		p.rows = p.rows[:pageRows]
	}
	return c.Render(c.Say.T("checks.contracts"), contractsShow(p))
}

func (p contractsPage) table() ui.Table[desk.ContractGap] {
	return ui.Table[desk.ContractGap]{
		Caption: p.Say.T("checks.contracts"), Rows: p.rows, Empty: p.Say.T("checks.no_gaps"), Keys: true,
		Columns: []ui.Column[desk.ContractGap]{
			{Title: p.Say.T("lists.customer"), Cell: func(k desk.ContractGap) templ.Component {
				return ui.Link(p.To("customers", string(k.Customer), "card"), k.Name)
			}},
			{Title: p.Say.T("customer.contract"), Text: func(k desk.ContractGap) string { return cmp.Or(k.Number, string(k.ID)) }},
			{Title: p.Say.T("checks.gap"), Text: p.gaps},
			{Title: p.Say.T("checks.due_without"), Text: p.onDemand},
		},
	}
}

// gaps are what a contract does not say, in words.
func (p contractsPage) gaps(k desk.ContractGap) string {
	names := make([]string, len(k.Gaps))
	for i, gap := range k.Gaps {
		names[i] = p.Say.T("card.gap_" + gap)
	}
	return strings.Join(names, "; ")
}

// onDemand is the law's term where the contract has none.
func (p contractsPage) onDemand(k desk.ContractGap) string {
	if k.OnDemand == 0 {
		return ""
	}
	return p.Say.N("checks.on_demand", k.OnDemand)
}

func (p contractsPage) export() error {
	heads := []string{p.Say.T("lists.code"), p.Say.T("lists.customer"), p.Say.T("customer.contract"), p.Say.T("checks.gap"), p.Say.T("checks.due_without")}
	return p.Export(p.Say.T("checks.contracts"), heads, func(row func(...any) error) error {
		for _, k := range p.rows {
			if err := row(string(k.Customer), k.Name, cmp.Or(k.Number, string(k.ID)), p.gaps(k), p.onDemand(k)); err != nil {
				return err
			}
		}
		return nil
	})
}
