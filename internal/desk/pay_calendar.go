package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// PayCalendar is when a customer pays: what he says, what he does, and what
// comes next.
type PayCalendar struct {
	Rhythm ledger.Rhythm  // of the last year
	Stated ledger.PayDays // the days on his card; none: nobody asked him
	Order  string         // whom he pays first, in his words
	Next   cal.Date       // the next day he should pay on, by his card, else by what he does; zero: not known
	Coming []Coming       // due or promised within comingDays, by day
}

// Coming is money that is due or promised on a day.
type Coming struct {
	Date     cal.Date
	Promised bool
	Amount   money.Minor
	Currency money.Currency
}

// comingDays is how far ahead a customer's calendar shows what is due.
const comingDays = 30

// payCalendar reads on which days of the last year a customer's money came.
func payCalendar(ctx context.Context, r store.Reader, c *ledger.Customer, day cal.Date) (out PayCalendar, err error) {
	days, err := r.PaidDays(ctx, c.ID, day-ledger.RecordDays+1, day)
	if err != nil {
		return out, err
	}
	out.Rhythm, out.Order = ledger.RhythmOf(days), c.Attrs[ledger.CardPayOrder]
	if stated, err := ledger.ParsePayDays(c.Attrs[ledger.CardPayDays]); err == nil { // an import may have brought anything
		out.Stated = stated
	}
	out.Next = cmp.Or(out.Stated.Next(day), out.Rhythm.Usual.Next(day))
	return out, nil
}

// coming is what of an account is due within the days to come, and what was
// promised for one of them, summed up by day and currency.
func coming(items []ledger.Item, promises []PromiseSeen, day cal.Date) (list []Coming) {
	add := func(c Coming) {
		if c.Date < day || c.Date > day+comingDays {
			return
		}
		i := slices.IndexFunc(list, func(o Coming) bool { return o.Date == c.Date && o.Promised == c.Promised && o.Currency == c.Currency })
		if i < 0 {
			list = append(list, c)
			return
		}
		list[i].Amount += c.Amount
	}
	for i := range items {
		add(Coming{Date: items[i].Due, Amount: items[i].Open, Currency: items[i].Currency})
	}
	for i := range promises {
		if p := &promises[i]; p.State == ledger.PromiseOpen {
			add(Coming{Date: p.Until, Promised: true, Amount: p.Target, Currency: p.Currency})
		}
	}
	slices.SortStableFunc(list, func(a, b Coming) int { return cmp.Compare(a.Date, b.Date) })
	return list
}
