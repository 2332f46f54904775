package approval_test

import (
	"bytes"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/mailer/smtptest"
	"debitor/internal/store"
	"debitor/internal/web"
	"debitor/internal/web/pagetest"
)

// calling is a company that mails links, and the links that three were mailed.
type calling struct {
	*pagetest.House
	number int64
	tokens map[string]string
	about  string // the customer's name
}

const threePolicy = `policy: three
days: calendar
run: {on: [tue]}
steps:
  - {id: reminder, at: 5.., letter: reminder, by: [email]}
holds:
  - {id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}
authority:
  - {may: change-limit, role: commercial-director, together: [head-of-security, finance-director], may-require: [guarantee-letter]}
`

func call(t *testing.T, lang string) *calling {
	t.Helper()
	c := &calling{House: pagetest.New(t, web.Routes()), tokens: map[string]string{}}
	server, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	operator, err := c.Desk.Session(t.Context(), c.Company, desk.Actor{System: "test"})
	must(err)
	profile, err := operator.Profile()
	must(err)
	profile.Mail = desk.MailSettings{Host: server.Host(), Port: server.Port(), Security: "none", Timeout: 5}
	profile.Email = "us@mill.example"
	must(operator.SetCompany(t.Context(), profile))
	file := filepath.Join(t.TempDir(), "three.yaml")
	must(os.WriteFile(file, []byte(threePolicy), 0o600))
	_, err = operator.UsePolicy(t.Context(), file, 0)
	must(err)
	for _, role := range []string{"commercial-director", "head-of-security", "finance-director"} {
		must(operator.AddPerson(t.Context(), desk.NewPerson{Name: id.User("the " + role), Role: role, Email: role + "@mill.example", Language: lang}))
	}
	c.Desk.MailAnswers(func(m desk.AnswerMail) (string, string) {
		c.tokens[strings.TrimPrefix(m.Person, "the ")] = m.Token
		return "subject", "text " + m.Token
	})
	operator, err = c.Desk.Session(t.Context(), c.Company, desk.Actor{System: "test"})
	must(err)
	var customer id.Customer
	must(operator.EachCustomer(t.Context(), pagetest.Today, desk.CustomersQuery{Overdue: true}, func(r store.StandingRow) error {
		customer, c.about = r.Customer, r.Name
		return nil
	}))
	a, err := operator.Ask(t.Context(), desk.AskRequest{Kind: authority.ChangeLimit, Subject: string(customer), Value: "month", Amount: "7000", Until: pagetest.Today + 1, Reason: "order Z-118"})
	must(err)
	c.number = a.Number
	must(c.Desk.Handlers()["answers-due"](t.Context(), "", nil))
	if len(c.tokens) != 3 {
		t.Fatalf("%d were mailed", len(c.tokens))
	}
	return c
}

func (c *calling) get(role string) pagetest.Answer {
	return c.Ask("", http.MethodGet, "/answer/"+c.tokens[role], nil)
}

func (c *calling) post(role string, form url.Values) pagetest.Answer {
	return c.Ask("", http.MethodPost, "/answer/"+c.tokens[role], form)
}

var bareAnswer = regexp.MustCompile(`\b(answer|approval|say|fault|role)\.[a-z_]+`)

// Who is not signed in sees the request in his language, as often as anything
// opens it, and answers with a form that he confirms, once.
func TestAnswerFromATelephone(t *testing.T) {
	texts := map[string]string{"en": "Confirm my answer", "ru": "Подтвердить ответ", "uk": "Підтвердити відповідь", "be": "Пацвердзіць адказ", "bs": "Potvrdi odgovor", "de": "Antwort bestätigen"}
	for lang, confirm := range texts {
		t.Run(lang, func(t *testing.T) {
			c := call(t, lang)
			var page pagetest.Answer
			for range 5 {
				page = c.Must(c.get("finance-director"), confirm, `lang="`+lang+`"`, html.EscapeString(c.about), "order Z-118", `type="radio"`)
			}
			if key := bareAnswer.FindString(page.Body); key != "" {
				t.Errorf("it shows the bare key %s", key)
			}
			if page.Header.Get("Referrer-Policy") != "no-referrer" || page.Header.Get("Cache-Control") != "no-store" || page.Header.Get("Set-Cookie") != "" {
				t.Errorf("%v", page.Header)
			}
			if strings.Contains(page.Body, `href="/c/`) || strings.Contains(page.Body, "http://") {
				t.Error("it leads into the books, or elsewhere")
			}
			for _, form := range []url.Values{{}, {"word": {"yes"}}, {"reason": {"r"}}, {"word": {"maybe"}, "reason": {"r"}}, {"word": {"require:gold"}, "reason": {"r"}}} {
				if a := c.post("finance-director", form); a.Status != http.StatusUnprocessableEntity {
					t.Errorf("%v is answered %d", form, a.Status)
				}
			}
			a := c.post("finance-director", url.Values{"word": {"require:guarantee-letter"}, "reason": {"he was late"}})
			if a.Status != http.StatusSeeOther || a.Location != "/answered" {
				t.Fatalf("%d %s\n%s", a.Status, a.Location, a.Body)
			}
			c.Must(c.Ask("", http.MethodGet, "/answered", nil))
			for _, again := range []pagetest.Answer{c.get("finance-director"), c.post("finance-director", url.Values{"word": {"yes"}, "reason": {"r"}})} {
				if !strings.Contains(again.Body, `<a class="button primary" href="/"`) { // who is called must find the way in
					t.Errorf("used, it leads nowhere:\n%s", again.Body)
				}
				if again.Status != http.StatusNotFound || strings.Contains(again.Body, html.EscapeString(c.about)) {
					t.Errorf("used, it answers %d", again.Status)
				}
			}
			if a = c.post("head-of-security", url.Values{"word": {"no"}, "reason": {"he is bankrupt"}}); a.Location != "/answered" {
				t.Errorf("%d %s", a.Status, a.Body)
			}
			list, err := c.Session("admin").Approvals(t.Context(), desk.ApprovalFilter{Number: c.number}, pagetest.Today)
			if err != nil || list[0].State != store.Refused || len(list[0].Votes) != 2 || !list[0].Votes[1].ByLink || list[0].Votes[0].Requires[0] != "guarantee-letter" {
				t.Errorf("%+v, %v", list, err)
			}
			if a = c.get("commercial-director"); a.Status != http.StatusNotFound {
				t.Errorf("refused elsewhere, it answers %d", a.Status)
			}
		})
	}
}

// A form that another site sends for somebody who is signed in has no link, so
// it says nothing; a browser that tells no origin, as ours must here, is heard.
func TestAnswerNeedsItsLink(t *testing.T) {
	c := call(t, "en")
	form := url.Values{"word": {"yes"}, "reason": {"r"}}
	for _, path := range []string{"/answer/", "/answer/x", "/answer/" + strings.Repeat("A", 3000), "/answer/a.b"} {
		if a := c.Ask("director", http.MethodPost, path, form); a.Status == http.StatusSeeOther || a.Status >= 500 {
			t.Errorf("%s is answered %d", path, a.Status)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://debitor.example/answer/"+c.tokens["finance-director"], strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "null") // as browsers send it from a page with no-referrer
	if a := c.Do(r); a.Status != http.StatusSeeOther {
		t.Errorf("without an origin: %d\n%s", a.Status, a.Body)
	}
	r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://debitor.example/c/"+string(c.Company)+"/approvals/1/decide", strings.NewReader(form.Encode()))
	r.Header.Set("Origin", "null")
	if a := c.Do(r); a.Status != http.StatusForbidden {
		t.Errorf("another form without an origin: %d", a.Status)
	}
}

// Who tries links is stopped, and what the log says holds no token.
func TestAnswersAreLimitedAndUnlogged(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	c := call(t, "en")
	c.Desk.SealWith(func() ([]byte, error) { return nil, http.ErrAbortHandler }) // an error nobody expects
	if a := c.get("finance-director"); a.Status != http.StatusInternalServerError || !strings.Contains(log.String(), "/answer/…") {
		t.Errorf("%d, and the log says %q", a.Status, log.String())
	}
	c.Desk.SealWith(func() ([]byte, error) { return make([]byte, 32), nil })
	limited := false
	for range 60 {
		limited = limited || c.Ask("", http.MethodGet, "/answer/a.b", nil).Status == http.StatusForbidden
	}
	if !limited || c.get("finance-director").Status != http.StatusForbidden {
		t.Error("who tries often is not stopped")
	}
	for _, token := range c.tokens {
		if strings.Contains(log.String(), token) {
			t.Error("the log holds a token")
		}
	}
}
