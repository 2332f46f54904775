package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// chasing chases waybills and contracts from the tenth day, every week, and lets
// no claim go without them.
const chasing = `steps:
  - {id: warning, at: 5.., letter: warning, by: [post]}
  - {id: claim, at: 11.., letter: claim, by: [post], after: warning}
  - {id: suit, at: 16.., task: file-suit, to: lawyer, after: claim}
originals: {chase: [waybill, contract], after: 10, repeat: 7, before-claim: [contract, waybill]}
`

// bare are the shipments without originals, as "invoice: papers".
func bare(t *testing.T, s *desk.Session, q desk.BareShipmentsQuery) (out []string) {
	t.Helper()
	q.Limit = 100
	list, _, err := s.BareShipments(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		out = append(out, fmt.Sprintf("%s: %s", b.Invoice, strings.Join(b.Lacks, " ")))
	}
	return out
}

// openTasks are the customer's tasks of a name that are to be done, as their
// documents.
func openTasks(t *testing.T, s *desk.Session, name string) (out []string) {
	t.Helper()
	err := s.EachTask(t.Context(), store.TasksQuery{State: "open", Limit: 1000}, func(r store.TaskRow) error {
		if r.Task.Task == name {
			seen, err := s.Task(t.Context(), r.ID)
			if err != nil {
				return err
			}
			line := string(r.Customer) + " " + r.Role + " " + r.Assignee + ":"
			for _, it := range seen.Items {
				line += " " + string(it.Invoice)
			}
			out = append(out, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// Originals are missed from the tenth day after the shipment, asked for in a
// task, again after a week, and not once they are back or the debt is paid.
func TestOriginalsAreChased(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.using(chasing)
		today := b.Today()
		b.take("customers.csv", "customer,name,manager\nA,Alpha,anna\nB,Beta,\n")
		b.take("contracts.csv", "contract,customer,number,date,payment_days\nK,A,7,2025-01-05,30\n")
		b.take("invoices.csv", fmt.Sprintf("invoice,customer,contract,date,amount,currency,shipped\nOLD,A,K,%s,10.00,BYN,%s\nTEN,A,K,%s,20.00,BYN,\nNEW,A,K,%s,5.00,BYN,\nB1,B,,%s,7.00,BYN,\nPAID,B,,%s,7.00,BYN,\n",
			today-40, today-12, today-10, today-9, today-30, today-30))
		b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nP,B,%s,7.00,BYN,PAID\n", today-1))
		q := desk.BareShipmentsQuery{Date: today}
		same(t, "missing", bare(t, b.Session, q), "B1: waybill contract", "OLD: waybill contract", "TEN: waybill contract")
		same(t, "missing of a manager", bare(t, b.Session, desk.BareShipmentsQuery{Date: today, Manager: "anna", Paper: "acceptance"}), "OLD: acceptance", "TEN: acceptance")

		if made, err := b.ChaseOriginals(t.Context(), today); err != nil || made != 2 {
			t.Fatalf("%d tasks, %v", made, err)
		}
		same(t, "tasks", openTasks(t, b.Session, desk.TaskChaseOriginals), "A sales-manager anna: OLD TEN", "B sales-manager : B1")
		if made, err := b.ChaseOriginals(t.Context(), today+6); err != nil || made != 0 {
			t.Errorf("%d tasks within the week, %v", made, err)
		}

		// The contract's original is of all its documents.
		for _, p := range []desk.ReturnedPaper{{Invoice: "OLD", Paper: "contract", On: today}, {Invoice: "OLD", Paper: "waybill", On: today, Number: "118"}} {
			if err := b.ReturnOriginal(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "missing", bare(t, b.Session, q), "B1: waybill contract", "TEN: waybill")
		// By file, and again: nothing changes.
		file := fmt.Sprintf("date,kind,invoice,reason,document\n%s,original_returned,TEN,waybill,119\n", today)
		if r := b.take("events.csv", file); r.New != 1 {
			t.Errorf("%+v", r)
		}
		if r := b.take("events.csv", file); r.New != 0 || r.Unchanged != 1 {
			t.Errorf("again: %+v", r)
		}
		same(t, "missing", bare(t, b.Session, q), "B1: waybill contract")
		same(t, "tasks", openTasks(t, b.Session, desk.TaskChaseOriginals), "B sales-manager : B1")
		for line, code := range map[string]string{"original_returned,TEN,letter,": "import.original", "original_returned,,waybill,": "", "original_returned,B1,contract,": "import.original_contract"} {
			report, err := b.try("events.csv", "date,kind,invoice,reason,document\n"+today.String()+","+line+"\n", desk.ImportOptions{})
			if err == nil || len(report.Refusals) == 0 || !strings.HasPrefix(report.Refusals[0].Code, code) {
				t.Errorf("%s: %+v, %v", line, report.Refusals, err)
			}
		}

		// A week later he is asked again, in one task; paid, no more.
		if made, err := b.ChaseOriginals(t.Context(), today+7); err != nil || made != 2 { // NEW is due by then
			t.Errorf("%d tasks a week later, %v", made, err)
		}
		b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nQ,B,%s,7.00,BYN,B1\n", today))
		if _, err := b.ChaseOriginals(t.Context(), today); err != nil {
			t.Error(err)
		}
		same(t, "missing", bare(t, b.Session, desk.BareShipmentsQuery{Date: today + 7}), "NEW: waybill")
		b.sound()
	})
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q; want %q", what, got, want)
	}
}

// What a policy wants before a claim is heeded by plan, run, document and
// action alike; what it does not want is shown.
func TestNoClaimWithoutEvidence(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.using(chasing)
	b.customers("A")
	today := b.Today()
	b.take("invoices.csv", fmt.Sprintf("invoice,customer,contract,date,due,amount,currency\nI,A,K,%s,%s,10.00,BYN\n", today-60, today-30))
	b.take("contracts.csv", "contract,customer,number,date,payment_days\nK,A,7,2025-01-05,30\n")
	steps := func() (out []string) {
		_, err := b.Plan(t.Context(), desk.PlanQuery{Date: today, List: true}, func(d desk.Decided) error {
			for _, a := range d.Actions {
				out = append(out, a.Step)
			}
			for _, s := range d.Items {
				for _, r := range s.Blockers {
					out = append(out, r.Code+" "+r.Condition)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if r, err := b.Apply(t.Context(), today-1, ""); err != nil || r.Letters != 1 {
		t.Fatalf("the warning: %+v, %v", r, err)
	}
	same(t, "without papers", steps(), "evidence.missing I")
	if r, err := b.Apply(t.Context(), today, ""); err != nil || r.Letters != 0 {
		t.Errorf("a run without papers: %+v, %v", r, err)
	}
	v, err := b.Invoice(t.Context(), "I", today)
	if err != nil {
		t.Fatal(err)
	}
	if open := v.Parts[0].Open; len(open.Today) != 0 || !slices.ContainsFunc(open.Blockers, func(r policy.Reason) bool { return r.Code == policy.NoProof }) {
		t.Errorf("the document's page says %+v, %+v", open.Today, open.Blockers)
	}
	var proof []string
	for _, e := range v.Proof {
		proof = append(proof, fmt.Sprintf("%s %v %v", e.Paper, e.On != 0, e.Wanted))
	}
	same(t, "evidence", proof, "acceptance false false", "contract false true", "power-of-attorney false false", "reconciliation-act false false", "waybill false true")
	for _, paper := range []string{"waybill", "contract"} {
		same(t, "before "+paper, steps(), "evidence.missing I")
		if err := b.ReturnOriginal(t.Context(), desk.ReturnedPaper{Invoice: "I", Paper: paper, On: today}); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "with papers", steps(), "claim")
	if err := b.TakeBackOriginal(t.Context(), "I", "contract", "a copy"); err != nil {
		t.Fatal(err)
	}
	same(t, "taken back", steps(), "evidence.missing I")
	if err := b.ReturnOriginal(t.Context(), desk.ReturnedPaper{Invoice: "I", Paper: "contract", On: today}); err != nil {
		t.Fatal(err)
	}
	if r, err := b.Apply(t.Context(), today, ""); err != nil || r.Letters != 1 {
		t.Errorf("the claim: %+v, %v", r, err)
	}
}

// TestTasksOfManyCustomers: jobs that read and write many customers at once make the
// tasks of each as if he were alone; a day's work counts them up to a bound.
func TestTasksOfManyCustomers(t *testing.T) {
	const n = desk.CountedTasks + 100
	each(t, func(t *testing.T, b *books) {
		b.using("originals: {chase: [waybill], after: 10, repeat: 7}\nred-flags: {above: {BYN: 50.00}, to: security}\n")
		today := b.Today()
		customers, invoices := &strings.Builder{}, &strings.Builder{}
		customers.WriteString("customer,name,country\n")
		invoices.WriteString("invoice,customer,date,due,amount,currency\n")
		old := today - 365*3 + 60 // ninety days before limitation there is a warning of 180 and no other
		for i := range n {
			fmt.Fprintf(customers, "C%04d,Name %d,BY\n", i, i)
			fmt.Fprintf(invoices, "A%04d,C%04d,%s,%s,%d.00,BYN\nB%04d,C%04d,%s,%s,2.00,USD\nZ%04d,C%04d,%s,%s,1.00,BYN\n",
				i, i, old-30, old, 60+i, i, i, today-20, today+9, i, i, today-12, today+9)
		}
		b.take("customers.csv", customers.String())
		b.take("invoices.csv", invoices.String())
		made := func(what string, do func() (int, error), want int) {
			t.Helper()
			if got, err := do(); err != nil || got != want {
				t.Errorf("%s: %d tasks, %v; want %d", what, got, err, want)
			}
		}
		chase := func(day int) func() (int, error) {
			return func() (int, error) { return b.ChaseOriginals(t.Context(), today+cal.Date(day)) }
		}
		recheck := func(day int) func() (int, error) {
			return func() (int, error) { return b.RecheckCustomers(t.Context(), today+cal.Date(day)) }
		}
		warn := func() (int, error) { return b.WarnLimitation(t.Context(), today) }
		made("chase", chase(0), 2*n)
		made("chase again", chase(6), 0)
		made("recheck", recheck(0), n)
		made("recheck again", recheck(1), 0)
		made("warn", warn, n)
		made("warn again", warn, 0)
		a, err := b.Agenda(t.Context(), desk.AgendaQuery{Day: today, All: true, Free: true})
		if err != nil || a.Tasks != desk.CountedTasks || !a.More || a.Shown != len(a.Work) || a.Shown == 0 {
			t.Errorf("a day has %d tasks and more: %t, %d are shown: %v", a.Tasks, a.More, a.Shown, err)
		}
		made("chase a week later", chase(7), 2*n)
		made("recheck next month", recheck(26), n)
		b.sound()
	})
}

// Who may not, is refused; what is wrong is said.
func TestOriginalsFaults(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.customers("A")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI,A,2026-01-01,2026-01-10,10.00,BYN\n")
	today := b.Today()
	for code, p := range map[string]desk.ReturnedPaper{
		"original.paper":    {Invoice: "I", Paper: policy.EvidenceAct, On: today},
		"original.on":       {Invoice: "I", Paper: "waybill", On: today + 1},
		"original.contract": {Invoice: "I", Paper: "contract", On: today},
		"subject.unknown":   {Invoice: "X", Paper: "waybill", On: today},
	} {
		if err := b.ReturnOriginal(t.Context(), p); fault.Code(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := b.TakeBackOriginal(t.Context(), "I", "waybill", ""); fault.Code(err) != "original.none" {
		t.Errorf("taken back: %v", err)
	}
}

// TestSueTellsThePapers: beside whom to sue stands which signed papers of each
// late document are not back; a contract's count for all under it.
func TestSueTellsThePapers(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name\nA,Alpha\n")
		b.take("contracts.csv", "contract,customer,number,date\nK,A,7,2025-01-01\n")
		today := b.Today()
		b.take("invoices.csv", fmt.Sprintf("invoice,customer,contract,date,due,amount,currency\nI1,A,K,%s,%s,60.00,BYN\nI2,A,K,%s,%s,60.00,BYN\nI3,A,K,%s,%s,60.00,BYN\n",
			today-60, today-31, today-60, today-30, today-5, today+5))
		b.take("events.csv", fmt.Sprintf("date,kind,invoice,reason,document\n%s,original_returned,I1,contract,7\n%s,original_returned,I1,waybill,118\n%s,original_returned,I1,power-of-attorney,3\n%s,original_returned,I1,acceptance,4\n",
			today-3, today-3, today-3, today-3))
		r, err := b.WhomToSue(t.Context(), desk.SueQuery{Date: today})
		if err != nil || len(r.Rows) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		var got []string
		for _, d := range r.Rows[0].Debts {
			got = append(got, string(d.Invoice)+": "+strings.Join(d.Lacks, " "))
		}
		same(t, "papers", got, "I1: reconciliation-act", "I2: waybill power-of-attorney acceptance reconciliation-act", "I3: ")
		if bare, late := r.Rows[0].Bare(today); bare != 2 || late != 2 {
			t.Errorf("%d of %d lack papers", bare, late)
		}
	})
}
