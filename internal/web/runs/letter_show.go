package runs

import (
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// letterTypes are the files a letter can be had as, by the end of the address.
var letterTypes = map[string]string{
	".pdf": "application/pdf", ".eml": "message/rfc822",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// letterPage is a letter as it was written, and what became of it.
type letterPage struct {
	*page.Call
	trace desk.LetterTrace
	form  *ui.Form // what the post office did
	claim *ui.Form // whether an e-mail is a claim sent
}

// letterShow shows a letter, or gives it as a file where the address ends like
// one: /letters/7K3QX-09Z1A.pdf.
func letterShow(c *page.Call) error {
	name := c.Arg("letter")
	ending := path.Ext(name)
	if kind, ok := letterTypes[ending]; ok {
		content, err := c.Session.LetterFile(c.Context(), id.Letter(strings.TrimSuffix(name, ending)), ending)
		if err != nil {
			return err
		}
		return c.File(name, kind, content, ending != ".pdf")
	}
	return showLetter(c, nil, nil)
}

// showLetter shows the letter with its forms, of which one may have come back wrong;
// nil: as it is first shown.
func showLetter(c *page.Call, mark, claim *ui.Form) error {
	if mark == nil {
		mark = ui.NewForm(c.Say, nil)
		mark.Set("on", c.Today.String())
	}
	if claim == nil {
		claim = ui.NewForm(c.Say, nil)
	}
	trace, err := c.Session.TraceLetter(c.Context(), c.Arg("letter"))
	if err != nil {
		return err
	}
	p := &letterPage{Call: c, trace: trace, form: mark, claim: claim}
	p.form.Action = c.To("letters", string(trace.Letter.ID), "mark")
	p.claim.Action = c.To("letters", string(trace.Letter.ID), "claim")
	title := c.Say.T("runs.letter_title", string(trace.Letter.ID), c.Say.Date(trace.Facts.Date))
	if !mark.OK() || !claim.OK() {
		return c.Again(title, letterShowPage(p))
	}
	return c.Render(title, letterShowPage(p))
}

// letterMark records what the post office did with a letter.
func letterMark(c *page.Call) error {
	f := c.Form()
	mark := desk.PostMark{
		Letter: id.Letter(c.Arg("letter")), State: f.Need("state"), On: f.NeedDate("on"), Tracking: f.Text("tracking"), Note: f.Text("note"),
	}
	if f.OK() {
		_, err := c.Session.MarkPost(c.Context(), []desk.PostMark{mark})
		if err := f.Take(err); err != nil {
			return err
		}
	}
	if !f.OK() {
		return showLetter(c, f, nil)
	}
	return c.Go(c.To("letters", string(mark.Letter)), "runs.mark_noted")
}

// letterClaim records that a claim by e-mail is a claim sent, or that it is none
// after all.
func letterClaim(c *page.Call) error {
	f := c.Form()
	letter, reason, say := id.Letter(c.Arg("letter")), f.Need("reason"), c.Session.CountClaim
	if f.Text("counts") == "no" {
		say = c.Session.DiscountClaim
	}
	if f.OK() {
		if err := f.Take(say(c.Context(), letter, reason)); err != nil {
			return err
		}
	}
	if !f.OK() {
		return showLetter(c, nil, f)
	}
	return c.Go(c.To("letters", string(letter)), "runs.mark_noted")
}

// claimTitle says that the e-mail counts as a claim sent, or asks whether it does.
func (p *letterPage) claimTitle() string {
	if len(p.trace.Claim.Counts) > 0 {
		return p.Say.T("runs.claim")
	}
	return p.Say.T("runs.claim_open")
}

// whoMay names the roles that may do what the visitor may not.
func (p *letterPage) whoMay(right desk.Right) string {
	roles := desk.WhoMay(right)
	for i, role := range roles {
		roles[i] = p.Say.T("role." + role)
	}
	return strings.Join(roles, ", ")
}

// file is the address of the letter as a file.
func (p *letterPage) file(ending string) string {
	return p.To("letters", string(p.trace.Letter.ID)+ending)
}

// goes says whether the letter goes a way.
func (p *letterPage) goes(channel string) bool {
	return slices.ContainsFunc(p.trace.Deliveries, func(d store.Delivery) bool { return d.Channel == channel })
}

func (p *letterPage) deliveries() ui.Table[store.Delivery] {
	return ui.Table[store.Delivery]{
		Caption: p.Say.T("runs.deliveries"), Rows: p.trace.Deliveries, Empty: p.Say.T("runs.no_deliveries"),
		Columns: []ui.Column[store.Delivery]{
			{Title: p.Say.T("runs.how"), Text: func(d store.Delivery) string { return p.Say.T("runs.by_" + d.Channel) }},
			{Title: p.Say.T("runs.address"), Text: func(d store.Delivery) string { return d.Address }},
			{Title: p.Say.T("runs.state"), Cell: func(d store.Delivery) templ.Component { return stateBadge(p.Call, d.State, d.On) }},
			{Title: p.Say.T("runs.tries"), Number: true, Minor: true, Text: func(d store.Delivery) string { return count(p.Call, d.Tries) }},
			{Title: p.Say.T("runs.tracking"), Minor: true, Text: func(d store.Delivery) string { return d.Tracking }},
			{Title: p.Say.T("runs.note"), Minor: true, Text: func(d store.Delivery) string { return noteText(p.Call, d.Note) }},
		},
	}
}

func (p *letterPage) attempts() ui.Table[store.Attempt] {
	return ui.Table[store.Attempt]{
		Caption: p.Say.T("runs.attempts"), Rows: p.trace.Attempts,
		Columns: []ui.Column[store.Attempt]{
			{Title: p.Say.T("runs.when"), Text: func(a store.Attempt) string { return p.Say.Date(secondsDay(a.Begun)) + " " + atClock(a.Begun) }},
			{Title: p.Say.T("runs.outcome"), Text: func(a store.Attempt) string { return p.Say.T("runs.outcome_" + outcomeKey(a.Outcome)) }},
			{Title: p.Say.T("runs.answer"), Text: func(a store.Attempt) string { return a.Answer }},
		},
	}
}

func outcomeKey(outcome string) string {
	if outcome == "" {
		return "none"
	}
	return outcome
}

// journal is what the journal says of the letter itself.
func (p *letterPage) journal() ui.Table[store.JournalEntry] {
	return ui.Table[store.JournalEntry]{
		Caption: p.Say.T("runs.trace"), Rows: p.trace.Journal, Empty: p.Say.T("say.none"),
		Columns: []ui.Column[store.JournalEntry]{
			{Title: p.Say.T("runs.when"), Text: func(e store.JournalEntry) string { return p.Say.Date(cal.Of(e.At)) + " " + clock(e.At) }},
			{Title: p.Say.T("runs.who"), Text: func(e store.JournalEntry) string { return e.Actor }},
			{Title: p.Say.T("runs.what"), Text: func(e store.JournalEntry) string { return p.Say.Did(e.Action) }},
			{Title: p.Say.T("say.reason"), Text: func(e store.JournalEntry) string { return e.Reason }},
		},
	}
}

// noteText is why a delivery stands as it does: said by debitor in the visitor's
// language, by a mail server or a person as they said it.
func noteText(c *page.Call, note string) string {
	if f := fault.Kept(note); f != nil {
		return c.Say.Fault(f)
	}
	return ""
}
