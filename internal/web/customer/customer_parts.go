package customer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/web/ui"
)

// What is shown of long lists beside the page's own matter.
const (
	reasonsShown = 5
	notesShown   = 10
)

func (p customerPage) parentName() string {
	return cmp.Or(p.ParentName, string(p.Customer.Parent))
}

// itemTable is the open instalments.
func (p customerPage) itemTable() ui.Table[desk.OpenItem] {
	return ui.Table[desk.OpenItem]{
		Caption: p.Say.T("customer.items"), Rows: p.Items, Empty: p.Say.T("customer.owes_nothing"),
		Columns: []ui.Column[desk.OpenItem]{
			{Title: p.Say.T("customer.document"), Cell: func(it desk.OpenItem) templ.Component { return itemDocument(p, it) }},
			{Title: p.Say.T("customer.contract"), Minor: true, Cell: func(it desk.OpenItem) templ.Component { return nowrap(string(it.Contract)) }},
			{Title: p.Say.T("customer.due"), Text: func(it desk.OpenItem) string { return p.Say.Date(it.Due) }},
			{Title: p.Say.T("customer.days"), Cell: func(it desk.OpenItem) templ.Component { return itemLate(p, it) }},
			{Title: p.Say.T("court.left"), Number: true, Minor: true, Cell: func(it desk.OpenItem) templ.Component { return limitLeft(p, it.Limit) }},
			{Title: p.Say.T("customer.open"), Number: true, Text: func(it desk.OpenItem) string { return p.Say.Money(it.Open, it.Currency) }},
			{Title: p.Say.T("customer.next"), Cell: func(it desk.OpenItem) templ.Component { return itemNext(p, it) }},
		},
	}
}

// promises are those that are open or have just been broken, and the others.
func (p customerPage) promises() (now, past []desk.PromiseSeen) {
	for _, s := range p.Promises {
		if s.State == ledger.PromiseOpen || s.State == ledger.PromiseBroken && s.Until > p.Date-justBroken {
			now = append(now, s)
		} else {
			past = append(past, s)
		}
	}
	return now, past
}

// restructuringTone is the colour of a state that is shown beside an agreement.
func restructuringTone(state string) string {
	switch state {
	case store.RestructuringSigned, store.RestructuringKept:
		return "good"
	case store.RestructuringSent:
		return "warn"
	case store.RestructuringBroken, store.RestructuringRefused, store.RestructuringExpired:
		return "bad"
	}
	return ""
}

// justBroken is for how many days a broken promise stands among the open ones.
const justBroken = 31

// currency is that of a promise; of one without an amount, the company's.
func (p customerPage) currency(s desk.PromiseSeen) money.Currency {
	return cmp.Or(s.Currency, p.Session.Company().Currency)
}

func promiseTone(s desk.PromiseSeen) string {
	switch s.State {
	case ledger.PromiseKept:
		return "good"
	case ledger.PromiseBroken:
		return "bad"
	case ledger.PromiseReplaced:
		return ""
	}
	return "warn"
}

// disputeState is the state of a dispute, or that its answer is late.
func disputeState(d desk.Dispute) string {
	if d.Late {
		return "late"
	}
	return d.State
}

func disputeTone(d desk.Dispute) string {
	if d.Late {
		return "bad"
	}
	return "warn"
}

func contractName(k ledger.Contract) string { return cmp.Or(k.Number, string(k.ID)) }

// dated is "of 1.2.2026", empty for no day.
func (p customerPage) dated(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return p.Say.T("customer.of_day", p.Say.Date(d))
}

// terms is the term of payment in words.
func (p customerPage) terms(k ledger.Contract) string {
	switch {
	case k.Terms != "":
		return k.Terms
	case k.PaymentDays < 0:
		return ""
	case k.DaysUnit == ledger.WorkingDays || k.DaysUnit == ledger.BankingDays:
		return p.Say.N("customer.working_days", k.PaymentDays)
	}
	return p.Say.N("say.days", k.PaymentDays)
}

// limit is how much the contract lets the customer owe.
func (p customerPage) limit(k ledger.Contract) string {
	a, err := money.Parse(k.LimitAmount, p.Session.Company().Currency)
	if k.LimitAmount == "" || err != nil {
		return k.LimitAmount
	}
	return p.Say.Money(a.Minor, a.Currency)
}

func (p customerPage) limitDays(k ledger.Contract) string {
	if k.LimitDays == 0 {
		return ""
	}
	return p.Say.N("say.days", k.LimitDays)
}

func penalty(k ledger.Contract) string {
	if k.PenaltyPerDay == "" {
		return ""
	}
	return k.PenaltyPerDay + "\u00a0%"
}

// size is a number of bytes as people read it.
func (p customerPage) size(bytes int) string {
	if bytes < 1<<20 {
		return p.Say.T("customer.kilobytes", (bytes+1023)>>10)
	}
	return p.Say.T("customer.megabytes", bytes>>20)
}

// barHeight is how high a month's bar stands, of 32: at least one, so that a
// month without delay is seen to be one.
func barHeight(days int, months []desk.HabitMonth) int {
	worst := 1
	for _, m := range months {
		worst = max(worst, m.Average)
	}
	return max(1, days*32/worst)
}

// barClass colours a month as its delay would age.
func barClass(m desk.HabitMonth) string {
	switch {
	case m.Parts == 0 || m.Average == 0:
		return "part-0"
	case m.Average <= 5:
		return "part-1"
	case m.Average <= 30:
		return "part-2"
	}
	return "part-4"
}

func (p customerPage) monthInWords(m desk.HabitMonth) string {
	return p.Say.T("customer.month", p.Say.Date(m.First), p.Say.N("say.days", m.Average), m.Parts)
}

// monthsInWords is the bars for those who do not see them.
func (p customerPage) monthsInWords() string {
	list := make([]string, len(p.Habits.Months))
	for i, m := range p.Habits.Months {
		list[i] = p.monthInWords(m)
	}
	return p.Say.T("customer.spark") + ": " + strings.Join(list, "; ")
}

func orDash(s string) string { return cmp.Or(s, "–") }

func nonEmpty(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// figure is an amount in a column, empty for none.
func (p customerPage) figure(m money.Minor, c money.Currency) string {
	if m == 0 {
		return ""
	}
	return p.Say.Figure(m, c)
}

func (p customerPage) payableTable() ui.Table[ledger.Payable] {
	return ui.Table[ledger.Payable]{
		Caption: p.Say.T("customer.payables"), Rows: p.Payables,
		Columns: []ui.Column[ledger.Payable]{
			{Title: p.Say.T("customer.document"), Text: func(d ledger.Payable) string { return d.Document }},
			{Title: p.Say.T("customer.contract"), Minor: true, Text: func(d ledger.Payable) string { return string(d.Contract) }},
			{Title: p.Say.T("customer.due"), Text: func(d ledger.Payable) string { return p.Say.Date(d.Due) }},
			{Title: p.Say.T("customer.amount"), Number: true, Text: func(d ledger.Payable) string { return p.Say.Money(d.Open, d.Currency) }},
		},
	}
}
