package policy_test

import "testing"

// TestRecountDepartments counts policy G anew, in working days: (0, 7], (7, 30],
// (30, 60] and beyond.
func TestRecountDepartments(t *testing.T) {
	k := recounter{
		policy:  "departments",
		letters: []string{"reminder", "penalty-notice", "court-notice", "claim"},
		people:  []string{"acceptance", "reasons", "plan", "fine", "daily-call", "meeting", "compromise", "suit"},
		atLeast: 60,
	}
	k.arises = func(w *walked, letters, _ []string) (steps []string) {
		if since := w.working(w.it.Issued, w.today); since >= 1 && since <= 15 && w.it.Accepted == 0 && w.last("acceptance") < w.it.Issued {
			steps = append(steps, "acceptance")
		}
		if w.it.Due == 0 {
			return steps
		}
		days := w.working(w.it.Due, w.today)
		first, second, third := days >= 1 && days <= 7, days >= 8 && days <= 30, days >= 31 && days <= 60
		once := func(step string, now bool) {
			if now && w.never(step) {
				steps = append(steps, step)
			}
		}
		once("reminder", days == -3)
		once("reasons", first)
		once("plan", first && !w.plan)
		once("penalty-notice", first || days > 7 && !w.overtaken("penalty-notice", letters))
		once("fine", second && w.before("penalty-notice", 0))
		if second && (w.never("daily-call") || w.working(w.last("daily-call"), w.today) >= 1) {
			steps = append(steps, "daily-call")
		}
		once("meeting", second)
		once("court-notice", w.before("penalty-notice", 0) && (second || days > 30 && !w.overtaken("court-notice", letters)))
		once("compromise", third)
		once("claim", w.before("court-notice", 0) && (third || days > 60 && !w.overtaken("claim", letters)))
		once("suit", days >= 61 && w.before("claim", 0))
		return steps
	}
	k.run(t, 2)
}
