package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// MaxDisputedDocuments is how many documents one dispute is about at most: a
// customer who denies more of them denies the debt.
const MaxDisputedDocuments = 50

// DisputeRequest is a customer's complaint.
type DisputeRequest struct {
	Customer    id.Customer
	Documents   []DisputedPart
	Reason      string // of DisputeReasons
	Complaint   string // what he says
	Product     string // what it is about; empty: not said
	Department  string // of Departments; empty: that of the reason
	On          cal.Date
	Certificate string   // of force majeure: its number
	From, Until cal.Date // of force majeure: the days it covers
}

// DisputedPart is a document, or a part of it, that is disputed.
type DisputedPart struct {
	Invoice id.Invoice
	Amount  string // decimal in the document's currency; empty: all that is open
}

// OpenDispute records a complaint, keeps the disputed part out of the plans, and
// sends it to the department that answers.
func (s *Session) OpenDispute(ctx context.Context, q DisputeRequest) (out Dispute, err error) {
	err = s.do(ctx, OpenDisputes, "dispute.open", &out, func(ctx context.Context, e *entry) error {
		out, err = s.openDispute(ctx, e, q)
		return err
	})
	return out, err
}

// openDispute is OpenDispute within a change, for a call that ends in one.
func (s *Session) openDispute(ctx context.Context, e *entry, q DisputeRequest) (Dispute, error) {
	if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
		return Dispute{}, err
	}
	row, err := s.complaint(q)
	if err != nil {
		return Dispute{}, err
	}
	documents, err := s.disputable(ctx, e.Reader, q.Customer)
	if err != nil {
		return Dispute{}, err
	}
	items, err := disputedItems(q.Documents, documents, &row)
	if err != nil {
		return Dispute{}, err
	}
	last, err := e.LastDisputeNumber(ctx)
	if err != nil {
		return Dispute{}, err
	}
	row.Number = last + 1
	for i := range items {
		items[i].Number = row.Number
	}
	if err := e.InsertDisputes(ctx, []store.Dispute{row}); err != nil {
		return Dispute{}, err
	}
	if err := e.InsertDisputeItems(ctx, items); err != nil {
		return Dispute{}, err
	}
	if err := s.tellLedger(ctx, e, row, items); err != nil {
		return Dispute{}, err
	}
	e.note("dispute.opened", DisputeSubject(row.Number), row.Complaint, row)
	return disputeOn(row, s.Today()), s.disputeTask(ctx, e, row, TaskAnswerDispute, row.Department, row.AnswerBy)
}

// complaint is the row of a request, without its documents.
func (s *Session) complaint(q DisputeRequest) (store.Dispute, error) {
	row := store.Dispute{
		Customer: q.Customer, Reason: q.Reason, Complaint: strings.TrimSpace(q.Complaint), Product: strings.TrimSpace(q.Product),
		Department: cmp.Or(q.Department, DepartmentOf(q.Reason)), Certificate: strings.TrimSpace(q.Certificate), From: q.From, Until: q.Until,
		OpenedOn: cmp.Or(q.On, s.Today()), OpenedBy: s.actorName(), State: store.DisputeOpen,
	}
	row.AnswerBy = s.Calendar().AddWorking(row.OpenedOn, AnswerDays)
	switch {
	case !slices.Contains(DisputeReasons, row.Reason):
		return row, fault.New(fault.Usage, "dispute.reason", "%q is no reason of a dispute; it is one of %s", row.Reason, strings.Join(DisputeReasons, ", "))
	case !slices.Contains(Departments, row.Department):
		return row, fault.New(fault.Usage, "dispute.department", "%q answers no disputes; one of %s does", row.Department, strings.Join(Departments, ", "))
	case row.Complaint == "":
		return row, fault.New(fault.Usage, "dispute.complaint", "say what the customer complains of")
	case row.OpenedOn > s.Today():
		return row, fault.New(fault.Usage, "dispute.future", "%s is still to come: a dispute is opened on the day the customer complained", row.OpenedOn)
	case row.Reason != ForceMajeure && (row.Certificate != "" || row.From != 0 || row.Until != 0):
		return row, fault.New(fault.Usage, "dispute.not_force", "only force majeure has a certificate and days")
	case row.Reason == ForceMajeure && (row.Certificate == "" || row.From == 0 || row.Until == 0):
		return row, fault.New(fault.Usage, "dispute.certificate", "force majeure needs its certificate and the days it covers, from and until")
	case row.Until != 0 && (row.Until < row.From || row.Until < s.Today()):
		return row, fault.New(fault.Usage, "dispute.until", "force majeure until %s is over, or ends before it begins", row.Until)
	}
	return row, nil
}

// DisputeDraft is what a dispute can be opened about.
type DisputeDraft struct {
	Customer  ledger.Customer
	Documents []Disputable // the oldest due first
}

// Disputable is an open document of a customer.
type Disputable struct {
	Invoice  id.Invoice
	Document string // as printed
	Date     cal.Date
	Due      cal.Date // of its oldest open part; zero: its term has not started
	Open     money.Minor
	Free     money.Minor // of Open, not disputed yet
	Currency money.Currency
}

// DisputeDraft is a customer with his open documents.
func (s *Session) DisputeDraft(ctx context.Context, c id.Customer) (out DisputeDraft, err error) {
	err = s.read(ctx, OpenDisputes, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{c})
		if err != nil {
			return err
		}
		out.Customer = customers[0]
		out.Documents, err = s.disputable(ctx, r, c)
		return err
	})
	return out, err
}

// disputable are a customer's open documents today, the oldest due first.
func (s *Session) disputable(ctx context.Context, r store.Reader, c id.Customer) ([]Disputable, error) {
	account, err := accountOf(ctx, r, c, s.Today(), nil)
	if err != nil {
		return nil, err
	}
	var suspensions ledger.Suspensions
	standings := suspensions.At(&account, s.Today())
	at := map[id.Invoice]int{}
	var list []Disputable
	for i := range account.Items {
		it := &account.Items[i]
		k, seen := at[it.Invoice]
		if !seen {
			k = len(list)
			at[it.Invoice] = k
			list = append(list, Disputable{Invoice: it.Invoice, Due: it.Due, Date: it.Issued, Currency: it.Currency})
		}
		d := &list[k]
		if it.Due != 0 && (d.Due == 0 || it.Due < d.Due) {
			d.Due = it.Due
		}
		d.Open += it.Open
		d.Free += it.Open
		if standings != nil {
			d.Free -= standings[i].Disputed
		}
	}
	if err := nameDocuments(ctx, r, list); err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b Disputable) int {
		return cmp.Or(cmp.Compare(orLast(a.Due), orLast(b.Due)), cmp.Compare(a.Invoice, b.Invoice))
	})
	return list, nil
}

// orLast puts what has no due date behind what has.
func orLast(d cal.Date) cal.Date { return cmp.Or(d, cal.Last) }

func nameDocuments(ctx context.Context, r store.Reader, list []Disputable) error {
	ids := make([]id.Invoice, len(list))
	for i := range list {
		ids[i] = list[i].Invoice
	}
	invoices, err := r.Invoices(ctx, ids)
	names := make(map[id.Invoice]string, len(invoices))
	for _, v := range invoices {
		names[v.ID] = documentName(v)
	}
	for i := range list {
		list[i].Document = names[list[i].Invoice]
	}
	return err
}

// documentName is what people call a document.
func documentName(v ledger.Invoice) string {
	return strings.TrimSpace(v.Kind + " " + cmp.Or(v.Document, string(v.ID)))
}

// disputedItems checks the parts against what is open and sums them up in the
// dispute.
func disputedItems(parts []DisputedPart, documents []Disputable, row *store.Dispute) ([]store.DisputeItem, error) {
	if len(parts) == 0 || len(parts) > MaxDisputedDocuments {
		return nil, fault.New(fault.Usage, "dispute.documents", "a dispute is about 1 to %d documents; name them", MaxDisputedDocuments)
	}
	var items []store.DisputeItem
	for _, p := range parts {
		i := slices.IndexFunc(documents, func(d Disputable) bool { return d.Invoice == p.Invoice })
		if i < 0 {
			return nil, fault.New(fault.Refused, "dispute.not_open", "document %s is not open, so there is nothing in it to keep back", p.Invoice)
		}
		d := documents[i]
		if slices.ContainsFunc(items, func(v store.DisputeItem) bool { return v.Invoice == p.Invoice }) {
			return nil, fault.New(fault.Usage, "dispute.twice", "document %s is named twice", d.Document)
		}
		if row.Currency != "" && row.Currency != d.Currency {
			return nil, fault.New(fault.Usage, "dispute.currency", "documents in %s and %s are disputes of their own", row.Currency, d.Currency)
		}
		row.Currency = d.Currency
		amount := d.Free
		if p.Amount != "" {
			var err error
			if amount, err = positive(p.Amount, d.Currency); err != nil {
				return nil, err
			}
		}
		if amount == 0 || amount > d.Free {
			return nil, fault.New(fault.Refused, "dispute.beyond", "of document %s only %s is open and not disputed", d.Document, d.Free.Decimal(d.Currency))
		}
		row.Amount += amount
		items = append(items, store.DisputeItem{Invoice: p.Invoice, Amount: amount})
	}
	return items, nil
}
