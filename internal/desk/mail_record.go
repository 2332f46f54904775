package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"

	"debitor/internal/fault"
	"debitor/internal/mailer"
	"debitor/internal/store"
)

// begin records that the try begins, before the server hears the end of the
// message: the last moment to see that the letter is not to go, for others of
// its batch may have taken hours.
func (p *postman) begin(ctx context.Context, made *parcel) error {
	if p.trial() {
		return nil
	}
	var held string
	var why error
	err := p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) (err error) {
		d := made.delivery
		if held, why, err = p.still(ctx, e.Reader, &made.facts); err != nil {
			return err
		}
		if held != "" {
			d.State, d.Due, d.Note = held, 0, fault.Keep(why)
			return p.set(ctx, e, d, made.delivery, nil)
		}
		d.State, d.Tries = store.Sending, d.Tries+1
		d.Due, d.On, d.Note = p.s.desk.now().Add(outcomeWithin).Unix(), p.day, ""
		moved, err := e.SetDelivery(ctx, d, made.delivery)
		if err != nil {
			return err
		}
		if !moved {
			return errPassed
		}
		e.note("mail.begun", "letter:"+string(d.Letter), "", map[string]any{"try": d.Tries})
		return e.InsertAttempt(ctx, store.Attempt{Letter: d.Letter, Channel: d.Channel, Number: d.Tries, Begun: p.s.desk.now().Unix()})
	})
	if err == nil && held != "" {
		p.count(held)
		err = errPassed
	}
	if err == nil {
		made.delivery.State, made.delivery.Tries, made.begun = store.Sending, made.delivery.Tries+1, true
	}
	return err
}

// done records how a try ended. The first recipient is the customer; copies
// that did not go are told in the note.
func (p *postman) done(ctx context.Context, made *parcel, o mailer.Outcome) error {
	if p.trial() {
		state, _ := p.after(o[0], 1)
		p.count(state)
		return nil
	}
	if !made.begun && o[0].About == mailer.Server {
		return p.putOff(ctx, made, o)
	}
	if !made.begun { // refused before the end of the message
		if err := p.begin(ctx, made); err != nil {
			if errors.Is(err, errPassed) {
				return nil
			}
			return err
		}
	}
	end := o[0]
	d := made.delivery
	d.State, d.Due = p.after(end, d.Tries)
	d.On, d.Note = p.day, said(o)
	err := p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		try := store.Attempt{Letter: d.Letter, Channel: d.Channel, Number: d.Tries, Outcome: string(end.State), Answer: said(o)}
		if err := p.set(ctx, e, d, made.delivery, &try); err != nil || d.State != store.Failed {
			return err
		}
		if end.Dead() {
			if err := p.s.markDead(ctx, e, d.Address, p.day, said(o)); err != nil {
				return err
			}
		}
		return mendTasks(ctx, e, made.letter)
	})
	if err == nil {
		p.count(d.State)
	}
	return err
}

// putOff leaves a letter for later that the server was not ready to hear of. That
// says nothing of the letter and is no try at it.
func (p *postman) putOff(ctx context.Context, made *parcel, o mailer.Outcome) error {
	d := made.delivery
	d.State, d.Due, d.Note = store.Retry, p.s.desk.now().Add(serverPause).Unix(), said(o)
	err := p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		return p.set(ctx, e, d, made.delivery, nil)
	})
	if err == nil {
		p.count(d.State)
	}
	return err
}

// after is the state an outcome leads to, and when to look again.
func (p *postman) after(end mailer.Result, tries int) (state string, due int64) {
	again := p.s.desk.now().Add(mailer.Backoff(tries)).Unix()
	switch {
	case end.State == mailer.Sent:
		return store.Sent, 0
	case end.State == mailer.Unknown:
		return store.Parked, 0
	case end.About == mailer.Server: // it says nothing of the letter
		return store.Retry, again
	case end.State == mailer.Temporary && tries < mailer.MaxAttempts:
		return store.Retry, again
	}
	return store.Failed, 0
}

// said is the server's answer in one line, and that of copies that did not go.
func said(o mailer.Outcome) string {
	var b bytes.Buffer
	for i, r := range o {
		if i > 0 && r.State == mailer.Sent {
			continue
		}
		if i > 0 {
			fmt.Fprintf(&b, "; copy to %s: ", r.Address)
		}
		if r.Code > 0 {
			fmt.Fprintf(&b, "%d ", r.Code)
		}
		if r.Enhanced != "" {
			b.WriteString(r.Enhanced + " ")
		}
		b.WriteString(cmp.Or(r.Text, string(r.State)))
	}
	return b.String()
}

// set moves a delivery from where it was seen and writes its journal line, and
// ends its try if given.
func (p *postman) set(ctx context.Context, e *entry, d, seen store.Delivery, try *store.Attempt) error {
	d.On = p.day
	moved, err := e.SetDelivery(ctx, d, seen)
	if err != nil || !moved {
		return err
	}
	if try != nil {
		if err := e.EndAttempt(ctx, *try); err != nil {
			return err
		}
	}
	e.note("mail."+d.State, "letter:"+string(d.Letter), fault.Plain(d.Note), map[string]any{"address": d.Address, "try": d.Tries})
	return nil
}

func (p *postman) count(state string) {
	switch state {
	case store.Sent:
		p.report.Sent++
	case store.Retry:
		p.report.Retry++
	case store.Failed:
		p.report.Failed++
	case store.Parked:
		p.report.Parked++
	case store.Withdrawn:
		p.report.Withdrawn++
	}
}
