package runs

import (
	"cmp"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// papers are the files of a run that have a link of their own; the rest are in
// the archive.
var papers = []string{"letters.pdf", "envelopes.pdf", "register.pdf", desk.AllPapers}

// postStates are what can be said of a printed letter.
var postStates = []string{store.Signed, store.Posted, store.Delivered, store.Returned}

// lettersView is what the run wrote and where it stands.
func (p *runPage) lettersView() (templ.Component, error) {
	at := max(1, p.AskInt("page", 1))
	channel, state, _ := strings.Cut(p.Ask("state"), ":")
	total := p.run.Letters
	if channel != "" {
		total = p.counted(channel, state)
	}
	lines, err := p.Session.RunLetters(p.Context(), desk.RunLetterQuery{
		Day: p.day, Channel: channel, State: state, Limit: pageRows, Offset: (at - 1) * pageRows,
	})
	form := p.Form()
	form.Action = p.address("marks")
	form.Set("on", p.Today.String())
	return lettersPage(p, form, p.letterTable(lines), ui.Pages{Page: at, Size: pageRows, Total: total, Same: p.Same}), err
}

// stateTabs are the deliveries by way and state.
func (p *runPage) stateTabs() []ui.Tab {
	here := p.Ask("state")
	tabs := []ui.Tab{{Text: p.Say.T("say.all"), Href: page.With(p.address(), "view", viewLetters), Here: here == "", Count: p.Say.Number(p.run.Letters)}}
	for _, d := range p.run.Deliveries {
		key := d.Channel + ":" + d.State
		tabs = append(tabs, ui.Tab{
			Text: p.Say.T("runs.by_"+d.Channel) + ": " + p.Say.T("runs.state_"+d.State),
			Href: page.With(p.address(), "view", viewLetters, "state", key), Here: here == key, Count: p.Say.Number(d.Count),
		})
	}
	return tabs
}

// counted is how many deliveries go a way, in any of the states or in all.
func (p *runPage) counted(channel string, states ...string) (n int) {
	for _, d := range p.run.Deliveries {
		if d.Channel == channel && (len(states) == 0 || slices.Contains(states, d.State)) {
			n += d.Count
		}
	}
	return n
}

func (p *runPage) letterTable(lines []store.RunLine) ui.Table[store.RunLine] {
	table := ui.Table[store.RunLine]{
		Caption: p.Say.T("runs.letters"), Rows: lines, Empty: p.Say.T("runs.no_letters"), Keys: true,
		Columns: []ui.Column[store.RunLine]{
			{Title: p.Say.T("runs.letter"), Short: true, Cell: func(l store.RunLine) templ.Component { return ui.Link(p.To("letters", string(l.ID)), string(l.ID)) }},
			{Title: p.Say.T("runs.customer"), Cell: func(l store.RunLine) templ.Component {
				return ui.Link(p.To("customers", string(l.Customer)), cmp.Or(l.Name, string(l.Customer)))
			}},
			{Title: p.Say.T("runs.step"), Text: func(l store.RunLine) string { return p.letterStep(l.Step) }},
			{Title: p.Say.T("runs.total"), Number: true, Text: func(l store.RunLine) string { return p.Say.Money(l.Total, l.Currency) }},
			{Title: p.Say.T("runs.by_email"), Cell: func(l store.RunLine) templ.Component { return stateBadge(p.Call, l.EmailState, l.EmailOn) }},
			{Title: p.Say.T("runs.by_post"), Cell: func(l store.RunLine) templ.Component { return stateBadge(p.Call, l.PostState, l.PostOn) }},
			{Title: p.Say.T("runs.tracking"), Minor: true, Text: func(l store.RunLine) string { return l.Tracking }},
		},
	}
	if p.May(desk.KeepPost) && p.counted("post") > 0 {
		table.Select = func(l store.RunLine) string {
			if l.PostState == "" { // nothing to post: it goes by e-mail alone
				return ""
			}
			return string(l.ID)
		}
		table.All = p.Say.T("runs.tick_all")
	}
	return table
}

// letterStep is what a letter is: its step, or that it takes another back.
func (p *runPage) letterStep(step string) string {
	if p.run.Rules.Step(step) == nil {
		return p.Say.T("runs.correction")
	}
	return p.stepName(step)
}

// tones of the states of a delivery.
var tones = map[string]string{
	store.Sent: "good", store.Posted: "good", store.Delivered: "good", store.Failed: "bad", store.Bounced: "bad", store.Returned: "bad",
	store.Parked: "warn", store.Retry: "warn", store.Withdrawn: "warn",
}

// stateBadge is where a delivery stands and since when.
func stateBadge(c *page.Call, state string, on cal.Date) templ.Component {
	if state == "" {
		return templ.NopComponent
	}
	text := c.Say.T("runs.state_" + state)
	if on != 0 {
		text += " " + c.Say.Date(on)
	}
	return ui.Badge(text, tones[state])
}

// stateOptions are what can be said of printed letters, to choose from.
func stateOptions(c *page.Call) []ui.Option {
	options := make([]ui.Option, len(postStates))
	for i, state := range postStates {
		options[i] = ui.Option{Value: state, Text: c.Say.T("runs.state_" + state)}
	}
	return options
}

// runMarks records what happened to the ticked letters.
func runMarks(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		f := c.Form()
		on := f.NeedDate("on")
		back := page.With(c.To("runs", day.String()), "view", viewLetters)
		rows := f.Values("row")
		if len(rows) == 0 || !f.OK() {
			return c.Go(back, "runs.none_ticked")
		}
		marks := make([]desk.PostMark, len(rows))
		for i, number := range rows {
			marks[i] = desk.PostMark{Letter: id.Letter(number), State: f.Value("state"), On: on, Tracking: f.Text("tracking")}
		}
		report, err := c.Session.MarkPost(c.Context(), marks)
		if err != nil {
			return err
		}
		return c.GoSaying(back, c.Say.N("runs.marked", report.New))
	})
}

// runPaper gives a file of the run; who has the letters has come to the
// printer.
func runPaper(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		name := c.Arg("file")
		content, err := c.Session.RunPaper(c.Context(), day, name)
		if err != nil {
			return err
		}
		if err := c.Session.TimeRun(c.Context(), day, store.PointPrinted); err != nil {
			return err
		}
		types := map[string]string{".pdf": "application/pdf", ".zip": "application/zip", ".csv": "text/csv; charset=utf-8"}
		kind := types[path.Ext(name)]
		return c.File(day.String()+"-"+name, cmp.Or(kind, http.DetectContentType(content)), content, path.Ext(name) != ".pdf")
	})
}

// runMail has the run's e-mails sent.
func runMail(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		if err := c.Session.StartMail(c.Context(), day); err != nil {
			return c.UnlessStale(c.Today, err)
		}
		return c.Go(page.With(c.To("runs", day.String()), "view", viewLetters), "runs.mail_started")
	})
}
