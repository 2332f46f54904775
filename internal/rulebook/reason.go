package rulebook

import (
	"debitor/internal/letter"
	"debitor/internal/policy"
)

// Reason is why something is done or not, in words: steps by their titles,
// conditions as the regulation says them. A nil policy gives neither.
func Reason(p *policy.Policy, r policy.Reason, lang string) string {
	return p.Say(inWords(p, r, lang), lang)
}

// ReasonSeen is Reason for a page, where a policy is called by its title and
// amounts are written as everywhere on the page; who types commands needs its name.
func ReasonSeen(p *policy.Policy, r policy.Reason, lang string) string {
	if p != nil && r.Policy == p.Name {
		r.Policy = quoted(p.Called(lang), lang)
	}
	return p.SayTo(inWords(p, r, lang), lang, letter.Money)
}

// quoted puts a title into the quotation marks of the language.
func quoted(title, lang string) string {
	switch lang {
	case "ru", "uk", "be":
		return "«" + title + "»"
	case "bs", "de":
		return "„" + title + "“"
	}
	return "“" + title + "”"
}

// Change is what would change the reason, in the same words.
func Change(p *policy.Policy, r policy.Reason, lang string) string {
	return p.Change(inWords(p, r, lang), lang)
}

// inWords puts the reason's condition, which is as the policy writes it, into
// words.
func inWords(p *policy.Policy, r policy.Reason, lang string) policy.Reason {
	if p == nil || r.Condition == "" {
		return r
	}
	if s := p.Step(r.Step); s != nil && s.If != nil && s.If.String() == r.Condition {
		r.Condition = plain(tongueOf(lang).clause(p, s.If))
	}
	return r
}
