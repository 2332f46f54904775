package mailer

import (
	"strconv"
	"strings"
)

// State is how an attempt ended for one recipient.
type State string

// The ends of an attempt.
const (
	// Sent: the server took the message over. It may still bounce later.
	Sent State = "sent"
	// Temporary: the server did not take it and may do so later; try again
	// after Backoff.
	Temporary State = "temporary"
	// Permanent: the server refused it and will refuse it again. Result.About
	// says what is to be mended, Result.Dead whether it is the address.
	Permanent State = "permanent"
	// Unknown: the message was handed over and no answer came. It may have
	// gone; park it for a person, never send it again by itself.
	Unknown State = "unknown"
)

// About is what a refusal concerns, and so who can mend it.
type About string

// What a refusal concerns; empty where nothing was refused.
const (
	// Address: it does not exist or takes no mail any more.
	Address About = "address"
	// Message: too big, or its content is refused.
	Message About = "message"
	// Receiver: the other side does not want this mail (policy, spam filter,
	// greylisting) or cannot take it (mailbox full). The address is not dead.
	Receiver About = "receiver"
	// Server: our own mail server, the connection to it, the login, or the
	// sender we write as. It says nothing of the letter; the batch ends.
	Server About = "server"
)

// Stage is how far a message came when its fate was decided.
type Stage string

// The stages in their order.
const (
	AtConnect Stage = "connect" // connecting, greeting, TLS, login
	AtMail    Stage = "mail"    // naming the sender
	AtRcpt    Stage = "rcpt"    // naming a recipient
	AtData    Stage = "data"    // asking to hand the message over
	AtBody    Stage = "body"    // handing it over
	AtEnd     Stage = "end"     // the answer to the whole message
)

// Result is what became of a message for one recipient.
type Result struct {
	Address  string // as in Outgoing.To
	State    State
	About    About
	At       Stage
	Code     int    // the reply's code (RFC 5321, 4.2.3), 0 where the server gave no reply
	Enhanced string // the code of RFC 3463, "5.1.1", empty where there is none
	Text     string // the server's words, or ours where it gave none: one line, at most 300 bytes
}

// Dead tells that the address is the reason and stays it: the contact is to be
// marked and mended.
func (r Result) Dead() bool { return r.State == Permanent && r.About == Address }

// Outcome is what became of one message: a Result for each of Outgoing.To, in
// that order.
type Outcome []Result

// Retry lists the recipients a next attempt is for: those that ended Temporary.
func (o Outcome) Retry() []string {
	var list []string
	for _, r := range o {
		if r.State == Temporary {
			list = append(list, r.Address)
		}
	}
	return list
}

// stopper is the result that ends a batch, if there is one.
func (o Outcome) stopper() *Result {
	for i := range o {
		if o[i].About == Server {
			return &o[i]
		}
	}
	return nil
}

// pending tells a recipient nothing has been decided for.
func (r *Result) pending() bool { return r.State == "" }

// rest gives all recipients that are still pending the same end.
func (o Outcome) rest(end Result) {
	for i := range o {
		if o[i].pending() {
			end.Address = o[i].Address
			o[i] = end
		}
	}
}

// start is the outcome of a message that nothing has been tried for, except
// that what is no address at all is refused here: the server never sees it.
func start(recipients []string) Outcome {
	o := make(Outcome, len(recipients))
	for i, r := range recipients {
		o[i].Address = r
		if !isMailbox(r) {
			o[i] = Result{Address: r, State: Permanent, About: Address, At: AtRcpt, Text: "is not an e-mail address"}
		}
	}
	return o
}

// isMailbox tells what may stand between the brackets of a command.
func isMailbox(s string) bool {
	return strings.LastIndexByte(s, '@') > 0 && !strings.HasSuffix(s, "@") && !unsafe(s)
}

// reason is the result in one line, for a person.
func (r *Result) reason() string {
	if r.Code == 0 {
		return r.Text
	}
	return strings.Join(strings.Fields(strconv.Itoa(r.Code)+" "+r.Enhanced+" "+r.Text), " ")
}
