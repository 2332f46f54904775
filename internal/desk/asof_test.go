package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestOneHistoryManyAccounts: whatever was imported, corrected and closed by
// snapshots, a customer's account of a day is the same whether it is read
// alone, among others, or follows from his history.
func TestOneHistoryManyAccounts(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		runs := 25
		if strings.HasPrefix(url, "postgres") || testing.Short() {
			runs = 3
		}
		for seed := range runs {
			code := id.Company(fmt.Sprintf("c%d", seed))
			if _, err := b.desk.AddCompany(t.Context(), desk.Actor{}, code, desk.Profile{Name: "Co", Currency: "BYN"}); err != nil {
				t.Fatal(err)
			}
			s, err := b.desk.Session(t.Context(), code, desk.Actor{System: "test"})
			if err != nil {
				t.Fatal(err)
			}
			one := *b
			one.Session = s
			f := newFacts(uint64(seed))
			one.tell(f)
			one.sound()
			one.accountsAgree(code, f)
		}
	})
}

// tell imports random facts, good and bad.
func (b *books) tell(f *facts) {
	b.Helper()
	b.customers(codes...)
	b.take("contacts.csv", "customer,name,role,email,verified_on\nA,Ann,payer,a@a.by,2026-01-01\nA,Bob,payer,b@a.by,\nA,Cyr,,c@a.by,\nB,Dan,director,,\n")
	b.take("contracts.csv", contractHead+"KA,A,5,invoice,\nKB,B,7,invoice,50%@0;50%@20\n")
	for i := range 25 {
		name, text := f.file("2026-01-01", "2026-02-28", true)
		o := desk.ImportOptions{}
		switch {
		case i%6 == 5:
			var day string
			day, text = f.items()
			name, o.Date = "open-items.csv", on(day)
		case i%4 == 3:
			name, text = "events.csv", f.said()
		}
		if r, err := b.try(name, text, o); err != nil && len(r.Refusals) == 0 {
			b.Fatalf("file %d: %v\n%s", i, err, text)
		}
	}
}

// said is random events about what policies ask, and hand-overs.
func (f *facts) said() string {
	text := "date,kind,customer,invoice,until,amount,currency,document\n"
	for range 1 + f.IntN(3) {
		c, invoice, d := f.pick(codes...), "", f.day("2026-01-01", "2026-02-28")
		kind := f.pick("plan", "promise", "notice", "refusal", "lawsuit", "handed_over", "accepted")
		for k, owner := range f.owners {
			if owner == c && f.invoices[k] != "-" && (kind == "handed_over" || kind == "accepted" || f.IntN(4) == 0) {
				invoice = max(invoice, k)
			}
		}
		text += fmt.Sprintf("%s,%s,%s,%s,%s,10,BYN,%d\n", d, kind, c, invoice, d+cal.Date(f.IntN(20)), f.IntN(50))
	}
	return text
}

func (b *books) accountsAgree(company id.Company, f *facts) {
	b.Helper()
	ctx := b.Context()
	err := b.db.Read(ctx, func(q db.Querier) error {
		r := store.Read(q, company)
		histories, _, err := r.Histories(ctx, store.HistoryQuery{Scope: store.Scope{All: true}, Limit: 10})
		if err != nil {
			return err
		}
		if len(histories) != len(codes) {
			b.Errorf("%s: %d histories", company, len(histories))
		}
		needs := store.Needs{Documents: true, Record: true, Receipts: true, Contracts: true}
		for day := on("2025-12-30"); day < on("2026-03-10"); day += cal.Date(1 + f.IntN(7)) {
			among, _, err := r.Accounts(ctx, store.AccountQuery{Scope: store.Scope{All: true}, AsOf: day, Limit: 10, Needs: needs})
			if err != nil {
				return err
			}
			for i := range histories { // among others are those who owe anything
				want := histories[i].At(day)
				got, _, err := r.Account(ctx, want.Customer, day, needs)
				if err != nil {
					return err
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					b.Fatalf("%s, %s on %s: history (-) and books (+):\n%s", company, want.Customer, day, diff)
				}
				if len(want.Items) == 0 {
					continue
				}
				if diff := cmp.Diff(want, among[0], cmpopts.EquateEmpty()); diff != "" {
					b.Fatalf("%s, %s on %s: history (-) and among others (+):\n%s", company, want.Customer, day, diff)
				}
				among = among[1:]
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
