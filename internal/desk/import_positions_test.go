package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

const positionHead = "invoice,line,text,product_group,price_segment,vat_rate,net,vat,currency\n"

// A table of positions is the whole of what each invoice in it is made of: again
// it changes nothing, with other values it corrects, rows without a number follow.
func TestPositionsOfATable(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n1,A,2026-01-05,2026-01-25,36.00,BYN\n2,A,2026-01-05,2026-01-25,-12.00,BYN\n3,A,2026-01-05,2026-01-25,900,JPY\n")
		made := func(invoice id.Invoice) string {
			t.Helper()
			v, err := b.Invoice(t.Context(), invoice, on("2026-02-01"))
			if err != nil {
				t.Fatal(err)
			}
			var s []string
			for _, l := range v.Lines {
				s = append(s, strings.TrimSpace(fmt.Sprintf("%d %s %s %s %s%% %d+%d", l.Number, l.Text, l.Group, l.Segment, l.Rate, l.Net, l.VAT)))
			}
			return strings.Join(s, "; ")
		}
		table := positionHead + "1,,Flour,Grocery,premium,20,10.00,,BYN\n2,1,Flour,Grocery,,20,-10.00,-2.00,BYN\n1,7,Salt,Grocery,economy,20%,20.00,4.00,BYN\n3,1,Tea,,,без НДС,900,,JPY\n"
		if r := b.take("positions.csv", table); r.New != 4 || r.Corrected+r.Unchanged != 0 || len(r.Warnings) != 0 || len(r.Totals) != 2 || r.Totals[0].Amount != "20.00" {
			t.Errorf("%+v", r)
		}
		want := "7 Salt Grocery economy 20% 2000+400; 8 Flour Grocery premium 20% 1000+200"
		if got := made("1"); got != want {
			t.Errorf("made of %s, want %s", got, want)
		}
		if got := made("2") + "; " + made("3"); got != "1 Flour Grocery  20% -1000+-200; 1 Tea   % 900+0" {
			t.Errorf("made of %s", got)
		}
		if r := b.take("positions.csv", table); r.Unchanged != 4 || r.New+r.Corrected != 0 {
			t.Errorf("again: %+v", r)
		}
		if r := b.take("positions.csv", positionHead+"1,1,Flour,Grocery,premium,20,10.00,,BYN\n"); r.Corrected != 1 || len(r.Warnings) != 1 || r.Warnings[0].Code != "import.positions_sum" {
			t.Errorf("other: %+v", r)
		}
		if got := made("1"); got != "1 Flour Grocery premium 20% 1000+200" {
			t.Errorf("made of %s", got)
		}
		for rows, code := range map[string]string{
			"9,1,,,,,1.00,,BYN\n": "import.position_invoice", "3,1,,,,,1.00,,BYN\n": "import.position_currency", "1,1,,,,0.2,1.00,,BYN\n": "intake.vat_rate",
			"1,0,,,,,1.00,,BYN\n": "intake.position", "1,1,a,,,,1.00,,BYN\n1,1,b,,,,1.00,,BYN\n": "intake.row.twice", "1,1,,,,,,,BYN\n": "intake.value.empty",
		} {
			r, err := b.try("positions.csv", positionHead+rows, desk.ImportOptions{})
			if refused(t, err, fault.Input, "import.refused"); len(r.Refusals) != 1 || r.Refusals[0].Code != code {
				t.Errorf("%q: %+v, want %s", rows, r.Refusals, code)
			}
		}
		b.sound()
	})
}

// What is given back is a document below zero in every format, and settles the
// debt.
func TestCreditInEveryFormat(t *testing.T) {
	const (
		ubl = `<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"><ID>C</ID><IssueDate>2026-01-20</IssueDate><DocumentCurrencyCode>BYN</DocumentCurrencyCode>
<AccountingCustomerParty><Party><PartyIdentification><ID>A</ID></PartyIdentification><PartyName><Name>A</Name></PartyName></Party></AccountingCustomerParty><LegalMonetaryTotal><PayableAmount>12</PayableAmount></LegalMonetaryTotal>
<CreditNoteLine><LineExtensionAmount>10</LineExtensionAmount><Item><Name>Ice</Name><ClassifiedTaxCategory><Percent>20</Percent></ClassifiedTaxCategory></Item></CreditNoteLine></CreditNote>`
		cii = `<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"><ExchangedDocument><ID>D</ID><TypeCode>381</TypeCode><IssueDateTime><DateTimeString format="102">20260120</DateTimeString></IssueDateTime></ExchangedDocument>
<SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement><BuyerTradeParty><ID>A</ID><Name>A</Name></BuyerTradeParty></ApplicableHeaderTradeAgreement><ApplicableHeaderTradeDelivery/>
<ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>BYN</InvoiceCurrencyCode><SpecifiedTradeSettlementHeaderMonetarySummation><GrandTotalAmount>12</GrandTotalAmount><DuePayableAmount>12</DuePayableAmount></SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>`
		commerce = `<КоммерческаяИнформация ВерсияСхемы="2.05"><Документ><Ид>g</Ид><Номер>C</Номер><Дата>2026-01-20</Дата><ХозОперация>Возврат товара</ХозОперация><Роль>Продавец</Роль><Валюта>BYN</Валюта><Сумма>12.00</Сумма>
<Контрагенты><Контрагент><Ид>A</Ид><Наименование>A</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты></Документ></КоммерческаяИнформация>`
	)
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		for name, text := range map[string]string{
			"table.csv": "invoice,customer,date,amount,currency\nC,A,2026-01-20,-12.00,BYN\n", "ubl.xml": ubl, "cii.xml": cii, "commerce.xml": commerce,
			"negative.xml": strings.NewReplacer(">12<", ">-12<", ">10<", ">-10<").Replace(billed("minus", "", "A", "", "")),
		} {
			debt := "D " + name
			b.take("invoices.csv", "invoice,customer,date,due,amount,currency\n"+debt+",A,2026-01-05,2026-01-25,30.00,BYN\n")
			r := b.take(name, text)
			if r.New == 0 || len(r.Totals) != 1 || r.Totals[0].Amount != "-12.00" {
				t.Errorf("%s: %+v", name, r)
			}
		}
		r, err := b.Check(b.Context())
		if err != nil || len(r.Totals) != 1 || r.Totals[0].Open != "90.00" || r.Totals[0].Unapplied != "0.00" {
			t.Errorf("of five debts of 30.00, each less 12.00: %+v, %v", r.Totals, err)
		}
		b.sound()
	})
}
