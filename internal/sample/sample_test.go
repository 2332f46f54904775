package sample

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// columns are copied from the contract at the edge, not from the code.
const columns = `
customers.csv  customer,name,tax_id,language,country,email,phone,address,category,manager,parent
contacts.csv   customer,name,position,role,email,phone,language,verified_on
contracts.csv  contract,customer,number,date,law,payment_days,days_unit,term_from,terms,penalty_per_day,limit_amount,limit_days,payment_clause,penalty_clause
invoices.csv   invoice,customer,contract,kind,document,date,due,amount,currency,shipped,handed_over,accepted
payments.csv   payment,customer,contract,date,amount,currency,invoice,purpose
events.csv     date,kind,customer,invoice,amount,until,reason,by`

func write(t *testing.T, o Options) (string, Files) {
	t.Helper()
	dir := t.TempDir()
	files, err := Write(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir, files
}

func TestWriteColumnsAndRows(t *testing.T) {
	dir, files := write(t, Default)
	rows := map[string]int{}
	for line := range strings.Lines(strings.TrimSpace(columns)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), " ")
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(f).ReadAll() // refuses rows of unequal length
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		if got := strings.Join(all[0], ","); got != strings.TrimSpace(want) {
			t.Errorf("%s has columns\n%s, want\n%s", name, got, want)
		}
		rows[name] = len(all) - 1
	}
	got := Rows{rows["customers.csv"], rows["contacts.csv"], rows["contracts.csv"], rows["invoices.csv"], rows["payments.csv"], rows["events.csv"]}
	if got != files.Rows {
		t.Errorf("files hold %+v, Write said %+v", got, files.Rows)
	}
	if len(files.Import()) != len(Headers) || files.Company == "" {
		t.Errorf("paths are missing: %+v", files)
	}
}

func TestSameOptionsGiveSameBytes(t *testing.T) {
	o := Options{Seed: 5, Customers: 60}
	a, _ := write(t, o)
	b, _ := write(t, o)
	other, _ := write(t, Options{Seed: 6, Customers: 60})
	for name := range Headers {
		first, second, third := read(t, a, name), read(t, b, name), read(t, other, name)
		if !bytes.Equal(first, second) {
			t.Errorf("%s differs between two runs", name)
		}
		if bytes.Equal(first, third) {
			t.Errorf("%s is the same for another seed", name)
		}
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPaymentsNeverExceedInvoices follows each contract day by day: money never
// comes before the goods, except from those who pay in advance.
func TestPaymentsNeverExceedInvoices(t *testing.T) {
	all := generate(Default)
	type key struct {
		id.Customer
		id.Contract
	}
	type move struct {
		day    cal.Date
		amount money.Minor
	}
	moves := map[key][]move{}
	for i := range all.Invoices {
		v := &all.Invoices[i]
		moves[key{v.Customer, v.Contract}] = append(moves[key{v.Customer, v.Contract}], move{v.Date, v.Amount})
	}
	for i := range all.Payments {
		p := &all.Payments[i]
		if p.Amount <= 0 || !isWorkday(p.Date) || p.Date > Default.Today {
			t.Errorf("payment %s of %d on %s", p.ID, p.Amount, p.Date)
		}
		moves[key{p.Customer, p.Contract}] = append(moves[key{p.Customer, p.Contract}], move{p.Date, -p.Amount})
	}
	inAdvance := map[id.Customer]bool{}
	for k, list := range moves {
		slices.SortStableFunc(list, func(a, b move) int { return cmp.Compare(a.day, b.day) })
		balance := money.Minor(0)
		for _, m := range list {
			if balance += m.amount; balance < 0 {
				inAdvance[k.Customer] = true
			}
		}
	}
	if len(inAdvance) != 6 { // 2 percent of 300
		t.Errorf("%d customers paid more than they owed, want the 6 who pay in advance", len(inAdvance))
	}
	_, unapplied := recount(all)
	for customer := range inAdvance {
		if unapplied[customer] <= 0 {
			t.Errorf("%s pays in advance and has no credit", customer)
		}
	}
	for customer, left := range unapplied {
		if left > 0 && !inAdvance[customer] {
			t.Errorf("%s has an unapplied credit of %d", customer, left)
		}
	}
}

func TestOverdueShareAndSteps(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		o := Default
		o.Seed = seed
		open, _ := recount(generate(o))
		lo, hi := money.Minor(14), money.Minor(32)
		if seed == Default.Seed {
			lo, hi = 20, 25
		}
		var total, overdue money.Minor
		steps := map[string]map[id.Customer]bool{"reminder": {}, "warning": {}, "claim": {}, "court": {}, "hold": {}, "not started": {}}
		for _, p := range open {
			total += inBYN(p.open, p.currency)
			if p.due == 0 {
				steps["not started"][p.customer] = true
				continue
			}
			days := int(o.Today - p.due)
			if days > 0 {
				overdue += inBYN(p.open, p.currency)
			}
			for step, in := range map[string]bool{
				"reminder": days >= -7 && days <= -3, "warning": days >= 5 && days <= 10, "claim": days >= 11 && days < 16,
				"court": days >= 16, "hold": days >= 6,
			} {
				if in {
					steps[step][p.customer] = true
				}
			}
		}
		if share := overdue * 100 / total; share < lo || share > hi {
			t.Errorf("seed %d: %d %% of receivables are overdue, want %d to %d", seed, share, lo, hi)
		}
		for step, customers := range steps {
			if len(customers) < 5 {
				t.Errorf("seed %d: only %d customers at step %s", seed, len(customers), step)
			}
		}
	}
}

func TestReferencesHold(t *testing.T) {
	all := generate(Default)
	customers, contracts, invoices := map[id.Customer]bool{}, map[id.Contract]bool{"": true}, map[id.Invoice]cal.Date{}
	for _, c := range all.Customers {
		customers[c.ID] = true
	}
	for i := range all.Contracts {
		contracts[all.Contracts[i].ID] = true
	}
	documents := map[string]bool{}
	for i := range all.Invoices {
		v := &all.Invoices[i]
		if invoices[v.ID] != 0 || documents[v.Kind+v.Document] {
			t.Errorf("invoice %s (%s %s) is there twice", v.ID, v.Kind, v.Document)
		}
		invoices[v.ID], documents[v.Kind+v.Document] = v.Date, true
		if !customers[v.Customer] || !contracts[v.Contract] || v.Date > Default.Today || v.Contract == "" && v.Amount > 0 && v.Due == 0 {
			t.Errorf("invoice %+v refers to nothing", v)
		}
	}
	payments := map[id.Payment]bool{}
	for i := range all.Payments {
		p := &all.Payments[i]
		if payments[p.ID] || p.Invoice != "" && (invoices[p.Invoice] == 0 || invoices[p.Invoice] >= p.Date) {
			t.Errorf("payment %+v", p)
		}
		payments[p.ID] = true
	}
	kinds := map[ledger.EventKind]int{}
	for i := range all.Events {
		e := &all.Events[i]
		kinds[e.Kind]++
		if e.Date > Default.Today || !customers[e.Customer] || e.Invoice != "" && invoices[e.Invoice] == 0 || e.Until > 0 && e.Until < e.Date {
			t.Errorf("event %+v", e)
		}
	}
	// Acceptance stands in the invoices, prepayment comes of decisions; two years
	// are too short for the others.
	elsewhere := []ledger.EventKind{ledger.Accepted, ledger.Prepayment, ledger.Acknowledged, ledger.LawsuitClosed, ledger.Uncollectable}
	for _, k := range ledger.EventKinds {
		if kinds[k] == 0 && !slices.Contains(elsewhere, k) {
			t.Errorf("no event %s", k)
		}
	}
}

func TestCompanyIsBelievable(t *testing.T) {
	all := generate(Default)
	countries, names, managers := map[string]int{}, map[string]int{}, map[string]int{}
	longest, children, silent, homeless := 0, 0, 0, 0
	for _, c := range all.Customers {
		countries[c.Country]++
		names[c.Name]++
		managers[c.Manager]++
		longest = max(longest, utf8.RuneCountInString(c.Name))
		if c.Parent != "" {
			children++
		}
		if c.Email == "" {
			silent++
		} else if !strings.HasSuffix(c.Email, ".example") || strings.Contains(c.Email, " ") {
			t.Errorf("mail address %q", c.Email)
		}
		if c.Address == "" {
			homeless++
		}
	}
	if len(countries) != 5 || len(names) < 295 || longest < 100 || children != 3 || silent < 3 || homeless < 3 {
		t.Errorf("countries %v, %d names, longest %d, %d children, %d without e-mail, %d without address",
			countries, len(names), longest, children, silent, homeless)
	}
	for _, m := range Managers {
		if managers[m] != 50 {
			t.Errorf("%s has %d customers, want 50", m, managers[m])
		}
	}
	numberless, terms, units := 0, 0, map[ledger.DayUnit]int{}
	for i := range all.Contracts {
		k := &all.Contracts[i]
		units[k.DaysUnit]++
		if k.Number == "" {
			numberless++
		}
		if k.Terms != "" {
			terms++
		}
	}
	if numberless == 0 || terms == 0 || units[ledger.WorkingDays] == 0 {
		t.Errorf("%d contracts without number, %d in instalments, units %v", numberless, terms, units)
	}
}

func TestAllOpen(t *testing.T) {
	all := generate(Options{Customers: 100, Invoices: 1234, AllOpen: true})
	if len(all.Invoices) != 1234 || len(all.Payments) != 0 || len(all.Events) != 0 {
		t.Fatalf("%d invoices, %d payments, %d events", len(all.Invoices), len(all.Payments), len(all.Events))
	}
	first, last := cal.Last, cal.First
	for i := range all.Invoices {
		first, last = min(first, all.Invoices[i].Due), max(last, all.Invoices[i].Due)
	}
	if first < Default.Today-60 || last > Default.Today+60 || last-first < 100 {
		t.Errorf("due from %s to %s", first, last)
	}
}

func TestInvoicesExactly(t *testing.T) {
	// Fifty a month for each customer do not fit into a month of workdays.
	for _, o := range []Options{{Customers: 7, Invoices: 1000}, {Customers: 3, Months: 1, Invoices: 150}} {
		issued := 0
		ids := map[id.Invoice]bool{}
		for d := range Each(o) {
			for i := range d.Invoices {
				if d.Invoices[i].Amount > 0 {
					issued++
				}
				ids[d.Invoices[i].ID] = true
			}
		}
		if issued != o.Invoices || len(ids) < issued {
			t.Errorf("%+v gives %d invoices under %d ids", o, issued, len(ids))
		}
	}
}

// generate makes the whole company in memory.
func generate(o Options) Data {
	var all Data
	for d := range Each(o) {
		all.Customers = append(all.Customers, d.Customers...)
		all.Contacts = append(all.Contacts, d.Contacts...)
		all.Contracts = append(all.Contracts, d.Contracts...)
		all.Invoices = append(all.Invoices, d.Invoices...)
		all.Payments = append(all.Payments, d.Payments...)
		all.Events = append(all.Events, d.Events...)
	}
	return all
}
