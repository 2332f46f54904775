package lists

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// letters is the list of what was written, the newest first.
func letters(c *page.Call) error {
	q := store.LettersQuery{
		From: c.AskDate("from", 0), To: c.AskDate("to", 0), Customer: id.Customer(c.Ask("customer")), Letter: id.Letter(c.Ask("q")), State: c.Ask("state"),
		Scope: store.Scope{Manager: c.Ask("manager")}, Offset: offset(c), Limit: pageRows + 1,
	}
	steps, err := stepNames(c)
	if err != nil {
		return err
	}
	if c.Exporting() {
		return exportLetters(c, q, steps)
	}
	var rows []store.LetterRow
	err = c.Session.EachLetter(c.Context(), q, func(l store.LetterRow) error {
		rows = append(rows, l)
		return nil
	})
	if err != nil {
		return err
	}
	rows, m := cut(c, rows)
	ways, err := c.Session.LetterWays(c.Context(), rows)
	if err != nil {
		return err
	}
	managers, err := c.Session.Managers(c.Context())
	if err != nil {
		return err
	}
	var stale templ.Component
	if slices.ContainsFunc(rows, func(r store.LetterRow) bool { return r.Undone == 0 && slices.ContainsFunc(ways[r.ID], waitsForMail) }) {
		if stale, err = c.StaleMail(); err != nil {
			return err
		}
	}
	return render(c, c.Say.T("nav.letters"), list[store.LetterRow]{
		name: "letters", filters: letterFilters(c, q, managers), above: stale,
		table: ui.Table[store.LetterRow]{Caption: c.Say.T("nav.letters"), Columns: letterColumns(c, steps, ways), Rows: rows, Empty: c.Say.T("lists.empty")},
		pages: moreOf(c.Say, m),
	})
}

// waitsForMail says whether a delivery is an e-mail that is still to leave.
func waitsForMail(d store.Delivery) bool {
	return d.Channel == "email" && (d.State == store.Ready || d.State == store.Retry)
}

func letterFilters(c *page.Call, q store.LettersQuery, managers []string) ui.Filters {
	fields := []ui.Filter{
		{Name: "q", Label: c.Say.T("lists.letter"), Type: "search", Value: string(q.Letter)},
		{Name: "customer", Label: c.Say.T("lists.customer_code"), Value: string(q.Customer)},
		{Name: "from", Label: c.Say.T("lists.from"), Type: "date", Value: c.Ask("from")},
		{Name: "to", Label: c.Say.T("lists.to"), Type: "date", Value: c.Ask("to")},
		{Name: "state", Label: c.Say.T("lists.state"), Value: q.State, Options: titled(c, "lists.state_", append([]string{""}, store.States...)...)},
	}
	return ui.Filters{Fields: withManagers(c, fields, managers), Same: c.Same, Files: true}
}

// stepNames is what steps are called: by the policy in force, or by their own
// names if there is none.
func stepNames(c *page.Call) (func(step string) string, error) {
	rules, err := c.Session.InForce(c.Context(), c.Today)
	if fault.Code(err) == "policy.none" {
		rules.Policy, err = &policy.Policy{}, nil
	}
	return func(step string) string { return rulebook.StepTitle(rules.Policy, step, c.Say.Lang()) }, err
}

func letterColumns(c *page.Call, steps func(string) string, ways map[id.Letter][]store.Delivery) []ui.Column[store.LetterRow] {
	return []ui.Column[store.LetterRow]{
		{Title: c.Say.T("lists.letter"), Short: true, Cell: func(r store.LetterRow) templ.Component { return link(c.To("letters", string(r.ID)), string(r.ID)) }},
		{Title: c.Say.T("lists.run"), Cell: func(r store.LetterRow) templ.Component {
			return link(c.To("runs", r.RunDate.String()), c.Say.Date(r.RunDate))
		}},
		{Title: c.Say.T("lists.customer"), Cell: func(r store.LetterRow) templ.Component {
			return link(c.To("customers", string(r.Customer)), r.Name)
		}},
		{Title: c.Say.T("lists.step"), Text: func(r store.LetterRow) string { return steps(r.Step) }},
		{Title: c.Say.T("lists.amount"), Number: true, Text: func(r store.LetterRow) string { return c.Say.Money(r.Total, r.Currency) }},
		{Title: c.Say.T("lists.state"), Cell: func(r store.LetterRow) templ.Component { return letterState(c, r, ways[r.ID]) }},
	}
}

// letterState is where a letter stands: taken back with its run, or how it goes.
// What had left before it was taken back is told with it.
func letterState(c *page.Call, r store.LetterRow, ways []store.Delivery) templ.Component {
	if r.Undone == 0 {
		return ui.Text(waysOf(c, ways))
	}
	return templ.Join(ui.Badge(c.Say.T("say.taken_back"), "warn"), ui.Text(" "+waysOf(c, ways)))
}

// waysOf tells how a letter goes and where it stands.
func waysOf(c *page.Call, ways []store.Delivery) string {
	texts := make([]string, len(ways))
	for i, w := range ways {
		texts[i] = c.Say.T("lists.by_"+w.Channel) + ": " + c.Say.T("lists.state_"+w.State)
	}
	return strings.Join(texts, ", ")
}

func exportLetters(c *page.Call, q store.LettersQuery, steps func(string) string) error {
	q.Limit, q.Offset = 0, 0
	heads := titles(c, "letter", "run", "customer", "code", "step", "amount", "currency", "state")
	return c.Export(c.Say.T("nav.letters")+" "+c.Today.String(), heads, func(row func(...any) error) error {
		return c.Session.EachLetter(c.Context(), q, func(r store.LetterRow) error {
			return row(string(r.ID), r.RunDate, r.Name, string(r.Customer), steps(r.Step), amount(r.Total, r.Currency), string(r.Currency), takenBack(c, r.Undone))
		})
	})
}

// takenBack marks, in a file, what an undo took back; what stands has no mark.
func takenBack(c *page.Call, undo int) string {
	if undo == 0 {
		return ""
	}
	return c.Say.T("say.taken_back")
}
