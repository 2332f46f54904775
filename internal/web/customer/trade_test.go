package customer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/web/customer"
	"debitor/internal/web/pagetest"
)

// TestPositionsAndPayablesAreSeen: what a document is made of stands on its
// page, what we owe the customer on his, and neither where there is none.
func TestPositionsAndPayablesAreSeen(t *testing.T) {
	h := pagetest.New(t, customer.Routes())
	c, other := someone(t, h)
	take := func(name, text string, o desk.ImportOptions) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session("admin").Import(t.Context(), []string{path}, o); err != nil {
			t.Fatal(err)
		}
	}
	take("note.xml", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>X-1</ID><IssueDate>`+pagetest.Today.String()+`</IssueDate><DocumentCurrencyCode>BYN</DocumentCurrencyCode>
<AccountingCustomerParty><Party><PartyIdentification><ID>`+string(c)+`</ID></PartyIdentification><PartyName><Name>N</Name></PartyName></Party></AccountingCustomerParty>
<LegalMonetaryTotal><PayableAmount>12</PayableAmount></LegalMonetaryTotal>
<InvoiceLine><LineExtensionAmount>10</LineExtensionAmount><Item><Name>Rye flour</Name><ClassifiedTaxCategory><Percent>20</Percent></ClassifiedTaxCategory>
<AdditionalItemProperty><Name>Preissegment</Name><Value>premium</Value></AdditionalItemProperty></Item></InvoiceLine></Invoice>`, desk.ImportOptions{})
	take("payables.csv", "customer,document,payable,currency\n"+string(c)+",OUR-77,41.50,BYN\n", desk.ImportOptions{Date: pagetest.Today})

	shown := text(h.Must(h.Get("admin", page("invoices", "X-1")+"?lang=en")).Body)
	for _, want := range []string{"Rye flour", "premium", "Positions", "10.00", "2.00"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the document's page lacks %q", want)
		}
	}
	if strings.Contains(text(h.Must(h.Get("admin", page("invoices", string(other))+"?lang=en")).Body), "Positions") {
		t.Error("a document of which nothing is known shows positions")
	}
	his := text(h.Must(h.Get("admin", at(c, "?lang=en"))).Body)
	for _, want := range []string{"We owe him", "OUR-77", "41.50"} {
		if !strings.Contains(his, want) {
			t.Errorf("the customer's page lacks %q", want)
		}
	}
}
