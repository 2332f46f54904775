package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
	"debitor/internal/store"
)

// Rulebook is a policy to be written out for people, and what stands in it of
// the company.
type Rulebook struct {
	PolicyText
	Edition rulebook.Edition
}

// Rulebook is the policy that a person calls so (see PolicyNamed), for this
// company; lang is that of the texts, the company's if empty.
func (s *Session) Rulebook(ctx context.Context, name, lang string) (Rulebook, error) {
	p, err := s.PolicyNamed(ctx, name)
	if err != nil {
		return Rulebook{}, err
	}
	if lang == "" {
		lang = s.company.Language
	}
	e := rulebook.Edition{Company: s.company.Name, Lang: lang, Version: p.Version, Date: s.Today(), Currency: s.company.Currency}
	if p.Version > 0 {
		e.From, err = s.inForceFrom(ctx, p.Rules)
	}
	return Rulebook{p, e}, err
}

// ShippedRulebook is the same without a company, of a shipped policy or a file.
func ShippedRulebook(name, lang string, today cal.Date) (Rulebook, error) {
	p, source, err := ReadPolicy(name)
	return Rulebook{PolicyText{Rules{p, 0}, source}, rulebook.Edition{Lang: lang, Date: today}}, err
}

// inForceFrom is the day a version was last put to use from, 0 if that was for
// every day or never.
func (s *Session) inForceFrom(ctx context.Context, r Rules) (from cal.Date, err error) {
	history, err := s.PolicyHistory(ctx, r.Name)
	if err != nil {
		return 0, err
	}
	for _, v := range history {
		for _, l := range v.Entries {
			if v.Version == r.Version && l.What == "used" && l.From != "" {
				if from, err = cal.Parse(l.From); err != nil {
					return 0, err
				}
			}
		}
	}
	return from, nil
}

// Views are the explanations of the parts that are open, with every text
// prepared for a page.
func (e Explained) Views(lang string) (views []rulebook.View) {
	for _, part := range e.Parts {
		if part.Open != nil {
			views = append(views, rulebook.Explain(*part.Open, e.Rules, lang, e.Version))
		}
	}
	return views
}

// Findings checks a policy for the company: with its calendar, the languages
// of its customers, the laws of its contracts and its own letters. Days are
// looked at from one on.
func (s *Session) Findings(ctx context.Context, p *policy.Policy, lang string, from cal.Date) (found []rulebook.Finding, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		found, err = s.findings(ctx, r, p, lang, from)
		return err
	})
	return found, err
}

func (s *Session) findings(ctx context.Context, r store.Reader, p *policy.Policy, lang string, from cal.Date) ([]rulebook.Finding, error) {
	u := rulebook.Use{Lang: lang, From: from}
	var err error
	if u.Languages, u.Laws, err = s.inUse(ctx, r); err != nil {
		return nil, err
	}
	return s.findingsAmong(ctx, r, p, u)
}

// findingsAmong checks a policy against the company's letters and calendar for
// the languages and laws named.
func (s *Session) findingsAmong(ctx context.Context, r store.Reader, p *policy.Policy, u rulebook.Use) ([]rulebook.Finding, error) {
	book, err := readLetterBook(ctx, r)
	if err != nil {
		return nil, err
	}
	u.Calendar = s.Calendar()
	u.Written = func(kind, lang, law string) bool {
		_, ok, err := book.in(kind, lang, letter.Law(law))
		return ok && err == nil
	}
	return rulebook.Check(p, u), nil
}

// ShippedFindings checks a policy without a company: no holidays are known,
// nor who is to be written to.
func ShippedFindings(p *policy.Policy, lang string, from cal.Date) []rulebook.Finding {
	return rulebook.Check(p, rulebook.Use{Lang: lang, Calendar: cal.For(""), From: from})
}

// inUse is the languages of customers and the laws of contracts, each once, by
// name; the company's language is always one.
func (s *Session) inUse(ctx context.Context, r store.Reader) (languages, laws []string, err error) {
	if languages, err = r.LanguagesInUse(ctx); err != nil {
		return nil, nil, err
	}
	laws, err = r.LawsInUse(ctx)
	return s.languages(languages), laws, err
}

// languages are those of customers and the company's, each once, by name.
func (s *Session) languages(ofCustomers []string) []string {
	list := append(slices.Clone(ofCustomers), s.company.Language)
	slices.Sort(list)
	return slices.Compact(list)
}
