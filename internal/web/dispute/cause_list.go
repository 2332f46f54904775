package dispute

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/sheet"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// causePeriod is how far back causes are counted unless another day is asked
// for.
const causePeriod cal.Date = 365

// keys are what disputes are counted by, the first what is shown unasked.
var keys = []string{"cause", "reason", "product", "department", "customer"}

// causes shows what disputes come from, the dearest first, how quickly they are
// answered, and what is done that they do not come again.
func causes(c *page.Call) error {
	report, err := c.Session.Causes(c.Context(), countedBy(c), c.AskDate("from", c.Today-causePeriod), c.AskDate("to", c.Today))
	if err != nil {
		return err
	}
	if c.Exporting() {
		return exportCauses(c, &report)
	}
	return c.Render(c.Say.T("dispute.causes"), causePage(c, &report, nil))
}

func countedBy(c *page.Call) string {
	if by := c.Ask("by"); slices.Contains(keys, by) {
		return by
	}
	return keys[0]
}

// cured records that a corrective action is done.
func cured(c *page.Call) error {
	f := c.Form()
	n, _ := strconv.ParseInt(c.Arg("cure"), 10, 64) // 0 is no action, which the desk says
	if result := f.Need(resultField(n)); f.OK() {
		if err := f.Take(c.Session.FinishCure(c.Context(), n, result)); err != nil {
			return err
		}
	}
	if f.OK() {
		return c.Go(c.To("disputes", "causes"), "dispute.done.cured")
	}
	report, err := c.Session.Causes(c.Context(), keys[0], c.Today-causePeriod, c.Today)
	if err != nil {
		return err
	}
	return c.Again(c.Say.T("dispute.causes"), causePage(c, &report, f))
}

// keyName is what a line is about in words.
func keyName(c *page.Call, by, key string) string {
	switch {
	case key == "":
		return c.Say.T("dispute.unsaid." + by)
	case by == "reason":
		return c.Say.T("dispute.reason." + key)
	case by == "department":
		return c.Say.T("role." + key)
	}
	return key
}

func causeFilters(c *page.Call, r *desk.CauseReport) ui.Filters {
	var by []ui.Option
	for _, k := range keys {
		by = append(by, ui.Option{Value: k, Text: c.Say.T("dispute.by." + k)})
	}
	return ui.Filters{
		Fields: []ui.Filter{
			{Name: "by", Label: c.Say.T("dispute.by"), Value: r.By, Options: by},
			{Name: "from", Label: c.Say.T("dispute.from"), Type: "date", Value: r.From.String()},
			{Name: "to", Label: c.Say.T("dispute.until"), Type: "date", Value: r.To.String()},
		},
		Same: c.Same, Files: true,
	}
}

func causeTable(c *page.Call, r *desk.CauseReport) ui.Table[desk.CauseLine] {
	return ui.Table[desk.CauseLine]{
		Caption: c.Say.T("dispute.pareto"), Rows: r.Lines, Empty: c.Say.T("dispute.no_causes"),
		Columns: []ui.Column[desk.CauseLine]{
			{Title: c.Say.T("dispute.by." + r.By), Text: func(l desk.CauseLine) string { return keyName(c, r.By, l.Key) }},
			{Title: c.Say.T("dispute.count"), Number: true, Text: func(l desk.CauseLine) string { return c.Say.Number(l.Count) }},
			{Title: c.Say.T("dispute.amount"), Number: true, Text: func(l desk.CauseLine) string { return c.Say.Money(l.Amount, l.Currency) }},
			{Title: c.Say.T("dispute.share"), Number: true, Text: func(l desk.CauseLine) string { return c.Say.Percent(l.Share) }},
			{Title: c.Say.T("dispute.running"), Number: true, Minor: true, Text: func(l desk.CauseLine) string { return c.Say.Percent(l.Running) }},
		},
	}
}

func exportCauses(c *page.Call, r *desk.CauseReport) error {
	headings := []string{
		c.Say.T("dispute.by." + r.By), c.Say.T("dispute.count"), c.Say.T("dispute.amount"), c.Say.T("dispute.currency"), c.Say.T("dispute.share"), c.Say.T("dispute.running"),
	}
	return c.Export("causes", headings, func(row func(...any) error) error {
		for _, l := range r.Lines {
			if err := row(keyName(c, r.By, l.Key), l.Count, sheet.Decimal(l.Amount.Decimal(l.Currency)), string(l.Currency), c.Say.Percent(l.Share), c.Say.Percent(l.Running)); err != nil {
				return err
			}
		}
		return nil
	})
}

// actionTable is corrective actions, those to be done first; one that is late,
// or after which it came again, is red.
func actionTable(c *page.Call, actions []store.Corrective) ui.Table[store.Corrective] {
	return ui.Table[store.Corrective]{
		Caption: c.Say.T("dispute.actions"), Rows: actions, Empty: c.Say.T("dispute.no_actions"),
		Columns: []ui.Column[store.Corrective]{
			{Title: c.Say.T("dispute.action"), Text: func(v store.Corrective) string { return v.Action }},
			{Title: c.Say.T("dispute.cause"), Text: func(v store.Corrective) string { return v.Cause }},
			{Title: c.Say.T("dispute.number"), Minor: true, Short: true, Cell: func(v store.Corrective) templ.Component {
				return ui.Link(address(c, v.Dispute), c.Say.T("dispute.no", v.Dispute))
			}},
			{Title: c.Say.T("dispute.owner"), Text: func(v store.Corrective) string { return owner(c, v.Owner) }},
			{Title: c.Say.T("dispute.action_due"), Text: func(v store.Corrective) string { return c.Say.Date(v.Due) }},
			{Title: c.Say.T("dispute.state"), Cell: func(v store.Corrective) templ.Component { return actionState(c, v) }},
		},
	}
}

// owner is a role in words, or a person.
func owner(c *page.Call, name string) string {
	if c.Say.Has("role." + name) {
		return c.Say.T("role." + name)
	}
	return name
}

func actionState(c *page.Call, v store.Corrective) templ.Component {
	switch {
	case v.DoneOn != 0 && v.Recurred > 0:
		return ui.Badge(c.Say.N("dispute.recurred", v.Recurred), "bad")
	case v.DoneOn != 0:
		return ui.Badge(c.Say.T("dispute.action_done", c.Say.Date(v.DoneOn)), "good")
	case v.Due < c.Today:
		return ui.Badge(c.Say.T("dispute.action_late"), "bad")
	}
	return ui.Badge(c.Say.T("dispute.action_open"), "")
}

// toDo are the actions that are not done.
func toDo(actions []store.Corrective) (list []store.Corrective) {
	for _, v := range actions {
		if v.DoneOn == 0 {
			list = append(list, v)
		}
	}
	return list
}

// resultField is the field of the form of one corrective action; the page has
// several.
func resultField(number int64) string { return "result-" + strconv.FormatInt(number, 10) }

// curedForm is the form that ends a corrective action: the refused one, if it
// was about this.
func curedForm(c *page.Call, v store.Corrective, refused *ui.Form) *ui.Form {
	n := strconv.FormatInt(v.Number, 10)
	f := ui.NewForm(c.Say, nil)
	if refused != nil && c.Arg("cure") == n {
		f = refused
	}
	f.Action = c.To("cures", n)
	return f
}

// maxBars is how many lines the chart has room for; the table has all.
const maxBars = 12

// pareto is the lines of one currency as a chart: the dearest first, and how
// much the first so many make together of all that is said. Amounts of two
// currencies do not stand beside each other, so it is the one of the first line;
// what nobody has said yet would only hide the rest.
func pareto(c *page.Call, r *desk.CauseReport) ui.Chart {
	chart := ui.Chart{Title: c.Say.T("dispute.pareto"), Kind: "pareto", Heading: c.Say.T("dispute.by." + r.By)}
	amounts, running := ui.Series{Name: c.Say.T("dispute.amount")}, ui.Series{Name: c.Say.T("dispute.running")}
	said := slices.DeleteFunc(slices.Clone(r.Lines), func(l desk.CauseLine) bool { return l.Key == "" || l.Currency != r.Lines[0].Currency })
	whole := 1 // thousandths are not divided by nothing
	if len(said) > 0 {
		whole = max(whole, said[len(said)-1].Running)
	}
	for _, l := range said[:min(len(said), maxBars)] {
		share := l.Running * 1000 / whole
		chart.Labels = append(chart.Labels, keyName(c, r.By, l.Key))
		amounts.Values = append(amounts.Values, ui.Value{Number: json.Number(l.Amount.Decimal(l.Currency)), Text: c.Say.Money(l.Amount, l.Currency)})
		running.Values = append(running.Values, ui.Value{Number: json.Number(fmt.Sprintf("%d.%d", share/10, share%10)), Text: c.Say.Percent(share)})
	}
	chart.Series = []ui.Series{amounts, running}
	return chart
}
