package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

const ourAccount = "BY13AKBB30120000000010000000"

// in is a receipt of a statement: the payer, his tax number, his account, what
// he wrote.
type in struct{ number, date, amount, payer, taxID, account, purpose string }

// statementOf is a statement of our account in 1C's format.
func statementOf(from, to, opening string, list ...in) string {
	var b strings.Builder
	sum := minor(opening)
	for _, v := range list {
		sum += minor(v.amount)
	}
	fmt.Fprintf(&b, "1CClientBankExchange\r\nВерсияФормата=1.02\r\nКодировка=Windows\r\nОтправитель=Банк\r\nПолучатель=\r\nДатаНачала=%s\r\nДатаКонца=%s\r\nРасчСчет=%s\r\n", from, to, ourAccount)
	fmt.Fprintf(&b, "СекцияРасчСчет\r\nДатаНачала=%s\r\nДатаКонца=%s\r\nНачальныйОстаток=%s\r\nРасчСчет=%s\r\nВсегоСписано=0.00\r\nВсегоПоступило=%s\r\nКонечныйОстаток=%s\r\nКонецРасчСчет\r\n",
		from, to, opening, ourAccount, decimal(sum-minor(opening)), decimal(sum))
	for _, v := range list {
		fmt.Fprintf(&b, "СекцияДокумент=Платежное поручение\r\nНомер=%s\r\nДата=%s\r\nСумма=%s\r\nДатаПоступило=%s\r\nПлательщикСчет=%s\r\nПлательщик1=%s\r\nПлательщикИНН=%s\r\nПолучательСчет=%s\r\nНазначениеПлатежа=%s\r\nКонецДокумента\r\n",
			v.number, v.date, v.amount, v.date, v.account, v.payer, v.taxID, ourAccount, v.purpose)
	}
	return b.String() + "КонецФайла\r\n"
}

func minor(s string) (n int64) {
	_, _ = fmt.Sscan(strings.Replace(s, ".", "", 1), &n)
	return n
}

func decimal(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// banked is a company with an account, two customers and what they owe.
func banked(t *testing.T, url string) *books {
	t.Helper()
	b := openBooks(t, url)
	b.take("customers.csv", "customer,name,tax_id\nA,ООО «Альфа»,100000007\nB,ЧУП «Бета»,200988541\n")
	b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nI1,A,АВ 1234567,2026-01-05,2026-01-25,72.27,BYN\nI2,A,АВ 1234568,2026-01-06,2026-01-26,100.00,BYN\nI3,B,АВ 7654321,2026-01-06,2026-01-24,50.00,BYN\n")
	if err := b.SaveBankAccount(b.Context(), store.BankAccount{Account: ourAccount, Name: "Банк", Watched: true, Since: on("2026-02-01"), Lag: 1}); err != nil {
		t.Fatal(err)
	}
	return b
}

var alpha = in{"17", "02.02.2026", "72.27", "ООО Альфа", "100000007", "BY20OLMP31350000001000000933", "Оплата по ТТН АВ 1234567 от 05.01.2026"}

// What is sure is booked when the file is taken in; the same statement, and one
// that overlaps it, change nothing; taken back, the debt is open again and
// another booking counts.
func TestStatementIsBookedAndTakenBack(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		r := b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", alpha))
		if len(r.Bank) != 1 || r.Bank[0].Booked != 1 || r.New != 1 {
			t.Fatalf("taken in: %+v", r)
		}
		if got := b.open("2026-02-03"); got != "A I2 100.00; B I3 50.00" {
			t.Errorf("open: %s", got)
		}
		for _, again := range []string{
			statementOf("01.02.2026", "02.02.2026", "10.00", alpha),
			statementOf("02.02.2026", "03.02.2026", "10.00", alpha),
		} {
			if r := b.take("kl_to_1c.txt", again); r.New != 0 || r.Unchanged != 1 {
				t.Errorf("again: %+v", r)
			}
		}
		b.sound()

		accountant := b.user("anna", "accountant")
		seen, err := accountant.Cash(b.Context(), desk.CashQuery{})
		if err != nil || len(seen.Entries) != 1 || seen.Entries[0].State != store.EntryBooked || len(seen.Entries[0].Made) != 1 {
			t.Fatalf("cash: %+v, %v", seen, err)
		}
		entry := seen.Entries[0].ID
		if err := accountant.UnbookEntry(b.Context(), entry, ""); fault.Code(err) != "bank.reason" {
			t.Errorf("taken back without a reason: %v", err)
		}
		if err := accountant.UnbookEntry(b.Context(), entry, "it was for the later one"); err != nil {
			t.Fatal(err)
		}
		if got := b.open("2026-02-03"); got != "A I1 72.27; A I2 100.00; B I3 50.00" {
			t.Errorf("taken back: %s", got)
		}
		b.sound()
		if _, err := accountant.BookEntry(b.Context(), desk.EntryChoice{Entry: entry, Shares: []desk.EntryShare{{Invoice: "I2", Amount: 20000}}}); fault.Code(err) != "bank.share" {
			t.Errorf("more than the entry: %v", err)
		}
		made, err := accountant.BookEntry(b.Context(), desk.EntryChoice{Entry: entry, Shares: []desk.EntryShare{{Invoice: "I2", Amount: 7000}}})
		if err != nil || len(made) != 2 || made[0].ID != ledgerPayment(entry, 2) {
			t.Fatalf("booked by hand: %+v, %v", made, err)
		}
		if got := b.open("2026-02-03"); got != "A I1 70.00; A I2 30.00; B I3 50.00" {
			t.Errorf("the rest settles the oldest: %s", got)
		}
		if _, err := accountant.BookEntry(b.Context(), desk.EntryChoice{Entry: entry, Customer: "B"}); fault.Code(err) != "bank.entry_decided" {
			t.Errorf("booked twice: %v", err)
		}
		b.sound()
		if _, err := b.user("mira", "sales-manager").Cash(b.Context(), desk.CashQuery{}); fault.Code(err) != "right.missing" {
			t.Errorf("a sales manager sees all payers: %v", err)
		}
	})
}

func ledgerPayment(entry string, n int) (p id.Payment) {
	return id.Payment(fmt.Sprintf("%s/%d", entry, n))
}

// Money of which nobody knows yet whether it is the customer's holds his
// letters, and says so; decided, they go or fall away.
func TestUndecidedMoneyHoldsLetters(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		day := on("2026-02-03") // a run day: I1 is nine days late
		before, err := b.PlanHead(b.Context(), day)
		if err != nil || len(before.Banks) != 1 {
			t.Fatal(before, err)
		}
		letters := func() (of string, blocked map[string]int) {
			p, err := b.Plan(b.Context(), desk.PlanQuery{Date: day}, func(d desk.Decided) error {
				for _, a := range d.Actions {
					of += fmt.Sprintf("%s %s;", d.Customer, a.Step)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return of, p.Blocked.Counts()
		}
		if of, _ := letters(); of != "A warning;B warning;" {
			t.Fatalf("before: %s", of)
		}
		// A stranger pays what B owes: by the amount alone it is doubtful at best.
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", in{"9", "02.02.2026", "50.00", "ООО Гамма", "", "BY20OLMP31350000001000000944", "за товар"}))
		seen, err := b.Cash(b.Context(), desk.CashQuery{States: []string{store.EntryUndecided}})
		if err != nil || len(seen.Entries) != 1 {
			t.Fatalf("to decide: %+v, %v", seen.Entries, err)
		}
		of, blocked := letters()
		if of != "A warning;" || blocked["bank.undecided"] != 1 {
			t.Fatalf("while it waits: %s, %v", of, blocked)
		}
		if err := b.SetEntryAside(b.Context(), seen.Entries[0].ID, "the owner's loan"); err != nil {
			t.Fatal(err)
		}
		if of, _ := letters(); of != "A warning;B warning;" {
			t.Fatalf("decided: %s", of)
		}
	})
}

// The plan as the page of a run reads it loses a letter when money that may pay
// it comes in, keeps it lost when that is booked, and has it again when that is
// taken back and is somebody else's. Money settles nothing in another currency.
func TestKeptPlanFollowsDecisions(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nI3,B,АВ 7654321,2026-01-06,2026-01-24,50.00,BYN\nI4,B,АВ 7654322,2026-01-06,2026-01-24,20.00,EUR\n")
		letters := func(want string) {
			t.Helper()
			if _, err := b.KeptPlan(b.Context(), on("2026-02-03")); err != nil {
				t.Fatal(err)
			}
			lines, _, err := b.PlanLines(b.Context(), desk.PlanLineQuery{Day: on("2026-02-03"), Step: "warning", Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range lines {
				got = append(got, string(l.Customer)+" "+string(l.Currency))
			}
			slices.Sort(got)
			if of := strings.Join(got, ", "); of != want {
				t.Errorf("letters: %s, want %s", of, want)
			}
		}
		letters("A BYN, B BYN, B EUR")
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", in{"9", "02.02.2026", "99999.99", "ЧУП «Бета»", "", "BY20OLMP31350000001000000944", "за товар"}))
		seen, err := b.Cash(b.Context(), desk.CashQuery{States: []string{store.EntryUndecided}})
		if err != nil || len(seen.Entries) != 1 {
			t.Fatalf("to decide: %+v, %v", seen.Entries, err)
		}
		entry := seen.Entries[0].ID
		letters("A BYN")
		if _, err := b.BookEntry(b.Context(), desk.EntryChoice{Entry: entry, Proposal: 1}); err != nil {
			t.Fatal(err)
		}
		letters("A BYN, B EUR")
		if err := b.UnbookEntry(b.Context(), entry, "somebody else's"); err != nil {
			t.Fatal(err)
		}
		letters("A BYN")
		if err := b.SetEntryAside(b.Context(), entry, "the owner's loan"); err != nil {
			t.Fatal(err)
		}
		letters("A BYN, B BYN, B EUR")
	})
}

// Once an account is set up, letters wait for its statements, unless somebody
// with the right signs for the day.
func TestLettersWaitForStatements(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		day := on("2026-02-03")
		if _, err := b.Apply(b.Context(), day, ""); fault.Code(err) != "bank.stale" {
			t.Fatalf("applied without a statement of Monday: %v", err)
		}
		var q noted
		queued, err := desk.New(b.db, &q, func() time.Time { return day.Time().Add(9 * time.Hour) }).Session(t.Context(), "", desk.Actor{System: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if err := queued.StartRun(b.Context(), day); fault.Code(err) != "bank.stale" || len(q) > 0 {
			t.Errorf("the worker was told to apply without a statement: %v, %v", err, q)
		}
		if err := b.user("mira", "sales-manager").WaiveFreshness(b.Context(), day, "I know"); fault.Code(err) != "right.missing" {
			t.Errorf("a sales manager signed: %v", err)
		}
		if err := b.user("hans", "head-of-sales").WaiveFreshness(b.Context(), day, "the bank is closed"); err != nil {
			t.Fatal(err)
		}
		if r, err := b.Apply(b.Context(), day, ""); err != nil || r.Letters != 2 {
			t.Fatalf("signed: %+v, %v", r, err)
		}
		friday := on("2026-02-06")
		b.later(friday)
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "04.02.2026", "10.00", alpha))
		if _, err := b.Apply(b.Context(), friday, ""); fault.Code(err) != "bank.stale" {
			t.Fatalf("applied without Thursday: %v", err)
		}
		b.take("kl_to_1c.txt", statementOf("05.02.2026", "05.02.2026", "99.00"))
		banks, err := b.BankAccounts(b.Context(), friday)
		if err != nil || !banks[0].Stale || len(banks[0].Gaps) != 1 || banks[0].Gaps[0].By != 1673 {
			t.Fatalf("a balance that does not continue: %+v, %v", banks, err)
		}
		b.take("kl_to_1c.txt", statementOf("05.02.2026", "05.02.2026", "82.27"))
		if banks, err = b.BankAccounts(b.Context(), friday); err != nil || banks[0].Stale {
			t.Errorf("mended: %+v, %v", banks, err)
		}
		b.take("kl_to_1c.txt", statementOf("06.02.2026", "06.02.2026", "82.27"))
		if banks, err = b.BankAccounts(b.Context(), friday); err != nil || banks[0].To != friday-1 {
			t.Errorf("taken at nine o'clock of its day, which is not over: %+v, %v", banks, err)
		}
	})
}

// What the file does not say of an entry, its currency or its day, does not keep
// the same file from being recognised.
func TestUnsaidIsRecognised(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		const strange = "12345678901234567890" // says no currency
		if err := b.SaveBankAccount(b.Context(), store.BankAccount{Account: strange, Currency: "BYN", Since: on("2026-02-01")}); err != nil {
			t.Fatal(err)
		}
		unsaid := strings.ReplaceAll(statementOf("01.02.2026", "02.02.2026", "10.00", alpha), ourAccount, strange)
		dateless := ":20:X\r\n:25:" + ourAccount + "\r\n:60F:C260201BYN1,00\r\n:61:2613020202CR5,00NTRFNONREF\r\n:61:260202XR5,00NTRFNONREF\r\n:62F:C260202BYN6,00\r\n-\r\n"
		for name, text := range map[string]string{"kl_to_1c.txt": unsaid, "feb.sta": dateless} {
			if r := b.take(name, text); r.New == 0 || r.Unchanged != 0 {
				t.Errorf("%s: %+v", name, r)
			}
			if r := b.take(name, text); r.New != 0 || r.Unchanged == 0 {
				t.Errorf("%s again: %+v", name, r)
			}
		}
		b.sound()
	})
}

// A payment that the books had is not booked again; a file of somebody else's
// account is refused, and so is one that is cut off, with nothing taken in.
func TestStatementsThatAreNotOurs(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("payments.csv", "payment,customer,date,amount,currency,invoice\nP1,A,2026-02-01,72.27,BYN,I1\n")
		if r := b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", alpha)); r.Bank[0].Aside != 1 {
			t.Errorf("in the books already: %+v", r.Bank)
		}
		if got := b.open("2026-02-03"); got != "A I2 100.00; B I3 50.00" {
			t.Errorf("open: %s", got)
		}
		foreign := strings.ReplaceAll(statementOf("01.02.2026", "02.02.2026", "10.00", alpha), ourAccount, "BY13AKBB30120000000099999999")
		if _, err := b.try("kl_to_1c.txt", foreign, desk.ImportOptions{}); fault.Code(err) != "bank.account_unknown" {
			t.Errorf("a foreign account: %v", err)
		}
		whole := statementOf("03.02.2026", "03.02.2026", "82.27", in{"18", "03.02.2026", "100.00", "ООО Альфа", "100000007", "", "АВ 1234568"})
		if _, err := b.try("kl_to_1c.txt", whole[:len(whole)-40], desk.ImportOptions{}); fault.KindOf(err) != fault.Input {
			t.Errorf("cut off: %v", err)
		}
		if got := b.open("2026-02-03"); got != "A I2 100.00; B I3 50.00" {
			t.Errorf("after what was refused: %s", got)
		}
		b.sound()
	})
}

// One payment in MT940 and in CAMT is one entry; the bank may call our account by
// its national number. What could not be read waits for a person.
func TestFormatsTellOfOneEntry(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.take("customers.csv", "customer,name\nA,Alpenhof Handels GmbH\n")
		b.take("invoices.csv", "invoice,customer,document,date,due,amount,currency\nI1,A,RE-4711,2026-01-05,2026-01-25,119.00,EUR\n")
		if err := b.SaveBankAccount(b.Context(), store.BankAccount{Account: "DE89 3704 0044 0532 0130 00", Currency: "EUR", Watched: true, Since: on("2026-02-02"), Lag: 1}); err != nil {
			t.Fatal(err)
		}
		mt := ":20:STARTUMS\r\n:25:37040044/0532013000\r\n:28C:12/1\r\n:60F:C260130EUR1000,00\r\n:61:2602020202CR119,00N051NONREF//POS 1\r\n:86:166?00GUTSCHRIFT?20EREF+A-77?21SVWZ+Rechnung RE-4711 vom?22 05.01.2026?30COBADEFFXXX?31DE02120300000000202051?32Alpenhof Handels GmbH\r\n:62F:C260202EUR1119,00\r\n-\r\n"
		r := b.take("feb.sta", mt)
		if len(r.Bank) != 1 || r.Bank[0].Booked != 1 || r.Bank[0].Account != "DE89370400440532013000" {
			t.Fatalf("MT940: %+v", r)
		}
		camt := `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-02-03T06:00:00</CreDtTm></GrpHdr><Stmt><Id>12</Id><FrToDt><FrDtTm>2026-02-02T00:00:00</FrDtTm><ToDtTm>2026-02-02T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-02</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1119.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-02</Dt></Dt></Bal><Ntry><Amt Ccy="EUR">119.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt><ValDt><Dt>2026-02-02</Dt></ValDt><AcctSvcrRef>X99</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>A-77</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Alpenhof Handels GmbH</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Rechnung RE-4711 vom 05.01.2026</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`
		if r := b.take("feb.xml", camt); r.New != 0 || r.Unchanged != 1 {
			t.Errorf("CAMT of the same day: %+v", r)
		}
		if got := b.open("2026-02-03"); got != "" {
			t.Errorf("open: %s", got)
		}
		b.sound()
	})
}

// What customers promised lights up when the money comes: named by its document
// or found by its amount, booked or still to decide.
func TestPaymentsKeepPromises(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("events.csv", "date,kind,customer,invoice,amount,currency,until\n2026-01-30,promise,A,I1,72.27,BYN,2026-02-04\n2026-01-30,promise,B,,50.00,BYN,2026-02-04\n")
		beta := in{"18", "02.02.2026", "50.00", "ООО Гамма", "", "BY20OLMP31350000001000000944", "за товар"}
		late := in{"19", "05.02.2026", "100.00", "ООО Альфа", "100000007", "BY20OLMP31350000001000000933", "Оплата по ТТН АВ 1234568"}
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "05.02.2026", "10.00", alpha, beta, late))
		seen, err := b.Cash(b.Context(), desk.CashQuery{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, e := range slices.Backward(seen.Entries) {
			got += e.State + " " + e.Amount.Decimal(e.Currency)
			for _, p := range e.Keeps {
				got += " keeps " + string(p.Customer) + " " + p.Target.Decimal(p.Currency)
			}
			got += "; "
		}
		parts := strings.Split(strings.TrimSuffix(got, "; "), "; ")
		slices.Sort(parts)
		if got = strings.Join(parts, "; "); got != "booked 100.00; booked 72.27 keeps A 72.27; undecided 50.00 keeps B 50.00" {
			t.Errorf("%s", got)
		}
		if seen.Papers["I1"] != "АВ 1234567" {
			t.Errorf("the documents are called %v", seen.Papers)
		}
	})
}

// Money that is left over stays in one contract, unless the company says that it
// may cross them.
func TestMoneyStaysInItsContract(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("contracts.csv", "contract,customer,number,payment_days\nK1,B,1/26,30\nK2,B,2/26,30\n")
		b.take("invoices.csv", "invoice,customer,contract,document,date,due,amount,currency\nI4,B,K1,АВ 7000001,2026-01-02,2026-01-20,30.00,BYN\nI5,B,K2,АВ 7000002,2026-01-03,2026-01-21,40.00,BYN\n")
		pay := func(date, amount string) string {
			t.Helper()
			day := strings.Join([]string{date[6:], date[3:5], date[:2]}, "-")
			b.take("kl_to_1c.txt", statementOf(date, date, "0.00", in{"7", date, amount, "Кто-то", "", "BY20OLMP31350000001000000999", "нет"}))
			seen, err := b.Cash(b.Context(), desk.CashQuery{On: on(day), Limit: 1})
			if err != nil || len(seen.Entries) != 1 {
				t.Fatal(seen, err)
			}
			return seen.Entries[0].ID
		}
		first := pay("02.02.2026", "60.00")
		choice := desk.EntryChoice{Entry: first, Customer: "B"}
		if _, err := b.BookEntry(b.Context(), choice); fault.Code(err) != "bank.contract" {
			t.Fatalf("of which contract it is was not asked: %v", err)
		}
		choice.Contract = "K2"
		if _, err := b.BookEntry(b.Context(), choice); err != nil {
			t.Fatal(err)
		}
		if got := b.open("2026-02-03"); got != "A I1 72.27; A I2 100.00; B I3 50.00; B I4 30.00" {
			t.Errorf("one contract: %s", got)
		}
		p, err := b.Profile()
		if err != nil {
			t.Fatal(err)
		}
		p.CrossContracts = true
		if err := b.SetCompany(b.Context(), p); err != nil {
			t.Fatal(err)
		}
		if _, err := b.BookEntry(b.Context(), desk.EntryChoice{Entry: pay("03.02.2026", "80.00"), Customer: "B"}); err != nil {
			t.Fatal(err)
		}
		if got := b.open("2026-02-04"); got != "A I1 72.27; A I2 100.00" {
			t.Errorf("across contracts: %s", got)
		}
		b.sound()
	})
}

// A refund opens the debt again when a person says that it is one; a fee is
// nobody's; what a person decided is known the next time, and forgotten when it
// was wrong.
func TestRefundsFeesAndLearning(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		out := func(number, amount, to, taxID, account, purpose string) string {
			return fmt.Sprintf("СекцияДокумент=Платежное поручение\r\nНомер=%s\r\nДата=02.02.2026\r\nСумма=%s\r\nДатаСписано=02.02.2026\r\nПлательщикСчет=%s\r\nПолучатель1=%s\r\nПолучательИНН=%s\r\nПолучательСчет=%s\r\nНазначениеПлатежа=%s\r\nКонецДокумента\r\n",
				number, amount, ourAccount, to, taxID, account, purpose)
		}
		plain := statementOf("01.02.2026", "02.02.2026", "10.00", in{"1", "02.02.2026", "150.00", "Иной плательщик", "", "BY20OLMP31350000001000000777", "за товар"})
		plain = strings.NewReplacer("КонецФайла\r\n", out("2", "20.00", "ООО Альфа", "100000007", "BY20OLMP31350000001000000933", "Возврат излишне уплаченного")+
			out("3", "1.50", "ОАО Банк", "", "BY20OLMP31350000001000000111", "Комиссия за ведение счета")+"КонецФайла\r\n",
			"ВсегоСписано=0.00", "ВсегоСписано=21.50", "КонечныйОстаток=160.00", "КонечныйОстаток=138.50").Replace(plain)
		r := b.take("kl_to_1c.txt", plain)
		if got := r.Bank[0]; got.Undecided != 1 || got.Unknown != 1 || got.Aside != 1 {
			t.Fatalf("%+v", got)
		}
		seen, err := b.Cash(b.Context(), desk.CashQuery{})
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]string{}
		for _, e := range seen.Entries {
			of[e.Amount.Decimal(e.Currency)] = e.ID
			if e.State == store.EntryAside && e.Reason != desk.AsideFee {
				t.Errorf("the fee is aside as %s", e.Reason)
			}
		}
		if _, err := b.BookEntry(b.Context(), desk.EntryChoice{Entry: of["-20.00"], Proposal: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.BookEntry(b.Context(), desk.EntryChoice{Entry: of["150.00"], Customer: "A"}); err != nil {
			t.Fatal(err)
		}
		// 150.00 less the 20.00 that went back, of 172.27.
		b.sound()
		again := func(date string) desk.CashEntry {
			t.Helper()
			b.take("kl_to_1c.txt", statementOf(date, date, "0.00", in{"4", date, "9.99", "Иной плательщик", "", "BY20OLMP31350000001000000777", "за товар"}))
			seen, err := b.Cash(b.Context(), desk.CashQuery{On: on(strings.Join([]string{date[6:], date[3:5], date[:2]}, "-"))})
			if err != nil || len(seen.Entries) != 1 {
				t.Fatal(seen.Entries, err)
			}
			return seen.Entries[0]
		}
		if e := again("03.02.2026"); e.State != store.EntryUndecided || e.Answer.Proposals[0].Customer != "A" || e.Answer.Proposals[0].Reasons[0].Code != "match.learnt" {
			t.Errorf("not learnt: %+v", e.Answer)
		}
		if err := b.UnbookEntry(b.Context(), of["150.00"], "it was not his"); err != nil {
			t.Fatal(err)
		}
		if e := again("04.02.2026"); e.State != store.EntryUnknown {
			t.Errorf("not forgotten: %+v", e.Answer)
		}
		b.sound()
	})
}

// Two clerks decide one entry at once: one of them is told that he was late, and
// it is booked once.
func TestTwoClerksDecideOneEntry(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := banked(t, url)
		b.take("kl_to_1c.txt", statementOf("01.02.2026", "02.02.2026", "10.00", in{"9", "02.02.2026", "50.00", "ООО Гамма", "", "BY20OLMP31350000001000000944", "за товар"}))
		seen, err := b.Cash(b.Context(), desk.CashQuery{States: []string{store.EntryUndecided}})
		if err != nil || len(seen.Entries) != 1 {
			t.Fatal(seen.Entries, err)
		}
		answers := make([]error, 2)
		var both sync.WaitGroup
		for i, clerk := range []*desk.Session{b.user("anna", "accountant"), b.user("vera", "accountant")} {
			both.Go(func() {
				_, answers[i] = clerk.BookEntry(b.Context(), desk.EntryChoice{Entry: seen.Entries[0].ID, Customer: []id.Customer{"A", "B"}[i]})
			})
		}
		both.Wait()
		late := slices.DeleteFunc(slices.Clone(answers), func(err error) bool { return err == nil })
		if len(late) != 1 || fault.Code(late[0]) != "bank.entry_decided" {
			t.Errorf("%v", answers)
		}
		if seen, err = b.Cash(b.Context(), desk.CashQuery{}); err != nil || len(seen.Entries) != 1 || len(seen.Entries[0].Made) != 1 {
			t.Errorf("booked: %+v, %v", seen.Entries, err)
		}
		b.sound()
	})
}
