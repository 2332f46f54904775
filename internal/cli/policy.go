package cli

import (
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/policy"
)

type policyCommand struct {
	List  policyList  `cmd:"" help:"List shipped policies and the company's own."`
	Show  policyShow  `cmd:"" help:"Print a policy: its file, or written out as a table, a picture or a regulation."`
	Diff  policyDiff  `cmd:"" help:"What of one policy, or version, is another in the next."`
	Check policyCheck `cmd:"" help:"Check a policy file, and what the whole of it does; needs no database."`
	Use   policyUse   `cmd:"" help:"Publish a policy and put it to use."`

	Draft   policyDraft   `cmd:"" help:"Keep a policy file as the next version without putting it to use."`
	Note    policyNote    `cmd:"" help:"Add to a policy's register of changes: hypothesis, action, data, insight."`
	History policyHistory `cmd:"" help:"A policy's versions, what was noted of them, and since when they are in use."`
}

type policyList struct{}

func (c *policyList) Run(a *app) error {
	lang := a.Language
	list, err := desk.ShippedPolicies()
	if err != nil {
		return err
	}
	// Shipped policies need no database; where there is one, its own join them.
	openErr := a.with(func(s *desk.Session) (err error) {
		lang = a.lang(s)
		list, err = s.Policies(a.ctx, s.Today())
		return err
	})
	if openErr != nil && fault.KindOf(openErr) != fault.NotFound {
		return openErr
	}
	if a.JSON {
		return a.json(map[string]any{"policies": list})
	}
	t := newTable(headings(lang, "policy", "name", "versions", "state")...)
	for _, p := range list {
		versions := make([]string, len(p.Versions))
		for i, v := range p.Versions {
			versions[i] = "v" + strconv.Itoa(v)
		}
		state := ""
		if p.InForce {
			state = word(lang, "in force")
		}
		t.add(p.Policy, title(p.Title, lang), strings.Join(versions, " "), state)
	}
	t.print(a)
	return nil
}

func title(titles map[string]string, lang string) string {
	if t := titles[lang]; t != "" {
		return t
	}
	return titles["en"]
}

func stepIDs(p *policy.Policy) []string {
	ids := make([]string, len(p.Steps))
	for i := range p.Steps {
		ids[i] = p.Steps[i].ID
	}
	return ids
}

type policyUse struct {
	Name string `arg:"" help:"Name of a shipped policy, or a file."`
	From string `placeholder:"D" help:"From this day on; for every day if not given."`
}

func (c *policyUse) Run(a *app) error {
	from, err := day("--from", c.From)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		rules, err := s.UsePolicy(a.ctx, c.Name, from)
		if err != nil {
			return err
		}
		if a.JSON {
			if err := a.json(map[string]any{"policy": rules.Name, "version": rules.Version, "from": c.From}); err != nil {
				return err
			}
		} else {
			if from > s.Today() {
				a.sayIn(a.lang(s), "Policy %s, version %d, is in force from %s on.", rules.Name, rules.Version, from)
			} else {
				a.sayIn(a.lang(s), "Policy %s, version %d, is in force.", rules.Name, rules.Version)
			}
		}
		return s.Seal(a.ctx)
	})
}
