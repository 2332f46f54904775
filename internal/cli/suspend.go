package cli

import (
	"context"

	"debitor/internal/desk"
)

type suspendCommand struct {
	Subject string `arg:"" help:"An invoice's number or a customer's code."`
	From    string `placeholder:"D" help:"First day; every day since the debt arose if not given."`
	Until   string `placeholder:"D" help:"Last day, included; until resumed if not given."`
	Reason  string `required:"" help:"Why."`
	Order   string `placeholder:"NUMBER" help:"Number of the written order; it needs --until."`
}

func (c *suspendCommand) Run(a *app) error {
	return a.suspension(desk.SuspendRequest{Subject: c.Subject, Reason: c.Reason, Order: c.Order}, c.From, c.Until, (*desk.Session).Suspend)
}

type resumeCommand struct {
	Subject string `arg:"" help:"An invoice's number or a customer's code."`
	From    string `placeholder:"D" help:"First day; every day since the debt arose if not given."`
	Reason  string `help:"Why."`
}

func (c *resumeCommand) Run(a *app) error {
	return a.suspension(desk.SuspendRequest{Subject: c.Subject, Reason: c.Reason}, c.From, "", (*desk.Session).Resume)
}

func (a *app) suspension(q desk.SuspendRequest, from, until string,
	do func(*desk.Session, context.Context, desk.SuspendRequest) (desk.Suspended, error),
) (err error) {
	if q.From, err = day("--from", from); err != nil {
		return err
	}
	if q.Until, err = day("--until", until); err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		done, err := do(s, a.ctx, q)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(done)
		}
		what := "customer " + string(done.Customer)
		if done.Invoice != "" {
			what += ", invoice " + string(done.Invoice)
		}
		if done.Until != 0 {
			what += ", until " + done.Until.String()
		}
		if done.Order != "" {
			what += ", by order " + done.Order
		}
		a.say("%s: %s.", done.Kind, what)
		return nil
	})
}
