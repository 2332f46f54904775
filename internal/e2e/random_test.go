package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"debitor/internal/db/dbtest"
)

// randomCustomers is how many customers a random company has; each is a ledger
// of its own.
const randomCustomers = 60

// agreement is a contract as the recount knows it.
type agreement struct {
	id, customer string
	shares       []share
	working      bool   // days are working days
	from         string // what the term runs from
}

type share struct{ percent, days int }

// document is an invoice, or a credit note if its amount is negative.
type document struct {
	key, currency string
	customer      string
	contract      *agreement
	date, due     time.Time // no due: by the contract
	shipped       time.Time
	amount        int64
	late          bool // becomes known in the middle of the quarter
}

// invented is a random company: its files, in two deliveries, and the book.
type invented struct {
	r                   *rand.Rand
	from, middle, to    time.Time
	currency            string
	book                *ledgerBook
	documents           []*document
	contracts           []*agreement
	payments            [2][]*settlement
	facts               [2][]fact
	handed              map[string]time.Time
	customers           [][]string
	number              int
	invoices, parts     int
	unnamed, ofContract int
}

// days is a date some days around another.
func (v *invented) within(from, to time.Time) time.Time {
	return from.AddDate(0, 0, v.r.IntN(max(1, daysBetween(from, to))))
}

func invent(seed uint64, country, currency string, from, to time.Time) *invented {
	v := &invented{
		r: rand.New(rand.NewPCG(seed, 77)), from: from, to: to, currency: currency, book: newBook(country), handed: map[string]time.Time{},
		middle: from.AddDate(0, 0, daysBetween(from, to)/2),
	}
	for i := range randomCustomers {
		v.customer(fmt.Sprintf("%c%03d", "aAbBzZёЁ"[i%6], v.r.IntN(10)*100+i))
	}
	return v
}

func (v *invented) customer(code string) {
	d := debtor{code, v.r.IntN(6) > 0, v.r.IntN(6) > 0}
	v.book.debtors[code] = d
	row := []string{code, "Покупатель " + code, "", ""}
	if d.mail {
		row[2] = "mail@" + "kunde.example"
	}
	if d.place {
		row[3] = "ул. Новая, 1"
	}
	v.customers = append(v.customers, row)
	var mine []*agreement
	for n := range 1 + v.r.IntN(2) {
		shares := [][]share{{{100, 5 + v.r.IntN(30)}}, {{30, 0}, {70, 20}}, {{50, 10}, {25, 20}, {25, 45}}}[v.r.IntN(3)]
		from := []string{"invoice", "invoice", "invoice", "shipment", "handed_over"}[v.r.IntN(5)]
		a := &agreement{fmt.Sprintf("%s/%d", code, n), code, shares, v.r.IntN(4) == 0, from}
		mine = append(mine, a)
		v.contracts = append(v.contracts, a)
	}
	var docs []*document
	for range 1 + v.r.IntN(7) {
		v.number++
		x := &document{
			key: fmt.Sprintf("%c%05d", "iI"[v.number%2], v.number*7919%100000), customer: code, currency: v.currency, amount: int64(1+v.r.IntN(900)) * 100,
			date: v.within(v.from.AddDate(0, 0, -45), v.to.AddDate(0, 0, -5)), late: v.r.IntN(5) == 0,
		}
		if v.r.IntN(4) == 0 {
			x.currency = "EUR"
		}
		if v.r.IntN(5) > 0 {
			x.contract = mine[v.r.IntN(len(mine))]
		}
		if v.r.IntN(3) > 0 {
			x.shipped = x.date.AddDate(0, 0, v.r.IntN(3))
		}
		if x.contract == nil && v.r.IntN(8) > 0 || v.r.IntN(2) == 0 {
			x.due = x.date.AddDate(0, 0, v.r.IntN(40))
		}
		if v.r.IntN(10) == 0 {
			x.amount = -x.amount
		}
		docs = append(docs, x)
	}
	v.documents = append(v.documents, docs...)
	v.pay(code, mine, docs)
	v.tell(code, docs)
}

// pay invents payments: some name their invoice, some a contract, some nothing.
func (v *invented) pay(code string, mine []*agreement, docs []*document) {
	for range v.r.IntN(6) {
		v.number++
		x := docs[v.r.IntN(len(docs))]
		s := &settlement{key: fmt.Sprintf("P%05d", v.number*6007%100000), customer: code, currency: x.currency, amount: int64(1+v.r.IntN(100000)) + 99}
		late := 0
		if x.late || v.r.IntN(4) == 0 {
			late = 1
		}
		s.on = v.within(x.date, v.to)
		if v.r.IntN(2) == 0 && x.amount > 0 {
			s.invoice = x.key
			if v.r.IntN(2) == 0 {
				s.amount = x.amount
			}
		} else {
			v.unnamed++
			s.on = v.within(v.from.AddDate(0, 0, -30), v.to)
			if v.r.IntN(3) == 0 {
				s.contract = mine[v.r.IntN(len(mine))].id
				v.ofContract++
			}
		}
		v.payments[late] = append(v.payments[late], s)
	}
}

// tell invents what people say: promises, disputes, orders, transfers.
func (v *invented) tell(code string, docs []*document) {
	for range v.r.IntN(6) {
		kind := []string{"promise", "promise", "dispute", "dispute", "dispute_closed", "suspend", "resume", "in_transit"}[v.r.IntN(8)]
		f := fact{on: v.within(v.from.AddDate(0, 0, -10), v.to), kind: kind, customer: code, currency: v.currency}
		late := v.r.IntN(5) / 4
		if x := docs[v.r.IntN(len(docs))]; v.r.IntN(4) > 0 && x.amount > 0 {
			f.invoice, f.currency = x.key, x.currency // an amount about an invoice is in its currency
			if x.late {
				late = 1
			}
		}
		switch {
		case kind == "promise", kind == "suspend" && v.r.IntN(2) == 0, kind == "in_transit" && v.r.IntN(2) == 0:
			f.until = f.on.AddDate(0, 0, v.r.IntN(25))
		}
		if (kind == "dispute" || kind == "in_transit") && v.r.IntN(2) == 0 {
			f.amount = int64(1 + v.r.IntN(40000))
		}
		v.facts[late] = append(v.facts[late], f)
	}
	for _, x := range docs {
		if x.contract != nil && x.contract.from == "handed_over" && x.date.Before(v.middle) && v.r.IntN(2) == 0 {
			v.handed[x.key] = v.within(x.date, v.middle)
			v.facts[1] = append(v.facts[1], fact{on: v.handed[x.key], kind: "handed_over", customer: code, invoice: x.key})
		}
	}
}

// deliver writes a delivery's files and takes the same into the book.
func (v *invented) deliver(t *testing.T, late bool) []string {
	t.Helper()
	dir, at := t.TempDir(), 0
	var files []string
	if late {
		at = 1
	} else {
		files = append(files, v.masterFiles(t, dir)...)
	}
	rows := [][]string{{"invoice", "customer", "contract", "date", "due", "amount", "currency", "shipped"}}
	for _, x := range v.documents {
		if x.late != late {
			continue
		}
		contract := ""
		if x.contract != nil {
			contract = x.contract.id
		}
		rows = append(rows, []string{x.key, x.customer, contract, text(x.date), text(x.due), signed(x.amount), x.currency, text(x.shipped)})
		if x.amount < 0 {
			v.book.payments = append(v.book.payments, &settlement{key: "credit note " + x.key, customer: x.customer, contract: contract, currency: x.currency, on: x.date, amount: -x.amount})
			continue
		}
		v.split(x, contract)
	}
	files = append(files, writeCSV(t, filepath.Join(dir, "invoices.csv"), rows))
	rows = [][]string{{"payment", "customer", "contract", "date", "amount", "currency", "invoice"}}
	for _, s := range v.payments[at] {
		rows = append(rows, []string{s.key, s.customer, s.contract, text(s.on), signed(s.amount), s.currency, s.invoice})
	}
	v.book.payments = append(v.book.payments, v.payments[at]...)
	files = append(files, writeCSV(t, filepath.Join(dir, "payments.csv"), rows))
	rows = [][]string{{"date", "kind", "customer", "invoice", "amount", "until", "reason", "by"}}
	for i, f := range v.facts[at] {
		amount := ""
		if f.amount > 0 {
			amount = signed(f.amount)
		}
		rows = append(rows, []string{text(f.on), f.kind, f.customer, f.invoice, amount, text(f.until), fmt.Sprint(at, "-", i), ""})
		if f.kind == "handed_over" {
			v.start(f.invoice)
			continue
		}
		v.book.facts = append(v.book.facts, f)
	}
	v.book.settle()
	return append(files, writeCSV(t, filepath.Join(dir, "events.csv"), rows))
}

func (v *invented) masterFiles(t *testing.T, dir string) []string {
	t.Helper()
	rows := [][]string{{"contract", "customer", "date", "payment_days", "days_unit", "term_from", "terms"}}
	for _, a := range v.contracts {
		unit, days, terms := "calendar", "", ""
		if a.working {
			unit = "working"
		}
		for i, s := range a.shares {
			if i > 0 {
				terms += ";"
			}
			terms += fmt.Sprintf("%d%%@%d", s.percent, s.days)
		}
		if len(a.shares) == 1 {
			days, terms = fmt.Sprint(a.shares[0].days), ""
		}
		rows = append(rows, []string{a.id, a.customer, "2025-01-01", days, unit, a.from, terms})
	}
	return []string{
		writeCSV(t, filepath.Join(dir, "customers.csv"), append([][]string{{"customer", "name", "email", "address"}}, v.customers...)),
		writeCSV(t, filepath.Join(dir, "contracts.csv"), rows),
	}
}

// split puts an invoice's instalments into the book.
func (v *invented) split(x *document, contract string) {
	v.invoices++
	shares := []share{{100, 0}}
	if x.contract != nil && x.due.IsZero() {
		shares = x.contract.shares
	}
	for i, s := range shares {
		v.parts++
		p := &part{
			customer: x.customer, invoice: x.key, contract: contract, currency: x.currency, number: i + 1, issued: x.date, due: x.due,
			amount: x.amount / 100 * int64(s.percent),
		}
		if x.contract != nil && x.due.IsZero() {
			switch x.contract.from {
			case "invoice":
				p.due = v.due(x, x.date, s.days)
			case "shipment":
				if !x.shipped.IsZero() {
					p.due = v.due(x, x.shipped, s.days)
				}
			}
		}
		v.book.parts = append(v.book.parts, p)
	}
}

// due counts calendar days, or working days of the country.
func (v *invented) due(x *document, base time.Time, days int) time.Time {
	if !x.contract.working {
		return base.AddDate(0, 0, days)
	}
	for days > 0 {
		base = base.AddDate(0, 0, 1)
		if isWorking(v.book.country, base) {
			days--
		}
	}
	return base
}

// start gives the instalments of an invoice their due dates, now that its
// documents were handed over.
func (v *invented) start(invoice string) {
	for _, x := range v.documents {
		if x.key != invoice || !x.due.IsZero() {
			continue
		}
		for _, p := range v.book.parts {
			if p.invoice == invoice {
				p.due = v.due(x, v.handed[invoice], x.contract.shares[p.number-1].days)
			}
		}
	}
}

func text(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

func signed(minor int64) string {
	if minor < 0 {
		return "-" + decimal(-minor)
	}
	return decimal(minor)
}

// engines make an empty database each.
var engines = map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres}

// TestRandomLedgers walks through random ledgers across New Year and across
// the May holidays, in Russia and in Belarus. Some facts become known in the
// middle of the quarter only.
func TestRandomLedgers(t *testing.T) {
	t.Parallel()
	for i, x := range []struct{ country, currency, from, to string }{
		{"RU", "RUB", "2025-11-24", "2026-02-24"},
		{"BY", "BYN", "2025-11-24", "2026-02-24"},
		{"RU", "RUB", "2026-04-01", "2026-07-07"},
		{"BY", "BYN", "2026-04-01", "2026-07-07"},
	} {
		for engine, empty := range engines {
			t.Run(fmt.Sprint(x.country, " ", x.from, " ", engine), func(t *testing.T) {
				t.Parallel()
				url := empty(t)
				open(t, url, x.country, x.currency)
				v := invent(uint64(i), x.country, x.currency, on(x.from), on(x.to))
				must(t, url, append([]string{"import"}, v.deliver(t, false)...)...)
				w := newWalk(t, url, v.book)
				for day := v.from; !day.After(v.to); day = day.AddDate(0, 0, 1) {
					if day.Equal(v.middle) {
						must(t, url, append([]string{"import"}, v.deliver(t, true)...)...)
					}
					// In one of the quarters a run day now and then is forgotten.
					w.day(day, i != 2 || w.runs%9 != 5)
				}
				must(t, url, "check")
				t.Logf("%d invoices in %d instalments, %d payments without an invoice, %d of them for a contract", v.invoices, v.parts, v.unnamed, v.ofContract)
				w.told(300)
			})
		}
	}
}
