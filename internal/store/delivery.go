package store

import (
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
)

// The states of a delivery, in which it is one at a time.
const (
	Ready     = "ready"     // nobody has tried
	Sending   = "sending"   // a try has begun and has no outcome yet
	Retry     = "retry"     // the server said: later
	Sent      = "sent"      // the server took it
	Failed    = "failed"    // the server will not take it, or did not for too long
	Parked    = "parked"    // a person must decide
	Withdrawn = "withdrawn" // not sent: there was no reason any more
	Bounced   = "bounced"   // it came back
	Signed    = "signed"    // printed and signed by hand
	Posted    = "posted"    // handed in at the post office
	Delivered = "delivered" // the post office says it arrived
	Returned  = "returned"  // the post office brought it back
)

// States lists the states in the order a letter goes through them.
var States = []string{Ready, Sending, Retry, Parked, Failed, Withdrawn, Sent, Bounced, Signed, Posted, Delivered, Returned}

// Delivery is the third record: one way a letter goes, and where it stands.
type Delivery struct {
	Letter   id.Letter
	Channel  string // "email" or "post"
	Address  string // of the day the letter was made
	State    string // one of States; empty means Ready
	On       cal.Date
	Due      int64  // when a worker looks at it again, seconds since 1970; 0: never by itself
	Tries    int    // how often it was tried
	Tracking string // the post office's number
	Note     string // why it stands so
}

const deliveryColumns = `d.letter, d.channel, d.address, d.state, d.state_on, d.due, d.tries, d.tracking, d.note`

func scanDelivery(rows db.Rows, d *Delivery) error {
	return rows.Scan(&d.Letter, &d.Channel, &d.Address, &d.State, &d.On, &d.Due, &d.Tries, &d.Tracking, &d.Note)
}

// InsertDeliveries records new deliveries of the letters of a day in bulk.
func (w Writer) InsertDeliveries(ctx context.Context, day cal.Date, list []Delivery) error {
	return w.insert(ctx, "delivery", strings.Split("company,letter,channel,address,run_date,change", ","), len(list), func(i int) []any {
		d := list[i]
		return []any{string(w.company), string(d.Letter), d.Channel, d.Address, day, w.change}
	})
}

// Deliveries are those of the named letters, by letter and channel.
func (r Reader) Deliveries(ctx context.Context, ids []id.Letter) ([]Delivery, error) {
	rows, err := r.q.Query(ctx, `SELECT `+deliveryColumns+` FROM delivery d WHERE d.company = $1 AND `+r.q.Engine().Among("d.letter", 2)+
		` ORDER BY d.letter, d.channel`, string(r.company), texts(ids))
	return collect(rows, err, scanDelivery)
}

// LastMailTo is the newest letter that was sent to an e-mail address, whatever
// its case; empty if none was.
func (r Reader) LastMailTo(ctx context.Context, address string) (last id.Letter, err error) {
	rows, err := r.q.Query(ctx, `SELECT d.letter FROM delivery d JOIN letter l ON l.company = d.company AND l.letter = d.letter
		WHERE d.company = $1 AND d.channel = 'email' AND d.state = 'sent' AND LOWER(d.address) = LOWER($2)
		ORDER BY l.run_date DESC, d.letter LIMIT 1`, string(r.company), address)
	list, err := collect(rows, err, func(rows db.Rows, v *id.Letter) error { return rows.Scan(v) })
	if len(list) > 0 {
		last = list[0]
	}
	return last, err
}

// SetDelivery moves a delivery from where it was seen to stand; false if it
// stands there no more, for somebody else moved it. One that was tried since and
// is in the same state again is not where it was.
func (w Writer) SetDelivery(ctx context.Context, d, seen Delivery) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE delivery SET state = $4, state_on = $5, due = $6, tries = $7, tracking = $8, note = $9, address = $10
		WHERE company = $1 AND letter = $2 AND channel = $3 AND state = $11 AND tries = $12`,
		string(w.company), string(d.Letter), d.Channel, d.State, d.On, d.Due, d.Tries, d.Tracking, d.Note, d.Address, seen.State, seen.Tries)
	return n > 0, err
}

// Mails are deliveries by e-mail in some of the states, by letter: of one run,
// or of all when run is 0, to the customers of a scope.
func (r Reader) Mails(ctx context.Context, of Scope, run cal.Date, states []string) ([]Delivery, error) {
	sql := `SELECT ` + deliveryColumns + ` FROM delivery d JOIN letter l ON l.company = d.company AND l.letter = d.letter
		WHERE d.company = $1 AND d.channel = 'email' AND ` + r.q.Engine().Among("d.state", 2)
	args := []any{string(r.company), states}
	if run != 0 {
		sql, args = sql+` AND l.run_date = $3`, append(args, run)
	}
	sql, args = of.within(sql, args, "l")
	rows, err := r.q.Query(ctx, sql+` ORDER BY d.letter`, args...)
	return collect(rows, err, scanDelivery)
}

// DueMails are the e-mails to look at again at a second: whose retry may begin,
// and whose try should have had an outcome by then; by due time.
func (r Reader) DueMails(ctx context.Context, now int64) ([]Delivery, error) {
	rows, err := r.q.Query(ctx, `SELECT `+deliveryColumns+` FROM delivery d
		WHERE d.company = $1 AND d.due > 0 AND d.due <= $2 ORDER BY d.due, d.letter`, string(r.company), now)
	return collect(rows, err, scanDelivery)
}

// Attempt is one try to hand a letter over.
type Attempt struct {
	Letter  id.Letter
	Channel string
	Number  int    // from 1
	Begun   int64  // seconds since 1970
	Outcome string // empty while it is not known; sent, temporary, permanent, unknown
	Answer  string // what the server said
}

// InsertAttempt records that a try begins. Two nodes cannot begin the same.
func (w Writer) InsertAttempt(ctx context.Context, a Attempt) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO attempt (company, letter, channel, number, begun, outcome, answer, change) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		string(w.company), string(a.Letter), a.Channel, a.Number, a.Begun, a.Outcome, a.Answer, w.change)
	return err
}

// EndAttempt records how a try ended; one that has an outcome keeps it.
func (w Writer) EndAttempt(ctx context.Context, a Attempt) error {
	_, err := w.tx.Exec(ctx, `UPDATE attempt SET outcome = $5, answer = $6 WHERE company = $1 AND letter = $2 AND channel = $3 AND number = $4 AND outcome = ''`,
		string(w.company), string(a.Letter), a.Channel, a.Number, a.Outcome, a.Answer)
	return err
}

// Attempts are the tries of a letter, by channel and number.
func (r Reader) Attempts(ctx context.Context, letter id.Letter) ([]Attempt, error) {
	rows, err := r.q.Query(ctx, `SELECT letter, channel, number, begun, outcome, answer FROM attempt WHERE company = $1 AND letter = $2 ORDER BY channel, number`,
		string(r.company), string(letter))
	return collect(rows, err, func(rows db.Rows, a *Attempt) error {
		return rows.Scan(&a.Letter, &a.Channel, &a.Number, &a.Begun, &a.Outcome, &a.Answer)
	})
}

// DeadAddresses are the e-mail addresses nothing is sent to any more, as they
// were written.
func (r Reader) DeadAddresses(ctx context.Context) (map[string]bool, error) {
	rows, err := r.q.Query(ctx, `SELECT address FROM dead_address WHERE company = $1`, string(r.company))
	list, err := collect(rows, err, func(rows db.Rows, s *string) error { return rows.Scan(s) })
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set, err
}

// DeadAddress is an e-mail address nothing is sent to any more.
type DeadAddress struct {
	Address string
	Since   cal.Date
	Reason  string
}

// DeadAmong are the dead ones of the addresses.
func (r Reader) DeadAmong(ctx context.Context, addresses []string) (map[string]*DeadAddress, error) {
	rows, err := r.q.Query(ctx, `SELECT address, since, reason FROM dead_address WHERE company = $1 AND `+r.q.Engine().Among("address", 2), string(r.company), addresses)
	list, err := collect(rows, err, func(rows db.Rows, d *DeadAddress) error { return rows.Scan(&d.Address, &d.Since, &d.Reason) })
	dead := make(map[string]*DeadAddress, len(list))
	for i := range list {
		dead[list[i].Address] = &list[i]
	}
	return dead, err
}

// InsertDeadAddress marks an address; one that is marked already stays as it
// is. It tells whether the mark is new.
func (w Writer) InsertDeadAddress(ctx context.Context, address string, since cal.Date, reason string) (bool, error) {
	n, err := w.tx.Exec(ctx, `INSERT INTO dead_address (company, address, since, reason, change) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`,
		string(w.company), address, since, reason, w.change)
	return n > 0, err
}

// DeleteDeadAddress takes the mark off again; false if there was none.
func (w Writer) DeleteDeadAddress(ctx context.Context, address string) (bool, error) {
	n, err := w.tx.Exec(ctx, `DELETE FROM dead_address WHERE company = $1 AND address = $2`, string(w.company), address)
	return n > 0, err
}
