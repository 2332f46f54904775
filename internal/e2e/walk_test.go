package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/policy"
)

// walk goes through a quarter day by day and compares what the desk says with
// the recount.
type walk struct {
	t    *testing.T
	url  string
	s    *desk.Session
	book *ledgerBook

	days, runs, steps, items, holds, rows int
	kinds                                 map[string]int
	filesEvery                            int // of how many runs one's files are written
}

func newWalk(t *testing.T, url string, book *ledgerBook) *walk {
	t.Helper()
	d := desk.New(dbtest.Open(t, url), nil, func() time.Time { return time.Date(2026, 7, 31, 12, 0, 0, 0, time.UTC) })
	s, err := d.Session(t.Context(), "", desk.Actor{System: "e2e"})
	if err != nil {
		t.Fatal(err)
	}
	return &walk{t: t, url: url, s: s, book: book, kinds: map[string]int{}, filesEvery: 1}
}

// day compares a day's answers and, if asked, applies the run and compares
// what it wrote.
func (w *walk) day(day time.Time, apply bool) {
	w.t.Helper()
	want, run := w.book.day(day), isRun(w.book.country, day)
	w.days++
	plan, got, skipped := w.plan(day, run)
	if !run { // counted and not listed, which is the slow part
		skipped = want.skipped
	}
	if diff := cmp.Diff(want.skipped, skipped); diff != "" || plan.RunDay != run || plan.Skipped != len(skipped) {
		w.t.Fatalf("%s: run day %t, recounted %t; %d skipped (-recounted +planned):\n%s", day.Format(time.DateOnly), plan.RunDay, run, plan.Skipped, diff)
	}
	if diff := cmp.Diff(want.steps, got); diff != "" {
		w.t.Fatalf("plan of %s (-recounted +planned):\n%s", day.Format(time.DateOnly), diff)
	}
	if !run {
		return
	}
	w.runs++
	for _, s := range got {
		w.steps++
		w.items += len(s.Items)
		w.kinds[s.Step+" "+s.Action]++
	}
	w.aging(day, want)
	w.ask(day, want)
	if w.runs%8 == 1 {
		w.process(day, want)
	}
	if apply {
		w.apply(day, want)
	}
}

func date(t *testing.T, day time.Time) cal.Date {
	t.Helper()
	d, err := cal.Parse(day.Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plan is the desk's plan of a day; list asks for what is skipped one by one.
func (w *walk) plan(day time.Time, list bool) (plan desk.Plan, got []wantStep, skipped []string) {
	w.t.Helper()
	plan, err := w.s.Plan(w.t.Context(), desk.PlanQuery{Date: date(w.t, day), List: list}, func(d desk.Decided) error {
		for i := range d.Items {
			skipped = append(skipped, fmt.Sprintf("%s %s/%d", d.Customer, d.Items[i].Invoice, d.Items[i].Part))
		}
		for i := range d.Actions {
			got = append(got, flat(string(d.Customer), &d.Actions[i]))
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(skipped)
	return plan, got, skipped
}

func flat(customer string, a *policy.Action) wantStep {
	s := wantStep{customer, a.Step, string(a.Kind), string(a.Currency), a.Total.Decimal(a.Currency), nil}
	for i := range a.Items {
		it := &a.Items[i]
		s.Items = append(s.Items, wantItem{string(it.Invoice), it.Part, it.Due.String(), it.Days, it.Open.Decimal(a.Currency)})
	}
	return s
}

// process asks the binary for the same plan.
func (w *walk) process(day time.Time, want wanted) {
	w.t.Helper()
	var p struct {
		Steps   []wantStep
		Skipped struct{ Count int }
	}
	if err := json.Unmarshal(must(w.t, w.url, "plan", "--date", day.Format(time.DateOnly), "--json"), &p); err != nil {
		w.t.Fatal(err)
	}
	if diff := cmp.Diff(want.steps, p.Steps); len(want.steps)+len(p.Steps) > 0 && diff != "" || p.Skipped.Count != len(want.skipped) {
		w.t.Fatalf("plan --json of %s (-recounted +printed), %d skipped, recounted %d:\n%s", day.Format(time.DateOnly), p.Skipped.Count, len(want.skipped), diff)
	}
}

func (w *walk) aging(day time.Time, want wanted) {
	w.t.Helper()
	total, overdue := map[string]int64{}, map[string]int64{}
	err := w.s.Aging(w.t.Context(), date(w.t, day), "customer", func(r desk.AgingRow) error {
		key := string(r.Customer) + "/" + string(r.Currency)
		total[key] += int64(r.Total)
		if r.Overdue > 0 {
			overdue[key] += int64(r.Overdue)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if diff := cmp.Diff([]any{want.total, want.overdue}, []any{total, overdue}); diff != "" {
		w.t.Fatalf("aging of %s (-recounted +answered):\n%s", day.Format(time.DateOnly), diff)
	}
}

// asked is of how many customers a run day asks whether goods may ship.
const asked = 6

// ask compares what hold says of some customers, others every day.
func (w *walk) ask(day time.Time, want wanted) {
	w.t.Helper()
	var all []string
	for c := range w.book.debtors {
		all = append(all, c)
	}
	slices.Sort(all)
	for i := range asked {
		c := all[(w.runs*asked+i)%len(all)]
		ans, err := w.s.Hold(w.t.Context(), desk.HoldQuery{Customer: id.Customer(c), Date: date(w.t, day)})
		if err != nil {
			w.t.Fatal(err)
		}
		h, held := want.holds[c]
		got := map[string]struct{}{}
		for _, r := range ans.Reasons {
			if r.Code == credit.Overdue {
				got[fmt.Sprintf("%s/%d/%d", r.Invoice, r.Part, r.Days)] = struct{}{}
			}
		}
		released := map[string]int64{}
		if ans.ReleasedByPayment > 0 {
			released[string(ans.Currency)] = int64(ans.ReleasedByPayment)
		}
		for _, a := range ans.ReleasedAbroad {
			released[string(a.Currency)] = int64(a.Minor)
		}
		if ans.Allowed == held || held && (cmp.Diff(h.because, got) != "" || cmp.Diff(h.released, released) != "") {
			w.t.Fatalf("hold %s on %s: %+v, recounted %+v", c, day.Format(time.DateOnly), ans, h)
		}
		w.holds++
	}
}

// apply applies the run and compares the counts, the register, the tasks and
// the stop list; after it nothing is left to do.
func (w *walk) apply(day time.Time, want wanted) {
	w.t.Helper()
	ctx, name := w.t.Context(), day.Format(time.DateOnly)
	got, err := w.s.Apply(ctx, date(w.t, day), "")
	if err != nil {
		w.t.Fatal(err)
	}
	var letters, emails int
	var register, tasks []string
	for _, s := range want.steps {
		d := w.book.debtors[s.Customer]
		switch {
		case s.Step == "court":
			tasks = append(tasks, strings.Join([]string{s.Customer, "prepare-court-package", s.Step, s.Total, s.Currency}, " "))
			continue
		case s.Action == "task":
			tasks = append(tasks, strings.Join([]string{s.Customer, "mend-contact", s.Step, s.Total, s.Currency}, " "))
			continue
		}
		letters++
		if d.mail {
			emails++
		}
		if s.Step != "reminder" {
			register = append(register, s.Customer+" "+s.Step)
		}
	}
	if got.New != len(want.steps) || got.Letters != letters || got.Emails != emails || got.Prints != len(register) || got.Tasks != len(tasks) || got.Skipped != len(want.skipped) {
		w.t.Fatalf("apply of %s: %+v, recounted %d new, %d letters, %d emails, %d prints, %d tasks, %d skipped",
			name, got, len(want.steps), letters, emails, len(register), len(tasks), len(want.skipped))
	}
	w.book.apply(want.steps, day)
	if _, again, _ := w.plan(day, false); len(again) > 0 {
		w.t.Fatalf("%s: planned again after it was applied: %v", name, again)
	}
	if w.runs%w.filesEvery == 0 {
		w.files(ctx, day, want, register, tasks)
	}
}

func (w *walk) files(ctx context.Context, day time.Time, want wanted, register, tasks []string) {
	w.t.Helper()
	dir := w.t.TempDir()
	if _, err := w.s.WriteRun(ctx, date(w.t, day), "", dir, desk.Written{}); err != nil {
		w.t.Fatal(err)
	}
	var stops []string
	for c, h := range want.holds {
		stops = append(stops, c+" "+h.since.Format(time.DateOnly))
	}
	for file, x := range map[string]struct {
		columns []int
		want    []string
	}{"register.csv": {[]int{1, 5}, register}, "tasks.csv": {[]int{0, 1, 2, 5, 6}, tasks}, "stoplist.csv": {[]int{0, 1}, stops}} {
		var got []string
		var customers []string
		for _, row := range readCSV(w.t, filepath.Join(dir, file)) {
			var cells []string
			for _, c := range x.columns {
				cells = append(cells, row[c])
			}
			got = append(got, strings.Join(cells, " "))
			customers = append(customers, cells[0])
			w.rows++
		}
		if !slices.IsSorted(customers) {
			w.t.Fatalf("%s of %s is not sorted by customer", file, day.Format(time.DateOnly))
		}
		slices.Sort(got)
		slices.Sort(x.want)
		if diff := cmp.Diff(x.want, got); len(got)+len(x.want) > 0 && diff != "" {
			w.t.Fatalf("%s of %s (-recounted +written):\n%s", file, day.Format(time.DateOnly), diff)
		}
	}
}

// told says how much was compared, and fails if that proves little.
func (w *walk) told(least int) {
	w.t.Helper()
	w.t.Logf("%d days compared, %d of them run days: %d steps with %d items (%v), %d holds, %d rows of files", w.days, w.runs, w.steps, w.items, w.kinds, w.holds, w.rows)
	if w.steps < least {
		w.t.Errorf("only %d steps were compared, want at least %d", w.steps, least)
	}
}
