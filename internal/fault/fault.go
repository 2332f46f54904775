// Package fault is the one error of the house: a kind that doors turn into an
// exit code or an HTTP status, a stable dotted code that tests, the API and
// translations rely on, and a text that is safe to show to a user.
//
// It is not a place for internal errors: what is not a Fault reaches the user
// as "internal error" and the log in full. Codes are never reused or renamed.
//
// Start with New; read KindOf and Code at the doors.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a caller can do about a fault. Doors map it to an exit code
// (docs/commands.md: 2 usage, 3 input, 4 not found, 5 refused, 1 anything else).
type Kind uint8

// The kinds, in the order of the exit codes they become.
const (
	Internal Kind = iota // nothing the user did; exit 1
	Usage                // the command itself is wrong; exit 2
	Input                // a file, a row or a value is bad; nothing was changed; exit 3
	NotFound             // the named thing does not exist; exit 4
	Refused              // a rule or a right says no; exit 5
)

// Fault is an error a user may see. Code is dotted and stable, such as
// "ledger.allocation.exceeds_open"; Text is one English sentence with the way
// out; Err is what lies beneath, for the log only.
type Fault struct {
	Kind Kind
	Code string
	Text string
	Args []any // what stands in Text, for who says it in another language
	Err  error
}

// New makes a fault; text is a format string.
func New(kind Kind, code, text string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Text: fmt.Sprintf(text, args...), Args: args}
}

// Wrap makes a fault that keeps the error it came from for the log.
func Wrap(err error, kind Kind, code, text string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Text: fmt.Sprintf(text, args...), Args: args, Err: err}
}

// Error is the text for the user.
func (f *Fault) Error() string { return f.Text }

// Unwrap gives errors.Is and errors.As the cause.
func (f *Fault) Unwrap() error { return f.Err }

// KindOf is the kind of the first Fault in err's chain, Internal if none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// Code is the code of the first Fault in err's chain, "internal" if none.
func Code(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code
	}
	return "internal"
}
