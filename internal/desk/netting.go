package desk

import (
	"cmp"
	"context"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// NettingProposal is what to set off, by currency. Nothing is booked before both
// sides have signed (BookNetting).
type NettingProposal struct {
	Numbers []int64 // of those that are kept, one for each of Sets
	Debtor  ledger.Customer
	Date    cal.Date
	Listed  cal.Date // the day of the list of what we owe
	Sets    []reconcile.Set
}

// Netting proposes what of a customer's debts to set off against what we owe
// him as of a day, the oldest first.
func (s *Session) Netting(ctx context.Context, customer id.Customer, day cal.Date) (n NettingProposal, err error) {
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{customer})
		if err != nil {
			return err
		}
		n = NettingProposal{Debtor: customers[0], Date: day}
		receivables, err := s.receivables(ctx, r, customer, day)
		if err != nil {
			return err
		}
		payables, err := n.payables(ctx, r)
		if err != nil {
			return err
		}
		n.Sets = reconcile.Netting(receivables, payables)
		if len(n.Sets) == 0 {
			return fault.New(fault.Input, "netting.nothing", "there is nothing to set off: in no currency do both sides owe anything on %s", day)
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

// payables are what we owe him, by the newest list there is.
func (n *NettingProposal) payables(ctx context.Context, r store.Reader) ([]reconcile.Debt, error) {
	owed, listed, err := payablesOf(ctx, r, n.Debtor.ID, n.Date)
	n.Listed = listed
	list := make([]reconcile.Debt, len(owed))
	for i, p := range owed {
		list[i] = reconcile.Debt{Document: p.Document, Contract: p.Contract, Date: p.Date, Due: p.Due, Amount: p.Open, Currency: p.Currency}
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
			headOf(&p),
			letter.Addressee{Name: n.Debtor.Name, Lines: filled(n.Debtor.Address)},
			letter.Title{Text: say(w.title)},
			paragraph(say(w.intro)),
		},
	}
	for i := range n.Sets {
		set := &n.Sets[i]
		doc.Blocks = append(doc.Blocks, nettingTable(set, &w, lang),
			paragraph(say(w.sum, "{amount}", letter.Money(set.Amount, set.Currency, lang), "{words}", letter.Words(set.Amount, set.Currency, lang))))
	}
	doc.Blocks = append(doc.Blocks, paragraph(say(w.rest)))
	doc.Blocks = append(doc.Blocks, bothSign(&p, n.Debtor.Name, lang)...)
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
			{Key: "document", Title: w.document},
			{Key: "due", Title: w.date},
			{Key: "amount", Title: w.owed, Right: true},
			{Key: "document", Title: w.document},
			{Key: "due", Title: w.date},
			{Key: "amount", Title: w.owed, Right: true},
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
