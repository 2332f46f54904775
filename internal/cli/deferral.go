package cli

import (
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/insight"
	"debitor/internal/money"
)

type deferralCommand struct {
	Date    string `placeholder:"D" help:"In the year to this day, YYYY-MM-DD; today if not given."`
	Rate    string `placeholder:"PERCENT" help:"What a bank's loan costs a year; as the company file says (bank_rate) if not given."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
}

type deferralJSON struct {
	Date   cal.Date            `json:"date"`
	Rate   *insight.Hundredths `json:"bank_rate"` // null: nobody said it
	Warned int                 `json:"warned"`
	Rows   []deferralRowJSON   `json:"rows"`
	Totals []deferralSumJSON   `json:"totals"`
}

// deferralRowJSON is a contract; what is not known is null.
type deferralRowJSON struct {
	desk.DeferralRow
	Term  *insight.Hundredths `json:"term"`
	Price *insight.Hundredths `json:"price"`
	Fair  *insight.Hundredths `json:"fair"`
	List  *insight.Hundredths `json:"price_list"`
	deferralCosts
	Open string `json:"open"`
}

type deferralSumJSON struct {
	Currency money.Currency `json:"currency"`
	deferralCosts
}

type deferralCosts struct {
	Sold   string `json:"sold"`
	Agreed string `json:"cost_agreed"`
	Late   string `json:"cost_late"`
}

func (c *deferralCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		report, err := s.DeferralCosts(a.ctx, desk.DeferralQuery{Date: orToday(s, date), Rate: c.Rate, Manager: c.Manager})
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(deferralDocument(&report))
		}
		a.deferral(a.lang(s), &report)
		return nil
	})
}

func deferralDocument(r *desk.DeferralReport) deferralJSON {
	out := deferralJSON{Date: r.Date, Rate: knownOnly(r.Rate), Warned: r.Warned, Rows: []deferralRowJSON{}, Totals: []deferralSumJSON{}}
	for i := range r.Rows {
		row := &r.Rows[i]
		out.Rows = append(out.Rows, deferralRowJSON{
			*row, knownOnly(row.Term), knownOnly(row.Price), knownOnly(row.Fair), knownOnly(row.List), costsOf(row.Currency, row.Sold, row.Agreed, row.Late), row.Open.Decimal(row.Currency),
		})
	}
	for _, t := range r.Totals {
		out.Totals = append(out.Totals, deferralSumJSON{t.Currency, costsOf(t.Currency, t.Sold, t.Agreed, t.Late)})
	}
	return out
}

func costsOf(c money.Currency, sold, agreed, late money.Minor) deferralCosts {
	return deferralCosts{sold.Decimal(c), agreed.Decimal(c), late.Decimal(c)}
}

func knownOnly(h insight.Hundredths) *insight.Hundredths {
	if !h.Known() {
		return nil
	}
	return &h
}

// signed is a figure that is put on or taken off.
func signed(h insight.Hundredths) string {
	if h > 0 {
		return "+" + h.String()
	}
	return h.String()
}

// lenders are where a customer would rather borrow, in words.
var lenders = map[desk.Lender]string{desk.LentByBank: "the bank", desk.LentByUs: "us"}

func (a *app) deferral(lang string, r *desk.DeferralReport) {
	t := newTable(headings(lang, "customer", "name", "contract", ">sold", "currency", ">term, days", ">cost as agreed", ">cost of lateness", ">discount %", ">price of credit %", ">fair discount %", "he borrows from", ">price list %")...)
	for i := range r.Rows {
		row := &r.Rows[i]
		t.add(string(row.Customer), row.Name, row.Number, grouped(row.Sold.Decimal(row.Currency)), string(row.Currency), row.Term.String(),
			grouped(row.Agreed.Decimal(row.Currency)), grouped(row.Late.Decimal(row.Currency)), row.Discount.String(), row.Price.String(), row.Fair.String(), word(lang, lenders[row.Lender]), signed(row.List))
	}
	t.print(a)
	for _, sum := range r.Totals {
		a.sayIn(lang, "%s: sold %s; the agreed deferral cost %s, lateness %s.", sum.Currency, grouped(sum.Sold.Decimal(sum.Currency)), grouped(sum.Agreed.Decimal(sum.Currency)), grouped(sum.Late.Decimal(sum.Currency)))
	}
	if !r.Rate.Known() {
		a.sayIn(lang, "No bank's rate is known, so nothing costs anything: --rate PERCENT, or bank_rate in the company file.")
		return
	}
	a.sayIn(lang, "At a bank's rate of %s %% a year. Warned of: %d.", r.Rate.String(), r.Warned)
}
