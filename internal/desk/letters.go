package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// writer makes letters and tasks from actions, with what it read at once for
// all of them.
type writer struct {
	s         *Session
	rules     *policy.Policy
	profile   Profile
	book      *letterBook
	day       cal.Date
	customers map[id.Customer]ledger.Customer
	contacts  map[id.Customer][]ledger.Contact // in the order of ledger.ContactRoles
	staff     staff
	dead      map[string]bool // addresses that bounced
	documents map[id.Invoice]store.Document
	parts     map[id.Invoice]int
	holds     map[id.Customer]credit.Answer
	earlier   map[letterKey]store.Letter
	texts     map[string]string // of the templates used, by hash
	laws      *interest.Book    // nil: no letter speaks of what lateness has cost
	settled   map[id.Customer][]store.Settlement
}

func newWriter(ctx context.Context, s *Session, r store.Reader, p *policy.Policy, day cal.Date, todo []decided) (*writer, error) {
	w := &writer{s: s, rules: p, day: day, holds: map[id.Customer]credit.Answer{}, texts: map[string]string{}}
	for _, read := range []func(context.Context, store.Reader, []decided) error{
		w.readCompany, w.readCustomers, w.readDocuments, w.readHolds, w.readEarlier, w.readLate,
	} {
		if err := read(ctx, r, todo); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *writer) readCompany(ctx context.Context, r store.Reader, _ []decided) (err error) {
	if w.profile, err = w.s.Profile(); err != nil {
		return err
	}
	if w.book, err = readLetterBook(ctx, r); err != nil {
		return err
	}
	if w.staff, err = readStaff(ctx, r, w.profile); err != nil {
		return err
	}
	w.dead, err = r.DeadAddresses(ctx)
	return err
}

func (w *writer) readHolds(ctx context.Context, r store.Reader, todo []decided) error {
	all, err := stoppersOf(ctx, r)
	if err != nil {
		return err
	}
	for _, t := range todo {
		if _, done := w.holds[t.account.Customer]; done || t.action.Kind != policy.Letter {
			continue
		}
		if w.holds[t.account.Customer], err = w.s.stopped(ctx, r, w.rules, t.account, w.day, all); err != nil {
			return err
		}
	}
	return nil
}

// readEarlier finds the last letters about the same debts.
func (w *writer) readEarlier(ctx context.Context, r store.Reader, todo []decided) error {
	var keys []letterKey
	for _, t := range todo {
		if last, ok := w.lastLetter(t); ok {
			keys = append(keys, last)
		}
	}
	var err error
	w.earlier, err = standingLetters(ctx, r, keys)
	return err
}

// lastLetter names the newest letter about one of the debts that a letter is
// about.
func (w *writer) lastLetter(t decided) (letterKey, bool) {
	if t.action.Kind != policy.Letter {
		return letterKey{}, false
	}
	var last ledger.Applied
	var about string
	for _, done := range t.account.Steps {
		step := w.rules.Step(done.Step)
		if done.Policy != w.rules.Name || step == nil || step.Kind != policy.Letter || done.On >= w.day || done.On <= last.On {
			continue
		}
		for _, it := range t.action.Items {
			if it.Invoice == done.Invoice && it.Part == done.Part {
				last, about = done, step.About(it.Contract, it.Invoice)
			}
		}
	}
	return letterKey{last.On, t.account.Customer, last.Step, t.action.Currency, about}, last.On != 0
}

func (w *writer) readCustomers(ctx context.Context, r store.Reader, todo []decided) error {
	wanted := map[id.Customer]bool{}
	for _, t := range todo {
		wanted[t.account.Customer] = true
	}
	ids := slices.Sorted(maps.Keys(wanted))
	list, err := r.Customers(ctx, ids)
	if err != nil {
		return err
	}
	w.customers = make(map[id.Customer]ledger.Customer, len(list))
	for _, c := range list {
		w.customers[c.ID] = c
	}
	contacts, err := r.Contacts(ctx, ids)
	if err != nil {
		return err
	}
	rank := func(role string) int { return slices.Index(ledger.ContactRoles, role) }
	slices.SortStableFunc(contacts, func(a, b ledger.Contact) int { return cmp.Compare(rank(a.Role), rank(b.Role)) })
	w.contacts = map[id.Customer][]ledger.Contact{}
	for _, c := range contacts {
		w.contacts[c.Customer] = append(w.contacts[c.Customer], c)
	}
	return nil
}

// email is where a customer's e-mail goes: to the contacts that the step names,
// in its order; else to his own address, else to the first contact who has
// one, who pays first. A step may want none but verified contacts. An address
// that bounced is none.
func (w *writer) email(customer id.Customer, step policy.Step) string {
	var addresses []string
	take := func(role string) {
		for _, c := range w.contacts[customer] {
			if (role == "" || c.Role == role) && (c.VerifiedOn != 0 || !step.Verified) {
				addresses = append(addresses, c.Email)
			}
		}
	}
	for _, role := range step.Recipients {
		take(role)
	}
	if !step.Verified {
		addresses = append(addresses, w.customers[customer].Email)
	}
	if !step.Verified || len(step.Recipients) == 0 {
		take("")
	}
	for _, a := range addresses {
		if a != "" && !w.dead[a] {
			return a
		}
	}
	return ""
}

// head is the person a letter is addressed to: the director, if he is known.
func (w *writer) head(customer id.Customer) letter.Person {
	for _, c := range w.contacts[customer] {
		if c.Role != "director" || c.Name == "" {
			continue
		}
		p := letter.Person{Name: c.Name, Position: c.Position}
		for column, form := range map[string]string{"name_dative": "dative", "position_dative": "dative position"} {
			if c.Attrs[column] != "" {
				if p.Forms == nil {
					p.Forms = map[string]string{}
				}
				p.Forms[form] = c.Attrs[column]
			}
		}
		return p
	}
	return letter.Person{}
}

func (w *writer) readDocuments(ctx context.Context, r store.Reader, todo []decided) error {
	docs := map[id.Invoice]bool{}
	for _, t := range todo {
		for _, it := range t.action.Items {
			docs[it.Invoice] = true
		}
	}
	var err error
	if w.documents, err = r.Documents(ctx, slices.Sorted(maps.Keys(docs))); err != nil {
		return err
	}
	w.parts, err = r.PartCounts(ctx, slices.Sorted(maps.Keys(w.customers)))
	return err
}
