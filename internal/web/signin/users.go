package signin

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func usersPage(c *page.Call) error {
	list, err := c.Session.People(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("signin.users"), usersView(c, list))
}

func usersTable(c *page.Call, list []desk.User) ui.Table[desk.User] {
	return ui.Table[desk.User]{
		Caption: c.Say.T("signin.users"), Rows: list, Empty: c.Say.T("say.none"),
		Columns: []ui.Column[desk.User]{
			{Title: c.Say.T("signin.user"), Cell: func(u desk.User) templ.Component {
				return ui.Link(c.To("settings", "users", string(u.Name)), string(u.Name))
			}},
			{Title: c.Say.T("signin.full_name"), Text: func(u desk.User) string { return u.FullName }},
			{Title: c.Say.T("signin.email"), Minor: true, Text: func(u desk.User) string { return u.Email }},
			{Title: c.Say.T("signin.roles"), Text: func(u desk.User) string { return roleNames(c, u.Roles) }},
			{Title: c.Say.T("signin.sees"), Text: func(u desk.User) string { return c.Say.T("signin.scope_" + u.Sees()) }},
			{Title: c.Say.T("signin.state"), Cell: func(u desk.User) templ.Component { return state(c, u) }},
		},
	}
}

// state is whether a user can sign in, and how well that is guarded.
func state(c *page.Call, u desk.User) templ.Component {
	switch {
	case u.Disabled:
		return ui.Badge(c.Say.T("signin.disabled"), "bad")
	case !u.Password:
		return ui.Badge(c.Say.T("signin.not_yet"), "warn")
	case u.TOTP:
		return ui.Badge(c.Say.T("signin.two_factors"), "good")
	}
	return ui.Text("")
}

func newUserPage(c *page.Call) error {
	return c.Render(c.Say.T("signin.new_user"), newUserForm(c, c.Form()))
}

// newUser makes somebody a user and invites him.
func newUser(c *page.Call) error {
	f := c.Form()
	p := desk.NewPerson{
		Name: id.User(f.Need("name")), FullName: f.Need("full_name"), Email: f.Text("email"), Role: f.Need("role"), Scope: f.Text("scope"), Language: f.Text("language"),
	}
	if f.OK() {
		link, err := c.Session.Invite(c.Context(), p, gate(c).linkMail())
		if err == nil {
			return showLink(c, p.Name, link)
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(c.Say.T("signin.new_user"), newUserForm(c, f))
}

// showLink says that a link went by mail, or shows it once.
func showLink(c *page.Call, name id.User, link desk.PasswordLink) error {
	to := c.To("settings", "users", string(name))
	switch {
	case link.Token == "":
		return c.Go(to, "signin.has_password", name)
	case link.Mailed:
		return c.Go(to, "signin.link_mailed", name)
	}
	return c.Render(c.Say.T("signin.link_title"), linkView(c, to, gate(c).here(c)+linkPath(link.Token, link.Reset), link))
}

// goodFor says how long a link can be used: in days where they are whole.
func goodFor(c *page.Call, hours int) string {
	if hours%24 == 0 {
		return c.Say.N("signin.link_days", hours/24)
	}
	return c.Say.N("signin.link_hours", hours)
}

// here is the address of our pages as the visitor has it.
func (g *Gate) here(c *page.Call) string {
	switch {
	case g.Base != "":
		return g.Base
	case g.Secure:
		return "https://" + c.R.Host
	}
	return "http://" + c.R.Host
}

func userPage(c *page.Call) error {
	u, version, err := c.Session.Person(c.Context(), id.User(c.Arg("user")))
	if err != nil {
		return err
	}
	f := ui.NewForm(c.Say, map[string][]string{"roles": u.Roles})
	f.Set("version", version)
	f.Set("full_name", u.FullName)
	f.Set("email", u.Email)
	f.Set("scope", u.Scope)
	handed := make([]string, len(u.Handed))
	for i, customer := range u.Handed {
		handed[i] = string(customer)
	}
	f.Set("handed", strings.Join(handed, "\n"))
	if u.Disabled {
		f.Set("disabled", "1")
	}
	return c.Render(string(u.Name), userView(c, u, f))
}

func editUser(c *page.Call) error {
	f := c.Form()
	name := id.User(c.Arg("user"))
	edit := desk.UserEdit{
		Name: name, FullName: f.Text("full_name"), Email: f.Text("email"), Roles: f.Values("roles"), Scope: f.Text("scope"), Disabled: f.Checked("disabled", "1"),
	}
	for customer := range strings.FieldsFuncSeq(f.Text("handed"), func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if customer = strings.TrimSpace(customer); customer != "" {
			edit.Handed = append(edit.Handed, id.Customer(customer))
		}
	}
	c.Session.IfUnchanged("user:"+string(name), f.Text("version"))
	if err := f.Take(c.Session.EditUser(c.Context(), edit)); err != nil {
		return err
	}
	if f.OK() {
		return c.Go(c.To("settings", "users"), "signin.saved")
	}
	u, _, err := c.Session.Person(c.Context(), name)
	if err != nil {
		return err
	}
	return c.Again(string(name), userView(c, u, f))
}

func userLink(c *page.Call) error {
	name := id.User(c.Arg("user"))
	link, err := c.Session.PasswordLink(c.Context(), name, gate(c).linkMail())
	if err != nil {
		return err
	}
	return showLink(c, name, link)
}

func signOutUser(c *page.Call) error {
	name := id.User(c.Arg("user"))
	if err := c.Session.SignOutUser(c.Context(), name); err != nil {
		return err
	}
	return c.Go(c.To("settings", "users", string(name)), "signin.signed_out", name)
}

func dropUserSecond(c *page.Call) error {
	name := id.User(c.Arg("user"))
	if err := c.Session.DropTOTP(c.Context(), name); err != nil {
		return err
	}
	return c.Go(c.To("settings", "users", string(name)), "signin.second_dropped")
}

// roleOptions are the roles to choose from, by name in the visitor's language.
func roleOptions(c *page.Call) []ui.Option {
	list := make([]ui.Option, len(policy.Roles))
	for i, role := range policy.Roles {
		list[i] = ui.Option{Value: role, Text: c.Say.T("role." + role)}
	}
	slices.SortFunc(list, func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
	return list
}

func scopeOptions(c *page.Call) []ui.Option {
	list := []ui.Option{{Value: "", Text: c.Say.T("signin.scope_role")}}
	for _, scope := range desk.Scopes {
		list = append(list, ui.Option{Value: scope, Text: c.Say.T("signin.scope_" + scope)})
	}
	return list
}
