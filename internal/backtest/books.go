package backtest

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// books are a customer's account that moves forward day by day. It is what
// History.At gives, without beginning anew on every day.
type books struct {
	history *ledger.History
	account ledger.Account // as of the day; Steps and Record are the policies'
	live    []int          // the history's items that are open: those of account.Items, in their order

	changes []change // all facts, by the day from which they count
	next    int      // the first change ahead
	open    []money.Minor
	unused  []ledger.Credit // by currency; also nothing, and less
	events  []int           // of the history, dated up to the day
	index   map[key]int
	oldest  cal.Date // the earliest due date of what is open, 0: none has one
}

// key names an instalment.
type key struct {
	invoice id.Invoice
	part    int
}

// change is a fact that counts from a day on.
type change struct {
	on    cal.Date
	kind  changeKind
	index int // of the item, payment or event
	money.Minor
}

type changeKind uint8

const (
	issued changeKind = iota
	settled
	paid
	happened
)

// newBooks sorts the facts by day. A document may be paid before it is issued:
// the money settles it from the first, and is nobody's credit.
func newBooks(h *ledger.History) books {
	b := books{history: h, account: h.Head, open: make([]money.Minor, len(h.Items)), index: make(map[key]int, len(h.Items))}
	b.changes = make([]change, 0, 2*len(h.Items)+len(h.Payments)+len(h.Events))
	for i := range h.Items {
		it := &h.Items[i]
		b.index[key{it.Invoice, it.Part}] = i
		b.changes = append(b.changes, change{it.Issued, issued, i, it.Amount})
		for _, s := range it.Settled {
			b.changes = append(b.changes, change{s.On, settled, i, s.Amount})
		}
	}
	for i := range h.Payments {
		b.changes = append(b.changes, change{h.Payments[i].On, paid, i, h.Payments[i].Amount})
	}
	for i := range h.Events {
		b.changes = append(b.changes, change{h.Events[i].Date, happened, i, 0})
	}
	slices.SortStableFunc(b.changes, func(x, y change) int { return cmp.Compare(x.on, y.on) })
	return b
}

// advance takes in what has happened up to a day, which must not be before the
// last one, and says whether anything has.
func (b *books) advance(day cal.Date) bool {
	first := b.next
	for ; b.next < len(b.changes) && b.changes[b.next].on <= day; b.next++ {
		b.take(&b.changes[b.next])
	}
	if b.next == first {
		return false
	}
	b.rebuild()
	return true
}

func (b *books) take(c *change) {
	switch c.kind {
	case issued:
		b.move(c.index, c.Minor)
	case settled:
		it := &b.history.Items[c.index]
		b.move(c.index, -c.Minor)
		b.credit(it.Currency, -c.Minor)
		b.account.Receipts = append(b.account.Receipts, ledger.Receipt{On: c.on, Invoice: it.Invoice, Issued: it.Issued, Amount: c.Minor, Currency: it.Currency})
	case paid:
		b.credit(b.history.Payments[c.index].Currency, c.Minor)
	case happened:
		at, _ := slices.BinarySearch(b.events, c.index) // in the order of recording
		b.events = slices.Insert(b.events, at, c.index)
		b.account.Events = slices.Insert(b.account.Events, at, b.history.Events[c.index])
	}
}

// move changes what is open of an item, and whether it is among the open ones.
func (b *books) move(i int, by money.Minor) {
	was := b.open[i] > 0
	b.open[i] += by
	at, _ := slices.BinarySearch(b.live, i)
	switch is := b.open[i] > 0; {
	case is && !was:
		b.live = slices.Insert(b.live, at, i)
	case was && !is:
		b.live = slices.Delete(b.live, at, at+1)
	}
}

func (b *books) credit(c money.Currency, by money.Minor) {
	at, found := slices.BinarySearchFunc(b.unused, c, func(u ledger.Credit, c money.Currency) int { return cmp.Compare(u.Currency, c) })
	if !found {
		b.unused = slices.Insert(b.unused, at, ledger.Credit{Currency: c})
	}
	b.unused[at].Amount += by
}

// rebuild makes the account's lists of what is open and unused.
func (b *books) rebuild() {
	b.account.Items, b.account.Credits, b.oldest = b.account.Items[:0], b.account.Credits[:0], 0
	for _, i := range b.live {
		it := b.history.Items[i].Item
		it.Open = b.open[i]
		b.account.Items = append(b.account.Items, it)
		if it.Due != 0 && (b.oldest == 0 || it.Due < b.oldest) {
			b.oldest = it.Due
		}
	}
	for _, u := range b.unused {
		if u.Amount > 0 {
			b.account.Credits = append(b.account.Credits, u)
		}
	}
}
