package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

const (
	invoiceHead  = "invoice,customer,contract,date,due,amount,currency\n"
	paymentHead  = "payment,customer,date,amount,currency,invoice\n"
	contractHead = "contract,customer,payment_days,term_from,terms\n"
	itemHead     = "customer,invoice,date,due,open,currency\n"
)

// A correction is a file, and what is open on 2026-12-31 and unapplied after it.
type correction struct {
	file, text string
	open       string
	unapplied  string
}

// corrected takes files in; after each the balances must agree and the same
// file must change nothing.
func (b *books) corrected(steps []correction) {
	b.Helper()
	for _, s := range steps {
		b.take(s.file, s.text)
		if got := b.open("2026-12-31"); got != s.open {
			b.Errorf("after\n%sopen: %s, want %s", s.text, got, s.open)
		}
		if got := b.unapplied(); got != s.unapplied {
			b.Errorf("after\n%sunapplied: %s, want %s", s.text, got, s.unapplied)
		}
		changes := b.count("change")
		if r := b.take(s.file, s.text); r.New+r.Corrected != 0 || r.Unchanged != strings.Count(s.text, "\n")-1 {
			b.Errorf("again\n%s: %+v", s.text, r)
		}
		if n := b.count("change"); n != changes {
			b.Errorf("importing again left %d changes", n-changes)
		}
	}
}

// TestCorrections walks copies of the same books through corrections.
func TestCorrections(t *testing.T) {
	paid := []correction{
		{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,100,BYN\nI2,A,,2026-01-02,2026-01-11,50,BYN\n", "A I1 100.00; A I2 50.00", "0.00"},
		{"payments.csv", paymentHead + "P1,A,2026-01-20,120,BYN,\n", "A I2 30.00", "0.00"},
	}
	cases := map[string][]correction{
		"amount up":    {{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,110,BYN\n", "A I2 40.00", "0.00"}},
		"amount down":  {{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,60,BYN\n", "", "10.00"}},
		"amount zero":  {{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,0,BYN\n", "", "70.00"}},
		"due later":    {{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-03-10,100,BYN\n", "A I1 30.00", "0.00"}},
		"dated later":  {{"invoices.csv", invoiceHead + "I1,A,,2026-02-01,2026-03-10,100,BYN\n", "A I1 100.00", "70.00"}},
		"other owner":  {{"invoices.csv", invoiceHead + "I1,B,,2026-01-01,2026-01-10,100,BYN\n", "B I1 100.00", "70.00"}},
		"and back":     {{"invoices.csv", invoiceHead + "I1,B,,2026-01-01,2026-01-10,100,BYN\n", "B I1 100.00", "70.00"}, {"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,100,BYN\n", "A I2 30.00", "0.00"}},
		"currency":     {{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,100,EUR\n", "A I1 100.00", "70.00"}},
		"paid less":    {{"payments.csv", paymentHead + "P1,A,2026-01-20,20,BYN,\n", "A I1 80.00; A I2 50.00", "0.00"}},
		"paid more":    {{"payments.csv", paymentHead + "P1,A,2026-01-20,170,BYN,\n", "", "20.00"}},
		"cancelled":    {{"payments.csv", paymentHead + "P1,A,2026-01-20,0,BYN,\n", "A I1 100.00; A I2 50.00", "0.00"}},
		"other payer":  {{"payments.csv", paymentHead + "P1,B,2026-01-20,120,BYN,\n", "A I1 100.00; A I2 50.00", "120.00"}},
		"named after":  {{"payments.csv", paymentHead + "P1,A,2026-01-20,120,BYN,I2\n", "A I1 100.00", "70.00"}},
		"paid earlier": {{"payments.csv", paymentHead + "P1,A,2026-01-01,120,BYN,\n", "A I2 50.00", "20.00"}},
		"refund":       {{"payments.csv", paymentHead + "R1,A,2026-01-25,-40,BYN,\n", "A I1 20.00; A I2 50.00", "0.00"}},
		"refund, then its payment less": {
			{"payments.csv", paymentHead + "R1,A,2026-01-25,-40,BYN,\n", "A I1 20.00; A I2 50.00", "0.00"},
			{"payments.csv", paymentHead + "P1,A,2026-01-20,45,BYN,\n", "A I1 95.00; A I2 50.00", "0.00"},
		},
		"refund, then its payment another's": {
			{"payments.csv", paymentHead + "R1,A,2026-01-25,-40,BYN,\n", "A I1 20.00; A I2 50.00", "0.00"},
			{"payments.csv", paymentHead + "P1,B,2026-01-20,120,BYN,\n", "A I1 100.00; A I2 50.00", "80.00"},
		},
		"refund, then the invoice less": {
			{"payments.csv", paymentHead + "R1,A,2026-01-25,-40,BYN,\n", "A I1 20.00; A I2 50.00", "0.00"},
			{"invoices.csv", invoiceHead + "I1,A,,2026-01-01,2026-01-10,70,BYN\n", "A I2 40.00", "0.00"},
		},
		"two payments at once": {
			{"payments.csv", paymentHead + "P1,A,2026-01-20,60,BYN,\nP2,A,2026-01-21,60,BYN,\n", "A I2 30.00", "0.00"},
			{"payments.csv", paymentHead + "P1,A,2026-01-20,70,BYN,I1\nP2,A,2026-01-21,20,BYN,\n", "A I1 10.00; A I2 50.00", "0.00"},
		},
		"late invoice takes the payment": {{"invoices.csv", invoiceHead + "I0,A,,2025-12-01,2025-12-10,80,BYN\n", "A I1 60.00; A I2 50.00", "0.00"}},
		"credit note":                    {{"invoices.csv", invoiceHead + "C1,A,,2026-01-22,,-20,BYN\n", "A I2 10.00", "0.00"}},
		"credit note corrected": {
			{"invoices.csv", invoiceHead + "C1,A,,2026-01-22,,-20,BYN\n", "A I2 10.00", "0.00"},
			{"invoices.csv", invoiceHead + "C1,A,,2026-01-22,,-50,BYN\n", "", "20.00"},
			{"invoices.csv", invoiceHead + "C1,A,,2026-01-22,,-5,BYN\n", "A I2 25.00", "0.00"},
		},
		"credit note of one who owes nothing": {{"invoices.csv", invoiceHead + "C1,B,,2026-01-22,,-20,BYN\n", "A I2 30.00", "20.00"}},
	}
	schema.Each(t, func(t *testing.T, url string) {
		if !t.Run("paid", func(t *testing.T) {
			b := openBooks(t, url)
			b.customers("A", "B")
			b.corrected(paid)
		}) {
			return
		}
		for name, steps := range cases {
			t.Run(name, func(t *testing.T) { reopenBooks(t, dbtest.Copy(t, url)).corrected(steps) })
		}
	})
}

func TestTermsArriveLater(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		due := func() string {
			b.Helper()
			e, err := b.Explain(t.Context(), "I1", on("2026-02-03"))
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, p := range e.Parts {
				list = append(list, p.Instalment.Item.Due.String()+" "+p.Instalment.Item.Amount.Decimal("BYN"))
			}
			return strings.Join(list, "; ")
		}
		want := func(when, dues string) {
			b.Helper()
			if got := due(); got != dues {
				t.Errorf("%s: %q, want %q", when, got, dues)
			}
			b.sound()
		}
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,,100,BYN\n")
		b.take("payments.csv", paymentHead+"P1,A,2026-01-20,40,BYN,I1\n")
		want("no contract known", " 100.00")
		b.take("contracts.csv", contractHead+"K1,A,10,handed_over,\n")
		want("term not started", " 100.00")
		b.take("events.csv", "date,kind,customer,invoice\n2026-01-12,handed_over,A,I1\n")
		want("handed over", "2026-01-22 100.00")
		b.take("contracts.csv", contractHead+"K1,A,20,handed_over,\n")
		want("longer term", "2026-02-01 100.00")
		b.take("contracts.csv", contractHead+"K1,A,20,handed_over,30%@0;70%@20\n")
		want("in instalments", "2026-01-12 30.00; 2026-02-01 70.00")
		if got := b.open("2026-12-31"); got != "A I1 60.00" {
			t.Errorf("open %s", got)
		}
		lines := b.count("journal")
		b.take("contracts.csv", "contract,customer,payment_clause\nK1,A,п. 5.2\n")
		if n := b.count("journal") - lines; n != 2 { // the contract and the file; no invoice is touched
			t.Errorf("a clause left %d journal lines", n)
		}
		b.take("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,2026-03-01,100,BYN\n")
		want("given due wins", "2026-03-01 100.00")
	})
}

func TestSnapshots(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		w1 := itemHead + "A,I1,2026-01-01,2026-01-10,100,BYN\nA,I2,2026-01-05,2026-01-20,60,BYN\nB,I3,2026-01-05,2026-01-20,70,BYN\nB,V1,2026-01-06,,-30,BYN\n"
		w2 := itemHead + "A,I2,2026-01-05,2026-01-20,20,BYN\nB,I3,2026-01-05,2026-01-20,90,BYN\nB,I4,2026-01-15,2026-01-30,5,BYN\nB,V1,2026-01-06,,-45,BYN\n"
		w3 := itemHead + "A,I1,2026-01-01,2026-01-10,80,BYN\nA,I2,2026-01-05,2026-01-20,60,BYN\nB,I4,2026-01-15,2026-01-30,-5,BYN\n"
		for _, s := range []struct {
			day, text string
			want      desk.FileReport // counts
			open      string
			unapplied string
		}{
			{"2026-01-12", w1, desk.FileReport{New: 4}, "A I1 100.00; A I2 60.00; B I3 70.00", "30.00"},
			{"2026-01-19", w2, desk.FileReport{New: 1, Corrected: 1, Closed: 1, Reduced: 2, Unchanged: 1}, "A I2 20.00; B I3 90.00; B I4 5.00", "45.00"},
			{"2026-01-26", w3, desk.FileReport{Reopened: 1, Corrected: 1, Reduced: 1, Closed: 2}, "A I1 80.00; A I2 60.00", "5.00"},
		} {
			r := b.snapshot(s.day, s.text)
			got := desk.FileReport{New: r.New, Corrected: r.Corrected, Unchanged: r.Unchanged, Closed: r.Closed, Reduced: r.Reduced, Reopened: r.Reopened}
			if !sameCounts(got, s.want) {
				t.Errorf("%s: %+v, want %+v", s.day, got, s.want)
			}
			if got := b.open(s.day); got != s.open {
				t.Errorf("%s: open %s, want %s", s.day, got, s.open)
			}
			if got := b.unapplied(); got != s.unapplied {
				t.Errorf("%s: unapplied %s, want %s", s.day, got, s.unapplied)
			}
			changes := b.count("change")
			if r := b.snapshot(s.day, s.text); r.New+r.Corrected+r.Closed+r.Reduced+r.Reopened != 0 {
				t.Errorf("%s again: %+v", s.day, r)
			}
			if n := b.count("change") - changes; n != 0 {
				t.Errorf("%s again left %d changes", s.day, n)
			}
		}
		if got, want := b.open("2026-01-20"), "A I2 20.00; B I3 90.00; B I4 5.00"; got != want {
			t.Errorf("a week later the second week is %s, want %s", got, want)
		}
		changes := b.count("change")
		if r := b.snapshot("2026-01-12", w1); r.Unchanged != 4 || b.count("change") != changes {
			t.Errorf("the first week again: %+v", r)
		}
		_, err := b.try("open-items.csv", itemHead+"A,I1,,,1,BYN\n", desk.ImportOptions{Date: on("2026-01-20")})
		refused(t, err, fault.Refused, "import.snapshot_old")
		_, err = b.try("open-items.csv", w1, desk.ImportOptions{})
		refused(t, err, fault.Usage, "import.snapshot_date")
	})
}

func sameCounts(a, b desk.FileReport) bool {
	return a.New == b.New && a.Corrected == b.Corrected && a.Closed == b.Closed && a.Reduced == b.Reduced && a.Reopened == b.Reopened && a.Unchanged == b.Unchanged
}

// TestSnapshotBesidePayments: a snapshot is right about its day, whatever the
// books were told before and after.
func TestSnapshotBesidePayments(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-01,2026-01-10,100,BYN\n")
		b.take("payments.csv", paymentHead+"P1,A,2026-01-05,130,BYN,\nP2,A,2026-02-01,25,BYN,\n")
		items := itemHead + "A,I1,2026-01-01,2026-01-10,40,BYN\nA,I2,2026-01-04,2026-01-14,50,BYN\n"
		b.snapshot("2026-01-20", items)
		if got, want := b.open("2026-01-20"), "A I1 40.00; A I2 50.00"; got != want {
			t.Errorf("on the day: %s, want %s", got, want)
		}
		b.sound()
		if r := b.snapshot("2026-01-20", items); r.Unchanged != 2 {
			t.Errorf("again: %+v", r)
		}
	})
}

func TestImportRefuses(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		b.take("contracts.csv", contractHead+"K1,A,10,invoice,\n")
		b.take("invoices.csv", invoiceHead+"I1,A,K1,2026-01-05,,100,BYN\n")
		changes := b.count("change")
		for _, c := range []struct{ file, text, code, column string }{
			{"invoices.csv", invoiceHead + "I2,A,,2026-01-05,,5,BYN\nI3,Z,,2026-01-05,,5,BYN\n", "import.customer_unknown", "customer"},
			{"invoices.csv", invoiceHead + "I2,B,K1,2026-01-05,,5,BYN\n", "import.contract_of_another", "contract"},
			{"invoices.csv", invoiceHead + "I1,A,K1,2026-01-05,,-100,BYN\n", "import.sign_changed", "amount"},
			{"payments.csv", paymentHead + "P1,A,2026-01-20,1,BYN,I9\n", "import.invoice_unknown", "invoice"},
			{"payments.csv", paymentHead + "P1,B,2026-01-20,1,BYN,I1\n", "import.invoice_of_another", "invoice"},
			{"events.csv", "date,kind,customer,invoice\n2026-01-20,promise,A,I1\n", "import.promise_date", "until"},
			{"events.csv", "date,kind,customer,invoice\n2026-01-20,accepted,A,\n", "import.event_invoice", "invoice"},
			{"events.csv", "date,kind,customer,invoice\n2026-01-20,shouted,A,\n", "", "kind"},
			{"events.csv", "date,kind,customer,amount\n2026-01-20,plan,A,5\n", "import.plan_date", "until"},
			{"events.csv", "date,kind,customer,until\n2026-01-20,plan,A,2026-02-01\n", "import.plan_amount", "amount"},
			{"events.csv", "date,kind,customer,until,amount\n2026-01-20,plan,A,2026-01-19,5\n", "import.event_until", "until"},
			{"events.csv", "date,kind,customer,until\n2026-01-20,notice,A,2026-01-19\n", "import.event_until", "until"},
			{"events.csv", "date,kind,customer,until\n2026-01-20,guarantee,A,2026-01-19\n", "import.event_until", "until"},
		} {
			r, err := b.try(c.file, c.text, desk.ImportOptions{})
			refused(t, err, fault.Input, "import.refused")
			if len(r.Refusals) != 1 || r.Refused != 1 || (c.code != "" && r.Refusals[0].Code != c.code) || r.Refusals[0].Column != c.column || r.New != 0 {
				t.Errorf("%s: %+v", c.text, r)
			}
		}
		if b.count("change") != changes || b.count("invoice") != 1 || b.count("payment") != 0 {
			t.Error("a refused file has changed the books")
		}
		r, err := b.try("invoices.csv", invoiceHead+"I7,A,,2026-01-05,,5,BYN\n", desk.ImportOptions{DryRun: true})
		if err != nil || r.New != 1 || b.count("change") != changes || b.count("invoice") != 1 {
			t.Errorf("dry run: %+v %v", r, err)
		}
	})
}

func TestImportTwiceNamed(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		file := b.file("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-09,100,BYN\nI1,A,,2026-01-05,2026-01-09,100,BYN\nI0,A,,2026-01-05,,0,BYN\nI9,A,,2026-01-05,,100000000000,BYN\n")
		r, err := b.Import(t.Context(), []string{file, file}, desk.ImportOptions{})
		if err != nil || r.Files[0].New != 3 || r.Files[1].New != 0 || r.Files[1].Unchanged != 3 {
			t.Errorf("%+v %v", r, err)
		}
		_, err = b.try("invoices.csv", invoiceHead+"I8,A,,2026-01-05,,100000000000.01,BYN\n", desk.ImportOptions{})
		refused(t, err, fault.Input, "import.refused")
		_, err = b.try("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-09,1,BYN\nI1,A,,2026-01-05,2026-01-09,2,BYN\n", desk.ImportOptions{})
		refused(t, err, fault.Input, "import.refused")
		b.sound()
	})
}

// TestEntriesFollowTheirDocument: what a snapshot closed of a document that
// turns out to be somebody else's goes with it.
func TestEntriesFollowTheirDocument(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		b.snapshot("2026-01-12", itemHead+"A,I1,2026-01-01,2026-01-10,100,BYN\n")
		b.snapshot("2026-01-19", itemHead+"A,I1,2026-01-01,2026-01-10,30,BYN\n")
		b.take("invoices.csv", invoiceHead+"I1,B,,2026-01-01,2026-01-10,100,BYN\n")
		if got := b.open("2026-01-31"); got != "B I1 30.00" || b.unapplied() != "0.00" {
			t.Errorf("open %s, unapplied %s", got, b.unapplied())
		}
		if r := b.snapshot("2026-01-19", itemHead+"B,I1,2026-01-01,2026-01-10,30,BYN\n"); r.Unchanged != 1 {
			t.Errorf("%+v", r)
		}
		b.sound()
	})
}

// TestDryRunAgrees: the totals of a dry run are those of the import, also
// where a payment is older than a credit note of another file.
func TestDryRunAgrees(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.customers("c1")
		files := []string{
			b.file("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,c1,2026-01-10,2026-01-20,100.00,BYN\nI2,c1,2026-01-11,2026-01-21,100.00,BYN\nN1,c1,2026-03-01,2026-03-01,-100.00,BYN\n"),
			b.file("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,c1,2026-02-10,100.00,BYN,I1\n"),
		}
		dry, err := b.Import(t.Context(), files, desk.ImportOptions{DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		real, err := b.Import(t.Context(), files, desk.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(real.Totals, dry.Totals); diff != "" {
			t.Errorf("-imported +dry run:\n%s", diff)
		}
	})
}

// A list of what is open tomorrow is nobody's knowledge, and those of the days until
// then could not be taken in after it.
func TestSnapshotOfTomorrow(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		for file, text := range map[string]string{
			"open.csv": "customer,invoice,open,currency\nA,1,10,BYN\n", "payables.csv": "customer,document,payable,currency\nA,1,10,BYN\n",
		} {
			_, err := b.try(file, text, desk.ImportOptions{Date: b.Today() + 1})
			refused(t, err, fault.Input, "import.snapshot_future")
			if _, err := b.try(file, text, desk.ImportOptions{Date: b.Today()}); err != nil {
				t.Errorf("%s of today: %v", file, err)
			}
		}
	})
}
