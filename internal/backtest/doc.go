// Package backtest plays policies over what has happened: what each would have
// done on every day of a stretch of the past, to whom, by whose hands, at what
// price, which shipments it would have stopped, and where two of them part.
//
// It is not the rules (policy and credit decide here as they do in a plan), not
// storage (the histories are given to it), and not a forecast: customers pay on
// the days on which they did pay, whatever a policy would have sent them.
//
// What is known on a day is every fact whose business date is that day or
// earlier. A replay starts fresh: before its first day no policy has done
// anything, and what people really did is left out, or the policy that did it
// could not be compared with any other.
//
// Invariants: a replayed day decides as policy.Decider does on History.At of
// that day with the steps replayed so far (the tests do just that); the same
// histories give the same result, however they are cut into batches; figures of
// batches add up.
//
// Start with Replay, then books.go (an account that moves from day to day),
// lane.go (one policy over it) and difference.go.
package backtest
