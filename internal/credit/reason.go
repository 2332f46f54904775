package credit

import (
	"cmp"
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/money"
)

// The codes of an answer. They are stable.
const (
	Overdue      = "hold.overdue"
	OverLimit    = "hold.limit"
	ByRate       = "hold.rate"    // by which the limit and what is owed were counted
	NoRate       = "hold.no_rate" // for want of which they could not be
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
	Rate      fx.Rate // of NoRate: the currencies and the day alone
}

// explain gives the reasons, and raises the releasing payment to what the
// limit needs for the amount asked for.
func (ans *Answer) explain(q *Query, overdue []debt, lift *Lift, room *room) {
	if room.limited && len(room.unknown) == 0 {
		ans.ReleasedByPayment = max(ans.ReleasedByPayment, q.Amount-room.left, -room.left)
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
	if room.limited && tooMuch(q.Amount, room.left) {
		ans.Reasons = append(ans.Reasons, room.reasons(q)...)
	}
	if lift != nil {
		ans.Reasons = append(ans.Reasons, Reason{Code: LiftExceeded, Available: *ans.Available, Currency: q.Currency, Until: lift.Until, By: lift.By})
	}
}

// reasons is why the limit does not let it ship: it is used up, as counted by
// some rates, or there is no rate to count it by.
func (r *room) reasons(q *Query) (list []Reason) {
	for _, c := range r.unknown {
		list = append(list, Reason{Code: NoRate, Currency: q.Currency, Rate: fx.Rate{Currency: c, Base: q.Currency, Day: q.Date}})
	}
	if len(list) > 0 {
		return list
	}
	list = []Reason{{Code: OverLimit, Available: max(0, r.left), Currency: q.Currency}}
	for _, rate := range r.rates {
		list = append(list, Reason{Code: ByRate, Currency: q.Currency, Rate: rate})
	}
	return list
}

// Text is the reason as one sentence, in English or Russian; other languages
// get English.
func (r Reason) Text(lang string) string {
	text, date := english[r.Code], cal.Date.String
	if lang == "ru" {
		text, date = russian[r.Code], func(day cal.Date) string {
			y, m, d := day.Civil()
			return fmt.Sprintf("%02d.%02d.%04d", d, m, y)
		}
	}
	amount := func(m money.Minor) string { return m.Decimal(r.Currency) + " " + string(r.Currency) }
	return strings.NewReplacer(
		"{invoice}", string(r.Invoice), "{days}", fmt.Sprint(r.Days), "{open}", amount(r.Open),
		"{available}", amount(r.Available), "{until}", date(r.Until), "{by}", r.By,
		"{from}", string(r.Rate.Currency), "{to}", string(r.Rate.Base), "{rate}", r.Rate.String(), "{day}", date(r.Rate.Day), "{source}", cmp.Or(r.Rate.Source, "–"),
	).Replace(text)
}

var english = map[string]string{
	Overdue:      "{open} of document {invoice} are overdue, day {days}",
	OverLimit:    "the credit limit leaves {available}",
	ByRate:       "counted by the rate of {day}: {rate} ({source})",
	NoRate:       "the limit cannot be counted: no rate between {from} and {to} of {day} or shortly before; import the rates of the day",
	LiftExceeded: "the override by {by} until {until} leaves {available}",
	Lifted:       "shipped by an override of {by} until {until}; {available} are left on it",
}

var russian = map[string]string{
	Overdue:      "по документу {invoice} просрочено {open}, день {days}-й",
	OverLimit:    "по кредитному лимиту осталось {available}",
	ByRate:       "посчитано по курсу на {day}: {rate} ({source})",
	NoRate:       "лимит не посчитать: нет курса между {from} и {to} на {day} и за дни до того; загрузите курсы на этот день",
	LiftExceeded: "по разрешению {by} до {until} осталось {available}",
	Lifted:       "отгрузка по разрешению {by} до {until}; по нему осталось {available}",
}
