package trade

import (
	"strings"
	"testing"
)

// TestWhatADocumentComesTo: which documents are debts, of what sum and sign, and
// which are refused because their sums or currencies do not agree.
func TestWhatADocumentComesTo(t *testing.T) {
	el := func(name, value string) string { return "<cbc:" + name + ">" + value + "</cbc:" + name + ">" }
	credit := strings.NewReplacer("Invoice-2", "CreditNote-2", "<Invoice ", "<CreditNote ", "</Invoice>", "</CreditNote>")
	for name, c := range map[string]struct {
		text, key, noDebt, refused, warned string
		amount                             int64
	}{
		"a debt":     {text: ubl(sums, ""), key: "7", amount: 12000},
		"a credit":   {text: credit.Replace(ubl(sums, "")), key: "CN-7", amount: -12000},
		"proforma":   {text: ubl(sums, el("InvoiceTypeCode", "325")), key: "7", noDebt: "trade.proforma", amount: 12000},
		"mistaken":   {text: ubl(sums, el("InvoiceTypeCode", "381")), refused: "2 Invoice/InvoiceTypeCode trade.type"},
		"a currency": {text: ubl(strings.Replace(sums, "BYN", "EUR", 1), ""), refused: "5 LineExtensionAmount@currencyID trade.currency"},
		"the tax office's currency": {
			text: ubl(sums, `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">99</cbc:TaxAmount></cac:TaxTotal>`), key: "7", amount: 12000,
		},
		"VAT of its rates": {
			text:    ubl(sums, `<cac:TaxTotal><cbc:TaxAmount>20</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxAmount>19</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>`),
			refused: "5 TaxTotal/TaxAmount trade.sum",
		},
		"charges": {
			text: ubl(el("LineExtensionAmount", "100")+el("AllowanceTotalAmount", "1")+el("ChargeTotalAmount", "6")+el("TaxExclusiveAmount", "105")+el("PayableAmount", "105"), ""),
			key:  "7", amount: 10500,
		},
		"paid before": {
			text: ubl(el("TaxInclusiveAmount", "120")+el("PrepaidAmount", "20")+el("PayableRoundingAmount", "0.50")+el("PayableAmount", "100.50"), ""),
			key:  "7", amount: 10050, warned: "5 LegalMonetaryTotal/PrepaidAmount trade.prepaid",
		},
		"not what is left": {
			text:    ubl(el("TaxInclusiveAmount", "120")+el("PrepaidAmount", "20")+el("PayableAmount", "120"), ""),
			refused: "5 LegalMonetaryTotal/PayableAmount trade.sum", warned: "5 LegalMonetaryTotal/PrepaidAmount trade.prepaid",
		},
	} {
		f := read(t, c.text)
		if got := codesOf(f.Refused); got != c.refused {
			t.Errorf("%s: refused for %q, want %q", name, got, c.refused)
		}
		if got := codesOf(f.Warnings); got != c.warned {
			t.Errorf("%s: warned of %q, want %q", name, got, c.warned)
		}
		if d := f.Documents[0]; c.refused == "" && (d.Key != c.key || d.NoDebt != c.noDebt || int64(d.Amount) != c.amount) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// TestSumsOfTheUPD: each sum that the form says twice must be the same twice.
func TestSumsOfTheUPD(t *testing.T) {
	upd := func(net, vat, gross, allVAT, buyer string) string {
		return `<Файл><Документ КНД="1115131" Функция="ДОП"><СвСчФакт НомерДок="9" ДатаДок="03.02.2026"><СвПокуп><ИдСв>` + buyer + `</ИдСв></СвПокуп><ДенИзм КодОКВ="643"/></СвСчФакт>` +
			`<ТаблСчФакт><СведТов НаимТов="Мука" СтТовБезНДС="` + net + `" СтТовУчНал="` + gross + `"><СумНал><СумНал>` + vat + `</СумНал></СумНал></СведТов><ВсегоОпл СтТовУчНалВсего="` + gross + `"><СумНалВсего><СумНал>` + allVAT + `</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт></Документ></Файл>`
	}
	firm := `<СвЮЛУч НаимОрг="Кафе" ИННЮЛ="7700000000"/>`
	for name, c := range map[string]struct{ text, refused string }{
		"they agree":       {upd("100", "10", "110", "10", firm), ""},
		"VAT of the whole": {upd("100", "10", "110", "11", firm), "1 СумНалВсего/СумНал trade.sum"},
		"of a position":    {upd("100", "10", "120", "10", firm), "1 СведТов@СтТовУчНал trade.sum"},
	} {
		if got := codesOf(read(t, c.text).Refused); got != c.refused {
			t.Errorf("%s: %q, want %q", name, got, c.refused)
		}
	}
	for _, tag := range []string{"СвИнНеУч", "СвИнУч"} {
		f := read(t, upd("100", "10", "110", "10", `<`+tag+` НаимОрг="Bakery" Идентиф="191"/>`))
		if b := f.Documents[0].Buyer; b.Name != "Bakery" || b.TaxID != "191" {
			t.Errorf("%s: %+v", tag, b)
		}
	}
}
