package cli

import (
	"cmp"
	"net/url"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/web/say"
)

// answerMail writes the mails that call people for their word on a request; nil
// where no address is known that their links could lead to.
func answerMail(base string) func(desk.AnswerMail) (subject, text string) {
	if base == "" {
		return nil
	}
	return func(m desk.AnswerMail) (subject, text string) {
		p, r := say.For(m.Language), &m.Request
		kind, about := p.T("approval.kind."+string(r.Kind)), cmp.Or(r.Name, r.Document, r.Policy)
		what := about
		if amount, err := money.Parse(r.Amount, r.Currency); err == nil {
			what += ", " + p.Money(amount.Minor, r.Currency)
		}
		if r.Until != 0 {
			what += ", " + p.T("approval.until_day", p.Date(r.Until))
		}
		link := strings.TrimSuffix(base, "/") + "/answer/" + url.PathEscape(m.Token)
		return p.T("answer.mail_subject", kind, about), p.T("answer.mail", m.Person, m.Company, kind, what, r.Reason, link, p.Moment(m.Expires))
	}
}
