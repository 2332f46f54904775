package desk

import (
	"context"
	"encoding/json"
	"strconv"

	"debitor/internal/money"
	"debitor/internal/store"
)

// charges compares what charges say was paid and waived with their moves, and
// keeps their hashes for the journal.
func (c *checker) charges(ctx context.Context, r store.Reader) error {
	moves, err := r.ChargeMoves(ctx, 0)
	if err != nil {
		return err
	}
	paid, waived := map[int64]money.Minor{}, map[int64]money.Minor{}
	for _, m := range moves {
		if m.Kind == store.MoveWaived {
			waived[m.Charge] += m.Amount
		} else {
			paid[m.Charge] += m.Amount
		}
	}
	c.sheets = map[int64]string{}
	err = r.EachChargeSheet(ctx, func(v store.Charge) {
		c.report.Checked.Charges++
		c.sheets[v.Number] = chargeHash(&v)
		if v.Paid != paid[v.Number] || v.Waived != waived[v.Number] {
			c.found("check.charge", "charge:"+strconv.FormatInt(v.Number, 10), "it says that %s were paid and %s waived; its moves come to %s and %s",
				v.Paid.Decimal(v.Currency), v.Waived.Decimal(v.Currency), paid[v.Number].Decimal(v.Currency), waived[v.Number].Decimal(v.Currency))
		}
		delete(paid, v.Number)
		delete(waived, v.Number)
	})
	for number := range paid {
		c.found("check.charge", "charge:"+strconv.FormatInt(number, 10), "money is booked for it, and there is no such charge")
	}
	return err
}

// proposed compares a charge with what the journal says it was proposed as.
func (c *checker) proposed(l *store.Line) {
	if l.Action != "charge.proposed" {
		return
	}
	var data struct {
		Charge  int64  `json:"charge"`
		Content string `json:"content"`
	}
	if err := json.Unmarshal([]byte(l.Data), &data); err != nil || c.sheets[data.Charge] != data.Content {
		c.found("check.charge", "charge:"+strconv.FormatInt(data.Charge, 10), "it was altered after it was proposed")
	}
	delete(c.sheets, data.Charge)
}

// unproposed finds charges of which the journal knows nothing.
func (c *checker) unproposed(_ context.Context, _ store.Reader) error {
	for number := range c.sheets {
		c.found("check.charge", "charge:"+strconv.FormatInt(number, 10), "the journal has no line of it")
	}
	return nil
}
