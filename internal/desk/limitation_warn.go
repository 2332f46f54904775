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

// warnCustomers is how many customers one change of warnings is about, and how
// many are read at once.
const warnCustomers = 2000

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

// warn makes the tasks of some customers: for each, and each warning, one for each
// currency.
func (s *Session) warn(ctx context.Context, e *entry, list []id.Customer, day cal.Date) (made int, err error) {
	debts, err := s.runningOut(ctx, e.Reader, list, day)
	if err != nil || len(debts) == 0 {
		return 0, err
	}
	customers := map[int][]id.Customer{} // of each warning
	for i := range debts {
		customers[debts[i].within] = append(customers[debts[i].within], debts[i].customer)
	}
	before := map[int]map[id.Customer][]store.Task{}
	for within, of := range customers {
		if before[within], err = e.TasksAmong(ctx, slices.Compact(of), warnStep(within)); err != nil {
			return 0, err
		}
	}
	tasks := map[warning]*newTask{}
	var order []warning
	for i := range debts {
		d := &debts[i]
		last := d.Clock.Last
		if warned(before[d.within][d.customer], &d.Item, last-cal.Date(d.within)) {
			continue
		}
		key := warning{d.customer, d.within, d.Currency}
		t := tasks[key]
		if t == nil {
			t = &newTask{Day: day, Customer: d.customer, From: warnStep(d.within), Currency: d.Currency, Task: "limitation-warning", Role: warnRole, Deadline: last}
			tasks[key], order = t, append(order, key)
		}
		t.Deadline = min(t.Deadline, last)
		t.Total += d.Open
		t.Items = append(t.Items, TaskItem{d.Invoice, d.Part, string(d.Invoice), string(d.Contract), d.Due, int(day - d.Due), d.Open.Decimal(d.Currency)})
	}
	made = len(order)
	rows := make([]newTask, made)
	for i, key := range order {
		rows[i] = *tasks[key]
		rows[i].Why = limitationWhy(s.company.Language, rows[i].Deadline)
	}
	if err := nameItems(ctx, e.Reader, rows); err != nil {
		return 0, err
	}
	return made, e.makeTasks(ctx, rows)
}

// warning is what a task of warnings is about.
type warning struct {
	customer id.Customer
	within   int
	currency money.Currency
}

func warnStep(within int) string { return "limitation-" + strconv.Itoa(within) }

// running is a debt of which a warning is due.
type running struct {
	customer id.Customer
	within   int
	ledger.Item
	Limit
}

// runningOut are the debts of some customers of which a warning is due, by
// customer.
func (s *Session) runningOut(ctx context.Context, r store.Reader, list []id.Customer, day cal.Date) (debts []running, err error) {
	book, err := claims.Shipped()
	if err != nil {
		return nil, err
	}
	accounts, err := r.AccountsOf(ctx, list, day, store.Needs{Contracts: true})
	if err != nil {
		return nil, err
	}
	l := &clocks{book: book, country: s.company.Country, day: day, acts: map[id.Customer][]store.Act{}}
	acts, err := r.SignedActs(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, a := range acts {
		if a.Restarts() {
			l.acts[a.Customer] = append(l.acts[a.Customer], a)
		}
	}
	if err := l.load(ctx, r, accounts); err != nil {
		return nil, err
	}
	for i := range accounts {
		a := &accounts[i]
		for _, it := range a.Items {
			limit := l.of(a, &it)
			left, known := limit.Left()
			within := claims.WarningAt(left)
			if known && within != 0 && limit.Class != claims.Bad && limit.Clock.Stops != claims.InCourt {
				debts = append(debts, running{a.Customer, within, it, limit})
			}
		}
	}
	return debts, nil
}

// nameItems puts the documents' printed numbers into the items of tasks.
func nameItems(ctx context.Context, r store.Reader, tasks []newTask) error {
	var ids []id.Invoice
	for i := range tasks {
		for j := range tasks[i].Items {
			ids = append(ids, tasks[i].Items[j].Invoice)
		}
	}
	documents, err := r.Documents(ctx, ids)
	for i := range tasks {
		for j := range tasks[i].Items {
			it := &tasks[i].Items[j]
			if number := documents[it.Invoice].Number; number != "" {
				it.Document = number
			}
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
