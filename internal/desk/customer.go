package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// CustomerView is one customer as of a day, everything that is asked for when
// somebody calls: who he is, what he owes, what comes next, what was agreed.
type CustomerView struct {
	Customer   ledger.Customer
	ParentName string // the group's head by name
	Date       cal.Date
	Rules      Rules            // in force on the day; without a Policy: none is
	Category   policy.Category  // as the rules treat him
	Rated      []CategoryChange // newest first
	Ages       []ledger.Ages    // a row for each currency
	Whole      *Whole           // all of them in the company's; nil where they are
	Credits    []ledger.Credit
	Hold       credit.Answer // what may ship; empty without a policy
	Items      []OpenItem    // the most urgent first
	More       int           // open instalments beyond Items
	Contracts  []ledger.Contract
	Contacts   []ContactView
	EmailDead  *store.DeadAddress // nothing is sent to the customer's own address any more
	Promises   []PromiseSeen      // and parts of payment plans, the latest day first
	Disputes   []Dispute          // that are not settled
	Agreed     []Agreement
	Plans      []Restructuring // agreements and guarantee letters, the newest first, as of today
	Lifts      []store.Lift
	Approvals  []store.Approval // that can still be decided
	Reason     string           // the last reason he gave for not paying
	Habits     Habits
	Flags      CustomerFlags
	Calendar   PayCalendar
	Files      []store.Attachment
	Notes      []store.Note
	Payables   []ledger.Payable // what we owe him, for netting
	PayablesOn cal.Date         // the day of the list they are from; zero: there is none
	Accrued    Accrued          // what the lateness of what is open costs up to the day
	Charges    []ChargeSeen     // that wait, or are not paid or waived whole
}

// CustomerQuery asks for a customer's view.
type CustomerQuery struct {
	Customer id.Customer
	Date     cal.Date
	All      bool // every open instalment, not the most urgent alone
}

// The most instalments that are shown and explained: at first those that fit
// above the rest of the page.
const (
	urgentItems = 20
	allItems    = 2000
)

// CustomerCard is who a customer is, for pages that need no more.
func (s *Session) CustomerCard(ctx context.Context, c id.Customer) (card ledger.Customer, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		list, err := r.Customers(ctx, []id.Customer{c})
		if err == nil {
			card = list[0]
		}
		return err
	})
	return card, err
}

// Customer gives the view of one customer. It reads what is about him and
// nothing else.
func (s *Session) Customer(ctx context.Context, q CustomerQuery) (v CustomerView, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		v, err = s.customer(ctx, r, q)
		return err
	})
	return v, err
}

func (s *Session) customer(ctx context.Context, r store.Reader, q CustomerQuery) (CustomerView, error) {
	v := CustomerView{Date: q.Date}
	if err := s.mustSee(ctx, r, q.Customer); err != nil {
		return v, err
	}
	var err error
	if v.Rules, err = s.rulesIfAny(ctx, r, q.Date); err != nil {
		return v, err
	}
	needs := store.Needs{}
	if v.Rules.Policy != nil {
		needs = store.Needs(v.Rules.Needs())
	}
	needs.Record, needs.Contracts, needs.Receipts = true, true, true
	account, _, err := r.Account(ctx, q.Customer, q.Date, needs)
	if err != nil {
		return v, err
	}
	v.Ages, v.Credits, v.Contracts = ledger.Aging(account.Items, q.Date), account.Credits, account.Contracts
	if v.Whole, err = s.whole(ctx, r, v.Ages, q.Date); err != nil {
		return v, err
	}
	v.Habits = habitsOf(account.Record, q.Date)
	if v.Flags, err = s.flagsOf(ctx, r, v.Rules.Policy, &account, q.Date); err != nil {
		return v, err
	}
	v.Agreed, v.Reason = agreements(&account, q.Date)
	if v.Hold, err = s.mayShip(ctx, r, v.Rules, &account, HoldQuery{Customer: q.Customer, Date: q.Date}); err != nil {
		return v, err
	}
	most := urgentItems
	if q.All {
		most = allItems
	}
	if v.Items, err = s.urgent(ctx, r, v.Rules, &account, q.Date, most); err != nil {
		return v, err
	}
	v.More = len(account.Items) - len(v.Items)
	if err := s.customerPapers(ctx, r, &v, q.Customer); err != nil {
		return v, err
	}
	v.Calendar, err = payCalendar(ctx, r, &v.Customer, q.Date)
	v.Calendar.Coming = coming(account.Items, v.Promises, q.Date)
	return v, err
}

// customerPapers reads what stands beside the account.
func (s *Session) customerPapers(ctx context.Context, r store.Reader, v *CustomerView, c id.Customer) error {
	list, err := r.Customers(ctx, []id.Customer{c})
	if err != nil {
		return err
	}
	v.Customer = list[0]
	v.Category = policy.Category{ID: v.Customer.Category}
	if v.Rules.Policy != nil {
		v.Category = v.Rules.CategoryOf(v.Customer.Category)
	}
	if v.Rated, err = categoryChanges(ctx, r, c); err != nil {
		return err
	}
	if v.Customer.Parent != "" {
		if parents, err := r.Customers(ctx, []id.Customer{v.Customer.Parent}); err == nil && len(parents) == 1 {
			v.ParentName = parents[0].Name
		}
	}
	if err := contactViews(ctx, r, v); err != nil {
		return err
	}
	if v.Lifts, err = r.Lifts(ctx, c); err != nil {
		return err
	}
	papers, err := r.Restructurings(ctx, store.RestructuringQuery{Scope: store.Scope{All: true}, Customer: c})
	if err != nil {
		return err
	}
	for _, row := range papers {
		a, err := s.restructured(ctx, r, row, s.Today())
		if err != nil {
			return err
		}
		v.Plans = append(v.Plans, a)
	}
	if v.Approvals, err = r.Approvals(ctx, store.ApprovalQuery{Customer: c, State: store.Pending}); err != nil {
		return err
	}
	if err := s.openMatters(ctx, r, v, c); err != nil {
		return err
	}
	if v.Files, err = r.Attachments(ctx, c); err != nil {
		return err
	}
	if v.Accrued, err = s.accrued(ctx, r, c, v.Date); err != nil {
		return err
	}
	charges, err := r.Charges(ctx, store.ChargeQuery{Scope: store.Scope{All: true}, Customer: c, Open: true})
	if err != nil {
		return err
	}
	if v.Charges, err = chargesSeen(ctx, r, charges); err != nil {
		return err
	}
	if v.Payables, v.PayablesOn, err = payablesOf(ctx, r, c, v.Date); err != nil {
		return err
	}
	v.Notes, err = r.Notes(ctx, c)
	return err
}

// promisesShown is how many promises of a customer are measured for his page;
// the register has all.
const promisesShown = 50

// openMatters reads what was promised and what is disputed.
func (s *Session) openMatters(ctx context.Context, r store.Reader, v *CustomerView, c id.Customer) error {
	rows, err := r.Promises(ctx, store.PromiseQuery{From: cal.First, To: cal.Last, Customer: c, Scope: s.scope(), Limit: promisesShown})
	if err != nil {
		return err
	}
	if v.Promises, err = s.measured(ctx, r, rows, v.Date); err != nil {
		return err
	}
	disputes, err := r.Disputes(ctx, store.DisputeQuery{Scope: s.scope(), Customer: c, Open: true, Day: v.Date})
	for _, d := range disputes {
		v.Disputes = append(v.Disputes, disputeOn(d, v.Date))
	}
	return err
}

// rulesIfAny are the rules in force on a day, without a Policy where none is:
// a customer can be looked at before there are rules.
func (s *Session) rulesIfAny(ctx context.Context, r store.Reader, day cal.Date) (Rules, error) {
	rules, err := s.rules(ctx, r, day)
	if fault.KindOf(err) == fault.NotFound {
		return Rules{}, nil
	}
	return rules, err
}

// CategoryChange is that a customer got another category.
type CategoryChange struct {
	On            cal.Date
	Before, After string // empty: none
	By, Reason    string
}

// categoryChanges are the changes of a customer's category, newest first.
func categoryChanges(ctx context.Context, r store.Reader, c id.Customer) (list []CategoryChange, err error) {
	lines, err := r.LinesAbout(ctx, "customer:"+string(c))
	for _, line := range slices.Backward(lines) {
		if line.Action != "customer.changed" {
			continue
		}
		for _, f := range changedFields([]byte(line.Data)) {
			if f.Field == "Category" {
				list = append(list, CategoryChange{cal.Of(line.At), f.Before, f.After, line.Actor, line.Reason})
			}
		}
	}
	return list, err
}

// ContactView is a contact with what is known of his address.
type ContactView struct {
	ledger.Contact
	Dead *store.DeadAddress // nothing is sent there any more; nil: it is alive
}

func contactViews(ctx context.Context, r store.Reader, v *CustomerView) error {
	contacts, err := r.Contacts(ctx, []id.Customer{v.Customer.ID})
	if err != nil {
		return err
	}
	addresses := []string{v.Customer.Email}
	for _, c := range contacts {
		addresses = append(addresses, c.Email)
	}
	dead, err := r.DeadAmong(ctx, addresses)
	if err != nil {
		return err
	}
	v.EmailDead = dead[v.Customer.Email]
	for _, c := range contacts {
		v.Contacts = append(v.Contacts, ContactView{c, dead[c.Email]})
	}
	return nil
}
