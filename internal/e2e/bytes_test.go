package e2e_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/db/dbtest"
	"debitor/internal/sample"
)

// bytesCustomers is how many customers of the sample take part, beside those
// with ugly names.
const bytesCustomers = 120

// bytesDays are run days and, with an asterisk, a day that is none.
var bytesDays = []string{"2026-10-20", "2026-10-21*", "2026-10-23", "2026-10-27", "2026-10-30"}

// ugly are keys that collations sort in other orders than bytes do, and texts
// that break whoever forgets to quote.
var ugly = []string{
	"a1", "A2", "b1", "B2", "Ä1", "a 1", "a-1", "a_1", "a.1", "A1", "z9", "Ёлка", "ёлка", "елка", "Жук", "100%", "x'y", `x"y`, "<b>&amp;", "№ 5", "ß", "ss", "007", "7",
	"éa", "e\u0301a", "ıi", "Iı", "東京", "😀",
}

// uglyFiles are customers of those keys, each with invoices, payments and
// events under keys made of it.
func uglyFiles(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	customers := [][]string{{"customer", "name", "language", "country", "email", "address", "manager"}}
	contracts := [][]string{{"contract", "customer", "number", "date", "payment_days", "limit_amount"}}
	invoices := [][]string{{"invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency"}}
	payments := [][]string{{"payment", "customer", "date", "amount", "currency", "invoice"}}
	events := [][]string{{"date", "kind", "customer", "invoice", "amount", "until", "reason"}}
	for i, c := range ugly {
		name := strings.Repeat(c+" «и сыновья» ", 1+i%6)
		customers = append(customers, []string{c, name, []string{"ru", "en", "de"}[i%3], "BY", fmt.Sprintf("u%d@ugly.example", i), "ул. " + c + ", 1", c})
		contracts = append(contracts, []string{"K " + c, c, c + "/1", "2026-01-05", "10", []string{"", "5000"}[i%2]})
		for n, key := range []string{"a", "A", "б", "Б", "-", "_"} {
			due := fmt.Sprintf("2026-10-%02d", 4+(i*5+n)%26)
			invoices = append(invoices, []string{c + key, c, "K " + c, "УПД", key + c, "2026-09-20", due, fmt.Sprintf("%d.%02d", 50+i, n), []string{"BYN", "EUR"}[n%2]})
		}
		if i%2 == 0 {
			payments = append(payments, []string{"P" + c, c, "2026-10-05", "70.01", "BYN", ""}, []string{"p" + c, c, "2026-10-05", "7.77", "EUR", c + "A"})
		}
		if i%3 == 0 {
			events = append(events, []string{"2026-10-06", "dispute", c, c + "б", "", "", c}, []string{"2026-10-06", "promise", c, c + "-", "", "2026-10-25", c})
		}
	}
	return []string{
		writeCSV(t, filepath.Join(dir, "customers.csv"), customers), writeCSV(t, filepath.Join(dir, "contracts.csv"), contracts),
		writeCSV(t, filepath.Join(dir, "invoices.csv"), invoices), writeCSV(t, filepath.Join(dir, "payments.csv"), payments),
		writeCSV(t, filepath.Join(dir, "events.csv"), events),
	}
}

// TestSameBytes asks SQLite, PostgreSQL and a PostgreSQL that sorts as people
// do the same questions over several run days: plans, agings, holds, letters,
// registers and mails are the same to the byte.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	files, err := sample.Write(t.TempDir(), sample.Options{Customers: bytesCustomers})
	if err != nil {
		t.Fatal(err)
	}
	more := uglyFiles(t)
	urls := []struct{ name, url string }{{"sqlite", dbtest.SQLite(t)}, {"postgres", dbtest.Postgres(t)}, {"postgres-icu", dbtest.PostgresICU(t)}}
	answers := make([]map[string]string, len(urls))
	t.Run("ask", func(t *testing.T) {
		for i, db := range urls {
			t.Run(db.name, func(t *testing.T) {
				t.Parallel()
				answers[i] = ask(t, db.url, files.Import(), more)
			})
		}
	})
	if t.Failed() {
		return
	}
	letters := 0
	for question, want := range answers[0] {
		if strings.HasSuffix(question, ".eml") {
			letters++
		}
		for i := range urls[1:] {
			if got := answers[i+1][question]; got != want {
				t.Errorf("%s: %s gives %d bytes, sqlite %d: %s", question, urls[i+1].name, len(got), len(want), firstDifference(want, got))
			}
		}
	}
	for i := range urls[1:] {
		if len(answers[i+1]) != len(answers[0]) {
			t.Errorf("%s gives %d answers, sqlite %d", urls[i+1].name, len(answers[i+1]), len(answers[0]))
		}
	}
	if letters < 150 {
		t.Errorf("only %d mails were written", letters)
	}
	t.Logf("%d answers and files compared on three databases, %d of them mails", len(answers[0]), letters)
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("at byte %d: …%q, …%q", i, a[from:min(len(a), i+60)], b[from:min(len(b), i+60)])
}

// ask fills a database and gives what it answers on each day and what its runs
// write, by question.
func ask(t *testing.T, url string, imports ...[]string) map[string]string {
	t.Helper()
	open(t, url, "BY", "BYN")
	all := map[string]string{}
	for i, files := range imports {
		all[fmt.Sprint("import ", i)] = string(must(t, url, append([]string{"import", "--json"}, files...)...))
	}
	for _, day := range bytesDays {
		day, isRun := strings.CutSuffix(day, "*")
		isRun = !isRun
		put := func(args ...string) string {
			args = append(args, "--date", day, "--json")
			all[strings.Join(args, " ")] = string(must(t, url, args...))
			return all[strings.Join(args, " ")]
		}
		before := steps(t, put("plan"))
		put("plan", "--skipped")
		put("plan", "--skipped", "--language", "en")
		for _, by := range []string{"customer", "contract", "invoice"} {
			put("aging", "--by", by)
		}
		for _, c := range []string{"00001", "00002", "00007", "a1", "Ä1", "Ёлка", "100%", "x'y", "007"} {
			put("hold", c, "--amount", "100")
		}
		out := filepath.Join(t.TempDir(), "out")
		answer := must(t, url, "apply", "--date", day, "--out", out, "--json")
		all["apply "+day] = string(answer)
		if (before > 0) != isRun || readApplied(t, answer).New != before {
			t.Errorf("%s: %d steps planned, %d applied", day, before, readApplied(t, answer).New)
		}
		if isRun {
			for name, text := range tree(t, out) {
				all[day+"/"+name] = text
			}
		}
		all["plan after "+day] = string(must(t, url, "plan", "--date", day, "--skipped", "--json"))
		if n := steps(t, all["plan after "+day]); n != 0 {
			t.Errorf("%s: %d steps are planned again after they were applied", day, n)
		}
	}
	must(t, url, "check")
	return all
}

// steps counts the steps of a plan.
func steps(t testing.TB, text string) int {
	t.Helper()
	var p struct {
		Steps []json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatalf("plan --json: %v", err)
	}
	return len(p.Steps)
}
