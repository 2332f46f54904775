package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The scopes of keys: what of the API a key opens. What the program may do there
// is said by its roles, as with people; a scope only narrows that.
const (
	KeyShipments = "shipments"    // ask whether goods may ship, nothing else
	KeyRead      = "read"         // read the books
	KeyWrite     = "write"        // customers, contracts, invoices, payments, events
	KeyPromises  = "promises"     // take and withdraw promises
	KeyDisputes  = "disputes"     // open, answer and settle disputes
	KeyReserve   = "reservations" // hold amounts for shipments, and give them back
	KeyHolds     = "holds"        // lift holds
	KeyApprovals = "approvals"    // ask for approvals and decide them
	KeyRuns      = "runs"         // apply runs
)

// KeyScopes are all scopes of keys.
var KeyScopes = []string{KeyShipments, KeyRead, KeyWrite, KeyPromises, KeyDisputes, KeyReserve, KeyHolds, KeyApprovals, KeyRuns}

// The bounds of keys.
const (
	// KeyRate is how many calls a minute a key has unless it is given another
	// number: ten a second is more than documents are posted by hand.
	KeyRate = 600
	// MaxKeyRate is the most that one key is given: far above what a node answers.
	MaxKeyRate = 1_000_000
	// KeyDays is how long a key is good unless somebody says otherwise: a year is
	// how long one may be forgotten.
	KeyDays = 365
	// maxKeyDays is the longest: nobody remembers a key of ten years.
	maxKeyDays = 3650
)

// The states of keys.
const (
	KeyGood    = "good"
	KeyExpired = "expired"
	KeyRevoked = "revoked"
)

// KeyState is how a key stands at a moment.
func KeyState(k *store.Key, now time.Time) string {
	switch {
	case k.Revoked != 0:
		return KeyRevoked
	case k.Expires != 0 && k.Expires <= now.Unix():
		return KeyExpired
	}
	return KeyGood
}

// keyMark begins every secret, so that one that leaked is recognised.
const keyMark = "debitor_"

// NewKey is a key that a program is to have.
type NewKey struct {
	Program id.User // made if there is none of the name
	Role    string  // of a program that is new
	Sees    string  // own, team, all; empty: as its role has it
	Scopes  []string
	Days    int // how long it is good; 0: KeyDays
	Rate    int // calls per minute; 0: KeyRate
}

// AddKey makes a key and gives its secret, which is shown once and kept nowhere.
// A key never acts as a person: what it does stands in the journal under the
// program's own name. Repeated under the same Once it makes nothing, and gives the
// ID of the key that was made, without a secret.
func (s *Session) AddKey(ctx context.Context, n NewKey) (k store.Key, secret string, err error) {
	if err := n.check(); err != nil {
		return k, "", err
	}
	err = s.do(ctx, ManageUsers, "key.add", &k.ID, func(ctx context.Context, e *entry) error {
		if err := s.program(ctx, e, n); err != nil {
			return err
		}
		now := s.desk.now()
		k, secret = newKey()
		k.Company, k.Name, k.Scopes, k.Rate, k.Made, k.MadeBy = s.company.Code, n.Program, n.Scopes, n.Rate, now.Unix(), s.actorName()
		k.Expires = now.Add(time.Duration(n.Days) * 24 * time.Hour).Unix()
		e.note("key.added", "key:"+k.ID, "", map[string]any{"program": n.Program, "scopes": n.Scopes, "rate": n.Rate, "expires": time.Unix(k.Expires, 0).UTC()})
		return e.InsertKey(ctx, k)
	})
	return k, secret, err
}

func (n *NewKey) check() error {
	if n.Days == 0 {
		n.Days = KeyDays
	}
	if n.Rate == 0 {
		n.Rate = KeyRate
	}
	if n.Days < 1 || n.Days > maxKeyDays {
		return fault.New(fault.Input, "key.days", "a key is good for 1 to %d days", maxKeyDays)
	}
	if n.Rate < 1 || n.Rate > MaxKeyRate {
		return fault.New(fault.Input, "key.rate", "a key has 1 to %d calls a minute", MaxKeyRate)
	}
	if len(n.Scopes) == 0 {
		return fault.New(fault.Input, "key.no_scope", "say what the key opens: %s", strings.Join(KeyScopes, ", "))
	}
	for _, scope := range n.Scopes {
		if !slices.Contains(KeyScopes, scope) {
			return fault.New(fault.Input, "key.scope_unknown", "%q is no scope of keys (there are %s)", scope, strings.Join(KeyScopes, ", "))
		}
	}
	n.Scopes = slices.Compact(slices.Sorted(slices.Values(n.Scopes)))
	return nil
}

// program sees that the key's program is a member, and makes it one if nobody
// has its name.
func (s *Session) program(ctx context.Context, e *entry, n NewKey) error {
	kind, err := e.KindOf(ctx, n.Program)
	switch {
	case err != nil:
		return err
	case kind == store.PersonKind:
		return fault.New(fault.Refused, "key.person", "%s is a person; a key acts as a program of its own: choose another name", n.Program)
	case kind == store.ProgramKind:
		programs, err := e.Programs(ctx)
		if err == nil && !programs[n.Program] {
			err = fault.New(fault.Refused, "key.elsewhere", "%s is a program of another company; choose another name", n.Program)
		}
		return err
	}
	p := NewPerson{Name: n.Program, Role: n.Role, Scope: n.Sees}
	if err := p.check(); err != nil {
		return err
	}
	if err := p.add(ctx, e); err != nil {
		return err
	}
	return e.MakeProgram(ctx, p.Name)
}

// newKey is a key without its circumstances, and its secret.
func newKey() (store.Key, string) {
	var public [6]byte
	var private [32]byte
	_, _ = rand.Read(public[:]) // never fails
	_, _ = rand.Read(private[:])
	k := store.Key{ID: hex.EncodeToString(public[:])}
	secret := keyMark + k.ID + "_" + base64.RawURLEncoding.EncodeToString(private[:])
	k.Hash = keyHash(secret)
	return k, secret
}

// keyHash is all that is kept of a secret. It is 256 random bits, so one fast
// hash is as good as a slow one.
func keyHash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// Keys are the company's keys, those made last first.
func (s *Session) Keys(ctx context.Context) (list []store.Key, err error) {
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		list, err = r.Keys(ctx)
		return err
	})
	return list, err
}

// RevokeKey ends a key (fault key.unknown).
func (s *Session) RevokeKey(ctx context.Context, key, reason string) error {
	return s.do(ctx, ManageUsers, "key.revoke", nil, func(ctx context.Context, e *entry) error {
		found, err := e.RevokeKey(ctx, key, s.desk.now().Unix())
		if err == nil && !found {
			return fault.New(fault.NotFound, "key.none", "there is no key %q that is still good", key)
		}
		e.note("key.revoked", "key:"+key, reason, map[string]string{"key": key})
		return err
	})
}

// KeySession opens the books that a secret is for, as the program that holds it.
// A secret that is none, and one of a key that there is not, get the same answer
// (fault key.unknown); who holds the right one is told that it has expired
// (key.expired) or was revoked (key.revoked).
func (d *Desk) KeySession(ctx context.Context, secret string) (*Session, store.Key, error) {
	var k store.Key
	name, _, _ := strings.Cut(strings.TrimPrefix(secret, keyMark), "_")
	if !strings.HasPrefix(secret, keyMark) || name == "" {
		return nil, k, unknownKey()
	}
	err := d.db.Read(ctx, func(q db.Querier) error {
		found, there, err := store.KeyOf(ctx, q, name)
		if err != nil {
			return err
		}
		if !there || subtle.ConstantTimeCompare([]byte(found.Hash), []byte(keyHash(secret))) != 1 {
			return unknownKey()
		}
		k = found
		return nil
	})
	if err != nil {
		return nil, k, err
	}
	switch KeyState(&k, d.now()) {
	case KeyRevoked:
		return nil, k, fault.New(fault.Refused, "key.revoked", "the key %s was revoked on %s", k.ID, time.Unix(k.Revoked, 0).UTC().Format(time.DateOnly))
	case KeyExpired:
		return nil, k, fault.New(fault.Refused, "key.expired", "the key %s expired on %s; an administrator can make another", k.ID, time.Unix(k.Expires, 0).UTC().Format(time.DateOnly))
	}
	s, err := d.Session(ctx, k.Company, Actor{User: k.Name, System: "api " + k.ID, Remote: true})
	return s, k, err
}

func unknownKey() error {
	return fault.New(fault.Refused, "key.unknown", "there is no such key; send one as \"Authorization: Bearer debitor_…\"")
}

// Again is the session for another call: what Once and IfUnchanged said of the
// one before is not said of it.
func (s *Session) Again() *Session {
	other := *s
	other.once, other.onceOf, other.expected, other.Progress = "", "", nil, nil
	return &other
}

// NoteKeysUsed keeps when keys were last used, in seconds since 1970. It is no
// change of the books.
func (d *Desk) NoteKeysUsed(ctx context.Context, used map[string]int64) error {
	if len(used) == 0 {
		return nil
	}
	return d.db.Tx(ctx, func(tx db.Tx) error {
		for _, key := range slices.Sorted(maps.Keys(used)) {
			if err := store.KeyUsed(ctx, tx, key, used[key]); err != nil {
				return err
			}
		}
		return nil
	})
}
