package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// StopFile is the last writing of a company's stop list as files. Times are
// seconds since 1970, 0 is never.
type StopFile struct {
	Written   int64
	Day       cal.Date
	Customers int
	Hash      string // SHA-256 of the CSV file, hex
	Tried     int64
	Problem   string // of the last try; empty: it was written
}

// StopFile is the last writing; the zero one if there was none.
func (r Reader) StopFile(ctx context.Context) (StopFile, error) {
	rows, err := r.q.Query(ctx, `SELECT written, day, customers, hash, tried, problem FROM stop_file WHERE company = $1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, f *StopFile) error {
		return rows.Scan(&f.Written, &f.Day, &f.Customers, &f.Hash, &f.Tried, &f.Problem)
	})
	if err != nil || len(list) == 0 {
		return StopFile{}, err
	}
	return list[0], nil
}

// PutStopFile notes a writing in the place of the one before.
func (w Writer) PutStopFile(ctx context.Context, f StopFile) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO stop_file (company, written, day, customers, hash, tried, problem, change) VALUES ($1, $2, $3, $4, $5, $6, '', $7)
		ON CONFLICT (company) DO UPDATE SET written = excluded.written, day = excluded.day, customers = excluded.customers, hash = excluded.hash,
			tried = excluded.tried, problem = '', change = excluded.change`, string(w.company), f.Written, f.Day, f.Customers, f.Hash, f.Tried, w.change)
	return err
}

// StopFileFailed notes that a try failed; what was written before stays known.
func StopFileFailed(ctx context.Context, tx db.Tx, company id.Company, at int64, problem string) error {
	_, err := tx.Exec(ctx, `INSERT INTO stop_file (company, written, day, customers, hash, tried, problem, change) VALUES ($1, 0, NULL, 0, '', $2, $3, '')
		ON CONFLICT (company) DO UPDATE SET tried = excluded.tried, problem = excluded.problem`, string(company), at, problem)
	return err
}
