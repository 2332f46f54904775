package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// SueQuery asks whom it pays to sue as of a day.
type SueQuery struct {
	Date       cal.Date `json:"-"`
	Manager    string   // whose customers; empty: all
	Cost       string   // legal costs for each customer, in the company's currency; empty: as the company's file says, else none
	Chance     int      // per cent of the claims that are expected to come; 0: all
	Fees       bool     // a court's fee counts as a cost too
	Electronic bool     // papers are filed by computer
	PerDay     string   // penalty in per cent a day where the contract says none; empty: none
}

// SueReport is the answer: everybody who owes something, those to sue first,
// those without anything late last.
type SueReport struct {
	Date   cal.Date
	Cost   money.Amount // legal costs for each customer
	Chance int
	Rows   []claims.Row
	Sums   []claims.Sum
	Rates  []money.Currency // currencies without a rate for the costs: nobody of them is to be sued
	// Uncounted are the customers whose penalty was agreed and could not be
	// counted: their law allows none, or is not known.
	Uncounted int
}

// WhomToSue is the report of. Its faults are sue.cost, sue.chance
// and sue.per_day.
func (s *Session) WhomToSue(ctx context.Context, q SueQuery) (out SueReport, err error) {
	g, err := s.suing(q)
	if err != nil {
		return out, err
	}
	err = s.read(ctx, ReadClaims, func(r store.Reader) error {
		out, err = g.report(ctx, r)
		return err
	})
	return out, err
}

// SueHead is a report without its rows.
type SueHead struct {
	SueReport
	Late  int // rows with anything late, the first
	Found int // rows
}

// sueList is WhomToSue as its page shows it.
var sueList = keptList[SueQuery, SueHead, claims.Row]{"sue", func(s *Session, ctx context.Context, r store.Reader, q SueQuery, day cal.Date) (head SueHead, rows []claims.Row, err error) {
	q.Date = day
	g, err := s.suing(q)
	if err != nil {
		return head, nil, err
	}
	if head.SueReport, err = g.report(ctx, r); err != nil {
		return head, nil, err
	}
	rows, head.Rows, head.Found = head.Rows, nil, len(head.Rows)
	for i := range rows {
		if rows[i].Verdict != claims.NotLate {
			head.Late++
		}
		for j := range rows[i].Debts {
			rows[i].Debts[j].Clock = nil // the row has the days left
		}
	}
	return head, rows, nil
}}

// SueList is a page of WhomToSue, as it is kept. Its faults are the same.
func (s *Session) SueList(ctx context.Context, q SueQuery, of Leaf) (out Listed[SueHead, claims.Row], err error) {
	if err := s.may(ReadClaims); err != nil {
		return out, err
	}
	if _, err := s.suing(q); err != nil {
		return out, err
	}
	return sueList.leaf(ctx, s, q, q.Date, of)
}

// report judges everybody of the scope.
func (g *suing) report(ctx context.Context, r store.Reader) (SueReport, error) {
	g.out = SueReport{Date: g.q.Date, Cost: money.Amount{Minor: g.cost, Currency: g.company.Currency}, Chance: g.chance}
	debtors, err := g.debtors(ctx, r)
	if err != nil {
		return g.out, err
	}
	terms, err := g.terms(ctx, r, debtors)
	if err != nil {
		return g.out, err
	}
	g.out.Rows, g.out.Sums = claims.Select(g.clocks.book, debtors, g.q.Date, func(c money.Currency) *claims.Terms { return terms[c] })
	return g.out, nil
}

// suing is a report on its way.
type suing struct {
	*Session
	q      SueQuery
	cost   money.Minor
	chance int
	perDay interest.Percent
	laws   *interest.Book
	clocks *clocks
	papers proofs
	out    SueReport
}

func (s *Session) suing(q SueQuery) (*suing, error) {
	g := &suing{Session: s, q: q, chance: cmp.Or(q.Chance, 100)}
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	cost, err := money.Parse(cmp.Or(q.Cost, profile.LegalCost, "0"), s.company.Currency)
	if err != nil || cost.Minor < 0 {
		return nil, fault.New(fault.Input, "sue.cost", "%q is no amount that suing one customer costs", q.Cost)
	}
	g.cost = cost.Minor
	if g.chance < 1 || g.chance > 100 {
		return nil, fault.New(fault.Input, "sue.chance", "the share that is expected to come is 1 to 100 per cent")
	}
	if q.PerDay != "" {
		if g.perDay, err = interest.ParsePercent(q.PerDay); err != nil || g.perDay < 0 {
			return nil, fault.New(fault.Input, "sue.per_day", "%q is no penalty in per cent a day, such as 0.1", q.PerDay)
		}
	}
	return g, nil
}

// debtors are the customers of the scope who owe something, a debtor for each
// currency.
func (g *suing) debtors(ctx context.Context, r store.Reader) (all []claims.Debtor, err error) {
	if g.clocks, err = g.Session.clocks(ctx, r, "", g.q.Date); err != nil {
		return nil, err
	}
	if g.laws, _, err = lawBook(ctx, r); err != nil {
		return nil, err
	}
	if err := g.papers.readActs(ctx, r, ""); err != nil {
		return nil, err
	}
	q := store.AccountQuery{AsOf: g.q.Date, Scope: g.scope().Of(g.q.Manager), Limit: planCustomers, Needs: store.Needs{Contracts: true, Documents: true}}
	for {
		list, last, err := r.Accounts(ctx, q)
		if err != nil || last == "" {
			return all, err
		}
		if err := g.clocks.load(ctx, r, list); err != nil {
			return nil, err
		}
		names, err := namesOf(ctx, r, list)
		if err != nil {
			return nil, err
		}
		if err := g.papers.readOriginals(ctx, r, g.late(list)); err != nil {
			return nil, err
		}
		from := len(all)
		for i := range list {
			all = append(all, g.of(&list[i], names[list[i].Customer])...)
		}
		if err := nameDebts(ctx, r, all[from:], g.q.Date); err != nil {
			return nil, err
		}
		q.After = last
	}
}

func (g *suing) isLate(it *ledger.Item) bool { return it.Due != 0 && it.Due < g.q.Date }

// late are the items of accounts that are late.
func (g *suing) late(list []ledger.Account) (items []ledger.Item) {
	for i := range list {
		for j := range list[i].Items {
			if it := &list[i].Items[j]; g.isLate(it) {
				items = append(items, *it)
			}
		}
	}
	return items
}

// lacks are the signed papers of an item that are not back: the lawyer
// needs them all.
func (g *suing) lacks(customer id.Customer, it *ledger.Item) (list []string) {
	for _, paper := range policy.Evidence {
		if g.papers.of(customer, it, paper).On == 0 {
			list = append(list, paper)
		}
	}
	return list
}

// nameDebts puts the printed numbers of what is late into debts.
func nameDebts(ctx context.Context, r store.Reader, list []claims.Debtor, day cal.Date) error {
	var ids []id.Invoice
	each := func(fn func(*claims.Debt)) {
		for i := range list {
			for j := range list[i].Debts {
				if d := &list[i].Debts[j]; d.Due != 0 && d.Due < day {
					fn(d)
				}
			}
		}
	}
	each(func(d *claims.Debt) { ids = append(ids, d.Invoice) })
	documents, err := r.Documents(ctx, ids)
	each(func(d *claims.Debt) { d.Document = documents[d.Invoice].Number })
	return err
}

// of is a customer's debts by currency. What ended otherwise than by payment
// nobody sues for.
func (g *suing) of(a *ledger.Account, name string) (list []claims.Debtor) {
	uncounted := false
	for i := range a.Items {
		it := &a.Items[i]
		if lastOf(a, it, ledger.Uncollectable, g.q.Date) != 0 {
			continue
		}
		j := slices.IndexFunc(list, func(d claims.Debtor) bool { return d.Currency == it.Currency })
		if j < 0 {
			j = len(list)
			list = append(list, claims.Debtor{Customer: a.Customer, Name: name, Manager: a.Manager, Currency: it.Currency, Law: lawOf(a, it.Contract, g.company.Country)})
		}
		l := g.clocks.of(a, it)
		d := claims.Debt{Invoice: it.Invoice, Part: it.Part, Shipped: it.Shipped, Issued: it.Issued, Due: it.Due, Open: it.Open, Clock: l.Clock}
		d.InCourt = lastOf(a, it, ledger.Lawsuit, g.q.Date) > lastOf(a, it, ledger.LawsuitClosed, g.q.Date)
		if g.isLate(it) {
			d.Lacks = g.lacks(a.Customer, it)
			list[j].Claimed = max(list[j].Claimed, g.clocks.claimed(a, it))
			var ok bool
			if d.Penalty, ok = g.penalty(a, it, l.Law); !ok {
				uncounted = true
			}
		}
		list[j].Debts = append(list[j].Debts, d)
	}
	if uncounted {
		g.out.Uncounted++
	}
	return list
}

// penalty is what the contract asks for an item's delay up to the day, by the
// engine: part payments count from their days on. It is false where it was
// agreed and cannot be counted.
func (g *suing) penalty(a *ledger.Account, it *ledger.Item, law string) (money.Minor, bool) {
	perDay := g.perDay
	for i := range a.Contracts {
		if k := &a.Contracts[i]; k.ID == it.Contract && k.PenaltyPerDay != "" {
			p, err := interest.ParsePercent(k.PenaltyPerDay)
			if err != nil {
				return 0, false
			}
			perDay = p
		}
	}
	if perDay == 0 {
		return 0, true
	}
	c := lateCase(law, it, g.q.Date, interest.Terms{Method: interest.ByContract, PerDay: perDay})
	if l := g.clocks.book.Law(law); l != nil && l.Limitation != nil { // what is barred is nothing to sue for
		if from, rule := l.Limitation.PenaltyFrom(it.Due, g.clocks.facts(a, it), g.q.Date); rule != nil {
			c.From = from
		}
	}
	settle(c, it, g.clocks.settled[a.Customer])
	sheet, err := g.laws.Accrue(c)
	if err != nil {
		return 0, false
	}
	return sheet.Total, true
}

// terms are what suing costs in each currency of the debtors, by the rate of
// the day.
func (g *suing) terms(ctx context.Context, r store.Reader, list []claims.Debtor) (map[money.Currency]*claims.Terms, error) {
	terms := map[money.Currency]*claims.Terms{}
	for i := range list {
		c := list[i].Currency
		if _, done := terms[c]; done {
			continue
		}
		terms[c] = nil
		worth := g.out.Cost
		if c != worth.Currency && worth.Minor != 0 {
			converted, err := g.worth(ctx, r, worth, c, g.q.Date)
			if err != nil {
				return nil, err
			}
			if converted == nil {
				g.out.Rates = append(g.out.Rates, c)
				continue
			}
			worth = converted.Amount
		}
		terms[c] = &claims.Terms{Cost: worth.Minor, Chance: g.chance, Fees: g.q.Fees, Electronic: g.q.Electronic}
	}
	slices.Sort(g.out.Rates)
	return terms, nil
}
