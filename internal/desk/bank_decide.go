package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/match"
	"debitor/internal/money"
	"debitor/internal/store"
)

// maxShares bounds what one entry is divided into by hand.
const maxShares = 200

// EntryChoice is a person's word about whose money an entry is.
type EntryChoice struct {
	Entry    string
	Proposal int         // 1 is the first of what matching proposed; 0: what follows here
	Customer id.Customer // whose the money is that Shares leave, which settles his oldest debts
	Contract id.Contract // of that rest; empty: any
	Shares   []EntryShare
}

// EntryShare is what of an entry settles one document.
type EntryShare struct {
	Invoice id.Invoice
	Amount  money.Minor
}

// BookEntry books an entry as somebody says, and learns from it who pays for
// whom.
func (s *Session) BookEntry(ctx context.Context, q EntryChoice) (made []ledger.Payment, err error) {
	err = s.do(ctx, MatchCash, "cash.book", &made, func(ctx context.Context, e *entry) error {
		v, err := openEntry(ctx, e.Reader, q.Entry, store.EntryUndecided, store.EntryUnknown, store.EntryAside)
		if err != nil {
			return err
		}
		p, err := chosenBy(ctx, e.Reader, &v, q)
		if err != nil {
			return err
		}
		if err := s.oneContract(ctx, e.Reader, &v, &p); err != nil {
			return err
		}
		if err := stillOpen(ctx, e.Reader, &v, p); err != nil {
			return err
		}
		from := v.State
		if p.Kind == match.Fee { // nobody's money: there is nothing to book
			v.State, v.Reason, v.DecidedBy = store.EntryAside, AsideFee, id.User(s.actorName())
			e.note("cash.aside", "bank:"+v.ID, AsideFee, map[string]any{"amount": v.Amount.Decimal(v.Currency), "currency": v.Currency})
			return s.decideEntry(ctx, e, from, v)
		}
		made = paymentsOf(&v, p)
		v.State, v.Reason, v.InBooks, v.DecidedBy, v.Payments = store.EntryBooked, "", "", id.User(s.actorName()), v.Payments+len(made)
		if err := s.decideEntry(ctx, e, from, v); err != nil {
			return err
		}
		e.note("cash.booked", "bank:"+v.ID, "", made)
		if err := learn(ctx, e, &v, made, 1); err != nil {
			return err
		}
		return s.bookPayments(ctx, e, made)
	})
	return made, err
}

// SetEntryAside says that an entry is no customer's money, and why.
func (s *Session) SetEntryAside(ctx context.Context, number, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Usage, "bank.reason", "say why")
	}
	return s.do(ctx, MatchCash, "cash.aside", nil, func(ctx context.Context, e *entry) error {
		v, err := openEntry(ctx, e.Reader, number, store.EntryUndecided, store.EntryUnknown)
		if err != nil {
			return err
		}
		from := v.State
		v.State, v.Reason, v.DecidedBy = store.EntryAside, reason, id.User(s.actorName())
		e.note("cash.aside", "bank:"+v.ID, reason, map[string]any{"amount": v.Amount.Decimal(v.Currency), "currency": v.Currency})
		return s.decideEntry(ctx, e, from, v)
	})
}

// UnbookEntry takes an entry back: what it settled is open again, by lines of
// the opposite sign, and somebody must decide anew.
func (s *Session) UnbookEntry(ctx context.Context, number, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Usage, "bank.reason", "say why")
	}
	return s.do(ctx, MatchCash, "cash.unbook", nil, func(ctx context.Context, e *entry) error {
		v, err := openEntry(ctx, e.Reader, number, store.EntryBooked)
		if err != nil {
			return err
		}
		ids := make([]id.Payment, v.Payments)
		for i := range ids {
			ids[i] = paymentName(v.ID, i+1)
		}
		was, err := s.cancelPayments(ctx, e, ids, reason)
		if err != nil {
			return err
		}
		if v.DecidedBy != "" { // a person taught it; the rules teach nothing
			if err := learn(ctx, e, &v, was, -1); err != nil {
				return err
			}
		}
		v.State, v.Reason, v.DecidedBy = store.EntryUndecided, reason, id.User(s.actorName())
		e.note("cash.unbooked", "bank:"+v.ID, reason, was)
		if err := s.decideEntry(ctx, e, store.EntryBooked, v); err != nil {
			return err
		}
		return e.InsertBankCandidates(ctx, candidates(&v, was))
	})
}

// openEntry is an entry that stands in one of the states.
func openEntry(ctx context.Context, r store.Reader, entry string, states ...string) (store.BankEntry, error) {
	v, found, err := r.BankEntry(ctx, entry)
	switch {
	case err != nil:
		return v, err
	case !found:
		return v, fault.New(fault.NotFound, "bank.entry_unknown", "there is no bank entry %s", entry)
	case !slices.Contains(states, v.State):
		return v, fault.New(fault.Refused, "bank.entry_decided", "entry %s is decided already; look at it again", entry)
	}
	return v, nil
}

// decideEntry writes an entry's new state, unless somebody was quicker.
func (s *Session) decideEntry(ctx context.Context, e *entry, from string, v store.BankEntry) error {
	done, err := e.DecideBankEntry(ctx, from, v)
	if err != nil {
		return err
	}
	if !done {
		return fault.New(fault.Refused, "bank.entry_decided", "entry %s is decided already; look at it again", v.ID)
	}
	return e.DropBankCandidates(ctx, v.ID)
}

// chosenBy is what a person chose, as a proposal whose parts sum to the entry.
func chosenBy(ctx context.Context, r store.Reader, v *store.BankEntry, q EntryChoice) (match.Proposal, error) {
	if q.Proposal > 0 {
		kept := keptAnswer(v.Answer).Proposals
		if q.Proposal > len(kept) {
			return match.Proposal{}, fault.New(fault.Usage, "bank.proposal", "entry %s has %d proposals", v.ID, len(kept))
		}
		return kept[q.Proposal-1].proposal(), nil
	}
	if len(q.Shares) > maxShares {
		return match.Proposal{}, fault.New(fault.Usage, "bank.shares", "an entry is divided into at most %d parts", maxShares)
	}
	invoices := make([]id.Invoice, len(q.Shares))
	for i, share := range q.Shares {
		invoices[i] = share.Invoice
	}
	owners, err := r.InvoiceOwners(ctx, invoices)
	if err != nil {
		return match.Proposal{}, err
	}
	p := match.Proposal{Customer: q.Customer, Contract: q.Contract, Rest: v.Amount}
	for _, share := range q.Shares {
		owner, known := owners[share.Invoice]
		switch {
		case !known:
			return p, fault.New(fault.Usage, "bank.invoice_unknown", "there is no document %s", share.Invoice)
		case share.Amount <= 0 || share.Amount > p.Rest:
			return p, fault.New(fault.Usage, "bank.share", "%s for document %s does not fit: %s of the entry is left", share.Amount.Decimal(v.Currency), share.Invoice, max(0, p.Rest).Decimal(v.Currency))
		}
		p.Shares = append(p.Shares, match.Share{Customer: owner, Invoice: share.Invoice, Amount: share.Amount})
		p.Rest -= share.Amount
		if p.Customer == "" {
			p.Customer = owner
		}
	}
	if p.Customer == "" {
		return p, fault.New(fault.Usage, "bank.whose", "say whose money it is: a customer or documents")
	}
	known, err := r.Customers(ctx, []id.Customer{p.Customer})
	if err == nil && len(known) == 0 {
		err = fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", p.Customer)
	}
	return p, err
}

// oneContract says of which contract the rest of an entry is: the only one in
// which its customer owes, for money crosses contracts only where the company
// says so.
func (s *Session) oneContract(ctx context.Context, r store.Reader, v *store.BankEntry, p *match.Proposal) error {
	profile, err := s.Profile()
	if err != nil || p.Rest <= 0 || p.Contract != "" || profile.CrossContracts {
		return err
	}
	items, err := r.OpenItems(ctx, []id.Customer{p.Customer})
	if err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		at := slices.IndexFunc(p.Shares, func(share match.Share) bool { return share.Invoice == it.Invoice })
		if at >= 0 {
			it.Open -= p.Shares[at].Amount // which may leave nothing for the rest to settle
			p.Shares[at].Contract = it.Contract
		}
	}
	items = slices.DeleteFunc(items, func(it store.OpenItem) bool { return it.Open <= 0 || it.Currency != v.Currency })
	for i := range items {
		if items[i].Contract != items[0].Contract {
			return fault.New(fault.Usage, "bank.contract", "customer %s owes under several contracts: say of which the %s that are left are", p.Customer, p.Rest.Decimal(v.Currency))
		}
	}
	if len(items) > 0 {
		p.Contract = items[0].Contract
	}
	return nil
}

// stillOpen refuses to settle more of a document than is open now: it may have
// been paid since it was proposed.
func stillOpen(ctx context.Context, r store.Reader, v *store.BankEntry, p match.Proposal) error {
	wanted := map[id.Invoice]money.Minor{}
	owners := map[id.Customer]bool{}
	for _, share := range p.Shares {
		wanted[share.Invoice] += share.Amount
		owners[share.Customer] = true
	}
	if len(wanted) == 0 {
		return nil
	}
	items, err := r.OpenItems(ctx, slices.Sorted(maps.Keys(owners)))
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Currency == v.Currency {
			wanted[it.Invoice] -= it.Open
		}
	}
	for _, invoice := range slices.Sorted(maps.Keys(wanted)) {
		if over := wanted[invoice]; over > 0 {
			return fault.New(fault.Refused, "bank.more_than_open", "of document %s %s less is open: look at it again", invoice, over.Decimal(v.Currency))
		}
	}
	return nil
}

// learn counts who paid for whom once more, or once less.
func learn(ctx context.Context, e *entry, v *store.BankEntry, made []ledger.Payment, times int) error {
	owners := map[id.Customer]bool{}
	for _, p := range made {
		owners[p.Customer] = true
	}
	var list []store.Payer
	for _, c := range slices.Sorted(maps.Keys(owners)) {
		for _, f := range match.Facts(receiptOf(v), c) {
			list = append(list, store.Payer{Kind: f.Kind, Key: f.Key, Customer: c, Times: times * f.Times})
		}
	}
	return e.LearnPayers(ctx, list)
}

// candidates are whose money an entry may be: those proposed and those it was
// booked for.
func candidates(v *store.BankEntry, booked []ledger.Payment) (list []store.BankCandidate) {
	set := map[id.Customer]bool{}
	for _, p := range keptAnswer(v.Answer).Proposals {
		for _, c := range proposedTo(p.proposal()) {
			set[c] = true
		}
	}
	for _, p := range booked {
		set[p.Customer] = true
	}
	for _, c := range slices.Sorted(maps.Keys(set)) {
		list = append(list, store.BankCandidate{Customer: c, Entry: v.ID})
	}
	return list
}
