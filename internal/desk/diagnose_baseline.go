package desk

import (
	"cmp"
	"encoding/json"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// BaselineFormat is the version of the file that Baseline is written as.
const BaselineFormat = "debitor-baseline/1"

// Baseline is the figures of a day, frozen in a file, so that later ones can be
// held against them.
type Baseline struct {
	Format  string           `json:"format"`
	Company string           `json:"company"`
	Date    cal.Date         `json:"date"`
	Files   []SourceFile     `json:"files"`
	Figures []BaselineFigure `json:"figures"` // one for each currency
}

// BaselineFigure is what is frozen of insight.Figures; a figure without a value
// is empty. Amounts are decimals of the currency, the rest percent and days.
type BaselineFigure struct {
	Currency     money.Currency     `json:"currency"`
	Open         string             `json:"open"`
	Overdue      string             `json:"overdue"`
	OverdueShare insight.Hundredths `json:"overdue_share"`
	Aging        []string           `json:"aging"`     // by ledger.Buckets
	OpenOnly     bool               `json:"open_only"` // made from a list of open items: nothing was ever paid
	Credit       string             `json:"credit"`
	Sales        string             `json:"sales"` // of sales_days
	SalesDays    int                `json:"sales_days"`
	Paid         string             `json:"paid"` // within the year
	DSO          insight.Hundredths `json:"dso"`
	Countback    insight.Hundredths `json:"dso_countback"`
	BestDSO      insight.Hundredths `json:"best_dso"`
	Delinquent   insight.Hundredths `json:"average_days_delinquent"`
	DaysToPay    insight.Hundredths `json:"days_to_pay"`
	BeyondTerms  insight.Hundredths `json:"days_beyond_terms"`
	Delay        insight.Hundredths `json:"average_delay"`
	DelayByMoney insight.Hundredths `json:"average_delay_weighted"`
	InTime       insight.Hundredths `json:"paid_in_time_share"` // of the instalments settled within the year
	Tied         string             `json:"overdue_on_average"`
	Debtors      int                `json:"debtors"`
	Pareto       int                `json:"debtors_of_80_percent"`
}

// Baseline freezes the diagnosis.
func (d *Diagnosis) Baseline() Baseline {
	b := Baseline{Format: BaselineFormat, Company: d.Company, Date: d.Date, Files: d.Files}
	for i := range d.Figures {
		b.Figures = append(b.Figures, frozen(&d.Figures[i]))
	}
	return b
}

func frozen(f *insight.Figures) BaselineFigure {
	text := func(m money.Minor) string { return m.Decimal(f.Currency) }
	b := BaselineFigure{
		Currency: f.Currency, Open: text(f.Total), Overdue: text(f.Overdue), OverdueShare: f.OverdueShare, Credit: text(f.Credit),
		Sales: text(f.Sales), SalesDays: f.SalesDays, Paid: text(f.Paid), DSO: f.DSO, Countback: f.Countback, BestDSO: f.BestDSO,
		Delinquent: f.Delinquent, DaysToPay: f.DaysToPay, BeyondTerms: f.BeyondTerms, Delay: f.Delay, DelayByMoney: f.DelayByMoney,
		InTime: inTime(f), Tied: text(f.Tied), Debtors: f.Customers, Pareto: f.Pareto, OpenOnly: f.OpenOnly, Aging: make([]string, len(ledger.Buckets)),
	}
	for i, m := range f.Amounts {
		b.Aging[i] = text(m)
	}
	return b
}

// inTime is the share of the instalments settled within the year that were
// settled in time.
func inTime(f *insight.Figures) insight.Hundredths {
	all := 0
	for _, slot := range f.Punctual {
		all += slot.Count
	}
	return insight.Share(money.Minor(f.Punctual[0].Count), money.Minor(all))
}

// ReadBaseline reads what a baseline was written as.
func ReadBaseline(src []byte) (Baseline, error) {
	var b Baseline
	if err := json.Unmarshal(src, &b); err != nil {
		return b, fault.Wrap(err, fault.Input, "baseline.unreadable", "this is not a baseline that debitor wrote: %s", err)
	}
	if b.Format != BaselineFormat {
		return b, fault.New(fault.Input, "baseline.format", "the baseline is of the format %q, and this debitor reads %q", b.Format, BaselineFormat)
	}
	return b, nil
}

// Effect is a figure before and after.
type Effect struct {
	Currency money.Currency     `json:"currency"`
	Figure   string             `json:"figure"` // as the baseline calls it
	Before   string             `json:"before"`
	After    string             `json:"after"`
	Times    insight.Hundredths `json:"times"`  // how many times smaller it has become; empty where that says nothing
	Better   int                `json:"better"` // 1 better, -1 worse, 0 as before or neither
	amount   [2]money.Minor     // before and after, of amounts
}

// Title is what the figure is called, in Russian or English.
func (e *Effect) Title(lang string) string { return reportWord(lang, e.Figure) }

// Since holds a baseline against an earlier one of the same company, currency
// by currency.
func (b *Baseline) Since(before *Baseline) ([]Effect, error) {
	switch {
	case before.Company != b.Company:
		return nil, fault.New(fault.Input, "baseline.company", "the baseline is of %q, the books are of %q: name the same company", before.Company, b.Company)
	case before.Date >= b.Date:
		return nil, fault.New(fault.Input, "baseline.date", "the baseline is of %s, which is not before %s", before.Date, b.Date)
	}
	var list []Effect
	for i := range b.Figures {
		now := &b.Figures[i]
		j := slices.IndexFunc(before.Figures, func(f BaselineFigure) bool { return f.Currency == now.Currency })
		if j < 0 {
			continue
		}
		effects, err := effectsOf(&before.Figures[j], now)
		if err != nil {
			return nil, err
		}
		list = append(list, effects...)
	}
	if list == nil {
		return nil, fault.New(fault.Input, "baseline.currency", "the baseline has no currency that the books have")
	}
	return list, nil
}

// effectsOf are the figures that tell whether a company gets its money better:
// all but the share paid in time should fall.
func effectsOf(before, now *BaselineFigure) ([]Effect, error) {
	var list []Effect
	for _, f := range []struct {
		name          string
		before, after insight.Hundredths
		rises         bool
	}{
		{"overdue_share", before.OverdueShare, now.OverdueShare, false},
		{"average_delay", before.Delay, now.Delay, false},
		{"average_delay_weighted", before.DelayByMoney, now.DelayByMoney, false},
		{"paid_in_time_share", before.InTime, now.InTime, true},
		{"dso", before.DSO, now.DSO, false},
		{"dso_countback", before.Countback, now.Countback, false},
		{"average_days_delinquent", before.Delinquent, now.Delinquent, false},
	} {
		e := Effect{Currency: now.Currency, Figure: f.name, Before: f.before.String(), After: f.after.String(), Times: insight.NotKnown}
		if f.before.Known() && f.after.Known() {
			e.Better = cmp.Compare(f.before, f.after)
		}
		if f.rises {
			e.Better = -e.Better
		} else {
			e.Times = insight.Factor(f.before, f.after)
		}
		list = append(list, e)
	}
	for _, f := range []struct{ name, before, after string }{
		{"overdue", before.Overdue, now.Overdue}, {"overdue_on_average", before.Tied, now.Tied}, {"open", before.Open, now.Open}, {"sales", before.Sales, now.Sales},
	} {
		if past := f.name == "overdue_on_average" || f.name == "sales"; past && (before.OpenOnly || now.OpenOnly) {
			continue
		}
		was, err := money.Parse(f.before, now.Currency)
		if err != nil {
			return nil, err
		}
		is, err := money.Parse(f.after, now.Currency)
		if err != nil {
			return nil, err
		}
		e := Effect{Currency: now.Currency, Figure: f.name, Before: f.before, After: f.after, Times: insight.NotKnown, amount: [2]money.Minor{was.Minor, is.Minor}}
		if f.name == "overdue" || f.name == "overdue_on_average" {
			e.Better = cmp.Compare(was.Minor, is.Minor)
			e.Times = insight.Ratio(was.Minor, 100, is.Minor)
		}
		list = append(list, e)
	}
	return list, nil
}
