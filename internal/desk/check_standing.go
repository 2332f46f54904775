package desk

import (
	"context"
	"maps"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
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
	credits := map[id.Customer]map[money.Currency]money.Minor{}
	for _, s := range rows {
		if s.Credit != 0 {
			if credits[s.Customer] == nil {
				credits[s.Customer] = map[money.Currency]money.Minor{}
			}
			credits[s.Customer][s.Currency] = s.Credit
		}
		c.report.Checked.Standings++
		said[key{s.Customer, string(s.Currency)}] = s
	}
	stale, err := r.StaleCustomers(ctx)
	if err != nil {
		return err
	}
	weeks, err := r.NextWeeks(ctx)
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
			if a := &list[i]; !stale[a.Customer] && !maps.Equal(weeks[a.Customer], nextWeeks(a.Items, day)) {
				c.found("check.standing", "customer:"+string(a.Customer), "what the lists have due next week is not what his account has")
			}
			for _, ages := range ledger.Aging(list[i].Items, day) {
				compare(key{list[i].Customer, string(ages.Currency)}, ages, oldestOf(list[i].Items, ages, day))
			}
		}
		q.After = last
	}
	for k, s := range said { // who owes nothing
		compare(k, ledger.Ages{Currency: s.Currency}, 0)
	}
	return c.standingCopies(ctx, r, day, stale, credits)
}

// standingCopies compares what is kept beside standing with what it is taken
// from: whose customers they are, on which rests who sees them, what they are
// searched by, their credits, the sums and classes, and the days of deliveries.
func (c *checker) standingCopies(ctx context.Context, r store.Reader, day cal.Date, stale map[id.Customer]bool, credits map[id.Customer]map[money.Currency]money.Minor) error {
	err := r.EachMisnamed(ctx, func(all, misnamed []id.Customer) error {
		for _, k := range misnamed {
			if !stale[k] {
				c.found("check.standing", "customer:"+string(k), "the lists have another name, manager, category, region or search text of him than the books")
			}
		}
		derived, err := r.StandingOf(ctx, all, day)
		for _, k := range all {
			if !stale[k] && !maps.Equal(credits[k], creditsOf(derived[k])) {
				c.found("check.standing", "customer:"+string(k), "the lists have another credit of him than his payments leave")
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if wrong, err := r.FalseClasses(ctx); err != nil {
		return err
	} else if wrong > 0 {
		c.found("check.standing", "company:main", "the classes of customers begin at amounts that cannot be, in %d currencies", wrong)
	}
	if wrong, err := r.FalseDays(ctx); err != nil {
		return err
	} else if wrong > 0 {
		c.found("check.delivery", "company:main", "%d deliveries are kept under another day than that of their letter", wrong)
	}
	wrong, err := r.FalseSums(ctx)
	if wrong > 0 {
		c.found("check.standing", "company:main", "the sums of the lists are not those of their rows, in %d groups", wrong)
	}
	return err
}

// creditsOf is what of a customer's payments settles nothing, by currency.
func creditsOf(list []store.Standing) map[money.Currency]money.Minor {
	all := map[money.Currency]money.Minor{}
	for i := range list {
		if list[i].Credit != 0 {
			all[list[i].Currency] = list[i].Credit
		}
	}
	return all
}

// nextWeeks is what falls due in the week after the one of a day, by currency.
func nextWeeks(items []ledger.Item, day cal.Date) map[money.Currency]store.NextWeek {
	all := map[money.Currency]store.NextWeek{}
	for i := range items {
		if it := &items[i]; it.Open > 0 && it.Due >= day.Monday()+7 && it.Due < day.Monday()+14 {
			n := all[it.Currency]
			if n.First == 0 || it.Due < n.First {
				n.First = it.Due
			}
			n.Open, n.Items = n.Open+it.Open, n.Items+1
			all[it.Currency] = n
		}
	}
	return all
}

func oldestOf(items []ledger.Item, ages ledger.Ages, day cal.Date) (oldest cal.Date) {
	for i := range items {
		if it := &items[i]; it.Currency == ages.Currency && it.Due != 0 && it.Due < day && (oldest == 0 || it.Due < oldest) {
			oldest = it.Due
		}
	}
	return oldest
}
