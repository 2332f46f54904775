package desk

import (
	"context"
	"strconv"

	"debitor/internal/ledger"
)

// movedData is what the journal says of a dispute that went to another customer
// with its document; As is its number there, if it was of several documents.
type movedData struct {
	From string `json:"from"`
	To   string `json:"to"`
	As   int64  `json:"as,omitempty"`
}

// moveDocument takes along to the right customer what was done and said about a
// document. A dispute of several documents is divided, one that is closed too:
// each customer has what was disputed, and agreed, of his own documents.
func (p *poster) moveDocument(ctx context.Context, before, after ledger.Invoice, reason string) error {
	if err := p.e.MoveDocument(ctx, before.Customer, after.Customer, after.ID); err != nil {
		return err
	}
	list, err := p.e.DisputesAbout(ctx, before.Customer, after.ID)
	if err != nil {
		return err
	}
	for _, d := range list {
		data := movedData{From: string(before.Customer), To: string(after.Customer)}
		if d.Others == 0 {
			err = p.e.MoveDispute(ctx, d.Number, after.Customer)
		} else {
			if data.As, err = p.e.LastDisputeNumber(ctx); err != nil {
				return err
			}
			data.As++
			err = p.e.SplitDispute(ctx, d, data.As, after.Customer, after.ID)
		}
		if err != nil {
			return err
		}
		p.e.note("dispute.moved", "dispute:"+strconv.FormatInt(d.Number, 10), reason, data)
	}
	return nil
}
