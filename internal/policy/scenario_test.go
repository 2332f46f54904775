package policy_test

import (
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/policies"
)

var update = flag.Bool("update", false, "write what the policies do into the scenarios, and their chapters of the manual")

// scenario is a file of testdata/scenarios: a story in words, the policy with a
// country and two days, small tables as CONTRACT.md has them, and under `plan`
// what the policy does on each day between, which -update writes.
type scenario struct {
	name, title, story string
	policy             *policy.Policy
	calendar           *cal.Calendar
	from, to           cal.Date
	archive            *txtar.Archive

	customers, contacts, contracts, invoices, payments, events []map[string]string
	days                                                       []scenarioDay
}

// scenarioDay is a day on which something is done, or a hold begins or ends.
type scenarioDay struct {
	day     cal.Date
	actions []customerAction
	holds   []heldItem
}

type customerAction struct {
	customer id.Customer
	policy.Action
}

// heldItem tells that a hold begins, or with ends that none is left.
type heldItem struct {
	customer id.Customer
	hold     *policy.Hold
	invoice  id.Invoice
	days     int
	ends     bool
}

// scenarios reads and plays all of them, in the order of their names.
func scenarios(t *testing.T) []*scenario {
	t.Helper()
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var all []*scenario
	for _, file := range files {
		s := readScenario(t, file)
		s.play(t)
		all = append(all, s)
	}
	return all
}

func readScenario(t *testing.T, file string) *scenario {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &scenario{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), archive: archive}
	s.title, s.story, _ = strings.Cut(strings.TrimSpace(string(archive.Comment)), "\n")
	s.story = strings.TrimSpace(s.story)
	tables := map[string]*[]map[string]string{
		"customers.csv": &s.customers, "contacts.csv": &s.contacts, "contracts.csv": &s.contracts,
		"invoices.csv": &s.invoices, "payments.csv": &s.payments, "events.csv": &s.events,
	}
	for _, f := range archive.Files {
		switch table := tables[f.Name]; {
		case table != nil:
			*table = readTable(t, file, string(f.Data))
		case f.Name == "scenario":
			s.setting(t, string(f.Data))
		case f.Name != "plan":
			t.Fatalf("%s: no %q is known here", file, f.Name)
		}
	}
	return s
}

func (s *scenario) setting(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "policy":
			source, err := policies.Source(value)
			if err != nil {
				t.Fatal(err)
			}
			s.policy = parse(t, string(source))
		case "country":
			s.calendar = cal.For(value)
		case "from":
			s.from = day(value)
		case "to":
			s.to = day(value)
		default:
			t.Fatalf("%s: %q says nothing", s.name, line)
		}
	}
}

// columns are what a scenario's tables may have.
var columns = strings.Fields(`customer name country email address category contact role verified_on contract law payment_days days_unit term_from
	terms penalty_per_day invoice kind document date due amount currency shipped handed_over accepted payment until reason by from`)

func readTable(t *testing.T, file, text string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: a table without rows: %v", file, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			if !slices.Contains(columns, column) {
				t.Fatalf("%s: no column %q is known here", file, column)
			}
			m[column] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// history is a customer as the books have him on a day: later hand-overs and
// what follows from them are not known yet.
func (s *scenario) history(t *testing.T, customer map[string]string, today cal.Date) *ledger.History {
	t.Helper()
	code := customer["customer"]
	h := &ledger.History{Head: ledger.Account{
		Customer: id.Customer(code), Category: customer["category"], HasEmail: customer["email"] != "", HasPost: customer["address"] != "",
	}}
	for _, c := range s.contacts {
		if c["customer"] == code {
			h.Head.Reach = append(h.Head.Reach, ledger.Reach{Role: c["role"], Verified: c["verified_on"] != "" && day(c["verified_on"]) <= today})
		}
	}
	contracts := map[string]*ledger.Contract{}
	for _, c := range s.contracts {
		if c["customer"] != code {
			continue
		}
		contract := ledger.Contract{
			ID: id.Contract(c["contract"]), Customer: id.Customer(code), Law: c["law"], PaymentDays: -1, DaysUnit: ledger.DayUnit(c["days_unit"]),
			TermFrom: ledger.TermBase(c["term_from"]), Terms: c["terms"], PenaltyPerDay: c["penalty_per_day"],
		}
		if c["payment_days"] != "" {
			fmt.Sscan(c["payment_days"], &contract.PaymentDays) //nolint:errcheck // the plan would show it
		}
		contracts[c["contract"]] = &contract
		h.Head.Contracts = append(h.Head.Contracts, contract)
	}
	for _, row := range s.invoices {
		if row["customer"] == code && day(row["date"]) <= today {
			h.Items = append(h.Items, s.instalments(t, row, contracts[row["contract"]], today)...)
		}
	}
	slices.SortFunc(h.Items, func(a, b ledger.HistoryItem) int { return ledger.CompareDue(&a.Item, &b.Item) })
	for _, row := range s.payments {
		if row["customer"] == code && day(row["date"]) <= today {
			settle(t, h, row)
		}
	}
	for _, row := range s.events {
		if row["customer"] == code {
			h.Events = append(h.Events, s.event(t, row))
		}
	}
	return h
}

func (s *scenario) instalments(t *testing.T, row map[string]string, contract *ledger.Contract, today cal.Date) []ledger.HistoryItem {
	t.Helper()
	known := func(column string, kind ledger.EventKind) cal.Date {
		on := day(row[column])
		for _, e := range s.events {
			if e["invoice"] == row["invoice"] && e["kind"] == string(kind) {
				on = day(e["date"])
			}
		}
		if on > today {
			return 0
		}
		return on
	}
	inv := ledger.Invoice{
		ID: id.Invoice(row["invoice"]), Date: day(row["date"]), Due: day(row["due"]), Amount: amount(t, row["amount"]), Currency: money.Currency(row["currency"]),
		Shipped: known("shipped", ""), HandedOver: known("handed_over", ledger.HandedOver), Accepted: known("accepted", ledger.Accepted),
	}
	var items []ledger.HistoryItem
	for _, part := range ledger.Instalments(inv, contract, s.calendar) {
		items = append(items, ledger.HistoryItem{Item: ledger.Item{
			Invoice: inv.ID, Part: part.Part, Contract: id.Contract(row["contract"]), Issued: inv.Date, Due: part.Due, Amount: part.Amount,
			Currency: inv.Currency, Kind: row["kind"], Shipped: inv.Shipped, HandedOver: inv.HandedOver, Accepted: inv.Accepted,
		}})
	}
	return items
}

// settle posts a payment as the ledger does: the oldest first.
func settle(t *testing.T, h *ledger.History, row map[string]string) {
	t.Helper()
	p := ledger.Payment{
		ID: id.Payment(row["payment"]), Date: day(row["date"]), Amount: amount(t, row["amount"]), Currency: money.Currency(row["currency"]),
		Contract: id.Contract(row["contract"]), Invoice: id.Invoice(row["invoice"]),
	}
	h.Payments = append(h.Payments, ledger.Receipt{On: p.Date, Amount: p.Amount, Currency: p.Currency})
	open := h.At(p.Date).Items
	for _, made := range ledger.Allocate(p, open, nil) {
		for i := range h.Items {
			if it := &h.Items[i]; it.Invoice == made.Invoice && it.Part == made.Part {
				it.Settled = append(it.Settled, ledger.Settle{On: made.Date, Amount: made.Amount})
			}
		}
	}
}

func (s *scenario) event(t *testing.T, row map[string]string) ledger.Event {
	t.Helper()
	e := ledger.Event{
		Date: day(row["date"]), Kind: ledger.EventKind(row["kind"]), Customer: id.Customer(row["customer"]), Invoice: id.Invoice(row["invoice"]),
		Amount: amount(t, row["amount"]), Until: day(row["until"]), Reason: row["reason"], By: row["by"], Document: row["document"],
	}
	if !slices.Contains(ledger.EventKinds, e.Kind) {
		t.Fatalf("%s: %q is not an event", s.name, e.Kind)
	}
	if e.Amount != 0 {
		e.Currency = money.Currency(s.invoices[0]["currency"])
	}
	return e
}

// amount reads money of two decimals; empty is none.
func amount(t *testing.T, text string) money.Minor {
	t.Helper()
	if text == "" {
		return 0
	}
	m, err := money.ParseMinor(text, 2)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// play decides day by day as a run does, and records what was done.
func (s *scenario) play(t *testing.T) {
	t.Helper()
	done := map[string][]ledger.Applied{}
	held := map[string]string{}
	for d := s.from; d <= s.to; d++ {
		today := scenarioDay{day: d}
		for _, customer := range s.customersOn(d) {
			code := customer["customer"]
			a := s.history(t, customer, d).At(d)
			a.Steps = done[code]
			decision := policy.Decide(s.policy, s.calendar, &a, d)
			for _, act := range decision.Actions {
				today.actions = append(today.actions, customerAction{a.Customer, act})
			}
			record(s.policy, &a, d, decision)
			done[code] = a.Steps
			if h := s.holds(&a, d); h.name() != held[code] {
				held[code] = h.name()
				today.holds = append(today.holds, h)
			}
		}
		if len(today.actions)+len(today.holds) > 0 {
			s.days = append(s.days, today)
		}
	}
}

// customersOn are the customers as master data has them on a day: a later row
// of the same customer takes the place of the one before.
func (s *scenario) customersOn(on cal.Date) (rows []map[string]string) {
	for _, row := range s.customers {
		if day(row["from"]) > on {
			continue
		}
		same := func(r map[string]string) bool { return r["customer"] == row["customer"] }
		if i := slices.IndexFunc(rows, same); i >= 0 {
			rows[i] = row
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func (h heldItem) name() string {
	if h.hold == nil {
		return ""
	}
	return h.hold.ID
}

// holds is the first hold that the customer's debts meet, by the policy's order.
func (s *scenario) holds(a *ledger.Account, on cal.Date) heldItem {
	found := heldItem{customer: a.Customer, ends: true}
	holding := s.policy.Holding(s.calendar, a, on)
	for i := range a.Items {
		hold, days, _ := holding.Of(&a.Items[i])
		if hold != nil && (found.hold == nil || hold.Line < found.hold.Line) {
			found = heldItem{customer: a.Customer, hold: hold, invoice: a.Items[i].Invoice, days: days}
		}
	}
	return found
}

// plan is what was done, a line each.
func (s *scenario) plan(rows map[string]string) string {
	var b strings.Builder
	for _, d := range s.days {
		date := d.day.String() + " " + d.day.Weekday().String()[:3]
		for _, act := range d.actions {
			fmt.Fprintf(&b, "%s | %s | %s %s | %s | %s | %s | %s\n", date, act.customer, rows[s.policy.Name+" "+act.Step], act.Step,
				does(&act.Action), act.To, s.documents(&act.Action), because(&act.Action))
		}
		for _, h := range d.holds {
			if h.ends {
				fmt.Fprintf(&b, "%s | %s | hold ends\n", date, h.customer)
				continue
			}
			fmt.Fprintf(&b, "%s | %s | %s hold %s | stops %s | lifted by %s | %s %d%s\n", date, h.customer, rows[s.policy.Name+" "+h.hold.ID], h.hold.ID,
				h.hold.Stops, strings.Join(h.hold.LiftedBy, ", "), h.invoice, h.days, unitMark(h.hold.Days))
		}
	}
	return b.String()
}

// does is the action in short: its kind and name, how it goes, by when.
func does(act *policy.Action) string {
	text := string(act.Kind) + " " + act.Letter + act.Task
	if act.Soft && act.Kind == policy.Letter {
		text += ", soft"
	}
	for _, ch := range act.Channels {
		text += ", " + string(ch)
	}
	if act.Sign {
		text += ", signed"
	}
	if act.Deadline != 0 {
		text += ", by " + act.Deadline.String()
	}
	return text
}

func (s *scenario) documents(act *policy.Action) string {
	var out []string
	for i := range act.Items {
		it := &act.Items[i]
		unit := s.policy.Days
		if step := s.policy.Step(it.Step); step != nil {
			unit = step.Days
		}
		out = append(out, fmt.Sprintf("%s %d%s %s", part(it), it.Days, unitMark(unit), it.Open.Decimal(act.Currency)))
	}
	return strings.Join(out, ", ")
}

func part(it *policy.ActionItem) string {
	if it.Part > 1 {
		return fmt.Sprintf("%s/%d", it.Invoice, it.Part)
	}
	return string(it.Invoice)
}

func unitMark(u ledger.DayUnit) string {
	switch u {
	case ledger.WorkingDays:
		return "wd"
	case ledger.BankingDays:
		return "bd"
	}
	return "d"
}

func because(act *policy.Action) string {
	var codes []string
	for _, r := range act.Because {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, " ")
}

// rowsOf reads which row of a policy's table each step and hold stands for.
func rowsOf(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/scenarios/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	name := ""
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case strings.HasSuffix(fields[0], ":"):
			name = strings.TrimSuffix(fields[0], ":")
		default:
			for _, step := range fields[1:] {
				rows[name+" "+step] = fields[0]
			}
		}
	}
	return rows
}

// TestScenarios plays every scenario and compares what is done with what its
// file says.
func TestScenarios(t *testing.T) {
	rows := rowsOf(t)
	for _, s := range scenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			got, want := s.plan(rows), ""
			for _, f := range s.archive.Files {
				if f.Name == "plan" {
					want = string(f.Data)
				}
			}
			if *update {
				s.write(t, got)
				return
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("the policy does something else (-file +now; -update writes it):\n%s", diff)
			}
		})
	}
}

func (s *scenario) write(t *testing.T, plan string) {
	t.Helper()
	s.archive.Files = slices.DeleteFunc(s.archive.Files, func(f txtar.File) bool { return f.Name == "plan" })
	s.archive.Files = append(s.archive.Files, txtar.File{Name: "plan", Data: []byte(plan)})
	if err := os.WriteFile("testdata/scenarios/"+s.name+".txtar", txtar.Format(s.archive), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestEveryStepIsWalked sees that each step and hold of each shipped policy
// arises in a scenario, and stands for a row of the table it was written from.
func TestEveryStepIsWalked(t *testing.T) {
	rows := rowsOf(t)
	seen := map[string]bool{}
	for _, s := range scenarios(t) {
		for _, d := range s.days {
			for _, act := range d.actions {
				for i := range act.Items {
					seen[s.policy.Name+" "+act.Items[i].Step] = true
				}
			}
			for _, h := range d.holds {
				seen[s.policy.Name+" "+h.name()] = true
			}
		}
	}
	for _, name := range policies.Names() {
		source, err := policies.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		p := parse(t, string(source))
		var all []string
		for i := range p.Steps {
			all = append(all, p.Steps[i].ID)
		}
		for i := range p.Holds {
			all = append(all, p.Holds[i].ID)
		}
		for _, step := range all {
			if key := name + " " + step; !seen[key] || rows[key] == "" {
				t.Errorf("%s: walked %t, row %q", key, seen[key], rows[key])
			}
		}
	}
}
