package cli

import (
	"cmp"
	"net/url"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/money"
	"debitor/internal/web/say"
)

// answerMail writes the mails that call people for their word on a request:
// with a link, or where no address is known that it could lead to, with the name
// of the page.
func answerMail(base string) func(desk.AnswerMail) (subject, text string) {
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
		subject = p.T("answer.mail_subject", kind, about)
		if base == "" {
			return subject, p.T("answer.mail_page", m.Person, m.Company, kind, what, r.Reason, p.T("approval.title"), r.Number)
		}
		link := strings.TrimSuffix(base, "/") + "/answer/" + url.PathEscape(m.Token)
		return subject, p.T("answer.mail", m.Person, m.Company, kind, what, r.Reason, link, p.Moment(m.Expires))
	}
}
