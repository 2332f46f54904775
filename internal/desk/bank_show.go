package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// entriesShown is how many entries one look gives at most.
const entriesShown = 500

// CashQuery asks for bank entries.
type CashQuery struct {
	States  []string // of store.Entry…; empty: all
	On      cal.Date // of this day; 0: all
	Account string
	Search  string
	After   string // go on after this entry
	Limit   int    // 0: entriesShown
}

// CashEntry is a bank entry as people look at it.
type CashEntry struct {
	store.BankEntry
	Answer EntryAnswer      // what matching said when it came
	Made   []ledger.Payment // what it is booked as; those taken back are left out
	// Keeps are the promises that it keeps: as it is booked, or as its best
	// proposal would have it.
	Keeps []PromiseSeen
	// Exchanges are the debts in other currencies that it names; of CashOf alone.
	Exchanges []Exchange
}

// CashSeen is what a look at the bank's entries shows.
type CashSeen struct {
	Entries []CashEntry
	More    bool // there are more behind the last
	Names   map[id.Customer]string
	Papers  map[id.Invoice]string // the documents that are named, as they are printed
	Waiting []store.EntrySum      // undecided and unknown, whatever their day
	Day     []store.EntrySum      // of the day asked for, by state
	LastDay cal.Date              // on which anything came in, up to the clock's day; 0: never
}

// Cash shows bank entries, the newest first. It takes the right to match cash:
// entries name whoever paid anything to the company.
func (s *Session) Cash(ctx context.Context, q CashQuery) (out CashSeen, err error) {
	err = s.read(ctx, MatchCash, func(r store.Reader) error {
		out = CashSeen{}
		limit := q.Limit
		if limit <= 0 || limit > entriesShown {
			limit = entriesShown
		}
		rows, err := r.BankEntries(ctx, store.EntryQuery{States: q.States, On: q.On, Account: q.Account, Search: q.Search, After: q.After, Limit: limit + 1})
		if err != nil {
			return err
		}
		if out.More = len(rows) > limit; out.More {
			rows = rows[:limit]
		}
		if err := out.fill(ctx, s, r, rows); err != nil {
			return err
		}
		if out.Waiting, err = r.EntrySums(ctx, 0); err != nil {
			return err
		}
		if q.On != 0 {
			if out.Day, err = r.EntrySums(ctx, q.On); err != nil {
				return err
			}
		}
		out.LastDay, err = r.LastEntryDay(ctx, s.Today())
		return err
	})
	return out, err
}

// CashOf is one entry.
func (s *Session) CashOf(ctx context.Context, entry string) (out CashSeen, err error) {
	err = s.read(ctx, MatchCash, func(r store.Reader) error {
		v, err := openEntry(ctx, r, entry, store.EntryBooked, store.EntryUndecided, store.EntryUnknown, store.EntryAside)
		if err != nil {
			return err
		}
		out = CashSeen{}
		if err := out.fill(ctx, s, r, []store.BankEntry{v}); err != nil || v.State == store.EntryBooked {
			return err
		}
		out.Entries[0].Exchanges, err = s.exchanges(ctx, r, &out.Entries[0])
		return err
	})
	return out, err
}

// fill adds to entries what they are booked as, which promises they keep, and
// whose names they mention.
func (c *CashSeen) fill(ctx context.Context, s *Session, r store.Reader, rows []store.BankEntry) error {
	var ids []id.Payment
	for i := range rows {
		for n := range rows[i].Payments {
			ids = append(ids, paymentName(rows[i].ID, n+1))
		}
	}
	made, err := r.Payments(ctx, ids)
	if err != nil {
		return err
	}
	of := map[id.Payment]ledger.Payment{}
	for _, p := range made {
		of[p.ID] = p.Payment
	}
	for i := range rows {
		e := CashEntry{BankEntry: rows[i], Answer: keptAnswer(rows[i].Answer)}
		for n := range rows[i].Payments {
			if p := of[paymentName(rows[i].ID, n+1)]; p.Amount != 0 {
				e.Made = append(e.Made, p)
			}
		}
		c.Entries = append(c.Entries, e)
	}
	if err := c.name(ctx, r); err != nil {
		return err
	}
	return s.promisesKept(ctx, r, c.Entries)
}

// name finds the names of the customers and documents that entries mention.
func (c *CashSeen) name(ctx context.Context, r store.Reader) error {
	customers, invoices := map[id.Customer]bool{}, map[id.Invoice]bool{}
	for i := range c.Entries {
		for _, p := range c.Entries[i].Made {
			customers[p.Customer], invoices[p.Invoice] = true, true
		}
		for _, p := range c.Entries[i].Answer.Proposals {
			for _, k := range proposedTo(p.proposal()) {
				customers[k] = true
			}
			for _, share := range p.Shares {
				invoices[share.Invoice] = true
			}
		}
	}
	known, err := r.Customers(ctx, slices.Sorted(maps.Keys(customers)))
	if err != nil {
		return err
	}
	c.Names = make(map[id.Customer]string, len(known))
	for _, k := range known {
		c.Names[k.ID] = k.Name
	}
	documents, err := r.Documents(ctx, slices.Sorted(maps.Keys(invoices)))
	c.Papers = make(map[id.Invoice]string, len(documents))
	for k, d := range documents {
		c.Papers[k] = strings.TrimSpace(d.Kind + " " + d.Number)
	}
	return err
}

// OpenDocuments is what a customer owes, document by document, the oldest due
// first: a person chooses from it what an entry settles.
func (s *Session) OpenDocuments(ctx context.Context, c id.Customer) (items []store.OpenItem, err error) {
	err = s.read(ctx, MatchCash, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		items, err = r.OpenItems(ctx, []id.Customer{c})
		return err
	})
	return items, err
}
