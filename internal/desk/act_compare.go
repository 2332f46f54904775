package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// CompareRequest asks to compare the customer's own act, a workbook or a text
// table, with ours.
type CompareRequest struct {
	Customer id.Customer
	Contract *id.Contract   // nil: all of them
	From, To cal.Date       // zero: the first and the last day of his lines
	Currency money.Currency // empty: as for a statement
	Act      int64          // compare with this act, as it was made, and nothing of the above counts; 0: with the books
	Name     string         // of the file
	Data     []byte
}

// Compared is both acts side by side.
type Compared struct {
	reconcile.Comparison
	Customer id.Customer
	From, To cal.Date
	Currency money.Currency
	Opening  money.Minor // ours
	Closing  money.Minor
	File     string
}

// CompareAct reads the customer's act and holds it against ours, line by line.
func (s *Session) CompareAct(ctx context.Context, q CompareRequest) (c Compared, err error) {
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		c, err = s.compareAct(ctx, r, q)
		return err
	})
	return c, err
}

func (s *Session) compareAct(ctx context.Context, r store.Reader, q CompareRequest) (c Compared, err error) {
	var ours reconcile.Act
	if q.Act != 0 {
		a, err := s.act(ctx, r, q.Act)
		if err != nil {
			return c, err
		}
		q.Customer, q.Currency, q.From, q.To, ours = a.Customer, a.Currency, a.From, a.To, a.Settled
	} else if err := s.mustSee(ctx, r, q.Customer); err != nil {
		return c, err
	}
	if q.Currency == "" {
		st, err := s.statement(ctx, r, StatementQuery{Customer: q.Customer, From: 1, To: s.Today()})
		if err != nil {
			return c, err
		}
		q.Currency = st.Currency
	}
	file, err := intake.ReadAct(q.Name, q.Data, q.Currency)
	if err != nil {
		return c, err
	}
	if q.Act == 0 {
		if q.From, q.To, err = periodOf(file, q.From, q.To); err != nil {
			return c, err
		}
		st, err := s.statement(ctx, r, StatementQuery{Customer: q.Customer, Contract: q.Contract, From: q.From, To: q.To, Currency: q.Currency})
		if err != nil {
			return c, err
		}
		ours = st.Act
	}
	return Compared{
		Comparison: reconcile.Compare(ours.Lines, theirSide(file, ours.Lines)), Customer: q.Customer, From: q.From, To: q.To, Currency: q.Currency,
		Opening: ours.Opening, Closing: ours.Closing, File: file.Name,
	}, nil
}

// periodOf completes a period by the days of the file's lines.
func periodOf(file intake.Act, from, to cal.Date) (cal.Date, cal.Date, error) {
	first, last := cal.Date(0), cal.Date(0)
	for _, side := range file.Sides {
		for _, row := range side {
			if first == 0 || row.Date < first {
				first = row.Date
			}
			last = max(last, row.Date)
		}
	}
	if from == 0 {
		from = first
	}
	if to == 0 {
		to = last
	}
	return from, to, checkPeriod(from, to)
}

// theirSide is the side of the file that is the customer's. Where both are
// filled in, the one that repeats our lines is ours; else the left one is his,
// for who makes an act puts himself first.
func theirSide(file intake.Act, ours []reconcile.Line) []reconcile.Row {
	var sides [][]reconcile.Row
	for _, side := range file.Sides {
		if len(side) == 0 {
			continue
		}
		rows := make([]reconcile.Row, len(side))
		for i, r := range side {
			rows[i] = reconcile.Row(r)
		}
		sides = append(sides, rows)
	}
	switch {
	case len(sides) == 0:
		return nil
	case len(sides) > 1:
		if c := reconcile.Compare(ours, sides[0]); !c.Mirrored && c.Count[reconcile.Agree] == len(c.Pairs) {
			return sides[1]
		}
	}
	return sides[0]
}
