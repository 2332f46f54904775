package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// mailedBooks are those of a customer with a late document, of which a claim went by
// e-mail, and one that is not due.
func mailedBooks(t *testing.T, url string) (*books, id.Letter) {
	t.Helper()
	b := openBooks(t, url)
	b.take("customers.csv", "customer,name,email\nA,Mill,a@mill.example\n")
	b.take("contracts.csv", "contract,customer,number,law\nK1,A,1,RU\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount,currency\nI1,A,K1,2026-01-05,2026-01-10,100,BYN\nI2,A,K1,2026-01-20,2026-02-20,40,BYN\nI3,A,K1,2026-01-06,2026-01-11,60,BYN\n")
	text := "policy: house\ndays: calendar\nrun: {on: [mon, tue, wed, thu, fri]}\nsteps:\n  - {id: claim, at: 5.., letter: claim, by: email}\n"
	if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", text), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
		t.Fatal(err)
	}
	var number id.Letter
	if err := b.EachLetter(t.Context(), store.LettersQuery{Customer: "A", Limit: 2}, func(r store.LetterRow) error {
		number = r.ID
		return nil
	}); err != nil || number == "" {
		t.Fatalf("there is no claim: %v", err)
	}
	return b, number
}

// stood are the days for which claims stopped the clocks of I1, I2 and I3.
func (b *books) stood() (days [3]int) {
	b.Helper()
	if err := b.Limitation(b.Context(), desk.LimitQuery{Date: on("2026-02-10")}, func(r desk.LimitRow) error {
		days[strings.Index("123", string(r.Invoice)[1:])] = r.Clock.Stood
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return days
}

// A claim by e-mail is a claim sent when somebody says by which clause, for the
// documents it demands and from the day it went; taken back, it is none.
func TestMailedClaimCounts(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b, number := mailedBooks(t, url)
		refused := func(err error, code string) {
			t.Helper()
			if fault.Code(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
		refused(b.CountClaim(t.Context(), number, "п. 9.3"), "claim.not_mailed") // it has not gone yet
		b.exec("UPDATE delivery SET state = 'sent', state_on = '2026-02-04' WHERE channel = 'email'")
		refused(b.CountClaim(t.Context(), number, " "), "claim.reason")
		refused(b.CountClaim(t.Context(), "NONE", "п. 9.3"), "letter.unknown")
		refused(b.DiscountClaim(t.Context(), number, "wrong"), "claim.not_counted")
		if got := b.stood(); got != [3]int{} {
			t.Errorf("before anybody said so, the clocks stood %v", got)
		}
		if err := b.CountClaim(t.Context(), number, "п. 9.3"); err != nil {
			t.Fatal(err)
		}
		refused(b.CountClaim(t.Context(), number, "п. 9.3"), "claim.counted")
		if got := b.stood(); got != [3]int{30, 0, 30} {
			t.Errorf("the clocks stood %v, want 30 days for the two that were demanded", got)
		}
		if n := b.count("event WHERE kind = 'claim_sent' AND date = '2026-02-04' AND document = '" + string(number) + "' AND reason = 'п. 9.3'"); n != 2 {
			t.Errorf("%d facts", n)
		}
		report, err := b.WhomToSue(t.Context(), desk.SueQuery{Date: on("2026-02-10")})
		if err != nil || len(report.Rows) != 1 || report.Rows[0].Claimed != on("2026-02-04") {
			t.Errorf("whom to sue does not know of the claim: %+v %v", report.Rows, err)
		}
		refused(b.DiscountClaim(t.Context(), number, ""), "claim.why")
		if err := b.DiscountClaim(t.Context(), number, "another contract"); err != nil {
			t.Fatal(err)
		}
		if got := b.stood(); got != [3]int{} {
			t.Errorf("taken back, the clocks stood %v", got)
		}
		if err := b.CountClaim(t.Context(), number, "п. 9.4"); err != nil || b.stood() != [3]int{30, 0, 30} {
			t.Errorf("said again, the clocks stood %v: %v", b.stood(), err)
		}
		if check, err := b.Check(t.Context()); err != nil || !check.OK {
			t.Errorf("%v %v", check.Problems, err)
		}
	})
}

// With its run, or when its mail comes back, a claim ceases to be one by itself.
func TestMailedClaimCeases(t *testing.T) {
	for name, ends := range map[string]func(b *books, number id.Letter) error{
		"undone": func(b *books, _ id.Letter) error {
			_, err := b.UndoRun(b.Context(), desk.Undo{Run: on("2026-02-03"), On: on("2026-02-05"), Reason: "wrong"})
			return err
		},
		"came back": func(b *books, number id.Letter) error {
			_, err := b.ReadReturned(b.Context(), []string{b.file("back.eml", dsn(string(number), "a@mill.example", "failed", "5.1.1", "550 5.1.1 user unknown"))}, on("2026-02-05"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, number := mailedBooks(t, schema.SQLite(t))
			b.exec("UPDATE delivery SET state = 'sent', state_on = '2026-02-04' WHERE channel = 'email'")
			if err := b.CountClaim(t.Context(), number, "п. 9.3"); err != nil || b.stood() != [3]int{30, 0, 30} {
				t.Fatalf("the clocks stood %v: %v", b.stood(), err)
			}
			if err := ends(b, number); err != nil || b.stood() != [3]int{} {
				t.Errorf("the clocks stood %v: %v", b.stood(), err)
			}
		})
	}
}
