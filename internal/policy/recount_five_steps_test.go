package policy_test

import (
	"testing"
	"time"
)

// TestRecountFiveSteps counts policy I anew: from the delivery to the court,
// and the black list of each month.
func TestRecountFiveSteps(t *testing.T) {
	k := recounter{
		policy:  "five-steps",
		letters: []string{"prepayment-notice", "plan-letter", "remind-3", "remind-1", "first-letter", "second-letter", "stop-notice", "claim"},
		people:  []string{"black-list", "delivery-call", "complaint", "comment", "chase", "negotiate", "new-terms", "security", "court-package"},
		atLeast: 25,
	}
	k.arises = func(w *walked, letters, _ []string) (steps []string) {
		received := w.it.Accepted
		if received == 0 {
			received = w.it.HandedOver
		}
		if since := int(w.today - received); received != 0 && since >= 1 && since <= 7 && w.last("delivery-call") < received {
			steps = append(steps, "delivery-call")
		}
		if w.prepayment != 0 && int(w.today-w.prepayment) <= 7 && w.last("prepayment-notice") < w.prepayment {
			steps = append(steps, "prepayment-notice")
		}
		if w.it.Due == 0 {
			return steps
		}
		days, working := w.days(), w.working(w.it.Due, w.today)
		once := func(step string, now bool) {
			if now && w.never(step) {
				steps = append(steps, step)
			}
		}
		if w.firstOfMonth() && w.category != "black-list" && w.prepaidUntil < w.today && w.last("black-list") < w.today {
			if times, worst := w.lastMonth(); times >= 2 && worst >= 10 {
				steps = append(steps, "black-list")
			}
		}
		if w.dispute != 0 && w.last("complaint") < w.dispute {
			steps = append(steps, "complaint")
		}
		once("plan-letter", days == -7 || w.early(-7, -7))
		once("remind-3", days == -3 || w.early(-3, -3))
		once("remind-1", days == -1 || w.early(-1, -1))
		if days >= 1 && w.weekday(time.Monday) && w.last("comment") < w.today {
			steps = append(steps, "comment")
		}
		alone := working >= 1 && working <= 10
		once("first-letter", alone || working > 10 && !w.overtaken("first-letter", letters))
		if alone && (w.never("chase") || w.working(w.last("chase"), w.today) >= 3) {
			steps = append(steps, "chase")
		}
		once("second-letter", working >= 6 && working <= 10 && w.before("first-letter", 0))
		once("stop-notice", days >= 15)
		once("negotiate", days >= 15)
		once("new-terms", days >= 15 && w.before("stop-notice", 0))
		once("claim", days >= 15 && w.before("stop-notice", 6) && (!w.plan || w.planBroken != 0))
		once("security", days >= 22 && (w.noContact != 0 || w.refusal != 0))
		once("court-package", days >= 22 && w.before("claim", 10))
		return steps
	}
	k.run(t, 5)
}

// firstOfMonth says whether no earlier day of the month was a working day.
func (w *walked) firstOfMonth() bool {
	_, month, _ := w.today.Civil()
	for d := w.today - 1; ; d-- {
		if _, m, _ := d.Civil(); m != month {
			return true
		}
		if w.c.IsWorking(d) {
			return false
		}
	}
}

// lastMonth is how many of the customer's documents were late in the month
// before today's, and by how many days the worst.
func (w *walked) lastMonth() (times, worst int) {
	_, month, _ := w.today.Civil()
	last := w.today
	for {
		last--
		if _, m, _ := last.Civil(); m != month {
			break
		}
	}
	_, month, _ = last.Civil()
	for _, delay := range w.record.Delays {
		late := 0
		for d := last; ; d-- {
			if _, m, _ := d.Civil(); m != month {
				break
			}
			if d > delay.Due && (delay.Settled == 0 || d <= delay.Settled) {
				late = max(late, int(d-delay.Due))
			}
		}
		if late > 0 {
			times++
			worst = max(worst, late)
		}
	}
	return times, worst
}
