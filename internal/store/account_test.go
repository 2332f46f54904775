package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// everything is all that an account can be asked for.
var everything = store.Needs{Documents: true, Record: true, Receipts: true, Contracts: true}

func on(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// changes counts those that tests have written: each has a name of its own.
var changes atomic.Int64

// write records with a Writer of company "c" and of a second one, whose rows
// nobody must ever see.
func write(t *testing.T, d *db.DB, fn func(store.Writer) error) {
	t.Helper()
	for _, company := range []id.Company{"c", "other"} {
		err := d.Tx(t.Context(), func(tx db.Tx) error { return fn(store.Write(tx, company, fmt.Sprintf("change %d", changes.Add(1)))) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func reader[T any](t *testing.T, d *db.DB, fn func(store.Reader) (T, error)) (out T) {
	t.Helper()
	err := d.Read(t.Context(), func(q db.Querier) (err error) {
		out, err = fn(store.Read(q, "c"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func instalment(c id.Customer, v id.Invoice, issued, due string, amount, open money.Minor, currency money.Currency) store.Instalment {
	return store.Instalment{Customer: c, Item: ledger.Item{Invoice: v, Part: 1, Issued: on(issued), Due: on(due), Amount: amount, Open: open, Currency: currency}}
}

// codes of customers sort by bytes: capitals before small letters, Latin before
// Cyrillic, whatever the server's collation.
var sorted = []id.Customer{"0", "00", "01", "A", "Z", "a", "b-1", "b1", "É", "Я", "а", "日"}

func books(t *testing.T, url string) *db.DB {
	t.Helper()
	d := migrated(t, url)
	write(t, d, func(w store.Writer) error {
		var customers []ledger.Customer
		var items []store.Instalment
		for i, c := range sorted {
			customers = append(customers, ledger.Customer{ID: c, Name: "Co", Manager: []string{"Ann", "Боб"}[i%2], Email: strings.Repeat("e@x.by", i%2)})
			if i%3 != 2 {
				items = append(items, instalment(c, "I"+id.Invoice(c), "2026-01-01", "2026-01-10", 100, 100, "BYN"))
			}
		}
		slices.Reverse(customers)
		slices.Reverse(items)
		if err := w.InsertCustomers(t.Context(), customers); err != nil {
			return err
		}
		return w.InsertInstalments(t.Context(), items)
	})
	return d
}

// engines runs f on SQLite, PostgreSQL, and PostgreSQL that sorts as people do.
func engines(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, url string) { f(t, books(t, url)) })
	t.Run("postgres ICU", func(t *testing.T) { f(t, books(t, dbtest.PostgresICU(t))) })
}

func TestAccountsByPages(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		for _, manager := range []string{"", "Ann", "Боб", "Nobody"} {
			var want []id.Customer
			for i, c := range sorted {
				if i%3 != 2 && (manager == "" || manager == []string{"Ann", "Боб"}[i%2]) {
					want = append(want, c)
				}
			}
			for limit := 1; limit <= len(sorted)+1; limit++ {
				var got []id.Customer
				q := store.AccountQuery{AsOf: on("2026-01-05"), Scope: store.Scope{All: true}.Of(manager), Limit: limit}
				for {
					var last id.Customer
					list := reader(t, d, func(r store.Reader) (list []ledger.Account, err error) {
						list, last, err = r.Accounts(t.Context(), q)
						return list, err
					})
					for _, a := range list {
						got = append(got, a.Customer)
						if len(a.Items) != 1 || a.Items[0].Open != 100 || a.HasPost || a.HasEmail != (slices.Index(sorted, a.Customer)%2 == 1) {
							t.Errorf("%+v", a)
						}
					}
					if last == "" {
						break
					}
					q.After = last
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("manager %q, pages of %d:\n%s", manager, limit, diff)
				}
			}
		}
	})
}

// TestAccountAsOf: what was allocated, credited or said after a day is not
// known on it.
func TestAccountAsOf(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(w store.Writer) error {
			paid := instalment("A", "P1", "2026-01-02", "2026-01-09", 100, 0, "BYN")
			paid.PaidOn, paid.SettledOn = on("2026-01-20"), on("2026-01-20")
			later := instalment("A", "L1", "2026-02-01", "", 7, 7, "EUR")
			if err := w.InsertInstalments(t.Context(), []store.Instalment{paid, later}); err != nil {
				return err
			}
			pay := func(key id.Payment, date string, amount, used money.Minor) store.Payment {
				p := store.Payment{Payment: ledger.Payment{ID: key, Kind: ledger.Money, Customer: "A", Date: on(date), Amount: amount, Currency: "BYN"}, Used: used}
				p.UsedOn = p.Date
				return p
			}
			if err := w.InsertPayments(t.Context(), []store.Payment{pay("X1", "2026-01-10", 40, 40), pay("X2", "2026-01-20", 90, 60), pay("X3", "2026-01-25", -10, 0)}); err != nil {
				return err
			}
			line := func(n int, key id.Payment, date string, amount money.Minor) store.Allocation {
				return store.Allocation{Customer: "A", Invoice: "P1", Part: 1, Payment: key, Line: n, Date: on(date), Amount: amount}
			}
			if err := w.InsertAllocations(t.Context(), []store.Allocation{
				line(1, "X1", "2026-01-10", 30), line(2, "X1", "2026-01-10", 10), line(1, "X2", "2026-01-20", 60),
			}); err != nil {
				return err
			}
			return w.InsertEvents(t.Context(), []store.Event{
				{Event: ledger.Event{Date: on("2026-01-15"), Kind: ledger.Promise, Customer: "A", Until: on("2026-01-30")}, Key: "e1", Number: 2},
				{Event: ledger.Event{Date: on("2026-01-12"), Kind: ledger.Dispute, Customer: "A", Invoice: "P1", Amount: 5, Currency: "BYN"}, Key: "e2", Number: 1},
				{Event: ledger.Event{Date: on("2026-01-01"), Kind: ledger.HandedOver, Customer: "A", Invoice: "P1"}, Key: "e3", Number: 3},
			})
		})
		for _, c := range []struct{ day, want string }{
			{"2026-01-01", "IA 100 BYN"},
			{"2026-01-02", "P1 100 BYN; IA 100 BYN"},
			{"2026-01-10", "P1 60 BYN; IA 100 BYN"},
			{"2026-01-15", "P1 60 BYN; IA 100 BYN; dispute; promise"},
			{"2026-01-19", "P1 60 BYN; IA 100 BYN; dispute; promise"},
			{"2026-01-20", "IA 100 BYN; credit 30; dispute; promise"},
			{"2026-01-25", "IA 100 BYN; credit 20; dispute; promise"},
			{"2026-02-01", "L1 7 EUR; IA 100 BYN; credit 20; dispute; promise"},
		} {
			account := reader(t, d, func(r store.Reader) (ledger.Account, error) {
				a, found, err := r.Account(t.Context(), "A", on(c.day), everything)
				if !found {
					t.Error("A is not found")
				}
				return a, err
			})
			var got []string
			for _, it := range account.Items {
				got = append(got, fmt.Sprintf("%s %d %s", it.Invoice, it.Open, it.Currency))
			}
			for _, k := range account.Credits {
				got = append(got, fmt.Sprintf("credit %d", k.Amount))
			}
			for _, e := range account.Events {
				got = append(got, string(e.Kind))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("%s:\n%s", c.day, diff)
			}
			all := reader(t, d, func(r store.Reader) ([]ledger.Account, error) {
				list, _, err := r.Accounts(t.Context(), store.AccountQuery{AsOf: on(c.day), Scope: store.Scope{All: true}, Limit: 100, Needs: everything})
				return list, err
			})
			i := slices.IndexFunc(all, func(a ledger.Account) bool { return a.Customer == "A" })
			if diff := cmp.Diff(account, all[i]); diff != "" {
				t.Errorf("%s: alone (-) and among all (+):\n%s", c.day, diff)
			}
		}
		if _, found, err := func() (a ledger.Account, found bool, err error) {
			err = d.Read(t.Context(), func(q db.Querier) (err error) {
				a, found, err = store.Read(q, "c").Account(t.Context(), "nobody", on("2026-01-01"), everything)
				return err
			})
			return a, found, err
		}(); found || err != nil {
			t.Errorf("nobody is found: %v", err)
		}
	})
}

func TestTotals(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(w store.Writer) error {
			if err := w.InsertInstalments(t.Context(), []store.Instalment{instalment("A", "E1", "2026-01-02", "", 50, 20, "EUR"), instalment("A", "E2", "2026-01-02", "", 50, 0, "EUR")}); err != nil {
				return err
			}
			closing := func(key id.Payment, invoice id.Invoice, amount money.Minor) store.Payment {
				return store.Payment{Payment: ledger.Payment{ID: key, Kind: ledger.Unexplained, Customer: "A", Date: on("2026-01-02"), Amount: amount, Currency: "EUR", Invoice: invoice}, Used: amount}
			}
			return w.InsertPayments(t.Context(), []store.Payment{
				closing("1", "E1", 10), closing("2", "E1", 20), closing("3", "E2", 50), closing("4", "E2", -50),
				{Payment: ledger.Payment{ID: "5", Kind: ledger.Money, Customer: "A", Date: on("2026-01-02"), Amount: 9, Currency: "USD"}},
			})
		})
		got := reader(t, d, func(r store.Reader) ([]store.Total, error) { return r.Totals(t.Context()) })
		want := []store.Total{{"BYN", 8, 800, 0, 0}, {"EUR", 1, 20, 0, 1}, {"USD", 0, 0, 9, 0}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
