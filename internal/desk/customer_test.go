package desk_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// shop is a customer with two invoices, one of them paid in part, a promise and
// a refund.
func shop(t *testing.T, url string) *books {
	b := openBooks(t, url)
	if _, err := b.UsePolicy(t.Context(), "aktivmarket", on("2026-01-01")); err != nil {
		t.Fatal(err)
	}
	b.take("customers.csv", "customer,name,email,manager,category\nC1,Млын,a@mill.example,Ann,\nC2,Other,,Bob,\n")
	b.take("contacts.csv", "customer,name,role,email,phone\nC1,Payer P.,payer,p@mill.example,+375 1\n")
	b.take("contracts.csv", "contract,customer,payment_days,limit_amount\nK1,C1,10,5000\n")
	b.take("invoices.csv", "invoice,customer,contract,date,due,amount\nV1,C1,K1,2026-01-05,2026-01-15,100\nV2,C1,K1,2026-01-20,2026-02-20,50\nV3,C2,,2026-01-20,2026-02-20,50\n")
	b.take("payments.csv", "payment,customer,date,amount,invoice\nP1,C1,2026-01-18,30,V1\nP2,C1,2026-01-25,5,\nP3,C1,2026-01-26,-5,\n")
	b.take("events.csv", "date,kind,customer,invoice,amount,until,reason,by\n2026-01-20,promise,C1,V1,,2026-02-10,will pay,Ann\n2026-01-21,call,C1,,,,no funds,Ann\n")
	return b
}

func view(b *books, day string) desk.CustomerView {
	b.Helper()
	v, err := b.Customer(b.Context(), desk.CustomerQuery{Customer: "C1", Date: on(day)})
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func TestACustomerIsShownWhole(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := shop(t, url)
		v := view(b, "2026-02-03")
		if len(v.Items) != 2 || v.Items[0].Invoice != "V1" || v.Items[0].Late != 19 || v.Items[0].Open != 7000 || v.Items[0].Why == nil || v.More != 0 {
			t.Errorf("items %+v", v.Items)
		}
		if !slices.ContainsFunc(v.Items[0].Why.Blockers, func(r policy.Reason) bool { return r.Code == policy.Promised }) {
			t.Errorf("the promise does not keep the debt back: %+v", v.Items[0].Why.Blockers)
		}
		if len(v.Ages) != 1 || v.Ages[0].Total != 12000 || v.Ages[0].Overdue != 7000 {
			t.Errorf("ages %+v", v.Ages)
		}
		if v.Hold.Allowed || v.Hold.ReleasedByPayment != 7000 {
			t.Errorf("hold %+v", v.Hold)
		}
		if v.Reason != "no funds" || len(v.Promises) != 1 || v.Promises[0].State != ledger.PromiseOpen || v.Habits.Parts != 1 || v.Habits.Worst != 19 {
			t.Errorf("reason %q, promises %+v, habits %+v", v.Reason, v.Promises, v.Habits)
		}
		if later := view(b, "2026-02-11"); later.Promises[0].State != ledger.PromiseBroken {
			t.Errorf("a promise whose day is past is not broken: %+v", later.Promises)
		}
		ann := b.user("Ann", "sales-manager")
		if _, err := ann.Customer(t.Context(), desk.CustomerQuery{Customer: "C2", Date: on("2026-02-03")}); err != nil {
			t.Errorf("who sees all does not see C2: %v", err)
		}
	})
}

func TestTimelineTellsEverything(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := shop(t, url)
		key := desk.ContactKey{Customer: "C1", Name: "Payer P.", Role: "payer"}
		if err := b.VerifyContact(t.Context(), key, on("2026-02-03")); err != nil {
			t.Fatal(err)
		}
		if err := b.WriteNote(t.Context(), store.Note{Customer: "C1", Date: on("2026-02-03"), Text: "Pays on Fridays."}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Apply(t.Context(), on("2026-02-13"), ""); err != nil {
			t.Fatal(err)
		}
		_, err := b.Talk(t.Context(), desk.TalkRequest{Customer: "C1", Kind: "visit", Outcome: desk.TalkRefusal, Reason: "no-funds", Note: "wait", Next: on("2026-02-20")})
		if err != nil {
			t.Fatal(err)
		}
		tl, err := b.Timeline(t.Context(), desk.TimelineQuery{Customer: "C1", Page: 1, Size: 50})
		if err != nil {
			t.Fatal(err)
		}
		got := map[store.HappeningKind]int{}
		for i, e := range tl.Entries {
			got[e.Kind]++
			if i > 0 && e.Date > tl.Entries[i-1].Date {
				t.Errorf("%v comes after %v", e, tl.Entries[i-1])
			}
			if e.Kind == store.HappenedChange && (len(e.Changes) != 1 || e.Changes[0].Field != "VerifiedOn" || e.Changes[0].After != "2026-02-03") {
				t.Errorf("the change is told as %+v", e.Changes)
			}
			if e.Kind == store.HappenedLetter && len(e.Deliveries) == 0 {
				t.Errorf("the letter went nowhere")
			}
		}
		for kind, n := range map[store.HappeningKind]int{"invoice": 2, "payment": 3, "promise": 1, "talk": 2, "note": 1, "change": 1} {
			if got[kind] != n || tl.Counts[kind] != n {
				t.Errorf("%s: %d lines, counted as %d; want %d", kind, got[kind], tl.Counts[kind], n)
			}
		}
		if got["letter"] == 0 || tl.Total != len(tl.Entries) {
			t.Errorf("%d letters, %d of %d lines", got["letter"], len(tl.Entries), tl.Total)
		}
		second, err := b.Timeline(t.Context(), desk.TimelineQuery{Customer: "C1", Kind: "payment", Page: 2, Size: 2})
		if err != nil || len(second.Entries) != 1 || second.Entries[0].Key != "P1" || second.Total != 3 {
			t.Errorf("the second piece is %+v of %d, %v", second.Entries, second.Total, err)
		}
		v, err := b.Invoice(t.Context(), "V1", on("2026-02-13"))
		if err != nil || len(v.Settled) != 3 || v.Settled[0].Payment.ID != "P1" || len(v.Facts) != 1 || len(v.Letters) != 1 {
			t.Errorf("the invoice: %+v, %v", v, err)
		}
		b.sound()
	})
}

func TestContactsAreKept(t *testing.T) {
	b := shop(t, schema.SQLite(t))
	key := desk.ContactKey{Customer: "C1", Name: "Payer P.", Role: "payer"}
	for _, bad := range []ledger.Contact{{Customer: "C1"}, {Customer: "C1", Name: "X", Email: "no address"}, {Customer: "C1", Name: "X", Role: "cousin"}} {
		if err := b.SaveContact(t.Context(), desk.ContactKey{}, bad); fault.KindOf(err) != fault.Input {
			t.Errorf("%+v is taken: %v", bad, err)
		}
	}
	if err := b.SaveContact(t.Context(), desk.ContactKey{}, ledger.Contact{Customer: "C1", Name: "Payer P.", Role: "payer"}); fault.Code(err) != "contact.exists" {
		t.Errorf("a second contact of the same name and role: %v", err)
	}
	if err := b.VerifyContact(t.Context(), key, on("2026-02-03")); err != nil {
		t.Fatal(err)
	}
	renamed := ledger.Contact{Customer: "C1", Name: "Payer Q.", Role: "director", Email: "p@mill.example", Phone: "+375 1"}
	if err := b.SaveContact(t.Context(), key, renamed); err != nil {
		t.Fatal(err)
	}
	b.IfUnchanged("customer:C1", "") // as before anything was changed
	if err := b.SaveContact(t.Context(), desk.ContactKey{}, ledger.Contact{Customer: "C1", Name: "Z"}); fault.Code(err) != "edit.changed" {
		t.Errorf("a change over another's: %v", err)
	}
	key = desk.ContactKey{Customer: "C1", Name: "Payer Q.", Role: "director"}
	for _, what := range []string{desk.WrongEmail, desk.WrongPhone} {
		if err := b.MarkWrong(t.Context(), key, what, "asked him", on("2026-02-03")); err != nil {
			t.Fatal(err)
		}
	}
	v := view(b, "2026-02-03")
	if len(v.Contacts) != 1 || v.Contacts[0].Dead == nil || v.Contacts[0].Phone != "" || v.Contacts[0].VerifiedOn != 0 {
		t.Errorf("contacts %+v", v.Contacts)
	}
	if err := b.ReviveFor(t.Context(), "C2", "p@mill.example", "not his"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the address of another customer is revived: %v", err)
	}
	if err := b.ReviveFor(t.Context(), "C1", "p@mill.example", "he mended it"); err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveContact(t.Context(), key, "left"); err != nil {
		t.Fatal(err)
	}
	if v := view(b, "2026-02-03"); len(v.Contacts) != 0 || v.EmailDead != nil {
		t.Errorf("contacts %+v", v.Contacts)
	}
	b.sound()
}

func TestFilesAreKeptAndChecked(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := shop(t, url)
		pdf := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("x"), 1<<20)...)
		for name, data := range map[string][]byte{
			"a.exe": []byte("MZ"), "a.html": []byte("<html>"), "page.pdf": []byte("<html><script>"), "empty.pdf": nil, "large.pdf": make([]byte, desk.MaxAttachment+1),
		} {
			_, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Name: name, Data: data, Date: on("2026-02-03")})
			if fault.KindOf(err) != fault.Input {
				t.Errorf("%s is taken: %v", name, err)
			}
		}
		if _, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Invoice: "V3", Name: "a.pdf", Data: pdf, Date: on("2026-02-03")}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a file about another customer's invoice: %v", err)
		}
		a, err := b.Attach(t.Context(), desk.NewAttachment{Customer: "C1", Invoice: "V1", Name: `..\dir/Акт "1".PDF`, Data: pdf, Date: on("2026-02-03")})
		if err != nil || a.Name != "Акт _1_.PDF" || a.Number != 1 || a.Type != "application/pdf" {
			t.Fatalf("%+v, %v", a, err)
		}
		_, back, err := b.Attachment(t.Context(), "C1", 1)
		if err != nil || !bytes.Equal(back, pdf) {
			t.Errorf("%d bytes come back of %d, %v", len(back), len(pdf), err)
		}
		if err := b.Detach(t.Context(), "C1", 1, "wrong customer", on("2026-02-03")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.Attachment(t.Context(), "C1", 1); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a removed file is handed out: %v", err)
		}
		if v := view(b, "2026-02-03"); len(v.Files) != 1 || v.Files[0].Removed == 0 {
			t.Errorf("files %+v", v.Files)
		}
	})
}

func TestStatementAddsUp(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := shop(t, url)
		st, err := b.Statement(t.Context(), desk.StatementQuery{Customer: "C1", From: on("2026-01-10"), To: on("2026-01-31")})
		if err != nil {
			t.Fatal(err)
		}
		if st.Opening != 10000 || st.Debit != 5500 || st.Credit != 3500 || st.Closing != 12000 || len(st.Lines) != 4 || st.Currency != "BYN" {
			t.Errorf("%+v", st)
		}
		if last := st.Lines[len(st.Lines)-1]; last.What != "refund" || last.Balance != st.Closing {
			t.Errorf("the last line is %+v", last)
		}
		for _, lang := range desk.Languages {
			st.Debtor.Language = lang
			doc, err := b.StatementDocument(&st)
			if err != nil {
				t.Fatal(err)
			}
			plain := func(s string) string { return strings.Join(strings.Fields(s), " ") } // as if there were no line ends
			text := plain(doc.Text())
			if strings.ContainsAny(text, "{}") || !strings.Contains(text, plain(letter.Money(12000, "BYN", lang))) || !strings.Contains(text, plain(letter.Words(12000, "BYN", lang))) {
				t.Errorf("%s:\n%s", lang, text)
			}
			if pdf, err := desk.RenderLetter(doc, ".pdf"); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
				t.Errorf("%s: no PDF: %v", lang, err)
			}
		}
		if _, err := b.Statement(t.Context(), desk.StatementQuery{Customer: "C1", From: on("2026-02-01"), To: on("2026-01-31")}); fault.KindOf(err) != fault.Input {
			t.Errorf("a period that ends before it begins: %v", err)
		}
	})
}
