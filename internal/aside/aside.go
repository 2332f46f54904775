// Package aside lets work that can take its time make way for answers that
// people and programs wait for: a run, a job.
//
// It is about the processor only, and only where several want it: with nothing
// else to do, work that stepped aside is as fast as before. It orders nothing,
// and what it does is never needed for a right result; where a system cannot do
// it, nothing happens.
package aside

// priority is how far work steps aside, as in nice(1): beside others it gets a
// tenth of their share, which is still enough not to keep a lock for long.
const priority = 10

// Step has the calling goroutine make way from here to its end. The goroutine
// keeps a thread to itself, which ends with it: the lower priority is never
// handed on to other work. Goroutines that it starts make no way by this, and
// what iter.Pull gives must not be called by them: it is bound to the thread.
func Step() { step() }
