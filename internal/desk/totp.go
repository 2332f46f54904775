package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// A second factor is a code of six digits that a telephone makes of a secret
// and the time (RFC 6238); one of the step before or after counts too, for
// clocks differ.
const (
	totpStep      = 30 // seconds
	totpSecret    = 20 // bytes
	recoveryCodes = 10
	recoveryBytes = 10 // of a code: 80 bits
)

// base32Plain is how secrets and codes are written.
var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewTOTP is a secret for a second factor, in base32; it is not in force yet.
func NewTOTP() string {
	b := make([]byte, totpSecret)
	_, _ = rand.Read(b) // never fails
	return base32Plain.EncodeToString(b)
}

// TOTPAddress is the address that a telephone takes a secret in by.
func (s *Session) TOTPAddress(secret string) string {
	return "otpauth://totp/debitor:" + url.PathEscape(string(s.actor.User)) + "?secret=" + url.QueryEscape(secret) + "&issuer=debitor"
}

// totpStepOf is the step whose code this is, 0 if it is not one of now.
func totpStepOf(secret, code string, now time.Time) int64 {
	code = strings.ReplaceAll(code, " ", "")
	for _, off := range []int64{0, -1, 1} {
		at := now.Unix()/totpStep + off
		want, err := totp.GenerateCode(secret, time.Unix(at*totpStep, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at
		}
	}
	return 0
}

// SetTOTP puts a second factor in force, for whoever shows by a code that his
// telephone has the secret. It gives the codes for a lost telephone, once. One
// that is in force is ended first, which takes the password: a browser left open
// is not enough.
func (s *Session) SetTOTP(ctx context.Context, secret, code string) (codes []string, err error) {
	if raw, err := base32Plain.DecodeString(secret); err != nil || len(raw) != totpSecret {
		return nil, fault.New(fault.Input, "totp.secret", "this is not the secret that was shown; begin again")
	}
	step := totpStepOf(secret, code, s.desk.now())
	if step == 0 {
		return nil, fault.New(fault.Input, "totp.code", "the code is not right; see that the clock of the telephone is, and take the next one")
	}
	sealed, err := s.desk.seal(secret, "totp "+string(s.actor.User))
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes(s.actor.User)
	return codes, s.ownAccount(ctx, "user.totp", func(ctx context.Context, e *entry, row store.Person) error {
		if row.TOTP != "" {
			return fault.New(fault.Refused, "totp.set", "you have a second factor already; turn it off first")
		}
		row.TOTP, row.TOTPStep = sealed, step
		e.note("user.totp_set", userSubject(row.Name), "", nil)
		if err := e.ReplaceRecoveryCodes(ctx, row.Name, hashes); err != nil {
			return err
		}
		return e.UpdatePerson(ctx, row)
	})
}

func newRecoveryCodes(name id.User) (codes, hashes []string) {
	for range recoveryCodes {
		b := make([]byte, recoveryBytes)
		_, _ = rand.Read(b) // never fails
		c := strings.ToLower(base32Plain.EncodeToString(b))
		codes = append(codes, c[:4]+"-"+c[4:8]+"-"+c[8:12]+"-"+c[12:])
		hashes = append(hashes, recoveryHash(name, c))
	}
	return codes, hashes
}

func recoveryHash(name id.User, code string) string {
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code))
	return tokenHash(string(name) + " " + code)
}

// DropOwnTOTP ends the actor's second factor; his password proves that it is
// he.
func (s *Session) DropOwnTOTP(ctx context.Context, password string) error {
	if err := s.mustKnowPassword(ctx, password); err != nil {
		return err
	}
	return s.ownAccount(ctx, "user.totp", dropTOTP)
}

// DropTOTP ends the second factor of a user who has lost his telephone and his
// codes.
func (s *Session) DropTOTP(ctx context.Context, name id.User) error {
	return s.manage(ctx, "user.totp", name, dropTOTP)
}

func dropTOTP(ctx context.Context, e *entry, row store.Person) error {
	row.TOTP, row.TOTPStep = "", 0
	e.note("user.totp_dropped", userSubject(row.Name), "", nil)
	if err := e.ReplaceRecoveryCodes(ctx, row.Name, nil); err != nil {
		return err
	}
	return e.UpdatePerson(ctx, row)
}

// SignInCode lets in, under a new token, whoever gave the right password and
// now gives a code of his telephone or one of those for a lost one.
func (d *Desk) SignInCode(ctx context.Context, token, code string) (Admission, error) {
	var signIn store.SignIn
	var p store.Person
	err := d.db.Read(ctx, func(q db.Querier) error {
		var found bool
		var err error
		if signIn, found, err = store.SignInOf(ctx, q, tokenHash(token)); err != nil {
			return err
		}
		if !found || signIn.State != store.AwaitsCode || !fresh(signIn, d.now()) {
			return fault.New(fault.NotFound, "signin.late", "sign in again: the code comes within %d minutes of the password", int(codeWithin/time.Minute))
		}
		p, _, err = store.PersonNamed(ctx, q, signIn.Person)
		return err
	})
	if err != nil {
		return Admission{}, err
	}
	failures := tokenHash("code " + string(p.Name))
	if err := d.countTry(ctx, failures); err != nil {
		return Admission{}, err
	}
	right, err := d.takeCode(ctx, p, code)
	if err != nil {
		return Admission{}, err
	}
	if !right || p.Disabled {
		return Admission{}, fault.New(fault.Refused, "signin.code", "the code is not right, or was used before; take the next one")
	}
	if err := d.SignOut(ctx, token); err != nil {
		return Admission{}, err
	}
	return d.admit(ctx, p, failures, signIn.Agent, false)
}

// takeCode uses a code up, if it is right.
func (d *Desk) takeCode(ctx context.Context, p store.Person, code string) (right bool, err error) {
	secret, err := d.unseal(p.TOTP, "totp "+string(p.Name))
	if err != nil {
		return false, err
	}
	err = d.db.Tx(ctx, func(tx db.Tx) error {
		if step := totpStepOf(secret, code, d.now()); step != 0 {
			right, err = store.TakeTOTPStep(ctx, tx, p.Name, step)
			return err
		}
		right, err = store.TakeRecoveryCode(ctx, tx, p.Name, recoveryHash(p.Name, code))
		return err
	})
	return right, err
}
