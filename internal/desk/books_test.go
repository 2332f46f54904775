package desk_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// schema is a database without a company in it.
var schema = dbtest.NewOriginal(func(ctx context.Context, d *db.DB) error { return d.Migrate(ctx, store.Migrations) })

func TestMain(m *testing.M) { os.Exit(dbtest.Run(m)) }

// clock is the recording time of every test.
var clock = time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)

// books is a company in a fresh database, with the operator's session open.
type books struct {
	testing.TB
	desk *desk.Desk
	db   *db.DB
	*desk.Session
	dir string
}

// openBooks founds the company in a database that has the schema.
func openBooks(t testing.TB, url string) *books {
	t.Helper()
	b := closedBooks(t, url)
	if _, err := b.desk.Init(t.Context(), desk.Actor{System: "test"}, desk.Profile{Name: "Мукомол", Country: "BY", Currency: "BYN"}); err != nil {
		t.Fatal(err)
	}
	b.Session = b.as("")
	return b
}

// reopenBooks opens books that a test has left, or a copy of them.
func reopenBooks(t testing.TB, url string) *books {
	t.Helper()
	b := closedBooks(t, url)
	b.Session = b.as("")
	return b
}

// closedBooks is a desk that nobody has sat down at.
func closedBooks(t testing.TB, url string) *books {
	t.Helper()
	d := dbtest.Open(t, url)
	return &books{TB: t, db: d, desk: desk.New(d, nil, func() time.Time { return clock }), dir: t.TempDir()}
}

// as is a session of a user, the operator's if empty.
func (b *books) as(user id.User) *desk.Session {
	b.Helper()
	s, err := b.desk.Session(b.Context(), "", desk.Actor{User: user, System: "test"})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// later opens the session anew at nine o'clock of another day.
func (b *books) later(day cal.Date) {
	b.Helper()
	b.desk = desk.New(b.db, nil, func() time.Time { return day.Time().Add(9 * time.Hour) })
	b.Session = b.as("")
}

// user makes a user of a role and gives his session.
func (b *books) user(name id.User, role string) *desk.Session {
	b.Helper()
	if err := b.AddPerson(b.Context(), desk.NewPerson{Name: name, Role: role, Scope: desk.ScopeAll}); err != nil {
		b.Fatal(err)
	}
	return b.as(name)
}

func (b *books) file(name, text string) string {
	b.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// try takes a file in: its first word tells the kind ("invoices.csv"), a date
// before it the day of a snapshot.
func (b *books) try(name, text string, o desk.ImportOptions) (desk.FileReport, error) {
	b.Helper()
	r, err := b.Import(b.Context(), []string{b.file(name, text)}, o)
	if len(r.Files) == 0 {
		return desk.FileReport{}, err
	}
	return r.Files[0], err
}

// take takes a file in that must be good.
func (b *books) take(name, text string) desk.FileReport {
	b.Helper()
	r, err := b.try(name, text, desk.ImportOptions{})
	if err != nil {
		b.Fatalf("%s: %v\n%v\n%s", name, err, r.Refusals, text)
	}
	return r
}

// snapshot takes open items of a day in.
func (b *books) snapshot(day, text string) desk.FileReport {
	b.Helper()
	r, err := b.try("open-items.csv", text, desk.ImportOptions{Date: on(day)})
	if err != nil {
		b.Fatalf("snapshot: %v\n%v\n%s", err, r.Refusals, text)
	}
	return r
}

// customers makes customers named by their codes.
func (b *books) customers(codes ...string) {
	b.Helper()
	b.take("customers.csv", "customer,name\n"+strings.Join(codes, ",Co\n")+",Co\n")
}

// sound checks the books.
func (b *books) sound() desk.CheckReport {
	b.Helper()
	r, err := b.Check(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if !r.OK {
		b.Fatalf("check: %v", r.Problems)
	}
	return r
}

// open lists what is open on a day, "invoice amount", and the credits.
func (b *books) open(day string) string {
	b.Helper()
	var list []string
	err := b.Aging(b.Context(), on(day), "invoice", func(r desk.AgingRow) error {
		list = append(list, fmt.Sprintf("%s %s %s", r.Customer, r.Invoice, r.Total.Decimal(r.Currency)))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

// unapplied checks the books and gives their unapplied credit in BYN.
func (b *books) unapplied() string {
	b.Helper()
	for _, t := range b.sound().Totals {
		if t.Currency == "BYN" {
			return t.Unapplied
		}
	}
	return "0.00"
}

// count counts rows of the company's table.
func (b *books) count(table string) (n int) {
	b.Helper()
	err := b.db.Read(b.Context(), func(q db.Querier) error {
		return q.QueryRow(b.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n)
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// exec tampers with the books behind the desk's back.
func (b *books) exec(sql string, args ...any) {
	b.Helper()
	err := b.db.Tx(b.Context(), func(tx db.Tx) error {
		n, err := tx.Exec(b.Context(), sql, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("no row changed")
		}
		return err
	})
	if err != nil {
		b.Fatalf("%s: %v", sql, err)
	}
}

func on(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// refused fails the test unless the error is a fault of the kind and code.
func refused(t testing.TB, err error, kind fault.Kind, code string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || fault.Code(err) != code {
		t.Errorf("got %v (%s), want a fault %s", err, fault.Code(err), code)
	}
}

// each runs f with fresh books on each engine.
func each(t *testing.T, f func(t *testing.T, b *books)) {
	t.Helper()
	schema.Each(t, func(t *testing.T, url string) { f(t, openBooks(t, url)) })
}
