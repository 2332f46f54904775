package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
)

// billed is a small invoice of UBL: 12.00 BYN with one position.
func billed(number, seller, buyerCode, buyerTax, contract string) string {
	party := func(role, code, tax string) string {
		return fmt.Sprintf(`<a:%s><a:Party><a:PartyIdentification><b:ID>%s</b:ID></a:PartyIdentification><a:PartyName><b:Name>Cold Store</b:Name></a:PartyName><a:PartyLegalEntity><b:CompanyID>%s</b:CompanyID></a:PartyLegalEntity></a:Party></a:%s>`, role, code, tax, role)
	}
	return `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">` +
		`<b:ID>` + number + `</b:ID><b:IssueDate>2026-01-10</b:IssueDate><b:DocumentCurrencyCode>BYN</b:DocumentCurrencyCode><a:ContractDocumentReference><b:ID>` + contract + `</b:ID></a:ContractDocumentReference>` +
		party("AccountingSupplierParty", "", seller) + party("AccountingCustomerParty", buyerCode, buyerTax) +
		`<a:LegalMonetaryTotal><b:PayableAmount>12</b:PayableAmount></a:LegalMonetaryTotal>` +
		`<a:InvoiceLine><b:LineExtensionAmount>10</b:LineExtensionAmount><a:Item><b:Name>Ice</b:Name><a:ClassifiedTaxCategory><b:Percent>20</b:Percent></a:ClassifiedTaxCategory></a:Item></a:InvoiceLine></Invoice>`
}

// TestTradeFindsItsCustomer: by code, by tax number with and without the
// country, by name among several of one number; else he is new, once.
func TestTradeFindsItsCustomer(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,tax_id\nA,Alpha,191111111\nB,Beta,BY192222222\nC,Cold Store,193333333\nD,Other Branch,193333333\nE,Echo,194444444\nF,Foxtrot,194444444\n")
		b.take("contracts.csv", contractHead+"K1,A,10,invoice,\n")
		for _, c := range []struct{ number, code, tax, contract, customer, key string }{
			{"1", "A", "999", "K1", "A", "K1"},
			{"2", "", "BY191111111", "K1", "A", "K1"},
			{"3", "", "BY192222222", "K1", "B", "B K1"},
			{"4", "", "193333333", "", "C", ""},
			{"5", "new one", "", "", "new one", ""},
			{"6", "", "DE199999999", "K9", "DE199999999", "K9"},
			{"7", "", "DE199999999", "K9", "DE199999999", "K9"},
		} {
			text := billed(c.number, "", c.code, c.tax, c.contract)
			for _, fresh := range []bool{true, false} {
				r := b.take(c.number+".xml", text)
				if fresh != (r.New > 0) || r.Corrected != 0 || r.Refused != 0 {
					t.Errorf("%s, new %v: %+v", c.number, fresh, r)
				}
			}
			v, err := b.Invoice(t.Context(), id.Invoice(c.number), on("2026-02-01"))
			if err != nil || string(v.Customer.ID) != c.customer || string(v.Invoice.Contract) != c.key || len(v.Lines) != 1 || v.Lines[0].VAT != 200 {
				t.Errorf("%s: %v %+v %+v", c.number, err, v.Invoice, v.Lines)
			}
		}
		r, err := b.try("8.xml", billed("8", "", "", "194444444", ""), desk.ImportOptions{})
		if refused(t, err, fault.Input, "import.refused"); len(r.Refusals) != 1 || r.Refusals[0].Code != "import.customer_many" {
			t.Errorf("%+v", r)
		}
		b.sound()
	})
}

// TestTradeIsOurs: an invoice whose seller has another tax number than the
// company is somebody else's.
func TestTradeIsOurs(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		p, err := b.Profile()
		if err != nil {
			t.Fatal(err)
		}
		p.TaxID = "190000005"
		if err := b.SetCompany(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		b.take("1.xml", billed("1", "BY190000005", "A", "", ""))
		b.take("2.xml", billed("2", "", "A", "", ""))
		r, err := b.try("3.xml", billed("3", "190000002", "A", "", ""), desk.ImportOptions{})
		if refused(t, err, fault.Input, "import.refused"); len(r.Refusals) != 1 || r.Refusals[0].Code != "import.not_ours" {
			t.Errorf("%+v", r)
		}
	})
}

// TestPayables: the list of a day takes the place of the one of that day, and
// counts until the next.
func TestPayables(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A", "B")
		take := func(day, rows string) desk.FileReport {
			t.Helper()
			r, err := b.try("payables.csv", "customer,document,payable,due,currency\n"+rows, desk.ImportOptions{Date: on(day)})
			if err != nil {
				t.Fatal(err, r.Refusals)
			}
			return r
		}
		owed := func(day string) string {
			t.Helper()
			list, of, err := b.OurPayables(t.Context(), "A", on(day))
			if err != nil {
				t.Fatal(err)
			}
			var s strings.Builder
			for _, d := range list {
				fmt.Fprintf(&s, "%s %s; ", d.Document, d.Open.Decimal(d.Currency))
			}
			return s.String() + of.String()
		}
		if r := take("2026-01-10", "A,1,10,2026-02-01,BYN\nA,2,5,,BYN\nB,1,7,,BYN\nZ,1,7,,BYN\n"); r.New != 3 || len(r.Warnings) != 1 {
			t.Errorf("%+v", r)
		}
		if r := take("2026-01-10", "A,1,10,2026-02-01,BYN\nA,2,5,,BYN\nB,1,7,,BYN\n"); r.Unchanged != 3 || r.New+r.Corrected != 0 {
			t.Errorf("%+v", r)
		}
		if r := take("2026-01-20", "A,1,4,2026-02-01,BYN\n"); r.New != 1 {
			t.Errorf("%+v", r)
		}
		if r := take("2026-01-10", "A,1,11,2026-02-01,BYN\nB,1,7,,BYN\n"); r.Corrected != 2 || r.Unchanged != 1 {
			t.Errorf("%+v", r)
		}
		for day, want := range map[string]string{"2026-01-09": "", "2026-01-10": "1 11.00; 2026-01-10", "2026-01-19": "1 11.00; 2026-01-10", "2026-03-01": "1 4.00; 2026-01-20"} {
			if got := owed(day); got != want {
				t.Errorf("%s: %s, want %s", day, got, want)
			}
		}
		_, err := b.try("payables.csv", "customer,document,payable,currency\nA,1,-1,BYN\n", desk.ImportOptions{Date: on("2026-02-01")})
		refused(t, err, fault.Input, "import.refused")
		_, err = b.try("payables.csv", "customer,document,payable,currency\nA,1,1,BYN\n", desk.ImportOptions{Kind: intake.Payables})
		refused(t, err, fault.Usage, "import.snapshot_date")
	})
}
