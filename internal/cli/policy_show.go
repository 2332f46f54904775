package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/rulebook"
)

type policyShow struct {
	Name       string `arg:"" help:"Name of a policy, NAME@VERSION, or a file."`
	Table      bool   `xor:"form" help:"As a table: each step with its days, roles and documents."`
	SVG        string `name:"svg" xor:"form" placeholder:"FILE" help:"Drawn along the line of days, as a picture."`
	Regulation string `xor:"form" placeholder:"FILE" help:"As a regulation to sign: .pdf, .docx, .html or .txt."`
	Category   string `placeholder:"C" help:"With --svg: for customers of this category."`
	From       string `placeholder:"D" help:"With --regulation: in force from this day on, if not as published."`
}

func (c *policyShow) Run(a *app) error {
	book, err := a.rulebook(c.Name)
	if err != nil {
		return err
	}
	switch {
	case c.Table:
		return c.table(a, book)
	case c.SVG != "":
		return c.draw(a, book)
	case c.Regulation != "":
		return c.regulation(a, book)
	case a.JSON:
		return a.json(map[string]any{"policy": book.Name, "title": book.Title, "source": string(book.Source)})
	}
	a.say("%s", strings.TrimRight(string(book.Source), "\n"))
	return nil
}

// rulebook is the policy of that name: the company's where there is a company,
// else a shipped one or a file.
func (a *app) rulebook(name string) (book desk.Rulebook, err error) {
	asked := false
	err = a.with(func(s *desk.Session) (err error) {
		asked = true
		book, err = s.Rulebook(a.ctx, name, a.Language)
		return err
	})
	if !asked && nobodys(err) {
		lang := a.Language
		if lang == "" {
			lang = "en"
		}
		book, err = desk.ShippedRulebook(name, lang, cal.Of(a.now()))
	}
	return book, err
}

// nobodys says whether there is no company to ask, which some questions do
// without.
func nobodys(err error) bool {
	kind := fault.KindOf(err)
	return kind == fault.NotFound || kind == fault.Usage
}

func (c *policyShow) table(a *app, book desk.Rulebook) error {
	rows := rulebook.Table(book.Policy, book.Edition.Lang)
	if a.JSON {
		return a.json(map[string]any{"policy": book.Name, "version": book.Version, "steps": rows})
	}
	head := rulebook.TableHead(book.Edition.Lang)
	t := newTable(head[0], head[1], head[2], head[3], "", ">"+head[9])
	for _, r := range rows {
		when, more := r.When, []string(nil)
		if r.After != "" {
			when += ", " + r.After
		}
		for i, cell := range []string{r.With, r.Documents, r.Options, r.Deadline, r.If} {
			if cell != "" {
				more = append(more, head[4+i]+": "+cell)
			}
		}
		addWrapped(t, r.Title, when, r.What, r.Who, strings.Join(more, "; "), strconv.Itoa(r.Line))
	}
	t.print(a)
	return nil
}

// addWrapped adds a row whose cells are wrapped into several lines.
func addWrapped(t *table, cells ...string) {
	const width = 34
	var lines [][]string
	for i, cell := range cells {
		n := 0
		for word := range strings.FieldsSeq(cell) {
			if n == 0 || utf8.RuneCountInString(lines[n-1][i])+1+utf8.RuneCountInString(word) > width {
				if n++; n > len(lines) {
					lines = append(lines, make([]string, len(cells)))
				}
				lines[n-1][i] = word
				continue
			}
			lines[n-1][i] += " " + word
		}
	}
	for _, line := range lines {
		t.add(line...)
	}
}

// draw writes the picture of one category: the one that is named, else the
// policy's default.
func (c *policyShow) draw(a *app, book desk.Rulebook) error {
	category := c.Category
	known := rulebook.Categories(book.Policy)
	if category != "" && !slices.Contains(known, category) {
		return fault.New(fault.Usage, "policy.category", "policy %s has no category %q (it has %s)", book.Name, category, strings.Join(known, ", "))
	}
	if err := os.WriteFile(c.SVG, rulebook.SVG(book.Policy, book.Edition.Lang, category), 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.file", "%s cannot be written: %s", c.SVG, err)
	}
	a.tell("%s", c.SVG)
	return nil
}

func (c *policyShow) regulation(a *app, book desk.Rulebook) error {
	from, err := day("--from", c.From)
	if err != nil {
		return err
	}
	if from != 0 {
		book.Edition.From = from
	}
	return a.letterFile(rulebook.Regulation(book.Policy, book.Edition), c.Regulation)
}

type policyDiff struct {
	A string `arg:"" help:"A policy: a name, NAME@VERSION, or a file."`
	B string `arg:"" help:"What it is compared with, of the same sorts."`
}

func (c *policyDiff) Run(a *app) error {
	was, err := a.rulebook(c.A)
	if err != nil {
		return err
	}
	is, err := a.rulebook(c.B)
	if err != nil {
		return err
	}
	changes := rulebook.Diff(was.Policy, is.Policy, is.Edition.Lang, is.Edition.Currency)
	if a.JSON {
		return a.json(map[string]any{"from": c.A, "to": c.B, "changes": changes})
	}
	for _, line := range changes {
		a.say("%s", line)
	}
	return nil
}
