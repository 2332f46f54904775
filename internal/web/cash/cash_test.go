package cash_test

import (
	"net/url"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/store"
	"debitor/internal/web/cash"
	"debitor/internal/web/pagetest"
)

// A doubtful entry is booked by one press; the customer of an unknown one is
// found by his name; the bank's fee is set aside by itself.
func TestEntriesAreDecided(t *testing.T) {
	h := pagetest.New(t, cash.Routes())
	s := h.Session("accountant")
	seen, err := s.Cash(t.Context(), desk.CashQuery{States: []string{store.EntryUndecided, store.EntryUnknown}})
	if err != nil {
		t.Fatal(err)
	}
	state := func(entry string) desk.CashEntry {
		t.Helper()
		one, err := s.CashOf(t.Context(), entry)
		if err != nil {
			t.Fatal(err)
		}
		return one.Entries[0]
	}
	var doubtful, unknown string
	for i := range seen.Entries {
		e := &seen.Entries[i]
		switch {
		case e.State == store.EntryUnknown:
			unknown = e.ID
		default:
			doubtful = e.ID
		}
	}
	if doubtful == "" || unknown == "" {
		t.Fatalf("the house lacks entries: %q %q", doubtful, unknown)
	}
	h.Must(h.Get("accountant", "/cash"), "Вероятнее всего", "его налоговый номер")
	if a := h.Post("accountant", "/cash/entries/"+doubtful+"/book", url.Values{"proposal": {"1"}}); a.Status != 303 {
		t.Errorf("booking answers %d:\n%s", a.Status, a.Body)
	}
	if e := state(doubtful); e.State != store.EntryBooked || len(e.Made) == 0 {
		t.Errorf("the doubtful one: %+v", e)
	}
	h.Must(h.Get("accountant", "/cash?view=aside"), "Комиссия за ведение счёта", "комиссия банка")
	whose := state(doubtful).Made[0].Customer
	one, err := s.CashOf(t.Context(), doubtful)
	if err != nil {
		t.Fatal(err)
	}
	name := one.Names[whose]
	a := h.Post("accountant", "/cash/entries/"+unknown+"/book", url.Values{"customer": {name}, "look": {"1"}})
	if !strings.Contains(a.Body, `value="`+string(whose)+`"`) && !strings.Contains(a.Body, "customer="+string(whose)) {
		t.Errorf("%s is not found by his name %q:\n%s", whose, name, a.Body)
	}
	a = h.Get("accountant", "/cash/entries/"+unknown+"?customer="+string(whose))
	if !strings.Contains(a.Body, `value="`+string(whose)+`"`) {
		t.Errorf("a customer chosen from several is not in the form:\n%s", a.Body)
	}
	if e := state(unknown); e.State != store.EntryUnknown {
		t.Errorf("looking has booked: %+v", e)
	}
}
