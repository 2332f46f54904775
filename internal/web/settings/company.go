package settings

import (
	"strings"

	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/requisite"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func companyForm(c *page.Call) error {
	p, err := c.Session.Profile()
	if err != nil {
		return err
	}
	f := c.Form()
	version, err := c.Session.Version(c.Context(), companySubject(c))
	if err != nil {
		return err
	}
	f.Set("version", version)
	for _, t := range companyTexts(&p) {
		f.Set(t.name, *t.value)
	}
	f.Set("bank", strings.Join(p.Bank, "\n"))
	f.Set("letterhead", strings.Join(p.Letterhead, "\n"))
	f.Set("teams", teamsText(p.Teams))
	f.Set("soft", strings.Join(p.Soft, ", "))
	f.Set("currency", string(p.Currency))
	setBox(f, "stamp", p.Stamp)
	setBox(f, "automatic_note", p.Automatic)
	setBox(f, "automatic", p.Runs == "automatic")
	return c.Render(c.Say.T("settings.company"), companyPage(c, f))
}

func setBox(f *ui.Form, name string, on bool) {
	if on {
		f.Set(name, "1")
	}
}

func companySubject(c *page.Call) string { return "company:" + string(c.Session.Company().Code) }

// textField is a line of the form that goes into the company file as it is.
type textField struct {
	name  string
	value *string
}

func companyTexts(p *desk.Profile) []textField {
	return []textField{
		{"name", &p.Name},
		{"country", &p.Country},
		{"language", &p.Language},
		{"address", &p.Address},
		{"city", &p.City},
		{"tax_id", &p.TaxID},
		{"phone", &p.Phone},
		{"email", &p.Email},
		{"signatory_name", &p.Signatory.Name},
		{"signatory_position", &p.Signatory.Position},
		{"accountant_name", &p.Accountant.Name},
		{"accountant_position", &p.Accountant.Position},
		{"envelope", &p.Envelope},
		{"bank_rate", &p.BankRate},
		{"account_number", &p.Account.Number},
		{"account_bank", &p.Account.Bank},
		{"account_bic", &p.Account.BIC},
		{"account_correspondent", &p.Account.Corr},
		{"account_kpp", &p.Account.KPP},
	}
}

// requisiteFields are the fields of the form in which requisites stand.
var requisiteFields = map[string]string{
	requisite.TaxID: "tax_id", requisite.KPPField: "account_kpp", requisite.Account: "account_number",
	requisite.BICField: "account_bic", requisite.Corr: "account_correspondent",
}

func companySave(c *page.Call) error {
	f := c.Form()
	again := func() error { return c.Again(c.Say.T("settings.company"), companyPage(c, f)) }
	p, err := c.Session.Profile()
	if err != nil {
		return err
	}
	for _, t := range companyTexts(&p) {
		*t.value = f.Text(t.name)
	}
	f.Need("name")
	p.Currency = money.Currency(strings.ToUpper(f.Need("currency")))
	p.Bank, p.Letterhead, p.Soft = lines(f.Value("bank")), lines(f.Value("letterhead")), commas(f.Value("soft"))
	p.Stamp, p.Automatic = f.Checked("stamp", "1"), f.Checked("automatic_note", "1")
	if p.Runs = "reviewed"; f.Checked("automatic", "1") {
		p.Runs = "automatic"
	}
	var bad string
	if p.Teams, bad = readTeams(f.Value("teams")); bad != "" {
		f.Fail("teams", c.Say.T("settings.teams_bad", bad))
	}
	for _, flaw := range p.Flaws() {
		f.Fail(requisiteFields[flaw.Field], c.Say.Fault(flaw.Fault))
	}
	if err := takeLogo(c, &p); f.Take(err) != nil {
		return err
	}
	if !f.OK() {
		return again()
	}
	c.Session.IfUnchanged(companySubject(c), f.Value("version"))
	if err := c.Session.SetCompany(c.Context(), p); err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return again()
	}
	return c.Go(c.To("settings", "company"), "settings.saved")
}

// takeLogo puts a picture that came along into the company file.
func takeLogo(c *page.Call, p *desk.Profile) error {
	file, head, err := c.R.FormFile("logo")
	if err != nil {
		return nil
	}
	defer file.Close()
	return p.SetLogo(head.Filename, file)
}

// lines are the lines of a field that are not empty.
func lines(s string) (list []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func commas(s string) (list []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// teamsText writes teams a line each: who leads, a colon, whom.
func teamsText(teams []desk.Team) string {
	var b strings.Builder
	for _, t := range teams {
		b.WriteString(t.Leader + ": " + strings.Join(t.Members, ", ") + "\n")
	}
	return b.String()
}

// readTeams is the inverse of teamsText; bad is a line that is not of its form.
func readTeams(s string) (teams []desk.Team, bad string) {
	for _, line := range lines(s) {
		leader, members, ok := strings.Cut(line, ":")
		if !ok {
			return nil, line
		}
		teams = append(teams, desk.Team{Leader: strings.TrimSpace(leader), Members: commas(members)})
	}
	return teams, ""
}
