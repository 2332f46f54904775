package terms

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// categoriesPage is a campaign: who is to get another category, and why.
type categoriesPage struct {
	*page.Call
	desk.CategoryHead
	kept    desk.KeptAt
	terms   []policy.Category // with their terms, from the best to the worst
	rules   *policy.Policy
	pending map[id.Customer]int64 // requests that wait, by customer
	rows    []desk.CategoryRow    // of this page
	count   int                   // rows on all pages
	found   int                   // rows
	at      int
}

// categories shows a review; it changes nothing.
func categories(c *page.Call) error {
	p := categoriesPage{Call: c, pending: map[id.Customer]int64{}}
	p.at = max(1, c.AskInt("page", 1))
	day := c.AskDate("date", c.Today)
	list, err := c.Session.CategoryLeaf(c.Context(), day, campaign(c.Ask("campaign")), c.Leaf(p.at, pageRows))
	if err != nil {
		return err
	}
	if c.Refigures() {
		return c.Refigure(list.Figures, day)
	}
	p.CategoryHead, p.kept, p.rows, p.found = list.Head, list.KeptAt, list.Rows, list.Head.Found
	if c.Ask("all") == "" {
		p.found = p.Changed // the changed ones come first
	}
	p.count = min(p.found, desk.ListRows)
	p.rows = p.rows[:min(len(p.rows), max(0, p.count-(p.at-1)*pageRows))]
	rules, err := c.Session.InForce(c.Context(), day)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if p.rules = rules.Policy; p.rules != nil {
		p.terms = p.rules.Categories
	}
	waiting, err := c.Session.Approvals(c.Context(), desk.ApprovalFilter{Pending: true, Kind: authority.AssignCategory}, c.Today)
	if err != nil {
		return err
	}
	for i := range waiting {
		p.pending[waiting[i].Customer] = waiting[i].Number
	}
	return c.Render(c.Say.T("terms.categories"), categoriesShow(p))
}

func campaign(name string) credit.Campaign {
	if c := credit.Campaign(name); c == credit.Yearly || c == credit.Quarterly {
		return c
	}
	return ""
}

// askCategories asks for the changes that were ticked, or seconds them.
func askCategories(c *page.Call) error {
	f := c.Form()
	back := page.With(c.To("terms"), "campaign", f.Text("campaign"))
	ticked := f.Values("row")
	if len(ticked) == 0 {
		return c.Go(back, "terms.none_ticked")
	}
	review, err := c.Session.ReviewCategories(c.Context(), c.Today, campaign(f.Text("campaign")), coded(ticked)...)
	if err != nil {
		return err
	}
	done, err := c.Session.AskCategories(c.Context(), &review)
	if err != nil {
		return err
	}
	return c.Go(back, "terms.categories_asked", done.Asked, done.Seconded, done.Waiting)
}

// coded are the customers of ticked rows.
func coded(ticked []string) []id.Customer {
	list := make([]id.Customer, len(ticked))
	for i, code := range ticked {
		list[i] = id.Customer(code)
	}
	return list
}

func (p categoriesPage) filters() ui.Filters {
	return ui.Filters{Same: p.Same, Fields: []ui.Filter{
		{Name: "campaign", Label: p.Say.T("terms.campaign"), Value: string(p.Campaign), Options: []ui.Option{
			{Value: string(credit.Yearly), Text: p.Say.T("terms.yearly")}, {Value: string(credit.Quarterly), Text: p.Say.T("terms.quarterly")},
		}},
		{Name: "all", Label: p.Say.T("terms.whom"), Value: p.Ask("all"), Options: []ui.Option{{Text: p.Say.T("terms.changed")}, {Value: "1", Text: p.Say.T("say.all")}}},
	}}
}

// due says which review is due, or which comes next.
func (p categoriesPage) due() (text, tone string) {
	if p.Due != "" {
		return p.Say.T("terms.is_due", p.Say.T("terms."+string(p.Due)), p.Say.Date(p.DueFrom)), "warn"
	}
	return p.Say.T("terms.is_next", p.Say.T("terms."+string(p.Next)), p.Say.Date(p.NextFrom)), ""
}

func (p categoriesPage) table() ui.Table[desk.CategoryRow] {
	say := p.Say
	t := ui.Table[desk.CategoryRow]{
		Caption: say.T("terms.categories"), Rows: p.rows, Empty: say.T("terms.no_changes"), Keys: true,
		Columns: []ui.Column[desk.CategoryRow]{
			{Title: say.T("lists.customer"), Cell: func(r desk.CategoryRow) templ.Component {
				return ui.Link(p.To("customers", string(r.Customer)), cmp.Or(r.Name, string(r.Customer)))
			}},
			{Title: say.T("terms.now"), Text: func(r desk.CategoryRow) string { return p.named(r.Current) }},
			{Title: say.T("terms.proposed"), Cell: func(r desk.CategoryRow) templ.Component {
				if !r.Changed {
					return ui.Text(say.T("terms.same"))
				}
				return ui.Badge(p.named(r.Proposed), categoryTone(r.Category))
			}},
			{Title: say.T("credit.why"), Text: func(r desk.CategoryRow) string {
				why := make([]string, len(r.Reasons))
				for i, reason := range r.Reasons {
					why[i] = reason.Text(say.Lang())
				}
				return strings.Join(why, "; ")
			}},
			{Title: say.T("terms.request"), Cell: func(r desk.CategoryRow) templ.Component { return requestLink(p.Call, p.pending[r.Customer]) }},
		},
	}
	if p.May(desk.AskApprovals) && p.known() {
		t.All = say.T("terms.tick_all")
		t.Select = func(r desk.CategoryRow) string {
			if !r.Changed {
				return ""
			}
			return string(r.Customer)
		}
	}
	return t
}

// known says whether the policy in force has the categories that are proposed: it
// takes requests for its own only.
func (p categoriesPage) known() bool {
	return len(p.terms) == 0 || !slices.ContainsFunc(p.Proposed, func(name string) bool {
		return !slices.ContainsFunc(p.terms, func(c policy.Category) bool { return c.ID == name })
	})
}

// requestLink leads to a request that waits.
func requestLink(c *page.Call, number int64) templ.Component {
	if number == 0 {
		return ui.Text("")
	}
	return ui.Link(c.To("approvals", c.Say.Number(int(number))), c.Say.T("approval.no", number))
}

func categoryTone(c credit.Category) string {
	switch c {
	case credit.Reliable:
		return "good"
	case credit.Uncertain:
		return ""
	}
	return "bad"
}

// named is a category as the rules title it.
func (p categoriesPage) named(category string) string {
	if p.rules == nil || category == "" {
		return category
	}
	c := p.rules.CategoryOf(category)
	if title := c.Title[p.Say.Lang()]; c.ID == category && title != "" {
		return category + " – " + title
	}
	return category
}

// termsTable is what each category sets by itself.
func (p categoriesPage) termsTable() ui.Table[policy.Category] {
	say, base := p.Say, p.Session.Company().Currency
	unset := say.T("terms.by_contract")
	return ui.Table[policy.Category]{
		Caption: say.T("terms.sets"), Rows: p.terms, Empty: say.T("terms.sets_none"),
		Columns: []ui.Column[policy.Category]{
			{Title: say.T("terms.category"), Text: func(c policy.Category) string { return p.named(c.ID) }},
			{Title: say.T("credit.the_limit"), Number: true, Text: func(c policy.Category) string {
				if limit, _, ok := p.rules.LimitOf(&c, base); ok {
					return say.Money(limit, base)
				}
				return unset
			}},
			{Title: say.T("terms.unpaid_for"), Number: true, Text: func(c policy.Category) string {
				if days := p.rules.DaysOf(&c); days > 0 {
					return say.N("say.days", days)
				}
				return unset
			}},
			{Title: say.T("terms.discount"), Number: true, Text: func(c policy.Category) string {
				if list := p.rules.DiscountsOf(&c); len(list) > 0 {
					return percentText(p.Call, list[0].Percent)
				}
				return "–"
			}},
			{Title: say.T("credit.percent"), Text: func(c policy.Category) string {
				if c.Prepayment {
					return "100 %"
				}
				return "–"
			}},
		},
	}
}

// percentText is hundredths of a per cent as people write them.
func percentText(c *page.Call, p money.Minor) string {
	return c.Say.Figure(p, "EUR") + " %" // two decimals, as a per cent here has
}
