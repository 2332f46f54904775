// Package fx is rates of exchange: a table of dated official rates, and what an
// amount of one currency is in another on a day.
//
// Arithmetic is exact: both sides of a rate are decimals kept as integers, and a
// conversion is rounded once, half up (away from zero). A day without a rate
// takes the last one before it, within a stated number of days; beyond that
// there is no rate, and a fault says so: nothing is guessed.
//
// It books nothing: a difference of exchange is for the accountant (issue 6).
// Start with New and Table.Convert; Read reads the files of rates.
package fx

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// Days is how old a rate may be: over long holidays a central bank sets none
// for up to two weeks.
const Days = 14

// Decimals is how many decimals either side of a rate may have.
const Decimals = 8

// scale is one unit of either side.
const scale = 100_000_000

// Rate is an official rate of a day: Units of Currency cost Price of Base, both
// scaled by 10^Decimals. A bank that writes "1 EUR = 1.0876 USD" quotes 1.0876
// USD at the price of 1 EUR.
type Rate struct {
	Currency money.Currency
	Base     money.Currency
	Day      cal.Date
	Units    int64
	Price    int64
	Source   string // who set it, or the name of the list
	Verified bool   // read from a file as the bank publishes it, or so marked in a list
}

// String is the rate in words and figures: "100 RUB = 3.4959 BYN".
func (r Rate) String() string {
	return decimal(r.Units) + " " + string(r.Currency) + " = " + decimal(r.Price) + " " + string(r.Base)
}

// UnitsText is the units, as a plain decimal.
func (r Rate) UnitsText() string { return decimal(r.Units) }

// PriceText is the price of the units, as a plain decimal.
func (r Rate) PriceText() string { return decimal(r.Price) }

func decimal(n int64) string {
	whole := strconv.FormatInt(n/scale, 10)
	frac := strings.TrimRight(strconv.FormatInt(scale+n%scale, 10)[1:], "0")
	if frac == "" {
		return whole
	}
	return whole + "." + frac
}

// Table is the rates of one base currency.
type Table struct {
	base  money.Currency
	rates map[money.Currency][]Rate // by day
}

// New is a table of those rates whose base it is; of two for one day the later
// in the list counts.
func New(base money.Currency, rates []Rate) *Table {
	t := &Table{base, map[money.Currency][]Rate{}}
	for _, r := range rates {
		if r.Base == base && r.Currency != base && r.Units > 0 && r.Price > 0 {
			t.rates[r.Currency] = append(t.rates[r.Currency], r)
		}
	}
	for _, list := range t.rates {
		slices.SortStableFunc(list, func(a, b Rate) int { return cmp.Compare(a.Day, b.Day) })
	}
	return t
}

// Base is the currency in which the rates are told; that of a nil table is none.
func (t *Table) Base() money.Currency {
	if t == nil {
		return ""
	}
	return t.base
}

// At is the rate of a currency that counts on a day: the last one of or before
// it, no older than Days.
func (t *Table) At(c money.Currency, day cal.Date) (Rate, bool) {
	if t == nil {
		return Rate{}, false
	}
	list := t.rates[c]
	i, _ := slices.BinarySearchFunc(list, day+1, func(r Rate, d cal.Date) int { return cmp.Compare(r.Day, d) })
	if i == 0 || day-list[i-1].Day > Days {
		return Rate{}, false
	}
	return list[i-1], true
}

// Converted is an amount in another currency, and the rates it was found by:
// none where the currencies are the same, two where it went by way of the base.
type Converted struct {
	Amount money.Amount
	Rates  []Rate
}

// CodeNone is the code of the fault that there is no rate.
const CodeNone = "fx.no_rate"

// Convert is an amount in another currency by the rates of a day, rounded half
// up. The fault CodeNone says which rate is missing; money.too_large, that the
// result is more than debitor records.
func (t *Table) Convert(a money.Amount, to money.Currency, day cal.Date) (Converted, error) {
	out := Converted{Amount: money.Amount{Currency: to}}
	if a.Currency == to {
		out.Amount = a
		return out, nil
	}
	num, den := big.NewInt(int64(a.Minor)), big.NewInt(1)
	num.Mul(num, power(to.Decimals()))
	den.Mul(den, power(a.Currency.Decimals()))
	for i, c := range []money.Currency{a.Currency, to} {
		if c == t.Base() {
			continue
		}
		r, ok := t.At(c, day)
		if !ok {
			return out, fault.New(fault.Refused, CodeNone, "there is no rate of %s of %s or of the %d days before; import the rates of the day (debitor import FILE)", c, day, Days)
		}
		out.Rates = append(out.Rates, r)
		if i == 1 {
			r.Units, r.Price = r.Price, r.Units
		}
		num.Mul(num, big.NewInt(r.Price))
		den.Mul(den, big.NewInt(r.Units))
	}
	whole := halfUp(num, den)
	if !whole.IsInt64() {
		return out, (money.Max + 1).Check()
	}
	out.Amount.Minor = money.Minor(whole.Int64())
	return out, out.Amount.Minor.Check()
}

func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// halfUp is num/den rounded half away from zero; den is more than zero.
func halfUp(num, den *big.Int) *big.Int {
	twice := new(big.Int).Lsh(new(big.Int).Abs(num), 1)
	q := twice.Add(twice, den)
	q.Quo(q, new(big.Int).Lsh(den, 1))
	if num.Sign() < 0 {
		q.Neg(q)
	}
	return q
}

// Whole is amounts of several currencies as one.
type Whole struct {
	Amount  money.Amount
	Rates   []Rate         // that were used, each once
	Missing []money.Amount // what has no rate; it is not in Amount
}

// Sum is amounts in one currency. What has no rate stands apart, unless it is
// nothing; a sum of more than debitor records is a fault.
func (t *Table) Sum(amounts []money.Amount, to money.Currency, day cal.Date) (Whole, error) {
	w := Whole{Amount: money.Amount{Currency: to}}
	for _, a := range amounts {
		if a.Minor == 0 {
			continue
		}
		c, err := t.Convert(a, to, day)
		if fault.Code(err) == CodeNone {
			w.Missing = append(w.Missing, a)
			continue
		}
		if err != nil {
			return w, err
		}
		w.Rates = Used(w.Rates, c.Rates)
		if w.Amount, err = w.Amount.Add(c.Amount); err != nil {
			return w, err
		}
	}
	return w, nil
}

// Used adds rates to those that were used before, each once.
func Used(list, more []Rate) []Rate {
	for _, r := range more {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}
