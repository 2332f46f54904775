package policy_test

import "testing"

// TestRecountBPM counts policy D anew: a day before the due date, and 1, 2 and
// 10 days after it.
func TestRecountBPM(t *testing.T) {
	k := recounter{
		policy:  "bpm",
		letters: []string{"remind", "request", "demand"},
		people:  []string{"remind-call", "risk", "date-call", "talk", "conflict"},
		atLeast: 40,
	}
	k.arises = func(w *walked, letters, people []string) (steps []string) {
		if w.it.Due == 0 {
			return nil
		}
		days := w.days()
		eve := days == -1 || w.early(-1, -1)
		if eve && w.never("remind") {
			steps = append(steps, "remind")
		}
		if eve && w.never("remind-call") {
			steps = append(steps, "remind-call")
		}
		risk := w.refusal != 0 || w.noContact != 0
		if days >= -1 && risk && !w.before("talk", 0) && w.never("risk") {
			steps = append(steps, "risk")
		}
		if w.never("request") && (days == 1 || days > 1 && !w.overtaken("request", letters)) {
			steps = append(steps, "request")
		}
		if w.never("date-call") && (days == 1 || days > 1 && !w.overtaken("date-call", people)) {
			steps = append(steps, "date-call")
		}
		if w.never("demand") && days >= 2 && w.before("request", 0) {
			steps = append(steps, "demand")
		}
		if w.never("talk") && days >= 2 && w.before("date-call", 0) && !risk {
			steps = append(steps, "talk")
		}
		if w.never("conflict") && days >= 10 && w.before("demand", 0) {
			steps = append(steps, "conflict")
		}
		return steps
	}
	k.run(t, 1)
}
