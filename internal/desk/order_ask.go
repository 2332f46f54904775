package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// OrderAskDays is for how long a limit is asked for an order, other than that of
// a month: what is not shipped by then is asked for anew.
const OrderAskDays = 30

// AskForOrder asks for the limits that an order needs to go whole: for each that
// is in its way, a request of the kind change-limit for as much as is missing,
// that of the month until its end. What waits already for the same is
// not asked for twice. What is kept back by something else than a limit is
// refused: no limit would help.
func (s *Session) AskForOrder(ctx context.Context, order, reason string) (list []Approval, err error) {
	asks, err := s.orderAsks(ctx, order, strings.TrimSpace(reason))
	if err != nil {
		return nil, err
	}
	waiting, err := s.Approvals(ctx, ApprovalFilter{Pending: true, Kind: authority.ChangeLimit, Customer: asks[0].customer}, s.Today())
	if err != nil {
		return nil, err
	}
	once := s.once
	for _, ask := range asks {
		same := slices.IndexFunc(waiting, func(a Approval) bool { return a.Value == ask.Value && a.Amount == ask.Amount && a.Until == ask.Until })
		if same >= 0 {
			list = append(list, waiting[same])
			continue
		}
		if s.once = once; once != "" { // each request is a change of its own
			s.once = once + " " + ask.Value
		}
		a, err := s.Ask(ctx, ask.AskRequest)
		if err != nil {
			return list, err
		}
		list = append(list, a)
	}
	return list, nil
}

// orderAsk is a request for an order.
type orderAsk struct {
	AskRequest
	customer id.Customer
}

// orderAsks are the requests that an order needs.
func (s *Session) orderAsks(ctx context.Context, order, reason string) (asks []orderAsk, err error) {
	err = s.read(ctx, AskApprovals, func(r store.Reader) error {
		rows, err := r.CommitmentsNamed(ctx, credit.Order, []string{order})
		if err != nil {
			return err
		}
		o, known := rows[order]
		if known {
			if known, err = s.sees(ctx, r, o.Customer); err != nil {
				return err
			}
		}
		if !known || o.Amount == 0 {
			return fault.New(fault.NotFound, "orders.unknown", "there is no order %q that something is left of", order)
		}
		if o.Currency != s.company.Currency {
			return fault.New(fault.Refused, "orders.currency", "order %s is in %s, and limits are asked for in %s: say how much with \"debitor approval ask change-limit\"",
				order, o.Currency, s.company.Currency)
		}
		answer, err := s.hold(ctx, r, HoldQuery{
			Customer: o.Customer, Date: s.Today(), Amount: o.Amount.Decimal(o.Currency), Currency: o.Currency, Contract: o.Contract, Order: order,
		})
		if err != nil {
			return err
		}
		for i := range answer.Caps {
			if c := &answer.Caps[i]; c.Left < o.Amount && len(c.Unknown) == 0 {
				if ask, can := s.askFor(c, &o, reason); can {
					asks = append(asks, ask)
				}
			}
		}
		switch {
		case answer.Allowed:
			return fault.New(fault.Refused, "orders.may_go", "order %s may go whole: nothing is to be asked for", order)
		case len(asks) == 0 || answer.Held:
			return fault.New(fault.Refused, "orders.no_limit", "what keeps order %s back is more than a limit: \"debitor hold %s --order %[1]s\" tells what helps", order, o.Customer)
		}
		return nil
	})
	return asks, err
}

// askFor is the request for another limit in the place of one; false where it
// is asked for elsewhere: of a group, and of who pays ahead.
func (s *Session) askFor(c *credit.Cap, o *store.Commitment, reason string) (orderAsk, bool) {
	ask := orderAsk{customer: o.Customer, AskRequest: AskRequest{
		Kind: authority.ChangeLimit, Subject: string(o.Customer), Amount: (c.Limit + o.Amount - c.Left).Decimal(s.company.Currency),
		Until: s.Today() + OrderAskDays, Reason: strings.TrimSuffix(o.Key+": "+reason, ": "), Evidence: []Evidence{{Name: "customer-order", Document: o.Key}},
	}}
	switch c.Scope {
	case credit.OfMonth:
		ask.Value, ask.Until = "month", monthEnd(s.Today())
	case credit.OfCustomer:
	case credit.OfContract:
		if o.Contract == "" {
			return ask, false
		}
		ask.Value = "contract=" + string(o.Contract)
	default:
		return ask, false
	}
	return ask, true
}

// monthEnd is the last day of the month of a day.
func monthEnd(day cal.Date) cal.Date { return firstOfMonth(firstOfMonth(day)+31) - 1 }
