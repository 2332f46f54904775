package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

type actCampaign struct {
	Make  campaignMake  `cmd:"" help:"Make an act for every customer with a balance."`
	Send  campaignSend  `cmd:"" help:"Mail the acts that nobody has yet to the customers' own addresses."`
	Print campaignPrint `cmd:"" help:"Write the acts that nobody has yet as PDF, and note that they go on paper."`
}

type campaignMake struct {
	periodFlags
	Manager   string `placeholder:"NAME" help:"Only customers of this manager."`
	Category  string `placeholder:"NAME" help:"Only customers of this category."`
	Contracts bool   `help:"An act for each contract, not one for all of them."`
	DryRun    bool   `help:"Only tell how many."`
}

func (c *campaignMake) Run(a *app) error {
	from, to, err := c.days()
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		s.Progress = a.progress()
		made, err := s.MakeCampaign(a.ctx, desk.CampaignRequest{From: from, To: to, Manager: c.Manager, Category: c.Category, Contracts: c.Contracts, Preview: c.DryRun})
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(made)
		}
		if c.DryRun {
			a.say("It would make %d acts with %d customers.", made.Acts, made.Customers)
			return nil
		}
		a.say("Campaign %d: %d acts with %d customers, %d of them new.", made.Number, made.Acts, made.Customers, made.Made)
		return nil
	})
}

type campaignSend struct {
	Number int64 `arg:"" help:"The campaign's number."`
}

func (c *campaignSend) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		s.Progress = a.progress()
		sent, err := s.SendCampaign(a.ctx, c.Number)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(sent)
		}
		a.say("%d sent; %d wait for another try; %d have no e-mail address: print theirs.", sent.Sent, sent.Waiting, len(sent.NoMail))
		for _, why := range sent.Failed {
			a.tell("not sent: %s", why)
		}
		return nil
	})
}

type campaignPrint struct {
	Number int64  `arg:"" help:"The campaign's number."`
	Out    string `required:"" placeholder:"FILE" help:"The PDF file; past 2,500 acts they go on in FILE-2 and so on."`
}

func (c *campaignPrint) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		out := c.Out
		for volume := 2; ; volume++ {
			pdf, left, err := s.PrintCampaign(a.ctx, c.Number)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, pdf, 0o644); err != nil {
				return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written: the acts are noted as printed, write each with act write", out)
			}
			if left == 0 {
				return s.Seal(a.ctx)
			}
			ext := filepath.Ext(c.Out)
			out = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(c.Out, ext), volume, ext)
		}
	})
}
