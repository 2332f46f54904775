package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/mail"
	"debitor/internal/trade"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 4 << 10

// openTrade reads a file of trade; ok is false where it is of another kind. Of
// kind Customers nothing but the customers is taken of it.
func openTrade(path string, kind intake.Kind) (f *intake.File, ok bool, err error) {
	src, err := readUpTo(path, headSize)
	if err != nil || !trade.Looks(src) { // whoever opens it next says why it cannot be read
		return nil, false, nil //nolint:nilerr // see above
	}
	if src, err = readUpTo(path, trade.MaxFile+1); err != nil {
		return nil, false, err
	}
	name := filepath.Base(path)
	if kind != "" && kind != intake.Invoices && kind != intake.Customers {
		return nil, false, fault.New(fault.Usage, "import.trade_kind", "%s holds invoices and customers, not %s: leave the kind out", name, kind)
	}
	t, err := trade.Read(name, src)
	if err != nil {
		return nil, false, err
	}
	whole := intake.File{Name: name, Kind: intake.Invoices, Encoding: t.Format + ", " + t.Encoding, SHA256: sha256.Sum256(src)}
	for _, w := range t.Warnings {
		text := strings.TrimSpace(fmt.Sprintf("%s %s", quoted(w.Value), w.Text))
		whole.Warnings = append(whole.Warnings, intake.Warning{File: name, Line: w.Line, Code: w.Code, Text: text, Args: w.Args})
	}
	var refused []intake.Refusal
	for _, r := range t.Refused {
		refused = append(refused, intake.Refusal{File: name, Line: r.Line, Column: r.Element, Value: r.Value, Code: r.Code, Reason: r.Text, Args: r.Args})
	}
	var rows []intake.Row
	for _, p := range t.Parties {
		rows = append(rows, intake.Row{Line: p.Line, Records: []any{p}})
	}
	for _, d := range t.Documents {
		switch {
		case kind == intake.Customers:
			d = trade.Document{Line: d.Line, NoDebt: d.NoDebt, Seller: d.Seller, Buyer: d.Buyer}
		case kind == intake.Invoices && takenOnDemand[d.NoDebt]:
			d.NoDebt = ""
		}
		rows = append(rows, intake.Row{Line: d.Line, Records: []any{d}})
	}
	return intake.Given(whole, rows, refused), true, nil
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%q", s)
}

func readUpTo(path string, most int64) ([]byte, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, most))
}

// postPapers makes records of the documents of trade that were gathered: who
// their buyers are in the books, the books are asked here.
func (p *poster) postPapers(ctx context.Context) error {
	if len(p.papers) == 0 {
		return nil
	}
	var numbers []string
	for _, r := range p.papers {
		numbers = append(numbers, taxNumbers(r.rec.Buyer.TaxID)...)
	}
	slices.Sort(numbers)
	list, err := p.e.CustomersByTaxID(ctx, slices.Compact(numbers))
	if err != nil {
		return err
	}
	owners := map[string][]ledger.Customer{}
	for _, c := range list {
		owners[c.TaxID] = append(owners[c.TaxID], c)
	}
	profile, err := p.session.Profile()
	if err != nil {
		return err
	}
	for _, r := range p.papers {
		p.postPaper(r.line, r.rec, owners, profile.TaxID)
	}
	p.papers = p.papers[:0]
	return nil
}

// taxNumbers are the ways in which the books may write a tax number: as the
// document does, and without the letters of the country before it.
func taxNumbers(number string) []string {
	number = strings.ReplaceAll(number, " ", "")
	if number == "" {
		return nil
	}
	if len(number) > 4 && number[0] >= 'A' && number[0] <= 'Z' && number[1] >= 'A' && number[1] <= 'Z' {
		return []string{number, number[2:]}
	}
	return []string{number}
}

// takenOnDemand are the reasons for which a document is no debt, unless the user
// says that it is: --kind invoices.
var takenOnDemand = map[string]bool{"trade.order": true, "trade.tax_paper": true, "trade.proforma": true}

// whyNoDebt says of each reason what a person reads.
var whyNoDebt = map[string]string{
	"trade.order":     "is an order: only its customer is taken in (if your orders are what is owed, import the file with --kind invoices)",
	"trade.tax_paper": "is a tax paper beside the document of the shipment: only its customer is taken in (if there is no other document, import the file with --kind invoices)",
	"trade.proforma":  "is a proforma invoice: only its customer is taken in (if it is what is owed, import the file with --kind invoices)",
	"trade.operation": "is no sale and no return: only its customer is taken in",
	"trade.paid":      "says that it is paid: only its customer is taken in",
	"trade.cancelled": "was cancelled, deleted or never posted, and is left out",
	"trade.bought":    "is a purchase of ours, and is left out",
}

func (p *poster) postPaper(line int, d trade.Document, owners map[string][]ledger.Customer, ours string) {
	if d.Seller.TaxID != "" && ours != "" && !sameTaxNumber(d.Seller.TaxID, ours) {
		p.refuse(line, "", d.Seller.TaxID, "import.not_ours", "is the tax number of its seller, and not ours: it is no invoice of this company")
		return
	}
	if d.NoDebt == "trade.bought" || d.NoDebt == "trade.cancelled" {
		p.leaveOut(line, &d)
		return
	}
	customer, ok := p.buyer(line, d.Buyer, owners)
	switch {
	case !ok || d.Number == "": // only who he is was asked for
	case d.NoDebt != "":
		p.leaveOut(line, &d)
	default:
		p.bill(line, &d, customer)
	}
}

func (p *poster) leaveOut(line int, d *trade.Document) {
	p.warn(line, d.NoDebt, "%s "+whyNoDebt[d.NoDebt], strings.TrimSpace(d.Kind+" "+d.Number))
}

func sameTaxNumber(a, b string) bool {
	for _, x := range taxNumbers(a) {
		if slices.Contains(taxNumbers(b), x) {
			return true
		}
	}
	return false
}

// buyer is the customer a document is for: him whose code it names, else him
// whose tax number it has, else a new one.
func (p *poster) buyer(line int, b trade.Party, owners map[string][]ledger.Customer) (id.Customer, bool) {
	if p.known[id.Customer(b.ID)] && b.ID != "" {
		return id.Customer(b.ID), true
	}
	var found []ledger.Customer
	for _, n := range taxNumbers(b.TaxID) {
		found = append(found, owners[n]...)
	}
	if len(found) > 1 { // branches of one firm
		named := slices.DeleteFunc(slices.Clone(found), func(c ledger.Customer) bool { return !strings.EqualFold(c.Name, b.Name) })
		if len(named) != 1 {
			p.refuse(line, "", b.TaxID, "import.customer_many", fmt.Sprintf("is the tax number of several customers, %s and %s: have the document name the customer's code", found[0].ID, found[1].ID), string(found[0].ID), string(found[1].ID))
			return "", false
		}
		found = named
	}
	if len(found) == 1 {
		return found[0].ID, true
	}
	key, err := id.Clean(cmp.Or(strings.ReplaceAll(b.TaxID, " ", ""), b.ID, b.Name))
	if err != nil {
		p.refuseName(line, "buyer", b.Name, err)
		return "", false
	}
	if c := id.Customer(key); !p.known[c] {
		fresh := ledger.Customer{ID: c, Name: cmp.Or(b.Name, key), TaxID: b.TaxID, Address: b.Address, Country: b.Country, Phone: b.Phone}
		if mail.ValidAddress(b.Email) {
			fresh.Email = b.Email
		}
		p.customers = append(p.customers, lined[ledger.Customer]{line: line, rec: fresh})
	}
	return id.Customer(key), true
}

// refuseName refuses what cannot be the name of a record.
func (p *poster) refuseName(line int, field, value string, err error) {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		p.refuse(line, field, value, f.Code, f.Text, f.Args...)
	}
}

// bill makes the invoice of a document, its contract and its positions.
func (p *poster) bill(line int, d *trade.Document, c id.Customer) {
	key, err := id.Clean(d.Key)
	if err != nil {
		p.refuseName(line, "invoice", d.Key, err)
		return
	}
	v := ledger.Invoice{
		ID: id.Invoice(key), Customer: c, Contract: p.agreement(line, d.Contract, c), Kind: d.Kind, Document: d.Number, Date: d.Date, Due: d.Due,
		Amount: d.Amount, Currency: d.Currency, Shipped: d.Shipped, Attrs: map[string]string{},
	}
	v.Attrs["vat"] = d.VAT.Decimal(d.Currency)
	for name, said := range map[string]string{"basis": d.Basis, "payment terms": d.Terms} {
		if said != "" {
			v.Attrs[name] = said
		}
	}
	if d.Prepaid != 0 {
		v.Attrs["prepaid"] = d.Prepaid.Decimal(d.Currency)
	}
	p.take(line, v)
	for _, l := range d.Lines {
		p.positions = append(p.positions, ledger.InvoiceLine{
			Invoice: v.ID, Number: l.Number, Text: l.Text, Group: l.Group, Segment: l.Segment, Rate: l.Rate, Net: l.Net, VAT: l.VAT,
		})
	}
}

// agreement is the customer's contract of a number: the one the books have, or
// a new one, whose key is the number if nobody else's is.
func (p *poster) agreement(line int, ref trade.Reference, c id.Customer) id.Contract {
	number, err := id.Clean(ref.Number)
	if err != nil {
		return ""
	}
	if p.numbered == nil {
		p.numbered = map[[2]string]id.Contract{}
		for _, k := range p.contracts {
			p.numbered[[2]string{string(k.Customer), cmp.Or(k.Number, string(k.ID))}] = k.ID
			p.numbered[[2]string{"", string(k.ID)}] = k.ID
		}
	}
	place := [2]string{string(c), number}
	if key, ok := p.numbered[place]; ok {
		return key
	}
	key := id.Contract(number)
	if _, taken := p.numbered[[2]string{"", number}]; taken {
		key = id.Contract(string(c) + " " + number)
	}
	p.numbered[place], p.numbered[[2]string{"", string(key)}] = key, key
	p.agreements = append(p.agreements, lined[ledger.Contract]{line: line, rec: ledger.Contract{ID: key, Customer: c, Number: number, Date: ref.Date, PaymentDays: -1}})
	return key
}
