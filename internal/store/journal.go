package store

import (
	"context"
	"encoding/json"
	"time"

	"debitor/internal/db"
)

// Change is one committed write: who did what, when, by which command.
type Change struct {
	ID      string
	At      time.Time
	Actor   string          // the user, or "operator"
	System  string          // the operating system's user
	Command string          // "import", "apply", "hold.lift"…
	Once    string          // idempotency key; empty: none
	OnceOf  string          // hash of the call's content, where one was told
	Result  json.RawMessage // what a repeated call is answered; nil: nothing
	Root    string          // hash of the journal lines, hex
	Seal    int64           // 0: not sealed yet
}

// Line is one line of the journal: what happened to what, and why.
type Line struct {
	Action  string // "invoice.corrected"
	Subject string // "invoice:00000152"
	Reason  string
	Data    string // JSON: the facts, before and after
}

// Once finds the change made under an idempotency key, false if none.
func (r Reader) Once(ctx context.Context, key string) (Change, bool, error) {
	list, err := r.changes(ctx, `AND once = $2`, key)
	if err != nil || len(list) == 0 {
		return Change{}, false, err
	}
	return list[0], true, nil
}

func (r Reader) changes(ctx context.Context, filter string, args ...any) ([]Change, error) {
	rows, err := r.q.Query(ctx, `SELECT change, at, actor, system, command, COALESCE(once, ''), once_of, result, root, COALESCE(seal, 0)
		FROM change WHERE company = $1 `+filter+` ORDER BY change`, append([]any{string(r.company)}, args...)...)
	return collect(rows, err, func(rows db.Rows, c *Change) error {
		return rows.Scan(&c.ID, &c.At, &c.Actor, &c.System, &c.Command, &c.Once, &c.OnceOf, &c.Result, &c.Root, &c.Seal)
	})
}

// InsertChange records the change with its journal lines.
func (w Writer) InsertChange(ctx context.Context, c Change, lines []Line) error {
	var once *string
	if c.Once != "" {
		once = &c.Once
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO change (company, change, at, actor, system, command, once, once_of, result, root) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		string(w.company), c.ID, c.At, c.Actor, c.System, c.Command, once, c.OnceOf, c.Result, c.Root)
	if err != nil {
		return err
	}
	return w.insert(ctx, "journal", []string{"company", "change", "line", "action", "subject", "reason", "data"}, len(lines), func(i int) []any {
		l := lines[i]
		return []any{string(w.company), c.ID, i + 1, l.Action, l.Subject, l.Reason, l.Data}
	})
}

// Lines gives the journal lines of every change in order, change by change.
func (r Reader) Lines(ctx context.Context, fn func(change string, l Line) error) error {
	rows, err := r.q.Query(ctx, `SELECT change, action, subject, reason, data FROM journal WHERE company = $1 ORDER BY change, line`, string(r.company))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var change string
		var l Line
		if err := rows.Scan(&change, &l.Action, &l.Subject, &l.Reason, &l.Data); err != nil {
			return err
		}
		if err := fn(change, l); err != nil {
			return err
		}
	}
	return rows.Err()
}

// LinesAbout are the journal lines of one subject with their changes, oldest
// first.
func (r Reader) LinesAbout(ctx context.Context, subject string) ([]JournalEntry, error) {
	rows, err := r.q.Query(ctx, `SELECT c.at, c.actor, c.command, j.action, j.reason, j.data FROM journal j
		JOIN change c ON c.company = j.company AND c.change = j.change
		WHERE j.company = $1 AND j.subject = $2 ORDER BY c.at, j.change, j.line`, string(r.company), subject)
	return collect(rows, err, func(rows db.Rows, e *JournalEntry) error {
		return rows.Scan(&e.At, &e.Actor, &e.Command, &e.Action, &e.Reason, &e.Data)
	})
}

// LastChange is the newest change of a subject: all empty if there was none.
type LastChange struct {
	Change, Actor string
	At            time.Time
}

// LastAbout is the newest change of a subject.
func (r Reader) LastAbout(ctx context.Context, subject string) (LastChange, error) {
	rows, err := r.q.Query(ctx, `SELECT c.change, c.actor, c.at FROM journal j JOIN change c ON c.company = j.company AND c.change = j.change
		WHERE j.company = $1 AND j.subject = $2 ORDER BY j.change DESC, j.line DESC LIMIT 1`, string(r.company), subject)
	list, err := collect(rows, err, func(rows db.Rows, l *LastChange) error { return rows.Scan(&l.Change, &l.Actor, &l.At) })
	if err != nil || len(list) == 0 {
		return LastChange{}, err
	}
	return list[0], nil
}

// LinesOf are the journal lines of one action whose subjects begin with a
// text, by subject.
func (r Reader) LinesOf(ctx context.Context, action, subject string) ([]Line, error) {
	rows, err := r.q.Query(ctx, `SELECT action, subject, reason, data FROM journal
		WHERE company = $1 AND action = $2 AND subject >= $3 AND subject < $4 ORDER BY subject, change, line`,
		string(r.company), action, subject, subject+"~")
	return collect(rows, err, func(rows db.Rows, l *Line) error { return rows.Scan(&l.Action, &l.Subject, &l.Reason, &l.Data) })
}

// JournalEntry is a journal line with who and when.
type JournalEntry struct {
	At                                   time.Time
	Actor, Command, Action, Reason, Data string
}

// Changes are all changes, by identifier.
func (r Reader) Changes(ctx context.Context) ([]Change, error) { return r.changes(ctx, ``) }

// Unsealed are the changes no seal covers yet.
func (r Reader) Unsealed(ctx context.Context) ([]Change, error) {
	return r.changes(ctx, `AND seal IS NULL`)
}

// Seal is one link of the chain: the root over the seal before and the roots
// of the changes it covers.
type Seal struct {
	Number  int64
	At      time.Time
	Changes int
	Root    string
}

// Seals are all seals in order.
func (r Reader) Seals(ctx context.Context) ([]Seal, error) {
	rows, err := r.q.Query(ctx, `SELECT seal, at, changes, root FROM seal WHERE company = $1 ORDER BY seal`, string(r.company))
	return collect(rows, err, scanSeal)
}

// LastSeal is the newest seal, Number 0 if there is none.
func (r Reader) LastSeal(ctx context.Context) (Seal, error) {
	rows, err := r.q.Query(ctx, `SELECT seal, at, changes, root FROM seal WHERE company = $1 ORDER BY seal DESC LIMIT 1`, string(r.company))
	list, err := collect(rows, err, scanSeal)
	if err != nil || len(list) == 0 {
		return Seal{}, err
	}
	return list[0], nil
}

func scanSeal(rows db.Rows, s *Seal) error { return rows.Scan(&s.Number, &s.At, &s.Changes, &s.Root) }

// InsertSeal records a seal over the named changes.
func (w Writer) InsertSeal(ctx context.Context, s Seal, changes []string) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO seal (company, seal, at, changes, root) VALUES ($1,$2,$3,$4,$5)`,
		string(w.company), s.Number, s.At, s.Changes, s.Root)
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, `UPDATE change SET seal = $3 WHERE company = $1 AND `+w.tx.Engine().Among("change", 2),
		string(w.company), changes, s.Number)
	return err
}
