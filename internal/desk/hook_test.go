package desk_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// listener is a program that is told.
type listener struct {
	*httptest.Server
	mu    sync.Mutex
	calls int
	heard []string // kinds
	ids   []string
	deaf  bool
}

func listen(t *testing.T) *listener {
	t.Helper()
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct {
			Type string `json:"type"`
		}
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &m); err != nil {
			t.Errorf("told what is no JSON: %s", body)
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.calls++
		if l.deaf {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		l.heard, l.ids = append(l.heard, m.Type), append(l.ids, r.Header.Get("Webhook-Id"))
	}))
	t.Cleanup(l.Close)
	return l
}

// take is what was heard since the last look.
func (l *listener) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	heard := slices.Sorted(slices.Values(l.heard)) // messages of one moment have no order
	l.heard = nil
	return heard
}

// called is how often it was called since the last look.
func (l *listener) called() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.calls
	l.calls = 0
	return n
}

// clocked has the books go by a clock that can be set.
func (b *books) clocked(now *time.Time) {
	b.Helper()
	b.desk = desk.New(b.db, nil, func() time.Time { return *now })
	b.desk.SealWith(func() ([]byte, error) { return make([]byte, 32), nil })
	b.Session = b.as("")
}

// work works the jobs of hooks.
func (b *books) work(jobs ...string) {
	b.Helper()
	for _, job := range jobs {
		if err := b.desk.Handlers()[job](b.Context(), string(b.Company().Code), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// TestHooks: what happens is told once to who wants it, again where it was not
// taken, and again when somebody says so; a preview tells nothing.
func TestHooks(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.clocked(&now)
		b.customers("A")
		if _, err := b.UsePolicy(t.Context(), "aktivmarket", 0); err != nil {
			t.Fatal(err)
		}
		l := listen(t)
		number, secret, err := b.AddHook(t.Context(), desk.NewHook{URL: l.URL, Events: desk.HookKinds, Local: true})
		if err != nil || len(secret) < 40 {
			t.Fatal(number, secret, err)
		}
		list, err := b.Hooks(t.Context())
		if err != nil || len(list) != 1 || list[0].Secret == secret {
			t.Fatalf("%+v, %v", list, err)
		}
		b.work("hook-watch", "hook")
		if heard := l.take(); len(heard) != 0 {
			t.Errorf("the first look tells %v", heard)
		}
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2026-01-01,2026-01-10,100.00,BYN\n")
		b.work("hook-watch", "hook", "hook-watch", "hook")
		if heard := l.take(); !slices.Equal(heard, []string{"held"}) {
			t.Errorf("told is %v, want held", heard)
		}
		b.take("events.csv", "date,kind,customer,invoice,amount,until,reason,by\n2026-02-01,promise,A,I1,100.00,2026-02-05,,anna\n")
		b.work("hook-watch", "hook")
		if heard := l.take(); !slices.Equal(heard, []string{"promised"}) {
			t.Errorf("told is %v, want promised", heard)
		}
		now = now.Add(5 * 24 * time.Hour)
		b.work("hook-watch", "hook")
		if heard := l.take(); !slices.Equal(heard, []string{"broken"}) {
			t.Errorf("told is %v, want broken", heard)
		}
		l.deaf = true
		payments := "payment,customer,date,amount,currency\nP1,A,2026-02-03,100.00,BYN\n"
		if _, err := b.try("payments.csv", payments, desk.ImportOptions{DryRun: true}); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", payments)
		b.work("hook", "hook")
		log, err := b.HookLog(t.Context(), number, store.HookWaiting)
		if err != nil || len(log) != 1 || log[0].Tries != 1 || log[0].Status != http.StatusServiceUnavailable || log[0].Due <= now.Unix() {
			t.Fatalf("waiting are %+v, %v", log, err)
		}
		l.deaf = false
		b.work("hook")
		if heard := l.take(); len(heard) != 0 {
			t.Errorf("told again before its time: %v", heard)
		}
		now = now.Add(time.Minute)
		b.work("hook-watch", "hook")
		if heard := l.take(); !slices.Equal(heard, []string{"paid", "released"}) {
			t.Errorf("told is %v, want paid, released", heard)
		}
		if again, err := b.ReplayHook(t.Context(), number, log[0].Event); err != nil || again != 1 {
			t.Errorf("told again are %d, %v", again, err)
		}
		b.work("hook")
		if heard := l.take(); !slices.Equal(heard, []string{"paid"}) || l.ids[len(l.ids)-1] != log[0].Event {
			t.Errorf("told again is %v by another number", heard)
		}
		if err := b.RemoveHook(t.Context(), number); err != nil {
			t.Fatal(err)
		}
		b.take("payments.csv", "payment,customer,date,amount,currency\nP2,A,2026-02-03,1.00,BYN\n")
		b.work("hook-watch", "hook")
		if heard := l.take(); len(heard) != 0 {
			t.Errorf("a webhook that was removed is told %v", heard)
		}
		if report, err := b.Check(t.Context()); err != nil || !report.OK {
			t.Errorf("check: %+v, %v", report, err)
		}
	})
}

// TestHookTargetGone: a target that is never there costs a few tries, then the
// message is given up and can be told again; others are told meanwhile.
func TestHookTargetGone(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	now := clock
	b.clocked(&now)
	b.customers("A")
	gone, there := listen(t), listen(t)
	gone.deaf = true
	first, _, err := b.AddHook(t.Context(), desk.NewHook{URL: gone.URL, Events: []string{desk.HookPaid}, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.AddHook(t.Context(), desk.NewHook{URL: there.URL, Events: []string{desk.HookPaid}, Local: true}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.AddHook(t.Context(), desk.NewHook{URL: "http://there.example", Events: []string{desk.HookPaid}}); fault.Code(err) != "hook.url" {
		t.Errorf("plain http to the internet: %v", err)
	}
	b.take("payments.csv", "payment,customer,date,amount,currency\nP1,A,2026-02-03,1.00,BYN\nP2,A,2026-02-03,2.00,BYN\n")
	b.work("hook")
	if heard := there.take(); len(heard) != 2 {
		t.Errorf("the other is told %v", heard)
	}
	for range 20 {
		now = now.Add(25 * time.Hour)
		b.work("hook")
	}
	log, err := b.HookLog(t.Context(), first, store.HookFailed)
	if err != nil || len(log) != 2 || log[0].Tries != 9 {
		t.Errorf("given up are %+v, %v", log, err)
	}
	gone.deaf = false
	if again, err := b.ReplayHook(t.Context(), first, ""); err != nil || again != 2 {
		t.Errorf("told again are %d, %v", again, err)
	}
	b.work("hook")
	if heard := gone.take(); len(heard) != 2 {
		t.Errorf("told again is %v", heard)
	}
}

// TestHookPauses: what nobody takes is tried again after each pause of the manual
// and not a second before, until it is given up; told again by hand, it has all its
// tries anew.
func TestHookPauses(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	now := clock
	b.clocked(&now)
	b.customers("A")
	l := listen(t)
	l.deaf = true
	number, _, err := b.AddHook(t.Context(), desk.NewHook{URL: l.URL, Events: []string{desk.HookPaid}, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	b.take("payments.csv", "payment,customer,date,amount,currency\nP1,A,2026-02-03,1.00,BYN\n")
	for round := range 2 {
		b.work("hook")
		if n := l.called(); n != 1 {
			t.Fatalf("round %d: %d first tries", round, n)
		}
		for _, pause := range []time.Duration{
			30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
		} {
			now = now.Add(pause - time.Second)
			b.work("hook-due", "hook")
			if n := l.called(); n != 0 {
				t.Errorf("round %d: %d tries a second before %s are over", round, n, pause)
			}
			now = now.Add(time.Second)
			b.work("hook-due", "hook")
			if n := l.called(); n != 1 {
				t.Errorf("round %d: %d tries after %s", round, n, pause)
			}
		}
		now = now.Add(30 * 24 * time.Hour)
		b.work("hook-due", "hook")
		if n := l.called(); n != 0 {
			t.Errorf("round %d: %d tries of what was given up", round, n)
		}
		if log, err := b.HookLog(t.Context(), number, store.HookFailed); err != nil || len(log) != 1 || log[0].Tries != 9 {
			t.Errorf("round %d: given up are %+v, %v", round, log, err)
		}
		if again, err := b.ReplayHook(t.Context(), number, ""); err != nil || again != 1 {
			t.Errorf("round %d: told again are %d, %v", round, again, err)
		}
	}
}

// TestADeafHook: a target that does not answer costs one call each time, however
// much it is to be told, and keeps nothing back from the others.
func TestADeafHook(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.clocked(&now)
		b.customers("A")
		gone, there := listen(t), listen(t)
		gone.deaf = true
		for _, hook := range []desk.NewHook{{URL: gone.URL, Events: []string{desk.HookPaid}}, {URL: there.URL, Events: []string{desk.HookPromised}}} {
			hook.Local = true
			if _, _, err := b.AddHook(t.Context(), hook); err != nil {
				t.Fatal(err)
			}
		}
		payments := "payment,customer,date,amount,currency\n"
		for i := range 250 { // more than are looked at together
			payments += fmt.Sprintf("P%d,A,2026-02-03,1.00,BYN\n", i)
		}
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2026-01-01,2026-02-10,1000.00,BYN\n")
		b.take("payments.csv", payments)
		now = now.Add(time.Second)
		b.take("events.csv", "date,kind,customer,invoice,amount,until,reason,by\n2026-02-01,promise,A,I1,100.00,2026-02-05,,anna\n")
		b.work("hook")
		if heard := there.take(); !slices.Equal(heard, []string{"promised"}) {
			t.Errorf("the other is told %v", heard)
		}
		if n := gone.called(); n != 1 {
			t.Errorf("who does not answer was called %d times", n)
		}
	})
}

// TestTheFirstLookTellsNothing: who was held, and which promise was broken, before
// anybody wanted to hear of it, is no news.
func TestTheFirstLookTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		now := clock
		b.clocked(&now)
		b.customers("A", "B")
		if _, err := b.UsePolicy(t.Context(), "aktivmarket", 0); err != nil {
			t.Fatal(err)
		}
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2026-01-01,2026-01-10,100.00,BYN\n")
		b.take("events.csv", "date,kind,customer,invoice,amount,until,reason,by\n2026-01-20,promise,A,I1,100.00,2026-01-22,,anna\n")
		l := listen(t)
		if _, _, err := b.AddHook(t.Context(), desk.NewHook{URL: l.URL, Events: desk.HookKinds, Local: true}); err != nil {
			t.Fatal(err)
		}
		b.work("hook-watch", "hook", "hook-watch", "hook")
		if heard := l.take(); len(heard) != 0 {
			t.Errorf("told is %v", heard)
		}
		b.take("more.csv", "invoice,customer,date,due,amount,currency\nI2,B,2026-01-01,2026-01-10,100.00,BYN\n")
		b.work("hook-watch", "hook")
		if heard := l.take(); !slices.Equal(heard, []string{"held"}) {
			t.Errorf("of B is told %v", heard)
		}
	})
}
