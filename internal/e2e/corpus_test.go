package e2e_test

import (
	"bytes"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// cells reads a file without quotes by plain cutting, its header apart.
func cells(t *testing.T, file string) (header string, rows [][]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(b, '"') {
		t.Fatalf("%s has quotes, which this test does not read", file)
	}
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(b), "\r", "")), "\n")
	for _, line := range lines[1:] {
		rows = append(rows, strings.Split(line, ","))
	}
	return lines[0], rows
}

// cents rounds a decimal number to hundredths, halves away from zero.
func cents(t *testing.T, s string) int64 {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.Sign() < 0 {
		t.Fatalf("%q is no amount", s)
	}
	r.Mul(r, big.NewRat(100, 1)).Add(r, big.NewRat(1, 2))
	return new(big.Int).Quo(r.Num(), r.Denom()).Int64()
}

func american(t *testing.T, s string) time.Time {
	t.Helper()
	day, err := time.Parse("1/2/2006", s)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// TestIBMHistory walks through a quarter of the IBM history, in which every
// invoice was paid in full on one day.
func TestIBMHistory(t *testing.T) {
	t.Parallel()
	file := corpus(t, "ar/ibm_ar_2012.csv")
	for engine, empty := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, book := empty(t), newBook("US")
			_, rows := cells(t, file)
			for _, c := range rows { // countryCode, customerID, PaperlessDate, invoiceNumber, InvoiceDate, DueDate, InvoiceAmount, Disputed, SettledDate
				book.debtors[c[1]] = debtor{code: c[1]}
				book.parts = append(book.parts, &part{
					customer: c[1], invoice: c[3], currency: "USD", number: 1, issued: american(t, c[4]), due: american(t, c[5]), amount: cents(t, c[6]),
				})
				book.payments = append(book.payments, &settlement{key: c[3], customer: c[1], invoice: c[3], currency: "USD", on: american(t, c[8]), amount: cents(t, c[6])})
			}
			book.settle()
			open(t, url, "US", "USD")
			must(t, url, "import", file, "--map", "ibm-history")
			w := newWalk(t, url, book)
			for day := on("2012-07-01"); day.Before(on("2012-10-01")); day = day.AddDate(0, 0, 1) {
				w.day(day, true)
			}
			must(t, url, "check")
			w.told(200)
		})
	}
}

// snapshot is a day's open items of the HighRadius sample, made from the one
// there is: some are gone a month later, some are half paid.
func snapshot(t *testing.T, header string, rows [][]string, keep func(i int, c []string) []string) string {
	t.Helper()
	lines := []string{header}
	for i, c := range rows {
		if c = keep(i, c); c != nil {
			lines = append(lines, strings.Join(c, ","))
		}
	}
	file := filepath.Join(t.TempDir(), "open.csv")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestHighRadiusOpenItems walks through a quarter from a snapshot of open
// items, and a second one a month later.
func TestHighRadiusOpenItems(t *testing.T) {
	t.Parallel()
	file := corpus(t, "ar/highradius_open_A.csv")
	for engine, empty := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			const first, second = "2020-05-20", "2020-06-19"
			url, book := empty(t), newBook("US")
			header, rows := cells(t, file)
			for _, c := range rows { // business_code, cust_number, name_customer, clear_date, its year, doc_id, posting_date, due_in_date, …, and last the dollars
				if c[3] != "" {
					continue
				}
				issued, due := on(c[6]), on(c[7])
				if due.Before(issued) {
					issued = due // the file's own mistake: a debt is not due before it arose
				}
				book.debtors[c[1]] = debtor{code: c[1]}
				book.parts = append(book.parts, &part{
					customer: c[1], invoice: strings.TrimSuffix(c[5], ".0"), currency: "USD", number: 1, issued: issued, due: due, amount: cents(t, c[11]),
				})
			}
			open(t, url, "US", "USD")
			must(t, url, "import", file, "--map", "highradius-open-items", "--date", first)
			w := newWalk(t, url, book)
			w.filesEvery = 3 // its letters have long tables
			for day := on(first); day.Before(on("2020-08-21")); day = day.AddDate(0, 0, 1) {
				if day.Equal(on(second)) {
					byKey := map[string]*part{}
					for _, p := range book.parts {
						byKey[p.invoice] = p
					}
					less := func(c []string, left int64) {
						p := byKey[strings.TrimSuffix(c[5], ".0")]
						p.paid = append(p.paid, paid{day, p.amount - left})
					}
					next := snapshot(t, header, rows, func(i int, c []string) []string {
						switch {
						case c[3] != "":
							return c
						case i%5 == 0: // gone
							less(c, 0)
							return nil
						case i%7 == 0: // half of it
							left := cents(t, c[11]) / 2
							less(c, left)
							return append(append([]string{}, c[:11]...), decimal(left))
						}
						return c
					})
					must(t, url, "import", next, "--map", "highradius-open-items", "--date", second)
				}
				w.day(day, true)
			}
			must(t, url, "check")
			w.told(500)
		})
	}
}
