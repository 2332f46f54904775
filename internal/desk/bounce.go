package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/bounce"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/mailbox"
	"debitor/internal/store"
)

// ReturnReport counts mails that came back, by what they are.
type ReturnReport struct {
	Read       int `json:"read"`
	Hard       int `json:"hard"`       // the address is dead: marked, and a task
	Soft       int `json:"soft"`       // not delivered, the address is not dead: tried again, in the end a task
	Delayed    int `json:"delayed"`    // the server goes on trying
	Delivered  int `json:"delivered"`  // receipts
	Vacation   int `json:"vacation"`   // automatic answers
	Complaints int `json:"complaints"` // the reader calls it unwanted: for a person
	Other      int `json:"other"`      // anything else: for a person
	Unmatched  int `json:"unmatched"`  // about no letter of ours
}

// softTries is how often a letter that came back softly is sent again, a day
// apart.
const softTries = 3

// maxReturned bounds a mail that is read.
const maxReturned = 10 << 20

// ReadReturned takes in mails that came back, from files.
func (s *Session) ReadReturned(ctx context.Context, files []string, day cal.Date) (ReturnReport, error) {
	var report ReturnReport
	if err := s.may(SendMail); err != nil {
		return report, err
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err == nil && info.Size() > maxReturned {
			return report, fault.New(fault.Input, "mail.file", "%s is larger than a report about a mail can be (%d MB): leave it out", file, maxReturned>>20)
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return report, fault.Wrap(err, fault.NotFound, "mail.file", "%s cannot be read", file)
		}
		if err := s.returned(ctx, raw, day, &report); err != nil {
			return report, err
		}
	}
	return report, s.Seal(ctx)
}

// returned takes in one mail. The same mail again changes nothing, whatever
// became of the letter since: what it changed is known by the hash of the mail.
func (s *Session) returned(ctx context.Context, raw []byte, day cal.Date, report *ReturnReport) error {
	r := bounce.Read(raw)
	report.Read++
	switch r.Kind {
	case bounce.Hard:
		report.Hard++
	case bounce.Soft:
		report.Soft++
	case bounce.Delayed:
		report.Delayed++
	case bounce.Delivered:
		report.Delivered++
	case bounce.Vacation:
		report.Vacation++
	case bounce.Feedback:
		report.Complaints++
	default:
		report.Other++
	}
	if r.Kind == bounce.Vacation || r.Kind == bounce.Other {
		return nil // they say nothing of a letter's way
	}
	matched := false
	sum := sha256.Sum256(raw)
	s.Once("mail.returned " + hex.EncodeToString(sum[:]))
	err := s.do(ctx, SendMail, "mail.returned", &matched, func(ctx context.Context, e *entry) error {
		l, d, ok, err := aboutLetter(ctx, e, &r)
		if err != nil {
			return err
		}
		if matched = ok; ok {
			return s.returnedLetter(ctx, e, &r, l, d, day)
		}
		a, ok, err := aboutAct(ctx, e, &r)
		if matched = ok; err != nil || !ok {
			return err
		}
		return s.returnedAct(ctx, e, &r, &a)
	})
	if !matched && err == nil {
		report.Unmatched++
	}
	return err
}

// aboutLetter finds the letter a report is about: by the number it carries, by
// the Message-ID, whose beginning is the number, or by the recipient.
func aboutLetter(ctx context.Context, e *entry, r *bounce.Report) (l store.Letter, d store.Delivery, ok bool, err error) {
	fromID, _, _ := strings.Cut(r.MessageID, ".")
	var ids []id.Letter
	for _, number := range []string{r.LetterID, fromID} {
		if number != "" {
			ids = append(ids, id.Letter(strings.ToUpper(number)))
		}
	}
	if len(ids) == 0 && r.Kind == bounce.Hard { // a soft one would send the letter again, and which one is a guess
		for _, x := range r.Recipients {
			last, err := e.LastMailTo(ctx, x.Address)
			if err != nil {
				return l, d, false, err
			}
			if last != "" {
				ids = append(ids, last)
			}
		}
	}
	found, err := e.LettersByID(ctx, ids)
	if err != nil {
		return l, d, false, err
	}
	deliveries, err := e.Deliveries(ctx, ids)
	if err != nil {
		return l, d, false, err
	}
	for _, d := range deliveries {
		if d.Channel == "email" {
			return found[d.Letter], d, true, nil
		}
	}
	return l, d, false, nil
}

// returnedLetter does what a report about a letter asks for.
func (s *Session) returnedLetter(ctx context.Context, e *entry, r *bounce.Report, l store.Letter, d store.Delivery, day cal.Date) error {
	about, err := s.meant(r, d.Address)
	if err != nil {
		return err
	}
	why := strings.TrimSpace(strings.Join([]string{string(about.Reason), about.Status, about.Diagnostic}, " "))
	seen := d
	gone := slices.Contains([]string{store.Sent, store.Parked}, d.State)
	d.On, d.Note = day, why
	switch {
	case r.Kind == bounce.Feedback || r.Kind == bounce.Delivered || r.Kind == bounce.Delayed:
		e.note("mail."+string(r.Kind), "letter:"+string(l.ID), why, nil)
		return nil
	case !gone || about.Address == "": // it came back before, or a copy of it did
		return nil
	case about.Hard && !strings.EqualFold(about.Address, d.Address): // where the customer's mailbox hands on to
		d.State, d.Due = store.Bounced, 0
	case about.Hard:
		d.State, d.Due = store.Bounced, 0
		if err := s.markDead(ctx, e, d.Address, day, why); err != nil {
			return err
		}
	case d.Tries < softTries:
		d.State, d.Due = store.Retry, s.desk.now().Add(24*time.Hour).Unix()
	default:
		d.State, d.Due = store.Failed, 0
	}
	if _, err := e.SetDelivery(ctx, d, seen); err != nil {
		return err
	}
	e.note("mail."+d.State, "letter:"+string(l.ID), why, map[string]any{"address": d.Address, "came_back": string(r.Kind)})
	if _, err := s.discountClaims(ctx, e, []store.Letter{l}, why); err != nil {
		return err
	}
	if d.State == store.Retry {
		return nil
	}
	return mendTasks(ctx, e, l)
}

// aboutAct finds the reconciliation act a report is about, by the number its
// mail carries.
func aboutAct(ctx context.Context, e *entry, r *bounce.Report) (a store.Act, ok bool, err error) {
	fromID, _, _ := strings.Cut(r.MessageID, ".")
	for _, name := range []string{r.LetterID, fromID} {
		digits, is := strings.CutPrefix(strings.ToUpper(name), "ACT-")
		number, bad := strconv.ParseInt(digits, 10, 64)
		if !is || bad != nil {
			continue
		}
		if a, ok, err = e.Act(ctx, number); err != nil || ok {
			return a, ok, err
		}
	}
	return a, false, nil
}

// returnedAct does what a report about an act asks for: what came back softly
// is mailed again a day later, the rest has not reached the customer.
func (s *Session) returnedAct(ctx context.Context, e *entry, r *bounce.Report, a *store.Act) error {
	about, err := s.meant(r, a.SentTo)
	if err != nil {
		return err
	}
	why := strings.TrimSpace(strings.Join([]string{string(about.Reason), about.Status, about.Diagnostic}, " "))
	out := a.State == store.ActSent || a.State == store.ActExpired
	if r.Kind != bounce.Hard && r.Kind != bounce.Soft || !out || about.Address == "" {
		e.note("mail."+string(r.Kind), actSubject(a.Number), why, nil)
		return nil
	}
	a.Tries, a.Trouble, a.State = a.Tries+1, why, store.ActUndelivered
	if !about.Hard && a.Tries < softTries {
		a.State, a.Due = store.ActMade, s.desk.now().Add(24*time.Hour).Unix()
	}
	e.note("act.returned_mail", actSubject(a.Number), why, map[string]any{"address": a.SentTo, "came_back": string(r.Kind), "state": a.State})
	if err := e.UpdateAct(ctx, a); err != nil || a.State == store.ActMade {
		return err
	}
	customers, err := e.Customers(ctx, []id.Customer{a.Customer})
	if err != nil {
		return err
	}
	return s.undeliveredAct(ctx, e, a, customers[0].Manager, about.Hard && strings.EqualFold(about.Address, a.SentTo))
}

// meant is the recipient of a report that stands for the customer: his address,
// or the only one named, unless that is one of ours, to which a copy went.
func (s *Session) meant(r *bounce.Report, address string) (bounce.Recipient, error) {
	profile, err := s.Profile()
	if err != nil {
		return bounce.Recipient{}, err
	}
	ours := func(a string) bool {
		for _, sender := range profile.Mail.Senders {
			if strings.EqualFold(sender.Address, a) {
				return true
			}
		}
		return false
	}
	for _, x := range r.Recipients {
		if strings.EqualFold(x.Address, address) {
			return x, nil
		}
	}
	if len(r.Recipients) == 1 && !ours(r.Recipients[0].Address) {
		return r.Recipients[0], nil
	}
	return bounce.Recipient{}, nil
}

// FetchReturned takes in what came back, from the mailbox of the company file.
// A mail is marked as seen there when it has been taken in; one that was taken
// in and not marked is taken in again, which changes nothing.
func (s *Session) FetchReturned(ctx context.Context, day cal.Date) (ReturnReport, error) {
	var report ReturnReport
	if err := s.may(SendMail); err != nil {
		return report, err
	}
	profile, err := s.Profile()
	if err != nil {
		return report, err
	}
	box := profile.Mail.Inbox
	if box.Host == "" {
		return report, fault.New(fault.Refused, "mail.no_inbox", "no mailbox is set: write mail: inbox: host, port, security, user, password_file into the company file")
	}
	secret, err := readSecret(box.PasswordFile)
	if err != nil {
		return report, err
	}
	c := mailbox.Config{
		Host: box.Host, Port: box.Port, Security: mailbox.Security(box.Security), User: box.User, Folder: box.Folder,
		Password: func() string { return string(secret) }, Timeout: time.Duration(profile.Mail.Timeout) * time.Second,
	}
	_, err = mailbox.Read(ctx, c, func(ctx context.Context, m mailbox.Message) error { return s.returned(ctx, m.Raw, day, &report) })
	if err != nil {
		return report, err
	}
	return report, s.Seal(ctx)
}
