package late

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// showPage is what the page of a charge is made from.
type showPage struct {
	*page.Call
	charge desk.ChargeSeen
	doc    *letter.Document // its calculation; nil: a sum that was named
}

func number(c *page.Call) int64 {
	n, _ := strconv.ParseInt(c.Arg("number"), 10, 64) // 0 is no charge, which the desk says
	return n
}

func (p showPage) here() string { return p.To("charges", strconv.FormatInt(p.charge.Number, 10)) }

func (p showPage) title() string {
	return p.Say.T("charge.one", p.charge.Number, p.Say.T("charge.kind_"+string(p.charge.Kind)))
}

func open(c *page.Call) (p showPage, err error) {
	p.Call = c
	if p.charge, err = c.Session.Charge(c.Context(), number(c)); err != nil || p.charge.Calculation == nil {
		return p, err
	}
	p.doc, err = document(c, []desk.LateSheet{p.charge.Paper()}, &p.charge)
	return p, err
}

// document is a calculation in the reader's language.
func document(c *page.Call, sheets []desk.LateSheet, of *desk.ChargeSeen) (*letter.Document, error) {
	paper, err := c.Session.LatePaperOf(c.Context(), of.Customer, sheets)
	if err != nil {
		return nil, err
	}
	paper.Language = c.Say.Lang()
	return c.Session.LateDocument(&paper)
}

// files are what calculations can be downloaded as.
var files = map[string]string{
	"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// download answers with calculations as a file, in the customer's language.
func download(c *page.Call, sheets []desk.LateSheet, of *desk.ChargeSeen, name string) error {
	format := c.Ask("format")
	kind, known := files[format]
	if !known || len(sheets) == 0 {
		return fault.New(fault.Usage, "charge.format", "a calculation cannot be written as %q: use .pdf, .docx or .xlsx", format)
	}
	paper, err := c.Session.LatePaperOf(c.Context(), of.Customer, sheets)
	if err != nil {
		return err
	}
	data, err := c.Session.RenderLate(&paper, "."+format)
	if err != nil {
		return err
	}
	return c.File(name+"."+format, kind, data, format != "pdf")
}

// show is one charge with its calculation and what became of it.
func show(c *page.Call) error {
	p, err := open(c)
	if err != nil {
		return err
	}
	if c.Exporting() && p.charge.Calculation != nil {
		return download(c, []desk.LateSheet{p.charge.Paper()}, &p.charge, "charge-"+strconv.FormatInt(p.charge.Number, 10))
	}
	f := c.Form()
	f.Set("paid_on", c.Today.String())
	return c.Render(p.title(), showOne(p, f))
}

// act does what the visitor chose with a charge; the desk says whether he may.
func act(c *page.Call) error {
	p, err := open(c)
	if err != nil {
		return err
	}
	f := c.Form()
	done, err := p.do(f)
	if err := f.Take(err); err != nil {
		return err
	}
	if !f.OK() {
		return c.Again(p.title(), showOne(p, f))
	}
	return c.Go(p.here(), done)
}

// do carries one act out and gives the key of what is said then.
func (p showPage) do(f *ui.Form) (done string, err error) {
	asked := func(a desk.Approval, err error) (string, error) {
		if a.State == store.Pending {
			return "charge.done_asked", err
		}
		return "charge.done", err
	}
	ctx, s := p.Context(), p.Session
	switch f.Value("do") {
	case "charge":
		if reason := f.Need("reason"); f.OK() {
			return asked(s.ChargeNow(ctx, p.charge.Number, reason))
		}
	case "drop":
		if reason := f.Need("reason"); f.OK() {
			return "charge.done", s.DropCharge(ctx, p.charge.Number, reason)
		}
	case "reverse":
		if reason := f.Need("reason"); f.OK() {
			return "charge.done", s.ReverseCharge(ctx, p.charge.Number, reason)
		}
	case "waive":
		amount, reason := f.Money("waive_amount", p.charge.Currency), f.Need("waive_reason")
		if !f.OK() {
			break
		}
		text := ""
		if amount != 0 {
			text = amount.Decimal(p.charge.Currency)
		}
		return asked(s.WaiveChargeNow(ctx, p.charge.Number, text, reason, nil))
	case "pay":
		f.Need("paid_amount")
		amount, on, document := f.Money("paid_amount", p.charge.Currency), f.NeedDate("paid_on"), f.Need("paid_document")
		if f.OK() {
			return "charge.done", s.PayCharge(ctx, desk.ChargePayment{Number: p.charge.Number, Amount: amount.Decimal(p.charge.Currency), Date: on, Document: document})
		}
	case "name":
		payment, reason := f.Need("named_payment"), f.Need("named_reason")
		if f.OK() {
			return "charge.done", s.NameCharge(ctx, id.Payment(payment), p.charge.Number, reason)
		}
	default:
		f.Problem = p.Say.T("error.form")
	}
	return "", nil
}

func (p showPage) moves() ui.Table[store.ChargeMove] {
	return ui.Table[store.ChargeMove]{
		Caption: p.Say.T("charge.moves"), Rows: p.charge.Moves,
		Columns: []ui.Column[store.ChargeMove]{
			{Title: p.Say.T("charge.on"), Text: func(m store.ChargeMove) string { return p.Say.Date(m.Date) }},
			{Title: p.Say.T("charge.what"), Text: func(m store.ChargeMove) string { return p.Say.T("charge.move_" + p.moved(m)) }},
			{Title: p.Say.T("charge.amount"), Number: true, Text: func(m store.ChargeMove) string { return p.Say.Money(m.Amount, p.charge.Currency) }},
			{Title: p.Say.T("charge.document"), Text: func(m store.ChargeMove) string { return cmp.Or(m.Document, string(m.Payment)) }},
			{Title: p.Say.T("say.reason"), Text: func(m store.ChargeMove) string { return m.Reason }},
			{Title: p.Say.T("charge.by"), Cell: func(m store.ChargeMove) templ.Component { return by(p, m.Author, m.Approval) }},
		},
	}
}

// moved is what became of the charge by a move.
func (p showPage) moved(m store.ChargeMove) string {
	if m.Payment != "" {
		return "covered"
	}
	return m.Kind
}

// byHand tells whether anything was noted as paid, or waived: that is taken back
// before the charge is.
func (p showPage) byHand() bool {
	noted := p.charge.Waived
	for _, m := range p.charge.Moves {
		if m.Kind == store.MovePaid && m.Payment == "" {
			noted += m.Amount
		}
	}
	return noted != 0
}

// quiet is the form without what is wrong with the whole, which stands once above
// the forms of the page.
func quiet(f *ui.Form) *ui.Form {
	q := *f
	q.Problem = ""
	return &q
}
