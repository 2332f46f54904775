package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// Me is what the actor sees of himself.
type Me struct {
	Name      id.User
	FullName  string
	Email     string
	Language  string // empty: the company's
	Theme     string // light, dark, or empty: as the device has it
	Roles     []string
	Scope     string // whose customers he sees: own, team, all
	Password  bool
	TOTP      bool
	CodesLeft int // for a lost telephone
	SignIns   []MySignIn
}

// MySignIn is a browser in which he is signed in.
type MySignIn struct {
	Agent   string
	Started time.Time
	Seen    time.Time
	Here    bool
}

// The themes of the pages.
var themes = []string{"", "light", "dark"}

// Me is the actor's own account; token is that of the browser he asks from.
func (s *Session) Me(ctx context.Context, token string) (a Me, err error) {
	err = s.read(ctx, OwnAccount, func(r store.Reader) error {
		row, err := rowOf(ctx, r, s.actor.User)
		if err != nil {
			return err
		}
		u, err := s.person(ctx, r, row.Name)
		if err != nil {
			return err
		}
		a = Me{
			Name: row.Name, FullName: row.FullName, Email: row.Email, Language: row.Language, Theme: row.Theme, Roles: u.Roles, Scope: u.Sees(),
			Password: row.Password != "", TOTP: row.TOTP != "",
		}
		if a.CodesLeft, err = r.CountRecoveryCodes(ctx, row.Name); err != nil {
			return err
		}
		list, err := r.SignIns(ctx, row.Name)
		for _, in := range list {
			if in.State == store.SignedIn && fresh(in, s.desk.now()) {
				a.SignIns = append(a.SignIns, MySignIn{in.Agent, time.Unix(in.Started, 0), time.Unix(in.Seen, 0), in.TokenHash == tokenHash(token)})
			}
		}
		return err
	})
	return a, err
}

// SetMe changes the actor's name as people call him, the language of the
// pages, empty for the company's, and their theme.
func (s *Session) SetMe(ctx context.Context, fullName, language, theme string) error {
	if language != "" && !slices.Contains(Languages, language) {
		return fault.New(fault.Input, "user.language", "%q is not a language of debitor (one of %s)", language, strings.Join(Languages, ", "))
	}
	if !slices.Contains(themes, theme) {
		return fault.New(fault.Input, "user.theme", "%q is not a theme (light, dark, or empty)", theme)
	}
	return s.ownAccount(ctx, "user.account", func(ctx context.Context, e *entry, row store.Person) error {
		before := accountData(row)
		row.FullName, row.Language, row.Theme = strings.TrimSpace(fullName), language, theme
		e.note("user.changed", userSubject(row.Name), "", changed{before, accountData(row)})
		return e.UpdatePerson(ctx, row)
	})
}

func accountData(p store.Person) map[string]string {
	return map[string]string{"full_name": p.FullName, "email": p.Email, "language": p.Language, "theme": p.Theme}
}

// ChangePassword gives the actor another password, if he knows the one he has,
// and signs him out everywhere but in the browser of the token.
func (s *Session) ChangePassword(ctx context.Context, old, password, token string) error {
	if err := s.mustKnowPassword(ctx, old); err != nil {
		return err
	}
	return s.ownAccount(ctx, "user.password", func(ctx context.Context, e *entry, row store.Person) error {
		if err := checkPassword(password, string(row.Name), row.FullName); err != nil {
			return err
		}
		return setPassword(ctx, e, row.Name, hashPassword(password), tokenHash(token))
	})
}

// SignOutElsewhere ends the actor's sign-ins but that of the token.
func (s *Session) SignOutElsewhere(ctx context.Context, token string) error {
	return s.ownAccount(ctx, "user.sign_out", func(ctx context.Context, e *entry, row store.Person) error {
		e.note("user.signed_out", userSubject(row.Name), "", nil)
		return e.DeleteSignIns(ctx, row.Name, tokenHash(token))
	})
}

// ownAccount changes the actor's own account.
func (s *Session) ownAccount(ctx context.Context, command string, body func(context.Context, *entry, store.Person) error) error {
	if s.actor.User == "" {
		return fault.New(fault.Refused, "user.no_account", "the operator has no account; say who with --as USER")
	}
	return s.do(ctx, OwnAccount, command, nil, func(ctx context.Context, e *entry) error {
		row, err := rowOf(ctx, e.Reader, s.actor.User)
		if err != nil {
			return err
		}
		return body(ctx, e, row)
	})
}

// mustKnowPassword refuses unless it is the actor's password; tries are counted
// as those of signing in are.
func (s *Session) mustKnowPassword(ctx context.Context, password string) error {
	failures := tokenHash("password " + string(s.actor.User))
	if err := s.desk.countTry(ctx, failures); err != nil {
		return err
	}
	var row store.Person
	err := s.read(ctx, OwnAccount, func(r store.Reader) (err error) {
		row, err = rowOf(ctx, r, s.actor.User)
		return err
	})
	if err != nil {
		return err
	}
	if !rightPassword(row.Password, password) {
		return fault.New(fault.Refused, "password.wrong", "this is not your password")
	}
	return s.desk.forgetTries(ctx, failures)
}
