package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/sample"
	"debitor/internal/store"
)

// A year of the sample company, diagnosed: what is open is what the aging says,
// and a baseline held against a later one tells what has changed.
func TestDiagnose(t *testing.T) {
	b := sampled(t)
	before := b.diagnose("2025-10-30")
	now := b.diagnose("")
	if now.Date != sample.Default.Today || len(now.Policies) != 3 || now.Customers != 60 {
		t.Fatalf("on %s, %d policies, %d customers", now.Date, len(now.Policies), now.Customers)
	}
	totals := map[string]ledger.Ages{}
	if err := b.Aging(t.Context(), now.Date, "customer", func(r desk.AgingRow) error {
		sum := totals[string(r.Currency)]
		sum.Total += r.Total
		sum.Overdue += r.Overdue
		totals[string(r.Currency)] = sum
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, f := range now.Figures {
		if want := totals[string(f.Currency)]; f.Total != want.Total || f.Overdue != want.Overdue || f.Total == 0 {
			t.Errorf("%s: open %d, overdue %d; the aging says %+v", f.Currency, f.Total, f.Overdue, want)
		}
	}
	if now.Figures[0].Currency != b.Company().Currency {
		t.Errorf("%s comes first", now.Figures[0].Currency)
	}
	old, later := before.Baseline(), now.Baseline()
	effects, err := later.Since(&old)
	if err != nil || len(effects) == 0 || effects[0].Figure != "overdue_share" || effects[0].Before != before.Figures[0].OverdueShare.String() {
		t.Errorf("effects %+v (%v)", effects, err)
	}
	_, err = old.Since(&later)
	refused(t, err, fault.Input, "baseline.date")
	later.Company = "another"
	_, err = later.Since(&old)
	refused(t, err, fault.Input, "baseline.company")
}

// sampled are the books of a small sample company.
func sampled(t *testing.T) *books {
	b := openBooks(t, schema.SQLite(t))
	options := sample.Default
	options.Customers = 60
	files, err := sample.Write(t.TempDir(), options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Import(t.Context(), files.Import(), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *books) diagnose(day string) desk.Diagnosis {
	b.Helper()
	d, err := b.Diagnose(b.Context(), on(day), []string{"aktivmarket", "regulation", "stages"})
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// TestEffect is the program of R-111: from 24 % to 9.5 % is 2.53 times less.
func TestEffect(t *testing.T) {
	frozen := func(day, share string) *desk.Baseline {
		b, err := desk.ReadBaseline([]byte(`{"format":"debitor-baseline/1","company":"C","date":"` + day + `","figures":[{"currency":"RUB","open":"1300.00",
			"overdue":"312.00","overdue_share":"` + share + `","sales":"1.00","overdue_on_average":"1.00","dso":""}]}`))
		if err != nil {
			t.Fatal(err)
		}
		return &b
	}
	effects, err := frozen("2012-12-31", "9.50").Since(frozen("2011-12-31", "24.00"))
	if err != nil {
		t.Fatal(err)
	}
	if e := effects[0]; e.Times.String() != "2.53" || e.Better != 1 || e.Before != "24.00" || e.After != "9.50" {
		t.Errorf("%+v", e)
	}
	for _, e := range effects {
		if e.Figure == "dso" && (e.Better != 0 || e.Times.Known()) {
			t.Errorf("nothing is known of it: %+v", e)
		}
	}
	for src, code := range map[string]string{"{": "baseline.unreadable", `{"format":"debitor-baseline/9"}`: "baseline.format", `{"format":3}`: "baseline.unreadable"} {
		_, err := desk.ReadBaseline([]byte(src))
		refused(t, err, fault.Input, code)
	}
}

// Histories answer for the sample company as its accounts do.
func TestHistoriesOfTheSample(t *testing.T) {
	b := sampled(t)
	err := b.db.Read(t.Context(), func(q db.Querier) error {
		r := store.Read(q, b.Company().Code)
		list, _, err := r.Histories(t.Context(), store.HistoryQuery{Scope: store.Scope{All: true}, Limit: 100})
		if err != nil {
			return err
		}
		for i := range list {
			for day := sample.Default.Today - 600; day <= sample.Default.Today; day += 41 {
				want, _, err := r.Account(t.Context(), list[i].Head.Customer, day, store.Needs{Record: true})
				if err != nil {
					return err
				}
				got := list[i].At(day)
				if len(want.Items) != len(got.Items) || len(want.Events) != len(got.Events) || !cmp.Equal(want.Credits, got.Credits) {
					t.Fatalf("%s on %s: %d items and %v, the account has %d and %v", want.Customer, day, len(got.Items), got.Credits, len(want.Items), want.Credits)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSourceFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := desk.SourceFiles([]string{path})
	if err != nil || len(files) != 1 || files[0].Name != "a.csv" || files[0].SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%+v (%v)", files, err)
	}
	_, err = desk.SourceFiles([]string{path + "x"})
	refused(t, err, fault.NotFound, "import.file")
}
