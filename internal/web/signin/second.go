package signin

import (
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/paper"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// secondPage shows a new secret for a telephone; it is in force when a code
// made of it comes back.
func secondPage(c *page.Call) error {
	f := c.Form()
	f.Set("secret", desk.NewTOTP())
	return c.Render(c.Say.T("signin.second"), secondForm(c, f))
}

func setSecond(c *page.Call) error {
	f := c.Form()
	code := f.Need("code")
	if f.OK() {
		codes, err := c.Session.SetTOTP(c.Context(), f.Text("secret"), code)
		if err == nil {
			return c.Render(c.Say.T("signin.second"), recoveryCodes(c, codes))
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(c.Say.T("signin.second"), secondForm(c, f))
}

// qr is the code that a telephone reads the form's secret from; without a
// picture it can be typed.
func qr(c *page.Call, f *ui.Form) (path, box string) {
	path, side, err := paper.QRPath(c.Session.TOTPAddress(f.Text("secret")))
	if err != nil {
		return "", ""
	}
	return path, "0 0 " + strconv.Itoa(side) + " " + strconv.Itoa(side)
}

// spaced is a secret in groups of four, for typing.
func spaced(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
