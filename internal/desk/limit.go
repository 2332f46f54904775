package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// NewTerm is a term of credit that is to be set for a customer.
type NewTerm struct {
	Customer id.Customer
	Kind     credit.TermKind
	Scope    credit.Scope // empty: the customer
	Contract id.Contract
	Amount   string         // decimal in Currency; empty: none
	Currency money.Currency // empty: the company's
	Days     int
	Percent  int
	From     cal.Date // zero: from today
	Until    cal.Date // zero: until it is ended
	Document string
	Reason   string
}

// SetTerm sets a term: a security, a prepayment, a place on the stop or black
// list. A limit is set by whoever the policy's rules let change limits, as Ask
// would, but at once or not at all.
func (s *Session) SetTerm(ctx context.Context, q NewTerm) (out store.Term, err error) {
	if q.Kind == credit.TermLimit {
		return s.setLimit(ctx, q)
	}
	err = s.do(ctx, KeepCredit, "credit.set", &out, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
			return err
		}
		row, err := s.term(q)
		if err != nil {
			return err
		}
		if out, err = setTerm(ctx, e, row); err != nil {
			return err
		}
		return tellPrepaid(ctx, e, out.Term)
	})
	return out, err
}

// tellPrepaid records that the customer is to pay in advance, where a term has
// him: a policy's step waits for it and writes to him.
func tellPrepaid(ctx context.Context, e *entry, t credit.Term) error {
	if t.Percent == 0 {
		return nil
	}
	return insertEvents(ctx, e, ledger.Event{Date: t.From, Kind: ledger.Prepayment, Customer: t.Customer, Until: t.Until, Reason: t.Reason, By: t.By})
}

// term reads what is asked into a row that lacks its number.
func (s *Session) term(q NewTerm) (store.Term, error) {
	if q.Currency == "" {
		q.Currency = s.company.Currency
	}
	if q.Scope == "" {
		q.Scope = credit.OfCustomer
	}
	today := s.Today()
	row := store.Term{
		Term: credit.Term{
			Customer: q.Customer, Kind: q.Kind, Scope: q.Scope, Contract: q.Contract, Currency: q.Currency, Days: q.Days, Percent: q.Percent,
			From: q.From, Until: q.Until, Document: strings.TrimSpace(q.Document), Reason: strings.TrimSpace(q.Reason), By: s.actorName(),
		},
		SetOn: today,
	}
	if row.From == 0 {
		row.From = today
	}
	if q.Amount != "" {
		amount, err := notNegative(q.Amount, q.Currency)
		if err != nil {
			return row, err
		}
		row.Amount = &amount
	}
	switch {
	case !slices.Contains(credit.TermKinds, q.Kind):
		return row, fault.New(fault.Usage, "term.kind", "%q is no term of credit; it is one of %s", q.Kind, joinedKinds())
	case row.Reason == "":
		return row, fault.New(fault.Usage, "term.reason", "say why: --reason TEXT")
	case q.Kind.Secures() && (row.Amount == nil || *row.Amount <= 0):
		return row, fault.New(fault.Usage, "term.amount", "a security is worth an amount: --amount N")
	case q.Kind.Secures() && row.Document == "":
		return row, fault.New(fault.Usage, "term.document", "a security stands in a document: --document NUMBER")
	case q.Kind == credit.TermPrepayment && q.Percent == 0:
		return row, fault.New(fault.Usage, "term.percent", "say how much is paid before goods go: --prepaid 50, in per cent")
	case q.Percent < 0 || q.Percent > 100 || q.Percent > 0 && q.Kind != credit.TermPrepayment && q.Kind != credit.TermBlack:
		return row, fault.New(fault.Usage, "term.percent_range", "a prepayment is of 1 to 100 per cent, for a prepayment or the black list")
	case row.Until != 0 && row.Until < max(row.From, today):
		return row, fault.New(fault.Usage, "term.past", "%s is past, or before the first day", row.Until)
	}
	return row, nil
}

func joinedKinds() string {
	var names []string
	for _, k := range credit.TermKinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func setTerm(ctx context.Context, e *entry, row store.Term) (store.Term, error) {
	var err error
	row.Number, err = e.InsertTerm(ctx, row)
	e.note("credit.set", "customer:"+string(row.Customer), row.Reason, row)
	return row, err
}

// setLimit decides a change of the limit at once.
func (s *Session) setLimit(ctx context.Context, q NewTerm) (out store.Term, err error) {
	err = s.do(ctx, AskApprovals, "credit.set", &out, func(ctx context.Context, e *entry) error {
		ask := AskRequest{Kind: authority.ChangeLimit, Subject: string(q.Customer), Amount: q.Amount, Until: q.Until, Reason: q.Reason, Value: limitValue(q)}
		row, err := s.request(ctx, e.Reader, ask)
		if err != nil {
			return err
		}
		rules, err := s.rules(ctx, e.Reader, row.AskedOn)
		if err != nil {
			return err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, s.actorName())
		if err != nil {
			return err
		}
		if verdict.Code != authority.Granted {
			return fault.New(fault.Refused, "limit.beyond", "%s (\"debitor approval ask change-limit\" asks for it)", verdict.Text("en"))
		}
		approval, err := s.record(ctx, e, rules, row, verdict)
		if err != nil {
			return err
		}
		list, err := e.Terms(ctx, store.TermQuery{Customer: q.Customer, Standing: true})
		i := slices.IndexFunc(list, func(t store.Term) bool { return t.Approval == approval.Number })
		if err == nil && i >= 0 {
			out = list[i]
		}
		return err
	})
	return out, err
}

// limitValue is what a request for a limit says besides its amount.
func limitValue(q NewTerm) string {
	var words []string
	if q.Scope == credit.OfGroup || q.Scope == credit.OfMonth {
		words = append(words, string(q.Scope))
	}
	if q.Contract != "" {
		words = append(words, "contract="+string(q.Contract))
	}
	if q.Days > 0 {
		words = append(words, "days="+strconv.Itoa(q.Days))
	}
	return strings.Join(words, " ")
}

// limitAsked reads what a request for a limit says besides its amount: the words
// of limitValue.
func limitAsked(value string) (t credit.Term, err error) {
	t.Kind, t.Scope = credit.TermLimit, credit.OfCustomer
	for word := range strings.FieldsSeq(value) {
		name, arg, _ := strings.Cut(word, "=")
		n, bad := strconv.Atoi(arg)
		switch {
		case word == string(credit.OfGroup) || word == string(credit.OfMonth) || word == string(credit.OfCustomer):
			t.Scope = credit.Scope(name)
		case name == "contract" && arg != "":
			t.Scope, t.Contract = credit.OfContract, id.Contract(arg)
		case name == "days" && bad == nil && n > 0 && n <= MaxTermDays:
			t.Days = n
		default:
			return t, fault.New(fault.Usage, "limit.value", "%q says nothing about a limit; write group, month, contract=KEY, days=N", word)
		}
	}
	return t, nil
}

// termsAsked reads what a request for new terms says: prepayment=PERCENT, days=N,
// or both; nil where it says anything else.
func termsAsked(value string) (list []credit.Term) {
	for word := range strings.FieldsSeq(value) {
		name, arg, _ := strings.Cut(word, "=")
		n, err := strconv.Atoi(arg)
		switch {
		case err == nil && name == "prepayment" && n > 0 && n <= 100:
			list = append(list, credit.Term{Kind: credit.TermPrepayment, Scope: credit.OfCustomer, Percent: n})
		case err == nil && name == "days" && n > 0 && n <= MaxTermDays:
			list = append(list, credit.Term{Kind: credit.TermLimit, Scope: credit.OfCustomer, Days: n})
		default:
			return nil
		}
	}
	return list
}

// MaxTermDays bounds for how long goods may stay unpaid, in days.
const MaxTermDays = 3650

// limitSet is what an approved change of the limit sets, from the day it was
// approved.
func limitSet(row store.Approval) (store.Term, error) {
	t, err := limitAsked(row.Value)
	if row.Amount != 0 || t.Days == 0 {
		t.Amount = &row.Amount
	}
	t.Customer, t.Currency, t.From, t.Until, t.Reason = row.Customer, row.Currency, row.ClosedOn, row.Until, row.Reason
	t.By = lastVoter(row)
	if len(row.Evidence) > 0 {
		t.Document = row.Evidence[0].Document
	}
	return store.Term{Term: t, SetOn: row.ClosedOn, Approval: row.Number}, err
}

// lastVoter is who decided a request.
func lastVoter(row store.Approval) string {
	if n := len(row.Votes); n > 0 {
		return string(row.Votes[n-1].Person)
	}
	return string(row.AskedBy)
}

// EndTerm ends a term before its last day: whoever may set terms may. Where the
// end of a limit lets the customer have more, it takes the authority that setting
// so high a limit takes; its faults then are limit.end_raises, limit.end_frees,
// limit.end_longer, limit.end_unpaid and limit.end_beyond.
func (s *Session) EndTerm(ctx context.Context, number int64, reason string) (out store.Term, err error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return out, fault.New(fault.Usage, "term.reason", "say why: --reason TEXT")
	}
	err = s.do(ctx, KeepCredit, "credit.end", &out, func(ctx context.Context, e *entry) error {
		list, err := e.Terms(ctx, store.TermQuery{Number: max(1, number)})
		if err != nil {
			return err
		}
		if len(list) == 0 || number < 1 {
			return fault.New(fault.NotFound, "term.unknown", "there is no term of credit %d; \"debitor limit show CUSTOMER\" lists them", number)
		}
		out = list[0]
		if err := s.mustSee(ctx, e.Reader, out.Customer); err != nil {
			return err
		}
		if err := s.mayEnd(ctx, e.Reader, out); err != nil {
			return err
		}
		done, err := e.EndTerm(ctx, number, s.Today(), s.actorName(), reason)
		if err == nil && !done {
			err = fault.New(fault.Refused, "term.ended", "term %d was ended on %s", number, out.EndedOn)
		}
		if err != nil {
			return err
		}
		out.EndedOn, out.EndedBy, out.EndedWhy = s.Today(), s.actorName(), reason
		e.note("credit.ended", "customer:"+string(out.Customer), reason, out)
		return nil
	})
	return out, err
}

// mayEnd refuses the end of a limit that lets the customer have more than the
// actor could give him by setting a limit.
func (s *Session) mayEnd(ctx context.Context, r store.Reader, t store.Term) error {
	if t.Kind != credit.TermLimit || t.EndedOn != 0 {
		return nil
	}
	rules, err := s.rulesIfAny(ctx, r, s.Today())
	if err != nil || rules.Policy == nil { // without rules no limit counts
		return err
	}
	account, err := owing(ctx, r, t.Customer, s.Today(), rules.Policy)
	if err != nil {
		return err
	}
	check, err := s.question(ctx, r, rules, &account, HoldQuery{Customer: t.Customer, Date: s.Today(), Currency: s.company.Currency})
	if err != nil {
		return err
	}
	rise := check.RiseWithout(t.Number)
	if !rise.Any() {
		return nil
	}
	ask := store.Approval{
		Kind: string(authority.ChangeLimit), Customer: t.Customer, Amount: rise.Amount, Currency: s.company.Currency, Until: t.Until,
		AskedBy: id.User(s.actorName()), AskedOn: s.Today(),
	}
	verdict, err := s.judge(ctx, r, rules, ask, s.actorName())
	if err != nil || verdict.Code == authority.Granted {
		return err
	}
	return s.endsTooHigh(t, rise, verdict)
}

// endsTooHigh says what the end of a limit would give, who may give it, and how
// to ask them.
func (s *Session) endsTooHigh(t store.Term, rise credit.Rise, v authority.Verdict) error {
	decimal := func(m money.Minor) string { return m.Decimal(s.company.Currency) + " " + string(s.company.Currency) }
	ask := s.askInstead(t, rise)
	roles := strings.Join(v.Deciders(), ", ")
	switch {
	case roles == "":
		return fault.New(fault.Refused, "limit.end_beyond", "the end of limit %d would give %s more than the policy lets anyone decide; set another limit in its place (%q)", t.Number, t.Customer, ask)
	case rise.Amount == 0 && rise.MostDays == 0:
		return fault.New(fault.Refused, "limit.end_unpaid", "without limit %d goods to %s may stay unpaid for any time, instead of %d days: this takes %s (%q asks for another limit in its place)",
			t.Number, t.Customer, rise.WasDays, roles, ask)
	case rise.Amount == 0:
		return fault.New(fault.Refused, "limit.end_longer", "without limit %d goods to %s may stay unpaid for %d days, instead of %d: this takes %s (%q asks for it)",
			t.Number, t.Customer, rise.MostDays, rise.WasDays, roles, ask)
	case rise.Amount == credit.Unbounded:
		return fault.New(fault.Refused, "limit.end_frees", "no other limit takes the place of limit %d, %s for %s: to end it takes %s (%q asks for another limit in its place)",
			t.Number, decimal(rise.Was), t.Customer, roles, ask)
	}
	return fault.New(fault.Refused, "limit.end_raises", "without limit %d %s may have %s instead of %s: this takes %s (%q asks for it)",
		t.Number, t.Customer, decimal(rise.Amount), decimal(rise.Was), roles, ask)
}

// askInstead is the command that asks for a limit in the place of one whose end
// would give more.
func (s *Session) askInstead(t store.Term, rise credit.Rise) string {
	q := NewTerm{Scope: t.Scope, Contract: t.Contract}
	words := []string{"debitor approval ask change-limit", string(t.Customer)}
	switch {
	case rise.Amount == 0:
		q.Days = max(rise.MostDays, rise.WasDays)
	case rise.Amount == credit.Unbounded:
		words = append(words, "--amount N")
	default:
		words = append(words, "--amount "+rise.Amount.Decimal(s.company.Currency))
	}
	if value := limitValue(q); value != "" {
		words = append(words, "--value "+value)
	}
	if t.Until != 0 {
		words = append(words, "--until "+t.Until.String())
	}
	return strings.Join(append(words, "--reason TEXT"), " ")
}

// Terms are the terms of a customer, those that ended included; newest first.
func (s *Session) Terms(ctx context.Context, c id.Customer) (list []store.Term, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		list, err = r.Terms(ctx, store.TermQuery{Customer: c})
		return err
	})
	return list, err
}

// TermState is how a term stands on a day: in force, to come, over or ended.
func TermState(t store.Term, day cal.Date) string {
	switch {
	case t.EndedOn != 0:
		return "ended"
	case t.From > day:
		return "to come"
	case t.Until != 0 && t.Until < day:
		return "over"
	}
	return "in force"
}

// EndLift ends a lift before its last day: whoever may lift may also take it
// back.
func (s *Session) EndLift(ctx context.Context, c id.Customer, number int64, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Usage, "term.reason", "say why: --reason TEXT")
	}
	return s.do(ctx, LiftHolds, "hold.lift.end", nil, func(ctx context.Context, e *entry) error {
		if _, err := s.mayLift(ctx, e.Reader); err != nil {
			return err
		}
		if err := s.mustSee(ctx, e.Reader, c); err != nil {
			return err
		}
		done, err := e.EndLift(ctx, c, number, s.Today())
		if err == nil && !done {
			err = fault.New(fault.NotFound, "lift.unknown", "customer %s has no lift %d that could be ended", c, number)
		}
		if err != nil {
			return err
		}
		e.note("hold.lift_ended", "customer:"+string(c), reason, map[string]any{"lift": number})
		return nil
	})
}
