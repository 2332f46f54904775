package policy

import (
	"cmp"

	"debitor/internal/authority"
	"debitor/internal/condition"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Policy is a set of rules as it was written. It does not change after Parse
// and may be shared.
type Policy struct {
	Name       string
	Title      map[string]string // by language
	Text       map[string]string // what it is for, by language
	Days       ledger.DayUnit
	Run        Run
	Steps      []Step // weakest first: their order is their strength
	Holds      []Hold
	Roll       bool    // due dates roll off non-working days
	MinAmount  Amounts // below it nothing is asked for
	MaxAge     int     // days past due after which nothing is done; 0: no bound
	MinGap     int     // calendar days between two letters to a customer; 0: none
	Combine    bool    // all of a customer's debts go into his strongest letter
	Categories []Category
	Costs      Costs
	Credit     Credit
	Authority  []authority.Rule // who may promise, lift, waive, assign and exclude (R-92…R-95)
	Papers     []Paper          // what a customer shows before the first shipment
	Originals  Originals        // signed papers of shipments that come back
	RedFlags   RedFlags         // signs that a customer may not pay
	BlackList  BlackList

	per           Per // of steps that do not say
	needs         Needs
	ordinarySteps stepSet // those without days of their own
	disputeSteps  stepSet // those about what is disputed
}

// Called is the policy's title in the language, else the English one, else its
// name.
func (p *Policy) Called(lang string) string {
	return cmp.Or(p.Title[lang], p.Title["en"], p.Name)
}

// Per says what one letter or task gathers.
type Per string

// What one letter or task gathers: all of a customer's documents, those of one
// contract, or a single one.
const (
	PerCustomer Per = "customer"
	PerContract Per = "contract"
	PerInvoice  Per = "invoice"
)

// Category is a sort of customers and how it is treated.
type Category struct {
	ID         string // as customers.csv calls it
	Title      map[string]string
	Grace      int  // calendar days by which what follows the due date is put off
	Soft       bool // letters are written in the soft tone
	Default    bool // of customers without a category, or with one that is not named here
	Prepayment bool // no deferral: goods against payment only
	// Limit is how much, and Days for how long, a customer of the category may
	// owe; nil and 0: the category sets none.
	Limit *Amounts
	Days  int
	// Discount is what its customers save who pay at once, in hundredths of a per
	// cent; 0: what Credit.Discounts says.
	Discount money.Minor
}

// category is how a customer of that category is treated; the zero one where
// the policy does not tell categories apart.
func (p *Policy) category(id string) Category {
	chosen := Category{ID: id}
	for i := range p.Categories {
		c := &p.Categories[i]
		if c.ID == id {
			return *c
		}
		if c.Default {
			chosen = *c
		}
	}
	return chosen
}

// CategoryOf is the category by which the policy treats a customer whom the
// books give this one: the policy's default where it does not know it.
func (p *Policy) CategoryOf(id string) Category { return p.category(id) }

// Costs is what a contact costs, in hundredths of the company's currency, by
// channel (post, email) and kind of action. What has no price costs nothing.
type Costs map[string]money.Minor

// Hold stops something while a debt is so many days overdue.
type Hold struct {
	ID       string
	Line     int // in the file
	At       Window
	Days     ledger.DayUnit
	Stops    string
	If       *condition.Condition
	LiftedBy []string // roles
}

// Shipments is what a hold may stop.
const Shipments = "shipments"

// Amounts is an amount for every currency, or for some.
type Amounts struct {
	every money.Minor // in hundredths, for currencies not in by
	by    map[money.Currency]money.Minor
}

// In is the amount in a currency, 0 if none was given.
func (a Amounts) In(c money.Currency) money.Minor {
	if m, ok := a.by[c]; ok || c.Decimals() == 2 {
		return max(m, a.every)
	}
	return (a.every + 99) / 100
}

func (a Amounts) given() bool { return a.every > 0 || len(a.by) > 0 }

// Step is the step of that id, nil if there is none.
func (p *Policy) Step(id string) *Step {
	if i := p.step(id); i >= 0 {
		return &p.Steps[i]
	}
	return nil
}

func (p *Policy) step(id string) int {
	for i := range p.Steps {
		if p.Steps[i].ID == id {
			return i
		}
	}
	return -1
}

// Needs is what of a customer's account a policy asks for beyond his open
// items: what is not needed is not read.
type Needs struct {
	Documents bool // kinds and dates of documents
	Record    bool // how he paid in the last year
	Receipts  bool // allocations, by which it is told whether promises and money on its way were kept
	Contracts bool // the contracts of the items
}

// Needs is what the policy's steps and conditions ask for. A payment plan
// suspends whatever the policy says, so what measures it is always read.
func (p *Policy) Needs() Needs { return p.needs }

// derive fills what follows from the rules as they were written.
func (p *Policy) derive() {
	for i := range p.Steps {
		s := &p.Steps[i]
		if !s.Every.given() {
			p.ordinarySteps |= 1 << i
		}
		if s.On == DisputeOpened {
			p.disputeSteps |= 1 << i
		}
		switch s.On {
		case GoodsReceived:
			p.needs.Documents = true
		case PromiseBroken, PlanBroken, TransitExpired:
			p.needs.Receipts = true
		}
		p.needs.note(s.If)
	}
	for i := range p.Holds {
		p.needs.note(p.Holds[i].If)
	}
	for i := range p.Authority {
		p.needs.note(p.Authority[i].If)
	}
}

func (n *Needs) note(c *condition.Condition) {
	for _, fact := range c.Facts() {
		n.noteFact(fact)
	}
}
