package approval

import (
	"net/http"
	"strings"

	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/rulebook"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// The words that can be given behind a link.
const (
	wordYes     = "yes"
	wordRequire = "require:" // and the name of what is to be shown
	wordNo      = "no"
)

// answerPage is behind a link in a mail: the request with its reasons, for who is
// not signed in, on a telephone. It changes nothing, for programs that look at
// mails open their links.
func answerPage(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	a, err := answering(c)
	if err != nil {
		return dead(c, err)
	}
	return c.Render(answerTitle(c, &a), answerShow(c, &a, c.Form()))
}

// dead is the page of a link that answers no more, the same whatever the reason:
// who guesses learns nothing, and whoever was called finds the way to sign in.
// Any other error comes back.
func dead(c *page.Call, err error) error {
	if fault.Code(err) != "approval.link" {
		return err
	}
	return c.RenderStatus(http.StatusNotFound, c.Say.T("answer.dead"), deadShow(c))
}

// answering is the request that the link is of; its page speaks the person's
// language.
func answering(c *page.Call) (desk.Answering, error) {
	a, err := c.Desk.AnswerTo(c.Context(), c.Arg("token"))
	if err == nil {
		c.Say = say.For(a.Language)
	}
	return a, err
}

func answerTitle(c *page.Call, a *desk.Answering) string {
	return c.Say.T("answer.title", c.Say.T("approval.kind."+string(a.Kind)))
}

// giveAnswer takes the word, once it is confirmed.
func giveAnswer(c *page.Call) error {
	if err := c.Often(); err != nil {
		return err
	}
	a, err := answering(c)
	if err != nil {
		return dead(c, err)
	}
	f := c.Form()
	word := desk.Word{Reason: f.Need("reason")}
	switch said := f.Need("word"); {
	case said == wordYes:
		word.Approve = true
	case strings.HasPrefix(said, wordRequire):
		word.Approve, word.Requires = true, []string{strings.TrimPrefix(said, wordRequire)}
	case said != wordNo:
		f.Fail("word", c.Say.T("say.required"))
	}
	if f.OK() {
		done, err := c.Desk.AnswerByLink(c.Context(), c.Arg("token"), word)
		if err == nil {
			return c.Go("/answered", "answer.done."+stateOf(&done))
		}
		if fault.Code(err) == "approval.link" { // answered beside this page
			return dead(c, err)
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(answerTitle(c, &a), answerShow(c, &a, f))
}

// stateOf is what the word came to.
func stateOf(a *desk.Approval) string {
	if a.State == store.Pending {
		return "waits"
	}
	return a.State
}

// answered is the page after a word was given: without the link, which is used.
func answered(c *page.Call) error {
	return c.Render(c.Say.T("answer.thanks"), answeredShow(c))
}

// answers are what can be said to a request.
func answers(c *page.Call, a *desk.Answering) (list []ui.Option) {
	if a.Approves {
		list = append(list, ui.Option{Value: wordYes, Text: c.Say.T("answer.yes")})
		for _, name := range a.Waits.Require {
			list = append(list, ui.Option{Value: wordRequire + name, Text: c.Say.T("answer.yes_if", paper(c, name))})
		}
	}
	return append(list, ui.Option{Value: wordNo, Text: c.Say.T("answer.no")})
}

// sums are amounts in words, each in its currency.
func sums(c *page.Call, list []money.Amount) string {
	if len(list) == 0 {
		return "–"
	}
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = c.Say.Money(a.Minor, a.Currency)
	}
	return strings.Join(texts, ", ")
}

// checkLines are the answer of the shipment check, line by line.
func checkLines(c *page.Call, a *credit.Answer) []string {
	return strings.Split(a.Text(c.Say.Lang(), credit.Names{Role: rulebook.RoleName, Paper: rulebook.Named, Money: letter.Money}), "\n")
}
