package cli

import (
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

type undoCommand struct {
	Date     string `required:"" placeholder:"D" help:"The day of the run."`
	Customer string `placeholder:"C" help:"Only what it did for this customer."`
	On       string `placeholder:"D" help:"The day it is taken back, which corrections bear; today if not given."`
	Reason   string `help:"Why."`
	Out      string `placeholder:"DIR" help:"Write what then stands of the run here, as apply does: its corrections."`
	DryRun   bool   `help:"Only say what it would do."`
}

func (c *undoCommand) Run(a *app) error {
	u := desk.Undo{Customer: id.Customer(c.Customer), Reason: c.Reason, Preview: c.DryRun}
	var err error
	if u.Run, err = day("--date", c.Date); err != nil {
		return err
	}
	if u.On, err = day("--on", c.On); err != nil {
		return err
	}
	if c.DryRun && c.Out != "" {
		return fault.New(fault.Usage, "usage.out", "--dry-run writes nothing: leave --out away")
	}
	return a.with(func(s *desk.Session) error {
		if u.On == 0 {
			u.On = s.Today()
		}
		done, err := s.UndoRun(a.ctx, u)
		if err != nil {
			return err
		}
		if c.Out != "" {
			if _, err := s.WriteRun(a.ctx, u.Run, "", c.Out, desk.Written{}); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.json(done)
		}
		t := newTable(headings(a.lang(s), ">customers", ">documents", ">letters", ">withdrawn", ">corrections", ">task")...)
		t.add(count(done.Customers), count(done.Decisions), count(done.Letters), count(done.Withdrawn), count(done.Corrections), count(done.Tasks))
		t.print(a)
		return nil
	})
}
