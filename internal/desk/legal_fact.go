package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// LegalFacts are the facts about a debt that limitation goes by, and what ends
// it otherwise than by payment: who keeps claims records them by hand, in this order.
var LegalFacts = []ledger.EventKind{
	ledger.ClaimSent, ledger.ClaimDelivered, ledger.Acknowledged, ledger.Guarantee, ledger.Restructured, ledger.Lawsuit, ledger.LawsuitClosed, ledger.Uncollectable,
}

// LegalFact is one of them as it is recorded.
type LegalFact struct {
	Kind     ledger.EventKind
	Subject  string // an invoice's key, else a customer's code: then it is about all that was issued by then
	Date     cal.Date
	Document string // number of the paper it stands in
	Reason   string // in words; needed for Uncollectable
}

// RecordLegal records a fact about a debt. Its faults are legal.kind,
// legal.date, legal.reason and subject.unknown.
func (s *Session) RecordLegal(ctx context.Context, q LegalFact) error {
	q.Reason, q.Document = strings.TrimSpace(q.Reason), strings.TrimSpace(q.Document)
	switch {
	case !slices.Contains(LegalFacts, q.Kind):
		return fault.New(fault.Usage, "legal.kind", "%q is none of these facts: %s", string(q.Kind), kindsText())
	case q.Date == 0 || q.Date > s.Today():
		return fault.New(fault.Usage, "legal.date", "say on which day it was, today at the latest")
	case q.Kind == ledger.Uncollectable && q.Reason == "":
		return fault.New(fault.Usage, "legal.reason", "say why the debt can no longer be had: liquidation, an act of state, a bailiff's act")
	}
	return s.do(ctx, KeepClaims, "legal."+string(q.Kind), nil, func(ctx context.Context, e *entry) error {
		ev := ledger.Event{Date: q.Date, Kind: q.Kind, Reason: q.Reason, By: s.actorName(), Document: q.Document}
		if _, err := s.subject(ctx, e.Reader, strings.TrimSpace(q.Subject), &ev); err != nil {
			return err
		}
		number, err := e.LastEventNumber(ctx)
		if err != nil {
			return err
		}
		about := "customer:" + string(ev.Customer)
		if ev.Invoice != "" {
			about = "invoice:" + string(ev.Invoice)
		}
		e.note("legal.recorded", about, q.Reason, map[string]any{"kind": q.Kind, "date": q.Date, "document": q.Document})
		return e.InsertEvents(ctx, []store.Event{{Event: ev, Key: e.Change(), Number: number + 1}})
	})
}

func kindsText() string {
	all := make([]string, len(LegalFacts))
	for i, k := range LegalFacts {
		all[i] = string(k)
	}
	return strings.Join(all, ", ")
}
