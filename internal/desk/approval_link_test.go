package desk_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
)

// linkRoom is a company whose three answer from their telephones.
type linkRoom struct {
	*mailRoom
	ann    *desk.Session
	tokens map[string]string // the last that each was mailed, by name
}

func openLinkRoom(t *testing.T, url string) *linkRoom {
	t.Helper()
	r := &linkRoom{mailRoom: openMailRoom(t, url, 1, nil), tokens: map[string]string{}}
	r.prepare()
	r.using("authority:\n- {may: change-limit, role: commercial-director, together: [head-of-security, finance-director], may-require: [guarantee-letter]}\n" +
		"- {may: assign-category, role: director}\n")
	r.now = r.now.Add(24 * time.Hour) // the run of the day keeps its rules
	r.Session = r.as("")
	r.ann = r.person("ann", "assistant", "")
	r.person("boris", "commercial-director", "boris@mill.example")
	r.person("ivan", "head-of-security", "ivan@mill.example")
	r.person("vera", "finance-director", "vera@mill.example")
	r.person("zoe", "finance-director", "") // has no address
	return r
}

// prepare gives the desk its secret and what writes mails, as serve does.
func (r *linkRoom) prepare() {
	r.desk.SealWith(func() ([]byte, error) { return []byte(strings.Repeat("k", 32)), nil })
	r.desk.MailAnswers(func(m desk.AnswerMail) (string, string) {
		r.tokens[m.Person] = m.Token
		return "Your word", m.Language + " " + m.Request.Name + " https://debitor.example/answer/" + m.Token
	})
}

func (r *linkRoom) person(name id.User, role, email string) *desk.Session {
	r.Helper()
	if err := r.AddPerson(r.Context(), desk.NewPerson{Name: name, Role: role, Email: email, Scope: desk.ScopeAll}); err != nil {
		r.Fatal(err)
	}
	return r.as(name)
}

// asked asks for a limit and has the mails sent.
func (r *linkRoom) asked() desk.Approval {
	r.Helper()
	clear(r.tokens)
	r.now = r.now.Add(time.Second)
	a := r.ask(r.ann, desk.AskRequest{Kind: authority.ChangeLimit, Subject: "c00", Amount: "7000", Reason: "order Z-118"})
	r.work("answers-due")
	return a
}

func (r *linkRoom) answer(token string, w desk.Word) (desk.Approval, error) {
	r.now = r.now.Add(time.Second)
	return r.desk.AnswerByLink(r.Context(), token, w)
}

// dead fails the test unless the link neither shows nor answers.
func (r *linkRoom) dead(why, token string) {
	r.Helper()
	if _, err := r.desk.AnswerTo(r.Context(), token); fault.Code(err) != "approval.link" {
		r.Errorf("%s: the link shows: %v", why, err)
	}
	before := r.count("approval_vote")
	if _, err := r.answer(token, yes); fault.Code(err) != "approval.link" || r.count("approval_vote") != before {
		r.Errorf("%s: the link answers: %v", why, err)
	}
}

var yes = desk.Word{Approve: true, Reason: "he can pay"}

// A link shows the request with what speaks for and against it, as often as
// somebody looks, and answers once; the journal says so.
func TestALinkAnswersOnce(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		r := openLinkRoom(t, url)
		a := r.asked()
		if len(r.tokens) != 3 || len(r.server.Received()) != 3 {
			t.Fatalf("%d were mailed: %v", len(r.server.Received()), r.tokens)
		}
		changes := r.count("change")
		for range 20 { // a scanner of mails follows links
			shown, err := r.desk.AnswerTo(t.Context(), r.tokens["vera"])
			if err != nil || shown.Number != a.Number || shown.Person != "vera" || !shown.Approves || !shown.Refuses || shown.Standing == nil || shown.Standing.Days != 8 ||
				len(shown.Standing.Overdue) != 1 || !slices.Equal(shown.Waits.Require, []string{"guarantee-letter"}) {
				t.Fatalf("%+v %+v, %v", shown, shown.Standing, err)
			}
		}
		if r.count("change") != changes || r.count("approval_vote") != 0 {
			t.Error("looking changed something")
		}
		_, err := r.answer(r.tokens["vera"], desk.Word{Approve: true})
		refused(t, err, fault.Usage, "approval.reason")
		_, err = r.answer(r.tokens["vera"], desk.Word{Approve: true, Requires: []string{"gold"}, Reason: "r"})
		refused(t, err, fault.Usage, "approval.require")
		got, err := r.answer(r.tokens["vera"], yes) // what was refused did not use it up
		if err != nil || got.State != store.Pending || len(got.Votes) != 1 || !got.Votes[0].ByLink || got.Votes[0].Person != "vera" || got.Votes[0].Role != "finance-director" {
			t.Fatalf("%+v, %v", got, err)
		}
		r.dead("it was used", r.tokens["vera"])
		if _, err := r.answer(r.tokens["ivan"], yes); err != nil {
			t.Fatal(err)
		}
		if got, err = r.answer(r.tokens["boris"], yes); err != nil || got.State != store.Approved || r.count("credit_term WHERE author = 'boris'") != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if n := r.count("journal j JOIN change c ON c.change = j.change AND c.company = j.company WHERE j.action = 'approval.approved' AND c.system = 'link' AND c.command = 'approval.link' AND j.data LIKE '%\"by_link\":true%'"); n != 3 {
			t.Errorf("%d words are journalled as given by link", n)
		}
		for _, token := range r.tokens {
			if n := r.count("journal WHERE data LIKE '%" + token + "%'"); n != 0 {
				t.Error("the journal holds a token")
			}
		}
		r.sound()
	})
}

// What a link dies of: its time, an answer elsewhere, a decision, a changed
// request, a person disabled, who lost the right, another address, another link.
func TestWhatALinkDiesOf(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		r := openLinkRoom(t, url)
		vera := r.as("vera")
		edit := func(e desk.UserEdit) {
			t.Helper()
			if err := r.EditUser(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		roles := []string{"finance-director"}
		for why, kill := range map[string]func(a desk.Approval) (after func()){
			"its time is over": func(desk.Approval) func() { r.now = r.now.Add(desk.AnswerFor); return nil },
			"he answered on the page": func(a desk.Approval) func() {
				r.decide(vera, a.Number, true)
				return nil
			},
			"it was refused elsewhere": func(a desk.Approval) func() { r.decide(r.as("ivan"), a.Number, false); return nil },
			"it was withdrawn": func(a desk.Approval) func() {
				if _, err := r.ann.Withdraw(t.Context(), a.Number); err != nil {
					t.Fatal(err)
				}
				return nil
			},
			"something more was shown": func(a desk.Approval) func() {
				if _, err := r.ann.ShowEvidence(t.Context(), a.Number, []desk.Evidence{{Name: "order", Document: "118"}}); err != nil {
					t.Fatal(err)
				}
				return nil
			},
			"he is disabled": func(desk.Approval) func() {
				edit(desk.UserEdit{Name: "vera", Email: "vera@mill.example", Roles: roles, Scope: desk.ScopeAll, Disabled: true})
				return func() {
					edit(desk.UserEdit{Name: "vera", Email: "vera@mill.example", Roles: roles, Scope: desk.ScopeAll})
				}
			},
			"he has another role": func(desk.Approval) func() {
				edit(desk.UserEdit{Name: "vera", Email: "vera@mill.example", Roles: []string{"accountant"}, Scope: desk.ScopeAll})
				return func() {
					edit(desk.UserEdit{Name: "vera", Email: "vera@mill.example", Roles: roles, Scope: desk.ScopeAll})
				}
			},
			"he has another address": func(desk.Approval) func() {
				edit(desk.UserEdit{Name: "vera", Email: "v@mill.example", Roles: roles, Scope: desk.ScopeAll})
				return func() {
					edit(desk.UserEdit{Name: "vera", Email: "vera@mill.example", Roles: roles, Scope: desk.ScopeAll})
				}
			},
			"the policy leaves it to others": func(desk.Approval) func() {
				r.using("authority:\n- {may: change-limit, role: director}\n")
				return func() {
					r.using("authority:\n- {may: change-limit, role: commercial-director, together: [head-of-security, finance-director], may-require: [guarantee-letter]}\n")
				}
			},
		} {
			a := r.asked()
			token := r.tokens["vera"]
			if _, err := r.desk.AnswerTo(t.Context(), token); err != nil {
				t.Fatalf("%s: before that: %v", why, err)
			}
			after := kill(a)
			r.dead(why, token)
			if after != nil {
				after()
			}
		}
		// What changed is told anew, by another link.
		a := r.asked()
		old := r.tokens["vera"]
		if _, err := r.ann.ShowEvidence(t.Context(), a.Number, []desk.Evidence{{Name: "order", Document: "118"}}); err != nil {
			t.Fatal(err)
		}
		r.now = r.now.Add(time.Second)
		r.work("answers-due")
		if r.tokens["vera"] == old {
			t.Fatal("no other link came")
		}
		r.dead("there is a newer one", old)
		if _, err := r.answer(r.tokens["vera"], yes); err != nil {
			t.Error(err)
		}
		r.sound()
	})
}

// A link that somebody made up, or changed, or for which he wrote in the
// database, is dead.
func TestForgedLinks(t *testing.T) {
	r := openLinkRoom(t, schema.SQLite(t))
	r.asked()
	token := r.tokens["vera"]
	name, signature, _ := strings.Cut(token, ".")
	text, _ := base64.RawURLEncoding.DecodeString(name)
	_, link, _ := strings.Cut(string(text), "/")
	encode := base64.RawURLEncoding.EncodeToString
	for _, forged := range []string{
		"", ".", token[:len(token)-2], token + "A", name, name + ".", "." + signature, name + "." + strings.Repeat("A", len(signature)), encode([]byte("other/"+link)) + "." + signature,
		encode([]byte("main/"+link+"\x00")) + "." + signature, encode([]byte("main/")) + "." + signature, encode([]byte("main")) + "." + signature,
		r.tokens["ivan"][:strings.IndexByte(r.tokens["ivan"], '.')] + "." + signature, strings.Repeat("A", 5000), encode([]byte("main/\xff\xfe")) + "." + signature, "%2e%2e/x",
	} {
		r.dead("forged "+forged, forged)
	}
	for _, sql := range []string{"person = 'boris'", "expires = expires + 86400", "number = 99", "content = 'other'"} {
		r.asked()
		name, _, _ := strings.Cut(r.tokens["vera"], ".")
		text, _ := base64.RawURLEncoding.DecodeString(name)
		_, link, _ := strings.Cut(string(text), "/")
		r.exec(`DELETE FROM approval_link WHERE person = 'boris'`)
		r.exec(`UPDATE approval_link SET ` + sql + ` WHERE link = '` + link + `'`)
		r.dead("the database says "+sql, r.tokens["vera"])
	}
	a := r.asked()
	r.exec(`UPDATE approval SET amount = amount + 1 WHERE number = $1`, a.Number)
	r.dead("the database says more is asked for", r.tokens["vera"])
	a = r.asked()
	r.desk.SealWith(func() ([]byte, error) { return []byte(strings.Repeat("o", 32)), nil })
	r.dead("another secret", r.tokens["vera"])
	if _, err := r.desk.AnswerTo(t.Context(), r.tokens["ivan"]); err == nil || a.State != store.Pending {
		t.Error("a link outlives its secret")
	}
}

// One link sent by many at once is heard once; three who answer at the same
// moment are all heard.
func TestLinksAtOnce(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		r := openLinkRoom(t, url)
		a := r.asked()
		results := make([]error, 6)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() { _, results[i] = r.desk.AnswerByLink(t.Context(), r.tokens["vera"], yes) })
		}
		all.Wait()
		heard := 0
		for _, err := range results {
			switch {
			case err == nil:
				heard++
			case fault.Code(err) != "approval.link":
				t.Error(err)
			}
		}
		if a = r.approval(a.Number, r.Today().String()); heard != 1 || len(a.Votes) != 1 {
			t.Errorf("%d were heard: %+v", heard, a.Votes)
		}
		for _, name := range []string{"boris", "ivan"} {
			all.Go(func() {
				if _, err := r.desk.AnswerByLink(t.Context(), r.tokens[name], yes); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if a = r.approval(a.Number, r.Today().String()); a.State != store.Approved || len(a.Votes) != 3 || r.count("credit_term") != 1 {
			t.Errorf("%+v", a)
		}
		r.sound()
	})
}

// A mail that does not go is tried again and then given up; nobody is mailed more
// than a person reads in a day, and less of kinds that come by hundreds.
func TestMailsWithLinks(t *testing.T) {
	r := openLinkRoom(t, schema.SQLite(t))
	r.person("dora", "director", "dora@mill.example")
	r.server.Fail(smtptest.Fault{At: smtptest.Rcpt, Do: smtptest.Answer, Reply: "451 4.7.1 later", Match: "vera@"})
	r.asked()
	if len(r.server.Received()) != 2 {
		t.Fatalf("%d went", len(r.server.Received()))
	}
	r.server.Fail() // it takes them now
	r.work("answers-due")
	if len(r.server.Received()) != 2 {
		t.Error("it is tried again at once")
	}
	r.now = r.now.Add(2 * time.Minute)
	r.work("answers-due")
	if n := len(r.server.Received()); n != 3 {
		t.Errorf("%d went when the server took it", n)
	}
	for range 15 {
		r.ask(r.ann, desk.AskRequest{Kind: authority.AssignCategory, Subject: "c00", Value: "2", Reason: "the review"})
	}
	if n := r.count("approval_link WHERE person = 'dora'"); n != 10 {
		t.Errorf("%d links in a day for categories", n)
	}
	for range 35 {
		r.asked()
	}
	if n := r.count("approval_link WHERE person = 'vera'"); n != 30 {
		t.Errorf("%d links in a day", n)
	}
	// Without a secret nothing is signed, and nothing goes.
	r.now = r.now.Add(48 * time.Hour)
	r.desk.SealWith(func() ([]byte, error) { return nil, errors.New("no secret") })
	before := len(r.server.Received())
	clear(r.tokens)
	r.ask(r.ann, raiseC00)
	if r.work("answers-due"); len(r.server.Received()) != before || len(r.tokens) != 0 {
		t.Error("something was mailed without a secret")
	}
	// Where nobody writes mails, the request waits on the page.
	r.desk.MailAnswers(nil)
	r.ask(r.ann, raiseC00)
	r.work("answers-due")
}

var raiseC00 = desk.AskRequest{Kind: authority.ChangeLimit, Subject: "c00", Amount: "7000", Reason: "order Z-118"}

// TestEveryKindIsMailed: whatever is asked for, who decides it gets a link that
// shows it and takes his no.
func TestEveryKindIsMailed(t *testing.T) {
	r := openLinkRoom(t, schema.SQLite(t))
	r.person("dora", "director", "dora@mill.example")
	var rules strings.Builder
	for _, k := range authority.Kinds {
		rules.WriteString("- {may: " + string(k) + ", role: director}\n")
	}
	r.using("authority:\n" + rules.String())
	r.now = r.now.Add(24 * time.Hour)
	r.ann, r.Session = r.as("ann"), r.as("")
	invoice, until := r.firstInvoice("c00"), r.Today()+5
	charge := r.charged("dora")
	asks := []desk.AskRequest{
		{Kind: authority.Promise, Subject: "c00", Until: until},
		{Kind: authority.LiftHold, Subject: "c00", Until: until, Amount: "5"},
		{Kind: authority.ReDefer, Subject: invoice, Until: until},
		{Kind: authority.AssignCategory, Subject: "c00", Value: "2"},
		{Kind: authority.Exclude, Subject: invoice, Until: until},
		{Kind: authority.ChangeLimit, Subject: "c00", Amount: "700"},
		{Kind: authority.ChangeTerms, Subject: "c00", Value: "prepayment=50", Until: until},
		{Kind: authority.WriteOff, Subject: invoice},
		{Kind: authority.BlackList, Subject: "c00", Value: "50", Until: until},
		{Kind: authority.WaivePrice, Subject: "repaid"},
		{Kind: authority.PublishPolicy, Subject: "credit@1"},
		{Kind: authority.WaivePapers, Subject: "c00"},
		{Kind: authority.ChargeLate, Subject: "c00", Value: fmt.Sprint(charge)},
		{Kind: authority.WaiveCharge, Subject: "c00", Value: fmt.Sprint(charge - 1)},
	}
	for _, k := range authority.Kinds {
		if !slices.ContainsFunc(asks, func(q desk.AskRequest) bool { return q.Kind == k }) {
			t.Errorf("nobody asks for %s", k)
		}
	}
	for _, q := range asks {
		clear(r.tokens)
		r.now = r.now.Add(3 * time.Hour) // nobody is mailed all that on one day
		q.Reason = "why"
		a := r.ask(r.ann, q)
		r.work("answers-due")
		shown, err := r.desk.AnswerTo(t.Context(), r.tokens["dora"])
		if err != nil || shown.Number != a.Number || shown.Kind != q.Kind {
			t.Errorf("%s: %+v, %v", q.Kind, shown, err)
			continue
		}
		if got, err := r.answer(r.tokens["dora"], desk.Word{Reason: "no"}); err != nil || got.State != store.Refused {
			t.Errorf("%s: %+v, %v", q.Kind, got, err)
		}
	}
}

// charged has c00 owe a penalty that somebody charged, and one, whose number it
// gives, that waits for a word; the document that both are of is repaid.
func (r *linkRoom) charged(by id.User) (number int64) {
	r.Helper()
	r.take("contracts.csv", "contract,customer,number,date,law,payment_days,penalty_per_day,penalty_clause\nK1,c00,12/2,2025-01-01,BY,20,0.1,7.2\n")
	r.take("late.csv", "invoice,customer,contract,date,due,amount,currency\nrepaid,c00,K1,2025-12-16,2026-01-05,1000.00,BYN\n")
	r.take("repaid.csv", "payment,customer,date,amount,currency,invoice\nP1,c00,2026-01-25,1000.00,BYN,repaid\n")
	for i, to := range []string{"2026-01-15", "2026-01-25"} {
		c, err := r.ProposeCharge(r.Context(), desk.NewCharge{Invoice: "repaid", To: on(to), Reason: "late"})
		if err != nil {
			r.Fatal(err)
		}
		if number = c.Number; i > 0 {
			break
		}
		if a, err := r.as(by).ChargeNow(r.Context(), number, "as agreed"); err != nil || a.State != store.Approved {
			r.Fatalf("%+v, %v", a, err)
		}
	}
	return number
}

// firstInvoice is a document of a customer.
func (r *linkRoom) firstInvoice(c id.Customer) string {
	r.Helper()
	v, err := r.Customer(r.Context(), desk.CustomerQuery{Customer: c, Date: r.Today()})
	if err != nil || len(v.Items) == 0 {
		r.Fatal(err)
	}
	return string(v.Items[0].Invoice)
}
