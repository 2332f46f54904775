package customer

import (
	"cmp"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// editContact shows and takes the data of a contact, a new one where the address
// names none.
func editContact(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	key := desk.ContactKey{Customer: p.who(), Name: c.Ask("name"), Role: c.Ask("role")}
	title, known := "customer.add_contact", ledger.Contact{}
	if key.Name != "" {
		title = "customer.edit_contact"
		if known, err = c.Session.Contact(c.Context(), key); err != nil {
			return err
		}
	}
	subject := "customer:" + string(p.who())
	return task{
		title: p.titled(title),
		body:  func(f *ui.Form) templ.Component { return contactEdit(p, f, known) },
		fill: func(f *ui.Form) {
			f.Set("new_name", known.Name)
			f.Set("new_role", known.Role)
			f.Set("position", known.Position)
			f.Set("email", known.Email)
			f.Set("phone", known.Phone)
			f.Set("language", known.Language)
			if version, err := c.Session.Version(c.Context(), subject); err == nil {
				f.Set("version", version)
			}
		},
		send: func(f *ui.Form) error {
			contact := ledger.Contact{
				Customer: p.who(), Name: f.Need("new_name"), Role: f.Text("new_role"), Position: f.Text("position"),
				Email: f.Text("email"), Phone: f.Text("phone"), Language: f.Text("language"),
			}
			if !f.OK() {
				return nil
			}
			was := key
			if was.Name == "" {
				was = desk.ContactKey{}
			}
			c.Session.IfUnchanged(subject, f.Value("version"))
			return c.Session.SaveContact(c.Context(), was, contact)
		},
		to: p.here(), done: "customer.contact_saved",
	}.answer(c)
}

// sentContact is the contact that a form of a button or a reason names.
func sentContact(c *page.Call, f *ui.Form) desk.ContactKey {
	return desk.ContactKey{Customer: id.Customer(c.Arg("customer")), Name: f.Value("name"), Role: f.Value("role")}
}

func verifyContact(c *page.Call) error {
	if err := c.Session.VerifyContact(c.Context(), sentContact(c, c.Form()), c.Today); err != nil {
		return err
	}
	return c.Go(c.To("customers", c.Arg("customer")), "customer.contact_verified")
}

func wrongContact(c *page.Call) error {
	return withReason(c, "customer.contact_wrong", func(f *ui.Form, key desk.ContactKey, reason string) error {
		return c.Session.MarkWrong(c.Context(), key, f.Value("what"), reason, c.Today)
	})
}

func removeContact(c *page.Call) error {
	return withReason(c, "customer.contact_removed", func(_ *ui.Form, key desk.ContactKey, reason string) error {
		return c.Session.RemoveContact(c.Context(), key, reason)
	})
}

// withReason does something to a contact for a reason that must be given; the
// contact's page is shown again without it.
func withReason(c *page.Call, done string, do func(*ui.Form, desk.ContactKey, string) error) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	key := sentContact(c, c.Form())
	known, err := c.Session.Contact(c.Context(), key)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.edit_contact"),
		body: func(f *ui.Form) templ.Component {
			f.Action = page.With(p.here("contacts", "edit"), "name", known.Name, "role", known.Role)
			for field, value := range map[string]string{
				"new_name": known.Name, "new_role": known.Role, "position": known.Position, "email": known.Email, "phone": known.Phone, "language": known.Language,
			} {
				f.Set(field, value)
			}
			return contactEdit(p, f, known)
		},
		send: func(f *ui.Form) error {
			reason := f.Need("reason")
			if !f.OK() {
				return nil
			}
			return do(f, key, reason)
		},
		to: p.here(), done: done,
	}.answer(c)
}

// reviveAddress lets an address be written to again.
func reviveAddress(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	address := cmp.Or(c.Ask("address"), c.R.PostFormValue("address"))
	return task{
		title: p.titled("customer.revive_title"),
		body: func(f *ui.Form) templ.Component {
			return reasonForm(p, f, p.Say.T("customer.revive_means", address), "customer.revive", ui.Hidden("address", address))
		},
		send: func(f *ui.Form) error {
			reason := f.Need("reason")
			if !f.OK() {
				return nil
			}
			return c.Session.ReviveFor(c.Context(), p.who(), address, reason)
		},
		to: p.here(), done: "customer.revived",
	}.answer(c)
}

// contactRole is what a contact's role is called, empty for none.
func (p customerPage) contactRole(role string) string {
	if role == "" {
		return ""
	}
	return p.Say.T("customer.role_" + role)
}

// contactRoles are the roles of a contact to choose from.
func (p customerPage) contactRoles() []ui.Option {
	list := []ui.Option{{Value: "", Text: "–"}}
	for _, r := range ledger.ContactRoles {
		list = append(list, ui.Option{Value: r, Text: p.Say.T("customer.role_" + r)})
	}
	return list
}

// languages are the languages to write to somebody in.
func (p customerPage) languages() []ui.Option {
	list := []ui.Option{{Value: "", Text: "–"}}
	for _, l := range desk.Languages {
		list = append(list, ui.Option{Value: l, Text: p.Say.T("customer.lang_" + l)})
	}
	return list
}

// wrongs are what of the contact can be wrong.
func (p customerPage) wrongs(k ledger.Contact) []ui.Option {
	var list []ui.Option
	if k.Email != "" {
		list = append(list, ui.Option{Value: desk.WrongEmail, Text: k.Email})
	}
	if k.Phone != "" {
		list = append(list, ui.Option{Value: desk.WrongPhone, Text: k.Phone})
	}
	return list
}
