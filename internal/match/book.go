package match

import (
	"cmp"
	"slices"
	"sort"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Book is what is owed and by whom, in memory, with the indexes that make a
// receipt's match cheap. Add everything, then Match: the first Match after an
// addition orders the indexes again. A Book is for one goroutine.
type Book struct {
	settings   Settings
	customers  []customer
	contracts  []contract
	items      []item
	currencies []money.Currency
	promises   []promise

	customerAt map[id.Customer]int32
	contractAt map[contractKey]int32

	ready   bool
	numbers []numberRef // by key, customer, item
	amounts []amountRef // by amount, item
	papers  []keyRef    // numbers of contracts
	payers  []keyRef    // tax identifiers, accounts and names, each kind in its own hash
	learnt  []learntRef // by key, customer
}

type customer struct {
	id         id.Customer
	name       string
	taxID      string
	parent     id.Customer
	accounts   []string
	from, to   int32 // his items
	pFrom, pTo int32 // his promises
	kFrom, kTo int32 // his contracts
	children   []int32
}

type contract struct {
	id       id.Contract
	customer id.Customer
	number   string
}

type contractKey struct {
	customer id.Customer
	contract id.Contract
}

// item is an instalment, kept small: there are a million of them.
type item struct {
	invoice     id.Invoice
	open        money.Minor
	customer    int32
	contract    int32 // -1: none
	issued, due cal.Date
	part        int32
	currency    int32
	core        uint64 // the number of the document, to find typing errors; 0: none
}

type promise struct {
	customer int32
	invoice  id.Invoice
	amount   money.Minor
	currency int32
	until    cal.Date
}

type numberRef struct {
	key            uint64
	customer, item int32
}

type amountRef struct {
	open money.Minor
	item int32
}

type keyRef struct {
	key uint64
	at  int32 // a customer, or a contract
}

type learntRef struct {
	key      uint64
	customer int32
	times    int32
}

// New is an empty book.
func New(s Settings) *Book {
	s.Sure = cmp.Or(s.Sure, DefaultSure)
	s.Fee = cmp.Or(s.Fee, DefaultFee)
	return &Book{settings: s, customerAt: map[id.Customer]int32{}, contractAt: map[contractKey]int32{}}
}

// AddCustomer adds who may pay. Each customer is added once, in any order
// with what he owes.
func (b *Book) AddCustomer(c Customer) {
	at := &b.customers[b.customer(c.Customer)]
	at.name, at.taxID, at.parent = c.Name, c.TaxID, c.Parent
	at.accounts = slices.Clone(c.Accounts)
	b.ready = false
}

// AddContract adds a contract, so that its number is understood in a purpose.
func (b *Book) AddContract(c Contract) {
	b.customer(c.Customer)
	b.contracts[b.contract(c.Customer, c.Contract)].number = c.Number
	b.ready = false
}

// Expect makes room for so many instalments, so that a large book does not take
// twice its size while it grows.
func (b *Book) Expect(items int) {
	b.items = slices.Grow(b.items, items)
	b.numbers = slices.Grow(b.numbers, items)
}

// AddItem adds an instalment, each once.
func (b *Book) AddItem(i Item) {
	n := int32(len(b.items))
	it := item{
		invoice: i.Invoice, open: i.Open, customer: b.customer(i.Customer), contract: -1,
		issued: i.Issued, due: i.Due, part: int32(i.Part), currency: b.currency(i.Currency),
	}
	if i.Contract != "" {
		it.contract = b.contract(i.Customer, i.Contract)
	}
	if m := documentNumber(cmp.Or(i.Document, string(i.Invoice))); m != nil {
		it.core = coreOf(m.core)
		for _, key := range m.keys {
			b.numbers = append(b.numbers, numberRef{key, it.customer, n})
		}
	}
	b.items = append(b.items, it)
	b.ready = false
}

// AddPromise adds a promise that is still waited for.
func (b *Book) AddPromise(p Promise) {
	b.promises = append(b.promises, promise{b.customer(p.Customer), p.Invoice, p.Amount, b.currency(p.Currency), p.Until})
	b.ready = false
}

// Learn adds what a person decided before. It may be called between matches.
func (b *Book) Learn(l Learnt) {
	known := len(b.customers)
	fact := learntRef{hash(l.Kind, l.Key), b.customer(l.Customer), int32(l.Times)}
	if !b.ready || len(b.customers) > known {
		b.learnt = append(b.learnt, fact)
		b.ready = false
		return
	}
	at, _ := slices.BinarySearchFunc(b.learnt, fact, compareLearnt)
	b.learnt = slices.Insert(b.learnt, at, fact)
}

// Facts is what is to be learnt when a person gives a receipt to a customer:
// the payer's account, tax identifier and name, those that the receipt has,
// each once.
func Facts(r Receipt, c id.Customer) (facts []Learnt) {
	for _, f := range []Learnt{
		{ByAccount, cleanCode(r.Account), c, 1},
		{ByTaxID, cleanCode(r.TaxID), c, 1},
		{ByName, nameKey(r.Payer), c, 1},
	} {
		if f.Key != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// Settle takes what a proposal settles from what is open, so that the next
// receipt sees what is left; Unsettle gives it back. A share of an instalment
// that the book does not hold is passed over.
func (b *Book) Settle(p Proposal) { b.move(p, -1) }

// Unsettle is the reverse of Settle.
func (b *Book) Unsettle(p Proposal) { b.move(p, 1) }

func (b *Book) move(p Proposal, sign money.Minor) {
	b.build()
	for _, s := range p.Shares {
		at, ok := b.customerAt[s.Customer]
		if !ok {
			continue
		}
		for i := b.customers[at].from; i < b.customers[at].to; i++ {
			if it := &b.items[i]; it.invoice == s.Invoice && int(it.part) == s.Part {
				it.open += sign * s.Amount
				break
			}
		}
	}
}

// customer is the place of a customer, made where he is new.
func (b *Book) customer(c id.Customer) int32 {
	at, ok := b.customerAt[c]
	if !ok {
		at = int32(len(b.customers))
		b.customers = append(b.customers, customer{id: c})
		b.customerAt[c] = at
	}
	return at
}

func (b *Book) contract(c id.Customer, k id.Contract) int32 {
	key := contractKey{c, k}
	at, ok := b.contractAt[key]
	if !ok {
		at = int32(len(b.contracts))
		b.contracts = append(b.contracts, contract{id: k, customer: c})
		b.contractAt[key] = at
	}
	return at
}

func (b *Book) currency(c money.Currency) int32 {
	at := slices.Index(b.currencies, c)
	if at < 0 {
		at = len(b.currencies)
		b.currencies = append(b.currencies, c)
	}
	return int32(at)
}

// build orders everything by the company's own identifiers, so that the order
// of adding leaves no trace, and makes the indexes.
func (b *Book) build() {
	if b.ready {
		return
	}
	b.ready = true
	b.orderCustomers()
	b.orderContracts()
	b.orderItems()
	b.indexPayers()
}

// places sorts n things and says where each goes.
func places(n int, compare func(x, y int32) int) (to []int32) {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, compare)
	to = make([]int32, n)
	for at, was := range order {
		to[was] = int32(at)
	}
	return to
}

// arrange puts things where they go, in place: there may be a million of them.
// It uses to up.
func arrange[T any](things []T, to []int32) {
	for i := range things {
		for int(to[i]) != i {
			j := to[i]
			things[i], things[j] = things[j], things[i]
			to[i], to[j] = to[j], j
		}
	}
}

func (b *Book) orderCustomers() {
	to := places(len(b.customers), func(x, y int32) int { return cmp.Compare(b.customers[x].id, b.customers[y].id) })
	for i := range b.items {
		b.items[i].customer = to[b.items[i].customer]
	}
	for i := range b.promises {
		b.promises[i].customer = to[b.promises[i].customer]
	}
	for i := range b.numbers {
		b.numbers[i].customer = to[b.numbers[i].customer]
	}
	for i := range b.learnt {
		b.learnt[i].customer = to[b.learnt[i].customer]
	}
	arrange(b.customers, to)
	for i := range b.customers {
		b.customerAt[b.customers[i].id] = int32(i)
	}
}

func (b *Book) orderContracts() {
	to := places(len(b.contracts), func(x, y int32) int {
		p, q := &b.contracts[x], &b.contracts[y]
		return cmp.Or(cmp.Compare(p.customer, q.customer), cmp.Compare(p.id, q.id))
	})
	for i := range b.items {
		if b.items[i].contract >= 0 {
			b.items[i].contract = to[b.items[i].contract]
		}
	}
	arrange(b.contracts, to)
	b.papers = b.papers[:0]
	for i := range b.customers {
		b.customers[i].kFrom, b.customers[i].kTo = 0, 0
	}
	for i := range b.contracts {
		k := &b.contracts[i]
		b.contractAt[contractKey{k.customer, k.id}] = int32(i)
		if m := documentNumber(cmp.Or(k.number, string(k.id))); m != nil {
			for _, key := range m.keys {
				b.papers = append(b.papers, keyRef{key, int32(i)})
			}
		}
		c := &b.customers[b.customerAt[k.customer]]
		if c.kTo == 0 {
			c.kFrom = int32(i)
		}
		c.kTo = int32(i) + 1
	}
	slices.SortFunc(b.papers, compareKey)
}

func (b *Book) orderItems() {
	to := places(len(b.items), func(x, y int32) int { return compareItem(&b.items[x], &b.items[y]) })
	for i := range b.numbers {
		b.numbers[i].item = to[b.numbers[i].item]
	}
	arrange(b.items, to)
	slices.SortFunc(b.numbers, func(x, y numberRef) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.item, y.item))
	})
	b.amounts = make([]amountRef, len(b.items))
	for i := range b.items {
		b.amounts[i] = amountRef{b.items[i].open, int32(i)}
	}
	slices.SortFunc(b.amounts, func(x, y amountRef) int {
		return cmp.Or(cmp.Compare(x.open, y.open), cmp.Compare(x.item, y.item))
	})
	for i := range b.customers {
		c := &b.customers[i]
		c.from, c.to, c.pFrom, c.pTo, c.children = 0, 0, 0, 0, nil
	}
	for i := range b.items {
		c := &b.customers[b.items[i].customer]
		if c.to == 0 {
			c.from = int32(i)
		}
		c.to = int32(i) + 1
	}
	slices.SortFunc(b.promises, comparePromise)
	for i := range b.promises {
		c := &b.customers[b.promises[i].customer]
		if c.pTo == 0 {
			c.pFrom = int32(i)
		}
		c.pTo = int32(i) + 1
	}
	for i := range b.customers {
		if parent, ok := b.customerAt[b.customers[i].parent]; ok && int(parent) != i {
			b.customers[parent].children = append(b.customers[parent].children, int32(i))
		}
	}
}

// compareItem orders a customer's items as debts are settled: the oldest due
// first, those whose term has not started last.
func compareItem(x, y *item) int {
	return cmp.Or(
		cmp.Compare(x.customer, y.customer),
		cmp.Compare(uint32(x.due-1), uint32(y.due-1)),
		cmp.Compare(x.invoice, y.invoice),
		cmp.Compare(x.part, y.part))
}

func comparePromise(x, y promise) int {
	return cmp.Or(
		cmp.Compare(x.customer, y.customer), cmp.Compare(x.until, y.until),
		cmp.Compare(x.invoice, y.invoice), cmp.Compare(x.amount, y.amount))
}

func compareKey(x, y keyRef) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.at, y.at)) }

func (b *Book) indexPayers() {
	b.payers = b.payers[:0]
	add := func(kind, key string, at int) {
		if key != "" {
			b.payers = append(b.payers, keyRef{hash(kind, key), int32(at)})
		}
	}
	for i := range b.customers {
		c := &b.customers[i]
		add(ByTaxID, cleanCode(c.taxID), i)
		add(ByName, nameKey(c.name), i)
		for _, account := range c.accounts {
			add(ByAccount, cleanCode(account), i)
		}
	}
	slices.SortFunc(b.payers, compareKey)
	slices.SortFunc(b.learnt, compareLearnt)
}

func compareLearnt(x, y learntRef) int {
	return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.customer, y.customer), cmp.Compare(x.times, y.times))
}

// keyed are the entries of a key, or none.
func keyed(refs []keyRef, key uint64) []keyRef {
	from := sort.Search(len(refs), func(i int) bool { return refs[i].key >= key })
	to := from + sort.Search(len(refs)-from, func(i int) bool { return refs[from+i].key > key })
	return refs[from:to]
}

// numbered are a key's entries of one customer.
func (b *Book) numbered(key uint64, customer int32) []numberRef {
	from := sort.Search(len(b.numbers), func(i int) bool {
		r := &b.numbers[i]
		return r.key > key || r.key == key && r.customer >= customer
	})
	to := from
	for to < len(b.numbers) && b.numbers[to].key == key && b.numbers[to].customer == customer {
		to++
	}
	return b.numbers[from:to]
}

// others are the first customers, in their order, that have a document of the key.
func (b *Book) others(key uint64, limit int) (found []int32) {
	next := int32(0)
	for len(found) < limit {
		at := sort.Search(len(b.numbers), func(i int) bool {
			r := &b.numbers[i]
			return r.key > key || r.key == key && r.customer >= next
		})
		if at == len(b.numbers) || b.numbers[at].key != key {
			break
		}
		found = append(found, b.numbers[at].customer)
		next = b.numbers[at].customer + 1
	}
	return found
}
