package api_test

import (
	"net/http"
	"testing"

	"debitor/internal/api"
	"debitor/internal/desk"
	"debitor/internal/web/pagetest"
)

// BenchmarkShipmentCheck is one check from the request to its answer, without a
// network.
func BenchmarkShipmentCheck(b *testing.B) {
	h := pagetest.New(b, nil)
	s, err := h.Desk.Session(b.Context(), h.Company, desk.Actor{System: "test"})
	if err != nil {
		b.Fatal(err)
	}
	_, secret, err := s.AddKey(b.Context(), desk.NewKey{Program: "w", Role: "service", Scopes: []string{desk.KeyShipments, desk.KeyRead}, Rate: desk.MaxKeyRate})
	if err != nil {
		b.Fatal(err)
	}
	d := &door{House: h, handler: api.New(h.Desk, pagetest.Today.Time), all: s}
	customer := string(d.heldBy(b, secret))
	body := `{"customer": "` + customer + `", "amount": "10.00"}`
	for b.Loop() {
		if a := d.send(b, secret, "POST", "/shipment-checks", body); a.Status != http.StatusOK {
			b.Fatal(a.Body)
		}
	}
}
