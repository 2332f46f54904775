package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

func numeral(n int64) string { return strconv.FormatInt(n, 10) }

// chargeAsked fills in which charge a request is about, and how much of it.
func chargeAsked(ctx context.Context, r store.Reader, amount string, row *store.Approval) error {
	number, err := strconv.ParseInt(row.Value, 10, 64)
	if err != nil || number < 1 {
		return fault.New(fault.Usage, "charge.number", "%q is not the number of a charge", row.Value)
	}
	c, found, err := r.Charge(ctx, number)
	if err != nil {
		return err
	}
	if !found || c.Customer != row.Customer {
		return fault.New(fault.NotFound, "charge.unknown", "there is no charge %d; \"debitor charge list\" shows them", number)
	}
	row.Invoice, row.Currency, row.Amount = c.Invoice, c.Currency, c.Amount
	if row.Kind == string(authority.WaiveCharge) {
		if row.Amount = c.Open(); amount != "" {
			if row.Amount, err = positive(amount, c.Currency); err != nil {
				return err
			}
		}
		if c.Open() == 0 || row.Amount > c.Open() {
			return fault.New(fault.Refused, "charge.less_open", "of charge %d, %s are open: no more can be waived", number, c.Open().Decimal(c.Currency))
		}
		return nil
	}
	if c.State != store.ChargeProposed {
		return chargeIs(&c)
	}
	return nil
}

// chargeIs refuses what cannot be done with a charge as it stands.
func chargeIs(c *store.Charge) error {
	return fault.New(fault.Refused, "charge.state", "charge %d is %s", c.Number, ChargeState(c))
}

// charge carries out an approved charge: from now on it is asked for.
func (s *Session) charge(ctx context.Context, e *entry, row store.Approval) error {
	c, err := chargeNamed(ctx, e.Reader, row)
	if err != nil {
		return err
	}
	c.State, c.DecidedOn, c.DecidedBy, c.DecidedWhy, c.Approval = store.ChargeStands, row.ClosedOn, lastVoter(row), row.Reason, row.Number
	if err := decideCharge(ctx, e, &c, store.ChargeProposed); err != nil {
		return err
	}
	e.note("charge.charged", aboutCharge(&c), row.Reason, withAuthority(chargeNoted(&c, c.Amount), row))
	if err := newSettler(s, e).resettle(ctx, []id.Customer{c.Customer}); err != nil {
		return err
	}
	return s.endChargeTask(ctx, e, &c, row.Reason)
}

// waive carries out an approved waiver: so much of the charge is not asked for.
func (s *Session) waive(ctx context.Context, e *entry, row store.Approval) error {
	c, err := chargeNamed(ctx, e.Reader, row)
	if err != nil {
		return err
	}
	return waiveCharge(ctx, e, &c, row.Amount, row)
}

func waiveCharge(ctx context.Context, e *entry, c *store.Charge, amount money.Minor, row store.Approval) error {
	m := store.ChargeMove{Charge: c.Number, Kind: store.MoveWaived, Date: row.ClosedOn, Amount: amount, Reason: row.Reason, Author: lastVoter(row), Approval: row.Number}
	if len(row.Evidence) > 0 {
		m.Document = row.Evidence[0].Document
	}
	if err := moveCharge(ctx, e, c, m); err != nil {
		return err
	}
	e.note("charge.waived", aboutCharge(c), row.Reason, withAuthority(chargeNoted(c, amount), row))
	return nil
}

// withAuthority says by whose word, in which role, and by which request.
func withAuthority(m map[string]any, row store.Approval) map[string]any {
	m["approval"] = row.Number
	if n := len(row.Votes); n > 0 {
		m["by"], m["role"] = row.Votes[n-1].Person, row.Votes[n-1].Role
	}
	return m
}

func chargeNamed(ctx context.Context, r store.Reader, row store.Approval) (store.Charge, error) {
	number, err := strconv.ParseInt(row.Value, 10, 64)
	if err != nil {
		return store.Charge{}, err
	}
	c, _, err := r.Charge(ctx, number)
	return c, err
}

// waivePrice carries out that the price of delay of a document is waived: what
// was charged of it and is open, and what was proposed. Where no price was
// charged it is kept in other books, and a task asks whoever requested it.
func (s *Session) waivePrice(ctx context.Context, e *entry, row store.Approval) error {
	list, err := e.ChargesOf(ctx, []id.Customer{row.Customer})
	if err != nil {
		return err
	}
	some := false
	for i := range list {
		c := &list[i]
		if c.Invoice != row.Invoice || c.Kind != ledger.ChargePrice {
			continue
		}
		switch {
		case c.State == store.ChargeProposed:
			some = true
			err = s.dropCharge(ctx, e, c, row.Reason)
		case c.Open() > 0:
			some = true
			err = waiveCharge(ctx, e, c, c.Open(), row)
		}
		if err != nil {
			return err
		}
	}
	if some {
		return nil
	}
	if agreed, err := s.waivedByAgreement(ctx, e, row); agreed || err != nil {
		return err
	}
	return s.byHand(ctx, e, row)
}

// DropCharge takes a proposal back that was never charged.
func (s *Session) DropCharge(ctx context.Context, number int64, reason string) error {
	return s.changeCharge(ctx, "charge.drop", KeepCharges, number, reason, func(ctx context.Context, e *entry, c *store.Charge) error {
		if c.State != store.ChargeProposed {
			return chargeIs(c)
		}
		if err := s.dropCharge(ctx, e, c, reason); err != nil {
			return err
		}
		return s.endChargeTask(ctx, e, c, reason)
	})
}

func (s *Session) dropCharge(ctx context.Context, e *entry, c *store.Charge, reason string) error {
	c.State, c.DecidedOn, c.DecidedBy, c.DecidedWhy = store.ChargeDropped, s.Today(), s.actorName(), reason
	e.note("charge.dropped", aboutCharge(c), reason, chargeNoted(c, c.Amount))
	return decideCharge(ctx, e, c, store.ChargeProposed)
}

// ReverseCharge takes back what was charged by mistake. What payments cover of it
// goes to what is next in their order; what somebody noted as paid, or waived, is
// taken back first.
func (s *Session) ReverseCharge(ctx context.Context, number int64, reason string) error {
	return s.changeCharge(ctx, "charge.reverse", ChargeLateness, number, reason, func(ctx context.Context, e *entry, c *store.Charge) error {
		if c.State != store.ChargeStands {
			return chargeIs(c)
		}
		if err := s.uncover(ctx, e, c); err != nil {
			return err
		}
		if c.Paid+c.Waived > 0 {
			return fault.New(fault.Refused, "charge.moved", "of charge %d, %s were paid and %s waived: take these back first",
				number, c.Paid.Decimal(c.Currency), c.Waived.Decimal(c.Currency))
		}
		c.State, c.DecidedOn, c.DecidedBy, c.DecidedWhy = store.ChargeReversed, s.Today(), s.actorName(), reason
		e.note("charge.reversed", aboutCharge(c), reason, chargeNoted(c, c.Amount))
		return decideCharge(ctx, e, c, store.ChargeStands)
	})
}

// ChargePayment is money that came for a charge.
type ChargePayment struct {
	Number   int64
	Amount   string   // decimal in the charge's currency; with a minus: a payment taken back
	Date     cal.Date // it came; not ahead
	Document string   // the bank's or the cash desk's
	Reason   string
}

// PayCharge records money that came for a charge and is not in the ledger of the
// invoices: whoever books it says that it was for this. What is in the ledger
// covers it by the order of payment, or by NameCharge.
func (s *Session) PayCharge(ctx context.Context, p ChargePayment) error {
	return s.changeCharge(ctx, "charge.pay", KeepCharges, p.Number, cmp.Or(strings.TrimSpace(p.Reason), strings.TrimSpace(p.Document)),
		func(ctx context.Context, e *entry, c *store.Charge) error {
			amount, err := money.Parse(p.Amount, c.Currency)
			switch {
			case err != nil:
				return err
			case amount.Minor == 0:
				return fault.New(fault.Usage, "amount.positive", "the amount must be more than zero, not %s", p.Amount)
			case p.Date == 0 || p.Date > s.Today():
				return fault.New(fault.Usage, "charge.paid_on", "money comes today or earlier: %s is no such day", p.Date)
			case strings.TrimSpace(p.Document) == "":
				return fault.New(fault.Usage, "charge.document", "say which document it came by: --document NUMBER")
			}
			if err := s.notedEnough(ctx, e, c, amount.Minor); err != nil {
				return err
			}
			m := store.ChargeMove{
				Charge: c.Number, Kind: store.MovePaid, Date: p.Date, Amount: amount.Minor, Document: strings.TrimSpace(p.Document), Reason: strings.TrimSpace(p.Reason), Author: s.actorName(),
			}
			if err := moveCharge(ctx, e, c, m); err != nil {
				return err
			}
			data := chargeNoted(c, amount.Minor)
			data["document"], data["date"] = m.Document, m.Date
			e.note("charge.paid", aboutCharge(c), m.Reason, data)
			return newSettler(s, e).resettle(ctx, []id.Customer{c.Customer})
		})
}

// notedEnough refuses to take back more than was noted as paid: what payments of
// the ledger cover goes by them.
func (s *Session) notedEnough(ctx context.Context, e *entry, c *store.Charge, amount money.Minor) error {
	moves, err := e.ChargeMoves(ctx, c.Number)
	noted := amount
	for _, m := range moves {
		if m.Kind == store.MovePaid && m.Payment == "" {
			noted += m.Amount
		}
	}
	if err == nil && noted < 0 {
		err = fault.New(fault.Refused, "charge.noted", "of charge %d, %s were noted as paid: no more can be taken back; what payments of the ledger cover goes by them",
			c.Number, (noted - amount).Decimal(c.Currency))
	}
	return err
}

// changeCharge does something with a charge of a customer whom the actor sees.
func (s *Session) changeCharge(ctx context.Context, command string, right Right, number int64, reason string, body func(context.Context, *entry, *store.Charge) error) error {
	return s.do(ctx, right, command, nil, func(ctx context.Context, e *entry) error {
		c, err := s.chargeOf(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return fault.New(fault.Usage, "charge.reason", "say why: --reason TEXT")
		}
		return body(ctx, e, &c)
	})
}

func decideCharge(ctx context.Context, e *entry, c *store.Charge, from string) error {
	done, err := e.DecideCharge(ctx, c, from)
	if err == nil && !done {
		err = fault.New(fault.Refused, "charge.changed", "somebody decided on charge %d a moment ago; look again", c.Number)
	}
	return err
}

func moveCharge(ctx context.Context, e *entry, c *store.Charge, m store.ChargeMove) error {
	if c.State != store.ChargeStands {
		return chargeIs(c)
	}
	done, err := e.MoveCharge(ctx, m)
	if err == nil && !done {
		err = fault.New(fault.Refused, "charge.less_open", "of charge %d, %s are open: no more can be paid or waived, and no more taken back than came", c.Number, c.Open().Decimal(c.Currency))
	}
	return err
}

// endChargeTask ends the task of the run that proposed a charge, once nothing it
// proposed waits any more.
func (s *Session) endChargeTask(ctx context.Context, e *entry, c *store.Charge, reason string) error {
	if c.Task == "" {
		return nil
	}
	list, err := e.Charges(ctx, store.ChargeQuery{Scope: store.Scope{All: true}, Customer: c.Customer, State: store.ChargeProposed})
	if err != nil || slices.ContainsFunc(list, func(o store.Charge) bool { return o.Task == c.Task }) {
		return err
	}
	t, found, err := e.Task(ctx, c.Task)
	if err != nil || !found || t.Life.ClosedOn != 0 {
		return err
	}
	return s.closeTask(ctx, e, &t, store.TaskDone, reason)
}

// chargeHash is the hash over what a charge was proposed as, which its journal
// line carries: one altered later no longer agrees with it.
func chargeHash(c *store.Charge) string {
	h := sha256.New()
	hashFields(h, string(c.Customer), string(c.Contract), string(c.Invoice), strconv.Itoa(c.Part), string(c.Currency), string(c.Kind),
		c.From.String(), c.To.String(), c.Amount.Decimal(c.Currency), c.Law, c.Basis, c.Sheet)
	return hex.EncodeToString(h.Sum(nil))
}
