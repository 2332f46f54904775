package match

import (
	"slices"
	"sort"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// What each sign says of who pays, in permille: how often it is he.
const (
	byTaxID        = 990
	byAccount      = 970
	byTaxIDInText  = 950
	byLearnt       = 940
	byName         = 930
	byNameNear     = 925 // the name mistyped or cut off, beside a document's number
	byNameUnproved = 915 // the same name, and a tax identifier that we do not have for him
	byContract     = 905
	byShared       = 800 // the sign fits several customers
	byNameConflict = 500 // the same name with another tax identifier
	byNumbered     = 915 // a weaker sign, and the very documents and amount
	byNumberOnly   = 650
	byAmountOnly   = 300
)

// maxPayers is how many customers are looked into for one receipt.
const maxPayers = 8

// payer is who may have sent the money, or for whom it was sent.
type payer struct {
	customer   int32
	confidence int
	reasons    []Reason
	learnt     bool
	stranger   bool // only a document's number leads to him
}

// payersOf asks every sign that the receipt has, the surest first.
func (b *Book) payersOf(r *Receipt, said *reading) []payer {
	var found []payer
	add := func(customer int32, confidence int, learnt bool, reason Reason) {
		for i := range found {
			if p := &found[i]; p.customer == customer {
				// Two signs that know nothing of one another.
				another := !slices.ContainsFunc(p.reasons, func(r Reason) bool { return r.Code == "match.contract" })
				if reason.Code == "match.contract" && another && min(p.confidence, confidence) >= byNumberOnly {
					confidence = max(confidence, byNumbered)
				}
				if reason.Code == "match.contract" && !another {
					return
				}
				p.confidence = max(p.confidence, confidence)
				p.learnt = p.learnt || learnt
				p.reasons = append(p.reasons, reason)
				return
			}
		}
		found = append(found, payer{customer, confidence, []Reason{reason}, learnt, false})
	}
	byKey := func(kind, key string, confidence int, code string) {
		if key == "" {
			return
		}
		hits := keyed(b.payers, hash(kind, key))
		if len(hits) > 1 {
			confidence = min(confidence, byShared)
		}
		for _, hit := range hits[:min(len(hits), maxPayers)] {
			add(hit.at, confidence, false, Reason{code, []any{key}})
		}
		b.learntFrom(r, kind, key, add)
	}
	byKey(ByTaxID, cleanCode(r.TaxID), byTaxID, "match.tax_id")
	byKey(ByAccount, cleanCode(r.Account), byAccount, "match.account")
	for _, code := range said.codes {
		byKey(ByTaxID, code, byTaxIDInText, "match.tax_id")
		byKey(ByAccount, code, byTaxIDInText, "match.account")
	}
	b.byName(r, add)
	for i := range said.contracts {
		b.byContract(r, &said.contracts[i], add)
	}
	slices.SortStableFunc(found, func(x, y payer) int {
		if x.confidence != y.confidence {
			return y.confidence - x.confidence
		}
		return int(x.customer - y.customer)
	})
	return found[:min(len(found), maxPayers)]
}

type addPayer func(customer int32, confidence int, learnt bool, reason Reason)

// learntFrom adds to whom people gave the money of such a payer before. Once is
// enough where the payer's name is like the customer's; for a stranger, or where
// he paid for several, it says only that it may be so.
func (b *Book) learntFrom(r *Receipt, kind, key string, add addPayer) {
	h := hash(kind, key)
	from := sort.Search(len(b.learnt), func(i int) bool { return b.learnt[i].key >= h })
	to := from
	for to < len(b.learnt) && b.learnt[to].key == h {
		to++
	}
	several := to > from && b.learnt[from].customer != b.learnt[to-1].customer
	for n := 0; from < to && n < maxPayers; n++ {
		customer, times := b.learnt[from].customer, 0
		for ; from < to && b.learnt[from].customer == customer; from++ {
			times += int(b.learnt[from].times)
		}
		confidence := byLearnt
		switch {
		case kind == ByName && (b.otherTaxID(r, customer) || len(keyed(b.payers, hash(ByName, key))) > 1):
			confidence = byNameConflict
		case several, times < 2 && !alike(r.Payer, b.customers[customer].name):
			confidence = byShared
		}
		add(customer, confidence, true, Reason{"match.learnt", []any{kind, times}})
	}
}

// byName adds the customers of the payer's name. One name may be of several
// firms: the tax identifier tells them apart where both are known.
func (b *Book) byName(r *Receipt, add addPayer) {
	key := nameKey(r.Payer)
	if key == "" {
		return
	}
	hits := keyed(b.payers, hash(ByName, key))
	for _, hit := range hits[:min(len(hits), maxPayers)] {
		confidence := byName
		switch {
		case b.otherTaxID(r, hit.at):
			confidence = byNameConflict
		case len(hits) > 1:
			confidence = byShared
		case r.TaxID != "" && b.customers[hit.at].taxID == "":
			confidence = byNameUnproved
		}
		add(hit.at, confidence, false, Reason{"match.name", []any{b.customers[hit.at].name}})
	}
	b.learntFrom(r, ByName, key, add)
}

// otherTaxID says that payer and customer have tax identifiers that differ.
func (b *Book) otherTaxID(r *Receipt, customer int32) bool {
	his := b.customers[customer].taxID
	return r.TaxID != "" && his != "" && cleanCode(his) != cleanCode(r.TaxID)
}

// byContract adds whose contract the purpose names. A short number without
// letters ("12") is everybody's.
func (b *Book) byContract(r *Receipt, m *mention, add addPayer) {
	for n, key := range m.keys {
		hits := keyed(b.papers, key)
		if len(hits) == 0 {
			continue
		}
		confidence := byContract
		if len(hits) > 1 || n > 0 || len(m.core) < 4 {
			confidence = byNumberOnly
		}
		if len(hits) <= maxPayers {
			for _, hit := range hits {
				customer := b.customerAt[b.contracts[hit.at].customer]
				sure := confidence
				switch {
				case b.otherTaxID(r, customer):
					sure = byNameConflict
				case alike(r.Payer, b.customers[customer].name):
					sure = max(sure, byNumbered)
				}
				add(customer, sure, false, Reason{"match.contract", []any{m.text}})
			}
		}
		return
	}
}

// strangers are customers that have a document with a number that the purpose
// names although nothing says that they pay.
func (b *Book) strangers(r *Receipt, said *reading, known []payer) (found []payer) {
	somebody := slices.ContainsFunc(known, func(p payer) bool { return p.confidence > byShared })
	for i := range said.numbers {
		m := &said.numbers[i]
		if len(m.core) < 3 {
			continue
		}
		for _, at := range b.others(m.keys[0], maxPayers) {
			is := func(p payer) bool { return p.customer == at }
			if slices.ContainsFunc(known, is) || slices.ContainsFunc(found, is) {
				continue
			}
			p := payer{customer: at, confidence: byNumberOnly, stranger: true}
			switch {
			case !somebody && m.strong && len(m.core) >= 4 && !b.otherTaxID(r, at) && alike(r.Payer, b.customers[at].name):
				p.confidence = byNameNear
				p.reasons = []Reason{{"match.name", []any{b.customers[at].name}}}
			case r.Payer != "" || r.TaxID != "" || r.Account != "":
				p.reasons = []Reason{{"match.third_party", []any{r.Payer}}}
			}
			found = append(found, p)
		}
	}
	return found[:min(len(found), maxPayers)]
}

// sameAmount are customers of whom one open instalment has the amount: all
// that is left to suggest when nothing else is known.
func (b *Book) sameAmount(amount money.Minor, currency int32, day cal.Date) (found []int32) {
	from := sort.Search(len(b.amounts), func(i int) bool { return b.amounts[i].open >= amount })
	for i := from; i < len(b.amounts) && b.amounts[i].open == amount; i++ {
		it := &b.items[b.amounts[i].item]
		if it.open == amount && it.currency == currency && it.issued <= day {
			found = append(found, b.amounts[i].item)
		}
		if len(found) > MaxProposals {
			return nil
		}
	}
	return found
}
