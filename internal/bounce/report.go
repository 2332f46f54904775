package bounce

// Kind says what a mail is.
type Kind string

// The kinds. A report about several recipients has the gravest of theirs, in
// the order Hard, Soft, Delayed, Delivered.
const (
	Hard      Kind = "hard"      // not delivered, and at least one address is dead
	Soft      Kind = "soft"      // not delivered, but no address is dead
	Delayed   Kind = "delayed"   // a warning: the server goes on trying
	Delivered Kind = "delivered" // a receipt: delivered, handed on, or opened
	Vacation  Kind = "vacation"  // an automatic answer of somebody who is there or will be
	Feedback  Kind = "feedback"  // a complaint or a report on authentication (RFC 5965)
	Other     Kind = "other"     // anything else; a person reads it
)

// Action is what became of the mail for one recipient (RFC 3464, 2.3.3).
type Action string

// The actions. A report without one that is known counts as failed.
const (
	ActionFailed    Action = "failed"
	ActionDelayed   Action = "delayed"
	ActionDelivered Action = "delivered"
	ActionRelayed   Action = "relayed"  // to a server that sends no receipts
	ActionExpanded  Action = "expanded" // to the members of a list
)

// Report is what a mail says. The zero value of a field means that the mail
// does not say it.
type Report struct {
	Kind       Kind
	Recipients []Recipient // each address once, as first named; empty for Vacation and Other
	MessageID  string      // of the mail it is about, without angle brackets
	LetterID   string      // from the X-Letter-ID of that mail, or from our own address (returns+LETTERID@…)
	Complaint  string      // for Feedback: the Feedback-Type, such as "abuse"
}

// Recipient is one address a report is about.
type Recipient struct {
	Address    string // as we wrote to it, if the report tells; otherwise as the last server knew it
	Action     Action
	Status     string // of RFC 3463, such as "5.1.1"
	Reply      int    // of SMTP, such as 550; 0 if none is told
	Diagnostic string // the server's words, one line, at most 300 bytes
	Reason     Reason
	Hard       bool // the address is dead
}

// Hard lists the recipients whose address is dead.
func (r *Report) Hard() []Recipient {
	var dead []Recipient
	for _, x := range r.Recipients {
		if x.Hard {
			dead = append(dead, x)
		}
	}
	return dead
}

// kind is what a report about this recipient alone would be.
func (x *Recipient) kind() Kind {
	switch {
	case x.Hard:
		return Hard
	case x.Action == ActionDelayed:
		return Delayed
	case x.Action == ActionFailed:
		return Soft
	}
	return Delivered
}
