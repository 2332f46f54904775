package trade

import (
	"cmp"

	"debitor/internal/cal"
	"debitor/internal/ledger"
)

// cii reads a Cross Industry Invoice (EN 16931, ZUGFeRD, XRechnung).
func (r *reader) cii(n *node) (Document, error) {
	head, deal := n.child("ExchangedDocument"), n.child("SupplyChainTradeTransaction")
	agreement, delivery, settlement := deal.child("ApplicableHeaderTradeAgreement"), deal.child("ApplicableHeaderTradeDelivery"), deal.child("ApplicableHeaderTradeSettlement")
	d := Document{Line: n.line, Number: head.at("ID")}
	r.need(n, "ExchangedDocument/ID", d.Number, "BR-02")
	d.Currency = r.setCurrency(n, "InvoiceCurrencyCode", settlement.at("InvoiceCurrencyCode"), "BR-05")
	issued := head.child("IssueDateTime")
	r.need(n, "ExchangedDocument/IssueDateTime", issued.at("DateTimeString"), "BR-03")
	d.Date = r.ciiDay(issued)
	code := head.at("TypeCode")
	if noDebts[code] {
		d.NoDebt = "trade.proforma"
	}
	d.Due = r.ciiDay(settlement.child("SpecifiedTradePaymentTerms", "DueDateDateTime"))
	d.Terms = settlement.at("SpecifiedTradePaymentTerms", "Description")
	d.Shipped = r.ciiDay(delivery.child("ActualDeliverySupplyChainEvent", "OccurrenceDateTime"))
	d.Seller, d.Buyer = r.ciiParty(agreement.child("SellerTradeParty")), r.ciiParty(agreement.child("BuyerTradeParty"))
	r.need(n, "BuyerTradeParty/Name", d.Buyer.Name, "BR-07")
	d.Contract = Reference{Number: agreement.at("ContractReferencedDocument", "IssuerAssignedID")}
	d.Basis = joined(", ", settlement.at("InvoiceReferencedDocument", "IssuerAssignedID"), agreement.at("BuyerOrderReferencedDocument", "IssuerAssignedID"))
	if p := settlement.child("BillingSpecifiedPeriod"); p != nil {
		r.period(p, p.child("StartDateTime", "DateTimeString"), p.child("EndDateTime", "DateTimeString"), "BR-29")
	}
	for _, m := range settlement.all("SpecifiedTradeSettlementPaymentMeans") {
		if c := m.at("TypeCode"); c == "30" || c == "58" {
			a := m.child("PayeePartyCreditorFinancialAccount")
			r.account(a, cmp.Or(a.at("IBANID"), a.at("ProprietaryID")))
		}
	}
	t := r.ciiTotals(settlement, string(d.Currency))
	for i, l := range deal.all("IncludedSupplyChainTradeLineItem") {
		line, net := r.ciiLine(l, i+1)
		d.Lines, t.ofLines = append(d.Lines, line), append(t.ofLines, net)
	}
	if !t.payable.said() {
		r.need(n, "SpecifiedTradeSettlementHeaderMonetarySummation/DuePayableAmount", settlement.at("SpecifiedTradeSettlementHeaderMonetarySummation", "DuePayableAmount"), "BR-15")
	}
	r.finish(&d, &t, credits[code])
	return d, nil
}

// ciiDay is the day a DateTimeString of format 102 holds.
func (r *reader) ciiDay(n *node) cal.Date {
	for _, name := range []string{"DateTimeString", "DateTime", "Date"} {
		if v := n.child(name); v != nil {
			return r.day(v)
		}
	}
	return 0
}

func (r *reader) ciiTotals(settlement *node, currency string) totals {
	s := settlement.child("SpecifiedTradeSettlementHeaderMonetarySummation")
	t := totals{
		lines: r.amount(s.child("LineTotalAmount")), allowance: r.amount(s.child("AllowanceTotalAmount")), charge: r.amount(s.child("ChargeTotalAmount")),
		net: r.amount(s.child("TaxBasisTotalAmount")), gross: r.amount(s.child("GrandTotalAmount")), prepaid: r.amount(s.child("TotalPrepaidAmount")),
		rounding: r.amount(s.child("RoundingAmount")), payable: r.amount(s.child("DuePayableAmount")),
	}
	for _, v := range s.all("TaxTotalAmount") {
		if c := v.attr("currencyID"); c == "" || c == currency {
			t.vat = r.amount(v)
		}
	}
	for _, tax := range settlement.all("ApplicableTradeTax") {
		t.ofVAT = append(t.ofVAT, r.amount(tax.child("CalculatedAmount")))
	}
	return t
}

func (r *reader) ciiLine(n *node, number int) (Line, sum) {
	product, settlement := n.child("SpecifiedTradeProduct"), n.child("SpecifiedLineTradeSettlement")
	net := r.amount(settlement.child("SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount"))
	text, hundredths := rate(settlement.at("ApplicableTradeTax", "RateApplicablePercent"))
	l := Line{Number: number, Text: product.at("Name"), Rate: text, Net: net.Minor, VAT: ledger.VATOf(net.Minor, hundredths)}
	l.Group = product.at("DesignatedProductClassification", "ClassCode")
	for _, p := range product.all("ApplicableProductCharacteristic") {
		l.property(p.at("Description"), p.at("Value"))
	}
	return l, net
}

func (r *reader) ciiParty(n *node) Party {
	if n == nil {
		return Party{}
	}
	p := Party{Line: n.line, Name: cmp.Or(n.at("Name"), n.at("SpecifiedLegalOrganization", "TradingBusinessName"))}
	for _, t := range n.all("SpecifiedTaxRegistration") {
		if id := t.child("ID"); id.attr("schemeID") == "VA" {
			r.vatID(id)
			p.TaxID = id.text
		}
	}
	p.TaxID = cmp.Or(p.TaxID, n.at("SpecifiedLegalOrganization", "ID"), n.at("SpecifiedTaxRegistration", "ID"))
	p.ID = cmp.Or(n.at("ID"), n.at("GlobalID"), n.at("URIUniversalCommunication", "URIID"))
	a := n.child("PostalTradeAddress")
	p.Address = joined(", ", a.at("LineOne"), a.at("LineTwo"), a.at("LineThree"), joined(" ", a.at("PostcodeCode"), a.at("CityName")), a.at("CountrySubDivisionName"))
	p.Country = country(a.at("CountryID"))
	p.Email, p.Phone = n.at("DefinedTradeContact", "EmailURIUniversalCommunication", "URIID"), n.at("DefinedTradeContact", "TelephoneUniversalCommunication", "CompleteNumber")
	return p
}
