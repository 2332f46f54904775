package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// NettingRequest asks what of a customer's debts to set off against what we
// owe him. What we owe comes as a table of open items: our debts
// are in other books.
type NettingRequest struct {
	Customer id.Customer
	Date     cal.Date
	Name     string // of the file with what we owe
	Data     []byte
	Map      *intake.Map
}

// NettingProposal is what to set off, by currency. Nothing is booked: both
// sides sign it first.
type NettingProposal struct {
	Debtor ledger.Customer
	Date   cal.Date
	Sets   []reconcile.Set
}

// Netting proposes what to set off as of a day, the oldest first.
func (s *Session) Netting(ctx context.Context, q NettingRequest) (n NettingProposal, err error) {
	if q.Date == 0 {
		return n, fault.New(fault.Input, "books.date", "say of which day the balances are")
	}
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, q.Customer); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{q.Customer})
		if err != nil {
			return err
		}
		n = NettingProposal{Debtor: customers[0], Date: q.Date}
		receivables, err := s.receivables(ctx, r, q.Customer, q.Date)
		if err != nil {
			return err
		}
		payables, err := s.payables(q, n.Debtor)
		if err != nil {
			return err
		}
		n.Sets = reconcile.Netting(receivables, payables)
		if len(n.Sets) == 0 {
			return fault.New(fault.Input, "netting.nothing", "there is nothing to set off: in no currency do both sides owe anything on %s", q.Date)
		}
		return nil
	})
	return n, err
}

// receivables are a customer's open documents as of a day.
func (s *Session) receivables(ctx context.Context, r store.Reader, customer id.Customer, day cal.Date) ([]reconcile.Debt, error) {
	account, err := accountOf(ctx, r, customer, day, nil)
	if err != nil {
		return nil, err
	}
	ids := make([]id.Invoice, len(account.Items))
	for i := range account.Items {
		ids[i] = account.Items[i].Invoice
	}
	documents, err := r.Documents(ctx, ids)
	list := make([]reconcile.Debt, len(account.Items))
	for i, it := range account.Items {
		list[i] = reconcile.Debt{
			Document: cmp.Or(documents[it.Invoice].Number, string(it.Invoice)), Invoice: it.Invoice, Contract: it.Contract, Date: it.Issued, Due: it.Due, Amount: it.Open, Currency: it.Currency,
		}
	}
	return list, err
}

// payables are the rows of the table that are about the customer.
func (s *Session) payables(q NettingRequest, debtor ledger.Customer) (list []reconcile.Debt, err error) {
	file, err := intake.OpenBytes(q.Name, q.Data, intake.Options{Kind: intake.OpenItems, Map: q.Map, Date: q.Date, Currency: s.company.Currency})
	if err != nil {
		return nil, err
	}
	names := []string{string(debtor.ID), debtor.TaxID, debtor.Name}
	err = file.Each(func(row intake.Row) error {
		for _, rec := range row.Records {
			it, ok := rec.(ledger.OpenItem)
			if !ok || it.Customer == "" || !slices.Contains(names, string(it.Customer)) {
				continue
			}
			list = append(list, reconcile.Debt{
				Document: cmp.Or(it.Document, string(it.Invoice)), Contract: it.Contract, Date: it.Date, Due: it.Due, Amount: it.Open, Currency: it.Currency,
			})
		}
		return nil
	})
	if _, refused := file.Refusals(); err == nil && len(refused) > 0 {
		err = fault.New(fault.Input, "netting.file", "what we owe cannot be read: %s", refused[0])
	}
	return list, err
}

// NettingDocument is the proposal as a paper for both sides to sign, in the
// customer's language.
func (s *Session) NettingDocument(n *NettingProposal) (*letter.Document, error) {
	p, err := s.Profile()
	if err != nil {
		return nil, err
	}
	lang := cmp.Or(n.Debtor.Language, s.company.Language)
	w, ok := nettingWords[lang]
	if !ok {
		lang, w = "en", nettingWords["en"]
	}
	say := func(text string, pairs ...string) string {
		pairs = append(pairs, "{us}", p.Name, "{them}", n.Debtor.Name, "{date}", letter.ShortDate(n.Date, lang))
		return letter.Typeset(strings.NewReplacer(pairs...).Replace(text), lang)
	}
	paragraph := func(text string) letter.Paragraph { return letter.Paragraph{Runs: []letter.Run{{Text: text}}} }
	doc := &letter.Document{
		Meta: letter.Meta{
			Lang: lang, Date: n.Date, Subject: say(w.title), Customer: n.Debtor.ID, Addressee: n.Debtor.Name, Address: n.Debtor.Address,
			Sender: p.Name, Country: p.Country, Signatory: p.Signatory.Name,
		},
		Blocks: []letter.Block{
			letter.Letterhead{Name: p.Name, Lines: filled(p.Address, strings.TrimSpace(p.Phone+" "+p.Email))},
			letter.Addressee{Name: n.Debtor.Name, Lines: filled(n.Debtor.Address)},
			letter.Title{Text: say(w.title)}, paragraph(say(w.intro)),
		},
	}
	for i := range n.Sets {
		set := &n.Sets[i]
		doc.Blocks = append(doc.Blocks, nettingTable(set, &w, lang),
			paragraph(say(w.sum, "{amount}", letter.Money(set.Amount, set.Currency, lang), "{words}", letter.Words(set.Amount, set.Currency, lang))))
	}
	doc.Blocks = append(doc.Blocks, paragraph(say(w.rest)),
		letter.Signature{Closing: say(w.forSide, "{name}", p.Name), Signers: signersOf(&p), ByHand: true},
		letter.Signature{Closing: say(w.forSide, "{name}", n.Debtor.Name), Signers: []letter.Signer{{}}, ByHand: true},
		letter.Note{Text: say(actWords[lang].authority)})
	return doc, nil
}

func nettingTable(set *reconcile.Set, w *nettingText, lang string) letter.Table {
	day := func(d reconcile.Debt) string {
		if d.Date == 0 {
			return ""
		}
		return letter.ShortDate(d.Date, lang)
	}
	figure := func(d reconcile.Debt) string { return letter.Figure(d.Amount, set.Currency, lang) }
	t := letter.Table{
		Groups: []letter.Group{{Title: w.theirs, Columns: 3}, {Title: w.ours, Columns: 3}, {Columns: 1}},
		Columns: []letter.Column{
			{Key: "document", Title: w.document}, {Key: "due", Title: w.date}, {Key: "amount", Title: w.owed, Right: true},
			{Key: "document", Title: w.document}, {Key: "due", Title: w.date}, {Key: "amount", Title: w.owed, Right: true},
			{Key: "open", Title: w.off, Right: true},
		},
		Total: []string{w.total, "", "", "", "", "", letter.Figure(set.Amount, set.Currency, lang)},
	}
	for _, o := range set.Offsets {
		t.Rows = append(t.Rows, []string{
			o.Receivable.Document, day(o.Receivable), figure(o.Receivable), o.Payable.Document, day(o.Payable), figure(o.Payable), letter.Figure(o.Amount, set.Currency, lang),
		})
	}
	return t
}

// ProposeNetting gives the proposal to somebody to carry out: a task to have it
// signed and then booked, with what it comes to.
func (s *Session) ProposeNetting(ctx context.Context, q NettingRequest) (n NettingProposal, err error) {
	if n, err = s.Netting(ctx, q); err != nil {
		return n, err
	}
	return n, s.do(ctx, KeepActs, "netting.propose", nil, func(ctx context.Context, e *entry) error {
		for i := range n.Sets {
			set := &n.Sets[i]
			var items []TaskItem
			for _, o := range set.Offsets {
				items = append(items, TaskItem{
					Invoice: o.Receivable.Invoice, Part: 1, Document: o.Receivable.Document, Contract: string(o.Receivable.Contract), Due: o.Receivable.Due, Open: o.Amount.Decimal(set.Currency),
				})
			}
			if _, err := e.makeTask(ctx, newTask{
				Day: s.Today(), Customer: q.Customer, From: "netting-" + q.Date.String(), Currency: set.Currency, Task: "sign-netting", Role: "accountant",
				Deadline: s.Today() + nettingDays, Total: set.Amount, Items: items,
				Why: fmt.Sprintf("%s of %s %s", set.Amount.Decimal(set.Currency), set.Receivables.Decimal(set.Currency), set.Currency),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// nettingDays is how long a proposal waits for its signatures: what both sides
// owe is paid meanwhile.
const nettingDays = 14
