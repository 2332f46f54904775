package cli

import (
	"debitor/internal/desk"
	"debitor/internal/fault"
)

type checkCommand struct{}

func (c *checkCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		report, err := s.Check(a.ctx)
		if err != nil {
			return err
		}
		if a.JSON {
			if err := a.json(report); err != nil {
				return err
			}
		} else {
			n := report.Checked
			a.say("Checked: %d instalments, %d payments, %d letters, %d changes, %d seals.", n.Instalments, n.Payments, n.Letters, n.Changes, n.Seals)
			for _, p := range report.Problems {
				a.say("  %s %s: %s", p.Code, p.Subject, p.Text)
			}
			for _, t := range report.Totals {
				a.say("  %s: %d open items, %s open, %s unapplied, %d closings to explain", t.Currency, t.OpenItems, grouped(t.Open), grouped(t.Unapplied), t.ToExplain)
			}
		}
		if !report.OK {
			return fault.New(fault.Internal, "check.failed", "%d things do not agree", len(report.Problems))
		}
		return nil
	})
}
