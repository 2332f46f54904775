package desk

import (
	"context"
	"encoding/json"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// ListRows is how many rows of a list pages show, the first: nobody leafs through
// more than a hundred pages. Its file, where it has one, has all.
const ListRows = 5000

// Listed is a page of a list over all of the books: its head, the rows of the
// page, and when it was made. While it is Making, there is neither.
type Listed[H, R any] struct {
	KeptAt
	Head    H
	Rows    []R
	Figures string // the name it is kept under, for Recompute and KeptMade
}

// Leaf says which rows of a list a page shows.
type Leaf struct {
	From, Size int
	OnlyName   bool // nothing but Listed.Figures is asked for
}

// keptList is a list over all of the books that is kept: for each scope and each
// query, with a head and with rows in their order.
type keptList[Q, H, R any] struct {
	name string
	make func(s *Session, ctx context.Context, r store.Reader, q Q, day cal.Date) (H, []R, error)
}

// listKey is which list it is; its JSON follows the list's name.
type listKey[Q any] struct {
	Scope store.Scope
	Query Q
}

// figures is the name that the session's list of a query is kept under.
func (l keptList[Q, H, R]) figures(s *Session, q Q) (string, error) {
	key, err := json.Marshal(listKey[Q]{s.scope(), q}) //nolint:musttag // who writes it reads it
	return store.ListKept + l.name + " " + string(key), err
}

// leaf gives rows of the list as it is kept.
func (l keptList[Q, H, R]) leaf(ctx context.Context, s *Session, q Q, day cal.Date, of Leaf) (out Listed[H, R], err error) {
	if out.Figures, err = l.figures(s, q); err != nil || of.OnlyName {
		return out, err
	}
	out.KeptAt, err = s.kept(ctx, out.Figures, day, func(r store.Reader, v store.Kept) error {
		var head H
		if err := json.Unmarshal([]byte(v.Figures), &head); err != nil {
			return err
		}
		texts, err := r.KeptRows(ctx, out.Figures, day, of.From, of.Size)
		if err != nil {
			return err
		}
		rows := make([]R, len(texts))
		for i, text := range texts {
			if err := json.Unmarshal([]byte(text), &rows[i]); err != nil {
				return err
			}
		}
		out.Head, out.Rows = head, rows
		return nil
	})
	return out, err
}

// reckon makes the list of a key, whoever's worker does it.
func (l keptList[Q, H, R]) reckon(ctx context.Context, s *Session, r store.Reader, key string, day cal.Date) (*reckonedList, error) {
	var k listKey[Q]
	if err := json.Unmarshal([]byte(key), &k); err != nil { //nolint:musttag // see figures
		return nil, err
	}
	whose := *s
	whose.sight = k.Scope
	head, rows, err := l.make(&whose, ctx, r, k.Query, day)
	if err != nil {
		return nil, err
	}
	out := &reckonedList{head: head, rows: make([]string, min(len(rows), ListRows))}
	for i := range out.rows {
		text, err := json.Marshal(rows[i])
		if err != nil {
			return nil, err
		}
		out.rows[i] = string(text)
	}
	return out, nil
}

// reckonedList is a list that was made and is to be kept.
type reckonedList struct {
	head any
	rows []string // JSON, in their order, at most ListRows
}

// reckoner makes lists of one kind by their keys.
type reckoner interface {
	reckon(ctx context.Context, s *Session, r store.Reader, key string, day cal.Date) (*reckonedList, error)
}

// reckonList makes a list by the name it is kept under, and gives what writes it
// down.
func (s *Session) reckonList(ctx context.Context, r store.Reader, what string, day cal.Date) (func(context.Context, store.Writer, int64) (any, error), error) {
	name, key, _ := strings.Cut(strings.TrimPrefix(what, store.ListKept), " ")
	kind, known := map[string]reckoner{
		sueList.name: sueList, limitList.name: limitList, categoryList.name: categoryList, priceList.name: priceList, blackLists.name: blackLists, orderQueue.name: orderQueue, bareList.name: bareList, commissions.name: commissions,
	}[name]
	if !known {
		return nil, fault.New(fault.Internal, "list.unknown", "there is no list %q", name)
	}
	list, err := kind.reckon(ctx, s, r, key, day)
	return func(ctx context.Context, w store.Writer, forget int64) (any, error) {
		return list.head, w.KeepRows(ctx, what, day, list.rows, forget)
	}, err
}
