package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// deferralDays is the stretch that the cost of deferral is counted over.
const deferralDays = 365

// DeferralQuery asks what deferral costs, contract by contract.
type DeferralQuery struct {
	Date    cal.Date `json:"-"`
	Rate    string   // of a bank's loan, per cent a year; empty: the company's bank_rate
	Manager string   // of whose customers; empty: all
}

// DeferralReport is what deferral cost in the year to a day, and what is offered
// against it.
type DeferralReport struct {
	Date      cal.Date           `json:"date"`
	Rate      insight.Hundredths `json:"bank_rate"` // NotKnown: nobody said it
	Discounts []policy.Discount  `json:"-"`         // of who has no category with another
	Prices    []policy.Price     `json:"-"`         // by the agreed term
	Rows      []DeferralRow      `json:"rows"`      // the dearest for us first
	Totals    []DeferralTotal    `json:"totals"`
	Warned    int                `json:"warned"`
}

// DeferralRow is one contract of a customer in a currency.
type DeferralRow struct {
	Customer id.Customer        `json:"customer"`
	Name     string             `json:"name"`
	Contract id.Contract        `json:"contract,omitempty"`
	Number   string             `json:"number,omitempty"`
	Currency money.Currency     `json:"currency"`
	Term     insight.Hundredths `json:"term"` // days, as agreed on average; NotKnown: nothing has a due date
	Sold     money.Minor        `json:"-"`
	Open     money.Minor        `json:"-"`
	Agreed   money.Minor        `json:"-"` // what the agreed deferral cost
	Late     money.Minor        `json:"-"` // what it cost that he took longer
	Discount insight.Hundredths `json:"discount"`
	Price    insight.Hundredths `json:"price"` // Pg, per cent a year: Discount × 360 / Term
	Fair     insight.Hundredths `json:"fair"`  // the discount at which he might as well borrow from a bank
	Lender   Lender             `json:"lender,omitempty"`
	List     insight.Hundredths `json:"price_list"` // per cent that his term puts on the list price; NotKnown: the policy has no price for it
}

// DeferralTotal is the sum of a currency.
type DeferralTotal struct {
	Currency           money.Currency
	Sold, Agreed, Late money.Minor
}

// Lender is from whom a customer does best to borrow.
type Lender string

// The lenders. Either is warned of: who borrows from the bank does so because the
// discount is dearer than a loan, against the rule of the seeds (F-20); who borrows
// from us does so because our deferral is cheaper than a loan, and we bear it.
const (
	LentByBank Lender = "bank"
	LentByUs   Lender = "us"
)

// DeferralCosts counts what the deferral of each contract cost in the year to a
// day at a bank's rate, sets beside it the discount for paying at once, and says
// from whom the customer would rather borrow. It changes nothing.
func (s *Session) DeferralCosts(ctx context.Context, q DeferralQuery) (out DeferralReport, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.deferralCosts(ctx, r, q)
		return err
	})
	return out, err
}

// DeferralHead is a report without its rows.
type DeferralHead struct {
	DeferralReport
	Discounts []policy.Discount
	Prices    []policy.Price
	Found     int
}

// keptDeferral is a row with what its JSON for people leaves out.
type keptDeferral struct {
	DeferralRow
	Sold, Open, Agreed, Late money.Minor
}

// priceList is DeferralCosts as its page shows it.
var priceList = keptList[DeferralQuery, DeferralHead, keptDeferral]{"price", func(s *Session, ctx context.Context, r store.Reader, q DeferralQuery, day cal.Date) (head DeferralHead, rows []keptDeferral, err error) {
	q.Date = day
	head.DeferralReport, err = s.deferralCosts(ctx, r, q)
	head.Discounts, head.Prices, head.Found = head.DeferralReport.Discounts, head.DeferralReport.Prices, len(head.Rows)
	for _, row := range head.Rows[:min(len(head.Rows), ListRows)] {
		rows = append(rows, keptDeferral{row, row.Sold, row.Open, row.Agreed, row.Late})
	}
	head.Rows = nil
	return head, rows, err
}}

// DeferralLeaf is a page of DeferralCosts, as it is kept. Its fault is the same.
func (s *Session) DeferralLeaf(ctx context.Context, q DeferralQuery, of Leaf) (out Listed[DeferralHead, DeferralRow], err error) {
	if _, err := s.bankRate(q.Rate); err != nil {
		return out, err
	}
	list, err := priceList.leaf(ctx, s, q, q.Date, of)
	out = Listed[DeferralHead, DeferralRow]{KeptAt: list.KeptAt, Head: list.Head, Figures: list.Figures}
	for _, row := range list.Rows {
		row.DeferralRow.Sold, row.DeferralRow.Open, row.DeferralRow.Agreed, row.DeferralRow.Late = row.Sold, row.Open, row.Agreed, row.Late
		out.Rows = append(out.Rows, row.DeferralRow)
	}
	return out, err
}

func (s *Session) deferralCosts(ctx context.Context, r store.Reader, q DeferralQuery) (out DeferralReport, err error) {
	out = DeferralReport{Date: q.Date, Rows: []DeferralRow{}, Totals: []DeferralTotal{}}
	if out.Rate, err = s.bankRate(q.Rate); err != nil {
		return out, err
	}
	rules, err := s.rules(ctx, r, q.Date)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return out, err
	}
	if rules.Policy != nil {
		out.Discounts, out.Prices = rules.Credit.Discounts, rules.Credit.Prices
	}
	contracts, err := r.Contracts(ctx)
	if err != nil {
		return out, err
	}
	err = eachHistory(ctx, r, s.scope().Of(q.Manager), func(list []ledger.History) error {
		customers, err := customersOf(ctx, r, list)
		if err != nil {
			return err
		}
		for i := range list {
			out.count(&list[i], customers[list[i].Head.Customer], contracts, rules.Policy)
		}
		return nil
	})
	out.finish()
	return out, err
}

// bankRate is the rate that was given, else the company's.
func (s *Session) bankRate(given string) (insight.Hundredths, error) {
	p, err := s.Profile()
	if err != nil {
		return insight.NotKnown, err
	}
	text := cmp.Or(given, p.BankRate)
	if text == "" {
		return insight.NotKnown, nil
	}
	return parseBankRate(text)
}

// maxBankRate is beyond what any bank takes, in hundredths of a per cent a year.
const maxBankRate = 1000_00

func parseBankRate(text string) (insight.Hundredths, error) {
	m, err := money.ParseMinor(strings.Replace(text, ",", ".", 1), 2)
	if err != nil || m < 0 || m > maxBankRate {
		return insight.NotKnown, fault.New(fault.Input, "company.bank_rate", "bank_rate: %q is no rate in per cent a year such as 20", text)
	}
	return insight.Hundredths(m), nil
}

// deferredUnder is a contract of a customer in a currency.
type deferredUnder struct {
	contract id.Contract
	currency money.Currency
}

// count adds a customer's contracts, in the order in which he first bought under
// them.
func (d *DeferralReport) count(h *ledger.History, c ledger.Customer, contracts map[id.Contract]*ledger.Contract, p *policy.Policy) {
	sums := map[deferredUnder]*insight.Deferral{}
	var order []deferredUnder
	for i := range h.Items {
		it := &h.Items[i]
		key := deferredUnder{it.Contract, it.Currency}
		if sums[key] == nil {
			sums[key] = insight.NewDeferral(max(0, d.Rate), d.Date-deferralDays+1, d.Date)
			order = append(order, key)
		}
		sums[key].Add(it)
	}
	discount := insight.Hundredths(0)
	if p != nil {
		category := p.CategoryOf(c.Category)
		if list := p.DiscountsOf(&category); len(list) > 0 {
			discount = insight.Hundredths(list[0].Percent)
		}
	}
	for _, key := range order {
		sum := sums[key]
		if sum.Sold == 0 {
			continue
		}
		row := DeferralRow{
			Customer: h.Head.Customer, Name: c.Name, Contract: key.contract, Number: string(key.contract), Currency: key.currency,
			Term: sum.Term(), Sold: sum.Sold, Open: sum.Open, Discount: discount,
		}
		if k := contracts[key.contract]; k != nil && k.Number != "" {
			row.Number = k.Number
		}
		row.Agreed, _ = sum.Agreed()
		row.Late, _ = sum.Late()
		row.price(d.Rate)
		row.List = listPrice(row.Term, contracts[key.contract], p)
		d.Rows = append(d.Rows, row)
	}
}

// listPrice is what the list price becomes for who has a contract: by its own days,
// or where it has working days, instalments or no term, by those that its documents
// had on average.
func listPrice(term insight.Hundredths, k *ledger.Contract, p *policy.Policy) insight.Hundredths {
	days, known := int(term+50)/100, term.Known()
	if k != nil && k.PaymentDays >= 0 && k.Terms == "" && (k.DaysUnit == ledger.CalendarDays || k.DaysUnit == "") {
		days, known = k.PaymentDays, true
	}
	if p == nil || !known {
		return insight.NotKnown
	}
	if percent, found := p.Credit.PriceOf(days); found {
		return insight.Hundredths(percent)
	}
	return insight.NotKnown
}

// price is what the discount makes his credit cost, beside the bank's.
func (row *DeferralRow) price(bank insight.Hundredths) {
	row.Price, row.Fair = insight.NotKnown, insight.NotKnown
	term := int(row.Term+50) / 100 // whole days
	if !row.Term.Known() || term <= 0 {
		return
	}
	row.Price = insight.PriceOfCredit(row.Discount, term)
	if !bank.Known() {
		return
	}
	row.Fair = insight.FairDiscount(bank, term)
	if row.Lender = LentByUs; insight.DearerThanBank(row.Price, bank) {
		row.Lender = LentByBank
	}
}

// finish sorts and sums.
func (d *DeferralReport) finish() {
	slices.SortStableFunc(d.Rows, func(a, b DeferralRow) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(b.Agreed+b.Late, a.Agreed+a.Late), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Contract, b.Contract))
	})
	for i := range d.Rows {
		row := &d.Rows[i]
		if row.Lender != "" {
			d.Warned++
		}
		if n := len(d.Totals); n == 0 || d.Totals[n-1].Currency != row.Currency {
			d.Totals = append(d.Totals, DeferralTotal{Currency: row.Currency})
		}
		t := &d.Totals[len(d.Totals)-1]
		t.Sold, t.Agreed, t.Late = t.Sold+row.Sold, t.Agreed+row.Agreed, t.Late+row.Late
	}
}
