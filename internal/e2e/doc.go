// Package e2e proves what debitor promises with the real binary and real
// databases: it kills processes and lets them run side by side, compares the
// bytes that two engines give, and recounts whole quarters in plain loops.
//
// It holds tests only. The recount (recount_test.go, holiday_test.go) must
// share no rule and no date arithmetic with the packages it checks: it knows
// the text, not the code. Every seed is fixed and every moment of a
// kill is logged, so that a failure can be looked for again.
//
// Start with main_test.go, then the test you need: kill_test.go,
// together_test.go, bytes_test.go, random_test.go, corpus_test.go.
package e2e
