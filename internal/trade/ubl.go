package trade

import (
	"cmp"
	"strings"

	"debitor/internal/ledger"
)

// ubl reads an Invoice or CreditNote of UBL 2.1, as Peppol BIS Billing 3 and
// the national forms of EN 16931 fill it in.
func (r *reader) ubl(n *node) (Document, error) {
	credit := n.name == ublCredit
	d := Document{Line: n.line, Number: n.at("ID")}
	r.need(n, "ID", d.Number, "BR-02")
	d.Currency = r.setCurrency(n, "DocumentCurrencyCode", n.at("DocumentCurrencyCode"), "BR-05")
	r.need(n, "IssueDate", n.at("IssueDate"), "BR-03")
	d.Date = r.day(n.child("IssueDate"))
	code := n.at("InvoiceTypeCode")
	switch {
	case noDebts[code]:
		d.NoDebt = "trade.proforma"
	case !credit && credits[code]:
		r.refuse(n, "InvoiceTypeCode", code, "trade.type", "is the code of a credit note in an Invoice; have it written as a CreditNote")
	}
	if d.Due = r.day(n.child("DueDate")); d.Due == 0 {
		d.Due = r.day(n.child("PaymentMeans", "PaymentDueDate")) // where a CreditNote has it
	}
	d.Shipped = r.day(n.child("Delivery", "ActualDeliveryDate"))
	d.Seller = r.ublParty(n.child("AccountingSupplierParty", "Party"))
	d.Buyer = r.ublParty(n.child("AccountingCustomerParty", "Party"))
	r.vatID(vatScheme(n.child("TaxRepresentativeParty")))
	r.need(n, "AccountingCustomerParty", d.Buyer.Name, "BR-07")
	contract := n.child("ContractDocumentReference")
	d.Contract = Reference{contract.at("ID"), r.day(contract.child("IssueDate"))}
	d.Basis = joined(", ", n.at("BillingReference", "InvoiceDocumentReference", "ID"), n.at("OrderReference", "ID"))
	d.Terms = n.at("PaymentTerms", "Note")
	for _, p := range n.all("InvoicePeriod") {
		r.period(p, p.child("StartDate"), p.child("EndDate"), "BR-29")
	}
	for _, m := range n.all("PaymentMeans") {
		if c := m.at("PaymentMeansCode"); c == "30" || c == "58" {
			r.account(m.child("PayeeFinancialAccount"), m.at("PayeeFinancialAccount", "ID"))
		}
	}
	t := r.ublTotals(n, string(d.Currency))
	lines := n.all("InvoiceLine")
	if credit {
		lines = n.all("CreditNoteLine")
	}
	for i, l := range lines {
		line, net := r.ublLine(l, i+1)
		d.Lines, t.ofLines = append(d.Lines, line), append(t.ofLines, net)
	}
	if !t.payable.said() {
		r.need(n, "LegalMonetaryTotal/PayableAmount", n.at("LegalMonetaryTotal", "PayableAmount"), "BR-15")
	}
	r.finish(&d, &t, credit)
	return d, nil
}

func (r *reader) ublTotals(n *node, currency string) totals {
	s := n.child("LegalMonetaryTotal")
	t := totals{
		lines: r.ublAmount(s.child("LineExtensionAmount")), allowance: r.ublAmount(s.child("AllowanceTotalAmount")), charge: r.ublAmount(s.child("ChargeTotalAmount")),
		net: r.ublAmount(s.child("TaxExclusiveAmount")), gross: r.ublAmount(s.child("TaxInclusiveAmount")), prepaid: r.ublAmount(s.child("PrepaidAmount")),
		rounding: r.ublAmount(s.child("PayableRoundingAmount")), payable: r.ublAmount(s.child("PayableAmount")),
	}
	for _, total := range n.all("TaxTotal") {
		amount := total.child("TaxAmount")
		if c := amount.attr("currencyID"); c != "" && currency != "" && c != currency {
			continue // the same in the currency of the tax office
		}
		t.vat = r.ublAmount(amount)
		for _, part := range total.all("TaxSubtotal") {
			t.ofVAT = append(t.ofVAT, r.ublAmount(part.child("TaxAmount")))
		}
	}
	return t
}

// ublAmount is an amount, which must be in the document's currency.
func (r *reader) ublAmount(n *node) sum {
	if c := n.attr("currencyID"); c != "" && r.currency != "" && c != string(r.currency) {
		r.refuse(n, "@currencyID", c, "trade.currency", "is not %s, the currency of the document", string(r.currency))
	}
	return r.amount(n)
}

func (r *reader) ublLine(n *node, number int) (Line, sum) {
	net := r.ublAmount(n.child("LineExtensionAmount"))
	item := n.child("Item")
	text, hundredths := rate(item.at("ClassifiedTaxCategory", "Percent"))
	l := Line{Number: number, Text: item.at("Name"), Rate: text, Net: net.Minor, VAT: ledger.VATOf(net.Minor, hundredths)}
	l.Group = item.at("CommodityClassification", "ItemClassificationCode")
	for _, p := range item.all("AdditionalItemProperty") {
		l.property(p.at("Name"), p.at("Value"))
	}
	if p := n.child("InvoicePeriod"); p != nil {
		r.period(p, p.child("StartDate"), p.child("EndDate"), "BR-30")
	}
	return l, net
}

// groupNames and segmentNames are what documents call the product group and the
// price segment of a position, where they say them by name.
var (
	groupNames = map[string]bool{
		"productgroup": true, "группатоваров": true, "товарнаягруппа": true, "номенклатурнаягруппа": true, "группа": true, "warengruppe": true, "grupaproizvoda": true,
	}
	segmentNames = map[string]bool{
		"pricesegment": true, "ценовойсегмент": true, "ценовагрупа": true, "ценоваягруппа": true, "preissegment": true, "cjenovnisegment": true,
	}
)

// property takes what a document says of a position by name.
func (l *Line) property(name, value string) {
	key := strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "").Replace(name))
	switch {
	case groupNames[key]:
		l.Group = value
	case segmentNames[key]:
		l.Segment = value
	}
}

func (r *reader) ublParty(n *node) Party {
	if n == nil {
		return Party{}
	}
	p := Party{Line: n.line}
	vat := vatScheme(n)
	if r.vatID(vat); vat != nil {
		p.TaxID = vat.text
	}
	legal := n.child("PartyLegalEntity")
	p.TaxID = cmp.Or(p.TaxID, legal.at("CompanyID"), n.at("PartyTaxScheme", "CompanyID"))
	p.Name = cmp.Or(legal.at("RegistrationName"), n.at("PartyName", "Name"), joined(" ", n.at("Person", "FirstName"), n.at("Person", "FamilyName")))
	for _, i := range n.all("PartyIdentification") {
		if i.child("ID").attr("schemeID") != "SEPA" {
			p.ID = cmp.Or(p.ID, i.at("ID"))
		}
	}
	p.ID = cmp.Or(p.ID, n.at("EndpointID"))
	a := n.child("PostalAddress")
	p.Address = joined(", ", a.at("StreetName"), a.at("AdditionalStreetName"), a.at("AddressLine", "Line"), joined(" ", a.at("PostalZone"), a.at("CityName")), a.at("CountrySubentity"))
	p.Country = country(a.at("Country", "IdentificationCode"))
	p.Email, p.Phone = n.at("Contact", "ElectronicMail"), n.at("Contact", "Telephone")
	return p
}

// vatScheme is the number of a party for VAT; nil if it has none.
func vatScheme(party *node) *node {
	for _, s := range party.all("PartyTaxScheme") {
		if s.at("TaxScheme", "ID") == "VAT" {
			return s.child("CompanyID")
		}
	}
	return nil
}
