package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// Undo asks to take back what the run of a day did.
type Undo struct {
	Run      cal.Date
	Customer id.Customer // only for him; empty: for everybody
	On       cal.Date    // the day it is taken back, which corrections bear
	Reason   string
	Preview  bool // only tell what it would do
}

// Undone is what an undo did.
type Undone struct {
	Date        cal.Date `json:"date"` // of the run
	Number      int      `json:"number"`
	Customers   int      `json:"customers"`
	Decisions   int      `json:"decisions"`
	Letters     int      `json:"letters"`
	Withdrawn   int      `json:"withdrawn"`   // of Letters, those that had not left the house
	Corrections int      `json:"corrections"` // of Letters, those that had: each is followed by a correction
	Tasks       int      `json:"tasks"`
}

// UndoRun takes back what the run of a day did, as far as the world allows:
// its decisions stand no more, so the customers are where they were before; what
// had not left is not sent; what had is followed by a letter that takes it
// back; its tasks are off. Nothing is deleted. It works piece by piece like
// Apply, and called again it goes on where it was stopped.
func (s *Session) UndoRun(ctx context.Context, u Undo) (Undone, error) {
	out := Undone{Date: u.Run}
	if err := s.mayUndo(ctx, &u); err != nil {
		return out, err
	}
	s.once = "" // like a run, an undo is its own key
	w := undoer{s: s, Undo: u}
	var after id.Customer
	for {
		p, err := w.piece(ctx, after)
		if err != nil {
			return out, err
		}
		if p.customers == 0 {
			break
		}
		if !u.Preview {
			w.number = p.number
		}
		p.addTo(&out)
		after = p.span.Last
	}
	if out.Customers == 0 {
		return out, nothingStands(u.Run)
	}
	if u.Preview {
		return out, nil
	}
	return out, s.Seal(ctx)
}

func nothingStands(run cal.Date) error {
	return fault.New(fault.Refused, "undo.nothing", "nothing of the run of %s stands: there is nothing to take back", run)
}

// mayUndo refuses what cannot be undone.
func (s *Session) mayUndo(ctx context.Context, u *Undo) error {
	if u.Reason = strings.TrimSpace(u.Reason); u.Reason == "" && !u.Preview {
		return fault.New(fault.Usage, "undo.reason", "an undo needs its reason")
	}
	return s.read(ctx, UndoRuns, func(r store.Reader) error {
		_, exists, err := r.Run(ctx, u.Run)
		switch {
		case err != nil:
			return err
		case !exists:
			return fault.New(fault.NotFound, "run.none", "there was no run on %s", u.Run)
		case u.On < u.Run:
			return fault.New(fault.Usage, "undo.day", "a run of %s cannot be taken back on %s, before it was", u.Run, u.On)
		}
		if u.Customer != "" {
			if err := s.mustSee(ctx, r, u.Customer); err != nil {
				return err
			}
		} else if !s.scope().All {
			return fault.New(fault.Refused, "undo.scope", "a whole run is taken back by who sees all customers; take it back customer by customer")
		}
		return s.notWorking(ctx, r, u.Run)
	})
}

// undoer carries out one undo.
type undoer struct {
	s *Session
	Undo
	number int // 0 until its first piece is written
}

// undonePiece is what one transaction took back.
type undonePiece struct {
	number      int
	customers   int
	span        store.RunSpan
	taken       []store.Taken
	withdrawn   int
	corrections []store.Letter
}

func (p *undonePiece) addTo(out *Undone) {
	out.Number = p.number
	out.Customers += p.customers
	out.Withdrawn += p.withdrawn
	out.Corrections += len(p.corrections)
	for i := range p.taken {
		switch p.taken[i].Table {
		case "decision":
			out.Decisions++
		case "letter":
			out.Letters++
		case "task":
			out.Tasks++
		}
	}
}

func (w *undoer) piece(ctx context.Context, after id.Customer) (p undonePiece, err error) {
	err = w.s.do(ctx, UndoRuns, "undo", nil, func(ctx context.Context, e *entry) error {
		p = undonePiece{number: w.number}
		customers, err := w.customers(ctx, e, after)
		if err != nil || len(customers) == 0 {
			return err
		}
		p.customers = len(customers)
		p.span = store.RunSpan{Day: w.Run, First: customers[0], Last: customers[len(customers)-1]}
		if err := w.takeBack(ctx, e, &p); err != nil {
			return err
		}
		if w.Preview {
			return errPreview
		}
		return nil
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return p, err
}

// customers are the next ones for whom something of the run stands.
func (w *undoer) customers(ctx context.Context, e *entry, after id.Customer) ([]id.Customer, error) {
	switch {
	case w.Customer == "":
		return e.RunCustomers(ctx, w.Run, after, applyCustomers)
	case after == "":
		return []id.Customer{w.Customer}, nil
	}
	return nil, nil
}

// takeBack does one piece: letters stopped, rows marked, corrections written,
// and the journal told.
func (w *undoer) takeBack(ctx context.Context, e *entry, p *undonePiece) (err error) {
	if p.number == 0 {
		if p.number, err = w.open(ctx, e); err != nil {
			return err
		}
	}
	letters, err := e.DecidedLetters(ctx, p.span)
	if err != nil {
		return err
	}
	out, err := w.stop(ctx, e, letters)
	if err != nil {
		return err
	}
	p.withdrawn = len(letters) - len(out)
	if err := e.TakeBack(ctx, p.span, w.record(p.number)); err != nil {
		return err
	}
	if p.taken, err = e.TakenBack(ctx, p.span, p.number); err != nil {
		return err
	}
	if len(p.taken) == 0 {
		return nothingStands(w.Run)
	}
	if err := w.dropCharges(ctx, e, p); err != nil {
		return err
	}
	if _, err := w.s.discountClaims(ctx, e, letters, w.record(p.number).Reason); err != nil {
		return err
	}
	if p.corrections, err = w.correct(ctx, e, out); err != nil {
		return err
	}
	data := undoData{Number: p.number, From: p.span.First, To: p.span.Last, Rows: len(p.taken), Taken: takenHash(p.taken)}
	if len(p.corrections) > 0 {
		data.Content = contentHash(p.corrections, nil)
	}
	e.note("run.undone", "run:"+w.Run.String(), w.Reason, data)
	return nil
}

func (w *undoer) open(ctx context.Context, e *entry) (int, error) {
	number, err := e.NextUndo(ctx)
	if err != nil {
		return 0, err
	}
	return number, e.InsertUndo(ctx, w.record(number))
}

func (w *undoer) record(number int) store.Undo {
	return store.Undo{
		Number: number, RunDate: w.Run, Customer: w.Customer, Date: w.On, Author: w.s.actorName(),
		Reason: cmp.Or(w.Reason, "preview"), // which is rolled back
	}
}

// undoData is what the journal says of a piece that was taken back: how many
// rows and the hash over them, and that over the corrections it wrote.
type undoData struct {
	Number  int         `json:"number"`
	From    id.Customer `json:"from"`
	To      id.Customer `json:"to"`
	Rows    int         `json:"rows"`
	Taken   string      `json:"taken"`
	Content string      `json:"content,omitempty"`
}

// takenHash is the hash over the rows that a piece took back.
func takenHash(list []store.Taken) string {
	slices.SortFunc(list, func(a, b store.Taken) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Step, b.Step),
			cmp.Compare(a.Part, b.Part), cmp.Compare(a.Time, b.Time))
	})
	h := sha256.New()
	for i := range list {
		t := &list[i]
		hashFields(h, t.Table, string(t.Customer), t.Of, t.Step, strconv.Itoa(t.Part), strconv.Itoa(t.Time))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Undos are the undos of the runs of the days from first to last, by number, but
// for those for one customer whom the actor does not see.
func (s *Session) Undos(ctx context.Context, first, last cal.Date) (list []store.Undo, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = s.undos(ctx, r, first, last)
		return err
	})
	return list, err
}

func (s *Session) undos(ctx context.Context, r store.Reader, first, last cal.Date) ([]store.Undo, error) {
	list, err := r.Undos(ctx, first, last)
	if err != nil {
		return nil, err
	}
	customers := make([]id.Customer, len(list))
	for i := range list {
		customers[i] = list[i].Customer
	}
	seen, err := r.CustomersWithin(ctx, s.scope(), customers)
	return slices.DeleteFunc(list, func(u store.Undo) bool { return u.Customer != "" && !seen[u.Customer] }), err
}
