package api

import (
	"encoding/base64"
	"strconv"

	"debitor/internal/fault"
	"debitor/internal/store"
)

// Page is a piece of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next piece; absent: this is the last." example:"MDAwMTc"`
}

// Paging is which piece of a list is asked for.
type Paging struct {
	Cursor string `query:"cursor" json:"-" doc:"What the piece before gave as next."`
	Limit  int    `query:"limit" json:"-" doc:"How many at most, 1 to 500; 100 if not given."`
}

// The sizes of pieces.
const (
	usualPage   = 100
	largestPage = 500
)

// after is the key of the last record of the piece before, and how many are
// asked for; one more is read, to know whether there is more.
func (p *Paging) after() (string, int, error) {
	if p.Limit == 0 {
		p.Limit = usualPage
	}
	if p.Limit < 1 || p.Limit > largestPage {
		return "", 0, fault.New(fault.Usage, "api.limit", "limit is 1 to %d", largestPage)
	}
	key, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || len(key) > longestText {
		return "", 0, fault.Wrap(err, fault.Usage, "api.cursor", "the cursor is none that a list gave")
	}
	return string(key), p.Limit, nil
}

// cursor is a key as programs are given it; nobody should make one himself.
func cursor(key string) string { return base64.RawURLEncoding.EncodeToString([]byte(key)) }

// offset is after for lists that are counted.
func (p *Paging) offset() (int, int, error) {
	text, limit, err := p.after()
	if err != nil || text == "" {
		return 0, limit, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, 0, fault.Wrap(err, fault.Usage, "api.cursor", "the cursor is none that a list gave")
	}
	return n, limit, nil
}

// book is the query for a piece of the books.
func (p *Paging) book() (store.PageQuery, error) {
	after, limit, err := p.after()
	return store.PageQuery{After: after, Limit: limit + 1}, err
}

// pageOf makes a piece of rows, of which the last may be one too many; key is
// what the next piece begins after.
func pageOf[R, T any](rows []R, limit int, key func(*R) string, view func(*R) T) Page[T] {
	p := Page[T]{Items: []T{}}
	for i := range rows {
		if i == limit {
			p.Next = cursor(key(&rows[i-1]))
			break
		}
		p.Items = append(p.Items, view(&rows[i]))
	}
	return p
}

// counted is pageOf for a list that is counted.
func counted[R, T any](rows []R, offset, limit int, view func(*R) T) Page[T] {
	return pageOf(rows, limit, func(*R) string { return strconv.Itoa(offset + limit) }, view)
}

// one is the only record of a list, or the fault that there is none.
func one[R, T any](rows []R, err error, code, what, key string, view func(*R) T) (T, error) {
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, code, "there is no "+what+" %q", key)
	}
	if err != nil {
		var none T
		return none, err
	}
	return view(&rows[0]), nil
}

// ids is the list of them as texts, never nil.
func ids[T ~string](list []T) []T { return append([]T{}, list...) }
