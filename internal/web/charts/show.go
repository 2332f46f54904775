package charts

import (
	"encoding/json"
	"strconv"

	"debitor/internal/desk"
	"debitor/internal/insight"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

func show(c *page.Call) error {
	currency := money.Currency(c.Ask("currency"))
	if c.Refigures() {
		return c.Refigure(c.Session.ChartsOf(currency), c.Today)
	}
	figures, err := c.Session.Charts(c.Context(), currency)
	if err != nil {
		return err
	}
	d := drawer{c.Say, &figures}
	return c.Render(c.Say.T("nav.charts"), showPage(c, d))
}

// drawer makes charts of the figures.
type drawer struct {
	say *say.Printer
	*desk.Charts
}

// picture is a chart under its heading.
type picture struct {
	title, note string
	chart       ui.Chart
}

func (d drawer) pictures() []picture {
	t := d.say.T
	currency := string(d.Currency)
	debtors := picture{t("charts.debtors"), t("charts.debtors_note", d.Owing, d.Few, d.say.Money(d.Overdue, d.Currency)), d.debtors()}
	if d.Making {
		return []picture{debtors}
	}
	return []picture{
		{t("charts.aging"), t("charts.aging_note", currency), d.aging()},
		{t("charts.share"), t("charts.share_note"), d.share()},
		debtors,
		{t("charts.steps"), t("charts.steps_note"), d.steps()},
		{t("charts.promised"), t("charts.promised_note", currency), d.promised()},
		{t("charts.month_days"), t("charts.month_days_note", currency), d.monthDays()},
		{t("charts.weekdays"), t("charts.weekdays_note", currency), d.weekdays()},
	}
}

func (d drawer) amount(m money.Minor) ui.Value {
	return ui.Value{Number: json.Number(m.Decimal(d.Currency)), Text: d.say.Figure(m, d.Currency)}
}

// part is a share; there is none of nothing.
func (d drawer) part(part, whole money.Minor) ui.Value {
	share := insight.Share(part, whole)
	if !share.Known() {
		return ui.Value{Text: "–"}
	}
	return ui.Value{Number: json.Number(share.String()), Text: d.say.Percent(int(share+5) / 10)}
}

func (d drawer) aging() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.aging"), Kind: "stack", Heading: d.say.T("charts.month")}
	for _, day := range d.Days {
		chart.Labels = append(chart.Labels, d.say.Date(day))
	}
	for bucket := range d.Aging[0].Amounts {
		n := strconv.Itoa(bucket)
		s := ui.Series{Name: d.say.T("charts.bucket_" + n), Tone: "age-" + n}
		for _, ages := range d.Aging {
			s.Values = append(s.Values, d.amount(ages.Amounts[bucket]))
		}
		chart.Series = append(chart.Series, s)
	}
	return chart
}

func (d drawer) share() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.share"), Kind: "line", Heading: d.say.T("charts.month"), Unit: "%"}
	s := ui.Series{Name: d.say.T("charts.overdue")}
	for i, day := range d.Days {
		chart.Labels = append(chart.Labels, d.say.Date(day))
		s.Values = append(s.Values, d.part(d.Aging[i].Overdue, d.Aging[i].Total))
	}
	chart.Series = []ui.Series{s}
	return chart
}

func (d drawer) promised() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.promised"), Kind: "bar", Heading: d.say.T("charts.week")}
	promised, received := ui.Series{Name: d.say.T("charts.promised_series")}, ui.Series{Name: d.say.T("charts.received_series"), Tone: "chart-2"}
	for _, w := range d.Promised {
		chart.Labels = append(chart.Labels, d.say.Date(w.Monday))
		promised.Values = append(promised.Values, d.amount(w.Promised))
		received.Values = append(received.Values, d.amount(w.Received))
	}
	chart.Series = []ui.Series{promised, received}
	return chart
}

// debtors is a Pareto: the largest first, and how much of all the first so many
// owe together.
func (d drawer) debtors() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.debtors"), Kind: "pareto", Heading: d.say.T("charts.customer")}
	owed, running := ui.Series{Name: d.say.T("charts.overdue")}, ui.Series{Name: d.say.T("charts.running")}
	var sum money.Minor
	for _, debtor := range d.Debtors {
		sum += debtor.Overdue
		chart.Labels = append(chart.Labels, debtor.Name)
		owed.Values = append(owed.Values, d.amount(debtor.Overdue))
		running.Values = append(running.Values, d.part(sum, d.Overdue))
	}
	chart.Series = []ui.Series{owed, running}
	return chart
}

func (d drawer) steps() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.steps"), Kind: "funnel", Heading: d.say.T("charts.step")}
	s := ui.Series{Name: d.say.T("charts.debts")}
	for _, step := range d.Steps {
		chart.Labels = append(chart.Labels, rulebook.StepTitle(d.Policy, step.Step, d.say.Lang()))
		s.Values = append(s.Values, ui.Value{Number: json.Number(strconv.Itoa(step.Count)), Text: d.say.Number(step.Count)})
	}
	chart.Series = []ui.Series{s}
	return chart
}

func (d drawer) monthDays() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.month_days"), Kind: "bar", Heading: d.say.T("charts.month_day")}
	s := ui.Series{Name: d.say.T("charts.received")}
	for i, m := range d.Receipts.MonthDays {
		chart.Labels = append(chart.Labels, strconv.Itoa(i+1))
		s.Values = append(s.Values, d.amount(m))
	}
	chart.Series = []ui.Series{s}
	return chart
}

func (d drawer) weekdays() ui.Chart {
	chart := ui.Chart{Title: d.say.T("charts.weekdays"), Kind: "bar", Heading: d.say.T("charts.weekday")}
	s := ui.Series{Name: d.say.T("charts.received")}
	for i, m := range d.Receipts.Weekdays {
		chart.Labels = append(chart.Labels, d.say.T("day."+weekdays[i]))
		s.Values = append(s.Values, d.amount(m))
	}
	chart.Series = []ui.Series{s}
	return chart
}

var weekdays = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// currencies are the currencies to choose among; none if there is one.
func (d drawer) currencies(c *page.Call) []ui.Tab {
	if len(d.Currencies) < 2 {
		return nil
	}
	var tabs []ui.Tab
	for _, currency := range d.Currencies {
		tabs = append(tabs, ui.Tab{Text: string(currency), Href: c.Same("currency", string(currency)), Here: currency == d.Currency})
	}
	return tabs
}
