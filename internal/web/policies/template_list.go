package policies

import (
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/letter"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// templateList shows the letters there are, and in which languages the company
// has its own.
func templateList(c *page.Call) error {
	list, err := c.Session.Letters(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("templates.title"), ui.TableOf(templateTable(c, list)))
}

func templateTable(c *page.Call, list []desk.LetterInfo) ui.Table[desk.LetterInfo] {
	return ui.Table[desk.LetterInfo]{
		Caption: c.Say.T("templates.title"), Rows: list, Empty: c.Say.T("say.none"),
		Columns: []ui.Column[desk.LetterInfo]{
			{Title: c.Say.T("templates.letter"), Cell: func(l desk.LetterInfo) templ.Component {
				return ui.Link(c.To("templates", l.Letter), letterName(c, l.Letter))
			}},
			{Title: c.Say.T("policies.name"), Minor: true, Text: func(l desk.LetterInfo) string { return l.Letter }},
			{Title: c.Say.T("templates.shipped"), Minor: true, Text: func(l desk.LetterInfo) string { return strings.Join(l.Languages, " ") }},
			{Title: c.Say.T("templates.own"), Cell: func(l desk.LetterInfo) templ.Component { return owns(c, l) }},
		},
	}
}

// letterName is what a letter is called: its title in the visitor's language,
// as its reader sees it.
func letterName(c *page.Call, name string) string {
	t, err := letter.Shipped(c.Say.Lang(), letter.Kind(name))
	if err != nil { // the company's own
		return name
	}
	facts := letter.Sample(letter.Kind(name), c.Say.Lang(), 1)
	doc, err := t.Render(&facts)
	if err != nil || doc.Title() == "" {
		return name
	}
	return doc.Title()
}

// owns are links to the company's own texts of a letter.
func owns(c *page.Call, l desk.LetterInfo) templ.Component {
	var list []templ.Component
	for _, own := range l.Own {
		href := page.With(c.To("templates", l.Letter), "in", own.Language, "law", own.Law)
		list = append(list, ui.Link(href, strings.TrimSpace(own.Language+" "+own.Law)), ui.Text(" "))
	}
	return ui.Each(list)
}
