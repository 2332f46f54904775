package desk

import (
	"cmp"
	"strings"
	"time"
	_ "time/tzdata" // a machine that knows no time zones calls at the right hour too

	"debitor/internal/fault"
	"debitor/internal/money"
)

// CallHours is a time of day in which nothing but calling is done, as the clock
// of the customer shows it.
type CallHours struct {
	From string `yaml:"from" json:"from"` // 09:30
	To   string `yaml:"to" json:"to"`     // later the same day, not included
}

// maxTolerance bounds how long a company waits beyond a promise, in days.
const maxTolerance = 30

func (p *Profile) checkCalls() error {
	if p.PromiseTolerance < 0 || p.PromiseTolerance > maxTolerance {
		return fault.New(fault.Input, "company.promise_tolerance", "promise_tolerance: %d is not a number of days from 0 to %d", p.PromiseTolerance, maxTolerance)
	}
	if _, err := money.Parse(cmp.Or(p.LegalCost, "0"), p.Currency); err != nil || strings.HasPrefix(p.LegalCost, "-") {
		return fault.New(fault.Input, "company.legal_cost", "legal_cost: %q is no amount such as 5000", p.LegalCost)
	}
	if _, err := parseBankRate(cmp.Or(p.BankRate, "0")); err != nil {
		return err
	}
	for _, h := range p.CallHours {
		from, to := clockTime(h.From), clockTime(h.To)
		if from < 0 || to <= from {
			return fault.New(fault.Input, "company.call_hours", "call_hours: %q to %q is no time of day; write {from: \"09:30\", to: \"11:30\"}", h.From, h.To)
		}
	}
	return nil
}

// clockTime is a time of day in minutes, -1 if it is none.
func clockTime(s string) int {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// zones are the time zones that people are called in, by country: of a country
// with several, that of its capital.
var zones = map[string]string{
	"AT": "Europe/Vienna", "BA": "Europe/Sarajevo", "BY": "Europe/Minsk", "CH": "Europe/Zurich", "DE": "Europe/Berlin", "HR": "Europe/Zagreb",
	"KZ": "Asia/Almaty", "LT": "Europe/Vilnius", "LV": "Europe/Riga", "PL": "Europe/Warsaw", "RS": "Europe/Belgrade", "RU": "Europe/Moscow",
	"SI": "Europe/Ljubljana", "UA": "Europe/Kyiv",
}

// calling says whether customers of a country are called now and nothing else
// is done for them. Where a country is not known to us, its clock is that of now.
func (p *Profile) calling(country string, now time.Time) bool {
	if zone, err := time.LoadLocation(zones[country]); err == nil && zones[country] != "" {
		now = now.In(zone)
	}
	minute := now.Hour()*60 + now.Minute()
	for _, h := range p.CallHours {
		if minute >= clockTime(h.From) && minute < clockTime(h.To) {
			return true
		}
	}
	return false
}
