package desk

import (
	"cmp"
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// InvoiceView is one document of debt as of a day: what it is, what settled it,
// what was done and said about it, what comes next.
type InvoiceView struct {
	Explained
	Limits  map[int]Limit  // of the open parts, by number
	Settled []PartSettled  // oldest first
	Facts   []ledger.Event // about the document, newest first
	Letters []store.Letter // that named it, newest first
	Files   []store.Attachment
	Notes   []store.Note
	Proof   []Proof // of a document of debt, in the order of policy.Evidence
}

// PartSettled is money that settled a part of the document, or was taken back.
type PartSettled struct {
	Part    int
	Date    cal.Date
	Amount  money.Minor // negative: taken back
	Payment store.Payment
}

// Invoice gives the view of one document.
func (s *Session) Invoice(ctx context.Context, invoice id.Invoice, day cal.Date) (v InvoiceView, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if v.Explained, err = s.explain(ctx, r, invoice, day); err != nil {
			return err
		}
		if v.Limits, err = s.invoiceLimits(ctx, r, v.Customer.ID, invoice, day); err != nil {
			return err
		}
		if v.Settled, err = partsSettled(ctx, r, v.Customer.ID, invoice); err != nil {
			return err
		}
		rules, err := s.rulesIfAny(ctx, r, day)
		if err != nil {
			return err
		}
		if v.Proof, err = s.evidence(ctx, r, rules.Policy, &v.Invoice); err != nil {
			return err
		}
		return invoicePapers(ctx, r, &v)
	})
	return v, err
}

func partsSettled(ctx context.Context, r store.Reader, c id.Customer, invoice id.Invoice) ([]PartSettled, error) {
	lines, err := r.AllocationsAbout(ctx, c, invoice)
	if err != nil {
		return nil, err
	}
	ids := make([]id.Payment, len(lines))
	for i, a := range lines {
		ids[i] = a.Payment
	}
	payments, err := r.Payments(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]PartSettled, len(lines))
	for i, a := range lines {
		list[i] = PartSettled{Part: a.Part, Date: a.Date, Amount: a.Amount}
		if j := slices.IndexFunc(payments, func(p store.Payment) bool { return p.ID == a.Payment }); j >= 0 {
			list[i].Payment = payments[j]
		}
	}
	return list, nil
}

// invoicePapers reads what stands beside the document.
func invoicePapers(ctx context.Context, r store.Reader, v *InvoiceView) error {
	c, invoice := v.Customer.ID, v.Invoice.ID
	events, err := r.EventsOf(ctx, c)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(events) {
		if e.Invoice == invoice {
			v.Facts = append(v.Facts, e.Event)
		}
	}
	if v.Letters, err = r.LettersAbout(ctx, c, invoice); err != nil {
		return err
	}
	if v.Files, err = r.Attachments(ctx, c); err != nil {
		return err
	}
	v.Files = slices.DeleteFunc(v.Files, func(a store.Attachment) bool { return a.Invoice != invoice })
	if v.Notes, err = r.Notes(ctx, c); err != nil {
		return err
	}
	v.Notes = slices.DeleteFunc(v.Notes, func(n store.Note) bool { return n.Invoice != invoice })
	return nil
}

// DocumentNames are documents as printed, by their keys: for who shows what the
// ledger says of them.
func (s *Session) DocumentNames(ctx context.Context, list []id.Invoice) (names map[id.Invoice]string, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		names, err = documentNames(ctx, r, list)
		return err
	})
	return names, err
}

func documentNames(ctx context.Context, r store.Reader, list []id.Invoice) (map[id.Invoice]string, error) {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	documents, err := r.Documents(ctx, list)
	names := make(map[id.Invoice]string, len(list))
	for _, v := range list {
		names[v] = cmp.Or(documents[v].Number, string(v))
	}
	return names, err
}
