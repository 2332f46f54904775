package main

import (
	"fmt"
	"runtime"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/internal/money"
)

// accrualsCounted is how many calculations the interest row counts, and
// accrualIntervals how many intervals each has.
const (
	accrualsCounted  = 1_000_000
	accrualIntervals = 10
)

// accruals counts so many calculations on one core, each of another principal: N.
func accruals(args []string) error {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(1)
	book, err := interest.Shipped()
	if err != nil {
		return err
	}
	c := interest.Case{
		Law: "RU", Debts: []interest.Debt{{Due: cal.On(2024, 7, 15)}}, To: cal.On(2025, 9, 30), Terms: interest.Terms{Method: interest.Statutory},
		Facts: []interest.Fact{{Day: cal.On(2024, 9, 10), Amount: 400_000}, {Day: cal.On(2025, 3, 3), Amount: 100_000}},
	}
	for i := range n {
		c.Debts[0].Principal = money.Minor(1_000_000 + i)
		s, err := book.Accrue(&c)
		if err != nil {
			return err
		}
		if len(s.Intervals) != accrualIntervals {
			return fmt.Errorf("a calculation has %d intervals", len(s.Intervals))
		}
	}
	return nil
}

func (b *bench) countInterest() error {
	for range b.repeat {
		c, err := start(b.self, "accruals", strconv.Itoa(accrualsCounted))
		if err != nil {
			return err
		}
		b.measured(row{
			work: "count interest on one core (10 intervals, two part payments)", amount: grouped(accrualsCounted) + " calculations",
			target: targetInterest, perUnit: accrualsCounted, unit: "calculations/s",
		}, c, 0)
	}
	return nil
}
