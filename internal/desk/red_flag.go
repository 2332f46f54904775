package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
)

// RaisedFlags are the kinds of red flags that somebody raises; a long delay the
// ledger shows by itself.
var RaisedFlags = slices.DeleteFunc(slices.Clone(policy.Flags), func(kind string) bool { return kind == policy.FlagDelay })

// CustomerFlags is what is known of the signs that a customer may not pay.
type CustomerFlags struct {
	Standing  []store.RedFlag // a long delay first, which has no number
	Withdrawn []store.RedFlag // the newest first
	Checked   store.RegisterCheck
	Due       bool // he is to be looked up in the registers this month, and was not
}

// flagsOf reads a customer's flags as of a day; without rules nothing is watched
// for.
func (s *Session) flagsOf(ctx context.Context, r store.Reader, p *policy.Policy, a *ledger.Account, day cal.Date) (out CustomerFlags, err error) {
	if p != nil {
		out.Standing = delayFlag(&p.RedFlags, a, day)
		out.Due = slices.ContainsFunc(ledger.Aging(a.Items, day), func(g ledger.Ages) bool { return p.RedFlags.Checks(g.Total, g.Currency) })
	}
	all, err := r.RedFlags(ctx, a.Customer)
	if err != nil {
		return out, err
	}
	for _, f := range all {
		if f.EndedOn == 0 {
			out.Standing = append(out.Standing, f)
		} else {
			out.Withdrawn = append(out.Withdrawn, f)
		}
	}
	out.Checked, err = r.LastCheck(ctx, a.Customer, day)
	out.Due = out.Due && out.Checked.CheckedOn < firstOfMonth(day)
	return out, err
}

// delayFlag is the flag that the oldest debt of an account is by itself, none
// where it is not late enough: more than a month makes a debtor suspicious
//
func delayFlag(f *policy.RedFlags, a *ledger.Account, day cal.Date) []store.RedFlag {
	if f.Late == 0 {
		return nil
	}
	oldest := cal.Date(0)
	for i := range a.Items {
		if due := a.Items[i].Due; due != 0 && (oldest == 0 || due < oldest) {
			oldest = due
		}
	}
	if oldest == 0 || int(day-oldest) <= f.Late {
		return nil
	}
	return []store.RedFlag{{Customer: a.Customer, Kind: policy.FlagDelay, SeenOn: oldest + cal.Date(f.Late) + 1}}
}

// flagsTerm adds, where a red flag stands that the policy has stop shipments, the
// term by which nothing ships. It is not recorded: it ends with the flag.
func (s *Session) flagsTerm(ctx context.Context, r store.Reader, q *credit.Query) error {
	var flags []store.RedFlag
	if askFlags(q.Policy) {
		var err error
		if flags, err = r.StandingFlags(ctx, q.Account.Customer); err != nil {
			return err
		}
	}
	s.addFlagsTerm(q, flags)
	return nil
}

// askFlags tells whether a policy stops shipments by flags that somebody raised.
func askFlags(p *policy.Policy) bool {
	return slices.ContainsFunc(p.RedFlags.Stops, func(kind string) bool { return kind != policy.FlagDelay })
}

func (s *Session) addFlagsTerm(q *credit.Query, flags []store.RedFlag) {
	f := &q.Policy.RedFlags
	if len(f.Stops) == 0 {
		return
	}
	var names []string
	var since cal.Date
	for _, flag := range append(delayFlag(f, q.Account, q.Date), flags...) {
		if !slices.Contains(f.Stops, flag.Kind) || flag.SeenOn > q.Date {
			continue
		}
		names = append(names, rulebook.Named(flag.Kind, s.company.Language))
		if since == 0 || flag.SeenOn < since {
			since = flag.SeenOn
		}
	}
	if len(names) > 0 {
		q.Terms = append(q.Terms, credit.Term{
			Customer: q.Account.Customer, Kind: credit.TermFlag, Scope: credit.OfCustomer, From: since, Reason: strings.Join(slices.Compact(names), ", "),
		})
	}
}

// RegisterLook is that somebody looked a customer up in the registers.
type RegisterLook struct {
	Customer id.Customer
	On       cal.Date // today at the latest
	Flag     string   // what was found, of RaisedFlags; empty: nothing new
	Note     string   // where was looked, and what it says; needed with a flag
}

// CheckCustomer records that a customer was looked up in the registers, raises
// the flag that was found, and ends the task that asked for it. Its
// faults are flag.on, flag.kind and flag.note.
func (s *Session) CheckCustomer(ctx context.Context, q RegisterLook) error {
	q.Note = strings.TrimSpace(q.Note)
	switch {
	case q.On == 0 || q.On > s.Today():
		return fault.New(fault.Input, "flag.on", "say on which day it was, today at the latest")
	case q.Flag != "" && !slices.Contains(RaisedFlags, q.Flag):
		return fault.New(fault.Usage, "flag.kind", "%q is no red flag that somebody raises; there are %s", q.Flag, strings.Join(RaisedFlags, ", "))
	case q.Flag != "" && q.Note == "":
		return fault.New(fault.Input, "flag.note", "say what was seen, and where")
	}
	return s.do(ctx, KeepFlags, "customer.check", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
			return err
		}
		about := "customer:" + string(q.Customer)
		e.note("flag.checked", about, q.Note, map[string]any{"on": q.On, "flag": q.Flag})
		if err := e.SaveCheck(ctx, store.RegisterCheck{Customer: q.Customer, CheckedOn: q.On, Note: q.Note, Author: s.actorName()}); err != nil {
			return err
		}
		if q.Flag != "" {
			e.note("flag.raised", about, q.Note, map[string]any{"flag": q.Flag, "on": q.On})
			if err := e.InsertFlag(ctx, store.RedFlag{Customer: q.Customer, Kind: q.Flag, SeenOn: q.On, Note: q.Note, Author: s.actorName()}); err != nil {
				return err
			}
		}
		if q.On < firstOfMonth(s.Today()) {
			return nil // of a month before: this month's task stands
		}
		return s.finishTasks(ctx, e, q.Customer, registerStep)
	})
}

// WithdrawFlag takes a red flag off: it was looked into, and is none.
func (s *Session) WithdrawFlag(ctx context.Context, c id.Customer, number int64, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Input, "flag.reason", "say why the red flag is none any more: --reason")
	}
	return s.do(ctx, KeepFlags, "customer.unflag", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, c); err != nil {
			return err
		}
		there, err := e.EndFlag(ctx, store.RedFlag{Customer: c, Number: number, EndedOn: s.Today(), EndedBy: s.actorName(), Reason: reason})
		if err == nil && !there {
			err = fault.New(fault.NotFound, "flag.none", "customer %s has no red flag %d that stands", c, number)
		}
		e.note("flag.withdrawn", "customer:"+string(c), reason, map[string]any{"number": fmt.Sprint(number)})
		return err
	})
}

// Flags are the red flags of a customer as of today.
func (s *Session) Flags(ctx context.Context, c id.Customer) (out CustomerFlags, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		rules, err := s.rulesIfAny(ctx, r, s.Today())
		if err != nil {
			return err
		}
		account, _, err := r.Owing(ctx, c, s.Today())
		if err != nil {
			return err
		}
		account.Customer = c
		out, err = s.flagsOf(ctx, r, rules.Policy, &account, s.Today())
		return err
	})
	return out, err
}

// Flagged are the red flags that stand with the customers whom the actor sees,
// by their names, long delays among them.
func (s *Session) Flagged(ctx context.Context, q store.FlaggedQuery) (list []store.Flagged, err error) {
	q.Scope = s.scope().Of(q.Scope.Manager)
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		rules, err := s.rulesIfAny(ctx, r, s.Today())
		if err != nil {
			return err
		}
		late := 0
		if rules.Policy != nil {
			late = rules.RedFlags.Late
		}
		if late > 0 {
			q.LateSince = s.Today() - cal.Date(late)
		}
		list, err = r.Flagged(ctx, q)
		for i := range list {
			if list[i].Number == 0 {
				list[i].SeenOn += cal.Date(late) + 1
			}
		}
		return err
	})
	return list, err
}
