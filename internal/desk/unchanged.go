package desk

import (
	"context"

	"debitor/internal/fault"
	"debitor/internal/store"
)

// expectation is what a person had before him when he decided on a change.
type expectation struct{ subject, version string }

// Version names the state that a subject of the journal, such as
// "company:main", is in: the change that last touched it, empty if none did. A
// form carries it along and gives it to IfUnchanged.
func (s *Session) Version(ctx context.Context, subject string) (version string, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		last, err := r.LastAbout(ctx, subject)
		version = last.Change
		return err
	})
	return version, err
}

// IfUnchanged makes the session's next write be refused if somebody else has
// changed the subject since it had that version: he is told who and when.
func (s *Session) IfUnchanged(subject, version string) {
	s.expected = &expectation{subject, version}
}

// asExpected holds an expectation against the journal, within the transaction
// that would write.
func (e *entry) asExpected(ctx context.Context, x *expectation) error {
	if x == nil {
		return nil
	}
	last, err := e.LastAbout(ctx, x.subject)
	if err != nil || last.Change == x.version {
		return err
	}
	return fault.New(fault.Refused, "edit.changed", "%s changed this on %s, after you opened it; open it again to see what it is now",
		last.Actor, last.At.Local().Format(fault.Moment))
}
