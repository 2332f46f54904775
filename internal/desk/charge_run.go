package desk

import (
	"context"
	"encoding/json"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// chargeKindOf is what a charge step of a policy charges, by its name: interest,
// lump-sum and use by law, everything else what the contract has, or else
// interest by law. The price of delay goes by agreements (pricesDue).
func chargeKindOf(task string) (kind ledger.ChargeKind, counted bool) {
	switch k := ledger.ChargeKind(task); k {
	case ledger.ChargeInterest, ledger.ChargeLumpSum, ledger.ChargeUse:
		return k, true
	case ledger.ChargePrice:
		return k, false
	case ledger.ChargePenalty, ledger.ChargeFine, ledger.ChargeCourtFee:
	}
	return "", true
}

// stepCharges are what a charge step proposes for the items of an action, of a
// customer that the counter has turned to. What cannot be counted is left to
// whoever has the task, and the fault says why.
func (c *counter) stepCharges(t *decided, day cal.Date, facts *lateFacts) (rows []store.Charge, why error) {
	kind, counted := chargeKindOf(t.action.Task)
	if !counted {
		return nil, nil
	}
	var items []ledger.Item
	for _, it := range t.account.Items {
		if slices.ContainsFunc(t.action.Items, func(d policy.ActionItem) bool { return d.Invoice == it.Invoice && d.Part == it.Part }) {
			items = append(items, it)
		}
	}
	out := Accrued{To: day}
	if err := c.accrue(items, kind, facts.documents, facts.settled[t.account.Customer], &out); err != nil {
		return nil, err
	}
	for _, v := range out.Uncounted {
		why = v.Why
	}
	for i := range out.List {
		row, err := c.row(&out.List[i])
		if err != nil {
			return nil, err
		}
		if row.Amount > 0 {
			rows = append(rows, row)
		}
	}
	return rows, why
}

// charge makes the proposals of a charge step, and has its task say how much
// they are, or why there is none.
func (a *applier) charge(ctx context.Context, e *entry, p *piece, t *decided, task *store.Task) error {
	if t.action.Kind != policy.Charge {
		return nil
	}
	rows, why := p.counter.rows(ctx, e.Reader, t)
	if why != nil && fault.KindOf(why) == fault.Internal {
		return why
	}
	id := task.Keyed(a.s.company.Code).ID
	var sum money.Minor
	for i := range rows {
		rows[i].Task = id
		sum += rows[i].Amount
	}
	p.charges = append(p.charges, rows...)
	if sum > 0 {
		why = fault.New(fault.Refused, "task.charge", "proposed: %s %s; charge it or drop it", sum.Decimal(task.Currency), task.Currency)
	}
	if why == nil {
		return nil
	}
	var details TaskDetails
	if err := json.Unmarshal([]byte(task.Details), &details); err != nil {
		return err
	}
	details.Why = fault.Keep(why)
	b, err := json.Marshal(details)
	task.Details = string(b)
	return err
}

// propose records the proposals of a piece.
func (a *applier) propose(ctx context.Context, e *entry, p *piece) error {
	if len(p.charges) == 0 {
		return nil
	}
	return a.s.proposeCharges(ctx, e, p.charges, "")
}

// dropCharges drops what the tasks that an undo took back proposed and nobody
// charged; what was charged stands, for somebody decided it.
func (w *undoer) dropCharges(ctx context.Context, e *entry, p *undonePiece) error {
	list, err := e.ProposedBy(ctx, p.span, p.number)
	if err != nil {
		return err
	}
	for i := range list {
		if err := w.s.dropCharge(ctx, e, &list[i], w.Reason); err != nil {
			return err
		}
	}
	return nil
}
