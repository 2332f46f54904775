package e2e_test

import (
	"fmt"
	"sort"
	"time"
)

// The recount: what policy A asks for, said once more in the plainest way from
// the text. It shares nothing with the packages it checks.

// part is an instalment; its zero due means that the term has not started.
type part struct {
	customer, invoice, contract, currency string
	number                                int
	issued, due                           time.Time
	amount                                int64
	paid                                  []paid
}

type paid struct {
	on     time.Time
	amount int64
}

func (p *part) open(day time.Time) int64 {
	left := p.amount
	for _, x := range p.paid {
		if !x.on.After(day) {
			left -= x.amount
		}
	}
	return left
}

// settlement is a payment or a credit note; rest is what it settles nothing with.
type settlement struct {
	key, customer, contract, invoice, currency string
	on                                         time.Time
	amount, rest                               int64
}

type fact struct {
	on                      time.Time
	kind, customer, invoice string
	amount                  int64 // 0: all
	currency                string
	until                   time.Time // zero: no end
}

type debtor struct {
	code        string
	mail, place bool
}

type ledgerBook struct {
	country  string
	debtors  map[string]debtor
	parts    []*part
	payments []*settlement
	facts    []fact
	done     map[string]time.Time // "invoice/part/step"
}

func newBook(country string) *ledgerBook {
	return &ledgerBook{country: country, debtors: map[string]debtor{}, done: map[string]time.Time{}}
}

// settle says what every payment and credit note settles: by date and key, and
// whatever the order in which they became known.
func (b *ledgerBook) settle() {
	for _, p := range b.parts {
		p.paid = nil
	}
	list := b.payments
	sort.Slice(list, func(i, j int) bool {
		if !list[i].on.Equal(list[j].on) {
			return list[i].on.Before(list[j].on)
		}
		return list[i].key < list[j].key
	})
	for _, s := range list {
		s.rest = s.amount
		for _, p := range b.oldestFirst(b.parts) {
			fits := p.invoice == s.invoice
			if s.invoice == "" {
				fits = p.customer == s.customer && (s.contract == "" || p.contract == s.contract) && !p.issued.After(s.on)
			}
			left := p.amount
			for _, x := range p.paid {
				left -= x.amount
			}
			if amount := min(left, s.rest); fits && p.currency == s.currency && amount > 0 {
				p.paid = append(p.paid, paid{s.on, amount})
				s.rest -= amount
			}
		}
	}
}

// oldestFirst sorts by due date, invoice and part; what has no due date yet
// comes last.
func (b *ledgerBook) oldestFirst(parts []*part) []*part {
	list := append([]*part(nil), parts...)
	sort.SliceStable(list, func(i, j int) bool {
		x, y := list[i], list[j]
		if x.due.IsZero() != y.due.IsZero() {
			return y.due.IsZero()
		}
		if !x.due.Equal(y.due) {
			return x.due.Before(y.due)
		}
		if x.invoice != y.invoice {
			return x.invoice < y.invoice
		}
		return x.number < y.number
	})
	return list
}

// owed is an open instalment on a day.
type owed struct {
	*part
	gross, credit, taken int64 // taken: disputed or on its way
	stopped              bool
}

func (o *owed) net() int64 { return max(0, o.gross-o.credit-o.taken) }

// of is what a customer owes on a day, the oldest first.
func (b *ledgerBook) of(customer string, mine []*part, day time.Time) []*owed {
	var list []*owed
	for _, p := range b.oldestFirst(mine) {
		if open := p.open(day); open > 0 && !p.issued.After(day) {
			list = append(list, &owed{part: p, gross: open})
		}
	}
	credit := map[string]int64{}
	for _, s := range b.payments {
		if s.customer == customer && !s.on.After(day) {
			credit[s.currency] += s.rest
		}
	}
	for _, o := range list {
		o.credit = min(o.gross, credit[o.currency])
		credit[o.currency] -= o.credit
	}
	b.suspend(customer, list, day)
	return list
}

// suspend marks what must not be chased. Of the promises, of the disputes and
// of the suspensions about one invoice, and of those about the whole customer,
// the latest counts; transfers on their way add up.
func (b *ledgerBook) suspend(customer string, list []*owed, day time.Time) {
	var mine []fact
	latest := map[string]int{}
	sort2 := map[string]string{"dispute_closed": "dispute", "resume": "suspend"}
	for _, f := range b.facts {
		if f.customer != customer || f.on.After(day) {
			continue
		}
		mine = append(mine, f)
		sort := f.kind
		if s, ok := sort2[sort]; ok {
			sort = s
		}
		key := sort + "/" + f.invoice
		if i, ok := latest[key]; !ok || !f.on.Before(mine[i].on) {
			latest[key] = len(mine) - 1
		}
	}
	for i, f := range mine {
		counts := func(sort string) bool { at, ok := latest[sort+"/"+f.invoice]; return ok && at == i }
		switch f.kind {
		case "promise":
			if counts("promise") && !f.until.Before(day) {
				for _, o := range list {
					o.stopped = o.stopped || f.invoice == "" || f.invoice == o.invoice
				}
			}
		case "suspend":
			if counts("suspend") && (f.until.IsZero() || !f.until.Before(day)) {
				for _, o := range list {
					o.stopped = o.stopped || f.invoice == "" || f.invoice == o.invoice
				}
			}
		case "dispute":
			if counts("dispute") {
				take(f, list)
			}
		case "in_transit":
			until := f.until
			if until.IsZero() {
				until = f.on.AddDate(0, 0, 5)
			}
			if !until.Before(day) {
				take(f, list)
			}
		}
	}
}

// take holds an amount back, or all, from what the fact is about.
func take(f fact, list []*owed) {
	left := f.amount
	for _, o := range list {
		if f.invoice != "" && f.invoice != o.invoice || f.amount != 0 && f.currency != o.currency {
			continue
		}
		amount := o.gross - o.taken
		if f.amount != 0 {
			amount = min(amount, left)
			left -= amount
		}
		o.taken += amount
	}
}

// wantItem and wantStep are a plan as it is compared.
type wantItem struct {
	Invoice string `json:"invoice"`
	Part    int    `json:"part"`
	Due     string `json:"due"`
	Days    int    `json:"days"`
	Open    string `json:"open"`
}

type wantStep struct {
	Customer string     `json:"customer"`
	Step     string     `json:"step"`
	Action   string     `json:"action"`
	Currency string     `json:"currency"`
	Total    string     `json:"total"`
	Items    []wantItem `json:"items"`
}

// wantHold is a customer to whom nothing may ship.
type wantHold struct {
	since    time.Time
	released map[string]int64    // by currency
	because  map[string]struct{} // "invoice/part/days"
}

// wanted is everything the recount says of a day.
type wanted struct {
	steps   []wantStep
	skipped []string // "customer invoice/part", sorted
	holds   map[string]wantHold
	overdue map[string]int64 // "customer/currency"
	total   map[string]int64
}

var ladder = []string{"reminder", "warning", "claim", "court"}

func (b *ledgerBook) day(day time.Time) wanted {
	w := wanted{holds: map[string]wantHold{}, overdue: map[string]int64{}, total: map[string]int64{}}
	byCustomer := map[string][]*part{}
	for _, p := range b.parts {
		byCustomer[p.customer] = append(byCustomer[p.customer], p)
	}
	var customers []string
	for c := range byCustomer {
		customers = append(customers, c)
	}
	sort.Strings(customers)
	for _, c := range customers {
		list := b.of(c, byCustomer[c], day)
		taking := map[*owed]string{}
		if isRun(b.country, day) {
			for _, o := range list {
				if step := b.rung(o, day); step != "" {
					taking[o] = step
				}
			}
		}
		w.steps = append(w.steps, b.group(c, list, taking, day)...)
		for _, o := range list {
			w.total[c+"/"+o.currency] += o.gross
			if !o.due.IsZero() && o.due.Before(day) {
				w.overdue[c+"/"+o.currency] += o.gross
			}
			if taking[o] == "" && (o.due.IsZero() || daysBetween(day, o.due) <= 7) {
				w.skipped = append(w.skipped, fmt.Sprintf("%s %s/%d", c, o.invoice, o.number))
			}
			w.hold(o, day)
		}
	}
	sort.Strings(w.skipped)
	return w
}

// hold: any open instalment more than five days overdue that no money of the
// customer covers.
func (w *wanted) hold(o *owed, day time.Time) {
	if o.due.IsZero() || daysBetween(o.due, day) <= 5 || o.gross == o.credit {
		return
	}
	h, ok := w.holds[o.customer]
	if !ok {
		h = wantHold{since: o.due.AddDate(0, 0, 6), released: map[string]int64{}, because: map[string]struct{}{}}
	}
	if since := o.due.AddDate(0, 0, 6); since.Before(h.since) {
		h.since = since
	}
	h.released[o.currency] += o.gross - o.credit
	h.because[fmt.Sprintf("%s/%d/%d", o.invoice, o.number, daysBetween(o.due, day))] = struct{}{}
	w.holds[o.customer] = h
}

// rung is the step that is due for an instalment on a run day.
func (b *ledgerBook) rung(o *owed, day time.Time) string {
	if o.stopped || o.net() == 0 || o.due.IsZero() {
		return ""
	}
	done := func(step string) (time.Time, bool) {
		at, ok := b.done[fmt.Sprintf("%s/%d/%s", o.invoice, o.number, step)]
		return at, ok
	}
	days := daysBetween(o.due, day)
	_, reminded := done("reminder")
	warnedOn, warned := done("warning")
	claimedOn, claimed := done("claim")
	_, sued := done("court")
	switch {
	case days >= 16 && claimed && claimedOn.Before(day) && !sued:
		return "court"
	case days >= 11 && warned && warnedOn.Before(day) && !claimed:
		return "claim"
	case days >= 5 && !warned:
		return "warning" // in its window, or late
	case days >= -7 && days <= -3 && !reminded:
		return "reminder"
	case days < -7 && !reminded && daysBetween(o.due, nextRun(b.country, day)) > -3:
		return "reminder" // no run day falls into the window: before it
	}
	return ""
}

func (b *ledgerBook) group(customer string, list []*owed, taking map[*owed]string, day time.Time) (steps []wantStep) {
	for _, rung := range ladder {
		totals := map[string]int64{}
		items := map[string][]wantItem{}
		for _, o := range list {
			if taking[o] == rung {
				totals[o.currency] += o.net()
				items[o.currency] = append(items[o.currency], wantItem{
					o.invoice, o.number, o.due.Format(time.DateOnly), daysBetween(o.due, day), decimal(o.net()),
				})
			}
		}
		var currencies []string
		for c := range items {
			currencies = append(currencies, c)
		}
		sort.Strings(currencies)
		for _, c := range currencies {
			action := "letter"
			if rung == "court" || rung == "reminder" && !b.debtors[customer].mail {
				action = "task" // the court package; or to mend the contact
			}
			steps = append(steps, wantStep{customer, rung, action, c, decimal(totals[c]), items[c]})
		}
	}
	return steps
}

// apply remembers what was done.
func (b *ledgerBook) apply(steps []wantStep, day time.Time) {
	for _, s := range steps {
		for _, it := range s.Items {
			b.done[fmt.Sprintf("%s/%d/%s", it.Invoice, it.Part, s.Step)] = day
		}
	}
}

func decimal(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }
