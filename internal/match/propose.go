package match

import (
	"slices"
	"sort"

	"debitor/internal/id"
	"debitor/internal/money"
)

// Match says whose money a receipt is and what it settles.
func (b *Book) Match(r Receipt) Answer {
	b.build()
	if r.Fee {
		return Answer{Sure, []Proposal{{Kind: Fee, Rest: r.Amount, Confidence: 1000, Reasons: []Reason{{"match.fee", nil}}}}}
	}
	if r.Amount == 0 {
		return Answer{Verdict: Unknown}
	}
	said := read(r.Purpose, r.Reference)
	m := matcher{book: b, receipt: &r, said: &said, currency: int32(slices.Index(b.currencies, r.Currency))}
	m.payers = b.payersOf(&r, &said)
	if r.Amount < 0 {
		m.outgoing()
	} else {
		m.incoming()
	}
	return m.answer()
}

// matcher is one receipt being matched.
type matcher struct {
	book      *Book
	receipt   *Receipt
	said      *reading
	currency  int32
	payers    []payer
	proposals []Proposal
}

// outgoing is a refund or a fee. That it is a refund a person says, for what is
// taken back opens a debt again; a fee is nobody's money.
func (m *matcher) outgoing() {
	for i := range m.payers {
		p := &m.payers[i]
		m.propose(p, Proposal{Kind: Refund, Rest: m.receipt.Amount}, unclear, Reason{"match.refund", nil})
	}
	if m.said.said[fee] {
		worth := feeAlone
		if len(m.payers) > 0 {
			worth = unclearer
		}
		m.proposals = append(m.proposals, Proposal{Kind: Fee, Rest: m.receipt.Amount, Confidence: worth, Reasons: []Reason{{"match.fee", nil}}})
	}
}

func (m *matcher) incoming() {
	known := m.payers
	for i := range known {
		m.explain(&known[i])
	}
	strangers := m.book.strangers(m.receipt, m.said, known)
	for i := range strangers {
		p := &strangers[i]
		if n := m.book.find(m.said, []int32{p.customer}, m.currency, m.receipt.Amount); len(n.groups) > 0 {
			m.byNumber(p, &n)
		}
	}
	if len(m.proposals) == 0 {
		for _, i := range m.book.sameAmount(m.receipt.Amount, m.currency, m.receipt.Date) {
			p := &payer{customer: m.book.items[i].customer, confidence: byAmountOnly}
			m.settle(p, []int32{i}, Payment, exactOne, Reason{"match.amount", []any{m.receipt.Amount, m.receipt.Currency}})
		}
	}
}

// explain asks what one payer's money is for: what he names first, then what
// makes the amount.
func (m *matcher) explain(p *payer) {
	who := m.book.circle(p, m.payers)
	n := m.book.find(m.said, who, m.currency, m.receipt.Amount)
	m.book.mistyped(&n, who, m.currency)
	if len(n.groups) > 0 {
		m.byNumber(p, &n)
		return
	}
	most := 1000
	var against []Reason
	for _, g := range n.settled {
		most, against = min(most, guessed), append(against, Reason{"match.settled", []any{g.mention.text, string(g.invoice)}})
	}
	for _, g := range n.foreign {
		it := m.book.anyItem(g)
		m.propose(p, Proposal{Kind: Difference, Rest: m.receipt.Amount, Contract: m.book.contractID(it.contract)}, unclearer,
			Reason{"match.currency", []any{string(g.invoice), it.open, m.book.currencies[it.currency]}})
	}
	if len(n.foreign) > 0 {
		return
	}
	for _, missing := range n.missing {
		if missing.strong || len(missing.core) >= 4 {
			most, against = min(most, unclear), append(against, Reason{"match.unresolved", []any{missing.text}})
		}
	}
	m.byAmount(p, most, against)
}

// byNumber proposes the documents that the purpose names.
func (m *matcher) byNumber(p *payer, n *named) {
	amount := m.receipt.Amount
	var total money.Minor
	var reasons []Reason
	strong, nearly, long := true, false, true
	for _, g := range n.groups {
		total += g.open
		code := "match.number"
		if g.near {
			code, nearly = "match.number_near", true
		}
		reasons = append(reasons, Reason{code, []any{g.mention.text, string(g.invoice)}})
		strong = strong && g.mention.strong
		long = long && len(g.mention.core) >= 3
	}
	reasons = append(reasons, m.relation(p, n)...)
	groups := n.groups
	kind, worth := Payment, exactNumber
	var why Reason
	switch missing := total - amount; {
	case missing == 0:
		why = Reason{"match.amount", []any{amount, m.receipt.Currency}}
		if nearly {
			worth = exactNear
		}
		if n.unsure > 0 {
			worth = unclear
		}
	case missing > 0:
		kind = Short
		worth, why = m.short(n, missing, total)
		if set, ok := m.oneOf(n); ok {
			groups, kind, worth, why = set, Payment, exactPart, Reason{"match.part", []any{amount, m.receipt.Currency}}
			if len(n.groups) > 1 {
				worth = unclear
			}
		}
		if nearly || n.unsure > 0 || n.otherDate || !strong && !long || m.equalElsewhere(n) {
			worth = min(worth, unclear)
		}
	default:
		kind, worth, why = Overpayment, namedOver, Reason{"match.over", []any{-missing, m.receipt.Currency}}
		if nearly || n.unsure > 0 || !strong || len(n.missing)+len(n.settled) > 0 || -missing*4 > amount && m.owesMore(p, n) {
			worth = unclear
		}
	}
	if missing := len(n.missing) + len(n.settled); missing > 0 && total != amount {
		worth = min(worth, unclearer)
	}
	if p.stranger && worth < exactNumber {
		worth = min(worth, unclear)
	}
	if m.otherContract(n) {
		worth = min(worth, unclear)
		reasons = append(reasons, Reason{"match.other_contract", []any{m.said.contracts[0].text}})
	}
	for _, miss := range n.missing {
		if miss.strong && total != amount {
			reasons = append(reasons, Reason{"match.unresolved", []any{miss.text}})
		}
	}
	for _, g := range n.settled {
		reasons = append(reasons, Reason{"match.settled", []any{g.mention.text, string(g.invoice)}})
	}
	proposal := Proposal{Kind: kind}
	proposal.Shares, proposal.Rest = m.book.share(groups, amount)
	if worth == exactNumber && long && !p.stranger && p.confidence >= byNumberOnly {
		by := *p
		by.confidence = max(p.confidence, byNumbered)
		p = &by
	}
	m.propose(p, proposal, worth, append(reasons, why)...)
}

// otherContract is whether the purpose names a contract of the customer in
// which none of the documents it names stands.
func (m *matcher) otherContract(n *named) bool {
	contradicted := false
	for _, g := range n.groups {
		contract := m.namedContract(g.customer)
		if contract < 0 || m.book.anyItem(g).contract == contract {
			return false
		}
		contradicted = true
	}
	return contradicted && !m.book.settings.CrossContracts
}

// relation says when the documents are not the payer's own.
func (m *matcher) relation(p *payer, n *named) (reasons []Reason) {
	for _, g := range n.groups {
		if c := &m.book.customers[g.customer]; g.customer != p.customer && c.parent == m.book.customers[p.customer].id {
			return []Reason{{"match.parent", []any{string(c.parent)}}}
		}
	}
	return nil
}

// short says why less came than the documents make.
func (m *matcher) short(n *named, missing, total money.Minor) (int, Reason) {
	c := m.receipt.Currency
	percent := 0
	for at := 1; at <= discountAtMost; at++ {
		// To the minor unit, whichever way it was rounded.
		if d := total*money.Minor(at) - missing*100; d > -100 && d < 100 {
			percent = at
		}
	}
	switch {
	case percent > 0 && (m.said.said[reduced] || missing > m.book.settings.Fee):
		return discountShort, Reason{"match.short_discount", []any{missing, c, percent}}
	case missing <= m.book.settings.Fee && missing*20 <= total:
		return feeShort, Reason{"match.short_fee", []any{missing, c}}
	case len(n.groups) == 1:
		return namedShort, Reason{"match.short", []any{missing, c}}
	}
	return unclear, Reason{"match.short", []any{missing, c}}
}

// oneOf finds the instalments of the named documents that make the amount
// exactly: the only such set.
func (m *matcher) oneOf(n *named) ([]group, bool) {
	var items []int32
	var open []money.Minor
	for _, g := range n.groups {
		for _, i := range g.items {
			if m.book.items[i].open > 0 {
				items = append(items, i)
				open = append(open, m.book.items[i].open)
			}
		}
	}
	sets := setsOf(open, m.receipt.Amount, nil)
	if len(sets) != 1 {
		return nil, false
	}
	set := group{}
	for _, at := range sets[0] {
		set.items = append(set.items, items[at])
	}
	return []group{set}, true
}

// equalElsewhere is whether another open instalment of the same customer has
// the very amount: then the number may be the error.
func (m *matcher) equalElsewhere(n *named) bool {
	c := &m.book.customers[n.groups[0].customer]
	for i := c.from; i < c.to; i++ {
		it := &m.book.items[i]
		if it.open == m.receipt.Amount && it.currency == m.currency && !slices.ContainsFunc(n.groups, func(g group) bool { return g.invoice == it.invoice }) {
			return true
		}
	}
	return false
}

// owesMore is whether the customers owe anything that was not named, by the
// day of the receipt.
func (m *matcher) owesMore(p *payer, n *named) bool {
	if len(n.groups) == 0 {
		return false
	}
	for _, at := range []int32{p.customer, n.groups[0].customer} {
		c := &m.book.customers[at]
		for i := c.from; i < c.to; i++ {
			it := &m.book.items[i]
			if it.open > 0 && it.currency == m.currency && it.issued <= m.receipt.Date && !slices.ContainsFunc(n.groups, func(g group) bool { return g.invoice == it.invoice }) {
				return true
			}
		}
	}
	return false
}

// maxChildren is how many of a group's firms are looked into for an amount.
const maxChildren = 1000

// byAmount looks, contract by contract, for what makes the amount.
func (m *matcher) byAmount(p *payer, most int, against []Reason) {
	before := len(m.proposals)
	m.forChildren(p, most, against)
	others, paths := len(m.proposals), m.paths(p.customer)
	for _, path := range paths {
		m.equal(p, path, most, against)
	}
	own := len(m.proposals) - others
	if len(m.proposals) == before {
		m.forSeveral(p, paths, most, against)
	}
	if len(paths) == 0 {
		worth := advanceAlone
		if len(m.book.customers[p.customer].children) > 0 {
			worth = unclear // it may be for one of them
		}
		m.credit(p, most, against, worth)
		return
	}
	if len(m.proposals)-before > 1 {
		for i := before; i < len(m.proposals); i++ {
			m.proposals[i].Confidence = min(m.proposals[i].Confidence, unclear)
		}
	}
	if own == 1 {
		return
	}
	if m.said.said[advance] {
		m.credit(p, most, against, unclear)
		return
	}
	for _, path := range paths {
		m.oldest(p, path, min(most, m.ifOne(paths, p)), against)
	}
}

// forChildren proposes what the head of a group may pay for its firms when it
// names nothing: a person says so, for it may as well be his own money.
func (m *matcher) forChildren(p *payer, most int, against []Reason) {
	head := &m.book.customers[p.customer]
	for _, at := range head.children[:min(len(head.children), maxChildren)] {
		firm := payer{customer: at, confidence: min(p.confidence, unclear), reasons: append(slices.Clone(p.reasons), Reason{"match.parent", []any{string(head.id)}})}
		for _, path := range m.paths(at) {
			m.equal(&firm, path, most, against)
		}
	}
}

// forSeveral proposes what the head of a group may pay at once for several of
// its firms, himself among them, when no contract alone makes the amount: a few
// of their instalments, or all that is open in a few of their contracts.
func (m *matcher) forSeveral(p *payer, own [][]int32, most int, against []Reason) {
	head := &m.book.customers[p.customer]
	if len(head.children) == 0 {
		return
	}
	contracts := slices.Clone(own)
	for _, at := range head.children[:min(len(head.children), maxChildren)] {
		contracts = append(contracts, m.paths(at)...)
	}
	all := slices.Concat(contracts...)
	m.book.byDue(all)
	single := make([][]int32, len(all))
	for i := range all {
		single[i] = all[i : i+1]
	}
	reasons := append(slices.Clone(against), Reason{"match.parent", []any{string(head.id)}})
	if !m.together(p, single, min(most, unclear), reasons) {
		m.together(p, contracts, min(most, unclear), reasons)
	}
}

// together proposes the sets of debts, each of one contract, that make the
// amount, are of more customers than one, and cross nobody's contracts unless
// the company lets them; found says whether there are any.
func (m *matcher) together(p *payer, debts [][]int32, worth int, reasons []Reason) (found bool) {
	open := make([]money.Minor, len(debts))
	for i, items := range debts {
		for _, at := range items {
			open[i] += m.book.items[at].open
		}
	}
	of := func(at int) *item { return &m.book.items[debts[at][0]] }
	sets := setsOf(open, m.receipt.Amount, func(set []int) bool {
		several := false
		for i, a := range set {
			for _, b := range set[:i] {
				switch x, y := of(a), of(b); {
				case x.customer != y.customer:
					several = true
				case x.contract != y.contract && !m.book.settings.CrossContracts:
					return false
				}
			}
		}
		return several
	})
	for _, set := range sets {
		var items []int32
		for _, at := range set {
			items = append(items, debts[at]...)
		}
		m.settle(p, items, Payment, worth, append(slices.Clone(reasons), Reason{"match.sum", []any{len(items), m.receipt.Amount, m.receipt.Currency}})...)
	}
	return len(sets) > 0
}

// ifOne caps what says nothing about the contract where there are several.
func (m *matcher) ifOne(paths [][]int32, p *payer) int {
	c := &m.book.customers[p.customer]
	switch {
	case len(paths) > 1:
		return unclearer
	case m.book.settings.CrossContracts, len(m.said.contracts) > 0, c.kTo-c.kFrom <= 1:
		return 1000
	}
	return unclear
}

// paths are the customer's open instalments in the currency, in the order in
// which they are settled, each contract by itself; of the contract that the
// purpose names alone.
func (m *matcher) paths(customer int32) (paths [][]int32) {
	c := &m.book.customers[customer]
	only := m.namedContract(customer)
	var of []int32
	for i := c.from; i < c.to; i++ {
		it := &m.book.items[i]
		if it.open <= 0 || it.currency != m.currency || it.issued > m.receipt.Date || only >= 0 && it.contract != only {
			continue
		}
		contract := it.contract
		if m.book.settings.CrossContracts && only < 0 {
			contract = -1
		}
		at := slices.Index(of, contract)
		if at < 0 {
			at = len(of)
			of = append(of, contract)
			paths = append(paths, nil)
		}
		paths[at] = append(paths[at], i)
	}
	return paths
}

// namedContract is the customer's contract whose number stands in the purpose,
// -1 if none.
func (m *matcher) namedContract(customer int32) int32 {
	c := &m.book.customers[customer]
	for i := range m.said.contracts {
		for _, key := range m.said.contracts[i].keys {
			hits := keyed(m.book.papers, key)
			at := sort.Search(len(hits), func(i int) bool { return hits[i].at >= c.kFrom })
			if at == len(hits) || hits[at].at >= c.kTo {
				continue
			}
			if at+1 < len(hits) && hits[at+1].at < c.kTo {
				return -1 // two contracts of one number
			}
			return hits[at].at
		}
	}
	return -1
}

// equal proposes what makes the amount in one contract: a promise, all of it,
// one instalment, the one set of instalments.
func (m *matcher) equal(p *payer, path []int32, most int, against []Reason) {
	amount, c := m.receipt.Amount, m.receipt.Currency
	open := make([]money.Minor, len(path))
	for i, at := range path {
		open[i] = m.book.items[at].open
	}
	sets := setsOf(open, amount, nil)
	if len(sets) == 0 {
		m.promised(p, path, most, against)
		return
	}
	for _, set := range sets {
		items := make([]int32, len(set))
		for i, at := range set {
			items[i] = path[at]
		}
		worth, why := exactSet, Reason{"match.sum", []any{len(set), amount, c}}
		switch {
		case len(set) == len(path):
			worth = exactAll
		case len(set) == 1:
			worth, why = exactOne, Reason{"match.amount", []any{amount, c}}
		}
		if len(sets) > 1 || worth == exactSet && (len(set) > 2 && set[len(set)-1] != len(set)-1 || amount%round == 0) {
			worth = unclear
		}
		m.settle(p, items, Payment, min(most, worth), append(slices.Clone(against), why)...)
	}
}

// round is a sum of money that several things make by chance: whole hundreds.
const round = 100_00

// promised proposes what was promised in this amount.
func (m *matcher) promised(p *payer, path []int32, most int, against []Reason) {
	c := &m.book.customers[p.customer]
	for i := c.pFrom; i < c.pTo; i++ {
		promise := &m.book.promises[i]
		if promise.amount != m.receipt.Amount || promise.currency != m.currency {
			continue
		}
		items := path
		if promise.invoice != "" {
			items = slices.DeleteFunc(slices.Clone(path), func(i int32) bool { return m.book.items[i].invoice != promise.invoice })
		}
		if len(items) > 0 {
			m.settle(p, items, Payment, min(most, exactPromise), append(slices.Clone(against), Reason{"match.promise", []any{promise.until}})...)
			return
		}
	}
}

// oldest spreads money that names nothing over what is open, the oldest first.
func (m *matcher) oldest(p *payer, path []int32, most int, against []Reason) {
	worth := oldestFirst
	var total money.Minor
	for _, i := range path {
		it := &m.book.items[i]
		total += it.open
		if missing := it.open - m.receipt.Amount; missing > 0 && missing*20 <= it.open {
			worth = unclear // it may be this one less a fee or a discount
		}
	}
	kind := Short
	if total < m.receipt.Amount {
		kind, worth = Overpayment, unclear
	}
	m.settle(p, path, kind, min(most, worth), append(slices.Clone(against), Reason{"match.oldest", nil})...)
}

// credit proposes an advance.
func (m *matcher) credit(p *payer, most int, against []Reason, worth int) {
	m.propose(p, Proposal{Kind: Advance, Rest: m.receipt.Amount}, min(most, worth), append(slices.Clone(against), Reason{"match.advance", nil})...)
}

func (m *matcher) settle(p *payer, items []int32, kind Kind, worth int, reasons ...Reason) {
	proposal := Proposal{Kind: kind}
	proposal.Shares, proposal.Rest = m.book.shareItems(items, m.receipt.Amount)
	m.propose(p, proposal, worth, reasons...)
}

// propose adds a proposal: as sure as the weaker of who pays and what for.
func (m *matcher) propose(p *payer, proposal Proposal, worth int, reasons ...Reason) {
	proposal.Customer = m.book.customers[p.customer].id
	proposal.Confidence = min(p.confidence, worth)
	proposal.Reasons = append(slices.Clone(p.reasons), reasons...)
	if proposal.Rest != 0 && proposal.Contract == "" {
		contract, ok := m.restContract(p, &proposal)
		proposal.Contract = contract
		if !ok && !m.book.settings.CrossContracts {
			proposal.Confidence = min(proposal.Confidence, unclear)
		}
	}
	m.proposals = append(m.proposals, proposal)
}

// restContract is the contract that the rest belongs to, and whether that is
// sure: the one named, the one of all shares, the customer's only one.
func (m *matcher) restContract(p *payer, proposal *Proposal) (id.Contract, bool) {
	if at := m.namedContract(p.customer); at >= 0 {
		return m.book.contracts[at].id, true
	}
	if len(proposal.Shares) > 0 {
		first := proposal.Shares[0]
		proposal.Customer = first.Customer
		other := slices.ContainsFunc(proposal.Shares, func(s Share) bool { return s.Contract != first.Contract || s.Customer != first.Customer })
		return first.Contract, !other
	}
	switch c := &m.book.customers[p.customer]; c.kTo - c.kFrom {
	case 0:
		return "", true
	case 1:
		return m.book.contracts[c.kFrom].id, true
	}
	return "", false
}

// answer orders the proposals, drops those that say the same, and judges.
func (m *matcher) answer() Answer {
	slices.SortStableFunc(m.proposals, func(x, y Proposal) int { return y.Confidence - x.Confidence })
	var kept []Proposal
	for _, p := range m.proposals {
		if !slices.ContainsFunc(kept, func(k Proposal) bool { return sameBooking(&k, &p) }) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return Answer{Verdict: Unknown}
	}
	verdict := Doubtful
	if best := &kept[0]; best.Confidence >= m.book.settings.Sure {
		verdict = Sure
		if len(kept) > 1 && kept[1].Confidence >= m.book.settings.Sure && best.Confidence-kept[1].Confidence < margin {
			verdict = Doubtful
			best.Reasons = append(best.Reasons, Reason{"match.rival", []any{string(kept[1].Customer)}})
		}
	}
	return Answer{verdict, kept[:min(len(kept), MaxProposals)]}
}

// margin is how much surer than the next the best proposal must be, where both
// could be booked.
const margin = 50

func sameBooking(x, y *Proposal) bool {
	if x.Rest != 0 && (x.Customer != y.Customer || x.Contract != y.Contract) {
		return false
	}
	return x.Rest == y.Rest && (x.Kind == y.Kind || len(x.Shares) > 0) && slices.Equal(x.Shares, y.Shares)
}
