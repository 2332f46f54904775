package store

import (
	"context"
	"fmt"

	"debitor/internal/db"
)

// JournalQuery asks for lines of the journal, the newest first; what is empty
// narrows nothing.
type JournalQuery struct {
	From, Until string // changes from one on, and before another, as their names sort
	Actor       string
	Action      string // "dispute.opened"
	Subject     string // "customer:00017"
	Offset      int
	Limit       int
}

// JournalRow is a line of the journal with the change it belongs to.
type JournalRow struct {
	Change
	Line
}

// ListJournal gives the lines that a query asks for.
func (r Reader) ListJournal(ctx context.Context, q JournalQuery, fn func(JournalRow) error) error {
	args, sql := []any{string(r.company)}, ""
	for _, f := range []struct{ condition, value string }{
		{"j.change >= $%d", q.From}, {"j.change < $%d", q.Until}, {"j.subject = $%d", q.Subject}, {"h.actor = $%d", q.Actor}, {"j.action = $%d", q.Action},
	} {
		if f.value != "" {
			args = append(args, f.value)
			sql += " AND " + fmt.Sprintf(f.condition, len(args))
		}
	}
	rows, err := r.q.Query(ctx, `SELECT h.change, h.at, h.actor, h.system, h.command, j.action, j.subject, j.reason, j.data
		FROM journal j JOIN change h ON h.company = j.company AND h.change = j.change
		WHERE j.company = $1`+sql+` ORDER BY j.change DESC, j.line DESC`+page(q.Limit, q.Offset), args...)
	return eachRow(rows, err, func(j *JournalRow) []any {
		return []any{&j.ID, &j.At, &j.Actor, &j.System, &j.Command, &j.Action, &j.Subject, &j.Reason, &j.Data}
	}, fn)
}

// JournalChoices are who has changed anything, and what has been done. The actions
// are few and their lines many, so each is looked up after the one before it.
func (r Reader) JournalChoices(ctx context.Context) (actors, actions []string, err error) {
	for _, c := range []struct {
		sql  string
		into *[]string
	}{{`SELECT DISTINCT actor FROM change WHERE company = $1 ORDER BY 1`, &actors}, {`WITH RECURSIVE done (action) AS (
			SELECT MIN(action) FROM journal WHERE company = $1
			UNION ALL SELECT (SELECT MIN(j.action) FROM journal j WHERE j.company = $1 AND j.action > done.action) FROM done WHERE done.action IS NOT NULL
		) SELECT action FROM done WHERE action IS NOT NULL ORDER BY 1`, &actions}} {
		rows, err := r.q.Query(ctx, c.sql, string(r.company))
		if *c.into, err = collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) }); err != nil {
			return nil, nil, err
		}
	}
	return actors, actions, nil
}
