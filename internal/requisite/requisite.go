// Package requisite checks the numbers by which companies, accounts and banks
// are known: tax numbers, IBANs, BICs, Russian accounts. Whatever can be told
// from the number alone is told; whether it belongs to somebody is not known.
//
// It is not a register, and it asks none. It never changes a number: Compact
// gives the form that is compared. Its faults are of kind Input, and their codes
// name the number that is wrong.
//
// Start with Details.Flaws.
package requisite

import (
	"strings"

	"debitor/internal/fault"
)

// Details are the requisites of one company, as people wrote them down; what is
// empty is not known and not wrong.
type Details struct {
	Country      string // of the company, ISO 3166-1 alpha-2: whose numbers they are
	TaxID        string
	KPP          string // Russia
	Registration string // the number in the register; Russia: ОГРН or ОГРНИП
	Account      string // IBAN; in Russia the account of 20 digits
	BIC          string // of its bank
	Corr         string // the bank's correspondent account; Russia
}

// The fields of Details, as a Flaw names them.
const (
	TaxID        = "tax_id"
	KPPField     = "kpp"
	Registration = "registration"
	Account      = "account"
	BICField     = "bic"
	Corr         = "correspondent"
)

// Fields are the names of all fields, in their order.
var Fields = []string{TaxID, KPPField, Registration, Account, BICField, Corr}

// Flaw is what is wrong with one of the details.
type Flaw struct {
	Field string // of Fields
	Value string // as it was written
	*fault.Fault
}

// Flaws are the details that cannot be right, in the order of Fields.
func (d Details) Flaws() (list []Flaw) {
	account, bic := Compact(d.Account), Compact(d.BIC)
	national := IsNational(account)
	for _, c := range []struct {
		field, value string
		check        func() *fault.Fault
	}{
		{TaxID, d.TaxID, func() *fault.Fault { return Tax(d.Country, d.TaxID) }},
		{KPPField, d.KPP, func() *fault.Fault { return KPP(Compact(d.KPP)) }},
		{Registration, d.Registration, func() *fault.Fault { return Register(d.Country, Compact(d.Registration)) }},
		{Account, d.Account, func() *fault.Fault {
			switch {
			case !national:
				return IBAN(account)
			case d.Country == "RU" && (bic == "" || RussianBIC(bic) == nil):
				return RussianAccount(account, bic)
			}
			return nil // elsewhere nothing is known of accounts that are no IBANs
		}},
		{BICField, d.BIC, func() *fault.Fault {
			if d.Country == "RU" && (national || account == "") && onlyDigits(bic) {
				return RussianBIC(bic)
			}
			return BIC(bic)
		}},
		{Corr, d.Corr, func() *fault.Fault { return Correspondent(Compact(d.Corr), bic) }},
	} {
		if strings.TrimSpace(c.value) == "" {
			continue
		}
		if f := c.check(); f != nil {
			list = append(list, Flaw{c.field, c.value, f})
		}
	}
	return list
}

// Compact is a number without the blanks, points, dashes and slashes that group
// it, in capitals.
func Compact(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f\t.-/", r) {
			return -1
		}
		return r
	}, s))
}

// onlyDigits says whether there are digits and nothing else.
func onlyDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// mistyped is that a number has the right form and a wrong check digit.
func mistyped(number string) *fault.Fault {
	return fault.New(fault.Input, "requisite.digit", "the check digit of %s does not agree: a digit is wrong, or two are swapped", number)
}
