// Package desk is what people and the clock can say to debitor: one file per
// verb, each of which reads, decides by the core, and writes.
//
// It is not a door: it prints nothing, parses no flags and knows no HTTP. It
// holds no rule of dunning or money; those are in the core. Invariants: every
// write goes through Session.do (authorise, replay, transaction, body,
// journal, commit); every right is checked in rights.go; today comes from the
// caller, the clock is asked only for recording times.
//
// Start with Desk and Session here, then do.go, then the verb you need.
package desk

import (
	"context"
	"strings"
	"sync"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// Queue takes background jobs inside the transaction of the change that asks
// for them. A job of the same kind, company and payload that waits already is
// not added again.
type Queue interface {
	Enqueue(ctx context.Context, tx db.Tx, kind, company string, payload []byte) error
}

// Desk serves every company of one database.
type Desk struct {
	db      *db.DB
	queue   Queue
	now     func() time.Time
	mailers sync.Map // *mailer.Mailer by company and settings
	secret  func() ([]byte, error)
	memory  memory
	// policies are versions as they were read.
	policies parsedPolicies
	turns    turns // of those who reserve
	// answerMail writes the mails with links to requests; nil: none are sent.
	answerMail func(AnswerMail) (subject, text string)
}

// New is a desk over an opened, migrated database. now gives recording times.
func New(database *db.DB, queue Queue, now func() time.Time) *Desk {
	return &Desk{db: database, queue: queue, now: now}
}

// Actor is who speaks: a user, or the operator (whoever may open the
// database), and the operating system's name of the person.
type Actor struct {
	User   id.User // empty: the operator
	System string
	// Remote is one who sits elsewhere: a name never means a file of this machine
	// to him.
	Remote bool
}

// Session is one actor's work in one company's books.
type Session struct {
	desk    *Desk
	company store.Company
	actor   Actor
	roles   []string
	sight   store.Scope // whose customers he sees
	once    string
	onceOf  string // what the write is made of, where Once is told
	// expected is what the next write must find unchanged; nil: anything goes.
	expected *expectation
	// Progress, if set, is told how far long work has come.
	Progress func(what string, done, total int)
}

// Session opens the books of a company for an actor. An empty code means the
// only company there is.
func (d *Desk) Session(ctx context.Context, code id.Company, actor Actor) (*Session, error) {
	s := &Session{desk: d, actor: actor}
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		if s.company, err = pickCompany(ctx, q, code); err != nil {
			return err
		}
		r := store.Read(q, s.company.Code)
		if s.roles, err = rolesOf(ctx, r, actor); err != nil {
			return err
		}
		s.sight, err = s.sightOf(ctx, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func pickCompany(ctx context.Context, q db.Querier, code id.Company) (store.Company, error) {
	list, err := store.Companies(ctx, q)
	if err != nil {
		return store.Company{}, err
	}
	if len(list) == 0 {
		return store.Company{}, fault.New(fault.NotFound, "company.none", "this database has no company yet: run \"debitor init --name NAME\"")
	}
	if code == "" && len(list) == 1 {
		return list[0], nil
	}
	var codes strings.Builder
	for _, c := range list {
		if c.Code == code {
			return c, nil
		}
		codes.WriteString(" " + string(c.Code))
	}
	if code == "" {
		return store.Company{}, fault.New(fault.Usage, "company.which", "there are several companies: say which with --company (one of%s)", codes.String())
	}
	return store.Company{}, fault.New(fault.NotFound, "company.unknown", "there is no company %q (there are:%s)", code, codes.String())
}

func rolesOf(ctx context.Context, r store.Reader, actor Actor) ([]string, error) {
	if actor.User == "" {
		return []string{operator}, nil
	}
	members, err := r.Members(ctx)
	if err != nil {
		return nil, err
	}
	var roles []string
	for _, m := range members {
		if m.Name == actor.User {
			roles = append(roles, m.Role)
		}
	}
	person, _, err := r.Person(ctx, actor.User)
	if err != nil {
		return nil, err
	}
	if person.Disabled {
		return nil, fault.New(fault.Refused, "user.disabled", "%s is disabled; an administrator can change that", actor.User)
	}
	if roles == nil {
		return nil, fault.New(fault.NotFound, "user.unknown", "there is no user %q: \"debitor user add NAME --role ROLE\" makes one", actor.User)
	}
	return roles, nil
}

// Once makes the session's next write happen once under the key: a repeated
// call with the same key changes nothing and gives the first one's answer.
func (s *Session) Once(key string) { s.once = key }

// OnceOf is Once for a call whose content is told by a hash: the same key with
// another content is refused (once.other_content), not answered.
func (s *Session) OnceOf(key, content string) { s.once, s.onceOf = key, content }

// Company is whose books the session has open.
func (s *Session) Company() store.Company { return s.company }

// Today is the clock's day, for doors that have no other date to go by.
func (s *Session) Today() cal.Date { return cal.Of(s.desk.now()) }

// Calendar is the business calendar of the company's country.
func (s *Session) Calendar() *cal.Calendar { return cal.For(s.company.Country) }

// read runs fn over one snapshot of the books.
func (s *Session) read(ctx context.Context, right Right, fn func(store.Reader) error) error {
	if err := s.may(right); err != nil {
		return err
	}
	return s.desk.db.Read(ctx, func(q db.Querier) error { return fn(store.Read(q, s.company.Code)) })
}

// readAhead is read for what is asked often: foresee says what fn will ask for,
// as far as that is known before (see db.DB.ReadAhead).
func (s *Session) readAhead(ctx context.Context, right Right, foresee func(store.Reader), fn func(store.Reader) error) error {
	if err := s.may(right); err != nil {
		return err
	}
	return s.desk.db.ReadAhead(ctx, func(q db.Querier) { foresee(store.Read(q, s.company.Code)) },
		func(q db.Querier) error { return fn(store.Read(q, s.company.Code)) })
}

func (s *Session) progress(what string, done, total int) {
	if s.Progress != nil {
		s.Progress(what, done, total)
	}
}
