package web

import (
	"net/http"
	"net/url"
	"strings"

	"debitor/internal/web/page"
)

// askToSignIn sends away softly: after signing in, the page is there again. A
// form that came too late is kept, to be sent again.
func (c call) askToSignIn() {
	if typed := c.typed(); typed != nil {
		if err := c.RenderStatus(http.StatusUnauthorized, c.Say.T("ended.title"), ended(c.Say, c.R.URL.RequestURI(), typed)); err != nil {
			c.fail(err)
		}
		return
	}
	back := c.R.URL.RequestURI()
	if c.R.Method != http.MethodGet {
		if back = ""; c.from() != nil {
			back = c.from().RequestURI()
		}
	}
	to := page.With(signIn, "back", back)
	if c.R.Header.Get("Hx-Request") != "" { // a piece of a page cannot be a sign-in page
		c.W.Header().Set("Hx-Redirect", to)
		c.W.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.Redirect(c.W, c.R, to, http.StatusSeeOther) //nolint:gosec // to our own page; it follows back= to local paths only
}

// typed is a form that a visitor sent after his session had ended; nil if there
// is none, or none that a page can keep: files, passwords, what is too large.
func (c call) typed() url.Values {
	if c.R.Method != http.MethodPost || c.R.Header.Get("Hx-Request") != "" {
		return nil
	}
	defer c.dropFiles()
	if err := c.readBody(page.Route{}); err != nil || c.R.MultipartForm != nil && len(c.R.MultipartForm.File) > 0 {
		return nil
	}
	for name := range c.R.PostForm {
		if strings.Contains(name, "password") || name == "secret" {
			return nil
		}
	}
	if len(c.R.PostForm) == 0 {
		return nil
	}
	return c.R.PostForm
}
