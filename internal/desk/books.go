package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// BooksRequest brings the balances of other books, such as 1C's table of
// receivables, to compare ours with.
type BooksRequest struct {
	Name string // of the file
	Data []byte
	Map  *intake.Map // nil: the headings as they stand
	Date cal.Date    // the day of the balances
}

// BooksReport is our balances beside those of other books.
type BooksReport struct {
	Date        cal.Date
	File        string
	Compared    int                    // balances that either side has
	Differences []reconcile.Difference // those that differ, in the order of customers
	Names       map[id.Customer]string // of who has a difference, as far as we know them
	// Together are the customers of one name that the books do not tell apart:
	// they are compared as the first of them.
	Together map[id.Customer][]id.Customer
	Refusals []intake.Refusal // rows that could not be read: nothing is green while there are any
	Warnings []intake.Warning
}

// Green tells whether both books agree to the last amount.
func (b *BooksReport) Green() bool {
	return b.Compared > 0 && len(b.Differences) == 0 && len(b.Refusals) == 0
}

// CompareBooks holds our balances of a day, by customer and contract, against
// the balances of a file, and names the likely cause of each difference. It
// changes nothing.
func (s *Session) CompareBooks(ctx context.Context, q BooksRequest) (b BooksReport, err error) {
	if q.Date == 0 {
		return b, fault.New(fault.Input, "books.date", "say of which day the balances are")
	}
	err = s.read(ctx, CompareBooks, func(r store.Reader) error {
		b = BooksReport{Date: q.Date, Names: map[id.Customer]string{}, Together: map[id.Customer][]id.Customer{}}
		theirs, err := s.readBalances(ctx, r, q, &b)
		if err != nil {
			return err
		}
		ours, err := r.Balances(ctx, q.Date, s.scope())
		if err != nil {
			return err
		}
		b.join(ours)
		all := reconcile.Totals(ours, theirs)
		b.Compared = len(all)
		b.Differences = slices.DeleteFunc(all, func(d reconcile.Difference) bool { return d.Amount() == 0 })
		return s.explainDifferences(ctx, r, &b)
	})
	return b, err
}

// join puts our balances of customers whom the books do not tell apart under the
// first of them.
func (b *BooksReport) join(ours []reconcile.Balance) {
	first := map[id.Customer]id.Customer{}
	for lead, all := range b.Together {
		for _, c := range all {
			first[c] = lead
		}
	}
	for i := range ours {
		if lead, shared := first[ours[i].Customer]; shared {
			ours[i].Customer = lead
		}
	}
}

// readBalances reads the file, with customers and contracts by our keys.
func (s *Session) readBalances(ctx context.Context, r store.Reader, q BooksRequest, b *BooksReport) (list []reconcile.Balance, err error) {
	file, err := intake.OpenBytes(q.Name, q.Data, intake.Options{Kind: intake.Balances, Map: q.Map, Date: q.Date, Currency: s.company.Currency})
	if err != nil {
		return nil, err
	}
	b.File = file.Name
	known, err := newKnown(ctx, r)
	if err != nil {
		return nil, err
	}
	err = file.Each(func(row intake.Row) error {
		for _, rec := range row.Records {
			v, ok := rec.(intake.Balance)
			if !ok {
				continue
			}
			customer, namesakes := known.customer(v)
			if len(namesakes) > 1 && b.Together[customer] == nil {
				b.Together[customer] = namesakes
			}
			list = append(list, reconcile.Balance{Key: reconcile.Key{Customer: customer, Contract: known.contract(customer, v.Contract), Currency: v.Currency}, Amount: v.Amount})
		}
		return nil
	})
	_, b.Refusals = file.Refusals()
	b.Warnings = file.Warnings
	for _, lead := range slices.Sorted(maps.Keys(b.Together)) {
		b.Warnings = append(b.Warnings, intake.Warning{
			File: file.Name, Code: "books.namesakes", Text: fmt.Sprintf("%d customers have the name of %s: they are compared together", len(b.Together[lead]), lead), Args: []any{len(b.Together[lead]), string(lead)},
		})
	}
	return list, err
}

// known finds our keys of what other books call by code, tax number or name.
type known struct {
	codes     map[id.Customer]bool
	byTaxID   map[string]id.Customer
	byName    map[string][]id.Customer
	contracts map[id.Customer]map[string]id.Contract
}

func newKnown(ctx context.Context, r store.Reader) (k known, err error) {
	if k.codes, err = r.CustomerIDs(ctx); err != nil {
		return k, err
	}
	if k.byTaxID, k.byName, err = r.CodesByTaxID(ctx); err != nil {
		return k, err
	}
	all, err := r.Contracts(ctx)
	k.contracts = map[id.Customer]map[string]id.Contract{}
	for _, c := range all {
		if k.contracts[c.Customer] == nil {
			k.contracts[c.Customer] = map[string]id.Contract{}
		}
		k.contracts[c.Customer][string(c.ID)] = c.ID
		if c.Number != "" {
			k.contracts[c.Customer][store.Fold(c.Number)] = c.ID
		}
	}
	return k, err
}

// customer is our code of a customer; whom we do not know keeps his name. Where
// several have the name and nothing else tells, it is the first of them, with all.
func (k known) customer(v intake.Balance) (customer id.Customer, namesakes []id.Customer) {
	code := id.Customer(v.Customer)
	if k.codes[code] {
		return code, nil
	}
	if c := k.byTaxID[v.TaxID]; c != "" {
		return c, nil
	}
	if list := k.byName[store.Fold(v.Customer)]; len(list) > 0 {
		return list[0], list
	}
	return code, nil
}

// contract is our key of a contract; one we do not know keeps its name.
func (k known) contract(customer id.Customer, name string) id.Contract {
	if c, ok := k.contracts[customer][name]; ok {
		return c
	}
	if c, ok := k.contracts[customer][store.Fold(name)]; ok {
		return c
	}
	return id.Contract(strings.TrimSpace(name))
}

// explainDifferences names causes, customer by customer.
func (s *Session) explainDifferences(ctx context.Context, r store.Reader, b *BooksReport) error {
	for at := 0; at < len(b.Differences); {
		end := at + 1
		for end < len(b.Differences) && b.Differences[end].Customer == b.Differences[at].Customer {
			end++
		}
		customer := b.Differences[at].Customer
		customers, err := r.Customers(ctx, []id.Customer{customer})
		if err != nil {
			return err
		}
		lines := map[money.Currency][]reconcile.Line{}
		for i := range customers {
			b.Names[customer] = customers[i].Name
			who := b.Together[customer]
			if who == nil {
				who = []id.Customer{customer}
			}
			all, err := movements(ctx, r, who, s.Today())
			if err != nil {
				return err
			}
			for i := range all {
				lines[all[i].currency] = append(lines[all[i].currency], all[i].parts()...)
			}
		}
		for _, list := range lines {
			if err := printed(ctx, r, list); err != nil {
				return err
			}
		}
		reconcile.Explain(b.Date, b.Differences[at:end], len(customers) > 0, lines)
		at = end
	}
	return nil
}
