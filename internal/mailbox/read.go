package mailbox

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"debitor/internal/fault"
)

// Message is one mail as the server holds it.
type Message struct {
	Key string // the same for the same message: user, folder, UIDVALIDITY and UID (RFC 9051, 2.3.1.1)
	Raw []byte // header and body in the form of RFC 5322, at most MaxMessage bytes
	Cut bool   // the message is longer than that
}

// Result is what a run did.
type Result struct {
	Handled int // messages handed over and marked
	Left    int // unseen messages that are for the next run
}

// Read hands every unseen message, oldest first, to handle, and marks it \Seen
// when that succeeded. It stops at handle's first error, which it returns as it
// is; the message stays unseen, and the next run begins with it. What was
// handled until then is in the Result also when there is an error.
//
// Faults: "mailbox.config", "mailbox.unreachable", "mailbox.certificate",
// "mailbox.login", "mailbox.folder", "mailbox.read_only", "mailbox.lost". The
// context ends the run at any point.
func Read(ctx context.Context, c Config, handle func(context.Context, Message) error) (Result, error) {
	if err := c.check(); err != nil {
		return Result{}, err
	}
	c.Folder, c.Timeout = cmp.Or(c.Folder, "INBOX"), cmp.Or(c.Timeout, defaultTimeout)
	s, err := open(ctx, c)
	if err != nil {
		return Result{}, err
	}
	defer s.close()
	unseen, err := s.unseen()
	if err != nil {
		return Result{}, err
	}
	r := Result{Left: len(unseen)}
	for _, uid := range unseen[:min(len(unseen), MaxRun)] {
		if ctx.Err() != nil {
			return r, context.Cause(ctx)
		}
		handled, err := s.message(ctx, uid, handle)
		if err != nil {
			return r, err
		}
		r.Left--
		if handled {
			r.Handled++
		}
	}
	return r, nil
}

// message fetches one message, has it handled, and marks it. One that is gone
// by now is not handled and no error: somebody else tidied up.
func (s *session) message(ctx context.Context, uid imap.UID, handle func(context.Context, Message) error) (bool, error) {
	m, there, err := s.fetch(uid)
	if err != nil || !there {
		return false, err
	}
	if err := handle(ctx, m); err != nil {
		return false, err
	}
	return true, s.mark(uid)
}

// unseen lists the messages that are neither handled nor about to be deleted,
// by the order in which they came.
func (s *session) unseen() (list []imap.UID, err error) {
	err = s.ask("looking for new messages", func() error {
		found, err := s.client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen, imap.FlagDeleted}}, nil).Wait()
		if err == nil {
			list = found.AllUIDs()
			slices.Sort(list)
		}
		return err
	})
	return list, err
}

// fetch reads the beginning of one message without marking it.
func (s *session) fetch(uid imap.UID) (m Message, there bool, err error) {
	// One byte more than is kept tells whether there is more.
	begin := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: MaxMessage + 1}}
	err = s.ask("fetching a message", func() error {
		cmd := s.client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{begin}})
		for data := cmd.Next(); data != nil; data = cmd.Next() {
			for item := data.Next(); item != nil; item = data.Next() {
				body, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				raw, err := io.ReadAll(io.LimitReader(body.Literal, MaxMessage+1))
				if err != nil {
					return err
				}
				m.Raw, there = raw, true
			}
		}
		return cmd.Close()
	})
	m.Cut = len(m.Raw) > MaxMessage
	m.Raw = m.Raw[:min(len(m.Raw), MaxMessage)]
	m.Key = fmt.Sprintf("%s/%s/%d/%d", s.config.User, s.config.Folder, s.validity, uid)
	return m, there, err
}

// mark sets \Seen.
func (s *session) mark(uid imap.UID) error {
	return s.ask("marking a message", func() error {
		flags := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
		return s.client.Store(imap.UIDSetNum(uid), flags, nil).Close()
	})
}

// ask has the server answer in time. What goes wrong after the folder was
// opened is a connection that is lost: the next run takes up where this ended.
func (s *session) ask(doing string, f func() error) error {
	if err := s.within(f); err != nil {
		return fault.Wrap(err, fault.Internal, "mailbox.lost",
			"the mail server %s failed at %s (%s); what is not marked as read is read by the next run", s.config.Host, doing, clean(err))
	}
	return nil
}
