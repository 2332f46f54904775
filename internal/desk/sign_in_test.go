package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mailer/smtptest"
)

// hall is books whose clock a test sets on.
type hall struct {
	*books
	now time.Time
}

const secret = "correct horse battery"

// openHall has Ann, a sales manager with a password.
func openHall(t *testing.T, b *books) *hall {
	t.Helper()
	h := &hall{b, clock}
	h.desk = desk.New(b.db, nil, func() time.Time { return h.now })
	h.desk.SealWith(func() ([]byte, error) { return make([]byte, 32), nil })
	h.Session = h.as("")
	err := h.AddPerson(t.Context(), desk.NewPerson{Name: "Ann", FullName: "Ann Ash", Email: "Ann@Mill.example", Role: "sales-manager", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *hall) enter(name, password string) (desk.Admission, error) {
	return h.desk.SignIn(h.Context(), name, password, "Firefox/1")
}

// in signs in, which must go well.
func (h *hall) in(name, password string) string {
	h.Helper()
	a, err := h.enter(name, password)
	if err != nil {
		h.Fatal(err)
	}
	return a.Token
}

// knows tells whose a token is, empty if nobody's.
func (h *hall) knows(token string) id.User {
	h.Helper()
	v, ok, err := h.desk.Visitor(h.Context(), token)
	if err != nil || ok != (v.Name != "") {
		h.Fatal(err, ok, v)
	}
	return v.Name
}

func TestSignInLastsAndEnds(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		token := h.in(" ann@mill.EXAMPLE", secret)
		if h.knows(token) != "Ann" || h.knows("") != "" || h.knows(token+"x") != "" {
			t.Fatal("a token is not known for what it is")
		}
		for h.now = clock; h.now.Before(clock.Add(7*24*time.Hour - time.Minute)); h.now = h.now.Add(7 * time.Hour) {
			if h.knows(token) != "Ann" {
				t.Fatalf("after %s of work the token is nobody's", h.now.Sub(clock))
			}
		}
		h.now = clock.Add(7 * 24 * time.Hour)
		if h.knows(token) != "" {
			t.Error("after a week the token still counts")
		}
		token = h.in("Ann", secret)
		h.now = h.now.Add(8 * time.Hour)
		if h.knows(token) != "" {
			t.Error("after eight idle hours the token still counts")
		}
		token = h.in("Ann", secret)
		if err := h.desk.SignOut(t.Context(), token); err != nil || h.knows(token) != "" {
			t.Error("signed out, and still known", err)
		}
		token = h.in("Ann", secret)
		if err := h.EditUser(t.Context(), desk.UserEdit{Name: "Ann", Email: "ann@mill.example", Roles: []string{"sales-manager"}, Disabled: true}); err != nil {
			t.Fatal(err)
		}
		if h.knows(token) != "" {
			t.Error("disabled, and still known")
		}
		_, err := h.enter("Ann", secret)
		refused(t, err, fault.Refused, "signin.wrong")
		_, err = h.desk.Session(t.Context(), "", desk.Actor{User: "Ann"})
		refused(t, err, fault.Refused, "user.disabled")
	})
}

// TestGuessingIsHopeless: the fifth wrong try begins a pause, for names there
// are and for names there are not, and the right password does not end it.
func TestGuessingIsHopeless(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		for _, name := range []string{"Ann", "Nobody"} {
			for range 5 {
				_, err := h.enter(name, "wrong")
				refused(t, err, fault.Refused, "signin.wrong")
			}
			_, err := h.enter(strings.ToUpper(name)+" ", secret)
			refused(t, err, fault.Refused, "signin.wait")
		}
		h.now = h.now.Add(time.Minute)
		_, err := h.enter("Ann", "wrong")
		refused(t, err, fault.Refused, "signin.wrong")
		h.now = h.now.Add(time.Minute)
		_, err = h.enter("Ann", secret)
		refused(t, err, fault.Refused, "signin.wait") // the pause is two minutes now
		h.now = h.now.Add(time.Minute)
		h.in("Ann", secret)
		_, err = h.enter("Ann", "wrong")
		refused(t, err, fault.Refused, "signin.wrong") // and the tries are forgotten
	})
}

func TestPasswordLinks(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		admin := h.user("Max", "admin")
		link, err := admin.Invite(t.Context(), desk.NewPerson{Name: " Bob ", FullName: "Bob Birch", Role: "accountant"}, nil)
		if err != nil || link.Reset || link.Mailed || link.Hours != 168 {
			t.Fatal(link, err)
		}
		_, err = admin.Invite(t.Context(), desk.NewPerson{Name: "Ann", Role: "accountant"}, nil)
		refused(t, err, fault.Refused, "user.taken")
		_, err = h.enter("Bob", "")
		refused(t, err, fault.Refused, "signin.wrong") // who has no password cannot sign in without one

		offer, err := h.desk.OfferOf(t.Context(), link.Token)
		if err != nil || offer.Name != "Bob" || offer.Reset {
			t.Fatal(offer, err)
		}
		for password, code := range map[string]string{"short": "password.short", "bob birch ": "", "Bob Birch": "password.short", "aaaaaaaaaaaa": "password.simple"} {
			if code != "" {
				_, err = h.desk.TakeOffer(t.Context(), link.Token, desk.Chosen{Password: password})
				refused(t, err, fault.Input, code)
			}
		}
		if name, err := h.desk.TakeOffer(t.Context(), link.Token, desk.Chosen{Password: "nine white swans"}); err != nil || name != "Bob" {
			t.Fatal(name, err)
		}
		_, err = h.desk.TakeOffer(t.Context(), link.Token, desk.Chosen{Password: "another pass phrase"})
		refused(t, err, fault.NotFound, "signin.link")

		token := h.in("Bob", "nine white swans")
		if link, err = admin.PasswordLink(t.Context(), "Bob", nil); err != nil || !link.Reset || link.Hours != 1 {
			t.Fatal(link, err)
		}
		h.now = h.now.Add(time.Hour)
		_, err = h.desk.OfferOf(t.Context(), link.Token)
		refused(t, err, fault.NotFound, "signin.link")
		if link, err = admin.PasswordLink(t.Context(), "Bob", nil); err != nil {
			t.Fatal(err)
		}
		if _, err = h.desk.TakeOffer(t.Context(), link.Token, desk.Chosen{Password: "ten black swans"}); err != nil {
			t.Fatal(err)
		}
		if h.knows(token) != "" {
			t.Error("another password, and still signed in")
		}
		h.in("Bob", "ten black swans")
		_, err = h.as("Ann").PasswordLink(t.Context(), "Bob", nil)
		refused(t, err, fault.Refused, "right.missing")
	})
}

// TestTheFirstAdministrator takes the link that opening a company gives.
func TestTheFirstAdministrator(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		opened, err := h.desk.AddCompany(t.Context(), desk.Actor{}, "second", desk.Profile{Name: "Second", Country: "BY", Currency: "BYN"})
		if err != nil {
			t.Fatal(err)
		}
		if offer, err := h.desk.OfferOf(t.Context(), opened.Token); err != nil || offer.Name != "" {
			t.Fatal(offer, err)
		}
		choose := func(name, password string) error {
			_, err := h.desk.TakeOffer(t.Context(), opened.Token, desk.Chosen{Name: id.User(name), FullName: "Eve Elm", Password: password})
			return err
		}
		refused(t, choose("Ann", "nine white swans"), fault.Refused, "user.taken")
		refused(t, choose("operator", "nine white swans"), fault.Refused, "user.operator")
		refused(t, choose("Eve", ""), fault.Input, "password.short")
		if err := choose("Eve", "nine white swans"); err != nil {
			t.Fatal(err)
		}
		refused(t, choose("Ida", "nine white swans"), fault.NotFound, "signin.link")
		v, _, err := h.desk.Visitor(t.Context(), h.in("Eve", "nine white swans"))
		if err != nil || len(v.Companies) != 1 || v.Companies[0].Code != "second" {
			t.Error(v, err)
		}
		_, err = h.desk.Session(t.Context(), "main", desk.Actor{User: "Eve"})
		refused(t, err, fault.NotFound, "user.unknown")

		// She may not touch the account of somebody who works elsewhere too.
		second, err := h.desk.Session(t.Context(), "second", desk.Actor{User: "Eve"})
		if err != nil {
			t.Fatal(err)
		}
		if err := second.AddUser(t.Context(), "Ann", "accountant"); err != nil {
			t.Fatal(err)
		}
		_, err = second.PasswordLink(t.Context(), "Ann", nil)
		refused(t, err, fault.Refused, "user.elsewhere")
		err = second.EditUser(t.Context(), desk.UserEdit{Name: "Ann", Email: "eve@evil.example", Roles: []string{"accountant"}})
		refused(t, err, fault.Refused, "user.elsewhere")
		err = second.EditUser(t.Context(), desk.UserEdit{Name: "Ann", FullName: "Ann Ash", Email: "ann@mill.example", Roles: []string{"lawyer"}})
		if err != nil {
			t.Error(err)
		}
		err = second.EditUser(t.Context(), desk.UserEdit{Name: "Eve", FullName: "Eve Elm", Roles: []string{"lawyer"}})
		refused(t, err, fault.Refused, "user.self")
	})
}

func TestResetGoesByMail(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		server, err := smtptest.Start(smtptest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Close() }) // a test's server
		h := openHall(t, b)
		if err := h.desk.SendReset(t.Context(), "Ann", func(string, string, string, bool) (string, string) { return "", "" }); err != nil {
			t.Errorf("no company can send mail: %v", err) // the set-up list says so; the log is not for it
		}
		err = h.SetCompany(t.Context(), desk.Profile{
			Email: "office@mill.example", Mail: desk.MailSettings{Host: server.Host(), Port: server.Port(), Security: "none"},
		})
		if err != nil {
			t.Fatal(err)
		}
		var token string
		write := func(_, name, link string, reset bool) (string, string) {
			if token = link; name != "Ann Ash" || !reset {
				t.Errorf("the mail is to %s, reset %v", name, reset)
			}
			return "New password", "Dear " + name + ": " + link
		}
		if err := h.desk.SendReset(t.Context(), "Ann", nil); err != nil { // no address is known that a link could lead to
			t.Error(err)
		}
		for _, typed := range []string{"Nobody", "nobody@mill.example", ""} {
			if err := h.desk.SendReset(t.Context(), typed, write); err != nil || token != "" {
				t.Error(typed, err)
			}
		}
		for range 4 { // of the five that are free
			if err := h.desk.SendReset(t.Context(), "Ann", write); err != nil {
				t.Fatal(err)
			}
		}
		got := server.Received()
		if len(got) != 4 || !slices.Equal(got[0].To, []string{"ann@mill.example"}) || !strings.Contains(string(got[3].Data), token[:20]) {
			t.Fatalf("the server got %+v", got)
		}
		if _, err := h.desk.TakeOffer(t.Context(), token, desk.Chosen{Password: "nine white swans"}); err != nil {
			t.Fatal(err)
		}
		h.in("Ann", "nine white swans")
		if err := h.desk.SendReset(t.Context(), "ann@mill.example", write); err != nil {
			t.Fatal(err)
		}
		refused(t, h.desk.SendReset(t.Context(), "Ann", write), fault.Refused, "signin.wait")
		if len(server.Received()) != 5 {
			t.Error("whoever types his name floods him with mails")
		}
	})
}

func TestSecondFactor(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		key := desk.NewTOTP()
		code := func() string {
			c, err := totp.GenerateCode(key, h.now)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		ann := h.as("Ann")
		_, err := ann.SetTOTP(t.Context(), key, "000000")
		refused(t, err, fault.Input, "totp.code")
		codes, err := ann.SetTOTP(t.Context(), key, code())
		if err != nil || len(codes) != 10 {
			t.Fatal(codes, err)
		}
		_, err = ann.SetTOTP(t.Context(), key, code())
		refused(t, err, fault.Refused, "totp.set") // without the password
		enter := func(code string) (desk.Admission, error) {
			a, err := h.enter("Ann", secret)
			if err != nil || !a.NeedsCode || h.knows(a.Token) != "" {
				t.Fatal("the password alone lets in", a, err)
			}
			return h.desk.SignInCode(t.Context(), a.Token, code)
		}
		_, err = enter(code())
		refused(t, err, fault.Refused, "signin.code") // it was used to switch on
		h.now = h.now.Add(time.Minute)
		a, err := enter(code())
		if err != nil || h.knows(a.Token) != "Ann" {
			t.Fatal(a, err)
		}
		_, err = enter(code())
		refused(t, err, fault.Refused, "signin.code")
		if a, err = enter(strings.ToUpper(codes[3])); err != nil || h.knows(a.Token) != "Ann" {
			t.Fatal(a, err)
		}
		_, err = enter(codes[3])
		refused(t, err, fault.Refused, "signin.code")
		late, err := h.enter("Ann", secret)
		if err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(5 * time.Minute)
		_, err = h.desk.SignInCode(t.Context(), late.Token, code())
		refused(t, err, fault.NotFound, "signin.late")

		me, err := ann.Me(t.Context(), a.Token)
		if err != nil || !me.TOTP || me.CodesLeft != 9 || len(me.SignIns) != 2 || me.Scope != desk.ScopeOwn {
			t.Errorf("%+v, %v", me, err)
		}
		refused(t, ann.DropOwnTOTP(t.Context(), "wrong"), fault.Refused, "password.wrong")
		if err := ann.DropOwnTOTP(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		if a, err := h.enter("Ann", secret); err != nil || a.NeedsCode {
			t.Error(a, err)
		}
		// With another key what was sealed is not opened but refused.
		if _, err := ann.SetTOTP(t.Context(), key, code()); err != nil {
			t.Fatal(err)
		}
		h.desk.SealWith(func() ([]byte, error) { return []byte(strings.Repeat("x", 32)), nil })
		_, err = enter(code())
		refused(t, err, fault.Refused, "secret.changed")
	})
}

func TestChangingOnesPassword(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		h := openHall(t, b)
		here, there := h.in("Ann", secret), h.in("Ann", secret)
		ann := h.as("Ann")
		refused(t, ann.ChangePassword(t.Context(), "wrong", "nine white swans", here), fault.Refused, "password.wrong")
		if err := ann.ChangePassword(t.Context(), secret, "nine white swans", here); err != nil {
			t.Fatal(err)
		}
		if h.knows(here) != "Ann" || h.knows(there) != "" {
			t.Error("he is to stay signed in here and nowhere else")
		}
		_, err := h.enter("Ann", secret)
		refused(t, err, fault.Refused, "signin.wrong")
		refused(t, h.ChangePassword(t.Context(), "", "nine white swans", ""), fault.NotFound, "user.unknown")
	})
}
