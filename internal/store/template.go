package store

import (
	"context"

	"debitor/internal/db"
)

// Template is one version of a company's own letter template. An empty Hash
// gives the place back to the one that comes with debitor.
type Template struct {
	Name     string // "warning"
	Language string
	Law      string // empty: for every law
	Version  int    // from 1
	Hash     string // of its text
}

// Templates are the company's own templates in their last versions, by name,
// language and law.
func (r Reader) Templates(ctx context.Context) ([]Template, error) {
	rows, err := r.q.Query(ctx, `SELECT name, language, law, version, hash FROM letter_template t WHERE company = $1
		AND version = (SELECT MAX(version) FROM letter_template u WHERE u.company = t.company AND u.name = t.name AND u.language = t.language AND u.law = t.law)
		ORDER BY name, language, law`, string(r.company))
	return collect(rows, err, func(rows db.Rows, t *Template) error {
		return rows.Scan(&t.Name, &t.Language, &t.Law, &t.Version, &t.Hash)
	})
}

// InsertTemplate records a version of a template.
func (w Writer) InsertTemplate(ctx context.Context, t Template) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO letter_template (company, name, language, law, version, hash, change) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		string(w.company), t.Name, t.Language, t.Law, t.Version, t.Hash, w.change)
	return err
}

// LetterTexts are the template texts with these hashes.
func (r Reader) LetterTexts(ctx context.Context, hashes []string) (map[string]string, error) {
	all := make(map[string]string, len(hashes))
	rows, err := r.q.Query(ctx, `SELECT hash, source FROM letter_text WHERE company = $1 AND `+r.q.Engine().Among("hash", 2), string(r.company), hashes)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var hash, source string
		if err := rows.Scan(&hash, &source); err != nil {
			return nil, err
		}
		all[hash] = source
	}
	return all, rows.Err()
}

// InsertLetterText keeps a template's text under its hash; one that is kept
// already stays.
func (w Writer) InsertLetterText(ctx context.Context, hash, source string) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO letter_text (company, hash, source, change) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
		string(w.company), hash, source, w.change)
	return err
}

// Picture is a logo: its type and its bytes in base64; empty if there is none
// under the hash.
func (r Reader) Picture(ctx context.Context, hash string) (kind, data string, err error) {
	rows, err := r.q.Query(ctx, `SELECT type, data FROM picture WHERE company = $1 AND hash = $2`, string(r.company), hash)
	if err != nil {
		return "", "", err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&kind, &data); err != nil {
			return "", "", err
		}
	}
	return kind, data, rows.Err()
}

// InsertPicture keeps a logo under the hash of its bytes.
func (w Writer) InsertPicture(ctx context.Context, hash, kind, data string) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO picture (company, hash, type, data, change) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`,
		string(w.company), hash, kind, data, w.change)
	return err
}
