package desk

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// stopHeader is the first row of a stop list.
var stopHeader = []string{"customer", "since", "reason", "lifted_by"}

// stoppedAtOnce is for how many customers the names of documents are read at once.
const stoppedAtOnce = 200

// EachStopped gives every customer to whom shipments are stopped on a day, by
// code, live from the ledger; whoever is on it may have been let by a lift. What
// is not on it ships for free, so that who does not see all customers is refused
// (right.scope) instead of shown a part.
func (s *Session) EachStopped(ctx context.Context, day cal.Date, fn func(credit.Answer) error) error {
	if !s.scope().All {
		return fault.New(fault.Refused, "right.scope", "this is about all customers, and you see only some; an administrator can change that")
	}
	return s.read(ctx, ReadBooks, func(r store.Reader) error { return s.eachStopped(ctx, r, day, fn) })
}

func (s *Session) eachStopped(ctx context.Context, r store.Reader, day cal.Date, fn func(credit.Answer) error) error {
	rules, err := s.rules(ctx, r, day)
	if err != nil {
		return err
	}
	all, err := stoppersOf(ctx, r)
	if err != nil {
		return err
	}
	var waits []*credit.Answer // for the names of documents, many at once
	tell := func() error {
		list := waits
		waits = nil
		if err := nameReasons(ctx, r, list...); err != nil {
			return err
		}
		for _, answer := range list {
			if err := fn(*answer); err != nil {
				return err
			}
		}
		return nil
	}
	note := func(a *ledger.Account) error {
		answer, err := s.stopped(ctx, r, rules.Policy, a, day, all)
		if err != nil || !answer.Held {
			return err
		}
		if waits = append(waits, &answer); len(waits) < stoppedAtOnce {
			return nil
		}
		return tell()
	}
	// Who is stopped by hand may owe nothing: he has his place among the others.
	by := maps.Clone(all.terms)
	for c := range all.flags {
		by[c] = nil
	}
	waiting := slices.Sorted(maps.Keys(by))
	until := func(next id.Customer) error {
		for len(waiting) > 0 && (next == "" || waiting[0] <= next) {
			c := waiting[0]
			waiting = waiting[1:]
			if c == next {
				continue
			}
			account, err := accountOf(ctx, r, c, day, rules.Policy)
			if err == nil {
				err = note(&account)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	err = eachAccount(ctx, r, day, rules.Policy, func(a *ledger.Account) error {
		if err := until(a.Customer); err != nil {
			return err
		}
		return note(a)
	})
	if err != nil {
		return err
	}
	if err := until(""); err != nil {
		return err
	}
	return tell()
}

// StopList is the stop list of a day as a CSV file, as apply --out writes it.
func (s *Session) StopList(ctx context.Context, day cal.Date) ([]byte, error) {
	if !s.scope().All {
		return nil, fault.New(fault.Refused, "right.scope", "this is about all customers, and you see only some; an administrator can change that")
	}
	var b bytes.Buffer
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err := s.stoppedCustomers(ctx, r, day)
		if err != nil {
			return err
		}
		return writeCSV(&b, stopHeader, stopRows(list))
	})
	return b.Bytes(), err
}
