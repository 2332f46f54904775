package store

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// StandingOf derives from the ledger how customers stand as of a day, by
// customer and currency; names are left out, and so is who has neither debt nor
// credit.
func (r Reader) StandingOf(ctx context.Context, customers []id.Customer, day cal.Date) (map[id.Customer][]Standing, error) {
	all := map[id.Customer][]Standing{}
	at := func(c id.Customer, k money.Currency) *Standing {
		list := all[c]
		i := slices.IndexFunc(list, func(s Standing) bool { return s.Currency == k })
		if i < 0 {
			i, list = len(list), append(list, Standing{Customer: c, Ages: ledger.Ages{Currency: k}, Until: cal.Last})
			all[c] = list
		}
		return &all[c][i]
	}
	if err := r.standingDebts(ctx, customers, day, at); err != nil {
		return nil, err
	}
	if err := r.standingCredits(ctx, customers, day, at); err != nil {
		return nil, err
	}
	for _, list := range all {
		for i := range list {
			list[i].Credit = max(0, list[i].Credit) // refunds that wait take nothing from anybody
		}
	}
	return all, nil
}

// standingDebts counts the instalments in. One that is not issued yet, or was
// paid by a later date, moves the standing by itself.
func (r Reader) standingDebts(ctx context.Context, customers []id.Customer, day cal.Date, at func(id.Customer, money.Currency) *Standing) error {
	rows, err := r.q.Query(ctx, `SELECT customer, currency, issued, due, paid_on, `+strings.ReplaceAll(openAsOf, "$4", "$3")+`
		FROM instalment i WHERE company = $1 AND (settled_on IS NULL OR settled_on > $3) AND `+r.q.Engine().Among("customer", 2),
		string(r.company), texts(customers), day)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c id.Customer
		var k money.Currency
		var issued, due, paidOn cal.Date
		var open money.Minor
		if err := rows.Scan(&c, &k, &issued, &due, &paidOn, &open); err != nil {
			return err
		}
		if issued > day {
			s := at(c, k)
			s.Until = min(s.Until, issued)
			continue
		}
		if open == 0 {
			continue
		}
		s := at(c, k)
		s.Add(due, day, open)
		s.addNext(due, day, open)
		s.Until = min(s.Until, ledger.NextBucket(due, day))
		if paidOn > day {
			s.Until = min(s.Until, day+1)
		}
		if due != 0 && due < day && (s.Oldest == 0 || due < s.Oldest) {
			s.Oldest = due
		}
	}
	return rows.Err()
}

// addNext counts a debt that falls due in the week after the one of the day. A
// later one begins to count on a Monday, and on the next one counts no more.
func (s *Standing) addNext(due, day cal.Date, open money.Minor) {
	week := due.Monday()
	switch {
	case due == 0 || week <= day:
		return
	case week-7 > day:
		s.Until = min(s.Until, week-7)
		return
	}
	s.Until = min(s.Until, week)
	s.Next.Open += open
	s.Next.Items++
	if s.Next.First == 0 || due < s.Next.First {
		s.Next.First = due
	}
}

func (r Reader) standingCredits(ctx context.Context, customers []id.Customer, day cal.Date, at func(id.Customer, money.Currency) *Standing) error {
	rows, err := r.q.Query(ctx, `SELECT customer, currency, date, used_on, amount - used + CASE WHEN used_on > $3 THEN
				COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.company = p.company AND a.payment = p.payment AND a.date > $3), 0) ELSE 0 END
		FROM payment p WHERE company = $1 AND (used <> amount OR used_on > $3) AND `+r.q.Engine().Among("customer", 2), string(r.company), texts(customers), day)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c id.Customer
		var k money.Currency
		var date, usedOn cal.Date
		var rest money.Minor
		if err := rows.Scan(&c, &k, &date, &usedOn, &rest); err != nil {
			return err
		}
		s := at(c, k)
		switch {
		case date > day:
			s.Until = min(s.Until, date)
			continue
		case usedOn > day:
			s.Until = min(s.Until, day+1)
		}
		s.Credit += rest
	}
	return rows.Err()
}
