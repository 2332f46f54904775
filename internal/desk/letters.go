package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// deadlineDays is within how many calendar days a warning or claim asks for
// payment.
const deadlineDays = 5

// writer makes letters and tasks from actions, with what it read at once for
// all of them.
type writer struct {
	s         *Session
	day       cal.Date
	customers map[id.Customer]ledger.Customer
	email     map[id.Customer]string
	documents map[id.Invoice]store.Document
	parts     map[id.Invoice]int
	holds     map[id.Customer]credit.Answer
}

func newWriter(ctx context.Context, s *Session, r store.Reader, p *policy.Policy, day cal.Date, todo []decided) (*writer, error) {
	w := &writer{s: s, day: day, email: map[id.Customer]string{}, holds: map[id.Customer]credit.Answer{}}
	if err := w.readCustomers(ctx, r, todo); err != nil {
		return nil, err
	}
	if err := w.readDocuments(ctx, r, todo); err != nil {
		return nil, err
	}
	lifted, err := r.LiftedCustomers(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range todo {
		if _, done := w.holds[t.account.Customer]; done || t.action.Kind != policy.Letter {
			continue
		}
		if w.holds[t.account.Customer], err = s.stopped(ctx, r, p, t.account, day, lifted); err != nil {
			return nil, err
		}
	}
	return w, nil
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
	slices.SortStableFunc(contacts, func(a, b ledger.Contact) int { return cmp.Compare(mailRank(a.Role), mailRank(b.Role)) })
	for _, c := range list {
		if c.Email != "" {
			w.email[c.ID] = c.Email
		}
	}
	for _, c := range contacts {
		if c.Email != "" && w.email[c.Customer] == "" {
			w.email[c.Customer] = c.Email
		}
	}
	return nil
}

// mailRank is in which order contacts are asked for an address when the
// customer has none of his own: who pays comes first.
func mailRank(role string) int { return slices.Index(ledger.ContactRoles, role) }

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

// letter freezes the facts of a letter and the ways it goes.
func (w *writer) letter(t decided) (store.Letter, []store.Delivery, error) {
	customer := w.customers[t.account.Customer]
	f := letter.Facts{
		ID:   id.Letter(id.New("letter", string(w.s.company.Code), w.day.String(), string(customer.ID), t.action.Step, string(t.action.Currency))),
		Kind: letter.Kind(t.action.Letter), Lang: letterLanguage(cmp.Or(customer.Language, w.s.company.Language)), Date: w.day,
		Debtor: letter.Debtor{
			Code: customer.ID, Name: customer.Name, TaxID: customer.TaxID, Address: customer.Address, Email: w.email[customer.ID],
		},
		Items: w.items(t.action.Items), Currency: t.action.Currency, Total: t.action.Total, Manager: letter.Manager{Name: customer.Manager},
	}
	if f.Kind != letter.Reminder {
		f.Deadline, f.DeadlineDays = w.day+deadlineDays, deadlineDays
		hold := w.holds[customer.ID]
		if hold.Held && !hold.Allowed {
			f.Hold = letter.Hold{InForce: true, Since: hold.Since}
		}
	}
	facts, err := json.Marshal(f)
	if err != nil {
		return store.Letter{}, nil, err
	}
	row := store.Letter{
		ID: f.ID, RunDate: w.day, Customer: customer.ID, Step: t.action.Step, Currency: f.Currency, Total: f.Total,
		Template: t.action.Letter, Language: f.Lang, Facts: string(facts),
	}
	return row, deliveries(f, t.action.Channels), nil
}

func deliveries(f letter.Facts, channels []policy.Channel) []store.Delivery {
	var list []store.Delivery
	for _, c := range channels {
		address := f.Debtor.Address
		if c == policy.Email {
			if address = f.Debtor.Email; address == "" {
				continue
			}
		}
		list = append(list, store.Delivery{Letter: f.ID, Channel: string(c), Address: address})
	}
	return list
}

// letterLanguage is the language a letter is written in: the customer's, if
// there are letters in it. A Belarusian reader is written to in Russian, any
// other in English.
func letterLanguage(lang string) string {
	switch {
	case slices.Contains(letter.Languages(), lang):
		return lang
	case lang == "be":
		return "ru"
	}
	return "en"
}

func (w *writer) items(list []policy.ActionItem) []letter.Item {
	items := make([]letter.Item, len(list))
	for i, it := range list {
		d := w.documents[it.Invoice]
		items[i] = letter.Item{
			Invoice: it.Invoice, Kind: d.Kind, Document: d.Number, Date: d.Date, Contract: d.Contract, ContractDate: d.ContractDate,
			Due: it.Due, Amount: it.Amount, Open: it.Open, Days: it.Days,
		}
		if n := w.parts[it.Invoice]; n > 1 {
			items[i].Part, items[i].Parts = it.Part, n
		}
	}
	return items
}

// TaskItem is a document of a task.
type TaskItem struct {
	Invoice  id.Invoice `json:"invoice"`
	Part     int        `json:"part"`
	Document string     `json:"document"`
	Contract string     `json:"contract"`
	Due      cal.Date   `json:"due"`
	Days     int        `json:"days"`
	Open     string     `json:"open"`
}

func (w *writer) task(t decided) (store.Task, error) {
	items := make([]TaskItem, len(t.action.Items))
	for i, it := range w.items(t.action.Items) {
		doc := it.Document
		if it.Kind != "" {
			doc = it.Kind + " " + doc
		}
		items[i] = TaskItem{it.Invoice, t.action.Items[i].Part, doc, it.Contract, it.Due, it.Days, it.Open.Decimal(t.action.Currency)}
	}
	b, err := json.Marshal(items)
	return store.Task{
		RunDate: w.day, Customer: t.account.Customer, Step: t.action.Step, Currency: t.action.Currency, Task: t.action.Task,
		Role: t.action.To, Assignee: t.account.Manager, Total: t.action.Total, Items: string(b),
	}, err
}

// creditorFacts is the letterhead as a run freezes it.
func creditorFacts(p Profile) letter.Creditor {
	return letter.Creditor{
		Name: p.Name, Country: p.Country, TaxID: p.TaxID, Address: p.Address, City: p.City, Phone: p.Phone, Email: p.Email,
		Bank: p.Bank, Letterhead: p.Letterhead, Signatory: letter.Person{Name: p.Signatory.Name, Position: p.Signatory.Position},
	}
}
