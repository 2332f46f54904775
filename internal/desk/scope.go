package desk

import (
	"context"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// scope is whose customers the actor sees.
func (s *Session) scope() store.Scope { return store.Scope{All: true} }

// mustSee refuses a customer who is not there, or not the actor's to see: the
// same answer, for who may not see him need not learn that he exists.
func (s *Session) mustSee(ctx context.Context, r store.Reader, c id.Customer) error {
	known, err := r.CustomersWithin(ctx, s.scope(), []id.Customer{c})
	if err != nil {
		return err
	}
	if !known[c] {
		return fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", c)
	}
	return nil
}
