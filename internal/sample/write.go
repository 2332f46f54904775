package sample

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Files are the paths of what Write wrote, with the number of rows of each
// CSV file, its header apart.
type Files struct {
	Company   string // company.yaml
	Customers string
	Contacts  string
	Contracts string
	Invoices  string
	Payments  string
	Events    string
	Rows      Rows
}

// Rows counts the records written.
type Rows struct{ Customers, Contacts, Contracts, Invoices, Payments, Events int }

// Import lists the CSV files in the order in which one refers to another.
func (f Files) Import() []string {
	return []string{f.Customers, f.Contacts, f.Contracts, f.Invoices, f.Payments, f.Events}
}

// Headers are the columns of the CSV files, by file name, as docs/ promises them.
var Headers = map[string][]string{
	"customers.csv": {"customer", "name", "tax_id", "language", "country", "email", "phone", "address", "category", "manager", "parent"},
	"contacts.csv":  {"customer", "name", "position", "role", "email", "phone", "language", "verified_on"},
	"contracts.csv": {
		"contract", "customer", "number", "date", "law", "payment_days", "days_unit", "term_from", "terms", "penalty_per_day",
		"limit_amount", "limit_days", "payment_clause", "penalty_clause",
	},
	"invoices.csv": {
		"invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency", "shipped", "handed_over",
		"accepted",
	},
	"payments.csv": {"payment", "customer", "contract", "date", "amount", "currency", "invoice", "purpose"},
	"events.csv":   {"date", "kind", "customer", "invoice", "amount", "until", "reason", "by"},
}

// Write makes the company customer by customer into a directory, which it
// creates: company.yaml and six CSV files. Files of the same names are replaced.
func Write(dir string, o Options) (files Files, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return Files{}, fmt.Errorf("create the sample's folder: %w", err)
	}
	files.Company = filepath.Join(dir, "company.yaml")
	if err := os.WriteFile(files.Company, Company, 0o600); err != nil {
		return Files{}, fmt.Errorf("write the sample company: %w", err)
	}
	tables := map[string]*table{}
	defer func() {
		for _, t := range tables {
			if closeErr := t.close(); err == nil && closeErr != nil {
				err = closeErr
			}
		}
	}()
	for name, path := range files.byName() {
		if tables[name], err = create(filepath.Join(dir, name), Headers[name]); err != nil {
			return Files{}, err
		}
		*path = tables[name].path
	}
	for d := range Each(o) {
		d.write(tables)
		files.Rows.add(d)
	}
	return files, nil
}

func (f *Files) byName() map[string]*string {
	return map[string]*string{
		"customers.csv": &f.Customers, "contacts.csv": &f.Contacts, "contracts.csv": &f.Contracts,
		"invoices.csv": &f.Invoices, "payments.csv": &f.Payments, "events.csv": &f.Events,
	}
}

func (r *Rows) add(d Data) {
	r.Customers += len(d.Customers)
	r.Contacts += len(d.Contacts)
	r.Contracts += len(d.Contracts)
	r.Invoices += len(d.Invoices)
	r.Payments += len(d.Payments)
	r.Events += len(d.Events)
}

func (d Data) write(t map[string]*table) {
	for i := range d.Customers {
		c := &d.Customers[i]
		t["customers.csv"].row(string(c.ID), c.Name, c.TaxID, c.Language, c.Country, c.Email, c.Phone, c.Address, c.Category,
			c.Manager, string(c.Parent))
	}
	for i := range d.Contacts {
		c := &d.Contacts[i]
		t["contacts.csv"].row(string(c.Customer), c.Name, c.Position, c.Role, c.Email, c.Phone, c.Language, c.VerifiedOn.String())
	}
	for i := range d.Contracts {
		t["contracts.csv"].contract(&d.Contracts[i])
	}
	for i := range d.Invoices {
		v := &d.Invoices[i]
		t["invoices.csv"].row(string(v.ID), string(v.Customer), string(v.Contract), v.Kind, v.Document, v.Date.String(),
			v.Due.String(), v.Amount.Decimal(v.Currency), string(v.Currency), v.Shipped.String(), v.HandedOver.String(),
			v.Accepted.String())
	}
	for i := range d.Payments {
		p := &d.Payments[i]
		t["payments.csv"].row(string(p.ID), string(p.Customer), string(p.Contract), p.Date.String(), p.Amount.Decimal(p.Currency),
			string(p.Currency), string(p.Invoice), p.Purpose)
	}
	for i := range d.Events {
		e := &d.Events[i]
		t["events.csv"].row(e.Date.String(), string(e.Kind), string(e.Customer), string(e.Invoice), optional(e.Amount, e.Currency),
			e.Until.String(), e.Reason, e.By)
	}
}

func (t *table) contract(k *ledger.Contract) {
	days := ""
	if k.LimitDays > 0 {
		days = strconv.Itoa(k.LimitDays)
	}
	t.row(string(k.ID), string(k.Customer), k.Number, k.Date.String(), k.Law, strconv.Itoa(k.PaymentDays), string(k.DaysUnit),
		string(k.TermFrom), k.Terms, k.PenaltyPerDay, k.LimitAmount, days, k.PaymentClause, k.PenaltyClause)
}

// optional is an amount, empty when there is none.
func optional(m money.Minor, c money.Currency) string {
	if m == 0 {
		return ""
	}
	return m.Decimal(c)
}

// table is a CSV file being written. Errors are kept by the csv.Writer until
// close.
type table struct {
	path string
	file *os.File
	csv  *csv.Writer
	line []string
}

func create(path string, header []string) (*table, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("create a file of the sample: %w", err)
	}
	t := &table{path: path, file: f, csv: csv.NewWriter(f)}
	t.row(header...)
	return t, nil
}

func (t *table) row(fields ...string) {
	t.line = append(t.line[:0], fields...)
	_ = t.csv.Write(t.line) // its error comes back from close
}

func (t *table) close() error {
	if t == nil {
		return nil
	}
	t.csv.Flush()
	err := t.csv.Error()
	if closeErr := t.file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(t.path), err)
	}
	return nil
}
