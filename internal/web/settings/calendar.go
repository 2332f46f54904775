package settings

import (
	"slices"
	"time"

	"debitor/internal/cal"
	"debitor/internal/web/page"
)

// month is one month of a calendar, in weeks from Monday on.
type month struct {
	first cal.Date
	weeks [][7]day
}

// day is one day of a month; date 0 is a gap before the first or after the last.
type day struct {
	date cal.Date
	off  bool
}

// calendar shows which days of a year are working days where the company is.
func calendar(c *page.Call) error {
	today := c.Today
	year := min(max(c.AskInt("year", today.Year()), cal.First.Year()), today.Year()+10)
	country := c.Session.Company().Country
	of := c.Session.Calendar()
	var months []month
	for m := time.January; m <= time.December; m++ {
		months = append(months, monthOf(of, cal.On(year, m, 1)))
	}
	doubts := slices.DeleteFunc(slices.Clone(cal.Corrections), func(x cal.Correction) bool {
		return x.Country != country || x.Day.Year() != year || x.Verified
	})
	return c.Render(c.Say.T("settings.calendar"), calendarPage(c, year, months, of.Known(year), doubts))
}

func monthOf(of *cal.Calendar, first cal.Date) month {
	m := month{first: first}
	var week [7]day
	at := (int(first.Weekday()) + 6) % 7 // Monday is 0
	_, number, _ := first.Civil()
	for d := first; ; d++ {
		if _, n, _ := d.Civil(); n != number {
			break
		}
		week[at] = day{date: d, off: !of.IsWorking(d)}
		if at++; at == 7 {
			m.weeks, week, at = append(m.weeks, week), [7]day{}, 0
		}
	}
	if at > 0 {
		m.weeks = append(m.weeks, week)
	}
	return m
}

func dayNumber(d cal.Date) int {
	_, _, n := d.Civil()
	return n
}
