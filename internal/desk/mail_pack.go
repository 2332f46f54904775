package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/store"
)

// pack checks the letters again and makes the messages of those that may go.
// What may not is recorded and left out. It reads from one snapshot, for making
// messages takes long and must not keep others from writing.
func (p *postman) pack(ctx context.Context, list []store.Delivery) (parcels []parcel, err error) {
	var held []store.Delivery // as they stand
	var why []store.Delivery  // as they are to stand
	err = p.s.read(ctx, SendMail, func(r store.Reader) error {
		ids := make([]id.Letter, len(list))
		for i := range list {
			ids[i] = list[i].Letter
		}
		letters, err := r.LettersByID(ctx, ids)
		if err != nil {
			return err
		}
		for _, d := range list {
			made := parcel{delivery: d, letter: letters[d.Letter]}
			state, note, err := p.compose(ctx, r, &made)
			if err != nil {
				return err
			}
			if state == "" {
				parcels = append(parcels, made)
				continue
			}
			held = append(held, d)
			d.State, d.Due, d.Note = state, 0, fault.Keep(note)
			why = append(why, d)
		}
		return nil
	})
	for _, d := range why {
		p.count(d.State)
	}
	if err != nil || len(held) == 0 || p.trial() {
		return parcels, err
	}
	err = p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		for i := range held {
			if err := p.set(ctx, e, why[i], held[i], nil); err != nil {
				return err
			}
		}
		return nil
	})
	return parcels, err
}

// compose makes the message of a letter that may go, or says why it may not.
func (p *postman) compose(ctx context.Context, r store.Reader, made *parcel) (state string, why error, err error) {
	run, err := p.run(ctx, r, made.letter.RunDate)
	if err != nil {
		return "", nil, err
	}
	var f letter.Facts
	if err := json.Unmarshal([]byte(made.letter.Facts), &f); err != nil {
		return "", nil, fmt.Errorf("letter %s: %w", made.letter.ID, err)
	}
	f.Creditor = run.creditor
	if p.dead[made.delivery.Address] {
		return store.Parked, fault.New(fault.Refused, "mail.dead", "the address is dead: nothing goes there until it is revived"), nil
	}
	if state, why, err = p.still(ctx, r, &f); state != "" || err != nil {
		return state, why, err
	}
	made.facts = f
	t, err := p.book.written(ctx, r, &made.letter)
	if err != nil {
		return "", nil, err
	}
	doc, err := t.Render(&f)
	if err == nil {
		made.message, err = p.message(doc, &f, run, made)
	}
	if err == nil {
		_, err = p.bytes(made)
	}
	if fault.KindOf(err) == fault.Input { // a text that makes no letter, a sender or an address that is none
		return store.Parked, err, nil
	}
	return "", nil, err
}

// still looks at a letter again as of the day it leaves, which is not before
// its own: on an earlier one nothing may have been owed yet.
func (p *postman) still(ctx context.Context, r store.Reader, f *letter.Facts) (state string, why error, err error) {
	state, held, err := p.s.recheck(ctx, r, f, max(p.day, f.Date))
	if held != nil {
		why = held
	}
	return state, why, err
}

func (p *postman) message(doc *letter.Document, f *letter.Facts, run *runLetters, made *parcel) (mail.Message, error) {
	step := stepOf(run.rules.Policy, made.letter.Step)
	profile := p.profile
	profile.Name, profile.Email = f.Creditor.Name, cmp.Or(f.Creditor.Email, profile.Email) // as the run froze them
	envelope, err := profile.envelope(f, step, made.letter.RunDate)
	if err != nil {
		return mail.Message{}, err
	}
	envelope.To = []mail.Address{{Name: f.Debtor.Name, Addr: made.delivery.Address}}
	pdf, err := letterPDF(doc, p.profile.Mail.Attach)
	if err != nil {
		return mail.Message{}, err
	}
	m := mail.Compose(doc, envelope, pdf)
	copies, err := p.profile.Mail.copies(f)
	if err != nil {
		return mail.Message{}, err
	}
	m.Attached = append(m.Attached, copies...)
	if p.profile.Mail.Dry != "" {
		m = m.Redirected(mail.Address{Addr: p.profile.Mail.Dry})
	}
	return m, nil
}

// run is what the letters of a run's day share.
func (p *postman) run(ctx context.Context, r store.Reader, day cal.Date) (*runLetters, error) {
	if known := p.runs[day]; known != nil {
		return known, nil
	}
	row, _, err := r.Run(ctx, day)
	if err != nil {
		return nil, err
	}
	shared := &runLetters{}
	if err := json.Unmarshal(row.Creditor, &shared.creditor); err != nil {
		return nil, err
	}
	if err := loadLogo(ctx, r, &shared.creditor); err != nil {
		return nil, err
	}
	if shared.rules, err = p.s.rules(ctx, r, day); err != nil {
		return nil, err
	}
	p.runs[day] = shared
	return shared, nil
}

func (p *postman) bytes(made *parcel) ([]byte, error) {
	var b bytes.Buffer
	err := mail.Write(&b, made.message)
	return b.Bytes(), err
}

// outgoing is the message as the mail server gets it. A letter that is tried
// again goes to those who have a copy already, too; its Message-ID tells them. Its parts were checked
// when it was packed, so nothing here can fail.
func (p *postman) outgoing(made *parcel) mailer.Outgoing {
	from, _ := made.message.Sender(p.profile.Mail.Bounce)
	to, _ := made.message.Recipients()
	b, _ := p.bytes(made)
	return mailer.Outgoing{ID: string(made.letter.ID), From: from, To: to, Message: b}
}
