package policies

import (
	"errors"
	"strconv"
	"strings"

	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// spareLines are left under a text, to write on.
const spareLines = 12

// editView is a text that is being edited, with what its reader says of it.
type editView struct {
	*page.Call
	Name     string // as the address has it
	Form     *ui.Form
	Problems policy.Problems // which keep it from being a policy
	Policy   *policy.Policy  // nil while there are any
	Findings []rulebook.Finding
}

func policyEdit(c *page.Call) error {
	book, err := c.Session.Rulebook(c.Context(), c.Arg("policy"), c.Say.Lang())
	if err != nil {
		return err
	}
	v := editView{Call: c, Name: c.Arg("policy"), Form: c.Form()}
	v.Form.Set("source", string(book.Source))
	if err := v.open(book.Name); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	return c.Render(v.title(), editPage(v))
}

// open remembers in the form what the policy is like now, so that two who edit
// it do not overwrite each other.
func (v *editView) open(name string) error {
	version, err := v.Session.Version(v.Context(), subject(name))
	v.Form.Set("version", version)
	v.Form.Set("policy", name)
	return err
}

func subject(policy string) string { return "policy:" + policy }

func (v *editView) title() string { return v.Say.T("policies.edit_title", v.Name) }

// source is the text as it was sent; browsers end lines with two characters.
func (v *editView) source() string { return strings.ReplaceAll(v.Form.Value("source"), "\r\n", "\n") }

// check reads the text; what is wrong with it is no error of the page.
func (v *editView) check() error {
	p, err := v.Session.CheckPolicyText(v.Context(), v.source())
	if problems, ok := errors.AsType[policy.Problems](err); ok {
		v.Problems = problems
		return nil
	}
	if err := v.Form.Take(err); err != nil || !v.Form.OK() {
		return err
	}
	v.Policy = p
	v.Findings, err = v.Session.Findings(v.Context(), p, v.Say.Lang(), v.Today)
	return err
}

// policyCheck answers while somebody writes.
func policyCheck(c *page.Call) error {
	v := editView{Call: c, Name: c.Arg("policy"), Form: c.Form()}
	if err := v.check(); err != nil {
		return err
	}
	return c.Part(editFindings(v))
}

// policySave keeps the text as the next version, a draft. A text that names
// another policy makes a new one.
func policySave(c *page.Call) error {
	v := editView{Call: c, Name: c.Arg("policy"), Form: c.Form()}
	if err := v.check(); err != nil {
		return err
	}
	if v.Policy == nil {
		return c.Again(v.title(), editPage(v))
	}
	if v.Policy.Name == v.Form.Value("policy") {
		c.Session.IfUnchanged(subject(v.Policy.Name), v.Form.Value("version"))
	}
	kept, err := c.Session.DraftPolicyText(c.Context(), v.source(), v.Form.Text("note"))
	if err := v.Form.Take(err); err != nil {
		return err
	}
	if !v.Form.OK() {
		return c.Again(v.title(), editPage(v))
	}
	return c.Go(c.To("policies", pin(kept.Name, kept.Version)), "policies.kept", kept.Version)
}

// rows is as many as there are lines, and some to write on.
func (v editView) rows() int { return len(lines(v.source())) + spareLines }

// wrong says whether a line has a problem.
func (v editView) wrong(line int) bool {
	for _, p := range v.Problems {
		if p.Line == line {
			return true
		}
	}
	for _, f := range v.Findings {
		if f.Line == line && f.Severity == rulebook.Error {
			return true
		}
	}
	return false
}

func lineLink(line int) string { return "#line-" + strconv.Itoa(line) }
