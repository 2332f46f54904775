package desk_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// TestReservationsOfTwoServers: programs that ask at two servers for the same last
// amount get no more than there is: the turn is kept by the database, and not by
// the process.
func TestReservationsOfTwoServers(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.using("credit: {limit: 1000.00}\n")
		b.customers("A")
		var wg sync.WaitGroup
		var held atomic.Int64
		for range 8 {
			server := desk.New(b.db, nil, func() time.Time { return clock })
			s, err := server.Session(t.Context(), "", desk.Actor{System: "test"})
			if err != nil {
				t.Fatal(err)
			}
			wg.Go(func() {
				r, err := s.Reserve(t.Context(), desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "400"}})
				if err != nil {
					t.Error(err)
				}
				if r.Key != "" {
					held.Add(1)
				}
			})
		}
		wg.Wait()
		if held.Load() != 2 {
			t.Errorf("%d of 400.00 are held of 1000.00", held.Load())
		}
	})
}

// TestAKeyIsNoPersons: a key acts as a program, and never as somebody who signs in.
func TestAKeyIsNoPersons(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.user("olga", "head-of-sales")
	if _, _, err := b.AddKey(t.Context(), desk.NewKey{Program: "olga", Scopes: []string{desk.KeyRead}}); fault.Code(err) != "key.person" {
		t.Errorf("a key as olga: %v", err)
	}
}
