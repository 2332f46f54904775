package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/requisite"
	"debitor/internal/store"
)

// Card is what is to be known of a customer before the first shipment on credit
// and what of it is.
type Card struct {
	Customer  ledger.Customer // his Attrs hold the fields of the card
	Date      cal.Date
	First     cal.Date         // the day of his first document of debt; zero: nothing was shipped on credit yet
	Flaws     []requisite.Flaw // requisites that cannot be right
	People    []PersonWanted
	Papers    []PaperView
	Contracts []ContractCheck
	PaysNext  cal.Date // the next day on which he pays his bills; zero: his days are not known
	Asked     int64    // the request to do without the papers that waits for a decision; 0: none
	Files     []store.Attachment
}

// PersonWanted is a role at the customer that somebody should be known in.
type PersonWanted struct {
	Role string // of ledger.ContactRoles
	Name string // who is; empty: nobody is known
}

// peopleWanted are who owns, who runs and who decides on payments.
var peopleWanted = []string{"owner", "director", "decision_maker"}

// PaperView is a paper with what is kept of it.
type PaperView struct {
	credit.PaperCheck
	Kept store.Paper // empty if it was neither shown nor waived
}

// ContractCheck is a contract with what it does not say.
type ContractCheck struct {
	ledger.Contract
	Gaps     []string // codes of credit
	OnDemand int      // days after a demand until a debt is due, where the contract has no term; 0: the law says otherwise, or is not known
}

// Missing are the papers in the way of the first shipment.
func (c *Card) Missing() []PaperView {
	return slices.DeleteFunc(slices.Clone(c.Papers), func(p PaperView) bool { return !p.Lacks() })
}

// Stops says whether nothing ships on credit for want of papers: whoever was
// shipped to before is past that.
func (c *Card) Stops() bool { return c.First == 0 && len(c.Missing()) > 0 }

// Card gives a customer's card as of a day.
func (s *Session) Card(ctx context.Context, c id.Customer, day cal.Date) (card Card, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		rules, err := s.rulesIfAny(ctx, r, day)
		if err != nil {
			return err
		}
		card, err = s.card(ctx, r, rules.Policy, c, day)
		return err
	})
	return card, err
}

func (s *Session) card(ctx context.Context, r store.Reader, p *policy.Policy, c id.Customer, day cal.Date) (Card, error) {
	card := Card{Date: day}
	list, err := r.Customers(ctx, []id.Customer{c})
	if err != nil {
		return card, err
	}
	card.Customer = list[0]
	card.Flaws = s.CardFlaws(card.Customer)
	if days, err := ledger.ParsePayDays(card.Customer.Attrs[ledger.CardPayDays]); err == nil { // an import may have brought anything
		card.PaysNext = days.Next(day)
	}
	if card.Papers, card.First, err = s.papers(ctx, r, p, card.Customer, day); err != nil {
		return card, err
	}
	if card.Files, err = r.Attachments(ctx, c); err != nil {
		return card, err
	}
	return card, s.cardPartners(ctx, r, &card)
}

// cardPartners reads who is known at the customer, what was agreed with him, and
// what waits to be decided.
func (s *Session) cardPartners(ctx context.Context, r store.Reader, card *Card) error {
	contacts, err := r.Contacts(ctx, []id.Customer{card.Customer.ID})
	if err != nil {
		return err
	}
	for _, role := range peopleWanted {
		wanted := PersonWanted{Role: role}
		if i := slices.IndexFunc(contacts, func(k ledger.Contact) bool { return k.Role == role }); i >= 0 {
			wanted.Name = contacts[i].Name
		}
		card.People = append(card.People, wanted)
	}
	contracts, err := r.ContractsOf(ctx, card.Customer.ID)
	if err != nil {
		return err
	}
	for _, k := range contracts {
		card.Contracts = append(card.Contracts, s.checkContract(k, card.Customer.Country))
	}
	waiting, err := r.Approvals(ctx, store.ApprovalQuery{Customer: card.Customer.ID, State: store.Pending})
	for _, a := range waiting {
		if a.Kind == string(authority.WaivePapers) {
			card.Asked = a.Number
		}
	}
	return err
}

// papers are those the policy wants of a customer, with how he stands on the day
// of his first shipment or, before it, on the day.
func (s *Session) papers(ctx context.Context, r store.Reader, p *policy.Policy, c ledger.Customer, day cal.Date) (list []PaperView, first cal.Date, err error) {
	if first, err = r.FirstInvoice(ctx, c.ID); err != nil || p == nil || len(p.Papers) == 0 {
		return nil, first, err
	}
	if first > day {
		first = 0
	}
	kept, err := r.Papers(ctx, c.ID)
	if err != nil {
		return nil, first, err
	}
	have := make([]credit.Paper, len(kept))
	for i, k := range kept {
		have[i] = credit.Paper{ID: k.Paper, Dated: k.Dated, Waived: k.Approval != 0}
	}
	for _, check := range credit.CheckPapers(p.PapersOf(cmp.Or(c.Country, s.company.Country)), have, cmp.Or(first, day)) {
		view := PaperView{PaperCheck: check}
		if i := slices.IndexFunc(kept, func(k store.Paper) bool { return k.Paper == check.ID }); i >= 0 {
			view.Kept = kept[i]
		}
		list = append(list, view)
	}
	return list, first, nil
}

// papersMissing are the papers for want of which nothing ships to a customer on
// credit on a day; none for one who was shipped to before.
func (s *Session) papersMissing(ctx context.Context, r store.Reader, p *policy.Policy, c ledger.Customer, day cal.Date) ([]PaperView, error) {
	if p == nil || len(p.Papers) == 0 {
		return nil, nil
	}
	list, first, err := s.papers(ctx, r, p, c, day)
	card := Card{Papers: list, First: first}
	if err != nil || !card.Stops() {
		return nil, err
	}
	return card.Missing(), nil
}

// papersTerm adds, for a new customer whose papers are not complete, the term by
// which nothing ships to him on credit: what his money pays for may go, for the
// papers are asked for before a deferral. It is not recorded: it ends
// with the last paper.
func (s *Session) papersTerm(ctx context.Context, r store.Reader, q *credit.Query) error {
	if len(q.Policy.Papers) == 0 || len(q.Account.Items) > 0 { // whoever owes was shipped to before
		return nil
	}
	list, err := r.Customers(ctx, []id.Customer{q.Account.Customer})
	if err != nil {
		return err
	}
	missing, err := s.papersMissing(ctx, r, q.Policy, list[0], q.Date)
	if err != nil || len(missing) == 0 {
		return err
	}
	names := make([]string, len(missing))
	for i := range missing {
		names[i] = missing[i].Called(s.company.Language)
	}
	q.Terms = append(q.Terms, credit.Term{Customer: q.Account.Customer, Kind: credit.TermPapers, Scope: credit.OfCustomer, Percent: allInAdvance, From: q.Date, Reason: strings.Join(names, ", ")})
	return nil
}

// allInAdvance is what a customer without his papers pays before goods go, in
// per cent.
const allInAdvance = 100

// CardFlaws are the requisites of a customer that cannot be right.
func (s *Session) CardFlaws(c ledger.Customer) []requisite.Flaw {
	return requisitesOf(c, s.company.Country).Flaws()
}

// CardTaxID is the field of a card that is master data and no attribute.
const CardTaxID = "tax_id"

// WithCard is a customer with fields of his card set to what somebody typed;
// fields that are not named stay.
func WithCard(c ledger.Customer, fields map[string]string) ledger.Customer {
	attrs := map[string]string{}
	for name, value := range fields {
		if name == CardTaxID {
			c.TaxID = strings.TrimSpace(value)
		} else {
			attrs[name] = value
		}
	}
	return withCard(c, attrs)
}

// SaveCard records fields of a customer's card, of ledger.CardFields and
// CardTaxID; the others stay. What cannot be right is refused.
func (s *Session) SaveCard(ctx context.Context, c id.Customer, fields map[string]string) error {
	for name := range fields {
		if name != CardTaxID && !slices.Contains(ledger.CardFields, name) {
			return fault.New(fault.Usage, "customer.field", "a card has no field %q; it has %s, %s", name, CardTaxID, strings.Join(ledger.CardFields, ", "))
		}
	}
	return s.editCustomer(ctx, c, "customer.card", func(ctx context.Context, e *entry) error {
		list, err := e.Customers(ctx, []id.Customer{c})
		if err != nil {
			return err
		}
		before, after := list[0], WithCard(list[0], fields)
		for _, flaw := range s.CardFlaws(after) {
			if _, said := fields[flaw.Field]; said {
				return flaw.Fault
			}
		}
		if _, err := ledger.ParsePayDays(after.Attrs[ledger.CardPayDays]); err != nil {
			return err
		}
		if fmt.Sprint(before) == fmt.Sprint(after) {
			return nil
		}
		e.note("customer.changed", "customer:"+string(c), "", changed{before, after})
		return e.UpdateCustomer(ctx, after)
	})
}

// ShownPaper is a paper that a customer shows.
type ShownPaper struct {
	Customer   id.Customer
	Paper      string // of the policy in force on Date
	Number     string
	Dated      cal.Date // as it bears
	Attachment int      // the file it is kept as, of those there are; 0: none
	Name       string   // of a new file to keep it as; empty: none
	Data       []byte   // what is in it
	Date       cal.Date
}

// ShowPaper records that a customer has shown a paper.
func (s *Session) ShowPaper(ctx context.Context, q ShownPaper) error {
	if q.Dated == 0 || q.Dated > q.Date {
		return fault.New(fault.Input, "paper.dated", "a paper needs the day it bears, which is not to come: --dated D")
	}
	return s.editCustomer(ctx, q.Customer, "paper.show", func(ctx context.Context, e *entry) error {
		rules, err := s.rules(ctx, e.Reader, q.Date)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(rules.Papers, func(p policy.Paper) bool { return p.ID == q.Paper }) {
			return fault.New(fault.NotFound, "paper.unknown", "the rules ask for no paper %q; they ask for %s", q.Paper, strings.Join(paperNames(rules.Papers), ", "))
		}
		file, err := s.paperFile(ctx, e, q)
		if err != nil {
			return err
		}
		e.note("paper.shown", "customer:"+string(q.Customer), "", map[string]any{"paper": q.Paper, "number": q.Number, "dated": q.Dated, "attachment": file})
		return e.SavePaper(ctx, store.Paper{
			Customer: q.Customer, Paper: q.Paper, Number: strings.TrimSpace(q.Number), Dated: q.Dated, Attachment: file, AddedOn: q.Date, Author: s.actorName(),
		})
	})
}

// paperFile is the number of the file that a paper is kept as, 0 for none.
func (s *Session) paperFile(ctx context.Context, e *entry, q ShownPaper) (int, error) {
	switch {
	case q.Name != "":
		a, err := s.attach(ctx, e, NewAttachment{Customer: q.Customer, Name: q.Name, About: q.Paper, Data: q.Data, Date: q.Date})
		return a.Number, err
	case q.Attachment != 0:
		_, err := attachmentOf(ctx, e.Reader, q.Customer, q.Attachment)
		return q.Attachment, err
	}
	return 0, nil
}

func paperNames(papers []policy.Paper) []string {
	names := make([]string, len(papers))
	for i, p := range papers {
		names[i] = p.ID
	}
	return names
}

// TakeBackPaper records that a paper was not shown after all, or is no longer
// done without.
func (s *Session) TakeBackPaper(ctx context.Context, c id.Customer, paper, reason string) error {
	return s.editCustomer(ctx, c, "paper.remove", func(ctx context.Context, e *entry) error {
		there, err := e.RemovePaper(ctx, c, paper)
		if err == nil && !there {
			err = fault.New(fault.NotFound, "paper.none", "customer %s has shown no paper %q", c, paper)
		}
		e.note("paper.removed", "customer:"+string(c), reason, map[string]any{"paper": paper})
		return err
	})
}

// waivePapers records that a customer is shipped to without the papers that are
// missing on the day of the decision.
func (s *Session) waivePapers(ctx context.Context, e *entry, row store.Approval) error {
	rules, err := s.rules(ctx, e.Reader, row.ClosedOn)
	if err != nil {
		return err
	}
	card, err := s.card(ctx, e.Reader, rules.Policy, row.Customer, row.ClosedOn)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range card.Missing() {
		names = append(names, p.ID)
		err := e.SavePaper(ctx, store.Paper{Customer: row.Customer, Paper: p.ID, Approval: row.Number, AddedOn: row.ClosedOn, Author: s.actorName()})
		if err != nil {
			return err
		}
	}
	e.note("paper.waived", about(row), row.Reason, map[string]any{"papers": names, "approval": row.Number})
	return nil
}

// Unvetted are the customers to whom nothing was shipped on credit yet and whose
// papers are not complete, as of a day.
func (s *Session) Unvetted(ctx context.Context, day cal.Date) (list []Card, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list = nil
		rules, err := s.rules(ctx, r, day)
		if err != nil || len(rules.Papers) == 0 {
			return err
		}
		codes, err := r.Unvetted(ctx)
		if err != nil {
			return err
		}
		for _, c := range codes {
			if sees, err := s.sees(ctx, r, c); err != nil || !sees {
				if err != nil {
					return err
				}
				continue
			}
			card, err := s.card(ctx, r, rules.Policy, c, day)
			if err != nil {
				return err
			}
			if card.Stops() {
				list = append(list, card)
			}
		}
		return nil
	})
	return list, err
}
