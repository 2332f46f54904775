package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// CheckReport is what re-deriving everything found.
type CheckReport struct {
	OK       bool        `json:"ok"`
	Checked  Checked     `json:"checked"`
	Problems []Problem   `json:"problems"`
	Totals   []BookTotal `json:"totals"`
}

// Checked counts what was looked at.
type Checked struct {
	Instalments int `json:"instalments"`
	Payments    int `json:"payments"`
	Standings   int `json:"standings"`
	Charges     int `json:"charges"`
	Letters     int `json:"letters"`
	Changes     int `json:"changes"`
	Seals       int `json:"seals"`
}

// Problem is one thing that does not agree.
type Problem struct {
	Code    string `json:"code"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// maxProblems bounds the list; a thousand of them have one cause.
const maxProblems = 1000

// Check re-derives every balance from the allocations, every run's content
// from its letters, and every seal from the journal.
func (s *Session) Check(ctx context.Context) (CheckReport, error) {
	c := checker{report: CheckReport{Problems: []Problem{}}}
	err := s.read(ctx, CheckBooks, func(r store.Reader) (err error) {
		if c.report.Totals, err = bookTotals(ctx, r); err != nil {
			return err
		}
		for _, step := range []func(context.Context, store.Reader) error{c.balances, c.standings, c.disputes, c.charges, c.content, c.counts, c.journal, c.unproposed, c.undone} {
			if err := step(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	c.report.OK = len(c.report.Problems) == 0
	return c.report, err
}

type checker struct {
	report CheckReport
	roots  map[string]string // content hashes as the journal has them, by change
	sheets map[int64]string  // hashes of charges that the journal was not seen to have
}

func (c *checker) found(code, subject, text string, args ...any) {
	if len(c.report.Problems) < maxProblems {
		c.report.Problems = append(c.report.Problems, Problem{code, subject, fmt.Sprintf(text, args...)})
	}
}

// balances compares what instalments and payments say of themselves with the
// sum of their allocations, customers by customers.
func (c *checker) balances(ctx context.Context, r store.Reader) error {
	known, err := r.CustomerIDs(ctx)
	if err != nil {
		return err
	}
	ids := make([]id.Customer, 0, len(known))
	for k := range known {
		ids = append(ids, k)
	}
	slices.Sort(ids)
	for len(ids) > 0 {
		n := min(len(ids), shelfCustomers)
		if err := c.balancesOf(ctx, r, ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

func (c *checker) balancesOf(ctx context.Context, r store.Reader, customers []id.Customer) error {
	items, err := r.InstalmentsOf(ctx, customers)
	if err != nil {
		return err
	}
	payments, err := r.PaymentsOf(ctx, customers)
	if err != nil {
		return err
	}
	lines, err := r.AllocationsOf(ctx, customers)
	if err != nil {
		return err
	}
	covers, err := r.CoversOf(ctx, customers)
	if err != nil {
		return err
	}
	paid, used, last := map[itemKey]money.Minor{}, map[id.Payment]money.Minor{}, map[itemKey]cal.Date{}
	standing, dates := map[lineKey]money.Minor{}, map[lineKey]cal.Date{}
	for _, a := range lines {
		key := itemKey{a.Invoice, a.Part}
		paid[key] += a.Amount
		used[a.Payment] += a.Amount
		standing[lineKey{a.Payment, a.Customer, key}] += a.Amount
		dates[lineKey{a.Payment, a.Customer, key}] = a.Date
	}
	charged := map[id.Payment]money.Minor{}
	for _, v := range covers {
		charged[v.Payment] += v.Amount
		used[v.Payment] += v.Amount
	}
	for key, net := range standing {
		if net != 0 { // a line and its reversal settle nothing
			last[key.itemKey] = max(last[key.itemKey], dates[key])
		}
	}
	for _, v := range items {
		c.instalment(v, paid[itemKey{v.Item.Invoice, v.Item.Part}], last[itemKey{v.Item.Invoice, v.Item.Part}])
	}
	for _, p := range payments {
		c.payment(p, used[p.ID], charged[p.ID])
	}
	return c.invoices(ctx, r, items)
}

func (c *checker) instalment(v store.Instalment, paid money.Minor, last cal.Date) {
	c.report.Checked.Instalments++
	subject := fmt.Sprintf("invoice:%s/%d", v.Item.Invoice, v.Item.Part)
	says := v.Item.Amount - v.Item.Open
	if says != paid {
		c.found("check.paid", subject, "is recorded as paid %s, its allocations sum to %s", says.Decimal(v.Item.Currency), paid.Decimal(v.Item.Currency))
	}
	if (v.Item.Open == 0) != (v.SettledOn != 0) || (v.SettledOn != 0 && v.SettledOn < last) {
		c.found("check.settled", subject, "has %s open but is recorded as settled on %q", v.Item.Open.Decimal(v.Item.Currency), v.SettledOn)
	}
}

func (c *checker) payment(p store.Payment, used, charged money.Minor) {
	c.report.Checked.Payments++
	if p.Used != used {
		c.found("check.used", "payment:"+string(p.ID), "is recorded as used %s, its allocations sum to %s", p.Used.Decimal(p.Currency), used.Decimal(p.Currency))
	}
	if p.Charged != charged {
		c.found("check.charged", "payment:"+string(p.ID), "is recorded as covering charges with %s, their moves sum to %s", p.Charged.Decimal(p.Currency), charged.Decimal(p.Currency))
	}
	if p.Amount >= 0 && (used < 0 || used > p.Amount) {
		c.found("check.overused", "payment:"+string(p.ID), "of %s settles %s", p.Amount.Decimal(p.Currency), used.Decimal(p.Currency))
	}
}

// invoices compares the instalments of every invoice with its amount, and what
// they repeat of it.
func (c *checker) invoices(ctx context.Context, r store.Reader, items []store.Instalment) error {
	sums := map[id.Invoice]money.Minor{}
	for _, v := range items {
		sums[v.Item.Invoice] += v.Item.Amount
	}
	ids := make([]id.Invoice, 0, len(sums))
	for v := range sums {
		ids = append(ids, v)
	}
	slices.Sort(ids)
	heads, err := r.InvoiceHeads(ctx, ids)
	if err != nil {
		return err
	}
	for i := range items {
		it := &items[i].Item
		head := heads[it.Invoice]
		if it.Kind != head.Kind || it.Shipped != head.Shipped || it.HandedOver != head.HandedOver || it.Accepted != head.Accepted {
			c.found("check.repeated", fmt.Sprintf("invoice:%s/%d", it.Invoice, it.Part), "its kind and dates are not those of the invoice")
		}
	}
	for _, v := range ids {
		if heads[v].Amount != sums[v] {
			c.found("check.instalments", "invoice:"+string(v), "its instalments do not sum to its amount")
		}
	}
	return nil
}

// disputes looks for what the ledger keeps back as disputed without anybody
// having to answer it.
func (c *checker) disputes(ctx context.Context, r store.Reader) error {
	list, err := r.UnregisteredDisputes(ctx)
	for _, key := range list {
		c.found("check.dispute", "event:"+key, "is a dispute that the register does not have")
	}
	return err
}

// content recomputes what each piece of a run wrote.
func (c *checker) content(ctx context.Context, r store.Reader) error {
	c.roots = map[string]string{}
	return r.EachWrote(ctx, func(change string, w store.Wrote) {
		c.report.Checked.Letters += len(w.Letters)
		c.roots[change] = contentHash(w.Letters, w.Tasks)
	})
}

// counts compares how many letters each run is said to have with those it has.
func (c *checker) counts(ctx context.Context, r store.Reader) error {
	list, err := r.LetterCounts(ctx)
	for _, v := range list {
		if v.Made != v.Kept {
			c.found("check.letter_count", "run:"+v.RunDate.String(), "%d letters stand, and it is said to have %d", v.Made, v.Kept)
		}
	}
	return err
}

// journal recomputes every change's root from its lines, compares what runs
// say they wrote with what is there, and walks the chain of seals.
func (c *checker) journal(ctx context.Context, r store.Reader) error {
	lines := map[string][]store.Line{}
	err := r.Lines(ctx, func(change string, l store.Line) error {
		lines[change] = append(lines[change], l)
		return nil
	})
	if err != nil {
		return err
	}
	changes, err := r.Changes(ctx)
	if err != nil {
		return err
	}
	sealed := map[int64][]store.Change{}
	for _, ch := range changes {
		c.report.Checked.Changes++
		if changeRoot(ch, lines[ch.ID]) != ch.Root {
			c.found("check.change", "change:"+ch.ID, "its journal lines were altered after they were written")
		}
		c.wrote(ch.ID, lines[ch.ID])
		if ch.Seal != 0 {
			sealed[ch.Seal] = append(sealed[ch.Seal], ch)
		}
	}
	for change := range c.roots {
		c.found("check.content", "change:"+change, "there are letters or tasks of which the journal knows nothing")
	}
	return c.seals(ctx, r, sealed)
}

func (c *checker) seals(ctx context.Context, r store.Reader, sealed map[int64][]store.Change) error {
	seals, err := r.Seals(ctx)
	if err != nil {
		return err
	}
	before := ""
	for i, s := range seals {
		c.report.Checked.Seals++
		list := sealed[s.Number]
		slices.SortFunc(list, func(a, b store.Change) int { return cmp.Compare(a.ID, b.ID) })
		if s.Number != int64(i+1) || len(list) != s.Changes || sealRoot(before, s.Number, list) != s.Root {
			c.found("check.seal", fmt.Sprintf("seal:%d", s.Number), "the changes under it are not those that were sealed")
		}
		before = s.Root
	}
	return nil
}
