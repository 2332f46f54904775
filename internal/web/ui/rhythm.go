package ui

import (
	"strconv"
	"strings"

	"debitor/internal/ledger"
	"debitor/internal/web/say"
)

// PayDays are days of the week and of the month in words; empty for none.
func PayDays(p *say.Printer, d ledger.PayDays) string {
	var list []string
	for _, w := range d.Weekdays {
		list = append(list, p.Day(w))
	}
	for _, day := range d.Days {
		list = append(list, p.T("rhythm.of_month", strconv.Itoa(day)))
	}
	return strings.Join(list, ", ")
}
