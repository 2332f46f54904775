package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/hook"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// The background jobs of hooks.
const (
	// jobHook tells a company's hooks what has just happened.
	jobHook = "hook"
	// jobHookDue tells again what was not taken.
	jobHookDue = "hook-due"
	// jobHookWatch looks for what happened without a change.
	jobHookWatch = "hook-watch"
)

// How often it is asked what is to be told: as soon as the shortest pause between
// two tries, and as late as the manual promises what is noticed.
const (
	hookDueEvery   = 30 * time.Second
	hookWatchEvery = 5 * time.Minute
)

const (
	// hookShare is how long one job begins new calls; the rest waits for the next.
	hookShare = time.Minute
	// hookPiece is how many messages are looked at together.
	hookPiece = 100
	// hookLease is how long a message is one worker's: longer than a call takes.
	hookLease = time.Minute
	// brokenDays is how far back promises are looked at: who was away for a month
	// is still told.
	brokenDays = 40
)

// hookPauses are between tries; after the last a message is given up, some two
// days after the first try.
var hookPauses = []time.Duration{
	30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

func (d *Desk) workHooks(ctx context.Context, company string, _ []byte) error {
	s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
	if err != nil {
		return err
	}
	return sendHooks(ctx, s, Profile{})
}

// sendHooks tells what is due. A hook that does not take a message is left alone
// until the next time, so that one that hangs costs one call and no more, and
// what waits for it stands in nobody's way.
func sendHooks(ctx context.Context, s *Session, _ Profile) error {
	ends := s.desk.now().Add(hookShare)
	var deaf []int64
	for {
		hooks, list, err := s.dueHooks(ctx, deaf)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, v := range list {
			if slices.Contains(deaf, v.Hook) {
				continue
			}
			if s.desk.now().After(ends) {
				return nil
			}
			taken, err := s.sendHook(ctx, hooks[v.Hook], v)
			if err != nil {
				return err
			}
			if !taken {
				deaf = append(deaf, v.Hook)
			}
		}
	}
}

// dueHooks are the messages that are due, the oldest first, and their hooks; those
// of the deaf are left out.
func (s *Session) dueHooks(ctx context.Context, deaf []int64) (hooks map[int64]store.Hook, list []store.HookEvent, err error) {
	err = s.desk.db.Read(ctx, func(q db.Querier) error {
		r := store.Read(q, s.company.Code)
		all, err := r.Hooks(ctx)
		if err != nil {
			return err
		}
		hooks = make(map[int64]store.Hook, len(all))
		for _, h := range all {
			hooks[h.Number] = h
		}
		list, err = r.HookLog(ctx, store.HookLogQuery{State: store.HookWaiting, Except: deaf, DueBy: s.desk.now().Unix(), Limit: hookPiece})
		return err
	})
	return hooks, list, err
}

// sendHook makes one try and notes what came of it; taken tells that the hook
// can be told more.
func (s *Session) sendHook(ctx context.Context, h store.Hook, v store.HookEvent) (taken bool, err error) {
	now := s.desk.now()
	mine := false
	err = s.desk.db.Tx(ctx, func(tx db.Tx) error {
		mine, err = store.Write(tx, s.company.Code, "").ClaimHookEvent(ctx, v, now.Unix(), now.Add(hookLease).Unix())
		return err
	})
	if err != nil || !mine {
		return false, err
	}
	answer := s.callHook(ctx, h, v, now)
	v.Tries, v.Tried, v.Status, v.Note = v.Tries+1, now.Unix(), answer.Status, answer.Text
	switch {
	case answer.Delivered():
		v.State, v.Due = store.HookDelivered, 0
	case h.Number == 0 || v.Tries > len(hookPauses):
		v.State, v.Due = store.HookFailed, 0
	default:
		v.Due = now.Add(hookPauses[v.Tries-1]).Unix()
	}
	err = s.desk.db.Tx(context.WithoutCancel(ctx), func(tx db.Tx) error {
		return store.Write(tx, s.company.Code, "").SetHookEvent(ctx, v)
	})
	return answer.Delivered() || h.Number == 0, err
}

func (s *Session) callHook(ctx context.Context, h store.Hook, v store.HookEvent, now time.Time) hook.Answer {
	if h.Number == 0 {
		return hook.Answer{Text: "the webhook was removed"}
	}
	secret, err := s.desk.unseal(h.Secret, s.hookSecret(h.URL))
	if err != nil {
		return hook.Answer{Text: err.Error()}
	}
	return hook.Send(ctx, &hook.Message{URL: h.URL, ID: v.Event, Time: now.Unix(), Body: []byte(v.Body), Secret: secret, Local: h.Local})
}

// watchForHooks tells what happened without a change: whom shipments are stopped
// to, to whom they go again, which promise was not kept. The first look tells
// nothing; it is what later ones are compared with.
func watchForHooks(ctx context.Context, s *Session, _ Profile) error {
	hooks, err := s.Hooks(ctx)
	wanted := func(kinds ...string) bool {
		return slices.ContainsFunc(hooks, func(h store.Hook) bool {
			return slices.ContainsFunc(kinds, func(k string) bool { return slices.Contains(h.Events, k) })
		})
	}
	if err != nil {
		return err
	}
	if wanted(HookHeld, HookReleased) {
		if err := s.watchHolds(ctx); err != nil && fault.KindOf(err) != fault.NotFound { // no policy is in force
			return err
		}
	}
	if wanted(HookBroken) {
		return s.watchPromises(ctx)
	}
	return nil
}

func (s *Session) watchHolds(ctx context.Context) error {
	held := map[string]Happened{}
	err := s.EachStopped(ctx, s.Today(), func(a credit.Answer) error {
		if !a.Allowed {
			held[string(a.Customer)] = Happened{Kind: HookHeld, Customer: a.Customer, Since: a.Since, Amount: a.ReleasedByPayment.Decimal(a.Currency), Currency: a.Currency}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.tellNew(ctx, HookHeld, held, func(customer string) []Happened {
		return []Happened{{Kind: HookReleased, Customer: id.Customer(customer), Date: s.Today()}}
	})
}

func (s *Session) watchPromises(ctx context.Context) error {
	list, err := s.Promises(ctx, PromiseFilter{From: s.Today() - brokenDays, To: s.Today()}, s.Today())
	if err != nil {
		return err
	}
	broken := map[string]Happened{}
	for i := range list.Promises {
		p := &list.Promises[i]
		if p.State == ledger.PromiseBroken || p.State == ledger.PromisePart {
			broken[p.Key] = Happened{
				Kind: HookBroken, Customer: p.Customer, Invoice: p.Invoice, Date: p.Date, Until: p.Until,
				Amount: (p.Target - p.Received).Decimal(p.Currency), Currency: p.Currency,
			}
		}
	}
	return s.tellNew(ctx, HookBroken, broken, func(string) []Happened { return nil })
}

// firstLook is the subject that says that there was a look before.
const firstLook = "@"

// tellNew tells of what was not told before, and what gone makes of a subject
// that is no longer so.
func (s *Session) tellNew(ctx context.Context, kind string, now map[string]Happened, gone func(string) []Happened) error {
	return s.desk.db.Tx(ctx, func(tx db.Tx) error {
		w := store.Write(tx, s.company.Code, "")
		before, err := w.HookTold(ctx, kind)
		if err != nil {
			return err
		}
		var told, left []string
		var list []Happened
		for subject, h := range now {
			if !before[subject] {
				told, list = append(told, subject), append(list, h)
			}
		}
		for subject := range before {
			if _, still := now[subject]; !still && subject != firstLook {
				left, list = append(left, subject), append(list, gone(subject)...)
			}
		}
		slices.SortFunc(list, func(a, b Happened) int { return cmp.Compare(a.Customer, b.Customer) })
		if !before[firstLook] {
			told, list = append(told, firstLook), nil
		}
		if err := w.TellHook(ctx, kind, told, left); err != nil {
			return err
		}
		return s.tellHooks(ctx, w, list)
	})
}
