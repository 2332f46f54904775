package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/store"
)

// MailReport counts what became of the e-mails of one call.
type MailReport struct {
	Date      cal.Date `json:"date"`
	Sent      int      `json:"sent"`
	Retry     int      `json:"retry"`     // the server said: later
	Failed    int      `json:"failed"`    // given up; each is a task now
	Parked    int      `json:"parked"`    // a person must decide (mail list, mail settle)
	Withdrawn int      `json:"withdrawn"` // no longer owed
	Left      int      `json:"left"`      // not tried: the time of this call was up, or the server stopped it
	Dry       string   `json:"dry,omitempty"`
}

// Handling of a batch.
const (
	// letterMailBatch is how many messages are made at once.
	letterMailBatch = 200
	// copiesMailBatch is how many of those that copies of invoices go along
	// with, for each may have maxCopyBytes of them.
	copiesMailBatch = 10
	// serverPause is how long nothing is tried when something is wrong with our
	// server or the settings.
	serverPause = 5 * time.Minute
	// outcomeWithin is how long a try may be without an outcome before it is
	// taken for one that will never have any, because its process died.
	outcomeWithin = 30 * time.Minute
)

// SendMail sends the e-mails of the run of a day, or of every run when run is
// 0, that wait: those nobody has tried and those whose pause is over. Each is
// checked again as of day. budget, which the worker sets, bounds the time in
// which new ones are begun; what it leaves is tried again later. 0 sets no
// bound. In a company that does not send automatically the worker goes on with
// what a person has begun, and begins nothing itself.
func (s *Session) SendMail(ctx context.Context, run, day cal.Date, budget time.Duration) (MailReport, error) {
	report := MailReport{Date: day}
	if err := s.may(SendMail); err != nil {
		return report, err
	}
	profile, err := s.Profile()
	if err != nil {
		return report, err
	}
	report.Dry = profile.Mail.Dry
	p := &postman{s: s, profile: profile, day: day, report: &report, runs: map[cal.Date]*runLetters{}}
	states := []string{store.Ready, store.Retry}
	if budget > 0 {
		p.until = s.desk.now().Add(budget)
		if profile.Mail.Send != "automatic" {
			states = []string{store.Retry}
		}
	}
	if err := p.parkSilent(ctx); err != nil {
		return report, err
	}
	if err := p.fresh(ctx); err != nil {
		if budget > 0 && fault.Code(err) == "bank.stale" {
			return report, nil // the next tick asks again
		}
		return report, err
	}
	waiting, err := p.waiting(ctx, run, states)
	if err != nil {
		return report, err
	}
	err = p.all(ctx, waiting)
	report.Left = len(p.left)
	if budget > 0 {
		pause := time.Duration(0)
		if err != nil {
			pause = serverPause
		}
		if lost := p.postpone(ctx, pause); lost != nil {
			return report, lost // it counts more than what it was for: the queue must try again
		}
		if fault.Code(err) == "bank.stale" {
			err = nil // as above: those that wait are tried again
		}
	}
	return report, errors.Join(err, s.Seal(ctx))
}

// postman sends e-mails.
type postman struct {
	s       *Session
	profile Profile
	mailer  *mailer.Mailer
	day     cal.Date
	until   time.Time // begin nothing after it; zero: no bound
	report  *MailReport
	runs    map[cal.Date]*runLetters
	book    *letterBook
	dead    map[string]bool  // addresses nothing goes to
	left    []store.Delivery // not tried
}

// all sends the e-mails, a batch at a time. Those it did not try are in left.
func (p *postman) all(ctx context.Context, waiting []store.Delivery) (err error) {
	p.left = waiting
	if p.mailer, err = p.s.desk.mailer(p.s.company.Code, &p.profile.Mail); err != nil {
		return err
	}
	if !mail.ValidAddress(p.profile.Email) {
		return fault.New(fault.Refused, "mail.no_sender", "%q is no address to send from: write email: into the company file (debitor company set)", p.profile.Email)
	}
	p.left = nil
	most := letterMailBatch
	if p.profile.Mail.Invoices != "" {
		most = copiesMailBatch
	}
	for err == nil && len(waiting) > 0 && !p.over() {
		n := min(len(waiting), most)
		err = p.deliver(ctx, waiting[:n])
		waiting = waiting[n:]
	}
	p.left = append(p.left, waiting...)
	return err
}

// fresh refuses to send while the bank's statements are missing.
func (p *postman) fresh(ctx context.Context) error {
	return p.s.read(ctx, ReadBooks, func(r store.Reader) error { return p.s.mustBeFresh(ctx, r, p.day) })
}

// over tells that nothing new is to be begun.
func (p *postman) over() bool { return !p.until.IsZero() && p.s.desk.now().After(p.until) }

// postpone lets the worker's next share begin with what this one left, after a
// pause.
func (p *postman) postpone(ctx context.Context, pause time.Duration) error {
	if len(p.left) == 0 || p.trial() {
		return nil
	}
	return p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		for _, d := range p.left {
			seen := d
			d.State, d.Due = store.Retry, p.s.desk.now().Add(pause).Unix()
			if _, err := e.SetDelivery(ctx, d, seen); err != nil {
				return err
			}
		}
		e.note("mail.postponed", "company:"+string(p.s.company.Code), "", map[string]int{"letters": len(p.left)})
		return nil
	})
}

// runLetters is what all letters of a run share.
type runLetters struct {
	creditor letter.Creditor
	rules    Rules
}

// parcel is an e-mail on its way.
type parcel struct {
	delivery store.Delivery
	letter   store.Letter
	facts    letter.Facts
	message  mail.Message
	begun    bool // the try is recorded
}

// parkSilent parks the tries that should have had an outcome long ago: whether
// the server took those letters cannot be known.
func (p *postman) parkSilent(ctx context.Context) error {
	if p.trial() {
		return nil
	}
	var parked int
	err := p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		parked = 0
		due, err := e.DueMails(ctx, p.s.desk.now().Unix())
		if err != nil {
			return err
		}
		for _, d := range due {
			if d.State != store.Sending {
				continue
			}
			try := store.Attempt{Letter: d.Letter, Channel: d.Channel, Number: d.Tries, Outcome: string(mailer.Unknown)}
			seen := d
			d.State, d.Due, d.Note = store.Parked, 0, fault.Keep(fault.New(fault.Refused, "mail.ended", "the program ended while it was being sent: it may have gone"))
			if err := p.set(ctx, e, d, seen, &try); err != nil {
				return err
			}
			parked++
		}
		return nil
	})
	p.report.Parked += parked
	return err
}

// waiting are the e-mails in one of the states to try now, by letter.
func (p *postman) waiting(ctx context.Context, run cal.Date, states []string) (list []store.Delivery, err error) {
	err = p.s.read(ctx, SendMail, func(r store.Reader) error {
		if p.book, err = readLetterBook(ctx, r); err != nil {
			return err
		}
		if p.dead, err = r.DeadAddresses(ctx); err != nil {
			return err
		}
		if list, err = r.Mails(ctx, p.s.scope(), run, states); err != nil {
			return err
		}
		now := p.s.desk.now().Unix()
		list = slices.DeleteFunc(list, func(d store.Delivery) bool { return d.Due > now })
		return nil
	})
	return list, err
}

// deliver sends a batch over one connection.
func (p *postman) deliver(ctx context.Context, list []store.Delivery) error {
	parcels, err := p.pack(ctx, list)
	if err != nil {
		p.left = append(p.left, list...)
		return err
	}
	next := 0
	var current *parcel
	batch := mailer.Batch{
		Next: func() (mailer.Outgoing, bool) {
			if next == len(parcels) || p.over() {
				return mailer.Outgoing{}, false
			}
			current = &parcels[next]
			next++
			p.s.progress("mail", next, len(parcels))
			return p.outgoing(current), true
		},
		Begin: func(mailer.Outgoing) error { return p.begin(ctx, current) },
		// Whoever ends the program now must not lose what the server said.
		Done: func(_ mailer.Outgoing, o mailer.Outcome) error { return p.done(context.WithoutCancel(ctx), current, o) },
	}
	for {
		err := p.mailer.Send(ctx, batch)
		if errors.Is(err, errPassed) {
			continue // go on with the next
		}
		for ; next < len(parcels); next++ {
			p.left = append(p.left, parcels[next].delivery)
		}
		return err
	}
}

// errPassed is that the letter is passed over: another process began to send it
// first, or it is not to go any more.
var errPassed = errors.New("the letter is passed over")

// trial tells that nothing really leaves the house: everything goes to one
// address, and the letters stand afterwards as they stood before.
func (p *postman) trial() bool { return p.profile.Mail.Dry != "" }
