// Package id is the typed names of things: a customer's code can never be
// passed where an invoice's is wanted. They are the company's own identifiers
// as text, leading zeros kept, compared by bytes; debitor invents none for
// what the company has named. Clean and New are the two ways to one.
package id

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"
	"unicode/utf8"

	"debitor/internal/fault"
)

// The typed identifiers.
type (
	// Company is the creditor's short code, the first part of every key in the
	// database.
	Company string
	// Customer is a buyer's code.
	Customer string
	// Contract is the key by which other files name a contract.
	Contract string
	// Invoice is a debt document's key.
	Invoice string
	// Payment is a payment's key.
	Payment string
	// Letter is the number a letter bears.
	Letter string
	// Task is the number of a task.
	Task string
	// User is a user's name.
	User string
)

// MaxLength bounds an identifier, in bytes; longer ones are a column read
// wrongly rather than a name.
const MaxLength = 200

// Clean trims an identifier read from a file and refuses what cannot be one:
// empty, too long, or with control characters.
func Clean(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", fault.New(fault.Input, "id.empty", "is empty")
	case len(s) > MaxLength:
		return "", fault.New(fault.Input, "id.too_long", "is longer than %d bytes", MaxLength)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return "", fault.New(fault.Input, "id.characters", "holds characters that cannot be part of a name")
	}
	return s, nil
}

// alphabet leaves out the letters that are misread on paper (I, L, O, U).
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// New derives a short code (two groups of five, 50 bits) from the key parts of
// the thing it names, so that two databases with the same facts give the same
// code, and a second try after a crash does not invent another.
func New(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	code := alphabet.EncodeToString(sum[:7])
	return code[:5] + "-" + code[5:10]
}
