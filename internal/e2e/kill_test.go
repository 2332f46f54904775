package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
)

// How often a process is killed per engine. "go test -short" kills less.
const (
	applyKills  = 52
	importKills = 22
)

// The company of the killings: so many customers that a run takes several
// transactions (desk.applyCustomers), of whom few are chased.
const (
	killCustomers = 4300
	owingEvery    = 8 // of how many customers one owes anything
	chasedEvery   = 32
)

// killDay is the run day that is disturbed, earlier the run days before it, on
// which warnings and claims went out, so that its plan has every kind of step.
const killDay = "2026-03-10"

var killEarlier = []string{"2026-02-24", "2026-03-03"}

// killFiles writes the company's files. What is chased has every age a step
// can have; some customers lack an address of either kind.
func killFiles(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	customers := [][]string{{"customer", "name", "language", "email", "address", "manager"}}
	contracts := [][]string{{"contract", "customer", "number", "date", "payment_days"}}
	invoices := [][]string{{"invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency"}}
	payments := [][]string{{"payment", "customer", "date", "amount", "currency", "invoice"}}
	events := [][]string{{"date", "kind", "customer", "invoice", "amount", "until", "reason"}}
	for i := range killCustomers {
		c := fmt.Sprintf("%04d", i)
		email, address, language := "office"+c+"@kunde.example", "г. Минск, ул. Складская, "+c, "ru"
		if i%3 == 0 {
			language = "en"
		}
		if i/chasedEvery%9 == 0 {
			email = ""
		}
		if i/chasedEvery%10 == 0 {
			address = ""
		}
		customers = append(customers, []string{c, "ЗАО «Покупатель № " + c + "»", language, email, address, "Рябинкина Елена"})
		if i%owingEvery != 0 {
			continue
		}
		contracts = append(contracts, []string{"K" + c, c, c + "/26", "2026-01-02", "30"})
		due := time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC)
		if i%chasedEvery == 0 {
			// Most will be reminded, by mail; the others are of every age.
			due = time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/chasedEvery%4)
			if i/chasedEvery%3 == 0 {
				due = time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i/chasedEvery%22)
			}
		}
		for n := range 1 + i/owingEvery%2 {
			invoices = append(invoices, []string{
				fmt.Sprintf("%s-%d", c, n), c, "K" + c, "ТТН", "АВ " + c, "2026-01-05", due.AddDate(0, 0, -n).Format(time.DateOnly),
				fmt.Sprintf("%d.%02d", 100+i%900, n), []string{"BYN", "EUR"}[i/chasedEvery%6/5],
			})
		}
		if i/owingEvery%5 == 0 {
			payments = append(payments, []string{"P" + c, c, "2026-01-20", "40.00", "BYN", c + "-0"}, []string{"Q" + c, c, "2026-03-05", "11.00", "BYN", ""})
		}
		if i/chasedEvery%15 == 0 {
			events = append(events, []string{"2026-02-20", "dispute", c, c + "-0", "", "", "недостача"})
		}
	}
	return []string{
		writeCSV(t, filepath.Join(dir, "customers.csv"), customers), writeCSV(t, filepath.Join(dir, "contracts.csv"), contracts),
		writeCSV(t, filepath.Join(dir, "invoices.csv"), invoices), writeCSV(t, filepath.Join(dir, "payments.csv"), payments),
		writeCSV(t, filepath.Join(dir, "events.csv"), events),
	}
}

// appliedJSON is the answer of apply --json.
type appliedJSON struct {
	Date    string   `json:"date"`
	Run     string   `json:"run"`
	New     int      `json:"new"`
	Letters int      `json:"letters"`
	Emails  int      `json:"emails"`
	Prints  int      `json:"prints"`
	Tasks   int      `json:"tasks"`
	Skipped int      `json:"skipped"`
	Files   []string `json:"files"`
}

func readApplied(t testing.TB, b []byte) (a appliedJSON) {
	t.Helper()
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatalf("apply --json: %v in %q", err, b)
	}
	return a
}

// undisturbed is what a run leaves when nobody disturbs it.
type undisturbed struct {
	master  string      // the database before the run
	applied appliedJSON // with nothing new
	made    int
	files   map[string]string
	pace    *pace
}

// prepare makes the company of the killings up to the run day and runs that
// on a copy.
func prepare(t *testing.T, url string) undisturbed {
	t.Helper()
	open(t, url, "BY", "BYN")
	must(t, url, append([]string{"import"}, killFiles(t)...)...)
	for _, day := range killEarlier {
		must(t, url, "apply", "--date", day)
	}
	u := undisturbed{master: url}
	calm, out := dbtest.Copy(t, url), filepath.Join(t.TempDir(), "out")
	plan := must(t, calm, "plan", "--date", killDay, "--json")
	answer, took := timed(t, calm, "apply", "--date", killDay, "--out", out, "--json")
	first := readApplied(t, answer)
	u.pace = &pace{took, took}
	u.files, u.made = tree(t, out), first.New
	planned(t, plan, first, u.files)
	u.applied = first
	u.applied.New = 0
	must(t, calm, "check")
	return u
}

// planned sees that a run's files hold what was planned, letter by letter and
// task by task, so that comparing with them proves something.
func planned(t *testing.T, plan []byte, applied appliedJSON, files map[string]string) {
	t.Helper()
	var p struct {
		Steps []struct {
			Customer, Step, Action, Letter string
			Channels                       []string
		}
	}
	if err := json.Unmarshal(plan, &p); err != nil {
		t.Fatal(err)
	}
	var want appliedJSON
	kinds, printed := map[string]int{}, map[string]int{}
	for _, s := range p.Steps {
		kinds[s.Step]++
		if s.Action == "task" {
			want.Tasks++
			continue
		}
		want.Letters++
		for _, c := range s.Channels {
			if c == "email" {
				want.Emails++
			} else {
				want.Prints++
				printed[s.Customer+" "+s.Letter]++
			}
		}
	}
	if applied.New != want.Letters+want.Tasks || applied.Letters != want.Letters || applied.Tasks != want.Tasks || applied.Emails != want.Emails || applied.Prints != want.Prints {
		t.Fatalf("applied %+v, planned %+v", applied, want)
	}
	if want.Letters < 100 || want.Tasks < 5 || len(kinds) != 4 {
		t.Fatalf("the run is too poor to prove anything: %d letters, %d tasks, %v", want.Letters, want.Tasks, kinds)
	}
	register, tasks, mails := rowsOf(t, files["register.csv"]), rowsOf(t, files["tasks.csv"]), 0
	for name := range files {
		if strings.HasSuffix(name, ".eml") {
			mails++
		}
	}
	if len(register) != want.Prints || len(tasks) != want.Tasks || mails != want.Emails {
		t.Fatalf("%d rows in the register, %d tasks, %d mails; planned %+v", len(register), len(tasks), mails, want)
	}
	for _, row := range register {
		key := row[1] + " " + row[5]
		if printed[key]--; printed[key] < 0 {
			t.Fatalf("%s is in the register and not in the plan", key)
		}
	}
	if !bytes.HasPrefix([]byte(files["letters.pdf"]), []byte("%PDF-")) {
		t.Fatal("letters.pdf is no PDF")
	}
}

func rowsOf(t testing.TB, text string) [][]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readCSV(t, file)
}

// moments spreads n moments over the time from 0 to 1, each at random in its
// own share of it.
func moments(r *rand.Rand, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = (float64(i) + r.Float64()) / float64(n)
	}
	return list
}

// pace is how long a whole command takes at present: the machine does other
// things too, so the shorter of the last two that ran to their end is the best
// guess.
type pace struct{ whole, last time.Duration }

func (p *pace) saw(took time.Duration) { p.whole, p.last = min(took, p.last), took }

func (p *pace) at(moment float64) time.Duration { return time.Duration(moment * float64(p.whole)) }

// timed runs a command to its good end and gives how long that took.
func timed(t testing.TB, url string, args ...string) ([]byte, time.Duration) {
	t.Helper()
	began := time.Now()
	out := must(t, url, args...)
	return out, time.Since(began)
}

// whenWritten is the moment at which a directory holds so many mails; it stops
// looking when the test ends.
func whenWritten(t *testing.T, out string, mails int) <-chan struct{} {
	t.Helper()
	when := make(chan struct{})
	go func() {
		defer close(when)
		for t.Context().Err() == nil {
			if list, _ := os.ReadDir(filepath.Join(out, "mail")); len(list) >= mails {
				return
			}
			time.Sleep(100 * time.Microsecond)
		}
	}()
	return when
}

// whenRecorded is the moment at which the first letters of the run are in the
// books; it stops looking when the test ends.
func whenRecorded(t *testing.T, url string) <-chan struct{} {
	t.Helper()
	when, ctx := make(chan struct{}), t.Context()
	d, err := db.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	day, err := cal.Parse(killDay)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(when)
		defer func() { _ = d.Close() }()
		for n := 0; n == 0 && ctx.Err() == nil; time.Sleep(100 * time.Microsecond) {
			_ = d.Read(ctx, func(q db.Querier) error { // an error is that the test has ended
				return q.QueryRow(ctx, "SELECT COUNT(*) FROM letter WHERE run_date = $1", day).Scan(&n)
			})
		}
	}()
	return when
}

// tally counts where the kills hit.
type tally struct{ kills, hit, nothing, some, all, part int }

// TestKilledApply kills an apply at every stage of its run and lets the next
// one finish: exactly the planned letters and tasks exist, and all files are
// those of a run that nobody disturbed.
func TestKilledApply(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		n := applyKills
		if testing.Short() {
			n /= 7
		}
		u := prepare(t, url)
		r := rand.New(rand.NewPCG(2026, 3))
		var hits tally
		for i, at := range moments(r, n) {
			mails := 1 + r.IntN(100)
			t.Run(fmt.Sprintf("%02d", i), func(t *testing.T) {
				killApply(t, u, &hits, i, func(url, out string, time int) <-chan struct{} {
					switch {
					case time == 1: // a second kill of the same run
						t.Logf("killed again %s after its start", u.pace.at(at/2))
						return after(u.pace.at(at / 2))
					case i%4 == 3: // among the files
						t.Logf("killed after %d mails", mails)
						return whenWritten(t, out, mails)
					case i%4 == 1: // between two transactions
						t.Log("killed once some letters were recorded")
						return whenRecorded(t, url)
					}
					t.Logf("killed %s after its start", u.pace.at(at))
					return after(u.pace.at(at))
				})
			})
		}
		t.Logf("an undisturbed run takes %s and makes %d letters and tasks; kills: %+v", u.pace.whole, u.made, hits)
		if hits.hit*10 < hits.kills*5 {
			t.Errorf("only %d of %d kills hit a running process", hits.hit, hits.kills)
		}
		if hits.nothing == 0 || hits.some == 0 || hits.all == 0 || hits.part == 0 {
			t.Errorf("the kills missed a stage of the run: %+v", hits)
		}
	})
}

// sameAnswer compares what two calls of apply --json say of one run.
func sameAnswer(t testing.TB, want, got appliedJSON) {
	t.Helper()
	if !slices.Equal(want.Files, got.Files) {
		t.Errorf("%d files, want %d, or another order", len(got.Files), len(want.Files))
	}
	want.Files, got.Files = nil, nil
	if !reflect.DeepEqual(want, got) {
		t.Errorf("apply --json gives %+v, want %+v", got, want)
	}
}

func killApply(t *testing.T, u undisturbed, hits *tally, number int, when func(url, out string, time int) <-chan struct{}) {
	t.Helper()
	url, out := dbtest.Copy(t, u.master), filepath.Join(t.TempDir(), "out")
	args := []string{"apply", "--date", killDay, "--out", out, "--json"}
	hit := false
	for time := range 1 + number%5/4 {
		hits.kills++
		if killed(t, when(url, out, time), url, args...) {
			hits.hit++
			hit = true
		}
	}
	if number%2 == 0 {
		must(t, url, "check") // whatever the moment, the books agree
	}
	if hit {
		hits.look(t, out, len(u.files))
	}
	answer, took := timed(t, url, args...)
	u.pace.saw(took)
	last := readApplied(t, answer)
	if hit {
		switch last.New {
		case u.made:
			hits.nothing++
		case 0:
			hits.all++
		default:
			hits.some++
		}
	}
	last.New = 0
	sameAnswer(t, u.applied, last)
	sameTree(t, u.files, tree(t, out))
	must(t, url, "check")
	if number%7 == 0 {
		sameAnswer(t, u.applied, readApplied(t, must(t, url, args...)))
		sameTree(t, u.files, tree(t, out))
	}
}

// look counts a kill that left some of the files but not all.
func (h *tally) look(t *testing.T, out string, all int) {
	t.Helper()
	if _, err := os.Stat(out); err != nil {
		return
	}
	if n := len(tree(t, out)); n > 0 && n < all {
		h.part++
	}
}

// TestKilledImport kills an import at every stage: each file is in whole or
// not at all, and importing again ends with the same plan and the same aging.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		n := importKills
		if testing.Short() {
			n /= 4
		}
		open(t, url, "BY", "BYN")
		args := append([]string{"import", "--json"}, killFiles(t)...)
		calm := dbtest.Copy(t, url)
		answer, took := timed(t, calm, args...)
		want, pace := readImported(t, answer), pace{took, took}
		plan, aging := answers(t, calm)
		r := rand.New(rand.NewPCG(2026, 4))
		hits, between := 0, 0
		for i, at := range moments(r, n) {
			t.Run(fmt.Sprintf("%02d", i), func(t *testing.T) {
				t.Logf("killed %s after its start", pace.at(at))
				url := dbtest.Copy(t, url)
				hit := killed(t, after(pace.at(at)), url, args...)
				must(t, url, "check")
				answer, took := timed(t, url, args...)
				got := readImported(t, answer)
				whole := 0
				for i, f := range got.Files {
					switch {
					case f.New == want.Files[i].New:
					case f.New == 0 && f.Unchanged == f.Rows && f.Corrected == 0:
						whole++
					default:
						t.Errorf("%s was in by halves: %+v", f.File, f)
					}
				}
				if whole == 0 {
					pace.saw(took)
				}
				if hit {
					hits++
					between += min(1, whole)
				}
				gotPlan, gotAging := answers(t, url)
				if gotPlan != plan || gotAging != aging {
					t.Error("the plan or the aging differs from that of an undisturbed import")
				}
				must(t, url, "check")
			})
		}
		t.Logf("an undisturbed import takes %s; %d of %d kills hit, %d of them after a file was in", pace.whole, hits, n, between)
		if hits*10 < n*4 || between == 0 {
			t.Errorf("%d of %d kills hit a running process, %d between two files: too few to prove anything", hits, n, between)
		}
	})
}

type importedJSON struct {
	Files []struct {
		File                            string
		Rows, New, Corrected, Unchanged int
	}
}

func readImported(t testing.TB, b []byte) (r importedJSON) {
	t.Helper()
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// answers are what the books say of the run day, as bytes.
func answers(t testing.TB, url string) (plan, aging string) {
	t.Helper()
	return string(must(t, url, "plan", "--date", killDay, "--skipped", "--json")), string(must(t, url, "aging", "--date", killDay, "--by", "invoice", "--json"))
}
