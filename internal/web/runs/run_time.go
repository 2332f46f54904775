package runs

import (
	"strings"
	"time"

	"debitor/internal/store"
	"debitor/internal/web/page"
)

// personTime is how one person went through a run.
type personTime struct {
	Person string
	Points []store.RunTime // by time
}

// minutes is from the first point to the last, one at least.
func (p personTime) minutes() int {
	return max(1, int((p.Points[len(p.Points)-1].At-p.Points[0].At+59)/60))
}

// byPerson puts the times of a run together; who only looked is left out.
func byPerson(times []store.RunTime) (list []personTime) {
	for _, t := range times { // which come by person
		if n := len(list); n == 0 || list[n-1].Person != t.Person {
			list = append(list, personTime{Person: t.Person})
		}
		p := &list[len(list)-1]
		p.Points = append(p.Points, t)
	}
	kept := list[:0]
	for _, p := range list {
		if len(p.Points) > 1 {
			kept = append(kept, p)
		}
	}
	return kept
}

// timeWords is who took how long.
func timeWords(c *page.Call, times []store.RunTime) string {
	var words []string
	for _, p := range byPerson(times) {
		words = append(words, p.Person+": "+c.Say.N("runs.minutes", p.minutes()))
	}
	return strings.Join(words, "; ")
}

// clock is a time of the day as the server has it.
func clock(t time.Time) string { return t.Format("15:04") }
