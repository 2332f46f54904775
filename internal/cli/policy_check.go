package cli

import (
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
)

type policyCheck struct {
	File string `arg:"" help:"Policy file, or the name of a shipped policy."`
	Date string `placeholder:"D" help:"Look at the days of three years from this one on; from today if not given."`
}

func (c *policyCheck) Run(a *app) error {
	from, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	lang := a.Language
	p, found, err := c.read(a, from, &lang)
	if err != nil {
		return err
	}
	if a.JSON {
		answer := map[string]any{
			"policy": p.Name, "ok": !rulebook.Broken(found), "steps": stepIDs(p), "holds": len(p.Holds), "findings": append([]rulebook.Finding{}, found...),
		}
		if err := a.json(answer); err != nil {
			return err
		}
	} else {
		c.tell(a, lang, p, found)
	}
	if rulebook.Broken(found) {
		return fault.New(fault.Input, "policy.findings", "%s does not do what it says: see the errors", p.Name)
	}
	return nil
}

// read checks the file against the company's own letters, names and books
// where there is a company, and by itself where there is none. A company's
// language is put into lang.
func (c *policyCheck) read(a *app, from cal.Date, lang *string) (p *policy.Policy, found []rulebook.Finding, err error) {
	asked := false
	if from == 0 {
		from = cal.Of(a.now())
	}
	err = a.with(func(s *desk.Session) (err error) {
		asked = true
		if p, err = s.CheckPolicy(a.ctx, c.File); err != nil {
			return err
		}
		*lang = a.lang(s)
		found, err = s.Findings(a.ctx, p, *lang, from)
		return err
	})
	if asked || !nobodys(err) {
		return p, found, err
	}
	if p, _, err = desk.ReadPolicy(c.File); err != nil {
		return nil, nil, err
	}
	return p, desk.ShippedFindings(p, a.Language, from), nil
}

func (c *policyCheck) tell(a *app, lang string, p *policy.Policy, found []rulebook.Finding) {
	for _, f := range found {
		a.say("%s: %s", f.Head(), f.Text)
		a.say("  → %s", f.Way)
	}
	if !rulebook.Broken(found) {
		a.sayIn(lang, "%s is in order: %d steps (%s), %d holds.", p.Name, len(p.Steps), strings.Join(stepIDs(p), ", "), len(p.Holds))
	}
}
