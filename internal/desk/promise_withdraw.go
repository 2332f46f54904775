package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// WithdrawPromise takes a promise or a payment plan back that was recorded by
// mistake, with all that was recorded together with it. From today on it neither
// suspends nor is broken; what was planned by it before stays explained by it.
// On the day he recorded it anybody may withdraw his own.
func (s *Session) WithdrawPromise(ctx context.Context, key, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Usage, "promise.withdraw_reason", "a promise is withdrawn with a reason")
	}
	return s.do(ctx, DoTasks, "promise.withdraw", nil, func(ctx context.Context, e *entry) error {
		rows, err := e.PromisesWith(ctx, key)
		if err != nil {
			return err
		}
		if len(rows) == 0 || s.mustSee(ctx, e.Reader, rows[0].Customer) != nil {
			return unknownPromise(key)
		}
		if err := s.mayWithdraw(&rows[0]); err != nil {
			return err
		}
		list := make([]store.Withdrawal, 0, len(rows))
		for i := range rows {
			list = append(list, store.Withdrawal{Event: rows[i].Key, Date: s.Today(), Reason: reason, Author: s.actorName()})
		}
		if err := e.InsertWithdrawals(ctx, list); err != nil {
			return err
		}
		e.note("promise.withdrawn", "promise:"+key, reason, map[string]any{"customer": rows[0].Customer, "documents": promised(rows)})
		return nil
	})
}

// MayWithdraw says whether the actor may withdraw a promise, for who shows what
// he can do.
func (s *Session) MayWithdraw(p *store.PromiseRow) bool { return s.mayWithdraw(p) == nil }

func (s *Session) mayWithdraw(p *store.PromiseRow) error {
	if p.Restructuring != 0 {
		return fault.New(fault.Refused, "promise.of_restructuring", "it is a part of agreement %d: end that instead", p.Restructuring)
	}
	if p.Withdrawn != 0 {
		return fault.New(fault.Refused, "promise.withdrawn", "the promise was withdrawn on %s already", p.Withdrawn)
	}
	if p.By == s.actorName() && p.Date == s.Today() {
		return nil
	}
	return s.may(WithdrawPromises)
}

func unknownPromise(key string) error {
	return fault.New(fault.NotFound, "promise.unknown", "there is no promise %s", key)
}

// promised are the documents of promises; empty is the whole customer.
func promised(rows []store.PromiseRow) []id.Invoice {
	var list []id.Invoice
	for i := range rows {
		if !slices.Contains(list, rows[i].Invoice) {
			list = append(list, rows[i].Invoice)
		}
	}
	return list
}
