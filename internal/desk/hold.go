package desk

import (
	"context"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// HoldQuery asks whether goods may ship to a customer.
type HoldQuery struct {
	Customer id.Customer
	Date     cal.Date
	Amount   string // decimal in the customer's currency; empty: none
}

// Hold answers live from the ledger.
func (s *Session) Hold(ctx context.Context, q HoldQuery) (answer credit.Answer, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, q.Customer); err != nil {
			return err
		}
		rules, err := s.rules(ctx, r, q.Date)
		if err != nil {
			return err
		}
		account, err := accountOf(ctx, r, q.Customer, q.Date, rules.Policy)
		if err != nil {
			return err
		}
		check := credit.Query{Policy: rules.Policy, Calendar: s.Calendar(), Account: &account, Date: q.Date, Currency: s.holdCurrency(&account, q.Date)}
		if q.Amount != "" {
			asked, err := positive(q.Amount, check.Currency)
			if err != nil {
				return err
			}
			check.Amount = asked
		}
		if check.Limits, err = s.limits(ctx, r, q.Customer); err != nil {
			return err
		}
		if check.Lifts, err = lifts(ctx, r, q.Customer, check.Currency); err != nil {
			return err
		}
		if check.Rates, err = s.ratesFor(ctx, r, &check); err != nil {
			return err
		}
		answer = answered(check)
		return nil
	})
	return answer, err
}

// accountOf is a customer's account with what the policy's rules ask for; nil
// asks for what is open and what keeps it back.
func accountOf(ctx context.Context, r store.Reader, c id.Customer, day cal.Date, p *policy.Policy) (ledger.Account, error) {
	var needs store.Needs
	if p != nil {
		needs = store.Needs(p.Needs())
	}
	account, found, err := r.Account(ctx, c, day, needs)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", c)
	}
	return account, err
}

// holdCurrency is the currency an answer is given in: that of the oldest debt
// if it is overdue, for it is what holds; else the company's.
func (s *Session) holdCurrency(a *ledger.Account, day cal.Date) money.Currency {
	oldest := cal.Date(0)
	currency := s.company.Currency
	for i := range a.Items {
		if due := a.Items[i].Due; due != 0 && due < day && (oldest == 0 || due < oldest) {
			oldest, currency = due, a.Items[i].Currency
		}
	}
	if oldest == 0 && len(a.Items) > 0 && !slices.ContainsFunc(a.Items, func(it ledger.Item) bool { return it.Currency == currency }) {
		return a.Items[0].Currency
	}
	return currency
}

func positive(amount string, c money.Currency) (money.Minor, error) {
	a, err := money.Parse(amount, c)
	if err == nil && a.Minor <= 0 {
		err = fault.New(fault.Usage, "amount.positive", "the amount must be more than zero, not %s", amount)
	}
	return a.Minor, err
}

// limits are the amounts the customer's contracts let him owe.
func (s *Session) limits(ctx context.Context, r store.Reader, c id.Customer) ([]credit.Limit, error) {
	contracts, err := r.ContractsOf(ctx, c)
	if err != nil {
		return nil, err
	}
	var list []credit.Limit
	for _, k := range contracts {
		if k.LimitAmount == "" {
			continue
		}
		limit, err := money.Parse(k.LimitAmount, s.company.Currency)
		if err != nil {
			return nil, err
		}
		list = append(list, credit.Limit{Contract: k.ID, Amount: limit.Minor, Currency: limit.Currency})
	}
	return list, nil
}

func lifts(ctx context.Context, r store.Reader, c id.Customer, currency money.Currency) ([]credit.Lift, error) {
	rows, err := r.Lifts(ctx, c)
	var list []credit.Lift
	for _, l := range rows {
		if l.Currency == currency {
			list = append(list, credit.Lift{Reason: l.Reason, Amount: l.Amount, Used: l.Shipped, From: l.From, Until: l.Until, By: string(l.By)})
		}
	}
	return list, err
}

// stopped tells whether shipments are stopped for a customer on a day, and
// since when; a lift that still lets goods go means they are not. lifted are
// the customers to whom any lift was given.
func (s *Session) stopped(ctx context.Context, r store.Reader, p *policy.Policy, a *ledger.Account, day cal.Date, lifted map[id.Customer]bool) (credit.Answer, error) {
	q := credit.Query{Policy: p, Calendar: s.Calendar(), Account: a, Date: day, Currency: s.holdCurrency(a, day)}
	if lifted[a.Customer] {
		var err error
		if q.Lifts, err = lifts(ctx, r, a.Customer, q.Currency); err != nil {
			return credit.Answer{}, err
		}
	}
	return answered(q), nil
}

// answered checks; where the policy has rules of authority for lifting, it is
// their roles that may, and not those of the holds' lifted-by.
func answered(q credit.Query) credit.Answer {
	answer := credit.Check(q)
	if roles := lifters(q.Policy.Authority); answer.Held && len(roles) > 0 {
		answer.LiftedBy = roles
	}
	return answer
}

// lifters are the roles that rules let lift holds, each once, lowest first.
func lifters(rules []authority.Rule) (roles []string) {
	for _, rule := range rules {
		if rule.May == authority.LiftHold && !slices.Contains(roles, rule.Role) {
			roles = append(roles, rule.Role)
		}
	}
	return roles
}

// LiftRequest lets goods go in spite of a hold: why, up to what, until when.
type LiftRequest struct {
	Customer id.Customer
	Reason   string
	Amount   string // decimal in the currency of the hold
	Until    cal.Date
}

// Lifted is a lift as it was recorded.
type Lifted struct {
	Customer id.Customer    `json:"customer"`
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
	Until    cal.Date       `json:"until"`
	Reason   string         `json:"reason"`
	By       string         `json:"by"`
}

// LiftHold decides a request to lift a hold at once, as Ask would, but for who
// may not decide it himself: nothing is left waiting. Only the roles that the
// policy's rules of authority or else its holds name may (policy A: the head
// of sales alone, R-11). It counts for every day up to Until, from the moment
// it is recorded.
func (s *Session) LiftHold(ctx context.Context, q LiftRequest) (Lifted, error) {
	var out Lifted
	// Before anything else, also before a replay; and again within the change.
	err := s.read(ctx, ReadBooks, func(r store.Reader) error { _, err := s.mayLift(ctx, r); return err })
	if err != nil {
		return out, err
	}
	if q.Reason == "" || q.Amount == "" || q.Until == 0 {
		return out, fault.New(fault.Usage, "lift.incomplete", "a lift needs its reason, an amount and a last day: --reason, --amount, --until")
	}
	err = s.do(ctx, LiftHolds, "hold.lift", &out, func(ctx context.Context, e *entry) error {
		rules, err := s.mayLift(ctx, e.Reader)
		if err != nil {
			return err
		}
		row, err := s.request(ctx, e.Reader, AskRequest{
			Kind: authority.LiftHold, Subject: string(q.Customer), Amount: q.Amount, Until: q.Until, Reason: q.Reason,
		})
		if err != nil {
			return err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, s.actorName())
		if err != nil {
			return err
		}
		if verdict.Code != authority.Granted {
			return fault.New(fault.Refused, "lift.beyond", "%s (\"debitor approval ask lift-hold\" asks for it)", verdict.Text("en"))
		}
		out = Lifted{row.Customer, row.Amount.Decimal(row.Currency), row.Currency, row.Until, row.Reason, s.actorName()}
		_, err = s.record(ctx, e, rules, row, verdict)
		return err
	})
	return out, err
}

// mayLift refuses unless the actor has one of the roles that the rules of today
// let lift holds; it gives these rules.
func (s *Session) mayLift(ctx context.Context, r store.Reader) (Rules, error) {
	rules, err := s.rules(ctx, r, s.Today())
	if err != nil {
		return rules, err
	}
	return rules, s.may(LiftHolds, lifters(rulesOf(rules.Policy, authority.LiftHold))...)
}

// liftedBy are the roles that any of the policy's holds names.
func liftedBy(p *policy.Policy) []string {
	var roles []string
	for _, h := range p.Holds {
		roles = append(roles, h.LiftedBy...)
	}
	return roles
}
