package sample

import (
	"fmt"
	"os"
	"strings"

	"debitor/internal/cal"
)

// RateSource is what the sample says of where its rates are from: nowhere.
const RateSource = "выдумано для примера, не курс банка"

// rates are what units of the customers' currencies cost about, in
// ten-thousandths of Currency.
var rates = []struct {
	currency      string
	nominal, cost int
}{{"RUB", 100, 36400}, {"UAH", 100, 78100}, {"EUR", 1, 35200}, {"BAM", 1, 18000}}

// rateSwing is how far a week's rate is from that at most, in ten-thousandths.
const rateSwing = 150

// WriteRates writes a file of the kind rates: invented rates of each week of the
// history, in which all that its customers owe can be counted. They are not
// marked as verified, so that whatever is counted by them says so.
func WriteRates(file string, o Options) error {
	o = o.filled()
	var b strings.Builder
	b.WriteString("date,currency,nominal,rate,source\n")
	dice := newDice(o.Seed, 9, 0)
	const week = 7
	for day := o.Today - cal.Date(o.Months*31); day <= o.Today+week; day += week {
		for _, r := range rates {
			cost := r.cost + r.cost*dice.between(-rateSwing, rateSwing)/10_000
			fmt.Fprintf(&b, "%s,%s,%d,%d.%04d,%s\n", min(day, o.Today), r.currency, r.nominal, cost/10_000, cost%10_000, `"`+RateSource+`"`)
		}
		if day >= o.Today {
			break
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return fmt.Errorf("write the sample rates: %w", err)
	}
	return nil
}
