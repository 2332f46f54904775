package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// letterDay is the Tuesday on which the letters of these tests are written.
const letterDay = "2026-02-03"

// office is a company in a fresh database, worked in this process, with a mail
// server beside it.
type office struct {
	testing.TB
	*desk.Session
	db     *db.DB
	server *smtptest.Server
	dir    string
	files  int
}

// openOffice opens a company with this file; what it leaves out of mail goes
// through the office's server.
func openOffice(t testing.TB, url string, p desk.Profile) *office {
	t.Helper()
	o := &office{TB: t, db: dbtest.Open(t, url), dir: t.TempDir()}
	if err := o.db.Migrate(t.Context(), store.Migrations); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.server, err = smtptest.Start(smtptest.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.server.Close() })
	p.Mail.Host, p.Mail.Port, p.Mail.Security, p.Mail.Timeout = o.server.Host(), o.server.Port(), "none", 5
	d := desk.New(o.db, nil, func() time.Time { return on(letterDay).Add(9 * time.Hour) })
	actor := desk.Actor{System: "test"}
	if _, err := d.Init(t.Context(), actor, p); err != nil {
		t.Fatal(err)
	}
	if o.Session, err = d.Session(t.Context(), "", actor); err != nil {
		t.Fatal(err)
	}
	return o
}

// write makes a file and gives its path.
func (o *office) write(name, text string) string {
	o.Helper()
	file := filepath.Join(o.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
	return file
}

// take imports a table, its header first.
func (o *office) take(rows ...[]string) {
	o.Helper()
	o.files++
	file := writeCSV(o, filepath.Join(o.dir, "in", fmt.Sprintf("%d.csv", o.files)), rows)
	r, err := o.Import(o.Context(), []string{file}, desk.ImportOptions{})
	if err != nil {
		o.Fatalf("%v: %+v", err, r.Files)
	}
}

// rule puts a policy to use.
func (o *office) rule(text string) {
	o.Helper()
	if _, err := o.UsePolicy(o.Context(), o.write("policy.yaml", text), 0); err != nil {
		o.Fatalf("%v\n%s", err, text)
	}
}

// run applies the day's run and gives its letters, by number.
func (o *office) run(day string) map[string]store.RunLetter {
	o.Helper()
	if _, err := o.Apply(o.Context(), calDay(day), ""); err != nil {
		o.Fatal(err)
	}
	letters := map[string]store.RunLetter{}
	err := o.db.Read(o.Context(), func(q db.Querier) error {
		return store.Read(q, "main").RunLetters(o.Context(), calDay(day), store.Scope{All: true}, func(l store.RunLetter) error {
			letters[string(l.ID)] = l
			return nil
		})
	})
	if err != nil {
		o.Fatal(err)
	}
	return letters
}

// out writes the files of the day's run and gives the directory.
func (o *office) out(day string, w desk.Written) string {
	o.Helper()
	dir := filepath.Join(o.dir, "out-"+day)
	if _, err := o.WriteRun(o.Context(), calDay(day), "", dir, w); err != nil {
		o.Fatal(err)
	}
	return dir
}

// sound checks the books.
func (o *office) sound() {
	o.Helper()
	if r, err := o.Check(o.Context()); err != nil || !r.OK {
		o.Errorf("check: %v, %v", r.Problems, err)
	}
}

func calDay(s string) cal.Date { return cal.Of(on(s)) }

// pdfPages is the text of each page of a file as poppler reads it; a file that
// is not there has none.
func pdfPages(t testing.TB, file string) []string {
	t.Helper()
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	text, err := exec.CommandContext(t.Context(), tool(t, "pdftotext"), "-layout", "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// tool is where a program of the operating system is.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: run scripts/test-tools", name)
	}
	return path
}

// optional are the rows of a table that may not be there.
func optional(t testing.TB, file string) [][]string {
	t.Helper()
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return readCSV(t, file)
}
