package rulebook

import (
	"strconv"
	"strings"

	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// when is on which days a step is done, as the beginning of a sentence; it may
// end in a comma.
func (t *tongue) when(s *policy.Step) string {
	var parts []string
	if s.Repeat > 1 || s.Repeat == 1 && s.Every == (policy.Every{}) {
		parts = append(parts, t.repeat(s.Repeat, s.Days))
	}
	if s.Every.Month {
		parts = append(parts, t.text["every.month"])
	} else if s.Every.On != (policy.Weekdays{}) {
		parts = append(parts, t.weekdaysOf(s.Every.On))
	}
	switch {
	case s.NextWeek:
		parts = append(parts, t.text["next.week"])
	case s.On != "":
		parts = append(parts, t.afterEvent(s.On, s.At, s.Days))
	default:
		parts = append(parts, t.stretch(s.At, s.Days))
	}
	return t.smooth.Replace(strings.Join(parts, " "))
}

func (t *tongue) repeat(n int, unit ledger.DayUnit) string {
	switch {
	case n > 1:
		return t.say("repeat", "count", t.count(n, unit), "within", t.within(n, unit))
	case unit == ledger.WorkingDays || unit == ledger.BankingDays:
		return t.text["every.working"]
	}
	return t.text["every.day"]
}

func (t *tongue) weekdaysOf(w policy.Weekdays) string {
	var names []string
	for i := range 7 {
		if d := (i + 1) % 7; w[d] { // Monday first
			names = append(names, t.weekdays[d])
		}
	}
	if len(names) == 7 {
		return t.text["every.working"]
	}
	return t.allOf(names)
}

// window is a stretch of the line of days, counted from the due date.
func (t *tongue) window(w policy.Window, unit ledger.DayUnit) string {
	return t.smooth.Replace(t.stretch(w, unit))
}

func (t *tongue) stretch(w policy.Window, unit ledger.DayUnit) string {
	day := t.dayForms(unit)
	from, to := strconv.Itoa(w.From), strconv.Itoa(w.To)
	switch {
	case anyDay(w):
		return t.text["due.any"]
	case w.From == 0 && w.To == 0:
		return t.text["due.on"]
	case w.From == w.To && w.From < 0:
		return t.say("due.before", "count", t.count(-w.From, unit))
	case w.From == w.To:
		return t.say("due.day", "n", from, "day", day.on, "ofday", day.of)
	case w.To < 0 && w.From != -policy.Open:
		return t.say("due.beforerange", "from", strconv.Itoa(-w.To), "count", t.count(-w.From, unit))
	case w.From > 0 && w.To != policy.Open:
		return t.say("due.days", "n", from, "m", to, "day", day.on, "ofday", day.of)
	case w.From == -policy.Open:
		return t.until(w.To, unit)
	case w.To == policy.Open:
		return t.from(w.From, unit)
	}
	return t.from(w.From, unit) + " " + t.until(w.To, unit)
}

func (t *tongue) from(n int, unit ledger.DayUnit) string {
	day := t.dayForms(unit)
	switch {
	case n < 0:
		return t.say("due.frombefore", "count", t.count(-n, unit), "within", t.within(-n, unit))
	case n == 0:
		return t.text["due.fromdue"]
	}
	return t.say("due.from", "n", strconv.Itoa(n), "day", day.on, "ofday", day.of)
}

func (t *tongue) until(n int, unit ledger.DayUnit) string {
	day := t.dayForms(unit)
	switch {
	case n < 0:
		return t.say("due.untilbefore", "count", t.count(-n, unit))
	case n == 0:
		return t.text["due.untildue"]
	}
	return t.say("due.until", "m", strconv.Itoa(n), "day", day.on, "ofday", day.of)
}

// afterEvent is the same counted from something that happened.
func (t *tongue) afterEvent(e policy.Event, w policy.Window, unit ledger.DayUnit) string {
	day := t.dayForms(unit)
	key := "event.days"
	switch {
	case w.From <= 0 && w.To == policy.Open:
		key = "event.from"
	case w.From == 0 && w.To == 0:
		key = "event.on"
	case w.From <= 0:
		key = "event.within"
	case w.To == policy.Open:
		key = "event.fromday"
	case w.From == w.To:
		key = "event.day"
	}
	return t.say(key, "event", t.events[e], "n", strconv.Itoa(w.From), "m", strconv.Itoa(w.To), "day", day.on, "ofday", day.of)
}

// anyDay says whether a window is no bound: ten years before and no end are
// how a policy writes that a step does not ask for the day.
func anyDay(w policy.Window) bool { return w.From <= -farDays && w.To >= farDays }

// farDays is ten years, the farthest that a policy can write.
const farDays = 3650
