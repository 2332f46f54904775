package desk

import (
	"context"

	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/store"
)

// MaxRecords is how many records a program brings at once: what is more is a
// file, and files are imported.
const MaxRecords = 500

// Records are records of one kind as a program brings them: columns are those of
// debitor's own files (docs/import.md), a row has a cell for each.
type Records struct {
	Kind    intake.Kind
	Columns []string
	Rows    [][]string
}

// TakeRecords takes records in by the rules of imports: all of them or none, and
// the same records again change nothing. Where some are refused, the report
// names each with its row as the line.
func (s *Session) TakeRecords(ctx context.Context, r Records) (report FileReport, err error) {
	if len(r.Rows) == 0 || len(r.Rows) > MaxRecords {
		return report, fault.New(fault.Input, "records.many", "bring 1 to %d records at once", MaxRecords)
	}
	file, err := intake.OpenRecords("records of "+string(r.Kind), r.Columns, r.Rows, intake.Options{Kind: r.Kind, Currency: s.company.Currency})
	if err != nil {
		return report, err
	}
	err = s.do(ctx, ImportFiles, "records", &report, func(ctx context.Context, e *entry) (err error) {
		report, err = s.importFile(ctx, e, file, ImportOptions{Kind: r.Kind})
		return err
	})
	if err != nil {
		return report, err
	}
	return report, s.analyze(ctx, store.LedgerTables, report.New)
}
