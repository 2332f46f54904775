package desk

import (
	"cmp"
	"context"
	"maps"
	"reflect"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
)

// keep fills every empty field of what a file says with what the books hold:
// an empty cell means "not said", it erases nothing.
func keep[T any](said, held T) T {
	merged, before := reflect.ValueOf(&said).Elem(), reflect.ValueOf(held)
	for i := range merged.NumField() {
		field := merged.Field(i)
		if attrs, ok := reflect.TypeAssert[map[string]string](field); ok {
			known, _ := reflect.TypeAssert[map[string]string](before.Field(i)) // the same field, so the same type
			all := maps.Clone(known)
			if all == nil {
				all = map[string]string{}
			}
			maps.Copy(all, attrs)
			if len(all) > 0 {
				field.Set(reflect.ValueOf(all))
			}
			continue
		}
		if field.IsZero() {
			field.Set(before.Field(i))
		}
	}
	return said
}

func (p *poster) postCustomers(ctx context.Context) error {
	held, err := p.heldCustomers(ctx)
	if err != nil {
		return err
	}
	createOnly := p.file.CreateOnly(intake.Customers)
	var fresh []ledger.Customer
	for _, r := range p.customers {
		c := r.rec
		c.Email = p.usableEmail(r.line, c.Email)
		p.doubtRequisites(r.line, c)
		before, exists := held[c.ID]
		switch {
		case !p.known[c.ID]:
			c.Name = cmp.Or(c.Name, string(c.ID))
			p.known[c.ID] = true
			held[c.ID] = c
			fresh = append(fresh, c)
			p.report.New++
		case !exists || createOnly:
			// a map's second sight of a customer it has made itself
		default:
			if err := p.correctCustomer(ctx, before, keep(c, before)); err != nil {
				return err
			}
		}
	}
	p.customers = p.customers[:0]
	return p.e.InsertCustomers(ctx, fresh)
}

func (p *poster) heldCustomers(ctx context.Context) (map[id.Customer]ledger.Customer, error) {
	var ids []id.Customer
	for _, r := range p.customers {
		if p.known[r.rec.ID] {
			ids = append(ids, r.rec.ID)
		}
	}
	list, err := p.e.Customers(ctx, ids)
	held := make(map[id.Customer]ledger.Customer, len(list))
	for _, c := range list {
		held[c.ID] = c
	}
	return held, err
}

func (p *poster) correctCustomer(ctx context.Context, before, after ledger.Customer) error {
	if reflect.DeepEqual(before, after) {
		p.report.Unchanged++
		return nil
	}
	p.report.Corrected++
	p.e.note("customer.changed", "customer:"+string(after.ID), "", changed{before, after})
	return p.e.UpdateCustomer(ctx, after)
}

func (p *poster) postContacts(ctx context.Context) error {
	type key struct {
		customer   id.Customer
		name, role string
	}
	var customers []id.Customer
	for _, r := range p.contacts {
		customers = append(customers, r.rec.Customer)
	}
	list, err := p.e.Contacts(ctx, customers)
	if err != nil {
		return err
	}
	held := map[key]ledger.Contact{}
	for _, c := range list {
		held[key{c.Customer, c.Name, c.Role}] = c
	}
	var fresh []ledger.Contact
	for _, r := range p.contacts {
		c := r.rec
		c.Email = p.usableEmail(r.line, c.Email)
		if !p.knows(r.line, c.Customer) {
			continue
		}
		before, exists := held[key{c.Customer, c.Name, c.Role}]
		if !exists {
			held[key{c.Customer, c.Name, c.Role}] = c
			fresh = append(fresh, c)
			p.report.New++
			continue
		}
		after := keep(c, before)
		if reflect.DeepEqual(before, after) {
			p.report.Unchanged++
			continue
		}
		p.report.Corrected++
		p.e.note("contact.changed", "customer:"+string(c.Customer), "", changed{before, after})
		if err := p.e.UpdateContact(ctx, after); err != nil {
			return err
		}
	}
	p.contacts = p.contacts[:0]
	return p.e.InsertContacts(ctx, fresh)
}

func (p *poster) postContracts(ctx context.Context) error {
	var fresh []ledger.Contract
	for _, r := range p.agreements {
		c := r.rec
		if !p.knows(r.line, c.Customer) {
			continue
		}
		if err := checkPaymentOrder(c.PaymentOrder); err != nil {
			p.refuse(r.line, "payment_order", c.PaymentOrder, fault.Code(err), "is no order of payment: invoices, law, or a list of costs, use, late, principal and penalty, each once")
			continue
		}
		before := p.contracts[c.ID]
		if before == nil {
			p.contracts[c.ID] = &c
			if p.anyInvoices {
				p.retermed[c.ID] = true
			}
			fresh = append(fresh, c)
			p.report.New++
			continue
		}
		if c.PaymentDays < 0 {
			c.PaymentDays = before.PaymentDays // not said, as an empty cell elsewhere
		}
		after := keep(c, *before)
		after.PaymentDays = c.PaymentDays // 0 days is said, not empty
		if reflect.DeepEqual(*before, after) {
			p.report.Unchanged++
			continue
		}
		p.report.Corrected++
		p.contracts[c.ID] = &after
		if before.PaymentOrder != after.PaymentOrder || before.Law != after.Law {
			p.mended[after.Customer] = true
			p.unsettle(after.Customer, 0)
		}
		if before.Customer != after.Customer || before.PaymentDays != after.PaymentDays || before.DaysUnit != after.DaysUnit ||
			before.TermFrom != after.TermFrom || before.Terms != after.Terms {
			p.retermed[c.ID] = true
		}
		p.e.note("contract.changed", "contract:"+string(c.ID), "", changed{*before, after})
		if err := p.e.UpdateContract(ctx, after); err != nil {
			return err
		}
	}
	p.agreements = p.agreements[:0]
	return p.e.InsertContracts(ctx, fresh)
}
