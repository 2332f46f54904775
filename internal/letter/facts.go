package letter

import (
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
)

// MaxItems bounds the documents of one letter: 300 pages of table, more than
// anyone reads, and a limit for what a template can be made to print.
const MaxItems = 10_000

// Facts is everything a letter is made from. A template reaches a field by its
// name: {{.Debtor.Name}}, {{.Creditor.Phone}}, {{.Manager.Name}}; dates and
// amounts go through a function: {{date .Deadline}}, {{money .Total}}. What
// concerns all documents together comes from functions without arguments
// (see Functions). The JSON form is stored, frozen, beside the letter; its keys
// are never renamed.
type Facts struct {
	ID           id.Letter      `json:"id"`                  // the letter's number, as printed in the reference line
	Kind         Kind           `json:"kind"`                // which letter it is
	Lang         string         `json:"lang"`                // language of the letter, ISO 639-1
	Date         cal.Date       `json:"date"`                // the run's date: the date of the letter
	Creditor     Creditor       `json:"cred"`                // who writes
	Debtor       Debtor         `json:"debt"`                // to whom
	Items        []Item         `json:"items"`               // the documents, in the order of the table
	Currency     money.Currency `json:"cur"`                 // of every amount in the letter
	Total        money.Minor    `json:"total"`               // sum of the open amounts of all documents
	Unapplied    money.Minor    `json:"free,omitzero"`       // the customer's money that settled nothing when the letter was made; not printed
	Hold         Hold           `json:"hold,omitzero"`       // whether shipments are stopped now
	Deadline     cal.Date       `json:"until,omitempty"`     // last day to pay, printed as a date
	DeadlineDays int            `json:"untilDays,omitzero"`  // the same in days from Date: "within 5 calendar days"
	Manager      Manager        `json:"mgr,omitzero"`        // who answers questions about this letter
	Law          Law            `json:"law,omitempty"`       // governs the contracts of all documents; empty: several, another or unknown
	Clauses      Clauses        `json:"clauses,omitzero"`    // of the one contract all documents share
	NoPenalty    bool           `json:"noPenalty,omitempty"` // the law of one of the contracts knows no penalty on a money debt (LAW.md 4.4)
	Accrual      Accrual        `json:"accr,omitzero"`       // what lateness has cost up to the letter's date; only where the template speaks of it
	Soft         bool           `json:"soft,omitempty"`      // the customer is written to in a soft tone
	Post         Post           `json:"post,omitempty"`      // how the printed letter is posted
	Earlier      Ref            `json:"earlier,omitzero"`    // the last letter about these debts, if there was one
	Corrects     Ref            `json:"corrects,omitzero"`   // the letter a correction takes back
	Paid         money.Minor    `json:"paid,omitzero"`       // what a letter of thanks is for
	PaidOn       cal.Date       `json:"paidOn,omitempty"`    // the day it came
	Prepay       int            `json:"prepay,omitzero"`     // per cent to be paid in advance from now on
	PrepayUntil  cal.Date       `json:"prepayTo,omitempty"`  // the last day of that rule; 0: until further notice
	History      []Event        `json:"history,omitempty"`   // what has been done, for papers of the house: {{history}}
	Signer       Person         `json:"signer,omitzero"`     // who signs this letter in the signatory's place; may be empty
	From         Person         `json:"from,omitzero"`       // who writes a paper of the house
	To           Person         `json:"to,omitzero"`         // who reads it
}

// Post is the class of mail of a printed letter.
type Post string

// The classes of mail.
const (
	Ordinary   Post = "ordinary"
	Registered Post = "registered" // with notice of receipt
	Valuable   Post = "valuable"   // of declared value, with inventory
)

// Posts lists the classes of mail from the plainest up.
func Posts() []Post { return []Post{Ordinary, Registered, Valuable} }

// Clauses are what a contract says of payment, as it calls its parts.
type Clauses struct {
	Payment string `json:"pay,omitempty"`     // "п. 5.2", "section 4.1"
	Penalty string `json:"penalty,omitempty"` // "п. 7.3"
	PerDay  string `json:"perDay,omitempty"`  // penalty per day in per cent with a decimal point, "0.1"
}

// Accrual is penalty or interest up to the letter's date. It is empty where it
// could not be counted for all of the documents, or by rules or rates that nobody
// verified.
type Accrual struct {
	Amount money.Minor   `json:"amount,omitzero"` // of all documents
	PerDay money.Minor   `json:"perDay,omitzero"` // what each further day adds
	Lines  []AccrualLine `json:"lines,omitempty"` // the calculation: {{calculation}} prints it
}

// AccrualLine is some days of one document in which nothing changed.
type AccrualLine struct {
	Document string      `json:"doc"`              // as printed
	From     cal.Date    `json:"from,omitempty"`   // first day; none: a sum besides, once
	To       cal.Date    `json:"to,omitempty"`     // last day
	Days     int64       `json:"days,omitzero"`    // by the law's way of counting
	Balance  money.Minor `json:"balance,omitzero"` // what was open
	Rate     string      `json:"rate,omitempty"`   // per cent with a decimal point, "0.1"
	Daily    bool        `json:"daily,omitempty"`  // the rate is one a day; else a year
	Amount   money.Minor `json:"amount"`           // what the days cost
}

// Ref names an earlier letter.
type Ref struct {
	ID    id.Letter   `json:"id,omitempty"`   // its number
	Date  cal.Date    `json:"date,omitempty"` // its date
	Total money.Minor `json:"total,omitzero"` // what it demanded, in the currency of this letter
}

// Event is something that was done about a debt.
type Event struct {
	Date cal.Date `json:"date"`
	Text string   `json:"text"` // one line
}

// Person is somebody named in a letter. Forms are the name and the position in
// a case that the rules get wrong, by hand: "dative", "dative position".
type Person struct {
	Name     string            `json:"name,omitempty"`     // "Иванов Иван Иванович" or "И. И. Иванов"
	Position string            `json:"position,omitempty"` // "Генеральный директор"
	Forms    map[string]string `json:"forms,omitempty"`
}

// Creditor is the company that writes.
type Creditor struct {
	Name       string   `json:"name"`              // full name, as in contracts
	Country    string   `json:"country,omitempty"` // ISO 3166-1 alpha-2: decides what the tax number is called
	TaxID      string   `json:"tax,omitempty"`     // INN, UNP, VAT number…
	Address    string   `json:"addr,omitempty"`    // postal address on one line
	City       string   `json:"city,omitempty"`    // where letters are signed
	Phone      string   `json:"phone,omitempty"`   // telephone, as it is to be printed
	Email      string   `json:"email,omitempty"`   // e-mail address
	Bank       []string `json:"bank,omitempty"`    // bank details as they are to be printed, line by line
	Letterhead []string `json:"head,omitempty"`    // lines under the name at the top; empty: address, tax number, phone, e-mail
	Logo       Picture  `json:"logo,omitzero"`     // above or beside the name
	Signatory  Person   `json:"sign,omitzero"`     // who signs
	Second     Person   `json:"sign2,omitzero"`    // who signs beside him, such as the chief accountant; may be empty
	Stamp      bool     `json:"stamp,omitempty"`   // room for a stamp beside the signature
	Account    Account  `json:"acct,omitzero"`     // for the payment code
	Agent      Agent    `json:"agent,omitzero"`    // the law firm that writes on its own letterhead
	Automatic  bool     `json:"auto,omitempty"`    // letters say at their foot that they were formed by the contract's terms
}

// Picture is an image in a letter. Its bytes are not frozen with the facts:
// who renders puts them in; without them the picture is left out.
type Picture struct {
	Hash string `json:"sha256,omitempty"` // of the bytes, hex
	Type string `json:"type,omitempty"`   // image/png or image/jpeg
	Data []byte `json:"-"`
}

// Account is where a payment code sends the money; each country uses the
// parts it knows.
type Account struct {
	Number string `json:"no,omitempty"`   // IBAN, or the account number in Russia
	Bank   string `json:"bank,omitempty"` // its name
	BIC    string `json:"bic,omitempty"`  // BIC or SWIFT code of the bank
	Corr   string `json:"corr,omitempty"` // correspondent account (Russia)
	KPP    string `json:"kpp,omitempty"`  // Russia
}

// Agent is a law firm that demands in the creditor's name.
type Agent struct {
	Name       string   `json:"name,omitempty"` // the law firm
	Letterhead []string `json:"head,omitempty"`
	Signatory  Person   `json:"sign,omitzero"` // who signs for it
	Authority  string   `json:"by,omitempty"`  // "доверенность № 5 от 12.01.2026"
}

// Debtor is the customer to whom the letter goes.
type Debtor struct {
	Code    id.Customer `json:"code"`              // the customer's code in the company's books
	Name    string      `json:"name"`              // full name, as in contracts
	TaxID   string      `json:"tax,omitempty"`     // tax number, if known
	Address string      `json:"addr,omitempty"`    // postal address on one line
	Country string      `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Email   string      `json:"email,omitempty"`   // where the e-mail goes
	Head    Person      `json:"head,omitzero"`     // the person it is addressed to, such as the director; may be empty
}

// Hold is the state of shipments at the moment the letter is made.
type Hold struct {
	InForce bool     `json:"on,omitempty"`    // shipments are stopped now
	Since   cal.Date `json:"since,omitempty"` // since when, if known
}

// Manager is the person at the creditor who is responsible for the customer.
type Manager struct {
	Name  string `json:"name,omitempty"`  // as the customer knows him
	Phone string `json:"phone,omitempty"` // telephone, as it is to be printed
}

// Item is one document (or one instalment of it) that the letter is about.
// Templates do not reach items one by one: {{table}} prints them.
type Item struct {
	Invoice      id.Invoice  `json:"inv"`             // the document's key in the books; not printed
	Contract     string      `json:"con,omitempty"`   // contract number as printed; empty: none known
	ContractDate cal.Date    `json:"cond,omitempty"`  // date of the contract
	Kind         string      `json:"kind,omitempty"`  // how the document is called: "ТТН", "акт", "invoice"
	Document     string      `json:"doc"`             // its series and number: "АВ 1234567"
	Date         cal.Date    `json:"date,omitempty"`  // its date
	Due          cal.Date    `json:"due"`             // last day to pay
	Amount       money.Minor `json:"amt"`             // of the document or instalment
	Open         money.Minor `json:"open"`            // what of it is unpaid
	Days         int         `json:"days"`            // overdue: positive; still to go: negative or zero
	Part         int         `json:"part,omitempty"`  // which instalment, from 1
	Parts        int         `json:"parts,omitempty"` // of how many; 0 or 1: the whole document
}

// Check refuses facts from which no honest letter can be made: something is
// missing or the figures do not add up. The codes say what is to be mended.
func (f *Facts) Check() error {
	switch {
	case f.ID == "":
		return fault.New(fault.Input, "letter.facts.id", "the letter has no number")
	case f.Date == 0:
		return fault.New(fault.Input, "letter.facts.date", "the letter has no date")
	case f.Creditor.Name == "":
		return fault.New(fault.Input, "letter.facts.creditor", "the company's name is not set: use \"debitor company set\"")
	case f.Debtor.Name == "":
		return fault.New(fault.Input, "letter.facts.debtor", "customer %q has no name", f.Debtor.Code)
	case len(f.Items) == 0 && !f.Kind.Traits().Informs:
		return fault.New(fault.Input, "letter.facts.items", "the letter names no document")
	case len(f.Items) > MaxItems:
		return fault.New(fault.Input, "letter.facts.items", "the letter names %d documents, more than %d", len(f.Items), MaxItems)
	}
	if _, err := money.ParseCurrency(string(f.Currency)); err != nil {
		return err
	}
	var sum money.Minor
	for i := range f.Items {
		it := &f.Items[i]
		settled := it.Open == 0 && f.Kind.Traits().Informs
		if it.Open <= 0 && !settled || it.Open > money.Max || it.Amount < 0 || it.Amount > money.Max {
			return fault.New(fault.Input, "letter.facts.amount", "document %q: the open amount cannot be demanded", it.Invoice)
		}
		if it.Due == 0 {
			return fault.New(fault.Input, "letter.facts.due", "document %q has no due date", it.Invoice)
		}
		sum += it.Open
	}
	if sum != f.Total {
		return fault.New(fault.Input, "letter.facts.total", "the total %s is not the sum of the documents %s",
			f.Total.Decimal(f.Currency), sum.Decimal(f.Currency))
	}
	return nil
}

// amounts is the sum of the documents' amounts.
func (f *Facts) amounts() (sum money.Minor) {
	for i := range f.Items {
		sum += f.Items[i].Amount
	}
	return sum
}

// overdue is what of the total is past its due date.
func (f *Facts) overdue() (sum money.Minor) {
	for i := range f.Items {
		if f.Items[i].Days > 0 {
			sum += f.Items[i].Open
		}
	}
	return sum
}

// maxDays is the longest delay among the documents, 0 when none is late.
func (f *Facts) maxDays() int {
	longest := 0
	for i := range f.Items {
		longest = max(longest, f.Items[i].Days)
	}
	return longest
}

// nextDue is the earliest due date among the documents.
func (f *Facts) nextDue() cal.Date {
	var first cal.Date
	for i := range f.Items {
		if i == 0 || f.Items[i].Due < first {
			first = f.Items[i].Due
		}
	}
	return first
}

// contracts is how many contracts the documents belong to, 0 when one of them
// belongs to none that is known.
func (f *Facts) contracts() int {
	type contract struct {
		number string
		date   cal.Date
	}
	seen := map[contract]bool{}
	for i := range f.Items {
		if f.Items[i].Contract == "" {
			return 0
		}
		seen[contract{f.Items[i].Contract, f.Items[i].ContractDate}] = true
	}
	return len(seen)
}

// reduced tells whether less than its amount is demanded for a document: part
// of it was paid or covered by a credit.
func (f *Facts) reduced() bool {
	for i := range f.Items {
		if f.Items[i].Open < f.Items[i].Amount {
			return true
		}
	}
	return false
}

// oneContract is the contract all documents share, or false.
func (f *Facts) oneContract() (Item, bool) {
	if len(f.Items) == 0 {
		return Item{}, false
	}
	first := f.Items[0]
	for i := range f.Items {
		if f.Items[i].Contract != first.Contract || f.Items[i].ContractDate != first.ContractDate {
			return Item{}, false
		}
	}
	return first, first.Contract != ""
}

// penalty tells whether the letter may speak of a contractual penalty: every
// document belongs to a known contract, and its law knows such a penalty on a
// money debt (LAW.md 4.4).
func (f *Facts) penalty() bool {
	return f.contracts() > 0 && !f.NoPenalty && !f.Law.BarsPenalty()
}
