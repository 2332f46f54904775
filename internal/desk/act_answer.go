package desk

import (
	"cmp"
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/mail"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// PrintedAct is what stands for an address where an act goes on paper.
const PrintedAct = "print"

// SendAct mails an act as a PDF to an address, or notes that it goes on paper
// (PrintedAct). It is noted before it goes: a server that dies between the two
// leaves an act that is asked after, and none that arrives twice.
func (s *Session) SendAct(ctx context.Context, number int64, to string) error {
	if to != PrintedAct && !mail.ValidAddress(to) {
		return fault.New(fault.Input, "statement.address", "%q is no e-mail address", to)
	}
	a, err := s.Act(ctx, number)
	if err != nil {
		return err
	}
	before := a.Act
	if err := s.moveAct(ctx, "act.send", number, func(a *store.Act) error {
		if a.State != store.ActMade && a.State != store.ActSent {
			return actMoved(a)
		}
		a.State, a.SentOn, a.SentTo = store.ActSent, s.Today(), to
		return nil
	}); err != nil || to == PrintedAct {
		return err
	}
	if err := s.mailAct(ctx, &a, to); err != nil {
		back := s.moveAct(ctx, "act.unsent", number, func(a *store.Act) error {
			a.State, a.SentOn, a.SentTo = before.State, before.SentOn, before.SentTo
			return nil
		})
		return cmp.Or(back, err)
	}
	return nil
}

func (s *Session) mailAct(ctx context.Context, a *Act, to string) error {
	if err := s.read(ctx, KeepActs, func(r store.Reader) error { return alive(ctx, r, to) }); err != nil {
		return err
	}
	doc, err := s.ActDocument(a)
	if err != nil {
		return err
	}
	_, err = s.mailPaper(ctx, doc, "act", a.Debtor, to)
	return err
}

// Returned is what came back of an act.
type Returned struct {
	Number    int64
	SignedOn  cal.Date // zero: he disagrees
	SignedBy  string
	Position  string
	Authority reconcile.Authority
	Note      string // where he disagrees, or what else there is to say
}

// ReturnAct records that an act came back: signed, by whom and on what
// authority, or with differences.
func (s *Session) ReturnAct(ctx context.Context, v Returned) error {
	v.SignedBy, v.Position, v.Note = strings.TrimSpace(v.SignedBy), strings.TrimSpace(v.Position), strings.TrimSpace(v.Note)
	if err := v.check(s.Today()); err != nil {
		return err
	}
	return s.moveAct(ctx, "act.return", v.Number, func(a *store.Act) error {
		if a.State == store.ActSigned || a.State == store.ActWithdrawn {
			return actMoved(a)
		}
		a.State, a.AnsweredOn, a.Note = store.ActDisagreed, s.Today(), v.Note
		if v.SignedOn == 0 {
			return nil
		}
		if v.SignedOn < a.To {
			return fault.New(fault.Input, "act.signed_early", "the act is of %s: it cannot have been signed on %s", a.To, v.SignedOn)
		}
		a.State, a.SignedOn, a.SignedBy, a.Position, a.Authority = store.ActSigned, v.SignedOn, v.SignedBy, v.Position, v.Authority
		return nil
	})
}

func (v *Returned) check(today cal.Date) error {
	power := v.Authority.Kind == reconcile.Power
	v.Authority.Number = strings.TrimSpace(v.Authority.Number)
	switch {
	case v.SignedOn == 0 && v.Note == "":
		return fault.New(fault.Input, "act.difference", "say what the customer disagrees with")
	case v.SignedOn == 0:
		return nil
	case v.SignedOn > today:
		return fault.New(fault.Input, "act.signed_future", "%s has not come yet", v.SignedOn)
	case v.SignedBy == "":
		return fault.New(fault.Input, "act.signatory", "say who signed the act")
	case v.Authority.Kind != "" && v.Authority.Kind != reconcile.Charter && !power:
		return fault.New(fault.Input, "act.authority", "the authority is %s, %s, or none that is known; not %q", reconcile.Charter, reconcile.Power, v.Authority.Kind)
	case power && (v.Authority.Number == "" || v.Authority.Issued == 0):
		return fault.New(fault.Input, "act.power", "a power of attorney has a number and a day")
	}
	if !power {
		v.Authority = reconcile.Authority{Kind: v.Authority.Kind}
	}
	return nil
}

// WithdrawAct takes an act back that was made by mistake.
func (s *Session) WithdrawAct(ctx context.Context, number int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Input, "act.reason", "say why the act is taken back")
	}
	return s.moveAct(ctx, "act.withdraw", number, func(a *store.Act) error {
		if a.State == store.ActSigned || a.State == store.ActWithdrawn {
			return actMoved(a)
		}
		a.State, a.Note, a.AnsweredOn = store.ActWithdrawn, reason, 0
		return nil
	})
}

// moveAct changes where an act stands.
func (s *Session) moveAct(ctx context.Context, verb string, number int64, change func(*store.Act) error) error {
	return s.do(ctx, KeepActs, verb, nil, func(ctx context.Context, e *entry) error {
		a, err := s.act(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		row := a.Act
		if err := change(&row); err != nil {
			return err
		}
		e.note("act."+row.State, actSubject(number), row.Note, actNoted(&row))
		return e.UpdateAct(ctx, &row)
	})
}

func actMoved(a *store.Act) error {
	return fault.New(fault.Refused, "act.state", "reconciliation act %d is %s already; make a new one", a.Number, a.State)
}
