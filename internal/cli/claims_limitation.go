package cli

import (
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

type claimsLimitation struct {
	Date    string `required:"" placeholder:"D" help:"As of this day, YYYY-MM-DD."`
	Within  int    `placeholder:"DAYS" help:"Only debts with so many days left or fewer; what has run out is among them."`
	Class   string `placeholder:"CLASS" help:"Only debts of this class: current, overdue, doubtful, bad."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
	Out     string `placeholder:"FILE" help:"Write the list to this file: .csv or .xlsx."`
	Tasks   bool   `help:"Make the tasks of the debts that have 180, 90 or 30 days left: once each."`
}

type timeLimitJSON struct {
	Date  cal.Date       `json:"date"`
	Found int            `json:"found"` // how many there are; rows holds at most 5,000
	Rows  []limitRowJSON `json:"rows"`
	Sums  []limitSumJSON `json:"sums"`
	Tasks *int           `json:"tasks,omitempty"` // made by --tasks
}

type limitRowJSON struct {
	Customer   id.Customer    `json:"customer"`
	Name       string         `json:"name"`
	Invoice    id.Invoice     `json:"invoice"`
	Part       int            `json:"part"`
	Document   string         `json:"document"`
	Due        cal.Date       `json:"due,omitzero"`
	Open       string         `json:"open"`
	Currency   money.Currency `json:"currency"`
	Class      claims.Class   `json:"class"`
	Law        string         `json:"law,omitempty"`
	DaysLeft   *int           `json:"days_left,omitempty"` // absent: not known
	Last       cal.Date       `json:"last_day,omitzero"`
	Began      cal.Date       `json:"began,omitzero"`
	Restarted  claims.Fact    `json:"restarted_by,omitempty"`
	Paper      string         `json:"restarted_document,omitempty"`
	Stood      int            `json:"days_stood,omitempty"`
	Stops      string         `json:"stands,omitempty"`
	Unverified []ruleJSON     `json:"unverified,omitempty"` // rules it was counted by
}

type limitSumJSON struct {
	Name  string           `json:"name"`
	Count int              `json:"count"`
	Sums  []limitMoneyJSON `json:"sums"`
}

type limitMoneyJSON struct {
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
}

func (c *claimsLimitation) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	if c.Class != "" && !slices.Contains(claims.Classes, claims.Class(c.Class)) {
		return fault.New(fault.Usage, "limitation.class", "--class is one of current, overdue, doubtful, bad, not %q", c.Class)
	}
	return a.with(func(s *desk.Session) error {
		lang := a.lang(s)
		out := timeLimitJSON{Date: date, Rows: []limitRowJSON{}, Sums: []limitSumJSON{}}
		if c.Tasks {
			made, err := s.WarnLimitation(a.ctx, date)
			if err != nil {
				return err
			}
			if err := s.Seal(a.ctx); err != nil {
				return err
			}
			out.Tasks = &made
		}
		list, err := s.Limitations(a.ctx, desk.LimitQuery{Date: date, Manager: c.Manager, Within: c.Within, Class: claims.Class(c.Class)})
		if err != nil {
			return err
		}
		if c.Out != "" {
			if err := tableFile(c.Out, word(lang, "limitation"), headings(lang, limitHeads...), limitCells(lang, list.Rows)); err != nil {
				return err
			}
		}
		if a.JSON {
			out.Found, out.Sums = list.Found, limitSums(&list.Sums)
			for i := range list.Rows {
				out.Rows = append(out.Rows, limitRow(&list.Rows[i]))
			}
			return a.json(out)
		}
		a.limitation(lang, &list)
		if out.Tasks != nil {
			a.sayIn(lang, "%d tasks were made.", *out.Tasks)
		}
		return nil
	})
}

// bands are the sums by days left, from the most pressing.
func bands(s *desk.LimitSums) []struct {
	name string
	desk.LimitSum
} {
	return []struct {
		name string
		desk.LimitSum
	}{{"barred", s.Barred}, {"30 days", s.Within30}, {"90 days", s.Within90}, {"180 days", s.Within180}, {"limitation not known", s.Unknown}}
}

func limitSums(s *desk.LimitSums) (list []limitSumJSON) {
	add := func(name string, sum desk.LimitSum) {
		v := limitSumJSON{name, sum.Count, []limitMoneyJSON{}}
		for _, m := range sum.Sums {
			v.Sums = append(v.Sums, limitMoneyJSON{m.Amount.Decimal(m.Currency), m.Currency})
		}
		list = append(list, v)
	}
	for _, b := range bands(s) {
		add(b.name, b.LimitSum)
	}
	for _, c := range claims.Classes {
		add(string(c), s.Classes[c])
	}
	return list
}

// limitation prints the list for people.
func (a *app) limitation(lang string, list *desk.LimitList) {
	t := newTable(headings(lang, "customer", "invoice", ">part", "due", ">open", "currency", "class", ">days left", "last day", "counted from")...)
	marks := false
	for i := range list.Rows {
		v := &list.Rows[i]
		n, last, from := "", "", ""
		if v.Clock != nil {
			doubtful := len(v.Clock.Doubtful()) > 0
			marks = marks || doubtful
			n, last, from = marked(strconv.Itoa(v.Clock.Left()), !doubtful), v.Clock.Last.String(), beginning(lang, v.Clock)
		}
		t.add(string(v.Customer), v.Document, strconv.Itoa(v.Part), v.Due.String(), grouped(v.Open.Decimal(v.Currency)), string(v.Currency), word(lang, string(v.Class)), n, last, from)
	}
	t.print(a)
	if list.Found > len(list.Rows) {
		a.sayIn(lang, "%d more are not shown.", list.Found-len(list.Rows))
	}
	for _, b := range bands(&list.Sums) {
		a.bandLine(word(lang, b.name), b.LimitSum)
	}
	for _, c := range claims.Classes {
		a.bandLine(word(lang, string(c)), list.Sums.Classes[c])
	}
	if marks {
		a.sayIn(lang, "[K]: nobody verified this in its source.")
	}
}

func (a *app) bandLine(name string, s desk.LimitSum) {
	if s.Count == 0 {
		return
	}
	a.say("  %s: %d%s", name, s.Count, creditsText(s.Sums))
}

func creditsText(list []ledger.Credit) (text string) {
	for _, m := range list {
		text += "; " + grouped(m.Amount.Decimal(m.Currency)) + " " + string(m.Currency)
	}
	return text
}

// beginning is the day a clock runs from and by what, and that it stands.
func beginning(lang string, c *claims.Clock) string {
	text := c.Began.String()
	if c.By.Fact != "" {
		text += " " + word(lang, string(c.By.Fact))
	}
	if c.Stops != "" {
		text += ", " + word(lang, "stands: "+c.Stops)
	}
	return text
}

var limitHeads = []string{"customer", "name", "invoice", "part", "due", "open", "currency", "class", "law", "days left", "last day", "counted from", "not verified"}

func limitCells(lang string, rows []desk.LimitRow) (out [][]any) {
	for i := range rows {
		v := &rows[i]
		cells := []any{
			string(v.Customer), v.Name, v.Document, v.Part, v.Due, sheet.Decimal(v.Open.Decimal(v.Currency)), string(v.Currency), word(lang, string(v.Class)), v.Law, "", cal.Date(0), "", "",
		}
		if v.Clock != nil {
			cells[9], cells[10], cells[11], cells[12] = v.Clock.Left(), v.Clock.Last, beginning(lang, v.Clock), marked("", len(v.Clock.Doubtful()) == 0)
		}
		out = append(out, cells)
	}
	return out
}

func limitRow(v *desk.LimitRow) limitRowJSON {
	row := limitRowJSON{
		Customer: v.Customer, Name: v.Name, Invoice: v.Invoice, Part: v.Part, Document: v.Document, Due: v.Due, Open: v.Open.Decimal(v.Currency), Currency: v.Currency,
		Class: v.Class, Law: v.Law,
	}
	if c := v.Clock; c != nil {
		n := c.Left()
		row.DaysLeft, row.Last, row.Began, row.Restarted, row.Paper, row.Stood, row.Stops = &n, c.Last, c.Began, c.By.Fact, c.By.Document, c.Stood, c.Stops
		row.Unverified = courtRules(c.Doubtful()...)
	}
	return row
}
