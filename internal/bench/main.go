// Command bench measures debitor beside its limits and writes
// docs/performance.md: `make bench`, or `go run ./internal/bench`.
//
// It is not a test: nothing in it fails for being slow. For each number of
// invoices and each engine it invents a company, runs the debitor program on
// it as a user would, and in the same run measures the limit beside each
// figure: what the database's own client (sqlite3, psql: written in C) needs
// to read or to insert the very same rows and nothing else. The machine may be
// busy with other work, so every row is measured several times and the best
// time stands; memory is the largest seen. Memory is that of the debitor
// process as the kernel accounts for it, PostgreSQL's server apart.
//
// bench itself stays small and does its own heavy work (inventing companies)
// in processes of its own, because the kernel counts the memory of the process
// that starts a program as that program's.
//
// Start with main, then walk in walk.go; limit.go has the clients.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/sample"
)

// customersAtMost is the number of customers of the largest company; a smaller
// one has a tenth as many as invoices.
const customersAtMost = 100_000

// manyInvoices is from which size on a row is measured half as often, and
// filesAtMost up to which one the run's files are written: both take minutes.
// Raise it to see how memory grows with the letters of the largest runs.
const (
	manyInvoices = 100_000
	filesAtMost  = 100_000
)

// options are what the command line says.
type options struct {
	invoices []int
	engines  []string
	repeat   int
	out      string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 && helpers[args[0]] != nil {
		return helpers[args[0]](args[1:])
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	if slices.Contains(o.engines, "postgres") && os.Getenv("DEBITOR_TEST_PG") == "" {
		return withPostgres(args)
	}
	if err := installClients(o.engines); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "debitor-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing is left to lose
	b, err := newBench(dir, o)
	if err != nil {
		return err
	}
	if err := b.all(); err != nil {
		return err
	}
	text := b.document()
	if o.out == "-" {
		_, err = os.Stdout.WriteString(text)
		return err
	}
	return os.WriteFile(o.out, []byte(text), 0o644)
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	invoices := flags.String("invoices", "10000,100000,1000000", "how many invoices, separated by commas")
	engines := flags.String("engines", "sqlite,postgres", "which databases")
	flags.IntVar(&o.repeat, "repeat", 3, "how often each row is measured; the best time stands")
	flags.StringVar(&o.out, "out", "docs/performance.md", "write the document to this file; - prints it")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.engines = strings.Split(*engines, ",")
	for s := range strings.SplitSeq(*invoices, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 10 {
			return o, fmt.Errorf("-invoices: %q is not a number of invoices", s)
		}
		o.invoices = append(o.invoices, n)
	}
	return o, nil
}

// withPostgres starts this program again beside a throw-away server.
func withPostgres(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command("internal/db/dbtest/with-postgres", append([]string{self}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// installClients fetches the database's clients where they are missing.
func installClients(engines []string) error {
	packages := map[string][2]string{"sqlite": {"sqlite3", "sqlite3"}, "postgres": {"psql", "postgresql-client"}}
	for _, e := range engines {
		client, known := packages[e]
		if !known {
			return fmt.Errorf("-engines: %q is neither sqlite nor postgres", e)
		}
		if _, err := exec.LookPath(client[0]); err == nil {
			continue
		}
		tell("%s is missing, which the limits are measured with: apt-get install %s", client[0], client[1])
		if out, err := exec.Command("apt-get", "install", "-y", "-q", client[1]).CombinedOutput(); err != nil {
			return fmt.Errorf("install %s: %w\n%s", client[1], err, out)
		}
	}
	return nil
}

// bench is one run: the programs it measures and what it found.
type bench struct {
	options
	dir     string
	self    string // this program, for its helpers
	debitor string // the program that is measured
	rows    []*row
	pages   []enginePage
	checks  []engineChecks
}

func newBench(dir string, o options) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, dir: dir, self: self, debitor: filepath.Join(dir, "debitor")}
	if out, err := exec.Command("go", "build", "-o", b.debitor, "./cmd/debitor").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build debitor (run bench in the repository): %w\n%s", err, out)
	}
	return b, nil
}

func (b *bench) all() error {
	if err := b.renderLetters(); err != nil {
		return err
	}
	if err := b.countInterest(); err != nil {
		return err
	}
	for _, n := range b.invoices {
		files, err := b.invent(n)
		if err != nil {
			return err
		}
		for _, engine := range b.engines {
			times := b.repeat
			if n >= manyInvoices {
				times = (times + 1) / 2
			}
			for i := range times {
				tell("%s invoices on %s, %d of %d", grouped(n), engine, i+1, times)
				if err := b.walk(engine, n, files); err != nil {
					return fmt.Errorf("%d invoices on %s: %w", n, engine, err)
				}
			}
		}
		if err := os.RemoveAll(files.dir); err != nil {
			return err
		}
	}
	return nil
}

// invented are the files of a company: everything open, or with its history.
type invented struct {
	dir           string
	open, history []string // CSV files in the order of import
	company       string
	customer      string // the first one's code
	invoice       string // the first one's number
	xlsx          string // the first invoices of open, as a workbook
	xlsxRows      int
	statement     string // of the bank: the first of open are paid
}

// xlsxAtMost is how many rows the workbook has.
const xlsxAtMost = 100_000

func (b *bench) invent(n int) (f invented, err error) {
	f.dir = filepath.Join(b.dir, "files")
	f.xlsxRows = min(n, xlsxAtMost)
	f.statement = filepath.Join(f.dir, "kl_to_1c.txt")
	f.xlsx = filepath.Join(f.dir, "invoices.xlsx")
	openDir, historyDir := filepath.Join(f.dir, "open"), filepath.Join(f.dir, "history")
	f.open, f.history = csvFiles(openDir), csvFiles(historyDir)
	f.company = filepath.Join(openDir, "company.yaml")
	for _, args := range [][]string{
		{"invent", openDir, strconv.Itoa(n), "open"},
		{"invent", historyDir, strconv.Itoa(n), "history"},
		{"workbook", f.open[3], f.xlsx, strconv.Itoa(f.xlsxRows)},
		{"statement", f.open[3], f.open[0], f.statement, strconv.Itoa(min(n, statementEntries))},
	} {
		if _, err := start(b.self, args...); err != nil {
			return f, err
		}
	}
	if f.customer, err = firstCode(f.open[0]); err != nil {
		return f, err
	}
	f.invoice, err = firstCode(f.open[3])
	return f, err
}

// firstCode is the first cell under the heading of a CSV file.
func firstCode(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Scan()
	lines.Scan()
	code, _, _ := strings.Cut(lines.Text(), ",")
	return code, lines.Err()
}

func csvFiles(dir string) (list []string) {
	for _, name := range []string{"customers", "contacts", "contracts", "invoices", "payments", "events"} {
		list = append(list, filepath.Join(dir, name+".csv"))
	}
	return list
}

// today is the last day of every invented company, a run day.
var today = sample.Default.Today.String()

func tell(text string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+text+"\n", args...) }

// start runs a program to its end and gives what it used.
func start(program string, args ...string) (cost, error) {
	return startFor(exec.Command(program, args...))
}

// startFor is start for a prepared command. Its output is dropped unless the
// command says where to; what it complained about becomes the error.
func startFor(cmd *exec.Cmd) (cost, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	c, err := timed(cmd)
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		last := complaint.Bytes()[max(0, complaint.Len()-600):]
		err = fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args[:min(3, len(cmd.Args))], " "), err, last)
	}
	return c, err
}
