package desk

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"debitor/internal/fault"
)

// The cost of a password's hash: OWASP's second choice of equal strength for
// argon2id, that needs little memory where many sign in at once.
const (
	argonMemory  = 19 << 10 // KiB
	argonPasses  = 2
	argonThreads = 1
	argonSalt    = 16
	argonKey     = 32
)

// Passwords are judged by their length alone, as NIST SP 800-63B advises.
const (
	minPassword = 10  // characters
	maxPassword = 200 // bytes
)

// checkPassword refuses a password that is easily guessed.
func checkPassword(password, name, fullName string) error {
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return fault.New(fault.Input, "password.short", "the password needs at least %d characters; a few words that only you would put together are easy to remember", minPassword)
	case len(password) > maxPassword:
		return fault.New(fault.Input, "password.long", "the password is longer than %d bytes", maxPassword)
	case strings.EqualFold(password, name) || strings.EqualFold(password, fullName) || strings.Count(password, password[:1]) == len(password):
		return fault.New(fault.Input, "password.simple", "the password is your name or one letter again and again; choose another")
	}
	return nil
}

// hashPassword is the password as it is kept: a PHC string with its salt.
func hashPassword(password string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonThreads, argonKey)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonThreads, encode(salt), encode(key))
}

// nobodysPassword is checked where there is none, so that the answer takes as
// long as for one that is wrong.
var nobodysPassword = sync.OnceValue(func() string { return hashPassword(NewToken()) })

// rightPassword tells whether the password is the one of a PHC string. An empty
// string has none, and takes as long.
func rightPassword(phc, password string) bool {
	other := phc == ""
	if other {
		phc = nobodysPassword()
	}
	parts := strings.Split(phc, "$") // "", argon2id, v=, m=,t=,p=, salt, key
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil || passes == 0 || threads == 0 {
		return false
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && !other
}
