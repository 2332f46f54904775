package intake

import (
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/ledger"
)

// Kind is what a file's rows are.
type Kind string

// The kinds of the import command, named as its flag names them.
const (
	Customers Kind = "customers"
	Contacts  Kind = "contacts"
	Contracts Kind = "contracts"
	Invoices  Kind = "invoices"
	Positions Kind = "positions"
	Payments  Kind = "payments"
	Events    Kind = "events"
	OpenItems Kind = "open-items"
	Payables  Kind = "payables"
	Orders    Kind = "orders" // and goods that went without an invoice
)

// Movements are the rows of a bank statement. They are no kind of the import
// command: what they mean to the books is decided entry by entry. A map file may
// name them, and the bank's reader asks for them.
const Movements Kind = "movements"

// Balances are what other books say that customers owe, a row for each, his
// contract or his document. They are no kind of the import command either: our
// books are compared with them, and nothing is taken in.
const Balances Kind = "balances"

// unimported are the kinds that a map file may name and import does not know.
var unimported = []Kind{Movements, Balances}

// Kinds lists them in the order in which files that belong together are
// imported: whatever is named by others comes first.
var Kinds = []Kind{Customers, Contacts, Contracts, Invoices, Positions, OpenItems, Payables, Payments, Events, Orders}

// ParseKind reads a kind's name.
func ParseKind(s string) (Kind, error) {
	for _, k := range Kinds {
		if string(k) == s {
			return k, nil
		}
	}
	return "", fault.New(fault.Usage, "intake.kind", "there is no kind %q of files (there are %s)", s, joined(Kinds))
}

// field is a column of the ledger's own files, by its heading there.
type field string

// form is how a field's values are written.
type form uint8

const (
	textForm     form = iota
	idForm            // an identifier: a string, leading zeros kept
	dateForm          // a day
	amountForm        // money in the row's currency
	currencyForm      // ISO 4217
	countForm         // a whole number
	percentForm       // a decimal number of percent
	languageForm      // ISO 639-1
	countryForm       // ISO 3166-1 alpha-2
	lawForm           // a country, or a part of it that has its own law: BA-FBIH
	wordForm          // one of a closed list
)

// fieldForms says how each field is written; what is not here is text.
var fieldForms = map[field]form{
	"customer": idForm, "contract": idForm, "invoice": idForm, "payment": idForm, "parent": idForm, "order": idForm, "shipment": idForm,
	"date": dateForm, "due": dateForm, "shipped": dateForm, "handed_over": dateForm, "accepted": dateForm,
	"until": dateForm, "verified_on": dateForm, "value_date": dateForm,
	"amount": amountForm, "net": amountForm, "vat": amountForm, "open": amountForm, "payable": amountForm, "limit_amount": amountForm, "debit": amountForm, "credit": amountForm,
	"currency": currencyForm, "line": countForm, "payment_days": countForm, "limit_days": countForm, "penalty_per_day": percentForm,
	"language": languageForm, "country": countryForm, "law": lawForm,
	"role": wordForm, "days_unit": wordForm, "term_from": wordForm,
}

// formOf is the form of a field in files of a kind: an event's kind is one of a
// closed list, an invoice's is the user's own word.
func formOf(k Kind, f field) form {
	if k == Events && f == "kind" {
		return wordForm
	}
	return fieldForms[f]
}

// fieldsOf lists the fields of each kind in the order of its own files, those
// that must be there first.
var fieldsOf = map[Kind]struct{ required, optional []field }{
	Customers: {
		[]field{"customer", "name"},
		append([]field{"tax_id", "language", "country", "email", "phone", "address", "category", "manager", "parent"}, cardFields()...),
	},
	Contacts: {
		[]field{"customer", "name"},
		[]field{"position", "role", "email", "phone", "language", "verified_on"},
	},
	Contracts: {
		[]field{"contract", "customer"},
		[]field{
			"number", "date", "law", "payment_days", "days_unit", "term_from", "terms", "penalty_per_day",
			"limit_amount", "limit_days", "payment_clause", "penalty_clause", "payment_order",
		},
	},
	Invoices: {
		[]field{"invoice", "customer", "date", "amount"},
		[]field{"contract", "kind", "document", "due", "currency", "shipped", "handed_over", "accepted"},
	},
	Positions: {
		[]field{"invoice", "net"},
		[]field{"line", "text", "product_group", "price_segment", "vat_rate", "vat", "currency"},
	},
	Payments: {
		[]field{"payment", "customer", "date", "amount"},
		[]field{"contract", "currency", "invoice", "purpose"},
	},
	Events: {
		[]field{"date", "kind"},
		[]field{"customer", "invoice", "amount", "currency", "until", "reason", "by", "document"},
	},
	OpenItems: {
		[]field{"customer", "invoice", "open"},
		[]field{"contract", "document", "date", "due", "currency"},
	},
	Balances: {
		[]field{"customer", "open"},
		[]field{"credit", "tax_id", "contract", "currency"},
	},
	Movements: {
		[]field{"date"},
		[]field{
			"amount", "debit", "credit", "direction", "value_date", "currency", "own_account", "counterparty", "tax_id", "account", "bank",
			"purpose", "reference", "bank_reference", "code",
		},
	},
	Payables: {
		[]field{"customer", "document", "payable"},
		[]field{"contract", "date", "due", "currency"},
	},
	Orders: {
		[]field{"customer", "order", "to_ship"},
		[]field{"shipment", "contract", "date", "currency"},
	},
}

func (k Kind) has(f field) bool {
	fs := fieldsOf[k]
	for _, list := range [][]field{fs.required, fs.optional} {
		if slices.Contains(list, f) {
			return true
		}
	}
	return false
}

func joined[T ~string](list []T) string {
	var s strings.Builder
	for i, x := range list {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(string(x))
	}
	return s.String()
}

// cardFields are those of a customer's card (ledger.CardFields).
func cardFields() []field {
	list := make([]field, len(ledger.CardFields))
	for i, f := range ledger.CardFields {
		list[i] = field(f)
	}
	return list
}
