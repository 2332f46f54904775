package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/bank"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// defaultLag is how many working days a bank may be behind: yesterday's
// statement comes this morning.
const defaultLag = 1

// maxLag bounds it: statements of two weeks ago say nothing.
const maxLag = 10

// Freshness is up to when the statements of an account are complete.
type Freshness struct {
	store.BankAccount
	To    cal.Date   // the last day that is complete; the day before Since if none is
	Gaps  []bank.Gap // days that are missing, balances that do not continue
	Stale bool       // letters of the day asked about wait for it
}

// BankAccounts are the company's accounts with up to when each is complete, as
// letters of a day need it.
func (s *Session) BankAccounts(ctx context.Context, day cal.Date) (list []Freshness, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = s.freshness(ctx, r, day)
		return err
	})
	return list, err
}

func (s *Session) freshness(ctx context.Context, r store.Reader, day cal.Date) ([]Freshness, error) {
	accounts, err := r.BankAccounts(ctx)
	if err != nil {
		return nil, err
	}
	working := s.Calendar()
	list := make([]Freshness, 0, len(accounts))
	for _, a := range accounts {
		taken, err := r.BankStatements(ctx, a.Account, a.Since)
		if err != nil {
			return nil, err
		}
		periods := make([]bank.Period, len(taken))
		for i, t := range taken {
			// What was taken in on its own last day may have been taken at noon. Only who
			// asks for the same day's statement (no lag) says that he takes it in late.
			running := t.Interim || a.Lag > 0 && t.To >= t.TakenOn
			periods[i] = bank.Period{From: t.From, To: t.To, Opening: t.Opening, Closing: t.Closing, Interim: running}
		}
		f := Freshness{BankAccount: a}
		f.To, f.Gaps = bank.Complete(periods, a.Since, working.IsWorking)
		f.Stale = a.Watched && f.To < working.AddWorking(day, -a.Lag)
		list = append(list, f)
	}
	return list, nil
}

// mustBeFresh refuses what chases customers as of a day while a watched account
// is not complete to it, unless somebody has signed that it may (R-31, ADR 25).
func (s *Session) mustBeFresh(ctx context.Context, r store.Reader, day cal.Date) error {
	list, err := s.staleFor(ctx, r, day)
	if err != nil || len(list) == 0 {
		return err
	}
	return fault.New(fault.Refused, "bank.stale", "the statements of account %s are complete only to %s, so letters of %s could chase what is paid: import its statement, or have somebody sign that they may go (debitor bank waive)",
		list[0].Account, list[0].To, day)
}

// staleFor are the accounts that letters of a day wait for, none if somebody has
// signed for the day.
func (s *Session) staleFor(ctx context.Context, r store.Reader, day cal.Date) ([]Freshness, error) {
	list, err := s.freshness(ctx, r, day)
	list = slices.DeleteFunc(list, func(f Freshness) bool { return !f.Stale })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if _, signed, err := r.FreshWaiver(ctx, day); err != nil || signed {
		return nil, err
	}
	return list, nil
}

// StaleAccounts are the accounts whose statements letters of a day wait for, as
// apply and sending will ask.
func (s *Session) StaleAccounts(ctx context.Context, day cal.Date) (list []Freshness, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = s.staleFor(ctx, r, day)
		return err
	})
	return list, err
}

// WaiveFreshness signs that the letters of a day may go although statements are
// missing.
func (s *Session) WaiveFreshness(ctx context.Context, day cal.Date, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Usage, "bank.reason", "say why the letters may go without the statements")
	}
	return s.do(ctx, WaiveStatements, "bank.waive", nil, func(ctx context.Context, e *entry) error {
		if before, signed, err := e.FreshWaiver(ctx, day); err != nil || signed {
			if signed {
				err = fault.New(fault.Refused, "bank.waived", "%s has signed for %s already", before.Author, day)
			}
			return err
		}
		v := store.FreshWaiver{Date: day, Reason: reason, Author: id.User(s.actorName())}
		e.note("bank.waived", "run:"+day.String(), reason, v)
		return e.InsertFreshWaiver(ctx, v)
	})
}

// Waived is who signed that letters of a day may go without statements, false
// if nobody did.
func (s *Session) Waived(ctx context.Context, day cal.Date) (v store.FreshWaiver, signed bool, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		v, signed, err = r.FreshWaiver(ctx, day)
		return err
	})
	return v, signed, err
}

// SaveBankAccount adds an account of the company's, or changes it.
func (s *Session) SaveBankAccount(ctx context.Context, a store.BankAccount) error {
	a.Account, a.Name = bareAccount(a.Account), strings.TrimSpace(a.Name)
	switch {
	case len(a.Account) < 4 || len(a.Account) > 40:
		return fault.New(fault.Usage, "bank.account_number", "%q is no account number", a.Account)
	case a.Lag < 0 || a.Lag > maxLag:
		return fault.New(fault.Usage, "bank.lag", "a bank may be 0 to %d working days behind", maxLag)
	}
	return s.do(ctx, ManageCompany, "bank.account", nil, func(ctx context.Context, e *entry) error {
		list, err := e.BankAccounts(ctx)
		if err != nil {
			return err
		}
		if a.Currency == "" {
			a.Currency = s.company.Currency
		}
		if a.Since == 0 { // from now on: what was before is in the ledger already
			a.Since = s.Today()
		}
		before := slices.IndexFunc(list, func(v store.BankAccount) bool { return v.Account == a.Account })
		switch {
		case before < 0:
			e.note("bank.account_added", "bank:"+a.Account, "", a)
		case list[before] != a:
			e.note("bank.account_changed", "bank:"+a.Account, "", changed{list[before], a})
		default:
			return nil
		}
		return e.SaveBankAccount(ctx, a)
	})
}

// bareAccount is an account number without the spaces people write into it.
func bareAccount(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }
