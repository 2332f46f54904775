package api

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/httprate"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

const (
	// keyKept is how long what the books say of a key is believed without asking
	// them again: a revoked key is refused after it.
	keyKept = time.Second
	// keysKept is how many keys are remembered; a company has a handful.
	keysKept = 10_000
	// badTries is how many calls a minute an address may make with keys that are
	// none, before it is not even looked up what it sends.
	badTries = 60
	// usedEvery is how often it is written down when keys were used.
	usedEvery = time.Minute
)

// holder is a key with the books it opens.
type holder struct {
	key     store.Key
	session *desk.Session
	asked   time.Time // when the books were asked
	calls   *httprate.RateLimiter
}

// keyring remembers the keys that were good a moment ago. Keys are known in it
// by the hash of their secrets, so that no time tells how much of one is right.
type keyring struct {
	desk *desk.Desk
	bad  *httprate.RateLimiter
	kept time.Duration
	mu   sync.Mutex
	good map[[sha256.Size]byte]*holder
	used map[string]int64
}

func (k *keyring) open(d *desk.Desk) {
	*k = keyring{desk: d, kept: keyKept, bad: httprate.NewRateLimiter(badTries, time.Minute), good: map[[sha256.Size]byte]*holder{}, used: map[string]int64{}}
}

// holder is who sends the request.
func (k *keyring) holder(ctx context.Context, r *http.Request) (*holder, error) {
	secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil, fault.New(fault.Refused, "key.missing", "send a key: \"Authorization: Bearer debitor_…\"")
	}
	name := sha256.Sum256([]byte(secret))
	k.mu.Lock()
	h := k.good[name]
	k.mu.Unlock()
	now := time.Now()
	if h == nil || now.Sub(h.asked) >= k.kept {
		fresh, err := k.ask(ctx, r, secret, h)
		if err != nil {
			return nil, err
		}
		fresh.asked = now
		k.keep(name, fresh)
		h = fresh
	}
	k.mu.Lock()
	k.used[h.key.ID] = now.Unix()
	k.mu.Unlock()
	return h, nil
}

// ask asks the books for a key. Who has sent too many that are none is not
// listened to, unless his key was good before.
func (k *keyring) ask(ctx context.Context, r *http.Request, secret string, before *holder) (*holder, error) {
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	if before == nil {
		if _, tried, err := k.bad.Status(from); err != nil || tried >= badTries {
			return nil, fault.Wrap(err, fault.Refused, "key.tries", "too many calls with keys that are none; try again in a minute")
		}
	}
	s, key, err := k.desk.KeySession(ctx, secret)
	if err != nil {
		if fault.KindOf(err) == fault.Refused {
			k.bad.OnLimit(nowhere{}, r, from)
		}
		return nil, err
	}
	h := &holder{key: key, session: s}
	if before != nil && before.key.Rate == key.Rate {
		h.calls = before.calls
	} else {
		h.calls = httprate.NewRateLimiter(key.Rate, time.Minute)
	}
	return h, nil
}

func (k *keyring) keep(name [sha256.Size]byte, h *holder) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.good) >= keysKept {
		clear(k.good)
	}
	k.good[name] = h
}

// nowhere takes the headers of a count that nobody is told of.
type nowhere struct{}

// Header implements http.ResponseWriter.
func (nowhere) Header() http.Header { return http.Header{} }

// Write implements http.ResponseWriter.
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader implements http.ResponseWriter.
func (nowhere) WriteHeader(int) {}

// count counts a call, and refuses one beyond the key's rate.
func (h *holder) count(w http.ResponseWriter, r *http.Request) error {
	if h.calls.OnLimit(w, r, h.key.ID) {
		return fault.New(fault.Refused, "api.rate", "the key %s has %d calls a minute, and those are used up; try again in a minute", h.key.ID, h.key.Rate)
	}
	return nil
}

// Work writes down now and then when keys were last used, until the context
// ends and once more then: not with each call, which would make every question a
// write.
func (a *API) Work(ctx context.Context) {
	tick := time.NewTicker(usedEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			a.keys.note(context.WithoutCancel(ctx))
			return
		case <-tick.C:
			a.keys.note(ctx)
		}
	}
}

func (k *keyring) note(ctx context.Context) {
	k.mu.Lock()
	used := maps.Clone(k.used)
	clear(k.used)
	k.mu.Unlock()
	if err := k.desk.NoteKeysUsed(ctx, used); err != nil {
		slog.Warn("when keys were last used is not known", "error", err) // nothing else depends on it
	}
}
