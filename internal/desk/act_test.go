package desk_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
	maps1c "debitor/maps"
)

// trade is a customer with two contracts, a payment over both, an advance and a
// daughter, and another customer who owes nothing.
func trade(t *testing.T, url string) *books {
	b := openBooks(t, url)
	b.take("customers.csv", "customer,name,email,manager,category,parent,tax_id\nC1,Млын,a@mill.example,Ann,,,1001\nC2,Daughter,,Ann,A,C1,1002\nC3,Even,,Bob,,,1003\n")
	b.take("contracts.csv", "contract,customer,number,payment_days\nK1,C1,7/2026,10\nK2,C1,8/2026,10\nK3,C2,1,10\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount,document\n"+
		"V1,C1,K1,2026-01-05,2026-01-15,100,АБ-0000101\nV2,C1,K2,2026-01-20,2026-02-20,50,АБ-0000102\nV3,C2,K3,2026-01-20,2026-02-20,40,АБ-0000103\nV4,C3,,2026-01-20,2026-02-20,10,АБ-0000104\n")
	b.take("payments.csv", "payment,customer,contract,date,amount,invoice\nP1,C1,K1,2026-01-18,120,\nP2,C2,,2026-01-25,5,V3\nP4,C3,,2026-01-25,10,V4\nP5,C1,K2,2026-01-28,65,\n")
	return b
}

// balanceOf is what the aging says that a customer owes.
func balanceOf(b *books, customer id.Customer, day string) money.Minor {
	b.Helper()
	sum := money.Minor(0)
	if err := b.Aging(b.Context(), on(day), "customer", func(r desk.AgingRow) error {
		if r.Customer == customer {
			sum += r.Total - r.Credit
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return sum
}

func makeAct(b *books, q desk.ActRequest) desk.Act {
	b.Helper()
	number, err := b.MakeAct(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	a, err := b.Act(b.Context(), number)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// An act ends with what the aging says, per contract and in all, for a period
// and as of a day.
func TestActsEndWithTheAging(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		whole := makeAct(b, desk.ActRequest{Customer: "C1", From: on("2026-01-10"), To: on("2026-01-27")})
		asOf := makeAct(b, desk.ActRequest{Customer: "C1", To: on("2026-01-27")})
		want := balanceOf(b, "C1", "2026-01-27")
		if want != 3000 || whole.Balance != want || asOf.Balance != want || whole.Settled.Opening != 10000 {
			t.Errorf("the aging has %d; the act of the period %d from %d, the one of the day %d", want, whole.Balance, whole.Settled.Opening, asOf.Balance)
		}
		sum := money.Minor(0)
		for _, contract := range []id.Contract{"K1", "K2", ""} {
			for _, from := range []string{"2026-01-01", ""} {
				q := desk.ActRequest{Customer: "C1", Contract: &contract, To: on("2026-01-27")}
				if from != "" {
					q.From = on(from)
				}
				number, err := b.MakeAct(t.Context(), q)
				if fault.Code(err) == "act.nothing" {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				a, err := b.Act(t.Context(), number)
				if err != nil {
					t.Fatal(err)
				}
				sum += a.Balance
			}
		}
		if sum != 2*want {
			t.Errorf("the acts of the contracts, twice, come to %d and not to twice %d", sum, want)
		}
		if _, err := b.MakeAct(t.Context(), desk.ActRequest{Customer: "C3", To: on("2026-01-27")}); fault.Code(err) != "act.nothing" {
			t.Errorf("with who owes nothing: %v", err)
		}
		group, err := b.Statement(t.Context(), desk.StatementQuery{Customer: "C1", From: on("2026-01-01"), To: on("2026-01-27"), Children: true})
		if err != nil || group.Closing != want+balanceOf(b, "C2", "2026-01-27") || group.Names["C2"] != "Daughter" {
			t.Errorf("the group: %+v, %v", group.Act, err)
		}
	})
}

// Our act, written as a table in any language and read back as if it were the
// customer's, agrees on every line; so does it where he swaps the columns.
func TestActIsReadBack(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		for _, lang := range desk.Languages {
			for _, from := range []string{"2026-01-01", ""} {
				q := desk.ActRequest{Customer: "C1", To: on("2026-01-31"), Language: lang}
				if from != "" {
					q.From = on(from)
				}
				a := makeAct(b, q)
				for _, ext := range desk.ActExtensions {
					data, err := b.RenderAct(&a, ext)
					if err != nil {
						t.Fatal(err)
					}
					if dir := os.Getenv("DEBITOR_PICTURES"); dir != "" {
						_ = os.WriteFile(filepath.Join(dir, "act-"+lang+"-"+from+ext), data, 0o600)
					}
					if ext != ".xlsx" && ext != ".csv" {
						continue
					}
					c, err := b.CompareAct(t.Context(), desk.CompareRequest{Act: a.Number, Name: "act" + ext, Data: data})
					if err != nil {
						t.Fatal(err)
					}
					if c.Count[reconcile.Agree] != len(a.Settled.Lines) || len(c.Pairs) != len(a.Settled.Lines) || c.Difference != 0 || c.Mirrored {
						t.Errorf("%s %s %q: %v of %d lines, difference %d", lang, ext, from, c.Count, len(a.Settled.Lines), c.Difference)
					}
				}
			}
		}
	})
}

func TestCustomersOwnActIsCompared(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		his := "Акт сверки;;;;;;;\nПо данным Млын;;;;По данным кредитора;;;\nДата;Документ;Дебет;Кредит;Дата;Документ;Дебет;Кредит\n;Сальдо начальное;;;;;;\n" +
			"05.01.2026;Поступление 101 от 05.01.2026;;100,00;;;;\n19.01.2026;Списание с р/с 55;120,00;;;;;\n20.01.2026;Поступление 102;;45,00;;;;\n;Обороты;120,00;145,00;;;;\n;Сальдо конечное;;25,00;;;;\n"
		c, err := b.CompareAct(t.Context(), desk.CompareRequest{Customer: "C1", From: on("2026-01-01"), To: on("2026-01-31"), Name: "his.csv", Data: []byte(his)})
		if err != nil {
			t.Fatal(err)
		}
		if !c.Mirrored || c.Count[reconcile.Agree] != 2 || c.Count[reconcile.Different] != 1 || c.Count[reconcile.MissingThere] != 1 || c.Difference != 500-6500 {
			t.Errorf("mirrored %v, %v, %d", c.Mirrored, c.Count, c.Difference)
		}
		for code, text := range map[string]string{
			"act.headings": "Дата;Сумма\n05.01.2026;1\n",
			"act.day":      "Дата;Документ;Дебет;Кредит\n;Поступление 7;;45,00\n",
			"act.date":     "Дата;Документ;Дебет;Кредит\n30.02.2026;Поступление 7;;45,00\n",
			"act.amount":   "Дата;Документ;Дебет;Кредит\n05.01.2026;Поступление 7;;сорок\n",
		} {
			if _, err := b.CompareAct(t.Context(), desk.CompareRequest{Customer: "C1", Name: "his.csv", Data: []byte(text)}); fault.Code(err) != code {
				t.Errorf("%s: %v", code, err)
			}
		}
	})
}

// A signed act restarts the limitation only if who signed had authority on the
// day.
func TestActsComeBack(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		a := makeAct(b, desk.ActRequest{Customer: "C1", To: on("2026-01-27")})
		if err := b.SendAct(t.Context(), a.Number, desk.PrintedAct); err != nil {
			t.Fatal(err)
		}
		early := desk.Returned{Number: a.Number, SignedOn: on("2026-01-20"), SignedBy: "Director D."}
		if err := b.ReturnAct(t.Context(), early); fault.Code(err) != "act.signed_early" {
			t.Errorf("signed before its day: %v", err)
		}
		if err := b.ReturnAct(t.Context(), desk.Returned{Number: a.Number, Note: "V2 was 45"}); err != nil {
			t.Fatal(err)
		}
		signed := desk.Returned{Number: a.Number, SignedOn: on("2026-02-01"), SignedBy: "Attorney A.", Authority: reconcile.Authority{Kind: reconcile.Power}}
		if err := b.ReturnAct(t.Context(), signed); fault.Code(err) != "act.power" {
			t.Errorf("a power without a number: %v", err)
		}
		signed.Authority = reconcile.Authority{Kind: reconcile.Power, Number: "5", Issued: on("2026-01-01"), Until: on("2026-01-31")}
		if err := b.ReturnAct(t.Context(), signed); err != nil {
			t.Fatal(err)
		}
		back, err := b.Act(t.Context(), a.Number)
		if err != nil || back.State != store.ActSigned || back.Authority != signed.Authority || back.Restarts() {
			t.Errorf("signed by a power that had run out: %+v, %v", back.Act, err)
		}
		if err := b.ReturnAct(t.Context(), signed); fault.Code(err) != "act.state" {
			t.Errorf("signed twice: %v", err)
		}
		other := makeAct(b, desk.ActRequest{Customer: "C1", To: on("2026-01-27")})
		if err := b.ReturnAct(t.Context(), desk.Returned{Number: other.Number, SignedOn: on("2026-02-01"), SignedBy: "Director D.", Authority: reconcile.Authority{Kind: reconcile.Charter}}); err != nil {
			t.Fatal(err)
		}
		if other, err = b.Act(t.Context(), other.Number); err != nil || !other.Restarts() {
			t.Errorf("signed by the director: %+v, %v", other.Act, err)
		}
		if report, err := b.Check(t.Context()); err != nil || !report.OK {
			t.Errorf("check %+v, %v", report, err)
		}
	})
}

func TestCampaign(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		c, err := b.MakeCampaign(t.Context(), desk.CampaignRequest{To: on("2026-01-27"), Preview: true})
		if err != nil || c.Acts != 2 || c.Customers != 2 || c.Number != 0 {
			t.Fatalf("preview %+v, %v", c, err)
		}
		if c, err = b.MakeCampaign(t.Context(), desk.CampaignRequest{From: on("2026-01-01"), To: on("2026-01-27"), Contracts: true}); err != nil || c.Customers != 2 {
			t.Fatalf("%+v, %v", c, err)
		}
		list, err := b.Acts(t.Context(), store.ActQuery{Campaign: c.Number})
		if err != nil || list.Total != c.Acts || list.Counts[store.ActMade] != c.Acts {
			t.Fatalf("%+v, %v", list, err)
		}
		sum := money.Minor(0)
		for _, a := range list.Rows {
			sum += a.Balance
		}
		if want := balanceOf(b, "C1", "2026-01-27") + balanceOf(b, "C2", "2026-01-27"); sum != want {
			t.Errorf("the acts come to %d, the aging to %d", sum, want)
		}
		pdf, _, err := b.PrintCampaign(t.Context(), c.Number)
		if err != nil || len(pdf) < 1000 {
			t.Fatalf("%d bytes, %v", len(pdf), err)
		}
		if list, err = b.Acts(t.Context(), store.ActQuery{Campaign: c.Number}); err != nil || list.Counts[store.ActSent] != c.Acts {
			t.Errorf("%+v, %v", list.Counts, err)
		}
		if _, err := b.MakeCampaign(t.Context(), desk.CampaignRequest{To: on("2026-01-27"), Category: "none such"}); fault.Code(err) != "act.campaign_empty" {
			t.Errorf("nobody: %v", err)
		}
		if c, err = b.MakeCampaign(t.Context(), desk.CampaignRequest{To: on("2026-01-27"), Category: "A"}); err != nil || c.Acts != 1 {
			t.Errorf("of a category: %+v, %v", c, err)
		}
	})
}

// A campaign that stopped goes on where it was, and asked for again adds nothing;
// an act that was taken back is made anew.
func TestCampaignGoesOn(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		q := desk.CampaignRequest{From: on("2026-01-01"), To: on("2026-01-27"), Contracts: true}
		first, err := b.MakeCampaign(t.Context(), q)
		if err != nil || first.Made != first.Acts || first.Made < 3 {
			t.Fatalf("%+v, %v", first, err)
		}
		again, err := b.MakeCampaign(t.Context(), q)
		if err != nil || again.Made != 0 || again.Number != first.Number || b.count("act") != first.Acts {
			t.Errorf("again %+v, %v, %d acts", again, err, b.count("act"))
		}
		b.exec(`DELETE FROM act WHERE number > $1`, first.Number) // what a program that died had not made
		if made, of, err := b.CampaignStands(t.Context(), first.Number); err != nil || made != 1 || of != first.Acts {
			t.Errorf("%d of %d, %v", made, of, err)
		}
		on2, err := b.GoOnCampaign(t.Context(), first.Number)
		if err != nil || on2.Number != first.Number || b.count("act") != first.Acts {
			t.Errorf("gone on %+v, %v, %d acts", on2, err, b.count("act"))
		}
		if err := b.WithdrawAct(t.Context(), first.Number, "a mistake"); err != nil {
			t.Fatal(err)
		}
		if again, err = b.MakeCampaign(t.Context(), q); err != nil || again.Made != 1 {
			t.Errorf("after one was taken back %+v, %v", again, err)
		}
		other := q
		other.Manager = "Ann"
		if c, err := b.MakeCampaign(t.Context(), other); err != nil || c.Number == first.Number {
			t.Errorf("in other words %+v, %v", c, err)
		}
	})
}

// The same balances are green, whatever they name customers by; each other one
// is told with its cause.
func TestControlTotals(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		ask := func(text string) desk.BooksReport {
			t.Helper()
			report, err := b.CompareBooks(t.Context(), desk.BooksRequest{Name: "books.csv", Data: []byte(text), Date: on("2026-01-27")})
			if err != nil {
				t.Fatal(err)
			}
			return report
		}
		if r := ask("Контрагент;Договор;Сальдо\nМлын;7/2026;-20,00\nC1;8/2026;50,00\nDaughter;K3;35,00\nИтого;;65,00\n"); !r.Green() {
			t.Errorf("%+v", r.Differences)
		}
		if r := ask("customer;balance;advance\nМлын;50.00;20.00\nDaughter;35.00;\n"); !r.Green() {
			t.Errorf("without contracts: %+v", r.Differences)
		}
		r := ask("customer;tax_id;contract;balance\nx;1001;K1;100.00\nC1;;K2;50.00\nDaughter;;K3;40.00\nStranger;;;7.00\n")
		got := map[id.Customer]reconcile.Cause{}
		for _, d := range r.Differences {
			got[d.Customer] = d.Cause
		}
		if r.Green() || len(got) != 3 || got["C1"] != reconcile.MissingInvoiceHere && got["C1"] != reconcile.MissingPaymentThere || got["C2"] != reconcile.CutOff || got["Stranger"] != reconcile.UnknownCustomer {
			t.Errorf("%v", got)
		}
		if r := ask("customer;balance\nМлын;thirty\n"); r.Green() || len(r.Refusals) != 1 {
			t.Errorf("an unreadable row: %+v", r)
		}
		for name, c := range map[string]struct {
			text string
			want map[id.Contract]reconcile.Cause
		}{
			"under the other contract":          {"C1;7/2026;50,00\nC1;8/2026;-20,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K1": reconcile.OtherContract, "K2": reconcile.OtherContract}},
			"small change":                      {"C1;7/2026;-20,40\nC1;8/2026;50,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K1": reconcile.Rounding}},
			"P1 of nine days before is missing": {"C1;7/2026;100,00\nC1;8/2026;50,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K1": reconcile.MissingPaymentThere}},
			"P5 of the day after is there":      {"C1;7/2026;-20,00\nC1;8/2026;-15,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K2": reconcile.CutOff}},
			"a payment we have not":             {"C1;7/2026;-20,00\nC1;8/2026;27,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K2": reconcile.MissingPaymentHere}},
			"a document we have not":            {"C1;7/2026;-20,00\nC1;8/2026;77,00\nDaughter;K3;35,00\n", map[id.Contract]reconcile.Cause{"K2": reconcile.MissingInvoiceHere}},
		} {
			got := map[id.Contract]reconcile.Cause{}
			for _, d := range ask("Контрагент;Договор;Сальдо\n" + c.text).Differences {
				got[d.Contract] = d.Cause
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}

// 1C's table of receivables, as it is laid out: titles, a heading of two rows,
// groups and days between the customers, advances with a minus. Two customers of
// one name are compared together.
func TestControlTotalsOf1C(t *testing.T) {
	src, err := maps1c.Source("1c-balances")
	if err != nil {
		t.Fatal(err)
	}
	m, err := intake.ParseMap("1c-balances", src)
	if err != nil {
		t.Fatal(err)
	}
	schema.Each(t, func(t *testing.T, url string) {
		b := trade(t, url)
		b.take("customers2.csv", "customer,name\nC4,Daughter\n")
		b.take("invoices2.csv", "invoice,customer,date,due,amount\nV9,C4,2026-01-20,2026-02-20,7.50\n")
		report := func(mill string) desk.BooksReport {
			t.Helper()
			text := "Ведомость по взаиморасчетам с контрагентами\nПериод: 01.01.2026 - 27.01.2026\n\nПоказатели:;Сумма\nОтборы:;Контрагент В группе из списка\n\n" +
				"Контрагент;;;;\n;Нач. остаток;Приход;Расход;Кон. остаток\nПокупатели;;150,00;125,00;72,50\n" +
				"Млын;;150,00;120,00;" + mill + "\n05.01.2026;;100,00;;100,00\n18.01.2026;;;120,00;-20,00\n" +
				"Daughter;;47,50;5,00;42,50\nEven;;10,00;10,00;\nИтог;;207,50;135,00;72,50\n"
			r, err := b.CompareBooks(t.Context(), desk.BooksRequest{Name: "vedomost.csv", Data: []byte(text), Map: m, Date: on("2026-01-27")})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := report("30,00"); !r.Green() || len(r.Together["C2"]) != 2 || len(r.Warnings) != 1 {
			t.Errorf("%+v %v %v", r.Differences, r.Refusals, r.Warnings)
		}
		if r := report("30,40"); r.Green() || len(r.Differences) != 1 || r.Differences[0].Cause != reconcile.Rounding {
			t.Errorf("%+v", r.Differences)
		}
	})
}
