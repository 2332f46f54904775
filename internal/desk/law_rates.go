package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/interest"
	"debitor/internal/store"
)

// KindLawRates is the kind of a file of rates that a law refers to: key rates,
// base rates, indices of prices.
const KindLawRates intake.Kind = "interest-rates"

// LawBook is what the laws say lateness costs, with the shipped rates and those
// the company has taken in since.
func (s *Session) LawBook(ctx context.Context) (book *interest.Book, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		book, _, err = lawBook(ctx, r)
		return err
	})
	return book, err
}

// lawBook is the book, and the rows of the company's own in it.
func lawBook(ctx context.Context, r store.Reader) (*interest.Book, []store.LawRate, error) {
	book, err := interest.Shipped()
	if err != nil {
		return nil, nil, err
	}
	own, err := r.LawRates(ctx)
	if err != nil {
		return nil, nil, err
	}
	bySeries := map[string][]interest.Row{}
	seen := map[string]cal.Date{}
	for _, v := range own {
		bySeries[v.Series] = append(bySeries[v.Series], v.Row)
		seen[v.Series] = max(seen[v.Series], v.Seen)
	}
	for name, rows := range bySeries {
		if book, err = book.With(name, rows, seen[name]); err != nil {
			return nil, nil, err
		}
	}
	return book, own, nil
}

// lawRateFile is a file of such rates as it was read.
type lawRateFile struct {
	*interest.RatesFile
	name string
	sum  [sha256.Size]byte
}

// isLawRates tells whether a file is surely one, by its beginning.
func isLawRates(path string) bool {
	head, err := readUpTo(path, headSize)
	return err == nil && interest.LooksRates(head)
}

func openLawRates(path string) (*lawRateFile, error) {
	f := &lawRateFile{name: filepath.Base(path)}
	src, err := readUpTo(path, interest.MaxRatesFile+1) // one more than is read
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "import.file", "%s cannot be opened: %s", path, err)
	}
	f.sum = sha256.Sum256(src)
	f.RatesFile, err = interest.ReadRates(f.name, src)
	return f, err
}

func (f *lawRateFile) kind() intake.Kind { return KindLawRates }

// take takes the rates in. What was known of a day before is in the journal.
func (f *lawRateFile) take(ctx context.Context, _ *Session, e *entry, _ ImportOptions) (FileReport, error) {
	report := FileReport{File: f.name, Kind: KindLawRates, Encoding: f.Format, Rows: len(f.Rows), Totals: []FileTotal{}, Warnings: []intake.Warning{}, Refusals: []intake.Refusal{}}
	book, own, err := lawBook(ctx, e.Reader)
	if err != nil {
		return report, err
	}
	if _, err := book.Take(f.RatesFile); err != nil {
		return report, err
	}
	known := map[cal.Date]store.LawRate{}
	for _, v := range own {
		if v.Series == f.Series {
			known[v.From] = v
		}
	}
	var fresh []store.LawRate
	corrections := []changed{}
	for i, row := range f.Rows {
		v := store.LawRate{Series: f.Series, Row: row, Seen: f.KnownTo}
		if i+1 < len(f.Rows) {
			v.Seen = f.Rows[i+1].From - 1
		}
		before, held := known[row.From]
		v.Seen = max(v.Seen, before.Seen)
		switch {
		case !held:
			report.New++
		case before == v:
			report.Unchanged++
			continue
		case before.Row == row: // seen in force for longer
			report.Unchanged++
		default:
			report.Corrected++
			corrections = append(corrections, changed{before, v})
		}
		fresh = append(fresh, v)
	}
	if len(fresh) == 0 {
		return report, nil
	}
	e.note("interest_rates.imported", "file:"+f.name, "", map[string]any{
		"sha256": hex.EncodeToString(f.sum[:]), "format": f.Format, "series": f.Series, "from": f.Rows[0].From, "known_to": f.KnownTo,
		"new": report.New, "corrected": report.Corrected, "corrections": corrections,
	})
	return report, e.SaveLawRates(ctx, fresh)
}
