package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"debitor/internal/api"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

// TestRace: of many who ask for the same last amount at once, as many get it as
// there is room for; what is given back is free again, and what has run out too.
func TestRace(t *testing.T) {
	d := open(t)
	if a := d.ask(d.everything(), "POST", "/customers", `{"items": [{"customer": "last million", "name": "Co"}]}`); a.Status != http.StatusCreated {
		t.Fatalf("answered %d: %s", a.Status, a.Body)
	}
	if err := d.all.AddPerson(t.Context(), desk.NewPerson{Name: "chief", Role: "head-of-sales", Scope: desk.ScopeAll}); err != nil {
		t.Fatal(err)
	}
	chief, err := d.Desk.Session(t.Context(), d.Company, desk.Actor{User: "chief", System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	limit := desk.NewTerm{Customer: "last million", Kind: credit.TermLimit, Scope: credit.OfCustomer, Amount: "1000000", Reason: "all there is"}
	if _, err := chief.SetTerm(t.Context(), limit); err != nil {
		t.Fatal(err)
	}
	_, secret := d.key(desk.NewKey{Program: "warehouse", Role: "assistant", Sees: "all", Scopes: []string{desk.KeyReserve, desk.KeyShipments}, Rate: desk.MaxKeyRate})
	wish := `{"customer": "last million", "amount": "400000.00", "currency": "BYN"}`
	var wait sync.WaitGroup
	var mu sync.Mutex
	var held []string
	for range 8 {
		wait.Go(func() {
			a := d.ask(secret, "POST", "/reservations", wish)
			if a.Status != http.StatusCreated {
				t.Errorf("answered %d: %s", a.Status, a.Body)
				return
			}
			r := read[api.Reservation](d, a)
			if r.Answer.Allowed != (r.Reservation != "") || (r.Expires != nil) != r.Answer.Allowed {
				t.Errorf("the answer does not go with what is held: %+v", r)
			}
			mu.Lock()
			defer mu.Unlock()
			if r.Reservation != "" {
				held = append(held, r.Reservation)
			}
		})
	}
	wait.Wait()
	if len(held) != 2 {
		t.Fatalf("%d of 400,000 are held of a million", len(held))
	}
	available := func() string {
		s := read[api.Shipment](d, d.ask(secret, "POST", "/shipment-checks", `{"customer": "last million", "currency": "BYN"}`))
		return *s.Available
	}
	if got := available(); got != "200000.00" {
		t.Errorf("%s are left", got)
	}
	path := fmt.Sprintf("/reservations/%s/release", held[0])
	if a := d.ask(secret, "POST", path, `{"reason": "cancelled"}`); a.Status != http.StatusCreated {
		t.Errorf("released: %d %s", a.Status, a.Body)
	}
	d.refused(d.ask(secret, "POST", path, `{}`), http.StatusNotFound, "reserve.unknown")
	if got := available(); got != "600000.00" {
		t.Errorf("%s are left after the release", got)
	}
	// The same call sent again holds nothing twice.
	for range 2 {
		d.ask(secret, "POST", "/reservations", wish, "Idempotency-Key", "order 1")
	}
	if got := available(); got != "200000.00" {
		t.Errorf("%s are left after a call that was sent twice", got)
	}
}

// TestBusy: who comes when all places are taken is told at once to come again,
// and so is who comes while the database is away.
func TestBusy(t *testing.T) {
	d := open(t)
	_, secret := d.key(desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyRead}})
	empty := api.Fill(d.handler)
	a := d.ask(secret, "GET", "/runs", "")
	d.refused(a, http.StatusServiceUnavailable, "api.busy")
	if a.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to come again")
	}
	empty()
	if a := d.ask(secret, "GET", "/runs", ""); a.Status != http.StatusOK {
		t.Errorf("answered %d: %s", a.Status, a.Body)
	}
	if got := api.Status(fault.New(fault.Refused, "db.unreachable", "away")); got != http.StatusServiceUnavailable {
		t.Errorf("while the database is away: %d", got)
	}
}
