package reconcile

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Key is what a balance is of.
type Key struct {
	Customer id.Customer
	Contract id.Contract // empty: of no contract, or of all where a side keeps none
	Currency money.Currency
}

func (k Key) compare(other Key) int {
	return cmp.Or(cmp.Compare(k.Customer, other.Customer), cmp.Compare(k.Contract, other.Contract), cmp.Compare(k.Currency, other.Currency))
}

// Balance is what is owed, or a part of it; negative is in the customer's
// favour.
type Balance struct {
	Key
	Amount money.Minor
}

// Cause is why two balances are likely to differ.
type Cause string

// The causes, from the surest to the least.
const (
	None                Cause = ""
	UnknownCustomer     Cause = "unknown_customer"      // the books have a customer we do not have
	Rounding            Cause = "rounding"              // a difference of small change
	OtherContract       Cause = "other_contract"        // the same amount is missing under another contract
	CutOff              Cause = "date"                  // booked on another day, around the day of the balance
	MissingPaymentThere Cause = "missing_payment_there" // we have a payment of this amount, the books do not
	MissingInvoiceThere Cause = "missing_invoice_there" // we have a new document of this amount, the books do not
	MissingPaymentHere  Cause = "missing_payment_here"  // the books have a payment that we have not
	MissingInvoiceHere  Cause = "missing_invoice_here"  // the books have a document that we have not
)

// Difference is one balance on both sides; Cause is None where they agree.
type Difference struct {
	Key
	Ours, Theirs money.Minor
	Cause        Cause
	Document     string      // ours, that explains it; empty: none
	Other        id.Contract // of OtherContract: where the amount stands
}

// Amount is by how much more is owed by our books.
func (d *Difference) Amount() money.Minor { return d.Ours - d.Theirs }

// Totals sets balances side by side, in the order of keys. A customer of whom
// the books keep no contract is compared as a whole. Balances of one key are
// summed.
func Totals(ours, books []Balance) []Difference {
	contracts := map[id.Customer]bool{} // whether the books tell his contracts apart
	for _, b := range books {
		contracts[b.Customer] = contracts[b.Customer] || b.Contract != ""
	}
	all := map[Key]*Difference{}
	at := func(b Balance) *Difference {
		if split, there := contracts[b.Customer]; there && !split {
			b.Contract = ""
		}
		if all[b.Key] == nil {
			all[b.Key] = &Difference{Key: b.Key}
		}
		return all[b.Key]
	}
	for _, b := range ours {
		at(b).Ours += b.Amount
	}
	for _, b := range books {
		at(b).Theirs += b.Amount
	}
	list := make([]Difference, 0, len(all))
	for _, d := range all {
		list = append(list, *d)
	}
	slices.SortFunc(list, func(a, b Difference) int { return a.compare(b.Key) })
	return list
}

// smallChange is up to what a difference is taken for one of rounding: one
// hundred of the smallest units, a rouble or a euro.
const smallChange money.Minor = 100

// cutOff is how many days around the day of a balance somebody may have booked
// on the other side of it.
const cutOff = 5

// Explain names the likely cause of each difference of one customer. lines are
// all of his that we have, in their currencies, those of the days after the day
// included.
func Explain(day cal.Date, differences []Difference, known bool, lines map[money.Currency][]Line) {
	for i := range differences {
		d := &differences[i]
		if d.Amount() == 0 || d.Cause != None {
			continue
		}
		switch {
		case !known:
			d.Cause = UnknownCustomer
		case d.moved(differences[i+1:]):
		case d.Amount() <= smallChange && d.Amount() >= -smallChange:
			d.Cause = Rounding
		default:
			d.search(day, lines[d.Currency])
		}
	}
}

// moved looks for the same amount the other way round under another contract.
func (d *Difference) moved(others []Difference) bool {
	for i := range others {
		if o := &others[i]; o.Cause == None && o.Currency == d.Currency && o.Amount() == -d.Amount() {
			d.Cause, d.Other = OtherContract, o.Contract
			o.Cause, o.Other = OtherContract, d.Contract
			return true
		}
	}
	return false
}

// search looks for a line of this amount: the nearest to the day counts.
func (d *Difference) search(day cal.Date, lines []Line) {
	best, nearest := -1, 0
	for i := range lines {
		line := &lines[i]
		effect := line.effect()
		if line.Date > day {
			effect = -effect // the books may have it already
		}
		away := max(int(line.Date)-int(day), int(day)-int(line.Date))
		if effect != d.Amount() || line.Date > day+cutOff || d.Contract != "" && line.Contract != d.Contract {
			continue
		}
		if best < 0 || away < nearest {
			best, nearest = i, away
		}
	}
	switch {
	case best >= 0 && nearest <= cutOff:
		d.Cause, d.Document = CutOff, lines[best].Document
	case best >= 0 && d.Amount() < 0:
		d.Cause, d.Document = MissingPaymentThere, lines[best].Document
	case best >= 0 && nearest <= newDocument:
		d.Cause, d.Document = MissingInvoiceThere, lines[best].Document
	case best >= 0:
		d.Cause, d.Document = MissingPaymentHere, lines[best].Document
	case d.Amount() > 0:
		d.Cause = MissingPaymentHere
	default:
		d.Cause = MissingInvoiceHere
	}
}

// newDocument is for how many days a document is more likely to be missing in
// the books than to be paid there already.
const newDocument = 14
