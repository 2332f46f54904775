package desk

import (
	"context"
	"slices"

	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// gap is what a letter lacks, and who can mend it. The letter is not made
// wrong for it: it goes as far as it can, and stands in missing.csv.
type gap struct {
	customer, letter, code, text, role string
}

// gapRoles are who can mend what.
var gapRoles = map[string]string{
	"address": policy.DefaultRole, "email": policy.DefaultRole, "contract": policy.DefaultRole, "glyph": policy.DefaultRole,
	"signatory": "admin", "sender": "admin", "text": "admin", "paid": policy.DefaultRole,
}

// gapTexts say it for people.
var gapTexts = map[string]map[string]string{
	"ru": {
		"address":   "нет почтового адреса: узнайте его и впишите на конверте или занесите в базу",
		"email":     "нет действующего адреса электронной почты: письмо идёт только по почте",
		"contract":  "у документа нет договора: в письме нельзя сослаться на пеню",
		"glyph":     "в письме есть знаки, которых нет в шрифтах, и оно не напечатано: ",
		"signatory": "не указано, кто подписывает, впишите в файл компании (debitor company set)",
		"sender":    "письмо по электронной почте не составлено: ",
		"text":      "письмо не составлено: ",
		"paid":      "не напечатано: ",
	},
	"en": {
		"address":   "no postal address: find it out, write it on the envelope or enter it",
		"email":     "no e-mail address that works: the letter goes by post only",
		"contract":  "a document has no contract: the letter cannot speak of a penalty",
		"glyph":     "the letter has characters that the fonts lack and was not printed: ",
		"signatory": "nobody is named to sign; write it into the company file (debitor company set)",
		"sender":    "no e-mail was made: ",
		"text":      "the letter could not be made: ",
		"paid":      "not printed: ",
	},
}

// lacks lists what a letter lacks; detail goes behind the text.
func (o *output) lacks(l *store.RunLetter, code, detail string) {
	texts := gapTexts[o.lang]
	if texts == nil {
		texts = gapTexts["en"]
	}
	o.gaps = append(o.gaps, gap{string(l.Customer), string(l.ID), code, texts[code] + detail, gapRoles[code]})
}

// lacking lists what can be seen from the letter's facts.
func (o *output) lacking(l *store.RunLetter, f *letter.Facts) {
	if l.Post != nil && *l.Post == "" {
		o.lacks(l, "address", "")
	}
	if l.Email == nil && slices.Contains(stepOf(o.rules.Policy, l.Step).By, policy.Email) {
		o.lacks(l, "email", "")
	}
	signer := stepOf(o.rules.Policy, l.Step).Signer
	if f.Kind.ByHand() && f.Signer.Name == "" && (f.Creditor.Signatory.Name == "" || signer != "") && !slices.Contains(o.unsigned, signer) {
		o.unsigned = append(o.unsigned, signer) // of the company, so told once and not of every letter
		detail := ""
		if signer != "" {
			detail = ": " + signer
		}
		o.lacks(&store.RunLetter{}, "signatory", detail)
	}
	if f.Kind.Traits().Court && slices.ContainsFunc(f.Items, func(it letter.Item) bool { return it.Contract == "" }) {
		o.lacks(l, "contract", "")
	}
}

// missing writes the list if there is anything on it.
func (o *output) missing(context.Context, store.Reader) error {
	const name = "missing.csv"
	if len(o.gaps) == 0 {
		return o.remove(name)
	}
	rows := make([][]string, len(o.gaps))
	for i, g := range o.gaps {
		rows[i] = []string{g.customer, g.letter, g.code, g.text, g.role}
	}
	return o.csv(name, []string{"customer", "letter", "missing", "what to do", "who"}, rows)
}
