package signin

import (
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// offerPage is behind a one-time link: choose a password, and a name where
// there is none yet.
func offerPage(c *page.Call) error {
	o, err := offerOf(c)
	if err != nil {
		return err
	}
	f := c.Form()
	f.Set("language", c.Say.Lang())
	return c.Render(offerTitle(c, o), offerForm(c, o, f))
}

// offerOf is what the link offers; its page speaks the person's language.
func offerOf(c *page.Call) (desk.Offer, error) {
	o, err := c.Desk.OfferOf(c.Context(), c.Arg("token"))
	if err == nil && o.Language != "" {
		c.Say = say.For(o.Language)
	}
	return o, err
}

func offerTitle(c *page.Call, o desk.Offer) string {
	switch {
	case o.Name == "":
		return c.Say.T("signin.set_up_title")
	case o.Reset:
		return c.Say.T("signin.reset_title")
	}
	return c.Say.T("signin.invited_title")
}

func takeOffer(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	o, err := offerOf(c)
	if err != nil {
		return err
	}
	f := c.Form()
	chosen := desk.Chosen{Password: newPassword(c, f)}
	if o.Name == "" {
		chosen.Name, chosen.FullName = id.User(f.Need("name")), f.Need("full_name")
		chosen.Email, chosen.Language = f.Text("email"), f.Text("language")
	}
	if f.OK() {
		name, err := c.Desk.TakeOffer(c.Context(), c.Arg("token"), chosen)
		if err == nil {
			return c.Go("/sign-in", "signin.password_set", name)
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(offerTitle(c, o), offerForm(c, o, f))
}

// newPassword is a password that was typed twice.
func newPassword(c *page.Call, f *ui.Form) string {
	password := f.Value("password")
	if password == "" {
		f.Fail("password", c.Say.T("say.required"))
	}
	if f.Value("again") != password {
		f.Fail("again", c.Say.T("signin.differs"))
	}
	return password
}

// languages are the languages to choose from, each in its own.
func languages(none string) []ui.Option {
	var list []ui.Option
	if none != "" {
		list = append(list, ui.Option{Value: "", Text: none})
	}
	for _, lang := range say.Languages {
		list = append(list, ui.Option{Value: lang, Text: say.For(lang).T("signin.language_name")})
	}
	return list
}
