package policy

import (
	"slices"

	"debitor/internal/id"
)

// Blockers is what stands in the way of an instalment of the account that was
// decided about last, as of before what was decided is done: for whoever
// compares what was done with what was not. It is nil where nothing does, and
// where the instalment is not open.
func (d *Decider) Blockers(invoice id.Invoice, part int) []Reason {
	for i := range d.views {
		if v := &d.views[i]; v.item.Invoice == invoice && v.item.Part == part {
			d.reasons = d.blockers(v, d.reasons[:0])
			return slices.Clone(d.reasons)
		}
	}
	return nil
}
