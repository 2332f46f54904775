package cli

import (
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/money"
)

// diagnosisDocument is a diagnosis for programs: the baseline as it is frozen,
// and what the report shows beside it.
type diagnosisDocument struct {
	Baseline   desk.Baseline      `json:"baseline"`
	First      cal.Date           `json:"first"`
	Customers  int                `json:"customers"`
	Currencies []diagnosisFigures `json:"currencies"`
	Policies   []policyReplayed   `json:"policies"`
	Against    *cal.Date          `json:"against,omitempty"` // the day of the baseline
	Effects    []desk.Effect      `json:"effects,omitempty"`
	Files      []string           `json:"files"`
}

type diagnosisFigures struct {
	Currency money.Currency    `json:"currency"`
	Punctual []punctualSlot    `json:"punctual"`
	Stuck    map[string]string `json:"stuck"`
	Causes   []causeRow        `json:"causes"`
	Trend    []trendPoint      `json:"trend"`
	Payers   []payerRow        `json:"payers"`
}

type punctualSlot struct {
	UpTo      *int   `json:"up_to,omitempty"` // days late; the last slot has no bound
	Documents int    `json:"documents"`
	Amount    string `json:"amount"`
}

type causeRow struct {
	Reason string `json:"reason"`
	Amount string `json:"amount"`
}

type trendPoint struct {
	Date    cal.Date `json:"date"`
	Open    string   `json:"open"`
	Overdue string   `json:"overdue"`
}

type payerRow struct {
	Customer    id.Customer        `json:"customer"`
	Name        string             `json:"name"`
	Category    credit.Category    `json:"category"`
	Open        string             `json:"open"`
	Overdue     string             `json:"overdue"`
	Oldest      int                `json:"oldest_days"`
	Due         string             `json:"due_in_year"`
	Cases       int                `json:"documents"`
	Late        int                `json:"late"`
	Average     insight.Hundredths `json:"average_delay"`
	Before      insight.Hundredths `json:"average_delay_before"` // of the half year before the last
	Recent      insight.Hundredths `json:"average_delay_recent"` // of the last half year
	Worst       int                `json:"worst_delay"`
	Tied        string             `json:"overdue_on_average"`
	PaymentDays int                `json:"payment_days"`
	Weekday     string             `json:"weekday,omitempty"`
}

type policyReplayed struct {
	Policy    string             `json:"policy"`
	Version   int                `json:"version,omitempty"` // the company's; none: as shipped
	Letters   int                `json:"letters"`
	Printed   int                `json:"printed"`
	Calls     int                `json:"calls"`
	ByHand    int                `json:"by_hand"`
	HoldDays  int                `json:"hold_days"`
	First     insight.Hundredths `json:"first_step_days"`
	Untouched int                `json:"untouched"`
	Cost      string             `json:"cost"`
}

func diagnosisJSON(out *diagnosed) diagnosisDocument {
	doc := diagnosisDocument{Baseline: out.baseline, First: out.First, Customers: out.Customers, Effects: out.effects, Files: out.files, Policies: []policyReplayed{}}
	if out.before != nil {
		doc.Against = &out.before.Date
	}
	for i := range out.Figures {
		doc.Currencies = append(doc.Currencies, figuresJSON(out, &out.Figures[i]))
	}
	currency := out.Figures[0].Currency
	for i := range out.Policies {
		p, n := &out.Policies[i], &out.Policies[i].Figures
		row := policyReplayed{
			Policy: p.Name, Version: p.Version, Letters: n.Letters, Printed: n.Prints, Calls: n.Calls, ByHand: n.Hands, HoldDays: n.HoldDays,
			First: insight.NotKnown, Untouched: n.Untouched, Cost: n.CostIn(currency).Decimal(currency),
		}
		if n.First.N > 0 {
			row.First = insight.Hundredths(n.First.Tenths() * 10)
		}
		doc.Policies = append(doc.Policies, row)
	}
	return doc
}

func figuresJSON(out *diagnosed, f *insight.Figures) diagnosisFigures {
	text := func(m money.Minor) string { return m.Decimal(f.Currency) }
	doc := diagnosisFigures{
		Currency: f.Currency, Causes: []causeRow{}, Payers: []payerRow{},
		Stuck: map[string]string{
			"not_due": text(f.Stuck.NotDue), "term_not_started": text(f.Stuck.NotStarted), "disputed": text(f.Stuck.Disputed), "in_transit": text(f.Stuck.InTransit),
			"promised": text(f.Stuck.Promised), "suspended": text(f.Stuck.Suspended), "unsaid": text(f.Stuck.Unsaid),
		},
	}
	for i, slot := range f.Punctual {
		row := punctualSlot{Documents: slot.Count, Amount: text(slot.Amount)}
		if i < len(insight.PunctualDays) {
			row.UpTo = &insight.PunctualDays[i]
		}
		doc.Punctual = append(doc.Punctual, row)
	}
	for _, c := range f.Causes {
		doc.Causes = append(doc.Causes, causeRow{c.Code, text(c.Amount)})
	}
	for _, p := range f.Trend {
		doc.Trend = append(doc.Trend, trendPoint{p.Day, text(p.Open), text(p.Overdue)})
	}
	for i := range f.Payers {
		doc.Payers = append(doc.Payers, payerJSON(out, f.Currency, &f.Payers[i]))
	}
	return doc
}

func payerJSON(out *diagnosed, c money.Currency, p *insight.Payer) payerRow {
	row := payerRow{
		Customer: p.Customer, Name: out.Names[p.Customer], Category: out.Categories[p.Customer],
		Open: p.Open.Decimal(c), Overdue: p.Overdue.Decimal(c), Oldest: p.Oldest, Due: p.Due.Decimal(c), Cases: p.Cases, Late: p.Late,
		Average: p.Average, Before: p.Before, Recent: p.Recent, Worst: p.Worst, Tied: p.Tied.Decimal(c), PaymentDays: p.Payments,
	}
	if d, habit := p.Weekday(); habit {
		row.Weekday = d.String()
	}
	return row
}
