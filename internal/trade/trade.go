// Package trade reads the files in which firms send one another invoices:
// UBL 2.1 with Peppol BIS (Invoice, CreditNote), Cross Industry Invoice of
// EN 16931, CommerceML 2 of 1C (orders, bills, shipments, counterparties), and
// the Russian УПД (ON_NSCHFDOPPR). What a file is, is read from its root
// element and namespace and never from its name.
//
// It is not: the ledger. Whether a buyer is known, under which code, and
// whether an invoice is there already, the desk asks the books. Tables of 1C
// and of others are package intake's.
//
// Invariants: nothing is guessed and nothing rounded; every value that cannot
// be read is refused with line, element and value, and all of them at once;
// sums that a file states agree with its own parts or the file is refused with
// both numbers; elements nobody knows are passed over; a DOCTYPE is refused, so
// no entity is ever resolved; memory is bounded by MaxFile, maxDepth, maxNodes.
//
// Start with Read; each format has its own file, check.go the sums.
package trade

import (
	"debitor/internal/cal"
	"debitor/internal/money"
)

// File is what a file of trade holds.
type File struct {
	Format    string // "UBL", "CII", "CommerceML", "УПД"
	Encoding  string // what the bytes are, whatever the header claims
	Documents []Document
	Parties   []Party   // counterparties outside of documents
	Refused   []Problem // values that cannot be taken in; the file then is refused whole
	Warnings  []Problem
}

// Document is one invoice, credit note, bill, order or transfer document.
type Document struct {
	Line     int    // where it begins in the file
	Kind     string // as it calls itself: "Счет на оплату", "УПД"; empty: an invoice or credit note
	NoDebt   string // code of why nothing is owed by it: "trade.order", "trade.tax_paper", …; empty: it is a debt
	Number   string // as printed
	Key      string // by which the books tell it from others: "INV-7", "CN-7" of a credit note, "УПД 209 2025"
	Date     cal.Date
	Due      cal.Date // zero: the contract's terms say
	Shipped  cal.Date
	Seller   Party
	Buyer    Party
	Contract Reference
	Currency money.Currency
	Total    money.Minor // with VAT; negative: a credit note
	VAT      money.Minor // of Total
	Prepaid  money.Minor // what was paid before it was issued, of Total
	Amount   money.Minor // what is owed by it: Total less Prepaid, rounded as it says
	Basis    string      // what it was issued by or corrects, as it says
	Terms    string      // of payment, in its own words
	Lines    []Line
}

// Line is a position of a document.
type Line struct {
	Number  int // from 1
	Text    string
	Group   string // product group, as the document classes the goods; empty if it does not
	Segment string // price segment; empty if it does not say
	Rate    string // of VAT in per cent: "20", "5.5"; empty: none
	Net     money.Minor
	VAT     money.Minor // as stated, else worked out of Net and Rate
}

// Party is a seller or a buyer.
type Party struct {
	Line    int
	ID      string // the code the document gives him; empty if none
	TaxID   string
	Name    string
	Address string
	Country string // ISO 3166-1 alpha-2; empty: not said
	Email   string
	Phone   string
}

// Reference names another document.
type Reference struct {
	Number string
	Date   cal.Date
}

// Problem is a value that is refused, or something to be looked at.
type Problem struct {
	Line    int
	Element string // path of the last two elements, with @attribute
	Value   string
	Code    string // stable, dotted; "BR-CO-10" is in Args where it is a rule of EN 16931
	Text    string // English, goes on from Value
	Args    []any
}
