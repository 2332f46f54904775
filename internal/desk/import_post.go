package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/mail"
	"debitor/internal/money"
	"debitor/internal/trade"
)

// lined is a record with the line it stands on, for refusals.
type lined[T any] struct {
	line  int
	rec   T
	known bool // the books had it before
}

// flushRows is how many records are gathered before they are written.
const flushRows = 5000

// poster takes the records of one file into the books.
type poster struct {
	*settler
	file     *intake.File
	report   FileReport
	kinds    []FileMade // of the records so far
	snapshot cal.Date

	known       map[id.Customer]bool
	strangers   bool                 // unknown customers are recorded by their codes
	met         map[id.Customer]bool // strangers of this file
	contracts   map[id.Contract]*ledger.Contract
	first       struct{ invoices, payments bool } // nothing of the kind is in the books yet
	anyInvoices bool                              // there are invoices in the books, or this file brought some
	retermed    map[id.Contract]bool              // whose invoices may get another due date
	totals      map[totalOf]*FileTotal
	lastEvent   int64
	warnings    []intake.Warning
	snapshotOf  map[id.Customer][]lined[ledger.OpenItem] // the rows of a snapshot, to be compared at the end

	customers  []lined[ledger.Customer]
	contacts   []lined[ledger.Contact]
	agreements []lined[ledger.Contract]
	invoices   []lined[ledger.Invoice]
	payments   []lined[ledger.Payment]
	events     []lined[ledger.Event]
	items      []lined[ledger.OpenItem]
	payables   []lined[ledger.Payable]
	orders     []lined[ledger.Order]
	committed  bool // something stands that an invoice may close
	papers     []lined[trade.Document]
	positions  []ledger.InvoiceLine
	table      []lined[intake.Position]  // of a table of positions, to be recorded at the end
	numbered   map[[2]string]id.Contract // keys of contracts by customer and number, and each under no customer by itself; made when first asked
}

func (s *Session) newPoster(ctx context.Context, e *entry, f *intake.File) (*poster, error) {
	p := &poster{
		settler: newSettler(s, e), file: f, met: map[id.Customer]bool{}, retermed: map[id.Contract]bool{},
		totals: map[totalOf]*FileTotal{}, snapshotOf: map[id.Customer][]lined[ledger.OpenItem]{},
	}
	var err error
	if p.known, err = e.CustomerIDs(ctx); err != nil {
		return nil, err
	}
	if p.contracts, err = e.Contracts(ctx); err != nil {
		return nil, err
	}
	if p.first.invoices, err = none(e.HasInvoices(ctx)); err != nil {
		return nil, err
	}
	p.anyInvoices = !p.first.invoices
	if p.first.payments, err = none(e.HasPayments(ctx)); err != nil {
		return nil, err
	}
	if p.committed, err = e.Committed(ctx); err != nil {
		return nil, err
	}
	p.lastEvent, err = e.LastEventNumber(ctx)
	return p, err
}

func none(some bool, err error) (bool, error) { return !some, err }

// run reads the file and writes its records piece by piece, then does what
// needs all of them: due dates, allocation, the rest of a snapshot.
func (p *poster) run(ctx context.Context) error {
	done := 0
	err := p.file.Each(func(r intake.Row) error {
		for _, rec := range r.Records {
			p.take(r.Line, rec)
		}
		if done++; done%flushRows == 0 {
			p.session.progress(p.file.Name, done, p.file.Rows)
			return p.flush(ctx)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.flush(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{p.reterm, p.settleAll, p.compareSnapshot, p.postPayables, p.postOrders, p.postTable} {
		if rows, _ := p.file.Refusals(); rows > 0 {
			return nil // the transaction is rolled back; there is nothing to finish
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
	p.session.progress(p.file.Name, done, p.file.Rows)
	return nil
}

func (p *poster) take(line int, rec any) {
	switch v := rec.(type) {
	case ledger.Customer:
		p.customers = append(p.customers, lined[ledger.Customer]{line: line, rec: v})
	case ledger.Contact:
		p.contacts = append(p.contacts, lined[ledger.Contact]{line: line, rec: v})
	case ledger.Contract:
		p.agreements = append(p.agreements, lined[ledger.Contract]{line: line, rec: v})
	case ledger.Invoice:
		p.meet(line, v.Customer)
		p.count(intake.Invoices, v.Currency, v.Amount)
		p.invoices = append(p.invoices, lined[ledger.Invoice]{line: line, rec: v})
	case ledger.Payment:
		p.meet(line, v.Customer)
		p.count(intake.Payments, v.Currency, v.Amount)
		p.payments = append(p.payments, lined[ledger.Payment]{line: line, rec: v})
	case ledger.Event:
		p.events = append(p.events, lined[ledger.Event]{line: line, rec: v})
	case ledger.OpenItem:
		p.meet(line, v.Customer)
		p.count(intake.OpenItems, v.Currency, v.Open)
		p.items = append(p.items, lined[ledger.OpenItem]{line: line, rec: v})
	case ledger.Payable:
		p.payables = append(p.payables, lined[ledger.Payable]{line: line, rec: v})
	case intake.Position:
		p.count(intake.Positions, v.Currency, v.Net)
		p.table = append(p.table, lined[intake.Position]{line: line, rec: v})
	case ledger.Order:
		p.orders = append(p.orders, lined[ledger.Order]{line: line, rec: v})
	case trade.Document:
		p.papers = append(p.papers, lined[trade.Document]{line: line, rec: v})
	case trade.Party:
		p.papers = append(p.papers, lined[trade.Document]{line: line, rec: trade.Document{Buyer: v}})
	}
}

// meet records a stranger, where that is wanted.
func (p *poster) meet(line int, c id.Customer) {
	if !p.strangers || c == "" || p.known[c] || p.met[c] {
		return
	}
	p.met[c] = true
	p.customers = append(p.customers, lined[ledger.Customer]{line: line, rec: ledger.Customer{ID: c}})
}

// totalOf is what the records of a sum have in common.
type totalOf struct {
	kind     intake.Kind
	currency money.Currency
}

func (p *poster) count(k intake.Kind, c money.Currency, m money.Minor) {
	t := p.totals[totalOf{k, c}]
	if t == nil {
		t = &FileTotal{Kind: k, Currency: c}
		p.totals[totalOf{k, c}] = t
	}
	t.Records++
	t.minor += m
}

// flush writes what was gathered, in the order in which records build on one
// another.
func (p *poster) flush(ctx context.Context) error {
	if err := p.postPapers(ctx); err != nil { // which gathers for those that follow
		return err
	}
	for _, step := range []struct {
		kind intake.Kind
		post func(context.Context) error
	}{
		{intake.Customers, p.postCustomers},
		{intake.Contacts, p.postContacts},
		{intake.Contracts, p.postContracts},
		{intake.Invoices, p.postInvoices},
		{intake.Positions, p.postPositions},
		{intake.OpenItems, p.postItems},
		{intake.Payments, p.postPayments},
		{intake.Events, p.postEvents},
	} {
		before := p.report
		if err := step.post(ctx); err != nil {
			return err
		}
		p.made(step.kind, &before)
	}
	return nil
}

// made adds what a step has done to the counts of its kind.
func (p *poster) made(kind intake.Kind, before *FileReport) {
	m := FileMade{kind, p.report.New - before.New, p.report.Corrected - before.Corrected, p.report.Unchanged - before.Unchanged}
	if m.New+m.Corrected+m.Unchanged == 0 {
		return
	}
	i := slices.IndexFunc(p.kinds, func(k FileMade) bool { return k.Kind == kind })
	if i < 0 {
		p.kinds = append(p.kinds, m)
		return
	}
	k := &p.kinds[i]
	k.New, k.Corrected, k.Unchanged = k.New+m.New, k.Corrected+m.Corrected, k.Unchanged+m.Unchanged
}

// warn says what a person should look at.
func (p *poster) warn(line int, code, text string, args ...any) {
	if len(p.warnings) < intake.MaxWarnings {
		p.warnings = append(p.warnings, intake.Warning{File: p.file.Name, Line: line, Code: code, Text: fmt.Sprintf(text, args...), Args: args})
	}
}

func (p *poster) refuse(line int, field, value, code, reason string, args ...any) {
	p.file.Refuse(line, p.file.Heading(field), value, code, reason, args...)
}

// knows refuses a record of a customer nobody knows.
func (p *poster) knows(line int, c id.Customer) bool {
	if !p.known[c] {
		p.refuse(line, "customer", string(c), "import.customer_unknown", "is not a known customer (import customers.csv first)")
		return false
	}
	return true
}

// usableEmail is the first address of a cell that mail can go to. A cell
// without one ("нет", "tel. 12-34") is reported and taken as empty, so that a
// letter to nowhere becomes a task.
func (p *poster) usableEmail(line int, cell string) string {
	for _, word := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",; \t\u00a0", r) }) {
		if mail.ValidAddress(word) {
			return word
		}
	}
	if cell != "" {
		p.warn(line, "import.email", "%q is not an e-mail address; the customer has none until it is mended", cell)
	}
	return ""
}

func (p *poster) result() FileReport {
	r := p.report
	r.File, r.Kind, r.Encoding, r.Rows = p.file.Name, p.file.Kind, p.file.Encoding, p.file.Rows
	r.Warnings = append(append([]intake.Warning{}, p.file.Warnings...), p.warnings...)
	rows, list := p.file.Refusals()
	r.Refused, r.Refusals = rows, append([]intake.Refusal{}, list...)
	if r.Made = nil; len(p.kinds) > 1 {
		r.Made = slices.SortedFunc(slices.Values(p.kinds), func(a, b FileMade) int {
			return cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind))
		})
	}
	r.Totals = []FileTotal{}
	for _, t := range p.totals {
		t.Amount = t.minor.Decimal(t.Currency)
		r.Totals = append(r.Totals, *t)
	}
	slices.SortFunc(r.Totals, func(a, b FileTotal) int {
		return cmp.Or(cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)), cmp.Compare(a.Currency, b.Currency))
	})
	return r
}
