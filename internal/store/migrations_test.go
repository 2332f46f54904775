package store_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/id"
	"debitor/internal/store"
)

// before is the migrations up to one of them, which is left out.
func before(t *testing.T, number string) fs.FS {
	t.Helper()
	old := fstest.MapFS{}
	err := fs.WalkDir(store.Migrations, ".", func(path string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() || path[strings.LastIndex(path, "/")+1:] >= number {
			return err
		}
		text, err := fs.ReadFile(store.Migrations, path)
		old[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return old
}

// TestOldBooksAreKept: letters and tasks come over to the tables that tell what
// they are about, and instalments learn the dates of their documents.
func TestOldBooksAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		if err := d.Migrate(t.Context(), before(t, "00003")); err != nil {
			t.Fatal(err)
		}
		err := d.Tx(t.Context(), func(tx db.Tx) error {
			for _, sql := range []string{
				`INSERT INTO invoice (company, invoice, customer, contract, kind, document, date, amount, currency, shipped, handed_over, change)
					VALUES ('c', 'I1', 'A', '', 'ТТН', '', '2026-01-01', 5, 'BYN', '2026-01-02', '2026-01-03', 'x')`,
				`INSERT INTO instalment (company, customer, invoice, part, contract, currency, issued, amount, paid) VALUES ('c', 'A', 'I1', 1, '', 'BYN', '2026-01-01', 5, 0)`,
				`INSERT INTO letter (company, letter, run_date, customer, step, currency, total, template, language, facts, text_hash, change)
					VALUES ('c', 'L', '2026-02-03', 'A', 'warning', 'BYN', 5, 'warning', 'ru', '{}', 'h', 'x')`,
				`INSERT INTO task (company, run_date, customer, step, currency, task, role, assignee, total, items, change)
					VALUES ('c', '2026-02-03', 'A', 'claim', 'BYN', 'court', 'lawyer', 'Ann', 5, '[]', 'x')`,
			} {
				if _, err := tx.Exec(t.Context(), sql); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), store.Migrations); err != nil {
			t.Fatal(err)
		}
		items := reader(t, d, func(r store.Reader) ([]store.Instalment, error) {
			return r.InstalmentsOf(t.Context(), []id.Customer{"A"})
		})
		if it := items[0].Item; it.Kind != "ТТН" || it.Shipped != on("2026-01-02") || it.HandedOver != on("2026-01-03") || it.Accepted != 0 {
			t.Errorf("the instalment is %+v", it)
		}
		tasks := reader(t, d, func(r store.Reader) ([]store.Task, error) {
			return r.RunTasks(t.Context(), on("2026-02-03"), store.Scope{All: true})
		})
		want := store.Task{
			ID: "T1", RunDate: on("2026-02-03"), Customer: "A", Step: "claim", Currency: "BYN", Kind: "task", Task: "court", Role: "lawyer", Assignee: "Ann", Total: 5, Items: "[]",
		}
		if len(tasks) != 1 || tasks[0] != want {
			t.Errorf("tasks are %+v", tasks)
		}
		letters := reader(t, d, func(r store.Reader) (map[id.Letter]store.Letter, error) {
			return r.LettersByID(t.Context(), []id.Letter{"L"})
		})
		if l := letters["L"]; l.About != "" || l.TextHash != "h" || l.Facts != "{}" || l.Total != 5 || l.Step != "warning" {
			t.Errorf("letters are %+v", letters)
		}
	})
}

// TestOldDisputesAreRegistered: each dispute that was imported before there was
// a register is in it, ended by the next fact about its document.
func TestOldDisputesAreRegistered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		if err := d.Migrate(t.Context(), before(t, "00007")); err != nil {
			t.Fatal(err)
		}
		err := d.Tx(t.Context(), func(tx db.Tx) error {
			for _, sql := range []string{
				`INSERT INTO company (company, name, country, currency, language, profile, change) VALUES ('c', 'C', 'BY', 'BYN', 'ru', '{}', 'x')`,
				`INSERT INTO customer (company, customer, name, tax_id, language, country, email, phone, address, category, manager, parent, change)
					VALUES ('c', 'A', 'Alpha', '', '', '', '', '', '', '', '', '', 'x')`,
				`INSERT INTO invoice (company, invoice, customer, contract, kind, document, date, amount, currency, change)
					VALUES ('c', 'I1', 'A', '', 'ТТН', '', '2026-01-01', 5, 'EUR', 'x')`,
				`INSERT INTO event (company, event, number, date, kind, customer, invoice, amount, currency, reason, author, change)
					VALUES ('c', 'e1', 1, '2026-01-02', 'dispute', 'A', 'I1', 0, '', 'late', 'Ann', 'x'),
					       ('c', 'e2', 2, '2026-01-03', 'promise', 'A', 'I1', 0, '', '', '', 'x'),
					       ('c', 'e3', 3, '2026-01-04', 'dispute', 'A', 'I1', 3, 'EUR', 'broken', '', 'x'),
					       ('c', 'e4', 4, '2026-01-05', 'dispute_closed', 'A', '', 0, '', '', '', 'x')`,
			} {
				if _, err := tx.Exec(t.Context(), sql); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), store.Migrations); err != nil {
			t.Fatal(err)
		}
		got := reader(t, d, func(r store.Reader) ([]store.Dispute, error) {
			return r.Disputes(t.Context(), store.DisputeQuery{Scope: store.Scope{All: true}})
		})
		one := store.Dispute{
			Number: 1, Customer: "A", Name: "Alpha", Reason: "other", Complaint: "late", Department: "head-of-sales", Amount: 5, Currency: "EUR",
			OpenedOn: on("2026-01-02"), OpenedBy: "Ann", AnswerBy: on("2026-01-05"), State: store.DisputeClosed, Outcome: "imported", ClosedOn: on("2026-01-04"),
		}
		two := store.Dispute{
			Number: 2, Customer: "A", Name: "Alpha", Reason: "other", Complaint: "broken", Department: "head-of-sales", Amount: 3, Currency: "EUR",
			OpenedOn: on("2026-01-04"), AnswerBy: on("2026-01-07"), State: store.DisputeOpen,
		}
		if diff := cmp.Diff([]store.Dispute{one, two}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		items := reader(t, d, func(r store.Reader) ([]store.DisputeItem, error) { return r.DisputeItems(t.Context(), []int64{1, 2}) })
		if diff := cmp.Diff([]store.DisputeItem{{Number: 1, Invoice: "I1", Amount: 5, Event: "e1"}, {Number: 2, Invoice: "I1", Amount: 3, Event: "e3"}}, items); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
