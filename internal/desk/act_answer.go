package desk

import (
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

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
		a.State, a.AnsweredOn, a.Note, a.Due = store.ActDisagreed, s.Today(), v.Note, 0
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
	switch {
	case v.SignedOn == 0 && v.Note == "":
		return fault.New(fault.Input, "act.difference", "say what the customer disagrees with")
	case v.SignedOn == 0:
		return nil
	case v.SignedOn > today:
		return fault.New(fault.Input, "act.signed_future", "%s has not come yet", v.SignedOn)
	case v.SignedBy == "":
		return fault.New(fault.Input, "act.signatory", "say who signed the act")
	}
	return checkAuthority(&v.Authority)
}

// checkAuthority refuses what says of no ground enough to judge it, and leaves
// out what does not belong to it.
func checkAuthority(a *reconcile.Authority) error {
	power := a.Kind == reconcile.Power
	a.Number = strings.TrimSpace(a.Number)
	switch {
	case a.Kind != "" && a.Kind != reconcile.Charter && !power:
		return fault.New(fault.Input, "act.authority", "the authority is %s, %s, or none that is known; not %q", reconcile.Charter, reconcile.Power, a.Kind)
	case power && (a.Number == "" || a.Issued == 0):
		return fault.New(fault.Input, "act.power", "a power of attorney has a number and a day")
	}
	if !power {
		*a = reconcile.Authority{Kind: a.Kind}
	}
	return nil
}

// SignAct records that our side signed an act: who, today.
func (s *Session) SignAct(ctx context.Context, number int64, by string) error {
	if by = strings.TrimSpace(by); by == "" {
		return fault.New(fault.Input, "act.signatory", "say who signed the act")
	}
	return s.moveAct(ctx, "act.sign", number, func(a *store.Act) error {
		if a.State == store.ActWithdrawn || a.OwnOn != 0 {
			return fault.New(fault.Refused, "act.own_signed", "reconciliation act %d is signed by us already, or taken back", a.Number)
		}
		a.OwnOn, a.OwnBy = s.Today(), by
		return nil
	})
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
		a.State, a.Note, a.AnsweredOn, a.Due = store.ActWithdrawn, reason, 0, 0
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
		action := "act." + row.State
		if row.State == a.State && row.OwnOn != a.OwnOn {
			action = "act.own_signed"
		}
		e.note(action, actSubject(number), row.Note, actNoted(&row))
		if row.State != a.State && row.State != store.ActUndelivered {
			if err := s.finishTasks(ctx, e, row.Customer, actTask(number)); err != nil {
				return err
			}
		}
		return e.UpdateAct(ctx, &row)
	})
}

func actMoved(a *store.Act) error {
	return fault.New(fault.Refused, "act.state", "reconciliation act %d is %s already; make a new one", a.Number, a.State)
}
