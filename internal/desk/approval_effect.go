package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// carryOut does what was approved, within the change that approved it. Where
// the books have no place for it yet, a task asks whoever requested it to see
// to it; the approval of a policy is looked for when it is published.
func (s *Session) carryOut(ctx context.Context, e *entry, row store.Approval) error {
	switch authority.Kind(row.Kind) {
	case authority.Promise:
		return s.promise(ctx, e, row)
	case authority.LiftHold:
		return s.lift(ctx, e, row)
	case authority.ReDefer:
		return s.reDefer(ctx, e, row)
	case authority.AssignCategory:
		return s.assignCategory(ctx, e, row)
	case authority.Exclude:
		return s.exclude(ctx, e, row)
	case authority.ChangeLimit:
		return changeLimit(ctx, e, row)
	case authority.ChangeTerms:
		return s.changeTerms(ctx, e, row)
	case authority.BlackList:
		return s.putOnBlackList(ctx, e, row)
	case authority.WaivePapers:
		return s.waivePapers(ctx, e, row)
	case authority.ChargeLate:
		return s.charge(ctx, e, row)
	case authority.WaiveCharge:
		return s.waive(ctx, e, row)
	case authority.WaivePrice:
		return s.waivePrice(ctx, e, row)
	case authority.PublishPolicy:
		return nil
	}
	return s.byHand(ctx, e, row)
}

// promise records what was promised: one day, or the parts of a payment plan,
// which the request has as its value. A guarantee letter shown for it is a fact
// of its own.
func (s *Session) promise(ctx context.Context, e *entry, row store.Approval) error {
	list := []ledger.Event{eventOf(row, ledger.Promise)}
	if row.Value != "" {
		parts, err := parseParts(row.Value, row.Currency)
		if err != nil {
			return err
		}
		list = list[:0]
		for _, part := range parts {
			ev := eventOf(row, ledger.Plan)
			ev.Until, ev.Amount = part.Until, part.Amount
			list = append(list, ev)
		}
	}
	for _, v := range row.Evidence {
		if v.Name == guaranteeLetter {
			ev := eventOf(row, ledger.Guarantee)
			ev.Document = v.Document
			list = append(list, ev)
		}
	}
	e.note("debt."+string(list[0].Kind), about(row), row.Reason, list)
	return insertEvents(ctx, e, list...)
}

// lift lets goods go. Was something overdue, it ends with the last of that paid.
func (s *Session) lift(ctx context.Context, e *entry, row store.Approval) error {
	by := id.User(lastVoter(row))
	account, err := accountOf(ctx, e.Reader, row.Customer, row.ClosedOn, nil)
	if err != nil {
		return err
	}
	late := slices.ContainsFunc(account.Items, func(it ledger.Item) bool { return it.Due != 0 && it.Due < row.ClosedOn })
	e.note("hold.lifted", about(row), row.Reason, Lifted{row.Customer, row.Amount.Decimal(row.Currency), row.Currency, row.Until, row.Reason, string(by)})
	return e.InsertLift(ctx, store.Lift{
		Customer: row.Customer, Reason: row.Reason, Amount: row.Amount, Currency: row.Currency, Until: row.Until, By: by,
		Given: row.ClosedOn, ForDebts: late, Approval: row.Number,
	})
}

// changeLimit sets the limit; one before it stays what it was, and counts again
// when this one has had its last day.
func changeLimit(ctx context.Context, e *entry, row store.Approval) error {
	t, err := limitSet(row)
	if err == nil {
		_, err = setTerm(ctx, e, t)
	}
	return err
}

// changeTerms has the customer pay ahead, or pay within fewer days, for a time or
// until it is ended. Other terms are those of a contract: they are
// changed in the books that the contract comes from, for its next import would put
// the old ones back, and somebody is asked to.
func (s *Session) changeTerms(ctx context.Context, e *entry, row store.Approval) error {
	terms := termsAsked(row.Value)
	if len(terms) == 0 {
		return s.contractTerms(ctx, e, row)
	}
	for _, t := range terms {
		t.Customer, t.Currency = row.Customer, s.company.Currency
		t.From, t.Until, t.Reason, t.By = row.ClosedOn, row.Until, row.Reason, lastVoter(row)
		if _, err := setTerm(ctx, e, store.Term{Term: t, SetOn: row.ClosedOn, Approval: row.Number}); err != nil {
			return err
		}
		if err := tellPrepaid(ctx, e, t); err != nil {
			return err
		}
	}
	return nil
}

// contractTerms makes the task to write new terms into a contract, and says why
// they take no effect here.
func (s *Session) contractTerms(ctx context.Context, e *entry, row store.Approval) error {
	day, err := nextList(ctx, e, row.ClosedOn)
	if err != nil {
		return err
	}
	_, err = e.makeTask(ctx, newTask{
		Day: day, Customer: row.Customer, From: fmt.Sprintf("approval-%d", row.Number), Currency: row.Currency, Task: row.Kind,
		Assignee: string(row.AskedBy), Because: fault.New(fault.Refused, "task.terms", "terms of a contract are kept in the books it comes from, and the next import would put the old ones back: write %q into the contract there", row.Value),
	})
	return err
}

// nextList is the day in whose list a task of today stands: that of the next run,
// if the day's list is out.
func nextList(ctx context.Context, e *entry, day cal.Date) (cal.Date, error) {
	if _, out, err := e.Run(ctx, day); err != nil || !out {
		return day, err
	}
	return day + 1, nil
}

// reDefer records the restructuring and the promise in it: the new term keeps
// letters back as a promise does, and broken it counts as one. A request for a
// supplementary agreement lets that out: what it says counts from its signature.
func (s *Session) reDefer(ctx context.Context, e *entry, row store.Approval) error {
	if paper, err := s.letOutBy(ctx, e, row); paper || err != nil {
		return err
	}
	signed, promise := eventOf(row, ledger.Restructured), eventOf(row, ledger.Promise)
	e.note("debt.restructured", about(row), row.Reason, signed)
	return insertEvents(ctx, e, signed, promise)
}

// assignCategory gives the category, and with it its terms; who is to pay in
// advance by it, and was not before, is written to.
func (s *Session) assignCategory(ctx context.Context, e *entry, row store.Approval) error {
	list, err := e.Customers(ctx, []id.Customer{row.Customer})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", row.Customer)
	}
	after := list[0]
	after.Category = row.Value
	e.note("customer.changed", about(row), row.Reason, changed{list[0], after})
	if err := e.UpdateCustomer(ctx, after); err != nil {
		return err
	}
	rules, err := s.rules(ctx, e.Reader, row.ClosedOn)
	if err != nil || rules.Policy == nil {
		return err
	}
	if rules.CategoryOf(list[0].Category).Prepayment || !rules.CategoryOf(after.Category).Prepayment {
		return nil
	}
	return tellPrepaid(ctx, e, credit.Term{Customer: row.Customer, Percent: 100, From: row.ClosedOn, Reason: row.Reason, By: lastVoter(row)})
}

// exclude is a written order: it has a number, of the first document shown, and
// a last day.
func (s *Session) exclude(ctx context.Context, e *entry, row store.Approval) error {
	ev := eventOf(row, ledger.Suspend)
	e.note("debt.suspend", about(row), row.Reason, Suspended{ev.Kind, ev.Customer, ev.Invoice, ev.Date, ev.Until, ev.Reason, ev.Document})
	return insertEvents(ctx, e, ev)
}

// eventOf is what an approval records, from the day it was given; with the
// number of the first document shown for it.
func eventOf(row store.Approval, kind ledger.EventKind) ledger.Event {
	ev := ledger.Event{
		Date: row.ClosedOn, Kind: kind, Customer: row.Customer, Invoice: row.Invoice, Amount: row.Amount, Currency: row.Currency,
		Until: row.Until, Reason: row.Reason, By: string(row.AskedBy),
	}
	if len(row.Evidence) > 0 {
		ev.Document = row.Evidence[0].Document
	}
	return ev
}

// insertEvents records facts of a change; each is one of its own, whatever was
// imported before.
func insertEvents(ctx context.Context, e *entry, list ...ledger.Event) error {
	number, err := e.LastEventNumber(ctx)
	if err != nil {
		return err
	}
	rows := make([]store.Event, len(list))
	for i, ev := range list {
		rows[i] = store.Event{Event: ev, Key: e.factKey(), Number: number + int64(i) + 1}
	}
	e.tellPromised(rows)
	return e.InsertEvents(ctx, rows)
}

// factKey is the key of the next fact that a change records.
func (e *entry) factKey() string {
	e.events++
	return fmt.Sprintf("%s.%d", e.Change(), e.events)
}

// byHand makes a task of what the books do not hold: terms of a contract, a
// waiver, a write-off. It is for whoever asked. Where no amount is at stake
// there is no task, and the approval itself is what to go by. It is listed with
// the next run.
func (s *Session) byHand(ctx context.Context, e *entry, row store.Approval) error {
	account, err := accountOf(ctx, e.Reader, row.Customer, row.ClosedOn, nil)
	if err != nil {
		return err
	}
	day, err := nextList(ctx, e, row.ClosedOn)
	if err != nil {
		return err
	}
	total := cmp.Or(row.Amount, stake(&account, row))
	if total == 0 {
		return nil
	}
	_, err = e.makeTask(ctx, newTask{
		Day: day, Customer: row.Customer, From: fmt.Sprintf("approval-%d", row.Number), Currency: row.Currency, Task: row.Kind,
		Assignee: string(row.AskedBy), Total: total, Items: openItems(&account, row), Why: row.Reason,
	})
	return err
}

// openItems are the documents a request is about, as a task lists them.
func openItems(a *ledger.Account, row store.Approval) []TaskItem {
	list := []TaskItem{}
	for i := range a.Items {
		it := &a.Items[i]
		if it.Currency != row.Currency || (row.Invoice != "" && it.Invoice != row.Invoice) {
			continue
		}
		days := 0
		if it.Due != 0 {
			days = int(row.ClosedOn - it.Due)
		}
		list = append(list, TaskItem{it.Invoice, it.Part, string(it.Invoice), string(it.Contract), it.Due, days, it.Open.Decimal(it.Currency)})
	}
	return list
}
