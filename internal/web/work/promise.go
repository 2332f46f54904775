package work

import (
	"strconv"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func promise(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("work.take_promise"), promisePage(c, t, c.Form()))
}

func promiseTake(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	f := c.Form()
	q := t.promised(f, f.NeedDate("until"))
	again := func() error { return c.Again(c.Say.T("work.take_promise"), promisePage(c, t, f)) }
	return take(c, f, q, again)
}

// take records a promise or a plan; what is beyond the visitor's authority is
// said to wait.
func take(c *page.Call, f *ui.Form, q desk.PromiseRequest, again func() error) error {
	if !f.OK() {
		return again()
	}
	done, err := c.Session.TakePromise(c.Context(), q)
	if err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		return again()
	}
	customer := c.To("customers", string(q.Customer))
	if len(done.Waiting) > 0 {
		return c.Go(customer, "work.promise_waits")
	}
	return c.Go(customer, "work.promise_taken")
}

// planParts is how many parts the form of a payment plan has at first, and how
// many at most.
const (
	planParts    = 4
	maxPlanParts = 36
)

func plan(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("work.make_plan"), planPage(c, t, c.Form(), parts(c.AskInt("parts", planParts))))
}

func parts(n int) int { return min(max(n, 2), maxPlanParts) }

func planTake(c *page.Call) error {
	t, err := talkOf(c, "", "")
	if err != nil {
		return err
	}
	f := c.Form()
	n := parts(f.Int("parts"))
	q := desk.PromiseRequest{Customer: t.Customer.ID, Guarantee: f.Text("guarantee"), Note: f.Text("note")}
	currency := t.Currency
	if v := f.Text("invoice"); v != "" {
		q.Invoices = []id.Invoice{id.Invoice(v)}
		for i := range t.Open {
			if string(t.Open[i].Invoice) == v {
				currency = t.Open[i].Currency
			}
		}
	}
	for i := range n {
		until, amount := partField("until", i), partField("amount", i)
		if f.Text(until) == "" && f.Text(amount) == "" {
			continue
		}
		f.Need(amount)
		q.Parts = append(q.Parts, desk.PromisePart{Until: f.NeedDate(until), Amount: f.Money(amount, currency)})
	}
	if len(q.Parts) < 2 {
		f.Problem = c.Say.T("work.plan_parts")
	}
	return take(c, f, q, func() error { return c.Again(c.Say.T("work.make_plan"), planPage(c, t, f, n)) })
}

func partField(name string, i int) string { return name + strconv.Itoa(i+1) }

// oneDocument is the choice of what a payment plan is about.
func (t *talkForm) oneDocument(c *page.Call) []ui.Option {
	return append([]ui.Option{{Text: c.Say.T("work.all_documents")}}, t.documents(c)...)
}
