package signin

import (
	"context"
	"log/slog"
	"time"

	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
)

func forgottenPage(c *page.Call) error {
	return c.Render(c.Say.T("signin.forgotten_title"), forgottenForm(c, c.Form()))
}

// forgotten sends a link to whoever has forgotten his password. The answer is
// the same, and as fast, whether there is such a person or not: the mail goes
// after it.
func forgotten(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	f, g := c.Form(), gate(c)
	name := f.Need("name")
	if !f.OK() {
		return c.Again(c.Say.T("signin.forgotten_title"), forgottenForm(c, f))
	}
	g.later(c, func(ctx context.Context) error { return g.Desk.SendReset(ctx, name, g.linkMail()) })
	return c.Go("/sign-in", "signin.forgotten_sent")
}

// laterWithin bounds what is done after the answer.
const laterWithin = 2 * time.Minute

// later does something after the answer; what goes wrong is in the log.
func (g *Gate) later(c *page.Call, do func(context.Context) error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(c.Context()), laterWithin)
	g.doing.Go(func() {
		defer stop()
		if err := do(ctx); err != nil {
			slog.Error("a mail with a link did not go", "error", err)
		}
	})
}

// Wait ends when all that was to be done after answers is done.
func (g *Gate) Wait() { g.doing.Wait() }

// linkMail writes the mails with links, nil where no address is known that the
// links could lead to.
func (g *Gate) linkMail() desk.LinkMail {
	if g.Base == "" {
		return nil
	}
	return func(lang, name, token string, reset bool) (subject, text string) {
		p := say.For(lang)
		key := "signin.mail_invite"
		if reset {
			key = "signin.mail_reset"
		}
		return p.T(key + "_subject"), p.T(key, name, g.Base+linkPath(token, reset))
	}
}

// linkPath is where the link of a token leads.
func linkPath(token string, reset bool) string {
	if reset {
		return page.Path("reset", token)
	}
	return page.Path("set-up", token)
}
