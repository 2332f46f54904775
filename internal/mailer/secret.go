package mailer

import (
	"fmt"
	"io"
)

// hidden is what a Secret shows of itself.
const hidden = "(hidden)"

// Secret is a password or a private key. However it is printed, logged or
// marshalled, it shows "(hidden)"; it is inside a function because printing a
// struct reaches unexported strings. The zero value is no secret at all.
type Secret struct{ reveal func() string }

// NewSecret hides s; an empty string gives the zero Secret.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{func() string { return s }}
}

// IsZero tells that there is no secret.
func (s Secret) IsZero() bool { return s.reveal == nil }

// String is "(hidden)", or nothing if there is no secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return hidden
}

// GoString is what %#v prints: the same.
func (s Secret) GoString() string { return s.String() }

// Format answers every verb of fmt alike.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) } // fmt keeps no error of a Formatter

// MarshalText hides the secret from JSON, YAML and logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes a secret from a file of settings.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

func (s Secret) value() string {
	if s.IsZero() {
		return ""
	}
	return s.reveal()
}
