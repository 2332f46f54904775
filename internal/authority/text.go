package authority

import (
	"strings"

	"debitor/internal/cal"
)

// Text is what the kind is called, in English or Russian; other languages get
// English.
func (k Kind) Text(lang string) string {
	names, ok := kindNames[lang]
	if !ok {
		names = kindNames["en"]
	}
	if name, ok := names[k]; ok {
		return name
	}
	return string(k)
}

var kindNames = map[string]map[Kind]string{
	"en": {
		Promise: "a later day of payment", LiftHold: "lifting a hold", WaivePrice: "waiving the price of delay", ReDefer: "a new deferral",
		AssignCategory: "the customer's category", Exclude: "exclusion from the plans", ChangeLimit: "a new limit", ChangeTerms: "new terms",
		PublishPolicy: "publishing a policy", WriteOff: "writing off", WaivePapers: "credit without all papers", BlackList: "the black list",
		ChargeLate: "charging penalty or interest", WaiveCharge: "waiving a charge",
	},
	"ru": {
		Promise: "перенос дня оплаты", LiftHold: "снятие стопа", WaivePrice: "отказ от цены просрочки", ReDefer: "новая отсрочка",
		AssignCategory: "категория клиента", Exclude: "исключение из планов", ChangeLimit: "новый лимит", ChangeTerms: "новые условия",
		PublishPolicy: "публикация политики", WriteOff: "списание", WaivePapers: "отгрузка без всех документов", BlackList: "чёрный список",
		ChargeLate: "начисление неустойки или процентов", WaiveCharge: "отказ от начисленного",
	},
}

// Text is the verdict as one short sentence, in English or Russian; other
// languages get English.
func (v Verdict) Text(lang string) string {
	texts, ok := verdictTexts[lang]
	if !ok {
		lang, texts = "en", verdictTexts["en"]
	}
	code := v.Code
	if code == Nobody && v.Last != 0 {
		code = nobodySoLong
	}
	return strings.NewReplacer(
		"{kind}", v.Kind.Text(lang), "{role}", v.Role, "{roles}", strings.Join(v.Deciders(), ", "),
		"{evidence}", strings.Join(v.Evidence, ", "), "{proposals}", strings.Join(v.Proposals, ", "), "{last}", date(lang, v.Last),
	).Replace(texts[code])
}

// Deciders are who may decide, or whose words together do.
func (v Verdict) Deciders() []string {
	if len(v.Roles) > 0 {
		return v.Roles
	}
	return v.Proposals
}

func date(lang string, d cal.Date) string {
	if lang == "ru" && d != 0 {
		return d.Time().Format("02.01.2006")
	}
	return d.String()
}

// nobodySoLong is Nobody, where it is the day that goes beyond.
const nobodySoLong = Nobody + ".last"

var verdictTexts = map[string]map[string]string{
	"en": {
		Granted:       "{kind}: may be decided as {role}",
		NeedsDecision: "{kind}: to be decided by {roles}",
		NeedsProposal: "{kind}: to be proposed by {proposals} first, then decided by {roles}",
		NeedsAll:      "{kind}: takes the yes of each of {proposals}",
		Agreed:        "{kind}: all who decide it together have said yes",
		NeedsEvidence: "{kind}: needs {evidence}; then decided by {roles}",
		Nobody:        "{kind}: beyond what the policy lets anyone decide",
		nobodySoLong:  "{kind}: beyond what the policy lets anyone decide; its last day is {last}",
		NotRepaid:     "{kind}: only once the debt is repaid in full; part of it is open",
		Unwritten:     "{kind}: the policy does not say who decides",
	},
	"ru": {
		Granted:       "{kind}: можно решить в роли {role}",
		NeedsDecision: "{kind}: решает {roles}",
		NeedsProposal: "{kind}: сначала предлагают {proposals}, затем решает {roles}",
		NeedsAll:      "{kind}: нужно согласие каждого: {proposals}",
		Agreed:        "{kind}: все, кто решает вместе, согласны",
		NeedsEvidence: "{kind}: нужно {evidence}; решает {roles}",
		Nobody:        "{kind}: больше, чем политика позволяет кому-либо",
		nobodySoLong:  "{kind}: больше, чем политика позволяет кому-либо; последний день — {last}",
		NotRepaid:     "{kind}: только после полного погашения; часть долга не оплачена",
		Unwritten:     "{kind}: политика не говорит, кто решает",
	},
}
