package desk_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/desk"
)

// TestASecretIsOfItsAddress: who writes another address into the database gets no
// message with the signature of the one before.
func TestASecretIsOfItsAddress(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	now := clock
	b.clocked(&now)
	l, other := listen(t), listen(t)
	number, _, err := b.AddHook(t.Context(), desk.NewHook{URL: l.URL, Events: desk.HookKinds, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.TestHook(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	b.exec(`UPDATE hook SET url = $1`, other.URL)
	b.work("hook")
	if n := l.called() + other.called(); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// TestSecretsAreKeptNowhere: neither the secret of a key nor that of a webhook
// can be read from the database, from its journal or from what is logged.
func TestSecretsAreKeptNowhere(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	url := schema.SQLite(t)
	file := strings.TrimPrefix(url, "sqlite:")
	b := openBooks(t, url)
	now := clock
	b.clocked(&now)
	l := listen(t)
	_, hook, err := b.AddHook(t.Context(), desk.NewHook{URL: l.URL, Events: desk.HookKinds, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := b.AddKey(t.Context(), desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyRead}})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{key, key[:len(key)-1] + "?"} {
		_, _, _ = b.desk.KeySession(t.Context(), wrong)
	}
	if err := b.TestHook(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	b.work("hook")
	if heard := l.take(); len(heard) != 1 {
		t.Fatalf("heard %v", heard)
	}
	_, private, _ := strings.Cut(strings.TrimPrefix(key, "debitor_"), "_")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(hook, "whsec_"))
	if err != nil || len(raw) != 32 || len(private) < 40 {
		t.Fatal(hook, private, err)
	}
	names, err := filepath.Glob(file + "*") // with what is not in the file itself yet
	if err != nil {
		t.Fatal(err)
	}
	all := log.Bytes()
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	if !bytes.Contains(all, []byte("warehouse")) || !bytes.Contains(all, []byte(l.URL)) {
		t.Fatal("this is not the database that the key is in")
	}
	for _, secret := range []string{hook, strings.TrimPrefix(hook, "whsec_"), string(raw), key, private} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("%q can be read", secret)
		}
	}
}
