package cli

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/sheet"
)

type commissionCommand struct {
	From    string `placeholder:"D" help:"The first day, YYYY-MM-DD; the first of the last day's month if not given."`
	To      string `placeholder:"D" help:"The last day; today if not given."`
	Manager string `placeholder:"NAME" help:"Only this manager's."`
	Out     string `placeholder:"FILE" help:"Write the table to this file: .csv or .xlsx."`
}

func (c *commissionCommand) Run(a *app) error {
	from, err := day("--from", c.From)
	if err != nil {
		return err
	}
	to, err := day("--to", c.To)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		report, err := s.Commission(a.ctx, desk.CommissionQuery{From: from, To: orToday(s, to), Manager: c.Manager})
		if err != nil {
			return err
		}
		lang := a.lang(s)
		if c.Out != "" {
			heads := headings(lang, commissionHeads(lang, &report)...)
			for i := range heads {
				heads[i] = strings.TrimPrefix(heads[i], ">")
			}
			if err := tableFile(c.Out, word(lang, "commission"), heads, commissionCells(&report)); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.json(commissionDocument(&report))
		}
		a.commission(lang, &report)
		return nil
	})
}

type commissionJSON struct {
	From    cal.Date            `json:"from"`
	To      cal.Date            `json:"to"`
	Percent *insight.Hundredths `json:"percent"` // null: the policy does not say
	Rows    []commissionRowJSON `json:"rows"`
	Totals  []commissionSumJSON `json:"totals"`
}

type commissionRowJSON struct {
	Manager string `json:"manager"`
	commissionSumJSON
}

type commissionSumJSON struct {
	Currency   money.Currency       `json:"currency"`
	Received   string               `json:"received"`
	Counted    string               `json:"counts_for"`
	Commission *string              `json:"commission"` // null: as percent
	Paid       []commissionPaidJSON `json:"paid"`
}

// commissionPaidJSON is what came in by one factor; the last, without paid, what
// came in later than all of them.
type commissionPaidJSON struct {
	Paid     ledger.Manner      `json:"paid,omitempty"`
	Within   int                `json:"within,omitempty"`
	Factor   insight.Hundredths `json:"factor"`
	Received string             `json:"received"`
}

func commissionDocument(r *desk.CommissionReport) commissionJSON {
	out := commissionJSON{From: r.From, To: r.Until, Percent: knownOnly(r.Percent), Rows: []commissionRowJSON{}, Totals: []commissionSumJSON{}}
	for i := range r.Rows {
		out.Rows = append(out.Rows, commissionRowJSON{r.Rows[i].Manager, commissionSum(r, &r.Rows[i])})
	}
	for i := range r.Totals {
		out.Totals = append(out.Totals, commissionSum(r, &r.Totals[i]))
	}
	return out
}

func commissionSum(r *desk.CommissionReport, row *desk.CommissionRow) commissionSumJSON {
	out := commissionSumJSON{Currency: row.Currency, Received: row.Received.Decimal(row.Currency), Counted: row.Counted.Decimal(row.Currency)}
	if r.Percent.Known() {
		earned := row.Earned.Decimal(row.Currency)
		out.Commission = &earned
	}
	for i, m := range row.Paid {
		v := commissionPaidJSON{Received: m.Decimal(row.Currency)}
		if i < len(r.Factors) {
			f := r.Factors[i]
			v.Paid, v.Within, v.Factor = f.Paid, f.Within, insight.Hundredths(f.Factor)
		}
		out.Paid = append(out.Paid, v)
	}
	return out
}

// manners are how something is paid, in words.
var manners = map[ledger.Manner]string{ledger.PaidAhead: "ahead", ledger.PaidInTerm: "in term", ledger.PaidLate: "paid late"}

// factorHead is a factor as the heading of a column.
func factorHead(lang string, f policy.Factor) string {
	text := word(lang, manners[f.Paid])
	if f.Within > 0 {
		text += " ≤ " + strconv.Itoa(f.Within)
	}
	return text + " × " + insight.Hundredths(f.Factor).String()
}

// commissionHeads are the headings of the table.
func commissionHeads(lang string, r *desk.CommissionReport) []string {
	heads := []string{"manager", "currency"}
	for _, f := range r.Factors {
		heads = append(heads, ">"+factorHead(lang, f))
	}
	if r.Beyond() {
		heads = append(heads, ">later × 0")
	}
	return append(heads, ">received", ">counts for", ">commission")
}

func commissionCells(r *desk.CommissionReport) (list [][]any) {
	for i := range r.Rows {
		row := &r.Rows[i]
		line := []any{row.Manager, string(row.Currency)}
		for _, m := range append(r.Shown(row), row.Received, row.Counted) {
			line = append(line, sheet.Decimal(m.Decimal(row.Currency)))
		}
		line = append(line, "")
		if r.Percent.Known() {
			line[len(line)-1] = sheet.Decimal(row.Earned.Decimal(row.Currency))
		}
		list = append(list, line)
	}
	return list
}

func (a *app) commission(lang string, r *desk.CommissionReport) {
	t := newTable(headings(lang, commissionHeads(lang, r)...)...)
	line := func(name string, row *desk.CommissionRow) {
		cells := []string{name, string(row.Currency)}
		for _, m := range append(r.Shown(row), row.Received, row.Counted) {
			cells = append(cells, grouped(m.Decimal(row.Currency)))
		}
		earned := ""
		if r.Percent.Known() {
			earned = grouped(row.Earned.Decimal(row.Currency))
		}
		t.add(append(cells, earned)...)
	}
	for i := range r.Rows {
		line(r.Rows[i].Manager, &r.Rows[i])
	}
	for i := range r.Totals {
		line(word(lang, "in all"), &r.Totals[i])
	}
	t.print(a)
	a.sayIn(lang, "Money that settled documents from %s to %s.", r.From, r.Until)
	if !r.Percent.Known() {
		a.sayIn(lang, "The policy does not say which share of it managers have: credit: {commission: {percent: …}}.")
	}
}
