package desk

import (
	"context"
	"slices"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// The scopes a member can be given: whose customers he sees.
const (
	ScopeOwn  = "own"  // those he manages
	ScopeTeam = "team" // and those of whom he leads
	ScopeAll  = "all"
)

// Scopes are the scopes from the narrowest to the widest.
var Scopes = []string{ScopeOwn, ScopeTeam, ScopeAll}

// narrow are the roles that do not see all customers unless they are given a
// scope. A law firm manages nobody: it sees what it was handed.
var narrow = map[string]string{
	"sales-manager": ScopeOwn, "sales-representative": ScopeOwn, "collector": ScopeOwn, "law-firm": ScopeOwn, "supervisor": ScopeTeam,
}

// RoleScope is the scope that roles bring: the widest of theirs.
func RoleScope(roles []string) string {
	widest := 0
	for _, role := range roles {
		scope, ok := narrow[role]
		if !ok {
			return ScopeAll
		}
		widest = max(widest, slices.Index(Scopes, scope))
	}
	return Scopes[widest]
}

// scope is whose customers the actor sees. Customers handed to him are always
// among them.
func (s *Session) scope() store.Scope { return s.sight }

// sightOf finds whose customers a user sees.
func (s *Session) sightOf(ctx context.Context, r store.Reader) (store.Scope, error) {
	user := s.actor.User
	if user == "" {
		return store.Scope{All: true}, nil
	}
	scopes, err := r.MemberScopes(ctx)
	if err != nil {
		return store.Scope{}, err
	}
	scope, given := scopes[user]
	if !given {
		scope = RoleScope(s.roles)
	}
	switch scope {
	case ScopeAll:
		return store.Scope{All: true}, nil
	case ScopeTeam:
		profile, err := s.Profile()
		return store.Scope{Managers: ledBy(profile.Teams, string(user)), Handed: user}, err
	}
	return store.Scope{Managers: []string{string(user)}, Handed: user}, nil
}

// ledBy is a leader with all whom he leads, himself or through others.
func ledBy(teams []Team, leader string) []string {
	all := []string{leader}
	for i := 0; i < len(all); i++ { // grows while it is walked
		for _, t := range teams {
			if t.Leader != all[i] {
				continue
			}
			for _, member := range t.Members {
				if !slices.Contains(all, member) {
					all = append(all, member)
				}
			}
		}
	}
	return all
}

// sees says whether there is such a customer, and the actor may see him.
func (s *Session) sees(ctx context.Context, r store.Reader, c id.Customer) (bool, error) {
	known, err := r.CustomersWithin(ctx, s.scope(), []id.Customer{c})
	return known[c], err
}

// mustSee refuses a customer who is not there, or not the actor's to see: the
// same answer, for who may not see him need not learn that he exists.
func (s *Session) mustSee(ctx context.Context, r store.Reader, c id.Customer) error {
	seen, err := s.sees(ctx, r, c)
	if err == nil && !seen {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", c)
	}
	return err
}

// invoice is an invoice of a customer whom the actor sees.
func (s *Session) invoice(ctx context.Context, r store.Reader, v id.Invoice) (ledger.Invoice, error) {
	found, err := r.Invoices(ctx, []id.Invoice{v})
	if err != nil {
		return ledger.Invoice{}, err
	}
	if len(found) == 1 {
		seen, err := s.sees(ctx, r, found[0].Customer)
		if err != nil || seen {
			return found[0], err
		}
	}
	return ledger.Invoice{}, fault.New(fault.NotFound, "invoice.unknown", "there is no invoice %q", v)
}

// letter is a letter to a customer whom the actor sees.
func (s *Session) letter(ctx context.Context, r store.Reader, number id.Letter) (store.Letter, error) {
	found, err := r.LettersByID(ctx, []id.Letter{number})
	if err != nil {
		return store.Letter{}, err
	}
	l, ok := found[number]
	if ok {
		if ok, err = s.sees(ctx, r, l.Customer); err != nil {
			return store.Letter{}, err
		}
	}
	if !ok {
		return store.Letter{}, fault.New(fault.NotFound, "letter.unknown", "there is no letter %q", number)
	}
	return l, nil
}
