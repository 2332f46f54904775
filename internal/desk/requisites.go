package desk

import (
	"cmp"
	"maps"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/requisite"
)

// requisitesOf are a customer's requisites; country is the company's, for a
// customer without one. Some programs write ИНН and КПП as one: "7700…/7701…".
func requisitesOf(c ledger.Customer, country string) requisite.Details {
	d := requisite.Details{
		Country: cmp.Or(c.Country, country), TaxID: c.TaxID, KPP: c.Attrs[ledger.CardKPP], Registration: c.Attrs[ledger.CardRegistration],
		Account: c.Attrs[ledger.CardAccount], BIC: c.Attrs[ledger.CardBIC],
	}
	if inn, kpp, joined := strings.Cut(c.TaxID, "/"); joined && d.Country == "RU" {
		d.TaxID, d.KPP = inn, cmp.Or(d.KPP, strings.TrimSpace(kpp))
	}
	return d
}

// doubtRequisites warns of requisites that cannot be right. They are taken in as
// they stand: what the customer's papers say, a person finds out.
func (p *poster) doubtRequisites(line int, c ledger.Customer) {
	for _, flaw := range requisitesOf(c, p.session.company.Country).Flaws() {
		if len(p.warnings) < intake.MaxWarnings {
			p.warnings = append(p.warnings, intake.Warning{File: p.file.Name, Line: line, Code: flaw.Code, Text: flaw.Text, Args: flaw.Args})
		}
	}
}

// requisites are those of the company itself.
func (p *Profile) requisites() requisite.Details {
	return requisite.Details{
		Country: strings.ToUpper(p.Country), TaxID: p.TaxID, KPP: p.Account.KPP,
		Account: p.Account.Number, BIC: p.Account.BIC, Corr: p.Account.Corr,
	}
}

// Flaws are the company's own requisites that cannot be right; its account is
// looked at as the bank of its country writes it.
func (p *Profile) Flaws() []requisite.Flaw { return p.requisites().Flaws() }

// checkRequisites refuses requisites of the company with which no payment would
// arrive.
func (p *Profile) checkRequisites() error {
	for _, flaw := range p.Flaws() {
		return fault.New(fault.Input, "company.requisite", "%s: %s", flaw.Field, flaw.Text)
	}
	return nil
}

// withCard is a customer with fields of his card changed; an empty value takes
// one away.
func withCard(c ledger.Customer, fields map[string]string) ledger.Customer {
	c.Attrs = maps.Clone(c.Attrs)
	if c.Attrs == nil {
		c.Attrs = map[string]string{}
	}
	for name, value := range fields {
		if value = strings.TrimSpace(value); value == "" {
			delete(c.Attrs, name)
		} else {
			c.Attrs[name] = value
		}
	}
	return c
}
