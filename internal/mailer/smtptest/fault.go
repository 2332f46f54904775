package smtptest

import "time"

// Stage is a point in a session at which a Fault can strike.
type Stage string

// The stages in the order of a session.
const (
	Greeting Stage = "greeting"
	Hello    Stage = "hello" // EHLO
	StartTLS Stage = "starttls"
	Auth     Stage = "auth"
	Mail     Stage = "mail"  // MAIL FROM
	Rcpt     Stage = "rcpt"  // RCPT TO
	Data     Stage = "data"  // the DATA command
	Body     Stage = "body"  // after the first line of the message
	Dot      Stage = "dot"   // the answer to the whole message
	After    Stage = "after" // when the whole message has been taken and answered
)

// Action is what goes wrong.
type Action int

// The actions.
const (
	Answer Action = iota // say Fault.Reply instead; a 421 closes the connection, too
	Hang                 // say nothing until the client hangs up
	Drop                 // close the connection
	Drip                 // say the right thing, one character every Fault.Pause
)

// Fault is one thing that goes wrong. The zero Every strikes each time the stage
// is reached, Every 3 the third time, the sixth and so on, counted over all
// connections.
type Fault struct {
	At    Stage
	Do    Action
	Reply string // for Answer, without line end: "550 5.1.1 no such user"; lines parted by \n
	Every int
	Match string // only at commands that contain it: a recipient's address
	Keep  bool   // at Dot: the message is kept although the client is not told so
	Pause time.Duration
}
