package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// A history answers for every day as the accounts of that day do, also where a
// settlement was taken back and where a batch ends.
func TestHistoriesAnswerLikeAccounts(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(w store.Writer) error { return writeHistories(t.Context(), w) })
		var list []ledger.History
		for last := id.Customer(""); ; {
			type batch struct {
				list []ledger.History
				last id.Customer
			}
			b := reader(t, d, func(r store.Reader) (batch, error) {
				list, last, err := r.Histories(t.Context(), store.HistoryQuery{Scope: store.Scope{All: true}, After: last, Limit: 2})
				return batch{list, last}, err
			})
			if last = b.last; last == "" {
				break
			}
			list = append(list, b.list...)
		}
		a := slices.IndexFunc(list, func(h ledger.History) bool { return h.Head.Customer == "A" })
		if len(list) != len(sorted) || a < 0 || len(list[a].Items) != 4 {
			t.Fatalf("%d histories, A's at %d: %+v", len(list), a, list)
		}
		if i := slices.IndexFunc(list[a].Items, func(it ledger.HistoryItem) bool { return it.Part == 2 }); i < 0 ||
			list[a].Items[i].Kind != "акт" || list[a].Items[i].HandedOver != on("2026-01-03") || len(list[a].Items[i].Settled) != 1 {
			t.Errorf("part 2: %+v", list[a].Items)
		}
		for i := range list {
			for day := on("2025-12-31"); day < on("2026-03-01"); day++ {
				want := reader(t, d, func(r store.Reader) (ledger.Account, error) {
					a, _, err := r.Account(t.Context(), list[i].Head.Customer, day, everything)
					return a, err
				})
				got := list[i].At(day)
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s on %s, account (-) and history (+):\n%s", list[i].Head.Customer, day, diff)
				}
			}
		}
	})
}

// writeHistories gives one of the customers parts, a reversal and a refund, and
// another a payment that settles nothing.
func writeHistories(ctx context.Context, w store.Writer) error {
	part := func(n int, due string, amount, open money.Minor, settled cal.Date) store.Instalment {
		v := instalment("A", "V1", "2026-01-02", due, amount, open, "BYN")
		v.Item.Part, v.SettledOn, v.PaidOn = n, settled, on("2026-02-10")
		v.Item.Kind, v.Item.HandedOver = "акт", on("2026-01-03")
		return v
	}
	pay := func(key id.Payment, c id.Customer, date string, amount, used money.Minor, usedOn string) store.Payment {
		p := store.Payment{Payment: ledger.Payment{ID: key, Kind: ledger.Money, Customer: c, Date: on(date), Amount: amount, Currency: "BYN"}, Used: used}
		p.UsedOn = on(usedOn)
		return p
	}
	line := func(key id.Payment, n, part int, date string, amount money.Minor) store.Allocation {
		return store.Allocation{Customer: "A", Invoice: "V1", Part: part, Payment: key, Line: n, Date: on(date), Amount: amount}
	}
	event := func(key string, n int64, kind ledger.EventKind, date string) store.Event {
		return store.Event{Key: key, Number: n, Event: ledger.Event{Date: on(date), Kind: kind, Customer: "A", Invoice: "V1"}}
	}
	for _, err := range []error{
		w.InsertInvoices(ctx, []ledger.Invoice{{
			ID: "V1", Customer: "A", Kind: "акт", Date: on("2026-01-02"), Amount: 170, Currency: "BYN", HandedOver: on("2026-01-03"),
		}}),
		w.InsertInstalments(ctx, []store.Instalment{
			part(2, "2026-01-20", 70, 40, 0), part(1, "2026-02-01", 100, 0, on("2026-02-05")), instalment("A", "A2", "2026-02-20", "", 5, 5, "EUR"),
		}),
		w.InsertPayments(ctx, []store.Payment{
			pay("P1", "A", "2026-01-10", 40, 40, "2026-01-10"), pay("P2", "A", "2026-02-05", 60, 60, "2026-02-05"),
			pay("P3", "A", "2026-02-10", 50, 30, "2026-02-10"), pay("P4", "A", "2026-02-12", -20, 0, ""), pay("P5", "Z", "2026-01-15", 9, 0, ""),
		}),
		w.InsertAllocations(ctx, []store.Allocation{
			line("P1", 1, 2, "2026-01-10", 40), line("P1", 2, 2, "2026-01-10", -40), line("P1", 1, 1, "2026-01-10", 40),
			line("P2", 1, 1, "2026-02-05", 60), line("P3", 1, 2, "2026-02-10", 30),
		}),
		w.InsertEvents(ctx, []store.Event{
			event("e1", 2, ledger.Promise, "2026-01-15"), event("e2", 1, ledger.Dispute, "2026-02-01"), event("e3", 3, ledger.HandedOver, "2026-01-03"),
		}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
