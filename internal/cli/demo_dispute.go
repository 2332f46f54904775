package cli

import (
	"slices"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sample"
)

// cureDays is by when a demo's corrective actions are to be done.
const cureDays = 14

// complaints lets some customers complain of a document, one each, so that the
// register of disputes shows every state.
func (c *demoCommand) complaints(a *app, d *desk.Desk, s *desk.Session) error {
	var at []desk.AgingRow
	err := s.Aging(a.ctx, s.Today(), "invoice", func(r desk.AgingRow) error {
		known := slices.ContainsFunc(at, func(o desk.AgingRow) bool { return o.Customer == r.Customer })
		if !known && r.Invoice != "" && r.Currency == money.Currency(sample.Currency) && r.Total > 0 {
			at = append(at, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, v := range sample.Complaints {
		for len(at) > 0 {
			row := at[0]
			at = at[1:]
			if open, err := c.free(a, s, row); err != nil {
				return err
			} else if open {
				if err := complain(a, d, v, row, s.Today()); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// free says whether nothing in a document is disputed yet.
func (c *demoCommand) free(a *app, s *desk.Session, row desk.AgingRow) (bool, error) {
	draft, err := s.DisputeDraft(a.ctx, row.Customer)
	return slices.ContainsFunc(draft.Documents, func(d desk.Disputable) bool { return d.Invoice == row.Invoice && d.Free == d.Open }), err
}

// complain records one complaint and carries it as far as it has come.
func complain(a *app, d *desk.Desk, v sample.Complaint, row desk.AgingRow, today cal.Date) error {
	sales, err := colleague(a, d, "head-of-sales")
	if err != nil {
		return err
	}
	part := max(1, row.Total*money.Minor(v.Part)/100)
	opened, err := sales.OpenDispute(a.ctx, desk.DisputeRequest{
		Customer: row.Customer, Documents: []desk.DisputedPart{{Invoice: row.Invoice, Amount: part.Decimal(row.Currency)}},
		Reason: v.Reason, Complaint: v.Text, Product: v.Product, On: today - cal.Date(v.Days),
	})
	if err != nil {
		return err
	}
	claims, err := colleague(a, d, opened.Department)
	if err != nil {
		return err
	}
	if v.Answer != "" {
		if _, err := claims.AnswerDispute(a.ctx, opened.Number, v.Answer); err != nil {
			return err
		}
	}
	if v.Cause != "" {
		cure := desk.Cure{Cause: v.Cause, Action: v.Cure, Due: today + cureDays}
		if err := claims.FindCause(a.ctx, opened.Number, cure); err != nil {
			return err
		}
	}
	if v.Outcome != "" {
		_, err = claims.SettleDispute(a.ctx, opened.Number, desk.Settlement{Outcome: v.Outcome, Reason: v.Why})
	}
	return err
}

// colleague is the session of the demo's person of a role.
func colleague(a *app, d *desk.Desk, role string) (*desk.Session, error) {
	i := slices.IndexFunc(sample.Colleagues, func(p sample.Colleague) bool { return p.Role == role })
	return d.Session(a.ctx, "", desk.Actor{User: id.User(sample.Colleagues[i].Name), System: "demo"})
}
