package desk

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/store"
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
	Made      []FileMade       `json:"made,omitempty"` // by kinds, where rows made records of several
	Warnings  []intake.Warning `json:"warnings"`
	Refusals  []intake.Refusal `json:"refusals"`
	Bank      []BankTaken      `json:"bank,omitempty"` // of a file of bank statements
}

// FileMade is what became of one kind of the records a file made. A row may
// make several, an invoice and its payment, so their sum may exceed the rows.
type FileMade struct {
	Kind      intake.Kind `json:"kind"`
	New       int         `json:"new"`
	Corrected int         `json:"corrected"`
	Unchanged int         `json:"unchanged"`
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
	intake.Customers, intake.Contacts, intake.Contracts, intake.Invoices, intake.OpenItems, intake.Positions, intake.Payments, intake.Events, intake.Payables, intake.Orders, KindRates, KindLawRates, KindStatement,
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
	if o.Kind == KindLawRates || o.Kind == "" && m == nil && isLawRates(path) {
		return openLawRates(path)
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
	if f.Kind == intake.OpenItems || f.Kind == intake.Payables {
		if err := s.snapshotDay(f.Name, o); err != nil {
			return nil, err
		}
	}
	return tableFile{f}, nil
}

// snapshotDay refuses a snapshot of no day, and one of a day that is still to come:
// nobody knows yet what will be open, and the lists of the days until then could no
// longer be taken in. What is only looked at may be of any day.
func (s *Session) snapshotDay(name string, o ImportOptions) error {
	switch day := o.Date; {
	case day == 0:
		return fault.New(fault.Usage, "import.snapshot_date", "%s is a snapshot of open items: say of which day with --date YYYY-MM-DD", name)
	case day > s.Today() && !o.Strangers:
		return fault.New(fault.Input, "import.snapshot_future", "%s is said to be of %s, and today is %s: give the day the list was made", name, day, s.Today())
	}
	return nil
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
		report.Made = nil
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
