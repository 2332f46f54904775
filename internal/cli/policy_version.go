package cli

import (
	"strconv"

	"debitor/internal/desk"
)

type policyDraft struct {
	File string `arg:"" help:"Policy file."`
	Note string `help:"What it is meant to change."`
}

func (c *policyDraft) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		rules, err := s.DraftPolicy(a.ctx, c.File, c.Note)
		if err != nil {
			return err
		}
		name := rules.Name + "@" + strconv.Itoa(rules.Version)
		if a.JSON {
			err = a.json(map[string]any{"policy": rules.Name, "version": rules.Version})
		} else {
			a.sayIn(a.lang(s), "Kept as %s, not in use. Next: \"debitor simulate --policy %s\", \"debitor policy use %s\".", name, name, name)
		}
		if err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type policyNote struct {
	Name string `arg:"" help:"Name of a policy, or NAME@VERSION."`
	Kind string `arg:"" enum:"hypothesis,action,data,insight" help:"hypothesis, action, data or insight."`
	Text string `arg:"" help:"What is to be remembered."`
}

func (c *policyNote) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.NotePolicy(a.ctx, c.Name, c.Kind, c.Text); err != nil {
			return err
		}
		if a.JSON {
			if err := a.json(map[string]any{"policy": c.Name, "kind": c.Kind, "text": c.Text}); err != nil {
				return err
			}
		} else {
			a.sayIn(a.lang(s), "Noted of %s: %s.", c.Name, word(a.lang(s), c.Kind))
		}
		return s.Seal(a.ctx)
	})
}

type policyHistory struct {
	Name string `arg:"" help:"Name of a policy."`
}

func (c *policyHistory) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		versions, err := s.PolicyHistory(a.ctx, c.Name)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"policy": c.Name, "versions": versions})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, ">version", "state", "day", "who", "what", "text")...)
		for _, v := range versions {
			for i, e := range v.Entries {
				version, state := "", ""
				if i == 0 {
					version, state = strconv.Itoa(v.Version), word(lang, v.State)
				}
				text := e.Text
				if e.From != "" {
					text = word(lang, "from") + " " + e.From
				}
				t.add(version, state, e.At.UTC().Format("2006-01-02"), e.Actor, word(lang, e.What), text)
			}
		}
		t.print(a)
		return nil
	})
}
