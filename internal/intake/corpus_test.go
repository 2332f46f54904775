package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/maps"
)

// corpus is a file of the collection of real files, which is not part of the
// project.
func corpus(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("DEBITOR_CORPUS")
	if dir == "" {
		t.Skip("DEBITOR_CORPUS does not name a directory of real files")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

func shipped(t testing.TB, name string) *intake.Map {
	t.Helper()
	src, err := maps.Source(name)
	if err != nil {
		t.Fatal(err)
	}
	m, err := intake.ParseMap(name, src)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// counted reads a file to its end and sums up what it gave.
type counted struct {
	customers, invoices, payments, items int
	invoiced, paid, open                 money.Minor
}

func count(t *testing.T, f *intake.File) (n counted) {
	t.Helper()
	err := f.Each(func(r intake.Row) error {
		for _, x := range r.Records {
			switch x := x.(type) {
			case ledger.Customer:
				n.customers++
			case ledger.Invoice:
				n.invoices++
				n.invoiced += x.Amount
			case ledger.Payment:
				n.payments++
				n.paid += x.Amount
			case ledger.OpenItem:
				n.items++
				n.open += x.Open
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows, list := f.Refusals(); rows > 0 {
		t.Fatalf("%d rows refused, first %s", rows, list[0])
	}
	return n
}

func TestCorpusIBM(t *testing.T) {
	f, err := intake.Open(corpus(t, "ar/ibm_ar_2012.csv"), intake.Options{Map: shipped(t, "ibm-history"), Currency: "BYN"})
	if err != nil {
		t.Fatal(err)
	}
	got := count(t, f)
	if got.customers != 100 || got.invoices != 1277 || got.payments != 1277 || got.invoiced != got.paid || f.Rows != 1277 {
		t.Errorf("got %+v of %d rows", got, f.Rows)
	}
	if !f.CreateOnly(intake.Customers) || f.CreateOnly(intake.Invoices) {
		t.Error("customers are to be created only")
	}
}

func TestCorpusHighRadius(t *testing.T) {
	f, err := intake.Open(corpus(t, "ar/highradius_open_A.csv"), intake.Options{Map: shipped(t, "highradius-open-items")})
	if err != nil {
		t.Fatal(err)
	}
	got := count(t, f)
	if got.items != 2621 || got.customers != 339 {
		t.Errorf("got %+v", got)
	}
}

func TestCorpusCassandra(t *testing.T) {
	path := corpus(t, "ar/cassandra_train_before_2015H2.csv")
	_, err := intake.Open(path, intake.Options{Currency: "INR"})
	if fault.Code(err) != "intake.kind_unknown" || !strings.Contains(err.Error(), "invoices (without invoice, customer)") {
		t.Error(err)
	}
	_, err = intake.Open(path, intake.Options{Currency: "INR", Kind: intake.Invoices})
	if fault.Code(err) != "intake.columns_missing" || fault.KindOf(err) != fault.Input {
		t.Error(err)
	}
}
