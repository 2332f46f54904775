package cli

import (
	"bufio"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

type agingCommand struct {
	Date string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	By   string `default:"customer" help:"One row per customer, contract or invoice."`
	Left bool   `name:"limitation" help:"With the days left before limitation, the fewest of each row."`
	In   string `placeholder:"CUR" help:"Give the totals in this currency, too, by the rates of the day."`
}

func (c *agingCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"customer", "contract", "invoice"}, c.By) {
		return fault.New(fault.Usage, "aging.by", "--by is customer, contract or invoice, not %q", c.By)
	}
	var to money.Currency
	if c.In != "" {
		if to, err = money.ParseCurrency(c.In); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		g := agingOf{app: a, by: c.By, day: date, left: c.Left, totals: map[money.Currency]*desk.AgingRow{}}
		g.rows = func(fn func(desk.AgingRow) error) error {
			return s.AgingOf(a.ctx, desk.AgingQuery{Date: date, By: c.By, Left: c.Left}, func(r desk.AgingRow) error {
				g.count(r)
				return fn(r)
			})
		}
		if to != "" {
			g.whole = func() (*desk.AgesIn, error) {
				whole, err := s.AgesIn(a.ctx, date, to, g.sums())
				return &whole, err
			}
		}
		if a.JSON {
			return g.json()
		}
		return g.table(a.lang(s))
	})
}

// agingOf is an aging on its way out: its rows, the sums of each currency, and
// all of them in one where that is asked for.
type agingOf struct {
	*app
	by     string
	day    cal.Date
	left   bool // with the days left before limitation
	rows   func(func(desk.AgingRow) error) error
	totals map[money.Currency]*desk.AgingRow
	whole  func() (*desk.AgesIn, error) // nil: nobody asked; after rows
}

func (g *agingOf) count(r desk.AgingRow) {
	t := g.totals[r.Currency]
	if t == nil {
		t = &desk.AgingRow{}
		g.totals[r.Currency] = t
	}
	t.Currency = r.Currency
	t.Total += r.Total
	t.Overdue += r.Overdue
	t.Credit += r.Credit
	for i := range t.Amounts {
		t.Amounts[i] += r.Amounts[i]
	}
}

// sums are the totals, by currency.
func (g *agingOf) sums() (list []desk.AgingRow) {
	for _, c := range slices.Sorted(maps.Keys(g.totals)) {
		list = append(list, *g.totals[c])
	}
	return list
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
	Left     *int           `json:"days_left,omitempty"`
	Verified *bool          `json:"days_left_verified,omitempty"`
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

// agingIn is the totals in one currency as JSON.
type agingIn struct {
	agingJSONRow
	Rates   []rateJSON     `json:"rates"`
	Missing []agingJSONRow `json:"missing"` // what has no rate; it is not in the sums
}

type rateJSON struct {
	Currency money.Currency `json:"currency"`
	Day      cal.Date       `json:"day"`
	Units    string         `json:"units"`
	Price    string         `json:"price"`
	Base     money.Currency `json:"base"`
	Source   string         `json:"source"`
	Verified bool           `json:"verified"`
}

func ratesJSON(list []fx.Rate) []rateJSON {
	out := []rateJSON{}
	for _, r := range list {
		out = append(out, rateJSON{r.Currency, r.Day, r.UnitsText(), r.PriceText(), r.Base, r.Source, r.Verified})
	}
	return out
}

func agingInJSON(in *desk.AgesIn) agingIn {
	out := agingIn{agingJSONRow: agingRow(in.Ages, in.Credit), Rates: ratesJSON(in.Rates), Missing: []agingJSONRow{}}
	for _, m := range in.Missing {
		out.Missing = append(out.Missing, agingRow(m.Ages, m.Credit))
	}
	return out
}

// json streams the rows, for a ledger may have a hundred thousand.
func (g *agingOf) json() error {
	w := bufio.NewWriter(g.out)
	head, _ := json.Marshal(ledger.Buckets)
	_, _ = w.WriteString(`{"date":"` + g.day.String() + `","by":"` + g.by + `","buckets":` + string(head) + `,"rows":[`) // the writer keeps the first error for Flush
	first := true
	err := g.rows(func(r desk.AgingRow) error {
		row := agingRow(r.Ages, r.Credit)
		row.Customer, row.Name, row.Contract, row.Invoice = r.Customer, r.Name, r.Contract, r.Invoice
		if r.Left.Known {
			row.Left, row.Verified = &r.Left.Days, &r.Left.Verified
		}
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
	for _, t := range g.sums() {
		sums = append(sums, agingRow(t.Ages, t.Credit))
	}
	b, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	_, _ = w.WriteString(`],"totals":` + string(b))
	if g.whole != nil {
		whole, err := g.whole()
		if err != nil {
			return err
		}
		if b, err = json.Marshal(agingInJSON(whole)); err != nil {
			return err
		}
		_, _ = w.WriteString(`,"in":` + string(b))
	}
	_, _ = w.WriteString("}\n")
	return w.Flush()
}

func (g *agingOf) table(lang string) error {
	key := map[string]string{"customer": "name", "contract": "contract", "invoice": "invoice"}[g.by]
	head := headings(lang, "customer", key, ">total", ">overdue", ">not due")
	for _, b := range ledger.Buckets[1:] {
		head = append(head, ">"+b)
	}
	head = append(head, headings(lang, ">credit", "currency")...)
	if g.left {
		head = append(head, headings(lang, ">days left")...)
	}
	t := newTable(head...)
	err := g.rows(func(r desk.AgingRow) error {
		cells := agingCells(string(r.Customer), map[string]string{"name": r.Name, "contract": string(r.Contract), "invoice": string(r.Invoice)}[key], r.Ages, r.Credit)
		if g.left {
			cells = append(cells, leftText(r.Left))
		}
		t.add(cells...)
		return nil
	})
	if err != nil {
		return err
	}
	for _, sum := range g.sums() {
		t.add(agingCells(word(lang, "in all"), "", sum.Ages, sum.Credit)...)
	}
	if g.whole == nil {
		t.print(g.app)
		return nil
	}
	whole, err := g.whole()
	if err != nil {
		return err
	}
	t.add(agingCells(word(lang, "all of it"), "", whole.Ages, whole.Credit)...)
	t.print(g.app)
	g.rates(lang, whole)
	return nil
}

// leftText is the days left before limitation; what counted that nobody verified is
// marked.
func leftText(l desk.Left) string {
	switch {
	case !l.Known:
		return ""
	case !l.Verified:
		return strconv.Itoa(l.Days) + " [K]"
	}
	return strconv.Itoa(l.Days)
}

// rates tells by which rates a total was counted, and what has none.
func (g *agingOf) rates(lang string, whole *desk.AgesIn) {
	g.byRates(lang, whole.Rates)
	for _, m := range whole.Missing {
		g.sayIn(lang, "  not counted, for there is no rate: %s %s", grouped(m.Total.Decimal(m.Currency)), m.Currency)
	}
}

func agingCells(customer, name string, r ledger.Ages, credit money.Minor) []string {
	figure := func(m money.Minor) string { return grouped(m.Decimal(r.Currency)) }
	cells := []string{customer, name, figure(r.Total), figure(r.Overdue)}
	for _, m := range r.Amounts {
		cells = append(cells, figure(m))
	}
	return append(cells, figure(credit), string(r.Currency))
}
