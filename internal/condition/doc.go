// Package condition is the little language of a policy's `if`: a yes or no over
// named facts.
//
//	category = 3 and open > 1000.00 and not promise_broken
//	category in [1, 2] or (done(warning) and days >= 30)
//
// A condition is words and nothing else: `and`, `or`, `not` and brackets (not
// binds tightest, or loosest), flags that stand alone, `done(step)`, and facts
// compared with values by = != < <= > >= and in. Words are bare, or in 'single'
// or "double" quotes. There is no arithmetic, no comparing of two facts, no
// text but the policy's, and nothing that could fail: what Parse accepted
// answers every Env. Whoever asks gives the list of facts with their types and
// of steps; the package knows nothing of the trade, and answers come from an
// Env by their places in those lists.
//
// What always holds: Parse(c.String()) is the same condition. Amounts are
// compared exactly, as integers, in whatever currency the answer comes.
// A comparison with an unknown number is false, whichever way it is put, so
// `days > 5` and `days <= 5` may both be false; `not` turns what it stands before.
// Text, nodes, nesting and lists are bounded (see limits), so that no policy
// can make a run slow.
//
// Start with Parse, then Condition.Holds. Never and Disjoint are for who checks
// a policy, Say for who prints it.
package condition
