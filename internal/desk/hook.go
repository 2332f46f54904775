package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/hook"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// What hooks are told of. The first two and broken promises are not made by a
// change but by the day; they are looked for every few minutes.
const (
	HookHeld      = "held"      // shipments to a customer are stopped
	HookReleased  = "released"  // they may go again, by payment or by a lift
	HookPaid      = "paid"      // a payment was recorded
	HookPromised  = "promised"  // a promise or a part of a payment plan was recorded
	HookBroken    = "broken"    // a promise was not kept
	HookEscalated = "escalated" // a run put something before somebody higher
	hookTest      = "test"
)

// HookKinds are what a hook can be told of.
var HookKinds = []string{HookHeld, HookReleased, HookPaid, HookPromised, HookBroken, HookEscalated}

// The limits of hooks.
const (
	maxHooks = 20
	// maxTold is how many messages of a kind a change makes; what is more is told
	// in one, with the number alone: the program asks for the rest.
	maxTold = 500
	// hookLog is how many messages the log shows.
	hookLog = 200
)

// Happened is something that is told.
type Happened struct {
	Kind     string         `json:"-"`
	Customer id.Customer    `json:"customer,omitempty"`
	Invoice  id.Invoice     `json:"invoice,omitempty"`
	Payment  id.Payment     `json:"payment,omitempty"`
	Task     id.Task        `json:"task,omitempty"`
	Step     string         `json:"step,omitempty"`
	Date     cal.Date       `json:"date,omitzero"`
	Until    cal.Date       `json:"until,omitzero"`
	Since    cal.Date       `json:"since,omitzero"`
	Amount   string         `json:"amount,omitempty"`
	Currency money.Currency `json:"currency,omitempty"`
	Many     int            `json:"many,omitempty"` // so many of them at once, without their details
}

// tell notes what a change has made happen; do tells it to the hooks.
func (e *entry) tell(kind string, h Happened) {
	h.Kind = kind
	e.happened = append(e.happened, h)
}

// tellPaid tells of payments that bring money.
func (e *entry) tellPaid(list []store.Payment) {
	for i := range list {
		if p := &list[i]; p.Kind == ledger.Money {
			e.tell(HookPaid, Happened{Customer: p.Customer, Payment: p.ID, Invoice: p.Invoice, Date: p.Date, Amount: p.Amount.Decimal(p.Currency), Currency: p.Currency})
		}
	}
}

// tellPromised tells of promises among facts.
func (e *entry) tellPromised(list []store.Event) {
	for i := range list {
		if v := &list[i]; v.Kind == ledger.Promise || v.Kind == ledger.Plan {
			h := Happened{Customer: v.Customer, Invoice: v.Invoice, Date: v.Date, Until: v.Until, Currency: v.Currency}
			if v.Amount != 0 {
				h.Amount = v.Amount.Decimal(v.Currency)
			}
			e.tell(HookPromised, h)
		}
	}
}

// tellHooks writes down what is to be told, to each hook that wants it, and has
// the queue tell it: both with the change that made it happen, or neither.
func (s *Session) tellHooks(ctx context.Context, w store.Writer, list []Happened) error {
	if len(list) == 0 {
		return nil
	}
	hooks, err := w.Hooks(ctx)
	if err != nil || len(hooks) == 0 {
		return err
	}
	now := s.desk.now()
	var rows []store.HookEvent
	for n, h := range few(list) {
		body, err := json.Marshal(map[string]any{"type": h.Kind, "timestamp": now.UTC().Format(time.RFC3339), "company": s.company.Code, "data": h})
		if err != nil {
			return err
		}
		event := fmt.Sprintf("msg_%s_%04d", newChangeID(now), n)
		for i := range hooks {
			if slices.Contains(hooks[i].Events, h.Kind) {
				rows = append(rows, store.HookEvent{Hook: hooks[i].Number, Event: event, Kind: h.Kind, At: now.Unix(), Body: string(body), State: store.HookWaiting, Due: now.Unix()})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := w.InsertHookEvents(ctx, rows); err != nil {
		return err
	}
	return s.askHooks(ctx, w)
}

// few is the list with one of a kind in the place of too many.
func few(list []Happened) []Happened {
	count := map[string]int{}
	for i := range list {
		count[list[i].Kind]++
	}
	var out []Happened
	for i := range list {
		switch k := list[i].Kind; {
		case count[k] < 0:
		case count[k] <= maxTold:
			out = append(out, list[i])
		default:
			out = append(out, Happened{Kind: k, Many: count[k]})
			count[k] = -len(list) // the rest of the kind is told with it
		}
	}
	return out
}

func (s *Session) askHooks(ctx context.Context, w store.Writer) error {
	if s.desk.queue == nil {
		return nil
	}
	return s.desk.queue.Enqueue(ctx, w.Tx(), jobHook, string(s.company.Code), nil)
}

// NewHook is an address that is to be told.
type NewHook struct {
	URL    string
	Events []string // of HookKinds
	Local  bool     // it may be of the company's own network
}

// AddHook records an address and gives the secret that its messages are signed
// with, which is shown once; the books keep it sealed.
func (s *Session) AddHook(ctx context.Context, n NewHook) (number int64, secret string, err error) {
	if err := n.check(); err != nil {
		return 0, "", err
	}
	fresh := hook.NewSecret()
	sealed, err := s.desk.seal(fresh, s.hookSecret(n.URL))
	if err != nil {
		return 0, "", err
	}
	err = s.do(ctx, ManageUsers, "webhook.add", &number, func(ctx context.Context, e *entry) error {
		before, err := e.Hooks(ctx)
		if err != nil {
			return err
		}
		if len(before) >= maxHooks {
			return fault.New(fault.Refused, "hook.many", "there are %d webhooks already, which is the most", maxHooks)
		}
		secret = fresh
		number, err = e.InsertHook(ctx, store.Hook{URL: n.URL, Events: n.Events, Secret: sealed, Local: n.Local, Made: s.desk.now().Unix(), MadeBy: s.actorName()})
		e.note("webhook.added", hookSubject(number), "", map[string]any{"url": n.URL, "events": n.Events, "local": n.Local})
		return err
	})
	return number, secret, err
}

// hookSecret binds a sealed secret to its address: one that was moved to another
// in the database signs nothing.
func (s *Session) hookSecret(url string) string { return "hook " + string(s.company.Code) + " " + url }

func hookSubject(number int64) string { return "webhook:" + strconv.FormatInt(number, 10) }

func (n *NewHook) check() error {
	n.URL = strings.TrimSpace(n.URL)
	if err := hook.CheckURL(n.URL, n.Local); err != nil {
		return err
	}
	if len(n.Events) == 0 {
		return fault.New(fault.Input, "hook.events", "say what it is told of: %s", strings.Join(HookKinds, ", "))
	}
	for _, kind := range n.Events {
		if !slices.Contains(HookKinds, kind) {
			return fault.New(fault.Input, "hook.event", "%q is nothing that a webhook is told of (there are %s)", kind, strings.Join(HookKinds, ", "))
		}
	}
	n.Events = slices.Compact(slices.Sorted(slices.Values(n.Events)))
	return nil
}

// Hooks are the addresses that are told, by number.
func (s *Session) Hooks(ctx context.Context) (list []store.Hook, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		list, err = r.Hooks(ctx)
		return err
	})
	return list, err
}

// RemoveHook ends an address (fault hook.none); what it was told stays in the
// log.
func (s *Session) RemoveHook(ctx context.Context, number int64) error {
	return s.do(ctx, ManageUsers, "webhook.remove", nil, func(ctx context.Context, e *entry) error {
		found, err := e.RemoveHook(ctx, number, s.desk.now().Unix())
		if err == nil && !found {
			return noHook(number)
		}
		e.note("webhook.removed", hookSubject(number), "", map[string]int64{"webhook": number})
		return err
	})
}

func noHook(number int64) error {
	return fault.New(fault.NotFound, "hook.none", "there is no webhook %d", number)
}

// HookLog is what was told, the newest first, to one hook or (0) all.
func (s *Session) HookLog(ctx context.Context, number int64, state string) (list []store.HookEvent, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		list, err = r.HookLog(ctx, store.HookLogQuery{Hook: number, State: state, Limit: hookLog})
		return err
	})
	return list, err
}

// TestHook tells a hook a message of the kind test.
func (s *Session) TestHook(ctx context.Context, number int64) error {
	return s.do(ctx, ManageUsers, "webhook.test", nil, func(ctx context.Context, e *entry) error {
		if err := hasHook(ctx, e.Reader, number); err != nil {
			return err
		}
		now := s.desk.now()
		body := fmt.Sprintf(`{"type":"test","timestamp":%q,"company":%q,"data":{}}`, now.UTC().Format(time.RFC3339), s.company.Code)
		e.note("webhook.tested", hookSubject(number), "", map[string]int64{"webhook": number})
		err := e.InsertHookEvents(ctx, []store.HookEvent{{
			Hook: number, Event: "msg_" + newChangeID(now), Kind: hookTest, At: now.Unix(), Body: body, State: store.HookWaiting, Due: now.Unix(),
		}})
		if err != nil {
			return err
		}
		return s.askHooks(ctx, e.Writer)
	})
}

// ReplayHook tells again what was told before: one message, or (empty) all that
// were given up.
func (s *Session) ReplayHook(ctx context.Context, number int64, event string) (again int, err error) {
	err = s.do(ctx, ManageUsers, "webhook.replay", &again, func(ctx context.Context, e *entry) error {
		again = 0
		if err := hasHook(ctx, e.Reader, number); err != nil {
			return err
		}
		q := store.HookLogQuery{Hook: number, Event: event, Limit: 10 * hookLog}
		if event == "" {
			q.State = store.HookFailed
		}
		list, err := e.HookLog(ctx, q)
		if err != nil {
			return err
		}
		if event != "" && len(list) == 0 {
			return fault.New(fault.NotFound, "hook.no_event", "webhook %d was never told %q", number, event)
		}
		for _, v := range list {
			v.State, v.Due, v.Tries = store.HookWaiting, s.desk.now().Unix(), 0
			if err := e.SetHookEvent(ctx, v); err != nil {
				return err
			}
		}
		if again = len(list); again == 0 {
			return nil
		}
		e.note("webhook.replayed", hookSubject(number), "", map[string]any{"event": event, "messages": again})
		return s.askHooks(ctx, e.Writer)
	})
	return again, err
}

// hasHook refuses a number that no webhook has.
func hasHook(ctx context.Context, r store.Reader, number int64) error {
	list, err := r.Hooks(ctx)
	if err == nil && !slices.ContainsFunc(list, func(h store.Hook) bool { return h.Number == number }) {
		err = noHook(number)
	}
	return err
}
