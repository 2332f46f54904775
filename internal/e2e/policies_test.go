package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/sample"
	"debitor/policies"
)

// TestEveryPolicyRunsTheDemo makes the sample company under each shipped policy
// as a new user does, and looks at what it says of itself: letters are written,
// the same day again adds nothing, everything late is done or explained, the
// books are sound.
func TestEveryPolicyRunsTheDemo(t *testing.T) {
	t.Parallel()
	for _, name := range policies.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			url := "sqlite:" + filepath.Join(dir, "demo.db")
			must(t, url, "demo", "--no-serve", "--policy", name, "--dir", dir, "--customers", "60")
			day := sample.Default.Today
			run := lastRun(t, url, day)
			var again struct {
				Policy                     string
				New, Letters, Tasks, Count int
			}
			answer(t, must(t, url, "apply", "--date", run.String(), "--json"), &again)
			if again.Policy != name || again.New != 0 {
				t.Errorf("applied again: %+v", again)
			}
			if _, err := os.Stat(filepath.Join(dir, "letters", "register.csv")); err != nil {
				t.Error(err)
			}
			everythingExplained(t, url, run)
			must(t, url, "check")
		})
	}
}

// lastRun is the day itself if it is a run day of the policy in force, else the
// last one before it.
func lastRun(t *testing.T, url string, day cal.Date) cal.Date {
	t.Helper()
	for d := day; d > day-10; d-- {
		var plan struct {
			RunDay bool `json:"run_day"`
		}
		answer(t, must(t, url, "plan", "--date", d.String(), "--json"), &plan)
		if plan.RunDay {
			return d
		}
	}
	t.Fatalf("no run day in the ten days before %s", day)
	return 0
}

// everythingExplained sees that each skipped instalment has its blockers.
func everythingExplained(t *testing.T, url string, day cal.Date) {
	t.Helper()
	var plan struct {
		Skipped struct {
			Count int
			Items []struct {
				Invoice  string
				Blockers []struct{ Code, Text string }
			}
		}
	}
	answer(t, must(t, url, "plan", "--date", day.String(), "--skipped", "--json"), &plan)
	if plan.Skipped.Count != len(plan.Skipped.Items) || plan.Skipped.Count == 0 {
		t.Errorf("%d are skipped, %d are told", plan.Skipped.Count, len(plan.Skipped.Items))
	}
	for _, it := range plan.Skipped.Items {
		if len(it.Blockers) == 0 {
			t.Errorf("%s is not done, and nothing says why", it.Invoice)
		}
		for _, b := range it.Blockers {
			if b.Text == "" || b.Text == b.Code {
				t.Errorf("%s: blocker %q has no words", it.Invoice, b.Code)
			}
		}
	}
}

func answer(t *testing.T, text []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatalf("%v: %.300s", err, text)
	}
}

// TestEveryPolicyReplaysTheHistories replays the collection's histories under
// each shipped policy.
func TestEveryPolicyReplaysTheHistories(t *testing.T) {
	t.Parallel()
	file := corpus(t, "ar/ibm_ar_2012.csv")
	url := "sqlite:" + filepath.Join(t.TempDir(), "ibm.db")
	must(t, url, "init", "--name", "Records", "--country", "US", "--currency", "USD", "--language", "en")
	must(t, url, "import", file, "--map", "ibm-history")
	for _, name := range policies.Names() {
		var out struct {
			Policies []struct {
				Policy                                string
				Letters, Emails, Prints, Calls, Tasks int
				HoldDays                              int            `json:"hold_days"`
				ByStep                                map[string]int `json:"by_step"`
			}
		}
		answer(t, must(t, url, "simulate", "--policy", name, "--from", "2012-01-01", "--to", "2013-12-31", "--json"), &out)
		if len(out.Policies) != 1 || out.Policies[0].Policy != name {
			t.Fatalf("%+v", out)
		}
		p := out.Policies[0]
		sum := 0
		for _, n := range p.ByStep {
			sum += n
		}
		if sum == 0 || sum < p.Letters {
			t.Errorf("%s does next to nothing with 2,466 invoices of two years: %+v", name, p)
		}
		t.Logf("%s: %+v", name, p)
	}
}
