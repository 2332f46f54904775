package signin

import (
	"strings"

	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func signInPage(c *page.Call) error {
	return c.Render(c.Say.T("signin.title"), signInForm(c, c.Form()))
}

// signIn lets in by name and password, and leads on to where the visitor was
// going.
func signIn(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	f, g := c.Form(), gate(c)
	name, password := f.Need("name"), f.Value("password")
	if password == "" {
		f.Fail("password", c.Say.T("say.required"))
	}
	if !f.OK() {
		return c.Again(c.Say.T("signin.title"), signInForm(c, f))
	}
	a, err := g.Desk.SignIn(c.Context(), name, password, c.R.UserAgent())
	if err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return c.Again(c.Say.T("signin.title"), signInForm(c, f))
	}
	if err := g.Desk.SignOut(c.Context(), g.token(c.R)); err != nil { // the browser's earlier token ends here
		return err
	}
	g.leave(c.W, a.Token)
	if a.NeedsCode {
		return c.Go(page.With("/sign-in/code", "back", local(f.Value("back"))), "")
	}
	return c.Go(local(f.Value("back")), "")
}

// local is an address of our own pages, the home page for any other: nobody is
// led away by a link.
func local(back string) string {
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return back
}

func signOut(c *page.Call) error {
	g := gate(c)
	if err := g.Desk.SignOut(c.Context(), g.token(c.R)); err != nil {
		return err
	}
	g.leave(c.W, "")
	return c.Go("/sign-in", "signin.out")
}

// back is where the visitor was going when he was asked to sign in.
func back(c *page.Call, f *ui.Form) string {
	if b := f.Value("back"); b != "" {
		return b
	}
	return c.Ask("back")
}
