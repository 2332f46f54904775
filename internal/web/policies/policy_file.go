package policies

import (
	"slices"

	"debitor/internal/desk"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
)

// policyFile gives a policy as a file: as written, as a regulation to sign, or
// drawn.
func policyFile(c *page.Call) error {
	book, err := c.Session.Rulebook(c.Context(), c.Arg("policy"), c.Say.Lang())
	if err != nil {
		return err
	}
	name := pin(book.Name, book.Version)
	switch as := c.Arg("as"); as {
	case "yaml":
		return c.File(name+".yaml", "application/yaml", book.Source, true)
	case "svg":
		return drawing(c, book, name)
	case "pdf", "docx":
		content, err := desk.RenderLetter(rulebook.Regulation(book.Policy, book.Edition), "."+as)
		if err != nil {
			return err
		}
		return c.File(name+"."+as, types[as], content, as != "pdf")
	}
	return page.NotFound()
}

var types = map[string]string{
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// drawing is the ladder. The picture brings its own look along, and nothing
// else may happen in it.
func drawing(c *page.Call, book desk.Rulebook, name string) error {
	known, category := rulebook.Categories(book.Policy), c.Ask("category")
	if !slices.Contains(known, category) {
		category = known[0]
	}
	c.W.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	return c.File(name+".svg", "image/svg+xml", rulebook.SVG(book.Policy, c.Say.Lang(), category), false)
}
