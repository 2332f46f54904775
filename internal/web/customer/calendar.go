package customer

import (
	"fmt"
	"strings"
	"time"
)

// byWeekday is on how many days of each day of the week he paid.
func (p customerPage) byWeekday() string {
	var list []string
	for i := range 7 {
		d := time.Weekday((i + 1) % 7) // Monday first
		if n := p.Calendar.Rhythm.Weekdays[d]; n > 0 {
			list = append(list, fmt.Sprintf("%s\u00a0%d", p.Say.Day(d), n))
		}
	}
	return strings.Join(list, ", ")
}

// byThird is on how many days of each part of the month he paid.
func (p customerPage) byThird() string {
	t := p.Calendar.Rhythm.Thirds
	return fmt.Sprintf("1–10: %d, 11–20: %d, 21–31: %d", t[0], t[1], t[2])
}
