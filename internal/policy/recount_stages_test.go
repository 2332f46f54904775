package policy_test

import "testing"

// TestRecountStages counts policy H anew: eight stages, and what is agreed and
// broken between them.
func TestRecountStages(t *testing.T) {
	k := recounter{
		policy:  "stages",
		letters: []string{"breach", "plan-breach", "claim"},
		people: []string{
			"notice-talk", "call-ahead", "check", "guarantee", "date-call", "decision-maker", "promise-talk",
			"documents", "settlement", "report", "formalities", "sue", "suspicion",
		},
		atLeast: 30,
	}
	k.arises = func(w *walked, _, people []string) (steps []string) {
		if w.it.Due == 0 {
			return nil
		}
		days := w.days()
		once := func(step string, now bool) {
			if now && w.never(step) {
				steps = append(steps, step)
			}
		}
		if w.event("notice-talk", w.notice) && w.promiseBroken == 0 {
			steps = append(steps, "notice-talk")
		}
		if w.event("promise-talk", w.promiseBroken) {
			steps = append(steps, "promise-talk")
		}
		dated := w.notice != 0 || w.promiseBroken != 0
		once("call-ahead", days == -3 || days == -2 || w.early(-3, -2))
		once("check", days == 0 || days > 0 && !w.overtaken("check", people))
		talked := w.before("decision-maker", 0) || w.before("notice-talk", 0) || w.before("promise-talk", 0)
		once("guarantee", days >= 1 && w.guarantee == 0 && !w.plan && talked)
		once("date-call", !dated && (days == 2 || days == 3 || days > 3 && !w.overtaken("date-call", people)))
		once("decision-maker", days >= 6 && !dated)
		once("breach", days >= 8 && !w.plan && w.planBroken == 0)
		if w.event("plan-breach", w.planBroken) {
			steps = append(steps, "plan-breach")
		}
		once("documents", days >= 13)
		once("claim", days >= 15 && (w.before("breach", 0) || w.before("plan-breach", 0)))
		once("settlement", days >= 15)
		once("report", days >= 15)
		once("formalities", days >= 29 && w.before("claim", 12))
		once("sue", days >= 29 && w.before("claim", 12))
		if days >= 31 && (w.never("suspicion") || int(w.today-w.last("suspicion")) >= 30) {
			steps = append(steps, "suspicion")
		}
		return steps
	}
	k.run(t, 3)
}
