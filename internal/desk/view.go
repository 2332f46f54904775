package desk

import (
	"context"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The bounds of a saved view, in bytes.
const (
	maxViewName  = 100
	maxViewQuery = 2000
)

// Views are the actor's own views of a list, by name.
func (s *Session) Views(ctx context.Context, list string) (views []store.View, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		views, err = r.Views(ctx, id.User(s.actorName()), list)
		return err
	})
	return views, err
}

// SaveView keeps a list as the actor has it now, under a name; one of the same
// name is replaced.
func (s *Session) SaveView(ctx context.Context, v store.View) error {
	v.Name = strings.TrimSpace(v.Name)
	if v.Name == "" || v.List == "" || len(v.Name) > maxViewName || len(v.Query) > maxViewQuery {
		return fault.New(fault.Input, "view.name", "a view has a name of at most %d characters and an address of at most %d", maxViewName, maxViewQuery)
	}
	return s.do(ctx, ReadBooks, "view.save", nil, func(ctx context.Context, e *entry) error {
		e.note("view.saved", "list:"+v.List, "", map[string]string{"name": v.Name, "query": v.Query})
		return e.SaveView(ctx, id.User(s.actorName()), v)
	})
}

// DropView forgets a view of the actor's (fault view.unknown).
func (s *Session) DropView(ctx context.Context, list, name string) error {
	return s.do(ctx, ReadBooks, "view.drop", nil, func(ctx context.Context, e *entry) error {
		found, err := e.DeleteView(ctx, id.User(s.actorName()), list, name)
		if err == nil && !found {
			return fault.New(fault.NotFound, "view.unknown", "you have no view %q", name)
		}
		e.note("view.dropped", "list:"+list, "", map[string]string{"name": name})
		return err
	})
}
