package match

import (
	"cmp"
	"slices"
	"strconv"

	"debitor/internal/id"
	"debitor/internal/money"
)

// What each way to account for an amount is worth, in permille. A proposal is
// as sure as the weaker of this and of who pays.
const (
	exactNumber    = 990 // the documents named make the amount
	exactPart      = 960 // an instalment of the document named makes it
	exactNear      = 930 // with one number mistyped
	feeShort       = 945 // less by what banks take
	discountShort  = 935 // less by a whole percentage up to five
	namedShort     = 915 // part of one document, named beyond doubt
	namedOver      = 910 // more than he owes at all
	exactAll       = 950 // everything that is open in the contract
	exactPromise   = 945
	exactOne       = 940 // one open instalment
	exactSet       = 920 // the one set of instalments that makes the amount
	advanceAlone   = 950 // he owes nothing
	feeAlone       = 950 // goes out, speaks of a fee, and to nobody we know
	oldestFirst    = 840 // nothing named, nothing equal: a person confirms the oldest first
	unclear        = 850 // something speaks against it
	unclearer      = 800
	guessed        = 700
	maxNear        = 4000 // instalments of a customer among which a mistyped number is looked for
	discountAtMost = 5    // per cent
)

// group is what is open of one document, in the receipt's currency.
type group struct {
	customer int32
	invoice  id.Invoice
	items    []int32
	open     money.Minor
	mention  *mention
	near     bool
}

// named is what the numbers of a purpose lead to.
type named struct {
	groups    []group
	unsure    int        // numbers that several documents bear
	missing   []*mention // that no document of these customers bears
	settled   []group    // documents that are paid already
	foreign   []group    // documents in another currency
	otherDate bool       // a document of that number, but not of that date
}

// circle is a payer and those he may pay for.
func (b *Book) circle(p *payer, all []payer) []int32 {
	who := append([]int32{p.customer}, b.customers[p.customer].children...)
	for i := range all {
		if all[i].learnt && !slices.Contains(who, all[i].customer) {
			who = append(who, all[i].customer)
		}
	}
	return who
}

// find looks for the documents that the purpose names among the customers.
func (b *Book) find(said *reading, who []int32, currency int32, amount money.Minor) (n named) {
	for i := range said.numbers {
		for _, m := range b.expand(said.numbers, i, who) {
			b.findOne(&n, m, who, currency, amount)
		}
	}
	return n
}

// expand is the number itself, or every number of a range that it ends, or of
// a list that was joined by dashes or slashes.
func (b *Book) expand(numbers []mention, i int, who []int32) []*mention {
	m := &numbers[i]
	from, to := uint64(0), uint64(0)
	switch {
	case m.until && i > 0:
		from, to = coreOf(numbers[i-1].core)+1, coreOf(m.core)
	case len(m.runs) > 1 && !b.held(m.keys[0], who):
		if m.dash {
			from, to = coreOf(m.runs[0]), coreOf(m.runs[1])
		}
		if from >= to {
			return b.split(m, who)
		}
	}
	if from == 0 || from >= to || to-from > maxRange {
		return []*mention{m}
	}
	var all []*mention
	for n := from; n <= to; n++ {
		one := newMention(strconv.FormatUint(n, 10))
		one.strong, one.date = m.strong, 0
		all = append(all, &one)
	}
	return all
}

// split takes the groups of digits for numbers of their own where each is one.
func (b *Book) split(m *mention, who []int32) []*mention {
	var all []*mention
	for _, run := range m.runs {
		one := newMention(run)
		one.strong = m.strong
		if !b.held(one.keys[0], who) {
			return []*mention{m}
		}
		all = append(all, &one)
	}
	return all
}

// held is whether any of the customers has a document of the key.
func (b *Book) held(key uint64, who []int32) bool {
	return slices.ContainsFunc(who, func(c int32) bool { return len(b.numbered(key, c)) > 0 })
}

// findOne adds the document that one number leads to.
func (b *Book) findOne(n *named, m *mention, who []int32, currency int32, amount money.Minor) {
	var hits []group
	for _, key := range m.keys {
		for _, c := range who {
			hits = b.groupsOf(hits, b.numbered(key, c), m, currency)
		}
		if len(hits) > 0 {
			break
		}
	}
	if m.date != 0 && len(hits) > 0 {
		before := len(hits)
		hits = b.ofDate(hits, m)
		n.otherDate = n.otherDate || len(hits) == 0 && before > 0
	}
	open := slices.DeleteFunc(slices.Clone(hits), func(g group) bool { return g.open <= 0 || len(g.items) == 0 })
	switch {
	case len(hits) == 0:
		n.missing = append(n.missing, m)
	case len(open) == 0 && len(hits[0].items) == 0:
		n.foreign = append(n.foreign, hits[0])
	case len(open) == 0:
		n.settled = append(n.settled, hits[0])
	default:
		n.add(open, amount)
	}
}

// add takes one of the documents of a number: the only one, else the one of
// the amount, else the oldest, and remembers that it was not sure.
func (n *named) add(open []group, amount money.Minor) {
	pick := 0
	if len(open) > 1 {
		equal := 0
		for i := range open {
			if open[i].open == amount {
				pick = i
				equal++
			}
		}
		if equal != 1 {
			n.unsure++
		}
	}
	g := open[pick]
	if !slices.ContainsFunc(n.groups, func(o group) bool { return o.customer == g.customer && o.invoice == g.invoice }) {
		n.groups = append(n.groups, g)
	}
}

// groupsOf gathers instalments by document; documents of another currency have
// no items.
func (b *Book) groupsOf(groups []group, refs []numberRef, m *mention, currency int32) []group {
	for _, ref := range refs {
		it := &b.items[ref.item]
		at := slices.IndexFunc(groups, func(g group) bool { return g.customer == it.customer && g.invoice == it.invoice })
		if at < 0 {
			at = len(groups)
			groups = append(groups, group{customer: it.customer, invoice: it.invoice, mention: m})
		}
		if it.currency == currency {
			groups[at].items = append(groups[at].items, ref.item)
			groups[at].open += max(0, it.open)
		}
	}
	return groups
}

// ofDate keeps the documents of the date that was named: of the very day, else
// of about that time, for the date may be of the invoice before a waybill.
func (b *Book) ofDate(hits []group, m *mention) []group {
	apart := func(g group) int {
		it := b.anyItem(g)
		return max(int(it.issued-m.date), int(m.date-it.issued))
	}
	if exact := slices.DeleteFunc(slices.Clone(hits), func(g group) bool { return apart(g) != 0 }); len(exact) > 0 {
		return exact
	}
	return slices.DeleteFunc(hits, func(g group) bool { return apart(g) > 60 })
}

func (b *Book) anyItem(g group) *item {
	if len(g.items) > 0 {
		return &b.items[g.items[0]]
	}
	for i := b.customers[g.customer].from; i < b.customers[g.customer].to; i++ {
		if b.items[i].invoice == g.invoice {
			return &b.items[i]
		}
	}
	return &item{}
}

// mistyped finds the documents of numbers that nobody bears: those one typing
// error away, where there is one.
func (b *Book) mistyped(n *named, who []int32, currency int32) {
	still := n.missing[:0]
	for _, m := range n.missing {
		var hits []group
		core := coreOf(m.core)
		for _, c := range who {
			from, to := b.customers[c].from, b.customers[c].to
			for i := from; i < min(to, from+maxNear); i++ {
				if it := &b.items[i]; it.open > 0 && it.currency == currency && near(core, it.core) {
					hits = b.groupsOf(hits, []numberRef{{0, it.customer, i}}, m, currency)
				}
			}
		}
		if len(hits) != 1 || slices.ContainsFunc(n.groups, func(g group) bool { return g.customer == hits[0].customer && g.invoice == hits[0].invoice }) {
			still = append(still, m)
			continue
		}
		hits[0].near = true
		n.groups = append(n.groups, hits[0])
	}
	n.missing = still
}

// share takes what it can of the groups, in the order in which debts are settled.
func (b *Book) share(groups []group, amount money.Minor) (shares []Share, rest money.Minor) {
	var items []int32
	for _, g := range groups {
		items = append(items, g.items...)
	}
	b.byDue(items)
	return b.shareItems(items, amount)
}

// byDue puts instalments in the order in which debts are settled; those whose
// term has not started come last.
func (b *Book) byDue(items []int32) {
	slices.SortFunc(items, func(x, y int32) int {
		p, q := &b.items[x], &b.items[y]
		return cmp.Or(cmp.Compare(uint32(p.due-1), uint32(q.due-1)), cmp.Compare(x, y))
	})
}

func (b *Book) shareItems(items []int32, amount money.Minor) (shares []Share, rest money.Minor) {
	rest = amount
	for _, i := range items {
		it := &b.items[i]
		take := min(rest, it.open)
		if take <= 0 {
			continue
		}
		rest -= take
		shares = append(shares, Share{b.customers[it.customer].id, b.contractID(it.contract), it.invoice, int(it.part), take})
	}
	return shares, rest
}

func (b *Book) contractID(at int32) id.Contract {
	if at < 0 {
		return ""
	}
	return b.contracts[at].id
}
