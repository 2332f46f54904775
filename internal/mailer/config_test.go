package mailer

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"debitor/internal/fault"
)

func TestSettingsThatAreRefused(t *testing.T) {
	good := Config{Host: "mail.firma.example", Port: 587, Security: StartTLS, User: "u", Password: NewSecret("p")}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"no host":                 func(c *Config) { c.Host = "" },
		"a host of two words":     func(c *Config) { c.Host = "a b" },
		"no port":                 func(c *Config) { c.Port = 0 },
		"a port too high":         func(c *Config) { c.Port = 70000 },
		"unknown security":        func(c *Config) { c.Security = "ssl" },
		"no security":             func(c *Config) { c.Security = "" },
		"no password":             func(c *Config) { c.Password = Secret{} },
		"no user":                 func(c *Config) { c.User = "" },
		"a password in clear":     func(c *Config) { c.Security = None },
		"in clear to a neighbour": func(c *Config) { c.Security, c.Host = None, "192.168.1.1" },
		"a hello of two lines":    func(c *Config) { c.HelloName = "a\r\nMAIL" },
		"negative timeout":        func(c *Config) { c.Timeout = -1 },
		"a rate and no clock":     func(c *Config) { c.Rate = 1 },
		"half of DKIM":            func(c *Config) { c.DKIM.Domain = "firma.example" },
		"DKIM without PEM":        func(c *Config) { c.DKIM = DKIM{"firma.example", "s", NewSecret("x")} },
		"DKIM of a small key":     func(c *Config) { c.DKIM = DKIM{"firma.example", "s", rsaKey(t, 1024-8)} },
		"DKIM, another domain":    func(c *Config) { c.DKIM = DKIM{"a b", "s", ed25519Key(t)} },
	} {
		c := good
		change(&c)
		if _, err := New(c); !strings.HasPrefix(fault.Code(err), "mailer.") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		c := good
		c.Host, c.Security = host, None
		if _, err := New(c); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// TestASecretIsNeverShown prints it in every way a program prints things.
func TestASecretIsNeverShown(t *testing.T) {
	const password = "correct horse"
	c := Config{Host: "h.example", Port: 25, Security: TLS, User: "u", Password: NewSecret(password), DKIM: DKIM{"d.example", "s", ed25519Key(t)}}
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for _, v := range []any{c.Password, &c.Password, c, &c, m, c.DKIM} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&shown, verb+"\n", v)
		}
	}
	slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "config", c.Password, "dkim", c.DKIM)
	slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "config", c.Password, "dkim", c.DKIM)
	j, err := json.Marshal(struct {
		P Secret
		D DKIM
	}{c.Password, c.DKIM})
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(j)
	for _, leak := range []string{password, fmt.Sprintf("%x", password), "BEGIN PRIVATE KEY"} {
		if strings.Contains(shown.String(), leak) {
			t.Errorf("%q is shown", leak)
		}
	}
	if !strings.Contains(string(j), hidden) || !readsBack(t, c.Password) {
		t.Errorf("%s", j)
	}
}

// readsBack reads a secret as a file of settings would give it.
func readsBack(t *testing.T, s Secret) bool {
	t.Helper()
	var read struct{ P Secret }
	if err := json.Unmarshal([]byte(`{"P":"correct horse"}`), &read); err != nil {
		t.Fatal(err)
	}
	return read.P.value() == s.value() && Secret{}.String() == "" && NewSecret("").IsZero()
}

func TestGapsGrowToABound(t *testing.T) {
	var sum, last time.Duration
	for attempt := 1; attempt < MaxAttempts; attempt++ {
		gap := Backoff(attempt)
		if gap < last || gap > 12*time.Hour {
			t.Errorf("after attempt %d: %s after %s", attempt, gap, last)
		}
		sum, last = sum+gap, gap
	}
	if sum < 47*time.Hour || sum > 50*time.Hour {
		t.Errorf("given up after %s", sum)
	}
	if Backoff(-1) != time.Minute || Backoff(0) != time.Minute || Backoff(1000) != 12*time.Hour {
		t.Error("out of range")
	}
}

// TestNoMinuteHoldsMoreThanTheRate counts in every window, not only in those
// that begin on the minute, and holds that no message waits longer than it must.
func TestNoMinuteHoldsMoreThanTheRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)
		most := rapid.IntRange(1, 5).Draw(t, "rate")
		l := &limiter{
			most: most, sent: map[string][]time.Time{}, now: func() time.Time { return now },
			sleep: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
		}
		sent := map[string][]time.Time{}
		for range rapid.IntRange(1, 40).Draw(t, "messages") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "pause")) * time.Second)
			domain := rapid.SampledFrom([]string{"a.example", "b.example", "c.example"}).Draw(t, "domain")
			spelt := rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower}).Draw(t, "spelling")(domain)
			before := now
			if err := l.wait(t.Context(), []string{"x@" + spelt, "y@" + spelt}); err != nil {
				t.Fatal(err)
			}
			times := sent[domain]
			if free := len(times) < most || before.Sub(times[len(times)-most]) >= window; free != now.Equal(before) {
				t.Fatalf("a free place: %v, waited %s", free, now.Sub(before))
			}
			if len(times) >= most && now.Sub(times[len(times)-most]) < window {
				t.Fatalf("%d messages within %s", most+1, now.Sub(times[len(times)-most]))
			}
			sent[domain] = append(times, now)
		}
	})
}

func TestTheLimiterForgets(t *testing.T) {
	now := time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)
	l := &limiter{most: 1, sent: map[string][]time.Time{}, now: func() time.Time { return now }, sleep: pause}
	for i := range 1000 {
		now = now.Add(time.Second)
		if err := l.wait(t.Context(), []string{fmt.Sprintf("x@d%d.example", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.sent) > 125 {
		t.Errorf("%d domains are remembered", len(l.sent))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.wait(ctx, []string{"x@d999.example"}); err == nil {
		t.Error("it waits although the context has ended")
	}
}
