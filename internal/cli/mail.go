package cli

import (
	"slices"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

type mailCommand struct {
	Send   mailSend   `cmd:"" help:"Send the e-mails that wait."`
	Test   mailTest   `cmd:"" help:"Send a test message, to see whether the settings work."`
	List   mailList   `cmd:"" help:"Where e-mails stand: parked, failed and bounced ones if nothing else is asked."`
	Settle mailSettle `cmd:"" help:"Decide by hand about an e-mail that has not gone."`
	Fetch  mailFetch  `cmd:"" help:"Take in what came back: bounces mark addresses and make tasks."`
	Revive mailRevive `cmd:"" help:"Let an address that bounced be written to again."`
}

type mailSend struct {
	Date string `placeholder:"D" help:"As of this day, YYYY-MM-DD; today if not given. What was paid by then is not sent."`
	Of   string `name:"run" placeholder:"D" help:"Only the letters of this day's run."`
}

func (c *mailSend) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	run, err := day("--run", c.Of)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if date == 0 {
			date = s.Today()
		}
		a.trial(s)
		r, err := s.SendMail(a.ctx, run, date, 0)
		if err != nil && r.Sent+r.Retry+r.Failed+r.Parked+r.Withdrawn+r.Left == 0 {
			return err
		}
		if a.JSON {
			if jsonErr := a.json(r); jsonErr != nil {
				return jsonErr
			}
			return err
		}
		t := newTable(headings(a.lang(s), ">sent", ">retry", ">failed", ">parked", ">withdrawn", ">left")...)
		t.add(count(r.Sent), count(r.Retry), count(r.Failed), count(r.Parked), count(r.Withdrawn), count(r.Left))
		t.print(a)
		if r.Parked+r.Failed > 0 {
			a.sayIn(a.lang(s), "debitor mail list shows what waits for you.")
		}
		return err
	})
}

// trial says on every command about mail that it does not leave the house.
func (a *app) trial(s *desk.Session) {
	p, err := s.Profile()
	if err == nil && p.Mail.Dry != "" {
		a.tell(phrase(a.lang(s), "TRIAL: every e-mail goes to %s and to no customer."), p.Mail.Dry)
	}
}

type mailTest struct {
	To string `arg:"" help:"Address the message goes to."`
}

func (c *mailTest) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		answer, err := s.TestMail(a.ctx, c.To)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]string{"to": c.To, "answer": answer})
		}
		a.sayIn(a.lang(s), "The mail server took the test message to %s: %s", c.To, answer)
		return nil
	})
}

type mailList struct {
	Of    string   `name:"run" placeholder:"D" help:"Only the letters of this day's run."`
	State []string `placeholder:"STATE" help:"ready, retry, sending, sent, parked, failed, bounced, withdrawn."`
}

func (c *mailList) Run(a *app) error {
	run, err := day("--run", c.Of)
	if err != nil {
		return err
	}
	states := c.State
	for _, state := range states {
		if !slices.Contains(store.States, state) {
			return fault.New(fault.Usage, "usage.state", "--state: %q is not one of %s", state, strings.Join(store.States, ", "))
		}
	}
	if len(states) == 0 {
		states = []string{store.Parked, store.Failed, store.Bounced}
	}
	return a.with(func(s *desk.Session) error {
		a.trial(s)
		lines, err := s.Mails(a.ctx, run, states)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"mails": lines})
		}
		t := newTable(headings(a.lang(s), "letter", "customer", "kind", "run", "address", "state", ">tries", "why")...)
		t.whole = true
		for _, l := range lines {
			t.add(string(l.Letter), string(l.Customer), l.Kind, l.Run.String(), l.Address, l.State, count(l.Tries), l.Note)
		}
		t.print(a)
		return nil
	})
}

type mailSettle struct {
	Letter   string `arg:"" help:"The letter's number."`
	Decision string `arg:"" enum:"sent,again,drop" help:"sent: it did go; again: try once more; drop: it is not to go."`
	To       string `placeholder:"ADDRESS" help:"With again: to this address."`
	Reason   string `required:"" placeholder:"TEXT" help:"Why."`
}

func (c *mailSettle) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.SettleMail(a.ctx, id.Letter(strings.ToUpper(strings.TrimSpace(c.Letter))), c.Decision, c.To, c.Reason, s.Today()); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]string{"letter": c.Letter, "decision": c.Decision})
		}
		a.sayIn(a.lang(s), "Letter %s is settled: %s.", c.Letter, c.Decision)
		return nil
	})
}

type mailFetch struct {
	Files []string `arg:"" optional:"" name:"file" help:"Mails as files (.eml); the mailbox of the company file if none is given."`
}

func (c *mailFetch) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		var r desk.ReturnReport
		var err error
		if len(c.Files) > 0 {
			r, err = s.ReadReturned(a.ctx, c.Files, s.Today())
		} else {
			r, err = s.FetchReturned(a.ctx, s.Today())
		}
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(r)
		}
		t := newTable(headings(a.lang(s), ">read", ">hard", ">soft", ">delayed", ">receipts", ">vacation", ">complaints", ">other", ">unmatched")...)
		t.add(count(r.Read), count(r.Hard), count(r.Soft), count(r.Delayed), count(r.Delivered), count(r.Vacation), count(r.Complaints), count(r.Other), count(r.Unmatched))
		t.print(a)
		return nil
	})
}

type mailRevive struct {
	Address string `arg:"" help:"The e-mail address."`
	Reason  string `required:"" placeholder:"TEXT" help:"Why it is believed to work again."`
}

func (c *mailRevive) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.ReviveAddress(a.ctx, c.Address, c.Reason); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]string{"address": c.Address})
		}
		a.sayIn(a.lang(s), "%s may be written to again.", c.Address)
		return nil
	})
}
