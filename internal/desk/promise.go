package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// guaranteeLetter is the evidence that is a fact of its own.
const guaranteeLetter = "guarantee-letter"

// maxParts is how many parts a payment plan may have: three years by the month.
const maxParts = 36

// PromiseRequest is what a customer promises to pay.
type PromiseRequest struct {
	Customer  id.Customer
	Invoices  []id.Invoice // the documents it is about; empty: all that he owes
	Parts     []PromisePart
	Guarantee string // number of the guarantee letter; empty: there is none
	Note      string
}

// PromisePart is so much until a day; an amount of 0 is all that is open.
type PromisePart struct {
	Until  cal.Date
	Amount money.Minor // in the currency of the documents; PromiseForm tells which
	// Decimal is the amount as a text, from who does not know the currency; in
	// place of Amount.
	Decimal string
}

// Promised is what became of a promise: what was within the actor's authority
// is recorded, what was beyond waits as a request.
type Promised struct {
	Recorded int     `json:"recorded"` // facts: a promise for each document, a part of a plan
	Waiting  []int64 `json:"waiting"`  // numbers of the requests that somebody must approve
}

// TakePromise records a promise to pay: of one day, about all or several
// documents; or, in parts, a payment plan. What the policy's rules of authority
// do not let the actor accept becomes a request.
func (s *Session) TakePromise(ctx context.Context, q PromiseRequest) (out Promised, err error) {
	err = s.do(ctx, DoTasks, "promise.take", &out, func(ctx context.Context, e *entry) error {
		out, err = s.takePromise(ctx, e, q)
		return err
	})
	return out, err
}

// takePromise is TakePromise within a change.
func (s *Session) takePromise(ctx context.Context, e *entry, q PromiseRequest) (out Promised, err error) {
	if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
		return out, err
	}
	asks, err := s.promiseAsks(ctx, e.Reader, q)
	if err != nil {
		return out, err
	}
	rules, err := s.rules(ctx, e.Reader, s.Today())
	if err != nil {
		return out, err
	}
	for _, ask := range asks {
		row, err := s.request(ctx, e.Reader, ask)
		if err != nil {
			return out, err
		}
		verdict, err := s.judge(ctx, e.Reader, rules, row, s.actorName())
		if err != nil {
			return out, err
		}
		a, err := s.record(ctx, e, rules, row, verdict)
		if err != nil {
			return out, err
		}
		if a.State == store.Approved {
			out.Recorded += strings.Count(ask.Value, ";") + 1
		} else {
			out.Waiting = append(out.Waiting, a.Number)
		}
	}
	return out, nil
}

// promiseAsks are the requests that a promise comes to: one for each document,
// or one for the whole customer or a plan.
func (s *Session) promiseAsks(ctx context.Context, r store.Reader, q PromiseRequest) ([]AskRequest, error) {
	open, currency, err := s.promisable(ctx, r, q)
	if err != nil {
		return nil, err
	}
	if q.Parts, err = partsIn(q.Parts, currency); err != nil {
		return nil, err
	}
	if err := s.checkParts(q); err != nil {
		return nil, err
	}
	last := q.Parts[len(q.Parts)-1]
	ask := AskRequest{Kind: authority.Promise, Subject: string(q.Customer), Until: last.Until, Reason: strings.TrimSpace(q.Note)}
	if ask.Reason == "" {
		ask.Reason = s.unsaid().promised
	}
	if q.Guarantee != "" {
		ask.Evidence = []Evidence{{guaranteeLetter, q.Guarantee}}
	}
	if len(q.Parts) > 1 {
		return planAsk(ask, q, open, currency)
	}
	if len(q.Invoices) == 0 {
		ask.Amount = min(orAll(last.Amount, open), sumOpen(open)).Decimal(currency)
		return []AskRequest{ask}, nil
	}
	return perDocument(ask, last.Amount, open, currency)
}

// partsIn reads the amounts of parts that were given as texts.
func partsIn(parts []PromisePart, c money.Currency) ([]PromisePart, error) {
	read := slices.Clone(parts)
	for i := range read {
		if read[i].Decimal == "" {
			continue
		}
		amount, err := positive(read[i].Decimal, c)
		if err != nil {
			return nil, err
		}
		read[i].Amount = amount
	}
	return read, nil
}

// perDocument deals a promised amount to its documents, the oldest due first.
func perDocument(ask AskRequest, amount money.Minor, open []store.OpenItem, c money.Currency) ([]AskRequest, error) {
	rest := min(orAll(amount, open), sumOpen(open))
	var asks []AskRequest
	of := map[id.Invoice]money.Minor{}
	for i := range open {
		dealt := min(rest, open[i].Open)
		rest -= dealt
		of[open[i].Invoice] += dealt
	}
	for _, v := range slices.Compact(invoicesOf(open)) {
		if of[v] > 0 {
			ask.Subject, ask.Amount = string(v), of[v].Decimal(c)
			asks = append(asks, ask)
		}
	}
	return asks, nil
}

func invoicesOf(open []store.OpenItem) []id.Invoice {
	list := make([]id.Invoice, len(open))
	for i := range open {
		list[i] = open[i].Invoice
	}
	slices.Sort(list)
	return list
}

// planAsk is the request for a payment plan: its parts are the value, the last
// day what the rules of authority look at.
func planAsk(ask AskRequest, q PromiseRequest, open []store.OpenItem, c money.Currency) ([]AskRequest, error) {
	if len(q.Invoices) > 1 {
		return nil, fault.New(fault.Usage, "promise.plan_documents", "a payment plan is for one document or for all that he owes")
	}
	if len(q.Invoices) == 1 {
		ask.Subject = string(q.Invoices[0])
	}
	var sum money.Minor
	var parts []string
	for _, p := range q.Parts {
		sum += p.Amount
		parts = append(parts, p.Until.String()+":"+p.Amount.Decimal(c))
	}
	if sum > sumOpen(open) {
		return nil, fault.New(fault.Usage, "promise.plan_sum", "the parts sum to %s, open are %s", sum.Decimal(c), sumOpen(open).Decimal(c))
	}
	ask.Amount, ask.Value = sum.Decimal(c), strings.Join(parts, ";")
	return []AskRequest{ask}, nil
}

// parseParts reads the parts of a plan as planAsk writes them.
func parseParts(text string, c money.Currency) ([]PromisePart, error) {
	var parts []PromisePart
	for part := range strings.SplitSeq(text, ";") {
		day, amount, _ := strings.Cut(part, ":")
		until, err := cal.Parse(day)
		if err != nil {
			return nil, err
		}
		a, err := money.Parse(amount, c)
		if err != nil {
			return nil, err
		}
		parts = append(parts, PromisePart{Until: until, Amount: a.Minor})
	}
	return parts, nil
}

// planAgrees refuses a payment plan whose parts say more than its amount and its
// last day, for by these it is judged how far whose word goes.
func planAgrees(row store.Approval) error {
	if row.Value == "" {
		return nil
	}
	parts, err := parseParts(row.Value, row.Currency)
	if err != nil {
		return err
	}
	var sum money.Minor
	last := row.AskedOn - 1
	for _, p := range parts {
		if p.Amount <= 0 || p.Until <= last {
			return fault.New(fault.Usage, "promise.order", "the parts of a plan have amounts and follow one another by day; %s does not", p.Until)
		}
		sum, last = sum+p.Amount, p.Until
	}
	if sum != row.Amount || last != row.Until {
		return fault.New(fault.Usage, "promise.plan_ask", "the parts sum to %s until %s, asked is for %s until %s",
			sum.Decimal(row.Currency), last, row.Amount.Decimal(row.Currency), row.Until)
	}
	return nil
}

func (s *Session) checkParts(q PromiseRequest) error {
	if len(q.Parts) == 0 || len(q.Parts) > maxParts {
		return fault.New(fault.Usage, "promise.parts", "a promise has from 1 to %d parts, each with its day", maxParts)
	}
	before := s.Today() - 1
	for _, p := range q.Parts {
		switch {
		case p.Until <= before && p.Until < s.Today():
			return fault.New(fault.Usage, "promise.past", "%s is past: name the day on which he will pay", p.Until)
		case p.Until <= before:
			return fault.New(fault.Usage, "promise.order", "the parts of a plan follow one another by day; %s does not", p.Until)
		case p.Amount < 0 || p.Amount == 0 && len(q.Parts) > 1:
			return fault.New(fault.Usage, "promise.amount", "the part until %s needs its amount", p.Until)
		}
		before = p.Until
	}
	return nil
}

// promisable is what is open of the documents of a promise, in one currency.
func (s *Session) promisable(ctx context.Context, r store.Reader, q PromiseRequest) (open []store.OpenItem, c money.Currency, err error) {
	all, err := r.OpenItems(ctx, []id.Customer{q.Customer})
	if err != nil {
		return nil, "", err
	}
	c = s.mainCurrency(all)
	for i := range all {
		named := slices.Contains(q.Invoices, all[i].Invoice)
		if named && len(open) == 0 {
			c = all[i].Currency
		}
		if named && all[i].Currency != c {
			return nil, "", fault.New(fault.Usage, "promise.currencies", "the documents are of several currencies: take a promise for each")
		}
		if named || len(q.Invoices) == 0 && all[i].Currency == c {
			open = append(open, all[i])
		}
	}
	if len(open) == 0 {
		return nil, "", fault.New(fault.Refused, "promise.nothing", "nothing is open that could be promised")
	}
	return open, c, nil
}

// mainCurrency is that of the oldest debt that is overdue, for it is what is
// spoken about; else the company's, if anything is owed in it.
func (s *Session) mainCurrency(open []store.OpenItem) money.Currency {
	if len(open) == 0 {
		return s.company.Currency
	}
	first := open[0].Currency
	if due := open[0].Due; due != 0 && due < s.Today() {
		return first
	}
	if slices.ContainsFunc(open, func(it store.OpenItem) bool { return it.Currency == s.company.Currency }) {
		return s.company.Currency
	}
	return first
}

func orAll(amount money.Minor, open []store.OpenItem) money.Minor {
	if amount == 0 {
		return sumOpen(open)
	}
	return amount
}

func sumOpen(open []store.OpenItem) (sum money.Minor) {
	for i := range open {
		sum += open[i].Open
	}
	return sum
}

// eventsOf are the bare facts of rows.
func eventsOf(rows []store.Event) []ledger.Event {
	list := make([]ledger.Event, len(rows))
	for i := range rows {
		list[i] = rows[i].Event
	}
	return list
}
