package insight

import (
	"slices"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

func TestAgesOfADayCountWhatWasOpenThen(t *testing.T) {
	due := cal.On(2026, 6, 10)
	flows := []Flow{
		{Due: due, On: cal.On(2026, 5, 1), Amount: 1000},
		{Due: due, On: cal.On(2026, 7, 5), Amount: -400},
		{On: cal.On(2026, 6, 20), Amount: 70}, // its term has not started
	}
	got := AgesAt(flows, "EUR", []cal.Date{cal.On(2026, 4, 30), cal.On(2026, 5, 31), cal.On(2026, 6, 30), cal.On(2026, 7, 31)})
	want := []ledger.Ages{
		{Currency: "EUR"},
		{Currency: "EUR", Total: 1000, Amounts: [5]money.Minor{1000}},
		{Currency: "EUR", Total: 1070, Overdue: 1000, Amounts: [5]money.Minor{70, 1000}},
		{Currency: "EUR", Total: 670, Overdue: 600, Amounts: [5]money.Minor{70, 0, 600}},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the ages are\n%v; want\n%v", got, want)
	}
}

func TestPromisesAreSummedByTheWeekTheyName(t *testing.T) {
	wednesday := cal.On(2026, 10, 28)
	got := PromiseWeeks([]Kept{
		{Until: wednesday, Promised: 100, Paid: 250},
		{Until: wednesday + 4, Promised: 50, Paid: 20}, // the Sunday of that week
		{Until: wednesday + 5, Promised: 30},
		{Until: wednesday - 3, Promised: 7, Paid: 7},  // the Sunday before
		{Until: wednesday + 12, Promised: 9, Paid: 9}, // after the last week
	}, wednesday, wednesday+6)
	want := []PromiseWeek{{wednesday - 2, 150, 120}, {wednesday + 5, 30, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("the weeks are %v; want %v", got, want)
	}
}

func TestReceiptsFallOnDaysOfMonthAndWeek(t *testing.T) {
	var r Receipts
	r.Add(cal.On(2026, 10, 30), 5) // a Friday
	r.Add(cal.On(2026, 11, 1), 3)  // a Sunday
	r.Add(cal.On(2026, 11, 30), 2) // a Monday
	if r.MonthDays[29] != 7 || r.MonthDays[0] != 3 || r.Weekdays != [7]money.Minor{2, 0, 0, 0, 5, 0, 3} {
		t.Errorf("receipts are %v", r)
	}
}
