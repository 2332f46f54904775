package mailer

import "time"

// gaps between the attempts at one message. The first are for greylisting,
// which wants a few minutes; the later ones for servers that are down or full
// over a night. Together 49 hours 21 minutes: a weekend's mail to a server that
// comes back on Monday arrives, and a letter that does not go is known while
// its deadline still runs. The server we hand over to keeps a queue of its own
// for days (RFC 5321, 4.5.4.1), so ours need not.
var gaps = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour,
	8 * time.Hour, 12 * time.Hour, 12 * time.Hour, 12 * time.Hour,
}

// MaxAttempts is how often one message is tried. If the last of them ends
// Temporary, delivery has failed for good: a person is told. The address is not
// dead for that.
const MaxAttempts = len(gaps) + 1

// Backoff is how long to wait after an attempt that ended Temporary; attempt
// counts from 1. It never shrinks and is at most 12 hours, also for attempts
// beyond MaxAttempts, which a caller does not make.
func Backoff(attempt int) time.Duration {
	return gaps[min(max(attempt, 1), len(gaps))-1]
}
