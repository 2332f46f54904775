package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// jobLimitation warns of debts whose limitation runs out.
const jobLimitation = "limitation"

// limitationEvery is how often it is asked whether somebody is to be warned: a
// warning is a matter of days.
const limitationEvery = 6 * time.Hour

// warnCustomers is how many customers one change of warnings is about.
const warnCustomers = 200

// warnRole answers for limitation.
const warnRole = "lawyer"

// WarnLimitation makes the tasks of the debts that have 180, 90 or 30 days left
// before limitation: each debt is in one task for each of these, and again
// when its clock has begun anew. It tells how many tasks were made.
func (s *Session) WarnLimitation(ctx context.Context, day cal.Date) (made int, err error) {
	book, err := claims.Shipped()
	if err != nil {
		return 0, err
	}
	after, due := id.Customer(""), day-cal.Date(365*book.ShortestYears())+cal.Date(claims.Warnings[0])
	for {
		var list []id.Customer
		err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
			list, err = r.OldDebtors(ctx, due, s.scope(), after, warnCustomers)
			return err
		})
		if err != nil || len(list) == 0 {
			return made, err
		}
		n := 0
		err = s.do(ctx, KeepClaims, "limitation.warn", nil, func(ctx context.Context, e *entry) (err error) {
			n, err = s.warn(ctx, e, list, day)
			return err
		})
		if made += n; err != nil {
			return made, err
		}
		after = list[len(list)-1]
	}
}

// warn makes the tasks of some customers.
func (s *Session) warn(ctx context.Context, e *entry, list []id.Customer, day cal.Date) (made int, err error) {
	for _, customer := range list {
		a, _, err := e.Account(ctx, customer, day, store.Needs{Contracts: true})
		if err != nil {
			return made, err
		}
		l, err := s.limitsOf(ctx, e.Reader, &a, day)
		if err != nil {
			return made, err
		}
		for _, within := range claims.Warnings {
			n, err := s.warnOf(ctx, e, &a, l, day, within)
			if made += n; err != nil {
				return made, err
			}
		}
	}
	return made, nil
}

// warnOf makes the tasks of one warning for a customer, one for each currency.
func (s *Session) warnOf(ctx context.Context, e *entry, a *ledger.Account, limits map[partKey]Limit, day cal.Date, within int) (made int, err error) {
	step := "limitation-" + strconv.Itoa(within)
	var tasks []store.Task // of this warning; read when the first debt asks
	read := false
	byCurrency := map[money.Currency]*newTask{}
	var currencies []money.Currency
	for i := range a.Items {
		it := &a.Items[i]
		l := limits[partKey{it.Invoice, it.Part}]
		left, known := l.Left()
		if !known || claims.WarningAt(left) != within || l.Class == claims.Bad || l.Clock.Stops == claims.InCourt {
			continue
		}
		if !read {
			if tasks, err = e.TasksFrom(ctx, a.Customer, step); err != nil {
				return made, err
			}
			read = true
		}
		if warned(tasks, it, l.Clock.Last-cal.Date(within)) {
			continue
		}
		t := byCurrency[it.Currency]
		if t == nil {
			t = &newTask{
				Day: day, Customer: a.Customer, From: step, Currency: it.Currency, Task: "limitation-warning", Role: warnRole,
				Deadline: l.Clock.Last, Why: limitationWhy(s.company.Language, l.Clock.Last),
			}
			byCurrency[it.Currency], currencies = t, append(currencies, it.Currency)
		}
		if l.Clock.Last < t.Deadline {
			t.Deadline, t.Why = l.Clock.Last, limitationWhy(s.company.Language, l.Clock.Last)
		}
		t.Total += it.Open
		t.Items = append(t.Items, TaskItem{it.Invoice, it.Part, string(it.Invoice), string(it.Contract), it.Due, int(day - it.Due), it.Open.Decimal(it.Currency)})
	}
	for _, c := range currencies {
		if err := nameItems(ctx, e.Reader, byCurrency[c].Items); err != nil {
			return made, err
		}
		if _, err := e.makeTask(ctx, *byCurrency[c]); err != nil {
			return made, err
		}
		made++
	}
	return made, nil
}

// nameItems puts the documents' printed numbers into the items of a task.
func nameItems(ctx context.Context, r store.Reader, items []TaskItem) error {
	ids := make([]id.Invoice, len(items))
	for i := range items {
		ids[i] = items[i].Invoice
	}
	documents, err := r.Documents(ctx, ids)
	for i := range items {
		if number := documents[items[i].Invoice].Number; number != "" {
			items[i].Document = number
		}
	}
	return err
}

// warned tells whether a debt is in a task of this warning that was made since
// its day came: one of before is of a clock that has begun anew since.
func warned(tasks []store.Task, it *ledger.Item, since cal.Date) bool {
	return slices.ContainsFunc(tasks, func(t store.Task) bool {
		var items []TaskItem
		return t.RunDate >= since && json.Unmarshal([]byte(t.Items), &items) == nil &&
			slices.ContainsFunc(items, func(v TaskItem) bool { return v.Invoice == it.Invoice && v.Part == it.Part })
	})
}

// limitationWhy says what a warning is about, in the company's language.
func limitationWhy(lang string, last cal.Date) string {
	text, ok := map[string]string{
		"ru": "Исковая давность истекает: в суд можно обратиться не позднее ",
		"uk": "Позовна давність спливає: до суду можна звернутися не пізніше ",
		"be": "Тэрмін іскавай даўнасці заканчваецца: у суд можна звярнуцца не пазней за ",
		"bs": "Potraživanje zastarijeva: tužba se može podnijeti najkasnije ",
		"de": "Die Verjährung läuft ab: Klage ist möglich bis spätestens ",
	}[lang]
	if !ok {
		text = "Limitation runs out: a court can be asked no later than "
	}
	return text + last.String()
}

// warnDue is WarnLimitation as of today, for the worker.
func warnDue(ctx context.Context, s *Session, _ Profile) error {
	_, err := s.WarnLimitation(ctx, s.Today())
	return err
}
