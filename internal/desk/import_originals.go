package desk

import (
	"context"
	"maps"
	"slices"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// returnOriginals records the signed originals that a file of events says came
// back; of a paper twice, the last row counts. Tasks that asked for them end.
func (p *poster) returnOriginals(ctx context.Context, rows []lined[ledger.Event]) error {
	if len(rows) == 0 {
		return nil
	}
	named := map[id.Invoice]bool{}
	for _, r := range rows {
		named[r.rec.Invoice] = true
	}
	invoices, err := p.e.Invoices(ctx, slices.Sorted(maps.Keys(named)))
	if err != nil {
		return err
	}
	contracts := map[id.Invoice]id.Contract{}
	for _, v := range invoices {
		contracts[v.ID] = v.Contract
	}
	have, err := p.e.Originals(ctx, slices.Collect(maps.Keys(contracts)), slices.Compact(slices.Sorted(maps.Values(contracts))))
	if err != nil {
		return err
	}
	before := map[store.Original]store.Original{}
	for _, o := range have {
		before[store.Original{Invoice: o.Invoice, Contract: o.Contract, Paper: o.Paper}] = o
	}
	of := map[id.Customer]bool{}
	for _, r := range rows {
		v := r.rec
		key := originalOf(v.Invoice, contracts[v.Invoice], v.Reason)
		if v.Reason == policy.EvidenceContract && key.Contract == "" {
			p.refuse(r.line, "invoice", string(v.Invoice), "import.original_contract", "is of no contract")
			continue
		}
		row := key
		row.Number, row.ReturnedOn, row.Author = v.Document, v.Date, v.By
		old, there := before[key]
		switch {
		case there && old == row:
			p.report.Unchanged++
			continue
		case there:
			p.report.Corrected++
			p.e.note("original.returned", "invoice:"+string(v.Invoice), "", map[string]any{"paper": v.Reason, "number": v.Document, "on": v.Date})
		default:
			p.report.New++
		}
		before[key] = row
		if err := p.e.SaveOriginal(ctx, row); err != nil {
			return err
		}
		of[v.Customer] = true
	}
	for _, c := range slices.Sorted(maps.Keys(of)) {
		if err := p.session.endChase(ctx, p.e, c); err != nil {
			return err
		}
	}
	return nil
}
