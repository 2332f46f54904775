package desk

import (
	"context"
	"strings"
	"time"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// How long a sign-in lasts.
const (
	signInIdle = 8 * time.Hour      // without a request
	signInEnd  = 7 * 24 * time.Hour // altogether
	codeWithin = 5 * time.Minute    // between the password and the second factor
	// seenEvery is how often a request is noted: each would be a write.
	seenEvery = 5 * time.Minute
)

// What wrong tries cost, so that guessing is hopeless and a forgetful person
// waits for minutes.
const (
	freeTries     = 5
	firstPause    = time.Minute // doubles with each try after the free ones
	longestPause  = 15 * time.Minute
	forgetFailure = 24 * time.Hour
)

// maxAgent bounds what is kept of a browser's name for itself.
const maxAgent = 200

// Admission is what somebody is let in with: the token for his browser.
type Admission struct {
	Token     string
	NeedsCode bool // the second factor is still to come
}

// Visit is who a token belongs to.
type Visit struct {
	Name      id.User
	FullName  string
	Language  string
	Theme     string
	Companies []VisitCompany
}

// VisitCompany is a company that somebody works for.
type VisitCompany struct {
	Code id.Company
	Name string
}

// SignIn lets in whoever knows the password of the name or address he typed.
// agent is what his browser says it is. The refusal and its time are the same
// whether there is such a person or not.
func (d *Desk) SignIn(ctx context.Context, typed, password, agent string) (Admission, error) {
	failures := tokenHash("name " + strings.ToLower(strings.TrimSpace(typed)))
	if err := d.countTry(ctx, failures); err != nil {
		return Admission{}, err
	}
	var p store.Person
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		p, err = personOf(ctx, q, typed)
		return err
	})
	if err != nil {
		return Admission{}, err
	}
	if len(password) > maxPassword || !rightPassword(p.Password, password) || p.Disabled {
		return Admission{}, fault.New(fault.Refused, "signin.wrong", "the name or the password is wrong")
	}
	return d.admit(ctx, p, failures, agent, p.TOTP != "")
}

// countTry counts a try before it is made, so that many at once are many; what
// succeeds is forgotten. It refuses one that comes too soon after others failed.
func (d *Desk) countTry(ctx context.Context, failures string) error {
	return d.db.Tx(ctx, func(tx db.Tx) error {
		now := d.now()
		n, last, err := store.SignInFailures(ctx, tx, failures)
		if err != nil {
			return err
		}
		if n >= freeTries {
			pause := min(firstPause<<min(n-freeTries, 10), longestPause)
			if wait := time.Unix(last, 0).Add(pause).Sub(now); wait > 0 {
				return fault.New(fault.Refused, "signin.wait", "too many wrong tries; try again in %d min", int(wait/time.Minute)+1)
			}
		}
		return store.AddSignInFailure(ctx, tx, failures, now.Unix(), now.Add(-forgetFailure).Unix())
	})
}

// forgetTries forgets the wrong tries before one that was right.
func (d *Desk) forgetTries(ctx context.Context, failures string) error {
	return d.db.Tx(ctx, func(tx db.Tx) error { return store.ClearSignInFailures(ctx, tx, failures) })
}

// AdmitByEmail lets in the person of an address that somebody who is trusted
// has verified.
func (d *Desk) AdmitByEmail(ctx context.Context, email, agent string) (Admission, error) {
	var p store.Person
	var found bool
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		p, found, err = store.PersonByEmail(ctx, q, strings.ToLower(strings.TrimSpace(email)))
		return err
	})
	if err != nil {
		return Admission{}, err
	}
	if !found || p.Disabled {
		return Admission{}, fault.New(fault.Refused, "signin.nobody", "nobody works here under the address %s; ask your administrator to invite you", email)
	}
	return d.admit(ctx, p, "", agent, false)
}

// admit begins a sign-in under a new token and forgets the failures.
func (d *Desk) admit(ctx context.Context, p store.Person, failures, agent string, needsCode bool) (Admission, error) {
	a := Admission{Token: NewToken(), NeedsCode: needsCode}
	now := d.now()
	row := store.SignIn{TokenHash: tokenHash(a.Token), Person: p.Name, State: store.SignedIn, Agent: cut(agent), Started: now.Unix(), Seen: now.Unix()}
	if needsCode {
		row.State = store.AwaitsCode
	}
	err := d.db.Tx(ctx, func(tx db.Tx) error {
		if err := store.ClearSignInFailures(ctx, tx, failures); err != nil {
			return err
		}
		return store.InsertSignIn(ctx, tx, row, now.Add(-signInIdle).Unix())
	})
	return a, err
}

// cut is the beginning of a long text, at a whole character.
func cut(s string) string {
	for len(s) > maxAgent {
		s = strings.ToValidUTF8(s[:maxAgent], "")
	}
	return strings.ToValidUTF8(s, "")
}

// fresh tells that a sign-in still counts.
func fresh(s store.SignIn, now time.Time) bool {
	started, seen := time.Unix(s.Started, 0), time.Unix(s.Seen, 0)
	if s.State == store.AwaitsCode {
		return now.Before(started.Add(codeWithin))
	}
	return now.Before(seen.Add(signInIdle)) && now.Before(started.Add(signInEnd))
}

// Visitor is who the token of a browser belongs to; false if it is not, or no
// longer, anybody's.
func (d *Desk) Visitor(ctx context.Context, token string) (v Visit, ok bool, err error) {
	now := d.now()
	var signIn store.SignIn
	err = d.db.Read(ctx, func(q db.Querier) error {
		if signIn, ok, err = store.SignInOf(ctx, q, tokenHash(token)); err != nil || !ok {
			return err
		}
		if ok = signIn.State == store.SignedIn && fresh(signIn, now); !ok {
			return nil
		}
		v, ok, err = visit(ctx, q, signIn.Person)
		return err
	})
	if err != nil || !ok || now.Sub(time.Unix(signIn.Seen, 0)) < seenEvery {
		return v, ok, err
	}
	return v, ok, d.db.Tx(ctx, func(tx db.Tx) error { return store.TouchSignIn(ctx, tx, signIn.TokenHash, now.Unix()) })
}

func visit(ctx context.Context, q db.Querier, name id.User) (Visit, bool, error) {
	p, found, err := store.PersonNamed(ctx, q, name)
	if err != nil || !found || p.Disabled {
		return Visit{}, false, err
	}
	v := Visit{Name: p.Name, FullName: p.FullName, Language: p.Language, Theme: p.Theme}
	list, err := store.Memberships(ctx, q, name)
	for i, m := range list {
		if i == 0 || list[i-1].Company != m.Company {
			v.Companies = append(v.Companies, VisitCompany{m.Company, m.Title})
		}
	}
	return v, err == nil, err
}

// SignOut ends the sign-in of a token, if it is one.
func (d *Desk) SignOut(ctx context.Context, token string) error {
	return d.db.Tx(ctx, func(tx db.Tx) error { return store.DeleteSignIn(ctx, tx, tokenHash(token)) })
}
