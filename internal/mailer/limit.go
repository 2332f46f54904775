package mailer

import (
	"context"
	"strings"
	"sync"
	"time"
)

// window is the time a limit counts messages in.
const window = time.Minute

// limiter lets at most most messages go to one domain within any minute.
type limiter struct {
	most  int
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu    sync.Mutex
	sent  map[string][]time.Time // when messages went or may go, oldest first
	swept time.Time
}

// wait returns when a message may go to all these recipients.
func (l *limiter) wait(ctx context.Context, recipients []string) error {
	if l.most == 0 {
		return nil
	}
	gap := time.Duration(0)
	asked := map[string]bool{}
	for _, r := range recipients {
		domain := strings.ToLower(r[strings.LastIndexByte(r, '@')+1:])
		if !asked[domain] {
			asked[domain] = true
			gap = max(gap, l.reserve(domain))
		}
	}
	if gap == 0 {
		return nil
	}
	return l.sleep(ctx, gap)
}

// reserve takes the next free place of a domain and says how far off it is.
func (l *limiter) reserve(domain string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	times := since(l.sent[domain], now.Add(-window))
	at := now
	if len(times) >= l.most {
		at = times[len(times)-l.most].Add(window)
	}
	l.sent[domain] = append(times, at)
	return at.Sub(now)
}

// sweep forgets, once a minute, the domains nothing went to in the last one.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < window {
		return
	}
	l.swept = now
	for domain, times := range l.sent {
		if len(since(times, now.Add(-window))) == 0 {
			delete(l.sent, domain)
		}
	}
}

// since is the times after a moment.
func since(times []time.Time, after time.Time) []time.Time {
	for i, t := range times {
		if t.After(after) {
			return times[i:]
		}
	}
	return nil
}

// pause sleeps unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
