package cli

import (
	"bufio"
	"encoding/json"
	"maps"
	"slices"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

type agingCommand struct {
	Date string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	By   string `default:"customer" help:"One row per customer, contract or invoice."`
}

func (c *agingCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"customer", "contract", "invoice"}, c.By) {
		return fault.New(fault.Usage, "aging.by", "--by is customer, contract or invoice, not %q", c.By)
	}
	return a.with(func(s *desk.Session) error {
		totals := map[money.Currency]*agingTotal{}
		count := func(r desk.AgingRow) {
			t := totals[r.Currency]
			if t == nil {
				t = &agingTotal{}
				totals[r.Currency] = t
			}
			t.add(r)
		}
		if a.JSON {
			return a.agingJSON(date.String(), c.By, count, totals, func(fn func(desk.AgingRow) error) error { return s.Aging(a.ctx, date, c.By, fn) })
		}
		return a.agingTable(s, c.By, count, totals, func(fn func(desk.AgingRow) error) error { return s.Aging(a.ctx, date, c.By, fn) })
	})
}

// agingTotal sums the rows of one currency.
type agingTotal struct {
	ledger.Ages
	credit money.Minor
}

func (t *agingTotal) add(r desk.AgingRow) {
	t.Currency = r.Currency
	t.Total += r.Total
	t.Overdue += r.Overdue
	t.credit += r.Credit
	for i := range t.Amounts {
		t.Amounts[i] += r.Amounts[i]
	}
}

type agingJSONRow struct {
	Customer id.Customer    `json:"customer,omitempty"`
	Name     string         `json:"name,omitempty"`
	Contract id.Contract    `json:"contract,omitempty"`
	Invoice  id.Invoice     `json:"invoice,omitempty"`
	Currency money.Currency `json:"currency"`
	Total    string         `json:"total"`
	Overdue  string         `json:"overdue"`
	Credit   string         `json:"credit"`
	Amounts  []string       `json:"amounts"`
}

func agingRow(r ledger.Ages, credit money.Minor) agingJSONRow {
	row := agingJSONRow{
		Currency: r.Currency, Total: r.Total.Decimal(r.Currency), Overdue: r.Overdue.Decimal(r.Currency), Credit: credit.Decimal(r.Currency),
	}
	for _, m := range r.Amounts {
		row.Amounts = append(row.Amounts, m.Decimal(r.Currency))
	}
	return row
}

// agingJSON streams the rows, for a ledger may have a hundred thousand.
func (a *app) agingJSON(date, by string, count func(desk.AgingRow), totals map[money.Currency]*agingTotal, rows func(func(desk.AgingRow) error) error) error {
	w := bufio.NewWriter(a.out)
	head, _ := json.Marshal(ledger.Buckets)
	_, _ = w.WriteString(`{"date":"` + date + `","by":"` + by + `","buckets":` + string(head) + `,"rows":[`) // the writer keeps the first error for Flush
	first := true
	err := rows(func(r desk.AgingRow) error {
		count(r)
		row := agingRow(r.Ages, r.Credit)
		row.Customer, row.Name, row.Contract, row.Invoice = r.Customer, r.Name, r.Contract, r.Invoice
		b, err := json.Marshal(row)
		if !first {
			_ = w.WriteByte(',')
		}
		first = false
		_, _ = w.Write(b)
		return err
	})
	if err != nil {
		return err
	}
	sums := []agingJSONRow{}
	for _, c := range sortedKeys(totals) {
		sums = append(sums, agingRow(totals[c].Ages, totals[c].credit))
	}
	b, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	_, _ = w.WriteString(`],"totals":` + string(b) + "}\n")
	return w.Flush()
}

func (a *app) agingTable(s *desk.Session, by string, count func(desk.AgingRow), totals map[money.Currency]*agingTotal, rows func(func(desk.AgingRow) error) error) error {
	lang := a.lang(s)
	key := map[string]string{"customer": "name", "contract": "contract", "invoice": "invoice"}[by]
	head := headings(lang, "customer", key, ">total", ">overdue", ">not due")
	for _, b := range ledger.Buckets[1:] {
		head = append(head, ">"+b)
	}
	t := newTable(append(head, headings(lang, ">credit", "currency")...)...)
	err := rows(func(r desk.AgingRow) error {
		count(r)
		t.add(agingCells(string(r.Customer), map[string]string{"name": r.Name, "contract": string(r.Contract), "invoice": string(r.Invoice)}[key], r.Ages, r.Credit)...)
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range slices.Sorted(maps.Keys(totals)) {
		t.add(agingCells(word(lang, "in all"), "", totals[c].Ages, totals[c].credit)...)
	}
	t.print(a)
	return nil
}

func agingCells(customer, name string, r ledger.Ages, credit money.Minor) []string {
	figure := func(m money.Minor) string { return grouped(m.Decimal(r.Currency)) }
	cells := []string{customer, name, figure(r.Total), figure(r.Overdue)}
	for _, m := range r.Amounts {
		cells = append(cells, figure(m))
	}
	return append(cells, figure(credit), string(r.Currency))
}
