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
	"debitor/internal/store"
)

// LateQuery asks what the lateness of an instalment costs.
type LateQuery struct {
	Invoice id.Invoice
	Part    int               // 0: the first
	To      cal.Date          // the last day counted
	Kind    ledger.ChargeKind // penalty, interest, use, lump-sum; empty: what the contract has, else interest by law
}

// Lateness is what the lateness of one instalment costs, with its calculation.
type Lateness struct {
	Customer id.Customer
	Name     string
	Item     ledger.Item // Open is as of now
	Document string      // as printed
	Contract *ledger.Contract
	Kind     ledger.ChargeKind
	interest.Calculation
	Before money.Minor // charged for it before
}

// Amount is what the calculation comes to for its kind.
func (l *Lateness) Amount() money.Minor { return amountFor(l.Kind, l.Sheet) }

func amountFor(kind ledger.ChargeKind, s *interest.Sheet) money.Minor {
	switch kind {
	case ledger.ChargeLumpSum, ledger.ChargeFine:
		return s.Flat
	case ledger.ChargePenalty, ledger.ChargeInterest, ledger.ChargeUse, ledger.ChargePrice, ledger.ChargeCourtFee:
	}
	return s.All() - s.Flat
}

// More is what is to be charged beside what was before.
func (l *Lateness) More() money.Minor { return max(0, l.Amount()-l.Before) }

// methods are what the engine counts for a kind; the others are sums that
// somebody names.
var methods = map[ledger.ChargeKind]interest.Method{
	ledger.ChargePenalty: interest.ByContract, ledger.ChargeInterest: interest.Statutory, ledger.ChargeLumpSum: interest.Statutory, ledger.ChargeUse: interest.ForUse,
}

// Lateness counts what an instalment's lateness costs up to a day, by contract
// or law, with the rates that are known. Faults: charge.part, charge.kind,
// charge.law, charge.penalty, charge.not_late, and those of interest.
func (s *Session) Lateness(ctx context.Context, q LateQuery) (out Lateness, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.lateness(ctx, r, q)
		return err
	})
	return out, err
}

func (s *Session) lateness(ctx context.Context, r store.Reader, q LateQuery) (out Lateness, err error) {
	invoice, err := s.invoice(ctx, r, q.Invoice)
	if err != nil {
		return out, err
	}
	c, err := s.counter(ctx, r, invoice.Customer)
	if err != nil {
		return out, err
	}
	items, err := r.InstalmentsOf(ctx, []id.Customer{invoice.Customer})
	if err != nil {
		return out, err
	}
	i := slices.IndexFunc(items, func(v store.Instalment) bool {
		return v.Item.Invoice == q.Invoice && v.Item.Part == cmp.Or(q.Part, 1)
	})
	if i < 0 {
		return out, fault.New(fault.NotFound, "charge.part", "document %s has no part %d that is owed", q.Invoice, cmp.Or(q.Part, 1))
	}
	return c.of(ctx, r, &items[i].Item, q.Kind, q.To)
}

// counter counts what a customer's lateness costs.
type counter struct {
	session *Session
	book    *interest.Book
	country string         // the company's
	account ledger.Account // with the customer's contracts and nothing else
	name    string
	charges []store.Charge

	clocks *clocks        // nil: no law of the customer gives penalties a limitation of their own
	about  ledger.Account // with the facts that they go by
}

func (s *Session) counter(ctx context.Context, r store.Reader, customer id.Customer) (*counter, error) {
	c := &counter{session: s, country: s.company.Country}
	var err error
	if c.book, _, err = lawBook(ctx, r); err != nil {
		return nil, err
	}
	return c, c.load(ctx, r, customer)
}

// load turns to a customer.
func (c *counter) load(ctx context.Context, r store.Reader, customer id.Customer) error {
	customers, err := r.Customers(ctx, []id.Customer{customer})
	if err != nil {
		return err
	}
	if len(customers) == 0 {
		return fault.New(fault.NotFound, "customer.unknown", "there is no customer %q", customer)
	}
	contracts, err := r.ContractsOf(ctx, customer)
	if err != nil {
		return err
	}
	charges, err := r.ChargesOf(ctx, []id.Customer{customer})
	c.turnTo(&customers[0], contracts, charges)
	return err
}

// turnTo turns to a customer of whom all is known.
func (c *counter) turnTo(customer *ledger.Customer, contracts []ledger.Contract, charges []store.Charge) {
	c.name, c.charges = customer.Name, charges
	c.account = ledger.Account{Customer: customer.ID, Country: customer.Country, Contracts: contracts}
}

// of counts one instalment, paid or not.
func (c *counter) of(ctx context.Context, r store.Reader, it *ledger.Item, kind ledger.ChargeKind, to cal.Date) (out Lateness, err error) {
	documents, err := r.Documents(ctx, []id.Invoice{it.Invoice})
	if err != nil {
		return out, err
	}
	settled, err := r.SettlementsAbout(ctx, c.account.Customer, it.Invoice, to)
	if err != nil {
		return out, err
	}
	if err := c.readClocks(ctx, r, to); err != nil {
		return out, err
	}
	return c.count(it, kind, to, documents, settled)
}

// count counts one instalment by what is known of it.
func (c *counter) count(it *ledger.Item, kind ledger.ChargeKind, to cal.Date, documents map[id.Invoice]store.Document, settled []store.Settlement) (out Lateness, err error) {
	out = Lateness{Customer: c.account.Customer, Name: c.name, Item: *it, Kind: kind, Contract: c.contract(it.Contract)}
	out.Document = cmp.Or(documents[it.Invoice].Number, string(it.Invoice))
	if out.Kind == "" {
		if out.Kind = ledger.ChargeInterest; out.Contract != nil && out.Contract.PenaltyPerDay != "" {
			out.Kind = ledger.ChargePenalty
		}
	}
	k, err := c.lateCase(&out, to)
	if err != nil {
		return out, err
	}
	settle(k, it, settled)
	k.Debts[0].Key = out.Document
	barred := c.bar(k, &out)
	calculation, err := c.book.Calculate(k)
	if err != nil {
		return out, err
	}
	out.Calculation = *calculation
	out.Before = c.before(&out)
	if barred != nil {
		out.Sheet.WarnBarred(k.From, barred.Cite)
	}
	return out, nil
}

// readClocks reads what the limitation of penalties goes by up to a day, where a
// law of the customer gives them one of their own.
func (c *counter) readClocks(ctx context.Context, r store.Reader, day cal.Date) error {
	c.clocks = nil
	book, err := claims.Shipped()
	if err != nil {
		return err
	}
	laws := []string{lawOf(&c.account, "", c.country)}
	for i := range c.account.Contracts {
		laws = append(laws, lawOf(&c.account, c.account.Contracts[i].ID, c.country))
	}
	if !slices.ContainsFunc(laws, func(law string) bool { return penaltyLimit(book, law) != nil }) {
		return nil
	}
	if c.clocks, err = c.session.clocks(ctx, r, c.account.Customer, day); err != nil {
		return err
	}
	if c.about, err = accountOf(ctx, r, c.account.Customer, day, nil); err != nil {
		return err
	}
	return c.clocks.load(ctx, r, []ledger.Account{c.about})
}

// penaltyLimit is the limitation of a law that gives penalties a term of their
// own; nil where none does.
func penaltyLimit(book *claims.Book, law string) *claims.Limitation {
	if l := book.Law(law); l != nil && l.Limitation != nil && l.Limitation.Penalty != nil {
		return l.Limitation
	}
	return nil
}

// bar leaves out of a case the days whose penalty can be sued for no more and was
// not charged in time; it gives the rule, nil where there are none.
func (c *counter) bar(k *interest.Case, l *Lateness) *claims.Rule {
	if c.clocks == nil || l.Kind != ledger.ChargePenalty {
		return nil
	}
	limitation := penaltyLimit(c.clocks.book, k.Law)
	if limitation == nil {
		return nil
	}
	from, rule := limitation.PenaltyFrom(l.Item.Due, c.clocks.facts(&c.about, &l.Item), k.To)
	if from <= c.chargedTo(l)+1 {
		return nil
	}
	k.From = from
	return rule
}

// Accrued is what a customer's open debts cost by their lateness up to a day.
type Accrued struct {
	To        cal.Date
	List      []Lateness // by due date and document
	Uncounted []Uncounted
}

// Uncounted is a late debt whose lateness could not be counted.
type Uncounted struct {
	Item ledger.Item
	Why  error // a fault
}

// Sums are what it comes to, by currency: all that was accrued, lump sums of the
// law included, and what of the accrual by days was not charged before.
func (a *Accrued) Sums() (all, more []money.Amount) {
	add := func(list []money.Amount, m money.Minor, c money.Currency) []money.Amount {
		i := slices.IndexFunc(list, func(x money.Amount) bool { return x.Currency == c })
		if i < 0 {
			return append(list, money.Amount{Minor: m, Currency: c})
		}
		list[i].Minor += m
		return list
	}
	for i := range a.List {
		l := &a.List[i]
		all, more = add(all, l.Sheet.All(), l.Item.Currency), add(more, l.More(), l.Item.Currency)
	}
	return all, more
}

// Sheets are the calculations as a paper takes them.
func (a *Accrued) Sheets() (list []LateSheet) {
	for i := range a.List {
		list = append(list, a.List[i].Paper())
	}
	return list
}

// Paper is the calculation as a paper takes it.
func (l *Lateness) Paper() LateSheet { return LateSheet{l.Document, l.Contract, &l.Calculation} }

// Accrued counts what a customer's lateness costs up to a day, of everything
// that is open on it and late: by contract, where it has a penalty, else by law.
func (s *Session) Accrued(ctx context.Context, customer id.Customer, to cal.Date) (out Accrued, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		out, err = s.accrued(ctx, r, customer, to)
		return err
	})
	return out, err
}

func (s *Session) accrued(ctx context.Context, r store.Reader, customer id.Customer, to cal.Date) (out Accrued, err error) {
	out.To = to
	account, err := accountOf(ctx, r, customer, to, nil)
	if err != nil {
		return out, err
	}
	late := slices.DeleteFunc(slices.Clone(account.Items), func(it ledger.Item) bool { return it.Due == 0 || it.Due >= to })
	if len(late) == 0 {
		return out, nil
	}
	slices.SortStableFunc(late, func(a, b ledger.Item) int { return ledger.CompareDue(&a, &b) })
	c, err := s.counter(ctx, r, customer)
	if err != nil {
		return out, err
	}
	ids := make([]id.Invoice, len(late))
	for i := range late {
		ids[i] = late[i].Invoice
	}
	documents, err := r.Documents(ctx, ids)
	if err != nil {
		return out, err
	}
	settled, err := r.Settlements(ctx, []id.Customer{customer}, to)
	if err != nil {
		return out, err
	}
	if err := c.readClocks(ctx, r, to); err != nil {
		return out, err
	}
	return out, c.accrue(late, "", documents, settled, &out)
}

// accrue counts items of a customer that are open on the day, by their documents
// and what came for them.
func (c *counter) accrue(late []ledger.Item, kind ledger.ChargeKind, documents map[id.Invoice]store.Document, settled []store.Settlement, out *Accrued) error {
	for i := range late {
		l, err := c.count(&late[i], kind, out.To, documents, settled)
		switch {
		case err == nil:
			out.List = append(out.List, l)
		case fault.KindOf(err) == fault.Internal:
			return err
		default:
			out.Uncounted = append(out.Uncounted, Uncounted{late[i], err})
		}
	}
	return nil
}

func (c *counter) contract(key id.Contract) *ledger.Contract {
	for i := range c.account.Contracts {
		if k := &c.account.Contracts[i]; k.ID == key {
			return k
		}
	}
	return nil
}

// lateCase is the case of an instalment without its payments.
func (c *counter) lateCase(l *Lateness, to cal.Date) (*interest.Case, error) {
	it := &l.Item
	law := lawOf(&c.account, it.Contract, c.country)
	method, counted := methods[l.Kind]
	agreed := l.Contract != nil && l.Contract.PenaltyPerDay != ""
	switch {
	case !counted:
		return nil, fault.New(fault.Usage, "charge.kind", "%q is not counted by days: say its amount", l.Kind)
	case it.Due == 0 || it.Due >= to:
		return nil, fault.New(fault.Refused, "charge.not_late", "%s is not late on %s", it.Invoice, to)
	case law == "":
		return nil, fault.New(fault.Refused, "charge.law", "the contract of %s does not say which law it goes by", it.Invoice)
	case l.Kind == ledger.ChargePenalty && !agreed:
		return nil, fault.New(fault.Refused, "charge.penalty", "the contract of %s has no penalty", it.Invoice)
	}
	k := lateCase(law, it, to, interest.Terms{Method: method, PenaltyAgreed: agreed})
	if l.Kind == ledger.ChargePenalty {
		var err error
		if k.PerDay, err = interest.ParsePercent(l.Contract.PenaltyPerDay); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// lateCase is the case of one instalment up to a day, as if nothing of it was
// paid.
func lateCase(law string, it *ledger.Item, to cal.Date, terms interest.Terms) *interest.Case {
	return &interest.Case{
		Law: law, Currency: it.Currency, To: to, Terms: terms,
		Debts: []interest.Debt{{Principal: it.Amount, Due: it.Due, Arisen: cmp.Or(it.Shipped, it.Issued)}},
	}
}

// settle puts what came for an instalment into its case: part payments count
// from their days on.
func settle(k *interest.Case, it *ledger.Item, settled []store.Settlement) {
	for _, p := range settled {
		if p.Invoice != it.Invoice || p.Part != it.Part {
			continue
		}
		if p.Amount < 0 { // money was given back: what is open now was open all the time
			k.Debts[0].Principal, k.Facts = it.Open, nil
			return
		}
		k.Facts = append(k.Facts, interest.Fact{Day: p.On, Amount: p.Amount, Credit: p.Kind == ledger.CreditNote})
	}
}

// before is what was charged for the same days. A proposal that waits gives way to
// the next one, so it does not count; what was waived does.
func (c *counter) before(l *Lateness) (sum money.Minor) {
	for i := range c.charges {
		if v := &c.charges[i]; v.State == store.ChargeStands && sameCharge(v, l) && v.To >= l.Case.From {
			sum += v.Amount
		}
	}
	return sum
}

// sameCharge tells whether a charge is of the same instalment and kind.
func sameCharge(v *store.Charge, l *Lateness) bool {
	return v.Invoice == l.Item.Invoice && v.Part == l.Item.Part && v.Kind == l.Kind
}

// since is the first day that was not charged before.
func (c *counter) since(l *Lateness) cal.Date {
	return min(max(c.chargedTo(l)+1, l.Case.From), l.Case.To)
}

// chargedTo is the last day that was charged before.
func (c *counter) chargedTo(l *Lateness) cal.Date {
	to := l.Item.Due
	for i := range c.charges {
		if v := &c.charges[i]; v.State == store.ChargeStands && sameCharge(v, l) {
			to = max(to, v.To)
		}
	}
	return to
}
