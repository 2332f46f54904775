package signin

import (
	"debitor/internal/web/page"
)

func codePage(c *page.Call) error {
	return c.Render(c.Say.T("signin.code_title"), codeForm(c, c.Form()))
}

// signInCode lets in by the code of a telephone, or one for a lost telephone.
func signInCode(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	f, g := c.Form(), gate(c)
	code := f.Need("code")
	if !f.OK() {
		return c.Again(c.Say.T("signin.code_title"), codeForm(c, f))
	}
	a, err := g.Desk.SignInCode(c.Context(), g.token(c.R), code)
	if err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return c.Again(c.Say.T("signin.code_title"), codeForm(c, f))
	}
	g.leave(c.W, a.Token)
	return c.Go(local(back(c, f)), "")
}
