package policies

import (
	"errors"
	"slices"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// templateView is a letter's text in a language and for a law, with how it
// looks.
type templateView struct {
	*page.Call
	Name     string // of the letter
	Language string // it is written in
	Law      string // it is for; empty: every law
	Version  int    // of the company's own; 0: it has none here
	Form     *ui.Form
	Document *letter.Document // nil if it cannot be shown
	Problem  *letter.Problem  // what is wrong with the text
	Trouble  string           // why it cannot be shown, if the text is right
}

func templateOf(c *page.Call) templateView {
	v := templateView{Call: c, Name: c.Arg("letter"), Form: c.Form(), Language: c.Ask("in"), Law: c.Ask("law")}
	if !slices.Contains(desk.Languages, v.Language) {
		v.Language = c.Say.Lang()
	}
	if !slices.Contains(letter.Laws(), letter.Law(v.Law)) {
		v.Law = ""
	}
	return v
}

func templateShow(c *page.Call) error {
	v := templateOf(c)
	t, err := c.Session.LetterToEdit(c.Context(), v.Name, v.Language, v.Law)
	if err != nil {
		return err
	}
	v.Form.Set("source", t.Source)
	v.Form.Set("name", v.Name)
	v.Form.Set("customer", c.Ask("customer"))
	if t.Law == v.Law { // else it is the text for every law
		v.Version = t.Version
	}
	version, err := c.Session.Version(c.Context(), "letter:"+v.Name)
	if err != nil {
		return err
	}
	v.Form.Set("version", version)
	if err := v.look(); err != nil {
		return err
	}
	return c.Render(v.title(), templatePage(v))
}

func (v templateView) title() string { return letterName(v.Call, v.Name) }

// look makes the letter of the text; what is wrong with it is no error of the
// page.
func (v *templateView) look() error {
	doc, err := v.Session.PreviewLetter(v.Context(), desk.LetterSample{
		Source: v.source(), Letter: v.Name, Language: v.Language, Law: v.Law, Customer: id.Customer(v.Form.Text("customer")),
	})
	if problem, ok := errors.AsType[*letter.Problem](err); ok {
		v.Problem = problem
		return nil
	}
	v.Document = doc
	trouble := ui.NewForm(v.Say, nil)
	err = trouble.Take(err)
	v.Trouble = trouble.Problem
	return err
}

func (v templateView) source() string {
	return strings.ReplaceAll(v.Form.Value("source"), "\r\n", "\n")
}

// templatePreview answers while somebody writes.
func templatePreview(c *page.Call) error {
	v := templateOf(c)
	if err := v.look(); err != nil {
		return err
	}
	return c.Part(templateLook(v))
}

// templateSave puts the text in the place of the letter. Under another name it
// becomes a letter of the company's own. The button that only looks saves
// nothing.
func templateSave(c *page.Call) error {
	v := templateOf(c)
	name := v.Form.Need("name")
	if err := v.look(); err != nil {
		return err
	}
	if v.Form.Value("do") == "look" {
		return c.Render(v.title(), templatePage(v))
	}
	if v.Form.OK() && v.Problem == nil {
		if name == v.Name {
			c.Session.IfUnchanged("letter:"+v.Name, v.Form.Value("version"))
		}
		_, err := c.Session.UseLetterText(c.Context(), v.source(), name, v.Language, v.Law)
		if err := v.Form.Take(err); err != nil {
			return err
		}
	}
	if !v.Form.OK() || v.Problem != nil {
		return c.Again(v.title(), templatePage(v))
	}
	return c.Go(page.With(c.To("templates", name), "in", v.Language, "law", v.Law), "templates.saved")
}

// templateDrop gives the place back to the letter that comes with debitor.
func templateDrop(c *page.Call) error {
	v := templateOf(c)
	if _, err := c.Session.DropLetter(c.Context(), v.Name, v.Language, v.Law); err != nil {
		return err
	}
	return c.Go(c.To("templates"), "templates.dropped")
}

func (v templateView) address(parts ...string) string {
	return page.With(v.To(slices.Concat([]string{"templates", v.Name}, parts)...), "in", v.Language, "law", v.Law)
}

// languages and laws lead to the other texts of the letter.
func (v templateView) languages() (tabs []ui.Tab) {
	for _, lang := range desk.Languages {
		tabs = append(tabs, ui.Tab{Text: v.Say.T("templates.in_" + lang), Href: v.Same("in", lang), Here: lang == v.Language})
	}
	return tabs
}

func (v templateView) laws() []ui.Tab {
	tabs := []ui.Tab{{Text: v.Say.T("templates.every_law"), Href: v.Same("law", ""), Here: v.Law == ""}}
	for _, law := range letter.Laws() {
		tabs = append(tabs, ui.Tab{Text: v.Say.T("country." + string(law)), Href: v.Same("law", string(law)), Here: v.Law == string(law)})
	}
	return tabs
}

func (v templateView) rows() int { return len(lines(v.source())) + spareLines }

func (v templateView) wrong(line int) bool { return v.Problem != nil && v.Problem.Line == line }
