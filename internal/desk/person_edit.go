package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// UserEdit is what a user is to be.
type UserEdit struct {
	Name     id.User
	FullName string
	Email    string
	Roles    []string
	Scope    string // own, team, all; empty: as his roles have it
	Handed   []id.Customer
	Disabled bool
}

// EditUser changes a user. His name, address and whether he is disabled stay as
// they are if he works for others, too; nobody takes his own administration
// away.
func (s *Session) EditUser(ctx context.Context, w UserEdit) error {
	if err := s.may(ManageUsers); err != nil {
		return err
	}
	if err := w.check(s.actor.User); err != nil {
		return err
	}
	return s.do(ctx, ManageUsers, "user.edit", nil, func(ctx context.Context, e *entry) error {
		before, err := s.person(ctx, e.Reader, w.Name)
		if err != nil {
			return err
		}
		if err := w.account(ctx, e, &before); err != nil {
			return err
		}
		if err := setRoles(ctx, e, &before, w.Roles); err != nil {
			return err
		}
		if err := e.SetMemberScope(ctx, w.Name, w.Scope); err != nil {
			return err
		}
		if err := w.hand(ctx, e); err != nil {
			return err
		}
		after, err := s.person(ctx, e.Reader, w.Name)
		if err != nil {
			return err
		}
		e.note("user.changed", userSubject(w.Name), "", changed{before, after})
		return nil
	})
}

func (w *UserEdit) check(me id.User) (err error) {
	w.FullName = strings.TrimSpace(w.FullName)
	if w.Email, err = cleanEmail(w.Email); err != nil {
		return err
	}
	if len(w.Roles) == 0 {
		return fault.New(fault.Input, "user.no_role", "a user has one role at least; who is to have none is disabled")
	}
	if err := checkRoles(w.Roles...); err != nil {
		return err
	}
	if w.Scope != "" && !slices.Contains(Scopes, w.Scope) {
		return fault.New(fault.Input, "user.scope", "%q is not a scope (one of %s)", w.Scope, strings.Join(Scopes, ", "))
	}
	if w.Name == me && (w.Disabled || firstOf(w.Roles, grants[ManageUsers]) == "") {
		return fault.New(fault.Refused, "user.self", "you cannot take the administration from yourself; another administrator can")
	}
	return nil
}

// account changes what the user has in all his companies.
func (w *UserEdit) account(ctx context.Context, e *entry, before *User) error {
	same := before.FullName == w.FullName && before.Email == w.Email && before.Disabled == w.Disabled
	if same {
		return nil
	}
	if before.Elsewhere {
		return fault.New(fault.Refused, "user.elsewhere", "%s also works for a company whose users you do not manage; the operator can change the account", w.Name)
	}
	row, err := rowOf(ctx, e.Reader, w.Name)
	if err != nil {
		return err
	}
	if err := freeEmail(ctx, e, w.Name, w.Email); err != nil {
		return err
	}
	row.FullName, row.Email, row.Disabled = w.FullName, w.Email, w.Disabled
	if err := e.UpdatePerson(ctx, row); err != nil {
		return err
	}
	if !w.Disabled {
		return nil
	}
	if err := e.DeleteLinks(ctx, w.Name); err != nil {
		return err
	}
	return e.DeleteSignIns(ctx, w.Name, "")
}

// setRoles makes a user's roles those of a list.
func setRoles(ctx context.Context, e *entry, u *User, roles []string) error {
	for _, role := range roles {
		if !slices.Contains(u.Roles, role) {
			if err := e.InsertMember(ctx, store.Member{Name: u.Name, Role: role}); err != nil {
				return err
			}
		}
	}
	for _, role := range u.Roles {
		if !slices.Contains(roles, role) {
			if err := e.DeleteMember(ctx, store.Member{Name: u.Name, Role: role}); err != nil {
				return err
			}
		}
	}
	return nil
}

// hand gives the user the customers that he sees besides his own.
func (w *UserEdit) hand(ctx context.Context, e *entry) error {
	slices.Sort(w.Handed)
	w.Handed = slices.Compact(w.Handed)
	known, err := e.CustomersWithin(ctx, store.Scope{All: true}, w.Handed)
	if err != nil {
		return err
	}
	for _, c := range w.Handed {
		if !known[c] {
			return fault.New(fault.Input, "customer.unknown", "there is no customer %q", c)
		}
	}
	return e.SetHandedCustomers(ctx, w.Name, w.Handed)
}

// SignOutUser ends all sign-ins of a user.
func (s *Session) SignOutUser(ctx context.Context, name id.User) error {
	return s.manage(ctx, "user.sign_out", name, func(ctx context.Context, e *entry, row store.Person) error {
		e.note("user.signed_out", userSubject(row.Name), "", nil)
		return e.DeleteSignIns(ctx, row.Name, "")
	})
}

// manage changes the account of a user, whom the actor must manage in all his
// companies.
func (s *Session) manage(ctx context.Context, command string, name id.User, body func(context.Context, *entry, store.Person) error) error {
	return s.do(ctx, ManageUsers, command, nil, func(ctx context.Context, e *entry) error {
		if _, err := s.person(ctx, e.Reader, name); err != nil {
			return err
		}
		if err := s.mustManage(ctx, e.Reader, name); err != nil {
			return err
		}
		row, err := rowOf(ctx, e.Reader, name)
		if err != nil {
			return err
		}
		return body(ctx, e, row)
	})
}
