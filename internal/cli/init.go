package cli

import (
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

type profileFlags struct {
	Name     string `help:"The company's full name, as on its letters."`
	Country  string `help:"Country of two letters: RU, BY, UA, BA, DE… (RU if not given). Its currency and language are the company's, where --currency and --language say none."`
	Currency string `help:"Currency of the books: RUB, BYN, UAH, BAM, EUR… (the country's if not given)."`
	From     string `placeholder:"FILE" help:"Read the rest from a company file (YAML)."`
}

// profile is the company file with what the flags say above it; --language is
// the one of every command.
func (f profileFlags) profile(language string) (desk.Profile, error) {
	var p desk.Profile
	if f.From != "" {
		var err error
		if p, err = desk.ReadProfile(f.From); err != nil {
			return p, err
		}
	}
	for _, set := range []struct {
		flag string
		into *string
	}{{f.Name, &p.Name}, {f.Country, &p.Country}, {language, &p.Language}} {
		if set.flag != "" {
			*set.into = set.flag
		}
	}
	if f.Currency != "" {
		p.Currency = money.Currency(f.Currency)
	}
	return p, nil
}

type initCommand struct {
	profileFlags
}

func (c *initCommand) Run(a *app) error {
	p, err := c.profile(a.Language)
	if err != nil {
		return err
	}
	if p.Name == "" {
		return fault.New(fault.Usage, "company.name", "a company needs a name: debitor init --name NAME")
	}
	if err := p.Check(); err != nil { // before a database is made for it
		return err
	}
	d, _, done, err := a.openDesk(true)
	if err != nil {
		return err
	}
	defer done()
	opened, err := d.Init(a.ctx, a.actor(), p)
	if err != nil {
		return err
	}
	return a.opened(opened)
}

// opened shows a new company and, once, its administrator's link.
func (a *app) opened(o desk.Opened) error {
	link := setUpLink(o.Token)
	if a.JSON {
		return a.json(struct {
			desk.Opened
			Link string `json:"link"`
		}{o, link})
	}
	lang := o.Home.Language
	a.sayIn(lang, "%s is open (company %q), with policy aktivmarket in force.", o.Name, o.Company)
	a.sayIn(lang, "Country %s, currency %s, language %s: debitor company set FILE.yaml changes them.", o.Home.Country, o.Home.Currency, o.Home.Language)
	a.sayIn(lang, "One-time link for the administrator, good for 7 days once the web application runs:\n  %s", link)
	a.sayIn(lang, "Next: debitor import customers.csv invoices.csv payments.csv, then debitor plan --date %s", "YYYY-MM-DD")
	return nil
}

// setUpLink is where a one-time token is good for, if the web application runs
// on this machine as it does by itself.
func setUpLink(token string) string { return "http://127.0.0.1:8080/set-up/" + token }

type companyCommand struct {
	Show companyShow `cmd:"" help:"Show the company's file."`
	Set  companySet  `cmd:"" help:"Replace the company's file."`
	Add  companyAdd  `cmd:"" help:"Add another company to the database."`
}

type companyShow struct{}

func (c *companyShow) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if a.JSON {
			return showCompany(a, s)
		}
		p, err := s.Profile()
		if err != nil {
			return err
		}
		src, err := p.YAML()
		if err == nil {
			a.say("# company %s\n%s", s.Company().Code, strings.TrimRight(src, "\n"))
		}
		return err
	})
}

func showCompany(a *app, s *desk.Session) error {
	p, err := s.Profile()
	if err != nil {
		return err
	}
	p.Bank, p.Letterhead = append([]string{}, p.Bank...), append([]string{}, p.Letterhead...)
	return a.json(struct {
		Company id.Company `json:"company"`
		desk.Profile
	}{s.Company().Code, p})
}

type companySet struct {
	File string `arg:"" help:"Company file (YAML); \"company show\" prints one."`
}

func (c *companySet) Run(a *app) error {
	p, err := desk.ReadProfile(c.File)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		if err := s.SetCompany(a.ctx, p); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return showCompany(a, s)
		}
		a.tell("The company's file is set.")
		return nil
	})
}

type companyAdd struct {
	Code string `arg:"" help:"Short code of the new company, for --company."`
	profileFlags
}

func (c *companyAdd) Run(a *app) error {
	p, err := c.profile(a.Language)
	if err != nil {
		return err
	}
	d, _, done, err := a.openDesk(false)
	if err != nil {
		return err
	}
	defer done()
	opened, err := d.AddCompany(a.ctx, a.actor(), id.Company(c.Code), p)
	if err != nil {
		return err
	}
	return a.opened(opened)
}
