package policies

import (
	"strings"
	"time"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// at is the form, sent to an address.
func at(f *ui.Form, action string) *ui.Form {
	f.Action = action
	return f
}

func dayOf(t time.Time) cal.Date { return cal.Of(t) }

// dayNamed is a day as the journal has it, 0 if it has none.
func dayNamed(text string) cal.Date {
	day, err := cal.Parse(text)
	if err != nil {
		return 0
	}
	return day
}

// lines are those of a text, without an empty last one.
func lines(source string) []string {
	return strings.Split(strings.TrimRight(strings.ReplaceAll(source, "\r\n", "\n"), "\n"), "\n")
}

func (v policyView) noteKinds() []ui.Option {
	var list []ui.Option
	for _, kind := range desk.PolicyNotes {
		list = append(list, ui.Option{Value: kind, Text: v.Say.T("policies.entry_" + kind)})
	}
	return list
}

// policyPublish puts a version to use from a day on.
func policyPublish(c *page.Call) error {
	v, err := policyOf(c)
	if err != nil {
		return err
	}
	v.Publish = c.Form()
	from := v.Publish.NeedDate("from")
	if from != 0 && from < c.Today {
		v.Publish.Fail("from", c.Say.T("policies.past"))
	}
	if v.Publish.OK() {
		_, err := c.Session.UsePolicy(c.Context(), v.Pin, from)
		if err := v.Publish.Take(err); err != nil {
			return err
		}
	}
	if !v.Publish.OK() {
		return c.Again(v.title(), policyPage(v))
	}
	return c.Go(c.To("policies"), "policies.published", v.title(), c.Say.Date(from))
}

// policyAsk asks those who may publish rules to approve a version.
func policyAsk(c *page.Call) error {
	v, err := policyOf(c)
	if err != nil {
		return err
	}
	v.Ask = c.Form()
	reason := v.Ask.Need("reason")
	if v.Ask.OK() {
		_, err := c.Session.Ask(c.Context(), desk.AskRequest{Kind: authority.PublishPolicy, Subject: v.Pin, Reason: reason})
		if err := v.Ask.Take(err); err != nil {
			return err
		}
	}
	if !v.Ask.OK() {
		return c.Again(v.title(), policyPage(v))
	}
	return c.Go(c.To("policies", v.Pin), "policies.asked")
}

// policyNote adds to the register of changes.
func policyNote(c *page.Call) error {
	v, err := policyOf(c)
	if err != nil {
		return err
	}
	v.Note = c.Form()
	kind, text := v.Note.Need("kind"), v.Note.Need("text")
	if v.Note.OK() {
		if err := v.Note.Take(c.Session.NotePolicy(c.Context(), v.Pin, kind, text)); err != nil {
			return err
		}
	}
	if !v.Note.OK() {
		return c.Again(v.title(), policyPage(v))
	}
	return c.Go(c.To("policies", v.Pin), "policies.noted")
}
