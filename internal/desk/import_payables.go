package desk

import (
	"context"
	"reflect"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// postPayables puts a list of what we owe in the place of the one of its day.
// Who is no customer cannot be netted with: he is left out, and it is said.
func (p *poster) postPayables(ctx context.Context) error {
	if p.file.Kind != intake.Payables {
		return nil
	}
	held, err := p.e.PayablesOn(ctx, p.snapshot)
	if err != nil {
		return err
	}
	type key struct {
		customer           id.Customer
		contract           id.Contract
		document, currency string
	}
	keyOf := func(d ledger.Payable) key { return key{d.Customer, d.Contract, d.Document, string(d.Currency)} }
	before := map[key]ledger.Payable{}
	for _, d := range held {
		before[keyOf(d)] = d
	}
	var list []ledger.Payable
	for _, r := range p.payables {
		if !p.known[r.rec.Customer] {
			p.warn(r.line, "import.payable_stranger", "%q is no customer and is left out", string(r.rec.Customer))
			continue
		}
		p.count(intake.Payables, r.rec.Currency, r.rec.Open)
		list = append(list, r.rec)
		switch old, there := before[keyOf(r.rec)]; {
		case !there:
			p.report.New++
		case reflect.DeepEqual(old, r.rec):
			p.report.Unchanged++
		default:
			p.report.Corrected++
		}
		delete(before, keyOf(r.rec))
	}
	p.report.Corrected += len(before) // of the day's list before, and no longer in it
	if p.report.New+p.report.Corrected == 0 {
		return nil
	}
	return p.e.ReplacePayables(ctx, p.snapshot, list)
}

// OurPayables is what we owe a customer by the newest list up to a day, for
// netting, and that list's day; the day is zero where there is none.
func (s *Session) OurPayables(ctx context.Context, c id.Customer, until cal.Date) (list []ledger.Payable, day cal.Date, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		list, day, err = payablesOf(ctx, r, c, until)
		return err
	})
	return list, day, err
}
