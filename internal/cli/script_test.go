package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/jobs"
	"debitor/internal/mailer/smtptest"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

// TestMain lets scripts run this test binary as debitor, whose clock stands
// still.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"debitor": func() {
		a := &app{
			Commands: &Commands{}, ctx: context.Background(), out: os.Stdout, err: os.Stderr,
			now: func() time.Time { return time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC) },
			background: func(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error, times, periodic map[string]time.Duration) (Background, error) {
				return jobs.Open(ctx, d, handlers, times, periodic)
			},
		}
		os.Exit(a.run(os.Args[1:]))
	}})
}

func TestScriptsSQLite(t *testing.T)   { scripts(t, false) }
func TestScriptsPostgres(t *testing.T) { scripts(t, true) }

// scripts runs testdata/*.txtar, each with a database of its own. Beside
// testscript's commands there are:
//
//	onejson            what was printed is one JSON document, with no null but hold's available and
//	                   what one policy did not do in simulate
//	code N CMD ARGS…   the command ends with the exit code N
//	sql TEXT           changes the database behind debitor's back
//	encode NAME FILE   writes FILE in windows-1251 or cp866
//	smtp FILE [DRY]    starts a mail server and writes a company file that sends by it
//	xlsx FILE SHEET    makes a workbook of a CSV file
//	unxlsx FILE        prints a workbook's sheets to the file FILE.txt, as a person sees the cells
func scripts(t *testing.T, postgres bool) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update && !postgres,
		Setup: func(e *testscript.Env) error {
			url := "sqlite:debitor.db"
			if postgres {
				url = dbtest.Postgres(t)
			}
			e.Setenv("DEBITOR_DB", url)
			return nil
		},
		Condition: func(c string) (bool, error) {
			if c != "sqlite" {
				return false, fmt.Errorf("no condition %q", c)
			}
			return !postgres, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"onejson": oneJSON, "code": exitsWith, "sql": tamper, "encode": encode, "xlsx": workbook, "unxlsx": printed,
			"smtp": func(ts *testscript.TestScript, _ bool, args []string) { mailServer(t, ts, args) },
		},
	})
}

func oneJSON(ts *testscript.TestScript, _ bool, _ []string) {
	text := ts.ReadFile("stdout")
	d := json.NewDecoder(strings.NewReader(text))
	var v any
	ts.Check(d.Decode(&v))
	if err := d.Decode(&v); err != io.EOF { //nolint:errorlint // as it comes
		ts.Fatalf("more than one document on stdout: %v", err)
	}
	for _, allowed := range []string{`"available":null`, `"a":null`, `"b":null`} {
		text = strings.ReplaceAll(text, allowed, "")
	}
	if strings.Contains(text, "null") {
		ts.Fatalf("null in %s", text)
	}
}

func exitsWith(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

func tamper(ts *testscript.TestScript, _ bool, args []string) {
	url := strings.Replace(ts.Getenv("DEBITOR_DB"), "sqlite:", "sqlite:"+ts.Getenv("WORK")+"/", 1)
	d, err := db.Open(context.Background(), url)
	ts.Check(err)
	defer func() { _ = d.Close() }()
	ts.Check(d.Tx(context.Background(), func(tx db.Tx) error {
		n, err := tx.Exec(context.Background(), args[0])
		if err == nil && n == 0 {
			err = fmt.Errorf("no row changed")
		}
		return err
	}))
}

func encode(ts *testscript.TestScript, _ bool, args []string) {
	table := map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "cp866": charmap.CodePage866}[args[0]]
	b, err := table.NewEncoder().Bytes([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

func workbook(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n") {
		row := []any{}
		for _, c := range strings.Split(line, ",") {
			row = append(row, c)
		}
		ts.Check(f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	var b bytes.Buffer
	ts.Check(f.Write(&b))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}

func printed(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer func() { _ = f.Close() }()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		ts.Check(err)
		b.WriteString("[" + sheet + "]\n")
		for _, row := range rows {
			b.WriteString(strings.Join(row, "|") + "\n")
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".txt"), []byte(b.String()), 0o600))
}

func mailServer(t *testing.T, ts *testscript.TestScript, args []string) {
	t.Helper()
	server, err := smtptest.Start(smtptest.Options{})
	ts.Check(err)
	t.Cleanup(func() { _ = server.Close() })
	server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "550 5.1.1 no such user", Match: "dead@"})
	text := fmt.Sprintf("email: us@mill.example\nmail:\n  host: %s\n  port: %d\n  security: none\n", server.Host(), server.Port())
	if len(args) > 1 {
		text += "  dry: " + args[1] + "\n"
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
