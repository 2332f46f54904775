package rulebook

import (
	"debitor/internal/policy"
)

// Reason is why something is done or not, in words: steps by their titles,
// conditions as the regulation says them. A nil policy gives neither.
func Reason(p *policy.Policy, r policy.Reason, lang string) string {
	return p.Say(inWords(p, r, lang), lang)
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
	if lang == "be" {
		lang = "ru" // as reasons have it
	}
	if s := p.Step(r.Step); s != nil && s.If != nil && s.If.String() == r.Condition {
		r.Condition = plain(tongueOf(lang).clause(p, s.If))
	}
	return r
}
