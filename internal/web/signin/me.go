package signin

import (
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// myForms are the forms of one's own page; a nil one is shown fresh.
type myForms struct{ account, password, second *ui.Form }

func mePage(c *page.Call) error { return showMe(c, myForms{}) }

// showMe shows one's own account, with the form that was refused as it was
// typed.
func showMe(c *page.Call, forms myForms) error {
	me, err := c.Session.Me(c.Context(), gate(c).token(c.R))
	if err != nil {
		return err
	}
	again := forms != myForms{}
	if forms.account == nil {
		forms.account = ui.NewForm(c.Say, nil)
		forms.account.Set("full_name", me.FullName)
		forms.account.Set("language", me.Language)
		forms.account.Set("theme", me.Theme)
	}
	for _, f := range []**ui.Form{&forms.password, &forms.second} {
		if *f == nil {
			*f = ui.NewForm(c.Say, nil)
		}
	}
	forms.account.Action, forms.password.Action, forms.second.Action = c.To("me"), c.To("me", "password"), c.To("me", "second", "off")
	if again {
		return c.Again(c.Say.T("nav.me"), meView(c, me, forms))
	}
	return c.Render(c.Say.T("nav.me"), meView(c, me, forms))
}

func setMe(c *page.Call) error {
	f := c.Form()
	name := f.Need("full_name")
	if f.OK() {
		err := f.Take(c.Session.SetMe(c.Context(), name, f.Text("language"), f.Text("theme")))
		if err != nil {
			return err
		}
	}
	if !f.OK() {
		return showMe(c, myForms{account: f})
	}
	return c.Go(c.To("me"), "signin.saved")
}

func changePassword(c *page.Call) error {
	f := c.Form()
	password := newPassword(c, f)
	if f.OK() {
		err := f.Take(c.Session.ChangePassword(c.Context(), f.Value("old"), password, gate(c).token(c.R)))
		if err != nil {
			return err
		}
	}
	if !f.OK() {
		return showMe(c, myForms{password: f})
	}
	return c.Go(c.To("me"), "signin.password_changed")
}

func signOutElsewhere(c *page.Call) error {
	if err := c.Session.SignOutElsewhere(c.Context(), gate(c).token(c.R)); err != nil {
		return err
	}
	return c.Go(c.To("me"), "signin.elsewhere_done")
}

func dropSecond(c *page.Call) error {
	f := c.Form()
	if err := f.Take(c.Session.DropOwnTOTP(c.Context(), f.Value("current"))); err != nil {
		return err
	}
	if !f.OK() {
		return showMe(c, myForms{second: f})
	}
	return c.Go(c.To("me"), "signin.second_dropped")
}

// moment is a day and a time of it, where the visitor's pages are served.
func moment(c *page.Call, t time.Time) string {
	t = t.In(c.Now.Location())
	return c.Say.Date(cal.Of(t)) + t.Format(" 15:04")
}

// browser is what a browser and its system are called, of what it says it is.
func browser(agent string) string {
	name, system := "", ""
	for _, known := range []struct {
		mark, name string
		into       *string
	}{
		{"Edg/", "Edge", &name},
		{"OPR/", "Opera", &name},
		{"YaBrowser/", "Yandex", &name},
		{"Firefox/", "Firefox", &name},
		{"Chrome/", "Chrome", &name},
		{"Safari/", "Safari", &name},
		{"Android", "Android", &system},
		{"iPhone", "iPhone", &system},
		{"iPad", "iPad", &system},
		{"Windows", "Windows", &system},
		{"Mac OS", "macOS", &system},
		{"Linux", "Linux", &system},
	} {
		if *known.into == "" && strings.Contains(agent, known.mark) {
			*known.into = known.name
		}
	}
	if name == "" && system == "" {
		return "–"
	}
	return strings.Trim(name+" · "+system, " ·")
}

func themes(c *page.Call) []ui.Option {
	return []ui.Option{{Value: "", Text: c.Say.T("signin.theme_device")}, {Value: "light", Text: c.Say.T("signin.theme_light")}, {Value: "dark", Text: c.Say.T("signin.theme_dark")}}
}

// roleNames are roles as people call them.
func roleNames(c *page.Call, roles []string) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = c.Say.T("role." + role)
	}
	return strings.Join(names, ", ")
}

func signIns(c *page.Call, me desk.Me) ui.Table[desk.MySignIn] {
	return ui.Table[desk.MySignIn]{
		Caption: c.Say.T("signin.sign_ins"), Rows: me.SignIns, Empty: c.Say.T("say.none"),
		Columns: []ui.Column[desk.MySignIn]{
			{Title: c.Say.T("signin.browser"), Text: func(s desk.MySignIn) string {
				if s.Here {
					return browser(s.Agent) + " (" + c.Say.T("signin.here") + ")"
				}
				return browser(s.Agent)
			}},
			{Title: c.Say.T("signin.since"), Text: func(s desk.MySignIn) string { return moment(c, s.Started) }},
			{Title: c.Say.T("signin.seen"), Text: func(s desk.MySignIn) string { return moment(c, s.Seen) }},
		},
	}
}
