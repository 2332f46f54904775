package policy

import (
	"cmp"
	"slices"

	"debitor/internal/money"
)

// Paper is a document that a customer shows before the first shipment.
type Paper struct {
	ID        string
	Title     map[string]string // by language
	Fresh     int               // days that it may be old on that day; 0: any age
	Countries []string          // of customers who show it; empty: all
}

// Called is the paper's title in the language, else the English one, else its
// id.
func (p *Paper) Called(lang string) string { return cmp.Or(p.Title[lang], p.Title["en"], p.ID) }

// PapersOf are the papers that a customer of a country shows.
func (p *Policy) PapersOf(country string) (list []Paper) {
	for _, paper := range p.Papers {
		if len(paper.Countries) == 0 || slices.Contains(paper.Countries, country) {
			list = append(list, paper)
		}
	}
	return list
}

// The papers by which a shipment on credit is proved.
const (
	EvidenceContract   = "contract"           // signed by both
	EvidenceWaybill    = "waybill"            // or УПД, signed by the customer
	EvidencePower      = "power-of-attorney"  // of whoever took the goods
	EvidenceAcceptance = "acceptance"         // an act of acceptance
	EvidenceAct        = "reconciliation-act" // signed by both, about a day since the shipment
)

// Evidence are all of them. The signed originals of the first four come back;
// acts have pages of their own.
var Evidence = []string{EvidenceContract, EvidenceWaybill, EvidencePower, EvidenceAcceptance, EvidenceAct}

// Returned are those of Evidence whose originals come back one by one.
var Returned = Evidence[:4]

// Originals says how the signed papers of shipments are chased, and what they
// are wanted for. The zero Originals chases nothing and wants nothing.
type Originals struct {
	Chase  []string // of Returned
	After  int      // calendar days after the shipment, from which on they are chased; 0: never
	Repeat int      // days after which they are chased again
	To     string   // role
	Before []string // of Evidence: a document without these is not claimed and not sued for; nil: any is
}

// The kinds of red flags: signs that a customer may not pay.
const (
	FlagBankruptcy = "bankruptcy" // a notice in the register
	FlagOwner      = "new-owner"
	FlagDirector   = "new-director"
	FlagAddress    = "new-address"
	FlagDelay      = "long-delay" // nobody raises it: the ledger does
	FlagOther      = "other-sign"
)

// Flags are all of them.
var Flags = []string{FlagBankruptcy, FlagOwner, FlagDirector, FlagAddress, FlagDelay, FlagOther}

// RedFlags says what is watched for and what a red flag does. The zero
// RedFlags watches for nothing; flags can be raised all the same.
type RedFlags struct {
	Late  int      // a debt more calendar days overdue is a red flag by itself; 0: none is
	Above *Amounts // whoever owes more in a currency is checked once a month; nil: nobody is
	To    string   // role that checks
	Stops []string // of Flags: while one stands nothing ships
}

// Checks says whether a customer who owes so much in a currency is checked once
// a month.
func (f *RedFlags) Checks(owed money.Minor, c money.Currency) bool {
	bound, set := f.Above.limit(c)
	return set && owed > bound
}

// BlackList says who is put on the black list, for how long, and how he comes
// off it. The zero BlackList puts nobody there.
type BlackList struct {
	Times  int // documents late last month from which it is systematic
	Days   int // the delay that the worst of them reached
	Prepay int // the least per cent to be paid in advance
	Months int // for which it is asked for, at most
	Clean  int // days without a delay after which he comes off; nothing is overdue then either
}

// Stands says whether the policy has a black list.
func (b *BlackList) Stands() bool { return b.Times > 0 }
