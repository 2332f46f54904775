package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// watching has long delays and notices of bankruptcy stop shipments, and looks
// whoever owes more than 50 up every month.
const watching = "red-flags: {late: 30, above: {BYN: 50.00}, to: security, stops: [long-delay, bankruptcy]}\n"

func flagged(t *testing.T, s *desk.Session, manager string) (out []string) {
	t.Helper()
	list, err := s.Flagged(t.Context(), store.FlaggedQuery{Scope: store.Scope{Manager: manager}, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s %s %s", f.Customer, f.Kind, f.SeenOn))
	}
	return out
}

func reasonsOf(a credit.Answer) (out []string) {
	for _, r := range a.Reasons {
		out = append(out, r.Code+" "+r.Note)
	}
	return out
}

// A debt of more than thirty days is a red flag by itself, a found one is
// raised; both stop shipments where the policy says so, in the answer and in the
// stop list, until paid or withdrawn.
func TestRedFlags(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.using(watching)
		today := b.Today()
		b.take("customers.csv", "customer,name,manager\nA,Alpha,anna\nB,Beta,boris\nC,Gamma,anna\nD,Delta,\n")
		b.take("invoices.csv", fmt.Sprintf("invoice,customer,date,due,amount,currency\nA1,A,%s,%s,60.00,BYN\nB1,B,%s,%s,60.00,BYN\nC1,C,%s,%s,50.00,BYN\n",
			today-60, today-31, today-60, today-30, today-5, today+5))
		same(t, "by themselves", flagged(t, b.Session, ""), "A long-delay "+today.String())
		for c, want := range map[string]string{"A": "hold.red_flag", "B": "hold.overdue", "C": "", "D": ""} {
			a := b.may(b.Session, desk.HoldQuery{Customer: id.Customer(c)})
			if has := slices.ContainsFunc(a.Reasons, func(r credit.Reason) bool { return r.Code == credit.RedFlagged }); has != (want == credit.RedFlagged) {
				t.Errorf("%s: %v", c, reasonsOf(a))
			}
		}

		vera := b.user("vera", "security")
		for code, q := range map[string]desk.RegisterLook{
			"flag.on":          {Customer: "D", On: today + 1},
			"flag.kind":        {Customer: "D", On: today, Flag: policy.FlagDelay, Note: "x"},
			"flag.note":        {Customer: "D", On: today, Flag: policy.FlagOwner},
			"customer.unknown": {Customer: "X", On: today},
		} {
			if err := vera.CheckCustomer(t.Context(), q); fault.Code(err) != code {
				t.Errorf("%s: %v", code, err)
			}
		}
		if err := b.user("rita", "service").CheckCustomer(t.Context(), desk.RegisterLook{Customer: "D", On: today}); fault.Code(err) != "right.missing" {
			t.Errorf("who may not: %v", err)
		}
		check := func(c, flag, note string) {
			t.Helper()
			if err := vera.CheckCustomer(t.Context(), desk.RegisterLook{Customer: id.Customer(c), On: today, Flag: flag, Note: note}); err != nil {
				t.Fatal(err)
			}
		}
		check("D", policy.FlagOwner, "register of 2 February")
		check("D", policy.FlagBankruptcy, "gazette 17")
		check("C", "", "nothing")
		same(t, "standing", flagged(t, b.Session, ""), "A long-delay "+today.String(), "D bankruptcy "+today.String(), "D new-owner "+today.String())
		same(t, "of anna's", flagged(t, b.Session, "anna"), "A long-delay "+today.String())
		// Of D's two flags one stops; he owes nothing, and stands in the stop list.
		answer := b.may(b.Session, desk.HoldQuery{Customer: "D"})
		same(t, "D", reasonsOf(answer), "hold.red_flag сообщение о банкротстве")
		if answer.Allowed {
			t.Error("goods go to D")
		}
		if stops, err := b.StopList(t.Context(), today); err != nil || !strings.Contains(string(stops), "\nD,") || !strings.Contains(string(stops), "\nA,") || strings.Contains(string(stops), "\nC,") {
			t.Errorf("stop list: %s, %v", stops, err)
		}
		v, err := b.Customer(t.Context(), desk.CustomerQuery{Customer: "C", Date: today})
		if err != nil || v.Flags.Checked.Author != "vera" || v.Flags.Due || len(v.Flags.Standing) != 0 {
			t.Errorf("C: %+v, %v", v.Flags, err)
		}

		if err := vera.WithdrawFlag(t.Context(), "D", 2, ""); fault.Code(err) != "flag.reason" {
			t.Error(err)
		}
		if err := vera.WithdrawFlag(t.Context(), "D", 2, "dismissed"); err != nil {
			t.Fatal(err)
		}
		if err := vera.WithdrawFlag(t.Context(), "D", 2, "dismissed"); fault.Code(err) != "flag.none" {
			t.Error(err)
		}
		if answer := b.may(b.Session, desk.HoldQuery{Customer: "D"}); !answer.Allowed {
			t.Errorf("withdrawn: %v", reasonsOf(answer))
		}
		b.take("payments.csv", fmt.Sprintf("payment,customer,date,amount,currency,invoice\nP,A,%s,60.00,BYN,A1\n", today))
		same(t, "after all", flagged(t, b.Session, ""), "D new-owner "+today.String())
		b.sound()
	})
}

// Whoever owes more is looked up once in a calendar month: one task, ended by
// the look, and again next month.
func TestRegistersEveryMonth(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		b.using(watching)
		today := b.Today()
		b.take("customers.csv", "customer,name\nA,Alpha\nB,Beta\nC,Gamma\n")
		b.take("invoices.csv", fmt.Sprintf("invoice,customer,date,due,amount,currency\nA1,A,%s,%s,50.01,BYN\nB1,B,%s,%s,50.00,BYN\nC1,C,%s,%s,30.00,BYN\nC2,C,%s,%s,30.00,BYN\nC3,C,%s,%s,900.00,EUR\n",
			today-5, today+5, today-5, today+5, today-5, today+5, today-4, today+5, today-4, today+5))
		made := func(want int, day int) {
			t.Helper()
			got, err := b.RecheckCustomers(t.Context(), today+cal.Date(day))
			if err != nil || got != want {
				t.Errorf("%d tasks on %s, %v; want %d", got, today+cal.Date(day), err, want)
			}
		}
		made(2, 0)
		made(0, 0)
		made(0, 25) // 28 February
		same(t, "tasks", openTasks(t, b.Session, desk.TaskCheckCustomer), "A security :", "C security :")
		if err := b.CheckCustomer(t.Context(), desk.RegisterLook{Customer: "A", On: today}); err != nil {
			t.Fatal(err)
		}
		same(t, "looked up", openTasks(t, b.Session, desk.TaskCheckCustomer), "C security :")
		made(2, 26) // 1 March: the old one of C gives way
		same(t, "next month", openTasks(t, b.Session, desk.TaskCheckCustomer), "A security :", "C security :")
		if v, err := b.Flags(t.Context(), "C"); err != nil || !v.Due {
			t.Errorf("C: %+v, %v", v, err)
		}
	})
}
