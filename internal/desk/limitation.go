package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// LimitRow is an open instalment with its limitation.
type LimitRow struct {
	Customer id.Customer
	Name     string
	Manager  string
	ledger.Item
	Document string // as printed
	Limit
}

// Limit is how an instalment stands to its limitation.
type Limit struct {
	Law   string        // it goes by; empty: none is known
	Clock *claims.Clock // nil: its term has not started, or the law's limitation is not known
	Class claims.Class
}

// Left are the days left, false where they are not known.
func (l *Limit) Left() (int, bool) {
	if l.Clock == nil {
		return 0, false
	}
	return l.Clock.Left(), true
}

// LimitQuery asks for limitations as of a day.
type LimitQuery struct {
	Date    cal.Date     `json:"-"`
	Manager string       // whose customers; empty: all
	Within  int          // only those with so many days left or fewer, those that have run out among them; 0: all
	Class   claims.Class // only these; empty: all
}

func (q *LimitQuery) picks(l *Limit) bool {
	left, known := l.Left()
	return (q.Class == "" || l.Class == q.Class) && (q.Within == 0 || known && left <= q.Within)
}

// Limitation gives every open instalment that the query picks, customer by
// customer.
func (s *Session) Limitation(ctx context.Context, q LimitQuery, fn func(LimitRow) error) error {
	return s.read(ctx, ReadBooks, func(r store.Reader) error { return s.limitation(ctx, r, q, fn) })
}

func (s *Session) limitation(ctx context.Context, r store.Reader, q LimitQuery, fn func(LimitRow) error) error {
	l, err := s.clocks(ctx, r, "", q.Date)
	if err != nil {
		return err
	}
	accounts := store.AccountQuery{AsOf: q.Date, Scope: s.scope().Of(q.Manager), Limit: planCustomers, Needs: store.Needs{Contracts: true}}
	for {
		list, last, err := r.Accounts(ctx, accounts)
		if err != nil || last == "" {
			return err
		}
		if err := l.tell(ctx, r, list, &q, fn); err != nil {
			return err
		}
		accounts.After = last
	}
}

// tell gives the rows of some accounts.
func (l *clocks) tell(ctx context.Context, r store.Reader, list []ledger.Account, q *LimitQuery, fn func(LimitRow) error) error {
	if err := l.load(ctx, r, list); err != nil {
		return err
	}
	names, err := namesOf(ctx, r, list)
	if err != nil {
		return err
	}
	for i := range list {
		a := &list[i]
		rows := slices.Collect(func(yield func(LimitRow) bool) {
			for _, it := range a.Items {
				row := LimitRow{Customer: a.Customer, Name: names[a.Customer], Manager: a.Manager, Item: it, Limit: l.of(a, &it)}
				if q.picks(&row.Limit) && !yield(row) {
					return
				}
			}
		})
		if err := nameLimits(ctx, r, rows); err != nil {
			return err
		}
		for _, row := range rows {
			if err := fn(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func nameLimits(ctx context.Context, r store.Reader, rows []LimitRow) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]id.Invoice, len(rows))
	for i := range rows {
		ids[i] = rows[i].Invoice
	}
	documents, err := r.Documents(ctx, ids)
	for i := range rows {
		rows[i].Document = documents[rows[i].Invoice].Number
	}
	return err
}

// clocks counts the limitation of accounts as of a day.
type clocks struct {
	book    *claims.Book
	country string // the company's
	day     cal.Date
	acts    map[id.Customer][]store.Act // signed, that acknowledge a debt
	settled map[id.Customer][]store.Settlement
	letters map[id.Customer][]claimLetter // that were posted
	secures map[secures]money.Minor       // by pledge, surety or bank guarantee in force
	covered map[covered]bool              // late debts that these cover, of the accounts that were loaded
}

// secures is what a customer's securities are in.
type secures struct {
	customer id.Customer
	currency money.Currency
}

// covered is a debt that is secured.
type covered struct {
	customer id.Customer
	part     partKey
}

// clocks reads the signed acts of one customer, or of all whom the actor sees.
func (s *Session) clocks(ctx context.Context, r store.Reader, customer id.Customer, day cal.Date) (*clocks, error) {
	book, err := claims.Shipped()
	if err != nil {
		return nil, err
	}
	l := &clocks{book: book, country: s.company.Country, day: day, acts: map[id.Customer][]store.Act{}, secures: map[secures]money.Minor{}, covered: map[covered]bool{}}
	acts, err := r.Acts(ctx, store.ActQuery{Scope: s.scope(), Customer: customer, State: store.ActSigned})
	if err != nil {
		return nil, err
	}
	for _, a := range acts {
		if a.Restarts() {
			l.acts[a.Customer] = append(l.acts[a.Customer], a)
		}
	}
	terms, err := r.Terms(ctx, store.TermQuery{Customer: customer, Standing: true})
	for _, t := range terms {
		if securesDebt(t.Kind) && t.Amount != nil && t.InForce(day) {
			l.secures[secures{t.Customer, t.Currency}] += *t.Amount
		}
	}
	return l, err
}

// securesDebt says whether a term of a kind keeps a debt from being doubtful: an
// insurance does not.
func securesDebt(k credit.TermKind) bool {
	return k == credit.TermPledge || k == credit.TermSurety || k == credit.TermBankGuarantee
}

// cover finds the late debts of an account that its securities cover, the oldest
// first.
func (l *clocks) cover(a *ledger.Account) {
	var late []*ledger.Item
	for i := range a.Items {
		if it := &a.Items[i]; it.Due != 0 && it.Due < l.day {
			late = append(late, it)
		}
	}
	slices.SortStableFunc(late, func(x, y *ledger.Item) int {
		return cmp.Or(cmp.Compare(x.Currency, y.Currency), ledger.CompareDue(x, y))
	})
	for len(late) > 0 {
		n := 1
		for n < len(late) && late[n].Currency == late[0].Currency {
			n++
		}
		open := make([]money.Minor, n)
		for i, it := range late[:n] {
			open[i] = it.Open
		}
		for i, is := range claims.Covered(open, l.secures[secures{a.Customer, late[0].Currency}]) {
			if is {
				l.covered[covered{a.Customer, partKey{late[i].Invoice, late[i].Part}}] = true
			}
		}
		late = late[n:]
	}
}

// load reads what clocks of these accounts need beyond the accounts.
func (l *clocks) load(ctx context.Context, r store.Reader, list []ledger.Account) error {
	ids := make([]id.Customer, len(list))
	for i := range list {
		ids[i] = list[i].Customer
	}
	clear(l.covered)
	if len(l.secures) > 0 {
		for i := range list {
			l.cover(&list[i])
		}
	}
	var err error
	if l.letters, err = claimLetters(ctx, r, ids, l.day); err != nil {
		return err
	}
	settled, err := r.Settlements(ctx, ids, l.day)
	l.settled = map[id.Customer][]store.Settlement{}
	for _, p := range settled {
		l.settled[p.Customer] = append(l.settled[p.Customer], p)
	}
	return err
}

// of is how an item of an account stands; the account has its contracts.
func (l *clocks) of(a *ledger.Account, it *ledger.Item) Limit {
	out := Limit{Law: lawOf(a, it.Contract, l.country)}
	if law := l.book.Law(out.Law); law != nil && law.Limitation != nil && it.Due != 0 {
		clock := law.Limitation.Clock(it.Due, l.facts(a, it), l.day)
		out.Clock = &clock
	}
	out.Class = claims.Classify(it.Due, l.day, l.covered[covered{a.Customer, partKey{it.Invoice, it.Part}}],
		out.Clock != nil && out.Clock.Barred(), lastOf(a, it, ledger.Uncollectable, l.day) != 0)
	return out
}

// lawOf is what governs a contract: what it says, else the company's own law for
// a customer at home. A customer abroad without a word about law has none.
func lawOf(a *ledger.Account, contract id.Contract, country string) string {
	for i := range a.Contracts {
		if k := &a.Contracts[i]; k.ID == contract && k.Law != "" {
			return strings.ToUpper(k.Law)
		}
	}
	if a.Country == "" || strings.EqualFold(a.Country, country) {
		return country
	}
	return ""
}

// clockFacts are the events of the ledger that a law may give an effect.
var clockFacts = map[ledger.EventKind]claims.Fact{
	ledger.Acknowledged: claims.Acknowledged, ledger.Guarantee: claims.Guarantee, ledger.Restructured: claims.Restructured,
	ledger.ClaimSent: claims.ClaimSent, ledger.Lawsuit: claims.Lawsuit, ledger.LawsuitClosed: claims.SuitClosed,
}

// facts are those about an item: events of its document, or of the customer for
// what was issued by then; acts that it was part of; money that came for it.
func (l *clocks) facts(a *ledger.Account, it *ledger.Item) (list []claims.Happened) {
	for i := range a.Events {
		e := &a.Events[i]
		if fact, ok := clockFacts[e.Kind]; ok && isAbout(e, it) {
			list = append(list, claims.Happened{Fact: fact, On: e.Date, Document: e.Document})
		}
	}
	for _, v := range l.letters[a.Customer] {
		if v.about[partKey{it.Invoice, it.Part}] {
			list = append(list, claims.Happened{Fact: claims.ClaimSent, On: v.on, Document: v.number})
		}
	}
	for i := range l.acts[a.Customer] {
		act := &l.acts[a.Customer][i]
		if act.Currency == it.Currency && it.Issued <= act.To && (act.Covers == store.ActOfAll || act.Contract == it.Contract) {
			list = append(list, claims.Happened{Fact: claims.Act, On: act.SignedOn, Document: strconv.FormatInt(act.Number, 10)})
		}
	}
	for _, p := range l.settled[a.Customer] {
		if p.Invoice == it.Invoice && p.Part == it.Part && p.Kind == ledger.Money && p.Amount > 0 {
			list = append(list, claims.Happened{Fact: claims.PartPayment, On: p.On, Document: string(p.Payment)})
		}
	}
	return list
}

// isAbout tells whether an event is about an item.
func isAbout(e *ledger.Event, it *ledger.Item) bool {
	if e.Invoice != "" {
		return e.Invoice == it.Invoice
	}
	return it.Issued <= e.Date && (e.Currency == "" || e.Currency == it.Currency)
}

// lastOf is the day of the last event of a kind about an item, up to a day; 0 if there is none.
func lastOf(a *ledger.Account, it *ledger.Item, kind ledger.EventKind, day cal.Date) (on cal.Date) {
	for i := range a.Events {
		if e := &a.Events[i]; e.Kind == kind && e.Date <= day && isAbout(e, it) {
			on = max(on, e.Date)
		}
	}
	return on
}

// limitsOf are the limits of one account's items, by document and part.
func (s *Session) limitsOf(ctx context.Context, r store.Reader, a *ledger.Account, day cal.Date) (map[partKey]Limit, error) {
	l, err := s.clocks(ctx, r, a.Customer, day)
	if err != nil {
		return nil, err
	}
	if err := l.load(ctx, r, []ledger.Account{*a}); err != nil {
		return nil, err
	}
	out := make(map[partKey]Limit, len(a.Items))
	for i := range a.Items {
		it := &a.Items[i]
		out[partKey{it.Invoice, it.Part}] = l.of(a, it)
	}
	return out, nil
}

// invoiceLimits are the limits of the open parts of a document, by number.
func (s *Session) invoiceLimits(ctx context.Context, r store.Reader, customer id.Customer, invoice id.Invoice, day cal.Date) (map[int]Limit, error) {
	a, _, err := r.Account(ctx, customer, day, store.Needs{Contracts: true})
	if err != nil {
		return nil, err
	}
	all, err := s.limitsOf(ctx, r, &a, day)
	parts := map[int]Limit{}
	for k, l := range all {
		if k.invoice == invoice {
			parts[k.part] = l
		}
	}
	return parts, err
}

// compareLimits orders rows by the days left, then by customer and document.
func compareLimits(a, b LimitRow) int {
	left := func(r LimitRow) int {
		if n, ok := r.Left(); ok {
			return n
		}
		return int(cal.Last)
	}
	return cmp.Or(cmp.Compare(left(a), left(b)), cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Part, b.Part))
}

// LimitSums are how many instalments, and how much of each currency, have so
// few days left.
type LimitSums struct {
	Barred, Within30, Within90, Within180 LimitSum
	Unknown                               LimitSum // no clock is known for it though it is due
	Classes                               map[claims.Class]LimitSum
}

// LimitSum is a number of instalments and their open amounts.
type LimitSum struct {
	Count int
	Sums  []ledger.Credit
}

func (s *LimitSum) add(it *ledger.Item) {
	s.Count++
	i := slices.IndexFunc(s.Sums, func(c ledger.Credit) bool { return c.Currency == it.Currency })
	if i < 0 {
		i, s.Sums = len(s.Sums), append(s.Sums, ledger.Credit{Currency: it.Currency})
	}
	s.Sums[i].Amount += it.Open
}

func (s *LimitSums) add(r *LimitRow) {
	class := s.Classes[r.Class]
	class.add(&r.Item)
	s.Classes[r.Class] = class
	left, known := r.Left()
	switch {
	case !known && r.Due != 0:
		s.Unknown.add(&r.Item)
	case !known || left > claims.Warnings[0]:
	case left < 0:
		s.Barred.add(&r.Item)
	case left <= claims.Warnings[2]:
		s.Within30.add(&r.Item)
	case left <= claims.Warnings[1]:
		s.Within90.add(&r.Item)
	default:
		s.Within180.add(&r.Item)
	}
}

// LimitList is the instalments that a query picks, those with the fewest days
// left first, at most 5,000, and the sums over all of the actor's customers.
type LimitList struct {
	Rows  []LimitRow
	Sums  LimitSums
	Found int // how many the query picks
}

// Limitations is Limitation as a list in order, with sums.
func (s *Session) Limitations(ctx context.Context, q LimitQuery) (LimitList, error) {
	var out LimitList
	err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		out, err = s.limitations(ctx, r, q)
		return err
	})
	return out, err
}

func (s *Session) limitations(ctx context.Context, r store.Reader, q LimitQuery) (LimitList, error) {
	out := LimitList{Sums: LimitSums{Classes: map[claims.Class]LimitSum{}}}
	err := s.limitation(ctx, r, LimitQuery{Date: q.Date, Manager: q.Manager}, func(row LimitRow) error {
		out.Sums.add(&row)
		if q.picks(&row.Limit) {
			out.Found++
			if out.Rows = append(out.Rows, row); len(out.Rows) > 2*ListRows {
				slices.SortFunc(out.Rows, compareLimits)
				out.Rows = out.Rows[:ListRows]
			}
		}
		return nil
	})
	slices.SortFunc(out.Rows, compareLimits)
	out.Rows = out.Rows[:min(len(out.Rows), ListRows)]
	return out, err
}

// limitList is Limitations as its page shows it; its head has no rows.
var limitList = keptList[LimitQuery, LimitList, LimitRow]{"limitation", func(s *Session, ctx context.Context, r store.Reader, q LimitQuery, day cal.Date) (LimitList, []LimitRow, error) {
	q.Date = day
	head, err := s.limitations(ctx, r, q)
	rows := head.Rows
	head.Rows = nil
	return head, rows, err
}}

// LimitLeaf is a page of Limitations, as it is kept.
func (s *Session) LimitLeaf(ctx context.Context, q LimitQuery, of Leaf) (Listed[LimitList, LimitRow], error) {
	return limitList.leaf(ctx, s, q, q.Date, of)
}
