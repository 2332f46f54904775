package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// entry is one write on its way: the books to write in and the journal lines
// it will leave.
type entry struct {
	store.Writer
	lines  []store.Line
	tasks  []store.Task // made by makeTask
	events int          // recorded by insertEvents
	// happened is what hooks are told of.
	happened []Happened
}

// note adds a journal line. data is marshalled; it must be a plain value.
func (e *entry) note(action, subject, reason string, data any) {
	b, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Sprintf("desk: journal data of %s cannot be marshalled: %v", action, err)) // a programming error
	}
	e.lines = append(e.lines, store.Line{Action: action, Subject: subject, Reason: reason, Data: string(b)})
}

// changed is a value before and after, as the journal keeps it.
type changed struct {
	Before any `json:"before"`
	After  any `json:"after"`
}

// doTries is how often a change is tried when another writer takes the same
// unique key (a number, an idempotency key) at the same moment: the next try
// sees what he wrote.
const doTries = 20

// errPreview rolls a write back after its body: a preview is the same path.
var errPreview = errors.New("preview: rolled back")

// do is the one way to write: authorise, replay by idempotency key,
// transaction, body, journal, commit. result, if not nil, is a pointer that
// the body fills and a replay is answered with. The body may run again after
// a conflict with another writer, so it must set everything anew.
func (s *Session) do(ctx context.Context, right Right, command string, result any, body func(context.Context, *entry) error) error {
	if right != LiftHolds { // whose roles only the body knows
		if err := s.may(right); err != nil {
			return err
		}
	}
	once, expected := call{s.once, s.onceOf}, s.expected
	s.once, s.onceOf, s.expected = "", "", nil
	var err error
	for range doTries {
		err = s.desk.db.Tx(ctx, func(tx db.Tx) error {
			e := &entry{Writer: store.Write(tx, s.company.Code, newChangeID(s.desk.now()))}
			if done, err := replay(ctx, e, command, once, result); done || err != nil {
				return err
			}
			if err := e.asExpected(ctx, expected); err != nil {
				return err
			}
			if err := body(ctx, e); err != nil {
				return err
			}
			e.noteTasks()
			if len(e.lines) == 0 {
				return nil // nothing was changed, so there is nothing to journal
			}
			if err := s.tellHooks(ctx, e.Writer, e.happened); err != nil {
				return err
			}
			return s.commit(ctx, e, command, once, result)
		})
		if !db.IsUnique(err) {
			break
		}
	}
	return err
}

// bulkRows is from how many new rows on the planner is told of them.
const bulkRows = 1000

// analyze lets the database look at tables that have got so many new rows.
func (s *Session) analyze(ctx context.Context, tables string, rows int) error {
	if rows < bulkRows {
		return nil
	}
	return s.desk.db.Tx(ctx, func(tx db.Tx) error { return store.Write(tx, s.company.Code, "").Analyze(ctx, tables) })
}

// call is what makes a call the same as one before: its idempotency key, and the
// hash of its content where one is told.
type call struct{ key, of string }

// replay answers a repeated call with what the first one under its key gave.
func replay(ctx context.Context, e *entry, command string, once call, result any) (bool, error) {
	if once.key == "" {
		return false, nil
	}
	before, found, err := e.Once(ctx, once.key)
	if err != nil || !found {
		return false, err
	}
	if before.Command != command {
		return false, fault.New(fault.Refused, "once.other", "the key %q belongs to another change (%s of %s)", once.key, before.Command, before.At.Format(time.DateOnly))
	}
	if before.OnceOf != once.of {
		return false, fault.New(fault.Refused, "once.other_content", "the key %q was used on %s for a call of other content; a new call takes a new key",
			once.key, before.At.Format(time.DateOnly))
	}
	if result == nil || before.Result == nil {
		return true, nil
	}
	return true, json.Unmarshal(before.Result, result)
}

// commit writes the journal of a change and asks for it to be sealed.
func (s *Session) commit(ctx context.Context, e *entry, command string, once call, result any) error {
	change := store.Change{
		ID: e.Change(), At: s.desk.now().UTC().Truncate(time.Microsecond), Actor: s.actorName(), System: s.actor.System,
		Command: command, Once: once.key, OnceOf: once.of,
	}
	if once.key != "" && result != nil {
		b, err := json.Marshal(result)
		if err != nil {
			return err
		}
		change.Result = b
	}
	change.Root = changeRoot(change, e.lines)
	if err := e.InsertChange(ctx, change, e.lines); err != nil {
		return err
	}
	if s.desk.queue == nil {
		return nil
	}
	return s.desk.queue.Enqueue(ctx, e.Tx(), JobSeal, string(s.company.Code), nil)
}

// changeRoot is the hash over a change and its journal lines, hex. Every
// field is length-prefixed, so that no text can pass for another.
func changeRoot(c store.Change, lines []store.Line) string {
	h := sha256.New()
	hashFields(h, c.ID, c.At.UTC().Format(time.RFC3339Nano), c.Actor, c.System, c.Command, c.Once)
	for _, l := range lines {
		hashFields(h, l.Action, l.Subject, l.Reason, l.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func hashFields(w io.Writer, fields ...string) {
	for _, f := range fields {
		fmt.Fprintf(w, "%d:%s", len(f), f)
	}
}

// newChangeID sorts by recording time; the random half keeps two writers of
// one microsecond apart.
func newChangeID(now time.Time) string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return changeTime(now) + fmt.Sprintf("-%x", b)
}

// changeTime is what the identifiers of the changes of a moment begin with.
func changeTime(t time.Time) string { return fmt.Sprintf("%014x", t.UnixMicro()) }
