package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// Diagnosis is the state of a company's receivables on a day: where the money
// is stuck, who pays how, and what policies would have done in the last year.
type Diagnosis struct {
	Company    string
	Date       cal.Date // the last day of the books, unless another was asked for
	First      cal.Date // of the first document or payment
	Calendar   *cal.Calendar
	Files      []SourceFile
	Customers  int               // in the books
	Figures    []insight.Figures // by currency, the company's own first, then the one with most open; never empty
	Names      map[id.Customer]string
	Categories map[id.Customer]credit.Category // by R-82
	Policies   []Simulated                     // over the year up to Date, or over the books if they are younger
	From       cal.Date                        // of that year
}

// SourceFile is a file that figures were made from.
type SourceFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // hex
}

// Diagnose computes the figures of a day, 0: the last of the books, and plays
// policies over the year before it. It changes nothing.
func (s *Session) Diagnose(ctx context.Context, day cal.Date, policies []string) (Diagnosis, error) {
	out := Diagnosis{Company: s.company.Name, Calendar: s.Calendar(), Names: map[id.Customer]string{}, Categories: map[id.Customer]credit.Category{}}
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := out.span(ctx, r, day); err != nil {
			return err
		}
		fold, rate := insight.NewFold(out.Date), rater{s.Calendar(), nil, out.Date}
		err := eachHistory(ctx, r, s.scope(), func(list []ledger.History) error {
			customers, err := customersOf(ctx, r, list)
			for i := range list {
				h := &list[i]
				fold.Add(h)
				out.Names[h.Head.Customer] = customers[h.Head.Customer].Name
				out.Categories[h.Head.Customer] = rate.rate(h).Category
			}
			return err
		})
		out.Figures, out.Customers = fold.Figures(), len(out.Names)
		slices.SortStableFunc(out.Figures, func(a, b insight.Figures) int {
			return cmp.Compare(ahead(a.Currency == s.company.Currency), ahead(b.Currency == s.company.Currency))
		})
		return err
	})
	if err != nil {
		return out, err
	}
	if len(out.Figures) == 0 {
		return out, fault.New(fault.Input, "diagnose.empty", "up to %s there is no document in the books: name the file that holds the debts, or another day", out.Date)
	}
	out.From = max(out.First, out.Date-insight.YearDays+1)
	return out, s.replay(ctx, &out, policies)
}

// ahead sorts what something is true of before the rest.
func ahead(is bool) int {
	if is {
		return 0
	}
	return 1
}

// span finds the days that the books cover.
func (d *Diagnosis) span(ctx context.Context, r store.Reader, day cal.Date) error {
	first, last, err := r.Span(ctx)
	if err != nil {
		return err
	}
	if first == 0 {
		return fault.New(fault.Input, "diagnose.empty", "there is no document and no payment in the books: name the files that hold them")
	}
	d.First, d.Date = first, last
	if day != 0 {
		d.Date = day
	}
	return nil
}

// replay plays the policies, two at a time.
func (s *Session) replay(ctx context.Context, d *Diagnosis, policies []string) error {
	for len(policies) > 0 {
		n := min(2, len(policies))
		played, err := s.Simulate(ctx, SimulateQuery{Policies: policies[:n], From: d.From, To: d.Date}, func(SimulatedPart) error { return nil })
		if err != nil {
			return err
		}
		d.Policies = append(d.Policies, played.Policies...)
		policies = policies[n:]
	}
	return nil
}

// SourceFiles names files with the hash over their bytes.
func SourceFiles(paths []string) ([]SourceFile, error) {
	files := make([]SourceFile, 0, len(paths))
	for _, path := range paths {
		sum, err := hashFile(path)
		if err != nil {
			return nil, fault.Wrap(err, fault.NotFound, "import.file", "%s cannot be opened", path)
		}
		files = append(files, SourceFile{filepath.Base(path), sum})
	}
	return files, nil
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}
