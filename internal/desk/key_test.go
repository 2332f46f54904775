package desk_test

import (
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// A key opens the books until its time is over, to the second, and is told so
// then.
func TestAKeyExpires(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		now := clock
		b.clocked(&now)
		k, secret, err := b.AddKey(t.Context(), desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyRead}, Days: 2})
		if err != nil {
			t.Fatal(err)
		}
		for after, want := range map[time.Duration]string{0: "", 48*time.Hour - time.Second: "", 48 * time.Hour: "key.expired", 1000 * time.Hour: "key.expired"} {
			now = clock.Add(after)
			if _, _, err := b.desk.KeySession(t.Context(), secret); (err == nil) != (want == "") || err != nil && fault.Code(err) != want {
				t.Errorf("after %v: %v, want %q", after, err, want)
			}
		}
		if state := desk.KeyState(&k, clock.Add(48*time.Hour)); state != desk.KeyExpired {
			t.Errorf("it is listed as %s", state)
		}
	})
}
