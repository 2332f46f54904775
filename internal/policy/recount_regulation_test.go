package policy_test

import (
	"slices"
	"testing"
	"time"

	"debitor/internal/cal"
)

// TestRecountRegulation counts policy F anew: categories, levels of management,
// three kinds of days.
func TestRecountRegulation(t *testing.T) {
	k := recounter{
		policy:  "regulation",
		letters: []string{"remind-7", "remind-4", "remind-reliable", "remind-2", "remind-1", "demand", "demand-rest"},
		people: []string{
			"friday-call", "visit", "superior", "payment-day", "contact", "contact-again", "terms", "meeting", "demand-papers", "meeting-rest", "re-defer", "re-defer-director",
			"price", "supervision", "week-plan", "memo", "head-decides", "director-decides", "last-week", "hand-over", "court", "court-undelivered",
		},
		atLeast: 12,
	}
	k.arises = func(w *walked, _, people []string) (steps []string) {
		if w.it.Due == 0 {
			return nil
		}
		days, working := w.days(), w.working(w.it.Due, w.today)
		category := "2"
		if slices.Contains([]string{"1", "3", "4"}, w.category) {
			category = w.category
		}
		middle := category == "2" || category == "3"
		silent := w.refusal != 0 || w.noContact != 0
		paidPart := w.it.Open < w.it.Amount
		once := func(step string, now bool) {
			if now && w.never(step) {
				steps = append(steps, step)
			}
		}
		again := func(step string, on cal.Date, now bool) {
			if now && w.event(step, on) {
				steps = append(steps, step)
			}
		}

		// The week after the Friday that is meant, Monday to Sunday.
		monday := w.today
		for monday.Weekday() != time.Friday {
			monday--
		}
		monday += 3
		once("friday-call", w.weekday(time.Friday) && w.it.Due >= monday && w.it.Due <= monday+6)
		once("remind-7", category == "3" && (days == -7 || w.early(-7, -7)))
		once("remind-4", middle && (days == -4 || w.early(-4, -4)))
		once("visit", middle && (days >= -3 && days <= -1 || w.early(-3, -1)))
		once("superior", days >= -3 && (w.reason == "high-risk" || w.refusal != 0))
		once("remind-reliable", category == "1" && (days == -2 || days == -1 || w.early(-2, -1)))
		once("remind-2", category == "2" && (days == -2 || w.early(-2, -2)))
		once("remind-1", category == "3" && (days == -1 || w.early(-1, -1)))

		once("payment-day", w.promiseBroken == 0 && (days == 0 || days > 0 && !w.overtaken("payment-day", people)))
		once("contact", days >= 1 && w.before("payment-day", 0) && w.notice == 0 && w.promiseBroken == 0)
		again("contact-again", w.promiseBroken, true)
		asked := w.notice != 0 || w.before("contact", 0) || w.before("contact-again", 0)
		once("terms", days >= 1 && asked && !silent && w.guarantee == 0 && w.restructured == 0)
		once("meeting", days >= 1 && w.before("terms", 0) && !silent && w.restructured == 0)
		once("demand-papers", days >= 1 && silent)
		once("demand", days >= 1 && silent && w.before("demand-papers", 0))
		rest := days >= 1 && silent && paidPart && w.before("demand", 4)
		once("meeting-rest", rest)
		once("demand-rest", rest)
		talks := w.restructured != 0 || !silent
		again("re-defer", w.planBroken, days <= 61 && talks)
		again("re-defer-director", w.planBroken, days > 61 && talks)
		if days >= 1 && w.restructured != 0 && (w.never("price") || int(w.today-w.last("price")) >= 7) {
			steps = append(steps, "price")
		}

		once("supervision", days >= 6)
		if days >= 6 && w.weekday(time.Friday) && w.last("week-plan") < w.today {
			steps = append(steps, "week-plan")
		}
		once("memo", days >= 11)
		once("head-decides", days >= 11)
		once("director-decides", working >= 16)
		once("last-week", working >= 16 && w.restructured == 0)
		once("hand-over", working >= 20 && w.restructured == 0)
		again("court", w.claim, int(w.today-w.claim) >= 31 && w.before("demand", 31))
		once("court-undelivered", days >= 31 && w.before("demand", 40) && w.claim == 0)
		return steps
	}
	k.run(t, 4)
}
