package formula

import (
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/insight"
	"debitor/internal/money"
	"debitor/internal/restructure"
)

var (
	receivables = Input{"receivables", Amount}
	revenue     = Input{"revenue", Amount}
	overdue     = Input{"overdue", Amount}
	period      = Input{"days", Days}
	sales       = Input{"sales", Amount}
	cost        = Input{"cost", Percent}
	term        = Input{"term", Days}
	delay       = Input{"delay", Days}
	before      = Input{"before", Percent}
	after       = Input{"after", Percent}
	received    = Input{"received", Amount}
	ordered     = Input{"ordered", Amount}
)

// catalogue is in the order of SEEDS Part III.
var catalogue = []Formula{
	{
		ID: "F-1", Name: "part-of-assets", Function: "insight.PartOfAssets", Inputs: []Input{receivables, {"assets", Amount}},
		Shape: "{receivables} / {assets} × 100", Example: []string{"receivables", "300", "assets", "1200"}, Answer: []string{"25.00"},
		run: func(v values) []Result {
			return []Result{hundredths("share", Percent, insight.PartOfAssets(v.amount("receivables"), v.amount("assets")))}
		},
	},
	{
		ID: "F-2", Name: "part-of-current-assets", Function: "insight.PartOfCurrentAssets", Inputs: []Input{receivables, {"current-assets", Amount}},
		Shape: "{receivables} / {current-assets}", Example: []string{"receivables", "300", "current-assets", "600"}, Answer: []string{"0.50"},
		run: func(v values) []Result {
			return []Result{hundredths("coefficient", Times, insight.PartOfCurrentAssets(v.amount("receivables"), v.amount("current-assets")))}
		},
	},
	{
		ID: "F-3", Name: "unpaid-of-sales", Function: "insight.UnpaidOfSales", Inputs: []Input{receivables, revenue},
		Shape: "{receivables} / {revenue}", Example: []string{"receivables", "300", "revenue", "1500"}, Answer: []string{"0.20"},
		run: func(v values) []Result {
			return []Result{hundredths("coefficient", Times, insight.UnpaidOfSales(v.amount("receivables"), v.amount("revenue")))}
		},
	},
	{
		ID: "F-4", Name: "repayment-period", Function: "insight.DaysOfSales", Inputs: []Input{{"average", Amount}, revenue, period},
		Shape: "{average} × {days} / {revenue}", Example: []string{"average", "300", "revenue", "1500", "days", "360"}, Answer: []string{"72.00"},
		run: func(v values) []Result {
			return []Result{hundredths("period", Days, insight.DaysOfSales(v.amount("average"), v.amount("revenue"), v.number("days")))}
		},
	},
	{
		ID: "F-5", Name: "average-debt", Function: "insight.AverageDebt", Inputs: []Input{{"balances", Amounts}},
		Shape: "Σ {balances} / n", Example: []string{"balances", "100 110 120"}, Answer: []string{"110.00"},
		run: func(v values) []Result {
			m, ok := insight.AverageDebt(v.amounts("balances"))
			return []Result{amountIf("average", m, ok)}
		},
	},
	{
		ID: "F-6", Name: "payables-covered", Function: "insight.PayablesCovered", Inputs: []Input{{"payables", Amount}, receivables},
		Shape: "{payables} / {receivables}", Example: []string{"payables", "240", "receivables", "300"}, Answer: []string{"0.80"},
		run: func(v values) []Result {
			return []Result{hundredths("coefficient", Times, insight.PayablesCovered(v.amount("payables"), v.amount("receivables")))}
		},
	},
	{
		ID: "F-7", Name: "turnover-period", Function: "insight.TurnoverPeriod", Inputs: []Input{{"begin", Amount}, {"end", Amount}, revenue, period},
		Shape: "(({begin} + {end}) / 2) / {revenue} × {days}", Example: []string{"begin", "100", "end", "140", "revenue", "1200", "days", "90"}, Answer: []string{"9.00"},
		run: func(v values) []Result {
			return []Result{hundredths("period", Days, insight.TurnoverPeriod(v.amount("begin"), v.amount("end"), v.amount("revenue"), v.number("days")))}
		},
	},
	{
		ID: "F-7b", Name: "turns", Function: "insight.Turns, insight.DaysOfSales", Inputs: []Input{sales, receivables, period},
		Shape: "{sales} / {receivables}; {days} / {turns}", Example: []string{"sales", "1200", "receivables", "120", "days", "90"}, Answer: []string{"10.00", "9.00"},
		run: func(v values) []Result {
			return []Result{
				hundredths("turns", Times, insight.Turns(v.amount("sales"), v.amount("receivables"))),
				hundredths("period", Days, insight.DaysOfSales(v.amount("receivables"), v.amount("sales"), v.number("days"))),
			}
		},
	},
	{
		ID: "F-8", Name: "days-overdue", Function: "claims.DueDate, claims.DaysOverdue", Inputs: []Input{{"shipped", Date}, {"deferral", Days}, {"today", Date}},
		Shape: "{due} = {shipped} + {deferral}; {today} − {due}", Example: []string{"shipped", "2015-01-15", "deferral", "20", "today", "2015-03-03"}, Answer: []string{"2015-02-04", "27"},
		run: func(v values) []Result {
			due := claims.DueDate(v.date("shipped"), v.number("deferral"))
			return []Result{{"due", Date, due.String()}, days("late", claims.DaysOverdue(due, v.date("today")))}
		},
	},
	{
		ID: "F-9", Name: "penalty-per-day", Function: "insight.Penalty", Inputs: []Input{{"debt", Amount}, {"per-day", Percent}, {"days-late", Days}, {"payments", Sales}},
		Shape:   "{debt} × {per-day} / 100 × {days-late}; Σ ({payments}: S × d) × {per-day} / 100",
		Example: []string{"debt", "10000", "per-day", "0.1", "days-late", "27", "payments", "4000@10"}, Answer: []string{"270.00", "202.00"},
		run: func(v values) []Result {
			whole, ok := insight.Penalty(v.amount("debt"), v.percent("per-day"), v.number("days-late"), nil)
			rest, known := insight.Penalty(v.amount("debt"), v.percent("per-day"), v.number("days-late"), v.sales("payments"))
			return []Result{amountIf("unpaid-penalty", whole, ok), amountIf("paid-penalty", rest, known)}
		},
	},
	{
		ID: "F-9b", Name: "yearly-rate", Function: "insight.YearlyRate", Inputs: []Input{{"per-day", Percent}},
		Shape: "{per-day} × 365; {per-day} × 366", Example: []string{"per-day", "0.1"}, Answer: []string{"36.50", "36.60"},
		run: func(v values) []Result {
			year, leap := insight.YearlyRate(v.percent("per-day"))
			return []Result{hundredths("per-year", Percent, year), hundredths("per-leap-year", Percent, leap)}
		},
	},
	{
		ID: "F-10", Name: "refinancing-rate", Function: "insight.ByYearlyRate", Inputs: []Input{{"debt", Amount}, {"per-year", Percent}, {"days-late", Days}},
		Shape: "{debt} × {per-year} / 100 × {days-late} / 365", Example: []string{"debt", "10000", "per-year", "10", "days-late", "27"}, Answer: []string{"73.97"},
		run: func(v values) []Result {
			m, ok := insight.ByYearlyRate(v.amount("debt"), v.percent("per-year"), v.number("days-late"))
			return []Result{amountIf("interest", m, ok)}
		},
	},
	{
		ID: "F-11", Name: "worth-suing", Function: "claims.Pays", Inputs: []Input{{"debt", Amount}, {"penalty", Amount}, {"legal-cost", Amount}, {"chance", Count}},
		Shape:   "({debt} + {penalty}) × {chance} / 100 > {legal-cost}",
		Example: []string{"debt", "20000", "penalty", "540", "legal-cost", "5000", "chance", "100"}, Answer: []string{"20540.00", "15540.00", "yes"},
		run: func(v values) []Result {
			total, chance := v.amount("debt")+v.amount("penalty"), min(100, v.number("chance"))
			return []Result{
				amount("total", total), amount("net", claims.Expected(total, chance)-v.amount("legal-cost")), yesNo("sue", claims.Pays(total, chance, v.amount("legal-cost"))),
			}
		},
	},
	{
		ID: "F-12", Name: "overdue-share", Function: "insight.Share", Inputs: []Input{overdue, receivables},
		Shape: "{overdue} / {receivables} × 100", Example: []string{"overdue", "312", "receivables", "1300"}, Answer: []string{"24.00"},
		run: func(v values) []Result {
			return []Result{hundredths("share", Percent, insight.Share(v.amount("overdue"), v.amount("receivables")))}
		},
	},
	{
		ID: "F-13", Name: "improvement", Function: "insight.Factor, insight.Drop", Inputs: []Input{before, after},
		Shape: "{before} / {after}; {before} − {after}", Example: []string{"before", "24", "after", "9.5"}, Answer: []string{"2.53", "14.50"},
		run: func(v values) []Result {
			return []Result{
				hundredths("factor", Times, insight.Factor(v.percent("before"), v.percent("after"))), hundredths("drop", Percent, insight.Drop(v.percent("before"), v.percent("after"))),
			}
		},
	},
	{
		ID: "F-14", Name: "credit-effect", Function: "insight.CreditEffect, insight.CreditEfficiency",
		Inputs: []Input{{"profit", Amount}, {"lending-cost", Amount}, {"losses", Amount}, {"average", Amount}},
		Shape:  "{profit} − {lending-cost} − {losses}; {effect} / {average}", Example: []string{"profit", "500", "lending-cost", "60", "losses", "90", "average", "1400"},
		Answer: []string{"350.00", "0.25"},
		run: func(v values) []Result {
			effect := insight.CreditEffect(v.amount("profit"), v.amount("lending-cost"), v.amount("losses"))
			return []Result{amount("effect", effect), hundredths("efficiency", Times, insight.CreditEfficiency(effect, v.amount("average")))}
		},
	},
	{
		ID: "F-15", Name: "credit-investment", Function: "insight.CreditInvestment", Inputs: []Input{sales, cost, term, delay},
		Shape: "{sales} × {cost} / 100 × ({term} + {delay}) / 360", Example: []string{"sales", "7200000", "cost", "80", "term", "30", "delay", "15"}, Answer: []string{"720000.00"},
		run: func(v values) []Result {
			m, ok := insight.CreditInvestment(v.amount("sales"), v.percent("cost"), v.number("term"), v.number("delay"))
			return []Result{amountIf("investment", m, ok)}
		},
	},
	{
		ID: "F-16", Name: "affordable-sales", Function: "insight.AffordableSales", Inputs: []Input{{"fund", Amount}, cost, term, delay},
		Shape: "{fund} × 360 / ({cost} / 100 × ({term} + {delay}))", Example: []string{"fund", "480000", "cost", "80", "term", "30", "delay", "15"}, Answer: []string{"4800000.00"},
		run: func(v values) []Result {
			m, ok := insight.AffordableSales(v.amount("fund"), v.percent("cost"), v.number("term"), v.number("delay"))
			return []Result{amountIf("sales", m, ok)}
		},
	},
	{
		ID: "F-17", Name: "average-term", Function: "insight.AverageTerm", Inputs: []Input{{"credits", Sales}},
		Shape: "Σ ({credits}: a × d) / Σ a", Example: []string{"credits", "100@14 300@30"}, Answer: []string{"26.00"},
		run: func(v values) []Result {
			return []Result{hundredths("term", Days, insight.AverageTerm(v.sales("credits")))}
		},
	},
	{
		ID: "F-20", Name: "price-of-credit", Function: "insight.PriceOfCredit, insight.DearerThanBank", Inputs: []Input{{"discount", Percent}, term, {"bank-rate", Percent}},
		Shape: "{discount} × 360 / {term}", Example: []string{"discount", "2", "term", "30", "bank-rate", "20"}, Answer: []string{"24.00", "yes"},
		run: func(v values) []Result {
			price := insight.PriceOfCredit(v.percent("discount"), v.number("term"))
			return []Result{hundredths("price", Percent, price), yesNo("dearer", insight.DearerThanBank(price, v.percent("bank-rate")))}
		},
	},
	{
		ID: "F-21", Name: "price-of-delay", Function: "restructure.PriceOf", Inputs: []Input{{"debt", Amount}, {"days-late", Days}},
		Shape:   "{week} = ⌈{days-late} / 7⌉; {debt} × (1.5 · {week}, 6 + 2 · ({week} − 4)) / 100",
		Example: []string{"debt", "100000", "days-late", "10"}, Answer: []string{"2", "3.00", "3000.00", "3000.00"},
		run: func(v values) []Result {
			price := func(r restructure.Reading) restructure.Price {
				return restructure.PriceOf(v.amount("debt"), 1, nil, 1+cal.Date(v.number("days-late")), r)
			}
			week := restructure.Week(1, 1+cal.Date(v.number("days-late")))
			return []Result{
				{"week", Count, strconv.Itoa(week)},
				hundredths("percent", Percent, insight.Hundredths(restructure.Cumulative.Percent(week))),
				amount("delay-price", price(restructure.Cumulative).Total), amount("delay-price-column", price(restructure.Column).Total),
			}
		},
	},
	{
		ID: "F-22", Name: "shipment-limit", Function: "insight.ShipmentLimit", Inputs: []Input{{"orders", Amounts}, {"wanted", Amount}},
		Shape: "Σ {orders} / n; {wanted} > {limit}", Example: []string{"orders", "4.5 5.0 5.5", "wanted", "7.0"}, Answer: []string{"5.00", "yes"},
		run: func(v values) []Result {
			limit, ok := insight.ShipmentLimit(v.amounts("orders"))
			return []Result{amountIf("limit", limit, ok), yesNo("approvals", ok && v.amount("wanted") > limit)}
		},
	},
	{
		ID: "F-23", Name: "bonus", Function: "insight.MinimumPoint, insight.ReceiptsBonus", Inputs: []Input{{"break-even", Amount}, {"managers", Count}, received, {"rate", Percent}},
		Shape:   "{minimum} = {break-even} / {managers}; {rate} / 100 × max(0, {received} − {minimum})",
		Example: []string{"break-even", "100000", "managers", "10", "received", "14000", "rate", "5"}, Answer: []string{"10000.00", "200.00"},
		run: func(v values) []Result {
			point, ok := insight.MinimumPoint(v.amount("break-even"), v.number("managers"))
			var bonus money.Minor
			if ok {
				bonus = insight.ReceiptsBonus(v.percent("rate"), v.amount("received"), point)
			}
			return []Result{amountIf("minimum", point, ok), amountIf("bonus", bonus, ok)}
		},
	},
	{
		ID: "F-24", Name: "bonus-trap", Function: "insight.Share, insight.OverdueOfBase", Inputs: []Input{overdue, receivables, {"collected", Amount}},
		Shape:   "{overdue} / {receivables}; {overdue} / ({receivables} − {collected}); {overdue} / {base}",
		Example: []string{"overdue", "300", "receivables", "1300", "collected", "500"}, Answer: []string{"23.08", "37.50", "23.08"},
		run: func(v values) []Result {
			overdue, all := v.amount("overdue"), v.amount("receivables")
			return []Result{
				hundredths("share", Percent, insight.Share(overdue, all)), hundredths("share-after", Percent, insight.Share(overdue, all-v.amount("collected"))),
				hundredths("base", Percent, insight.OverdueOfBase(overdue, all)),
			}
		},
	},
	{
		ID: "F-25", Name: "shortfall", Function: "insight.Shortfall", Inputs: []Input{received, {"expected", Amount}},
		Shape: "({expected} − {received}) / {expected} × 100", Example: []string{"received", "70000", "expected", "100000"}, Answer: []string{"30.00"},
		run: func(v values) []Result {
			return []Result{hundredths("short", Percent, insight.Shortfall(v.amount("received"), v.amount("expected")))}
		},
	},
	{
		ID: "F-26", Name: "bonus-cut", Function: "insight.CutBonus", Inputs: []Input{{"full-bonus", Amount}, overdue, receivables, {"allowed", Percent}, {"cut", Percent}},
		Shape:   "{share} = {overdue} / {receivables} × 100; {share} > {allowed}: {full-bonus} × (1 − {cut} / 100)",
		Example: []string{"full-bonus", "1000", "overdue", "312", "receivables", "1300", "allowed", "9.5", "cut", "30"}, Answer: []string{"24.00", "700.00"},
		run: func(v values) []Result {
			share := insight.Share(v.amount("overdue"), v.amount("receivables"))
			return []Result{hundredths("share", Percent, share), amount("bonus", insight.CutBonus(v.amount("full-bonus"), share, v.percent("allowed"), v.percent("cut")))}
		},
	},
	{
		ID: "R-120", Name: "shipping-priority", Function: "insight.ShippingPriority",
		Inputs:  []Input{{"paid-ahead", Amount}, ordered, {"in-time", Count}, {"fell-due", Count}, {"days-late", Days}},
		Shape:   "({paid-ahead} / {ordered} + {in-time} / {fell-due}) / 2 × 100 − {days-late}",
		Example: []string{"paid-ahead", "300", "ordered", "1000", "in-time", "36", "fell-due", "40", "days-late", "5"}, Answer: []string{"55"},
		run: func(v values) []Result {
			ahead := insight.Share(min(v.amount("paid-ahead"), v.amount("ordered")), v.amount("ordered"))
			inTime := insight.Ratio(money.Minor(v.number("in-time")), 10_000, money.Minor(v.number("fell-due")))
			return []Result{{"priority", Count, strconv.Itoa(insight.ShippingPriority(ahead, inTime, v.number("days-late")))}}
		},
	},
}
