package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mail"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// User is a person as a member of the company.
type User struct {
	Name      id.User
	FullName  string
	Email     string
	Language  string // empty: the company's
	Roles     []string
	Scope     string // own, team, all; empty: as his roles have it
	Handed    []id.Customer
	Disabled  bool
	Password  bool // he has one
	TOTP      bool // he has a second factor
	Elsewhere bool // he is a member of companies too that the actor does not manage
}

// Sees is whose customers the user sees: his scope, or that of his roles.
func (u *User) Sees() string {
	if u.Scope != "" {
		return u.Scope
	}
	return RoleScope(u.Roles)
}

// NewPerson is somebody who is to work for the company.
type NewPerson struct {
	Name     id.User
	FullName string
	Email    string
	Role     string
	Scope    string // own, team, all; empty: as his role has it
	Password string // only the operator gives one; others invite
	Language string // empty: the company's
}

// AddPerson makes somebody a user. A person of that name who is there already,
// for another company say, gets the role and stays as he is otherwise.
func (s *Session) AddPerson(ctx context.Context, p NewPerson) error {
	if err := s.may(ManageUsers); err != nil {
		return err
	}
	if p.Password != "" && s.actor.User != "" {
		return fault.New(fault.Refused, "user.password", "only the operator gives a password; invite the person, and he chooses his own")
	}
	if err := p.check(); err != nil {
		return err
	}
	return s.do(ctx, ManageUsers, "user.add", nil, p.add)
}

// AddUser gives a user a role.
func (s *Session) AddUser(ctx context.Context, name id.User, role string) error {
	return s.AddPerson(ctx, NewPerson{Name: name, Role: role})
}

func (p *NewPerson) check() error {
	clean, err := id.Clean(string(p.Name))
	if err != nil {
		return fault.New(fault.Usage, "user.name", "the user's name %s", err)
	}
	p.Name, p.FullName = id.User(clean), strings.TrimSpace(p.FullName)
	if clean == operator {
		return fault.New(fault.Refused, "user.operator", "%q is who opens the database from the command line; choose another name", clean)
	}
	if p.Email, err = cleanEmail(p.Email); err != nil {
		return err
	}
	if err := checkRoles(p.Role); err != nil {
		return err
	}
	if p.Language != "" && !slices.Contains(Languages, p.Language) {
		return fault.New(fault.Input, "user.language", "%q is not a language of debitor (one of %s)", p.Language, strings.Join(Languages, ", "))
	}
	if p.Scope != "" && !slices.Contains(Scopes, p.Scope) {
		return fault.New(fault.Input, "user.scope", "%q is not a scope (one of %s)", p.Scope, strings.Join(Scopes, ", "))
	}
	if p.Password == "" {
		return nil
	}
	return checkPassword(p.Password, clean, p.FullName)
}

func checkRoles(roles ...string) error {
	for _, role := range roles {
		if !slices.Contains(policy.Roles, role) {
			return fault.New(fault.Input, "user.role", "%q is not a role (one of %s)", role, strings.Join(policy.Roles, ", "))
		}
	}
	return nil
}

// cleanEmail is an address as it is kept, in small letters; empty stays empty.
func cleanEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s != "" && !mail.ValidAddress(s) {
		return "", fault.New(fault.Input, "user.email", "%q is not an e-mail address", s)
	}
	return s, nil
}

func (p *NewPerson) add(ctx context.Context, e *entry) error {
	row := store.Person{Name: p.Name, FullName: p.FullName, Email: p.Email, Language: p.Language}
	if p.Password != "" {
		row.Password = hashPassword(p.Password)
	}
	if err := freeEmail(ctx, e, p.Name, p.Email); err != nil {
		return err
	}
	if _, err := e.InsertPerson(ctx, row); err != nil {
		return err
	}
	if err := e.InsertMember(ctx, store.Member{Name: p.Name, Role: p.Role}); err != nil {
		return err
	}
	data := map[string]string{"role": p.Role}
	if p.Scope != "" {
		data["scope"] = p.Scope
		if err := e.SetMemberScope(ctx, p.Name, p.Scope); err != nil {
			return err
		}
	}
	e.note("user.role_given", userSubject(p.Name), "", data)
	return nil
}

// freeEmail refuses an address that is somebody else's: by it people are known
// when they sign in elsewhere.
func freeEmail(ctx context.Context, e *entry, name id.User, email string) error {
	other, found, err := store.PersonByEmail(ctx, e.Tx(), email)
	if err == nil && found && other.Name != name {
		err = fault.New(fault.Refused, "user.email_taken", "the address %s belongs to another user", email)
	}
	return err
}

// userSubject is a user as the journal names him.
func userSubject(name id.User) string { return "user:" + string(name) }

// Users lists the company's users and their roles.
func (s *Session) Users(ctx context.Context) (list []store.Member, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		list, err = r.Members(ctx)
		return err
	})
	return list, err
}

// People are the company's users with all that is known of them, by name.
func (s *Session) People(ctx context.Context) (list []User, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		list, err = s.people(ctx, r)
		return err
	})
	return list, err
}

// Person is one of the company's users, and the version of what is known of
// him, for IfUnchanged.
func (s *Session) Person(ctx context.Context, name id.User) (u User, version string, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		if u, err = s.person(ctx, r, name); err != nil {
			return err
		}
		last, err := r.LastAbout(ctx, userSubject(name))
		version = last.Change
		return err
	})
	return u, version, err
}

func (s *Session) person(ctx context.Context, r store.Reader, name id.User) (User, error) {
	list, err := s.people(ctx, r)
	if err != nil {
		return User{}, err
	}
	i := slices.IndexFunc(list, func(u User) bool { return u.Name == name })
	if i < 0 {
		return User{}, fault.New(fault.NotFound, "user.unknown", "there is no user %q: \"debitor user add NAME --role ROLE\" makes one", name)
	}
	u := list[i]
	if u.Handed, err = r.HandedCustomers(ctx, name); err != nil {
		return u, err
	}
	u.Elsewhere, err = s.elsewhere(ctx, r, name)
	return u, err
}

func (s *Session) people(ctx context.Context, r store.Reader) ([]User, error) {
	rows, err := r.People(ctx)
	if err != nil {
		return nil, err
	}
	members, err := r.Members(ctx)
	if err != nil {
		return nil, err
	}
	scopes, err := r.MemberScopes(ctx)
	list := make([]User, len(rows))
	for i, p := range rows {
		list[i] = User{
			Name: p.Name, FullName: p.FullName, Email: p.Email, Language: p.Language, Scope: scopes[p.Name], Disabled: p.Disabled,
			Password: p.Password != "", TOTP: p.TOTP != "",
		}
		for _, m := range members {
			if m.Name == p.Name {
				list[i].Roles = append(list[i].Roles, m.Role)
			}
		}
	}
	return list, err
}

// elsewhere tells that the person also works for a company whose users the
// actor does not manage: his account is not the actor's to change there.
func (s *Session) elsewhere(ctx context.Context, r store.Reader, name id.User) (bool, error) {
	if s.actor.User == "" {
		return false, nil
	}
	his, err := r.Memberships(ctx, name)
	if err != nil {
		return false, err
	}
	mine, err := r.Memberships(ctx, s.actor.User)
	for _, m := range his {
		managed := slices.ContainsFunc(mine, func(o store.Membership) bool {
			return o.Company == m.Company && slices.Contains(grants[ManageUsers], o.Role)
		})
		if !managed {
			return true, err
		}
	}
	return false, err
}

// rowOf is a user as he is kept, within a change.
func rowOf(ctx context.Context, r store.Reader, name id.User) (store.Person, error) {
	row, found, err := r.Person(ctx, name)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "user.unknown", "there is no user %q", name)
	}
	return row, err
}

// personOf is the person who types a name or an address to sign in, without a
// name if there is none.
func personOf(ctx context.Context, q db.Querier, typed string) (store.Person, error) {
	typed = strings.TrimSpace(typed)
	p, found, err := store.PersonNamed(ctx, q, id.User(typed))
	if err == nil && !found {
		p, _, err = store.PersonByEmail(ctx, q, strings.ToLower(typed))
	}
	return p, err
}
