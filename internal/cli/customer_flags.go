package cli

import (
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/rulebook"
	"debitor/internal/store"
)

type customerCheckCommand struct {
	Customer string `arg:"" help:"The customer's code."`
	On       string `placeholder:"D" help:"The day he was looked up, YYYY-MM-DD; today if not given."`
	Flag     string `placeholder:"KIND" help:"What was found: bankruptcy, new-owner, new-director, new-address, other-sign."`
	Note     string `placeholder:"TEXT" help:"Where was looked and what it says; needed with --flag."`
}

func (c *customerCheckCommand) Run(a *app) error {
	on, err := day("--on", c.On)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if err := s.CheckCustomer(a.ctx, desk.RegisterLook{Customer: id.Customer(c.Customer), On: orToday(s, on), Flag: c.Flag, Note: c.Note}); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type customerUnflagCommand struct {
	Customer string `arg:"" help:"The customer's code."`
	Number   int64  `arg:"" help:"The flag's number, of customer flags."`
	Reason   string `placeholder:"TEXT" help:"Why it is none any more."`
}

func (c *customerUnflagCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.WithdrawFlag(a.ctx, id.Customer(c.Customer), c.Number, c.Reason); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type customerFlagsCommand struct {
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
	Tasks   bool   `help:"Make this month's tasks to look customers up in the registers, as the policy says."`
}

// flagJSON is a red flag for programs.
type flagJSON struct {
	Customer id.Customer `json:"customer"`
	Name     string      `json:"name"`
	Number   int64       `json:"number,omitempty"` // absent: the ledger shows it
	Kind     string      `json:"kind"`
	Since    cal.Date    `json:"since"`
	Note     string      `json:"note,omitempty"`
	By       string      `json:"by,omitempty"`
	Checked  cal.Date    `json:"checked,omitzero"`
}

// maxFlags bounds the list.
const maxFlags = 100_000

func (c *customerFlagsCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		made := 0
		if c.Tasks {
			var err error
			if made, err = s.RecheckCustomers(a.ctx, s.Today()); err != nil {
				return err
			}
			if err := s.Seal(a.ctx); err != nil {
				return err
			}
		}
		list, err := s.Flagged(a.ctx, store.FlaggedQuery{Scope: store.Scope{Manager: c.Manager}, Limit: maxFlags})
		if err != nil {
			return err
		}
		if a.JSON {
			docs := make([]flagJSON, len(list))
			for i, f := range list {
				docs[i] = flagJSON{f.Customer, f.Name, f.Number, f.Kind, f.SeenOn, f.Note, f.Author, f.Checked}
			}
			return a.json(docs)
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "customer", "name", "number", "red flag", "since", "note", "who", "checked")...)
		for _, f := range list {
			number, checked := "", ""
			if f.Number > 0 {
				number = strconv.FormatInt(f.Number, 10)
			}
			if f.Checked != 0 {
				checked = f.Checked.String()
			}
			t.add(string(f.Customer), f.Name, number, rulebook.Named(f.Kind, lang), f.SeenOn.String(), f.Note, f.Author, checked)
		}
		t.print(a)
		if c.Tasks {
			a.sayIn(lang, "%d tasks were made.", made)
		}
		return nil
	})
}
