// Package bank reads statements of bank accounts, whatever bank wrote them:
// 1CClientBankExchange, CAMT.052/053/054, MT940 and MT942, the texts of
// Belarusian client-banks, and tables with a map file. What a file is, is read
// from its bytes and never from its name.
//
// It is not: matching (see match), which says whose money an entry is, nor the
// ledger. An entry is what the bank says, with the bank's own words beside it.
//
// Invariants: a file is read whole or refused with file, line and reason;
// amounts are signed, credits to the account positive; where a statement gives
// balances or turnovers, they agree with its entries or the statement carries
// a warning that says by how much not; an entry that cannot be read with
// certainty is given with its raw text and a Problem, never guessed and never
// dropped; memory is bounded by MaxFile; XML entities are never resolved.
//
// Start with Read; formats.go tells the formats apart, each has its own file.
package bank

import (
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// File is what a statement file holds.
type File struct {
	Format     string // "1c", "camt.053", "camt.052", "camt.054", "mt940", "mt942", "by", "table"
	Encoding   string // "UTF-8", "windows-1251", "CP866", "ISO-8859-1": what the bytes are, whatever the header claims
	Statements []Statement
	Warnings   []Warning
}

// Statement is one account over one period, in one currency.
type Statement struct {
	Account  string         // as the bank writes it, without spaces: IBAN or national number
	Bank     string         // BIC of the account's bank, "" where the file does not say
	Currency money.Currency // "" where the file does not say
	Number   string         // the bank's number of the statement, "" if none
	From, To cal.Date       // the period, both days included; zero where neither file nor entries say
	Opening  *money.Minor   // nil where the file does not say
	Closing  *money.Minor
	Interim  bool // a report of the running day (CAMT.052, MT942), or a notification (CAMT.054): no end of day
	Entries  []Entry
	Line     int    // where it begins in the file
	Member   string // the file of an archive it stands in, "" outside an archive
}

// Entry is one movement of the account. Where the bank books a batch and names
// its transactions, each transaction is an entry.
type Entry struct {
	Date         cal.Date // booked by the bank
	ValueDate    cal.Date // from which it counts; the booking date where the bank gives none
	Amount       money.Minor
	Currency     money.Currency
	Counterparty string // the other side's name; of a credit the payer
	TaxID        string // the other side's tax identifier
	Account      string // the other side's account
	Bank         string // the other side's bank, by BIC or national code
	Purpose      string
	Reference    string // the payer's: order number, end-to-end identifier; "" where it is "NOTPROVIDED"
	BankRef      string // the bank's own
	Code         string // the bank's kind of movement: GVC, transaction type, document kind
	Fee          bool   // the bank's own charge or interest
	Reversal     bool   // takes back an earlier movement
	Pending      bool   // announced, not booked
	Raw          string // as it stands in the file
	Problem      string // code of what could not be read, "" if nothing: such an entry waits for a person
	Line         int
}

// Warning is something to be looked at in a file that was read.
type Warning struct {
	Line   int        // 0: the file as a whole
	Member string     // the file of an archive it is about, "" outside an archive
	Code   string     // "bank.totals", "bank.date", ...
	Text   string     // English; doors translate by Code and Args
	Args   fault.Args // whole numbers and texts
}
