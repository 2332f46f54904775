package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/mailer"
	"debitor/internal/policy"
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
			d.State, d.Due, d.Note = store.Parked, 0, "the program ended while it was being sent: it may have gone"
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
		if list, err = r.Mails(ctx, run, states); err != nil {
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
			d.State, d.Due, d.Note = state, 0, note
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
func (p *postman) compose(ctx context.Context, r store.Reader, made *parcel) (state, why string, err error) {
	run, err := p.run(ctx, r, made.letter.RunDate)
	if err != nil {
		return "", "", err
	}
	var f letter.Facts
	if err := json.Unmarshal([]byte(made.letter.Facts), &f); err != nil {
		return "", "", fmt.Errorf("letter %s: %w", made.letter.ID, err)
	}
	f.Creditor = run.creditor
	if p.dead[made.delivery.Address] {
		return store.Parked, "the address is dead: nothing goes there until it is revived", nil
	}
	if state, why, err = p.still(ctx, r, &f); state != "" || err != nil {
		return state, why, err
	}
	made.facts = f
	t, err := p.book.written(ctx, r, &made.letter)
	if err != nil {
		return "", "", err
	}
	doc, err := t.Render(&f)
	if err == nil {
		made.message, err = p.message(doc, &f, run, made)
	}
	if err == nil {
		_, err = p.bytes(made)
	}
	if fault.KindOf(err) == fault.Input { // a text that makes no letter, a sender or an address that is none
		return store.Parked, err.Error(), nil
	}
	return "", "", err
}

// still looks at a letter again as of the day it leaves, which is not before
// its own: on an earlier one nothing may have been owed yet.
func (p *postman) still(ctx context.Context, r store.Reader, f *letter.Facts) (state, why string, err error) {
	day := max(p.day, f.Date)
	account, _, err := r.Account(ctx, f.Debtor.Code, day)
	if err != nil {
		return "", "", err
	}
	state, why = recheck(f, &account, day)
	return state, why, nil
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

// trial tells that nothing really leaves the house: everything goes to one
// address, and the letters stand afterwards as they stood before.
func (p *postman) trial() bool { return p.profile.Mail.Dry != "" }

// begin records that the try begins, before the server hears the end of the
// message: the last moment to see that the letter is not to go, for others of
// its batch may have taken hours.
func (p *postman) begin(ctx context.Context, made *parcel) error {
	if p.trial() {
		return nil
	}
	var held, why string
	err := p.s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) (err error) {
		d := made.delivery
		if held, why, err = p.still(ctx, e.Reader, &made.facts); err != nil {
			return err
		}
		if held != "" {
			d.State, d.Due, d.Note = held, 0, why
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
	e.note("mail."+d.State, "letter:"+string(d.Letter), d.Note, map[string]any{"address": d.Address, "try": d.Tries})
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

// markDead marks an address nothing is sent to any more.
func (s *Session) markDead(ctx context.Context, e *entry, address string, day cal.Date, why string) error {
	fresh, err := e.InsertDeadAddress(ctx, address, day, why)
	if err == nil && fresh {
		e.note("address.dead", "address:"+address, why, map[string]string{"since": day.String()})
	}
	return err
}

// mendTasks asks the managers of customers whom a letter did not reach to find
// out how they are reached; one task for each letter, ever. It is called once in
// a change, for each of its lines in the journal has the hash over all of them.
func mendTasks(ctx context.Context, e *entry, letters ...store.Letter) error {
	var made []store.Task
	var about []id.Letter
	for i := range letters {
		task, err := mendTask(&letters[i])
		if err != nil {
			return err
		}
		fresh, err := e.InsertTask(ctx, task)
		if err != nil {
			return err
		}
		if fresh {
			made, about = append(made, task), append(about, letters[i].ID)
		}
	}
	for i := range made {
		e.note("task.made", "customer:"+string(made[i].Customer), "a letter did not reach the customer", map[string]any{
			"task": made[i].Task, "letter": about[i], "content": contentHash(nil, made),
		})
	}
	return nil
}

func mendTask(l *store.Letter) (store.Task, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return store.Task{}, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	items := make([]TaskItem, len(f.Items))
	for i, it := range f.Items {
		items[i] = TaskItem{it.Invoice, max(it.Part, 1), documentOf(it), it.Contract, it.Due, it.Days, it.Open.Decimal(f.Currency)}
	}
	b, err := json.Marshal(items)
	return store.Task{
		RunDate: l.RunDate, Customer: l.Customer, Step: l.Step, Currency: l.Currency, Task: policy.MendContact, Role: policy.DefaultRole,
		Assignee: f.Manager.Name, Total: l.Total, Items: string(b),
	}, err
}
