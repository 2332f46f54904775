package cli

import (
	"os"
	"path/filepath"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

type actCommand struct {
	Make     actMake     `cmd:"" default:"withargs" help:"Make a reconciliation act with a customer, of a period or as of a day."`
	List     actList     `cmd:"" help:"List the acts, the newest first."`
	Write    actWrite    `cmd:"" help:"Write an act that was made to a file again."`
	Send     actSend     `cmd:"" help:"Mail an act, or note that it goes on paper."`
	Sign     actSign     `cmd:"" help:"Record that our side signed an act."`
	Returned actReturned `cmd:"" help:"Record that an act came back: signed, by whom and on what authority, or with differences."`
	Withdraw actWithdraw `cmd:"" help:"Take an act back that was made by mistake."`
	Compare  actCompare  `cmd:"" help:"Compare a customer's own act (XLSX, CSV) with ours, line by line."`
	Campaign actCampaign `cmd:"" help:"Acts with all customers who have a balance: make, mail, print."`
}

// periodFlags are a period, or a day.
type periodFlags struct {
	From string `placeholder:"D" help:"First day of the period."`
	To   string `placeholder:"D" help:"Last day of the period."`
	Date string `placeholder:"D" help:"Instead of a period: what is open on this day."`
}

func (p periodFlags) days() (from, to cal.Date, err error) {
	if (p.Date == "") == (p.From == "" && p.To == "") {
		return 0, 0, fault.New(fault.Usage, "act.period", "say either --date, or --from and --to")
	}
	if p.Date != "" {
		to, err = day("--date", p.Date)
		return 0, to, err
	}
	if from, err = day("--from", p.From); err == nil {
		to, err = day("--to", p.To)
	}
	return from, to, err
}

type actMake struct {
	periodFlags
	Customer string `arg:"" help:"The customer's code."`
	Contract string `placeholder:"K" help:"One contract, by key or number; \"none\": what belongs to none; all if not given."`
	Currency string `placeholder:"C" help:"The currency; that of the newest document if not given."`
	In       string `name:"in" placeholder:"LANG" help:"Language of the act; the customer's if not given."`
	Out      string `placeholder:"FILE" help:"Write it to this file too: .pdf, .docx, .xlsx or .csv."`
}

func (c *actMake) Run(a *app) error {
	from, to, err := c.days()
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		q := desk.ActRequest{Customer: id.Customer(c.Customer), From: from, To: to, Currency: money.Currency(c.Currency), Language: c.In}
		if q.Contract, err = s.ContractOf(a.ctx, q.Customer, c.Contract); err != nil {
			return err
		}
		number, err := s.MakeAct(a.ctx, q)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		return a.act(s, number, c.Out)
	})
}

// act writes an act to a file, if one is named, and tells of it.
func (a *app) act(s *desk.Session, number int64, out string) error {
	act, err := s.Act(a.ctx, number)
	if err != nil {
		return err
	}
	if out != "" {
		data, err := s.RenderAct(&act, filepath.Ext(out))
		if err != nil {
			return err
		}
		if err := os.WriteFile(out, data, 0o644); err != nil {
			return fault.Wrap(err, fault.Input, "out.write", "%s cannot be written", out)
		}
	}
	if a.JSON {
		return a.json(actJSON(&act.Act))
	}
	a.say("Act %d with %s: balance %s %s on %s.", number, act.Customer, act.Balance.Decimal(act.Currency), act.Currency, act.To)
	return nil
}

// actLine is an act as JSON.
type actLine struct {
	Number   int64       `json:"number"`
	Campaign int64       `json:"campaign,omitempty"`
	Customer id.Customer `json:"customer"`
	Contract id.Contract `json:"contract,omitempty"`
	Covers   string      `json:"covers"`
	From     string      `json:"from,omitempty"`
	To       string      `json:"to"`
	Currency string      `json:"currency"`
	Balance  string      `json:"balance"`
	State    string      `json:"state"`
	SentTo   string      `json:"sent_to,omitempty"`
	Term     string      `json:"term,omitempty"`
	OwnOn    string      `json:"own_on,omitempty"`
	OwnBy    string      `json:"own_by,omitempty"`
	Trouble  string      `json:"trouble,omitempty"`
	SignedOn string      `json:"signed_on,omitempty"`
	SignedBy string      `json:"signed_by,omitempty"`
	Restarts bool        `json:"restarts_limitation"`
}

func actJSON(v *store.Act) actLine {
	line := actLine{
		Number: v.Number, Campaign: v.Campaign, Customer: v.Customer, Contract: v.Contract, Covers: v.Covers, To: v.To.String(), Currency: string(v.Currency),
		Balance: v.Balance.Decimal(v.Currency), State: v.State, SentTo: v.SentTo, SignedBy: v.SignedBy, Restarts: v.Restarts(),
		OwnBy: v.OwnBy, Trouble: fault.Plain(v.Trouble),
	}
	for _, d := range []struct {
		day  cal.Date
		into *string
	}{{v.From, &line.From}, {v.Term, &line.Term}, {v.OwnOn, &line.OwnOn}, {v.SignedOn, &line.SignedOn}} {
		if d.day != 0 {
			*d.into = d.day.String()
		}
	}
	return line
}

type actList struct {
	Customer string `placeholder:"CODE" help:"Only with this customer."`
	Campaign int64  `placeholder:"N" help:"Only of this campaign."`
	State    string `enum:"made,sent,undelivered,expired,signed,disagreed,withdrawn," default:"" help:"Only in this state: made, sent, undelivered, expired, signed, disagreed, withdrawn."`
}

func (c *actList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Acts(a.ctx, store.ActQuery{Customer: id.Customer(c.Customer), Campaign: c.Campaign, State: c.State})
		if err != nil {
			return err
		}
		if a.JSON {
			lines := []actLine{}
			for i := range list.Rows {
				lines = append(lines, actJSON(&list.Rows[i]))
			}
			return a.json(lines)
		}
		t := newTable("№", "customer", "contract", "to", ">balance", "currency", "state", "signed by")
		for i := range list.Rows {
			v := &list.Rows[i]
			t.add(strconv.FormatInt(v.Number, 10), string(v.Customer), string(v.Contract), v.To.String(), grouped(v.Balance.Decimal(v.Currency)), string(v.Currency), v.State, v.SignedBy)
		}
		t.print(a)
		return nil
	})
}

type actWrite struct {
	Number int64  `arg:"" help:"The act's number."`
	Out    string `required:"" placeholder:"FILE" help:"The file: .pdf, .docx, .xlsx or .csv."`
}

func (c *actWrite) Run(a *app) error {
	return a.with(func(s *desk.Session) error { return a.act(s, c.Number, c.Out) })
}

type actSend struct {
	Number int64  `arg:"" help:"The act's number."`
	To     string `required:"" placeholder:"ADDRESS" help:"The e-mail address, or print."`
}

func (c *actSend) Run(a *app) error {
	return a.moved(c.Number, func(s *desk.Session) error { return s.SendAct(a.ctx, c.Number, c.To) })
}

// moved changes an act and tells where it stands.
func (a *app) moved(number int64, change func(*desk.Session) error) error {
	return a.with(func(s *desk.Session) error {
		if err := change(s); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		act, err := s.Act(a.ctx, number)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(actJSON(&act.Act))
		}
		a.say("Act %d is %s.", number, act.State)
		switch {
		case act.State != store.ActSigned:
		case act.Restarts():
			a.say("The limitation of the debt begins anew on %s.", act.SignedOn)
		default:
			a.say("The limitation goes on as before: there is no debt, or no authority of the signatory on %s is recorded.", act.SignedOn)
		}
		return nil
	})
}

type actSign struct {
	Number int64  `arg:"" help:"The act's number."`
	By     string `required:"" placeholder:"NAME" help:"Who signed for us."`
}

func (c *actSign) Run(a *app) error {
	return a.moved(c.Number, func(s *desk.Session) error { return s.SignAct(a.ctx, c.Number, c.By) })
}

type actReturned struct {
	authorityFlags
	Number    int64  `arg:"" help:"The act's number."`
	SignedBy  string `placeholder:"NAME" help:"Who signed."`
	Position  string `help:"His position."`
	SignedOn  string `placeholder:"D" help:"When he signed."`
	Disagreed string `placeholder:"TEXT" help:"Instead: what the customer disagrees with."`
}

func (c *actReturned) Run(a *app) error {
	v := desk.Returned{Number: c.Number, SignedBy: c.SignedBy, Position: c.Position, Note: c.Disagreed}
	var err error
	if v.Authority, err = c.authority(); err != nil {
		return err
	}
	if c.SignedOn != "" {
		if v.SignedOn, err = day("--signed-on", c.SignedOn); err != nil {
			return err
		}
	}
	if v.SignedOn == 0 && c.Disagreed == "" {
		return fault.New(fault.Usage, "act.returned", "say --signed-on and --signed-by, or --disagreed")
	}
	return a.moved(c.Number, func(s *desk.Session) error { return s.ReturnAct(a.ctx, v) })
}

type actWithdraw struct {
	Number int64  `arg:"" help:"The act's number."`
	Reason string `required:"" help:"Why."`
}

func (c *actWithdraw) Run(a *app) error {
	return a.moved(c.Number, func(s *desk.Session) error { return s.WithdrawAct(a.ctx, c.Number, c.Reason) })
}
