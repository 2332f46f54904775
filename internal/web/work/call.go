package work

import (
	"cmp"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// talkForm is the form of a talk and what one needs beside it.
type talkForm struct {
	desk.TalkSheet
	Kind string // call or visit
	Task id.Task
}

func call(c *page.Call) error {
	t, err := talkOf(c, cmp.Or(c.Ask("kind"), "call"), c.Ask("task"))
	if err != nil {
		return err
	}
	f := c.Form()
	f.Set("next", date(c.Session.Calendar().NextWorking(c.Today+3)))
	return c.Render(t.title(c), talkPage(c, t, f))
}

// talkOf reads who is to be spoken with; a kind that is none is a call.
func talkOf(c *page.Call, kind, task string) (talkForm, error) {
	if kind != "visit" {
		kind = "call"
	}
	sheet, err := c.Session.TalkSheet(c.Context(), id.Customer(c.Arg("customer")), c.Today)
	return talkForm{sheet, kind, id.Task(task)}, err
}

// beforeDueSteps are the steps of a talk before the due date, in their order.
var beforeDueSteps = []string{"goods", "papers", "calendar", "date", "thanks"}

// nothingLate says whether nothing of the customer's is overdue: then the talk
// is to keep it so.
func (t *talkForm) nothingLate(today cal.Date) bool {
	for i := range t.Open {
		if due := t.Open[i].Due; due != 0 && due < today {
			return false
		}
	}
	return len(t.Open) > 0
}

func (t *talkForm) title(c *page.Call) string {
	return c.Say.T("work.kind."+t.Kind) + ": " + t.Customer.Name
}

// callDone records what came of it; a dispute is opened next, else the next
// task follows.
func callDone(c *page.Call) error {
	f := c.Form()
	t, err := talkOf(c, f.Text("kind"), f.Text("task"))
	if err != nil {
		return err
	}
	q := t.request(f)
	if !f.OK() {
		return c.Again(t.title(c), talkPage(c, t, f))
	}
	done, err := c.Session.Talk(c.Context(), q)
	if err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return c.Again(t.title(c), talkPage(c, t, f))
	}
	switch {
	case q.Outcome == desk.TalkDispute:
		return c.Go(c.To("customers", string(q.Customer), "dispute"), "work.talk_dispute")
	case len(done.Promised.Waiting) > 0:
		return goNext(c, q.Task, "work.promise_waits")
	}
	return goNext(c, q.Task, "work.talk_done")
}

// request reads the form; what an outcome needs, it needs.
func (t *talkForm) request(f *ui.Form) desk.TalkRequest {
	q := desk.TalkRequest{
		Customer: t.Customer.ID, Kind: t.Kind, Contact: f.Text("contact"), Task: t.Task, Outcome: f.Need("outcome"), Reason: f.Text("reason"),
		Objection: f.Text("objection"), Tactic: f.Text("tactic"), Behaviour: f.Text("behaviour"), Joint: f.Checked("joint", "1"), Note: f.Text("note"),
		Next: f.NeedDate("next"),
	}
	switch q.Outcome {
	case desk.TalkPromise:
		q.Promise = t.promised(f, f.NeedDate("until"))
	case desk.TalkOnItsWay:
		q.Document, q.Amount = f.Need("document"), f.Money("amount", t.Currency)
	case desk.TalkRefusal:
		f.Need("reason")
	}
	return q
}

// promised reads a promise of one day.
func (t *talkForm) promised(f *ui.Form, until cal.Date) desk.PromiseRequest {
	q := desk.PromiseRequest{Customer: t.Customer.ID, Guarantee: f.Text("guarantee"), Note: f.Text("note")}
	currency := t.Currency
	for _, v := range f.Values("invoice") {
		q.Invoices = append(q.Invoices, id.Invoice(v))
	}
	for i := range t.Open {
		if len(q.Invoices) > 0 && t.Open[i].Invoice == q.Invoices[0] {
			currency = t.Open[i].Currency
		}
	}
	q.Parts = []desk.PromisePart{{Until: until, Amount: f.Money("amount", currency)}}
	return q
}

// coded are the words of a list of codes; the first stands for none of them.
func coded(c *page.Call, prefix string, codes []string, none bool) []ui.Option {
	var list []ui.Option
	if none {
		list = append(list, ui.Option{Text: "–"})
	}
	for _, code := range codes {
		list = append(list, ui.Option{Value: code, Text: c.Say.T(prefix + code)})
	}
	return list
}

// outcomes are those that end a talk: that all is right, of a visit before the
// day alone.
func (t *talkForm) outcomes(c *page.Call) []ui.Option {
	return coded(c, "work.outcome.", desk.TalkOutcomes, false)
}

// people are the customer's contacts to choose from.
func (t *talkForm) people() []ui.Option {
	list := []ui.Option{{Text: "–"}}
	for _, p := range t.Contacts {
		list = append(list, ui.Option{Value: p.Name, Text: join(p.Name, p.Position)})
	}
	return list
}

// documents are the open documents to tick, once each.
func (t *talkForm) documents(c *page.Call) []ui.Option {
	var list []ui.Option
	for i := range t.Open {
		v := &t.Open[i]
		if len(list) > 0 && list[len(list)-1].Value == string(v.Invoice) {
			continue
		}
		text := join(cmp.Or(v.Document, string(v.Invoice)), c.Say.Date(v.Due))
		list = append(list, ui.Option{Value: string(v.Invoice), Text: join(text, c.Say.Money(v.Open, v.Currency))})
	}
	return list
}

// late is for how many days an open document is overdue; 0: it is not.
func late(c *page.Call, due cal.Date) int {
	if due == 0 || due >= c.Today {
		return 0
	}
	return int(c.Today - due)
}
