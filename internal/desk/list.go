package desk

import (
	"context"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/store"
)

// EachInvoice gives the instalments of the actor's customers that a query asks
// for, one by one.
func (s *Session) EachInvoice(ctx context.Context, q store.InvoicesQuery, fn func(store.InvoiceRow) error) error {
	q.Scope = s.scope().Of(q.Scope.Manager)
	return s.read(ctx, ReadBooks, func(r store.Reader) error { return r.ListInvoices(ctx, q, fn) })
}

// EachLetter gives the letters to the actor's customers that a query asks for,
// the newest first.
func (s *Session) EachLetter(ctx context.Context, q store.LettersQuery, fn func(store.LetterRow) error) error {
	q.Scope = s.scope().Of(q.Scope.Manager)
	return s.read(ctx, ReadBooks, func(r store.Reader) error { return r.ListLetters(ctx, q, fn) })
}

// LetterWays are the ways that letters of a list go, by letter.
func (s *Session) LetterWays(ctx context.Context, letters []store.LetterRow) (map[id.Letter][]store.Delivery, error) {
	ids := make([]id.Letter, len(letters))
	for i, l := range letters {
		ids[i] = l.ID
	}
	ways := make(map[id.Letter][]store.Delivery, len(ids))
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err := r.Deliveries(ctx, ids)
		for _, w := range list {
			ways[w.Letter] = append(ways[w.Letter], w)
		}
		return err
	})
	return ways, err
}

// EachTask gives the tasks about the actor's customers that a query asks for.
func (s *Session) EachTask(ctx context.Context, q store.TasksQuery, fn func(store.TaskRow) error) error {
	q.Scope = s.scope().Of(q.Scope.Manager)
	return s.read(ctx, ReadBooks, func(r store.Reader) error { return r.ListTasks(ctx, q, fn) })
}

// JournalQuery asks for lines of the journal; days are those of recording.
type JournalQuery struct {
	From, To cal.Date
	store.JournalQuery
}

// Journal gives the lines of the journal that a query asks for, the newest
// first.
func (s *Session) Journal(ctx context.Context, q JournalQuery, fn func(store.JournalRow) error) error {
	if q.From != 0 {
		q.JournalQuery.From = changesFrom(q.From.Time())
	}
	if q.To != 0 {
		q.Until = changesFrom((q.To + 1).Time())
	}
	return s.read(ctx, ReadJournal, func(r store.Reader) error { return r.ListJournal(ctx, q.JournalQuery, fn) })
}

// JournalChoices are who has changed anything, and what has been done.
func (s *Session) JournalChoices(ctx context.Context) (actors, actions []string, err error) {
	err = s.read(ctx, ReadJournal, func(r store.Reader) error {
		actors, actions, err = r.JournalChoices(ctx)
		return err
	})
	return actors, actions, err
}

// changesFrom is what the names of changes recorded from a moment on begin
// with; see newChangeID.
func changesFrom(t time.Time) string { return newChangeID(t)[:14] }
