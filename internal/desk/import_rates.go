package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/intake"
	"debitor/internal/money"
)

// KindRates is the kind of a file of rates of exchange.
const KindRates intake.Kind = "rates"

// rateFile is a file of rates as it was read.
type rateFile struct {
	fx.File
	name string
	sum  [sha256.Size]byte
}

func (f *rateFile) kind() intake.Kind { return KindRates }

// rateKey is what a rate is of.
type rateKey struct {
	currency money.Currency
	day      cal.Date
}

// take takes the rates in: those of another base than the company's currency are
// refused, for nothing would ever be counted by them.
func (f *rateFile) take(ctx context.Context, s *Session, e *entry, _ ImportOptions) (FileReport, error) {
	report := FileReport{
		File: f.name, Kind: KindRates, Encoding: f.Format, Rows: len(f.Rates), Totals: []FileTotal{}, Warnings: f.warnings(), Refusals: []intake.Refusal{},
	}
	from, to := f.Rates[0].Day, f.Rates[0].Day
	for _, r := range f.Rates {
		if r.Base != s.company.Currency {
			return report, fault.New(fault.Input, "fx.other_base", "%s has rates in %s, and the company counts in %s: bring those of its own central bank", f.name, r.Base, s.company.Currency)
		}
		from, to = min(from, r.Day), max(to, r.Day)
	}
	held, err := e.Rates(ctx, s.company.Currency, from, to)
	if err != nil {
		return report, err
	}
	known := make(map[rateKey]fx.Rate, len(held))
	for _, r := range held {
		known[rateKey{r.Currency, r.Day}] = r
	}
	var fresh []fx.Rate
	corrections := []changed{}
	for _, r := range f.Rates {
		switch before, ok := known[rateKey{r.Currency, r.Day}]; {
		case !ok:
			report.New++
		case before == r:
			report.Unchanged++
			continue
		default:
			report.Corrected++
			corrections = append(corrections, changed{before, r})
		}
		fresh = append(fresh, r)
	}
	if len(fresh) == 0 {
		return report, nil
	}
	e.note("rates.imported", "file:"+f.name, "", map[string]any{
		"sha256": hex.EncodeToString(f.sum[:]), "format": f.Format, "from": from, "to": to, "new": report.New, "corrected": report.Corrected, "corrections": corrections,
	})
	return report, e.SaveRates(ctx, fresh)
}

// warnings name the currencies that were passed over.
func (f *rateFile) warnings() []intake.Warning {
	if len(f.Skipped) == 0 {
		return []intake.Warning{}
	}
	list := strings.Join(f.Skipped, ", ")
	return []intake.Warning{{
		File: f.name, Code: "fx.skipped", Text: "passed over, for debitor does not know these currencies: " + list, Args: fault.Args{list},
	}}
}
