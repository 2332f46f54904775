package intake

import "debitor/internal/money"

// Balance is what other books say that a customer owes; negative is in his
// favour. Customer and contract stand as those books name them: code, number or
// name.
type Balance struct {
	Customer string
	TaxID    string
	Contract string // empty: the books keep none
	Amount   money.Minor
	Currency money.Currency
}

// balance reads a row of balances: a signed amount, or one for each side.
func (r *reader) balance() Balance {
	b := Balance{Customer: r.must("customer"), TaxID: r.text("tax_id"), Contract: r.text("contract"), Currency: r.currency()}
	owed, credit := r.amountIfAny("open", b.Currency), r.amountIfAny("credit", b.Currency)
	if owed == nil && credit == nil {
		r.mustNotBeEmpty("open")
		return b
	}
	if owed != nil {
		b.Amount = *owed
	}
	if credit != nil {
		b.Amount -= max(*credit, -*credit) // some write credits with a minus
	}
	return b
}
