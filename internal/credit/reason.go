package credit

import (
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// The codes of an answer. They are stable.
const (
	Overdue      = "hold.overdue"
	OverLimit    = "hold.limit"
	LiftExceeded = "hold.lift_exceeded"
	Lifted       = "hold.lifted"
)

// Reason is why goods may not ship, or why they may in spite of a hold. Only
// the facts that the code needs are set.
type Reason struct {
	Code      string
	Invoice   id.Invoice
	Part      int
	Days      int
	Open      money.Minor // of the instalment, or of all under the limit's contracts
	Available money.Minor
	Currency  money.Currency
	Until     cal.Date
	By        string
}

// explain gives the reasons, and raises the releasing payment to what the
// limit needs for the amount asked for.
func (ans *Answer) explain(q *Query, overdue []debt, lift *Lift, room money.Minor, limited bool) {
	if limited {
		ans.ReleasedByPayment = max(ans.ReleasedByPayment, q.Amount-room, -room)
	}
	switch {
	case ans.Allowed && lift != nil:
		ans.Reasons = []Reason{{Code: Lifted, Available: lift.left(), Currency: q.Currency, Until: lift.Until, By: lift.By}}
		return
	case ans.Allowed:
		return
	}
	for i := range overdue {
		o := &overdue[i]
		ans.Reasons = append(ans.Reasons, Reason{
			Code: Overdue, Invoice: o.item.Invoice, Part: o.item.Part, Days: o.days, Open: o.net, Currency: o.item.Currency,
		})
	}
	if limited && tooMuch(q.Amount, room) {
		ans.Reasons = append(ans.Reasons, Reason{Code: OverLimit, Available: max(0, room), Currency: q.Currency})
	}
	if lift != nil {
		ans.Reasons = append(ans.Reasons, Reason{Code: LiftExceeded, Available: *ans.Available, Currency: q.Currency, Until: lift.Until, By: lift.By})
	}
}

// Text is the reason as one sentence, in English or Russian; other languages
// get English.
func (r Reason) Text(lang string) string {
	text := english[r.Code]
	date := r.Until.String()
	if lang == "ru" {
		text = russian[r.Code]
		y, m, d := r.Until.Civil()
		date = fmt.Sprintf("%02d.%02d.%04d", d, m, y)
	}
	amount := func(m money.Minor) string { return m.Decimal(r.Currency) + " " + string(r.Currency) }
	return strings.NewReplacer(
		"{invoice}", string(r.Invoice), "{days}", fmt.Sprint(r.Days), "{open}", amount(r.Open),
		"{available}", amount(r.Available), "{until}", date, "{by}", r.By,
	).Replace(text)
}

var english = map[string]string{
	Overdue:      "{open} of document {invoice} are overdue, day {days}",
	OverLimit:    "the credit limit leaves {available}",
	LiftExceeded: "the override by {by} until {until} leaves {available}",
	Lifted:       "shipped by an override of {by} until {until}; {available} are left on it",
}

var russian = map[string]string{
	Overdue:      "по документу {invoice} просрочено {open}, день {days}-й",
	OverLimit:    "по кредитному лимиту осталось {available}",
	LiftExceeded: "по разрешению {by} до {until} осталось {available}",
	Lifted:       "отгрузка по разрешению {by} до {until}; по нему осталось {available}",
}
