package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/mail"
	"debitor/internal/store"
)

// ContactKey names a contact of a customer.
type ContactKey struct {
	Customer   id.Customer
	Name, Role string
}

func keyOf(c ledger.Contact) ContactKey { return ContactKey{c.Customer, c.Name, c.Role} }

// Contact gives one contact.
func (s *Session) Contact(ctx context.Context, key ContactKey) (c ledger.Contact, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, key.Customer); err != nil {
			return err
		}
		c, err = contactOf(ctx, r, key)
		return err
	})
	return c, err
}

func contactOf(ctx context.Context, r store.Reader, key ContactKey) (ledger.Contact, error) {
	list, err := r.Contacts(ctx, []id.Customer{key.Customer})
	if err != nil {
		return ledger.Contact{}, err
	}
	if i := slices.IndexFunc(list, func(c ledger.Contact) bool { return keyOf(c) == key }); i >= 0 {
		return list[i], nil
	}
	return ledger.Contact{}, fault.New(fault.NotFound, "contact.unknown", "customer %s has no contact %q any more", key.Customer, key.Name)
}

// SaveContact records a contact: a new one where was is empty, else in the place
// of the one it names. An address that changed is not verified any more.
func (s *Session) SaveContact(ctx context.Context, was ContactKey, c ledger.Contact) error {
	if err := checkContact(&c); err != nil {
		return err
	}
	return s.editCustomer(ctx, c.Customer, "contact.save", func(ctx context.Context, e *entry) error {
		_, err := contactOf(ctx, e.Reader, keyOf(c))
		taken := err == nil
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if taken && was != keyOf(c) {
			return fault.New(fault.Refused, "contact.exists", "there is a contact %q in this role already: edit that one", c.Name)
		}
		if was == (ContactKey{}) {
			e.note("contact.added", "customer:"+string(c.Customer), "", changed{nil, c})
			return e.InsertContacts(ctx, []ledger.Contact{c})
		}
		before, err := contactOf(ctx, e.Reader, was)
		if err != nil {
			return err
		}
		c.Attrs = before.Attrs
		if c.Email == before.Email && c.Phone == before.Phone {
			c.VerifiedOn = before.VerifiedOn
		}
		return replaceContact(ctx, e, "contact.changed", "", before, c)
	})
}

// checkContact refuses what could not be written to.
func checkContact(c *ledger.Contact) error {
	for _, field := range []*string{&c.Name, &c.Position, &c.Email, &c.Phone} {
		*field = strings.TrimSpace(*field)
	}
	switch {
	case c.Name == "":
		return fault.New(fault.Input, "contact.name", "a contact needs a name")
	case c.Role != "" && !slices.Contains(ledger.ContactRoles, c.Role):
		return fault.New(fault.Input, "contact.role", "there is no role %q of a contact: use one of %s", c.Role, strings.Join(ledger.ContactRoles, ", "))
	case c.Email != "" && !mail.ValidAddress(c.Email):
		return fault.New(fault.Input, "contact.email", "%q is no e-mail address", c.Email)
	}
	return nil
}

// replaceContact writes a contact in the place of another, whose key may be
// another too.
func replaceContact(ctx context.Context, e *entry, action, reason string, before, after ledger.Contact) error {
	e.note(action, "customer:"+string(after.Customer), reason, changed{before, after})
	if keyOf(before) == keyOf(after) {
		return e.UpdateContact(ctx, after)
	}
	if err := e.DeleteContact(ctx, before); err != nil {
		return err
	}
	return e.InsertContacts(ctx, []ledger.Contact{after})
}

// VerifyContact records that somebody has spoken with the contact and his data
// are right.
func (s *Session) VerifyContact(ctx context.Context, key ContactKey, day cal.Date) error {
	return s.editCustomer(ctx, key.Customer, "contact.verify", func(ctx context.Context, e *entry) error {
		c, err := contactOf(ctx, e.Reader, key)
		if err != nil || c.VerifiedOn == day {
			return err
		}
		after := c
		after.VerifiedOn = day
		return replaceContact(ctx, e, "contact.verified", "", c, after)
	})
}

// What of a contact can be wrong.
const (
	WrongEmail = "email"
	WrongPhone = "phone"
)

// wrongPhone is where a number that is wrong is kept, so that nobody writes it
// down again.
const wrongPhone = "wrong_phone"

// MarkWrong records that an address or a number of a contact is wrong. To the
// address nothing is sent any more, as if it had bounced; the number is not
// offered for calls any more.
func (s *Session) MarkWrong(ctx context.Context, key ContactKey, what, reason string, day cal.Date) error {
	return s.editCustomer(ctx, key.Customer, "contact.wrong", func(ctx context.Context, e *entry) error {
		c, err := contactOf(ctx, e.Reader, key)
		if err != nil {
			return err
		}
		after := c
		after.VerifiedOn = 0
		switch {
		case what == WrongEmail && c.Email != "":
			if err := s.markDead(ctx, e, c.Email, day, reason); err != nil {
				return err
			}
		case what == WrongPhone && c.Phone != "":
			after.Phone, after.Attrs = "", map[string]string{wrongPhone: c.Phone}
			for k, v := range c.Attrs {
				if k != wrongPhone {
					after.Attrs[k] = v
				}
			}
		default:
			return fault.New(fault.Input, "contact.wrong", "of a contact the email or the phone can be wrong, if it has one")
		}
		return replaceContact(ctx, e, "contact.wrong", reason, c, after)
	})
}

// RemoveContact removes a contact who is none any more.
func (s *Session) RemoveContact(ctx context.Context, key ContactKey, reason string) error {
	return s.editCustomer(ctx, key.Customer, "contact.remove", func(ctx context.Context, e *entry) error {
		c, err := contactOf(ctx, e.Reader, key)
		if err != nil {
			return err
		}
		e.note("contact.removed", "customer:"+string(key.Customer), reason, changed{c, nil})
		return e.DeleteContact(ctx, c)
	})
}

// ReviveFor lets an address of a customer be written to again.
func (s *Session) ReviveFor(ctx context.Context, c id.Customer, address, reason string) error {
	err := s.read(ctx, SendMail, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{c})
		if err != nil {
			return err
		}
		v := CustomerView{Customer: customers[0]}
		if err := contactViews(ctx, r, &v); err != nil {
			return err
		}
		if address != v.Customer.Email && !slices.ContainsFunc(v.Contacts, func(k ContactView) bool { return k.Email == address }) {
			return fault.New(fault.NotFound, "contact.address", "customer %s has no address %q", c, address)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.ReviveAddress(ctx, address, reason)
}

// editCustomer is a change to what is kept about a customer whom the actor may
// see.
func (s *Session) editCustomer(ctx context.Context, c id.Customer, command string, body func(context.Context, *entry) error) error {
	return s.do(ctx, EditCustomers, command, nil, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, c); err != nil {
			return err
		}
		return body(ctx, e)
	})
}
