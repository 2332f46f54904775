package desk

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/mail"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/internal/trade"
)

// ImportOptions is what the user says about the files.
type ImportOptions struct {
	Kind   intake.Kind
	Map    *intake.Map
	ByFile []*intake.Map // in place of Map: for each path its own, nil for one that is recognised
	Date   cal.Date      // of a snapshot of open items
	DryRun bool
	// Strangers are customers whom no file names. They are recorded by their
	// codes instead of refused: an export that is only looked at need not come
	// with a list of them.
	Strangers bool
}

// ImportReport tells what an import did, with the control totals to compare
// with the books the files came from.
type ImportReport struct {
	DryRun bool         `json:"dry_run"`
	Files  []FileReport `json:"files"`
	Totals []BookTotal  `json:"totals"`
}

// FileReport tells what one file did. Counts are records, which may be more
// than rows where a map makes several from one.
type FileReport struct {
	File      string           `json:"file"`
	Kind      intake.Kind      `json:"kind"`
	Encoding  string           `json:"encoding"`
	Rows      int              `json:"rows"`
	New       int              `json:"new"`
	Corrected int              `json:"corrected"`
	Unchanged int              `json:"unchanged"`
	Closed    int              `json:"closed"`   // gone from a snapshot: closed, waiting to be explained
	Reduced   int              `json:"reduced"`  // part paid by a snapshot, waiting to be explained
	Reopened  int              `json:"reopened"` // back in a snapshot
	Refused   int              `json:"refused"`
	Totals    []FileTotal      `json:"totals"`
	Warnings  []intake.Warning `json:"warnings"`
	Refusals  []intake.Refusal `json:"refusals"`
	Bank      []BankTaken      `json:"bank,omitempty"` // of a file of bank statements
}

// FileTotal is what a file holds of one kind in one currency: a map may make
// debts and payments of the same rows, and their sums mean different things.
type FileTotal struct {
	Kind     intake.Kind    `json:"kind"`
	Currency money.Currency `json:"currency"`
	Records  int            `json:"records"`
	Amount   string         `json:"amount"`
	minor    money.Minor
}

// BookTotal is what the ledger holds in one currency after the import.
type BookTotal struct {
	Currency  money.Currency `json:"currency"`
	OpenItems int            `json:"open_items"`
	Open      string         `json:"open"`
	Unapplied string         `json:"unapplied"`
	ToExplain int            `json:"to_explain"` // documents that snapshots closed or reduced, which nobody has explained
}

// kindOrder is the order in which files of one call are taken in, whatever
// order they are named in: who, what was agreed, what is owed, what was paid.
var kindOrder = []intake.Kind{
	intake.Customers, intake.Contacts, intake.Contracts, intake.Invoices, intake.OpenItems, intake.Payments, intake.Events, intake.Payables, KindRates, KindStatement,
}

// Import takes files in: each is all or nothing, and taking the same file in
// again changes nothing. A refused file gives a fault; the report names every
// refused row.
func (s *Session) Import(ctx context.Context, paths []string, o ImportOptions) (ImportReport, error) {
	report := ImportReport{DryRun: o.DryRun, Files: []FileReport{}, Totals: []BookTotal{}}
	if err := s.may(ImportFiles); err != nil {
		return report, err
	}
	files, err := s.openFiles(paths, o)
	if err != nil {
		return report, err
	}
	if o.DryRun {
		return s.preview(ctx, files, o, report)
	}
	var refused error
	once := s.once
	for i, f := range files {
		var one FileReport
		if s.once = once; once != "" && i > 0 { // each file is a change of its own
			s.once = fmt.Sprintf("%s file %d", once, i+1)
		}
		err := s.do(ctx, ImportFiles, "import", &one, func(ctx context.Context, e *entry) (err error) {
			one, err = f.take(ctx, s, e, o)
			return err
		})
		report.Files = append(report.Files, one)
		if refused = errors.Join(refused, err); fault.KindOf(err) != fault.Input && err != nil {
			return report, err
		}
		if err := s.analyze(ctx, store.LedgerTables, one.New); err != nil {
			return report, err
		}
	}
	if err := s.Seal(ctx); err != nil {
		return report, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		report.Totals, err = bookTotals(ctx, r)
		return err
	})
	return report, cmp.Or(refused, err)
}

// preview takes every file in and rolls all of it back.
func (s *Session) preview(ctx context.Context, files []incoming, o ImportOptions, report ImportReport) (ImportReport, error) {
	var refused error
	s.once = "" // a preview is no change
	err := s.do(ctx, ImportFiles, "import", nil, func(ctx context.Context, e *entry) error {
		refused, report.Files = nil, report.Files[:0]
		for _, f := range files {
			// Each file is a change of its own, as it is when it is taken in: what
			// an earlier file recorded is older than what this one does.
			own := &entry{Writer: store.Write(e.Tx(), s.company.Code, newChangeID(s.desk.now()))}
			one, err := f.take(ctx, s, own, o)
			report.Files = append(report.Files, one)
			if refused = errors.Join(refused, err); fault.KindOf(err) != fault.Input && err != nil {
				return err
			}
		}
		var err error
		if report.Totals, err = bookTotals(ctx, e.Reader); err != nil {
			return err
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return report, cmp.Or(refused, err)
}

// incoming is a file that was opened and told what it is, ready to be taken in.
type incoming interface {
	kind() intake.Kind
	take(ctx context.Context, s *Session, e *entry, o ImportOptions) (FileReport, error)
}

// tableFile is a table of records.
type tableFile struct{ *intake.File }

func (f tableFile) kind() intake.Kind { return f.Kind }

func (f tableFile) take(ctx context.Context, s *Session, e *entry, o ImportOptions) (FileReport, error) {
	return s.importFile(ctx, e, f.File, o)
}

// openFiles opens the files and puts them in the order in which they are taken
// in.
func (s *Session) openFiles(paths []string, o ImportOptions) ([]incoming, error) {
	files := make([]incoming, 0, len(paths))
	for i, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return nil, fault.Wrap(err, fault.NotFound, "import.file", "%s cannot be opened: %s", p, errors.Unwrap(err))
		}
		m := o.Map
		if len(o.ByFile) > 0 {
			m = o.ByFile[i]
		}
		f, err := s.openFile(p, m, o)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	slices.SortStableFunc(files, func(a, b incoming) int {
		return cmp.Compare(slices.Index(kindOrder, a.kind()), slices.Index(kindOrder, b.kind()))
	})
	return files, nil
}

// openFile tells a file's kind by what is in it.
func (s *Session) openFile(path string, m *intake.Map, o ImportOptions) (incoming, error) {
	if o.Kind == KindRates || o.Kind == "" && m == nil && isRates(path) {
		return s.openRates(path)
	}
	if o.Kind == KindStatement || o.Kind == "" && isStatement(path) {
		return s.openBank(path, m)
	}
	if f, ok, err := openTrade(path, cmp.Or(o.Kind, m.Kind())); ok || err != nil {
		return tableFile{f}, err
	}
	f, err := intake.Open(path, intake.Options{Kind: o.Kind, Map: m, Date: o.Date, Currency: s.company.Currency})
	if err != nil {
		return nil, err
	}
	if (f.Kind == intake.OpenItems || f.Kind == intake.Payables) && o.Date == 0 {
		return nil, fault.New(fault.Usage, "import.snapshot_date", "%s is a snapshot of open items: say of which day with --date YYYY-MM-DD", f.Name)
	}
	return tableFile{f}, nil
}

// importFile takes one file in within the entry's transaction.
func (s *Session) importFile(ctx context.Context, e *entry, f *intake.File, o ImportOptions) (FileReport, error) {
	p, err := s.newPoster(ctx, e, f)
	if err != nil {
		return FileReport{}, err
	}
	p.strangers = o.Strangers
	if p.snapshot = o.Date; f.Kind == intake.OpenItems {
		if old, err := p.oldSnapshot(ctx); err != nil || old {
			return p.result(), err
		}
	}
	if err := p.run(ctx); err != nil {
		if db.IsUnique(err) {
			return p.result(), fault.Wrap(err, fault.Refused, "import.concurrent", "%s: somebody else imports the same records at this moment; try again", f.Name)
		}
		return p.result(), err
	}
	report := p.result()
	if report.Refused > 0 {
		report.New, report.Corrected, report.Unchanged, report.Closed, report.Reduced, report.Reopened = 0, 0, 0, 0, 0, 0
		return report, fault.New(fault.Input, "import.refused", "%s: %d of %d rows are refused; nothing of this file was taken in", f.Name, report.Refused, f.Rows)
	}
	if report.New+report.Corrected+report.Closed+report.Reduced+report.Reopened > 0 {
		e.note("file.imported", "file:"+f.Name, "", map[string]any{
			"sha256": hex.EncodeToString(f.SHA256[:]), "kind": f.Kind, "rows": f.Rows, "new": report.New, "corrected": report.Corrected,
			"closed": report.Closed, "reduced": report.Reduced, "reopened": report.Reopened, "totals": report.Totals,
		})
	}
	return report, nil
}

// bookTotals are the ledger's control totals as they stand now.
func bookTotals(ctx context.Context, r store.Reader) ([]BookTotal, error) {
	list, err := r.Totals(ctx)
	totals := make([]BookTotal, 0, len(list))
	for _, t := range list {
		totals = append(totals, BookTotal{t.Currency, t.OpenItems, t.Open.Decimal(t.Currency), t.Unapplied.Decimal(t.Currency), t.ToExplain})
	}
	return totals, err
}

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
	papers     []lined[trade.Document]
	positions  []ledger.InvoiceLine
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
	for _, step := range []func(context.Context) error{p.reterm, p.settleAll, p.compareSnapshot, p.postPayables} {
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
	for _, step := range []func(context.Context) error{
		p.postPapers, p.postCustomers, p.postContacts, p.postContracts, p.postInvoices, p.postPositions, p.postItems, p.postPayments, p.postEvents,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
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
	if cell != "" && len(p.warnings) < intake.MaxWarnings {
		p.warnings = append(p.warnings, intake.Warning{
			File: p.file.Name, Line: line, Code: "import.email", Text: fmt.Sprintf("%q is not an e-mail address; the customer has none until it is mended", cell), Args: []any{cell},
		})
	}
	return ""
}

func (p *poster) result() FileReport {
	r := p.report
	r.File, r.Kind, r.Encoding, r.Rows = p.file.Name, p.file.Kind, p.file.Encoding, p.file.Rows
	r.Warnings = append(append([]intake.Warning{}, p.file.Warnings...), p.warnings...)
	rows, list := p.file.Refusals()
	r.Refused, r.Refusals = rows, append([]intake.Refusal{}, list...)
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
