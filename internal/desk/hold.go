package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

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
	Amount   string         // decimal in Currency; empty: none
	Currency money.Currency // empty: that of his oldest overdue debt, else the company's
	Contract id.Contract    // shipped under; empty: under any
	Order    string         // shipped for; empty: for none that is known
	Explain  bool           // list what the figures are made of

	now time.Time // by which reservations have run out
}

// Hold answers live from the ledger.
func (s *Session) Hold(ctx context.Context, q HoldQuery) (answer credit.Answer, err error) {
	q.now = s.desk.now()
	err = s.readAhead(ctx, ReadBooks, func(r store.Reader) { s.foresee(ctx, r, q) }, func(r store.Reader) (err error) {
		answer, err = s.hold(ctx, r, q)
		return err
	})
	return answer, err
}

// foresee asks for what hold asks for of most customers, in its order. Nothing
// hangs on it but speed: see readAhead.
func (s *Session) foresee(ctx context.Context, r store.Reader, q HoldQuery) {
	p := s.lastPolicy()
	if p == nil || askAll(p) {
		return
	}
	if !s.scope().All {
		_, _ = s.sees(ctx, r, q.Customer) // here and below there are no rows yet, and no errors
	}
	_, _ = r.RulingOn(ctx, q.Date)
	_, _, _ = r.Owing(ctx, q.Customer, q.Date) //nolint:dogsled // asked for, and read later
	_, _ = r.ContractsOf(ctx, q.Customer)
	_, _ = r.TermsFor(ctx, q.Customer)
	if askFlags(p) {
		_, _ = r.StandingFlags(ctx, q.Customer)
	}
	_, _ = r.Commitments(ctx, []id.Customer{q.Customer}, q.now)
	_, _ = r.Lifts(ctx, q.Customer)
	if p.Credit.MeanOf > 0 {
		first, from := monthsBefore(q.Date, p.Credit.MeanOf)
		_, _, _ = r.Shipped(ctx, q.Customer, from, first, q.Date)
	}
	_, _ = r.LastRateDay(ctx, s.company.Currency)
}

func (s *Session) hold(ctx context.Context, r store.Reader, q HoldQuery) (credit.Answer, error) {
	if !s.scope().All { // to who sees all, the account says whether there is such a customer
		if err := s.mustSee(ctx, r, q.Customer); err != nil {
			return credit.Answer{}, err
		}
	}
	rules, err := s.rules(ctx, r, q.Date)
	if err != nil {
		return credit.Answer{}, err
	}
	account, err := owing(ctx, r, q.Customer, q.Date, rules.Policy)
	if err != nil {
		return credit.Answer{}, err
	}
	return s.mayShip(ctx, r, rules, &account, q)
}

// owing is a customer's account as far as the policy's holds look at it: those
// with conditions may ask about all of it.
func owing(ctx context.Context, r store.Reader, c id.Customer, day cal.Date, p *policy.Policy) (ledger.Account, error) {
	if askAll(p) {
		return accountOf(ctx, r, c, day, p)
	}
	account, found, err := r.Owing(ctx, c, day)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", c)
	}
	return account, err
}

// askAll tells whether holds of a policy may ask about all of an account.
func askAll(p *policy.Policy) bool {
	return slices.ContainsFunc(p.Holds, func(h policy.Hold) bool { return h.If != nil })
}

// mayShip answers for an account that was read; of a company without rules
// anything may.
func (s *Session) mayShip(ctx context.Context, r store.Reader, rules Rules, a *ledger.Account, q HoldQuery) (credit.Answer, error) {
	if rules.Policy == nil {
		return credit.Answer{Customer: a.Customer, Date: q.Date, Allowed: true, Currency: s.company.Currency}, nil
	}
	check, err := s.question(ctx, r, rules, a, q)
	if err != nil {
		return credit.Answer{}, err
	}
	return s.answerTo(ctx, r, &check)
}

// answerTo answers a question, reading what was paid since a hold where the
// policy ships for payments.
func (s *Session) answerTo(ctx context.Context, r store.Reader, check *credit.Query) (credit.Answer, error) {
	answer := answered(*check)
	if answer.Held && answer.Lift == nil && answer.Since != 0 && check.Policy.Credit.ForPayment != 0 {
		var err error
		if check.Paid, err = s.paidSince(ctx, r, check, answer.Since); err != nil {
			return credit.Answer{}, err
		}
		answer = answered(*check)
	}
	err := nameReasons(ctx, r, &answer)
	return answer, err
}

// nameReasons puts into answers what the documents of their reasons are called
// in print, for a key means nothing to who reads them. Most are known already:
// see store.Reader.Owing.
func nameReasons(ctx context.Context, r store.Reader, answers ...*credit.Answer) error {
	var unnamed []*credit.Reason
	var keys []id.Invoice
	for _, a := range answers {
		for i := range a.Reasons {
			if v := &a.Reasons[i]; v.Invoice != "" && v.Document == "" {
				unnamed, keys = append(unnamed, v), append(keys, v.Invoice)
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	names, err := documentNames(ctx, r, keys)
	for _, v := range unnamed {
		v.Document = names[v.Invoice]
	}
	return err
}

// question is all that the books know about whether goods may ship.
func (s *Session) question(ctx context.Context, r store.Reader, rules Rules, a *ledger.Account, q HoldQuery) (credit.Query, error) {
	check := credit.Query{
		Policy: rules.Policy, Calendar: s.Calendar(), Account: a, Date: q.Date, Currency: cmp.Or(q.Currency, s.holdCurrency(a, q.Date)),
		Base: s.company.Currency, Contract: q.Contract, Order: q.Order, Explain: q.Explain,
	}
	if q.Amount != "" {
		asked, err := positive(q.Amount, check.Currency)
		if err != nil {
			return check, err
		}
		check.Amount = asked
	}
	now := q.now
	if now.IsZero() {
		now = s.desk.now()
	}
	commitments := func(ctx context.Context, r store.Reader, c *credit.Query) error { return s.commitments(ctx, r, c, now) }
	groups := func(ctx context.Context, r store.Reader, c *credit.Query) error { return s.groups(ctx, r, c, now) }
	for _, read := range []func(context.Context, store.Reader, *credit.Query) error{s.contractLimits, s.termsFor, s.papersTerm, s.flagsTerm, commitments, groups, s.monthOf} {
		if err := read(ctx, r, &check); err != nil {
			return check, err
		}
	}
	var err error
	check.Rates, err = s.ratesFor(ctx, r, &check)
	return check, err
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

func notNegative(amount string, c money.Currency) (money.Minor, error) {
	a, err := money.Parse(amount, c)
	if err == nil && a.Minor < 0 {
		err = fault.New(fault.Usage, "amount.negative", "the amount must not be less than zero, not %s", amount)
	}
	return a.Minor, err
}

// contractLimits are the amounts that the customer's contracts let him owe, and
// the days for which.
func (s *Session) contractLimits(ctx context.Context, r store.Reader, q *credit.Query) error {
	contracts := q.Account.Contracts
	if contracts == nil {
		var err error
		if contracts, err = r.ContractsOf(ctx, q.Account.Customer); err != nil {
			return err
		}
	}
	for _, k := range contracts {
		if q.Explain && k.Number != "" {
			if q.Numbers == nil {
				q.Numbers = map[id.Contract]string{}
			}
			q.Numbers[k.ID] = k.Number
		}
		if k.LimitDays > 0 {
			if q.Depths == nil {
				q.Depths = map[id.Contract]int{}
			}
			q.Depths[k.ID] = k.LimitDays
		}
		if k.LimitAmount == "" {
			continue
		}
		limit, err := money.Parse(k.LimitAmount, s.company.Currency)
		if err != nil {
			return err
		}
		q.Limits = append(q.Limits, credit.Limit{Contract: k.ID, Amount: limit.Minor, Currency: limit.Currency})
	}
	return nil
}

func (*Session) termsFor(ctx context.Context, r store.Reader, q *credit.Query) (err error) {
	q.Terms, err = r.TermsFor(ctx, q.Account.Customer)
	return err
}

// commitments are what stands now, and the lifts less what has gone on them.
func (*Session) commitments(ctx context.Context, r store.Reader, q *credit.Query, now time.Time) error {
	rows, err := r.Commitments(ctx, []id.Customer{q.Account.Customer}, now)
	if err != nil {
		return err
	}
	for i := range rows {
		q.Commitments = append(q.Commitments, rows[i].Commitment)
	}
	q.Lifts, err = lifts(ctx, r, q, rows)
	return err
}

// groups reads the others of each group whose limit is in force.
func (*Session) groups(ctx context.Context, r store.Reader, q *credit.Query, now time.Time) error {
	for i := range q.Terms {
		t := &q.Terms[i]
		if t.Scope != credit.OfGroup || !t.InForce(q.Date) || q.Groups[t.Customer] != nil {
			continue
		}
		members, err := r.ChildrenOf(ctx, t.Customer)
		if err != nil {
			return err
		}
		others := []credit.Party{}
		for _, c := range append(members, t.Customer) {
			if c == q.Account.Customer {
				continue
			}
			account, found, err := r.Owing(ctx, c, q.Date)
			if err != nil {
				return err
			}
			rows, err := r.Commitments(ctx, []id.Customer{c}, now)
			if err != nil || !found {
				return err
			}
			party := credit.Party{Account: &account}
			for j := range rows {
				party.Commitments = append(party.Commitments, rows[j].Commitment)
			}
			others = append(others, party)
		}
		if q.Groups == nil {
			q.Groups = map[id.Customer][]credit.Party{}
		}
		q.Groups[t.Customer] = others
	}
	return nil
}

// monthOf is what went this month and in those before, where a shipment limit
// is in force.
func (s *Session) monthOf(ctx context.Context, r store.Reader, q *credit.Query) error {
	months := q.Policy.Credit.MeanOf
	wanted := months > 0
	for i := range q.Terms {
		wanted = wanted || q.Terms[i].Scope == credit.OfMonth && q.Terms[i].InForce(q.Date)
	}
	if !wanted {
		return nil
	}
	first, from := monthsBefore(q.Date, months)
	sums, since, err := r.Shipped(ctx, q.Account.Customer, from, first, q.Date)
	q.Month = &credit.Month{Of: months, Known: since != 0 && since < from}
	for _, sum := range sums {
		if sum.Late {
			q.Month.Gone = append(q.Month.Gone, sum.Amount)
		} else {
			q.Month.Sums = append(q.Month.Sums, sum.Amount)
		}
	}
	return err
}

// monthsBefore is the first day of a day's month, and that of so many months
// before it.
func monthsBefore(day cal.Date, months int) (first, from cal.Date) {
	y, m, _ := day.Civil()
	return cal.On(y, time.Month(m), 1), cal.On(y, time.Month(m-months), 1)
}

// paidSince is what he paid since a day, and what went to him since.
func (*Session) paidSince(ctx context.Context, r store.Reader, q *credit.Query, since cal.Date) (*credit.Paid, error) {
	paid := credit.Paid{Since: since}
	var err error
	if paid.Received, err = r.Received(ctx, q.Account.Customer, q.Currency, since, q.Date); err != nil {
		return nil, err
	}
	sums, _, err := r.Shipped(ctx, q.Account.Customer, since, since, q.Date)
	for _, sum := range sums {
		if sum.Currency == q.Currency {
			paid.Gone += sum.Minor
		}
	}
	for i := range q.Commitments {
		if c := &q.Commitments[i]; c.Kind != credit.Order && c.Currency == q.Currency && !q.Replaces(c) {
			paid.Gone += c.Amount
		}
	}
	return &paid, err
}

// changeTimeLength is how many letters of a change are its time: see
// newChangeID.
const changeTimeLength = 14

// lifts are the customer's lifts in the currency of the question. What was
// reserved, or went without an invoice, since a lift was given is used of it.
func lifts(ctx context.Context, r store.Reader, q *credit.Query, committed []store.Commitment) ([]credit.Lift, error) {
	rows, err := r.Lifts(ctx, q.Account.Customer)
	var list []credit.Lift
	for i := range rows {
		l := &rows[i]
		if l.Currency != q.Currency || l.EndedOn != 0 {
			continue
		}
		used := l.Shipped
		for j := range committed {
			c := &committed[j]
			if c.Kind != credit.Order && c.Currency == l.Currency && c.Change[:changeTimeLength] > l.Change[:changeTimeLength] && !q.Replaces(&c.Commitment) {
				used += c.Amount
			}
		}
		list = append(list, credit.Lift{
			Reason: l.Reason, Amount: l.Amount, Used: used, From: l.From, Until: l.Until, By: string(l.By), ForDebts: l.ForDebts, Given: l.Given,
		})
	}
	return list, err
}

// stoppers is what stops or lifts shipments and is read once for many
// customers.
type stoppers struct {
	lifted map[id.Customer]bool
	terms  map[id.Customer][]credit.Term
	flags  map[id.Customer][]store.RedFlag
}

func stoppersOf(ctx context.Context, r store.Reader) (out stoppers, err error) {
	if out.lifted, err = r.LiftedCustomers(ctx); err != nil {
		return out, err
	}
	terms, err := r.Terms(ctx, store.TermQuery{Standing: true})
	out.terms = map[id.Customer][]credit.Term{}
	for i := range terms {
		t := terms[i].Term
		out.terms[t.Customer] = append(out.terms[t.Customer], t)
	}
	if err != nil {
		return out, err
	}
	flags, err := r.StandingFlags(ctx, "")
	out.flags = map[id.Customer][]store.RedFlag{}
	for _, f := range flags {
		out.flags[f.Customer] = append(out.flags[f.Customer], f)
	}
	return out, err
}

// stopped tells whether shipments are stopped for a customer on a day, and
// since when; a lift that still lets goods go means they are not. It looks at
// what stops everything, not at how much a limit leaves.
func (s *Session) stopped(ctx context.Context, r store.Reader, p *policy.Policy, a *ledger.Account, day cal.Date, all stoppers) (credit.Answer, error) {
	q := credit.Query{Policy: p, Calendar: s.Calendar(), Account: a, Date: day, Currency: s.holdCurrency(a, day), Base: s.company.Currency}
	for _, t := range all.terms[a.Customer] {
		if t.Kind != credit.TermLimit && !t.Kind.Secures() {
			q.Terms = append(q.Terms, t)
		}
	}
	s.addFlagsTerm(&q, all.flags[a.Customer])
	if all.lifted[a.Customer] {
		rows, err := r.Commitments(ctx, []id.Customer{a.Customer}, s.desk.now())
		if err != nil {
			return credit.Answer{}, err
		}
		if q.Lifts, err = lifts(ctx, r, &q, rows); err != nil {
			return credit.Answer{}, err
		}
	}
	return answered(q), nil
}

// answered checks, and says who may let goods go and what is to be shown for it.
// Where the policy has rules of authority for lifting, it is their roles that
// may, and not those of its holds.
func answered(q credit.Query) credit.Answer {
	answer := credit.Check(q)
	if answer.Allowed && answer.Lift == nil {
		return answer
	}
	if roles := lifters(q.Policy.Authority); len(roles) > 0 {
		answer.LiftedBy = roles
	}
	answer.Lifters = liftersOf(q.Policy, &answer)
	return answer
}

// liftersOf are the rules by which a role may let goods go: by a lift, or where
// it is a limit that stands in the way, by another limit.
func liftersOf(p *policy.Policy, answer *credit.Answer) (list []credit.Lifter) {
	for _, rule := range rulesOf(p, authority.LiftHold) {
		if rule.May == authority.LiftHold {
			list = append(list, credit.Lifter{Kind: string(rule.May), Role: rule.Role, Evidence: rule.Evidence, ProposedBy: rule.ProposedBy, Together: rule.Together})
		}
	}
	over := slices.ContainsFunc(answer.Reasons, func(r credit.Reason) bool {
		return r.Code == credit.OverLimit || r.Code == credit.OverGroup || r.Code == credit.OverMonth
	})
	if !over {
		return list
	}
	for _, rule := range rulesOf(p, authority.ChangeLimit) {
		if rule.May == authority.ChangeLimit && rule.Role != operator && rule.Role != "admin" {
			list = append(list, credit.Lifter{Kind: string(rule.May), Role: rule.Role, Evidence: rule.Evidence, ProposedBy: rule.ProposedBy, Together: rule.Together})
		}
	}
	return list
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
		if err := stillToCome(&row); err != nil {
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

// liftedBy are the roles that any of the policy's holds names, and its section
// on credit.
func liftedBy(p *policy.Policy) []string {
	var roles []string
	for _, h := range p.Holds {
		roles = append(roles, h.LiftedBy...)
	}
	return append(roles, p.Credit.LiftedBy...)
}
