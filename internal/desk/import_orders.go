package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// postOrders records what is left of orders, and what went without an invoice.
// A row takes the place of the one before it; one of nothing closes it.
func (p *poster) postOrders(ctx context.Context) error {
	if p.file.Kind != intake.Orders {
		return nil
	}
	var orders, shipments []string
	rows := map[string]store.Commitment{} // by kind and key: the last row counts
	var sequence []string
	for _, r := range p.orders {
		if !p.knows(r.line, r.rec.Customer) {
			continue
		}
		row := p.commitment(r.rec)
		name := string(row.Kind) + " " + row.Key
		if _, again := rows[name]; !again {
			sequence = append(sequence, name)
			if row.Kind == credit.Shipment {
				shipments = append(shipments, row.Key)
			} else {
				orders = append(orders, row.Key)
			}
		}
		rows[name] = row
		p.count(intake.Orders, row.Currency, row.Amount)
	}
	before, err := p.e.CommitmentsNamed(ctx, credit.Order, orders)
	if err != nil {
		return err
	}
	gone, err := p.e.CommitmentsNamed(ctx, credit.Shipment, shipments)
	if err != nil {
		return err
	}
	var list, fresh []store.Commitment
	for _, name := range sequence {
		row := rows[name]
		old, there := before[row.Key]
		if row.Kind == credit.Shipment {
			old, there = gone[row.Key]
		}
		switch {
		case !there:
			p.report.New++
			fresh = append(fresh, row)
		case old.Commitment == row.Commitment && old.Customer == row.Customer:
			p.report.Unchanged++
			continue
		default:
			p.report.Corrected++
		}
		list = append(list, row)
	}
	if err := p.e.PutCommitments(ctx, list, "done"); err != nil {
		return err
	}
	return p.shipped(ctx, fresh, orders)
}

// shipped has new shipments take the place of what was reserved for them, and
// go off their orders, unless the same file says what is left of those.
func (p *poster) shipped(ctx context.Context, fresh []store.Commitment, told []string) error {
	for _, c := range fresh {
		if c.Kind != credit.Shipment || c.Amount == 0 {
			continue
		}
		if _, err := p.closeStanding(ctx, c.Customer, []string{c.Order}, "shipment "+c.Key); err != nil {
			return err
		}
		if slices.Contains(told, c.Order) {
			continue
		}
		if err := p.lessenOrder(ctx, c.Order, c.Customer, money.Amount{Minor: c.Amount, Currency: c.Currency}, "shipment "+c.Key); err != nil {
			return err
		}
	}
	return nil
}

func (p *poster) commitment(o ledger.Order) store.Commitment {
	row := store.Commitment{
		Commitment: credit.Commitment{
			Kind: credit.Order, Key: o.Order, Contract: o.Contract, On: cmp.Or(o.Date, p.session.Today()), Amount: o.Left, Currency: o.Currency,
		},
		Customer: o.Customer, By: p.session.actorName(),
	}
	if o.Shipment != "" {
		row.Kind, row.Key, row.Order = credit.Shipment, o.Shipment, o.Order
	}
	return row
}

// closeCommitted ends what has become an invoice: the shipment or reservation
// of its number, and the reservation for the order that it names in a column
// "order". Where no waybill has done so, the order's rest is then less.
func (p *poster) closeCommitted(ctx context.Context, fresh []ledger.Invoice) error {
	if !p.committed {
		return nil
	}
	for _, v := range fresh {
		if v.Amount <= 0 {
			continue
		}
		order := strings.TrimSpace(v.Attrs["order"])
		closed, err := p.closeStanding(ctx, v.Customer, []string{string(v.ID), v.Document, order}, "invoice "+string(v.ID))
		if err != nil {
			return err
		}
		shipped := false
		for _, c := range closed {
			shipped = shipped || c.Kind == credit.Shipment
			order = cmp.Or(order, c.Order)
		}
		if order != "" && !shipped {
			err = p.lessenOrder(ctx, order, v.Customer, money.Amount{Minor: v.Amount, Currency: v.Currency}, "invoice "+string(v.ID))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closeStanding closes the customer's shipments of one of the numbers, and the
// reservations that bear one, or are for an order that does.
func (p *poster) closeStanding(ctx context.Context, customer id.Customer, numbers []string, why string) (closed []store.Commitment, err error) {
	standing, err := p.e.Commitments(ctx, []id.Customer{customer}, p.session.desk.now())
	if err != nil {
		return nil, err
	}
	for _, c := range standing {
		of := c.Kind != credit.Order && slices.Contains(numbers, c.Key) || c.Kind == credit.Reservation && c.Order != "" && slices.Contains(numbers, c.Order)
		if !of {
			continue
		}
		if _, err := p.e.CloseCommitment(ctx, c.Kind, c.Key, why); err != nil {
			return nil, err
		}
		closed = append(closed, c)
	}
	return closed, nil
}

// lessenOrder takes what went for an order off what is left of it.
func (p *poster) lessenOrder(ctx context.Context, order string, customer id.Customer, gone money.Amount, why string) error {
	rows, err := p.e.CommitmentsNamed(ctx, credit.Order, []string{order})
	row, known := rows[order]
	if err != nil || !known || row.Customer != customer || row.Currency != gone.Currency {
		return err
	}
	row.Amount = max(0, row.Amount-gone.Minor)
	return p.e.PutCommitments(ctx, []store.Commitment{row}, why)
}
