package store

import (
	"context"
	"strconv"
	"strings"

	"debitor/internal/db"
)

// Hook is an address that is told what happens.
type Hook struct {
	Number  int64
	URL     string
	Events  []string // the kinds that are told
	Secret  string   // sealed
	Local   bool     // it may be of a private network
	Made    int64    // seconds since 1970
	MadeBy  string
	Removed int64 // 0: it is told
}

// The states of what is told.
const (
	HookWaiting   = "waiting"
	HookDelivered = "delivered"
	HookFailed    = "failed" // given up; it can be told again
)

// HookEvent is something that is told to a hook.
type HookEvent struct {
	Hook   int64
	Event  string // its number, the same for every hook and try
	Kind   string
	At     int64
	Body   string // JSON
	State  string
	Due    int64 // when it is tried again; 0: never by itself
	Tries  int
	Tried  int64 // the last time
	Status int   // of the last answer; 0: none came
	Note   string
}

// Hooks are the company's hooks that are told, by number.
func (r Reader) Hooks(ctx context.Context) ([]Hook, error) {
	rows, err := r.q.Query(ctx, `SELECT hook, url, events, secret, local, made, made_by, removed FROM hook WHERE company = $1 AND removed = 0 ORDER BY hook`, string(r.company))
	return collect(rows, err, func(rows db.Rows, h *Hook) error {
		var events string
		var local int
		err := rows.Scan(&h.Number, &h.URL, &events, &h.Secret, &local, &h.Made, &h.MadeBy, &h.Removed)
		h.Events, h.Local = strings.Fields(events), local == 1
		return err
	})
}

// InsertHook records a hook and gives its number.
func (w Writer) InsertHook(ctx context.Context, h Hook) (number int64, err error) {
	local := 0
	if h.Local {
		local = 1
	}
	err = w.tx.QueryRow(ctx, `INSERT INTO hook (company, hook, url, events, secret, local, made, made_by, removed, change)
		SELECT $1, COALESCE(MAX(hook), 0) + 1, $2, $3, $4, $5, $6, $7, 0, $8 FROM hook WHERE company = $1 RETURNING hook`,
		string(w.company), h.URL, strings.Join(h.Events, " "), h.Secret, local, h.Made, h.MadeBy, w.change).Scan(&number)
	return number, err
}

// RemoveHook ends a hook; false if there is none of the number. What it was told
// stays in the log.
func (w Writer) RemoveHook(ctx context.Context, number, at int64) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE hook SET removed = $3, change = $4 WHERE company = $1 AND hook = $2 AND removed = 0`, string(w.company), number, at, w.change)
	return n > 0, err
}

var hookEventColumns = strings.Split("company,hook,event,kind,at,body,state,due,tries,tried,status,note", ",")

// InsertHookEvents records what is to be told.
func (w Writer) InsertHookEvents(ctx context.Context, list []HookEvent) error {
	return w.insert(ctx, "hook_event", hookEventColumns, len(list), func(i int) []any {
		v := list[i]
		return []any{string(w.company), v.Hook, v.Event, v.Kind, v.At, v.Body, v.State, v.Due, v.Tries, v.Tried, v.Status, v.Note}
	})
}

// HookLogQuery asks for what was told; what is empty narrows nothing.
type HookLogQuery struct {
	Hook   int64
	Except []int64 // hooks that are left out
	Event  string
	State  string
	DueBy  int64 // only what is due by then, the oldest first
	Limit  int
}

// HookLog is what was told, the newest first.
func (r Reader) HookLog(ctx context.Context, q HookLogQuery) ([]HookEvent, error) {
	sql, args := `SELECT hook, event, kind, at, body, state, due, tries, tried, status, note FROM hook_event WHERE company = $1`, []any{string(r.company)}
	add := func(condition string, v any) {
		args = append(args, v)
		sql += " AND " + condition + " $" + strconv.Itoa(len(args))
	}
	if q.Hook != 0 {
		add("hook =", q.Hook)
	}
	if len(q.Except) > 0 {
		args = append(args, q.Except)
		sql += " AND NOT " + r.q.Engine().Among("hook", len(args))
	}
	if q.Event != "" {
		add("event =", q.Event)
	}
	if q.State != "" {
		add("state =", q.State)
	}
	order := ` ORDER BY event DESC, hook`
	if q.DueBy != 0 {
		add("due <=", q.DueBy)
		order = ` ORDER BY event, hook`
	}
	rows, err := r.q.Query(ctx, sql+order+` LIMIT `+strconv.Itoa(q.Limit), args...)
	return collect(rows, err, func(rows db.Rows, v *HookEvent) error {
		return rows.Scan(&v.Hook, &v.Event, &v.Kind, &v.At, &v.Body, &v.State, &v.Due, &v.Tries, &v.Tried, &v.Status, &v.Note)
	})
}

// SetHookEvent notes where something stands that is told. It is no change of the
// books.
func (w Writer) SetHookEvent(ctx context.Context, v HookEvent) error {
	_, err := w.tx.Exec(ctx, `UPDATE hook_event SET state = $4, due = $5, tries = $6, tried = $7, status = $8, note = $9 WHERE company = $1 AND hook = $2 AND event = $3`,
		string(w.company), v.Hook, v.Event, v.State, v.Due, v.Tries, v.Tried, v.Status, v.Note)
	return err
}

// ClaimHookEvent keeps others from telling it until a moment; false if somebody
// else is at it, or it is not due.
func (w Writer) ClaimHookEvent(ctx context.Context, v HookEvent, now, until int64) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE hook_event SET due = $5 WHERE company = $1 AND hook = $2 AND event = $3 AND state = 'waiting' AND due <= $4`,
		string(w.company), v.Hook, v.Event, now, until)
	return n > 0, err
}

// HookTold are the subjects of a kind that were told, such as customers who are
// held.
func (r Reader) HookTold(ctx context.Context, kind string) (map[string]bool, error) {
	rows, err := r.q.Query(ctx, `SELECT subject FROM hook_told WHERE company = $1 AND kind = $2`, string(r.company), kind)
	list, err := collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
	all := make(map[string]bool, len(list))
	for _, s := range list {
		all[s] = true
	}
	return all, err
}

// TellHook notes that a subject of a kind was told, or is no longer so.
func (w Writer) TellHook(ctx context.Context, kind string, told, gone []string) error {
	for _, s := range gone {
		if _, err := w.tx.Exec(ctx, `DELETE FROM hook_told WHERE company = $1 AND kind = $2 AND subject = $3`, string(w.company), kind, s); err != nil {
			return err
		}
	}
	return w.insert(ctx, "hook_told", []string{"company", "kind", "subject"}, len(told), func(i int) []any {
		return []any{string(w.company), kind, told[i]}
	})
}
