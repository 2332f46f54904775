package terms

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// blackPage is who is proposed for the black list, and who is on it.
type blackPage struct {
	*page.Call
	desk.BlackListHead
	kept desk.KeptAt
	none string // why there is no list
	rows []desk.BlackListed
	at   int

	ticked []string // when the form is shown again
}

// blackList shows who was systematically late last month; it changes
// nothing.
func blackList(c *page.Call) error {
	p := blackPage{Call: c, at: max(1, c.AskInt("page", 1))}
	day := c.AskDate("date", c.Today)
	list, err := c.Session.BlackListLeaf(c.Context(), day, c.Leaf(p.at, pageRows))
	if code := fault.Code(err); code == "black_list.none" || code == "policy.none" {
		p.none, err = c.Say.T("terms.no_list"), nil
	}
	switch {
	case err != nil:
		return err
	case p.none == "" && c.Refigures():
		return c.Refigure(list.Figures, day)
	}
	p.BlackListHead, p.kept, p.rows = list.Head, list.KeptAt, list.Rows
	return c.Render(c.Say.T("terms.black-list"), blackShow(p, c.Form()))
}

// askBlackList asks for those who were ticked.
func askBlackList(c *page.Call) error {
	f := c.Form()
	ticked := f.Values("row")
	if len(ticked) == 0 {
		return c.Go(c.To("terms", "black-list"), "terms.none_ticked")
	}
	list, err := c.Session.BlackList(c.Context(), c.Today, coded(ticked)...)
	if err != nil {
		return err
	}
	if percent := f.Int("percent"); f.OK() {
		asked, err := c.Session.AskBlackList(c.Context(), &list, percent)
		if err == nil {
			return c.Go(c.To("terms", "black-list"), "terms.black_asked", asked)
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	all, err := c.Session.BlackListLeaf(c.Context(), c.Today, desk.Leaf{Size: 1})
	if err != nil {
		return err
	}
	list.Listed = all.Head.Listed
	p := blackPage{Call: c, BlackListHead: desk.BlackListHead{BlackList: list, Rule: list.Rule, Found: len(list.Proposed)}, at: 1}
	p.rows, p.ticked = list.Proposed[:min(len(list.Proposed), pageRows)], ticked
	return c.Again(c.Say.T("terms.black-list"), blackShow(p, f))
}

// late are the documents that were late, each with its days.
func late(r desk.BlackListed) string {
	words := make([]string, len(r.Late.Documents))
	for i, d := range r.Late.Documents {
		words[i] = d.Document + " +" + strconv.Itoa(d.Days)
	}
	return strings.Join(words, ", ")
}

func (p blackPage) whose() ui.Column[desk.BlackListed] {
	return ui.Column[desk.BlackListed]{Title: p.Say.T("lists.customer"), Cell: func(r desk.BlackListed) templ.Component {
		return ui.Link(p.To("customers", string(r.Customer)), cmp.Or(r.Name, string(r.Customer)))
	}}
}

func (p blackPage) lateness() []ui.Column[desk.BlackListed] {
	say := p.Say
	return []ui.Column[desk.BlackListed]{
		{Title: say.T("terms.times"), Number: true, Text: func(r desk.BlackListed) string { return say.Number(r.Late.Times) }},
		{Title: say.T("terms.worst"), Number: true, Text: func(r desk.BlackListed) string { return say.N("say.days", r.Late.Worst) }},
		{Title: say.T("terms.documents"), Minor: true, Text: late},
	}
}

func (p blackPage) proposedTable() ui.Table[desk.BlackListed] {
	t := ui.Table[desk.BlackListed]{Caption: p.Say.T("terms.black_proposed"), Rows: p.rows, Empty: p.Say.T("terms.black_nobody"), Keys: true}
	t.Columns = append([]ui.Column[desk.BlackListed]{p.whose()}, p.lateness()...)
	t.Columns = append(t.Columns, ui.Column[desk.BlackListed]{
		Title: p.Say.T("terms.request"), Cell: func(r desk.BlackListed) templ.Component { return requestLink(p.Call, r.Asked) },
	})
	if p.May(desk.AskApprovals) {
		t.All = p.Say.T("terms.tick_all")
		t.Ticked = p.ticked
		t.Select = func(r desk.BlackListed) string {
			if r.Asked != 0 {
				return ""
			}
			return string(r.Customer)
		}
	}
	return t
}

func (p blackPage) listedTable() ui.Table[desk.BlackListed] {
	say := p.Say
	t := ui.Table[desk.BlackListed]{Caption: say.T("terms.black_listed"), Rows: p.Listed, Empty: say.T("terms.black_empty")}
	t.Columns = append([]ui.Column[desk.BlackListed]{
		p.whose(),
		{Title: say.T("credit.percent"), Number: true, Text: func(r desk.BlackListed) string {
			if r.Percent == 0 {
				return say.T("credit.stopped")
			}
			return say.Number(r.Percent) + " %"
		}},
		{Title: say.T("credit.on"), Text: func(r desk.BlackListed) string {
			until := say.T("terms.until_met")
			if r.Until != 0 {
				until = say.Date(r.Until)
			}
			return say.T("credit.from_until", say.Date(r.From), until)
		}},
	}, p.lateness()...)
	return t
}
