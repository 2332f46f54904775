package cli

import (
	"os"
	"path/filepath"
	"strconv"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

type statedCommand struct {
	Write  statementWrite  `cmd:"" default:"withargs" help:"A customer's statement of account, with what we owe him."`
	Order  statementOrder  `cmd:"" help:"Have a customer's statement of the month before mailed each month."`
	Orders statementOrders `cmd:"" help:"List the statements that go out by themselves."`
	End    statementEnd    `cmd:"" help:"Have a customer's statement mailed no more."`
}

type statementWrite struct {
	Customer string `arg:"" help:"The customer's code."`
	From     string `required:"" placeholder:"D" help:"First day."`
	To       string `required:"" placeholder:"D" help:"Last day."`
	Currency string `placeholder:"C" help:"The currency; that of the newest document if not given."`
	Children bool   `help:"With the customers of his group."`
	Out      string `placeholder:"FILE" help:"Write it to this file: .pdf or .docx."`
}

func (c *statementWrite) Run(a *app) error {
	q := desk.StatementQuery{Customer: id.Customer(c.Customer), Currency: money.Currency(c.Currency), Children: c.Children}
	var err error
	if q.From, err = day("--from", c.From); err != nil {
		return err
	}
	if q.To, err = day("--to", c.To); err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		st, err := s.Statement(a.ctx, q)
		if err != nil {
			return err
		}
		if c.Out != "" {
			if err := a.statementFile(s, &st, c.Out); err != nil {
				return err
			}
		}
		owe := money.Minor(0)
		for _, p := range st.Payables {
			owe += p.Open
		}
		if a.JSON {
			return a.json(map[string]any{
				"customer": st.Customer, "from": st.From, "to": st.To, "currency": st.Currency, "opening": st.Opening.Decimal(st.Currency), "debit": st.Debit.Decimal(st.Currency),
				"credit": st.Credit.Decimal(st.Currency), "closing": st.Closing.Decimal(st.Currency), "lines": len(st.Lines), "payables": owe.Decimal(st.Currency),
			})
		}
		a.say("Statement of %s: %s, then %s %s; we owe %s.", st.Customer, st.Opening.Decimal(st.Currency), st.Closing.Decimal(st.Currency), st.Currency, owe.Decimal(st.Currency))
		return nil
	})
}

func (a *app) statementFile(s *desk.Session, st *desk.Statement, out string) error {
	doc, err := s.StatementDocument(st)
	if err != nil {
		return err
	}
	data, err := desk.RenderLetter(doc, filepath.Ext(out))
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", out)
	}
	return nil
}

type statementOrder struct {
	Customer string `arg:"" help:"The customer's code."`
	To       string `required:"" placeholder:"ADDRESS" help:"The e-mail address."`
	Day      int    `required:"" help:"From this day of the month on, 1 to 28."`
	Children bool   `help:"With the customers of his group."`
}

func (c *statementOrder) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.OrderStatement(a.ctx, store.StatementOrder{Customer: id.Customer(c.Customer), Address: c.To, Day: c.Day, Children: c.Children}); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}

type statementOrders struct{}

func (c *statementOrders) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.StatementOrders(a.ctx)
		if err != nil {
			return err
		}
		type line struct {
			Customer id.Customer `json:"customer"`
			To       string      `json:"to"`
			Day      int         `json:"day"`
			Children bool        `json:"children"`
		}
		lines := []line{}
		t := newTable("customer", "address", ">day")
		for _, o := range list {
			lines = append(lines, line{o.Customer, o.Address, o.Day, o.Children})
			t.add(string(o.Customer), o.Address, strconv.Itoa(o.Day))
		}
		if a.JSON {
			return a.json(lines)
		}
		t.print(a)
		return nil
	})
}

type statementEnd struct {
	Customer string `arg:"" help:"The customer's code."`
}

func (c *statementEnd) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.EndStatements(a.ctx, id.Customer(c.Customer)); err != nil {
			return err
		}
		return s.Seal(a.ctx)
	})
}
