package desk

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// standings compares what lists say of every customer with the sums of his
// account, as plans read it. Who is marked to be derived anew is passed over.
func (c *checker) standings(ctx context.Context, r store.Reader) error {
	day, rows, err := r.StandingRows(ctx)
	if err != nil || day == 0 {
		return err
	}
	type key struct {
		customer id.Customer
		currency string
	}
	said := map[key]store.Standing{}
	for _, s := range rows {
		c.report.Checked.Standings++
		said[key{s.Customer, string(s.Currency)}] = s
	}
	stale, err := r.StaleCustomers(ctx)
	if err != nil {
		return err
	}
	compare := func(k key, want ledger.Ages, oldest cal.Date) {
		s := said[k]
		delete(said, k)
		if !stale[k.customer] && (s.Ages != want || s.Oldest != oldest) {
			c.found("check.standing", "customer:"+string(k.customer), "the lists have %s overdue of %s open, his account has %s of %s",
				s.Overdue.Decimal(want.Currency), s.Total.Decimal(want.Currency), want.Overdue.Decimal(want.Currency), want.Total.Decimal(want.Currency))
		}
	}
	q := store.AccountQuery{AsOf: day, Scope: store.Scope{All: true}, Limit: planCustomers}
	for {
		list, last, err := r.Accounts(ctx, q)
		if err != nil {
			return err
		}
		if last == "" {
			break
		}
		for i := range list {
			for _, ages := range ledger.Aging(list[i].Items, day) {
				compare(key{list[i].Customer, string(ages.Currency)}, ages, oldestOf(list[i].Items, ages, day))
			}
		}
		q.After = last
	}
	for k, s := range said { // who owes nothing
		compare(k, ledger.Ages{Currency: s.Currency}, 0)
	}
	return c.standingCopies(ctx, r)
}

// standingCopies compares what is kept beside standing with what it is taken
// from: whose customers they are, on which rests who sees them, and the sums.
func (c *checker) standingCopies(ctx context.Context, r store.Reader) error {
	misnamed, err := r.Misnamed(ctx)
	if err != nil {
		return err
	}
	for _, k := range misnamed {
		c.found("check.standing", "customer:"+string(k), "the lists have another name, manager or category of him than the books")
	}
	wrong, err := r.FalseSums(ctx)
	if wrong > 0 {
		c.found("check.standing", "company:main", "the sums of the lists are not those of their rows, in %d groups", wrong)
	}
	return err
}

func oldestOf(items []ledger.Item, ages ledger.Ages, day cal.Date) (oldest cal.Date) {
	for i := range items {
		if it := &items[i]; it.Currency == ages.Currency && it.Due != 0 && it.Due < day && (oldest == 0 || it.Due < oldest) {
			oldest = it.Due
		}
	}
	return oldest
}
