package settings

import (
	"strconv"

	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// usualPort is that of mail servers that take letters from programs.
const usualPort = 587

func mailForm(c *page.Call) error {
	f := c.Form()
	if err := fillMail(c, f); err != nil {
		return err
	}
	return c.Render(c.Say.T("settings.mail"), mailPage(c, f, ui.NewForm(c.Say, nil)))
}

func fillMail(c *page.Call, f *ui.Form) error {
	p, err := c.Session.Profile()
	if err != nil {
		return err
	}
	version, err := c.Session.Version(c.Context(), companySubject(c))
	if err != nil {
		return err
	}
	m := p.Mail
	f.Set("version", version)
	for _, t := range mailTexts(&m) {
		f.Set(t.name, *t.value)
	}
	if m.Security == "" {
		f.Set("security", "starttls")
	}
	f.Set("port", strconv.Itoa(usualPort))
	if m.Port != 0 {
		f.Set("port", strconv.Itoa(m.Port))
	}
	if m.Rate != 0 {
		f.Set("rate", strconv.Itoa(m.Rate))
	}
	setBox(f, "send", m.Send == "automatic")
	setBox(f, "attach", m.Attach)
	return nil
}

func mailTexts(m *desk.MailSettings) []textField {
	return []textField{
		{"host", &m.Host},
		{"security", &m.Security},
		{"user", &m.User},
		{"reply_to", &m.ReplyTo},
		{"bounce", &m.Bounce},
		{"dry", &m.Dry},
	}
}

func mailSave(c *page.Call) error {
	f := c.Form()
	p, err := c.Session.Profile()
	if err != nil {
		return err
	}
	for _, t := range mailTexts(&p.Mail) {
		*t.value = f.Text(t.name)
	}
	p.Mail.Port, p.Mail.Rate, p.Mail.Attach = f.Int("port"), f.Int("rate"), f.Checked("attach", "1")
	if p.Mail.Send = "by-hand"; f.Checked("send", "1") {
		p.Mail.Send = "automatic"
	}
	if f.OK() {
		c.Session.IfUnchanged(companySubject(c), f.Value("version"))
		if err := f.Take(saveMail(c, f, p)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.Again(c.Say.T("settings.mail"), mailPage(c, f, ui.NewForm(c.Say, nil)))
	}
	return c.Go(c.To("settings", "mail"), "settings.saved")
}

// saveMail saves the settings, and the password if a new one was typed.
func saveMail(c *page.Call, f *ui.Form, p desk.Profile) error {
	if password := f.Value("password"); password != "" {
		if err := c.Session.SealMailPassword(&p, password); err != nil {
			return err
		}
	}
	return c.Session.SetCompany(c.Context(), p)
}

// mailTest sends a message, and shows what the server said to it.
func mailTest(c *page.Call) error {
	test := c.Form()
	if to := test.Need("to"); test.OK() {
		said, err := c.Session.TestMail(c.Context(), to)
		if err == nil {
			return c.GoSaying(c.To("settings", "mail"), c.Say.T("settings.mail_sent", to)+" "+said)
		}
		if err := test.Take(err); err != nil {
			return err
		}
	}
	f := ui.NewForm(c.Say, nil)
	if err := fillMail(c, f); err != nil {
		return err
	}
	return c.Again(c.Say.T("settings.mail"), mailPage(c, f, test))
}
