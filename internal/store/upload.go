package store

import (
	"context"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// Upload is files brought by a browser, on their way into the books.
type Upload struct {
	ID      string
	At      time.Time
	Author  string
	State   string // queued, checked, taking, taken, refused
	Kind    string
	Map     string // a map file, or empty
	Date    cal.Date
	Report  string // JSON, or empty
	Problem string
	Files   []string // their names, in order
}

const uploadSelect = `SELECT upload, at, author, state, kind, map, date, report, problem FROM upload WHERE company = $1`

func scanUpload(rows db.Rows, u *Upload) error {
	return rows.Scan(&u.ID, &u.At, &u.Author, &u.State, &u.Kind, &u.Map, &u.Date, &u.Report, &u.Problem)
}

// Upload is one of them with the names of its files; found is false if there
// is none.
func (r Reader) Upload(ctx context.Context, upload string) (u Upload, found bool, err error) {
	rows, err := r.q.Query(ctx, uploadSelect+` AND upload = $2`, string(r.company), upload)
	list, err := collect(rows, err, scanUpload)
	if err != nil || len(list) == 0 {
		return u, false, err
	}
	u = list[0]
	rows, err = r.q.Query(ctx, `SELECT name FROM upload_piece WHERE company = $1 AND upload = $2 AND piece = 0 ORDER BY file`, string(r.company), upload)
	u.Files, err = collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
	return u, true, err
}

// Uploads are the latest, newest first.
func (r Reader) Uploads(ctx context.Context, limit int) ([]Upload, error) {
	rows, err := r.q.Query(ctx, uploadSelect+` ORDER BY at DESC, upload DESC LIMIT $2`, string(r.company), limit)
	return collect(rows, err, scanUpload)
}

// InsertUpload records files that were brought.
func (w Writer) InsertUpload(ctx context.Context, u Upload) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO upload (company, upload, at, author, state, kind, map, date, report, problem, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		string(w.company), u.ID, u.At, u.Author, u.State, u.Kind, u.Map, u.Date, u.Report, u.Problem, w.change)
	return err
}

// SaveUpload replaces what is said of an upload that stands in a state; saved is
// false if it does not stand there any more.
func (w Writer) SaveUpload(ctx context.Context, from string, u Upload) (saved bool, err error) {
	n, err := w.tx.Exec(ctx, `UPDATE upload SET state = $4, kind = $5, map = $6, date = $7, report = $8, problem = $9, change = $10
		WHERE company = $1 AND upload = $2 AND state = $3`,
		string(w.company), u.ID, from, u.State, u.Kind, u.Map, u.Date, u.Report, u.Problem, w.change)
	return n > 0, err
}

// InsertPiece keeps a piece of a file.
func (w Writer) InsertPiece(ctx context.Context, upload string, file, piece int, name string, data []byte) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO upload_piece (company, upload, file, piece, name, data, change) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		string(w.company), upload, file, piece, name, data, w.change)
	return err
}

// Piece is a piece of a file; found is false behind the last.
func (r Reader) Piece(ctx context.Context, upload string, file, piece int) (data []byte, found bool, err error) {
	rows, err := r.q.Query(ctx, `SELECT data FROM upload_piece WHERE company = $1 AND upload = $2 AND file = $3 AND piece = $4`,
		string(r.company), upload, file, piece)
	list, err := collect(rows, err, func(rows db.Rows, b *[]byte) error { return rows.Scan(b) })
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	return list[0], true, nil
}

// DropPieces forgets the files of an upload that needs them no more.
func (w Writer) DropPieces(ctx context.Context, upload string) error {
	_, err := w.tx.Exec(ctx, `DELETE FROM upload_piece WHERE company = $1 AND upload = $2`, string(w.company), upload)
	return err
}
