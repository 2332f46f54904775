package ledger

import (
	"cmp"
	"slices"
	"sort"
)

// byInvoice finds the items of an account that a fact is about: customers with
// thousands of documents have thousands of facts.
type byInvoice struct {
	all    []int // every item, in the account's order
	sorted []int // the same by invoice, those of one in the account's order
}

// index prepares to find items of the account, in the memory it has.
func (x *byInvoice) index(a *Account) {
	x.all = resize(x.all, len(a.Items))
	for i := range x.all {
		x.all[i] = i
	}
	x.sorted = append(x.sorted[:0], x.all...)
	slices.SortFunc(x.sorted, func(i, j int) int {
		return cmp.Or(cmp.Compare(a.Items[i].Invoice, a.Items[j].Invoice), cmp.Compare(i, j))
	})
}

// of is the places of the items of the event's document, or of all items where
// it is about the whole customer.
func (x *byInvoice) of(a *Account, e *Event) []int {
	if e.Invoice == "" {
		return x.all
	}
	from := sort.Search(len(x.sorted), func(k int) bool { return a.Items[x.sorted[k]].Invoice >= e.Invoice })
	to := from
	for to < len(x.sorted) && a.Items[x.sorted[to]].Invoice == e.Invoice {
		to++
	}
	return x.sorted[from:to]
}
