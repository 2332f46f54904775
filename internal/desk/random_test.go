package desk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
)

// facts makes files of random facts about few customers, so that they meet.
type facts struct {
	*rand.Rand
	invoices map[string]string // the line as last said
	owners   map[string]string
	payments map[string]string
	snapshot cal.Date
}

func newFacts(seed uint64) *facts {
	return &facts{rand.New(rand.NewPCG(seed, 0)), map[string]string{}, map[string]string{}, map[string]string{}, on("2026-01-01")} //nolint:gosec // a test's seed
}

var codes = []string{"A", "B", "C"}

func (f *facts) pick(list ...string) string { return list[f.IntN(len(list))] }

func (f *facts) day(from, to string) cal.Date {
	return on(from) + cal.Date(f.IntN(int(on(to)-on(from))+1))
}

func (f *facts) amount() string { return fmt.Sprintf("%d.%02d", f.IntN(120), f.IntN(4)*25) }

// file is a random file: new facts and corrections of old ones.
func (f *facts) file(from, to string, correct bool) (name, text string) {
	switch n := f.IntN(10); {
	case n < 4:
		return "invoices.csv", invoiceHead + f.lines(f.invoices, "I", correct, func(key string) string {
			amount, owner := f.amount(), f.pick(codes...)
			if strings.HasSuffix(key, "7") { // these are credit notes
				amount = "-1" + amount
			}
			f.owners[key] = owner
			issued := f.day(from, to)
			return fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s\n", key, owner, f.pick("", "K"+owner), issued, f.pick("", (issued+10).String()), amount, f.pick("BYN", "BYN", "EUR"))
		})
	case n < 8:
		return "payments.csv", paymentHead + f.lines(f.payments, "P", correct, func(key string) string {
			owner, invoice, amount := f.pick(codes...), "", f.amount()
			if f.IntN(3) == 0 {
				for k, c := range f.owners {
					if c == owner {
						invoice = max(invoice, k)
					}
				}
			}
			if f.IntN(5) == 0 {
				amount = "-" + amount
			}
			return fmt.Sprintf("%s,%s,%s,%s,%s,%s\n", key, owner, f.day(from, to), amount, f.pick("BYN", "BYN", "EUR"), invoice)
		})
	case n < 9 && correct:
		c := f.pick(codes...)
		return "contracts.csv", contractHead + fmt.Sprintf("K%s,%s,%d,invoice,%s\n", c, c, f.IntN(30), f.pick("", "30%@0;70%@20", "50%@5;25%@10;25%@15"))
	default:
		kind := f.pick("promise", "dispute", "dispute_closed", "suspend", "resume", "in_transit")
		d := f.day(from, to)
		return "events.csv", "date,kind,customer,until,amount,currency,reason\n" +
			fmt.Sprintf("%s,%s,%s,%s,%s,BYN,%d\n", d, kind, f.pick(codes...), d+5, f.pick("", "10"), f.IntN(1000))
	}
}

func (f *facts) lines(known map[string]string, prefix string, correct bool, line func(string) string) string {
	text := ""
	for range 1 + f.IntN(4) {
		key := fmt.Sprintf("%s%d", prefix, len(known))
		if correct && f.IntN(2) == 0 && len(known) > 0 {
			key = fmt.Sprintf("%s%d", prefix, f.IntN(len(known)))
		}
		if strings.Contains(text, key+",") {
			continue
		}
		known[key] = line(key)
		text += known[key]
	}
	return text
}

// items is a random snapshot of a later day, made from what is known.
func (f *facts) items() (day, text string) {
	f.snapshot = min(f.snapshot+cal.Date(f.IntN(4)), cal.Of(clock)) // nobody knows what is open tomorrow
	text = itemHead
	for i := range len(f.invoices) + 1 {
		key := fmt.Sprintf("I%d", i)
		owner := f.owners[key]
		if owner == "" {
			owner = f.pick(codes...)
			f.owners[key], f.invoices[key] = owner, "-"
		}
		amount := f.amount()
		if strings.HasSuffix(key, "7") {
			amount = "-1" + amount
		}
		if f.IntN(2) == 0 {
			text += fmt.Sprintf("%s,%s,,,%s,BYN\n", owner, key, amount)
		}
	}
	return f.snapshot.String(), text
}

// TestBalancesHold imports random files, good and bad: after each, every
// balance is the sum of its allocations, and the file again changes nothing.
func TestBalancesHold(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		runs := 30
		if strings.HasPrefix(url, "postgres") || testing.Short() {
			runs = 2
		}
		b := openBooks(t, url)
		for seed := range runs {
			code := id.Company(fmt.Sprintf("c%d", seed))
			if _, err := b.desk.AddCompany(t.Context(), desk.Actor{}, code, desk.Profile{Name: "Co", Currency: "BYN"}); err != nil {
				t.Fatal(err)
			}
			s, err := b.desk.Session(t.Context(), code, desk.Actor{System: "test"})
			if err != nil {
				t.Fatal(err)
			}
			one := *b
			one.Session = s
			balancesHold(t, &one, uint64(seed))
		}
	})
}

func balancesHold(t *testing.T, b *books, seed uint64) {
	t.Helper()
	f := newFacts(seed)
	b.customers(codes...)
	for i := range 25 {
		name, text := f.file("2026-01-01", "2026-02-28", true)
		o := desk.ImportOptions{}
		if i%6 == 5 {
			var day string
			day, text = f.items()
			name, o.Date = "open-items.csv", on(day)
		}
		r, err := b.try(name, text, o)
		if err != nil && len(r.Refusals) == 0 {
			t.Fatalf("seed %d, file %d: %v\n%s", seed, i, err, text)
		}
		report, checkErr := b.Check(t.Context())
		if checkErr != nil || !report.OK {
			t.Fatalf("seed %d, file %d: %v %v\n%s", seed, i, checkErr, report.Problems, text)
		}
		if err != nil {
			continue
		}
		if again, err := b.try(name, text, o); err != nil || again.New+again.Corrected+again.Closed+again.Reduced+again.Reopened != 0 {
			t.Fatalf("seed %d, file %d again: %+v %v\n%s", seed, i, again, err, text)
		}
	}
}

// TestOrderOfFilesDoesNotMatter: the same facts in another order are the same
// balances.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	for seed := range uint64(10) {
		f := newFacts(seed)
		var names, texts []string
		for range 15 {
			name, text := f.file("2026-01-01", "2026-02-28", false)
			if name == "payments.csv" && strings.Contains(text, ",I") {
				continue // may name an invoice that comes later, which is refused
			}
			names, texts = append(names, name), append(texts, text)
		}
		open := ""
		for round := range 3 {
			b := openBooks(t, schema.SQLite(t))
			b.customers(codes...)
			for _, i := range f.Perm(len(names)) {
				b.take(names[i], texts[i])
			}
			got := b.open("2026-01-31") + " | " + b.open("2026-12-31") + " | " + b.unapplied()
			if round == 0 {
				open = got
			} else if got != open {
				t.Errorf("seed %d: one order gives\n%s\nanother\n%s", seed, open, got)
			}
		}
	}
}

// TestThePastStands: what was planned, aged and held as of a day is the same
// after facts of later days were recorded.
func TestThePastStands(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		runs := 20
		if strings.HasPrefix(url, "postgres") || testing.Short() {
			runs = 2
		}
		for seed := range runs {
			code := id.Company(fmt.Sprintf("c%d", seed))
			if _, err := b.desk.AddCompany(t.Context(), desk.Actor{}, code, desk.Profile{Name: "Co", Currency: "BYN"}); err != nil {
				t.Fatal(err)
			}
			s, err := b.desk.Session(t.Context(), code, desk.Actor{System: "test"})
			if err != nil {
				t.Fatal(err)
			}
			one := *b
			one.Session = s
			thePastStands(t, &one, uint64(seed))
		}
	})
}

func thePastStands(t *testing.T, b *books, seed uint64) {
	t.Helper()
	f := newFacts(seed)
	b.customers(codes...)
	b.take("contracts.csv", contractHead+"KA,A,5,invoice,\nKB,B,7,invoice,50%@0;50%@20\nKC,C,0,invoice,\n")
	for range 10 {
		b.take(f.file("2026-01-01", "2026-01-31", false))
	}
	days := []string{"2026-01-06", "2026-01-16", "2026-01-23", "2026-01-31"}
	before := make([]string, len(days))
	for i, d := range days {
		before[i] = b.past(d)
	}
	for i := range 10 {
		b.take(f.file("2026-02-01", "2026-03-31", false))
		if i%4 == 3 {
			f.snapshot = max(f.snapshot, on("2026-02-01"))
			day, text := f.items()
			text = f.withoutGrown(b, day, text)
			b.snapshot(day, text)
		}
	}
	b.sound()
	for i, d := range days {
		if after := b.past(d); after != before[i] {
			t.Errorf("seed %d: %s was\n%s\nand is\n%s", seed, d, before[i], after)
		}
	}
}

// withoutGrown leaves out of a snapshot what would say that a debt was larger
// than recorded all along, which is a correction and not a later fact.
func (f *facts) withoutGrown(b *books, day, text string) string {
	b.Helper()
	for key, line := range f.invoices {
		if line == "-" { // items made it up
			delete(f.invoices, key)
			delete(f.owners, key)
		}
	}
	open := map[string]string{}
	for _, row := range strings.Split(b.open(day), "; ") {
		if w := strings.Fields(row); len(w) == 3 {
			open[w[1]] = w[2]
		}
	}
	out := itemHead
	for _, line := range strings.SplitAfter(text, "\n")[1:] {
		if w := strings.Split(line, ","); len(w) == 6 && open[w[1]] != "" && strings.HasSuffix(f.invoices[w[1]], "BYN\n") {
			if strings.Contains(b.open(day), w[0]+" "+w[1]+" ") {
				out += fmt.Sprintf("%s,%s,,,%s,BYN\n", w[0], w[1], half(open[w[1]]))
			}
		}
	}
	return out
}

func half(amount string) string {
	whole, _, _ := strings.Cut(amount, ".")
	return whole[:len(whole)/2] + "0"
}

// past is all that debitor says about a day.
func (b *books) past(day string) string {
	b.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	_, err := b.Plan(b.Context(), desk.PlanQuery{Date: on(day), List: true}, func(d desk.Decided) error { return e.Encode(d) })
	if err != nil {
		b.Fatal(err)
	}
	for _, by := range []string{"customer", "contract", "invoice"} {
		if err := b.Aging(b.Context(), on(day), by, func(r desk.AgingRow) error { return e.Encode(r) }); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range codes {
		answer, err := b.Hold(b.Context(), desk.HoldQuery{Customer: id.Customer(c), Date: on(day), Amount: "5"})
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Encode(answer); err != nil {
			b.Fatal(err)
		}
	}
	return out.String()
}
